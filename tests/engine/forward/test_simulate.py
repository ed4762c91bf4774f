"""Both ways to a trace against each other, against PyTorch's modules and against exact sums."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.backends.device import Choice, choose
from engine.cells import CELLS
from engine.forward import fast_path, simulate
from engine.forward.simulate import simulate as run
from engine.messages import EngineError, say
from engine.models.network import Network
from engine.progress import Cancelled, Job
from engine.record.trace import Trace
from tests.support.networks import SENTENCE, random_inputs, random_network
from tests.support.oracles import assert_close, broken, pytorch_cell, pytorch_module

STAGES = [(cell, stage.symbol) for cell in CELLS for stage in CELLS[cell].stages]
DTYPES = ["float32", "float64"]


def fast_against_step(network: Network, inputs: np.ndarray, dtype: str) -> None:
    fast = run(network, inputs=inputs, dtype=dtype)
    step = run(network, inputs=inputs, dtype=dtype, path="step")
    assert list(fast.arrays) == list(step.arrays)
    for key, array in step.arrays.items():
        assert fast[key].dtype == dtype
        assert_close(fast[key], array, dtype)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", CELLS)
@settings(max_examples=15)
@given(
    tokens=st.integers(1, 40),
    inputs=st.integers(1, 6),
    units=st.integers(1, 6),
    layers=st.integers(1, 3),
    outputs=st.integers(0, 2),
    seed=st.integers(0, 10_000),
)
def test_both_paths_give_the_same_trace(name, dtype, tokens, inputs, units, layers, outputs, seed):
    network = random_network(name, inputs, units, layers, outputs, seed)
    fast_against_step(network, random_inputs(tokens, network, seed), dtype)


@pytest.mark.parametrize("tokens", [6, 7, 8, 14, 15])
@pytest.mark.parametrize("name", CELLS)
def test_a_sequence_in_chunks_is_the_same_sequence(name, tokens, monkeypatch):
    monkeypatch.setattr(fast_path, "CHUNK", 7)
    network = random_network(name, layers=2)
    fast_against_step(network, random_inputs(tokens, network), "float64")


@pytest.mark.parametrize("name", CELLS)
def test_the_step_path_runs_on_torch_too(name, monkeypatch):
    network = random_network(name, layers=2)
    inputs = random_inputs(9, network)
    by_numpy = run(network, inputs=inputs, dtype="float64", path="step")
    monkeypatch.setattr(simulate, "NUMPY", simulate.TorchNamespace())
    by_torch = run(network, inputs=inputs, dtype="float64", path="step")
    for key, array in by_numpy.arrays.items():
        assert_close(by_torch[key], array, "float64")


@pytest.mark.parametrize("path", ["fast", "step"])
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("name", CELLS)
def test_h_is_that_of_pytorchs_stacked_module(name, layers, dtype, path):
    network = random_network(name, layers=layers, seed=layers)
    inputs = random_inputs(30, network).astype(dtype)
    found = run(network, inputs=inputs, dtype=dtype, path=path)
    with torch.no_grad():
        expected, _ = pytorch_module(network, dtype)(torch.tensor(inputs))
    assert_close(found[f"h_l{layers - 1}"], expected.numpy(), dtype)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", CELLS)
def test_states_are_those_of_a_loop_over_pytorchs_cells(name, dtype):
    """Not the layer that the fast path calls itself."""
    network = random_network(name, layers=2, seed=3)
    found = run(network, inputs=random_inputs(25, network), dtype=dtype)
    with torch.no_grad():
        for index in range(2):
            cell, state = pytorch_cell(network, index, dtype), None
            for token in range(25):
                state = cell(torch.tensor(found.values("x", index)[token]), state)
                states = state if name == "lstm" else (state,)
                for symbol, expected in zip(CELLS[name].states, states, strict=True):
                    assert_close(found.values(symbol, index)[token], expected.numpy(), dtype)


@pytest.mark.parametrize(("name", "symbol"), STAGES)
def test_a_planted_error_separates_the_paths_or_the_oracle(name, symbol, monkeypatch):
    """An error in any stage shows: in the step path against PyTorch, whatever the fast path takes over."""
    network = random_network(name)
    inputs = random_inputs(6, network)
    with torch.no_grad():
        expected, _ = pytorch_module(network, "float64")(torch.tensor(inputs))
    monkeypatch.setitem(CELLS, name, broken(CELLS[name], symbol, "compute"))
    found = run(network, inputs=inputs, dtype="float64", path="step")
    with pytest.raises(AssertionError):
        assert_close(found["h_l0"], expected.numpy(), "float64")


def test_an_error_in_the_loop_over_time_is_found(monkeypatch):
    def forgets_nothing(i, g, c):
        np.cumsum(i * g, axis=0, out=c)

    lstm = CELLS["lstm"]
    stages = tuple(
        replace(stage, over_time=forgets_nothing) if stage.symbol == "c" else stage for stage in lstm.stages
    )
    monkeypatch.setitem(CELLS, "lstm", replace(lstm, stages=stages))
    network = random_network("lstm")
    with pytest.raises(AssertionError):
        fast_against_step(network, random_inputs(6, network), "float64")


def kept(gate: np.ndarray, written: np.ndarray) -> np.ndarray:
    """Σ_t (Π_{s=t+1..τ} gate_s) ⊙ written_t for the last τ."""
    return sum(np.prod(gate[token + 1 :], axis=0) * written[token] for token in range(len(gate)))


def test_an_lstms_memory_is_the_exact_sum_over_its_tokens():
    network = random_network("lstm", seed=5)
    found = run(network, inputs=random_inputs(40, network), dtype="float64")
    assert_close(found["c_l0"][-1], kept(found["f_l0"], found["i_l0"] * found["g_l0"]), "float64")


def test_a_grus_state_is_the_exact_sum_over_its_tokens():
    network = random_network("gru", seed=5)
    found = run(network, inputs=random_inputs(40, network), dtype="float64")
    assert_close(found["h_l0"][-1], kept(found["z_l0"], (1 - found["z_l0"]) * found["n_l0"]), "float64")


@pytest.mark.parametrize("name", CELLS)
def test_text_goes_through_the_embedding_and_the_readout(name):
    network = random_network(name, reads_text=True)
    found = run(network, SENTENCE + " Zyzzyva", dtype="float64")
    assert found.tokens[:2] == ("Amazing", "!")
    assert found.known.tolist() == [True] * (found.length - 1) + [False]
    assert (found["x_l0"][0] == network.embedding[network.tokenizer.encode("amazing").ids[0]]).all()
    assert (found["x_l0"][-1] == network.embedding[0]).all()
    logits = found["h_l0"] @ network.readout_weight.T + network.readout_bias
    np.testing.assert_allclose(found["output"], logits, rtol=1e-12)


def test_a_trace_names_its_origin():
    network = random_network("gru", layers=2)
    provenance = run(network, inputs=random_inputs(3, network)).provenance
    assert (provenance.model, provenance.cell, provenance.layers) == ("random-gru", "gru", 2)
    assert (provenance.device, provenance.dtype) == ("cpu", "float32")
    assert provenance.weights_sha256 == network.weights_sha256
    assert say(provenance.device_note, device="cpu") == "cpu (chosen: a single text is quicker there)"
    assert dict(provenance.versions)["torch"] == torch.__version__


def test_a_trace_keeps_its_own_copy_of_the_inputs():
    network = random_network("rnn")
    inputs = random_inputs(3, network)
    found = run(network, inputs=inputs, dtype="float64")
    inputs[:] = 0
    assert found["x_l0"].any()


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        ({"text": ""}, "empty_text"),
        ({"text": "  \n"}, "empty_text"),
        ({}, "text_or_inputs"),
        ({"text": "a", "inputs": np.zeros((1, 4))}, "text_or_inputs"),
        ({"inputs": np.zeros((3, 5))}, "input_shape"),
        ({"inputs": np.zeros(4)}, "input_shape"),
        ({"inputs": np.zeros((0, 4))}, "empty_text"),
        ({"inputs": np.array([["a"] * 4])}, "input_not_numbers"),
        ({"inputs": [[1, 2], [3]]}, "input_ragged"),
        ({"inputs": np.array([[object()] * 4])}, "input_not_numbers"),
        ({"text": "a", "dtype": "float16"}, "unknown_dtype"),
        ({"text": "a", "path": "slow"}, "unknown_path"),
        ({"text": "a", "device": "tpu"}, "unknown_device"),
        ({"text": "a", "device": "cpu:1"}, "unknown_device"),
        ({"text": "a", "device": "cuda:x"}, "unknown_device"),
        ({"text": "a", "device": "cuda:99"}, "no_cuda"),
    ],
)
def test_what_cannot_be_run_is_refused_in_a_sentence(arguments, key):
    with pytest.raises(EngineError) as refusal:
        run(random_network("lstm", reads_text=True), **arguments)
    assert refusal.value.key == key


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e300])
def test_inputs_that_are_not_finite_are_named_by_place(bad):
    inputs = np.zeros((5, 4))
    inputs[3, 2] = bad  # 1e300 is finite, but no float32
    with pytest.raises(EngineError, match=r"token 3, column 2") as refusal:
        run(random_network("rnn"), inputs=inputs)
    assert refusal.value.fields == {"token": 3, "column": 2}


def test_text_for_a_network_of_vectors_is_refused():
    with pytest.raises(EngineError, match=r"\[tokens, 4\]"):
        run(random_network("gru"), "Amazing!")


def test_a_trace_that_would_not_fit_is_refused_before_memory_is_taken(monkeypatch):
    monkeypatch.setattr(simulate, "LARGEST_TRACE_MB", 0)
    network = random_network("lstm", units=50)
    with pytest.raises(EngineError, match="needs 2 MB"):
        run(network, inputs=random_inputs(1200, network))


@pytest.mark.parametrize("path", ["fast", "step"])
@pytest.mark.parametrize("name", CELLS)
def test_overflow_inside_is_recorded_and_named(name, path, recwarn):
    network = random_network(name)
    p = network.layers[0]
    wild = replace(p, weight_ih=p.weight_ih * 1e38)
    inputs = random_inputs(6, network) * 100
    inputs[:2] = 0
    found = run(replace(network, layers=(wild,)), inputs=inputs, path=path)
    bad = found.first_bad()
    assert (bad.token, bad.layer) == (2, 0)
    assert bad.symbol.endswith(("_in", "_h")), "the sum overflows before any gate does"
    assert not recwarn.list, "people get a sentence, not a warning"


@pytest.mark.parametrize("path", ["fast", "step"])
def test_a_run_can_be_cancelled_and_tells_how_far_it_is(path, monkeypatch):
    monkeypatch.setattr(fast_path, "CHUNK", 100)
    network = random_network("lstm", layers=2)
    inputs = random_inputs(1000, network)
    fractions = []

    def progress(fraction, key, **fields):
        assert say(key, **fields) == "Reading the text with random-lstm"
        fractions.append(fraction)

    run(network, inputs=inputs, path=path, job=Job(progress))
    assert fractions == sorted(fractions)
    assert fractions[0] == 0
    assert len(fractions) > 10
    assert fractions[-1] <= 1
    fractions.clear()
    with pytest.raises(Cancelled):
        run(network, inputs=inputs, path=path, job=Job(progress, cancelled=lambda: len(fractions) == 3))
    assert len(fractions) == 3


@pytest.fixture
def pretended_gpu(monkeypatch):
    """A GPU that is the CPU under another name."""
    monkeypatch.setattr(simulate, "choose", lambda device, dtype: Choice("cpu:0", "device_asked"))
    simulate._check_device.cache_clear()


@pytest.mark.parametrize("full_at", [0, 1], ids=["when it is compared", "when it runs"])
def test_a_full_gpu_hands_over_to_the_cpu_and_says_so(full_at, pretended_gpu, monkeypatch):
    network = random_network("lstm")
    inputs = random_inputs(5, network)
    with monkeypatch.context() as real:
        real.setattr(simulate, "choose", choose)
        expected = run(network, inputs=inputs)
    calls = []
    right = fast_path.FastLayer.run

    def full(layer, recorder, index, job):
        calls.append(layer)
        if len(calls) == full_at + 1:
            raise torch.OutOfMemoryError("CUDA out of memory")
        right(layer, recorder, index, job)

    monkeypatch.setattr(fast_path.FastLayer, "run", full)
    found = run(network, inputs=inputs, device="cuda")
    assert (found.provenance.device, found.provenance.device_note) == ("cpu", "device_fell_back")
    assert (found["c_l0"] == expected["c_l0"]).all()


@pytest.mark.parametrize("error", [1e-3, np.nan])
def test_a_device_that_computes_something_else_is_not_used(error, pretended_gpu, monkeypatch):
    right = fast_path.FastLayer.run

    def wrong(layer, recorder, index, job):
        right(layer, recorder, index, job)
        recorder.put(index, "h", 0, recorder.layer(index)["h"] + np.float32(error))

    network = random_network("gru")
    inputs = random_inputs(5, network)
    assert run(network, inputs=inputs, device="cuda").provenance.device == "cpu:0"
    simulate._check_device.cache_clear()
    monkeypatch.setattr(fast_path.FastLayer, "run", wrong)
    with pytest.raises(EngineError) as refusal:
        run(network, inputs=inputs, device="cuda")
    assert refusal.value.key == "device_differs"


def test_tf32_is_off_while_a_trace_is_made_and_then_as_before(monkeypatch):
    seen = []
    right = fast_path.FastLayer.run

    def look(layer, recorder, index, job):
        seen.append((torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32))
        right(layer, recorder, index, job)

    monkeypatch.setattr(fast_path.FastLayer, "run", look)
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", True)
    network = random_network("rnn")
    run(network, inputs=random_inputs(2, network))
    assert seen == [(False, False)]
    assert torch.backends.cudnn.allow_tf32


@pytest.mark.parametrize(("units", "threads"), [(128, 1), (129, 2)])
def test_small_layers_run_on_one_processor_and_leave_the_others_as_they_were(units, threads, monkeypatch):
    network = random_network("gru", units=units)
    layer = fast_path.FastLayer.of(network.cell, network.weights(simulate.TorchNamespace(), "float32")[0])
    seen = []
    layer.fused.register_forward_hook(lambda *_: seen.append(torch.get_num_threads()))
    monkeypatch.setattr(simulate, "_fast_layers", lambda *_: (layer,))
    linear = fast_path.TorchNamespace.linear

    def look(*arguments):
        seen.append(torch.get_num_threads())
        return linear(*arguments)

    monkeypatch.setattr(fast_path.TorchNamespace, "linear", look)
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        run(network, inputs=random_inputs(3, network))
        assert (set(seen), torch.get_num_threads()) == ({threads}, 2)
        assert len(seen) == 1 + 2, "the fused layer, and both products of the stage that follows from it"
    finally:
        torch.set_num_threads(before)


@pytest.mark.gpu
@pytest.mark.parametrize("path", ["fast", "step"])
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", CELLS)
def test_the_gpu_gives_the_same_trace(name, dtype, path):
    if not torch.cuda.is_available():
        pytest.skip("no CUDA device")
    network = random_network(name, layers=2)
    inputs = random_inputs(50, network)
    here: Trace = run(network, inputs=inputs, dtype=dtype, device="cpu", path=path)
    there: Trace = run(network, inputs=inputs, dtype=dtype, device="cuda", path=path)
    assert there.provenance.device == "cuda:0"
    for key, array in here.arrays.items():
        assert_close(there[key], array, dtype)
