"""The equations of the backward pass: one line a stage; of the active one all, with the unit's numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter

from engine.cell import Stage
from gui.drawing.ink import RIGHT, write
from gui.drawing.theme import NO_BRUSH, NO_PEN, Theme
from gui.drawing.typeset import Piece, advance_px, baseline, fit, formula, in_line, write_pieces
from gui.panels.equation_view.unit_gradients import FIGURES, Shown, UnitGradients, in_figures
from gui.readings.made_by import stages_at
from gui.readings.stage_words import spelled, stacked, sums_up
from gui.readings.step_gradients import STEP, StepGradients, Term, called, terms
from gui.scene import Moment, Scene

BAND_PX = 8.0  # how far the highlight reaches beyond the text, on both sides
NUMBERS_PX = 14.0  # a line of small numbers
TALLEST_PX = 30.0  # more air than this tears the equations apart
VALUE_PX = 46.0
WIDEST_VALUE_PX = 90.0
MOST_RESULTS = 3  # in one line
GAP_PX = 8.0
LEAST_SQUEEZE = 0.85  # numbers are shortened rather than squeezed more
NATURAL = QSizeF(272, 171)  # as in the forward pass: at this size the letters have the sizes of their roles
PRODUCT = re.compile(r"∂?\w+ ⊙ \w+")


@dataclass(frozen=True)
class EquationLine:
    """One equation, or several in short.

    Attributes:
        rect: its room.
        terms: the equation; or those of a resting stage that share the line, in short or by their results.
        under: the room of the numbers below; None where they stand beside it, or where there are none.
    """

    rect: QRectF
    terms: tuple[Term, ...]
    under: QRectF | None = None

    @property
    def term(self) -> Term | None:
        """The equation, if it is in full."""
        return self.terms[0] if len(self.terms) == 1 else None


@dataclass(frozen=True)
class BackwardRow:
    """One stage in the picture.

    Attributes:
        stage: position in the cell's list of stages.
        rect: the whole row.
        lines: what stands in it.
        active: whether its equations are in full, with their numbers.
    """

    stage: int
    rect: QRectF
    lines: tuple[EquationLine, ...]
    active: bool


def equation(stage: Stage, term: Term, scene: Scene) -> str:
    """One equation of a stage, for people."""
    return spelled(stage, f"∂{called(scene, term.symbol)} {'+=' if term.adds else '='} {term.right_side}")


def in_short(stage: Stage, scene: Scene) -> str:
    """What a stage with several equations gives, and from what: `∂f, ∂i, ∂g ← ∂c`."""
    given = [f"∂{called(scene, term.symbol)}" for term in terms(stage)]
    read = dict.fromkeys(
        name for term in terms(stage) for name in re.findall(r"∂\w+", term.right_side) if name not in given
    )
    if sums_up(stage):
        letters = stacked(stage)
        read = dict.fromkeys([f"∂[{' '.join(letters)}]_in" if len(letters) > 1 else f"∂{letters[0]}_in"])
    return f"{', '.join(given)} ← {', '.join(read) or '0'}"


def beside(term: Term) -> bool:
    """Whether the numbers of an equation are so few that they stand in its line: it is a plain product."""
    return PRODUCT.fullmatch(term.right_side) is not None and not term.adds


def has_numbers_under(stage: Stage, term: Term) -> bool:
    """Whether numbers stand below an equation: not where a value is only handed on, and x has no units."""
    if sums_up(stage):
        return term.symbol != "x" and (term.adds or len(stacked(stage)) > 1)
    return " " in term.right_side and not beside(term)


def layout(rect: QRectF, scene: Scene, moment: Moment) -> list[BackwardRow]:
    """Where each stage stands, in the order of the pass, from the corner of `rect`, before fitting.

    Lines are equally high at every stage, so that what is above the active one stays where it is.
    """
    factor, stages = fit(rect, NATURAL), stages_at(scene, moment.token)
    width, line_px = rect.width() / factor, _line_px(stages, rect.height() / factor)
    rows, top = [], 0.0
    for at in range(scene.last_stage, -1, -1):
        stage, active = stages[at], at == moment.stage
        shared = tuple(_shared(stage, at > moment.stage))
        lines = tuple(
            _in_full(stage, top, width, line_px) if active else _in_short(shared, top, width, line_px)
        )
        last = lines[-1].under or lines[-1].rect
        row = QRectF(0, top, width, last.bottom() - top)
        rows.append(BackwardRow(at, row, lines, active))
        top = row.bottom()
    return rows


@lru_cache(maxsize=64)
def _line_px(stages: tuple[Stage, ...], height: float) -> float:
    """The height of a line with which the stage with the most to say just fits."""
    rooms = [TALLEST_PX]
    for active, stage in enumerate(stages):
        numbers_px = NUMBERS_PX * sum(has_numbers_under(stage, term) for term in terms(stage))
        resting = sum(len(_shared(each, at > active)) for at, each in enumerate(stages) if at != active)
        rooms.append((height - numbers_px) / (resting + len(terms(stage))))
    return min(rooms)


def _shared(stage: Stage, done: bool) -> list[tuple[Term, ...]]:
    """What shares a line while the stage rests: all equations in short; of four results two and two."""
    each = terms(stage)
    if not done or len(each) <= MOST_RESULTS:
        return [each]
    return [each[first : first + 2] for first in range(0, len(each), 2)]


def _in_short(
    shared: tuple[tuple[Term, ...], ...], top: float, width: float, line_px: float
) -> Iterator[EquationLine]:
    for at, each in enumerate(shared):
        yield EquationLine(QRectF(0, top + at * line_px, width, line_px), each)


def _in_full(stage: Stage, top: float, width: float, line_px: float) -> Iterator[EquationLine]:
    for term in terms(stage):
        rect, under = QRectF(0, top, width, line_px), None
        top = rect.bottom()
        if has_numbers_under(stage, term):
            under = QRectF(0, top - 2, width, NUMBERS_PX)
            top += NUMBERS_PX
        yield EquationLine(rect, (term,), under)


class GradientEquations:
    """Paints the rows."""

    def __init__(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment, theme: Theme) -> None:
        self.painter, self.scene, self.moment, self.theme = painter, scene, moment, theme
        self.stages = stages_at(scene, moment.token)
        self.rows = layout(rect, scene, moment)
        self.factor = fit(rect, NATURAL)
        self.known = StepGradients(scene, moment).known
        painter.translate(rect.topLeft())
        painter.scale(self.factor, self.factor)

    def paint_ground(self) -> None:
        """The equations, the active ones on the highlight, and outlines for what is still to come."""
        for row in self.rows:
            stage = self.stages[row.stage]
            reached = self.known and row.stage >= self.moment.stage
            if row.active:
                self.painter.setPen(NO_PEN)
                self.painter.setBrush(self.theme.color("highlight"))
                band = row.rect.adjusted(-BAND_PX / self.factor, 0, BAND_PX / self.factor, 0)
                self.painter.drawRoundedRect(band, 5, 5)
            rest = self.theme.symbol(stage.symbol) if row.active else self.theme.color("ink")
            rest = rest if reached else self.theme.color("muted")
            for line in row.lines:
                if line.term is None and reached:
                    continue  # the results stand in its place
                text = (
                    in_short(stage, self.scene)
                    if line.term is None
                    else equation(stage, line.term, self.scene)
                )
                pieces = _set(text, "code_strong" if row.active else "code", rest, self.theme)
                start = QPointF(0, baseline(line.rect.center().y(), "code"))
                write_pieces(self.painter, start, pieces, line.rect.width())
                if not reached:
                    self._paint_outline(line.rect)

    def _paint_outline(self, line: QRectF) -> None:
        """Where a result will stand."""
        self.painter.setPen(self.theme.pen("faint", 0.75))
        self.painter.setBrush(NO_BRUSH)
        box = QRectF(line.right() - VALUE_PX + 4, line.center().y() - 6.5, VALUE_PX - 4, 13)
        self.painter.drawRoundedRect(box, 3, 3)

    def paint_numbers(self) -> None:
        """Each stage's results, and with the active equations what was put into them."""
        unit = UnitGradients(self.scene, self.moment)
        for row in self.rows:
            stage = self.stages[row.stage]
            if not self.known or row.stage < self.moment.stage:
                continue
            for line in row.lines:
                if line.term is None:
                    symbols = [term.symbol for term in line.terms]
                    named = unit.named(row.stage, stage)
                    self._paint_named(line.rect, [each for each in named if _symbol(each[0]) in symbols])
                elif row.active:
                    self._paint_active(line, line.term, row.stage, unit)
                else:
                    value = unit.given(row.stage, line.term)
                    if value is not None:
                        ink = self.theme.color("ink")
                        write(self.painter, line.rect, in_figures(value), "text", ink, RIGHT, elide=False)

    def _paint_active(self, line: EquationLine, term: Term, at: int, unit: UnitGradients) -> None:
        """The result at the end of an equation, and the numbers below or beside it."""
        stage = self.stages[at]
        color, muted = self.theme.symbol(stage.symbol), self.theme.color("muted")
        if term.symbol == "x":
            name = f"‖∂{called(self.scene, 'x')}‖"
            norm = dict(unit.named(at, stage)).get(name)
            text = None if norm is None else in_line(f"{name} = {in_figures(norm)}")
        else:
            value = unit.given(at, term)
            text = None if value is None else in_figures(value)
        taken = advance_px(_set(equation(stage, term, self.scene), "code_strong", muted)) + GAP_PX
        filled: list[Shown] = []
        room = line.rect.width()
        for count in (FIGURES, FIGURES - 1):
            filled = unit.substituted(at, stage, term, count) if line.under or beside(term) else []
            if not filled:
                break
            text = filled[-1][0].rpartition(" = ")[2]
            if not line.under:
                filled[-1] = (filled[-1][0].removesuffix(text), "")
                room = line.rect.width() - taken - _width_px(text, "strong")
            elif not self._fits(filled, room):  # the result stands above as well
                filled[-1] = (filled[-1][0].removesuffix(f" = {text}"), "")
            if self._fits(filled, room) and taken + _width_px(text, "strong") <= line.rect.width():
                break
        if not line.under and not self._fits(filled, room):
            filled = []  # beside a long name the result stands alone
        if text is not None:
            write(self.painter, line.rect, text, "strong", color, RIGHT, elide=False)
        if filled:
            pieces = self._small(filled)
            left = 0.0 if line.under else taken + max(0.0, room - advance_px(pieces))
            middle = (line.under or line.rect).center().y()
            write_pieces(self.painter, QPointF(left, baseline(middle, "caption")), pieces, room)

    def _fits(self, shown: list[Shown], room: float) -> bool:
        return LEAST_SQUEEZE * advance_px(self._small(shown)) <= room

    def _small(self, shown: list[Shown]) -> tuple[Piece, ...]:
        muted = self.theme.color("muted")
        return tuple(Piece(text, "caption", _color(name, muted, self.theme)) for text, name in shown)

    def _paint_named(self, line: QRectF, named: list[tuple[str, float]]) -> None:
        """Several results in one line, each behind its name, in columns that stay where they are."""
        if not named:
            return
        ink = self.theme.color("ink")
        names = [_set(name, "code", ink, self.theme) for name, _ in named]
        room = (line.width() - sum(advance_px(name) + 4 for name in names)) / len(named)
        room = min(room, WIDEST_VALUE_PX)
        squeezed = 1.0
        for count in (FIGURES, FIGURES - 1, FIGURES - 2):
            texts = [in_figures(value, count) for _, value in named]
            squeezed = min(1.0, (room - GAP_PX) / max(_width_px(text, "caption") for text in texts))
            if squeezed >= LEAST_SQUEEZE:
                break
        x = line.left()
        for name, text in zip(names, texts, strict=True):
            y = baseline(line.center().y(), "code")
            write_pieces(self.painter, QPointF(x, y), name, advance_px(name))
            x += advance_px(name) + 4
            piece = Piece(text, "caption", ink)
            write_pieces(self.painter, QPointF(x, y), (piece,), squeezed * advance_px((piece,)))
            x += room


def _symbol(name: str) -> str:
    return name.strip("‖").removeprefix("∂").removesuffix(f"_via_{STEP}")


def _width_px(text: str, role: str) -> float:
    return advance_px((Piece(text, role, QColor()),))


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
