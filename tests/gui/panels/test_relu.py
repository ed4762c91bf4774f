"""A relu RNN is drawn, written and run as one: every panel reads the variant that the trace was made with."""

from dataclasses import replace

import numpy as np
import pytest

from engine.backward.gradient_paths import gradient_paths
from engine.cells.rnn import RELU_RNN
from engine.forward.simulate import simulate
from gui.export.headless import PANELS
from gui.panels.cell_diagram.drawings import drawing_of
from gui.panels.code_view.program import as_text, program, setup_of, whole_program_back
from gui.panels.equation_view.unit_gradients import UnitGradients
from gui.panels.gate_bars.rows import quantity_of
from gui.scene import Direction, Moment, Run, Scene
from gui.view import View
from tests.support.networks import SENTENCE, random_network


@pytest.fixture(scope="module")
def scenes():
    """A relu RNN's reading, and the same numbers under the name of a tanh RNN: only the variant differs."""
    network = random_network("rnn", reads_text=True, activation="relu")
    trace = simulate(network, SENTENCE, device="cpu")
    paths, found = gradient_paths(network, trace), {}
    for activation in ("relu", "tanh"):
        named = replace(trace, provenance=replace(trace.provenance, activation=activation))
        found[activation] = Scene({"rnn": Run(named, paths=paths)}, View("rnn", unit=1), text=SENTENCE)
    return found


def test_the_scene_knows_the_variant_of_its_trace(scenes):
    assert scenes["relu"].definition is RELU_RNN
    assert [stage.symbol for stage in scenes["tanh"].definition.stages] == ["combine", "tanh", "h"]
    assert {part.text for part in drawing_of(RELU_RNN).parts if part.text} == {"relu"}


@pytest.mark.parametrize("direction", list(Direction))
@pytest.mark.parametrize(
    "name", ["cell_diagram", "equation_view", "code_view", "gate_bars", "gate_saturation"]
)
def test_a_panel_says_relu_and_its_ground_is_not_that_of_tanh(name, direction, scenes, qtbot):
    panel = PANELS[name]()
    qtbot.addWidget(panel)
    keys, said = [], []
    for scene in scenes.values():
        moment = Moment(2, 1, direction=direction)
        panel.draw(scene, moment)
        keys.append(panel.ground_key(scene, moment))
        said.append(f"{panel.subtitle(scene, moment)} {panel.summary(scene, moment)}")
    assert keys[0] != keys[1]
    if name in ("cell_diagram", "code_view") and direction is Direction.FORWARD:
        assert "tanh" not in said[0]
        assert "tanh" not in said[1] or "relu" not in said[1]


def test_the_program_of_the_code_pane_gives_the_numbers(scenes):
    network, trace = random_network("rnn", reads_text=True, activation="relu"), scenes["relu"].trace
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    known = {name: getattr(network.layers[0], name) for name in names}
    known |= {"xs": trace["x_l0"].astype(float), "H": 5, "readout_weight": network.readout_weight[0]}
    code = f"{setup_of(RELU_RNN)}\n{as_text(program(RELU_RNN, with_readout=False))}"
    exec(code, known)
    np.testing.assert_allclose(known["h"], trace["h_l0"][-1], rtol=1e-4, atol=1e-5)
    exec(whole_program_back(RELU_RNN, "readout_weight", trace.length - 1), known)
    found = scenes["relu"].run.paths["grad_h_l0"]
    assert np.isfinite(known["d_h"]).all()
    assert found.shape == (trace.length, 5)


def test_the_equation_back_in_numbers(scenes):
    scene = scenes["relu"]
    h = scene.trace["h_l0"][:, 1]
    for token in (int(np.argmax(h > 0)), int(np.argmin(h))):
        numbers = UnitGradients(scene, Moment(token, 1, direction=Direction.BACKWARD))
        arriving, inner = numbers.of("h_new"), numbers.of("h_in")
        assert inner == (arriving if h[token] > 0 else 0)


def test_the_bars_reach_from_0_to_the_largest_value(scenes):
    quantity, h = quantity_of(scenes["relu"], "h"), scenes["relu"].trace["h_l0"]
    assert quantity.low == 0
    assert h.max() <= quantity.high <= 1.1 * h.max()
    assert (quantity_of(scenes["tanh"], "h").low, quantity_of(scenes["tanh"], "h").high) == (-1, 1)
