"""A layer that is held by a rule: what is drawn, written and run is the cell that made the numbers."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.interventions.holds import intervene
from engine.models.network import Network
from gui.panels import PANELS
from gui.panels.cell_diagram.flow import step_so_far
from gui.panels.cell_diagram.numbers import Readings
from gui.panels.cell_diagram.tips import vector_tip
from gui.panels.code_view.panel import CodeView
from gui.scene import Before, Direction, Moment, Scene
from tests.gui.panels.test_code_view import assert_last_step_is_in, names
from tests.gui.panels.test_gradient_code import assert_step_is_in, seen_from
from tests.support.pixels import picture
from tests.support.scenes import scene_of

RULES = [("i=1-f",), ("h=o*c",), ("i=1-f", "h=o*c")]
PARTS = [("i=1-f@0:2",), ("h=o*c#3",), ("h=o*c", "h=0.5@2:3"), ("i_l0=1-f", "i=0.5#1")]


@pytest.fixture(scope="module", params=RULES, ids=" ".join)
def network(networks: Mapping[str, Network], request: pytest.FixtureRequest) -> Network:
    return intervene(networks["lstm"], *request.param)


@pytest.fixture(scope="module")
def ruled(network: Network, scene: Scene) -> Scene:
    made = scene_of({"lstm": network})
    return replace(made, before=Before({"lstm": scene.runs["lstm"]}))


def test_the_code_that_is_shown_gives_the_trace_and_the_record(
    qtbot: QtBot, ruled: Scene, network: Network
) -> None:
    panel = CodeView()
    qtbot.addWidget(panel)
    found = names(network, ruled.trace["x_l0"], np.asarray)
    exec(panel.text(ruled), found)
    assert_last_step_is_in(ruled, ruled.length, found)
    tau = ruled.length - 1
    seen = seen_from(ruled, {"lstm": network}, "lstm", tau)
    panel.draw(seen, Moment(0, 0, direction=Direction.BACKWARD))
    found = names(network, seen.trace["x_l0"], np.asarray)
    found["readout_weight"] = network.readout_weight[0]
    exec(panel.text(seen), found)
    assert_step_is_in(seen, 0, found)


def test_the_picture_adds_up_and_its_ghost_is_the_whole_cell(ruled: Scene) -> None:
    readings = Readings(ruled, ruled.complete(5))
    shown = readings["bare_c" if "bare_c" in readings else "tanh_c"]
    np.testing.assert_allclose(readings["o"] * shown, readings["h"], rtol=1e-5)
    step = step_so_far(ruled, ruled.complete(5))
    for symbol in readings:
        assert vector_tip(ruled, readings, step, symbol, 2)
    assert "tanh_c" in readings.untouched


@pytest.mark.parametrize("name", PANELS)
@pytest.mark.parametrize("direction", list(Direction))
def test_every_panel_draws_and_tells_it(qtbot: QtBot, ruled: Scene, name: str, direction: Direction) -> None:
    panel = PANELS[name]()
    qtbot.addWidget(panel)
    for stage in range(len(ruled.definition.stages)):
        moment = Moment(5, stage, direction=direction)
        panel.draw(ruled, moment)
        picture(panel)
        assert panel.summary(ruled, moment)
        panel.table(ruled, moment)


@pytest.mark.parametrize("holds", PARTS, ids=" ".join)
def test_where_a_rule_counts_for_a_part_alone_the_cell_is_shown_as_it_is(
    networks: Mapping[str, Network], scene: Scene, holds: tuple[str, ...]
) -> None:
    made = scene_of({"lstm": intervene(networks["lstm"], *holds)})
    assert made.definition is scene.definition
