"""The backward equations show the recorded gradients of the unit, in the order of the pass, and add up."""

import itertools
import math
import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF
from pytestqt.qtbot import QtBot

from engine.cells import CELLS
from gui.gradient_equations import layout, lines_of
from gui.ink import number
from gui.panels.equation_view import EquationView
from gui.scene import Direction, Moment, Scene
from gui.step_gradients import terms
from gui.unit_gradients import UnitGradients
from tests.gui.test_equation_view import SIZES, SMALL, bare, lines
from tests.gui.written import written_by

BACK = Direction.BACKWARD
TOKEN = 5
EVERY_STAGE = [(name, stage) for name, cell in CELLS.items() for stage in range(len(cell.stages))]


def at(token: int = TOKEN, stage: int = 0) -> Moment:
    return Moment(token, stage, direction=BACK)


@pytest.fixture
def panel(qtbot: QtBot) -> EquationView:
    view = EquationView()
    qtbot.addWidget(view)
    view.resize(SMALL.toSize())
    return view


def computed(text: str) -> float:
    """What a line of numbers comes to, computed from its text."""
    code = text.replace("tanh²", "tanh2").replace("²", "**2").replace("×", "*").replace("−", "-")
    return float(eval(code, {"tanh": math.tanh, "tanh2": lambda value: math.tanh(value) ** 2}))


@pytest.mark.parametrize(("cell", "stage"), EVERY_STAGE)
def test_the_numbers_put_in_give_the_number_that_comes_out(scene: Scene, cell: str, stage: int) -> None:
    """For every unit: the text is computed, and the result is the record's, as far as decimals go."""
    seen = scene.with_cell(cell)
    definition = seen.definition.stages[stage]
    paths = seen.run.paths
    assert paths is not None
    for unit in range(8):
        numbers = UnitGradients(replace(seen, unit=unit), at(stage=stage))
        for term in terms(definition):
            filled = "".join(text for text, _ in numbers.substituted(stage, definition, term))
            if not filled:
                assert term.symbol == "x" or cell == "rnn", "only what has no units is not filled in"
                continue
            right_side, result = filled.split(" = ")
            assert computed(right_side) == pytest.approx(computed(result), abs=6e-3), filled
            if not term.symbol.endswith("_before"):
                expected = float(paths[f"grad_{term.symbol}_l0"][TOKEN, unit])
                assert result == number(expected)


@pytest.mark.parametrize("cell", CELLS)
def test_the_table_is_the_record(panel: EquationView, scene: Scene, cell: str) -> None:
    seen = scene.with_cell(cell)
    paths = seen.run.paths
    assert paths is not None
    known = dict(panel.table(seen, at()).rows)
    for name, value in known.items():
        symbol = str(name).removeprefix("grad_")
        if symbol.startswith(("h_before", "c_before")):
            state, _, path = symbol.partition("_before")
            leaving = paths.paths(state, 0)
            chosen = (
                [path.removeprefix("_via_")]
                if path
                else [p for p in leaving if p not in ("readout", "above")]
            )
            chosen = [p for p in chosen if (state, p) != ("c", "h")]
            expected = sum(float(leaving[p][TOKEN - 1, seen.unit]) for p in chosen)
        else:
            expected = float(paths[f"grad_{symbol}_l0"][TOKEN, seen.unit])
        assert value == pytest.approx(expected, rel=1e-5, abs=1e-12), name
    given = {f"grad_{term.symbol}" for stage in seen.definition.stages for term in terms(stage)} - {"grad_x"}
    assert given <= known.keys()
    parts = [value for name, value in known.items() if str(name).startswith("grad_h_before_via_")]
    assert sum(map(float, parts)) == pytest.approx(float(known["grad_h_before"]), rel=1e-5)
    assert len(parts) == len(seen.definition.gates) + (cell == "gru")


@pytest.mark.parametrize(("cell", "stage"), EVERY_STAGE)
def test_what_is_reached_stands_there_and_nothing_else(
    panel: EquationView, scene: Scene, cell: str, stage: int
) -> None:
    seen = scene.with_cell(cell)
    panel.draw(seen, at(stage=stage))
    written = " ".join(lines(written_by(panel, SMALL)))
    everything = dict(panel.table(seen, at()).rows)
    now = dict(panel.table(seen, at(stage=stage)).rows)
    assert now.items() <= everything.items()
    for position, each in enumerate(seen.definition.stages):
        for term in terms(each):
            assert bare(f"∂{term.symbol}") in written
            name = f"grad_{term.symbol}"
            if term.symbol == "x":
                assert ("‖∂x‖" in written) is (stage == 0)
            elif name in everything and not term.symbol.endswith("_before"):
                assert (name in now) is (position >= stage), name
                if position >= stage:
                    assert number(float(everything[name])) in written, name


