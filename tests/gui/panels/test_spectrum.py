"""Bars are as high as their factors, on one scale for one step and for the whole text."""

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize, QSizeF
from PySide6.QtGui import QColor

from engine.backends.array_namespace import NUMPY
from engine.backward.jacobians import OneStep, jacobians
from engine.forward.simulate import simulate
from engine.record.jacobians import Jacobians
from gui.drawing.theme import LIGHT
from gui.panels.spectrum.panel import Spectrum
from gui.panels.spectrum.spectra import Spectra, over_the_text
from gui.scene import Moment, Scene
from tests.support.made import decaying, provenance, state_scene
from tests.support.networks import random_inputs, random_network
from tests.support.pixels import colored, picture
from tests.support.written import spelled_in_figures, written_by

SIZE = QSize(728, 191)  # its room in a window of 1280 × 800


def spectra(sigma: np.ndarray, lyapunov: np.ndarray, cell: str = "rnn") -> Scene:
    """A run with these singular values [T, S] and these exponents [S]."""
    scene = state_scene(np.zeros((len(sigma), sigma.shape[1])), cell=cell)
    arrays = {"norm_jacobian_l0": decaying(len(sigma), 0.5), "sigma_l0": sigma, "lyapunov_l0": lyapunov}
    record = Jacobians(np.arange(len(sigma)), arrays, provenance(cell, sigma.shape[1]))
    return replace(scene, runs={cell: replace(scene.run, jacobians=record)})


def steady(factors: list[float], length: int = 4) -> Scene:
    """Every step does the same, and so does the whole run."""
    with np.errstate(divide="ignore"):
        return spectra(np.tile(factors, (length, 1)), np.log(factors))


def drawn(scene: Scene, token: int = 0) -> Spectrum:
    panel = Spectrum(LIGHT)
    panel.resize(SIZE)
    panel.draw(scene, scene.complete(token))
    return panel


def text(panel: Spectrum) -> str:
    return " ".join(piece.text for piece in written_by(panel, QSizeF(SIZE)))


def mark(panel: Spectrum, label: str) -> float:
    """The height of a mark of the left scale."""
    marks = (piece for piece in written_by(panel, QSizeF(SIZE)) if piece.rect.right() < 45)
    return next(piece.rect.center().y() for piece in marks if piece.text == label)


def tops(panel: Spectrum, color: str) -> list[int]:
    """The upper end of every bar of a colour, from left to right."""
    found: dict[int, list[int]] = {}
    for point in colored(picture(panel), QColor(color)):
        found.setdefault(point.x(), []).append(point.y())
    columns = {x: min(ys) for x, ys in found.items() if len(ys) > 5}  # the edge of a letter is no bar
    starts = [x for x in sorted(columns) if x - 1 not in columns]
    return [columns[x + 1] for x in starts if x + 1 in columns]


def test_a_bar_is_as_high_as_its_factor_on_both_sides(qapp: object) -> None:
    """Half and one and a half: the marks and the bars are drawn by different parts."""
    panel = drawn(steady([1.5, 0.5]))
    for color, factor in ((LIGHT.positive, 1.5), (LIGHT.faint, 0.5)):
        heights = tops(panel, color)
        assert len(heights) == 2, "one for the step, one for the text"
        expected = mark(panel, "0") + factor * (mark(panel, "1") - mark(panel, "0"))
        assert heights == pytest.approx([expected] * 2, abs=1.5), factor


def test_what_grows_is_counted(qapp: object) -> None:
    assert "2 of 5 above 1; the largest is 1.50" in text(drawn(steady([1.5, 1.01, 1.0, 0.5, 0.1])))
    assert "0 of 2 above 1; the largest is 0.900" in text(drawn(steady([0.9, 0.9])))


@pytest.mark.parametrize(("rho", "length"), [(0.9, 4), (1.1, 4), (3.0, 7)])
def test_over_the_whole_text(rho: float, length: int, qapp: object) -> None:
    """A network that multiplies by ρ: exp(Tλ) = ρᵀ."""
    said = " ".join(text(drawn(steady([rho, rho / 2], length))).split())
    factor = float(said.split("λ₁) = ")[1].split()[0].replace("×10⁴", "e4").replace("×10³", "e3"))
    assert factor == pytest.approx(rho**length, rel=0.04)
    assert ("multiply" in said) == (rho > 1)
    value = said.split("; λ₁ = ")[1].split()[0]
    assert float(value.replace("−", "-")) == pytest.approx(math.log(rho), rel=0.06)


def test_the_sentence_with_a_long_factor_is_written_whole_in_a_narrow_card(qapp: object) -> None:
    assert "times at most." in text(drawn(steady([2.0], 240)))


@pytest.mark.parametrize(("rho", "power"), [(1e-4, "10⁻⁴⁰⁰"), (1e5, "10⁵⁰⁰")])
def test_what_no_float_holds_is_a_power_of_ten(rho: float, power: str, qapp: object) -> None:
    assert f"= {power} " in text(drawn(steady([rho], 100)))


def test_the_sentence_is_the_norm_from_before_the_first_word(qapp: object) -> None:
    """The factor in words, of a network that was run, is that of the whole product of its steps."""
    network = random_network("lstm", units=4)
    trace = simulate(network, inputs=random_inputs(9, network), dtype="float64")
    steps = OneStep(network.cell, network.weights(NUMPY, "float64")[0], trace, 0)
    product = np.eye(steps.size)
    for token in range(9):
        product = steps.at(token) @ product
    record = Spectra(jacobians(network, trace, at=8), 0)
    told_factor = over_the_text(record).split(" = ")[1].split()[0]
    assert told_factor == spelled_in_figures(float(np.linalg.norm(product, 2)), 2)


