"""Many lines, rectangles or points at once: numpy's numbers as they lie in memory, no Python object for each.

pyqtgraph has the same, but importing it takes longer than all the rest of a start.
"""

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPolygonF
from shiboken6 import VoidPtr, wrapInstance

from engine.shapes import Float

POINT_BYTES = 16
LEAST_ROOM = 1024


class _Memory:
    """Room for the numbers of one kind of Qt's objects: to tell Qt of it anew at each call takes long."""

    def __init__(self, kind: type) -> None:
        self._kind = kind
        self._make_room(LEAST_ROOM)

    def holding(self, numbers: Float[np.ndarray, "M 4"]) -> object:
        """The first of Qt's objects, once these numbers lie there."""
        if len(numbers) > len(self._room):
            self._make_room(2 * len(numbers))
        self._room[: len(numbers)] = numbers
        return self._first

    def _make_room(self, count: int) -> None:
        self._room = np.empty((count, 4))
        self._first = wrapInstance(self._room.ctypes.data, self._kind)


_lines, _rects = _Memory(QLineF), _Memory(QRectF)


def draw_lines(painter: QPainter, ends: Float[np.ndarray, "M 4"]) -> None:
    """Draws straight lines `x1 y1 x2 y2` with the painter's pen."""
    if len(ends):
        painter.drawLines(_lines.holding(ends), len(ends))  # type: ignore[call-overload]


def draw_rects(painter: QPainter, places: Float[np.ndarray, "M 4"]) -> None:
    """Draws rectangles `x y width height` with the painter's pen and brush."""
    if len(places):
        painter.drawRects(_rects.holding(places), len(places))  # type: ignore[call-overload]


def polygon(x: Float[np.ndarray, " N"], y: Float[np.ndarray, " N"]) -> QPolygonF:
    """A polygon, or an open line, through these points."""
    found = QPolygonF()
    if len(x):
        found.resize(len(x))
        memory = VoidPtr(found.data(), POINT_BYTES * len(x), True)  # type: ignore[arg-type, call-arg]
        points = np.frombuffer(memory, dtype=np.float64).reshape(-1, 2)  # type: ignore[call-overload]
        points[:, 0], points[:, 1] = x, y
    return found
