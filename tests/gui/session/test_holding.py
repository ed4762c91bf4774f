"""What the reader holds: read again for the cells that it is about, with the untouched reading beside it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import pytest

from engine.interventions.holds import intervene
from engine.models.network import Network
from engine.process.requests import ForgetRequest, GradientRequest, Held, RunRequest, Untrained
from engine.questions import GRADIENT, TRACE, asked_by
from engine.record.gradient_flow import GradientFlow
from engine.record.hold import Hold
from engine.record.provenance import BadValue, Provenance
from gui.scene import Moment, Run, Scene
from gui.session.choice import Choice, HeldPart, held_also
from gui.session.session import Session
from gui.view import WordChange
from tests.gui.session.test_session import FakeEngine

HALF, SHUT = Hold("f", 0.5), Hold("f", 0.0, 2, 5, unit=3)


class CountingEngine(FakeEngine):
    """Answers when it is told to, by the small networks of the tests."""

    def __init__(self, networks: Mapping[str, Network]) -> None:
        super().__init__()
        self.networks = networks

    def answer_last(self, **changes: object) -> None:
        """What was asked last, as another network would have made it where something is changed."""
        ticket, request = len(self.asked), self.asked[-1]
        gradients: list[tuple[int, GradientFlow]] = []
        for index, source in enumerate(request.models):
            held = isinstance(source, Held)
            name = source.source if held else source
            cell = name.cell if isinstance(name, Untrained) else name.rsplit("-", 1)[-1]
            network = intervene(self.networks[cell], *source.holds) if held else self.networks[cell]
            run = RunRequest((), request.text)
            record = trace = TRACE.answer(network, None, run)
            if not isinstance(request, RunRequest):
                record = asked_by(request).answer(network, trace, request)
            made: Provenance = record.provenance
            self.produced.emit(ticket, index, replace(record, provenance=replace(made, **changes)))
            if isinstance(request, RunRequest) and request.with_gradient:
                gradients.append((index, GRADIENT.answer(network, trace, GradientRequest((), request.text))))
        for index, gradient in gradients:  # they come once all have read
            made = replace(gradient.provenance, **changes)
            self.produced.emit(ticket, index, replace(gradient, provenance=made))
        self.finished.emit(ticket)


@pytest.fixture
def engine(networks) -> CountingEngine:
    return CountingEngine(networks)


@pytest.fixture
def session(qtbot, engine: CountingEngine, scene: Scene) -> Iterator[Session]:
    made = Session(engine, Choice("reviews-en"))
    made.follower.needs = lambda: ("gradient", "memory")
    made.follower.where = lambda: Moment(3, 6)
    made.open(replace(scene, text="Amazing! This box of cereal gave me a perfectly balanced zzyzx."))
    yield made
    made.close()


def hold(*parts: HeldPart) -> Callable[[tuple[HeldPart, ...]], tuple[HeldPart, ...]]:
    return lambda _holds: parts


def answer_all(engine: CountingEngine, session: Session) -> None:
    """Until the held readings are shown."""
    while session._holding.waits:
        engine.answer_last()


def test_a_held_gate_is_read_for_its_cell_alone_and_what_was_read_stays_beside_it(session, engine, scene):
    shown: list[Scene] = []
    session.scene_changed.connect(shown.append)
    session.hold(hold(HeldPart("lstm", HALF)))
    text = session.scene.text
    assert engine.asked == [RunRequest((Held("reviews-en-lstm", (HALF,)),), text, with_gradient=False)]
    answer_all(engine, session)
    assert len(shown) == 1, "with all that the panels draw, so that none of them empties itself meanwhile"
    held = session.scene.runs["lstm"]
    assert held.trace.provenance.holds == (HALF,)
    assert np.all(held.trace["f_l0"] == 0.5)
    assert held.gradient is not None
    assert held.memory is not None
    assert session.scene.before.runs == {"lstm": scene.runs["lstm"]}, "no second reading of it"
    assert session.scene.ghost is scene.runs["lstm"]
    for cell in ("rnn", "gru"):
        assert session.scene.runs[cell] is scene.runs[cell]
    assert session.choice.holds == (HeldPart("lstm", HALF),)


def test_all_holds_off_bring_the_untouched_readings_back_without_the_engine(session, engine, scene):
    session.hold(hold(HeldPart("lstm", HALF), HeldPart("gru", Hold("r", 1.0))))
    answer_all(engine, session)
    gru = session.scene.runs["gru"]
    asked = len(engine.asked)
    session.hold(hold(HeldPart("lstm", HALF, on=False), HeldPart("gru", Hold("r", 1.0))))
    assert session.scene.runs["lstm"] is scene.runs["lstm"]
    assert session.scene.runs["gru"] is gru, "held as it was"
    assert list(session.scene.before.runs) == ["gru"]
    session.hold(hold())
    assert session.scene.before is None
    assert dict(session.scene.runs) == dict(scene.runs)
    assert len(engine.asked) == asked


def test_a_newer_wish_waits_for_the_answer_and_the_latest_one_is_asked(session, engine):
    """However fast a bar is dragged, held readings come."""
    session.hold(hold(HeldPart("lstm", Hold("f", 0.1))))
    for value in (0.2, 0.3, 0.4):
        session.hold(hold(HeldPart("lstm", Hold("f", value))))
        assert session.latest.holds == (HeldPart("lstm", Hold("f", value)),)
    assert len(engine.asked) == 1
    shown: list[Scene] = []
    session.scene_changed.connect(shown.append)
    answer_all(engine, session)
    assert [scene.trace["f_l0"][0, 0] for scene in shown] == pytest.approx([0.1, 0.4])


def test_another_text_is_read_as_held_and_with_nothing_held(session, engine):
    session.hold(hold(HeldPart("lstm", HALF)))
    answer_all(engine, session)
    session.read("Very good.")
    plain = ("reviews-en-rnn", "reviews-en-lstm", "reviews-en-gru")
    assert engine.asked[-1].models == (*plain, Held("reviews-en-lstm", (HALF,)))
    engine.answer_last()
    assert session.scene.trace.provenance.holds == (HALF,)
    assert session.scene.ghost.trace.provenance.holds == ()
    assert session.scene.ghost.trace.tokens == session.scene.trace.tokens
    assert list(session.scene.runs) == ["rnn", "lstm", "gru"]


def test_what_is_held_of_words_ends_with_the_text_and_of_units_with_the_network(session, engine):
    session.hold(
        hold(HeldPart("lstm", HALF), HeldPart("lstm", SHUT), HeldPart("gru", Hold("z", 1.0, unit=2)))
    )
    answer_all(engine, session)
    session.read("Very good.")
    engine.answer_last()
    assert [part.hold.symbol for part in session.choice.holds] == ["f", "z"]
    session.choose(lambda choice: replace(choice, trained=False))
    assert session.latest.holds == (HeldPart("lstm", HALF),)
    session.choose(lambda choice: replace(choice, path="mine.safetensors"))
    assert session.latest.holds == (), "which cell it has is not known"


def test_the_ghost_gets_what_a_panel_draws_of_it(session, engine, scene, qtbot):
    bare = {cell: Run(run.trace) for cell, run in scene.runs.items()}
    session.follower.needs = frozenset
    session.open(replace(session.scene, runs=bare))
    session.hold(hold(HeldPart("gru", Hold("r", 1.0))))
    answer_all(engine, session)
    session.follower.needs = lambda: ("gradient",)
    moment = Moment(3, 6)
    for models in (
        ("reviews-en-rnn", "reviews-en-lstm", Held("reviews-en-gru", (Hold("r", 1.0),))),
        ("reviews-en-gru",),
    ):
        asked = len(engine.asked)
        session.follow(session.scene, moment)
        qtbot.waitUntil(lambda asked=asked: len(engine.asked) > asked)
        assert engine.asked[-1] == GradientRequest(models, session.scene.text)
        engine.answer_last()
    assert session.scene.runs["gru"].gradient.provenance.holds == (Hold("r", 1.0),)
    assert session.scene.before.runs["gru"].gradient.provenance.holds == ()


def test_a_hold_that_the_engine_refuses_leaves_the_scene_and_is_said(session, engine, qtbot):
    before = session.scene
    with qtbot.waitSignal(session.failed) as heard:
        session.hold(hold(HeldPart("lstm", Hold("f", 2.0))))
        engine.failed.emit(1, "hold_value", {"symbol": "f", "value": 2.0, "low": 0.0, "high": 1.0})
    assert "between 0 and 1" in heard.args[0]
    assert session.scene is before
    assert session.latest.holds == ()


def test_another_file_under_the_same_name_is_said_and_not_asked_for_in_a_loop(session, engine, qtbot):
    before = session.scene
    with qtbot.waitSignal(session.failed) as heard:
        session.hold(hold(HeldPart("lstm", HALF)))
        engine.answer_last(weights_sha256="other")
    assert "changed" in heard.args[0]
    assert session.scene is before


def test_a_record_that_never_comes_is_not_asked_for_in_a_loop(session, engine):
    session.hold(hold(HeldPart("lstm", HALF)))
    engine.answer_last()
    asked = len(engine.asked)
    engine.answer_last(weights_sha256="other")
    answer_all(engine, session)
    assert len(engine.asked) == asked
    assert session.scene.trace.provenance.holds == (HALF,)


def test_cancelled_nothing_is_held(session, engine):
    session.hold(hold(HeldPart("lstm", HALF)))
    session.hold(hold(HeldPart("lstm", SHUT)))
    session.cancel()
    assert engine.cancelled == 1
    assert session.latest.holds == ()
    assert session.scene.before is None


def test_held_while_another_text_is_on_its_way_it_is_read_so(session, engine):
    session.read("Very good.")
    session.hold(hold(HeldPart("lstm", HALF)))
    engine.answer_last()
    assert session.scene.text == "Very good."
    assert session.scene.trace.provenance.holds == (HALF,)


def test_a_look_in_between_stays(session, engine):
    session.hold(hold(HeldPart("lstm", HALF)))
    session.show_cell("gru")
    session.select_unit(5)
    answer_all(engine, session)
    assert (session.scene.view.cell, session.scene.view.unit) == ("gru", 5)
    assert session.scene.runs["lstm"].trace.provenance.holds == (HALF,)


def test_a_new_hold_takes_the_place_of_those_of_which_it_leaves_nothing():
    def held(*holds: Hold) -> tuple[HeldPart, ...]:
        return tuple(HeldPart("lstm", hold) for hold in holds)

    one = Hold("f", 0.3, 2, 5, unit=7)
    stay = (
        *held(
            Hold("f", 0.3, 2, 6, unit=7), Hold("f", 0.3, 1, 5, unit=7), Hold("f", 0.3), replace(one, unit=8)
        ),
        *held(replace(one, symbol="i"), replace(one, layer=0), Hold("f", 0.3, 2, 5)),
        HeldPart("gru", one),
    )
    go = held(one, Hold("f", 0.9, 3, 5, unit=7), Hold("f", 0.9, 2, 4, unit=7))
    (new,) = held(replace(one, value=0.5))
    assert held_also((*go[:1], *stay, *go[1:]), new) == (*stay, new)
    (every,) = held(Hold("f", 0.5))
    assert {part.hold.symbol for part in held_also(held(*(p.hold for p in go)), every)} == {"f"}
    assert held_also(go, every) == (every,)


def test_what_was_refused_is_asked_again_of_networks_that_are_held_otherwise(session, engine):
    session.open(replace(session.scene, refusals={"gradient": "Cancelled."}))
    session.hold(hold(HeldPart("lstm", HALF)))
    answer_all(engine, session)
    assert dict(session.scene.refusals) == {}
    assert session.scene.run.gradient.provenance.holds == (HALF,)


def test_what_is_refused_of_one_word_is_not_said_of_another(session, engine):
    """Its test was chosen while the held readings were on their way."""
    session.follower.needs = lambda: ("forgetting",)
    session.hold(hold(HeldPart("lstm", HALF)))
    engine.answer_last()
    assert isinstance(engine.asked[-1], ForgetRequest)
    session.test_word(WordChange(1, "good"))
    engine.failed.emit(len(engine.asked), "record_too_large", {"tokens": 1, "need_mb": 2, "limit_mb": 1})
    assert session.scene.run.trace.provenance.holds == (HALF,)
    assert dict(session.scene.refusals) == {}


def test_an_overflow_is_said_of_every_reading_that_has_it(session, engine, scene):
    """What was said of one goes when another is asked for, held or shown again."""
    said: list[str] = []
    session.warned.connect(said.append)
    bad = replace(scene.run.gradient.provenance, first_bad=BadValue(1, 0, "h"))
    run = Run(replace(scene.trace), replace(scene.run.gradient, provenance=bad))
    overflowed = replace(session.scene, runs={**scene.runs, "lstm": run})
    session.restore(overflowed, session.choice, session.units)
    assert len(said) == 1
    session.hold(hold(HeldPart("gru", Hold("r", 1.0))))
    answer_all(engine, session)
    assert len(said) == 2
    session.restore(overflowed, session.choice.untouched, session.units)
    assert len(said) == 3
    session.restore(scene, session.choice, session.units)
    assert len(said) == 3
