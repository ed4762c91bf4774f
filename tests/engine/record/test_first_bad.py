"""Every record says where it stops being finite, and nothing is silently 0 or infinite."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.forgetting import forgetting
from engine.analysis.memory_ledger import memory_flow, memory_ledger
from engine.backward.gradient_paths import gradient_paths
from engine.backward.gradients import gradient_flow
from engine.backward.jacobians import jacobians, singular_values, spectral_norms
from engine.backward.weight_update import weight_update
from engine.cell import LayerParameters
from engine.forward.simulate import simulate
from engine.models.network import ModelCard, Network
from engine.record.arrays import BadValue
from engine.record.jacobians import _products
from engine.record.trace import Provenance
from tests.support.networks import SENTENCE, random_network


def linear_rnn(rho: float, units: int = 4) -> Network:
    """An RNN that never leaves 0, where tanh has slope 1: every step multiplies a gradient by ρ Q."""
    rotation = np.linalg.qr(np.random.default_rng(0).normal(size=(units, units)))[0]
    zeros = np.zeros(units)
    p = LayerParameters(np.zeros((units, 2)), rho * rotation, zeros, zeros)
    readout = np.full((1, units), 0.5)  # its norm is 1
    return Network(ModelCard(name="linear", cell="rnn"), None, None, (p,), readout, np.zeros(1))


def logarithms(norms: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.log2(norms)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("rho", "tokens"), [(2.0, 240), (0.5, 240), (16.0, 250), (1 / 16, 250), (1e-9, 12)])
def test_what_float64_holds_is_right_to_the_last_token(rho, tokens, dtype):
    """The case `explode`: ‖∂ℓ/∂h_t‖ = ρ^(τ − t), in one row of norms, in paths and in Jacobians."""
    network = linear_rnn(rho)
    trace = simulate(network, inputs=np.zeros((tokens, 2)), dtype=dtype)
    expected = np.log2(rho) * (tokens - 1 - np.arange(tokens))
    flow, paths = gradient_flow(network, trace, tokens - 1), gradient_paths(network, trace)
    by_path = np.linalg.norm(paths["grad_h_l0"] / rho ** (tokens - 1 - np.arange(tokens))[:, None], axis=1)
    found = jacobians(network, trace, tokens - 1)
    upper, lower = found.bounds(0, tokens - 1)
    for norms in (flow["norm_h_l0"][0], found["norm_jacobian_l0"][0], upper, lower):
        assert norms.dtype == np.float64
        np.testing.assert_allclose(logarithms(norms), expected, rtol=0, atol=1e-3)
    np.testing.assert_allclose(by_path, 1, rtol=1e-5)
    assert flow.first_bad() is paths.first_bad() is found.first_bad() is None


@settings(max_examples=12, deadline=None)
@given(power=st.integers(-120, 120), tokens=st.integers(2, 30), dtype=st.sampled_from(["float32", "float64"]))
def test_no_norm_is_silently_0_or_infinite(power, tokens, dtype):
    """Against exponents, which have no end: 0 and ∞ stand where float64 ends, and nowhere else."""
    network = linear_rnn(2.0**power)
    trace = simulate(network, inputs=np.zeros((tokens, 2)), dtype=dtype)
    expected = power * (tokens - 1.0 - np.arange(tokens))
    flow, paths, found = (
        gradient_flow(network, trace),
        gradient_paths(network, trace),
        jacobians(network, trace),
    )
    for record, norms in (
        (flow, flow["norm_h_l0"][-1]),
        (paths, paths["norm_h_via_h_in_l0"] + paths["norm_h_via_readout_l0"]),
        (found, found["norm_jacobian_l0"][-1]),
    ):
        exponents = logarithms(norms)
        held = np.abs(expected) < 1_020
        np.testing.assert_allclose(exponents[held], expected[held], rtol=0, atol=1e-3)
        assert (norms[expected < -1_076] == 0).all()
        assert np.isposinf(norms[expected > 1_025]).all()
        assert not np.isnan(norms).any()
        beyond = np.flatnonzero(expected > 1_025)
        bad = record.first_bad()
        assert (bad is not None) >= bool(beyond.size)
        if bad is not None:
            assert np.isinf(norms[bad.token])
            assert bad.layer == 0


def test_a_bound_that_left_float64_may_come_back():
    """Beyond 2^1024 on the way, 1 in the end: only exponents can say it."""
    up, down = 2.0**100, 2.0**-100
    products = _products(np.array([up] * 15 + [down] * 15))
    assert np.isinf(products[11:18]).all()
    np.testing.assert_allclose(products[-1], 1.0, rtol=1e-9)
    products = _products(np.array([down] * 15 + [up] * 15))
    assert (products[11:18] == 0).all()
    assert products[-1] == pytest.approx(1.0, rel=1e-9)


def overflowing(cell: str) -> tuple[Network, str]:
    """A network whose sums overflow in float32 from the second word on."""
    network = random_network(cell, reads_text=True, units=3)
    embedding = network.embedding.copy()
    embedding[network.tokenizer.encode("This").ids[0]] = 3e38
    return replace(network, embedding=embedding), SENTENCE


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_all_records_of_an_overflown_network_name_the_same_place(cell):
    network, text = overflowing(cell)
    trace = simulate(network, text=text)
    bad = trace.first_bad()
    assert bad is not None
    assert bad.token == 2
    assert bad.layer == 0
    paths = gradient_paths(network, trace)
    records = [gradient_flow(network, trace), paths, jacobians(network, trace)]
    records += [
        weight_update(network, trace, paths, "weight_hh_l0", 0, 0),
        forgetting(network, trace, 0),
    ]
    if network.cell.memory is not None:
        records += [memory_ledger(network, trace), memory_flow(network, trace)]
    for record in records:
        assert record.first_bad() == bad, type(record)
        assert pickle.loads(pickle.dumps(record)).first_bad() == bad


def test_where_a_record_stops_being_finite_travels_with_its_provenance():
    network, text = overflowing("lstm")
    made = gradient_flow(network, simulate(network, text=text)).provenance
    assert made.first_bad is not None
    assert Provenance.from_json(made.to_json()) == made
    finite = simulate(network, text="Amazing!")
    assert finite.first_bad() is None
    assert finite.handed_on == finite.provenance


def test_the_first_one_is_the_first_in_the_order_of_the_pass():
    network = linear_rnn(2.0)
    flow = gradient_flow(network, simulate(network, inputs=np.zeros((4, 2))))
    norms = flow["norm_h_l0"].copy()
    norms[3, 1] = norms[3, 0] = np.inf
    broken = replace(flow, arrays={**flow.arrays, "norm_h_l0": norms})
    assert flow.first_bad() is None  # NaN where t > τ is no fault
    assert broken.first_bad() == BadValue(1, 0, "norm_h")


@pytest.mark.parametrize("at", [None, 3])
@pytest.mark.parametrize("token", [0, 2])
def test_a_step_that_is_not_finite_is_named_by_its_token(at, token):
    """That of token 0 is part of no norm; and its S singular values are no tokens."""
    network = linear_rnn(2.0)
    found = jacobians(network, simulate(network, inputs=np.zeros((6, 2))), at)
    assert found.first_bad() is None
    sigma = found["sigma_l0"].copy()
    sigma[token] = np.inf, *[np.nan] * 3
    broken = replace(found, arrays={**found.arrays, "sigma_l0": sigma})
    assert broken.first_bad() == BadValue(token, 0, "sigma")


def overflowing_relu() -> Network:
    """Both units are on at even tokens and off at odd ones; the weights are near the end of float64."""
    weights, biases = np.full((2, 2), -1e308), np.full(2, 1e-10)
    p = LayerParameters(np.zeros((2, 2)), weights, biases, np.zeros(2))
    return Network(ModelCard("r", "rnn", activation="relu"), None, None, (p,), np.ones((1, 2)), np.zeros(1))


def test_a_gradient_that_overflows_under_relu_is_named_where_it_does():
    """Where a unit is off, ∞ · 0 is NaN and the mathematics has 0: none stands before what is named."""
    network = overflowing_relu()
    trace = simulate(network, inputs=np.zeros((5, 2)), dtype="float64")
    np.testing.assert_array_equal(trace["h_l0"][:, 0] > 0, [True, False, True, False, True])
    assert trace.first_bad() is None
    flow, paths = gradient_flow(network, trace), gradient_paths(network, trace)
    update = weight_update(network, trace, paths, "weight_hh_l0", 0, 0)
    found = jacobians(network, trace)
    assert flow.first_bad() == BadValue(3, 0, "norm_h")
    assert paths.first_bad() == BadValue(3, 0, "grad_h")
    assert update.first_bad() == BadValue(3, 0, "per_token")
    assert found.first_bad() == BadValue(4, 0, "sigma"), "the step into token 4 comes first"
    assert np.isfinite(paths["grad_h_l0"][4]).all()
    # Products of steps are exact: the one into token 3 leads nowhere, as both units are off there.
    np.testing.assert_array_equal(found["norm_jacobian_l0"][4], [0, 0, 0, np.inf, 1])


def test_a_word_left_out_is_no_overflow():
    network = random_network("gru", reads_text=True)
    trace = simulate(network, text=SENTENCE)
    record = forgetting(network, trace, 2)
    assert np.isnan(record["difference_h_l0"][2]).all()
    assert record.first_bad() is None
    lost = record["norm_difference_h_l0"].copy()
    lost[4] = np.inf
    assert replace(record, arrays={**record.arrays, "norm_difference_h_l0": lost}).first_bad() == BadValue(
        4, 0, "norm_difference_h"
    )


def test_singular_values_of_what_is_not_finite():
    infinite = np.array([[1.0, np.inf], [0.0, 2.0]])
    unknown = np.array([[1.0, np.nan], [0.0, 2.0]])
    huge = np.array([[1e200, 0.0], [0.0, 1e-200]])
    tiny = huge * 1e-300 * 1e-20
    with np.errstate(all="raise", under="ignore"):
        norms = spectral_norms(np.stack([infinite, unknown, huge, tiny, np.zeros((2, 2))]))
    np.testing.assert_allclose(norms, [np.inf, np.nan, 1e200, 1e-120, 0.0], rtol=1e-12)
    np.testing.assert_array_equal(singular_values(infinite), [np.inf, np.nan])
    assert np.isnan(singular_values(unknown)).all()
    np.testing.assert_allclose(singular_values(huge), [1e200, 1e-200])


def test_small_differences_and_shares_are_kept():
    """Of a gate at 1e-4 nothing is left in float32 after twelve words; in float64 there is."""
    network = random_network("lstm", units=2)
    p = network.layers[0]
    bias = p.bias_ih.copy()
    bias[2:4] = -9.21  # f
    calm = LayerParameters(0.1 * p.weight_ih, 0 * p.weight_hh, bias, 0 * p.bias_hh)
    network = replace(network, layers=(calm,))
    trace = simulate(network, inputs=np.ones((30, 4)))
    flow, ledger = memory_flow(network, trace), memory_ledger(network, trace)
    gates = np.log(trace["f_l0"].astype(np.float64))[1:].sum(axis=0)
    written = np.abs(trace["i_l0"][0].astype(np.float64) * trace["g_l0"][0])
    expected = np.log(written) + gates
    assert expected.max() < np.log(1e-100)
    np.testing.assert_allclose(np.log(np.abs(ledger["memory_l0"][0])), expected, rtol=1e-6)
    np.testing.assert_allclose(np.log(flow["held_l0"][-1, 0]), np.log(np.exp(expected).sum()), rtol=1e-6)
    assert flow["share"].dtype == ledger["share"].dtype == np.float64
