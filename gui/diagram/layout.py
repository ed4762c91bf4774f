"""Where everything stands: parts on a grid, wires as polylines with round corners, and sizes that fit."""

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from gui.diagram.parts import WIDTH, Drawing, Kind, Line, Part, Row, Wire

CORNER_PX = 8.0
CORNER_STEPS = 6
GAP = 9.0  # between rows, in a picture of nominal height
LEAST_LABELLED_GAP_PX = 9.0
LARGE_TYPE_FROM = 1.3

Point = tuple[float, float]

# Which way a wire leaves or reaches a side.
OUTWARD = {"t": (0, -1), "b": (0, 1), "l": (-1, 0), "r": (1, 0)}


@dataclass(frozen=True)
class Sizes:
    """Heights in pixels; text keeps its size, everything else shares the room.

    Attributes:
        label_px: a line of text above a strip.
        strip_px: a labelled strip.
        thin_px: an unlabelled strip.
        function_px: the box of a function.
        matrix_px: the box of the product.
        radius_px: of an operator's circle.
        gap_px: between two rows.
        sums_labelled: whether thin strips have a label too.
        large: whether there is room for larger type.
    """

    label_px: float
    strip_px: float
    thin_px: float
    function_px: float
    matrix_px: float
    radius_px: float
    gap_px: float
    sums_labelled: bool
    large: bool


@dataclass(frozen=True)
class Route:
    """The way of a wire.

    Attributes:
        wire: what it carries.
        points: its polyline, round corners included.
        marks: how far along each point lies, in pixels.
    """

    wire: Wire
    points: tuple[Point, ...]
    marks: tuple[float, ...]

    @property
    def length(self) -> float:
        """The whole way, in pixels."""
        return self.marks[-1]

    @cached_property
    def whole(self) -> QPolygonF:
        """All of it."""
        return QPolygonF([QPointF(*point) for point in self.points])

    def at(self, distance: float) -> QPointF:
        """The point so far along."""
        return QPointF(*self._at(distance))

    def between(self, start: float, end: float) -> QPolygonF:
        """The part of the way from `start` to `end`, in pixels."""
        if start <= 0 and end >= self.length:
            return self.whole
        inner = [p for p, mark in zip(self.points, self.marks, strict=True) if start < mark < end]
        return QPolygonF([QPointF(*p) for p in (self._at(start), *inner, self._at(end))])

    def _at(self, distance: float) -> Point:
        for (a, b), (start, end) in zip(pairwise(self.points), pairwise(self.marks), strict=True):
            if distance <= end and end > start:
                share = max(0.0, (distance - start) / (end - start))
                return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
        return self.points[-1]


@dataclass(frozen=True, eq=False)
class Layout:
    """One picture's geometry in one room.

    Attributes:
        drawing: what is laid out.
        rect: the room.
        sizes: the heights that were found.
        rects: where each part stands.
        labels: the line above each strip that has one.
        pierced: strips with a wire at the middle of their top, which their labels have to leave free.
        routes: the ways of the wires, in the order of the drawing.
        lines: the middle line of each row.
    """

    drawing: Drawing
    rect: QRectF
    sizes: Sizes
    rects: dict[str, QRectF]
    labels: dict[str, QRectF]
    pierced: frozenset[str]
    routes: tuple[Route, ...]
    lines: dict[str, float]

    @property
    def stretch(self) -> float:
        """Pixels for one unit of the drawing's width."""
        return self.rect.width() / WIDTH


@lru_cache(maxsize=32)
def arrange(drawing: Drawing, left: float, top: float, width: float, height: float) -> Layout:
    """Lays a drawing out in a room; the same room gives the same picture."""
    room = QRectF(left, top, width, height)
    sizes = fitting(drawing, width, height)
    lines = _lines(drawing, sizes, top)
    rects = {part.name: _place(part, lines[part.row], sizes, room, drawing) for part in drawing.parts}
    labels = {}
    for part in drawing.strips:
        line = _line(drawing, part.row)
        if line is not Line.STRIP or sizes.sums_labelled or part.labelled:
            box = rects[part.name]
            labels[part.name] = QRectF(box.left(), box.top() - sizes.label_px, box.width(), sizes.label_px)
    routes = tuple(_route(wire, drawing, rects) for wire in drawing.wires)
    pierced = {wire.source for wire in drawing.wires if wire.sides[0] == "t"}
    pierced |= {wire.target for wire in drawing.wires if wire.sides[1] == "t"}
    return Layout(drawing, room, sizes, rects, labels, frozenset(pierced), routes, lines)


def fitting(drawing: Drawing, width: float, height: float) -> Sizes:
    """The sizes at which all rows fill the height with equal gaps."""
    nominal = _sizes(drawing, 1.0, labelled=False, large=False)
    scale = height / (_needed(drawing, nominal) + GAP * (len(drawing.rows) - 1))
    large = min(scale, width / WIDTH) >= LARGE_TYPE_FROM
    for labelled in (True, False):
        sizes = _sizes(drawing, min(scale, 1.5 * width / WIDTH), labelled, large)
        gap = (height - _needed(drawing, sizes)) / (len(drawing.rows) - 1)
        if gap >= LEAST_LABELLED_GAP_PX:
            break
    return Sizes(**{**sizes.__dict__, "gap_px": gap})


