"""Held values against a plain loop written here, autograd on it, sums that add up, and the untouched run."""

import re
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from engine import service
from engine.analysis.forgetting import forgetting
from engine.analysis.leave_one_out import leave_one_out
from engine.analysis.memory_ledger import memory_flow, memory_ledger, rule_of, unit_memory
from engine.backward.gradient_paths import gradient_paths
from engine.backward.gradients import gradient_flow
from engine.backward.jacobians import jacobians
from engine.cells import CELLS
from engine.files.records import load, save
from engine.forward.simulate import simulate
from engine.interventions.holds import hold_of, intervene
from engine.messages import EngineError
from engine.models.network import Network
from engine.process.requests import Held, RunRequest
from engine.record.hold import Hold, held_values
from engine.record.memory import Memory
from engine.record.trace import Trace
from tests.support.networks import SENTENCE, random_inputs, random_network
from tests.support.oracles import losses_of

TOKENS, UNITS = 7, 5
CLOSE = {"rtol": 1e-9, "atol": 1e-11}


class HeldLoop:
    """A network written out in elementary operations, with values held as the words say it."""

    def __init__(self, network: Network, inputs: np.ndarray) -> None:
        self.network = network
        self.nodes: dict[str, list[Tensor]] = {}
        below = [torch.tensor(row, requires_grad=True) for row in inputs]
        self.x = below
        for index in range(len(network.layers)):
            below = self._layer(index, below)
        self.losses = losses_of(network, below)

    def _kept(self, layer: int, token: int, symbol: str, value: Tensor, rule: Tensor | None = None) -> Tensor:
        """The value, or what is held in its place; remembered as a node of its own."""
        layers = len(self.network.layers)
        for hold in self.network.holds:
            in_layer = layer == (layers - 1 if hold.layer is None else hold.layer)
            in_range = hold.first <= token and (hold.end is None or token < hold.end)
            if in_layer and in_range and hold.symbol == symbol:
                units = torch.arange(len(value))
                there = units == units if hold.unit is None else units == hold.unit
                instead = rule if hold.rule else torch.full_like(value, hold.value)
                value = torch.where(there, instead, value)
        value = value * 1.0  # a node of its own, whose gradient is that by what is read from here on
        if not value.requires_grad:
            value.requires_grad_()
        self.nodes.setdefault(f"{symbol}_l{layer}", []).append(value)
        return value

    def _layer(self, layer: int, xs: list[Tensor]) -> list[Tensor]:
        p, cell = self.network.layers[layer], self.network.card.cell
        W, U, b, d = (
            torch.tensor(getattr(p, name)) for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        )
        size = U.shape[1]
        h = c = torch.zeros(size, dtype=U.dtype)
        hs = []
        for token, x in enumerate(xs):
            a, e = W @ x + b, U @ h + d

            def kept(symbol: str, value: Tensor, rule: Tensor | None = None, token: int = token) -> Tensor:
                return self._kept(layer, token, symbol, value, rule)

            if cell == "rnn":
                h = kept("h", (a + e).tanh())
            elif cell == "gru":
                r = kept("r", (a + e)[:size].sigmoid())
                z = kept("z", (a + e)[size : 2 * size].sigmoid())
                n = kept("n", (a[2 * size :] + r * e[2 * size :]).tanh())
                h = kept("h", n - z * n + z * h)
            else:
                i_in, f_in, g_in, o_in = (a + e).chunk(4)
                f, g = kept("f", f_in.sigmoid()), kept("g", g_in.tanh())
                i = kept("i", i_in.sigmoid(), 1 - f)
                c = kept("c", f * c + i * g)
                o = kept("o", o_in.sigmoid())
                h = kept("h", o * c.tanh(), o * c)
            hs.append(h)
        return hs

    def values(self, key: str) -> np.ndarray:
        return torch.stack(self.nodes[key]).detach().numpy()

    def gradients(self, tau: int, nodes: list[Tensor]) -> np.ndarray:
        found = torch.autograd.grad(self.losses[tau], nodes[: tau + 1], retain_graph=True, allow_unused=True)
        return np.stack(
            [
                np.zeros(len(node)) if gradient is None else gradient.numpy()
                for gradient, node in zip(found, nodes, strict=False)
            ]
        )


