"""What is timed against each other computes the same, and a sample stands for all of it."""

from collections.abc import Callable

import numpy as np
import pytest
import torch

from engine.backward.gradients import gradient_flow
from engine.bench import gradient
from engine.bench.bench import Contestants, example_inputs
from engine.bench.gradient import sample_of_pairs, time_jacobians, time_ledger, time_norms
from engine.cells import CELLS
from engine.record.gradient_flow import GradientFlow


@pytest.fixture(autouse=True)
def _once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody wants to know how long it takes here."""
    for name in ("GRADIENT_ROUNDS", "JACOBIAN_ROUNDS"):
        monkeypatch.setattr(gradient, name, 1)


@pytest.mark.parametrize("every", [1, 3])
@pytest.mark.parametrize("cell", CELLS)
def test_both_ways_find_the_same_gradients(cell: str, every: int) -> None:
    assert time_norms(Contestants(cell, 5), 7, every)["largest_relative_difference"] < 1e-4


@pytest.mark.parametrize("cell", CELLS)
def test_all_ways_find_the_same_spectral_norms(cell: str) -> None:
    assert time_jacobians(Contestants(cell, 5), 7, 6)["largest_relative_difference"] < 1e-4


def test_another_gradient_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*arguments: object) -> GradientFlow:
        flow = gradient_flow(*arguments)  # type: ignore[arg-type]
        arrays = {name: 1.01 * array for name, array in flow.arrays.items()}
        return GradientFlow(flow.rows, arrays, flow.provenance)

    monkeypatch.setattr(gradient, "gradient_flow", wrong)
    found = time_norms(Contestants("gru", 5), 7)["largest_relative_difference"]
    assert found == pytest.approx(0.01, rel=0.01)


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_the_ledger_that_is_timed_adds_up_and_has_shares(cell: str) -> None:
    assert time_ledger(Contestants(cell, 5), 9)["largest_difference"] < 1e-6


@pytest.mark.parametrize(("every", "taus"), [(1, list(range(16))), (8, [3, 11])])
def test_a_sample_of_taus_is_scaled_to_all(
    every: int, taus: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[int]] = []

    def norms(states: list[torch.Tensor], chosen: np.ndarray) -> np.ndarray:
        asked.append(chosen.tolist())
        return np.ones((len(chosen), len(states)))

    def clock(*contestants: Callable[[], object], rounds: int) -> tuple[float, ...]:
        for run in contestants:
            run()
        return 0.5, 4.0

    monkeypatch.setattr(gradient, "_norms_by_autograd", norms)
    monkeypatch.setattr(gradient, "in_turns", clock)
    figures = time_norms(Contestants("rnn", 4), 16, every)
    how = "_sampled" if every > 1 else ""
    assert asked[0] == taus
    assert figures[f"autograd_ms{how}"] == 4000 * 16 / len(taus)
    assert figures[f"times_faster_than_autograd{how}"] == 8 * 16 / len(taus)


def test_pairs_are_as_near_and_as_far_as_all_are() -> None:
    pairs = sample_of_pairs(128, 16)
    assert len(set(pairs)) == 16
    assert all(0 <= t < tau < 128 for tau, t in pairs)
    assert np.mean([tau - t for tau, t in pairs]) == pytest.approx(
        129 / 3, rel=0.02
    )  # (T + 1) / 3 of all pairs


@pytest.mark.parametrize("cell", CELLS)
def test_a_run_goes_on_from_a_state(cell: str) -> None:
    contestants = Contestants(cell, 4)
    inputs = torch.from_numpy(example_inputs(9, 4))
    whole = contestants.unrolled(inputs)
    state = torch.cat([states[3][0] for states in whole.values()])
    rest = contestants.unrolled(inputs[4:], state)
    for name, states in rest.items():
        assert torch.allclose(torch.stack(states), torch.stack(whole[name][4:]))


def test_every_cell_is_measured_and_the_lstm_is_the_headline(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = {"GRADIENT_UNITS": 4, "GRADIENT_TOKENS": 6, "LONG_TOKENS": 16, "JACOBIAN_TOKENS": 6,
             "JACOBIAN_PAIRS": 4, "LEDGER_TOKENS": 8, "LEDGER_UNITS": 4}  # fmt: skip
    for name, size in sizes.items():
        monkeypatch.setattr(gradient, name, size)
    figures = gradient.measure()
    cells = figures["cells"]
    assert isinstance(cells, dict)
    assert list(cells) == list(CELLS)
    assert [cell for cell, found in cells.items() if "ledger" not in found] == ["rnn"], "it has no such sum"
    lstm = cells["lstm"]
    assert figures["times_faster_than_autograd"] == lstm["norms"]["times_faster_than_autograd"]
    assert figures["ledger_ratio_to_trace"] == lstm["ledger"]["ratio_to_trace"]
