"""Jacobians against autograd on elementary operations, closed forms, bounds and planted errors."""

import gc
import pickle
import weakref
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from engine.backends.array_namespace import NUMPY
from engine.backward import jacobians as module
from engine.backward.gradients import gradient_flow
from engine.backward.jacobians import OneStep, jacobians, singular_values, spectral_norms
from engine.cell import LayerParameters
from engine.cells import CELLS
from engine.files.records import load, save
from engine.forward.simulate import simulate
from engine.messages import EngineError
from engine.models.network import ModelCard, Network
from engine.progress import Cancelled, Job
from engine.record.jacobians import Jacobians
from engine.record.trace import Trace
from tests.support.networks import random_inputs, random_network
from tests.support.oracles import NAMES, broken

STAGES = [(cell, stage.symbol) for cell in CELLS for stage in CELLS[cell].stages]


def read_on(cell: str, weights: list[Tensor], state: Tensor, xs: list[Tensor]) -> Tensor:
    """The state, h (and c behind it), after some more tokens, in elementary operations."""
    W, U, b, d = weights
    size = U.shape[1]
    for x in xs:
        h, c = state[:size], state[size:]
        a, e = W @ x + b, U @ h + d
        if cell == "rnn":
            state = (a + e).tanh()
        elif cell == "gru":
            r, z = (a + e)[:size].sigmoid(), (a + e)[size : 2 * size].sigmoid()
            state = (1 - z) * (a[2 * size :] + r * e[2 * size :]).tanh() + z * h
        else:
            i, f, g, o = (a + e).chunk(4)
            c = f.sigmoid() * c + i.sigmoid() * g.tanh()
            state = torch.cat((o.sigmoid() * c.tanh(), c))
    return state


def autograds(network: Network, trace: Trace, layer: int, t: int, tau: int) -> np.ndarray:
    """∂s_τ/∂s_t by `torch.autograd.functional.jacobian`; t may be −1, the initial state."""
    weights = [torch.tensor(getattr(network.layers[layer], name)) for name in NAMES]
    states = [
        np.zeros(trace.hidden_size) if t < 0 else trace.values(s, layer)[t] for s in network.cell.states
    ]
    xs = [torch.tensor(x) for x in trace.values("x", layer)[t + 1 : tau + 1]]
    start = torch.tensor(np.concatenate(states))
    found = torch.autograd.functional.jacobian(
        lambda state: read_on(network.card.cell, weights, state, xs), start
    )
    return found.numpy()


