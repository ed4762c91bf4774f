"""The memory ledger: its terms add up to the state, and each is what its token alone has left."""

import inspect
import pickle
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.memory_ledger import memory_ledger, shown_at
from engine.cell import LayerParameters
from engine.cells import CELLS
from engine.files.records import load, save
from engine.forward.simulate import simulate
from engine.messages import EngineError
from engine.models.network import ModelCard, Network
from engine.record.memory import Memory
from tests.support.networks import random_inputs, random_network
from tests.support.oracles import TOLERANCE, assert_close

WITH_LEDGER = [name for name, cell in CELLS.items() if cell.memory is not None]


def ledger_against_the_state(network: Network, tokens: int, at: int, dtype: str, seed: int = 0) -> None:
    """Every layer's sum is its state, the shares' sum is the logit without its bias."""
    trace = simulate(network, inputs=random_inputs(tokens, network, seed), dtype=dtype)
    memory = memory_ledger(network, trace, at)
    rule = network.cell.memory
    for layer in range(trace.layers):
        parts, initial = memory[f"memory_l{layer}"], memory[f"initial_l{layer}"]
        assert parts.dtype == initial.dtype == np.float64
        assert_close(parts.sum(axis=0) + initial, trace.values(rule.state, layer)[at], dtype)
    total = memory["share"].sum() + memory["share_initial"][0]
    chosen = int(trace["output"][-1].argmax())
    logit = trace["output"][at, chosen] - network.readout_bias[chosen]
    # The logit was rounded together with its bias.
    scale = float(np.abs(memory["share"]).sum() + np.abs(network.readout_bias[chosen]))
    assert total == pytest.approx(logit, rel=TOLERANCE[dtype], abs=TOLERANCE[dtype] * scale)


def each_term_against_autograd(network: Network, tokens: int, seed: int = 0) -> None:
    """Written out with every token's addition as a node of its own: given gates and candidates, the state
    is linear in them, so a term is its derivative times what was written. The gates come from PyTorch's own
    operations."""
    inputs = random_inputs(tokens, network, seed)
    trace = simulate(network, inputs=inputs, dtype="float64")
    memory = memory_ledger(network, trace)
    last = trace.layers - 1
    p = network.layers[last]
    x = torch.tensor(trace.values("x", last))
    before = torch.cat(
        (torch.zeros(1, trace.hidden_size, dtype=x.dtype), torch.tensor(trace[f"h_l{last}"])[:-1])
    )
    a = x @ torch.tensor(p.weight_ih).T + torch.tensor(p.bias_ih)
    e = before @ torch.tensor(p.weight_hh).T + torch.tensor(p.bias_hh)
    if network.card.cell == "lstm":
        i, f, g, o = (a + e).chunk(4, dim=1)
        keep, written, show = f.sigmoid(), i.sigmoid() * g.tanh(), o[-1].sigmoid()
    else:
        (r, z, _), (_, _, n_h) = (a + e).chunk(3, dim=1), e.chunk(3, dim=1)
        n = (a.chunk(3, dim=1)[2] + r.sigmoid() * n_h).tanh()
        keep, written, show = z.sigmoid(), (1 - z.sigmoid()) * n, None
    written = [row.clone().requires_grad_() for row in written]
    state = torch.zeros(trace.hidden_size, dtype=x.dtype)
    for token in range(tokens):
        state = keep[token] * state + written[token]
    slopes = torch.autograd.grad(state.sum(), written)
    shown = state.tanh() * show / state if show is not None else torch.ones_like(state)
    for token in range(tokens):
        left = (slopes[token] * written[token]).detach()
        np.testing.assert_allclose(memory[f"memory_l{last}"][token], left.numpy(), rtol=1e-9, atol=1e-15)
        share = (torch.tensor(network.readout_weight)[0] * shown * left).sum().item()
        assert memory["share"][token] == pytest.approx(share, rel=1e-9, abs=1e-13)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", WITH_LEDGER)
