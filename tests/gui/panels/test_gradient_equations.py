"""The backward equations show the recorded gradients of the unit, in the order of the pass, and add up."""

import itertools
import math
import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from engine.cells import CELLS
from gui.drawing.theme import font
from gui.drawing.typeset import fit
from gui.panels.equation_view.gradient_equations import NATURAL, in_short, layout
from gui.panels.equation_view.panel import NATURAL as FORWARD
from gui.panels.equation_view.panel import EquationView
from gui.panels.equation_view.unit_gradients import UnitGradients, adding_up, in_figures
from gui.readings.step_gradients import terms
from gui.scene import Direction, Moment, Scene
from tests.gui.panels.test_equation_view import SIZES, SMALL, bare, lines
from tests.support.written import spelled_in_figures, written_by

BACK = Direction.BACKWARD
TOKEN = 5
PLAIN = "0.001", "10000"  # within these limits equations have no power of ten
WINDOW = QRectF(0, 0, 272, 171)
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
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
    text = re.sub("×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda found: f"e{found[1].translate(RAISED)}", text)
    text = re.sub(r"\)e(\S+)", r")*1e\1", text)
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
        numbers = UnitGradients(seen.seen(unit=unit), at(stage=stage))
        for term in terms(definition):
            filled = "".join(text for text, _ in numbers.substituted(stage, definition, term))
            if not filled:
                assert term.symbol == "x" or cell == "rnn", "only what has no units is not filled in"
                continue
            right_side, result = filled.split(" = ")
            terms_of_sum = [abs(computed(part)) for part in re.findall(r"[\d.]+", right_side)]
            within = 0.02 * max(abs(computed(result)), terms_of_sum[0] if term.adds else 0.0)
            assert computed(right_side) == pytest.approx(computed(result), abs=within), filled
            if "_before" not in term.symbol:
                expected = float(paths[f"grad_{term.symbol}_l0"][TOKEN, unit])
                assert computed(result) == pytest.approx(expected, rel=6e-3, abs=within / 2)


def test_sums_add_up_as_they_are_written() -> None:
    """To the last figure, with at least three of the largest term, at every order of magnitude."""
    random = np.random.default_rng(0)
    exact = 0
    for _ in range(200):
        parts = random.normal(size=4) * 10.0 ** random.integers(-9, 3)
        filled = "".join(text for text, _ in adding_up([(float(part), "") for part in parts], parts.sum(), 3))
        right_side, result = filled.split(" = ")
        largest = max(map(abs, (*parts, parts.sum())))
        power = 10.0 ** math.floor(math.log10(largest))
        assert computed(right_side) == pytest.approx(computed(result), abs=0.021 * power), filled
        assert computed(result) == pytest.approx(parts.sum(), abs=0.006 * power)
        exact += computed(right_side) == pytest.approx(computed(result), abs=1e-6 * power)
    assert exact > 180


def test_numbers_have_three_figures_in_one_style() -> None:
    shown = {0.0: "0", 0.98444: "0.984", -0.0016049: "−0.00160", 8.44e-4: "8.44×10⁻⁴", 12.345: "12.3"}
    assert {value: in_figures(value) for value in shown} == shown
    assert in_figures(-9.996e-4) == "−0.00100", "it is rounded first"
    assert [in_figures(value) for value in (math.nan, math.inf, -math.inf)] == ["NaN", "∞", "−∞"]
    assert in_figures(123_456.0) == "1.23×10⁵"


@pytest.mark.parametrize("cell", CELLS)
def test_the_table_is_the_record(panel: EquationView, scene: Scene, cell: str) -> None:
    seen = scene.with_cell(cell)
    paths = seen.run.paths
    assert paths is not None
    known = dict(panel.table(seen, at()).rows)
    for name, value in known.items():
        symbol = str(name).removeprefix("grad_")
        if symbol == "c_before":
            expected = float(paths["grad_c_l0"][TOKEN - 1, seen.view.unit])
        elif symbol.startswith(("h_before", "c_before")):
            state, _, path = symbol.partition("_before")
            leaving = paths.paths(state, 0)
            chosen = (
                [path.removeprefix("_via_")]
                if path
                else [p for p in leaving if p not in ("readout", "above")]
            )
            chosen = [p for p in chosen if (state, p) != ("c", "h")]
            expected = sum(float(leaving[p][TOKEN - 1, seen.view.unit]) for p in chosen)
        else:
            expected = float(paths[f"grad_{symbol}_l0"][TOKEN, seen.view.unit])
        assert value == pytest.approx(expected, rel=1e-5, abs=1e-12), name
    given = {f"grad_{term.symbol}" for stage in seen.definition.stages for term in terms(stage)} - {"grad_x"}
    assert given <= known.keys()
    parts = [value for name, value in known.items() if str(name).startswith("grad_h_before_via_")]
    if cell == "rnn":
        assert not parts, "one path is no part"
        return
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
                    value = float(everything[name])
                    assert any(spelled_in_figures(value, count, PLAIN) in written for count in (3, 2)), name


def test_stages_stand_in_the_order_of_the_pass_and_one_is_lit(panel: EquationView, scene: Scene) -> None:
    for cell in CELLS:
        seen = scene.with_cell(cell)
        for stage in range(seen.last_stage + 1):
            rows = layout(WINDOW, seen, at(stage=stage))
            assert [row.stage for row in rows] == list(range(seen.last_stage, -1, -1))
            assert [row.stage for row in rows if row.active] == [stage]
            assert rows[-1].rect.bottom() == pytest.approx(rows[0].rect.top() + rows[-1].rect.bottom())
            for one, other in itertools.pairwise(rows):
                assert one.rect.bottom() == pytest.approx(other.rect.top())
            assert rows[-1].rect.bottom() <= WINDOW.height() + 0.01
            assert min(line.rect.height() for row in rows for line in row.lines) >= 16, "room for the letters"
            for row in rows:
                if not row.active:
                    count = len(terms(seen.definition.stages[row.stage]))
                    assert len(row.lines) == (2 if count > 3 and row.stage > stage else 1)
                    continue
                each = terms(seen.definition.stages[stage])
                assert tuple(line.term for line in row.lines) == each
    for stage in range(6):  # the pass goes on by one stage: what is above the active one stays
        before, after = (layout(WINDOW, scene, at(stage=each)) for each in (stage + 1, stage))
        place = [row.active for row in before].index(True)
        assert [row.rect for row in before[:place]] == [row.rect for row in after[:place]]


@pytest.mark.parametrize(("cell", "stage"), EVERY_STAGE)
def test_in_the_window_letters_are_as_large_as_in_the_forward_pass(
    panel: EquationView, scene: Scene, cell: str, stage: int
) -> None:
    """Nothing is squeezed below 0.85 of its size, for any word and unit."""
    seen = scene.with_cell(cell)
    assert fit(WINDOW, NATURAL) == fit(WINDOW, FORWARD) == 1.0
    heights = {
        role: 0.75 * QFontMetricsF(font(role)).ascent() for role in ("caption", "code", "code_subscript")
    }
    for token, unit in itertools.product((1, 5, 11), (0, 3, 6)):
        panel.draw(seen.seen(unit=unit), at(token, stage))
        for piece in written_by(panel, QSizeF(306, 224)):
            smallest = heights["caption"] if re.search(r"\d\.\d", piece.text) else heights["code_subscript"]
            assert piece.rect.height() >= 0.85 * smallest - 0.01, (piece, token, unit)


def test_a_resting_stage_says_in_one_line_what_it_gives_from_what(scene: Scene) -> None:
    lstm, gru = CELLS["lstm"].stages, CELLS["gru"].stages
    assert in_short(lstm[4], scene) == "∂f, ∂i, ∂g, ∂c_before_via_c ← ∂c"
    assert in_short(lstm[0], scene) == "∂x, ∂h_before ← ∂[i f g o]_in"
    assert in_short(gru[3], scene) == "∂n_in, ∂n_x, ∂r, ∂n_h ← ∂n"
    assert in_short(CELLS["rnn"].stages[0], scene) == "∂x, ∂h_before ← ∂h_in"


def test_a_gate_that_is_nearly_open_is_not_written_as_open(scene: Scene) -> None:
    """1 − f has as many figures as the rest, and f alone is not rounded to 1."""

    def filled(f: float, stage: int, term: int) -> str:
        arrays = {**scene.trace.arrays, "f_l0": np.full_like(scene.trace["f_l0"], f)}
        run = replace(scene.run, trace=replace(scene.trace, arrays=arrays))
        numbers = UnitGradients(replace(scene, runs={"lstm": run}), at(stage=stage))
        asked = scene.definition.stages[stage]
        return "".join(text for text, _ in numbers.substituted(stage, asked, terms(asked)[term]))

    assert "× 0.99960 × (1 − 0.99960) =" in filled(0.9996, 1, 0)
    assert "× 0.9821 × (1 − 0.9821) =" in filled(0.98214, 1, 0)
    assert "× 0.99960 =" in filled(0.9996, 4, 3)
    assert "× 0.982 =" in filled(0.98214, 4, 3)


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
    value = spelled_in_figures(float(paths["grad_f_in_l0"][TOKEN, 3]), 3, PLAIN)
    expected = f"“cereal”, unit 3, forget gate: ∂fᵢₙ = ∂f ⊙ f ⊙ (1 − f); ∂fᵢₙ = {value}"
    assert panel.summary(scene, at(stage=1)) == expected
    assert np.isfinite(float(paths["grad_f_in_l0"][TOKEN, 3]))
