"""Undo and redo: every change can be taken back, in the order in which it was made, and done again."""

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.cells import CELLS
from engine.data.tokenizer import UNKNOWN, Tokenizer
from engine.process.requests import Held, ModelSource, Untrained
from engine.record.hold import Hold
from engine.record.trace import Trace
from gui.commands.changing import Changing
from gui.scene import Moment, Run, Scene
from gui.session import history as limits
from gui.session.choice import Choice, HeldPart
from gui.session.chosen_units import default_unit
from gui.session.history import MOST_STEPS, PAUSE_S, RUNS, VIEW, History
from gui.session.session import Session
from gui.view import View, WeightChoice, WordChange, WordInk
from tests.gui.session.test_session import FakeEngine
from tests.support.made import gradient_scene, made_trace

TEXTS = ("A good book.", "Not so bad!", "A bad book, a very bad book.")
UNITS = 5


class Sitting:
    """A session whose readings come when `come` is called, its history, and a clock that a test moves."""

    def __init__(self, text: str = TEXTS[0]) -> None:
        self.engine = FakeEngine()
        self.session = Session(self.engine, Choice("reviews-en"))
        self.now_s, self.moment = 0.0, Moment(0, 5)
        self.history = History(self.session, clock=lambda: self.now_s)
        self.history.where = lambda: self.moment
        self.session.scene_changed.connect(self.history.observe)
        traces = {cell: self.trace(f"reviews-en-{cell}", text) for cell in CELLS}
        self.session.open(
            Scene({cell: Run(trace) for cell, trace in traces.items()}, View("lstm"), text=text)
        )

    def trace(self, source: ModelSource, text: str) -> Trace:
        """What this network reads in this text, held as it is."""
        name, holds = (source.source, source.holds) if isinstance(source, Held) else (source, ())
        cell = name.cell if isinstance(name, Untrained) else name.rsplit("-", 1)[-1]
        tokens = Tokenizer("words", (UNKNOWN,)).cut(text)
        state = np.random.default_rng(len(text)).uniform(-1, 1, (len(tokens), UNITS)).astype(np.float32)
        return replace(made_trace(cell, state, weights_sha256=str(name), holds=holds), tokens=tokens)

    def come(self) -> None:
        """What was asked for has been read."""
        while self.session.waits:
            ticket, request = len(self.engine.asked), self.engine.asked[-1]
            for index, source in enumerate(request.models):
                self.engine.produced.emit(ticket, index, self.trace(source, request.text))
            self.engine.finished.emit(ticket)

    def later(self, seconds: float = 2 * PAUSE_S) -> None:
        self.now_s += seconds

    def standing(self) -> tuple[object, ...]:
        """All that undo has to give back."""
        session = self.session
        scene = session.scene
        read = {cell: (run.trace.tokens, run.trace.provenance) for cell, run in scene.runs.items()}
        view = replace(scene.view, range=None, origin=None, marked=None)
        before = scene.before
        ghost = before and ({cell: run.trace.provenance for cell, run in before.runs.items()}, before.tokens)
        return scene.text, scene.words, read, ghost, view, session.choice


@pytest.fixture
def sitting(qtbot) -> Sitting:
    return Sitting()


