"""The equations show the trace's own numbers, and only those that the step has reached."""

import itertools
import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from engine.backends.array_namespace import NUMPY
from engine.cells import CELLS
from engine.models.network import Network
from gui.drawing.theme import DARK
from gui.drawing.typeset import formula
from gui.panels.equation_view.panel import EquationView
from gui.readings.stage_words import equation_of
from gui.scene import Moment, Scene
from tests.support.written import Written, spelled, written_by

SMALL = QSizeF(300, 238)  # its room in a window of 1280 × 800
SIZES = {"window": SMALL, "export": QSizeF(480, 320), "tiny": QSizeF(240, 180)}
EVERY_STAGE = [(name, stage) for name, cell in CELLS.items() for stage in range(len(cell.stages))]


@pytest.fixture
def panel(qtbot: QtBot) -> EquationView:
    view = EquationView()
    qtbot.addWidget(view)
    view.resize(SMALL.toSize())
    return view


def lines(written: list[Written]) -> list[str]:
    """The texts joined to lines, subscripts with those that they hang on."""
    rows: dict[int, list[Written]] = {}
    for piece in written:
        y = next((y for y in rows if abs(y - piece.rect.bottom()) < 5), round(piece.rect.bottom()))
        rows.setdefault(y, []).append(piece)
    ordered = [sorted(rows[y], key=lambda piece: piece.rect.left()) for y in sorted(rows)]
    return [re.sub(r"\s+", "", "".join(piece.text for piece in row)) for row in ordered]


def bare(equation: str) -> str:
    """An equation as it is written, without gaps and heights."""
    pieces = formula(equation, "code", "code_subscript", lambda _name: QColor())
    return re.sub(r"\s", "", "".join(piece.text for piece in pieces))


@pytest.mark.parametrize("cell", CELLS)
def test_the_numbers_are_those_of_the_network(
    panel: EquationView, scene: Scene, networks: dict[str, Network], cell: str
) -> None:
    """A step computed afresh by the cell gives what the panel says, n_x included, which is not recorded."""
    scene = scene.with_cell(cell)
    for token in (0, 5):
        state = {name: scene.trace.before(name, 0, token) for name in scene.definition.states}
        x = scene.trace["x_l0"][token]
        expected = CELLS[cell].step(networks[cell].layers[0], x, state, NUMPY)
        shown = dict(panel.table(scene, scene.complete(token)).rows)
        assert shown.keys() == expected.keys() - {"x"}
        for name, value in shown.items():
            assert value == pytest.approx(float(expected[name][scene.view.unit]), abs=1e-6), name


@pytest.mark.parametrize(("cell", "stage"), EVERY_STAGE)
def test_what_is_reached_stands_there_and_nothing_else(
    panel: EquationView, scene: Scene, cell: str, stage: int
) -> None:
    scene = scene.with_cell(cell)
    panel.draw(scene, Moment(5, stage))
    written = lines(written_by(panel, SMALL))
    everything = dict(panel.table(scene, scene.complete(5)).rows)
    stages = scene.definition.stages
    for position, each in enumerate(stages):
        starts = [bare(part) for part in equation_of(each).split(",  ")]
        found = [line for line in written if any(line.startswith(start) for start in starts)]
        assert len(found) == len(starts), each.equation
        value = spelled(float(everything[each.outputs[-1]]))
        if "p" not in each.inputs:
            assert found[0] == starts[0] + (value if position <= stage else "")
        elif position <= stage:
            values = "".join(f"{bare(name)}={spelled(float(everything[name]))}" for name in each.outputs)
            assert values in written


def test_the_active_equation_is_filled_with_numbers(panel: EquationView, scene: Scene) -> None:
    everything = {name: spelled(float(value)) for name, value in panel.table(scene, scene.complete(5)).rows}
    filled = {
        "f": "σ({f_in})={f}",
        "g": "tanh({g_in})={g}",
        "c": "{f}×{c_before}+{i}×{g}={c}",
        "h": "{o}×tanh({c})={h}",
    }
    for symbol, template in filled.items():
        panel.draw(scene, Moment(5, scene.stage_of(symbol)))
        assert template.format(**everything) in lines(written_by(panel, SMALL))
    scene = scene.with_cell("gru")
    everything = {name: spelled(float(value)) for name, value in panel.table(scene, scene.complete(5)).rows}
    filled = {"n": "tanh({n_x}+{r}×{n_h})={n}", "h": "(1−{z})×{n}+{z}×{h_before}={h}"}
    for symbol, template in filled.items():
        panel.draw(scene, Moment(5, scene.stage_of(symbol)))
        assert template.format(**everything) in lines(written_by(panel, SMALL))


def test_a_stack_of_gates_is_written_so_that_it_can_be_read(panel: EquationView, scene: Scene) -> None:
    first = {name: cell.stages[0] for name, cell in CELLS.items()}
    assert equation_of(first["lstm"]) == "[i f g o]_in = W_ih x + b_ih + W_hh h_before + b_hh"
    assert equation_of(first["gru"]) == "[r z n]_x = W_ih x + b_ih,  [r z n]_h = W_hh h_before + b_hh"
    assert equation_of(first["rnn"]) == first["rnn"].equation
    panel.draw(scene, Moment(5, 0))
    rows = [panel.hit_at(QPointF(40, y)) for y in range(40, 230)]
    tip = next(hit.tip for hit in rows if hit is not None and hit.moment == Moment(5, 0))
    assert tip.endswith("stacked in PyTorch's order: i, f, g, o")