def test_nothing_of_an_unfinished_step_is_shown(qapp: object) -> None:
    sigma = np.array([[0.5, 0.1], [0.9, 0.1], [1.7, 0.3]])
    scene = spectra(sigma, np.log([0.5, 0.1]))
    for stage in range(scene.last_stage):
        panel = Spectrum(LIGHT)
        panel.resize(SIZE)
        panel.draw(scene, Moment(1, stage))
        assert "the step before, “" in text(panel)
        assert "the largest is 0.500" in text(panel)
        assert panel.table(scene, Moment(1, stage)).rows[0][1] == 0.5
        assert "0.500" in panel.summary(scene, Moment(1, stage))
        hit = panel.hit_at(QPointF(60, 100))
        assert hit is not None
        assert "0.500" in hit.tip
        panel.draw(scene, Moment(0, stage))
        assert "this step is not computed yet" in text(panel)
        assert "0.500" not in text(panel)
        assert panel.table(scene, Moment(0, stage)).rows[0][1] == ""
        hit = panel.hit_at(QPointF(60, 100))
        assert hit is not None
        assert "not computed yet" in hit.tip
    assert "this step, “" in text(drawn(scene, 1))
    assert "0.900" in text(drawn(scene, 1))


def test_a_direction_that_is_lost_is_minus_infinity(qapp: object) -> None:
    panel = drawn(steady([0.5, 0.0]))
    assert len(tops(panel, LIGHT.faint)) == 2, "no bar for a factor of 0"
    assert "−∞" in text(panel)
    hits = [panel.hit_at(QPointF(x, 100)) for x in range(330, 700)]
    assert any(hit is not None and "λ = −∞" in hit.tip and "exp(λ) = 0" in hit.tip for hit in hits)
    assert panel.table(panel.scene, panel.moment).rows[1][2] == -math.inf  # type: ignore[arg-type]
    assert "every small difference is lost" in text(drawn(steady([0.0, 0.0])))


def test_the_scale_stays_while_the_reader_moves(qapp: object) -> None:
    sigma = np.array([[0.5, 0.1], [2.5, 0.1], [1.0, 0.1]])
    scene = spectra(sigma, np.log([0.5, 0.1]))
    assert len({mark(drawn(scene, token), "1") for token in range(3)}) == 1
    assert mark(drawn(scene, 0), "2") < mark(drawn(scene, 0), "1"), "room for what comes later"
    assert "2.50" in text(drawn(scene, 1))
    assert "0.500" in text(drawn(scene, 0))


@pytest.mark.parametrize("factor", [0.3, 1.0, 30.0, 4_000.0])
def test_the_line_at_1_always_has_its_marks(factor: float, qapp: object) -> None:
    panel = drawn(steady([factor, factor / 2]))
    assert 40 < mark(panel, "1") < 170
    marks = [piece for piece in written_by(panel, QSizeF(SIZE)) if piece.rect.right() < 45]
    assert 2 < len(marks) < 8
    assert "λ = 0" in text(panel)


def test_what_overflowed_is_said(qapp: object) -> None:
    scene = spectra(np.array([[1.0, 0.5], [np.nan, np.nan]]), np.array([np.nan, np.nan]))
    assert "values overflowed at this step" in text(drawn(scene, 1))
    assert "above 1" in text(drawn(scene, 0))
    assert "it has no exponents" in text(drawn(scene, 0))
    hits = [drawn(scene, 0).hit_at(QPointF(500, 100))]
    assert all(hit is not None and "overflowed" in hit.tip for hit in hits)


def test_the_table_is_the_record_and_hover_tells_it(scene: Scene, qapp: object) -> None:
    for cell in scene.runs:
        shown = scene.with_cell(cell)
        record = shown.run.jacobians
        assert record is not None
        panel = drawn(shown, 5)
        table = panel.table(shown, shown.complete(5))
        np.testing.assert_array_equal([row[1] for row in table.rows], record["sigma_l0"][5])
        np.testing.assert_array_equal([row[2] for row in table.rows], record["lyapunov_l0"])
        hits = (panel.hit_at(QPointF(x, 100)) for x in range(45, 300))
        tips = [hit.tip for hit in hits if hit is not None and hit.tip.startswith("singular value")]
        assert len(set(tips)) == len(table.rows)
        assert float(tips[0].split()[-1]) == pytest.approx(float(record["sigma_l0"][5, 0]), rel=0.01)


def test_any_row_will_do_and_none_is_computing(scene: Scene, qapp: object) -> None:
    record = scene.run.jacobians
    assert record is not None
    row = {"norm_jacobian_l0": record["norm_jacobian_l0"][3:4]}
    one = replace(record, rows=record.rows[3:4], arrays={**record.arrays, **row})
    single = replace(scene, runs={"lstm": replace(scene.run, jacobians=one)})
    assert text(drawn(single, 8)) == text(drawn(scene, 8))
    bare = replace(scene, runs={"lstm": replace(scene.run, jacobians=None)})
    assert "computing" in text(drawn(bare))
    assert drawn(bare).hit_at(QPointF(100, 100)) is None
    refused = replace(bare, refusals={"jacobians": "Too large."})
    assert "Too large." in text(drawn(refused))
    assert "computing" not in text(drawn(refused))
