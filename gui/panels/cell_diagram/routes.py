"""The ways of the wires: straight pieces with round corners, and where along them something is."""

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from gui.panels.cell_diagram.parts import Drawing, Kind, Wire

CORNER_PX = 8.0
CORNER_STEPS = 6
HEAD_PX = (5.0, 2.7)  # an arrowhead's length and half its width
HEAVY_HEAD_PX = (7.5, 4.2)
HEAD_BEYOND_PX = 2.0  # how far a head reaches beyond a wide line, on both sides
DESCENT_PX = 8.0  # how far from the left end a wire leaves the underside of a strip, down to a product's side

Point = tuple[float, float]

# Which way a wire leaves or reaches a side.
OUTWARD = {"t": (0, -1), "b": (0, 1), "l": (-1, 0), "r": (1, 0)}


@dataclass(frozen=True)
class Route:
    """The way of a wire.

    Attributes:
        wire: what it carries.
        points: its polyline, round corners included.
        marks: how far along each point lies, in pixels.
        heavy: whether it is a piece of the memory's line.
        pointed: whether it ends in an arrowhead.
    """

    wire: Wire
    points: tuple[Point, ...]
    marks: tuple[float, ...]
    heavy: bool = False
    pointed: bool = False

    @property
    def length(self) -> float:
        """The whole way, in pixels."""
        return self.marks[-1]

    @cached_property
    def shaft(self) -> float:
        """Where its head begins, in pixels along it; without one, the whole way."""
        return self.length - min(self._head_px[0], 0.8 * self.length) if self.pointed else self.length

    @cached_property
    def whole(self) -> QPolygonF:
        """All of it but its head."""
        return self.between(0, self.shaft)

    @cached_property
    def head(self) -> QPolygonF:
        """Its arrowhead, with the tip where it ends."""
        return self.head_around(0.0)

    def head_around(self, width_px: float) -> QPolygonF:
        """Its arrowhead, wide enough for a line of this width."""
        tip, base, across = self._heading
        half = across * max(self._head_px[1], width_px / 2 + HEAD_BEYOND_PX)
        return QPolygonF([tip, base + half, base - half])

    @cached_property
    def _heading(self) -> tuple[QPointF, QPointF, QPointF]:
        """The tip of its head, the middle of its base, and one pixel across."""
        tip, base = QPointF(*self.points[-1]), QPointF(*self._at(self.shaft))
        # In a small window a wire can have no length at all: then its head is a point.
        along = (tip - base) * (1 / (math.dist(self.points[-1], self._at(self.shaft)) or 1.0))
        return tip, base, QPointF(-along.y(), along.x())

    @property
    def _head_px(self) -> tuple[float, float]:
        return HEAVY_HEAD_PX if self.heavy else HEAD_PX

    def at(self, distance: float) -> QPointF:
        """The point so far along."""
        return QPointF(*self._at(distance))

    def between(self, start: float, end: float) -> QPolygonF:
        """The part of the way from `start` to `end`, in pixels."""
        inner = [p for p, mark in zip(self.points, self.marks, strict=True) if start < mark < end]
        return QPolygonF([QPointF(*p) for p in (self._at(start), *inner, self._at(end))])

    def _at(self, distance: float) -> Point:
        for (a, b), (start, end) in zip(pairwise(self.points), pairwise(self.marks), strict=True):
            if distance <= end and end > start:
                share = max(0.0, (distance - start) / (end - start))
                return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
        return self.points[-1]


def lead(wire: Wire, drawing: Drawing, rects: dict[str, QRectF], lines: dict[str, float]) -> Route:
    """Lays a wire from part to part."""
    points = _rounded(_corners(wire, drawing, rects, lines))
    marks = [0.0]
    for (ax, ay), (bx, by) in pairwise(points):
        marks.append(marks[-1] + math.hypot(bx - ax, by - ay))
    pointed = drawing.part[wire.target].kind not in (Kind.PORT, Kind.JUNCTION)
    return Route(wire, tuple(points), tuple(marks), drawing.heavy(wire), pointed)


def _corners(wire: Wire, drawing: Drawing, rects: dict[str, QRectF], lines: dict[str, float]) -> list[Point]:
    """A wire as straight pieces: from side to side, with as few corners as it can do with."""
    leaves, reaches = wire.sides[0], wire.sides[1]
    source, target = rects[wire.source], rects[wire.target]
    start, end = _side(source, leaves), _side(target, reaches, wire.reach)
    # A product is as wide as all its columns: wires reach it and leave it where they are.
    if drawing.part[wire.source].kind is Kind.MATRIX:
        start = (end[0], start[1])
    if drawing.part[wire.target].kind is Kind.MATRIX and reaches in "tb":
        end = (start[0], end[1])
    if leaves == "b" and reaches == "l":  # down along the edge of the picture
        start = (source.left() + DESCENT_PX, start[1])
    if wire.via:
        return [start, (start[0], lines[wire.via]), (end[0], lines[wire.via]), end]
    if leaves in "lr" and reaches in "tb":
        return [start, (end[0], start[1]), end]
    if leaves in "tb" and reaches in "lr":
        return [start, (start[0], end[1]), end]
    if leaves in "tb" and drawing.part[wire.target].kind is Kind.STRIP:
        end = (start[0], end[1])  # a strip is met wherever the wire comes from
    return [start, end]


def _side(rect: QRectF, side: str, share: float = 0.5) -> Point:
    """A point on a side: its middle, or another share of the way along it."""
    dx, dy = OUTWARD[side]
    along = share - 0.5
    x = rect.center().x() + (dx / 2 + (along if dy else 0)) * rect.width()
    return x, rect.center().y() + (dy / 2 + (along if dx else 0)) * rect.height()


def _rounded(corners: list[Point]) -> list[Point]:
    """The same way with every inner corner replaced by a quarter of a circle."""
    points = [corners[0]]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        towards = [(_unit(corner, end), math.dist(corner, end)) for end in (before, after)]
        radius = min(CORNER_PX, *(length for _, length in towards))
        (ax, ay), (bx, by) = towards[0][0], towards[1][0]
        for step in range(CORNER_STEPS + 1):
            # Around the circle's centre, from the side of `before` to that of `after`.
            angle = step / CORNER_STEPS * math.pi / 2
            along_a, along_b = radius * (1 - math.sin(angle)), radius * (1 - math.cos(angle))
            points.append((corner[0] + ax * along_a + bx * along_b, corner[1] + ay * along_a + by * along_b))
    points.append(corners[-1])
    return points


def _unit(start: Point, end: Point) -> Point:
    length = math.dist(start, end) or 1.0
    return (end[0] - start[0]) / length, (end[1] - start[1]) / length
