"""What the words are inked by: exactly the record's numbers, seen from where the reader is."""

from dataclasses import replace

import numpy as np
import pytest

from gui.drawing.theme import LIGHT
from gui.panels.token_strip.panel import TokenStrip
from gui.panels.token_strip.word_ink import described, legend, measure, relative_sizes, strongest, word_inks
from gui.scene import Direction, Moment, Scene
from gui.view import WordInk


def strength(color, name):
    """How much of its full colour ink has, 0 to 1, recovered from its channels."""
    card, full = LIGHT.color("card"), LIGHT.color(name)
    return (card.redF() - color.redF()) / (card.redF() - full.redF())


def test_plain_ink_tells_what_has_been_read(scene):
    shown = scene.seen(word_ink=WordInk.PLAIN)
    assert measure(shown, shown.complete(4)) is None
    inks = [ink for ink, _ in word_inks(shown.complete(4), None, 0, shown.length, LIGHT)]
    assert [ink == LIGHT.color("ink") for ink in inks] == [token <= 4 for token in range(shown.length)]
    assert {ink.name() for ink in inks[5:]} == {LIGHT.color("faint").name()}


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_shares_are_those_of_the_current_prediction(scene, cell):
    shown = scene.with_cell(cell)
    for token in (0, 5, shown.length - 1):
        found = measure(shown, shown.complete(token))
        np.testing.assert_array_equal(found.values, shown.run.memory["share"][token, : token + 1])
        assert (found.first, found.last, found.signed) == (0, token, True)


def test_ink_is_the_size_relative_to_the_largest_and_slant_the_sign(scene):
    moment = scene.complete(7)
    found = measure(scene, moment)
    sizes = np.abs(found.values) / np.abs(found.values).max()
    inks = word_inks(moment, found, 0, scene.length, LIGHT)
    strengths = [strength(ink, "negative" if slanted else "positive") for ink, slanted in inks[:8]]
    order = np.argsort(sizes)
    assert np.all(np.diff(np.array(strengths)[order]) >= -0.02), "the larger the share, the stronger the ink"
    assert [slanted for _, slanted in inks[:8]] == (found.values < 0).tolist()
    assert {ink.name() for ink, _ in inks[8:]} == {LIGHT.color("faint").name()}
    assert strongest(found, 0, 8) == int(np.argmax(sizes))


def test_what_is_held_is_unsigned_and_of_the_shown_layer(scene):
    shown = scene.seen(word_ink=WordInk.HELD)
    found = measure(shown, shown.complete(6))
    np.testing.assert_array_equal(found.values, shown.run.memory["held_l0"][6, :7])
    assert not found.signed


def test_a_step_that_is_not_complete_shows_what_was_there_before_it(scene):
    found = measure(scene, Moment(6, 0))
    np.testing.assert_array_equal(found.values, scene.run.memory["share"][5, :6])
    inks = word_inks(Moment(6, 0), found, 0, scene.length, LIGHT)
    assert inks[6] == (LIGHT.color("ink"), False)
    assert measure(scene, Moment(0, 0)) is None
    held = scene.seen(word_ink=WordInk.HELD)
    assert measure(held, Moment(6, held.stage_of("c"))).last == 6, "c is there before h is"
    assert measure(held, Moment(6, held.stage_of("c") - 1)).last == 5


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_on_the_way_back_ink_is_the_gradient_that_has_come_so_far(scene, cell):
    shown = scene.with_cell(cell).seen(origin=9)
    moment = Moment(4, 0, direction=Direction.BACKWARD)
    found = measure(shown, moment)
    np.testing.assert_array_equal(found.values, shown.run.gradient["norm_x"][9, 4:10])
    inks = word_inks(moment, found, 0, shown.length, LIGHT)
    pale = [ink.name() == LIGHT.color("faint").name() for ink, _ in inks]
    assert pale == [token < 4 or token > 9 for token in range(shown.length)]
    assert shown.trace.tokens[9] in legend(shown, moment, found, None)


def test_an_rnn_says_why_it_has_no_shares(scene, qapp):
    shown = scene.with_cell("rnn")
    assert measure(shown, shown.complete(3)) is None
    assert "no sum" in legend(shown, shown.complete(3), None, None)
    assert TokenStrip().needs(shown) == frozenset()


def test_what_is_missing_is_being_computed_or_refused_with_a_reason(scene):
    bare = replace(scene, runs={**scene.runs, "lstm": replace(scene.run, memory=None)})
    assert "computing" in legend(bare, bare.complete(3), measure(bare, bare.complete(3)), None)
    refused = replace(bare, refusals={"memory": "Too long."})
    assert "Too long." in legend(refused, refused.complete(3), None, None)


def test_every_ink_has_a_legend_that_names_its_strongest_word(scene: Scene):
    for ink in WordInk:
        shown = scene.seen(word_ink=ink)
        moment = shown.complete(8)
        found = measure(shown, moment)
        most = strongest(found, 0, shown.length)
        text = legend(shown, moment, found, most)
        assert text
        if most is not None:
            assert shown.trace.tokens[most] in text
            assert described(shown, found, most).removesuffix(" of the logit").split()[-1] in text


def test_sizes_of_what_is_no_number_and_of_nothing():
    np.testing.assert_array_equal(relative_sizes(np.array([1.0, -4.0, np.nan])), [0.25, 1, 1])
    np.testing.assert_array_equal(relative_sizes(np.zeros(2)), [0, 0])
    assert relative_sizes(np.empty(0)).size == 0


def test_until_a_long_text_s_row_arrives_the_latest_one_stays(scene):
    memory = scene.run.memory
    row = replace(memory, rows=memory.rows[4:5], arrays={k: a[4:5] for k, a in memory.arrays.items()})
    shown = replace(scene, runs={**scene.runs, "lstm": replace(scene.run, memory=row)})
    moment = shown.complete(8)
    found = measure(shown, moment)
    np.testing.assert_array_equal(found.values, memory["share"][4, :5])
    inks = word_inks(moment, found, 0, shown.length, LIGHT)
    assert [ink.name() == LIGHT.color("ink").name() for ink, _ in inks[5:9]] == [True] * 4, "read since then"
    assert "as at word 5" in legend(shown, moment, found, strongest(found, 0, 9))
    assert measure(shown, shown.complete(3)) is None, "nothing is known before it"
