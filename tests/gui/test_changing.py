"""Undo and redo in the window: menu, keys, and everything that shows what was changed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QLineEdit

from gui.app import App, build
from gui.dialogs.command_palette import CommandPalette
from gui.language import use_language
from gui.panels.token_strip.word_editor import WordEditor
from gui.scene import Run, Scene

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def app(qtbot, tmp_path: Path, monkeypatch) -> Iterator[App]:
    """The window, whose engine takes every request and answers when `come` is called."""
    made = build(tmp_path / "preferences.json")
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitExposed(made.window)
    monkeypatch.setattr(made.client, "submit", lambda request: 1)
    yield made
    made.close()
    use_language("en")


def come(app: App, scene: Scene, **provenance: object) -> None:
    """The readings of this scene are those that were asked for."""
    for index, run in enumerate(scene.runs.values()):
        trace = replace(run.trace, provenance=replace(run.trace.provenance, **provenance))
        app.client.produced.emit(1, index, trace)
    app.client.finished.emit(1)
    app.application.processEvents()


def undo(app: App) -> None:
    QTest.keyClick(app.window, Qt.Key.Key_Z, CONTROL)
    app.application.processEvents()


def redo(app: App) -> None:
    QTest.keyClick(app.window, Qt.Key.Key_Z, CONTROL | SHIFT)
    app.application.processEvents()


def named(app: App, command: str) -> tuple[str, bool]:
    action = app.window.actions_by_id[command]
    return action.text(), action.isEnabled()


def test_the_menu_says_what_would_be_undone(app):
    assert named(app, "undo") == ("Undo", False)
    assert named(app, "redo") == ("Redo", False)
    app.window.run_command("cell_gru")
    assert named(app, "undo") == ("Undo: cell", True)
    app.settings.change(language="zh")
    app.application.processEvents()
    assert named(app, "undo") == ("撤销：循环单元", True)
    app.settings.change(language="en")
    app.application.processEvents()
    undo(app)
    assert app.session.scene.view.cell == "lstm"
    assert named(app, "undo") == ("Undo", False)
    assert named(app, "redo") == ("Redo: cell", True)
    assert app.window.status.message.text() == "Undone: cell"
    redo(app)
    assert app.session.scene.view.cell == "gru"


def test_the_palette_says_it_too(app):
    app.window.run_command("cell_gru")
    palette = CommandPalette(app.window.actions_by_id, app.window)
    palette.search.setText("undo")
    assert palette.list.item(0).text() == "Undo: cell"
    palette.deleteLater()


def test_everything_shows_the_text_that_is_back(app, scene):
    top, before = app.window.top_bar, app.session.scene
    app.player.seek_token(5)
    app.application.processEvents()
    app.session.read("Amazing! This box of cereal.")
    come(app, scene)
    assert app.player.moment.token == 0
    assert top.sequence_input.line.text() == "Amazing! This box of cereal."
    undo(app)
    assert app.session.scene.trace is before.trace
    assert top.sequence_input.line.text() == before.text
    assert app.player.moment.token == 5, "where he was in it"
    strip = app.window.board.panels["token_strip"]
    assert (strip.scene.trace, strip.moment) == (before.trace, app.player.moment)


def test_everything_shows_the_networks_that_are_back(app, scene):
    app.window.run_command("page_laboratory")
    bar, top = app.window.board.page_bar.laboratory_bar, app.window.top_bar
    app.window.networks.make_like({"start": "orthogonal", "seed": 7, "hidden_size": 16})
    come(app, scene, trained=False, weights_sha256="7" * 64)
    made = bar.seed.value(), top.special.text(), top.training._segments["untrained"].isChecked()
    assert made == (7, "3 settings", True)
    undo(app)
    assert app.session.choice.trained
    assert bar.seed.value() == 0
    assert not top.special.isVisibleTo(top)
    assert top.training._segments["trained"].isChecked()
    assert app.window.actions_by_id["trained"].isChecked()
    redo(app)
    assert made == (bar.seed.value(), top.special.text(), top.training._segments["untrained"].isChecked())


def test_a_text_that_is_not_read_yet_is_taken_back_from_the_line(app):
    line = app.window.top_bar.sequence_input.line
    text = app.session.scene.text
    app.window.run_command("edit_text")
    QTest.keyClicks(line, "Fine.")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert named(app, "undo") == ("Undo: text", True)
    undo(app)
    assert line.text() == text
    assert not app.session.waits
    assert named(app, "undo") == ("Undo", False)


@pytest.mark.parametrize("line", ["the text", "a number"])
def test_while_one_types_undo_is_the_line_s_own(app, line):
    app.window.run_command("cell_gru")
    if line == "the text":
        app.window.run_command("edit_text")
        field = app.window.focusWidget()
    else:
        app.window.run_command("page_laboratory")
        field = app.window.board.page_bar.laboratory_bar.seed.findChild(QLineEdit)
        field.setFocus()
        field.selectAll()
    QTest.keyClicks(field, "12")
    assert field.text() == "12"
    QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert field.text() != "12"
    assert app.session.scene.view.cell == "gru"
    field.clearFocus()
    undo(app)
    assert app.session.scene.view.cell == "lstm"


def test_what_the_engine_refused_is_not_a_step(app):
    app.session.read("Fine.")
    app.client.failed.emit(1, "empty_text", {})
    app.application.processEvents()
    assert app.window.banner.sentence
    assert named(app, "undo") == ("Undo", False)
    app.window.run_command("cell_gru")
    undo(app)
    assert not app.window.banner.sentence


def test_a_page_is_not_turned(app):
    app.window.run_command("page_memory")
    app.window.run_command("ink_plain")
    app.window.run_command("page_backward")
    app.application.processEvents()
    moment = app.player.moment
    undo(app)
    assert app.window.board.page == "backward"
    assert app.player.moment == moment
    assert app.session.scene.view.word_ink.value == "share"


def with_word(app: App, token: int, written: str) -> Scene:
    """What the networks would read where this word is written otherwise; their numbers stay."""
    scene = app.session.scene
    tokens = (*scene.trace.tokens[:token], written, *scene.trace.tokens[token + 1 :])
    runs = {cell: Run(replace(run.trace, tokens=tokens)) for cell, run in scene.runs.items()}
    return replace(scene, runs=runs)


def editor(app: App) -> QLineEdit | None:
    found = app.window.board.panels["token_strip"].findChildren(WordEditor)
    return next((each for each in found if each.isVisible()), None)


def test_by_keys_alone_a_word_is_retyped_and_comes_back(app):
    before = app.session.scene
    app.player.seek_token(9)
    app.application.processEvents()
    QTest.keyClick(app.window, Qt.Key.Key_F2)
    line = editor(app)
    QTest.keyClicks(line, "no 1")
    QTest.keyClick(line, Qt.Key.Key_Home)
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert (line.text(), app.player.moment.token, app.player.playing) == ("no 1", 9, False)
    assert (app.session.scene.view, app.window.board.page) == (before.view, "step")
    QTest.keyClick(line, Qt.Key.Key_Return)
    come(app, with_word(app, 9, "no"))
    text = before.text.replace("perfectly", "no 1")
    assert app.window.top_bar.sequence_input.line.text() == text
    assert app.player.moment.token == 9
    assert named(app, "undo") == ("Undo: retyped word", True)
    assert named(app, "take_words_back")[1]
    app.player.step_tokens(3)
    undo(app)
    assert app.session.scene.trace is before.trace
    assert app.session.scene.before is None
    assert app.window.top_bar.sequence_input.line.text() == before.text
    assert app.player.moment.token == 12, "he stays where he compares them"
    assert not named(app, "take_words_back")[1]
    redo(app)
    assert app.session.scene.text == text
    assert app.player.moment.token == 12
    assert app.session.scene.untouched.trace is before.trace


def test_the_line_s_undo_is_its_own(app):
    app.window.run_command("cell_gru")
    QTest.keyClick(app.window, Qt.Key.Key_F2)
    QTest.keyClicks(editor(app), "x")
    QTest.keyClick(editor(app), Qt.Key.Key_Z, CONTROL)
    assert editor(app).text() == app.session.scene.trace.tokens[0]
    assert app.session.scene.view.cell == "gru"
    QTest.keyClick(editor(app), Qt.Key.Key_Escape)
    assert editor(app) is None
    assert app.window.focusWidget() is app.window, "keys are commands again"


def test_a_double_click_goes_to_the_word_and_opens_the_line(app):
    strip = app.window.board.panels["token_strip"]
    place = (strip._seen(strip.scene, strip.moment).place(9).center() * strip._zoom).toPoint()
    app.player.play()
    QTest.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=place)
    app.application.processEvents()
    assert editor(app).text() == "perfectly"
    assert (app.player.moment.token, app.player.playing) == (9, False)
    QTest.keyClicks(editor(app), "badly")
    QTest.keyClick(editor(app), Qt.Key.Key_Return)
    assert app.session.latest_text[0] == app.session.scene.text.replace("perfectly", "badly")


def test_where_the_words_are_not_in_sight_a_question_is_asked(app, monkeypatch):
    asked = []

    def answer(_parent, _title, question, text):
        asked.append((question, text))
        return "badly", True

    monkeypatch.setattr(QInputDialog, "getText", answer)
    app.player.seek_token(9)
    app.window.run_command("enlarge_gate_bars")
    app.window.run_command("retype_word")
    assert asked == [("Another word in the place of “perfectly”", "perfectly")]
    assert "badly" in app.session.latest_text[0]
    app.window.run_command("enlarge_token_strip")
    app.window.run_command("retype_word")
    assert len(asked) == 1
    assert app.window.board.enlarged.findChildren(WordEditor)


def test_runs_are_shared_and_not_copied(app):
    runs = dict(app.session.scene.runs)
    app.window.run_command("next_unit")
    undo(app)
    assert all(isinstance(run, Run) and run is runs[cell] for cell, run in app.session.scene.runs.items())


def test_words_are_marked_by_keys_and_escape_unmarks_them(app):
    def marked() -> range | None:
        app.application.processEvents()
        return app.session.scene.marked

    length = app.session.scene.length
    app.player.seek_token(3)
    QTest.keyClick(app.window, Qt.Key.Key_BracketLeft)
    assert marked() == range(3, length)
    app.player.seek_token(5)
    QTest.keyClick(app.window, Qt.Key.Key_BracketRight)
    assert marked() == range(3, 6)
    app.player.seek_token(7)
    QTest.keyClick(app.window, Qt.Key.Key_BracketLeft)
    assert marked() == range(7, 8)
    app.player.seek_token(1)
    QTest.keyClick(app.window, Qt.Key.Key_BracketRight)
    assert marked() == range(1, 2)
    QTest.keyClick(app.window, Qt.Key.Key_A, CONTROL)
    assert marked() == range(length)
    assert not named(app, "mark_all")[1]
    app.session.cancel()
    QTest.keyClick(app.window, Qt.Key.Key_Escape)
    assert marked() is None
    assert not named(app, "undo")[1], "a mark is a place, and no change"


def test_another_text_has_no_marks(app, scene):
    app.session.look(marked=(2, 4))
    tokens = app.session.scene.trace.tokens
    app.session.read("Not bad at all.")
    come(app, scene)
    assert app.session.scene.trace.tokens != tokens
    assert app.session.scene.marked is None
