"""The norm stands where closed forms put it, its bounds around it, and the sentence says what follows."""

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from engine.analysis.gate_statistics import half_lives
from engine.record.jacobians import Jacobians
from gui.drawing.theme import LIGHT, PAPER, Theme
from gui.panels.jacobian_plot.lines import JacobianLines, Kind, cut
from gui.panels.jacobian_plot.panel import JacobianPlot
from gui.panels.jacobian_plot.words import lesson
from gui.scene import Direction, Moment, Scene
from tests.support.made import decaying, gradient_scene, provenance, state_scene
from tests.support.pixels import picture
from tests.support.written import written_by

SIZE = QSize(728, 291)  # its room in a window of 1280 × 800
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
POWERS = {f"10{str(power).translate(RAISED)}": power for power in range(-60, 60)} | {"1": 0, "10": 1}


def linear(
    rho: float,
    length: int,
    cell: str = "rnn",
    rows: np.ndarray | None = None,
    sigma: tuple[float, float] | None = None,
    gate: float = 0.5,
) -> Scene:
    """A network that multiplies every change by ρ at each step.

    Its steps alone allow `sigma`, its gate alone keeps `gate`.
    """
    norms = decaying(length, rho)
    rows = np.arange(length) if rows is None else rows
    with np.errstate(over="ignore"):
        narrow = norms[rows].astype(np.float32)
    arrays = {
        "norm_jacobian_l0": narrow,
        "sigma_l0": np.tile(np.array(sigma or (rho, rho)), (length, 1)),
        "lyapunov_l0": np.log([rho, rho]),
    }
    if cell == "rnn":
        arrays["sigma_weight_l0"] = np.array([(sigma or (rho, rho))[0]] * 2)
    scene = state_scene(np.full((length, 2), gate), cell=cell)
    run = replace(scene.run, jacobians=Jacobians(rows, arrays, provenance(cell, 2)))
    return replace(scene, runs={cell: run})


def drawn(scene: Scene, moment: Moment | int, theme: Theme = LIGHT) -> JacobianPlot:
    panel = JacobianPlot(theme)
    panel.resize(SIZE)
    panel.draw(scene, scene.complete(moment) if isinstance(moment, int) else moment)
    return panel


def texts(panel: JacobianPlot) -> list[str]:
    return [piece.text for piece in written_by(panel, QSizeF(SIZE))]


def heights(panel: JacobianPlot) -> dict[int, float]:
    """Where the axis says that each power of ten is."""
    right = [piece for piece in written_by(panel, QSizeF(SIZE)) if piece.rect.left() > SIZE.width() - 50]
    return {POWERS[piece.text]: piece.rect.center().y() for piece in right if piece.text in POWERS}


def height_of(panel: JacobianPlot, value: float) -> float:
    """Where a number stands, between and beyond the marks of the axis."""
    found = heights(panel)
    low, high = min(found), max(found)
    return found[low] + (math.log10(value) - low) / (high - low) * (found[high] - found[low])


def column_x(panel: JacobianPlot, token: int) -> float:
    """The middle of a word's column, between the edges that the panel itself reacts to."""
    assert panel.scene is not None
    hits = ((x, panel.hit_at(QPointF(x, 150))) for x in range(SIZE.width()))
    inside = [x for x, hit in hits if hit is not None and hit.moment is not None]
    return inside[0] + (token + 0.5) * (inside[-1] + 1 - inside[0]) / panel.scene.length


def curve_height(panel: JacobianPlot, color: str, token: int) -> float:
    """Where a curve crosses the middle of a word's column."""
    times = 4
    image = QImage(SIZE * times, QImage.Format.Format_RGB32)
    image.fill(panel.theme.color("card"))
    painter = QPainter(image)
    painter.scale(times, times)
    panel.paint(painter, QSizeF(SIZE))
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    y, x = np.nonzero(pixels == QColor(color).rgb())
    near = (np.abs(x / times - column_x(panel, token)) < 4) & (y / times > 40) & (y / times < 250)
    return float(np.mean(y[near])) / times


