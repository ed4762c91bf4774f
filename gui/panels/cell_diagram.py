"""The cell as the field draws it, with this token's vectors lying on its wires."""

from collections.abc import Hashable
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from gui.diagram.drawings import DRAWINGS
from gui.diagram.flow import progress, timetable
from gui.diagram.labels import scale_text
from gui.diagram.layout import Layout, arrange
from gui.diagram.marks import paint_frames, paint_values
from gui.diagram.parts import Kind
from gui.diagram.pointing import target_at
from gui.diagram.readings import Readings
from gui.diagram.sheet import Sheet
from gui.diagram.strokes import paint_highlight, paint_nodes, paint_sums, paint_wires
from gui.diagram.tips import part_tip, vector_name, vector_tip
from gui.diagram.words import purpose
from gui.ink import number
from gui.language import say, translate
from gui.panel import Hit, Panel, Table
from gui.scene import Moment, Scene


class CellDiagram(Panel):
    """Wires, gates and states of the selected cell, lit stage by stage.

    What a stage makes stands in full ink from its beginning; the phase moves only the highlight along the
    wires. What is not made yet is an empty outline.
    """

    NAME: ClassVar[str] = "cell_diagram"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (640, 360)

    def title(self) -> str:
        """The heading."""
        return translate("CellDiagram", "Inside the cell")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """Which stage this is and what it is for."""
        stages = scene.definition.stages
        stage = stages[moment.stage]
        return translate("CellDiagram", "stage {stage} of {stages} · {name}: {purpose}").format(
            stage=moment.stage + 1,
            stages=len(stages),
            name=say(stage.label),
            purpose=purpose(scene.cell, stage.symbol),
        )

    def note(self, scene: Scene, moment: Moment) -> str:
        """Whose numbers stand beside the strips."""
        if scene.trace.layers > 1:
            return translate("CellDiagram", "numbers: unit {unit}, layer {layer}").format(
                unit=scene.unit, layer=scene.layer
            )
        return translate("CellDiagram", "numbers: unit {unit}").format(unit=scene.unit)

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """The cell and its scales, and how far its step is: at all complete steps the same."""
        step = progress(scene, moment)
        scales = tuple(scale_text(scene, part.symbol) for part in DRAWINGS[scene.cell].strips)
        return scene.cell, scales, step.stage, step.calm

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """The cell without its values and without what is lit."""
        sheet = self._sheet(painter, rect, scene, moment)
        paint_wires(sheet)
        paint_frames(sheet)
        paint_nodes(sheet, active=False)

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """What is lit, and the values."""
        sheet = self._sheet(painter, rect, scene, moment)
        paint_highlight(sheet)
        paint_values(sheet)
        paint_nodes(sheet, active=True)
        paint_sums(sheet)

    def _sheet(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> Sheet:
        layout, step = _layout(scene, rect), progress(scene, moment)
        lit = None if step.calm else timetable(layout, scene.definition.stages[moment.stage].symbol)
        return Sheet(painter, layout, self.theme, scene, step, Readings(scene, moment), lit, moment.phase)

    # Pointing, in numbers and words

    def hit_at(self, position: QPointF) -> Hit | None:
        """A strip's unit, which a click selects; a box or circle, whose stage a click seeks; or a wire."""
        scene, moment = self.scene, self.moment
        if scene is None or moment is None:
            return None
        target = target_at(_layout(scene, self.content_rect(self.logical_size())), position)
        if target is None:
            return None
        readings, step = Readings(scene, moment), progress(scene, moment)
        if target.wire is not None:
            symbol = target.wire.symbol
            return Hit(vector_tip(scene, readings, step, symbol, None if symbol == "x" else scene.unit))
        part = target.part
        assert part is not None
        if part.kind is Kind.STRIP:
            size = len(readings["x"]) if part.symbol == "x" else scene.trace.hidden_size
            place = int(target.along * size)
            tip = vector_tip(scene, readings, step, part.symbol, place)
            return Hit(tip, unit=None if part.symbol == "x" else place)
        return Hit(part_tip(scene, readings, step, part), moment=Moment(moment.token, step.order[part.stage]))

    def table(self, scene: Scene, moment: Moment) -> Table:
        """One row for each unit, one column for each vector of that size that is there already."""
        symbols = [symbol for symbol in _shown(scene, moment) if symbol != "x"]
        readings = Readings(scene, moment)
        columns = [readings[symbol].tolist() for symbol in symbols]
        return Table(("unit", *symbols), tuple(zip(range(scene.trace.hidden_size), *columns, strict=True)))

    def summary(self, scene: Scene, moment: Moment) -> str:
        """The stage in words, and the selected unit's numbers."""
        readings = Readings(scene, moment)
        values = ", ".join(
            f"{vector_name(symbol)} {number(float(readings[symbol][scene.unit]))}"
            for symbol in _shown(scene, moment)
            if symbol != "x"
        )
        return translate("CellDiagram", "{stage}. Unit {unit}: {values}").format(
            stage=self.subtitle(scene, moment), unit=scene.unit, values=values
        )


def _layout(scene: Scene, rect: QRectF) -> Layout:
    return arrange(DRAWINGS[scene.cell], rect.left(), rect.top(), rect.width(), rect.height())


def _shown(scene: Scene, moment: Moment) -> list[str]:
    """The vectors that are there at a moment, in the order of the drawing."""
    step = progress(scene, moment)
    return [part.symbol for part in DRAWINGS[scene.cell].strips if step.known(part)]
