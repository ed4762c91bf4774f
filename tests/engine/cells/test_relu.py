"""The relu variant of the RNN: everything that reads a cell reads the variant, judged by PyTorch."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from engine.analysis.gate_statistics import state_saturation
from engine.backends.array_namespace import NUMPY
from engine.backends.torch_namespace import TorchNamespace
from engine.backward.gradient_paths import gradient_paths
from engine.backward.gradients import gradient_flow
from engine.backward.jacobians import jacobians
from engine.backward.weight_update import weight_update
from engine.cell import LayerParameters
from engine.cells import CELLS, VARIANTS, cell_of
from engine.cells.rnn import RELU_RNN
from engine.files.records import load, save
from engine.forward.simulate import simulate
from engine.record.provenance import Provenance
from engine.record.trace import Trace
from tests.engine.cells.test_cells import equations_against_backward
from tests.support.networks import random_inputs, random_network
from tests.support.oracles import Elementary, Split, assert_close, broken, pytorch_module

BOTH = pytest.mark.parametrize("xp", [NUMPY, TorchNamespace()], ids=["numpy", "torch"])


def relu_network(layers=1, **options):
    return random_network("rnn", layers=layers, activation="relu", **options)


def test_the_variant_has_its_own_stages_and_the_rest_of_the_cell():
    assert [stage.symbol for stage in RELU_RNN.stages] == ["combine", "relu", "h"]
    assert RELU_RNN.stages[1].source_lines == ("h_new = relu(h_in)",)
    assert RELU_RNN.stages[1].equation == "h_new = relu(h_in)"
    same = ("name", "gates", "states", "recorded", "pieces", "memory")
    assert all(getattr(RELU_RNN, name) == getattr(CELLS["rnn"], name) for name in same)


@BOTH
def test_one_unit_by_hand_and_no_slope_at_0(xp):
    p = LayerParameters(*(xp.array(np.array(values)) for values in ([[0.5]], [[-1.0]], [0.25], [0.0])))
    for x, h_in, h, slope in ((2.0, 0.75, 0.75, 1.0), (-2.0, -1.25, 0.0, 0.0), (0.5, 0.0, 0.0, 0.0)):
        # 0.5 x + 0.25 − 1 × 0.5: 0.75, −1.25 and exactly 0, where PyTorch's slope is 0 as well
        state = {"h": xp.array(np.array([0.5]))}
        values = RELU_RNN.step(p, xp.array(np.array([x])), state, xp)
        assert xp.numpy(values["h_in"]).tolist() == [h_in]
        assert xp.numpy(values["h"]).tolist() == [h]
        back = RELU_RNN.backward_step(p, values, {"h": xp.array(np.array([[3.0]]))}, xp)
        assert xp.numpy(back.total["x"]).tolist() == [[1.5 * slope]]
        assert xp.numpy(back.total["h_before"]).tolist() == [[-3.0 * slope]]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("path", ["fast", "step"])
@pytest.mark.parametrize("layers", [1, 2])
def test_both_ways_give_what_pytorchs_rnn_gives(path, dtype, layers):
    network = relu_network(layers)
    inputs = random_inputs(7, network).astype(dtype)
    trace = simulate(network, inputs=inputs, dtype=dtype, path=path)
    with torch.no_grad():
        expected, _ = pytorch_module(network, dtype)(torch.tensor(inputs))
    assert_close(trace[f"h_l{layers - 1}"], expected.numpy(), dtype)
    assert (trace["h_l0"] >= 0).all()
    assert (trace["h_l0"] == 0).any()
    assert_close(np.maximum(trace["h_in_l0"], 0), trace["h_l0"], dtype)


def test_the_gradient_equations_say_what_is_computed():
    equations_against_backward(RELU_RNN)
    for symbol in ("combine", "relu", "h"):
        with pytest.raises(AssertionError):
            equations_against_backward(broken(RELU_RNN, symbol, "backward"))


def gradients_against_autograd():
    network = relu_network(2)
    inputs = random_inputs(6, network)
    trace, oracle = simulate(network, inputs=inputs, dtype="float64"), Elementary(network, inputs)
    flow = gradient_flow(network, trace)
    for key, nodes in (("h_l0", oracle.h[0]), ("h_l1", oracle.h[1]), ("x", oracle.x[0])):
        np.testing.assert_allclose(flow[f"norm_{key}"], oracle.norms(nodes), rtol=1e-9, atol=1e-12)


def paths_against_autograd():
    network = relu_network(2)
    inputs = random_inputs(6, network)
    trace, oracle = simulate(network, inputs=inputs, dtype="float64"), Split(network, inputs)
    record = gradient_paths(network, trace, 5)
    for layer in (0, 1):
        for token, node in enumerate(oracle.totals["h"][layer]):
            np.testing.assert_allclose(
                record[f"grad_h_l{layer}"][token], oracle.gradient(5, node), rtol=1e-9, atol=1e-12
            )


@pytest.mark.parametrize("judge", [gradients_against_autograd, paths_against_autograd])
def test_gradients_are_those_of_autograd_and_a_planted_error_is_found(judge, monkeypatch):
    judge()
    for symbol in ("combine", "relu", "h"):
        monkeypatch.setitem(VARIANTS, ("rnn", "relu"), broken(RELU_RNN, symbol, "backward"))
        with pytest.raises(AssertionError):
            judge()


def test_jacobians_and_the_weight_update_are_those_of_autograd():
    network = relu_network()
    inputs = random_inputs(6, network)
    trace = simulate(network, inputs=inputs, dtype="float64")
    found, slopes = jacobians(network, trace), (trace["h_l0"] > 0).astype(float)
    product, weight = np.eye(5), network.layers[0].weight_hh
    for token in range(5, -1, -1):
        np.testing.assert_allclose(
            found["norm_jacobian_l0"][5, token], np.linalg.norm(product, 2), rtol=1e-9, atol=1e-12
        )
        step = slopes[token][:, None] * weight
        # Pascanu's bound with γ = 1: no step stretches by more than W_hh itself
        assert found["sigma_l0"][token, 0] <= found["sigma_weight_l0"][0] * (1 + 1e-12)
        np.testing.assert_allclose(found["sigma_l0"][token], np.linalg.svd(step)[1], atol=1e-12)
        product = product @ step
    module = pytorch_module(network, "float64")
    h, _ = module(torch.tensor(inputs))
    (h[-1] @ torch.tensor(network.readout_weight[0])).backward()
    paths = gradient_paths(network, trace, 5)
    update = weight_update(network, trace, paths, "weight_hh_l0", 2, 3)
    expected = module.weight_hh_l0.grad[2, 3].item()
    assert expected != 0
    assert update.gradient == pytest.approx(expected, rel=1e-9)


def test_a_trace_says_which_variant_made_it_also_from_its_file(tmp_path):
    network = relu_network(reads_text=True)
    trace = simulate(network, "this box of cereal")
    assert cell_of(trace.provenance) is RELU_RNN
    save(tmp_path / "a.npz", trace)
    assert load(Trace, tmp_path / "a.npz").provenance == trace.provenance
    older = trace.provenance.to_json().replace(', "activation": "relu"', "")
    assert Provenance.from_json(older).activation == "tanh", "what was recorded before there was a choice"


def test_units_under_relu_are_off_or_on():
    trace = simulate(relu_network(), inputs=random_inputs(9, relu_network()))
    counted = state_saturation(trace, 0)
    np.testing.assert_array_equal(counted.shut, (trace["h_l0"] == 0).mean(axis=0))
    np.testing.assert_array_equal(counted.open, (trace["h_l0"] > 0).mean(axis=0))
    as_tanh = replace(trace, provenance=replace(trace.provenance, activation="tanh"))
    assert not np.array_equal(state_saturation(as_tanh, 0).shut, counted.shut)
