"""Leave one out against separate runs without each token, the trace itself, and planted errors."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis import leave_one_out as module
from engine.analysis.forgetting import forgetting
from engine.analysis.leave_one_out import leave_one_out
from engine.cells import CELLS
from engine.files.records import load, save
from engine.forward.simulate import simulate
from engine.messages import EngineError
from engine.models.network import Network
from engine.record.leave_one_out import LeaveOneOut
from engine.record.trace import Trace
from tests.support.networks import SENTENCE, random_network

CLOSE = {"rtol": 1e-10, "atol": 1e-10}


def states_of(trace: Trace) -> list[str]:
    return [key for key in trace.arrays if key.startswith(("h_l", "c_l"))]


def against_separate_runs(network: Network, trace: Trace, record: LeaveOneOut) -> None:
    """Every number, found another way: a run without each token, and on the diagonal the trace itself."""
    for column, t in enumerate(record.left_out.tolist()):
        alone = forgetting(network, trace, t) if trace.length > 1 else None
        for key in states_of(trace):
            norms, relative = (record[f"{kind}_difference_{key}"] for kind in ("norm", "relative"))
            whole = trace[key].astype(np.float64)
            before = whole[t - 1] if t else np.zeros_like(whole[0])
            expected = np.zeros(trace.length)
            expected[t] = np.linalg.norm(whole[t] - before)
            if alone is not None:
                expected[t + 1 :] = np.linalg.norm(alone[f"difference_{key}"][t + 1 :], axis=1)
            np.testing.assert_allclose(norms[:, column], expected, **CLOSE)
            np.testing.assert_allclose(relative[:, column], expected / np.linalg.norm(whole, axis=1), **CLOSE)
            assert not norms[:t, column].any()
            assert not relative[:t, column].any()
        weight = network.readout_weight
        last = trace[f"h_l{trace.layers - 1}"].astype(np.float64)
        weight = np.ones((1, last.shape[1])) if weight is None else weight.astype(np.float64)
        effect = np.zeros((trace.length, len(weight)))
        effect[t] = weight @ (last[t] - (last[t - 1] if t else 0))
        if alone is not None:
            effect[t + 1 :] = -alone[f"difference_h_l{trace.layers - 1}"][t + 1 :] @ weight.T
        found = record["effect_output"][:, column].reshape(trace.length, -1)
        np.testing.assert_allclose(found, effect, **CLOSE)
        if alone is not None and network.readout_weight is not None:
            np.testing.assert_allclose(found[t + 1 :], -alone["difference_output"][t + 1 :], **CLOSE)


@pytest.mark.parametrize("name", CELLS)
@settings(max_examples=8)
@given(
    units=st.integers(1, 5), layers=st.integers(1, 2), outputs=st.integers(0, 3), seed=st.integers(0, 10_000)
)
def test_every_shortened_text_is_a_run_of_its_own(name, units, layers, outputs, seed):
    network = random_network(name, 3, units, layers, max(outputs, 1), seed, reads_text=True)
    if not outputs:
        network = replace(network, readout_weight=None, readout_bias=None)
    trace = simulate(network, text=SENTENCE, dtype="float64")
    record = leave_one_out(network, trace)
    against_separate_runs(network, trace, record)
    assert record["effect_output"].shape[2:] == ((outputs,) if outputs > 1 else ())


@pytest.mark.parametrize("name", CELLS)
def test_one_token_is_its_column_of_the_whole(name):
    network = random_network(name, layers=2, reads_text=True)
    trace = simulate(network, text=SENTENCE, dtype="float64")
    whole = leave_one_out(network, trace)
    for t in (0, 5, trace.length - 1):
        record = leave_one_out(network, trace, t)
        against_separate_runs(network, trace, record)
        for key, array in record.arrays.items():
            np.testing.assert_allclose(array[:, 0], whole[key][:, t], **CLOSE)


@pytest.mark.parametrize("name", CELLS)
def test_vectors_and_a_single_one(name):
    network = random_network(name)
    for tokens in (1, 6):
        vectors = np.random.default_rng(tokens).standard_normal((tokens, network.input_size))
        trace = simulate(network, inputs=vectors, dtype="float64")
        against_separate_runs(network, trace, leave_one_out(network, trace))


@pytest.mark.parametrize("error", ["another start", "another token", "another readout"])
def test_a_planted_error_is_found(error, monkeypatch):
    runs, readout = module._runs, module._readout

    def wrong_runs(network, trace, left_out, job):
        for layers in runs(network, trace, left_out, job):
            if error == "another start":
                layers[0]["h"][-1] *= 1.001
            yield layers

    if error == "another token":
        searched = np.searchsorted
        monkeypatch.setattr(
            module.np, "searchsorted", lambda left, at, side="left": searched(left, at - 1, side)
        )
    monkeypatch.setattr(module, "_runs", wrong_runs)
    if error == "another readout":
        monkeypatch.setattr(module, "_readout", lambda *given: readout(*given) * 1.001)
    network = random_network("lstm", reads_text=True)
    trace = simulate(network, text=SENTENCE, dtype="float64")
    record = leave_one_out(network, trace)
    monkeypatch.undo()
    with pytest.raises(AssertionError):
        against_separate_runs(network, trace, record)


def test_a_token_that_changes_nothing_differs_by_exactly_nothing():
    """In float32 as well: every shortened text goes through the same arithmetic as the whole one."""
    network = random_network("gru", reads_text=True)
    p = network.layers[0]
    network = replace(network, layers=(replace(p, weight_ih=p.weight_ih * 0, weight_hh=p.weight_hh * 0),))
    p = network.layers[0]
    network = replace(network, layers=(replace(p, bias_ih=p.bias_ih * 0, bias_hh=p.bias_hh * 0),))
    record = leave_one_out(network, simulate(network, text=SENTENCE))
    assert not record["norm_difference_h_l0"].any()
    assert not record["effect_output"].any()
    seen = np.tril(np.ones_like(record["relative_difference_h_l0"])) > 0
    assert np.isnan(record["relative_difference_h_l0"][seen]).all()  # of a state that is 0: no share
    assert not record["relative_difference_h_l0"][~seen].any()
    assert record.first_bad() is None


def test_several_outputs_are_kept_while_they_fit(monkeypatch):
    network = random_network("lstm", outputs=3, reads_text=True)
    trace = simulate(network, text=SENTENCE)
    record = leave_one_out(network, trace)
    every = record["effect_output"]
    monkeypatch.setattr(module, "LARGEST_EFFECT_MB", 0)
    few = leave_one_out(network, trace)
    chosen = few["effect_output"]
    assert every.shape == (trace.length, trace.length, 3)
    assert (few.effect == chosen).all()
    np.testing.assert_array_equal(record.effect, every[:, :, trace.provenance.output])
    np.testing.assert_allclose(chosen, every[:, :, trace.provenance.output], rtol=1e-12, atol=1e-12)


def test_there_is_no_such_token():
    network = random_network("rnn", reads_text=True)
    trace = simulate(network, text=SENTENCE)
    with pytest.raises(EngineError):
        leave_one_out(network, trace, trace.length)


@pytest.mark.parametrize("at", [None, 2])
def test_it_comes_back_from_a_file(at, tmp_path: Path):
    network = random_network("lstm", outputs=2, reads_text=True)
    record = leave_one_out(network, simulate(network, text=SENTENCE), at)
    save(tmp_path / "each.npz", record)
    again = load(LeaveOneOut, tmp_path / "each.npz")
    np.testing.assert_array_equal(again.left_out, record.left_out)
    for key, array in record.arrays.items():
        np.testing.assert_array_equal(again[key], array)
    save(tmp_path / "each.csv", record)
    head, *lines = (tmp_path / "each.csv").read_text(encoding="utf-8-sig").splitlines()
    assert head == "tau,token_index,token,layer,quantity,unit,value"
    pairs = len(SENTENCE.split()) if at else 0  # at least a line for each later token
    assert len(lines) > pairs
    assert all(int(line.split(",")[1]) <= int(line.split(",")[0]) for line in lines)
