"""One scale for each network and state, wherever a vector of states is coloured."""

from dataclasses import replace

import numpy as np
import pytest

from engine.cells import CELLS
from gui.panels.cell_diagram.numbers import Readings
from gui.panels.state_plot.layout import States
from gui.panels.state_plot.panel import StatePlot, shown_symbol
from gui.readings.state_scale import StateScale, state_scale
from gui.scene import Scene
from gui.session.story import recorded_story
from tests.support.made import state_scene


def states(largest: float) -> np.ndarray:
    made = np.linspace(-1, 1, 200).reshape(50, 4)
    return made * largest


@pytest.mark.parametrize("largest", [0.1, 2.0, 77.0])
def test_a_trained_network_has_the_scale_of_its_card(largest: float) -> None:
    scale = state_scale(state_scene(states(largest), size=7.838), "c", 0)
    assert scale.limit == pytest.approx(7.9), "rounded up, to be written exactly"
    assert scale.exceeded == (largest > 7.9)
    assert scale.ends == (("≤ −7.9", "≥ 7.9") if largest > 7.9 else ("−7.9", "7.9"))


def test_other_networks_have_that_of_the_first_text_and_keep_it() -> None:
    first, second = state_scene(states(2.0), weights="a" * 64), state_scene(states(6.0), weights="a" * 64)
    alone = state_scale(first, "c", 0)
    sizes = {"a" * 64: {"c_l0": float(np.percentile(np.abs(states(2.0)), 99)), "h_l0": 1.0}}
    later = state_scale(replace(second, state_sizes=sizes), "c", 0)
    assert later.limit == alone.limit == pytest.approx(2.0)
    assert later.exceeded
    assert not alone.exceeded
    assert state_scale(second, "c", 0).limit == pytest.approx(6.0), "where nobody kept it"


def test_what_is_nearly_always_zero_or_not_finite_has_the_largest_of_its_text() -> None:
    few = np.zeros((50, 40))
    few[3, 3] = 5.0
    assert state_scale(state_scene(few), "c", 0) == StateScale(5.0, exceeded=False)
    few[4, 4] = np.inf
    assert state_scale(state_scene(few), "c", 0) == StateScale(5.0, exceeded=False)
    assert state_scale(state_scene(np.full((3, 2), np.nan)), "c", 0).limit == 1.0


@pytest.mark.parametrize("cell", CELLS)
def test_all_panels_take_it_from_one_place(cell: str, qapp: object) -> None:
    scene: Scene = recorded_story("en").with_cell(cell)
    symbol = shown_symbol(scene)
    card = dict(scene.trace.provenance.state_sizes)[f"{symbol}_l0"]
    panel = StatePlot()
    panel.draw(scene, scene.complete(4))
    assert isinstance(panel._states, States)
    readings = Readings(scene, scene.complete(4))
    assert card <= panel._states.limit < 1.1 * card
    parts = [symbol, f"{symbol}_before", *(["kept", "written"] if cell != "rnn" else ["h_new"])]
    assert {readings.limit(part) for part in parts} == {panel._states.limit}
