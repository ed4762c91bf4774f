"""The network as a few tensor operations inside a `for` loop: the very lines that computed the numbers."""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter

from engine.cell import Cell
from engine.cells import CELLS
from gui.language import translate
from gui.panel import Hit, Panel, Table
from gui.scene import Moment, Scene
from gui.typeset import Piece, advance_px, baseline, coloured, fit, write_pieces
from gui.wording import in_words

BAND_PX = 8.0  # how far the highlight reaches beyond the text, on both sides
LINE_PX = 14.0
TALLEST_PX = 19.0
LONGEST = 42  # characters; a longer line is broken at one of its sums
INDENT = "    "
SHOWN_INDENT_PX = 14.0  # narrower than four characters: the pane is small and the loop is one level deep

# What `linear` of an array namespace means; written out, the pane shows nothing but tensor operations.
LINEAR = re.compile(r"linear\((\w+), (\w+), (\w+)\)")

SETUP = """\
from numpy import exp, split, tanh, zeros

def sigmoid(values):
    return 1 / (1 + exp(-values))
"""


@dataclass(frozen=True)
class Line:
    """One line of the program.

    Attributes:
        text: the line without its indent.
        stage: position of the stage that it computes; None for the frame around the stages.
        depth: how deep it is indented.
    """

    text: str
    stage: int | None
    depth: int = 1


@cache
def program(cell: Cell, with_readout: bool) -> tuple[Line, ...]:
    """The whole loop, put together from the source lines of the cell's stages."""
    before = ", ".join(f"{name}_before" for name in cell.states)
    lines = [
        Line(f"{' = '.join(cell.states)} = zeros(H)", None, 0),
        Line("for x in xs:", None, 0),
        Line(f"{before} = {', '.join(cell.states)}", None),
    ]
    for position, stage in enumerate(cell.stages):
        for source in stage.source_lines:
            first, *rest = broken(LINEAR.sub(r"\1 @ \2.T + \3", source))
            lines += [Line(first, position), *(Line(text, position, 2) for text in rest)]
    if with_readout:
        lines.append(Line("output = readout(h)", None))
    return tuple(lines)


def broken(line: str) -> list[str]:
    """A statement on as many lines as it needs, in brackets, broken before a `+`; still the same Python."""
    target, equals, expression = line.partition(" = ")
    terms = expression.split(" + ")
    depth_ok = all(term.count("(") == term.count(")") for term in terms)
    if len(line) <= LONGEST or not equals or len(terms) == 1 or not depth_ok:
        return [line]
    lines = [f"{target} = ({terms[0]}"]
    for term in terms[1:]:
        if len(lines[-1]) + len(term) + 4 <= LONGEST - 2:
            lines[-1] += f" + {term}"
        else:
            lines.append(f"+ {term}")
    lines[-1] += ")"
    return lines


@cache
def natural_size() -> QSizeF:
    """The size at which the longest and the tallest program fit, so that all cells get the same letters."""
    programs = [program(cell, with_readout=True) for cell in CELLS.values()]
    widest = max(
        advance_px((Piece(line.text, "code_strong", QColor()),)) + line.depth * SHOWN_INDENT_PX
        for lines in programs
        for line in lines
    )
    return QSizeF(widest, max(map(len, programs)) * LINE_PX)


def layout(rect: QRectF, count: int) -> list[QRectF]:
    """Where each of `count` lines stands, from the corner of `rect`, before fitting."""
    factor = fit(rect, natural_size())
    line_px = min(TALLEST_PX, rect.height() / factor / count)
    return [QRectF(0, position * line_px, rect.width() / factor, line_px) for position in range(count)]


def shown(scene: Scene) -> tuple[Line, ...]:
    """The lines for this scene: only the last layer of a network that has a readout is read out."""
    return program(scene.definition, scene.final_layer and "output" in scene.trace.arrays)


def shown_text(scene: Scene) -> str:
    """The program as it is shown: Python, wherever its names are defined."""
    return "".join(f"{line.depth * INDENT}{line.text}\n" for line in shown(scene))


