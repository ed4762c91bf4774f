"""The curves stand where the norms put them, on an axis that no playhead moves."""

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from gui.drawing.theme import LIGHT, PAPER, Theme
from gui.panels.gradient_plot import GradientPlot
from gui.readings.gradient_lines import LINES, GradientCurve, shown_rows
from gui.scene import Moment, Run, Scene
from tests.support.made import decaying, gradient_scene
from tests.support.pixels import picture
from tests.support.written import Written, written_by

SIZE = QSize(312, 320)  # its room in a window of 1280 × 800
CELL_NAMES = {line.name for line in LINES}
THREE = {"rnn": decaying(30, 0.2), "lstm": decaying(30, 0.9), "gru": decaying(30, 0.95)}


def drawn(scene: Scene, token: int, theme: Theme = LIGHT) -> GradientPlot:
    panel = GradientPlot(theme)
    panel.resize(SIZE)
    panel.draw(scene, scene.complete(token))
    return panel


def texts(panel: GradientPlot) -> list[str]:
    return [piece.text for piece in written_by(panel)]


def column_x(panel: GradientPlot, token: int) -> float:
    """The middle of a word's column, between the edges that the panel itself reacts to."""
    assert panel.scene is not None
    inside = [x for x in range(SIZE.width()) if panel.hit_at(QPointF(x, 150))]
    return inside[0] + (token + 0.5) * (inside[-1] + 1 - inside[0]) / panel.scene.length


