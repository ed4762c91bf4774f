"""The code that is shown is the code that made the numbers: it runs, on numpy and on torch."""

import ast
import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from pytestqt.qtbot import QtBot

from engine.cells import CELLS
from engine.models.network import Network
from gui.panels.code_view.panel import CodeView, shown, shown_text
from gui.panels.code_view.program import LONGEST, broken
from gui.scene import Moment, Scene
from tests.support.written import Written, written_by

SMALL = QSizeF(302, 238)  # its room in a window of 1280 × 800
SIZES = {"window": SMALL, "export": QSizeF(480, 320), "low": QSizeF(480, 180)}
EVERY_STAGE = [(name, stage) for name, cell in CELLS.items() for stage in range(len(cell.stages))]


class WrittenOut(ast.NodeTransformer):
    """linear(x, weight, bias) is x @ weight.T + bias; add_linear adds that to sums."""

    def visit_Assign(self, assign: ast.Assign) -> ast.AST:
        value = assign.value
        if not (isinstance(value, ast.Call) and ast.unparse(value.func) == "add_linear"):
            return self.generic_visit(assign)
        sums, *rest = map(ast.unparse, value.args)
        assert sums == ast.unparse(assign.targets[0])
        return self.visit(ast.parse(f"{sums} += linear({', '.join(rest)})").body[0])

    def visit_Call(self, call: ast.Call) -> ast.AST:
        if ast.unparse(call.func) != "linear":
            return call
        x, weight, bias = map(ast.unparse, call.args)
        return ast.parse(f"{x} @ {weight}.T + {bias}", mode="eval").body


@pytest.fixture
def panel(qtbot: QtBot) -> CodeView:
    view = CodeView()
    qtbot.addWidget(view)
    view.resize(SMALL.toSize())
    return view


def code_by(panel: CodeView, size: QSizeF) -> list[Written]:
    """What the panel writes, without its heading."""
    return [piece for piece in written_by(panel, size) if piece.text != panel.title()]


def names(network: Network, inputs: np.ndarray, make: Callable[[np.ndarray], Any]) -> dict[str, Any]:
    """What the program needs, beside the functions: inputs, weights, readout."""
    layer = network.layers[0]
    assert network.readout_weight is not None
    assert network.readout_bias is not None
    weight, bias = make(network.readout_weight.copy()), make(network.readout_bias.copy())
    weights = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    return {
        "xs": make(inputs),
        "H": network.hidden_size,
        "readout": lambda h: weight @ h + bias,
        **{name: make(getattr(layer, name).copy()) for name in weights},
    }


def assert_last_step_is_in(scene: Scene, length: int, found: Mapping[str, Any]) -> None:
    for symbol in (*scene.definition.recorded, "output"):
        key = symbol if symbol == "output" else f"{symbol}_l0"
        expected = scene.trace[key][length - 1]
        np.testing.assert_allclose(np.asarray(found[symbol]), expected, atol=1e-6, err_msg=symbol)


@pytest.mark.parametrize("cell", CELLS)
def test_the_copied_code_runs_and_gives_the_trace(
    panel: CodeView, scene: Scene, networks: dict[str, Network], cell: str
) -> None:
    scene = scene.with_cell(cell)
    for length in (1, 2, scene.length):
        found = names(networks[cell], scene.trace["x_l0"][:length], np.asarray)
        exec(panel.text(scene), found)
        assert_last_step_is_in(scene, length, found)


@pytest.mark.parametrize("cell", CELLS)
def test_the_shown_lines_run_on_torch_as_well(scene: Scene, networks: dict[str, Network], cell: str) -> None:
    scene = scene.with_cell(cell)
    found = names(networks[cell], scene.trace["x_l0"].copy(), torch.from_numpy)
    functions = {"zeros": torch.zeros, "split": torch.chunk, "sigmoid": torch.sigmoid, "tanh": torch.tanh}
    exec(shown_text(scene), {**functions, **found}, found)
    assert_last_step_is_in(scene, scene.length, found)


@pytest.mark.parametrize("cell", CELLS)
def test_what_is_shown_is_what_is_copied_and_what_the_cell_computes(
    panel: CodeView, scene: Scene, cell: str
) -> None:
    scene = scene.with_cell(cell)
    panel.draw(scene, Moment(5, 0))
    painted = "".join(piece.text for piece in code_by(panel, SMALL))
    as_copied = panel.text(scene)
    assert as_copied.endswith(shown_text(scene))
    assert "".join(painted.split()) == "".join(shown_text(scene).split())
    loop = next(statement for statement in ast.parse(as_copied).body if isinstance(statement, ast.For))
    source = "\n".join(line for stage in scene.definition.stages for line in stage.source_lines)
    expected = WrittenOut().visit(ast.parse(source)).body
    # Without brackets, which a broken line adds: that they are right is seen where the code runs.
    both = ([re.sub("[()]", "", ast.unparse(each)) for each in body] for body in (loop.body[1:-1], expected))
    assert next(both) == next(both)


