"""Where everything stands: parts on a grid, and sizes that fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRectF

from gui.panels.cell_diagram.parts import WIDTH, Drawing, GridRow, Kind, Part, RowKind
from gui.panels.cell_diagram.routes import Route, lead

GAP = 6.4  # between rows, in a picture of nominal height
LEAST_LABELLED_GAP_PX = 7.5
LARGE_TYPE_FROM = 1.3
SIDE_LABEL_PX = 20.0


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


@dataclass(frozen=True, eq=False)
class Layout:
    """One picture's geometry in one room.

    Attributes:
        drawing: what is laid out.
        rect: the room.
        sizes: the heights that were found.
        rects: where each part stands.
        labels: the line above each strip that has one.
        pierced: where a wire comes to the top of a strip, which its label has to leave free.
        routes: the ways of the wires, in the order of the drawing.
        lines: the middle line of each row.
    """

    drawing: Drawing
    rect: QRectF
    sizes: Sizes
    rects: dict[str, QRectF]
    labels: dict[str, QRectF]
    pierced: Mapping[str, float]
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
        if line is not RowKind.STRIP or sizes.sums_labelled or part.labelled:
            labels[part.name] = _label(rects[part.name], sizes, beside=line is RowKind.SIDE_STRIP)
    routes = tuple(lead(wire, drawing, rects, lines) for wire in drawing.wires)
    pierced = {route.wire.source: route.points[0][0] for route in routes if route.wire.sides[0] == "t"}
    pierced |= {route.wire.target: route.points[-1][0] for route in routes if route.wire.sides[1] == "t"}
    return Layout(drawing, room, sizes, rects, labels, pierced, routes, lines)


def _label(box: QRectF, sizes: Sizes, *, beside: bool) -> QRectF:
    """The line above a strip, or the place at its left."""
    if beside:
        return QRectF(box.left() - SIDE_LABEL_PX, box.top(), SIDE_LABEL_PX - 6, box.height())
    return QRectF(box.left(), box.top() - sizes.label_px, box.width(), sizes.label_px)


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
        strip_px=scaled(17, 12, 28),
        thin_px=scaled(13, 8, 22),
        function_px=scaled(20, 16, 32),
        matrix_px=scaled(19, 16, 28),
        radius_px=scaled(10, 8, 15),
        gap_px=0.0,
        sums_labelled=labelled,
        large=large,
    )


def _extent(row: GridRow, drawing: Drawing, sizes: Sizes) -> tuple[float, float]:
    """How far a row reaches above and below its middle line."""
    strip = (sizes.strip_px if row.line is RowKind.LABELLED_STRIP else sizes.thin_px) / 2
    label = sizes.label_px if row.line is RowKind.LABELLED_STRIP or sizes.sums_labelled else 0.0
    half = {
        RowKind.LABELLED_STRIP: strip,
        RowKind.STRIP: strip,
        RowKind.SIDE_STRIP: sizes.strip_px / 2,
        RowKind.FUNCTION: sizes.function_px / 2,
        RowKind.OPERATOR: sizes.radius_px,
        RowKind.MATRIX: sizes.matrix_px / 2,
    }[row.line]
    above = below = half
    kinds = {part.kind for part in drawing.parts if part.row == row.name}
    if Kind.OPERATOR in kinds:
        above = below = max(half, sizes.radius_px)
    if Kind.FUNCTION in kinds:
        above = below = max(above, sizes.function_px / 2)
    if Kind.STRIP in kinds:
        above = max(above, (sizes.thin_px / 2 if row.line is RowKind.STRIP else sizes.strip_px / 2) + label)
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


def _line(drawing: Drawing, row: str) -> RowKind:
    return next(entry.line for entry in drawing.rows if entry.name == row)


def _place(part: Part, y: float, sizes: Sizes, room: QRectF, drawing: Drawing) -> QRectF:
    stretch = room.width() / WIDTH
    x = room.left() + part.x * stretch
    width = part.width * stretch
    thin = _line(drawing, part.row) is RowKind.STRIP
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
