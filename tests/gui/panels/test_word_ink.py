"""What the words are coloured by: exactly the record's numbers, seen from where the reader is."""

from dataclasses import replace

import numpy as np
import pytest

from gui.drawing.theme import DARK, LIGHT
from gui.panels.token_strip.panel import TokenStrip
from gui.panels.token_strip.word_ink import (
    FULL_SHARE,
    Measure,
    described,
    legend,
    measure,
    strongest,
    word_grounds,
    word_inks,
)
from gui.scene import Direction, Moment, Scene
from gui.view import WordInk


def with_shares(scene, factor):
    """The scene with all shares so many times as large."""
    memory = scene.run.memory
    arrays = {**memory.arrays, "share": memory["share"] * factor}
    run = replace(scene.run, memory=replace(memory, arrays=arrays))
    return replace(scene, runs={**scene.runs, "lstm": run})


def test_plain_ink_tells_what_has_been_read(scene):
    shown = scene.seen(word_ink=WordInk.PLAIN)
    assert measure(shown, shown.complete(4)) is None
    inks = word_inks(shown.complete(4), None, 0, shown.length, LIGHT)
    assert not word_grounds(None, 0, shown.length, LIGHT)
    assert [ink == LIGHT.color("ink") for ink in inks] == [token <= 4 for token in range(shown.length)]
    assert {ink.name() for ink in inks[5:]} == {LIGHT.color("faint").name()}


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_shares_are_those_of_the_current_prediction(scene, cell):
    shown = scene.with_cell(cell)
    for token in (0, 5, shown.length - 1):
        found = measure(shown, shown.complete(token))
        np.testing.assert_array_equal(found.values, shown.run.memory["share"][token, : token + 1])
        assert (found.first, found.last, found.signed) == (0, token, True)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_ground_goes_with_the_share_and_its_line_with_the_sign(scene, theme):
    shown = with_shares(scene, 40)
    moment = shown.complete(7)
    found = measure(shown, moment)
    assert found.full == np.abs(found.values).max() > FULL_SHARE
    grounds = word_grounds(found, 0, shown.length, theme)
    assert max(grounds) <= 7
    for token, value in enumerate(found.values):
        amount, hue = abs(value) / found.full, "positive" if value > 0 else "negative"
        if token not in grounds:
            assert amount < 0.02
            continue
        assert grounds[token].color == theme.tint(hue, amount), "linear"
        assert grounds[token].edge == (value > 0, theme.mixed(hue, amount)), "above raises, below lowers"
    inks = word_inks(moment, found, 0, shown.length, theme)
    assert inks == [theme.color("ink")] * 8 + [theme.color("faint")] * (shown.length - 8)
    assert strongest(found) == int(np.abs(found.values).argmax())


def test_small_shares_look_small_though_none_is_larger(scene):
    """An untrained network once looked as vivid as one that judges."""
    shown = with_shares(scene, 0.05 / np.nanmax(np.abs(scene.run.memory["share"][7])))
    moment = shown.complete(7)
    found = measure(shown, moment)
    assert found.full == FULL_SHARE
    grounds = word_grounds(found, 0, shown.length, LIGHT)
    assert grounds
    assert all(ground.color.lightness() > 250 for ground in grounds.values())
    assert legend(shown, moment, found).endswith(", full at 1")
    odd = replace(found, full=1.41649)
    assert legend(shown, moment, odd).endswith(", full at 1.4"), "in two figures, as the value beside it"
    large = with_shares(scene, 1000)
    assert "full at" not in legend(large, moment, measure(large, moment)), "that of the largest is"


def test_words_themselves_fade_only_where_that_is_what_is_shown(scene):
    shown = with_shares(scene, 40).seen(word_ink=WordInk.FADING)
    moment = shown.complete(7)
    found = measure(shown, moment)
    np.testing.assert_array_equal(found.values, measure(shown.seen(word_ink=WordInk.SHARE), moment).values)
    assert not word_grounds(found, 0, shown.length, LIGHT)
    inks = word_inks(moment, found, 0, shown.length, LIGHT)
    assert inks[:8] == [LIGHT.faded(size) for size in np.abs(found.values) / found.full]
    assert inks[strongest(found)] == LIGHT.color("ink")
    back = Moment(7, 0, direction=Direction.BACKWARD)
    assert measure(shown, back).ink is WordInk.GRADIENT
    assert LIGHT.color("ink") in word_inks(back, measure(shown, back), 0, shown.length, LIGHT)


