"""Half-lives against the table of known ones, saturation against counting."""

from dataclasses import replace

import numpy as np
import pytest

from engine.analysis import gate_statistics
from engine.analysis.gate_statistics import half_lives, saturation
from engine.cell import LayerParameters
from engine.cells import CELLS
from engine.forward.simulate import simulate
from engine.messages import EngineError
from engine.models.network import ModelCard, Network
from engine.record.trace import Trace
from tests.support.networks import random_inputs, random_network


def constant_gate(cell: str, bias: float) -> Trace:
    """One unit whose forget (or update) gate is σ(bias) at every token."""
    rows = {"lstm": 4, "gru": 3}[cell]
    gates = np.zeros(rows)
    gates[1] = bias
    p = LayerParameters(np.zeros((rows, 1)), np.zeros((rows, 1)), gates, np.zeros(rows))
    network = Network(ModelCard("one unit", cell), None, None, (p,), None, None)
    return simulate(network, inputs=np.zeros((7, 1)), dtype="float64")


def with_gate(symbol: str, values: list[float]) -> Trace:
    """An LSTM of one unit one of whose gates took these values."""
    trace = constant_gate("lstm", 0)
    arrays = {key: np.resize(array, (len(values), 1)) for key, array in trace.arrays.items()}
    arrays[f"{symbol}_l0"] = np.array(values, dtype=float)[:, None]
    many = tuple(map(str, range(len(values))))
    return replace(trace, tokens=many, known=np.ones(len(values), dtype=bool), arrays=arrays)


@pytest.mark.parametrize("cell", ["lstm", "gru"])
@pytest.mark.parametrize(("bias", "steps"), [(0, 1.0), (1, 2.21), (2, 5.46), (3, 14.3), (5, 103)])
def test_the_half_life_of_a_bias_is_the_known_one(cell, bias, steps):
    assert half_lives(constant_gate(cell, bias), 0) == pytest.approx([steps], rel=5e-3)


def test_half_is_left_after_the_half_life_of_a_gate_that_changes():
    gate = [0.9, 0.3, 0.8, 0.99, 0.5]
    (life,) = half_lives(with_gate("f", gate), 0)
    assert 0.5 ** (len(gate) / life) == pytest.approx(np.prod(gate), rel=1e-12)


@pytest.mark.filterwarnings("error")
def test_a_gate_that_shut_keeps_nothing_and_one_that_is_open_keeps_everything():
    assert half_lives(with_gate("f", [1, 0, 1]), 0).tolist() == [0]
    assert half_lives(with_gate("f", [1, 1, 1]), 0).tolist() == [np.inf]


def test_saturation_counts_the_tokens_beyond_both_bounds():
    found = saturation(with_gate("o", [0.05, 0.1, 0.5, 0.9, 0.91, 0.99, 0.0, 1.0]), "o", 0)
    assert (found.shut.tolist(), found.open.tolist()) == ([2 / 8], [3 / 8])


@pytest.mark.parametrize(("name", "wrong"), [("SHUT_BELOW", 0.11), ("OPEN_ABOVE", 0.89)])
def test_a_planted_error_in_a_bound_is_found(name, wrong, monkeypatch):
    monkeypatch.setattr(gate_statistics, name, wrong)
    with pytest.raises(AssertionError):
        test_saturation_counts_the_tokens_beyond_both_bounds()


def test_a_half_life_of_another_gate_is_found(monkeypatch):
    wrong = replace(CELLS["lstm"].memory, keep="i")
    monkeypatch.setitem(CELLS, "lstm", replace(CELLS["lstm"], memory=wrong))
    with pytest.raises(AssertionError):
        test_half_is_left_after_the_half_life_of_a_gate_that_changes()


def test_every_gate_of_every_layer_has_its_numbers():
    for cell, gates in {"lstm": "ifo", "gru": "rz"}.items():
        network = random_network(cell, units=6, layers=2)
        trace = simulate(network, inputs=random_inputs(30, network))
        for layer in range(2):
            assert half_lives(trace, layer).shape == (6,)
            for gate in gates:
                found, values = saturation(trace, gate, layer), trace.values(gate, layer)
                for unit in range(6):
                    assert found.shut[unit] == sum(value < 0.1 for value in values[:, unit]) / 30
                    assert found.open[unit] == sum(value > 0.9 for value in values[:, unit]) / 30


def test_what_has_no_such_gate_says_so():
    network = random_network("rnn")
    trace = simulate(network, inputs=random_inputs(3, network))
    with pytest.raises(EngineError) as refusal:
        half_lives(trace, 0)
    assert refusal.value.key == "no_memory_ledger"
    for record, symbol in [(trace, "h"), (constant_gate("lstm", 0), "g"), (constant_gate("gru", 0), "f")]:
        with pytest.raises(EngineError, match=f"no gate {symbol}"):
            saturation(record, symbol, 0)


@pytest.mark.filterwarnings("error")
def test_a_step_whose_gates_are_not_computed_yet_does_not_count():
    trace = with_gate("f", [0.95, 0.0, 0.95])
    assert half_lives(trace, 0, 1) == pytest.approx(np.log(0.5) / np.log(0.95))
    assert saturation(trace, "f", 0, 1).open.tolist() == [1.0]
    assert saturation(trace, "f", 0, 0).shut.tolist() == [0.5]
    alone = with_gate("f", [0.3])
    assert np.isnan(half_lives(alone, 0, 0)).all()
    assert np.isnan(saturation(alone, "f", 0, 0).open).all()


def test_an_rnns_units_are_saturated_near_both_ends():
    trace = with_gate("h", [0.95, -0.95, 0.9, -0.9, 0.0, -1.0, 1.0, 1.0])
    found = gate_statistics.state_saturation(trace, 0)
    assert (found.shut.tolist(), found.open.tolist()) == ([2 / 8], [3 / 8])
    assert gate_statistics.state_saturation(trace, 0, 1).shut.tolist() == [1 / 7]
