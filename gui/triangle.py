"""How often units are at the one and at the other extreme: a triangle, because they cannot be at both.

Each unit is a point. Many units are at the same place: there they take the nearest free places of a lattice,
so that each can be seen and pointed at, in the same way every time.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from engine.gate_statistics import Saturation
from engine.shapes import Float
from gui.theme import Theme

LARGEST_PX = 2.4  # the radius of a point
CROWD_PX = 14.0  # the radius of all units in one place
GAP_PX = 0.6
RING_PX = 2.2
NEAR_PX = 4.0
SHAPES = ("circle", "square", "diamond")


@dataclass(frozen=True)
class Triangle:
    """Where a triangle stands: its right angle is at the lower left."""

    area: QRectF

    def at(self, low: float, high: float) -> QPointF:
        """The place of a unit that is so often at either extreme."""
        x = self.area.left() + low * self.area.width()
        return QPointF(x, self.area.bottom() - high * self.area.height())


@dataclass(frozen=True, eq=False)
class Points:
    """Where each unit's point is.

    Attributes:
        radius_px: of all of them.
        places: unit to place; without those that have none.
    """

    radius_px: float
    places: dict[int, QPointF]

    def unit_at(self, position: QPointF) -> int | None:
        """The unit under the mouse, or the nearest one that is very near."""
        nearest = min(
            ((QLineF(place, position).length(), unit) for unit, place in self.places.items()),
            default=(math.inf, -1),
        )
        return nearest[1] if nearest[0] <= max(NEAR_PX, self.radius_px) else None


def points_of(found: Saturation, triangle: Triangle) -> Points:
    """Puts each unit at the free place of the lattice that is nearest to where it belongs."""
    units = len(found.shut)
    radius = min(LARGEST_PX, CROWD_PX * math.sqrt(math.pi / 4 / units) - GAP_PX / 2)
    pitch = 2 * radius + GAP_PX
    corner = triangle.area.bottomLeft()
    places: dict[int, QPointF] = {}
    taken: set[tuple[int, int]] = set()
    for unit, (low, high) in enumerate(zip(found.shut.tolist(), found.open.tolist(), strict=True)):
        if math.isnan(low) or math.isnan(high):
            continue
        wanted = triangle.at(low, high) - corner
        column, row = round(wanted.x() / pitch), round(wanted.y() / pitch)
        step = next(step for step in _steps() if (column + step[0], row + step[1]) not in taken)
        taken.add((column + step[0], row + step[1]))
        places[unit] = corner + QPointF(column + step[0], row + step[1]) * pitch
    return Points(radius, places)


def paint_triangle(painter: QPainter, triangle: Triangle, theme: Theme) -> None:
    """Paints the three sides."""
    area, corner = triangle.area, triangle.area.bottomLeft()
    painter.setPen(theme.pen("faint", 0.75))
    for line in (
        QLineF(corner, area.bottomRight()),
        QLineF(corner, area.topLeft()),
        QLineF(area.topLeft(), area.bottomRight()),
    ):
        painter.drawLine(line)


def paint_points(painter: QPainter, points: Points, shape: str, color: QColor) -> None:
    """Paints all points."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for place in points.places.values():
        painter.drawPath(outline_of(place, points.radius_px, shape))


def paint_ring(painter: QPainter, points: Points, unit: int, shape: str, color: QColor, theme: Theme) -> None:
    """Paints the selected unit's point once more, in a ring."""
    place = points.places.get(unit)
    if place is not None:
        painter.setPen(theme.pen("ink", 1.5))
        painter.setBrush(theme.color("card"))
        painter.drawEllipse(place, points.radius_px + RING_PX, points.radius_px + RING_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPath(outline_of(place, points.radius_px, shape))


def outline_of(middle: QPointF, radius_px: float, shape: str) -> QPainterPath:
    """A shape that takes about as much room as a circle of this radius."""
    path = QPainterPath()
    if shape == "circle":
        path.addEllipse(middle, radius_px, radius_px)
    elif shape == "square":
        half = 0.88 * radius_px
        path.addRect(QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half))
    else:
        reach = 1.18 * radius_px
        corners = [QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0), QPointF(0, -reach)]
        path.addPolygon([middle + corner for corner in corners])
        path.closeSubpath()
    return path


def mean_of(values: Float[np.ndarray, " H"]) -> float:
    """The mean over all units that have a value; NaN for none."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else math.nan


@cache
def _steps() -> tuple[tuple[int, int], ...]:
    """The steps on a lattice away from a place, the shortest first; in one turn where they are equal."""
    reach = range(-80, 81)
    every = ((x, y) for x in reach for y in reach)
    return tuple(sorted(every, key=lambda step: (step[0] ** 2 + step[1] ** 2, math.atan2(step[1], step[0]))))
