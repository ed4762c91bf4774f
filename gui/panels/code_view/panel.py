"""The network as a few tensor operations inside a `for` loop: the very lines that computed the numbers."""

import re
from collections.abc import Hashable, Sequence
from functools import cache
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter

from engine.cells import CELLS
from gui.drawing.theme import NO_PEN
from gui.drawing.typeset import LARGEST_FIT, Piece, advance_px, baseline, coloured, fit, write_pieces
from gui.language import labelled, say, translate
from gui.panel import Hit, Panel, Table
from gui.panels.code_view.program import (
    INDENT,
    CodeLine,
    as_text,
    program,
    program_back,
    setup_of,
    whole_program_back,
)
from gui.readings.gradient_words import purpose_back
from gui.readings.made_by import held_units_at, is_held, made_by
from gui.readings.stage_words import equation_of, in_words
from gui.scene import Direction, Moment, Scene

BAND_PX = 8.0  # how far the highlight reaches beyond the text, on both sides
LINE_PX = 14.0
FEWEST_LINES_BACK = 10  # of the loop back: the longest stage, and what is around it
MARK_PX = 9.0  # the strip in which a mark says that there are more lines
TALLEST_PX = 19.0
DOT_PX = 1.1
GRADIENT = re.compile(r"^(d|W|U)_")  # a gradient, or a gate's piece of the weights, has the gate's colour
SHOWN_INDENT_PX = 14.0  # narrower than four characters: the pane is small and the loop is one level deep
SHOWN_INDENT_BACK_PX = 10.0  # the lines of the loop back are longer


@cache
def natural_size(direction: Direction) -> QSizeF:
    """The size at which the longest and the tallest program fit, so that all cells get the same letters.

    Of the loop back, which has twice the lines, only so many that the longest stage is seen in its place.
    """
    back = direction is Direction.BACKWARD
    programs = [program_back(cell, "ones(H)") if back else program(cell, True) for cell in CELLS.values()]
    widest = max(
        advance_px((Piece(line.text, "code_strong", QColor()),)) + line.depth * _indent_px(direction)
        for lines in programs
        for line in lines
    )
    return QSizeF(widest, LINE_PX * (FEWEST_LINES_BACK if back else max(map(len, programs))))