def frame_in_words(line: Line) -> str:
    """What a line around the stages does."""
    if line.text.startswith("output"):
        return translate("CodeView", "what the network says so far")
    if line.depth:
        return translate("CodeView", "the states before this step")
    if line.text.startswith("for"):
        return translate("CodeView", "one step for each token")
    return translate("CodeView", "before the first token all states are 0")


class CodeView(Panel):
    """The loop as it runs, the active stage lit."""

    NAME = "code_view"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (480, 320)

    def title(self) -> str:
        """The heading."""
        return translate("CodeView", "As code")

    def text(self, scene: Scene) -> str:
        """The program to copy: what is shown, behind the few definitions that it needs."""
        purpose = translate(
            "CodeView",
            "One {cell} layer. It needs xs [T, E], the number of hidden units H, a readout,\n"
            "and weight_ih, weight_hh, bias_ih, bias_hh as in torch.nn.{cell}.",
        ).format(cell=scene.definition.title)
        comment = "".join(f"# {line}\n" for line in purpose.splitlines())
        return f"{comment}{SETUP}\n{shown_text(scene)}"

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """The picture depends on no number: it changes only from stage to stage."""
        return shown(scene), moment.stage

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Nothing is left: the ground holds all lines."""

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the lines; those of the active stage stand on the highlight."""
        factor = fit(rect, natural_size())
        painter.translate(rect.topLeft())
        painter.scale(factor, factor)
        lines = shown(scene)
        places = layout(rect, len(lines))
        lit = [place for line, place in zip(lines, places, strict=True) if line.stage == moment.stage]
        band = lit[0].united(lit[-1])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("highlight"))
        painter.drawRoundedRect(band.adjusted(-BAND_PX / factor, 0, BAND_PX / factor, 0), 5, 5)
        for line, place in zip(lines, places, strict=True):
            self._paint_line(painter, place, line, scene, moment)

    def _paint_line(self, painter: QPainter, place: QRectF, line: Line, scene: Scene, moment: Moment) -> None:
        active = line.stage == moment.stage
        rest = self.theme.color("muted")
        if line.stage is not None and active:
            rest = self.theme.symbol(scene.definition.stages[line.stage].symbol)
        elif line.stage is not None and line.stage < moment.stage:
            rest = self.theme.color("ink")

        def color_of(name: str) -> QColor:
            symbol = name.partition("_")[0]
            return self.theme.symbol(symbol) if symbol in self.theme.symbols else rest

        role = "code_strong" if active else "code"
        start = QPointF(place.left() + line.depth * SHOWN_INDENT_PX, baseline(place.center().y(), role))
        write_pieces(painter, start, coloured(line.text, role, color_of), place.right() - start.x())

    def content_rect(self, size: QSizeF) -> QRectF:
        """A little taller than that of other panels: the lines are many."""
        return super().content_rect(size).adjusted(0, -4, 0, 4)

    def hit_at(self, position: QPointF) -> Hit | None:
        """The line under the mouse: what it does in words, and the way to its stage."""
        if self.scene is None or self.moment is None:
            return None
        rect = self.content_rect(self.logical_size())
        inside = (position - rect.topLeft()) * (1 / fit(rect, natural_size()))
        lines = shown(self.scene)
        for line, place in zip(lines, layout(rect, len(lines)), strict=True):
            if place.adjusted(-BAND_PX, 0, BAND_PX, 0).contains(inside):
                if line.stage is None:
                    return Hit(frame_in_words(line))
                words = in_words(self.scene.definition.stages[line.stage])
                return Hit(words, Moment(self.moment.token, line.stage))
        return None

    def table(self, scene: Scene, moment: Moment) -> Table:
        """The lines with the symbols of their stages."""
        symbols = [stage.symbol for stage in scene.definition.stages]
        return Table(
            ("stage", "code"),
            tuple(
                ("" if line.stage is None else symbols[line.stage], line.depth * INDENT + line.text)
                for line in shown(scene)
            ),
        )

    def summary(self, scene: Scene, moment: Moment) -> str:
        """The lines that are lit."""
        lit = "; ".join(line.text for line in shown(scene) if line.stage == moment.stage)
        return translate("CodeView", "The code of one {cell} layer; lit: {code}").format(
            cell=scene.definition.title, code=lit
        )