@pytest.mark.parametrize("rho", [0.1, 10.0])
def test_the_norm_of_a_linear_network_meets_every_mark(rho: float, qapp: object) -> None:
    """ρ^(τ − t) with ρ = 1/10 and 10: the axis and the curve are drawn by different parts."""
    scene = linear(rho, 7, cell="gru")
    panel, way = drawn(scene, 6), round(math.log10(rho))
    found = heights(panel)
    assert set(found) >= {0, 2 * way, 4 * way, 6 * way}
    for token in (2, 4):
        height = curve_height(panel, LIGHT.cells["gru"], token)
        assert height == pytest.approx(found[way * (6 - token)], abs=2.5), token
    dot = QPointF(column_x(panel, 6), found[0]).toPoint()
    ink = QColor(LIGHT.cells["gru"])
    around = [(x, y) for x in range(-9, 10) for y in range(-9, 10)]
    inside = [y for x, y in around if picture(panel).pixelColor(dot.x() + x, dot.y() + y) == ink]
    assert np.mean(inside) == pytest.approx(0, abs=1), "a change is itself where it is made"


def test_the_mean_gate_alone_is_a_straight_line_to_its_power(qapp: object) -> None:
    """f = ½ everywhere: 2⁻¹⁰ ≈ 10⁻³ ten words back, whatever the norm is."""
    scene = linear(0.1, 11, cell="lstm")
    lines = JacobianLines.of(scene)
    row = lines.rows(10)[Kind.GATE]
    assert row is not None
    np.testing.assert_allclose(row, 0.5 ** np.arange(10.0, -1, -1))
    panel = drawn(scene, 10, PAPER)
    for token in (1, 5, 8):
        height = curve_height(panel, PAPER.symbols["f"], token)
        assert height == pytest.approx(height_of(panel, 0.5 ** (10 - token)), abs=1.5), token
    assert Kind.GATE not in JacobianLines.of(linear(0.1, 11)).rows(10), "an RNN has no gate"


def test_the_band_lies_between_the_bounds(qapp: object) -> None:
    """σ from 10⁻² to 10 at each step: the ground is tinted from the one product to the other."""
    scene = linear(0.11, 5, sigma=(10.0, 0.01))
    panel = drawn(scene, 4, PAPER)
    assert JacobianLines.of(scene).reach.decades == (-6, 2), "half of what the norms take, on either side"
    image, x = picture(panel), round(column_x(panel, 3))
    band = PAPER.color("highlight")
    tinted = [y for y in range(45, 235) if image.pixelColor(x, y) == band]
    assert min(tinted) == pytest.approx(height_of(panel, 10.0), abs=3)
    assert max(tinted) == pytest.approx(height_of(panel, 0.01), abs=3)


def test_the_axis_stays_while_the_reader_moves(scene: Scene, qapp: object) -> None:
    for shown in (linear(0.5, 30), scene):
        places = [tuple(heights(drawn(shown, token)).items()) for token in (0, 7, 12)]
        assert len(set(places)) == 1


def test_the_axis_of_single_rows_counts_on_the_exponent(qapp: object) -> None:
    """Of long texts one row is known at a time: the next one is drawn on the same axis."""
    axes = [JacobianLines.of(linear(0.97, 1000, rows=np.array([at]))).reach.decades for at in (40, 500, 999)]
    assert len(set(axes)) == 1
    assert axes[0][0] <= 999 * math.log10(0.97)
    everything = JacobianLines.of(linear(0.97, 1000)).reach.decades
    assert axes[0] == everything


def test_a_row_that_is_not_there_is_computing_and_the_bounds_are_not(qapp: object) -> None:
    scene = linear(0.9, 40, rows=np.array([30]))
    assert "computing" not in texts(drawn(scene, 30))
    waiting = drawn(scene, 20)
    assert texts(waiting).count("computing") == 1
    bound = JacobianLines.of(scene).rows(20)[Kind.UPPER]
    assert bound is not None
    assert bound[0] == pytest.approx(0.9**20)
    bare = replace(scene, runs={"rnn": replace(scene.run, jacobians=None)})
    assert "computing" in texts(drawn(bare, 20))
    refused = replace(bare, refusals={"jacobians": "Too large."})
    assert "Too large." in texts(drawn(refused, 20))
    assert "computing" not in texts(drawn(refused, 20))
    later = replace(scene, refusals={"jacobians": "Too large."})
    assert "Too large." in texts(drawn(later, 20))
    assert "computing" not in drawn(later, 20).summary(later, later.complete(20))


@pytest.mark.parametrize(("rho", "word"), [(0.01, "0 (underflow)"), (50.0, "∞ (overflow)")])
def test_what_float32_cannot_hold_is_marked_and_named(rho: float, word: str, qapp: object) -> None:
    scene = linear(rho, 40)
    panel = drawn(scene, 39)
    assert word in texts(panel)
    hit = panel.hit_at(QPointF(column_x(panel, 2), 150))
    assert hit is not None
    assert word.split()[0] in hit.tip.splitlines()[-1]
    assert word not in texts(drawn(scene, 3)), "none of what is seen from there"
    assert heights(drawn(scene, 3)) == heights(panel)


