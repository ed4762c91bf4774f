"""Keys in a real window: a control reached by Tab keeps what it needs, a clicked one takes none."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.app import App, build

Find = Callable[[App], QWidget]

CONTROLS: dict[str, Find] = {
    "button": lambda app: app.window.transport.buttons["next_token"],
    "segment": lambda app: app.window.top_bar.cells._segments[app.session.scene.view.cell],
    "slider": lambda app: app.window.transport.slider,
    "list": lambda app: app.window.top_bar.families,
    "theme": lambda app: app.window.top_bar.theme_button,
    "seed": lambda app: app.window.board.page_bar.laboratory_bar.seed,
}


@pytest.fixture
def app(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    made = build(tmp_path / "preferences.json")
    monkeypatch.setattr(made.client, "submit", lambda request: 1)
    qtbot.addWidget(made.window)
    made.window.show()
    made.window.activateWindow()
    qtbot.waitActive(made.window).__enter__()
    made.window.setFocus()
    made.window.run_command("page_laboratory")
    made.player.seek_token(5)
    yield made
    made.close()


def type_key(app: App, key: Qt.Key) -> None:
    """Presses a key as the desktop would: it goes where the focus is."""
    QTest.keyClick(app.window.windowHandle(), key)
    app.application.processEvents()


def tab_to(app: App, control: QWidget) -> None:
    for _ in range(100):
        type_key(app, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is control:
            return
    pytest.fail(f"{control} cannot be reached by Tab")


OWN: dict[str, tuple[Qt.Key, ...]] = {
    "button": (),
    "segment": (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right),
    "slider": (Qt.Key.Key_Up, Qt.Key.Key_Down),
    "list": (Qt.Key.Key_Up, Qt.Key.Key_Down),
    "theme": (),
    "seed": (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_2),
}
COMMAND_KEYS = {
    Qt.Key.Key_Up: "previous_unit",
    Qt.Key.Key_Down: "next_unit",
    Qt.Key.Key_Left: "previous_token",
    Qt.Key.Key_Right: "next_token",
    Qt.Key.Key_2: "by_stage",
    Qt.Key.Key_B: "order_by_value",
    Qt.Key.Key_Space: "toggle_play",
}


@pytest.mark.parametrize("name", list(CONTROLS))
def test_a_control_reached_by_tab_keeps_what_it_needs_and_nothing_else(app: App, name: str) -> None:
    heard: list[str] = []
    for command, action in app.window.actions_by_id.items():
        action.triggered.connect(lambda _checked=False, command=command: heard.append(command))
    for key, command in COMMAND_KEYS.items():
        app.player.seek_token(5)
        app.player.set_by_stage(False)
        app.player.pause()
        tab_to(app, CONTROLS[name](app))
        heard.clear()
        type_key(app, key)
        assert (command in heard) == (key not in OWN[name]), (key, heard)


def test_enter_and_arrows_do_what_the_focused_control_does(app: App) -> None:
    tab_to(app, app.window.transport.buttons["next_token"])
    type_key(app, Qt.Key.Key_Return)
    assert (app.player.moment.token, app.player.playing, app.window.board.enlarged) == (6, False, None)
    type_key(app, Qt.Key.Key_Right)
    assert app.player.moment.token == 7
    type_key(app, Qt.Key.Key_Space)
    assert app.player.playing
    app.player.pause()
    tab_to(app, app.window.transport.slider)
    type_key(app, Qt.Key.Key_Up)
    assert app.player.moment.token == 8
    app.window.top_bar.families.addItem("a family")
    tab_to(app, app.window.top_bar.families)
    type_key(app, Qt.Key.Key_Return)
    assert app.window.top_bar.families.view().isVisible()
    type_key(app, Qt.Key.Key_Escape)
    tab_to(app, app.window.top_bar.cells._segments["lstm"])
    type_key(app, Qt.Key.Key_Right)
    assert (app.session.scene.view.cell, app.player.moment.token) == ("gru", 8)


@pytest.mark.parametrize("name", ["button", "segment", "slider", "theme"])
def test_a_control_that_was_clicked_takes_no_keys(app: App, name: str) -> None:
    control = CONTROLS[name](app)
    QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert not control.hasFocus()
    app.player.seek_token(5)
    type_key(app, Qt.Key.Key_Right)
    assert app.player.moment.token == 6
    unit = app.session.scene.view.unit
    type_key(app, Qt.Key.Key_Down)
    assert app.session.scene.view.unit == unit + 1
    type_key(app, Qt.Key.Key_Space)
    assert app.player.playing


def test_enter_in_a_number_box_is_for_the_number_and_gives_the_keys_back(app: App) -> None:
    seed = CONTROLS["seed"](app)
    QTest.mouseClick(seed.lineEdit(), Qt.MouseButton.LeftButton)
    assert seed.hasFocus()
    seed.selectAll()
    type_key(app, Qt.Key.Key_7)
    type_key(app, Qt.Key.Key_Return)
    assert app.session.latest.seed == 7
    assert app.window.board.enlarged is None
    type_key(app, Qt.Key.Key_Space)
    assert app.player.playing
