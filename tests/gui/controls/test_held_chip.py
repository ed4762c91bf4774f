"""What is held stands beside the name of the networks; a list switches each part off and on, or lets go."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.record.hold import Hold
from gui.app import App, build
from gui.controls.held_list import CROSS_PX, HeldList
from gui.drawing.ink import width_px
from gui.language import use_language
from gui.readings.held import said_of_part
from gui.session.choice import HeldPart

ONE, TWO = HeldPart("lstm", Hold("f", 0.5, 2, 9)), HeldPart("gru", Hold("z", 0.0, unit=3))
OFF = replace(TWO, on=False)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def app(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    made = build(tmp_path / "preferences.json")
    monkeypatch.setattr(made.client, "submit", lambda request: 1)
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.close()
    use_language("en")


def hold(app: App, *parts: HeldPart) -> None:
    app.session.hold(lambda _parts: parts)
    app.application.processEvents()


def listed(app: App) -> HeldList:
    app.application.processEvents()
    found = app.window.top_bar.held.findChild(HeldList)
    assert found is not None
    return found


def test_one_part_is_said_and_several_are_counted(app: App) -> None:
    chip = app.window.top_bar.held
    assert not chip.isVisible()
    assert not app.window.actions_by_id["free_all"].isEnabled()
    for parts, text in (
        ((ONE,), "LSTM: forget gate of all units at 0.50, words 3 to 9"),
        ((OFF,), "off: GRU: update gate of unit 3 at 0.00, every word"),
        ((ONE, TWO), "2 held"),
        ((ONE, OFF), "1 of 2 held"),
    ):
        hold(app, *parts)
        assert chip.isVisible()
        assert chip.text() == text
        assert chip.accessibleName() == chip.toolTip()
        for part in parts:
            assert said_of_part(part.cell, part.hold) in chip.toolTip()
    hold(app)
    assert not chip.isVisible()


def test_it_is_as_wide_as_its_words_where_there_is_room_and_never_takes_more(app: App) -> None:
    chip = app.window.top_bar.held
    hold(app, ONE)
    for language in ("en", "zh"):
        app.settings.change(language=language)
        for width in (1180, 1900):
            app.window.resize(width, 640)
            app.application.processEvents()
            assert app.window.width() == width
            whole = round(width_px(chip.text(), "caption")) + 40
            assert chip.width() == whole if width > 1180 else 90 < chip.width() <= whole


def test_it_follows_the_language(app: App) -> None:
    hold(app, ONE)
    app.settings.change(language="zh")
    app.application.processEvents()
    assert app.window.top_bar.held.text() == "LSTM：遗忘门固定为 0.50（全部隐藏单元，第 3 至 9 个词元）"


@pytest.mark.parametrize("how", ["cross", "key", "list"])
def test_all_are_let_go_of_at_once(app: App, how: str) -> None:
    chip = app.window.top_bar.held
    hold(app, ONE, OFF)
    if how == "cross":
        QTest.mouseClick(chip, LEFT, pos=QPoint(chip.width() - 12, 12))
    elif how == "key":
        QTest.keyClick(app.window, Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
    else:
        chip.click()
        QTest.keyClick(listed(app), Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
    assert app.session.latest.holds == ()
    app.application.processEvents()
    assert not chip.isVisible()
    assert chip.findChild(HeldList) is None or not chip.findChild(HeldList).isVisible()


def row_of(text: str) -> Callable[[HeldList], int]:
    return lambda shown: next(row for row in range(shown.count()) if text in shown.item(row).text())


ALL, FIRST, SECOND = row_of("All"), row_of("forget"), row_of("update")
CHANGES = {
    "off": (FIRST, Qt.Key.Key_Space, (replace(ONE, on=False), OFF)),
    "on": (SECOND, Qt.Key.Key_Return, (ONE, TWO)),
    "let go": (FIRST, Qt.Key.Key_Delete, (OFF,)),
    "all on": (ALL, Qt.Key.Key_Space, (ONE, TWO)),
    "none left": (ALL, Qt.Key.Key_Delete, ()),
}


@pytest.mark.parametrize("by_mouse", [False, True], ids=["keys", "mouse"])
@pytest.mark.parametrize("what", list(CHANGES))
def test_each_part_is_switched_and_let_go_of(app: App, what: str, by_mouse: bool) -> None:
    chip = app.window.top_bar.held
    hold(app, ONE, OFF)
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    if by_mouse:
        QTest.mouseClick(chip, LEFT, pos=QPoint(20, 12))
    else:
        QTest.keyClick(chip, Qt.Key.Key_Return)
    shown = listed(app)
    find, key, wanted = CHANGES[what]
    row = find(shown)
    if by_mouse:
        place = shown.visualItemRect(shown.item(row))
        x = place.right() - CROSS_PX // 2 if key == Qt.Key.Key_Delete else place.left() + 10
        QTest.mouseClick(shown.viewport(), LEFT, pos=QPoint(x, place.center().y()))
    else:
        for _ in range(row):
            QTest.keyClick(shown, Qt.Key.Key_Down)
        QTest.keyClick(shown, key)
    assert app.session.latest.holds == wanted
    app.application.processEvents()
    if wanted:
        assert shown.isVisible(), "for the next one"
        states = [shown.item(row).checkState() for row in (find(shown),)] if what != "let go" else []
        expected = Qt.CheckState.Unchecked if what == "off" else Qt.CheckState.Checked
        assert all(state == expected for state in states)
        QTest.keyClick(shown, Qt.Key.Key_Escape)
        assert app.session.latest.holds == wanted


def test_the_list_is_as_large_as_what_it_says(app: App) -> None:
    for language in ("en", "zh"):
        app.settings.change(language=language)
        for parts in (
            (ONE,),
            (ONE, OFF),
            tuple(replace(TWO, hold=replace(TWO.hold, unit=n)) for n in range(30)),
        ):
            hold(app, *parts)
            app.window.top_bar.held.click()
            shown = listed(app)
            for row in range(shown.count()):
                item = shown.item(row)
                needed = width_px(item.text(), "text") + CROSS_PX
                assert shown.visualItemRect(item).width() >= needed, item.text()
            assert shown.verticalScrollBar().isVisible() is (len(parts) > 12)
            shown.close()
            app.application.processEvents()


STEPS: dict[str, Callable[[App], object]] = {
    "hold": lambda app: app.session.hold(lambda parts: (*parts, ONE)),
    "all words": lambda app: app.session.hold(lambda parts: (*parts, HeldPart("gru", Hold("r", 1.0)))),
    "switch off": lambda app: app.session.hold(
        lambda parts: tuple(replace(part, on=False) for part in parts)
    ),
    "family": lambda app: app.window.networks.choose_family("memory-en"),
    "text": lambda app: app.session.read("Not bad at all."),
    "untrained": lambda app: app.window.run_command("switch_training"),
    "plain": lambda app: app.window.networks.make_plain(),
    "cell": lambda app: app.window.run_command("next_cell"),
    "cancel": lambda app: app.session.cancel(),
    "undo": lambda app: app.window.history.undo(),
    "redo": lambda app: app.window.history.redo(),
    "free": lambda app: app.window.run_command("free_all"),
    "language": lambda app: app.settings.change(
        language="zh" if app.settings.preferences.language != "zh" else "en"
    ),
}


def test_whatever_the_reader_does_it_says_what_is_held(app: App) -> None:
    @settings(max_examples=40, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.lists(st.sampled_from(list(STEPS)), min_size=2, max_size=7))
    def walk(names: list[str]) -> None:
        app.session.cancel()
        app.window.networks.make_plain()
        app.window.run_command("free_all")
        for name in ["hold", *names]:
            STEPS[name](app)
            app.application.processEvents()
            chip, parts = app.window.top_bar.held, app.session.latest.holds
            assert chip.isVisible() is bool(parts), name
            assert app.window.actions_by_id["free_all"].isEnabled() is bool(parts), name
            lines = [said_of_part(part.cell, part.hold) for part in parts]
            assert all(line in chip.toolTip() for line in lines), name
            assert len(chip.toolTip().splitlines()) == (len(parts) + 1 if parts else 1), name

    walk()