def test_a_bound_that_is_0_is_called_0_and_one_that_is_too_small_is_not(qapp: object) -> None:
    """A direction that one step loses is lost; 10⁻⁹ to the power 39 is only too small for float64."""
    lost, small = linear(0.5, 40, sigma=(0.9, 0.0)), linear(0.5, 40, sigma=(1e-9, 1e-9))
    for scene, word in ((lost, "0"), (small, "below 10⁻³⁰⁸")):
        said = drawn(scene, 39).summary(scene, scene.complete(39))
        assert f"lower bound: {word}," in said
        assert word in texts(drawn(scene, 39))
    assert "upper bound: below 10⁻³⁰⁸," in said
    nothing = linear(0.5, 40, sigma=(0.0, 0.0))
    assert "upper bound: 0," in drawn(nothing, 39).summary(nothing, nothing.complete(39))
    for gate, word in ((0.0, "0"), (1e-30, "below 10⁻³⁰⁸")):
        kept = linear(0.5, 40, cell="lstm", gate=gate)
        assert f"alone: {word}," in drawn(kept, 39).summary(kept, kept.complete(39))


def test_a_norm_of_0_under_relu_is_no_underflow(qapp: object) -> None:
    scene = linear(0.01, 40, sigma=(0.5, 0.0))
    named = replace(scene.trace, provenance=replace(scene.trace.provenance, activation="relu"))
    relu = replace(scene, runs={"rnn": replace(scene.run, trace=named)})
    assert "0 (underflow)" in texts(drawn(scene, 39))
    assert "0 (underflow)" not in texts(drawn(relu, 39))
    assert "norm: 0. " in drawn(relu, 39).summary(relu, relu.complete(39))
    lost = linear(0.01, 40, sigma=(0.0, 0.0))
    assert "norm: 0. " in drawn(lost, 39).summary(lost, lost.complete(39))


@pytest.mark.parametrize(
    ("rho", "sentence"),
    [
        (0.87, "σ = 0.87 < 1. The gradient must vanish."),
        (0.9999, "σ = 0.99990 < 1. The gradient must vanish."),
        (1.0 - 1e-8, "σ = 1. The gradient cannot explode"),
        (1.0, "σ = 1. The gradient cannot explode"),
        (1.73, "σ = 1.73 ≥ 1. The gradient may vanish or explode: nothing is forced."),
    ],
)
def test_the_condition_of_pascanu_in_words(rho: float, sentence: str, qapp: object) -> None:
    scene = linear(rho, 5)
    assert sentence in lesson(JacobianLines.of(scene))
    assert sentence in "".join(texts(drawn(scene, 4))), "other fonts may write parts of it"
    assert lesson(JacobianLines.of(replace(scene, runs={"rnn": replace(scene.run, jacobians=None)}))) == ""


@pytest.mark.parametrize(("cell", "name"), [("lstm", "forget gate"), ("gru", "update gate")])
def test_the_mean_gate_in_words(cell: str, name: str, qapp: object) -> None:
    said = lesson(JacobianLines.of(linear(0.5, 5, cell=cell)))
    assert f"Geometric mean of the {name}" in said
    assert "(all units, words)" in said
    assert "= 0.50; a gate at " in said
    assert "for 1.0 words" in said
    sentences = {0.0: "so is its half-life", 1.0: "∞, longer than the text", math.nan: "no half-life"}
    for gate, sentence in sentences.items():
        scene = state_scene(np.full((5, 2), gate), cell=cell)
        assert sentence in lesson(JacobianLines.of(scene))


