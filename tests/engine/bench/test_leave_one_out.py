"""What is timed is what separate runs find."""

import pytest

from engine.analysis.leave_one_out import leave_one_out
from engine.bench import leave_one_out as module
from engine.record.leave_one_out import LeaveOneOut


def test_it_finds_what_separate_runs_find() -> None:
    figures = module.measure(tokens=6, units=5, rounds=1)
    assert figures["largest_difference"] < 1e-5
    assert figures["ratio_to_trace"] > 0


def test_another_difference_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*arguments: object) -> LeaveOneOut:
        record = leave_one_out(*arguments)  # type: ignore[arg-type]
        arrays = {key: 1.01 * array for key, array in record.arrays.items()}
        return LeaveOneOut(record.left_out, record.tokens, arrays, record.provenance)

    monkeypatch.setattr(module, "leave_one_out", wrong)
    assert module.measure(tokens=6, units=5, rounds=1)["largest_difference"] > 1e-3
