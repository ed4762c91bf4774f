"""The backward sweep against autograd on elementary operations, closed forms and finite differences."""

from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.backends.array_namespace import NUMPY
from engine.backends.torch_namespace import TorchNamespace
from engine.backward import fast_sweep
from engine.backward.fast_sweep import FastSweep
from engine.backward.gradients import gradient_flow, sweep_norms
from engine.backward.sweep import RESCALE_EVERY, Sweep, where_it_ran
from engine.cell import LayerParameters, Paths, Stage, Values
from engine.cells import CELLS
from engine.forward.simulate import simulate
from engine.messages import EngineError
from engine.models.network import ModelCard, Network
from engine.progress import Cancelled, Job
from tests.support.networks import random_inputs, random_network
from tests.support.oracles import Elementary, broken

STAGES = [(cell, stage.symbol) for cell in CELLS for stage in CELLS[cell].stages]


class FoldingSweep(FastSweep):
    """Makes one matrix of several also where there are only a few rows."""

    def back_through(self, token):
        with patch.object(fast_sweep, "FOLD_FROM_ROWS", 1):
            return super().back_through(token)


def test_powers_of_two_are_handed_over_as_c_ints() -> None:
    """Where C's long is short (Windows), numpy's ldexp takes no longer ones."""
    exponents = np.array([3, -2_000_000_000], dtype=np.int64)
    with patch.object(np, "ldexp", wraps=np.ldexp) as ldexp:
        assert NUMPY.times_powers(np.array([1.5, 1.0]), exponents).tolist() == [12.0, 0.0]
    assert ldexp.call_args.args[1].dtype == np.intc


KINDS = pytest.mark.parametrize("kind", [Sweep, FastSweep, FoldingSweep])


def sweep_against_autograd(network: Network, tokens: int, kind: type[Sweep], seed: int = 0) -> None:
    """All norms, [T, T], of every layer."""
    inputs = random_inputs(tokens, network, seed)
    trace = simulate(network, inputs=inputs, dtype="float64")
    found = sweep_norms(network, trace, np.arange(tokens), NUMPY, Job(), kind)
    oracle = Elementary(network, inputs)
    expected = {"norm_x": oracle.norms(oracle.x[0])}
    for index in range(len(network.layers)):
        expected[f"norm_h_l{index}"] = oracle.norms(oracle.h[index])
        if network.card.cell == "lstm":
            expected[f"norm_c_l{index}"] = oracle.norms(oracle.c[index])
    assert set(found) == set(expected)
    for key, norms in expected.items():
        np.testing.assert_allclose(found[key], norms, rtol=1e-9)


@KINDS
@pytest.mark.parametrize("name", CELLS)
@settings(max_examples=12)
@given(
    tokens=st.integers(1, 9),
    inputs=st.integers(1, 5),
    units=st.integers(1, 6),
    layers=st.integers(1, 3),
    outputs=st.integers(0, 3),
    seed=st.integers(0, 10_000),
)
def test_all_norms_are_autograds(name, kind, tokens, inputs, units, layers, outputs, seed):
    network = random_network(name, inputs, units, layers, outputs, seed)
    sweep_against_autograd(network, tokens, kind, seed)


@KINDS
@pytest.mark.parametrize(("name", "seed"), [("rnn", 1), ("lstm", 1), ("gru", 0)])
def test_all_rows_are_of_one_output_also_where_another_is_larger(name, seed, kind):
    """With `at` too it is the one that is largest at the last token of the whole text."""
    network = random_network(name, outputs=2, seed=seed)
    trace = simulate(network, inputs=random_inputs(7, network, seed), dtype="float64")
    largest = trace["output"].argmax(axis=1)
    assert largest[3] != largest[-1], "the network changes its mind"
    sweep_against_autograd(network, 7, kind, seed)
    flow = gradient_flow(network, trace, 3)
    assert flow.provenance.output == largest[-1]
    oracle = Elementary(network, random_inputs(7, network, seed))
    np.testing.assert_allclose(flow["norm_x"][0, :4], oracle.norms(oracle.x[0])[3, :4], rtol=1e-9)


