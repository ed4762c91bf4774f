"""Many lines, rectangles or points at once: numpy's numbers as they lie in memory, no Python object for each.

pyqtgraph has the same, but importing it takes longer than all the rest of a start.
"""

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPolygonF
from shiboken6 import VoidPtr, wrapInstance

from engine.shapes import Float

POINT_BYTES = 16


def draw_lines(painter: QPainter, ends: Float[np.ndarray, "M 4"]) -> None:
    """Draws straight lines `x1 y1 x2 y2` with the painter's pen."""
    if len(ends):
        memory = np.ascontiguousarray(ends, dtype=np.float64)
        painter.drawLines(wrapInstance(memory.ctypes.data, QLineF), len(memory))  # type: ignore[call-overload]


def draw_rects(painter: QPainter, places: Float[np.ndarray, "M 4"]) -> None:
    """Draws rectangles `x y width height` with the painter's pen and brush."""
    if len(places):
        memory = np.ascontiguousarray(places, dtype=np.float64)
        painter.drawRects(wrapInstance(memory.ctypes.data, QRectF), len(memory))  # type: ignore[call-overload]


def polygon(x: Float[np.ndarray, " N"], y: Float[np.ndarray, " N"]) -> QPolygonF:
    """A polygon, or an open line, through these points."""
    found = QPolygonF()
    if len(x):
        found.resize(len(x))
        memory = VoidPtr(found.data(), POINT_BYTES * len(x), True)  # type: ignore[arg-type, call-arg]
        points = np.frombuffer(memory, dtype=np.float64).reshape(-1, 2)  # type: ignore[call-overload]
        points[:, 0], points[:, 1] = x, y
    return found