def layout(rect: QRectF, lines: Sequence[CodeLine], moment: Moment) -> list[tuple[CodeLine, QRectF]]:
    """The lines that are seen, each with its place from the corner of `rect`, before fitting.

    Where there is no room for all, the lines of the active stage stand in the middle; a strip at the top and
    one at the bottom are left free for the marks that there is more.
    """
    factor = fit(rect, natural_size(moment.direction))
    width, height = rect.width() / factor, rect.height() / factor
    first, count, top = 0, len(lines), 0.0
    many = moment.direction is Direction.BACKWARD or count > natural_size(moment.direction).height() / LINE_PX
    if many and count * LINE_PX > height + 0.01:
        count, top = int((height - 2 * MARK_PX) // LINE_PX), MARK_PX
        lit = [at for at, line in enumerate(lines) if line.stage == moment.stage]
        first = min(max(0, (lit[0] + lit[-1] + 1 - count) // 2), len(lines) - count)
    line_px = min(TALLEST_PX, (height - 2 * top) / count)
    places = (QRectF(0, top + at * line_px, width, line_px) for at in range(count))
    return list(zip(lines[first : first + count], places, strict=True))


def _indent_px(direction: Direction) -> float:
    return SHOWN_INDENT_BACK_PX if direction is Direction.BACKWARD else SHOWN_INDENT_PX


def shown(
    scene: Scene, direction: Direction = Direction.FORWARD, token: int | None = None
) -> tuple[CodeLine, ...]:
    """The lines for this scene: only the last layer of a network that has a readout is read out.

    Lines at a token hold what is held there; without one nothing is.
    """
    held, word = () if token is None else held_units_at(scene, token), translate("Held", "held")
    if direction is Direction.BACKWARD:
        return program_back(scene.definition, start_of(scene), held, word)
    return program(scene.definition, scene.final_layer and "output" in scene.trace.arrays, held, word)


def start_of(scene: Scene) -> str:
    """Where the loop back has its first gradient from: the readout, the sum of h, or the layer above."""
    if not scene.final_layer:
        return "d_above[t]"
    return "readout_weight" if "output" in scene.trace.arrays else "ones(H)"


def shown_text(scene: Scene, direction: Direction = Direction.FORWARD, token: int | None = None) -> str:
    """The program as it is shown: Python, wherever its names are defined."""
    return as_text(shown(scene, direction, token))


def frame_in_words(line: CodeLine) -> str:
    """What a line around the stages does."""
    if line.text.startswith("output"):
        return translate("CodeView", "what the network says so far")
    if line.depth:
        return translate("CodeView", "the states before this step")
    if line.text.startswith("for"):
        return translate("CodeView", "one step for each token")
    return translate("CodeView", "before the first token all states are 0")


def frame_back_in_words(line: CodeLine) -> str:
    """What a line around the stages does in the backward pass."""
    if line.text.startswith("for"):
        return translate("CodeView", "from the token where the pass starts back to the first")
    if line.depth == 0:
        return translate("CodeView", "the gradient at the token where the pass starts")
    if line.text.endswith("steps[t]"):
        return translate("CodeView", "what the forward pass computed in this step")
    if "d_above" in line.text:
        return translate("CodeView", "the layer above reads h too")
    return translate("CodeView", "what the step before receives")


class CodeView(Panel):
    """The loop as it runs, the active stage lit."""

    NAME = "code_view"
    STILL: ClassVar[bool] = True
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (480, 320)

    def title(self) -> str:
        """The heading."""
        return translate("CodeView", "As code")

    def text(self, scene: Scene) -> str:
        """The program to copy: what is shown, behind the few definitions that it needs."""
        if self.moment is not None and self.moment.direction is Direction.BACKWARD:
            return self._text_back(scene)
        purpose = translate(
            "CodeView",
            "One {cell} layer. It needs xs [T, E], the number of hidden units H, a readout,\n"
            "and weight_ih, weight_hh, bias_ih, bias_hh as in torch.nn.{cell}.",
        ).format(cell=scene.definition.title)
        token = None if self.moment is None else self.moment.token
        program_text = shown_text(scene, token=token)
        return (
            f"{_comment(purpose)}{_held_everywhere(scene, token)}{setup_of(scene.definition)}\n{program_text}"
        )

    def _text_back(self, scene: Scene) -> str:
        start = start_of(scene)
        purpose = translate(
            "CodeView",
            "One {cell} layer and its gradient by backpropagation through time, from token tau.\n"
            "It needs xs [T, E], the number of hidden units H,\n"
            "and weight_ih, weight_hh, bias_ih, bias_hh as in torch.nn.{cell}.",
        ).format(cell=scene.definition.title)
        if start == "readout_weight":
            more = translate(
                "CodeView", "readout_weight [H]: the weights of the logit, of several the largest."
            )
        elif start == "ones(H)":
            more = translate("CodeView", "There is no readout: the sum of h is differentiated.")
        else:
            more = translate("CodeView", "d_above [T, H]: the gradient by what the layer above reads.")
        assert self.moment is not None
        token = self.moment.token
        held, word = held_units_at(scene, token), translate("Held", "held")
        program_text = whole_program_back(scene.definition, start, scene.first_of_pass, held, word)
        return f"{_comment(purpose)}{_comment(more)}{_held_everywhere(scene, token)}{program_text}"

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """The picture depends on no number: it changes only from stage to stage."""
        return shown(scene, moment.direction, moment.token), moment.stage

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Nothing is left: the ground holds all lines."""

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the lines; those of the active stage stand on the highlight, and dots stand for the rest."""
        factor = fit(rect, natural_size(moment.direction))
        painter.translate(rect.topLeft())
        painter.scale(factor, factor)
        lines = shown(scene, moment.direction, moment.token)
        seen = layout(rect, lines, moment)
        lit = [place for line, place in seen if line.stage == moment.stage]
        band = lit[0].united(lit[-1])
        painter.setPen(NO_PEN)
        painter.setBrush(self.theme.color("highlight"))
        painter.drawRoundedRect(band.adjusted(-BAND_PX / factor, 0, BAND_PX / factor, 0), 5, 5)
        for line, place in seen:
            self._paint_line(painter, place, line, scene, moment)
        painter.setPen(NO_PEN)
        painter.setBrush(self.theme.color("muted"))
        if seen[0][0] is not lines[0]:
            self._paint_mark(painter, seen[0][1].top() - MARK_PX / 2)
        if seen[-1][0] is not lines[-1]:
            self._paint_mark(painter, seen[-1][1].bottom() + MARK_PX / 2 + 1)

    def _paint_mark(self, painter: QPainter, y: float) -> None:
        """Three dots where lines begin: the program goes on."""
        for at in range(3):
            painter.drawEllipse(QPointF(SHOWN_INDENT_BACK_PX + 3 + 5 * at, y), DOT_PX, DOT_PX)

    def _paint_line(
        self, painter: QPainter, place: QRectF, line: CodeLine, scene: Scene, moment: Moment
    ) -> None:
        active = line.stage == moment.stage
        rest = self.theme.color("muted")
        if line.stage is not None and active:
            rest = self.theme.symbol(scene.definition.stages[line.stage].symbol)
        elif line.stage is not None and _passed(line.stage, moment):
            rest = self.theme.color("ink")

        def color_of(name: str) -> QColor:
            symbol = GRADIENT.sub("", name).partition("_")[0]
            return self.theme.symbol(symbol) if symbol in self.theme.symbols else rest

        role = "code_strong" if active else "code"
        start = QPointF(
            place.left() + line.depth * _indent_px(moment.direction), baseline(place.center().y(), role)
        )
        write_pieces(painter, start, coloured(line.text, role, color_of), place.right() - start.x())

    def content_rect(self, size: QSizeF) -> QRectF:
        """A little taller than that of other panels: the lines are many."""
        return super().content_rect(size).adjusted(0, -4, 0, 4)

    def export_size_px(self, scene: Scene) -> tuple[float, float]:
        """A picture in a file holds all lines: of the loop back it is as tall as they are."""
        width, height = self.EXPORT_SIZE_PX
        if self.moment is None or self.moment.direction is Direction.FORWARD:
            return width, height
        rect, natural = self.content_rect(QSizeF(width, height)), natural_size(Direction.BACKWARD)
        enlarged = min(rect.width() / natural.width(), LARGEST_FIT)
        needed = len(shown(scene, Direction.BACKWARD, self.moment.token)) * LINE_PX * enlarged
        return width, height - rect.height() + max(rect.height(), needed)

    def hit_at(self, position: QPointF) -> Hit | None:
        """The line under the mouse: what it does in words, and the way to its stage."""
        if self.scene is None or self.moment is None:
            return None
        rect, scene, direction = self.content_rect(self.logical_size()), self.scene, self.moment.direction
        back = direction is Direction.BACKWARD
        inside = (position - rect.topLeft()) * (1 / fit(rect, natural_size(direction)))
        for line, place in layout(rect, shown(scene, direction, self.moment.token), self.moment):
            if place.adjusted(-BAND_PX, 0, BAND_PX, 0).contains(inside):
                if line.stage is None:
                    return Hit((frame_back_in_words if back else frame_in_words)(line))
                moment = Moment(self.moment.token, line.stage, direction=direction)
                stage = made_by(scene, moment.token, line.stage)
                words = labelled(say(stage.label), purpose_back(scene, moment)) if back else in_words(stage)
                words += f"\n{equation_of(stage)}" * (is_held(stage) and not back)
                return Hit(words, moment)
        return None

    def table(self, scene: Scene, moment: Moment) -> Table:
        """The lines with the symbols of their stages."""
        symbols = [stage.symbol for stage in scene.definition.stages]
        return Table(
            ("stage", "code"),
            tuple(
                ("" if line.stage is None else symbols[line.stage], line.depth * INDENT + line.text)
                for line in shown(scene, moment.direction, moment.token)
            ),
        )

    def summary(self, scene: Scene, moment: Moment) -> str:
        """The lines that are lit."""
        lines = shown(scene, moment.direction, moment.token)
        lit = "; ".join(line.text for line in lines if line.stage == moment.stage)
        if moment.direction is Direction.BACKWARD:
            text = translate("CodeView", "The code of the gradient of one {cell} layer; lit: {code}")
        else:
            text = translate("CodeView", "The code of one {cell} layer; lit: {code}")
        return text.format(cell=scene.definition.title, code=lit)


def _passed(stage: int, moment: Moment) -> bool:
    """Whether the pass has come by a stage."""
    return stage > moment.stage if moment.direction is Direction.BACKWARD else stage < moment.stage


def _held_everywhere(scene: Scene, token: int | None) -> str:
    """The loop has one step for all words: what is held at the shown one, it holds at each."""
    if token is None or not held_units_at(scene, token):
        return ""
    said = translate("CodeView", "The step is that of word {word}: what is held there is held at every word.")
    return _comment(said.format(word=token + 1))


def _comment(text: str) -> str:
    return "".join(f"# {line}\n" for line in text.splitlines())
