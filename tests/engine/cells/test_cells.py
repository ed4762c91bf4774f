"""Every cell against PyTorch's, against hand-made numbers, and against planted errors."""

import inspect
import math
import re
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.backends.array_namespace import NUMPY
from engine.backends.torch_namespace import TorchNamespace
from engine.cell import LATER, Cell, LayerParameters, Stage
from engine.cells import CELLS
from engine.messages import MESSAGES
from engine.record.gates import QUANTITIES
from tests.support.networks import random_network
from tests.support.oracles import assert_close, broken, pytorch_cell

STAGES = [(cell, stage.symbol) for cell in CELLS for stage in CELLS[cell].stages]
BOTH = pytest.mark.parametrize("xp", [NUMPY, TorchNamespace()], ids=["numpy", "torch"])


def test_the_stages_are_those_of_the_contract():
    stages = {name: " ".join(stage.symbol for stage in cell.stages) for name, cell in CELLS.items()}
    assert stages == {"rnn": "combine tanh h", "lstm": "combine f i g c o h", "gru": "combine r z n h"}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_says_what_a_reader_needs(name):
    cell = CELLS[name]
    assert "Source:" in inspect.getdoc(sys.modules[f"engine.cells.{name}"])
    assert set(cell.gates) <= set(QUANTITIES)
    assert set(cell.states) <= set(QUANTITIES)
    computed = {"x", "p", "xp", *(f"{state}_before" for state in cell.states)}
    for stage in cell.stages:
        assert stage.label in MESSAGES
        assert stage.equation
        assert stage.gradient_equation
        assert set(stage.inputs) <= computed, "a stage needs something that is computed after it"
        computed |= set(stage.outputs)
    assert set(cell.recorded) <= computed
    assert cell.stages[-1].outputs == ("h",), "the step is complete when h is"


def test_the_code_pane_shows_the_lines_that_ran():
    forget, keep = CELLS["lstm"].stages[1], CELLS["lstm"].stages[4]
    assert forget.source_lines == ("f = sigmoid(f_in)",)
    assert keep.source_lines == ("c = f * c_before + i * g",)
    assert forget.backward_source_lines == ('return {"f_in": {"f": d_f * (f * (1 - f))}}',)


@pytest.mark.parametrize(("name", "parameters"), [("rnn", 33_024), ("gru", 99_072), ("lstm", 132_096)])
def test_the_number_of_parameters_is_the_known_one(name, parameters):
    assert CELLS[name].parameter_count(128, 128) == parameters
    module = {"rnn": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}[name](128, 128)
    assert sum(weight.numel() for weight in module.parameters()) == parameters


def one_unit(cell: str, weight_ih: list[float], weight_hh: list[float], bias: list[float]) -> LayerParameters:
    rows = CELLS[cell].pieces
    columns = [np.array(weight, dtype=float).reshape(rows, 1) for weight in (weight_ih, weight_hh)]
    return LayerParameters(*columns, np.array(bias, dtype=float), np.zeros(rows))


def test_one_unit_of_an_rnn_by_hand():
    p = one_unit("rnn", [0.5], [-1.0], [0.25])
    values = CELLS["rnn"].step(p, np.array([2.0]), {"h": np.array([0.5])}, NUMPY)
    # 0.5 × 2 + 0.25 − 1 × 0.5 = 0.75, and tanh(0.75) = 0.63514895
    assert values["h_in"] == pytest.approx([0.75])
    assert values["h"] == pytest.approx([0.63514895], abs=1e-8)


def test_one_unit_of_an_lstm_by_hand():
    p = one_unit("lstm", [1.0, 0.0, 2.0, -1.0], [0.0, 1.0, 0.0, 0.0], [0.0, 1.5, -1.0, 1.0])
    state = {"h": np.array([0.5]), "c": np.array([-2.0])}
    values = CELLS["lstm"].step(p, np.array([1.0]), state, NUMPY)
    # i = σ(1), f = σ(0.5 + 1.5) = σ(2), g = tanh(2 − 1) = tanh(1), o = σ(−1 + 1) = σ(0)
    assert values["i"] == pytest.approx([0.73105858], abs=1e-8)
    assert values["f"] == pytest.approx([0.88079708], abs=1e-8)
    assert values["g"] == pytest.approx([0.76159416], abs=1e-8)
    assert values["o"] == pytest.approx([0.5])
    # c = 0.88079708 × −2 + 0.73105858 × 0.76159416 = −1.76159416 + 0.55676994 = −1.20482422
    assert values["c"] == pytest.approx([-1.20482422], abs=1e-7)
    # h = 0.5 × tanh(−1.20482422) = 0.5 × −0.83512018
    assert values["h"] == pytest.approx([-0.41756009], abs=1e-7)