def test_stages_stand_in_the_order_of_the_pass_and_one_is_lit(panel: EquationView, scene: Scene) -> None:
    for cell in CELLS:
        seen = scene.with_cell(cell)
        for stage in range(seen.last_stage + 1):
            rows = layout(QRectF(0, 0, 272, 186), seen, at(stage=stage))
            assert [row.stage for row in rows] == list(range(seen.last_stage, -1, -1))
            assert [row.stage for row in rows if row.active] == [stage]
            assert rows[-1].rect.bottom() == pytest.approx(rows[0].rect.top() + rows[-1].rect.bottom())
            for one, other in itertools.pairwise(rows):
                assert one.rect.bottom() == pytest.approx(other.rect.top())
    bottoms = {
        stage: layout(QRectF(0, 0, 272, 186), scene, at(stage=stage))[-1].rect.bottom() for stage in range(7)
    }
    assert max(bottoms.values()) - min(bottoms.values()) < 0.01, (
        "what is above takes no more room than before"
    )


def test_equations_share_a_line_where_they_fit() -> None:
    for cell in CELLS.values():
        for stage in cell.stages:
            assert [term for line in lines_of(stage) for _, term in line] == list(terms(stage))
            for line in lines_of(stage):
                assert [x for x, _ in line] == sorted(x for x, _ in line)
    assert [len(line) for line in lines_of(CELLS["lstm"].stages[4])] == [2, 2]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
@pytest.mark.parametrize(("cell", "stage"), EVERY_STAGE)
def test_nothing_is_cut_and_no_text_lies_on_another(
    panel: EquationView, scene: Scene, cell: str, stage: int, size: QSizeF
) -> None:
    seen = scene.with_cell(cell)
    run = seen.run
    assert run.paths is not None
    for factor in (1.0, -1.7e-6):
        arrays = {key: array * factor for key, array in run.paths.arrays.items()}
        paths = replace(run.paths, arrays=arrays)
        shown = replace(seen, runs={**seen.runs, cell: replace(run, paths=paths)})
        panel.draw(shown, at(stage=stage))
        pieces = written_by(panel, size)
        card = QRectF(0, 0, size.width(), size.height()).adjusted(8, 8, -8, -6)
        for piece in pieces:
            assert card.contains(piece.rect), piece
            assert "…" not in piece.text
        for one, other in itertools.combinations(pieces, 2):
            assert not one.rect.adjusted(0.5, 1.5, -0.5, 0).intersects(other.rect), (one, other)


def test_a_click_stays_in_the_pass(panel: EquationView, scene: Scene) -> None:
    panel.draw(scene, at(stage=6))
    rect = panel.content_rect(QSizeF(panel.size()))
    found = {}
    for y in range(int(rect.top()), int(rect.bottom())):
        hit = panel.hit_at(QPointF(60, y))
        if hit is not None:
            assert hit.moment is not None
            found.setdefault(hit.moment, hit.tip)
    assert list(found) == [at(stage=stage) for stage in range(6, -1, -1)]
    assert found[at(stage=1)] == "forget gate: times the slope of σ, at most ¼"


def test_until_the_record_is_there_nothing_is_said(panel: EquationView, scene: Scene) -> None:
    waiting = replace(scene, runs={**scene.runs, "lstm": replace(scene.run, paths=None)})
    panel.draw(waiting, at())
    assert panel.note(waiting, at()) == "computing"
    assert not panel.table(waiting, at()).rows
    assert panel.summary(waiting, at()).endswith("computing")
    assert not any(re.search(r"\d\.\d", piece.text) for piece in written_by(panel, SMALL))
    assert panel.needs(waiting) == {"paths"}
    panel.draw(waiting, Moment(TOKEN, 0))
    assert panel.needs(waiting) == frozenset()
    assert panel.ground_key(scene, at()) != panel.ground_key(waiting, at())


def test_before_the_first_word_nothing_leaves(panel: EquationView, scene: Scene) -> None:
    known = dict(panel.table(scene, at(0)).rows)
    assert "grad_f" in known
    assert not any("_before" in str(name) for name in known)
    panel.draw(scene, at(0))
    assert written_by(panel, SMALL)


def test_the_summary_reads_the_active_equation(panel: EquationView, scene: Scene) -> None:
    paths = scene.run.paths
    assert paths is not None
    value = number(float(paths["grad_f_in_l0"][TOKEN, 3]))
    expected = f"“cereal”, unit 3, forget gate: ∂f_in = ∂f ⊙ f ⊙ (1 − f); ∂f_in = {value}"
    assert panel.summary(scene, at(stage=1)) == expected
    assert np.isfinite(float(paths["grad_f_in_l0"][TOKEN, 3]))