@KINDS
@pytest.mark.parametrize(("name", "symbol"), STAGES)
def test_a_planted_error_in_a_formula_is_found(name, symbol, kind, monkeypatch):
    monkeypatch.setitem(CELLS, name, broken(CELLS[name], symbol, "backward"))
    with pytest.raises(AssertionError):
        sweep_against_autograd(random_network(name, layers=2), 5, kind)


@pytest.mark.parametrize("tokens", [2, 30])
@pytest.mark.parametrize("name", CELLS)
def test_what_a_sweep_gave_is_not_changed_by_the_next_step(name, tokens):
    network = random_network(name, layers=2)
    trace = simulate(network, inputs=random_inputs(tokens, network))
    for kind in (Sweep, FastSweep, FoldingSweep):
        sweep = kind(network, trace, np.arange(tokens), NUMPY)
        _, steps = sweep.back_through(tokens - 1)
        before = [{symbol: array.copy() for symbol, array in step.total.items()} for step in steps]
        for token in range(tokens - 2, -1, -1):
            sweep.back_through(token)
            sweep.rescale()
        for step, copies in zip(steps, before, strict=True):
            for symbol, copy in copies.items():
                assert (step.total[symbol] == copy).all()


def test_the_gradient_of_c_is_total():
    """It counts the path through h_t: ℓ_τ knows c_τ by no other one."""
    network = random_network("lstm")
    flow = gradient_flow(network, simulate(network, inputs=random_inputs(4, network), dtype="float64"))
    assert (np.diagonal(flow["norm_c_l0"]) > 0).all()


@pytest.mark.parametrize("name", CELLS)
def test_vectors_agree_with_finite_differences(name):
    network, tau, epsilon = random_network(name, layers=2, outputs=0, seed=2), 5, 1e-6
    inputs = random_inputs(tau + 1, network)

    def loss(changed):
        return simulate(network, inputs=changed, dtype="float64", path="step")["h_l1"][tau].sum()

    sweep = Sweep(network, simulate(network, inputs=inputs, dtype="float64"), np.array([tau]), NUMPY)
    for token in range(tau, -1, -1):
        _, steps = sweep.back_through(token)
        for column in range(network.input_size):
            nudge = np.zeros_like(inputs)
            nudge[token, column] = epsilon
            slope = (loss(inputs + nudge) - loss(inputs - nudge)) / (2 * epsilon)
            assert steps[0].total["x"][0, column] == pytest.approx(slope, rel=1e-5, abs=1e-8)


@pytest.mark.parametrize("name", CELLS)
def test_what_arrives_at_a_token_is_split_into_paths_that_add_up(name):
    network, tau = random_network(name, layers=2), 6
    trace = simulate(network, inputs=random_inputs(tau + 1, network), dtype="float64")
    oracle = Elementary(network, trace["x_l0"])
    sweep = Sweep(network, trace, np.array([tau]), NUMPY)
    for token in range(tau, 0, -1):
        _, steps = sweep.back_through(token)
        leaving = sum(steps[1].paths["h_before"].values())[0]
        expected = torch.autograd.grad(oracle.losses[tau], oracle.h[1][token - 1], retain_graph=True)[0]
        np.testing.assert_allclose(leaving, expected.numpy(), rtol=1e-9, atol=1e-15)


def orthogonal_rnn(rho: float, units: int = 8) -> Network:
    """A linear RNN: with x = b = h = 0 tanh has slope 1, and every step multiplies by W = ρ Q."""
    square = np.random.default_rng(0).normal(size=(units, units))
    rotation, _ = np.linalg.qr(square)
    zeros = np.zeros(units)
    p = LayerParameters(np.zeros((units, 2)), rho * rotation, zeros, zeros)
    return Network(ModelCard(name="linear", cell="rnn"), None, None, (p,), None, None)