@settings(max_examples=15)
@given(
    tokens=st.integers(1, 60),
    back=st.integers(0, 59),
    units=st.integers(1, 9),
    layers=st.integers(1, 3),
    seed=st.integers(0, 10_000),
)
def test_the_terms_add_up(name, dtype, tokens, back, units, layers, seed):
    network = random_network(name, 3, units, layers, 1, seed)
    ledger_against_the_state(network, tokens, max(tokens - 1 - back, 0), dtype, seed)


@pytest.mark.parametrize("name", WITH_LEDGER)
@settings(max_examples=10)
@given(
    tokens=st.integers(1, 12), units=st.integers(1, 6), layers=st.integers(1, 3), seed=st.integers(0, 10_000)
)
def test_each_term_is_autograds(name, tokens, units, layers, seed):
    each_term_against_autograd(random_network(name, 3, units, layers, 1, seed), tokens, seed)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", WITH_LEDGER)
def test_the_terms_of_a_long_text_add_up(name, dtype):
    """Gates that keep nearly everything, over 2,000 tokens."""
    network = random_network(name, units=16)
    p = network.layers[0]
    rows = {"lstm": slice(16, 32), "gru": slice(16, 32)}[name]  # f, and z
    bias = p.bias_ih.copy()
    bias[rows] += 6
    kept = replace(network, layers=(LayerParameters(p.weight_ih * 0.2, p.weight_hh * 0.2, bias, p.bias_hh),))
    for at in (0, 1, 1_999):
        ledger_against_the_state(kept, 2_000, at, dtype)


@pytest.mark.parametrize("part", ["keep", "written", "shown"])
@pytest.mark.parametrize("check", [ledger_against_the_state, each_term_against_autograd])
@pytest.mark.parametrize("name", WITH_LEDGER)
def test_a_planted_error_is_found(name, part, check, monkeypatch):
    cell = CELLS[name]
    rule = cell.memory
    if part == "keep":
        other = {"lstm": "i", "gru": "r"}[name]
        wrong = replace(rule, keep=other)
    else:
        right = getattr(rule, part)

        def slightly_wrong(*values, **named):
            return right(*values, **named) * 1.001

        slightly_wrong.__wrapped__ = right
        wrong = replace(rule, **{part: slightly_wrong})
    monkeypatch.setitem(CELLS, name, replace(cell, memory=wrong))
    arguments = (5, 4, "float64") if check is ledger_against_the_state else (5,)
    with pytest.raises(AssertionError):
        check(random_network(name), *arguments)


def test_a_closed_form_with_a_constant_gate():
    """f = σ(2) at every token and i g = ½ tanh(1) at token 0 alone."""
    weight = np.array([[0.0], [0.0], [1.0], [0.0]])
    p = LayerParameters(weight, np.zeros((4, 1)), np.array([0.0, 2.0, 0.0, 0.0]), np.zeros(4))
    network = Network(ModelCard("one unit", "lstm"), None, None, (p,), None, None)
    inputs = np.zeros((41, 1))
    inputs[0] = 1
    memory = memory_ledger(network, simulate(network, inputs=inputs, dtype="float64"))
    f = 1 / (1 + np.exp(-2.0))
    assert memory["memory_l0"][0, 0] == pytest.approx(0.5 * np.tanh(1) * f**40, rel=1e-13)
    assert not memory["memory_l0"][1:].any()
    assert "share" not in memory.arrays


def test_a_gate_that_shut_once_leaves_nothing_of_what_came_before():
    network = random_network("lstm")
    trace = simulate(network, inputs=random_inputs(9, network), dtype="float64")
    arrays = {key: array.copy() for key, array in trace.arrays.items()}
    arrays["f_l0"][5] = 0
    memory = memory_ledger(network, replace(trace, arrays=arrays))
    assert not memory["memory_l0"][:5].any()
    assert memory["memory_l0"][5:].all()
    assert memory.held(0).tolist() == np.abs(memory["memory_l0"]).sum(axis=1).tolist()


def test_where_the_memory_is_empty_it_is_shown_as_the_output_gate_says():
    network = random_network("lstm")
    trace = simulate(network, inputs=random_inputs(3, network), dtype="float64")
    arrays = {key: array.copy() for key, array in trace.arrays.items()}
    arrays["c_l0"][2] = [0, -0.0, 1e-320, 1e-9, 2]
    factor = shown_at(CELLS["lstm"].memory, replace(trace, arrays=arrays), 0, 2)
    expected = arrays["o_l0"][2] * [1, 1, 1, 1, np.tanh(2) / 2]
    np.testing.assert_allclose(factor, expected, rtol=1e-12)


