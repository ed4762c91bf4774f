"""The text line says what was typed or picked, and never eats what is being typed."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from engine.stories import STORIES
from gui.controls.example_list import ExampleList
from gui.controls.examples import EXAMPLES, Example
from gui.controls.sequence_input import BEGINNING, LONGEST, SequenceInput
from gui.language import language_of, use_language


@pytest.fixture
def control(qtbot: QtBot) -> Iterator[SequenceInput]:
    window = QWidget()
    qtbot.addWidget(window)
    line = SequenceInput(window)
    line.show_text("the text of the scene")
    window.resize(600, 60)
    line.resize(560, 32)
    window.show()
    yield line
    QToolTip.hideText()
    window.close()


@pytest.fixture
def said(control: SequenceInput) -> list[tuple[str, str | None]]:
    heard: list[tuple[str, str | None]] = []
    control.submitted.connect(lambda text, family: heard.append((text, family)))
    return heard


def press(control: SequenceInput, key: Qt.Key) -> None:
    QTest.keyClick(control.line, key)


def test_enter_says_the_text_and_gives_the_keys_back(
    control: SequenceInput, said: list[tuple[str, str | None]]
) -> None:
    control.edit()
    QTest.keyClicks(control.line, "so good")
    assert said == []
    press(control, Qt.Key.Key_Return)
    assert said == [("so good", None)]
    assert not control.line.hasFocus()


def test_an_empty_line_is_said_too_so_that_somebody_can_object(
    control: SequenceInput, said: list[tuple[str, str | None]]
) -> None:
    control.edit()
    press(control, Qt.Key.Key_Backspace)
    press(control, Qt.Key.Key_Return)
    assert said == [("", None)]
    assert control.line.hasFocus(), "the reader goes on typing"


def test_escape_brings_the_scene_s_text_back_and_undo_the_typed_one(control: SequenceInput) -> None:
    control.edit()
    QTest.keyClicks(control.line, "typed")
    press(control, Qt.Key.Key_Escape)
    assert control.line.text() == "the text of the scene"
    control.line.undo()
    assert control.line.text() == "typed"


def test_escape_in_an_unchanged_line_leaves_it(control: SequenceInput) -> None:
    control.edit()
    press(control, Qt.Key.Key_Escape)
    assert not control.line.hasFocus()


def test_a_new_scene_does_not_eat_what_is_being_typed(control: SequenceInput) -> None:
    control.edit()
    QTest.keyClicks(control.line, "half a sent")
    control.show_text("the text of the scene")
    control.show_text("another scene")
    assert control.line.text() == "half a sent"
    press(control, Qt.Key.Key_Escape)
    assert control.line.text() == "another scene"


def test_a_new_scene_shows_its_text_from_its_beginning(control: SequenceInput) -> None:
    text = "word " * 200
    control.show_text(text)
    assert control.line.text() == text
    assert control.line.cursorPosition() == 0
    assert "word word" in control.line.toolTip()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Down])
def test_keys_of_the_window_stay_in_the_line_while_one_types(control: SequenceInput, key: Qt.Key) -> None:
    control.edit()
    override = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
    override.ignore()
    QApplication.sendEvent(control.line, override)
    assert override.isAccepted()


def test_pasted_lines_become_one_text(control: SequenceInput, said: list[tuple[str, str | None]]) -> None:
    QGuiApplication.clipboard().setText("first line\nsecond line\r\nthird")
    control.edit()
    control.line.paste()
    press(control, Qt.Key.Key_Return)
    assert said[0][0].split() == ["first", "line", "second", "line", "third"]
    assert "\n" not in control.line.displayText()


def test_ten_thousand_words_fit(control: SequenceInput, said: list[tuple[str, str | None]]) -> None:
    text = " ".join(["sentence"] * 10_000)
    QGuiApplication.clipboard().setText(text)
    control.edit()
    control.line.paste()
    press(control, Qt.Key.Key_Return)
    assert said == [(text, None)]
    assert len(control.line.toolTip()) < 10_000


def test_too_long_a_text_is_said_to_be_cut(control: SequenceInput) -> None:
    control.edit()
    control.line.insert("a" * (LONGEST + 1))
    assert QToolTip.isVisible()
    assert f"{LONGEST:,}" in QToolTip.text()


def test_a_scene_longer_than_the_line_is_read_again_whole(
    control: SequenceInput, said: list[tuple[str, str | None]]
) -> None:
    text = "ab " * LONGEST
    control.show_text(text)
    control.edit()
    press(control, Qt.Key.Key_Return)
    assert said == [(text, None)]


def test_of_a_long_text_only_the_beginning_is_in_the_line_until_one_types(
    control: SequenceInput, said: list[tuple[str, str | None]]
) -> None:
    text = "ab " * 10_000 + "end"
    control.line.clearFocus()
    control.show_text(text)
    assert len(control.line.text()) == BEGINNING
    control.edit()
    assert control.line.text() == control.line.selectedText() == text
    control.line.setCursorPosition(len(text))
    control.line.insert("ing")
    press(control, Qt.Key.Key_Return)
    assert said == [(text + "ing", None)]


def test_an_input_method_composes_in_peace(
    control: SequenceInput, said: list[tuple[str, str | None]]
) -> None:
    control.edit()
    control.line.clear()
    QApplication.sendEvent(control.line, QInputMethodEvent("tai bang", []))
    control.show_text("a scene that arrives in the middle")
    assert said == []
    commit = QInputMethodEvent()
    commit.setCommitString("太棒了")
    QApplication.sendEvent(control.line, commit)
    assert control.line.text() == "太棒了"
    press(control, Qt.Key.Key_Return)
    assert said == [("太棒了", None)]


def test_the_arrow_that_reads_is_there_only_for_another_text(
    control: SequenceInput, said: list[tuple[str, str | None]]
) -> None:
    read = next(action for action in control.line.actions() if "Enter" in action.toolTip())
    assert not read.isVisible()
    control.line.setText("another")
    assert read.isVisible()
    read.trigger()
    assert said == [("another", None)]
    control.show_text("another")
    assert not read.isVisible()


def popup(control: SequenceInput) -> ExampleList:
    press(control, Qt.Key.Key_Down)
    found = control.findChild(ExampleList, "example_list")
    assert isinstance(found, ExampleList)
    return found


def test_an_example_is_picked_by_keys(control: SequenceInput, said: list[tuple[str, str | None]]) -> None:
    examples = popup(control)
    QTest.keyClick(examples, Qt.Key.Key_Down)
    second = examples.currentItem().data(Qt.ItemDataRole.UserRole)
    assert isinstance(second, Example)
    QTest.keyClick(examples, Qt.Key.Key_Return)
    assert said == [(second.text, second.family)]
    assert control.line.text() == second.text
    assert not examples.isVisible()


def test_an_example_is_picked_by_a_click(control: SequenceInput, said: list[tuple[str, str | None]]) -> None:
    examples = popup(control)
    rows = range(examples.count())
    row = next(row for row in rows if examples.item(row).data(Qt.ItemDataRole.UserRole) == EXAMPLES[1])
    examples.scrollToItem(examples.item(row))
    middle = examples.visualItemRect(examples.item(row)).center()
    QTest.mouseClick(examples.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle))
    assert said == [(STORIES["zh"].text, STORIES["zh"].family)]


def test_escape_closes_the_examples_and_changes_nothing(
    control: SequenceInput, said: list[tuple[str, str | None]]
) -> None:
    examples = popup(control)
    QTest.keyClick(examples, Qt.Key.Key_Escape)
    assert not examples.isVisible()
    assert said == []
    assert control.line.text() == "the text of the scene"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_F, Qt.Key.Key_Space])
def test_keys_of_the_window_stay_in_the_open_list(control: SequenceInput, key: Qt.Key) -> None:
    examples = popup(control)
    override = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
    override.ignore()
    QApplication.sendEvent(examples, override)
    assert override.isAccepted()
    examples.close()


def test_the_examples_are_a_dozen_in_two_languages_with_the_stories_first() -> None:
    assert len(EXAMPLES) >= 12
    assert [example.text for example in EXAMPLES[:2]] == [STORIES["en"].text, STORIES["zh"].text]
    assert len({example.text for example in EXAMPLES}) == len(EXAMPLES)
    assert len({(example.title, example.language) for example in EXAMPLES}) == len(EXAMPLES)
    for example in EXAMPLES:
        assert language_of(example.text) == example.language
        assert example.family is None or example.family.endswith(f"-{example.language}")


@pytest.mark.parametrize(("language", "other"), [("en", "zh"), ("zh", "en")])
def test_the_examples_of_the_reader_s_language_come_first(
    control: SequenceInput, language: str, other: str
) -> None:
    use_language(language)
    try:
        examples = popup(control)
        listed = [examples.item(row).data(Qt.ItemDataRole.UserRole) for row in range(examples.count())]
        found = [example.language for example in listed if example]
        assert found == sorted(found, key=[language, other].index)
        current = examples.currentItem().data(Qt.ItemDataRole.UserRole)
        assert current.text == STORIES[language].text
        examples.close()
    finally:
        use_language("en")


def test_the_line_is_a_plain_line_of_qt(control: SequenceInput) -> None:
    """No completer rewrites what is typed, and nothing but the length is limited."""
    assert isinstance(control.line, QLineEdit)
    assert control.line.completer() is None
    assert control.line.validator() is None
