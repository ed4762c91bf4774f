"""Lines and polygons out of numpy's memory are those that Qt makes of one object for each point."""

import numpy as np
import pytest
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QPolygonF
from pytestqt.qtbot import QtBot

from gui.drawing.buffers import draw_lines, draw_rects, polygon


@pytest.mark.parametrize("count", [0, 1, 500])
def test_a_polygon_has_these_points(count: int) -> None:
    x, y = np.random.default_rng(0).standard_normal((2, count))
    assert polygon(x, y) == QPolygonF([QPointF(*point) for point in zip(x, y, strict=True)])


@pytest.mark.parametrize("count", [0, 1, 500])
def test_lines_are_those_of_one_object_each(count: int, qtbot: QtBot) -> None:
    ends = np.random.default_rng(0).uniform(0, 60, (4, count)).astype(np.float32).T  # no doubles, no rows
    images = [QImage(60, 60, QImage.Format.Format_ARGB32_Premultiplied) for _ in range(2)]
    for image in images:
        image.fill(0)
    painter = QPainter(images[0])
    draw_lines(painter, ends)
    painter.end()
    painter = QPainter(images[1])
    painter.drawLines([QLineF(*map(float, end)) for end in ends])
    painter.end()
    assert images[0] == images[1]


def test_rectangles_are_those_of_one_object_each(qtbot: QtBot) -> None:
    places = np.random.default_rng(0).uniform(1, 30, (40, 4))
    images = [QImage(60, 60, QImage.Format.Format_ARGB32_Premultiplied) for _ in range(2)]
    for image in images:
        image.fill(0)
    painter = QPainter(images[0])
    draw_rects(painter, places)
    painter.end()
    painter = QPainter(images[1])
    painter.drawRects([QRectF(*place) for place in places])
    painter.end()
    assert images[0] == images[1]
