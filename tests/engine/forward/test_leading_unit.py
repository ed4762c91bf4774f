"""The unit to look at first is the one that moves the output most."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.forward.leading_unit import leading_unit
from engine.forward.simulate import simulate
from engine.models.library import open_model
from engine.record.provenance import Provenance


@given(
    arrays(np.float64, (6, 4), elements=st.integers(-8, 8).map(float)),
    arrays(np.float64, 4, elements=st.integers(-8, 8).map(float)),
)
def test_it_is_the_one_through_which_the_output_goes_the_longest_way(
    h: np.ndarray, weight: np.ndarray
) -> None:
    way = [0.0] * 4
    for unit in range(4):
        before = 0.0
        for state in h[:, unit].tolist():
            way[unit] += abs(weight[unit] * (state - before))
            before = state
    assert leading_unit(h, weight) == way.index(max(way))
    assert leading_unit(h, -3 * weight) == leading_unit(h, weight)
    assert leading_unit(h, None) == leading_unit(h, np.ones(4))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_counts_for_nothing(bad: float) -> None:
    h = np.array([[bad, 1.0, 2.0], [0.0, 1.0, 2.0]])
    assert leading_unit(h, np.ones(3)) == 2
    assert leading_unit(np.full((2, 3), bad), np.ones(3)) == 0


def test_a_trace_says_its_unit_and_how_large_its_states_get() -> None:
    network = open_model("reviews-en-lstm")
    trace = simulate(network, "Amazing! This box is perfectly balanced.", device="cpu")
    made = trace.provenance
    assert network.readout_weight is not None
    assert made.unit == leading_unit(np.asarray(trace["h_l0"]), network.readout_weight[0])
    assert dict(made.state_sizes) == dict(network.card.state_sizes)
    assert Provenance.from_json(made.to_json()) == made
