"""Ablations: held in every layer of the right cell, said with both verdicts, and given back."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from engine.models.random_start import untrained
from engine.process.requests import Untrained
from engine.record.hold import Hold
from gui.actions import COMMANDS, found_by
from gui.commands.ablating import Ablating
from gui.readings.judgement import judgement
from gui.session.ablations import ABLATIONS
from gui.session.choice import Choice, HeldPart
from gui.session.session import Session
from tests.gui.session.test_holding import CountingEngine, answer_all
from tests.support.scenes import TEXT, UNITS, scene_of


@pytest.fixture(scope="module")
def deep(networks):
    """Two layers of each cell."""
    return {
        cell: untrained(Untrained(cell, UNITS, 2, 1, "", scale=4.0), network)
        for cell, network in networks.items()
    }


@pytest.fixture
def engine(deep) -> CountingEngine:
    return CountingEngine(deep)


@pytest.fixture
def session(qtbot, engine, deep) -> Iterator[Session]:
    made = Session(engine, Choice("reviews-en"))
    made.open(replace(scene_of(deep), text=TEXT))
    yield made
    made.close()


@pytest.fixture
def ablating(session) -> Ablating:
    return Ablating(session, session)


@pytest.mark.parametrize("name", ABLATIONS)
def test_a_part_is_away_in_every_layer_and_all_else_is_as_it_was(name, session, engine, ablating):
    ablation, before = ABLATIONS[name], session.scene
    assert not ablation.is_in(session.choice.holds, before)
    session.show_cell("rnn")
    said: list[str] = []
    ablating.said.connect(said.append)
    ablating.handlers()[name]()
    assert session.scene.view.cell == ablation.cell, "what is taken away is in sight"
    assert ablation.is_in(session.latest.holds, session.scene)
    assert said == []
    answer_all(engine, session)
    now, was = session.scene.runs[ablation.cell].trace, before.runs[ablation.cell].trace
    for layer in range(2):
        expected = {
            "": lambda layer: 1.0,
            "1-f": lambda layer: 1 - now[f"f_l{layer}"],
            "o*c": lambda layer: now[f"o_l{layer}"] * now[f"c_l{layer}"],
        }[ablation.rule](layer)
        assert np.all(now[f"{ablation.symbol}_l{layer}"] == expected)
    for cell in before.runs:
        assert (session.scene.runs[cell] is before.runs[cell]) == (cell != ablation.cell)
    (sentence,) = said
    verdicts = [judgement(trace, trace.length - 1).sentence for trace in (was, now)]
    assert verdicts[0] != verdicts[1]
    assert sentence.endswith(" → ".join(verdicts))
    assert ablation.equation in sentence
    assert ablation.variant in sentence
    ablating.handlers()[name]()
    assert session.scene.before is None
    assert session.scene.runs[ablation.cell] is before.runs[ablation.cell]
    assert len(said) == 1, "who takes it back is told nothing"


def test_other_holds_stay_and_what_was_switched_off_is_not_listed_twice(session, engine, ablating):
    other = HeldPart("lstm", Hold("o", 0.5, 2, 3, unit=1, layer=0))
    ablation = ABLATIONS["no_forget_gate"]
    off = tuple(replace(part, on=False) for part in ablation.parts(session.scene))
    session.hold(lambda _holds: (other, *off))
    answer_all(engine, session)
    assert not ablation.is_in(session.choice.holds, session.scene)
    ablating.toggle(ablation)
    assert session.latest.holds == (other, *ablation.parts(session.scene)), "none of it twice"
    ablating.toggle(ablation)
    assert session.latest.holds == (other,)


def test_of_two_ways_to_hold_a_gate_the_one_chosen_last_is_marked(session, engine, ablating):
    for chosen, other in (("coupled_gates", "no_input_gate"), ("no_input_gate", "coupled_gates")):
        ablating.handlers()[chosen]()
        answer_all(engine, session)
        assert ABLATIONS[chosen].is_in(session.choice.holds, session.scene)
        assert not ABLATIONS[other].is_in(session.choice.holds, session.scene)


def test_the_verdict_is_that_of_what_was_chosen_last(session, engine, ablating):
    said: list[str] = []
    ablating.said.connect(said.append)
    for name in ("no_forget_gate", "no_reset_gate"):
        ablating.handlers()[name]()
    answer_all(engine, session)
    assert len(said) == 1
    assert "r = 1" in said[0]


def test_the_verdict_is_compared_with_that_of_the_reading_which_lacked_nothing_more(
    session, engine, ablating
):
    """What other holds do, or a retyped word, is not said of the part that is taken away."""
    said: list[str] = []
    ablating.said.connect(said.append)
    session.hold(lambda _holds: (HeldPart("lstm", Hold("c", 0.5, 3, 4)),))
    answer_all(engine, session)
    was = session.scene.trace
    ablating.handlers()["no_forget_gate"]()
    answer_all(engine, session)
    verdicts = [judgement(trace, trace.length - 1).sentence for trace in (was, session.scene.trace)]
    assert said.pop().endswith(" → ".join(verdicts))
    session.retype(0, "Bad")
    ablating.handlers()["no_input_gate"]()
    engine.answer_last()
    assert "→" not in said.pop()
    session.hold(lambda _holds: ())
    answer_all(engine, session)
    ablating.handlers()["no_forget_gate"]()
    ablating.handlers()["no_input_gate"]()
    was = None
    while session._holding.waits:
        was = session.scene.trace
        engine.answer_last()
    verdicts = [judgement(trace, trace.length - 1).sentence for trace in (was, session.scene.trace)]
    assert said.pop().endswith(" → ".join(verdicts)), "the first of two was read on the way"


def test_nothing_is_done_in_a_scene_without_the_cell(session, engine, ablating, deep):
    session.open(replace(scene_of({"rnn": deep["rnn"]}), text=TEXT))
    for name, ablation in ABLATIONS.items():
        ablating.handlers()[name]()
        assert not ablation.is_in(session.latest.holds, session.scene)
    assert engine.asked == []


@pytest.mark.parametrize("name", [name for name, ablation in ABLATIONS.items() if ablation.variant])
def test_the_name_in_the_literature_finds_one_command(name):
    variant = ABLATIONS[name].variant.lower()
    assert [command.id for command in COMMANDS if variant in found_by(command).split()] == [name]
