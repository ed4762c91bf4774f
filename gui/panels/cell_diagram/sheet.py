"""What painting one picture of a cell needs, and how words are put on it."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPainter

from gui.drawing.ink import cap_px, width_px, write_at
from gui.drawing.theme import Theme
from gui.panels.cell_diagram.flow import Standing, StepSoFar, Timetable, share_of
from gui.panels.cell_diagram.gradient_numbers import Gradients, carried
from gui.panels.cell_diagram.layout import Layout
from gui.panels.cell_diagram.numbers import Readings
from gui.panels.cell_diagram.parts import Aside, Part
from gui.panels.cell_diagram.routes import Route
from gui.scene import Scene

WIRE_PX = {Standing.PENDING: 1.2, Standing.DONE: 1.5, Standing.ACTIVE: 2.4}
MEMORY_PX = {Standing.PENDING: 3.0, Standing.DONE: 3.0, Standing.ACTIVE: 4.0}
LEAST_ASIDE_STRETCH = 0.95  # narrower pictures have no room for asides
RAISED_PX = 3.0  # labels stand above the middle of their line: room for what hangs below letters


@dataclass(frozen=True, eq=False)
class Sheet:
    """All that painting one picture needs."""

    painter: QPainter
    layout: Layout
    theme: Theme
    scene: Scene
    so_far: StepSoFar
    readings: Readings | Gradients
    timetable: Timetable | None
    phase: float

    def filled(self, part: Part) -> float:
        """How far the highlight has passed a part of the active stage, 0 to 1; 0 for all others."""
        if self.timetable is None or part.name not in self.timetable.parts:
            return 0.0
        return share_of(self.timetable.parts[part.name], self.phase)

    def shows(self, part: Part) -> bool:
        """Whether a strip's vector is there at this moment."""
        return self.so_far.known(part) and self.readings.has(part.symbol)

    def nowhere(self, part: Part) -> bool:
        """Whether there is no such gradient in this step: there is no step before that of the first word."""
        gradients = self.readings
        return isinstance(gradients, Gradients) and gradients.known and not gradients.has(part.symbol)

    def standing(self, route: Route) -> Standing:
        """How far a wire is in this step; a gradient that is nowhere keeps it waiting."""
        standing = self.so_far.of(self.layout.drawing.stage_of(route.wire))
        missing = isinstance(self.readings, Gradients) and not self.readings.has(carried(route.wire))
        return Standing.PENDING if missing else standing

    def wire_px(self, route: Route, standing: Standing) -> float:
        """How wide a wire is: by what it is, and in the backward pass by the gradient that travels on it."""
        if isinstance(self.readings, Gradients) and standing is not Standing.PENDING:
            return self.readings.width_px(route.wire) * self.widening
        return (MEMORY_PX if route.heavy else WIRE_PX)[standing]

    def role(self, name: str) -> str:
        """The font role for small type, one size up where there is room."""
        return {"caption": "text", "strong": "title"}[name] if self.layout.sizes.large else name

    def label_line(self, row: str) -> float:
        """The middle of the capitals of the labels above the strips of a row."""
        sizes = self.layout.sizes
        return self.layout.lines[row] - (sizes.strip_px + sizes.label_px) / 2 - RAISED_PX

    @property
    def widening(self) -> float:
        """How much wider or thinner than usual the gradients' wires are in a picture of this size."""
        return 1.4 if self.layout.sizes.large else 0.7 if self.narrow else 1.0

    @property
    def narrow(self) -> bool:
        """Whether the picture has no room for asides."""
        return self.layout.stretch < LEAST_ASIDE_STRETCH

    def aside(self, text: str, x: float, y: float, place: Aside) -> None:
        """Writes a few quiet words that begin or end at `x`; nothing where the picture is too narrow."""
        if self.narrow:
            return
        role = self.role("caption")
        left = x - width_px(text, role) if place.ends else x
        self.text(text, left, y + place.lower * self.layout.sizes.radius_px, role, self.theme.color("muted"))

    def text(self, text: str, x: float, y: float, role: str, color: QColor) -> None:
        """Writes from `x`, capitals centred on `y`."""
        write_at(self.painter, x, y + cap_px(role) / 2, text, role, color)
