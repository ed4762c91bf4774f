"""The forgetting test against two runs by PyTorch's own modules, closed forms and planted errors."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis import forgetting as module
from engine.analysis.forgetting import forgetting
from engine.cell import LayerParameters
from engine.cells import CELLS
from engine.files.records import load, save
from engine.forward.simulate import simulate
from engine.messages import EngineError
from engine.models.network import Network
from engine.record.forgetting import Forgetting
from tests.support.networks import SENTENCE, random_network
from tests.support.oracles import assert_close, pytorch_cell

TOKENS = 19


def by_pytorch(network: Network, words: list[str]) -> dict[str, np.ndarray]:
    """All states and logits by PyTorch's cells, token by token."""
    ids = [int(network.tokenizer.encode(word).ids[0]) for word in words]
    x = torch.tensor(network.embedding[ids])
    found = {}
    for layer in range(len(network.layers)):
        cell, h, rows = pytorch_cell(network, layer, "float64"), None, {"h": [], "c": []}
        for token in x:
            h = cell(token[None], h)
            states = h if isinstance(h, tuple) else (h, h)
            for name, state in zip("hc", states, strict=True):
                rows[name].append(state[0].detach())
        found |= {f"{name}_l{layer}": torch.stack(states).numpy() for name, states in rows.items()}
        x = torch.stack(rows["h"])
    found["output"] = found[f"h_l{layer}"] @ network.readout_weight.T + network.readout_bias
    return found


def against_pytorch(network: Network, at: int, word: str | None, text: str = SENTENCE) -> None:
    trace = simulate(network, text=text, dtype="float64")
    record = forgetting(network, trace, at, word)
    words = list(trace.tokens)
    changed = [*words[:at], *([] if word is None else [word]), *words[at + 1 :]]
    first, again = by_pytorch(network, words), by_pytorch(network, changed)
    skipped = 1 if word is None else 0
    keys = [f"{state}_l{layer}" for layer in range(trace.layers) for state in network.cell.states]
    for key in [*keys, "output"]:
        found = record[f"difference_{key}"]
        expected = again[key][at:] - first[key][at + skipped :]
        if len(expected):
            assert_close(found[at + skipped :], expected, "float64")
        assert not found[:at].any()
        assert np.isnan(found[at : at + skipped]).all()
        if key != "output":
            norms = record[f"norm_difference_{key}"][at + skipped :]
            np.testing.assert_allclose(norms, np.linalg.norm(expected, axis=1), rtol=1e-8, atol=1e-12)
    if len(network.readout_weight) == 1:
        sides = [torch.tensor(run["output"][:, 0]).sigmoid().numpy() for run in (first, again)]
        expected = sides[1][at:] - sides[0][at + skipped :]
        np.testing.assert_allclose(
            record["difference_probability"][at + skipped :], expected, rtol=1e-8, atol=1e-12
        )


@pytest.mark.parametrize("name", CELLS)
@settings(max_examples=10)
@given(
    at=st.integers(0, TOKENS - 1),
    word=st.sampled_from([None, "cereal", "zzz"]),
    units=st.integers(1, 6),
    layers=st.integers(1, 2),
    outputs=st.integers(1, 2),
    seed=st.integers(0, 10_000),
)
def test_both_runs_are_pytorchs(name, at, word, units, layers, outputs, seed):
    against_pytorch(random_network(name, 3, units, layers, outputs, seed, reads_text=True), at, word)


@pytest.mark.parametrize("word", [None, "cereal"])
@pytest.mark.parametrize("part", ["aligned", "changed_inputs", "_probability"])
def test_a_planted_error_is_found(part, word, monkeypatch):
    right = getattr(module, part)
    monkeypatch.setattr(module, part, lambda *arguments: right(*arguments) * 1.001)
    with pytest.raises(AssertionError):
        against_pytorch(random_network("gru", reads_text=True), 4, word)


