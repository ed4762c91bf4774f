"""The same picture for the backward pass: every wire runs the other way, sums fork and forks add up."""

import math
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise

from PySide6.QtCore import QRectF

from engine.cells import cell_of
from gui.panels.cell_diagram.layout import Layout
from gui.panels.cell_diagram.parts import Drawing, Kind, Part, Wire
from gui.panels.cell_diagram.routes import Point, Route
from gui.readings.step_gradients import given_at

SUM_RADIUS = 0.7  # of the circle at a fork, in radii of an operator
SLOPES = {"σ": "σ′", "tanh": "tanh′", "relu": "relu′", "1 −": "−1"}


@cache
def backward_of(drawing: Drawing) -> Drawing:
    """The picture of the backward pass through the same cell.

    Each part belongs to the stage that gives its gradient. Where a wire forks, gradients add up; where two
    vectors are added, their gradients are one and the same.
    """
    parts = tuple(_part(part, drawing) for part in drawing.parts)
    wires = tuple(_wire(wire, drawing) for wire in drawing.wires)
    return replace(drawing, parts=parts, wires=wires, remark=drawing.remark_back, backward=True)


@lru_cache(maxsize=32)
def turned(layout: Layout) -> Layout:
    """The same places, with every wire led the other way."""
    drawing = backward_of(layout.drawing)
    rects = {part.name: _place(part, layout) for part in drawing.parts}
    routes = tuple(
        _led(wire, route, drawing, rects) for wire, route in zip(drawing.wires, layout.routes, strict=True)
    )
    return replace(layout, drawing=drawing, rects=rects, routes=routes)


def _part(part: Part, drawing: Drawing) -> Part:
    stage = _stage_giving(part, drawing)
    if part.kind is Kind.JUNCTION:
        return replace(part, kind=Kind.OPERATOR, text="+", stage=stage)
    if part.kind is Kind.OPERATOR and part.text == "+":
        return replace(part, kind=Kind.JUNCTION, text="", stage=stage, aside=None)
    return replace(part, text=SLOPES.get(part.text, part.text), stage=stage)


def _stage_giving(part: Part, drawing: Drawing) -> str:
    """Symbol of the stage that gives the gradient of what a part shows, or that works in it."""
    if part.kind in (Kind.FUNCTION, Kind.OPERATOR, Kind.MATRIX):
        return part.stage
    if part.symbol in drawing.pulls:
        return part.stage
    cell = cell_of(drawing)
    return cell.stages[given_at(cell, part.symbol)].symbol


def _wire(wire: Wire, drawing: Drawing) -> Wire:
    source, target = drawing.part[wire.source], drawing.part[wire.target]
    if target.kind in (Kind.FUNCTION, Kind.OPERATOR, Kind.MATRIX):
        stage = target.stage
    elif source.kind in (Kind.FUNCTION, Kind.OPERATOR, Kind.MATRIX):
        stage = source.stage
    elif target.kind is Kind.PORT:  # what arrives from later is there when the pass begins the step
        stage = cell_of(drawing).stages[-1].symbol
    else:
        stage = _stage_giving(source if source.kind is not Kind.PORT else target, drawing)
    return replace(wire, source=wire.target, target=wire.source, sides=wire.sides[::-1], stage=stage)


def _place(part: Part, layout: Layout) -> QRectF:
    """Where a part stands: sums shrink to a point, and points grow to the circle of a sum."""
    rect = layout.rects[part.name]
    was = layout.drawing.part[part.name].kind
    if was is Kind.JUNCTION:
        radius = SUM_RADIUS * layout.sizes.radius_px
        return QRectF(rect.center().x() - radius, rect.center().y() - radius, 2 * radius, 2 * radius)
    if was is Kind.OPERATOR and part.kind is Kind.JUNCTION:
        return QRectF(rect.center().x(), rect.center().y(), 0, 0)
    return rect


def _led(wire: Wire, route: Route, drawing: Drawing, rects: dict[str, QRectF]) -> Route:
    """A way in the other direction, from the border of one part to that of another."""
    points = _from(list(route.points), rects[wire.target])
    points = _from(points[::-1], rects[wire.source])
    marks = [0.0]
    for one, other in pairwise(points):
        marks.append(marks[-1] + math.dist(one, other))
    kind = drawing.part[wire.target].kind
    pointed = kind is not Kind.JUNCTION
    return Route(wire, tuple(points), tuple(marks), route.heavy, pointed)


def _from(points: list[Point], rect: QRectF) -> list[Point]:
    """A way that begins at the border of a part whose size has changed: level or upright up to there."""
    (x, y), after = points[0], points[1]
    if rect.width() == 0:  # the point of a fork
        return [(rect.center().x(), rect.center().y()), *points]
    inside = rect.contains(x, y) and math.dist((x, y), rect.center().toTuple()) < 1
    if not inside:
        return points
    radius, length = rect.width() / 2, math.dist((x, y), after)
    start = (x + radius * (after[0] - x) / length, y + radius * (after[1] - y) / length)
    return [start, *points[1:]]
