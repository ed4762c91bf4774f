"""The cell as the field draws it, with this token's vectors, or their gradients, lying on its wires."""

from collections.abc import Callable, Hashable
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from gui.drawing.numbers import number
from gui.drawing.typeset import in_line
from gui.language import listed, say, translate
from gui.panel import Hit, Panel, Table
from gui.panels.cell_diagram import gradient_tips, tips
from gui.panels.cell_diagram.backward import backward_of, turned
from gui.panels.cell_diagram.color_key import key_rect, key_tip, paint_color_key
from gui.panels.cell_diagram.drawings import drawing_of
from gui.panels.cell_diagram.flow import Standing, step_so_far, timetable
from gui.panels.cell_diagram.gradient_marks import legend_rect, paint_legend, paint_product
from gui.panels.cell_diagram.gradient_numbers import Gradients
from gui.panels.cell_diagram.layout import Layout, arrange
from gui.panels.cell_diagram.marks import paint_frames, paint_values
from gui.panels.cell_diagram.numbers import Readings
from gui.panels.cell_diagram.parts import Drawing, Kind, Part
from gui.panels.cell_diagram.pointing import Target, target_at
from gui.panels.cell_diagram.sheet import Sheet
from gui.panels.cell_diagram.strokes import paint_ends, paint_highlight, paint_nodes, paint_sums, paint_wires
from gui.readings.gradient_words import purpose_back
from gui.readings.made_by import held_units_at
from gui.readings.part_words import purpose
from gui.readings.step_gradients import StepGradients
from gui.scene import Direction, Moment, Scene