def symbols_of(cell: str) -> list[str]:
    return sorted({*CELLS[cell].gates, *CELLS[cell].states})


@st.composite
def sizes_and_holds(draw: st.DrawFn, cell: str) -> tuple[dict[str, int], list[Hold]]:
    layers, holds = draw(st.integers(1, 2)), []
    outputs, seed = draw(st.integers(0, 2)), draw(st.integers(0, 10_000))
    for _ in range(draw(st.integers(1, 3))):
        first = draw(st.integers(0, TOKENS - 1))
        rules = [("i", "1-f"), ("h", "o*c")] if cell == "lstm" else []
        symbol, rule = draw(st.sampled_from([*((symbol, "") for symbol in symbols_of(cell)), *rules]))
        holds.append(
            Hold(
                symbol,
                0.0 if rule else draw(st.sampled_from([0.0, 0.25, 0.5, 1.0])),
                first,
                draw(st.one_of(st.none(), st.integers(first + 1, TOKENS))),
                draw(st.one_of(st.none(), st.integers(0, UNITS - 1))),
                draw(st.one_of(st.none(), st.integers(0, layers - 1))),
                rule,
            )
        )
    return {"layers": layers, "outputs": outputs, "seed": seed}, holds


def held_network(data: st.DataObject, cell: str) -> Network:
    sizes, holds = data.draw(sizes_and_holds(cell))
    return intervene(random_network(cell, 3, UNITS, **sizes), *holds)


def read(network: Network) -> tuple[Trace, HeldLoop]:
    inputs = random_inputs(TOKENS, network)
    return simulate(network, inputs=inputs, dtype="float64"), HeldLoop(network, inputs)


def against_the_loop(network: Network) -> None:
    trace, loop = read(network)
    for key in loop.nodes:
        np.testing.assert_allclose(trace[key], loop.values(key), **CLOSE)
    flow, back = gradient_flow(network, trace), gradient_paths(network, trace)
    for layer in range(trace.layers):
        for state in network.cell.states:
            key = f"{state}_l{layer}"
            for tau in (2, TOKENS - 1):
                expected = loop.gradients(tau, loop.nodes[key])
                norms = flow[f"norm_{key}"][tau, : tau + 1]
                np.testing.assert_allclose(norms, np.linalg.norm(expected, axis=1), **CLOSE)
        for symbol in symbols_of(network.card.cell):
            expected = loop.gradients(TOKENS - 1, loop.nodes[f"{symbol}_l{layer}"])
            np.testing.assert_allclose(back[f"grad_{symbol}_l{layer}"], expected, **CLOSE)
    expected = np.linalg.norm(loop.gradients(TOKENS - 1, loop.x), axis=1)
    np.testing.assert_allclose(flow["norm_x"][-1], expected, **CLOSE)


@pytest.mark.parametrize("cell", CELLS)
@settings(max_examples=12)
@given(data=st.data())
def test_a_held_run_and_its_gradients_are_those_of_a_plain_loop(cell, data):
    against_the_loop(held_network(data, cell))


@pytest.mark.parametrize(
    "holds",
    [
        ("i=1-f", "h=o*c"),
        ("i_l0=1-f", "h_l0=o*c"),
        ("h=o*c#3", "i=1-f#3"),
        ("h_l0=o*c@2:5#1", "i=1-f@1:4", "f=0.5#2"),
        ("h=o*c", "h=0.25@3:4#0", "i=1-f", "i=0.5#1"),
    ],
)
def test_coupled_gates_and_a_bare_memory_are_those_of_a_plain_loop(holds):
    against_the_loop(intervene(random_network("lstm", layers=2), *holds))


@pytest.mark.parametrize("cell", CELLS)
@settings(max_examples=6)
@given(data=st.data())
def test_a_small_change_passes_no_held_value(cell, data):
    """Spectral norms against products of one-step Jacobians by autograd."""
    network = held_network(data, cell)
    trace, loop = read(network)
    found = jacobians(network, trace, TOKENS - 1)["norm_jacobian_l0"][0]
    states = [loop.nodes[f"{state}_l0"] for state in network.cell.states]
    last = torch.cat([nodes[-1] for nodes in states])
    for t in (1, TOKENS - 2):
        rows = []
        for number in last:
            parts = torch.autograd.grad(
                number, [nodes[t] for nodes in states], retain_graph=True, allow_unused=True
            )
            rows.append(np.concatenate([np.zeros(UNITS) if part is None else part.numpy() for part in parts]))
        if network.card.cell == "lstm":
            continue  # h_t hangs on c_t there: the loop's nodes are not independent; see the next test
        np.testing.assert_allclose(found[t], np.linalg.norm(np.stack(rows), 2), **CLOSE)


