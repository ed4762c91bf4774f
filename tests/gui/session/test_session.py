"""The session: what the reader asks for becomes a scene, and what fails leaves the scene as it was."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal

from engine.analysis.state_sizes import state_sizes
from engine.data.tokenizer import UNKNOWN, Tokenizer
from engine.messages import Note
from engine.process.requests import (
    AttributionRequest,
    DistanceRequest,
    ForgetRequest,
    GradientRequest,
    JacobianRequest,
    LeaveOneOutRequest,
    MemoryFlowRequest,
    RunRequest,
    Untrained,
)
from engine.questions import FORGETTING, GRADIENT, JACOBIANS, PATHS, QUESTIONS
from engine.record.distances import Distances
from engine.stories import OWN_TEXTS
from gui.language import language_of
from gui.scene import Direction, Moment, Run, Scene
from gui.session.choice import Choice
from gui.session.chosen_units import default_unit
from gui.session.session import Session
from gui.session.wanted import Wanted, megabytes_of_all_rows, next_wanted
from gui.view import RATES, View, WeightChoice, WordChange, WordInk


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
    made.follower.needs = lambda: ("gradient",)
    made.open(replace(scene, text="A story in English."))
    right, moments = made.follow, []

    def follow(shown: Scene, moment: Moment) -> None:
        """As the player does, who owns the moment."""
        moments[:] = [moment]
        right(shown, moment)

    made.follow = follow
    made.follower.where = lambda: moments[0] if moments else None
    return made


def limit(monkeypatch: pytest.MonkeyPatch, **limits: int) -> None:
    """Other limits for all kinds of records."""
    changed = tuple(replace(question, **limits) for question in QUESTIONS)
    monkeypatch.setattr("gui.session.wanted.QUESTIONS", changed)


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


def test_long_memory_brings_a_text_that_shows_it(session, engine, scene):
    """And gives the story back; what the reader typed stays, as long as its language is known."""
    session.read(OWN_TEXTS["reviews-en"])
    session.choose(lambda choice: replace(choice, family="memory-en"))
    assert engine.asked[-1].text == OWN_TEXTS["memory-en"] != OWN_TEXTS["reviews-en"]
    session.choose(lambda choice: replace(choice, family="memory-zh"))
    assert engine.asked[-1].text == OWN_TEXTS["memory-zh"]
    session.choose(lambda choice: replace(choice, trained=False))
    assert engine.asked[-1].text == OWN_TEXTS["memory-zh"]
    session.choose(lambda choice: replace(choice, family="reviews-zh"))
    assert engine.asked[-1].text == OWN_TEXTS["reviews-zh"]
    session.read("味道很好")
    session.choose(lambda choice: replace(choice, family="memory-zh"))
    assert engine.asked[-1].text == "味道很好"
    session.choose(lambda choice: replace(choice, family="memory-en"))
    assert engine.asked[-1].text == OWN_TEXTS["memory-en"]


def test_untrained_networks_take_the_family_s_vocabulary(session, engine):
    session.choose(lambda choice: replace(choice, trained=False, hidden_size=8, seed=3))
    assert engine.asked[-1].models[1] == Untrained("lstm", 8, 1, 3, "reviews-en-lstm")


def test_place_and_view_survive_another_text(session, engine, scene):
    session.show_cell("gru")
    session.select_unit(2)
    session.look(order_by_value=True)
    session.read("Very good.")
    engine.answer(scene, 1)
    view = session.scene.view
    assert (view.cell, view.unit, view.order_by_value) == ("gru", 2, True)


def test_a_unit_stays_chosen_in_its_network_and_others_show_the_one_that_leads(session, engine, scene):
    def leading() -> int:
        return session.scene.trace.provenance.unit

    assert {run.trace.provenance.unit for run in scene.runs.values()} != {None}
    session.show_cell("gru")
    assert session.scene.view.unit == leading()
    chosen = (leading() + 1) % scene.trace.hidden_size
    session.select_unit(chosen)
    session.show_cell("lstm")
    assert session.scene.view.unit == leading()
    session.show_cell("gru")
    assert session.scene.view.unit == chosen, "chosen once, it is found again"
    other = with_provenance(scene, weights_sha256="f" * 64)
    session.choose(lambda choice: replace(choice, trained=False))
    engine.answer(other, 1)
    assert session.scene.view.unit == leading(), "what was chosen in another network says nothing here"
    session.choose(lambda choice: replace(choice, trained=True))
    engine.answer(scene, 2)
    assert session.scene.view.unit == chosen
    unit = (session.scene.runs["lstm"].trace.provenance.unit + 2) % scene.trace.hidden_size
    session.show_cell("lstm")
    session.read("Another text.")
    engine.answer(with_provenance(scene, unit=unit), 3)
    assert session.scene.view.unit == unit, "where none was chosen, the one that leads in the new text"


def test_without_a_word_of_the_engine_the_unit_that_moves_most_leads(scene):
    h = scene.trace["h_l0"]
    moved = np.abs(np.diff(h, axis=0, prepend=0)).sum(axis=0)
    silent = with_provenance(scene, unit=None)
    assert default_unit(silent.trace) == int(moved.argmax())
    assert default_unit(scene.trace) == scene.trace.provenance.unit


def test_the_scale_of_a_network_without_a_card_is_that_of_its_first_text(session, engine, scene):
    session.choose(lambda choice: replace(choice, trained=False))
    engine.answer(scene, 1)
    weights = scene.trace.provenance.weights_sha256
    first = session.scene.state_sizes[weights]
    assert first == state_sizes([scene.trace])
    larger = {key: array * 3 for key, array in scene.trace.arrays.items()}
    session.read("Another text.")
    engine.answer(replace(scene, runs={"lstm": Run(replace(scene.trace, arrays=larger))} | {
        cell: run for cell, run in scene.runs.items() if cell != "lstm"
    }), 2)  # fmt: skip
    assert session.scene.state_sizes[weights] == first
    session.choose(lambda choice: replace(choice, trained=True))
    told = with_provenance(scene, weights_sha256="e" * 64, state_sizes=(("h_l0", 0.5),))
    engine.answer(told, 3)
    assert "e" * 64 not in session.scene.state_sizes, "its card says it"


def with_provenance(scene: Scene, **changes: object) -> Scene:
    """The scene as other networks would have read it."""
    runs = {
        cell: replace(run, trace=replace(run.trace, provenance=replace(run.trace.provenance, **changes)))
        for cell, run in scene.runs.items()
    }
    return replace(scene, runs=runs)


def test_another_text_shows_all_its_words_and_another_reading_of_this_one_the_same(session, engine, scene):
    session.show_range(range(3, 11))
    session.choose(lambda choice: replace(choice, trained=False, hidden_size=8, seed=3))
    engine.answer(scene, 1)
    assert session.scene.shown == range(3, 11), "other networks, the same words"
    session.read("Very good.")
    runs = {
        cell: replace(run, trace=replace(run.trace, tokens=tuple(reversed(run.trace.tokens))))
        for cell, run in scene.runs.items()
    }
    engine.answer(replace(scene, runs=runs), 2)
    assert session.scene.view.range is None


def test_the_chosen_weight_survives_another_text(session, engine, scene):
    session.choose_weight(WeightChoice("weight_ih", "o", 2))
    session.look(rate=RATES[2])
    session.look(target=False)
    session.read("Very good.")
    engine.answer(scene, 1)
    assert session.scene.view.weight == WeightChoice("weight_ih", "o", 2)
    assert (session.scene.view.rate, session.scene.view.target) == (1.0, False)


def test_units_go_round(session, scene):
    session.select_unit(scene.trace.hidden_size)
    assert session.scene.view.unit == 0
    session.select_unit(-1)
    assert session.scene.view.unit == scene.trace.hidden_size - 1


def test_a_missing_gradient_row_is_asked_for_where_the_reader_rests(
    session, engine, scene, qtbot, monkeypatch
):
    limit(monkeypatch, whole_tokens=0)  # as if it were a long text
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


def bare(scene: Scene, **changes: object) -> Scene:
    """The scene with traces alone, looked at in another way."""
    runs = {cell: Run(run.trace) for cell, run in scene.runs.items()}
    return replace(scene.seen(**changes), runs=runs, text="A story.")


def test_what_the_panels_need_is_asked_for_one_after_the_other(session, engine, scene, qtbot):
    session.follower.needs = lambda: {"memory", "gradient", "forgetting"}
    session.open(bare(scene, tested=WordChange(4)))
    session.follow(session.scene, Moment(3, 6))
    answers = {"memory": "memory", "gradient": "gradient", "forgetting": "forgetting"}
    kinds = []
    for ticket, field in enumerate(answers, start=1):
        qtbot.waitUntil(lambda ticket=ticket: len(engine.asked) == ticket)
        kinds.append(type(engine.asked[-1]))
        for index, cell in enumerate(scene.runs):
            record = getattr(scene.runs[cell], field)
            if record is not None:
                engine.produced.emit(ticket, index, record)
        engine.finished.emit(ticket)
    assert kinds == [MemoryFlowRequest, GradientRequest, ForgetRequest]
    assert engine.asked[0].models == ("reviews-en-lstm", "reviews-en-gru"), "an RNN has no ledger"
    assert all(run.forgetting is not None for run in session.scene.runs.values())
    qtbot.wait(100)
    assert len(engine.asked) == 3, "nothing is asked for twice"


def test_explanations_are_asked_for_of_every_cell_or_of_the_shown_one(session, engine, scene, qtbot):
    session.follower.needs = lambda: {"leave_one_out", "attribution"}
    session.open(bare(scene))
    session.follow(session.scene, Moment(scene.length - 1, 6))
    qtbot.waitUntil(lambda: len(engine.asked) == 1)
    every = session.choice.models()
    assert engine.asked == [LeaveOneOutRequest(every, "A story.")], "all words in turn, of all cells"
    for index, run in enumerate(scene.runs.values()):
        engine.produced.emit(1, index, run.leave_one_out)
    engine.finished.emit(1)
    qtbot.waitUntil(lambda: len(engine.asked) == 2)
    assert engine.asked[1] == AttributionRequest(("reviews-en-lstm",), "A story.", scene.length - 1)
    engine.produced.emit(2, 0, scene.run.attribution)
    engine.finished.emit(2)
    assert session.scene.run.attribution is scene.run.attribution
    assert all(run.leave_one_out is not None for run in session.scene.runs.values())
    session.follow(session.scene, Moment(3, 6))
    qtbot.waitUntil(lambda: len(engine.asked) == 3)
    assert engine.asked[2] == AttributionRequest(("reviews-en-lstm",), "A story.", 3)


def test_of_a_long_text_the_word_under_test_is_left_out_wherever_the_reader_is(scene, monkeypatch):
    limit(monkeypatch, whole_tokens=scene.length - 1)
    missing = next_wanted(bare(scene, tested=WordChange(4)), Moment(7, 6), {"leave_one_out"})
    assert (missing.record, missing.particulars) == ("leave_one_out", {"at": 4})
    known = replace(scene.run.leave_one_out, left_out=np.array([4]), arrays=one_left_out(scene, 4))
    one = replace(bare(scene, tested=WordChange(4)), runs={"lstm": replace(scene.run, leave_one_out=known)})
    for token in (3, 7):
        assert next_wanted(one, Moment(token, 6), {"leave_one_out"}) is None, "one record holds every τ"
    other = one.seen(tested=WordChange(5))
    assert next_wanted(other, Moment(7, 6), {"leave_one_out"}).particulars == {"at": 5}


def test_mid_step_the_explanation_of_the_word_before_is_wanted(scene):
    assert next_wanted(bare(scene), Moment(5, 1), {"attribution"}).particulars == {"at": 4}
    assert next_wanted(bare(scene), scene.complete(5), {"attribution"}).particulars == {"at": 5}
    assert next_wanted(bare(scene), Moment(0, 1), {"attribution"}).particulars == {"at": 0}


def one_left_out(scene: Scene, token: int) -> dict[str, np.ndarray]:
    """The numbers of a record in which this token alone was left out."""
    return {key: array[:, [token]] for key, array in scene.run.leave_one_out.arrays.items()}


def test_what_was_refused_is_said_and_not_asked_for_again(session, engine, scene, qtbot):
    session.follower.needs = lambda: {"jacobians"}
    session.open(bare(scene))
    session.follow(session.scene, Moment(3, 6))
    qtbot.waitUntil(lambda: bool(engine.asked))
    refused: list[str] = []
    session.failed.connect(refused.append)
    with qtbot.waitSignal(session.warned) as heard:
        engine.failed.emit(1, "no_such_token", {"token": 3, "last": 2})
    assert "3" in session.scene.refusals["jacobians"]
    assert heard.args == [session.scene.refusals["jacobians"]]
    assert refused == [], "the reader has asked for nothing"
    session.follow(session.scene, Moment(4, 6))
    qtbot.wait(100)
    assert len(engine.asked) == 1


def test_another_word_is_another_test(session, engine, scene, qtbot):
    session.follower.needs = lambda: {"forgetting"}
    session.open(replace(scene, text="A story.", refusals={"forgetting": "no"}))
    session.test_word(WordChange(2, "awful"))
    assert session.scene.refusals == {}
    session.follow(session.scene, Moment(3, 6))
    qtbot.waitUntil(lambda: bool(engine.asked))
    assert engine.asked[-1] == ForgetRequest(session.choice.models(), "A story.", 2, word="awful")
    with qtbot.waitSignal(session.failed):
        engine.failed.emit(1, "empty_text", {})


def test_a_test_of_the_same_token_with_another_word_is_missing(scene):
    known = scene.run.forgetting
    assert known is not None
    asked = scene.seen(tested=WordChange(known.at, known.word))
    assert next_wanted(asked, Moment(3, 6), {"forgetting"}) is None
    for change in (WordChange(known.at, "awful"), WordChange(known.at + 1, known.word)):
        missing = next_wanted(scene.seen(tested=change), Moment(3, 6), {"forgetting"})
        particulars = {"at": change.token, "word": change.word}
        assert missing == Wanted(FORGETTING, tuple(scene.runs), particulars)


def test_a_long_text_is_asked_for_by_the_row(scene, monkeypatch):
    assert next_wanted(scene, Moment(3, 6), {"memory"}) is None, "all is known"
    assert next_wanted(bare(scene), Moment(3, 6), {"memory"}).particulars == {"at": None}
    limit(monkeypatch, whole_tokens=scene.length - 1)
    assert next_wanted(bare(scene), Moment(3, 6), {"memory"}).particulars == {"at": 3}
    at = Wanted(JACOBIANS, ("lstm",), {"at": 3})
    assert at.request(("m",), "text", "cpu") == JacobianRequest(("m",), "text", 3, "cpu")


def test_in_the_backward_pass_everything_is_seen_from_its_start(scene):
    missing = bare(scene, origin=7)
    moment = Moment(2, 0, direction=Direction.BACKWARD)
    assert next_wanted(missing, moment, {"paths"}) == Wanted(PATHS, ("lstm",), {"at": 7})
    assert next_wanted(scene.seen(origin=7), moment, {"paths"}).particulars == {"at": 7}, (
        "that of the last word will not do"
    )
    assert next_wanted(scene.seen(origin=12), moment, {"paths"}) is None


def test_a_word_of_ink_and_of_the_ledger_changes_the_scene(session):
    session.look(word_ink=WordInk.HELD)
    session.look(whole_ledger=True)
    session.start_backward_at(5)
    assert (session.scene.view.word_ink, session.scene.view.whole_ledger, session.scene.first_of_pass) == (
        WordInk.HELD,
        True,
        5,
    )
    session.start_backward_at(10_000)
    assert session.scene.first_of_pass == 5


def test_the_reader_s_text_is_repeated_to_any_length_and_comes_back(session, engine):
    session.read("Very good, very cheap!")
    session.read_length(100)
    words = Tokenizer("words", (UNKNOWN,)).cut(engine.asked[-1].text)
    assert len(words) == 100
    assert words[:7] == ("Very", "good", ",", "very", "cheap", "!", "Very")
    session.read_length(2)
    assert engine.asked[-1].text == "Very good"
    session.read_length(0)
    assert engine.asked[-1].text == "Very good, very cheap!"


def test_what_was_cancelled_is_not_the_text_any_more(session, engine):
    session.read("Another text.")
    session.cancel()
    session.read_length(3)
    assert engine.asked[-1].text == "A story in"


def test_a_cut_text_stays_as_the_reader_gave_it(session, engine, scene):
    session.read("Very good, very cheap!")
    session.read_length(2)
    engine.answer(scene, 2)
    assert (session.scene.text, session.scene.words) == ("Very good, very cheap!", 2)
    session.choose(lambda choice: replace(choice, trained=False))
    assert engine.asked[-1].text == "Very good", "other networks read as many words"
    session.read("Something else.")
    assert engine.asked[-1].text == "Something else.", "another text is read whole"


def test_the_other_start_is_another_family_for_the_cells_with_gates():
    choice = Choice("reviews-en", remembering=False)
    assert choice.models() == ("reviews-en-rnn", "reviews-en-default-lstm", "reviews-en-default-gru")
    assert Choice("reviews-en").models(("gru",)) == ("reviews-en-gru",)
    made = Choice("reviews-en", trained=False, start="orthogonal", scale=0.9, keep_bias=5.0).models()
    assert [source.keep_bias for source in made] == [None, 5.0, 5.0], "an RNN has no gate that keeps"
    assert {(source.start, source.scale) for source in made} == {("orthogonal", 0.9)}


def test_the_need_of_a_long_text_is_said_before_it_is_taken(session, engine, scene, qtbot, monkeypatch):
    monkeypatch.setattr("gui.session.session.GRADIENT", replace(GRADIENT, whole_tokens=3))
    session.read("Very good.")
    with qtbot.waitSignal(session.noticed) as heard:
        engine.answer(scene, 1)
    assert "13 words" in heard.args[0]
    assert megabytes_of_all_rows(scene.runs) == 0
    thousand = {cell: Run(replace_length(run.trace, 1000)) for cell, run in scene.runs.items()}
    assert megabytes_of_all_rows(thousand) == 176  # 11 and 11 numbers of 8 bytes for a million pairs


def distances(scene: Scene, cell: str) -> Distances:
    return Distances(np.array([0, 80]), np.array([0.8, 0.7]), 100, scene.runs[cell].trace.provenance)


def test_distances_are_measured_and_nothing_is_asked_meanwhile(session, engine, scene, qtbot):
    session.follower.needs = lambda: ("gradient",)
    waiting = bare(scene)
    session.open(waiting)
    session.measure_distances()
    assert engine.asked == [DistanceRequest(("reviews-en-rnn", "reviews-en-lstm", "reviews-en-gru"))]
    session.follow(session.scene, Moment(5, 6))
    qtbot.wait(100)
    assert len(engine.asked) == 1, "a newer request would end the measurement"
    said: list[tuple[float, str]] = []
    session.progressed.connect(lambda fraction, text: said.append((fraction, text)))
    engine.progressed.emit(1, 0.2, "measuring_distance", {"model": "reviews-en-rnn", "tokens": 80})
    assert said == [(0.2, "Asking reviews-en-rnn 80 neutral tokens after the opinion")]
    engine.produced.emit(1, 1, distances(scene, "lstm"))
    assert session.scene.measured["lstm"].accuracy.tolist() == [0.8, 0.7]
    engine.finished.emit(1)
    qtbot.waitUntil(lambda: len(engine.asked) == 2, timeout=2000)
    assert isinstance(engine.asked[1], GradientRequest)
    session.read("Very good.")
    engine.answer(scene, 3)
    assert "lstm" in session.scene.measured, "it took time, and says whose it is"


def test_a_measurement_that_ends_early_keeps_the_scene(session, engine, scene, qtbot):
    with qtbot.waitSignal(session.failed) as caught:
        session.measure_distances()
        engine.failed.emit(1, "no_distances", {"model": "mine"})
    assert "mine does not read so" in caught.args[0]
    assert "distances" not in session.scene.refusals
    session.measure_distances()
    session.cancel()
    assert engine.cancelled == 1
    engine.produced.emit(2, 0, distances(scene, "gru"))
    assert session.scene.measured["gru"] is scene.measured["gru"], "it came too late"


def test_the_figures_of_what_ships_are_in_the_scene_once_they_are_read(session, engine, qtbot):
    with qtbot.waitSignal(session.families_listed):
        session.families.read()
    family = session.families.cards["memory-en"]
    qtbot.waitUntil(lambda: len(session.scene.distances) == 3, timeout=2000)
    assert session.scene.distances == tuple(card for card in family.values())


def replace_length(trace, length):
    """A trace of so many tokens, each the first one again."""
    arrays = {key: np.repeat(array[:1], length, axis=0) for key, array in trace.arrays.items()}
    return replace(trace, tokens=trace.tokens[:1] * length, known=np.ones(length, bool), arrays=arrays)


def test_quick_wishes_add_up(session, engine):
    session.read("Another text.")
    session.choose(lambda choice: replace(choice, trained=False, keep_bias=5.0))
    session.choose(lambda choice: replace(choice, hidden_size=64))
    asked = engine.asked[-1]
    assert asked.text == "Another text.", "what was typed a moment ago is not lost"
    assert (asked.models[1].keep_bias, asked.models[1].hidden_size) == (5.0, 64)


def test_a_record_of_other_weights_is_refused_and_not_asked_for_in_a_loop(session, engine, scene, qtbot):
    session.follower.needs = lambda: {"paths"}
    session.open(bare(scene))
    session.follow(session.scene, Moment(12, 6))
    qtbot.waitUntil(lambda: bool(engine.asked))
    paths = scene.run.paths
    engine.produced.emit(1, 0, replace(paths, provenance=replace(paths.provenance, weights_sha256="other")))
    engine.finished.emit(1)
    assert session.scene.run.paths is None
    assert "changed" in session.scene.refusals["paths"]
    qtbot.wait(150)
    assert len(engine.asked) == 1


def test_what_was_cancelled_is_asked_for_again_when_the_reader_moves(session, engine, scene, qtbot):
    session.follower.needs = lambda: {"paths"}
    session.open(bare(scene))
    session.follow(session.scene, Moment(3, 6))
    qtbot.waitUntil(lambda: bool(engine.asked))
    session.cancel()
    assert "paths" in session.scene.refusals
    session.follow(session.scene, Moment(3, 6))
    qtbot.wait(120)
    assert len(engine.asked) == 1, "he does not want it here"
    session.follow(session.scene, Moment(4, 6))
    session.follow(session.scene, Moment(4, 6))  # as the player does for the scene that was shown again
    qtbot.waitUntil(lambda: len(engine.asked) == 2)


def test_after_a_cancelled_reading_the_old_scene_gets_what_it_misses(session, engine, scene, qtbot):
    session.follower.needs = lambda: {"paths"}
    session.open(bare(scene))
    session.follow(session.scene, Moment(3, 6))
    session.read("A long text.")
    session.cancel()
    qtbot.waitUntil(lambda: len(engine.asked) == 2)
    assert engine.asked[-1].text == "A story."


def test_what_waits_for_its_time_goes_on_waiting_however_fast_one_plays(session, engine, scene, qtbot):
    session.follower.needs = lambda: {"paths"}
    session.open(bare(scene, origin=12))
    for token in range(12, 0, -1):
        session.follow(session.scene, Moment(token, 0, direction=Direction.BACKWARD))
        qtbot.wait(15)
    assert engine.asked, "τ stands still, so one rest is enough"


def test_a_text_of_one_word_is_not_emptied_unasked(scene):
    one = replace(scene.seen(tested=None), runs={"lstm": Run(cut_to_one(scene.trace))})
    assert next_wanted(one, Moment(0, 6), {"forgetting"}) is None
    asked = one.seen(tested=WordChange(0, "new"))
    assert next_wanted(asked, Moment(0, 6), {"forgetting"}) == Wanted(
        FORGETTING, ("lstm",), {"at": 0, "word": "new"}
    )


def cut_to_one(trace):
    """Its first token alone."""
    arrays = {key: array[:1] for key, array in trace.arrays.items()}
    return replace(trace, tokens=trace.tokens[:1], known=trace.known[:1], arrays=arrays)


def test_jacobians_of_a_large_network_come_by_the_row(scene, monkeypatch):
    assert next_wanted(bare(scene), Moment(3, 6), {"jacobians"}).particulars == {"at": None}
    limit(monkeypatch, largest_mb=0)
    assert next_wanted(bare(scene), Moment(3, 6), {"jacobians"}).particulars == {"at": 3}


def test_another_cell_may_be_given_what_one_was_refused(scene):
    refused = replace(scene, refusals={"jacobians": "too large"})
    assert refused.with_cell("rnn").refusals == {}


def test_what_was_assumed_of_a_network_is_said_once_when_it_is_new(session, engine, scene, qtbot):
    note = Note.of("tanh_assumed", path="mine.safetensors")
    trace = scene.runs["rnn"].trace
    trace = replace(trace, provenance=replace(trace.provenance, notes=(note,)))
    alone = Scene({"rnn": replace(scene.runs["rnn"], trace=trace)}, View("rnn"))
    session.choose(lambda choice: replace(choice, path="mine.safetensors"))
    heard = []
    session.noticed.connect(heard.append)
    engine.answer(alone, len(engine.asked))
    assert heard == [str(note)]
    session.read("Another text.")
    engine.answer(alone, len(engine.asked))
    assert heard == [str(note)]


def test_white_space_at_the_ends_is_left_to_a_vocabulary_of_the_reader_s_own(session, engine):
    session.read("  Very good. ")
    assert engine.asked[-1].text == "Very good."
    session.choose(lambda choice: replace(choice, path="mine.safetensors"))
    session.read(" Very good. ")
    assert engine.asked[-1].text == " Very good. "