CHANGES: dict[str, Callable[[Session, int], object]] = {
    "text": lambda session, n: session.read(TEXTS[n % len(TEXTS)]),
    "retype": lambda session, n: session.retype(n % 3, ("bad", "x y", "")[n % 3]),
    "take back": lambda session, n: session.take_words_back(),
    "keep": lambda session, n: session.keep_words(),
    "words": lambda session, n: session.read_length((0, 9, 20)[n % 3]),
    "family": lambda session, n: session.choose(
        lambda choice: replace(choice, family=("reviews-en", "memory-en")[n % 2])
    ),
    "trained": lambda session, n: session.choose(lambda choice: replace(choice, trained=n % 2 == 0)),
    "seed": lambda session, n: session.choose(lambda choice: replace(choice, seed=n)),
    "device": lambda session, n: session.choose(
        lambda choice: replace(choice, device=("auto", "cpu")[n % 2])
    ),
    "hold": lambda session, n: session.hold(
        lambda holds: (*holds[: n % 3], HeldPart("lstm", Hold("f", n / 4, unit=n % 2)))
    ),
    "let go": lambda session, n: session.hold(lambda holds: holds[: n % 2]),
    "cell": lambda session, n: session.show_cell(list(CELLS)[n % 3]),
    "unit": lambda session, n: session.select_unit(n),
    "order": lambda session, n: session.look(order_by_value=n % 2 == 0),
    "gradient": lambda session, n: session.look(relative_gradient=n % 2 == 0),
    "ink": lambda session, n: session.look(word_ink=list(WordInk)[n % len(WordInk)]),
    "ledger": lambda session, n: session.look(whole_ledger=n % 2 == 0),
    "tested": lambda session, n: session.test_word(WordChange(n % 3, ("x", None)[n % 2])),
    "weight": lambda session, n: session.choose_weight(WeightChoice(column=n)),
    "rate": lambda session, n: session.look(rate=(0.01, 0.1, 1.0)[n % 3]),
    "target": lambda session, n: session.look(target=n % 2 == 0),
    "zoom": lambda session, n: session.show_range(range(0, 1 + n % 3)),
    "pass": lambda session, n: session.start_backward_at(n % 3),
    "more": lambda session, n: session._show_again(),
}


@given(
    made=st.lists(
        st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, 4), st.booleans(), st.booleans()),
        max_size=25,
    ),
    calm=st.booleans(),
)
@settings(max_examples=60)
def test_all_taken_back_is_the_first_scene_and_all_done_again_the_last(qapp, made, calm):
    """Each step by itself too, where nothing goes on so quickly that it belongs to the one before."""
    sitting = Sitting()
    steps = [sitting.standing()]

    def note() -> None:
        if sitting.standing() != steps[-1]:
            steps.append(sitting.standing())
            if calm:
                sitting.later()

    sitting.session.scene_changed.connect(note)
    for change, number, answered, pause in (*made, ("more", 0, True, True)):
        CHANGES[change](sitting.session, number)
        if answered:
            sitting.come()
        if pause:
            sitting.later()
    sitting.session.scene_changed.disconnect(note)
    back = [sitting.standing()]
    while sitting.history.undoes:
        sitting.history.undo()
        back.append(sitting.standing())
    assert back[-1] == steps[0]
    if calm:
        assert back == steps[::-1]
    again = [back[-1]]
    while sitting.history.redoes:
        sitting.history.redo()
        again.append(sitting.standing())
    assert again == back[::-1]


def test_every_field_of_a_view_is_a_change_or_a_place():
    assert {field.name for field in fields(View)} == {*VIEW, "range", "origin", "marked"}
    assert {field.name for field in fields(Choice)} | set(VIEW) >= RUNS


def test_what_goes_on_without_a_pause_is_one_step(sitting):
    session, history = sitting.session, sitting.history
    for unit in (1, 2, 3):
        session.select_unit(unit)
        sitting.later(PAUSE_S / 2)
    sitting.later()
    session.select_unit(4)
    history.undo()
    assert session.scene.view.unit == 3
    history.undo()
    assert (session.scene.view.unit, history.undoes) == (0, "")
    history.redo()
    assert session.scene.view.unit == 3


def test_what_has_come_back_to_where_it_began_is_no_step(sitting):
    for ink in (*list(WordInk)[1:], WordInk.SHARE):
        sitting.session.look(word_ink=ink)
    sitting.history.undo()
    assert sitting.history.undoes == ""


def test_a_change_after_undo_leaves_nothing_to_redo(sitting):
    sitting.session.select_unit(1)
    sitting.history.undo()
    assert sitting.history.redoes == "hidden unit"
    sitting.session.look(order_by_value=True)
    assert sitting.history.redoes == ""


def test_what_is_asked_and_has_not_come_is_given_up_first(sitting, qtbot):
    session, history = sitting.session, sitting.history
    session.look(order_by_value=True)
    before = session.scene
    session.read(TEXTS[1])
    assert history.undoes == "text"
    with qtbot.waitSignal(history.wish_dropped):
        history.undo()
    assert (sitting.engine.cancelled, session.waits) == (1, False)
    assert (session.scene.text, session.scene.view) == (before.text, before.view)
    assert (history.undoes, history.redoes) == ("order of the bars", "")
    sitting.engine.produced.emit(1, 0, session.scene.trace)
    sitting.engine.finished.emit(1)
    assert session.scene.text == before.text, "what still comes of it is not shown"


