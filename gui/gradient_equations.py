"""The equations of the backward pass, stage by stage, with the selected unit's numbers put in."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter

from engine.cell import Cell, Stage
from gui.ink import RIGHT, number, write
from gui.scene import Moment, Scene
from gui.step_gradients import StepGradients, Term, terms
from gui.theme import Theme
from gui.typeset import Piece, advance_px, baseline, fit, formula, write_pieces
from gui.unit_gradients import UnitGradients
from gui.wording import spelled, sums_up

BAND_PX = 8.0  # how far the highlight reaches beyond the text, on both sides
NUMBERS_PX = 14.0  # a line of small numbers
TALLEST_PX = 26.0  # more air than this tears the equations apart
VALUE_PX = 46.0
APART_PX = 14.0  # between two equations on one line
COLUMN_PX = 90.0
NATURAL = QSizeF(272, 196)  # at this size of the content the letters have the sizes of their roles

Line = tuple[tuple[float, Term], ...]
"""The equations that share a line, each with the place where it begins."""


@dataclass(frozen=True)
class Row:
    """One stage in the picture.

    Attributes:
        stage: position in the cell's list of stages.
        lines: its equations.
        rect: the whole row, with the numbers under it.
        line_px: how high a line of equations is.
        active: whether the numbers stand under every line, and not all in one line at the end.
    """

    stage: int
    lines: tuple[Line, ...]
    rect: QRectF
    line_px: float
    active: bool

    def line(self, at: int) -> QRectF:
        """The room of a line of equations."""
        top = self.rect.top() + at * (self.line_px + (NUMBERS_PX if self.active else 0.0))
        return QRectF(self.rect.left(), top, self.rect.width(), self.line_px)

    def under(self, at: int) -> QRectF:
        """The room of the numbers under a line of equations; of a stage that is done, under all of them."""
        top = self.line(at if self.active else len(self.lines) - 1).bottom() - 1.5
        return QRectF(self.rect.left(), top, self.rect.width(), NUMBERS_PX)


def has_one(stage: Stage) -> bool:
    """Whether a stage gives one gradient, whose value stands at the end of the line."""
    return len(terms(stage)) == 1


@cache
def lines_of(stage: Stage) -> tuple[Line, ...]:
    """A stage's equations on as few lines as they need."""
    lines: list[list[tuple[float, Term]]] = []
    x = 0.0
    for term in terms(stage):
        width = advance_px(_set(equation(stage, term), "code_strong", QColor()))
        if not lines or x + width > NATURAL.width():
            lines.append([])
            x = 0.0
        lines[-1].append((x, term))
        x = max(x + width + APART_PX, NATURAL.width() / 2)  # two in a line stand in columns, if they can
    return tuple(map(tuple, lines))


def equation(stage: Stage, term: Term) -> str:
    """One equation of a stage, for people."""
    return spelled(stage, f"∂{term.symbol} {'+=' if term.adds else '='} {term.right_side}")


def layout(rect: QRectF, scene: Scene, moment: Moment) -> list[Row]:
    """Where each stage stands, in the order of the pass, from the corner of `rect`, before fitting."""
    factor = fit(rect, NATURAL)
    width, height = rect.width() / factor, rect.height() / factor
    heights = [_numbers_px(scene.definition, at, moment.stage) for at in range(scene.last_stage + 1)]
    count = sum(len(lines_of(stage)) for stage in scene.definition.stages)
    line_px = min(TALLEST_PX, (height - sum(heights)) / count)
    rows, top = [], 0.0
    for at in range(scene.last_stage, -1, -1):
        lines = lines_of(scene.definition.stages[at])
        tall = line_px * len(lines) + heights[at]
        rows.append(Row(at, lines, QRectF(0, top, width, tall), line_px, at == moment.stage))
        top += tall
    return rows


def _numbers_px(cell: Cell, at: int, active: int) -> float:
    """The height of the numbers under a stage: at every moment the same for all stages together."""
    stage = cell.stages[at]
    if at == active:
        return NUMBERS_PX * len(lines_of(stage))
    return 0.0 if has_one(stage) else NUMBERS_PX