def test_values_stand_in_columns(panel: EquationView, scene: Scene) -> None:
    """Evenly spaced, and none squeezed more than another, also where one of them is wide."""
    arrays = {key: array * (-1234 if key == "f_in_l0" else 1) for key, array in scene.trace.arrays.items()}
    run = replace(scene.runs["lstm"], trace=replace(scene.trace, arrays=arrays))
    panel.draw(replace(scene, runs={"lstm": run}), Moment(5, 0))
    written = written_by(panel, SMALL)
    values = [piece for piece in written if re.match(r" = −?\d", piece.text)]
    names = [written[written.index(value) - 2] for value in values]
    assert [name.text for name in names] == ["i", "f", "g", "o"]
    gaps = [b.rect.left() - a.rect.left() for a, b in itertools.pairwise(names)]
    assert gaps == pytest.approx([gaps[0]] * 3, abs=0.1)
    assert [name.rect.width() for name in names] == pytest.approx([names[0].rect.width()] * 4, abs=0.01)
    for value, name in zip(values, names[1:], strict=False):
        assert value.rect.right() <= name.rect.left() - 3


def test_the_states_before_are_named_and_are_zero_at_the_start(panel: EquationView, scene: Scene) -> None:
    assert panel.note(scene, Moment(0, 3)) == "cₜ₋₁ = 0.000  hₜ₋₁ = 0.000"
    assert panel.note(scene, Moment(5, 0)) == "cₜ₋₁ = 0.222  hₜ₋₁ = 0.149"


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
@pytest.mark.parametrize(("cell", "stage"), EVERY_STAGE)
def test_nothing_is_cut(panel: EquationView, scene: Scene, cell: str, stage: int, size: QSizeF) -> None:
    panel.draw(scene.with_cell(cell), Moment(5, stage))
    card = QRectF(0, 0, size.width(), size.height()).adjusted(8, 8, -8, -6)
    for piece in written_by(panel, size):
        assert card.contains(piece.rect), piece
        assert "…" not in piece.text


def test_large_and_broken_numbers_still_fit(panel: EquationView, scene: Scene) -> None:
    """Values of an exploding network are squeezed, not cut; what is not a number says so."""
    arrays = {key: array * -12345.678 for key, array in scene.trace.arrays.items()}
    arrays["o_l0"] = np.full_like(arrays["o_l0"], np.nan)
    wild = replace(scene.trace, arrays=arrays)
    scene = replace(scene, runs={**scene.runs, "lstm": replace(scene.runs["lstm"], trace=wild)})
    for stage in range(7):
        panel.draw(scene, Moment(5, stage))
        written = written_by(panel, SMALL)
        assert all(QRectF(0, 0, 300, 238).contains(piece.rect) for piece in written)
        for one, other in itertools.combinations(written, 2):
            assert not one.rect.adjusted(0.5, 2, -0.5, 0).intersects(other.rect), (one, other)
    assert any("NaN" in piece.text for piece in written)


def test_a_click_is_a_wish(panel: EquationView, scene: Scene, qtbot: QtBot) -> None:
    panel.draw(scene, Moment(5, 0))
    panel.show()
    stage = scene.stage_of("o")
    row = next(piece for piece in written_by(panel, SMALL) if piece.text == "o" and piece.rect.top() > 100)
    with qtbot.waitSignal(panel.seek_requested) as wish:
        qtbot.mouseClick(panel, Qt.MouseButton.LeftButton, pos=row.rect.center().toPoint())
    assert wish.args == [Moment(5, stage)]
    assert panel.moment == Moment(5, 0)
    hit = panel.hit_at(QPointF(row.rect.center()))
    assert hit is not None
    assert hit.tip == "output gate: 0 = show nothing, 1 = show all of tanh(c)"
    assert panel.hit_at(QPointF(QPoint(2, 2))) is None


def test_only_the_row_that_becomes_active_moves(panel: EquationView, scene: Scene) -> None:
    """One moving thing at a time: from one stage to the next only one line changes its place."""
    for cell, last in (("rnn", 2), ("lstm", 6), ("gru", 4)):
        places = []
        for stage in range(last + 1):
            panel.draw(scene.with_cell(cell), Moment(5, stage))
            hits = [(y, panel.hit_at(QPointF(40, y))) for y in range(40, 230)]
            stages = [(y, hit.moment.stage) for y, hit in hits if hit is not None and hit.moment is not None]
            places.append({which: min(y for y, at in stages if at == which) for which in range(last + 1)})
        for stage, (now, later) in enumerate(itertools.pairwise(places)):
            assert {which for which in now if now[which] != later[which]} <= {stage + 1}


def test_the_summary_reads_the_active_equation(panel: EquationView, scene: Scene) -> None:
    summary = panel.summary(scene, Moment(5, 1))
    assert summary == "“cereal”, unit 3, forget gate: f = σ(fᵢₙ); f = 0.569"


def test_the_layer_is_named_where_there_are_several(panel: EquationView, scene: Scene) -> None:
    upper = {key.replace("_l0", "_l1"): value for key, value in scene.trace.arrays.items()}
    both = replace(scene.trace, arrays={**scene.trace.arrays, **upper})
    run = replace(scene.runs["lstm"], trace=both)
    stacked = replace(scene.seen(layer=1), runs={"lstm": run})
    assert panel.subtitle(scene, Moment(5, 1)) == "unit 3"
    assert panel.subtitle(stacked, Moment(5, 1)) == "unit 3, layer 1"


def test_the_active_gate_has_its_colour_in_the_dark_as_well(panel: EquationView, scene: Scene) -> None:
    panel.set_theme(DARK)
    panel.draw(scene, Moment(5, scene.stage_of("f")))
    pixels = panel.grab().toImage()
    colors = {pixels.pixelColor(x, y).name() for x in range(10, 290) for y in range(40, 130)}
    assert DARK.symbol("f").name() in colors
    assert DARK.color("highlight").name() in colors
