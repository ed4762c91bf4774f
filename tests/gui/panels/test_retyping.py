"""A word is retyped in its place: a double click opens a line there, Enter takes it, Escape leaves it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.drawing.theme import DARK
from gui.panels.token_strip.panel import TokenStrip
from gui.panels.token_strip.word_editor import WordEditor
from gui.scene import Before, Moment, Run, Scene

MIDDLE = 8


@pytest.fixture
def strip(qtbot: QtBot, scene: Scene) -> TokenStrip:
    made = TokenStrip()
    qtbot.addWidget(made)
    made.resize(680, 206)
    made.draw(scene, Moment(2, 6))
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    made.wishes = []
    made.seek_requested.connect(lambda moment: setattr(made, "at", moment.token))
    made.command_requested.connect(lambda command: made.retype(made.at) if command == "retype_word" else None)
    made.word_retyped.connect(lambda token, written: made.wishes.append((token, written)))
    return made


def place_of(strip: TokenStrip, token: int) -> QPointF:
    return strip._seen(strip.scene, strip.moment).place(token).center() * strip._zoom


def double_click(strip: TokenStrip, token: int) -> WordEditor | None:
    place = place_of(strip, token).toPoint()
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=place)
    return editor_of(strip)


def editor_of(strip: TokenStrip) -> WordEditor | None:
    shown = [each for each in strip.findChildren(WordEditor) if each.isVisible()]
    return shown[0] if shown else None


def type_in(editor: WordEditor, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, key)


@pytest.mark.parametrize("zoom", [0.9, 1.0, 1.7])
def test_the_line_stands_over_its_word_and_what_is_typed_replaces_it(strip, scene, zoom):
    strip.set_zoom(zoom)
    editor = double_click(strip, MIDDLE)
    assert editor.hasFocus()
    assert editor.text() == editor.selectedText() == scene.trace.tokens[MIDDLE]
    assert editor.geometry().contains(place_of(strip, MIDDLE).toPoint())
    type_in(editor, "badly")
    assert strip.wishes == [(MIDDLE, "badly")]
    assert editor_of(strip) is None


def test_it_grows_with_what_is_typed_and_stays_on_the_card(strip, scene):
    for token in (0, MIDDLE, scene.length - 1):
        editor = double_click(strip, token)
        QTest.keyClicks(editor, "very long words indeed, " * 8)
        assert strip.rect().contains(editor.geometry())
        QTest.keyClick(editor, Qt.Key.Key_Escape)


@pytest.mark.parametrize("way", ["escape", "unchanged", "elsewhere", "another text", "theme"])
def test_nothing_is_wished_where_it_is_left(strip, scene, qtbot, way):
    editor = double_click(strip, MIDDLE)
    if way == "escape":
        type_in(editor, "badly", Qt.Key.Key_Escape)
    elif way == "unchanged":
        QTest.keyClick(editor, Qt.Key.Key_Return)
    else:
        QTest.keyClicks(editor, "badly")
    if way == "elsewhere":
        strip.setFocus(Qt.FocusReason.MouseFocusReason)
    elif way == "another text":
        tokens = tuple(reversed(scene.trace.tokens))
        runs = {
            cell: replace(run, trace=replace(run.trace, tokens=tokens)) for cell, run in scene.runs.items()
        }
        strip.draw(replace(scene, runs=runs), Moment(2, 6))
    elif way == "theme":
        strip.set_theme(DARK)
    assert editor_of(strip) is None
    assert strip.wishes == []


def test_it_goes_with_its_word_while_the_reader_moves(strip, scene):
    editor = double_click(strip, MIDDLE)
    QTest.keyClicks(editor, "ba")
    strip.draw(scene, Moment(4, 6))
    strip.resize(500, 206)
    assert editor_of(strip) is editor
    assert editor.geometry().contains(place_of(strip, MIDDLE).toPoint())
    assert editor.text() == "ba"


def test_nothing_leaves_the_word_out(strip):
    editor = double_click(strip, MIDDLE)
    type_in(editor, "\b")
    assert strip.wishes == [(MIDDLE, "")]


def test_beside_the_words_a_double_click_is_a_second_click(strip):
    QTest.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=strip.rect().bottomRight() / 2 * 1.9)
    assert editor_of(strip) is None


def retyped(scene: Scene, tokens: tuple[str, ...], places: tuple[int, ...]) -> Scene:
    def again(run: Run) -> Run:
        rows = [max(place, 0) for place in places]
        arrays = {key: array[rows] for key, array in run.trace.arrays.items()}
        known = run.trace.known[rows]
        return Run(replace(run.trace, tokens=tokens, known=known, arrays=arrays))

    runs = {cell: again(run) for cell, run in scene.runs.items()}
    return replace(scene, runs=runs, before=Before(scene.runs, places, "before"), text="now")


def chip_of(strip: TokenStrip) -> QPointF | None:
    """The middle of the place that a click takes the words back at."""
    for y in range(0, strip.height(), 4):
        for x in range(0, strip.width(), 4):
            hit = strip.hit_at(QPointF(x, y))
            if hit is not None and hit.command == "take_words_back":
                return QPointF(x + 6, y + 4)
    return None


def test_what_was_retyped_is_said_and_a_click_takes_it_back(strip, scene, qtbot):
    assert chip_of(strip) is None
    tokens = scene.trace.tokens
    shown = retyped(scene, (*tokens[:2], "That", *tokens[3:]), tuple(range(len(tokens))))
    strip.draw(shown, Moment(2, 6))
    place = chip_of(strip)
    hit = strip.hit_at(place)
    assert hit.tip == "word 3 was “This”\nClick: take the retyped words back"
    assert "word 3 was “This”" in strip.hit_at(place_of(strip, 2)).tip
    assert "was" not in strip.hit_at(place_of(strip, 3)).tip
    assert "; word 3 was “This”; " in strip.summary(shown, Moment(2, 6))
    with qtbot.waitSignal(strip.command_requested) as heard:
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert heard.args == ["take_words_back"]
    shown = retyped(scene, ("Fine", *tokens[1:4], *tokens[5:]), (*range(4), *range(5, len(tokens))))
    strip.draw(shown, Moment(2, 6))
    assert strip.hit_at(chip_of(strip)).tip.splitlines()[:2] == ["word 1 was “Amazing”", "“of” is left out"]