@pytest.mark.parametrize(("rho", "expected"), [(0.9, 2.656e-5), (1.1, 13_780.6), (1.0, 1.0)])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_linear_rnn_keeps_rho_to_the_distance(rho, expected, dtype):
    network = orthogonal_rnn(rho)
    flow = gradient_flow(network, simulate(network, inputs=np.zeros((101, 2)), dtype=dtype), at=100)
    norms = flow.row("norm_h_l0", 100) / np.sqrt(8)  # ℓ is the sum of 8 units: its own norm is √8
    distance = 100 - np.arange(101)
    np.testing.assert_allclose(norms, rho**distance, rtol=1e-5 if dtype == "float32" else 1e-10)
    assert norms[0] == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(
    ("rho", "dtype", "tokens"),
    [(1e-3, "float32", 150), (1e3, "float32", 150), (1e-4, "float64", 150), (1e-30, "float32", 20)],
)
def test_no_gradient_is_lost_on_the_way(rho, dtype, tokens):
    """Norms are right down to the smallest number of float64, and 0 or infinite beyond."""
    network = orthogonal_rnn(rho)
    flow = gradient_flow(network, simulate(network, inputs=np.zeros((tokens, 2)), dtype=dtype))
    with np.errstate(over="ignore", under="ignore"):
        logarithm = (tokens - 1 - np.arange(tokens)) * np.log10(rho) + np.log10(np.sqrt(8))
    norms = flow["norm_h_l0"][-1]
    limits = np.finfo(np.float64)
    fits = (logarithm > np.log10(limits.tiny)) & (logarithm < np.log10(limits.max))
    assert 5 < fits.sum() < tokens
    np.testing.assert_allclose(np.log10(norms[fits]), logarithm[fits], rtol=1e-5, atol=1e-5)
    gone = logarithm < np.log10(limits.smallest_subnormal) - 1
    assert (norms[gone] == 0).all()
    assert np.isinf(norms[logarithm > np.log10(limits.max) + 1]).all()


@KINDS
def test_without_rescaling_gradients_become_subnormal_which_costs_digits_and_time(kind):
    """Below 1e-38 float32 has ever fewer digits, and processors take a hundred times as long for each."""
    network, tokens = orthogonal_rnn(0.4), 150
    trace = simulate(network, inputs=np.zeros((tokens, 2)))

    def subnormal(rescaled: bool) -> int:
        sweep, count = kind(network, trace, np.arange(tokens), NUMPY), 0
        with np.errstate(under="ignore"):
            for token in range(tokens - 1, -1, -1):
                sweep.back_through(token)
                sizes = np.abs(sweep.carried[0]["h"])
                count += int(((sizes > 0) & (sizes < np.finfo(np.float32).tiny)).sum())
                if rescaled and token % RESCALE_EVERY == 0:
                    sweep.rescale()
        return count

    assert subnormal(rescaled=False) > 1_000
    assert subnormal(rescaled=True) == 0


@pytest.mark.parametrize("name", CELLS)
def test_the_fast_sweep_asks_the_formulas_once_however_long_the_text(name, monkeypatch):
    """Why there are two: the plain sweep runs every stage's formula again at every token, in Python."""
    network, asked = random_network(name), []
    right = Stage.run_backward

    def counted(stage: Stage, known: Values) -> Paths:
        asked.append(stage)
        return right(stage, known)

    monkeypatch.setattr(Stage, "run_backward", counted)

    def formulas(kind: type[Sweep], tokens: int) -> int:
        trace = simulate(network, inputs=random_inputs(tokens, network))
        asked.clear()
        sweep_norms(network, trace, np.arange(tokens), NUMPY, Job(), kind)
        return len(asked)

    stages = len(network.cell.stages)
    assert (formulas(Sweep, 10), formulas(Sweep, 100)) == (10 * stages, 100 * stages)
    assert formulas(FastSweep, 10) == formulas(FastSweep, 100) < 10 * stages


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", CELLS)
def test_torch_sweeps_like_numpy(name, dtype):
    network = random_network(name, layers=2)
    trace = simulate(network, inputs=random_inputs(20, network), dtype=dtype)
    by_numpy = gradient_flow(network, trace)
    by_torch = sweep_norms(network, trace, by_numpy.rows, TorchNamespace(), Job())
    for key, norms in by_numpy.arrays.items():
        np.testing.assert_allclose(by_torch[key], norms, rtol=1e-5 if dtype == "float32" else 1e-10)


