"""How often units are at the one and at the other extreme: a triangle, because they cannot be at both.

Units of the same numbers are one dot, with an area that goes with how many they are; so each stands exactly
where its numbers are. Each part of a dot belongs to one of its units.
"""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.analysis.gate_statistics import Saturation
from engine.shapes import Float
from gui.drawing.theme import Theme

LARGEST_PX = 2.2  # the radius of a single unit's dot
CROWD_PX = 14.0  # room for a dot beyond its place
TOGETHER_PX = 2.0  # units so near to each other are one dot
RING_PX = 2.2
NEAR_PX = 2.0  # of a dot, for the mouse
FILL, OUTLINE_PX = 0.4, 0.8  # of a dot
GOLDEN = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True)
class Triangle:
    """Where a triangle stands: its right angle is at the lower left."""

    area: QRectF

    def at(self, low: float, high: float) -> QPointF:
        """The place of a unit that is so often at either extreme."""
        x = self.area.left() + low * self.area.width()
        return QPointF(x, self.area.bottom() - high * self.area.height())


@dataclass(frozen=True, eq=False)
class Dot:
    """Units of the same numbers.

    Attributes:
        middle: where their numbers are.
        radius_px: goes with the root of how many they are.
        units: all of them, ascending.
    """

    middle: QPointF
    radius_px: float
    units: tuple[int, ...]

    def unit_at(self, position: QPointF) -> int:
        """The unit that a part of the dot belongs to: they are spread over it like seeds of a sunflower."""
        count, away = len(self.units), position - self.middle

        def distance(seed: int) -> float:
            reach = self.radius_px * math.sqrt((seed + 0.5) / count) if count > 1 else 0.0
            at = QPointF(reach * math.cos(seed * GOLDEN), reach * math.sin(seed * GOLDEN))
            return QLineF(at, away).length()

        return self.units[min(range(count), key=distance)]


@dataclass(frozen=True, eq=False)
class Points:
    """All dots of a triangle, the largest first: smaller ones are painted over it."""

    dots: tuple[Dot, ...]

    def dot_at(self, position: QPointF) -> Dot | None:
        """The dot under the mouse, the smallest if there are several; or one that is very near."""
        away = [(QLineF(dot.middle, position).length(), dot) for dot in self.dots]
        inside = [dot for distance, dot in away if distance <= dot.radius_px]
        if inside:
            return inside[-1]
        nearest = min(away, key=lambda pair: pair[0] - pair[1].radius_px, default=None)
        return (
            nearest[1] if nearest is not None and nearest[0] <= nearest[1].radius_px + NEAR_PX / 2 else None
        )

    def dot_of(self, unit: int) -> Dot | None:
        """The dot that a unit is in; None if it has no numbers."""
        return next((dot for dot in self.dots if unit in dot.units), None)


def points_of(found: Saturation, triangle: Triangle) -> Points:
    """Gathers the units of each place; those without numbers have none."""
    gathered: dict[tuple[int, int], list[int]] = {}
    places: dict[int, QPointF] = {}
    for unit, (low, high) in enumerate(zip(found.shut.tolist(), found.open.tolist(), strict=True)):
        if not (math.isnan(low) or math.isnan(high)):
            places[unit] = triangle.at(low, high)
            away = places[unit] - triangle.area.bottomLeft()
            near = round(away.x() / TOGETHER_PX), round(away.y() / TOGETHER_PX)
            gathered.setdefault(near, []).append(unit)
    single = min(LARGEST_PX, 8 * max(1, len(found.shut)) ** -0.4)  # large crowds grow, but slowly
    dots = []
    for units in gathered.values():
        x, y = np.mean([places[unit].toTuple() for unit in units], axis=0).tolist()
        dots.append(Dot(QPointF(x, y), single * math.sqrt(len(units)), tuple(units)))
    return Points(tuple(sorted(dots, key=lambda dot: -dot.radius_px)))


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


def paint_points(painter: QPainter, points: Points, color: QColor) -> None:
    """Paints all dots, thinly: where they lie on each other each can still be seen."""
    fill = QColor(color)
    fill.setAlphaF(FILL)
    painter.setPen(QPen(color, OUTLINE_PX))
    painter.setBrush(fill)
    for dot in points.dots:
        reach = max(dot.radius_px - OUTLINE_PX / 2, 0.25)
        painter.drawEllipse(dot.middle, reach, reach)


def paint_ring(painter: QPainter, points: Points, unit: int, theme: Theme) -> None:
    """Paints a ring around the dot that the selected unit is in."""
    dot = points.dot_of(unit)
    if dot is not None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        reach = dot.radius_px + RING_PX + 0.25
        for pen in (theme.pen("card", 3.0), theme.pen("ink", 1.5)):
            painter.setPen(pen)
            painter.drawEllipse(dot.middle, reach, reach)


def mean_of(values: Float[np.ndarray, " H"]) -> float:
    """The mean over all units that have a value; NaN for none."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else math.nan
