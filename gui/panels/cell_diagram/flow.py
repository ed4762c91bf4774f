"""What is lit at a moment: which wires a stage uses, in which order, and how far the highlight has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from gui.panels.cell_diagram.layout import Layout
from gui.panels.cell_diagram.parts import Drawing, Kind, Part, Wire
from gui.panels.cell_diagram.routes import Route
from gui.readings.step_gradients import StepGradients
from gui.scene import Direction, Moment, Scene


class Standing(Enum):
    """How far a part or a wire is in this step."""

    PENDING = "pending"
    DONE = "done"
    ACTIVE = "active"


@dataclass(frozen=True, eq=False)
class StepSoFar:
    """How far the step is at one moment.

    Attributes:
        order: position of each stage in the pass by its symbol; what is there before has position −1.
        stage: the position of the moment; −1 while nothing is known.
        calm: the step is complete and nothing moves any more.
    """

    order: Mapping[str, int]
    stage: int
    calm: bool

    def of(self, stage: str) -> Standing:
        """The standing of what belongs to a stage."""
        position = self.order[stage]
        if position > self.stage:
            return Standing.PENDING
        return Standing.ACTIVE if position == self.stage and not self.calm else Standing.DONE

    def known(self, part: Part) -> bool:
        """Whether this step has computed what the part shows."""
        return self.order[part.stage] <= self.stage


def step_so_far(scene: Scene, moment: Moment) -> StepSoFar:
    """How far the step is."""
    order = {stage.symbol: position for position, stage in enumerate(scene.definition.stages)}
    if moment.direction is Direction.BACKWARD:
        return _so_far_back(scene, moment)
    complete = moment.stage >= scene.last_stage and moment.phase >= 1
    return StepSoFar({"": -1, **order}, moment.stage, complete)


def _so_far_back(scene: Scene, moment: Moment) -> StepSoFar:
    """How far the gradient is: stages count in the order of the pass; without its record it has not begun."""
    last = scene.last_stage
    order = {stage.symbol: last - position for position, stage in enumerate(scene.definition.stages)}
    if not StepGradients(scene, moment).known:
        return StepSoFar({"": -1, **order}, -1, calm=True)
    complete = moment.stage <= 0 and moment.phase >= 1
    return StepSoFar({"": -1, **order}, last - max(moment.stage, 0), complete)


def lit(drawing: Drawing, stage: str) -> tuple[Wire, ...]:
    """The wires that a stage uses."""
    return tuple(wire for wire in drawing.wires if drawing.stage_of(wire) == stage)


@dataclass(frozen=True, eq=False)
class Timetable:
    """When the highlight of a stage passes what, as phases from 0 to 1.

    Attributes:
        routes: each lit wire's way, with start and end.
        parts: start and end for each part of the stage, by name.
    """

    routes: tuple[tuple[Route, float, float], ...]
    parts: Mapping[str, tuple[float, float]]


@lru_cache(maxsize=64)
def timetable(layout: Layout, stage: str) -> Timetable:
    """The journey of a stage's highlight: the same speed everywhere, and what meets arrives together.

    Each wire and part is placed by the longest way from it to the end of the stage.
    """
    drawing = layout.drawing
    routes = {route.wire: route for route in layout.routes}
    wires = lit(drawing, stage)
    parts = [part for part in drawing.parts if part.stage == stage]

    def after_part(name: str) -> float:
        leaving = [after_wire(wire) + routes[wire].length for wire in wires if wire.source == name]
        return max(leaving, default=0.0)

    def after_wire(wire: Wire) -> float:
        target = drawing.part[wire.target]
        return after_part(target.name) + (_crossing_px(layout, target) if target in parts else 0.0)

    spans = {wire: (after_wire(wire) + routes[wire].length, after_wire(wire)) for wire in wires}
    crossings = {
        part.name: (after_part(part.name) + _crossing_px(layout, part), after_part(part.name))
        for part in parts
    }
    total = max(start for start, _ in (*spans.values(), *crossings.values()))
    return Timetable(
        tuple((routes[wire], 1 - start / total, 1 - end / total) for wire, (start, end) in spans.items()),
        {name: (1 - start / total, 1 - end / total) for name, (start, end) in crossings.items()},
    )


def share_of(span: tuple[float, float], phase: float) -> float:
    """How much of a span has passed, 0 to 1."""
    start, end = span
    if end <= start:
        return float(phase >= end)
    return min(max((phase - start) / (end - start), 0.0), 1.0)


def _crossing_px(layout: Layout, part: Part) -> float:
    """The way that crossing a part counts for."""
    return {Kind.STRIP: 14.0, Kind.MATRIX: 40.0, Kind.PORT: 0.0, Kind.JUNCTION: 0.0}.get(
        part.kind, layout.rects[part.name].height()
    )