def decade_heights(panel: GradientPlot) -> dict[int, float]:
    """Where the axis says that each power of ten is."""
    powers = {"1": 0, "10": 1} | {f"10⁻{digit}": -power for power, digit in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
    marks = (piece for piece in written_by(panel, panel.logical_size()) if piece.rect.right() < 52)
    return {powers[piece.text]: piece.rect.center().y() for piece in marks if piece.text in powers}


def ink(panel: GradientPlot, cell: str) -> np.ndarray:
    """Where the colour of a cell is, [N, 2] as x and y; enlarged, so that thin lines have a core."""
    times = 4
    image = QImage(SIZE * times, QImage.Format.Format_RGB32)
    image.fill(panel.theme.color("card"))
    painter = QPainter(image)
    painter.scale(times, times)
    panel.paint(painter, QSizeF(SIZE))
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    y, x = np.nonzero(pixels == QColor(panel.theme.cells[cell]).rgb())
    return np.stack([x, y], axis=1) / times


def curve_height(panel: GradientPlot, cell: str, token: int) -> float:
    """Where the curve crosses the middle of a word's column."""
    found = ink(panel, cell)
    return float(np.mean(found[np.abs(found[:, 0] - column_x(panel, token)) < 1, 1]))


def test_a_curve_stands_at_its_norms(qapp: object) -> None:
    """The axis and the curve are drawn by different parts; a tenfold decay has to meet every mark."""
    scene = gradient_scene({"gru": decaying(7, 0.1)}, cell="gru")
    panel = drawn(scene, 6)
    heights = decade_heights(panel)
    assert set(heights) >= {0, -2, -4, -6}
    for token in (2, 4):
        assert curve_height(panel, "gru", token) == pytest.approx(heights[token - 6], abs=1.5), token


def test_the_axis_stays_while_the_playhead_moves(qapp: object) -> None:
    scene = gradient_scene(THREE)
    assert len({tuple(decade_heights(drawn(scene, token)).items()) for token in range(0, 30, 7)}) == 1


def test_curves_end_at_the_current_word(qapp: object) -> None:
    scene = gradient_scene(THREE)
    panel = drawn(scene, 12, PAPER)
    names = [piece.rect for piece in written_by(panel, panel.logical_size()) if piece.text in CELL_NAMES]
    end = column_x(panel, 12)
    assert all(0 < name.left() - end < 20 for name in names), "there the names are"
    for cell in THREE:
        drawn_at = ink(panel, cell)
        above_words = (drawn_at[:, 1] > 40) & (drawn_at[:, 1] < 250)
        of_a_name = np.array(
            [any(name.adjusted(-1, -2, 1, 4).contains(*at) for name in names) for at in drawn_at]
        )
        curve = drawn_at[above_words & ~of_a_name & (drawn_at[:, 0] > 52)]
        assert len(curve)
        assert curve[:, 0].max() <= names[0].left(), cell


def test_the_three_cells_are_told_apart_without_colour(qapp: object) -> None:
    """Gaps along the way: none in the LSTM's curve, more in the RNN's dots than in the GRU's dashes."""
    gaps = {}
    for cell in THREE:
        scene = gradient_scene({cell: np.where(np.isnan(decaying(30, 1.0)), np.nan, 1.0)}, cell=cell)
        panel = drawn(scene, 29, PAPER)
        found = ink(panel, cell)
        found = found[np.abs(found[:, 1] - curve_height(panel, cell, 29)) < 0.3]
        columns = np.unique(found[(found[:, 0] > 100) & (found[:, 0] < 220), 0])
        gaps[cell] = int((np.diff(columns) > 0.5).sum())
    assert gaps["lstm"] < gaps["gru"] < gaps["rnn"], gaps


def test_underflow_is_marked_and_named(qapp: object) -> None:
    norms = decaying(30, 0.9)
    norms[20, :10] = 0.0
    scene = gradient_scene({"rnn": norms, "lstm": decaying(30, 0.9)})
    assert "0 (underflow)" in texts(drawn(scene, 20))
    # Marks at the bottom edge, under the zeros and nowhere else.
    panel = drawn(scene, 20, PAPER)
    heights = decade_heights(panel)
    found = ink(panel, "rnn")
    marks = found[(found[:, 1] > max(heights.values()) + 6) & (found[:, 0] > column_x(panel, 0) - 5)]
    assert len(marks)
    assert marks[:, 0].max() <= column_x(panel, 9) + 4
    # The lane for zeros is there at every word of a record that has zeros, the words only where they are.
    assert "0 (underflow)" not in texts(drawn(scene, 5))
    assert "0 (underflow)" in str(panel.hit_at(QPointF(column_x(panel, 3), 150)))


def test_a_gradient_of_0_under_relu_is_no_underflow(qapp: object) -> None:
    norms = decaying(30, 0.9)
    norms[20, :10] = 0.0
    scene = gradient_scene({"rnn": norms}, cell="rnn")
    named = replace(scene.trace, provenance=replace(scene.trace.provenance, activation="relu"))
    scene = replace(scene, runs={"rnn": replace(scene.run, trace=named)})
    panel = drawn(scene, 20)
    assert "0" in texts(panel)
    hit = panel.hit_at(QPointF(column_x(panel, 3), 150))
    assert hit is not None
    assert ["RNN", "0"] in [line.replace(":", " ").split() for line in hit.tip.splitlines()], hit.tip
    assert not any("underflow" in text for text in (*texts(panel), hit.tip))


def test_a_row_that_is_not_there_yet_says_so(qapp: object) -> None:
    long = gradient_scene({"lstm": decaying(30, 0.9)[12:13]}, rows=np.array([12]))
    assert "computing" not in texts(drawn(long, 12))
    assert texts(drawn(long, 13)).count("computing") == 2  # of h and of c
    bare = replace(long, runs={"lstm": Run(long.trace)})
    assert "computing" in texts(drawn(bare, 3))
    assert "computing" in drawn(bare, 3).summary(bare, bare.complete(3))
    assert drawn(bare, 3).table(bare, bare.complete(3)).rows[0][2:] == ("", "")
    deeper = long.seen(layer=1)
    assert "no such layer" in texts(drawn(deeper, 12))


def test_relative_curves_meet_at_one(scene: Scene, qapp: object) -> None:
    relative = scene.seen(relative_gradient=True)
    for line, row in shown_rows(relative, 9).items():
        absolute = shown_rows(scene, 9)[line]
        assert row is not None
        assert absolute is not None
        assert row[-1] == 1
        np.testing.assert_allclose(row, absolute / absolute[-1])
    assert any("here = 1" in text for text in texts(drawn(relative, 9)))
    assert not any("here = 1" in text for text in texts(drawn(scene, 9)))


def test_relative_to_nothing_is_undefined(qapp: object) -> None:
    norms = decaying(5, 0.5)
    norms[4, 4] = 0.0
    scene = gradient_scene({"lstm": norms}).seen(relative_gradient=True)
    row = shown_rows(scene, 4)[GradientCurve("lstm", "h")]
    assert row is not None
    assert np.isnan(row).all()
    picture(drawn(scene, 4))


def test_the_rows_are_the_record(scene: Scene, qapp: object) -> None:
    panel = GradientPlot()
    table = panel.table(scene, scene.complete(7))
    assert set(table.columns[2:]) == {f"{line.cell}_{line.symbol}" for line in LINES}
    assert len(table.rows) == 8
    for column, name in enumerate(table.columns[2:], start=2):
        cell, symbol = name.split("_")
        flow = scene.runs[cell].gradient
        assert flow is not None
        expected = flow[f"norm_{symbol}_l0"][7, :8]
        np.testing.assert_array_equal([row[column] for row in table.rows], expected)


def test_hover_tells_word_and_norms_and_a_click_goes_there(scene: Scene, qapp: object) -> None:
    panel = drawn(scene, 9)
    hit = panel.hit_at(QPointF(column_x(panel, 4), 120))
    assert hit is not None
    assert hit.moment == scene.complete(4)
    assert scene.trace.tokens[4] in hit.tip
    flow = scene.runs["gru"].gradient
    assert flow is not None
    value = float(flow["norm_h_l0"][9, 4])
    told = next(line for line in hit.tip.splitlines() if line.startswith("GRU:"))
    assert float(told.split()[-1].replace("−", "-")) == pytest.approx(value, rel=0.06)
    later = panel.hit_at(QPointF(column_x(panel, 11), 120))
    assert later is not None
    assert "later" in later.tip
    assert later.moment == scene.complete(11)
    assert panel.hit_at(QPointF(5, 5)) is None


def test_names_keep_their_order_while_playing(qapp: object) -> None:
    """They once changed places whenever two curves crossed at the first word."""
    crossing = {"rnn": decaying(30, 0.5), "lstm": decaying(30, 1.2), "gru": decaying(30, 0.9)}
    for token in range(30):  # what the words' own norms are changes, too: the two cells take turns
        crossing["rnn"][token, : token + 1] *= 1.5 if token % 2 else 0.2
    scene = gradient_scene(crossing)
    orders = set()
    for token in range(30):
        panel = drawn(scene, token)
        written = written_by(panel, panel.logical_size())
        heights = {piece.text: piece.rect.center().y() for piece in written if piece.text in CELL_NAMES}
        orders.add(tuple(sorted(heights, key=lambda name: heights[name])))
    assert len(orders) == 1
    assert orders.pop()[-1] == "RNN", "whose norms are the smallest over the whole text"


@pytest.mark.parametrize("token", [0, 1, 5, 29])
@pytest.mark.parametrize("factors", [(0.9, 0.9, 0.9), (0.01, 0.9, 0.95), (1.2, 0.5, 0.9)])
def test_labels_never_overlap(factors: tuple[float, float, float], token: int, qapp: object) -> None:
    norms = {cell: decaying(30, factor) for cell, factor in zip(("rnn", "lstm", "gru"), factors, strict=True)}
    panel = drawn(gradient_scene(norms), token)
    written: list[Written] = written_by(panel, panel.logical_size())
    names = [line.name for line in LINES]
    pieces = [piece for piece in written if piece.text in names]
    assert sorted(piece.text for piece in pieces) == sorted(names)
    for number, first in enumerate(pieces):
        for second in (piece for piece in written if piece is not first and piece not in pieces[:number]):
            assert not first.rect.intersects(second.rect), (first, second)


def test_the_selected_cell_is_heavier(qapp: object) -> None:
    flat = np.where(np.isnan(decaying(30, 1.0)), np.nan, 1.0)
    amounts = []
    for selected in ("lstm", "gru"):
        scene = gradient_scene({"lstm": flat, "gru": flat * 1e-3}, cell=selected)
        found = ink(drawn(scene, 29, PAPER), "gru")
        amounts.append(((found[:, 0] > 80) & (found[:, 0] < 250)).sum())
    assert amounts[1] > 1.3 * amounts[0]


def lstm_scene(h: float, c: float, length: int = 30) -> Scene:
    """The LSTM alone, with flat norms of h and of c."""
    flat = np.where(np.isnan(decaying(length, 1.0)), np.nan, 1.0)
    scene = gradient_scene({"lstm": flat * h})
    flow = scene.runs["lstm"].gradient
    assert flow is not None
    flow = replace(flow, arrays={**flow.arrays, "norm_c_l0": flat * c})
    return replace(scene, runs={"lstm": replace(scene.runs["lstm"], gradient=flow)})


def test_the_memory_of_the_lstm_is_its_heavy_curve(qapp: object) -> None:
    """The path that keeps the gradient is the one that catches the eye; both are solid."""
    panel = drawn(lstm_scene(h=1e-3, c=1.0), 29, PAPER)
    heights, found = decade_heights(panel), ink(panel, "lstm")
    # From the first word, where thin lines to the names end, to the last one, where the dots are.
    found = found[(found[:, 0] > column_x(panel, 1)) & (found[:, 0] < column_x(panel, 28))]
    amounts = {}
    for symbol, power in (("c", 0), ("h", -3)):
        curve = found[np.abs(found[:, 1] - heights[power]) < 3]
        amounts[symbol] = len(curve)
        assert np.diff(np.unique(curve[:, 0])).max() <= 0.26, "no dashes"
    assert amounts["c"] > 1.8 * amounts["h"]
    written = {piece.text: piece.rect.center().y() for piece in written_by(panel, panel.logical_size())}
    assert written["LSTM c"] < written["LSTM h"], "each name is beside its own curve"


def test_the_dot_of_what_carries_no_memory_is_hollow(qapp: object) -> None:
    panel = drawn(lstm_scene(h=1e-3, c=1.0), 20)
    image, x = picture(panel), round(column_x(panel, 20))
    inside = {
        symbol: image.pixelColor(x, round(decade_heights(panel)[power]))
        for symbol, power in (("c", 0), ("h", -3))
    }
    assert inside["c"] == LIGHT.cell_pen("lstm").color()
    assert inside["h"] == LIGHT.color("card")


def test_it_says_what_is_derived_and_with_respect_to_what(scene: Scene, qapp: object) -> None:
    panel = drawn(scene, 9)
    written = written_by(panel, panel.logical_size())
    caption = next(piece for piece in written if "logit" in piece.text)
    assert any("‖∂ℓ/∂h‖, ‖∂ℓ/∂c‖" in piece.text for piece in written)
    word = scene.trace.tokens[9]
    for position in (caption.rect.center(), QPointF(column_x(panel, 4), 120)):
        hit = panel.hit_at(position)
        assert hit is not None
        assert f"ℓ: the logit after word 10, “{word}”" in hit.tip
    arrays = {key: array for key, array in scene.trace.arrays.items() if key != "output"}
    run = scene.runs["lstm"]
    mute = replace(scene, runs={"lstm": replace(run, trace=replace(scene.trace, arrays=arrays))})
    assert not any("logit" in text for text in texts(drawn(mute, 9)))
    hit = drawn(mute, 9).hit_at(caption.rect.center())
    assert hit is not None
    assert "the sum of h" in hit.tip
    several = {**scene.trace.arrays, "output": np.repeat(scene.trace["output"], 3, axis=1)}
    many = replace(scene, runs={"lstm": replace(run, trace=replace(scene.trace, arrays=several))})
    hit = drawn(many, 9).hit_at(caption.rect.center())
    assert hit is not None
    assert "after the last one it is the largest" in hit.tip


def test_overflow_in_a_norm_is_a_gap(qapp: object) -> None:
    norms = decaying(10, 0.5)
    norms[9, :4] = math.inf
    norms[9, 5] = math.nan
    panel = drawn(gradient_scene({"lstm": norms}), 9)
    assert "∞" in texts(panel)
    assert max(decade_heights(panel)) <= 1


def test_overflow_is_marked_and_named(qapp: object) -> None:
    """What is too large for its type had no place at all: its row is above the axis."""
    norms = decaying(30, 0.9)
    norms[20, :10] = math.inf
    scene = gradient_scene({"rnn": norms, "lstm": decaying(30, 0.9)})
    assert "∞ (overflow)" in texts(drawn(scene, 20))
    panel = drawn(scene, 20, PAPER)
    found = ink(panel, "rnn")
    top = min(decade_heights(panel).values())
    marks = found[(found[:, 1] < top - 5) & (found[:, 0] > column_x(panel, 0) - 5)]
    assert len(marks)
    assert marks[:, 0].max() <= column_x(panel, 9) + 4
    assert "∞ (overflow)" not in texts(drawn(scene, 5))
    assert ": ∞" in str(panel.hit_at(QPointF(column_x(panel, 3), 150)))


def test_a_shared_column_keeps_its_peaks(qapp: object) -> None:
    """T = 10,000: a single word that gets a thousand times more is seen."""
    row = np.full((1, 10_000), 1e-3)
    row[0, 4_321] = 1.0
    scene = gradient_scene({"gru": row}, rows=np.array([9_999]), cell="gru")
    panel = drawn(scene, 9_999, PAPER)
    heights = decade_heights(panel)
    found = ink(panel, "gru")
    near = found[np.abs(found[:, 0] - column_x(panel, 4_321)) < 3]
    assert near[:, 1].min() == pytest.approx(heights[0], abs=2)


def test_one_word(qapp: object) -> None:
    scene = gradient_scene({"rnn": np.ones((1, 1)), "lstm": np.ones((1, 1)), "gru": np.zeros((1, 1))})
    panel = GradientPlot()
    panel.draw(scene, Moment(0, 0))
    assert "0" in texts(panel)


def test_a_click_on_a_curve_s_name_looks_into_its_cell(scene: Scene, qapp: object) -> None:
    panel = drawn(scene, 5)
    names = {piece.text: piece.rect for piece in written_by(panel, QSizeF(panel.size()))}
    for name, command in (("RNN", "cell_rnn"), ("GRU", "cell_gru"), ("LSTM c", "")):
        hit = panel.hit_at(names[name].center())
        assert hit is not None
        assert hit.command == command


@pytest.mark.parametrize("height", [230, 250, 320])
def test_why_a_curve_is_not_there_yet_stands_above_the_words(scene: Scene, height: int, qapp: object) -> None:
    panel = drawn(scene, 0)
    panel.resize(SIZE.width(), height)
    panel.draw(scene, Moment(0, 0))
    written = written_by(panel, panel.logical_size())
    why = [piece.rect for piece in written if piece.text == "not computed yet"]
    words = min(piece.rect.top() for piece in written if piece.text == scene.trace.tokens[0])
    assert why
    assert max(rect.bottom() for rect in why) < words - 12, "within the plot"
