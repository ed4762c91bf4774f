"""The equations of this step, with the numbers of the selected unit put in where the reader stands."""

import re
from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter

from engine.cell import Stage
from gui.drawing.ink import RIGHT, write
from gui.drawing.numbers import changed, number
from gui.drawing.theme import NO_BRUSH, NO_PEN
from gui.drawing.typeset import Piece, advance_px, baseline, fit, formula, in_line, write_pieces
from gui.language import labelled, listed, say, translate
from gui.panel import Hit, Panel, Table
from gui.panels.equation_view import gradient_equations
from gui.panels.equation_view.gradient_equations import GradientEquations
from gui.panels.equation_view.unit_gradients import UnitGradients, in_figures
from gui.readings.gradient_words import purpose_back
from gui.readings.made_by import is_held, made_by, stages_at, vector_at
from gui.readings.stage_words import does, equation_of, gradient_equation_of, in_words, sums_up
from gui.readings.step_gradients import StepGradients
from gui.scene import Direction, Moment, Scene

BAND_PX = 8.0  # how far the highlight reaches beyond the text, on both sides
NUMBERS_PX = 16.0  # a line of small numbers under an equation
TALLEST_PX = 30.0  # more air than this tears the equations apart
SECOND_LINE_PX = 18.0
VALUE_PX = 46.0
COLUMN_GAP_PX = 6.0
NATURAL = QSizeF(272, 171)  # at this size of the content the letters have the sizes of their roles
NAME = re.compile(r"[A-Za-z]+(?:_[a-z]+)?")


@dataclass(frozen=True)
class ForwardRow:
    """One stage in the picture.

    Attributes:
        stage: position in the cell's list of stages.
        lines: its equation, broken where it says two things.
        rect: the whole row, with the numbers under it.
        line: the room of the first line of the equation and of the value at its end.
        under: the room of the last line of small numbers.
    """

    stage: int
    lines: tuple[str, ...]
    rect: QRectF
    line: QRectF
    under: QRectF


def is_copy(stage: Stage) -> bool:
    """Whether a stage hands its input on unchanged, so that putting in numbers would say x = x."""
    return stage.equation.partition(" = ")[2] in stage.inputs


def layout(rect: QRectF, scene: Scene, moment: Moment) -> tuple[ForwardRow, ...]:
    """Where each stage stands, from the corner of `rect`, before fitting.

    The sum of the heights is the same at every stage, so that little moves from one to the next.
    """
    factor = fit(rect, NATURAL)
    stages = stages_at(scene, moment.token)
    return _laid_out(stages, moment.stage, rect.width() / factor, rect.height() / factor)


@lru_cache(maxsize=64)
def _laid_out(stages: tuple[Stage, ...], active: int, width: float, height: float) -> tuple[ForwardRow, ...]:
    equations = [tuple(equation_of(stage).split(",  ")) for stage in stages]
    extra = sum(SECOND_LINE_PX * (len(lines) - 1) for lines in equations)
    extra += NUMBERS_PX * (1 + sum(map(sums_up, stages)))
    line_px = min(TALLEST_PX, (height - extra) / len(equations))
    found = []
    top = 0.0
    for position, lines in enumerate(equations):
        tall = line_px + SECOND_LINE_PX * (len(lines) - 1)
        tall += NUMBERS_PX * (sums_up(stages[position]) + (position == active))
        found.append(
            ForwardRow(
                position,
                lines,
                QRectF(0, top, width, tall),
                QRectF(0, top, width, line_px),
                QRectF(0, top + tall - NUMBERS_PX - 2, width, NUMBERS_PX),
            )
        )
        top += tall
    return tuple(found)


def step_values(scene: Scene, moment: Moment) -> dict[str, float]:
    """This unit's numbers that are known at this moment: the states before, and what is computed so far."""
    trace, layer, token = scene.trace, scene.view.layer, moment.token
    values = {f"{name}_before": trace.before(name, layer, token) for name in scene.definition.states}
    known = {name: float(array[scene.view.unit]) for name, array in values.items()}
    for stage in scene.definition.stages[: moment.stage + 1]:
        for name in stage.outputs:
            known[name] = float(vector_at(scene, name, token)[scene.view.unit])
    return known