def test_a_run_of_changes_is_taken_back_whole_while_its_last_one_is_on_its_way(sitting):
    session, history = sitting.session, sitting.history
    session.choose(lambda choice: replace(choice, trained=False))
    sitting.come()
    sitting.later()
    for seed in (1, 2):
        session.choose(lambda choice, seed=seed: replace(choice, seed=seed))
        if seed == 1:
            sitting.come()
    history.undo()
    assert (session.choice.seed, session.waits) == (0, False)


def test_a_drag_is_one_step_and_another_bar_the_next(sitting):
    session, history = sitting.session, sitting.history

    def held(unit: int, value: float) -> None:
        part = HeldPart("lstm", Hold("f", value, unit=unit))
        session.hold(lambda holds: (*(other for other in holds if other.hold.unit != unit), part))
        sitting.come()

    for value in (0.9, 0.7, 0.5):
        held(1, value)
    assert history.undoes == "hold of f"
    held(2, 0.0)
    history.undo()
    assert [part.hold.value for part in session.choice.holds] == [0.5]
    assert session.scene.trace.provenance.holds == (Hold("f", 0.5, unit=1),)
    untouched = session.scene.ghost.trace
    history.undo()
    assert (session.choice.holds, session.scene.before) == ((), None)
    assert session.scene.trace is untouched
    history.redo()
    asked = len(sitting.engine.asked)
    assert session.scene.trace.provenance.holds == (Hold("f", 0.5, unit=1),)
    session.hold(lambda _holds: ())
    assert history.undoes == "hold of f"
    session.hold(lambda _holds: (HeldPart("lstm", Hold("f", 0.1)), HeldPart("gru", Hold("z", 1.0))))
    assert history.undoes == "holds"
    sitting.come()
    assert len(sitting.engine.asked) == asked + 1, "what is shown again is not asked for"


def test_what_has_become_known_of_a_scene_stays_known(sitting):
    session = sitting.session
    session.look(order_by_value=True)
    flow = gradient_scene({"lstm": np.ones((3, 3))}).runs["lstm"].gradient
    known = {**session.scene.runs, "lstm": replace(session.scene.runs["lstm"], gradient=flow)}
    session._show(replace(session.scene, runs=known, busy=True))
    sitting.history.undo()
    assert session.scene.runs["lstm"].gradient is flow
    assert not session.scene.busy
    assert not session.scene.view.order_by_value
    session.read(TEXTS[1])
    sitting.come()
    sitting.history.undo()
    assert session.scene.runs["lstm"].gradient is flow, "of another text it is kept"


def test_the_reader_is_where_he_was_in_a_text_that_is_shown_again(sitting, qtbot):
    sitting.moment = Moment(2, 3)
    sitting.session.read(TEXTS[1])
    sitting.come()
    sitting.moment = Moment(1, 5)
    with qtbot.waitSignal(sitting.history.place_wanted) as heard:
        sitting.history.undo()
    assert heard.args == [Moment(2, 3)]
    with qtbot.waitSignal(sitting.history.place_wanted) as heard:
        sitting.history.redo()
    assert heard.args == [Moment(1, 5)]
    sitting.session.select_unit(2)
    with qtbot.assertNotEmitted(sitting.history.place_wanted):
        sitting.history.undo()


def test_it_says_what_it_did(sitting, qtbot):
    sitting.session.show_cell("gru")
    with qtbot.waitSignal(sitting.history.said) as heard:
        sitting.history.undo()
    assert heard.args == ["Undone: cell"]
    with qtbot.waitSignal(sitting.history.said) as heard:
        sitting.history.redo()
    assert heard.args == ["Done again: cell"]


def test_a_unit_that_is_not_chosen_any_more_does_not_come_back_in_another_text(sitting):
    sitting.session.select_unit(3)
    sitting.history.undo()
    sitting.session.read(TEXTS[1])
    sitting.come()
    assert sitting.session.units == {}
    assert sitting.session.scene.view.unit == default_unit(sitting.session.scene.trace)