class GradientEquations:
    """Paints the rows."""

    def __init__(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment, theme: Theme) -> None:
        self.painter, self.scene, self.moment, self.theme = painter, scene, moment, theme
        self.rows = layout(rect, scene, moment)
        self.factor = fit(rect, NATURAL)
        self.known = StepGradients(scene, moment).known
        painter.translate(rect.topLeft())
        painter.scale(self.factor, self.factor)

    def paint_ground(self) -> None:
        """The equations, the active ones on the highlight, and outlines for what is still to come."""
        for row in self.rows:
            stage = self.scene.definition.stages[row.stage]
            reached = self.known and row.stage >= self.moment.stage
            if row.active:
                self.painter.setPen(Qt.PenStyle.NoPen)
                self.painter.setBrush(self.theme.color("highlight"))
                band = row.rect.adjusted(-BAND_PX / self.factor, 0, BAND_PX / self.factor, 0)
                self.painter.drawRoundedRect(band, 5, 5)
            rest = self.theme.symbol(stage.symbol) if row.active else self.theme.color("ink")
            rest = rest if reached else self.theme.color("muted")
            role = "code_strong" if row.active else "code"
            for at, line in enumerate(row.lines):
                room = row.line(at)
                for x, term in line:
                    pieces = _set(equation(stage, term), role, rest, self.theme)
                    start = QPointF(x, baseline(room.center().y(), "code"))
                    write_pieces(self.painter, start, pieces, room.width() - x)
            if not reached and has_one(stage):
                middle = row.line(0).center().y()
                self.painter.setPen(self.theme.pen("faint", 0.75))
                self.painter.setBrush(Qt.BrushStyle.NoBrush)
                box = QRectF(row.rect.right() - VALUE_PX + 4, middle - 6, VALUE_PX - 4, 12)
                self.painter.drawRoundedRect(box, 3, 3)

    def paint_numbers(self) -> None:
        """Each stage's results, and under the active equations what was put into them."""
        unit = UnitGradients(self.scene, self.moment)
        for row in self.rows:
            stage = self.scene.definition.stages[row.stage]
            if not self.known or row.stage < self.moment.stage:
                continue
            if has_one(stage):
                value = unit.given(row.stage, terms(stage)[0])
                color = self.theme.symbol(stage.symbol) if row.active else self.theme.color("ink")
                role = "strong" if row.active else "text"
                if value is not None:
                    write(self.painter, row.line(0), number(value), role, color, RIGHT, elide=False)
            elif not row.active or sums_up(stage):
                line = row.under(0 if row.active else len(row.lines) - 1)
                self._paint_named(line, unit.named(row.stage, stage))
            if row.active:
                self._paint_substituted(row, stage, unit)

    def _paint_substituted(self, row: Row, stage: Stage, unit: UnitGradients) -> None:
        muted = self.theme.color("muted")
        for at, line in enumerate(row.lines):
            places = [x for x, _ in line]
            rooms = [end - x - APART_PX / 2 for x, end in pairwise(places)] + [row.rect.width() - places[-1]]
            texts = [unit.substituted(row.stage, stage, term) for _, term in line]
            pieces = [
                tuple(Piece(text, "caption", _color(name, muted, self.theme)) for text, name in each)
                for each in texts
            ]
            # What stands in one line is squeezed alike.
            taken = [room / max(advance_px(each), 1.0) for room, each in zip(rooms, pieces, strict=True)]
            factor = min(1.0, *taken)
            for x, each in zip(places, pieces, strict=True):
                if each:
                    start = QPointF(x, baseline(row.under(at).center().y(), "caption"))
                    write_pieces(self.painter, start, each, factor * advance_px(each))

    def _paint_named(self, line: QRectF, named: list[tuple[str, float]]) -> None:
        """Several results in columns; if one is too wide, all are squeezed alike."""
        if not named:
            return
        column_px = min(line.width() / len(named), COLUMN_PX)
        muted = self.theme.color("muted")
        entries = [
            (*_set(name, "code_small", muted, self.theme), Piece(f" = {number(value)}", "caption", muted))
            for name, value in named
        ]
        factor = min(1.0, *((column_px - 6) / advance_px(pieces) for pieces in entries))
        self.painter.save()
        self.painter.translate(line.left(), baseline(line.center().y(), "caption"))
        self.painter.scale(factor, factor)
        for at, pieces in enumerate(entries):
            write_pieces(self.painter, QPointF(at * column_px / factor, 0), pieces, advance_px(pieces))
        self.painter.restore()


def _set(text: str, role: str, rest: QColor, theme: Theme | None = None) -> tuple[Piece, ...]:
    """An equation, each gate in its colour."""

    def color_of(name: str) -> QColor:
        return rest if theme is None else _color(name, rest, theme)

    strong = "_strong" if role.endswith("strong") else ""
    return formula(text, role, f"code_subscript{strong}", color_of)


def _color(name: str, rest: QColor, theme: Theme) -> QColor:
    """The colour of a gate for everything that is named after it."""
    symbol = name.removeprefix("∂").partition("_")[0]
    return theme.symbol(symbol) if symbol in theme.symbols else rest