def test_one_unit_of_a_gru_by_hand():
    p = one_unit("gru", [1.0, 0.0, 1.0], [0.0, 2.0, 4.0], [-1.0, 0.0, 0.5])
    values = CELLS["gru"].step(p, np.array([1.0]), {"h": np.array([0.5])}, NUMPY)
    # r = σ(1 − 1) = 0.5, z = σ(2 × 0.5) = σ(1), n_h = 4 × 0.5 = 2, n = tanh(1 + 0.5 + 0.5 × 2) = tanh(2.5)
    assert values["r"] == pytest.approx([0.5])
    assert values["z"] == pytest.approx([0.73105858], abs=1e-8)
    assert values["n_h"] == pytest.approx([2.0])
    assert values["n_in"] == pytest.approx([2.5])
    assert values["n"] == pytest.approx([0.98661430], abs=1e-8)
    # h = 0.26894142 × 0.98661430 + 0.73105858 × 0.5 = 0.26534145 + 0.36552929
    assert values["h"] == pytest.approx([0.63087074], abs=1e-8)


@pytest.mark.parametrize(
    ("bias", "gate", "half_life"),
    [(0, 0.5, 1.0), (1, 0.731, 2.21), (2, 0.881, 5.46), (3, 0.953, 14.3), (5, 0.993, 103)],
)
def test_a_bias_alone_sets_how_long_an_lstm_remembers(bias, gate, half_life):
    p = one_unit("lstm", [0] * 4, [0] * 4, [-100.0, bias, 0.0, 0.0])
    state = {"h": np.zeros(1), "c": np.ones(1)}
    values = CELLS["lstm"].step(p, np.zeros(1), state, NUMPY)
    assert values["f"] == pytest.approx([gate], abs=5e-4)
    assert math.log(0.5) / math.log(float(values["c"][0])) == pytest.approx(half_life, rel=5e-3)


def step_against_pytorch(cell: Cell, units: int, inputs: int, seed: int, dtype: str, xp) -> None:
    """Values and gradients of one step, for three losses at once, against PyTorch's cell and autograd."""
    network = random_network(cell.name, inputs, units, seed=seed)
    random = np.random.default_rng(seed)
    p = network.weights(xp, dtype)[0]
    given = {
        name: random.normal(size=size).astype(dtype)
        for name, size in [("x", inputs), ("h", units), ("c", units)]
    }
    losses = {name: random.normal(size=(3, units)).astype(dtype) for name in cell.states}
    values = cell.step(p, xp.array(given["x"]), {name: xp.array(given[name]) for name in cell.states}, xp)
    gradients = cell.backward_step(p, values, {name: xp.array(losses[name]) for name in cell.states}, xp)

    leaves = {name: torch.tensor(value, requires_grad=True) for name, value in given.items()}
    state = (leaves["h"], leaves["c"]) if cell.name == "lstm" else leaves["h"]
    after = pytorch_cell(network, 0, dtype)(leaves["x"], state)
    after = dict(zip(cell.states, after if cell.name == "lstm" else (after,), strict=True))
    for name in cell.states:
        assert_close(xp.numpy(values[name]), after[name].detach().numpy(), dtype)
    names = ["x", *cell.states]
    for row in range(3):
        total = sum((after[name] * torch.tensor(losses[name][row])).sum() for name in cell.states)
        expected = torch.autograd.grad(total, [leaves[name] for name in names], retain_graph=True)
        for name, gradient in zip(names, expected, strict=True):
            found = gradients.total["x" if name == "x" else f"{name}_before"][row]
            assert_close(xp.numpy(found), gradient.numpy(), dtype)


@BOTH
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", CELLS)
@settings(max_examples=20)
@given(units=st.integers(1, 9), inputs=st.integers(1, 9), seed=st.integers(0, 10_000))
def test_a_step_is_pytorchs(name, dtype, xp, units, inputs, seed):
    step_against_pytorch(CELLS[name], units, inputs, seed, dtype, xp)


@pytest.mark.parametrize("part", ["compute", "backward"])
@pytest.mark.parametrize(("name", "symbol"), STAGES)
def test_a_planted_error_is_found(name, symbol, part):
    with pytest.raises(AssertionError):
        step_against_pytorch(broken(CELLS[name], symbol, part), 5, 4, 0, "float64", NUMPY)


def evaluated(stage: Stage, known: dict[str, Any]) -> dict[str, np.ndarray]:
    """What a stage's gradient equation says, computed from its text; `known` holds values and `d_...`."""
    known = {**known, "tanh": np.tanh, "W_ih": known["p"].weight_ih, "W_hh": known["p"].weight_hh}
    if "p" in stage.backward_inputs:
        for piece in ("x", "h"):  # of gates that are stacked, each has one sum, the GRU's candidate two
            sums = [name for name in stage.outputs if name.endswith(("_in", f"_{piece}"))]
            stacked = np.concatenate([known[f"d_{name}"] for name in sums], axis=-1)
            gates = "".join(name[0] for name in sums)
            known |= {f"d_{gates}": stacked, f"d_{gates}_{piece}": stacked}
    found: dict[str, np.ndarray] = {}
    for equation in stage.gradient_equation.split(",  "):
        target, right_side = re.split(r" \+?= ", equation)
        code = re.sub(r"(W_ih|W_hh)ᵀ (∂\w+)", r"\2 @ \1", right_side)  # gradients are rows
        code = re.sub(r"tanh²\((\w+)\)", r"tanh(\1) ** 2", code)
        code = code.replace("∂", "d_").replace("⊙", "*").replace("−", "-").replace("²", " ** 2")
        known[target.replace("∂", "d_")] = found[target.removeprefix("∂")] = eval(code, known)
    return found