def test_an_lstm_whose_states_are_all_held_hands_nothing_on():
    network = intervene(random_network("lstm"), "h=0.5@3:4", "c=0.5@3:4")
    found = jacobians(network, simulate(network, inputs=random_inputs(TOKENS, network)))
    norms = found["norm_jacobian_l0"]
    assert not norms[4:, :3].any()
    assert norms[6, 3] > 0


@pytest.mark.parametrize("planted", ["forward", "backward", "all at once"])
def test_a_planted_error_is_found(planted, monkeypatch):
    if planted == "forward":
        monkeypatch.setattr(
            "engine.forward.step_path.held_values",
            lambda *given: {symbol: values + 1e-4 for symbol, values in held_values(*given).items()},
        )
    else:
        where = "engine.cell" if planted == "backward" else "engine.backward.fast_sweep"
        monkeypatch.setattr(f"{where}.passed_on", lambda gradient, held, xp: gradient)
    with pytest.raises(AssertionError):
        against_the_loop(intervene(random_network("gru"), "z=0.5", "h=0.25@2:4#1"))


@pytest.mark.parametrize("path", ["fast", "step"])
@pytest.mark.parametrize("cell", CELLS)
def test_holding_every_unit_at_its_own_value_changes_nothing(cell, path):
    """Bit by bit, against the step path."""
    network = random_network(cell, layers=2)
    inputs = random_inputs(TOKENS, network)
    plain = simulate(network, inputs=inputs, path="step")
    for symbol in symbols_of(cell):
        holds = [
            Hold(symbol, float(plain[f"{symbol}_l{layer}"][token, unit]), token, token + 1, unit, layer)
            for layer in range(2)
            for token in range(TOKENS)
            for unit in range(plain.hidden_size)
        ]
        held = simulate(intervene(network, *holds), inputs=inputs, path=path)
        for key, array in plain.arrays.items():
            np.testing.assert_array_equal(held[key], array)


@pytest.mark.parametrize("cell", ["lstm", "gru"])
@settings(max_examples=12)
@given(data=st.data())
def test_the_ledger_with_holds_adds_up(cell, data):
    network = held_network(data, cell)
    trace, _ = read(network)
    rule, flow = rule_of(cell), memory_flow(network, trace)
    for tau in (2, TOKENS - 1):
        memory = memory_ledger(network, trace, tau)
        for layer in range(trace.layers):
            given = memory.arrays.get(f"held_l{layer}", 0.0)
            total = memory[f"memory_l{layer}"].sum(axis=0) + memory[f"initial_l{layer}"] + given
            np.testing.assert_allclose(total, trace[f"{rule.state}_l{layer}"][tau], **CLOSE)
            held = trace.held(layer).get(rule.state, np.full((TOKENS, UNITS), np.nan))
            for token in range(tau + 1):  # what earlier words left in a held unit is exactly nothing
                there = ~np.isnan(held[token])
                assert not memory[f"memory_l{layer}"][: token + 1, there].any()
        if network.readout_weight is None:
            continue
        hidden = (
            cell == "lstm"
            and not np.isnan(trace.held(trace.layers - 1).get("h", np.array([[np.nan]])))[
                tau if "h" in trace.held(trace.layers - 1) else 0
            ].all()
        )
        assert ("share" in memory) == (not hidden)
        assert np.isnan(flow["share"][tau, : tau + 1]).all() == hidden
        if not hidden:
            logit = trace["output"][tau, trace.provenance.output]
            bias = network.readout_bias[trace.provenance.output]
            for record, place in ((memory, ...), (flow, tau)):
                parts = [record["share"][place], record["share_initial"][place]]
                parts += [record["share_held"][place]] if "share_held" in record else []
                np.testing.assert_allclose(sum(np.nansum(part) for part in parts), logit - bias, **CLOSE)
    assert flow.first_bad() is None
    for unit in (0, UNITS - 1):
        left = unit_memory(trace, 0, unit)
        np.testing.assert_allclose(left[-1], memory_ledger(network, trace)["memory_l0"][:, unit], **CLOSE)


