"""The colours of the heatmap are the numbers of the trace, and the clicks are the cells under them."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage

from engine.cells import CELLS
from gui.drawing.theme import DARK, LIGHT, PAPER, Theme
from gui.panels.state_plot.panel import KEY_GAP_PX, KEY_WIDTH_PX, StatePlot, reached, shown_symbol
from gui.scene import Direction, Moment, Scene
from tests.support.made import state_scene
from tests.support.pixels import colored, picture
from tests.support.written import written_by

SIZE = QSize(312, 320)  # its room in a window of 1280 × 800


def drawn(scene: Scene, moment: Moment, theme: Theme = LIGHT) -> StatePlot:
    panel = StatePlot(theme)
    panel.resize(SIZE)
    panel.draw(scene, moment)
    return panel


def cell_center(panel: StatePlot, token: int, unit: int) -> QPointF:
    """Found by asking the panel itself where it says this token and unit are."""
    scene = panel.scene
    assert scene is not None
    row, there = 60, scene.complete(token)  # a line through the heatmap
    hits = ((x, panel.hit_at(QPointF(x, row))) for x in range(SIZE.width()))
    columns = [x for x, hit in hits if hit is not None and hit.moment == there]
    x = float(np.mean(columns))
    rows = [y for y in range(SIZE.height()) if (hit := panel.hit_at(QPointF(x, y))) and hit.unit == unit]
    return QPointF(x, float(np.mean(rows)))


def color_at(image: QImage, point: QPointF) -> QColor:
    return image.pixelColor(point.toPoint())


def is_near(first: QColor, second: QColor, tolerance: int = 2) -> bool:
    return all(
        abs(getattr(first, channel)() - getattr(second, channel)()) <= tolerance
        for channel in ("red", "green", "blue")
    )


@pytest.mark.parametrize("theme", [LIGHT, DARK, PAPER], ids=lambda theme: theme.name)
def test_zero_is_the_middle_and_the_limit_the_end_of_the_colours(theme: Theme, qapp: object) -> None:
    """The largest magnitude is negative here, and zero still has the colour of zero."""
    state = np.zeros((4, 5))
    state[0, 1], state[0, 2], state[0, 3] = -2.0, 2.0, 1.0
    panel = drawn(state_scene(state, size=2.0), Moment(3, 6), theme)
    image = picture(panel)
    for unit, entry in ((1, 1), (2, 255), (3, 128 + 127 * 0.5**0.5), (4, 128)):
        expected = QColor(*theme.diverging()[round(entry)].tolist())
        assert is_near(color_at(image, cell_center(panel, 0, unit)), expected), unit


def test_colours_never_shift(qapp: object) -> None:
    """A small value before a large one looks small from the first moment on."""
    state = np.zeros((6, 4))
    state[0, 1], state[5, 1] = 0.5, 4.0
    scene = state_scene(state, size=4.0)
    colors = []
    for token in range(6):
        panel = drawn(scene, scene.complete(token))
        colors.append(color_at(picture(panel), cell_center(panel, 0, 1)).name())
    assert len(set(colors)) == 1
    assert is_near(QColor(colors[0]), QColor(*LIGHT.diverging()[128 + 45].tolist()))  # √(0.5 / 4) of 127


@pytest.mark.parametrize("cell", CELLS)
def test_the_column_appears_when_its_stage_is_reached(cell: str, qapp: object) -> None:
    scene = state_scene(np.full((5, 3), 0.8), cell)
    card, full = LIGHT.color("card"), QColor(*LIGHT.diverging()[255].tolist())
    stage_of_state = scene.stage_of(shown_symbol(scene))
    for stage in range(scene.last_stage + 1):
        panel = drawn(scene, Moment(2, stage))
        seen = color_at(picture(panel), cell_center(panel, 2, 1))
        assert is_near(seen, full if stage >= stage_of_state else card), stage
    assert reached(scene, Moment(2, 0, direction=Direction.BACKWARD))


@pytest.mark.parametrize("theme", [LIGHT, DARK, PAPER], ids=lambda theme: theme.name)
@pytest.mark.parametrize("value", [0.8, 0.0, -0.8])
def test_what_is_not_read_yet_has_no_hue_and_is_not_zero(theme: Theme, value: float, qapp: object) -> None:
    """It once faded towards the colour of zero, as if the memory ended at the playhead."""
    state = np.full((5, 3), value)
    state[:, 0] = 0.8
    panel = drawn(state_scene(state), Moment(2, 6), theme)
    image = picture(panel)
    seen = [color_at(image, cell_center(panel, token, 1)) for token in range(5)]
    entry = {0.8: 255, 0.0: 128, -0.8: 1}[value]
    assert all(is_near(color, QColor(*theme.diverging()[entry].tolist())) for color in seen[:3])
    for color in seen[3:]:
        assert color.red() == color.green() == color.blue()
        assert abs(color.lightness() - theme.color("zero").lightness()) > 6
        assert abs(color.lightness() - theme.color("card").lightness()) > 14


@pytest.mark.parametrize("largest", [0.4, 1.0, 5.0])
def test_one_value_has_one_colour_whatever_else_is_in_the_text(largest: float, qapp: object) -> None:
    """Else pictures of two texts could not be compared; what is beyond the scale has the full colour."""
    state = np.zeros((4, 6))
    state[0] = 0.3, largest, -largest, 0, 0, 0
    panel = drawn(state_scene(state, size=1.0), Moment(3, 6))
    image, table = picture(panel), LIGHT.diverging()
    expected = QColor(*table[round(128 + 127 * 0.3**0.5)].tolist())
    assert is_near(color_at(image, cell_center(panel, 0, 0)), expected)
    full = round(127 * min(largest, 1.0) ** 0.5)
    assert is_near(color_at(image, cell_center(panel, 0, 1)), QColor(*table[128 + full].tolist()))
    assert is_near(color_at(image, cell_center(panel, 0, 2)), QColor(*table[128 - full].tolist()))
    written = [piece.text for piece in written_by(panel, panel.logical_size())]
    assert ("≥ 1" in written) == ("≤ −1" in written) == (largest > 1), "and this is said"
    assert ("1" in written) == ("−1" in written) == (largest <= 1)


def test_the_key_has_the_colours_of_the_heatmap(qapp: object) -> None:
    """A colour that is looked up between the ends of the key is that of the value there."""
    state = np.zeros((3, 9))
    state[0] = np.linspace(1.0, -1.0, 9)
    panel = drawn(state_scene(state, size=1.0), Moment(2, 6))
    image = picture(panel)
    written = written_by(panel, panel.logical_size())
    low, high = (max((p.rect for p in written if p.text == text), key=QRectF.left) for text in ("−1", "1"))
    left, right, y = low.right() + KEY_GAP_PX, high.left() - KEY_GAP_PX, low.center().y()
    assert KEY_WIDTH_PX[0] - 1 < right - left < KEY_WIDTH_PX[1] + 1
    for unit, value in enumerate(state[0]):
        expected = color_at(image, cell_center(panel, 0, unit))
        x = (left + right) / 2 + 0.97 * value * (right - left) / 2
        beside = [color_at(image, QPointF(x + dx, y)) for dx in (-1, 0, 1)]
        # Steepest at zero: there a pixel of the key spans many colours.
        assert any(is_near(color, expected, 12 if value else 40) for color in beside), (value, beside)
    hit = panel.hit_at(QPointF((left + right) / 2, y))
    assert hit is not None
    assert "quare-root" in hit.tip
    assert "±1" in hit.tip
    assert hit.moment is None


@pytest.mark.parametrize("unit", range(3))
def test_the_curve_has_the_scale_of_its_unit_and_is_never_cut(unit: int, qapp: object) -> None:
    state = np.zeros((30, 3))
    state[:, 0], state[:, 1], state[:, 2] = 0.002, 3.0, 40.0
    state[7] *= -1
    panel = drawn(state_scene(state, unit=unit, size=1.0), Moment(29, 6), PAPER)
    size = panel.logical_size()
    written = {piece.text: piece.rect for piece in written_by(panel, size)}
    ends = {0: ("0.0020", "−0.0020"), 1: ("3.0", "−3.0"), 2: ("40", "−40")}[unit]
    assert set(ends) <= set(written)
    plot = panel.content_rect(size).adjusted(0, 40, 0, 0)
    ink = [point for point in colored(picture(panel), PAPER.color("ink")) if plot.contains(QPointF(point))]
    top, bottom = (written[end].center().y() for end in ends)
    x = cell_center(panel, 7, 0).x()
    assert min(abs(point.y() - bottom) for point in ink if abs(point.x() - x) < 3) < 2
    x = cell_center(panel, 20, 0).x()
    assert min(abs(point.y() - top) for point in ink if abs(point.x() - x) < 3) < 2
    lefts = {
        drawn(state_scene(state, unit=each), Moment(3, 6)).hit_at(QPointF(46, 60)) is None
        for each in range(3)
    }
    assert len(lefts) == 1, "another unit moves nothing"


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_a_number_is_a_gap(bad: float, qapp: object) -> None:
    state = np.full((5, 3), 0.8)
    state[1, 1] = bad
    panel = drawn(state_scene(state, unit=1), Moment(4, 6))
    image = picture(panel)
    assert is_near(color_at(image, cell_center(panel, 1, 1)), LIGHT.color("card"))
    assert is_near(color_at(image, cell_center(panel, 1, 2)), QColor(*LIGHT.diverging()[255].tolist()))
    drawn(state_scene(np.full((5, 3), bad)), Moment(4, 6)).grab()


def test_a_click_goes_to_the_word_and_selects_the_unit(scene: Scene, qapp: object) -> None:
    panel = drawn(scene, scene.complete(4))
    hit = panel.hit_at(cell_center(panel, 9, 6))
    assert hit is not None
    assert (hit.moment, hit.unit) == (scene.complete(9), 6)
    assert scene.trace.tokens[9] in hit.tip
    assert f"{scene.trace['c_l0'][9, 6]:.3f}".replace("-", "−") in hit.tip
    assert panel.hit_at(QPointF(1, 1)) is None


def test_a_click_on_the_curve_keeps_the_unit(scene: Scene, qapp: object) -> None:
    panel = drawn(scene, scene.complete(4))
    x = cell_center(panel, 7, 0).x()
    hit = panel.hit_at(QPointF(x, SIZE.height() - 60))
    assert hit is not None
    assert (hit.moment, hit.unit) == (scene.complete(7), None)
    assert f"unit {scene.view.unit}:" in hit.tip


def test_before_the_stage_the_value_is_the_old_one_and_says_so(scene: Scene, qapp: object) -> None:
    def texts(moment: Moment) -> list[str]:
        return [piece.text for piece in written_by(drawn(scene, moment))]

    old = f"{scene.trace['c_l0'][4, 3]:.3f}".replace("-", "−")
    new = f"{scene.trace['c_l0'][5, 3]:.3f}".replace("-", "−")
    assert f"unit 3 before: {old}" in texts(Moment(5, 3))
    assert f"unit 3: {new}" in texts(Moment(5, 4))
    assert "unit 3 before: 0.000" in texts(Moment(0, 0))
    panel = drawn(scene, Moment(5, 3))
    assert "not computed" in str(panel.hit_at(cell_center(panel, 5, 3)))


def test_the_dot_stands_at_the_value_on_the_scale(qapp: object) -> None:
    """The scale and the dot are drawn by different parts. In the paper theme nothing else there is black."""
    for value, mark in ((-1.0, "−1.0"), (0.0, "0"), (1.0, "1.0")):
        state = np.zeros((3, 2))
        state[:, 0] = np.nan, value, np.nan  # one point is no curve: what is black is the dot
        state[:, 1] = 1.0
        panel = drawn(state_scene(state), Moment(1, 6), PAPER)
        written = [piece for piece in written_by(panel, panel.logical_size()) if piece.text == mark]
        at_mark = max(piece.rect.center().y() for piece in written)  # "0" is the number of a unit as well
        x = cell_center(panel, 1, 0).x()
        black = [point for point in colored(picture(panel), PAPER.color("ink")) if abs(point.x() - x) <= 2.5]
        dot = [point.y() for point in black if abs(point.y() - at_mark) < 7]
        assert dot, mark
        assert np.mean(dot) == pytest.approx(at_mark, abs=1.5), mark


def test_a_spike_in_ten_thousand_words_is_seen_and_the_sharing_is_said(qapp: object) -> None:
    state = np.zeros((10_000, 64))
    state[5_000, 20] = -1.0
    scene = state_scene(state)
    panel = drawn(scene, scene.complete(9_999))
    spike = QColor(*LIGHT.diverging()[1].tolist())
    assert colored(picture(panel), spike)
    assert any("strongest of" in piece.text for piece in written_by(panel))
    few = drawn(state_scene(np.zeros((20, 8))), Moment(0, 6))
    assert not any("strongest" in piece.text for piece in written_by(few))


def test_table_has_the_numbers_and_no_value_that_is_not_computed(scene: Scene, qapp: object) -> None:
    panel = StatePlot()
    table = panel.table(scene, Moment(5, 3))
    assert table.columns[:3] == ("token_index", "token", "c_0")
    assert len(table.rows) == scene.length
    assert table.rows[4][2:] == tuple(scene.trace["c_l0"][4].tolist())
    assert set(table.rows[5][2:]) == {""}
    assert panel.table(scene, scene.complete(5)).rows[5][2:] == tuple(scene.trace["c_l0"][5].tolist())


@pytest.mark.parametrize("cell", CELLS)
def test_it_shows_the_memory_of_each_cell(scene: Scene, cell: str, qapp: object) -> None:
    symbol, title = ("c", "Cell") if cell == "lstm" else ("h", "Hidden")
    scene = scene.with_cell(cell)
    panel = drawn(scene, scene.complete(3))
    assert panel.title().startswith(title)
    assert panel.subtitle(scene, scene.complete(3)).startswith(symbol)
    value = f"{scene.trace[f'{symbol}_l0'][3, scene.view.unit]:.3f}".replace("-", "−")
    assert value in panel.summary(scene, scene.complete(3))


def test_the_last_word_seen_before_does_not_change_the_picture(scene: Scene, qapp: object) -> None:
    """Its scale once remembered the widest number it had shown."""
    fresh = picture(drawn(scene, scene.complete(6)))
    panel = drawn(state_scene(np.full((900, 40), 1e9)), Moment(800, 2), DARK)
    panel.grab()
    panel.set_theme(LIGHT)
    panel.draw(scene, scene.complete(6))
    assert picture(panel) == fresh


@pytest.mark.parametrize("width", [230, 245, 260, 280, 300, 340, 420])
def test_the_colours_have_a_number_for_both_ends_in_every_width(width: int, qapp: object) -> None:
    values = np.zeros((12, 40))
    values[3, 7] = -0.734
    panel = drawn(state_scene(values, size=0.5), Moment(3, 2))
    panel.resize(width, 280)
    written = {piece.text for piece in written_by(panel, panel.logical_size())}
    assert ({"≤ −0.5", "≥ 0.5"} & written, "±0.5" in written) in (
        ({"≤ −0.5", "≥ 0.5"}, False),
        (set(), True),
    )