def test_an_rnn_has_no_ledger_and_says_why():
    network = random_network("rnn")
    with pytest.raises(EngineError, match="each token overwrites") as refusal:
        memory_ledger(network, simulate(network, inputs=random_inputs(3, network)))
    assert refusal.value.key == "no_memory_ledger"


@pytest.mark.parametrize("at", [-1, 3])
def test_a_token_that_is_not_there_is_refused(at):
    network = random_network("gru")
    with pytest.raises(EngineError, match="tokens 0 to 2"):
        memory_ledger(network, simulate(network, inputs=random_inputs(3, network)), at)


@pytest.mark.parametrize(("name", "seed"), [("lstm", 7), ("gru", 0)])
@pytest.mark.parametrize("at", [0, 3, 6])
def test_of_several_outputs_one_has_the_shares_at_every_token(name, seed, at):
    network = random_network(name, layers=2, outputs=3, seed=seed)
    largest = simulate(network, inputs=random_inputs(7, network, seed))["output"].argmax(axis=1)
    assert largest[0] != largest[-1] != largest[3], "the network changes its mind"
    ledger_against_the_state(network, 7, at, "float64", seed)


def test_without_a_readout_there_are_no_shares():
    network = random_network("gru", outputs=0)
    found = memory_ledger(network, simulate(network, inputs=random_inputs(3, network)))
    assert set(found.arrays) == {"memory_l0", "initial_l0"}


def small_memory() -> Memory:
    network = random_network("lstm", layers=2, reads_text=True)
    return memory_ledger(network, simulate(network, text="This box, amazing!"), at=2)


def test_a_memory_cannot_be_changed_and_travels():
    memory = pickle.loads(pickle.dumps(small_memory()))
    assert memory.tokens == ("This", "box", ",")
    with pytest.raises(ValueError, match="read-only"):
        memory["share"][0] = 1
    with pytest.raises(TypeError):
        memory.arrays["share"] = np.zeros(3)


def test_a_memory_comes_back_from_a_file_as_it_was(tmp_path):
    memory = small_memory()
    save(tmp_path / "memory.npz", memory)
    found = load(Memory, tmp_path / "memory.npz")
    assert (found.at, found.tokens, found.provenance) == (2, memory.tokens, memory.provenance)
    assert list(found.arrays) == list(memory.arrays)
    for key, array in memory.arrays.items():
        np.testing.assert_array_equal(found[key], array)


def test_a_memory_as_a_table_holds_every_number(tmp_path):
    memory = small_memory()
    save(tmp_path / "memory.csv", memory)
    lines = (tmp_path / "memory.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "tau,token_index,token,layer,quantity,unit,value"
    assert len(lines) == 1 + sum(array.size for array in memory.arrays.values())
    assert lines[1] == f"2,0,This,0,memory,0,{memory['memory_l0'][0, 0]:.17g}"
    assert f"2,,,1,initial,4,{memory['initial_l1'][4]:.17g}" in lines
    assert f'2,2,",",1,share,0,{memory["share"][2]:.17g}' in lines


@pytest.mark.parametrize(
    "change", [{"at": 1}, {"tokens": ("a",)}, {"arrays": {"share": np.zeros((3, 1))}}, {"at": -1}]
)
def test_parts_that_do_not_fit_are_refused(change):
    with pytest.raises(EngineError, match="does not fit"):
        replace(small_memory(), **change)


def test_the_rules_read_only_what_a_trace_records():
    for name in WITH_LEDGER:
        cell = CELLS[name]
        rule = cell.memory
        ways = (rule.shown, *rule.shown_instead.values())
        shown = {name for way in ways for name in inspect.signature(way).parameters}
        used = {rule.keep, rule.state, *rule.written_inputs, *shown} - {"xp"}
        assert used <= set(cell.recorded)
        assert rule.keep in cell.gates
        assert rule.state in cell.states