def equations_against_backward(cell: Cell) -> None:
    """The gradient equation of every stage against its function, and `+=` where a part is there already."""
    random = np.random.default_rng(3)
    p = random_network(cell.name).layers[0]
    x, state = random.normal(size=4), {state: random.normal(size=5) for state in cell.states}
    values = {**cell.step(p, x, state, NUMPY), "p": p, "xp": NUMPY}
    arrived = set(cell.states)
    for stage in reversed(cell.stages):
        gradients = {name: random.normal(size=(2, 5)) for name in stage.backward_inputs if name[:2] == "d_"}
        known = {**values, **gradients}
        paths, found = stage.run_backward(known), evaluated(stage, known)
        assert {name.partition("_via_")[0] for name in found} == paths.keys(), stage.symbol
        for name, value in found.items():
            symbol, _, path = name.partition("_via_")  # a part is named by its path
            expected = paths[symbol][path] if path else sum(paths[symbol].values())
            np.testing.assert_allclose(value, expected, rtol=1e-12, err_msg=name)
            assert (f"∂{name} +=" in stage.gradient_equation) is (symbol in arrived), name
        arrived |= paths.keys()


@pytest.mark.parametrize("name", CELLS)
def test_the_gradient_equations_say_what_is_computed(name):
    equations_against_backward(CELLS[name])


@pytest.mark.parametrize(("name", "symbol"), STAGES)
def test_a_planted_error_in_a_gradient_or_its_equation_is_found(name, symbol):
    with pytest.raises(AssertionError):
        equations_against_backward(broken(CELLS[name], symbol, "backward"))
    stages = [
        replace(stage, gradient_equation=stage.gradient_equation + " ⊙ 2")
        if stage.symbol == symbol
        else stage
        for stage in CELLS[name].stages
    ]
    with pytest.raises(AssertionError):
        equations_against_backward(replace(CELLS[name], stages=tuple(stages)))


@pytest.mark.parametrize("name", CELLS)
def test_the_paths_add_up_and_each_is_what_its_gate_alone_lets_through(name):
    cell, network = CELLS[name], random_network(name)
    random = np.random.default_rng(7)
    p = network.layers[0]
    x, state = random.normal(size=4), {state: random.normal(size=5) for state in cell.states}
    losses = {state: random.normal(size=(2, 5)) for state in cell.states}
    values = cell.step(p, x, state, NUMPY)
    gradients = cell.backward_step(p, values, losses, NUMPY)
    for symbol, paths in gradients.paths.items():
        np.testing.assert_allclose(sum(paths.values()), gradients.total[symbol], rtol=1e-12)
    gates = ("h_in",) if name == "rnn" else cell.gates
    blocks = np.split(np.arange(len(p.weight_hh)), cell.pieces)
    for gate, block in zip(gates, blocks, strict=True):
        only_this = np.zeros_like(p.weight_hh)
        only_this[block] = p.weight_hh[block]
        alone = LayerParameters(p.weight_ih, only_this, p.bias_ih, p.bias_hh)
        through = cell.backward_step(alone, values, losses, NUMPY)
        direct = through.paths["h_before"]["h"] if name == "gru" else 0
        np.testing.assert_allclose(
            gradients.paths["h_before"][gate], through.total["h_before"] - direct, rtol=1e-9, atol=1e-12
        )


def test_the_memory_path_is_the_forget_gate_and_nothing_else():
    cell, network = CELLS["lstm"], random_network("lstm")
    state = {"h": np.full(5, 0.1), "c": np.full(5, 0.3)}
    values = cell.step(network.layers[0], np.ones(4), state, NUMPY)
    losses = {"h": np.full((1, 5), 0.5), "c": np.full((1, 5), 2.0)}
    gradients = cell.backward_step(network.layers[0], values, losses, NUMPY)
    assert set(gradients.paths["c"]) == {LATER, "h"}
    assert set(gradients.paths["c_before"]) == {"c"}
    total_c = 2.0 + 0.5 * values["o"] * (1 - np.tanh(values["c"]) ** 2)
    np.testing.assert_allclose(gradients.total["c"][0], total_c, rtol=1e-12)
    np.testing.assert_allclose(gradients.total["c_before"][0], values["f"] * total_c, rtol=1e-12)