class EquationView(Panel):
    """One line a stage: the equation, its value, and under the active one the equation in numbers."""

    NAME = "equation_view"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (480, 320)

    def needs(self, scene: Scene) -> frozenset[str]:
        """The gradient's way, in the backward pass alone."""
        return frozenset({"paths"}) if self.moment is not None and _back(self.moment) else frozenset()

    def title(self) -> str:
        """The heading."""
        return translate("EquationView", "Equations")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """Which unit the numbers belong to."""
        if scene.trace.layers > 1:
            return translate("EquationView", "unit {unit}, layer {layer}").format(
                unit=scene.view.unit, layer=scene.view.layer
            )
        return translate("EquationView", "unit {unit}").format(unit=scene.view.unit)

    def note(self, scene: Scene, moment: Moment) -> str:
        """The states that the step starts from; in the backward pass what its short form means."""
        if _back(moment):
            if not StepGradients(scene, moment).known:
                return translate("EquationView", "computing")
            return translate("EquationView", "{short} is short for {long}").format(short="∂h", long="∂ℓ/∂h")
        trace, layer, unit = scene.trace, scene.view.layer, scene.view.unit
        return "  ".join(
            f"{in_line(f'{name}_before')} = {number(float(trace.before(name, layer, moment.token)[unit]))}"
            for name in reversed(scene.definition.states)
        )

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """The equations themselves depend on no number."""
        known = not _back(moment) or StepGradients(scene, moment).known
        return stages_at(scene, moment.token), moment.stage, moment.direction, known

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the equations, the active one on the highlight, and outlines for what is still to come."""
        if _back(moment):
            GradientEquations(painter, rect, scene, moment, self.theme).paint_ground()
            return
        factor = fit(rect, NATURAL)
        painter.translate(rect.topLeft())
        painter.scale(factor, factor)
        stages = stages_at(scene, moment.token)
        for row in layout(rect, scene, moment):
            stage = stages[row.stage]
            if row.stage == moment.stage:
                painter.setPen(NO_PEN)
                painter.setBrush(self.theme.color("highlight"))
                painter.drawRoundedRect(row.rect.adjusted(-BAND_PX / factor, 0, BAND_PX / factor, 0), 5, 5)
            for position, text in enumerate(row.lines):
                y = baseline(row.line.center().y(), "code") + position * SECOND_LINE_PX
                pieces = self._equation(text, stage, row.stage == moment.stage, row.stage <= moment.stage)
                room_px = row.line.width() - (0 if sums_up(stage) else VALUE_PX + 6)
                write_pieces(painter, QPointF(0, y), pieces, room_px)
            if row.stage > moment.stage:
                box = QRectF(row.line.right() - VALUE_PX + 4, row.line.center().y() - 6.5, VALUE_PX - 4, 13)
                painter.setPen(self.theme.pen("faint", 0.75))
                painter.setBrush(NO_BRUSH)
                painter.drawRoundedRect(box, 3, 3)
            if row.stage == moment.stage and sums_up(stage):
                write(painter, row.under, does(stage), "caption", self.theme.color("muted"))

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the numbers: each stage's value, and under the active equation what was put into it."""
        if _back(moment):
            GradientEquations(painter, rect, scene, moment, self.theme).paint_numbers()
            return
        values = step_values(scene, moment)
        factor = fit(rect, NATURAL)
        painter.translate(rect.topLeft())
        painter.scale(factor, factor)
        stages = stages_at(scene, moment.token)
        for row in layout(rect, scene, moment)[: moment.stage + 1]:
            stage, active = stages[row.stage], row.stage == moment.stage
            if sums_up(stage):
                line = row.under.translated(0, -NUMBERS_PX) if active else row.under
                self._paint_named(painter, line, stage.outputs, values)
                continue
            color = self.theme.symbol(stage.symbol) if active else self.theme.color("ink")
            value = number(values[stage.outputs[-1]])
            write(painter, row.line, value, "strong" if active else "text", color, RIGHT, elide=False)
            if active and is_copy(stage):
                self._paint_named(painter, row.under, stage.inputs, values)
            elif active and not is_held(stage):
                start = QPointF(0, baseline(row.under.center().y(), "caption"))
                write_pieces(painter, start, self._substituted(stage, values), row.under.width())

    def _equation(self, text: str, stage: Stage, active: bool, done: bool) -> tuple[Piece, ...]:
        """An equation in its colours: lit, done, or still to come."""

        def color_of(name: str) -> QColor:
            if active:
                return self._gate_color(name, self.theme.symbol(stage.symbol))
            return self._gate_color(name, self.theme.color("ink" if done else "muted"))

        strong = "_strong" if active else ""
        return formula(text, f"code{strong}", f"code_subscript{strong}", color_of)

    def _paint_named(
        self, painter: QPainter, line: QRectF, names: tuple[str, ...], values: dict[str, float]
    ) -> None:
        """Several values in columns, each behind its name; if one is too wide, all are squeezed alike."""
        column_px = min(line.width() / len(names), 90.0)
        colors = [self._muted_but_gates(name) for name in names]
        entries = [
            (*_set(name, color.rgba()), Piece(f" = {number(values[name])}", "caption", color))
            for name, color in zip(names, colors, strict=True)
        ]
        factor = min(1.0, *((column_px - COLUMN_GAP_PX) / advance_px(pieces) for pieces in entries))
        painter.save()
        painter.translate(line.left(), baseline(line.center().y(), "caption"))
        painter.scale(factor, factor)
        for position, pieces in enumerate(entries):
            start = QPointF(position * column_px / factor, 0)
            write_pieces(painter, start, pieces, advance_px(pieces))
        painter.restore()

    def _substituted(self, stage: Stage, values: dict[str, float]) -> tuple[Piece, ...]:
        """The right side of the equation with this unit's numbers, in the colours of their gates."""
        muted = self.theme.color("muted")
        right_side = stage.equation.partition(" = ")[2].replace("⊙", "×")
        pieces: list[Piece] = []
        at = 0
        for match in NAME.finditer(right_side):
            if match.group() in values:
                pieces.append(Piece(right_side[at : match.start()], "caption", muted))
                value = number(values[match.group()])
                pieces.append(Piece(value, "caption", self._muted_but_gates(match.group())))
                at = match.end()
        result = number(values[stage.outputs[-1]])
        pieces.append(Piece(f"{right_side[at:]} = {result}", "caption", muted))
        return tuple(pieces)

    def _muted_but_gates(self, name: str) -> QColor:
        return self._gate_color(name, self.theme.color("muted"))

    def _gate_color(self, name: str, otherwise: QColor) -> QColor:
        """The colour of a gate for everything that is named after it: f, f_in, n_h."""
        symbol = name.partition("_")[0]
        return self.theme.symbol(symbol) if symbol in self.theme.symbols else otherwise

    def hit_at(self, position: QPointF) -> Hit | None:
        """The stage under the mouse: what it is in words, and the way there."""
        if self.scene is None or self.moment is None:
            return None
        rect, scene, back = self.content_rect(self.logical_size()), self.scene, _back(self.moment)
        natural = gradient_equations.NATURAL if back else NATURAL
        inside = (position - rect.topLeft()) * (1 / fit(rect, natural))
        rows = (gradient_equations.layout if back else layout)(rect, scene, self.moment)
        for row in rows:
            if row.rect.adjusted(-BAND_PX, 0, BAND_PX, 0).contains(inside):
                stage = made_by(scene, self.moment.token, row.stage)
                moment = replace(self.moment, stage=row.stage, phase=1.0)
                if back:
                    return Hit(_back_in_words(scene, moment), moment)
                moved = _moved(scene, self.moment, stage.outputs if row.stage <= self.moment.stage else ())
                words = (in_words(stage), equation_of(stage)) if is_held(stage) else (in_words(stage),)
                return Hit("\n".join((*words, *moved)), moment)
        return None

    def table(self, scene: Scene, moment: Moment) -> Table:
        """This unit's numbers that are known at this moment."""
        if _back(moment):
            return Table(("quantity", "value"), tuple(UnitGradients(scene, moment).table()))
        values, were = step_values(scene, moment), _values_before(scene, moment)
        if not were:
            return Table(("quantity", "value"), tuple(values.items()))
        rows = ((name, value, were[name]) for name, value in values.items())
        return Table(("quantity", "value", "value_untouched"), tuple(rows))

    def summary(self, scene: Scene, moment: Moment) -> str:
        """The active equation and what it gave."""
        stage = made_by(scene, moment.token, moment.stage)
        if _back(moment):
            named = dict(UnitGradients(scene, moment).named(moment.stage, stage))
        else:
            values = step_values(scene, moment)
            named = {name: values[name] for name in stage.outputs}
        shown = in_figures if _back(moment) else number
        found = listed(f"{in_line(name)} = {shown(value)}" for name, value in named.items())
        return translate("EquationView", "“{token}”, unit {unit}, {stage}: {equation}; {values}").format(
            token=scene.trace.tokens[moment.token],
            unit=scene.view.unit,
            stage=say(stage.label),
            equation=in_line(gradient_equation_of(stage) if _back(moment) else equation_of(stage)),
            values=found or translate("EquationView", "computing"),
        )


@lru_cache(maxsize=256)
def _set(name: str, rgba: int) -> tuple[Piece, ...]:
    """A quantity's name, small and in one colour."""
    color = QColor.fromRgba(rgba)
    return formula(name, "code_small", "code_subscript", lambda part: color)


def _values_before(scene: Scene, moment: Moment) -> dict[str, float]:
    """The same numbers of the untouched run at the same word; empty where there are none."""
    there = scene.untouched_moment(moment)
    return {} if scene.untouched is None or there is None else step_values(scene.untouched, there)


def _moved(scene: Scene, moment: Moment, names: tuple[str, ...]) -> list[str]:
    """What some numbers were and what they are, of those that have changed; a line for each."""
    values, were = step_values(scene, moment), _values_before(scene, moment)
    pairs = ((name, number(were[name]), number(values[name])) for name in names if name in were)
    return [f"{in_line(name)} = {changed(was, now)}" for name, was, now in pairs if was != now]


def _back(moment: Moment) -> bool:
    return moment.direction is Direction.BACKWARD


def _back_in_words(scene: Scene, moment: Moment) -> str:
    """What a stage does to the gradient, in one line."""
    label = say(scene.definition.stages[moment.stage].label)
    return labelled(label, purpose_back(scene, moment))
