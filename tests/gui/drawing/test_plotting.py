"""pyqtgraph's items without its habits: true widths, fixed ranges, nothing that remembers."""

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtSvg import QSvgGenerator

from gui.drawing.ink import image_of
from gui.drawing.plotting import Canvas, Curve, PlotView, paint_tiles, pieces
from gui.drawing.theme import LIGHT


def pen(width: float, pattern: list[float] | None = None) -> QPen:
    made = QPen(LIGHT.color("ink"), width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    if pattern:
        made.setDashPattern(pattern)
    return made


def flat_curve(width: float) -> Canvas:
    """A level line through the middle of 100 × 60 pixels, over data of quite other sizes."""
    canvas, view = Canvas(), PlotView()
    curve = Curve(view)
    canvas.add(view)
    view.place(QRectF(0, 0, 100, 60), (0.0, 1e4), (-1e-3, 1e-3))
    curve.show_points(np.array([0.0, 1e4]), np.zeros(2), pen(width))
    return canvas


@pytest.mark.parametrize("scale", [1, 2, 5])
def test_a_pen_has_its_width_at_every_resolution(scale: int, qapp: object) -> None:
    canvas = flat_curve(4.0)
    image = QImage(100 * scale, 60 * scale, QImage.Format.Format_RGB32)
    image.fill(LIGHT.color("card"))
    painter = QPainter(image)
    painter.scale(scale, scale)
    canvas.paint(painter, QRectF(0, 0, 100, 60))
    painter.end()
    dark = [y for y in range(image.height()) if image.pixelColor(50 * scale, y).lightness() < 128]
    assert len(dark) == pytest.approx(4 * scale, abs=1)
    assert np.mean(dark) == pytest.approx(30 * scale - 0.5, abs=1)


def test_a_file_gets_a_path_with_the_same_width(qapp: object) -> None:
    canvas = flat_curve(4.0)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    painter = QPainter(generator)
    canvas.paint(painter, QRectF(0, 0, 100, 60))
    painter.end()
    written = bytes(buffer.data().data()).decode()
    assert 'stroke-width="4"' in written
    assert "non-scaling-stroke" not in written
    assert "<path" in written or "<polyline" in written


def test_dashes_follow_the_curve_and_skip_gaps() -> None:
    x = np.arange(11.0) * 10
    found = pieces(x, np.zeros(11), pen(2.0, [3.0, 2.0]))
    drawn = sum(np.hypot(found[:, 2] - found[:, 0], found[:, 3] - found[:, 1]))
    assert drawn == pytest.approx(60)
    y = np.zeros(11)
    y[4] = np.nan
    for pattern in (None, [3.0, 2.0]):
        found = pieces(x, y, pen(2.0, pattern))
        assert not any((a < 49.9) & (b > 30.1) for a, _, b, _ in found), pattern
    assert len(pieces(x, y, pen(1.0))) == 8
    assert len(pieces(np.array([1.0]), np.array([2.0]), pen(1.0, [3.0, 2.0]))) == 0
    assert len(pieces(np.zeros(3), np.full(3, np.nan), pen(1.0, [3.0, 2.0]))) == 0


def test_tiles_have_their_first_row_on_top_and_sharp_edges(qapp: object) -> None:
    pixels = np.zeros((2, 4, 4), np.uint8)
    pixels[0, 0] = pixels[1, 3] = (255, 0, 0, 255)
    image = QImage(80, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    paint_tiles(painter, QRectF(0, 0, 80, 40), image_of(pixels), 4)
    painter.end()
    red = {(x, y) for x in range(80) for y in range(40) if image.pixelColor(x, y) == QColor(255, 0, 0)}
    corner = {(x, y) for x in range(20) for y in range(20)}
    assert red == corner | {(x + 60, y + 20) for x, y in corner}


def test_only_the_first_columns_of_tiles_are_painted(qapp: object) -> None:
    tiles = image_of(np.full((2, 4, 4), 255, np.uint8))
    image = QImage(80, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    paint_tiles(painter, QRectF(0, 0, 80, 40), tiles, 3)
    painter.end()
    assert {x for x in range(80) if image.pixelColor(x, 20).alpha()} == set(range(60))
