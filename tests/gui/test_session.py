"""The session: what the reader asks for becomes a scene, and what fails leaves the scene as it was."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Signal

from engine.requests import GradientRequest, RunRequest, Untrained
from gui.choice import Choice
from gui.language import language_of
from gui.scene import Moment, Run, Scene
from gui.session import Session


class FakeEngine(QObject):
    """Remembers what it is asked."""

    produced = Signal(int, int, object)
    progressed = Signal(int, float, str, object)
    failed = Signal(int, str, object)
    finished = Signal(int)
    noticed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[object] = []
        self.cancelled = 0

    def submit(self, request: object) -> int:
        self.asked.append(request)
        return len(self.asked)

    def cancel(self) -> None:
        self.cancelled += 1

    def answer(self, scene: Scene, ticket: int, *, gradients: bool = True) -> None:
        for index, run in enumerate(scene.runs.values()):
            self.produced.emit(ticket, index, run.trace)
        for index, run in enumerate(scene.runs.values()):
            if gradients:
                self.produced.emit(ticket, index, run.gradient)
        self.finished.emit(ticket)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def session(qtbot, engine: FakeEngine, scene: Scene) -> Session:
    made = Session(engine, Choice("reviews-en"))
    made.open(replace(scene, text="A story in English."))
    return made


def test_a_reading_becomes_a_scene(session, engine, scene):
    session.read("Very good.")
    assert engine.asked == [RunRequest(("reviews-en-rnn", "reviews-en-lstm", "reviews-en-gru"), "Very good.")]
    engine.answer(scene, 1)
    assert session.scene.text == "Very good."
    assert list(session.scene.runs) == ["rnn", "lstm", "gru"]
    assert all(run.gradient is not None for run in session.scene.runs.values())
    assert not session.scene.busy


def test_nothing_is_shown_before_all_cells_have_read(session, engine, scene):
    before = session.scene
    session.read("Very good.")
    engine.produced.emit(1, 0, scene.runs["rnn"].trace)
    assert session.scene is before


def test_a_failure_leaves_the_scene_and_says_why(session, engine, qtbot):
    before = session.scene
    session.read("Very good.")
    with qtbot.waitSignal(session.failed) as heard:
        engine.failed.emit(1, "empty_text", {})
    assert session.scene is before
    assert "empty" in heard.args[0]


def test_empty_text_is_one_sentence_and_no_request(session, engine, qtbot):
    with qtbot.waitSignal(session.failed):
        session.read("  \n ")
    assert engine.asked == []


def test_late_answers_to_an_older_reading_are_not_shown(session, engine, scene):
    session.read("First.")
    session.read("Second.")
    before = session.scene
    engine.answer(scene, 1)
    assert session.scene is before
    engine.answer(scene, 2)
    assert session.scene.text == "Second."


def test_chinese_text_is_read_by_a_chinese_network(session, engine, scene):
    session.read("味道很好")
    assert engine.asked[-1].models[0].startswith("reviews-zh")
    assert session.choice.family == "reviews-en"  # until it has been read
    engine.answer(scene, 1)
    assert session.choice.family == "reviews-zh"


def test_a_chinese_family_brings_its_own_story(session, engine):
    session.choose(lambda choice: replace(choice, family="reviews-zh"))
    assert language_of(engine.asked[-1].text) == "zh"


def test_untrained_networks_take_the_family_s_vocabulary(session, engine):
    session.choose(lambda choice: replace(choice, trained=False, hidden_size=8, seed=3))
    assert engine.asked[-1].models[1] == Untrained("lstm", 8, 1, 3, "reviews-en-lstm")


def test_place_and_view_survive_another_text(session, engine, scene):
    session.show_cell("gru")
    session.select_unit(2)
    session.toggle_order()
    session.read("Very good.")
    engine.answer(scene, 1)
    assert (session.scene.cell, session.scene.unit, session.scene.order_by_value) == ("gru", 2, True)


def test_units_go_round(session, scene):
    session.select_unit(scene.trace.hidden_size)
    assert session.scene.unit == 0
    session.select_unit(-1)
    assert session.scene.unit == scene.trace.hidden_size - 1


def test_a_missing_gradient_row_is_asked_for_where_the_reader_rests(session, engine, scene, qtbot):
    runs = {cell: Run(run.trace) for cell, run in scene.runs.items()}
    session.open(replace(scene, runs=runs, text="A long story."))
    for token in (1, 2, 3):
        session.follow(session.scene, Moment(token, 0))
    qtbot.waitUntil(lambda: bool(engine.asked))
    assert engine.asked == [GradientRequest(session.choice.models(), "A long story.", 3)]
    engine.produced.emit(1, 0, scene.runs["rnn"].gradient)
    assert session.scene.runs["rnn"].gradient is scene.runs["rnn"].gradient


def test_a_known_row_is_not_asked_for(session, engine, qtbot):
    session.follow(session.scene, Moment(1, 0))
    qtbot.wait(100)
    assert engine.asked == []


def test_cancel_keeps_the_scene(session, engine, scene):
    before = session.scene
    session.read("Very good.")
    session.cancel()
    assert engine.cancelled == 1
    engine.answer(scene, 1)
    assert session.scene is before


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("good", "en"),
        ("味道很好", "zh"),
        ("iPhone 很好用", "zh"),
        ("123 !?", "en"),
        ("", "en"),
        ("مرحبا", "en"),
    ],
)
def test_language_of_a_text(text, language):
    assert language_of(text) == language