@pytest.mark.parametrize("dropped", [0, 1])
def test_before_the_change_there_is_no_difference_at_all(dropped):
    """Runs of unlike lengths may differ in their last digits, which is no memory."""
    first = np.arange(10.0).reshape(5, 2)
    again = np.delete(first, 2, axis=0) + 1e-7 if dropped else first + 1e-7
    rows = module.aligned(first, again, 2)
    np.testing.assert_array_equal(rows[:2], first[:2])
    np.testing.assert_array_equal(np.isnan(rows).all(axis=1), [False, False, bool(dropped), False, False])
    np.testing.assert_array_equal(rows[2 + dropped :], again[2:])


def test_a_gate_that_never_shuts_forgets_at_the_rate_of_its_half_life():
    """f = σ(2) and no weights on h: the difference in c shrinks by exactly f at every token."""
    network = random_network("lstm", reads_text=True)
    p = network.layers[0]
    weight_ih, bias = p.weight_ih.copy(), p.bias_ih.copy()
    weight_ih[5:10], bias[5:10] = 0, 2
    p = LayerParameters(weight_ih, p.weight_hh * 0, bias, p.bias_hh * 0)
    network = replace(network, layers=(p,))
    trace = simulate(network, text=SENTENCE, dtype="float64")
    norms = forgetting(network, trace, 3, "cereal")["norm_difference_c_l0"]
    f = 1 / (1 + np.exp(-2.0))
    np.testing.assert_allclose(norms[3:], norms[3] * f ** np.arange(trace.length - 3.0), rtol=1e-9)
    assert norms[3] > 0.1


def test_the_same_word_changes_nothing():
    network = random_network("lstm", reads_text=True)
    trace = simulate(network, text=SENTENCE)
    record = forgetting(network, trace, 2, trace.tokens[2])
    assert not any(record[key].any() for key in record.arrays if "difference" in key)
    assert record["difference_h_l0"].dtype == np.float64


@pytest.mark.parametrize(
    ("text", "at", "word", "key"),
    [
        (SENTENCE, TOKENS + 1, None, "no_such_token"),
        (SENTENCE, -1, "box", "no_such_token"),
        (SENTENCE, 1, "two words", "not_one_token"),
        (SENTENCE, 1, " ", "not_one_token"),
        ("box", 0, None, "empty_text"),
    ],
)
def test_what_cannot_be_changed_is_said(text, at, word, key):
    network = random_network("rnn", reads_text=True)
    with pytest.raises(EngineError) as refusal:
        forgetting(network, simulate(network, text=text), at, word)
    assert refusal.value.key == key


def test_a_network_without_words_says_so():
    network = random_network("rnn")
    trace = simulate(network, inputs=np.ones((2, 4)))
    forgetting(network, trace, 0)  # a vector can be left out as well as a word
    with pytest.raises(EngineError, match="no vocabulary"):
        forgetting(network, trace, 0, "box")


@pytest.mark.parametrize("word", [None, "cereal"])
def test_it_travels_and_comes_back_from_a_file(word, tmp_path):
    network = random_network("lstm", layers=2, reads_text=True)
    record = forgetting(network, simulate(network, text=SENTENCE), 2, word)
    save(tmp_path / "f.npz", record)
    for found in (load(Forgetting, tmp_path / "f.npz"), pickle.loads(pickle.dumps(record))):
        assert isinstance(found, Forgetting)
        assert (found.at, found.word, found.tokens) == (2, word, record.tokens)
        assert found.provenance == record.provenance
        assert list(found.arrays) == list(record.arrays)
        for key, array in record.arrays.items():
            np.testing.assert_array_equal(found[key], array)
        with pytest.raises(ValueError, match="read-only"):
            found["difference_output"][0] = 1
    with pytest.raises(EngineError, match="does not fit"):
        replace(record, tokens=("a", "b", "c"))


def test_as_a_table_it_holds_every_number(tmp_path):
    network = random_network("gru", reads_text=True)
    record = forgetting(network, simulate(network, text=SENTENCE), 2)
    save(tmp_path / "f.csv", record)
    lines = (tmp_path / "f.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "token_index,token,layer,quantity,unit,value"
    assert len(lines) == 1 + sum(array.size for array in record.arrays.values())
    assert "2,This,0,norm_difference_h,,nan" in lines
    assert f"3,box,0,difference_h,1,{record['difference_h_l0'][3, 1]:.17g}" in lines