@pytest.mark.parametrize("cell", CELLS)
def test_a_hold_stays_with_its_word_when_another_is_left_out(cell):
    symbol = symbols_of(cell)[-1]
    network = intervene(random_network(cell, reads_text=True), f"{symbol}=0.5@4:6", "h=0.25@9:10#2")
    trace = simulate(network, text=SENTENCE, dtype="float64")
    every = leave_one_out(network, trace)
    for t in (0, 4, 5, 9, 12):
        alone = forgetting(network, trace, t)
        words = [number for number in range(trace.length) if number != t]
        shortened = replace(network, holds=())
        for hold in network.holds:
            for token in range(hold.first, hold.end):
                if token != t:
                    place = words.index(token)
                    shortened = intervene(shortened, replace(hold, first=place, end=place + 1))
        vectors = np.delete(trace["x_l0"], t, axis=0)
        again = simulate(shortened, inputs=vectors, dtype="float64")
        expected = again["h_l0"][t:] - trace["h_l0"][t + 1 :]
        np.testing.assert_allclose(alone["difference_h_l0"][t + 1 :], expected, **CLOSE)
        norms = every["norm_difference_h_l0"][t + 1 :, t]
        np.testing.assert_allclose(norms, np.linalg.norm(expected, axis=1), **CLOSE)


def test_where_two_holds_meet_the_last_one_said_wins():
    network = intervene(random_network("lstm"), "f=0.1", "f=0.9@2:5", "f=0.4@3:4#1")
    f = simulate(network, inputs=random_inputs(TOKENS, network), dtype="float64")["f_l0"]
    expected = np.full((TOKENS, UNITS), 0.1)
    expected[2:5] = 0.9
    expected[3, 1] = 0.4
    np.testing.assert_array_equal(f, expected)


def test_coupled_gates_and_a_bare_memory_are_what_their_names_say():
    network = intervene(random_network("lstm", layers=2), "i=1-f@1:5", "h_l0=o*c#3", "f=1@4:5")
    trace = simulate(network, inputs=random_inputs(TOKENS, network), dtype="float64")
    f, i = trace["f_l1"], trace["i_l1"]
    np.testing.assert_array_equal(i[1:5], 1 - f[1:5])
    assert not i[4].any(), "by the value that f is held at"
    assert not np.isclose(i[[0, 5]], 1 - f[[0, 5]]).any()
    h, shown = trace["h_l0"], trace["o_l0"] * trace["c_l0"]
    np.testing.assert_array_equal(h[:, 3], shown[:, 3])
    assert not (np.delete(h, 3, 1) == np.delete(shown, 3, 1)).any()


@pytest.mark.parametrize("other", ["rnn", "gru"])
def test_other_cells_have_no_such_rules(other):
    for rule in ("i=1-f", "h=o*c"):
        with pytest.raises(EngineError, match=f"no {re.escape(rule)} ") as refusal:
            intervene(random_network(other), rule)
        assert refusal.value.key == "hold_symbol"


@pytest.mark.parametrize(("first", "second"), [("i=1-f", "i=0.25"), ("i=0.25", "i=1-f")])
def test_of_a_rule_and_a_value_the_last_one_said_wins(first, second):
    network = intervene(random_network("lstm"), first, f"{second}@2:5")
    trace = simulate(network, inputs=random_inputs(TOKENS, network), dtype="float64")
    expected = {"i=1-f": 1 - trace["f_l0"], "i=0.25": np.full_like(trace["f_l0"], 0.25)}
    np.testing.assert_array_equal(trace["i_l0"][2:5], expected[second][2:5])
    np.testing.assert_array_equal(trace["i_l0"][5:], expected[first][5:])


def test_a_hold_without_a_layer_is_in_the_last_one():
    network = intervene(random_network("gru", layers=2), "z=0.5", "r_l0=0.25")
    trace = simulate(network, inputs=random_inputs(TOKENS, network))
    assert (trace["z_l1"] == 0.5).all()
    assert not (trace["z_l0"] == 0.5).any()
    assert (trace["r_l0"] == 0.25).all()


