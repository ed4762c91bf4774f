"""What is timed is a run in which something is held."""

import pytest

from engine.bench import hold
from engine.models.network import Network


def test_the_runs_that_are_timed_are_held() -> None:
    figures = hold.measure(tokens=6, units=5, rounds=1)
    assert figures["all_held"]
    assert figures["ratio_to_trace"] > 0


def test_a_run_that_is_not_held_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def free(network: Network, *_: object) -> Network:
        return network

    monkeypatch.setattr(hold, "intervene", free)
    assert not hold.measure(tokens=6, units=5, rounds=1)["all_held"]
