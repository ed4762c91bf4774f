"""Attributions against autograd, closed forms and their sum."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis import attribution as module
from engine.analysis.attribution import attribution
from engine.cells import CELLS
from engine.forward.simulate import simulate
from engine.interventions.holds import intervene
from engine.messages import EngineError
from engine.models.network import Network
from engine.record.attribution import Attribution
from engine.record.trace import Trace
from tests.support.networks import random_inputs, random_network
from tests.support.oracles import Elementary

TOKENS = 6
CLOSE = {"rtol": 1e-9, "atol": 1e-11}


def read(network: Network) -> tuple[np.ndarray, Trace]:
    inputs = random_inputs(TOKENS, network)
    return inputs, simulate(network, inputs=inputs, dtype="float64")


def by_autograd(network: Network, inputs: np.ndarray, scale: float, tau: int) -> np.ndarray:
    """∂ℓ_τ/∂x_t at scaled inputs, [τ+1, E], ℓ being the output that the whole text chose."""
    loop = Elementary(network, scale * inputs)
    return np.stack(
        [gradient.numpy() for gradient in torch.autograd.grad(loop.losses[tau], loop.x[0][: tau + 1])]
    )


@pytest.mark.parametrize("cell", CELLS)
@settings(max_examples=6)
@given(layers=st.integers(1, 2), outputs=st.integers(0, 1), seed=st.integers(0, 10_000))
def test_both_are_those_of_autograd(cell, layers, outputs, seed):
    network = random_network(cell, 3, 4, layers, outputs, seed)
    inputs, trace = read(network)
    for tau in (2, TOKENS - 1):
        found = attribution(network, trace, tau, steps=5)
        whole = (by_autograd(network, inputs, 1.0, tau) * inputs[: tau + 1]).sum(axis=1)
        np.testing.assert_allclose(found["gradient_times_input"], whole, **CLOSE)
        between = [by_autograd(network, inputs, (k + 0.5) / 5, tau) for k in range(5)]
        expected = (np.mean(between, axis=0) * inputs[: tau + 1]).sum(axis=1)
        np.testing.assert_allclose(found["integrated_gradients"], expected, **CLOSE)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("holds", [(), ("h=0.25@2:3#1",)])
def test_integrated_gradients_add_up_to_the_text_minus_nothing(cell, holds):
    network = intervene(random_network(cell, layers=2, outputs=3), *holds)
    inputs, trace = read(network)
    nothing = simulate(network, inputs=0 * inputs, dtype="float64")
    chosen = trace.provenance.output
    expected = trace["output"][-1, chosen] - nothing["output"][-1, chosen]
    errors = []
    for steps in (50, 400):
        found = attribution(network, trace, steps=steps)
        np.testing.assert_allclose(found["output"] - found["output_of_zeros"], expected, **CLOSE)
        errors.append(abs(found["integrated_gradients"].sum() - expected))
    assert errors[0] < 0.01 * max(abs(expected), 1)
    assert errors[1] < 1e-4


def test_of_a_network_that_only_adds_up_every_explanation_is_the_same():
    """relu far above 0 is linear: each word's part is what it brings, times how much of it is kept."""
    network = random_network("rnn", activation="relu", outputs=1)
    p = network.layers[0]
    p = replace(p, weight_hh=0.5 * np.eye(len(p.weight_hh)), bias_ih=p.bias_ih * 0 + 100)
    network = replace(network, layers=(p,))
    inputs, trace = read(network)
    found = attribution(network, trace)
    kept = 0.5 ** np.arange(TOKENS)[::-1]
    expected = kept * (inputs @ p.weight_ih.T @ network.readout_weight[0])
    np.testing.assert_allclose(found["gradient_times_input"], expected, **CLOSE)
    np.testing.assert_allclose(found["integrated_gradients"], expected, **CLOSE)


def test_a_planted_error_is_found(monkeypatch):
    there_and_back = module._there_and_back

    def wrong(*given: object) -> object:
        outputs, gradients = there_and_back(*given)
        return outputs, 1.01 * gradients

    monkeypatch.setattr(module, "_there_and_back", wrong)
    network = random_network("gru")
    found = attribution(network, read(network)[1], steps=400)
    error = found["integrated_gradients"].sum() - (found["output"] - found["output_of_zeros"])
    assert abs(error) > 1e-4


def test_one_token_and_none_such():
    network = random_network("lstm")
    trace = simulate(network, inputs=np.ones((1, network.input_size)))
    assert isinstance(attribution(network, trace), Attribution)
    with pytest.raises(EngineError):
        attribution(network, trace, 1)
