"""What lies under the mouse in a picture."""

import math
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF

from gui.panels.cell_diagram.layout import Layout
from gui.panels.cell_diagram.parts import Kind, Part, Wire
from gui.panels.cell_diagram.routes import Point, Route

STRIP_REACH_PX = 4.0
NODE_REACH_PX = 2.0
WIRE_REACH_PX = 5.0


@dataclass(frozen=True)
class Target:
    """A part or a wire; for a strip also how far along it, 0 to 1."""

    part: Part | None = None
    wire: Wire | None = None
    along: float = 0.0


def target_at(layout: Layout, position: QPointF) -> Target | None:
    """The part at a position, or else the nearest wire that is close."""
    for part in layout.drawing.parts:
        rect = layout.rects[part.name]
        if part.kind is Kind.STRIP:
            label = layout.labels.get(part.name, rect)
            area = rect.united(label).adjusted(-1, 0, 1, STRIP_REACH_PX)
            if area.contains(position):
                share = (position.x() - rect.left()) / rect.width()
                return Target(part, along=min(max(share, 0.0), 1 - 1e-9))
        elif part.kind not in (Kind.PORT, Kind.JUNCTION) and _near(rect).contains(position):
            return Target(part)
    point = (position.x(), position.y())
    distances = [(_distance(route, point), route.wire) for route in layout.routes]
    nearest, wire = min(distances, key=lambda entry: entry[0])
    return Target(wire=wire) if nearest <= WIRE_REACH_PX else None


def _near(rect: QRectF) -> QRectF:
    return rect.adjusted(-NODE_REACH_PX, -NODE_REACH_PX, NODE_REACH_PX, NODE_REACH_PX)


def _distance(route: Route, point: Point) -> float:
    return min(_to_segment(point, a, b) for a, b in pairwise(route.points))


def _to_segment(point: Point, a: Point, b: Point) -> float:
    length = math.dist(a, b)
    if length == 0:
        return math.dist(point, a)
    along = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length**2
    along = min(max(along, 0.0), 1.0)
    return math.dist(point, (a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])))
