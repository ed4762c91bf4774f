"""The bands of a ledger: exactly the ledger's numbers, the largest one by one, nothing lost in the rest."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.memory_bands import prediction_bands, unit_bands
from engine.analysis.memory_ledger import memory_flow, unit_memory
from engine.cells import CELLS
from engine.forward.simulate import simulate
from engine.interventions.holds import intervene
from engine.messages import EngineError
from engine.record.memory_flow import MemoryFlow
from engine.record.trace import Trace
from tests.support.networks import random_inputs, random_network

WITH_LEDGER = [name for name, cell in CELLS.items() if cell.memory is not None]


def read(cell: str, tokens: int, seed: int = 0, layers: int = 1) -> tuple[Trace, MemoryFlow]:
    network = random_network(cell, 3, 5, layers, outputs=1, seed=seed)
    trace = simulate(network, inputs=random_inputs(tokens, network, seed), dtype="float64")
    return trace, memory_flow(network, trace)


@pytest.mark.parametrize("cell", WITH_LEDGER)
@settings(max_examples=12)
@given(tokens=st.integers(1, 30), most=st.integers(0, 35), seed=st.integers(0, 99))
def test_bands_and_others_are_the_ledger(cell: str, tokens: int, most: int, seed: int) -> None:
    trace, flow = read(cell, tokens, seed, layers=2)
    state = CELLS[cell].memory.state
    left = unit_memory(trace, 1, 2)
    bands = unit_bands(trace, 1, 2, most)
    np.testing.assert_array_equal(bands.parts, left[:, bands.tokens].T)
    np.testing.assert_allclose(bands.total, trace.values(state, 1)[:, 2], rtol=1e-10, atol=1e-13)
    rest = np.delete(left, bands.tokens, axis=1)
    np.testing.assert_allclose(bands.others[0], rest.clip(0, None).sum(axis=1), rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(bands.others[1], rest.clip(None, 0).sum(axis=1), rtol=1e-9, atol=1e-14)
    shares = np.nan_to_num(flow["share"])
    split = prediction_bands(flow, most)
    np.testing.assert_array_equal(split.parts, shares[:, split.tokens].T)
    np.testing.assert_allclose(split.total, shares.sum(axis=1) + flow["share_initial"], atol=1e-13)
    assert (split.others[0] >= 0).all()
    assert (split.others[1] <= 0).all()


@pytest.mark.parametrize("cell", WITH_LEDGER)
def test_the_tokens_with_the_largest_areas_get_bands(cell: str) -> None:
    trace, flow = read(cell, 20, 3)
    for bands, ledger in (
        (unit_bands(trace, 0, 1, 6), unit_memory(trace, 0, 1)),
        (prediction_bands(flow, 6), np.nan_to_num(flow["share"])),
    ):
        areas = np.abs(ledger).sum(axis=0)
        assert bands.tokens.tolist() == sorted(np.argsort(-areas)[:6].tolist())


@pytest.mark.parametrize(
    ("cell", "hold"), [("lstm", "c=0.7@6:8"), ("gru", "h=-0.4@6:7#2"), ("lstm", "f=0.1")]
)
def test_where_a_state_is_held_the_sum_begins_anew(cell: str, hold: str) -> None:
    network = intervene(random_network(cell, 3, 5, outputs=1, seed=4), hold)
    trace = simulate(network, inputs=random_inputs(12, network, 4), dtype="float64")
    flow = memory_flow(network, trace)
    for most in (0, 4, 12):
        bands = unit_bands(trace, 0, 2, most)
        np.testing.assert_allclose(bands.total, trace.values(CELLS[cell].memory.state, 0)[:, 2], rtol=1e-10)
        split = prediction_bands(flow, most)
        np.testing.assert_allclose(split.total, trace["output"][:, 0] - network.readout_bias[0], rtol=1e-10)
    if not hold.startswith("f"):
        early = bands.tokens < 6
        assert (bands.parts[early][:, 6:] == 0).all(), "what was read before is gone"


def test_an_unfinished_step_changes_nothing() -> None:
    """Whatever its gates will say: the ledger is that of a step which keeps all and writes nothing."""
    trace, _ = read("lstm", 9)
    other = {key: array.copy() for key, array in trace.arrays.items()}
    for symbol in "ifgo":
        other[f"{symbol}_l0"][4] = 0.3
    one = unit_bands(trace, 0, 0, 20, unfinished=4)
    two = unit_bands(replace(trace, arrays=other), 0, 0, 20, unfinished=4)
    np.testing.assert_array_equal(one.parts, two.parts)
    np.testing.assert_array_equal(one.parts[:, 4], one.parts[:, 3])
    assert 4 not in one.tokens
    assert not np.array_equal(unit_bands(trace, 0, 0, 20).parts, one.parts)


def test_what_overflowed_stays_visible() -> None:
    trace, _ = read("gru", 8)
    arrays = {key: array.copy() for key, array in trace.arrays.items()}
    arrays["n_l0"][5] = np.inf
    bands = unit_bands(replace(trace, arrays=arrays), 0, 0, 3)
    assert np.isfinite(bands.total[:5]).all()
    assert not np.isfinite(bands.total[5:]).any()


def test_what_overflowed_has_the_first_band() -> None:
    """An infinite part is larger than all others, not nothing."""
    trace, _ = read("gru", 8)
    arrays = {key: array.copy() for key, array in trace.arrays.items()}
    arrays["n_l0"][5, 0] = np.inf
    assert unit_bands(replace(trace, arrays=arrays), 0, 0, 1).tokens.tolist() == [5]


def test_a_cell_without_a_ledger_says_so() -> None:
    network = random_network("rnn", 3, 5, 1, outputs=1)
    trace = simulate(network, inputs=random_inputs(4, network), dtype="float64")
    with pytest.raises(EngineError, match="RNN"):
        unit_bands(trace, 0, 0, 5)