def test_what_is_held_is_unsigned_and_of_the_shown_layer(scene):
    shown = scene.seen(word_ink=WordInk.HELD)
    found = measure(shown, shown.complete(6))
    np.testing.assert_array_equal(found.values, shown.run.memory["held_l0"][6, :7])
    assert not found.signed


def test_a_step_that_is_not_complete_shows_what_was_there_before_it(scene):
    found = measure(scene, Moment(6, 0))
    np.testing.assert_array_equal(found.values, scene.run.memory["share"][5, :6])
    inks = word_inks(Moment(6, 0), found, 0, scene.length, LIGHT)
    assert inks[6] == LIGHT.color("ink")
    assert 6 not in word_grounds(found, 0, scene.length, LIGHT)
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
    pale = [ink.name() == LIGHT.color("faint").name() for ink in inks]
    assert found.full == np.nanmax(shown.run.gradient["norm_x"][9]), "whatever has come so far"
    assert all(ground.edge is None for ground in word_grounds(found, 0, shown.length, LIGHT).values())
    assert pale == [token < 4 or token > 9 for token in range(shown.length)]
    assert shown.trace.tokens[9] in legend(shown, moment, found)


def test_an_rnn_says_why_it_has_no_shares(scene, qapp):
    shown = scene.with_cell("rnn")
    assert measure(shown, shown.complete(3)) is None
    assert "no sum" in legend(shown, shown.complete(3), None)
    assert TokenStrip().needs(shown) == frozenset()


def test_what_is_missing_is_being_computed_or_refused_with_a_reason(scene):
    bare = replace(scene, runs={**scene.runs, "lstm": replace(scene.run, memory=None)})
    assert "computing" in legend(bare, bare.complete(3), measure(bare, bare.complete(3)))
    refused = replace(bare, refusals={"memory": "Too long."})
    assert "Too long." in legend(refused, refused.complete(3), None)


def test_every_ink_has_a_legend_that_names_its_strongest_word(scene: Scene):
    for ink in WordInk:
        shown = scene.seen(word_ink=ink)
        moment = shown.complete(8)
        found = measure(shown, moment)
        text = legend(shown, moment, found)
        assert text
        if found is not None:
            most = strongest(found)
            assert shown.trace.tokens[most] in text
            assert described(shown, found, most).removesuffix(" of the logit").split()[-1] in text


def test_sizes_of_what_is_no_number_and_of_nothing(scene):
    found = Measure(WordInk.GRADIENT, 0, np.array([1.0, -4.0, np.nan]), 2, 4.0)
    np.testing.assert_array_equal(found.sizes, [0.25, 1, 1])
    assert strongest(found) == 1
    assert strongest(replace(found, values=np.full(3, np.nan))) is None
    nothing = with_shares(scene, 0)
    assert not word_grounds(measure(nothing, nothing.complete(3)), 0, nothing.length, LIGHT)


def test_until_a_long_text_s_row_arrives_the_latest_one_stays(scene):
    memory = scene.run.memory
    row = replace(memory, rows=memory.rows[4:5], arrays={k: a[4:5] for k, a in memory.arrays.items()})
    shown = replace(scene, runs={**scene.runs, "lstm": replace(scene.run, memory=row)})
    moment = shown.complete(8)
    found = measure(shown, moment)
    np.testing.assert_array_equal(found.values, memory["share"][4, :5])
    inks = word_inks(moment, found, 0, shown.length, LIGHT)
    assert [ink.name() == LIGHT.color("ink").name() for ink in inks[5:9]] == [True] * 4, "read since then"
    assert "as at word 5" in legend(shown, moment, found)
    assert measure(shown, shown.complete(3)) is None, "nothing is known before it"
