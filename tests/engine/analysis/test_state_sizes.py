"""How large states get: one percentile over all tokens of all texts and all units."""

from dataclasses import replace

import numpy as np
import pytest

from engine.analysis.state_sizes import state_sizes
from engine.forward.simulate import simulate
from engine.record.trace import Trace
from tests.support.networks import random_inputs, random_network


def _trace(h: np.ndarray) -> Trace:
    """A trace of an RNN whose states are these, [T, H]."""
    trace = simulate(
        random_network("rnn", units=h.shape[1]), inputs=random_inputs(len(h), random_network("rnn"))
    )
    return replace(trace, arrays={**trace.arrays, "h_l0": h.astype(np.float32)})


def test_it_is_the_percentile_of_the_sizes_over_all_texts_together() -> None:
    # 0, 1, …, 200, half of them negative, over two texts: 99% of the way from the first to the last
    sizes = np.random.default_rng(0).permutation(201).astype(float)
    sizes[sizes > 100] *= -1
    found = state_sizes([_trace(sizes[:150].reshape(50, 3)), _trace(sizes[150:].reshape(17, 3))])
    assert found == {"h_l0": pytest.approx(198.0, rel=1e-12)}
    # between the two sizes of a text of one token: 1 + 0.99 · (3 − 1)
    assert state_sizes([_trace(np.array([[-3.0, 1.0]]))]) == {"h_l0": pytest.approx(2.98, rel=1e-12)}


@pytest.mark.parametrize(("cell", "states"), [("rnn", "h"), ("lstm", "hc"), ("gru", "h")])
def test_every_state_of_every_layer_has_one(cell: str, states: str) -> None:
    network = random_network(cell, layers=2)
    traces = [simulate(network, inputs=random_inputs(9, network, seed)) for seed in range(3)]
    found = state_sizes(traces)
    assert set(found) == {f"{state}_l{layer}" for state in states for layer in range(2)}
    for key, size in found.items():
        assert size == np.percentile(np.abs(np.vstack([trace[key] for trace in traces])).astype(float), 99)


@pytest.mark.parametrize("value", [0.0, np.inf, np.nan])
def test_a_state_without_a_size_has_none(value: float) -> None:
    assert state_sizes([_trace(np.full((4, 2), value))]) == {}