class CellDiagram(Panel):
    """Wires, gates and states of the selected cell, lit stage by stage, forward or backward.

    What a stage makes stands in full ink from its beginning; the phase moves only the highlight along the
    wires. What is not made yet is an empty outline. In the backward pass the same parts show gradients, and
    every wire is as wide as the gradient that travels on it is long.
    """

    NAME: ClassVar[str] = "cell_diagram"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (640, 360)

    def needs(self, scene: Scene) -> frozenset[str]:
        """The gradient's way, in the backward pass alone."""
        return frozenset({"paths"}) if self.moment is not None and _back(self.moment) else frozenset()

    def title(self) -> str:
        """The heading: which pass it is."""
        if self.moment is not None and _back(self.moment):
            return translate("CellDiagram", "Back through the cell")
        return translate("CellDiagram", "Inside the cell")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """Which stage this is, counted in the order of the pass, and what it is for."""
        stages = scene.definition.stages
        stage, back = stages[moment.stage], _back(moment)
        return translate("CellDiagram", "stage {stage} of {stages} · {name}: {purpose}").format(
            stage=len(stages) - moment.stage if back else moment.stage + 1,
            stages=len(stages),
            name=say(stage.label),
            purpose=purpose_back(scene, moment) if back else purpose(scene.view.cell, stage.symbol),
        )

    def note(self, scene: Scene, moment: Moment) -> str:
        """Whose numbers stand beside the strips, or that there are none yet."""
        if _back(moment) and not StepGradients(scene, moment).known:
            return translate("CellDiagram", "computing")
        if scene.trace.layers > 1:
            return translate("CellDiagram", "numbers: unit {unit}, layer {layer}").format(
                unit=scene.view.unit, layer=scene.view.layer
            )
        return translate("CellDiagram", "numbers: unit {unit}").format(unit=scene.view.unit)

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """The cell and its scales, and how far its step is: at all complete steps the same."""
        step = step_so_far(scene, moment)
        if _back(moment):
            held = held_units_at(scene, moment.token)
            return scene.definition, "backward", step.stage, step.calm, moment.token == 0, held
        readings = Readings(scene, moment)
        held = held_units_at(scene, moment.token)
        return scene.definition, readings.scales(), step.stage, step.calm, held

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """The cell without its values and without what is lit."""
        sheet = self._sheet(painter, rect, scene, moment)
        paint_wires(sheet, Standing.PENDING)
        if not _back(moment):  # there, widths change from word to word
            paint_wires(sheet, Standing.DONE)
        paint_ends(sheet)
        paint_frames(sheet)
        paint_nodes(sheet, active=False)
        paint_color_key(sheet)

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """What is lit, and the values."""
        sheet = self._sheet(painter, rect, scene, moment)
        if _back(moment):
            paint_wires(sheet, Standing.DONE)
        paint_highlight(sheet)
        paint_values(sheet)
        paint_nodes(sheet, active=True)
        if _back(moment):
            paint_product(sheet)
            paint_legend(sheet)
        else:
            paint_sums(sheet)

    def _sheet(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> Sheet:
        layout, step = _layout(scene, moment, rect), step_so_far(scene, moment)
        lit = None if step.calm else timetable(layout, scene.definition.stages[moment.stage].symbol)
        readings = _readings(scene, moment)
        return Sheet(painter, layout, self.theme, scene, step, readings, lit, moment.phase)

    # Pointing, in numbers and words

    def hit_at(self, position: QPointF) -> Hit | None:
        """A strip's unit, which a click selects; a box or circle, whose stage a click seeks; or a wire."""
        scene, moment = self.scene, self.moment
        if scene is None or moment is None:
            return None
        sheet = self._sheet(QPainter(), self.content_rect(self.logical_size()), scene, moment)
        if isinstance(sheet.readings, Gradients) and legend_rect(sheet).contains(position):
            return Hit(gradient_tips.legend_tip(sheet.readings))
        if key_rect(sheet).contains(position):
            return Hit(key_tip())
        target = target_at(sheet.layout, position)
        if target is None:
            return None
        part, unit = target.part, scene.view.unit
        if part is not None and part.kind is Kind.STRIP:
            is_input = part.symbol == "x"
            size = scene.trace.values("x", scene.view.layer).shape[1] if is_input else scene.trace.hidden_size
            unit = int(target.along * size)
            return Hit(_tip(scene, moment, target, unit), unit=None if is_input else unit)
        tip = _tip(scene, moment, target, unit)
        if part is None:
            return Hit(tip)
        stage = [each.symbol for each in scene.definition.stages].index(part.stage)
        return Hit(tip, moment=Moment(moment.token, stage, direction=moment.direction))

    def table(self, scene: Scene, moment: Moment) -> Table:
        """One row for each unit, one column for each vector of that size that is there already."""
        readings, step = _readings(scene, moment), step_so_far(scene, moment)
        names = [part.symbol for part in _shown(scene, moment) if part.symbol != "x"]
        if isinstance(readings, Gradients):
            names += readings.branches(step)
        columns = [readings[name].tolist() for name in names]
        prefix = "grad_" if _back(moment) else ""
        if isinstance(readings, Gradients):
            found = {name: readings.total(name) for name in names if readings.called(name) != name}
            names = [readings.called(name) for name in names]
            if moment.stage == 0:  # the step is complete: what it was a part of can be told beside it
                whole = {name: vector.tolist() for name, vector in found.items() if vector is not None}
                names, columns = [*names, *whole], [*columns, *whole.values()]
        rows = zip(range(scene.trace.hidden_size), *columns, strict=True)
        return Table(("unit", *(f"{prefix}{name}" for name in names)), tuple(rows))

    def summary(self, scene: Scene, moment: Moment) -> str:
        """The stage in words, and the selected unit's numbers."""
        readings = _readings(scene, moment)
        name = _gradient_name(readings) if isinstance(readings, Gradients) else tips.vector_name
        values = listed(
            f"{name(part.symbol)} {number(float(readings[part.symbol][scene.view.unit]))}"
            for part in _shown(scene, moment)
            if part.symbol != "x"
        )
        return translate("CellDiagram", "{stage}. Unit {unit}: {values}").format(
            stage=self.subtitle(scene, moment),
            unit=scene.view.unit,
            values=values or translate("CellDiagram", "computing"),
        )


def _gradient_name(gradients: Gradients) -> Callable[[str], str]:
    return lambda symbol: in_line(gradients.label(symbol, narrow=False)[0])


def _back(moment: Moment) -> bool:
    return moment.direction is Direction.BACKWARD


def _drawing(scene: Scene, moment: Moment) -> Drawing:
    drawing = drawing_of(scene.definition)
    return backward_of(drawing) if _back(moment) else drawing


def _layout(scene: Scene, moment: Moment, rect: QRectF) -> Layout:
    layout = arrange(drawing_of(scene.definition), rect.left(), rect.top(), rect.width(), rect.height())
    return turned(layout) if _back(moment) else layout


def _readings(scene: Scene, moment: Moment) -> Readings | Gradients:
    return Gradients(scene, moment, _drawing(scene, moment)) if _back(moment) else Readings(scene, moment)


def _shown(scene: Scene, moment: Moment) -> list[Part]:
    """The strips whose vectors are there at a moment, in the order of the drawing."""
    step, readings = step_so_far(scene, moment), _readings(scene, moment)
    strips = _drawing(scene, moment).strips
    return [part for part in strips if step.known(part) and readings.has(part.symbol)]


def _tip(scene: Scene, moment: Moment, target: Target, unit: int) -> str:
    """What lies under the mouse, in the pass that is shown."""
    readings, step = _readings(scene, moment), step_so_far(scene, moment)
    if isinstance(readings, Gradients):
        return gradient_tips.tip_of(scene, readings, step, target, unit)
    return tips.tip_of(scene, readings, step, target, unit)