def jacobians_against_autograd(network: Network, tokens: int, seed: int = 0) -> None:
    """All norms of all layers, all one-step singular values, and the exponents of the whole run."""
    trace = simulate(network, inputs=random_inputs(tokens, network, seed), dtype="float64")
    found = jacobians(network, trace)
    for layer in range(trace.layers):
        steps = [autograds(network, trace, layer, token - 1, token) for token in range(tokens)]
        for tau in range(tokens):
            for t in range(tau + 1):
                expected = np.linalg.svd(autograds(network, trace, layer, t, tau), compute_uv=False)[0]
                norm = found[f"norm_jacobian_l{layer}"][tau, t]
                assert norm == pytest.approx(expected, rel=1e-9, abs=1e-13)
            assert np.isnan(found[f"norm_jacobian_l{layer}"][tau, tau + 1 :]).all()
        sigma = [np.linalg.svd(step, compute_uv=False) for step in steps]
        np.testing.assert_allclose(found[f"sigma_l{layer}"], sigma, rtol=1e-9, atol=1e-12)
        volume = np.mean([np.linalg.slogdet(step)[1] for step in steps])
        assert found[f"lyapunov_l{layer}"].sum() == pytest.approx(volume, rel=1e-7, abs=1e-9)
        whole = np.linalg.svd(autograds(network, trace, layer, -1, tokens - 1), compute_uv=False)[0]
        largest = tokens * found[f"lyapunov_l{layer}"][0]
        assert largest == pytest.approx(np.log(whole), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", CELLS)
@settings(max_examples=8)
@given(
    tokens=st.integers(1, 6),
    inputs=st.integers(1, 4),
    units=st.integers(1, 5),
    layers=st.integers(1, 3),
    seed=st.integers(0, 10_000),
)
def test_every_norm_is_autograds(name, tokens, inputs, units, layers, seed):
    jacobians_against_autograd(random_network(name, inputs, units, layers, 1, seed), tokens, seed)


@pytest.mark.parametrize(("name", "symbol"), STAGES)
def test_a_planted_error_in_a_formula_is_found(name, symbol, monkeypatch):
    monkeypatch.setitem(CELLS, name, broken(CELLS[name], symbol, "backward"))
    with pytest.raises(AssertionError):
        jacobians_against_autograd(random_network(name, layers=2), 4)


@pytest.mark.parametrize("part", ["spectral_norms", "_norms", "_sigma", "_lyapunov"])
def test_a_planted_error_in_what_is_made_of_them_is_found(part, monkeypatch):
    whole = ("_sigma", "_lyapunov")  # both are made in one walk along the run
    name = "_sigma_and_lyapunov" if part in whole else part
    right = getattr(module, name)

    def wrong(*arguments):
        made = right(*arguments)
        if not isinstance(made, tuple):
            return made * 1.001
        return tuple(array * (1.001 if own == part else 1) for own, array in zip(whole, made, strict=True))

    monkeypatch.setattr(module, name, wrong)
    with pytest.raises(AssertionError):
        jacobians_against_autograd(random_network("gru"), 4)


@pytest.mark.parametrize("name", CELLS)
def test_a_one_step_jacobian_is_finite_differences(name):
    network, epsilon = random_network(name), 1e-6
    trace = simulate(network, inputs=random_inputs(3, network), dtype="float64")
    found = OneStep(network.cell, network.layers[0], trace, 0).at(2)
    for column in range(found.shape[1]):
        after = []
        for sign in (1, -1):
            state = np.concatenate([trace.values(symbol, 0)[1] for symbol in network.cell.states])
            state[column] += sign * epsilon
            states = dict(zip(network.cell.states, np.split(state, len(network.cell.states)), strict=True))
            values = network.cell.step(network.layers[0], trace["x_l0"][2], states, NUMPY)
            after.append(np.concatenate([values[symbol] for symbol in network.cell.states]))
        np.testing.assert_allclose(
            found[:, column], (after[0] - after[1]) / (2 * epsilon), rtol=1e-6, atol=1e-9
        )


def linear_rnn(weight_hh: np.ndarray) -> Network:
    """With x = b = h = 0 tanh has slope 1, and every step multiplies by W."""
    units = len(weight_hh)
    p = LayerParameters(np.zeros((units, 2)), weight_hh, np.zeros(units), np.zeros(units))
    return Network(ModelCard(name="linear", cell="rnn"), None, None, (p,), None, None)


def rotation(units: int) -> np.ndarray:
    return np.linalg.qr(np.random.default_rng(0).normal(size=(units, units)))[0]


@pytest.mark.parametrize(("rho", "expected"), [(0.9, 2.656e-5), (1.1, 13_780.6)])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_scaled_rotation_keeps_rho_to_the_distance(rho, expected, dtype):
    network = linear_rnn(rho * rotation(8))
    found = jacobians(network, simulate(network, inputs=np.zeros((101, 2)), dtype=dtype), at=100)
    precision = 1e-5 if dtype == "float32" else 1e-10
    norms = found.row("norm_jacobian_l0", 100)
    np.testing.assert_allclose(norms, rho ** (100.0 - np.arange(101)), rtol=precision)
    assert norms[0] == pytest.approx(expected, rel=1e-3)
    np.testing.assert_allclose(found["lyapunov_l0"], np.log(rho), rtol=precision)
    for bound in found.bounds(0, 100):
        np.testing.assert_allclose(bound, norms, rtol=100 * precision)


def test_lyapunov_exponents_of_a_matrix_are_the_logarithms_of_its_eigenvalues():
    wanted = np.array([1.2, 0.9, 0.5, 0.1])
    basis = np.random.default_rng(1).normal(size=(4, 4))
    network = linear_rnn(basis @ np.diag(wanted) @ np.linalg.inv(basis))
    found = jacobians(network, simulate(network, inputs=np.zeros((1_500, 2)), dtype="float64"), at=0)
    np.testing.assert_allclose(found["lyapunov_l0"], np.log(wanted), atol=5e-3)
    np.testing.assert_allclose(
        found["sigma_weight_l0"], np.linalg.svd(network.layers[0].weight_hh, compute_uv=False), rtol=1e-12
    )


@pytest.mark.parametrize(("rho", "tokens"), [(1e-4, 100), (1e4, 100)])
def test_no_norm_is_lost_on_the_way(rho, tokens):
    network = linear_rnn(rho * rotation(5))
    found = jacobians(network, simulate(network, inputs=np.zeros((tokens, 2)), dtype="float64"))
    logarithm = (tokens - 1 - np.arange(tokens)) * np.log10(rho)
    fits = np.abs(logarithm) < 300
    np.testing.assert_allclose(np.log10(found["norm_jacobian_l0"][-1][fits]), logarithm[fits], atol=1e-9)
    beyond = found["norm_jacobian_l0"][-1][np.abs(logarithm) > 330]
    assert len(beyond)
    assert (beyond == (0 if rho < 1 else np.inf)).all()


@pytest.mark.parametrize("name", CELLS)
def test_norms_lie_between_their_bounds_and_gradients_below_them(name):
    network = random_network(name, units=6, outputs=0)
    trace = simulate(network, inputs=random_inputs(20, network), dtype="float64")
    found, flow = jacobians(network, trace), gradient_flow(network, trace)
    for tau in (0, 7, 19):
        upper, lower = found.bounds(0, tau)
        norms = found.row("norm_jacobian_l0", tau)
        past = slice(0, tau + 1)
        assert (lower[past] <= norms[past] * (1 + 1e-12)).all()
        assert (norms[past] <= upper[past] * (1 + 1e-12)).all()
        assert np.isnan(upper[tau + 1 :]).all()
        # ℓ is the sum of 6 units, so its gradient by h_t is at most √6 times as long as the norm.
        assert (flow.row("norm_h_l0", tau)[:tau] <= np.sqrt(6) * norms[:tau] * (1 + 1e-12)).all()


@pytest.mark.parametrize("name", CELLS)
def test_one_row_is_that_row_of_all(name):
    network = random_network(name, layers=2)
    trace = simulate(network, inputs=random_inputs(12, network))
    everything = jacobians(network, trace)
    assert everything["norm_jacobian_l1"].dtype == np.float64
    for tau in (0, 5, 11):
        found = jacobians(network, trace, at=tau)
        assert found.rows.tolist() == [tau]
        for layer in range(2):
            np.testing.assert_allclose(
                found.row(f"norm_jacobian_l{layer}", tau),
                everything.row(f"norm_jacobian_l{layer}", tau),
                rtol=1e-6,
            )
            np.testing.assert_array_equal(found[f"sigma_l{layer}"], everything[f"sigma_l{layer}"])
        assert found.row("norm_jacobian_l0", tau + 1) is None


@pytest.mark.parametrize("name", CELLS)
def test_the_next_row_takes_up_what_belongs_to_the_whole_run(name, monkeypatch):
    """Singular values and exponents are computed once for a trace, and never taken from another one."""
    made, right = [], module._sigma_and_lyapunov

    def counted(steps, job):
        made.append(steps)
        return right(steps, job)

    monkeypatch.setattr(module, "_sigma_and_lyapunov", counted)
    network = random_network(name, layers=2)
    traces = [simulate(network, inputs=random_inputs(9, network, seed)) for seed in (0, 1)]
    first = jacobians(network, traces[0], at=8)
    assert len(made) == 2
    again, other = jacobians(network, traces[0], at=3), jacobians(network, traces[1], at=3)
    assert len(made) == 4
    for key in ("sigma_l0", "sigma_l1", "lyapunov_l0", "lyapunov_l1"):
        np.testing.assert_array_equal(first[key], again[key])
        assert not np.array_equal(first[key], other[key])
    del made
    gone = [weakref.ref(trace) for trace in traces]
    del traces
    gc.collect()
    assert [trace() for trace in gone] == [None, None], "what is remembered holds no trace"


def test_what_overflowed_is_a_gap(recwarn):
    network = random_network("gru")
    trace = simulate(network, inputs=random_inputs(5, network))
    arrays = {key: array.copy() for key, array in trace.arrays.items()}
    arrays["n_h_l0"][2] = np.inf
    found = jacobians(network, replace(trace, arrays=arrays))
    assert np.isnan(found["norm_jacobian_l0"][4, :2]).all()
    assert np.isfinite(found["norm_jacobian_l0"][4, 2:]).all()
    assert np.isnan(found["sigma_l0"][2]).all()
    assert np.isnan(found["lyapunov_l0"]).all()
    assert not recwarn.list


def test_spectral_norms_are_those_of_the_singular_values():
    matrices = np.random.default_rng(3).normal(size=(20, 7, 7)) * 10.0 ** np.arange(-10, 10)[:, None, None]
    expected = np.linalg.svd(matrices, compute_uv=False)[:, 0]
    np.testing.assert_allclose(spectral_norms(matrices), expected, rtol=1e-13)


@pytest.mark.parametrize("size", [1, 8, 32])
@pytest.mark.parametrize("off", [0, 1, 2])
def test_a_row_or_a_column_of_zeros_takes_a_direction_exactly(size, off):
    """Where relu has switched off a unit, LAPACK alone says 3e-16 instead of 0."""
    matrix = np.random.default_rng(0).normal(size=(size, size))
    off = min(off, size)
    matrix[:off] = 0
    for other in (matrix, matrix.T):
        found = singular_values(other)
        assert (found == 0).sum() == off
        np.testing.assert_allclose(found, np.linalg.svd(other, compute_uv=False), atol=1e-14)


@pytest.mark.parametrize("at", [-1, 4])
def test_a_token_that_is_not_there_is_refused(at):
    network = random_network("rnn")
    with pytest.raises(EngineError, match="tokens 0 to 3"):
        jacobians(network, simulate(network, inputs=random_inputs(4, network)), at)


def test_it_can_be_cancelled_and_tells_how_far_it_is():
    network = random_network("gru", layers=2)
    trace = simulate(network, inputs=random_inputs(20, network))
    fractions = []
    jacobians(network, trace, job=Job(lambda fraction, key, **fields: fractions.append(fraction)))
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    with pytest.raises(Cancelled):
        jacobians(network, trace, job=Job(cancelled=lambda: True))


def test_jacobians_travel_and_come_back_from_the_gradients_file(tmp_path):
    network = random_network("rnn")
    trace = simulate(network, inputs=random_inputs(4, network))
    record = jacobians(network, trace)
    save(tmp_path / "g.npz", gradient_flow(network, trace), record)
    for found in (load(Jacobians, tmp_path / "g.npz"), pickle.loads(pickle.dumps(record))):
        assert (found.rows.tolist(), found.provenance) == ([0, 1, 2, 3], record.provenance)
        assert list(found.arrays) == list(record.arrays)
        for key, array in record.arrays.items():
            np.testing.assert_array_equal(found[key], array)
        with pytest.raises(ValueError, match="read-only"):
            found["sigma_l0"][0] = 1
    with pytest.raises(EngineError, match="does not fit"):
        replace(record, rows=np.arange(3))