def _sizes(drawing: Drawing, scale: float, labelled: bool, large: bool) -> Sizes:
    def scaled(size: float, least: float, most: float) -> float:
        return float(round(min(max(size * scale, least), most)))

    return Sizes(
        label_px=17.0 if large else 14.0,
        strip_px=scaled(15, 11, 24),
        thin_px=scaled(10, 6, 18),
        function_px=scaled(22, 17, 32),
        matrix_px=scaled(20, 17, 28),
        radius_px=scaled(10, 8, 15),
        gap_px=0.0,
        sums_labelled=labelled,
        large=large,
    )


def _extent(row: Row, drawing: Drawing, sizes: Sizes) -> tuple[float, float]:
    """How far a row reaches above and below its middle line."""
    strip = (sizes.strip_px if row.line is Line.LABELLED_STRIP else sizes.thin_px) / 2
    label = sizes.label_px if row.line is Line.LABELLED_STRIP or sizes.sums_labelled else 0.0
    half = {
        Line.LABELLED_STRIP: strip,
        Line.STRIP: strip,
        Line.FUNCTION: sizes.function_px / 2,
        Line.OPERATOR: sizes.radius_px,
        Line.MATRIX: sizes.matrix_px / 2,
    }[row.line]
    above = below = half
    kinds = {part.kind for part in drawing.parts if part.row == row.name}
    if Kind.OPERATOR in kinds:
        above = below = max(half, sizes.radius_px)
    if Kind.STRIP in kinds:
        above = max(above, (sizes.thin_px / 2 if row.line is Line.STRIP else sizes.strip_px / 2) + label)
    return above, below


def _needed(drawing: Drawing, sizes: Sizes) -> float:
    return sum(sum(_extent(row, drawing, sizes)) for row in drawing.rows)


def _lines(drawing: Drawing, sizes: Sizes, top: float) -> dict[str, float]:
    """The middle line of each row."""
    lines, y = {}, top
    for row in drawing.rows:
        above, below = _extent(row, drawing, sizes)
        lines[row.name] = round(y + above) + 0.0
        y += above + below + sizes.gap_px
    return lines


def _line(drawing: Drawing, row: str) -> Line:
    return next(entry.line for entry in drawing.rows if entry.name == row)


def _place(part: Part, y: float, sizes: Sizes, room: QRectF, drawing: Drawing) -> QRectF:
    stretch = room.width() / WIDTH
    x = room.left() + part.x * stretch
    width = part.width * stretch
    thin = _line(drawing, part.row) is Line.STRIP
    height = {
        Kind.STRIP: sizes.thin_px if thin else sizes.strip_px,
        Kind.FUNCTION: sizes.function_px,
        Kind.MATRIX: sizes.matrix_px,
        Kind.OPERATOR: 2 * sizes.radius_px,
        Kind.JUNCTION: 0.0,
        Kind.PORT: 0.0,
    }[part.kind]
    if part.kind is Kind.OPERATOR:
        width = 2 * sizes.radius_px
    return QRectF(x - width / 2, y - height / 2, width, height)


def _route(wire: Wire, drawing: Drawing, rects: dict[str, QRectF]) -> Route:
    leaves, reaches = wire.sides[0], wire.sides[1]
    source, target = rects[wire.source], rects[wire.target]
    start, end = _side(source, leaves), _side(target, reaches)
    # A product is as wide as all its columns: wires reach it and leave it where they are.
    if drawing.part[wire.source].kind is Kind.MATRIX:
        start = (end[0], start[1])
    if drawing.part[wire.target].kind is Kind.MATRIX and reaches in "tb":
        bend = start[0] if leaves in "tb" else target.left() + _entry(source, target)
        end = (bend, end[1])
    if leaves in "lr" and reaches in "tb":
        corners = [start, (end[0], start[1]), end]
    elif leaves in "tb" and reaches in "lr":
        corners = [start, (start[0], end[1]), end]
    else:
        corners = [start, end]
    points = _rounded(corners)
    marks = [0.0]
    for (ax, ay), (bx, by) in pairwise(points):
        marks.append(marks[-1] + math.hypot(bx - ax, by - ay))
    return Route(wire, tuple(points), tuple(marks))


def _entry(source: QRectF, target: QRectF) -> float:
    """Where a wire from beside and below reaches a product: clear of the strip that it comes from."""
    return max(source.right() + 18 - target.left(), 18.0)


def _side(rect: QRectF, side: str) -> Point:
    dx, dy = OUTWARD[side]
    return rect.center().x() + dx * rect.width() / 2, rect.center().y() + dy * rect.height() / 2


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
