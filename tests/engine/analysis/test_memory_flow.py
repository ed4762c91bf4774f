"""What is left of each token at every token: each row is the ledger's there, and adds up to the logit."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from engine.analysis.memory_ledger import memory_flow, memory_ledger, unit_memory
from engine.cells import CELLS
from engine.files.records import load, save
from engine.forward.simulate import simulate
from engine.messages import EngineError
from engine.process.requests import MemoryFlowRequest
from engine.progress import Cancelled, Job
from engine.record.memory_flow import MemoryFlow
from engine.service import run
from tests.support.networks import random_inputs, random_network
from tests.support.oracles import assert_close

WITH_LEDGER = [name for name, cell in CELLS.items() if cell.memory is not None]
TOKENS = 24


def flow_and_trace(name, layers=2, dtype="float64", seed=3):
    network = random_network(name, layers=layers, seed=seed)
    trace = simulate(network, inputs=random_inputs(TOKENS, network, seed), dtype=dtype)
    return network, trace, memory_flow(network, trace)


@pytest.mark.parametrize("name", WITH_LEDGER)
def test_each_row_is_the_ledger_at_its_token(name):
    network, trace, flow = flow_and_trace(name)
    for tau in range(TOKENS):
        ledger = memory_ledger(network, trace, tau)
        np.testing.assert_allclose(flow.row("share", tau)[: tau + 1], ledger["share"], rtol=1e-12, atol=1e-15)
        for layer in range(trace.layers):
            np.testing.assert_allclose(flow.row(f"held_l{layer}", tau)[: tau + 1], ledger.held(layer))
        assert np.isnan(flow.row("share", tau)[tau + 1 :]).all()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", WITH_LEDGER)
def test_shares_add_up_to_the_logit_without_its_bias(name, dtype):
    network, trace, flow = flow_and_trace(name, dtype=dtype)
    total = np.nansum(flow["share"], axis=1) + flow["share_initial"]
    assert_close(total, trace["output"][:, 0] - network.readout_bias[0], dtype)


@pytest.mark.parametrize("name", WITH_LEDGER)
def test_one_row_is_that_of_all_rows(name):
    network, trace, flow = flow_and_trace(name)
    for at in (0, 9, TOKENS - 1):
        alone = memory_flow(network, trace, at)
        assert alone.rows.tolist() == [at]
        assert alone.row("share", at + 1) is None
        np.testing.assert_allclose(alone.row("share", at), flow.row("share", at), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", WITH_LEDGER)
def test_a_unit_holds_what_the_ledger_says(name):
    network, trace, _ = flow_and_trace(name)
    everything, two = unit_memory(trace, 1, 4), unit_memory(trace, 1, 4, np.array([2, 7]))
    for tau in (0, 5, TOKENS - 1):
        expected = memory_ledger(network, trace, tau)["memory_l1"][:, 4]
        np.testing.assert_allclose(everything[tau, : tau + 1], expected, rtol=1e-12, atol=1e-15)
        assert not everything[tau, tau + 1 :].any()
    np.testing.assert_array_equal(two, everything[:, [2, 7]])


def test_an_rnn_has_no_such_sum():
    network = random_network("rnn")
    trace = simulate(network, inputs=random_inputs(4, network, 0))
    with pytest.raises(EngineError, match="RNN"):
        memory_flow(network, trace)
    with pytest.raises(EngineError, match="RNN"):
        unit_memory(trace, 0, 0)


def test_a_network_without_one_logit_has_no_shares():
    network = random_network("lstm")
    bare = replace(network, readout_weight=None, readout_bias=None)
    flow = memory_flow(bare, simulate(bare, inputs=random_inputs(4, bare, 0)))
    assert list(flow.arrays) == ["held_l0"]
    assert flow.row("share", 2) is None


def test_it_stops_when_nobody_waits():
    network, trace, _ = flow_and_trace("lstm")
    with pytest.raises(Cancelled):
        memory_flow(network, trace, job=Job(cancelled=lambda: True))
    with pytest.raises(EngineError, match="token"):
        memory_flow(network, trace, TOKENS)


def test_it_travels_between_processes_and_into_files(tmp_path):
    _, _, flow = flow_and_trace("lstm")
    save(tmp_path / "flow.npz", flow)
    for copy in (pickle.loads(pickle.dumps(flow)), load(MemoryFlow, tmp_path / "flow.npz")):
        assert copy.provenance == flow.provenance
        for key, array in flow.arrays.items():
            np.testing.assert_array_equal(copy[key], array)
            assert not copy[key].flags.writeable


def test_damaged_parts_are_named():
    _, _, flow = flow_and_trace("gru", layers=1)
    with pytest.raises(EngineError, match="share"):
        MemoryFlow(flow.rows, {**flow.arrays, "share": flow["share"][:3]}, flow.provenance)
    with pytest.raises(EngineError, match="held_l0"):
        MemoryFlow(flow.rows, {"share": flow["share"]}, flow.provenance)


def test_the_service_answers():
    request = MemoryFlowRequest(("reviews-en-lstm", "reviews-en-gru"), "Amazing breakfast", 1)
    found = dict(run(request))
    assert [flow.provenance.cell for flow in found.values()] == ["lstm", "gru"]
    assert all(flow.rows.tolist() == [1] for flow in found.values())
