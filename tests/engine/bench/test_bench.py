"""The benchmark compares things that compute the same: otherwise its ratios would mean nothing."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.bench import bench
from engine.bench.fresh_process import figures_of
from engine.cells import CELLS

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("cell", CELLS)
def test_all_contestants_compute_the_same(cell: str) -> None:
    contestants = bench.Contestants(cell, 6)
    inputs = bench.example_inputs(9, 6)
    record = contestants.trace(inputs)
    single = contestants.run_single(torch.from_numpy(inputs))
    np.testing.assert_allclose(record["h_l0"], contestants.run_fused(torch.from_numpy(inputs)), atol=1e-6)
    assert set(single) == set(CELLS[cell].states)
    for name, states in single.items():
        np.testing.assert_allclose(record[f"{name}_l0"], states[:, 0], atol=1e-6)


def test_a_part_that_fails_says_why() -> None:
    with pytest.raises(RuntimeError, match=r"ended with 1: .*no_such_module"):
        figures_of("no_such_module")


def test_they_take_turns() -> None:
    order: list[str] = []
    times = bench.in_turns(lambda: order.append("a"), lambda: order.append("b"), rounds=2)
    assert order == ["a", "b"] * 3  # the first round warms up and is not counted
    assert len(times) == 2


def test_they_are_timed_by_the_clock_that_was_asked_for() -> None:
    hours = iter(np.arange(0.0, 100, 2).tolist())
    times = bench.in_turns(lambda: None, lambda: next(hours), rounds=3, clock=lambda: next(hours))
    assert times == (2, 4)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_counts_at_least_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import json; from engine.bench import bench; bench.MEMORY_TOKENS = 4000; bench.MEMORY_UNITS = 64\n"
        "print(json.dumps(bench.measure_memory('lstm')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    figures = json.loads(done.stdout)
    assert figures["record_mb"] == pytest.approx(4000 * 64 * 4 * 11 / 1e6)
    assert 0.95 <= figures["memory_ratio"] < 5