def test_it_is_said_travels_and_comes_back_from_a_file(tmp_path):
    network = intervene(random_network("lstm"), "c=0@1:3", "f=0.5#2", "i=1-f", "h=o*c@0:2")
    trace = simulate(network, inputs=random_inputs(TOKENS, network))
    assert str(trace.provenance.notes[-1]) == "Held: c=0.0@1:3, f=0.5#2, i=1-f, h=o*c@0:2."
    save(tmp_path / "t.npz", trace)
    assert load(Trace, tmp_path / "t.npz").provenance == trace.provenance
    memory = memory_ledger(network, trace)
    save(tmp_path / "m.npz", memory)
    np.testing.assert_array_equal(load(Memory, tmp_path / "m.npz")["held_l0"], memory["held_l0"])
    assert intervene(network).holds == ()


@pytest.mark.parametrize(
    ("given", "read_as"),
    [
        ("f=0.5", Hold("f", 0.5)),
        ("f=0.5@2:8#3", Hold("f", 0.5, 2, 8, 3)),
        ("i_l1=1", Hold("i", 1.0, layer=1)),
        ("c=-2.5e-3#0", Hold("c", -0.0025, unit=0)),
        ("g=-1@0:1", Hold("g", -1.0, 0, 1)),
        ("i=1-f", Hold("i", 0.0, rule="1-f")),
        ("i_l0=1 - f@1:3", Hold("i", 0.0, 1, 3, layer=0, rule="1-f")),
        ("h=o*c#4", Hold("h", 0.0, unit=4, rule="o*c")),
    ],
)
def test_how_a_hold_is_written(given, read_as):
    assert hold_of(given) == read_as
    assert hold_of(str(read_as)) == read_as


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("", "bad_hold"),
        ("f", "bad_hold"),
        ("f=", "bad_hold"),
        ("f=half", "bad_hold"),
        ("f=0.5@3", "bad_hold"),
        ("f=0.5@-1:3", "bad_hold"),
        ("f=0.5@:", "bad_hold"),
        ("f=0.5#-1", "bad_hold"),
        ("f=1-f", "bad_hold"),
        ("i=o*c", "bad_hold"),
        ("q=0.5", "hold_symbol"),
        ("z=0.5", "hold_symbol"),
        ("f=1.5", "hold_value"),
        ("f=-0.1", "hold_value"),
        ("g=-1.1", "hold_value"),
        ("f=nan", "hold_value"),
        ("c=inf", "hold_value"),
        ("f=0.5#5", "hold_unit"),
        ("f_l1=0.5", "hold_layer"),
        ("f=0.5@3:3", "hold_tokens"),
        ("f=0.5@4:3", "hold_tokens"),
        ("f=0.5@0:8", "hold_tokens"),
        ("c=1e300", "hold_not_finite"),
    ],
)
def test_what_cannot_be_held_costs_one_sentence(given, key):
    network = random_network("lstm")
    inputs = random_inputs(TOKENS, network)
    with pytest.raises(EngineError) as refusal:
        simulate(intervene(network, given), inputs=inputs)
    assert refusal.value.key == key
    assert "None" not in str(refusal.value)


@pytest.mark.parametrize("cell", CELLS)
def test_requests_carry_holds_and_find_their_trace_again(cell):
    source = Held(f"reviews-en-{cell}", (Hold("h", 0.0, 1, 2),))
    records = [record for _, record in service.run(RunRequest((source,), "Not bad at all."))]
    assert not records[0]["h_l0"][1].any()
    assert service.open_model(source) is service.open_model(source)
    assert service.trace(source, text="Not bad at all.")["h_l0"][2].any()


def test_a_wrong_kind_of_hold_costs_one_sentence():
    with pytest.raises(TypeError, match="hold is of the kind int"):
        service.intervene("reviews-en-lstm", 5)


def test_the_api_holds_as_the_command_line_does():
    network = service.intervene(service.open_model("reviews-en-lstm"), "f=0", Hold("i", 1.0, 2))
    trace = service.trace(network, text="Not bad at all.")
    assert not trace["f_l0"].any()
    assert (trace["i_l0"][2:] == 1).all()
    assert service.gradient(network, text="Not bad at all.")["norm_h_l0"].shape == (5, 5)