def test_zoom_and_the_start_of_a_pass_stay_where_they_are(sitting):
    sitting.session.select_unit(2)
    sitting.session.show_range(range(0, 2))
    sitting.session.start_backward_at(1)
    sitting.history.undo()
    view = sitting.session.scene.view
    assert (view.unit, view.range, view.origin) == (0, (0, 2), 1)
    sitting.session.retype(1, "bad")
    sitting.come()
    sitting.session.show_range(range(1, 3))
    sitting.history.undo()
    view = sitting.session.scene.view
    assert (view.range, view.origin) == ((1, 3), 1), "of the same text with another word, too"


def test_it_keeps_so_many_steps(sitting):
    for number in range(MOST_STEPS + 5):
        sitting.session.look(order_by_value=number % 2 == 0)
    count = 0
    while sitting.history.undoes:
        sitting.history.undo()
        count += 1
    assert count == MOST_STEPS


def test_it_keeps_so_many_bytes_but_always_the_last_step(sitting, monkeypatch):
    one = sum(run.trace.nbytes for run in sitting.session.scene.runs.values())
    monkeypatch.setattr(limits, "MOST_BYTES", 2.5 * one)
    for number in range(1, 6):
        sitting.session.read(TEXTS[number % 2])
        sitting.come()
    assert 2 * one <= sitting.history.kept_bytes <= limits.MOST_BYTES
    for number in range(20):
        sitting.session.look(order_by_value=number % 2 == 0)
    assert sitting.history.kept_bytes <= limits.MOST_BYTES, "ways to look at one text share what was read"
    monkeypatch.setattr(limits, "MOST_BYTES", 0)
    sitting.session.read(TEXTS[2])
    sitting.come()
    sitting.history.undo()
    assert sitting.session.scene.text == TEXTS[1]
    assert sitting.history.undoes == ""


def test_a_drag_is_one_step_however_long_it_takes(sitting):
    session, history = sitting.session, sitting.history
    changing = Changing(None, session, None, None, history)

    def drag(unit: int | None, values: tuple[float, ...]) -> None:
        for value in values:
            changing.hold(Hold("f", value, unit=unit), True, session.scene)
            sitting.later()
            if value > 0.2:
                sitting.come()
        changing.hold(Hold("f", values[-1], unit=unit), False, session.scene)
        sitting.later()
        sitting.come()

    def values() -> list[float]:
        return [part.hold.value for part in session.choice.holds]

    drag(1, (0.1, 0.3, 0.5))
    drag(2, (0.6, 0.1))
    drag(None, (0.2, 0.3, 0.7))
    assert values() == [0.7]
    history.undo()
    assert values() == [0.5, 0.1]
    history.undo()
    assert values() == [0.5]
    history.undo()
    assert (values(), history.undoes) == ([], "")
    for _ in range(3):
        history.redo()
    assert values() == [0.7]
    changing.hold(Hold("f", 0.9), True, session.scene)
    sitting.come()
    changing.hold(Hold("f", 0.8), True, session.scene)
    history.undo()
    assert values() == [0.7], "in the middle of a drag"
    changing.hold(Hold("f", 0.4), True, session.scene)
    sitting.come()
    changing.hold(Hold("f", 0.4), False, session.scene)
    history.undo()
    assert values() == [0.7]


def test_nothing_is_held_in_a_text_or_network_whose_place_another_one_takes(sitting):
    session, history = sitting.session, sitting.history
    changing = Changing(None, session, None, None, history)
    for change in (
        lambda: session.read(TEXTS[1]),
        lambda: session.choose(lambda choice: replace(choice, trained=False)),
    ):
        change()
        wished = session.latest, session.latest_text
        changing.hold(Hold("f", 0.5, 2, 3, unit=1), True, session.scene)
        changing.hold(Hold("f", 0.5, 2, 3, unit=1), False, session.scene)
        assert (session.latest, session.latest_text) == wished
        sitting.come()
        changing.hold(Hold("f", 0.5, 2, 3, unit=1), False, session.scene)
        sitting.come()
        assert len(session.choice.holds) == 1
        session.hold(lambda _parts: ())
    seen = session.scene
    session.show_cell("gru")
    changing.hold(Hold("f", 0.5), False, seen)
    assert session.latest.holds == (), "no gate of another cell"
