"""The split by path against autograd, with a node of its own on every path; closed forms; planted errors."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.backward.gradient_paths import gradient_paths
from engine.backward.gradients import gradient_flow
from engine.cell import LayerParameters
from engine.cells import CELLS
from engine.files.records import load, save
from engine.forward.simulate import simulate
from engine.messages import EngineError
from engine.models.network import ModelCard, Network
from engine.progress import Cancelled, Job
from engine.record.gradient_paths import GradientPaths
from tests.support.networks import random_inputs, random_network
from tests.support.oracles import Split, broken

STAGES = [(cell, stage.symbol) for cell in CELLS for stage in CELLS[cell].stages]


def paths_against_autograd(network: Network, tokens: int, tau: int, seed: int = 0) -> None:
    """Every path's vector, every total, and that the paths add up."""
    inputs = random_inputs(tokens, network, seed)
    found = gradient_paths(network, simulate(network, inputs=inputs, dtype="float64"), tau)
    oracle = Split(network, inputs)
    last = len(network.layers) - 1
    for (state, path, layer), nodes in oracle.nodes.items():
        if (path == "above" and layer == last) or state not in network.cell.states:
            continue
        for token in range(tau + 1):
            gradient = found[f"grad_{state}_via_{path}_l{layer}"][token]
            expected = oracle.gradient(tau, nodes[token]) if token in nodes else np.zeros_like(gradient)
            np.testing.assert_allclose(gradient, expected, rtol=1e-9, atol=1e-14)
            norm = found[f"norm_{state}_via_{path}_l{layer}"][token]
            assert norm == pytest.approx(np.linalg.norm(expected), rel=1e-9, abs=1e-14)
    for state in network.cell.states:
        for layer, nodes in enumerate(oracle.totals[state]):
            total = found[f"grad_{state}_l{layer}"]
            for token in range(tau + 1):
                expected = oracle.gradient(tau, nodes[token])
                np.testing.assert_allclose(total[token], expected, rtol=1e-9, atol=1e-14)
            parts = found.paths(state, layer)
            assert {path for s, path, k in oracle.nodes if (s, k) == (state, layer)} >= set(parts)
            np.testing.assert_allclose(sum(parts.values()), total, rtol=1e-9, atol=1e-14)
            assert np.isnan(total[tau + 1 :]).all()
    for token in range(tau + 1):
        expected = oracle.gradient(tau, oracle.x[token])
        np.testing.assert_allclose(found["grad_x_l0"][token], expected, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("name", CELLS)
@settings(max_examples=10)
@given(
    tokens=st.integers(1, 8),
    back=st.integers(0, 7),
    units=st.integers(1, 5),
    layers=st.integers(1, 3),
    outputs=st.integers(1, 2),
    seed=st.integers(0, 10_000),
)
def test_every_path_is_autograds(name, tokens, back, units, layers, outputs, seed):
    network = random_network(name, 3, units, layers, outputs, seed)
    paths_against_autograd(network, tokens, max(tokens - 1 - back, 0), seed)


@pytest.mark.parametrize(("name", "symbol"), STAGES)
def test_a_planted_error_in_a_formula_is_found(name, symbol, monkeypatch):
    monkeypatch.setitem(CELLS, name, broken(CELLS[name], symbol, "backward"))
    with pytest.raises(AssertionError):
        paths_against_autograd(random_network(name, layers=2), 4, 3)


@pytest.mark.parametrize("method", ["_keep_seed", "_keep_inside", "_keep_leaving"])
@pytest.mark.parametrize("name", CELLS)
def test_a_planted_error_in_the_bookkeeping_is_found(name, method, monkeypatch):
    from engine.backward import gradient_paths as module

    right_put = module._Walk._put
    right = getattr(module._Walk, method)

    def wrong(self, *arguments):
        self._put = lambda *put: right_put(self, *put[:3], put[3] * 1.001, put[4])
        right(self, *arguments)
        del self._put

    monkeypatch.setattr(module._Walk, method, wrong)
    with pytest.raises(AssertionError):
        paths_against_autograd(random_network(name, layers=2), 4, 3)


@pytest.mark.parametrize("name", CELLS)
def test_paths_add_up_in_float32_over_a_long_text(name):
    network = random_network(name, units=16, layers=2)
    trace = simulate(network, inputs=random_inputs(300, network))
    found = gradient_paths(network, trace)
    flow = gradient_flow(network, trace, at=299)
    for layer in range(2):
        for state in network.cell.states:
            total, parts = found[f"grad_{state}_l{layer}"], found.paths(state, layer)
            assert total.dtype == np.float64
            norm = np.linalg.norm(total.astype(np.float64), axis=1)
            np.testing.assert_allclose(norm, flow[f"norm_{state}_l{layer}"][0], rtol=1e-4, atol=1e-38)
            apart = np.linalg.norm(sum(parts.values()).astype(np.float64) - total, axis=1)
            assert (apart <= 1e-5 * norm + 1e-40).all()


@pytest.mark.parametrize("rho", [1e-3, 1e3])
def test_no_path_is_lost_on_the_way(rho):
    """float32, in which the text is read, cannot hold 10 ** ±60; what is kept of the gradient can."""
    zeros = np.zeros(1)
    p = LayerParameters(np.zeros((1, 2)), np.array([[rho]]), zeros, zeros)
    network = Network(ModelCard(name="linear", cell="rnn"), None, None, (p,), None, None)
    found = gradient_paths(network, simulate(network, inputs=np.zeros((25, 2))), at=20)
    (later,) = (key for key in found.arrays if key.startswith("norm_h_via_h"))
    np.testing.assert_allclose(np.log10(found[later][:20]), np.log10(rho) * (20.0 - np.arange(20)), rtol=1e-5)
    for key, array in found.arrays.items():
        assert np.isnan(array[21:]).all(), f"{key} knows nothing of what is read later"
        assert not np.isnan(array[:21]).any(), key


def test_the_memory_path_alone_is_the_product_of_the_forget_gates():
    """Without weights on h only the memory carries: ∂ℓ/∂c_t = Π f ⊙ ∂ℓ/∂c_τ, here σ(2) to the distance."""
    p = LayerParameters(np.zeros((4, 1)), np.zeros((4, 1)), np.array([0.3, 2.0, 1.0, 0.5]), np.zeros(4))
    network = Network(ModelCard("one unit", "lstm"), None, None, (p,), None, None)
    found = gradient_paths(network, simulate(network, inputs=np.zeros((30, 1)), dtype="float64"))
    f = 1 / (1 + np.exp(-2.0))
    along = found["grad_c_via_c_l0"][:, 0]
    np.testing.assert_allclose(along[:29] / found["grad_c_l0"][29, 0], f ** np.arange(29, 0, -1), rtol=1e-12)
    assert along[29] == 0
    assert not found["grad_c_via_h_l0"][:29].any()
    assert not any(found[f"grad_h_via_{gate}_l0"].any() for gate in "ifgo")
    assert found["grad_h_via_readout_l0"][:, 0].tolist() == [0] * 29 + [1]


def test_the_gradients_inside_a_step_are_finite_differences():
    """∂ℓ by f_in of one token: the loss when that one number is nudged."""
    network, epsilon = random_network("lstm", outputs=0), 1e-6
    inputs = random_inputs(4, network)
    found = gradient_paths(network, simulate(network, inputs=inputs, dtype="float64"))
    for unit in range(5):
        losses = []
        for sign in (1, -1):
            # One more input that is 1 at token 1 alone, and only f_in of this unit listens to it.
            p = network.layers[0]
            column = np.zeros((20, 1))
            column[5 + unit] = sign * epsilon
            nudged = replace(
                network,
                layers=(
                    LayerParameters(np.hstack((p.weight_ih, column)), p.weight_hh, p.bias_ih, p.bias_hh),
                ),
            )
            extra = np.hstack((inputs, [[0], [1], [0], [0]]))
            losses.append(simulate(nudged, inputs=extra, dtype="float64", path="step")["h_l0"][3].sum())
        slope = (losses[0] - losses[1]) / (2 * epsilon)
        assert found["grad_f_in_l0"][1, unit] == pytest.approx(slope, rel=1e-5, abs=1e-9)


def test_keys_are_those_of_the_table():
    network = random_network("gru", layers=2)
    found = gradient_paths(network, simulate(network, inputs=random_inputs(3, network)), 1)
    assert set(found.paths("h", 0)) == {"r", "z", "n", "h", "above"}
    assert set(found.paths("h", 1)) == {"r", "z", "n", "h", "readout"}
    inside = {f"grad_{symbol}_l1" for symbol in ("r", "r_in", "z", "z_in", "n", "n_in", "n_x", "n_h", "h")}
    assert inside <= set(found.arrays)
    assert (found.at, found.length) == (1, 3)
    assert "grad_x_l1" not in found.arrays


@pytest.mark.parametrize("at", [-1, 4])
def test_a_token_that_is_not_there_is_refused(at):
    network = random_network("rnn")
    with pytest.raises(EngineError, match="tokens 0 to 3"):
        gradient_paths(network, simulate(network, inputs=random_inputs(4, network)), at)


def test_it_can_be_cancelled_and_tells_how_far_it_is():
    network = random_network("gru")
    trace = simulate(network, inputs=random_inputs(50, network))
    fractions = []
    gradient_paths(network, trace, job=Job(lambda fraction, key, **fields: fractions.append(fraction)))
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    with pytest.raises(Cancelled):
        gradient_paths(network, trace, job=Job(cancelled=lambda: True))


def test_paths_travel_and_come_back_from_the_gradients_file(tmp_path):
    network = random_network("lstm")
    trace = simulate(network, inputs=random_inputs(4, network))
    paths = gradient_paths(network, trace, 2)
    save(tmp_path / "g.npz", gradient_flow(network, trace), paths)
    for found in (load(GradientPaths, tmp_path / "g.npz"), pickle.loads(pickle.dumps(paths))):
        assert isinstance(found, GradientPaths)
        assert (found.at, found.provenance, list(found.arrays)) == (2, paths.provenance, list(paths.arrays))
        for key, array in paths.arrays.items():
            np.testing.assert_array_equal(found[key], array)
        with pytest.raises(ValueError, match="read-only"):
            found["grad_c_l0"][0] = 1