def test_a_layer_below_the_last_is_not_read_out(scene: Scene) -> None:
    upper = {key.replace("_l0", "_l1"): value for key, value in scene.trace.arrays.items()}
    both = replace(scene.trace, arrays={**scene.trace.arrays, **upper})
    stacked = replace(scene, runs={"lstm": replace(scene.runs["lstm"], trace=both)})
    assert "readout" not in shown_text(stacked)
    assert "readout" in shown_text(stacked.seen(layer=1))


def test_only_long_sums_are_broken() -> None:
    short = "c = f * c_before + i * g"
    assert broken(short) == [short]
    call = "a = first(one_rather_long_name + another_long_name)"
    assert broken(call) == [call], "a sum inside brackets is left alone"
    first, second = broken("ifgo = x @ weight_ih.T + bias_ih + h_before @ weight_hh.T + bias_hh")
    assert first == "ifgo = (x @ weight_ih.T + bias_ih"
    assert second == "+ h_before @ weight_hh.T + bias_hh)"
    assert max(len(first), len(second) + 2) <= LONGEST


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
@pytest.mark.parametrize(("cell", "stage"), EVERY_STAGE)
def test_nothing_is_cut(panel: CodeView, scene: Scene, cell: str, stage: int, size: QSizeF) -> None:
    panel.draw(scene.with_cell(cell), Moment(5, stage))
    card = QRectF(0, 0, size.width(), size.height()).adjusted(8, 8, -8, -6)
    assert all(card.contains(piece.rect) for piece in written_by(panel, size))
    code = code_by(panel, size)
    bottoms = sorted({round(piece.rect.bottom(), 1) for piece in code})
    assert all(later - one > code[0].rect.height() for one, later in itertools.pairwise(bottoms))


@pytest.mark.parametrize(("cell", "stage"), EVERY_STAGE)
def test_the_lines_of_the_stage_are_lit(panel: CodeView, scene: Scene, cell: str, stage: int) -> None:
    """The highlight lies behind all lines of the active stage and behind no other."""
    scene = scene.with_cell(cell)
    panel.draw(scene, Moment(5, stage))
    pixels = panel.grab().toImage()
    highlight = panel.theme.color("highlight")
    lit = [
        line.stage
        for line, y in zip(shown(scene), line_centres(panel, scene), strict=True)
        if pixels.pixelColor(9, round(y)) == highlight
    ]
    assert lit == [stage] * len(lit)
    assert len(lit) == sum(line.stage == stage for line in shown(scene))


def line_centres(panel: CodeView, scene: Scene) -> list[float]:
    bottoms = sorted({round(piece.rect.bottom(), 2) for piece in code_by(panel, SMALL)})
    assert len(bottoms) == len(shown(scene))
    return [bottom - 4 for bottom in bottoms]


def test_hovering_says_what_a_line_does_and_a_click_wishes_for_it(
    panel: CodeView, scene: Scene, qtbot: QtBot
) -> None:
    panel.draw(scene, Moment(5, 0))
    panel.show()
    frame = {
        0: "before the first token all states are 0",
        1: "one step for each token",
        2: "the states before this step",
        len(shown(scene)) - 1: "what the network says so far",
    }
    centres = line_centres(panel, scene)
    for line, words in frame.items():
        hit = panel.hit_at(QPointF(60, centres[line]))
        assert hit is not None
        assert (hit.tip, hit.moment) == (words, None)
    at = next(number for number, line in enumerate(shown(scene)) if line.text.startswith("f ="))
    hit = panel.hit_at(QPointF(60, centres[at]))
    assert hit is not None
    assert hit.tip == "forget gate: 0 = forget all of c, 1 = keep all of c"
    with qtbot.waitSignal(panel.seek_requested) as wish:
        qtbot.mouseClick(panel, Qt.MouseButton.LeftButton, pos=QPointF(60, centres[at]).toPoint())
    assert wish.args == [Moment(5, 1)]
    assert panel.moment == Moment(5, 0)
    assert panel.hit_at(QPointF(60, 20)) is None


def test_table_and_summary(panel: CodeView, scene: Scene) -> None:
    table = panel.table(scene, Moment(5, 1))
    assert ("f", "    f = sigmoid(f_in)") in table.rows
    assert ("", "for x in xs:") in table.rows
    assert panel.summary(scene, Moment(5, 1)) == "The code of one LSTM layer; lit: f = sigmoid(f_in)"