@pytest.mark.parametrize("name", CELLS)
def test_one_row_is_that_row_of_all(name):
    network = random_network(name, layers=2)
    trace = simulate(network, inputs=random_inputs(20, network), dtype="float64")
    everything = gradient_flow(network, trace)
    for tau in (0, 7, 19):
        flow = gradient_flow(network, trace, at=tau)
        assert flow.rows.tolist() == [tau]
        for key in everything.arrays:
            np.testing.assert_allclose(flow[key], everything[key][[tau]], rtol=1e-10)
            assert np.isnan(flow[key][0, tau + 1 :]).all()


def test_float32_agrees_with_float64():
    network = random_network("lstm", units=16)
    inputs = random_inputs(60, network)
    flows = [
        gradient_flow(network, simulate(network, inputs=inputs, dtype=dtype))
        for dtype in ("float32", "float64")
    ]
    assert flows[0]["norm_h_l0"].dtype == np.float64
    np.testing.assert_allclose(flows[0]["norm_h_l0"], flows[1]["norm_h_l0"], rtol=2e-5)


@pytest.mark.parametrize("at", [-1, 4])
def test_a_token_that_is_not_there_is_refused(at):
    network = random_network("rnn")
    with pytest.raises(EngineError, match="tokens 0 to 3"):
        gradient_flow(network, simulate(network, inputs=random_inputs(4, network)), at=at)


def test_a_sweep_can_be_cancelled_and_tells_how_far_it_is():
    network = random_network("gru")
    trace = simulate(network, inputs=random_inputs(100, network))
    fractions = []
    gradient_flow(network, trace, job=Job(lambda fraction, key, **fields: fractions.append(fraction)))
    assert fractions == sorted(fractions)
    assert len(fractions) > 5
    assert fractions[-1] == 1
    with pytest.raises(Cancelled):
        gradient_flow(network, trace, job=Job(cancelled=lambda: True))


def test_gradients_of_values_that_overflowed_are_data(recwarn):
    network = random_network("gru")
    trace = simulate(network, inputs=random_inputs(5, network))
    arrays = {key: array.copy() for key, array in trace.arrays.items()}
    arrays["n_h_l0"][2] = np.inf
    flow = gradient_flow(network, replace(trace, arrays=arrays))
    assert not np.isfinite(flow["norm_h_l0"][4, 1])
    assert np.isfinite(flow["norm_h_l0"][4, 3:]).all()
    assert not recwarn.list


@pytest.mark.gpu
@pytest.mark.parametrize("name", CELLS)
def test_the_gpu_finds_the_same_norms(name):
    if not torch.cuda.is_available():
        pytest.skip("no CUDA device")
    network = random_network(name, layers=2)
    inputs = random_inputs(50, network)
    here, there = (
        gradient_flow(network, simulate(network, inputs=inputs, dtype="float64", device=device))
        for device in ("cpu", "cuda")
    )
    for key, norms in here.arrays.items():
        np.testing.assert_allclose(there[key], norms, rtol=1e-9)


def test_a_full_device_hands_over_to_the_cpu_and_other_failures_are_told():
    network = random_network("rnn")
    trace = simulate(network, inputs=random_inputs(3, network))
    there = replace(trace, provenance=replace(trace.provenance, device="cpu:0"))  # the CPU under another name

    def failing_with(error):
        def compute(xp):
            if xp is not NUMPY:
                raise error
            return "computed here"

        return compute

    assert where_it_ran(there, failing_with(torch.OutOfMemoryError("CUDA out of memory"))) == "computed here"
    with pytest.raises(RuntimeError, match="shapes"):
        where_it_ran(there, failing_with(RuntimeError("shapes differ")))
