"""Where the reader's attention is: Space plays from anywhere, a command is about the plot that is meant."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QCursor, QEnterEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from gui.actions import COMMANDS
from gui.app import App, build
from gui.dialogs.export_dialog import ExportDialog
from gui.drawing.theme import DARK, LIGHT, Theme
from gui.layout.board import PanelBoard
from gui.pages import PAGES
from gui.panel import Panel
from gui.scene import Moment, Scene
from tests.gui.drawing.test_theme import contrast


@pytest.fixture
def app(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """The window, active, whose engine takes every request and never answers."""
    made = build(tmp_path / "preferences.json")
    monkeypatch.setattr(made.client, "submit", lambda request: 1)
    qtbot.addWidget(made.window)
    QCursor.setPos(0, 0)  # on no plot, wherever another test has left the mouse
    with qtbot.waitActive(made.window):
        made.window.show()
        made.window.activateWindow()
    made.window.setFocus()
    yield made
    made.close()


def type_key(app: App, key: Qt.Key) -> None:
    """Presses a key as the desktop would: it goes where the focus is, also into what lies over the window."""
    over = QApplication.activePopupWidget()
    QTest.keyClick(app.window.windowHandle() if over is None else over.windowHandle(), key)
    app.application.processEvents()


def click(widget: QWidget, place: QPoint | None = None) -> None:
    if widget.isVisible() and widget.isEnabled():
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place or widget.rect().center())


ASKS = {"open_model", "export_panel", "export_all", "export_numbers", "export_trace", "go_to_token"}
ASKS |= {"replace_word", "hold_value", "make_untrained", "palette", "quit", "full_screen"}
"""What opens a dialog that waits for an answer, ends the program or belongs to the desktop."""

KEYS = (
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_F,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Return,
    Qt.Key.Key_Right,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_Slash,
    Qt.Key.Key_7,
)

CLICKS: dict[str, Callable[[App], QWidget]] = {
    "play": lambda app: app.window.transport.buttons["toggle_play"],
    "next": lambda app: app.window.transport.buttons["next_token"],
    "slider": lambda app: app.window.transport.slider,
    "cell": lambda app: app.window.top_bar.cells._segments["gru"],
    "page": lambda app: app.window.top_bar.pages._segments["laboratory"],
    "families": lambda app: app.window.top_bar.families,
    "text": lambda app: app.window.top_bar.sequence_input.line,
    "seed": lambda app: app.window.board.page_bar.laboratory_bar.seed.lineEdit(),
    "seed's arrow": lambda app: app.window.board.page_bar.laboratory_bar.seed,
    "strip": lambda app: app.window.board.panels["token_strip"],
    "other": lambda app: app.window.board.visible_panels()[-1],
}


def close_others(app: App) -> None:
    for window in QApplication.topLevelWidgets():
        if window is not app.window and window.isVisible():
            window.close()
    app.window.activateWindow()
    app.application.processEvents()


def can_have_the_focus(app: App) -> list[QWidget]:
    return [
        widget
        for widget in app.window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def do(app: App, step: object) -> None:
    if isinstance(step, int) and not isinstance(step, Qt.Key):
        there = can_have_the_focus(app)
        there[step % len(there)].setFocus(Qt.FocusReason.TabFocusReason)
    elif isinstance(step, Qt.Key):
        type_key(app, step)
    elif step in CLICKS:
        widget = CLICKS[str(step)](app)
        click(widget, QPoint(widget.width() - 6, 6) if step == "seed's arrow" else None)
        if QApplication.activePopupWidget() is not None:
            type_key(app, Qt.Key.Key_Escape)
    elif app.window.actions_by_id[str(step)].isEnabled():
        app.window.run_command(str(step))
    app.application.processEvents()


STEPS = [*KEYS, *KEYS, *CLICKS, *CLICKS, *(row.id for row in COMMANDS if row.id not in ASKS)]


def test_space_plays_after_whatever_was_done(app: App) -> None:
    @settings(max_examples=24, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.lists(st.sampled_from(STEPS) | st.integers(0, 40), min_size=1, max_size=9))
    def walk(steps: list[object]) -> None:
        close_others(app)
        app.window.run_command("page_step")
        app.window.setFocus()
        for step in steps:
            do(app, step)
            close_others(app)
            if app.window.top_bar.sequence_input.line.hasFocus():
                continue  # he types
            playing = app.player.playing
            type_key(app, Qt.Key.Key_Space)
            assert app.player.playing is not playing, QApplication.focusWidget()
            type_key(app, Qt.Key.Key_Space)

    walk()


def test_what_had_the_focus_and_goes_gives_it_to_no_control(app: App) -> None:
    type_key(app, Qt.Key.Key_F)
    assert app.window.board.enlarged is not None
    type_key(app, Qt.Key.Key_Tab)
    app.window.board.enlarged.setFocus()
    app.window.run_command("page_memory")
    assert QApplication.focusWidget() is app.window
    segment = app.window.top_bar.cells._segments["rnn"]
    segment.setFocus()
    segment.setEnabled(False)
    assert QApplication.focusWidget() is app.window


SEEN_PX = 40


def luminance(widget: QWidget, part: QRect | None = None) -> np.ndarray:
    """Of each pixel of a widget or of a part of it, by WCAG 2."""
    image = widget.grab(part or widget.rect()).toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    colors = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3) / 255
    linear = np.where(colors <= 0.04045, colors / 12.92, ((colors + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("page", ["step", "laboratory"])
def test_tab_goes_down_the_window_as_one_reads(app: App, page: str) -> None:
    """From the bar above to the plots in reading order, then to the bar below; each is seen to have it."""
    app.window.run_command("page_memory")
    app.window.run_command(f"page_{page}")
    app.window.setFocus()
    stops: list[QWidget] = []
    plain = luminance(app.window)
    for _ in range(60):
        type_key(app, Qt.Key.Key_Tab)
        stop = QApplication.focusWidget()
        if stop in stops:
            break
        stops.append(stop)
        corner, size = stop.mapTo(app.window, QPoint(0, 0)), stop.size()
        place = np.s_[
            corner.y() - 4 : corner.y() + size.height() + 4, corner.x() - 10 : corner.x() + size.width() + 10
        ]
        now = luminance(
            app.window, QRect(place[1].start, place[0].start, size.width() + 20, size.height() + 8)
        )
        light, dark = np.maximum(plain[place], now), np.minimum(plain[place], now)
        assert np.sum((light + 0.05) / (dark + 0.05) >= 3) > SEEN_PX, f"{stop} hides its focus"
    panels = [stop for stop in stops if isinstance(stop, Panel)]
    assert [panel.NAME for panel in panels] == sorted(
        PAGES[page].places, key=lambda name: PAGES[page].places[name][:2]
    )
    above = [stop for stop in stops if app.window.top_bar.isAncestorOf(stop)]
    below = [stop for stop in stops if app.window.transport.isAncestorOf(stop)]
    assert stops.index(above[-1]) < stops.index(panels[0])
    assert stops.index(panels[-1]) < stops.index(below[0])


def test_enlarging_gives_the_focus_back_to_who_had_it(app: App) -> None:
    board = app.window.board
    panel, button = board.panels["state_plot"], app.window.transport.buttons["last_token"]
    for holder in (panel, button, app.window):
        holder.setFocus(Qt.FocusReason.TabFocusReason)
        ringed = panel.ringed
        app.window.run_command("zoom_panel")
        assert QApplication.focusWidget() is board.enlarged
        assert not board.enlarged.ringed
        app.window.run_command("zoom_panel")
        assert QApplication.focusWidget() is holder
        assert panel.ringed is ringed
    panel.setFocus()
    app.window.run_command("zoom_panel")
    button.setFocus()
    app.window.run_command("cancel")
    assert QApplication.focusWidget() is button, "the reader has turned to something else"


def test_a_half_typed_text_is_left_by_a_click_on_a_button_or_a_plot(app: App) -> None:
    line = app.window.top_bar.sequence_input.line
    for widget in (app.window.transport.buttons["next_token"], app.window.board.panels["gate_bars"]):
        type_key(app, Qt.Key.Key_Slash)
        line.setText("half a")
        assert line.hasFocus()
        click(widget)
        assert not line.hasFocus()
        assert line.text() == "half a"


def enter(panel: Panel) -> None:
    middle = QPointF(panel.rect().center())
    QApplication.sendEvent(panel, QEnterEvent(middle, middle, QPointF(panel.mapToGlobal(middle.toPoint()))))


def leave(panel: Panel) -> None:
    QApplication.sendEvent(panel, QEvent(QEvent.Type.Leave))


def test_the_plot_that_the_mouse_or_tab_came_to_last_is_the_one_that_is_meant(app: App) -> None:
    board = app.window.board
    gates, states, curve = (board.panels[name] for name in ("gate_bars", "state_plot", "gradient_plot"))
    assert board.current().NAME == "cell_diagram", "the page's main one, as long as none was pointed at"
    states.setFocus(Qt.FocusReason.TabFocusReason)
    assert board.current() is states
    enter(gates)
    assert board.current() is gates, "the mouse came later"
    curve.setFocus(Qt.FocusReason.TabFocusReason)
    assert board.current() is curve, "Tab came later, though the mouse lies on another plot"
    QTest.mouseMove(gates, QPoint(20, 20))
    QTest.mouseMove(gates, QPoint(40, 20))
    assert board.current() is gates, "and it has moved again"
    leave(gates)
    assert board.current() is curve, "the mouse lies on none: the ring counts"
    app.window.setFocus()
    assert board.current() is gates, "neither: the last one that was pointed at"
    enter(gates)
    app.window.run_command("page_memory")
    assert board.current().NAME == "token_strip", "what is not on the page is not meant"


def test_commands_about_a_plot_are_about_the_one_under_the_mouse(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = app.window.board
    board.panels["gate_bars"].setFocus(Qt.FocusReason.TabFocusReason)
    enter(board.panels["state_plot"])
    type_key(app, Qt.Key.Key_F)
    assert board.enlarged is not None
    assert board.enlarged.NAME == "state_plot"
    type_key(app, Qt.Key.Key_F)
    copied: list[type[Panel]] = []
    monkeypatch.setattr(
        "gui.export.render.copy_to_clipboard", lambda panel, *_shown, theme: copied.append(panel)
    )
    app.window.run_command("copy_picture")
    assert [panel.NAME for panel in copied] == ["state_plot"]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_focus_that_came_by_tab_is_seen_on_the_screen_alone(
    scene: Scene, theme: Theme, qtbot: QtBot
) -> None:
    board = PanelBoard(theme)
    qtbot.addWidget(board)
    board.resize(1256, 660)
    board.show_page("step")
    board.draw(scene, Moment(5, scene.last_stage))
    with qtbot.waitActive(board):
        board.show()
        board.activateWindow()
    panel = board.panels["gate_bars"]
    plain = panel.grab().toImage()
    panel.setFocus(Qt.FocusReason.MouseFocusReason)
    assert panel.grab().toImage() == plain
    panel.clearFocus()
    panel.setFocus(Qt.FocusReason.TabFocusReason)
    ringed = panel.grab().toImage()
    changed = {(x, y) for x in range(ringed.width()) for y in range(ringed.height())
               if ringed.pixel(x, y) != plain.pixel(x, y)}  # fmt: skip
    assert changed
    middle = ringed.pixelColor(1, ringed.height() // 2)
    assert min(contrast(middle.name(), theme.color(ground).name()) for ground in ("card", "ground")) >= 3
    assert all(min(x, y, ringed.width() - 1 - x, ringed.height() - 1 - y) < 6 for x, y in changed)
    panel.clearFocus()
    assert panel.grab().toImage() == plain


def test_dialogs_about_a_plot_say_which(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    titles: list[str] = []
    monkeypatch.setattr(ExportDialog, "exec", lambda self: titles.append(self.windowTitle()) or 1)
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda _parent, title, *_: titles.append(title) or ("", "")
    )
    enter(app.window.board.panels["state_plot"])
    name = app.window.board.panels["state_plot"].title()
    app.window.run_command("export_panel")
    app.window.run_command("export_numbers")
    app.window.run_command("show_table")
    titles += [w.windowTitle() for w in app.window.findChildren(QWidget) if type(w).__name__ == "TableWindow"]
    assert len(titles) == 4
    assert all(name in title for title in titles), titles
