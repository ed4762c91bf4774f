"""A word is retyped: the rest of the text and what is held stay, and the reading before it is the ghost."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.tokenizer import UNKNOWN, Tokenizer
from engine.record.hold import Hold
from gui.readings.retyped_words import Retyped, retyped_words
from gui.scene import Moment, Run, Scene
from gui.session.choice import Choice, HeldPart
from gui.session.player import Player
from gui.session.retyping import compared
from gui.session.session import Session
from tests.gui.session.test_holding import CountingEngine, answer_all
from tests.support.scenes import TEXT

CUT = Tokenizer("words", (UNKNOWN,)).cut
TOKENS = CUT(TEXT)
GOOD = TOKENS.index("perfectly")


@pytest.fixture
def engine(networks) -> CountingEngine:
    return CountingEngine(networks)


@pytest.fixture
def session(qtbot, engine: CountingEngine, scene: Scene) -> Iterator[Session]:
    made = Session(engine, Choice("reviews-en"))
    made.open(scene)
    yield made
    made.close()


def retype(session: Session, engine: CountingEngine, token: int, written: str) -> None:
    session.retype(token, written)
    engine.answer_last()


def test_the_reading_before_is_the_ghost_aligned_word_by_word(session, engine, scene):
    retype(session, engine, GOOD, "badly")
    shown = session.scene
    assert shown.text == TEXT.replace("perfectly", "badly")
    assert shown.trace.tokens == (*TOKENS[:GOOD], "badly", *TOKENS[GOOD + 1 :])
    assert {cell: run.trace for cell, run in shown.before.runs.items()} == {
        cell: run.trace for cell, run in scene.runs.items()
    }
    assert shown.before.tokens == tuple(range(len(TOKENS))), "the new word stands in the place of the old one"
    assert shown.untouched.trace is scene.trace
    assert retyped_words(shown) == (Retyped(range(GOOD, GOOD + 1), ("perfectly",)),)


def test_of_several_words_the_last_stands_in_the_place_of_the_old_one(session, engine):
    retype(session, engine, GOOD, "not at all")
    assert session.scene.before.tokens[GOOD : GOOD + 4] == (-1, -1, GOOD, GOOD + 1)
    assert retyped_words(session.scene) == (Retyped(range(GOOD, GOOD + 3), ("perfectly",)),)


def test_a_word_may_be_left_out(session, engine):
    retype(session, engine, GOOD, " ")
    assert session.scene.trace.tokens == (*TOKENS[:GOOD], *TOKENS[GOOD + 1 :])
    assert session.scene.before.tokens == (*range(GOOD), *range(GOOD + 1, len(TOKENS)))
    assert retyped_words(session.scene) == (Retyped(range(GOOD, GOOD), ("perfectly",)),)


def test_the_ghost_is_what_was_there_before_the_first_word_was_retyped(session, engine, scene):
    retype(session, engine, 2, "That")
    retype(session, engine, GOOD, "very badly")
    retype(session, engine, 0, "")
    assert session.scene.untouched.trace is scene.trace
    assert [words.was for words in retyped_words(session.scene)] == [("Amazing",), ("This",), ("perfectly",)]
    session.take_words_back()
    engine.answer_last()
    assert (session.scene.text, session.scene.before) == (TEXT, None)


def test_back_to_the_old_word_nothing_is_compared_any_more(session, engine):
    retype(session, engine, GOOD, "badly")
    retype(session, engine, GOOD, "perfectly")
    assert (session.scene.text, session.scene.before) == (TEXT, None)


def test_another_text_or_other_networks_end_the_comparison(session, engine):
    retype(session, engine, GOOD, "badly")
    session.choose(lambda choice: replace(choice, trained=False))
    engine.answer_last()
    assert session.scene.before is None
    retype(session, engine, GOOD, "perfectly")
    session.read("Amazing!")
    engine.answer_last()
    assert session.scene.before is None


def test_readings_of_other_networks_are_not_compared(session, engine):
    session.choose(lambda choice: replace(choice, trained=False))
    retype(session, engine, GOOD, "badly")  # before they have come
    assert not session.choice.trained
    assert session.scene.before is None


def test_it_can_be_ended_and_the_words_stay(session, engine):
    retype(session, engine, GOOD, "badly")
    trace = session.scene.trace
    session.keep_words()
    assert (session.scene.trace, session.scene.before) == (trace, None)


def test_holds_stay_with_their_words_there_and_back(session, engine):
    there = HeldPart("lstm", Hold("f", 0.5, GOOD, GOOD + 2))
    behind, everywhere = HeldPart("gru", Hold("z", 1.0, GOOD + 1, GOOD + 3)), HeldPart("lstm", Hold("o", 1.0))
    session.hold(lambda _holds: (there, behind, everywhere))
    answer_all(engine, session)
    held = session.scene
    retype(session, engine, GOOD, "very badly")
    ranges = [(part.hold.first, part.hold.end) for part in session.choice.holds]
    assert ranges == [(GOOD, GOOD + 3), (GOOD + 2, GOOD + 4), (0, None)]
    assert session.scene.untouched.trace is held.trace, "held as it is, with the words as they were"
    session.keep_words()
    answer_all(engine, session)
    assert session.scene.untouched.trace.provenance.holds == ()
    assert session.scene.before.tokens is None
    retype(session, engine, GOOD, "well")
    session.take_words_back()
    engine.answer_last()
    ranges = [(part.hold.first, part.hold.end) for part in session.choice.holds]
    assert ranges == [(GOOD, GOOD + 3), (GOOD + 2, GOOD + 4), (0, None)]


def test_the_text_before_gets_no_record_of_the_one_in_sight(session, engine, scene):
    """Beside the retyped text, held, its reading with nothing held comes, too: nobody looks at that."""
    session.retype(GOOD, "badly")
    session.hold(lambda _holds: (HeldPart("lstm", Hold("f", 0.5)),))
    engine.answer_last()
    assert session.scene.trace.provenance.holds
    assert session.scene.before.tokens is not None
    assert session.scene.ghost is scene.runs["lstm"]
    assert dict(session.scene.refusals) == {}, "no file has changed"
    session.hold(lambda holds: (*holds, HeldPart("lstm", Hold("i", 0.5))))
    answer_all(engine, session)
    session.retype(GOOD, "well")
    engine.answer_last()
    session.retype(0, "Wow")
    engine.answer_last()
    assert session.scene.ghost.trace.provenance.holds
    assert dict(session.scene.refusals) == {}


def test_a_word_that_is_retyped_before_the_last_one_has_come_takes_holds_along_once(session, engine):
    session.hold(lambda _holds: (HeldPart("lstm", Hold("f", 0.5, GOOD, GOOD + 2)),))
    answer_all(engine, session)
    session.retype(0, "so very much")
    session.retype(1, "")
    assert session.latest.holds == (HeldPart("lstm", Hold("f", 0.5, GOOD - 1, GOOD + 1)),)
    engine.answer_last()
    session.read("Another text.")
    session.take_words_back()
    assert session.latest.holds == (HeldPart("lstm", Hold("f", 0.5, GOOD, GOOD + 2)),)


def test_a_hold_on_a_retyped_text_is_compared_with_nothing_held(session, engine):
    retype(session, engine, GOOD, "very badly")
    session.hold(lambda _holds: (HeldPart("lstm", Hold("f", 0.0)),))
    answer_all(engine, session)
    assert session.scene.before.tokens is None
    assert session.scene.untouched.trace.tokens == session.scene.trace.tokens


def test_a_word_of_a_repeated_text_is_retyped_at_its_place_alone(session, engine):
    session.read("so good .")
    engine.answer_last()
    session.read_length(7)
    engine.answer_last()
    assert session.scene.trace.tokens == ("so", "good", ".", "so", "good", ".", "so")
    retype(session, engine, 4, "bad")
    assert session.scene.trace.tokens == ("so", "good", ".", "so", "bad", ".", "so")
    assert (session.scene.words, session.scene.before.words) == (0, 7)
    session.take_words_back()
    engine.answer_last()
    assert (session.scene.text, session.scene.words) == ("so good .", 7)


def test_how_it_is_looked_at_stays(session, engine):
    session.show_range(range(4, 12))
    session.select_unit(5)
    session.show_cell("gru")
    unit = session.scene.view.unit
    retype(session, engine, GOOD, "badly")
    view = session.scene.view
    assert (view.cell, view.unit, view.range, view.tested) == ("gru", unit, (4, 12), None)


def test_what_leaves_nothing_to_read_is_refused(session, engine, qtbot):
    session.read("Amazing")
    engine.answer_last()
    asked = len(engine.asked)
    with qtbot.waitSignal(session.failed):
        session.retype(0, " ")
    session.retype(0, "Amazing")
    assert len(engine.asked) == asked


def test_a_text_in_another_language_is_read_by_networks_that_know_it(session, engine):
    session.read("Amazing")
    engine.answer_last()
    session.retype(0, "好")
    assert engine.asked[-1].models[0].startswith("reviews-zh")


def test_the_player_stays_at_the_word(qtbot, session, engine):
    player = Player()
    session.scene_changed.connect(player.show)
    player.show(session.scene)
    player.seek(Moment(GOOD, 2))
    retype(session, engine, GOOD, "very badly")
    assert player.moment == Moment(GOOD, 2)
    session.take_words_back()
    engine.answer_last()
    assert player.moment == Moment(GOOD, 2)
    session.read("Amazing! This is another text.")
    engine.answer_last()
    assert player.moment.token == 0
    qtbot.wait(0)


@given(
    changes=st.lists(st.tuples(st.integers(0, 9), st.lists(st.sampled_from("abc"), max_size=3)), max_size=6)
)
def test_whatever_is_retyped_all_other_words_are_aligned_with_themselves(scene, changes):
    """Each token of the first text carries its place; what is typed has none."""
    was = scene.trace.tokens
    shown, places = scene, list(range(len(was)))
    for at, typed in changes:
        token = at % len(places)
        now = (*shown.trace.tokens[:token], *typed, *shown.trace.tokens[token + 1 :])
        if not now:
            continue
        new = [None] * len(typed)
        if typed:
            new[-1] = places[token]
        places[token : token + 1] = new
        before = compared(shown, now, token)
        runs = {cell: Run(replaced(run.trace, now)) for cell, run in shown.runs.items()}
        shown = replace(shown, runs=runs, before=before, text=" ".join(now))
    if shown.before is None:
        assert shown.trace.tokens == was
        return
    assert shown.before.tokens == tuple(-1 if place is None else place for place in places)
    text, found = list(shown.trace.tokens), retyped_words(shown)
    for words in reversed(found):
        text[words.place.start : words.place.stop] = words.was
    assert tuple(text) == was


def replaced(trace, tokens):
    arrays = {key: array[:1].repeat(len(tokens), axis=0) for key, array in trace.arrays.items()}
    return replace(trace, tokens=tokens, known=trace.known[:1].repeat(len(tokens)), arrays=arrays)