def test_the_mean_gate_is_the_geometric_one(qapp: object) -> None:
    """Keeping multiplies: 0.9 and 0.1 in turns keep what 0.3 keeps, not what 0.5 would."""
    gates = np.tile([[0.9], [0.1]], (4, 2))
    scene = state_scene(gates)
    lines = JacobianLines.of(scene)
    assert lines.mean_gate == pytest.approx(0.3, rel=1e-6)
    np.testing.assert_allclose(lines.rows(4)[Kind.GATE], 0.3 ** np.arange(4, -1, -1.0), rtol=1e-5)
    assert half_lives(scene.trace, 0) == pytest.approx(math.log(0.5) / math.log(lines.mean_gate), rel=1e-6)
    assert JacobianLines.of(state_scene(np.array([[0.0], [1.0], [0.5]]))).mean_gate == 0
    assert JacobianLines.of(state_scene(np.ones((3, 2)))).mean_gate == 1


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_table_is_the_record(cell: str, scene: Scene, qapp: object) -> None:
    shown = scene.with_cell(cell)
    table = JacobianPlot().table(shown, shown.complete(7))
    columns = dict(zip(table.columns, zip(*table.rows, strict=True), strict=True))
    record = shown.run.jacobians
    assert record is not None
    np.testing.assert_array_equal(columns["norm_jacobian"], record["norm_jacobian_l0"][7, :8])
    assert len(table.rows) == 8
    upper, norms, lower = (
        np.array(columns[f"{key}"]) for key in ("upper_bound", "norm_jacobian", "lower_bound")
    )
    assert (lower <= norms * 1.0001).all()
    assert (norms <= upper * 1.0001).all()
    carried = "norm_c_l0" if cell == "lstm" else "norm_h_l0"
    assert shown.run.gradient is not None
    np.testing.assert_array_equal(columns["norm_gradient"], shown.run.gradient[carried][7, :8])
    assert ("mean_gate_alone" in columns) == (cell != "rnn")


def test_hover_tells_every_number_and_a_click_goes_there(scene: Scene, qapp: object) -> None:
    panel = drawn(scene, 9)
    hit = panel.hit_at(QPointF(column_x(panel, 4), 120))
    assert hit is not None
    assert hit.moment == scene.complete(4)
    assert scene.trace.tokens[4] in hit.tip
    record = scene.run.jacobians
    assert record is not None
    told = next(line for line in hit.tip.splitlines() if line.startswith("norm:"))
    assert float(told.split()[-1]) == pytest.approx(float(record["norm_jacobian_l0"][9, 4]), rel=0.06)
    later = panel.hit_at(QPointF(column_x(panel, 11), 120))
    assert later is not None
    assert "later" in later.tip
    beside = panel.hit_at(QPointF(30, 120))
    assert beside is not None
    assert "largest factor" in beside.tip
    assert beside.moment is None


def test_the_backward_pass_looks_back_from_its_own_token(scene: Scene, qapp: object) -> None:
    moment = replace(scene.complete(3, Direction.BACKWARD))
    started = scene.seen(origin=8)
    assert len(JacobianPlot().table(started, moment).rows) == 9
    hit = drawn(started, moment).hit_at(QPointF(column_x(drawn(started, moment), 6), 120))
    assert hit is not None
    assert hit.moment == started.complete(6, Direction.BACKWARD)


def test_a_curve_is_cut_where_it_leaves_the_axis() -> None:
    x, y = np.arange(6.0), np.array([-np.inf, -9.0, -3.0, 1.0, 9.0, 12.0])
    across, up, beyond = cut(x, y, (-6.0, 5.0))
    inside = ~beyond
    np.testing.assert_allclose(across[inside], [1.5, 2, 3, 3.5])
    np.testing.assert_allclose(up[inside], [-6, -3, 1, 5])
    assert (up >= -6).all()
    assert (up <= 5).all()
    alone = cut(np.array([0.0]), np.array([0.0]), (-1.0, 1.0))
    assert [len(part) for part in alone] == [1, 1, 1]


def test_overflow_in_a_step_is_a_gap(qapp: object) -> None:
    scene = linear(0.5, 12)
    record = scene.run.jacobians
    assert record is not None
    arrays = {key: array.copy() for key, array in record.arrays.items()}
    arrays["norm_jacobian_l0"][6:, :5] = np.nan
    arrays["sigma_l0"][5] = np.nan
    arrays["lyapunov_l0"][:] = np.nan
    broken = replace(scene, runs={"rnn": replace(scene.run, jacobians=replace(record, arrays=arrays))})
    panel = drawn(broken, 11)
    assert "NaN" in texts(panel)
    picture(panel)


def test_one_word_and_many(qapp: object) -> None:
    assert "1.0" in texts(drawn(linear(0.5, 1), 0))
    many = linear(0.999, 10_000, rows=np.array([9_999]))
    panel = drawn(many, 9_999)
    assert len(heights(panel)) >= 2
    with_gradient = gradient_scene({"rnn": decaying(9, 0.5)}, cell="rnn")
    assert "computing" in texts(drawn(with_gradient, 3))
