"""How long each unit keeps half of what it holds, beside the distance that the text needs."""

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine.analysis.gate_statistics import half_lives
from engine.record.trace import Trace
from engine.shapes import Float, Int
from gui.drawing.axes import LogAxis, paint_ticks
from gui.drawing.downsampling import Cells
from gui.drawing.ghost import LEAST_PX, same
from gui.drawing.ink import RIGHT, width_px, write, write_paragraph
from gui.drawing.numbers import changed
from gui.drawing.theme import LIGHT, NO_BRUSH, Theme
from gui.drawing.typeset import in_line
from gui.language import translate
from gui.panel import Hit, Panel, Table
from gui.panels.half_lives.scale import (
    BIASES,
    LINE_PX,
    beside_line,
    half_life_of_bias,
    life_axis,
    life_in_words,
    short_life,
)
from gui.readings.judgement import has_readout, is_spoken
from gui.scene import Direction, Moment, Scene

LEFT_PX = 30.0
RIGHT_PX = 44.0
DOT_PX = 3.4
RING_PX = 2.4
STROKE_PX = 1.25
TICKS_PX = 16.0  # the least distance of two numbers beside the scale
BIASES_PX = 11.0


@dataclass(frozen=True, eq=False)
class _Lives:
    """The half-lives of one layer.

    Attributes:
        made_from: the trace, the layer, and the token whose gates are not computed yet; the same of the
            untouched run.
        values: one for each unit.
        before: those of the untouched run; None where this is it.
        order: the units, shortest first; those without any number last.
    """

    made_from: tuple[tuple[Trace, int, int | None], tuple[Trace, int, int | None] | None]
    values: Float[np.ndarray, " H"]
    before: Float[np.ndarray, " H"] | None
    order: Int[np.ndarray, " H"]

    def written(self, unit: int, write: Callable[[float], str]) -> str:
        """A unit's half-life, and what it was."""
        now = write(float(self.values[unit]))
        return now if self.before is None else changed(write(float(self.before[unit])), now)


@dataclass(frozen=True)
class Need:
    """What has to be remembered.

    Attributes:
        token: which word.
        words: how many words ago it was read.
        why: `share`, the largest in the output, which reads the last layer; `held`, of a layer below: the
            most is held of it; empty: it is the first word, for want of both.
    """

    token: int
    words: int
    why: str


def known_words(scene: Scene, moment: Moment) -> int:
    """After how many words the prediction is known."""
    return scene.tau(moment) + is_spoken(scene, moment)


def needed(scene: Scene, moment: Moment) -> Need | None:
    """The word that counts most in the layer whose half-lives are shown; None while that is not known."""
    last = known_words(scene, moment) - 1
    if last < 0 or scene.definition.memory is None:
        return None
    key = "share" if scene.final_layer else f"held_l{scene.view.layer}"
    row = None if scene.run.memory is None else scene.run.memory.row(key, last)
    if row is not None and np.isfinite(row[: last + 1]).any():
        token = int(np.argmax(np.where(np.isfinite(row), np.abs(row), -1.0)))
        return Need(token, last - token, key.partition("_")[0])
    expected = has_readout(scene.trace) or not scene.final_layer
    if row is None and expected and "memory" not in scene.refusals:
        return None  # on its way
    return Need(0, last, "")


class HalfLives(Panel):
    """One dot for each unit, sorted by how long it keeps; a line at the word that counts most here."""

    NAME: ClassVar[str] = "half_lives"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (412, 191)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._lives: _Lives | None = None

    def needs(self, scene: Scene) -> frozenset[str]:
        """The shares, which say which word counts most."""
        return frozenset({"memory"} if scene.definition.memory is not None else ())

    def title(self) -> str:
        """The heading."""
        return translate("HalfLives", "Half-lives")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """In what they are measured."""
        rule = scene.definition.memory
        if rule is None:
            return ""
        return translate("HalfLives", "in words, as {gate} was on this text").format(gate=rule.keep)

    def note(self, scene: Scene, moment: Moment) -> str:
        """The selected unit's."""
        if self._lives is None:
            return ""
        life = self._lives.written(scene.view.unit, short_life)
        return translate("HalfLives", "unit {unit}: {life}").format(unit=scene.view.unit, life=life)

    def prepare(self, scene: Scene, moment: Moment) -> None:
        """Finds the half-lives; they stay the same until the text, the cell or the layer changes."""
        self._lives = self._found(scene, moment)

    def shows_ghost(self, scene: Scene, moment: Moment) -> bool:
        """Whether any unit kept for another time."""
        lives = self._lives
        return lives is not None and lives.before is not None and not same(lives.before, lives.values).all()

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """The scale."""
        return scene.view.cell if self._lives is None else self._lives.made_from

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the scale in words, and the one in biases that stands for the same; or why there is none."""
        if self._lives is None:
            middle = rect.adjusted(14, 0, -14, -12)
            write_paragraph(painter, middle, _absence(), "text", self.theme.color("muted"))
            return
        axis = self._axis(rect, self._lives, scene)
        rows = (replace(row, pen="hairline") for row in axis.rows())
        paint_ticks(painter, axis.plot, (*axis.counts(TICKS_PX), *rows), self.theme)
        self._paint_biases(painter, axis, _plot(rect))

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the line and the dots: filled for the units whose half-life reaches the line."""
        lives = self._lives
        if lives is None:
            return
        axis, plot, need = self._axis(rect, lives, scene), _plot(rect), needed(scene, moment)
        columns = Cells(plot.left(), plot.width(), len(lives.order))
        if need is not None and need.words > 0:
            self._paint_need(painter, axis, plot, need, lives, scene)
        rule = scene.definition.memory
        color = self.theme.symbol(rule.keep if rule is not None else "")
        radius = _radius(columns)
        if lives.before is not None:
            self._paint_ghosts(painter, axis, columns, lives, color)
        edge, filled = QPen(color, min(1.2, radius)), None
        for place, unit in enumerate(lives.order.tolist()):
            y = axis.y(float(lives.values[unit]))
            if math.isnan(y):
                continue
            at, reaches = QPointF(columns.middle(place), y), self._reaches(lives, unit, need)
            if reaches is not filled:
                painter.setPen(edge)
                painter.setBrush(color if reaches else self.theme.color("card"))
                filled = reaches
            painter.drawEllipse(at, radius, radius)
            if unit == scene.view.unit:
                painter.setBrush(NO_BRUSH)
                painter.setPen(self.theme.pen("ink", 1.5))
                painter.drawEllipse(at, radius + RING_PX, radius + RING_PX)
                filled = None
        caption = QRectF(rect.left(), rect.bottom() - LINE_PX + 2, rect.width(), LINE_PX)
        write(painter, caption, self._said(scene, moment, lives, need), "caption", self.theme.color("muted"))

    def hit_at(self, position: QPointF) -> Hit | None:
        """The unit under the mouse; a click selects it."""
        scene, moment, lives = self.scene, self.moment, self._lives
        if scene is None or moment is None or lives is None:
            return None
        plot = _plot(self.content_rect(self.logical_size()))
        if position.y() > plot.bottom() or position.x() > plot.right():
            return Hit(_explained()) if plot.adjusted(-LEFT_PX, 0, RIGHT_PX, 20).contains(position) else None
        if not plot.contains(position):
            return None
        unit = int(lives.order[Cells(plot.left(), plot.width(), len(lives.order)).at(position.x())])
        tip = translate("HalfLives", "unit {unit}: half-life {life}").format(
            unit=unit, life=lives.written(unit, life_in_words)
        )
        return Hit(tip, unit=unit)

    def table(self, scene: Scene, moment: Moment) -> Table:
        """One row for each unit: its half-life, and the distance that is needed here."""
        lives, need = self._found(scene, moment), needed(scene, moment)
        columns = ("unit", "half_life_words", "needed_words")
        if lives is None:
            return Table(columns, ())
        words = "" if need is None else need.words
        rows = tuple((unit, value, words) for unit, value in enumerate(lives.values.tolist()))
        if lives.before is None:
            return Table(columns, rows)
        pairs = zip(rows, lives.before.tolist(), strict=True)
        return Table((*columns, "half_life_words_untouched"), tuple((*row, was) for row, was in pairs))

    def summary(self, scene: Scene, moment: Moment) -> str:
        """The range of half-lives and how many are long enough."""
        lives = self._found(scene, moment)
        if lives is None:
            return _absence()
        known = lives.values[~np.isnan(lives.values)]
        if not known.size:
            return translate("HalfLives", "No half-life is known.")
        return translate("HalfLives", "Half-lives of {count} units: {low} to {high}. {said}.").format(
            count=len(lives.values),
            low=life_in_words(float(known.min())),
            high=life_in_words(float(known.max())),
            said=self._said(scene, moment, lives, needed(scene, moment)),
        )

    # What is shown

    def _found(self, scene: Scene, moment: Moment) -> _Lives | None:
        """The half-lives of the shown layer; None for a cell that has none."""
        rule = scene.definition.memory
        if rule is None:
            return None
        done = moment.direction is Direction.BACKWARD or moment.stage >= scene.stage_of(rule.keep)
        now, before = (scene.trace, scene.view.layer, None if done else moment.token), None
        untouched, there = scene.untouched, scene.untouched_moment(moment)
        if untouched is not None:
            before = untouched.trace, scene.view.layer, None if done or there is None else there.token
        if self._lives is not None and self._lives.made_from == (now, before):
            return self._lives
        values, were = half_lives(*now), None if before is None else half_lives(*before)
        return _Lives((now, before), values, were, np.argsort(values, kind="stable"))

    def _reaches(self, lives: _Lives, unit: int, need: Need | None) -> bool:
        return need is None or bool(lives.values[unit] >= need.words)

    def _said(self, scene: Scene, moment: Moment, lives: _Lives, need: Need | None) -> str:
        """How many units are long enough, in a few words."""
        if need is None and known_words(scene, moment) == 0:
            return translate("HalfLives", "nothing is read yet")
        if need is None:
            return translate("HalfLives", "computing which word counts most here")
        if need.words == 0 and need.why == "held":
            return translate("HalfLives", "the word of which most is held is the last one read")
        if need.words == 0:
            return translate("HalfLives", "the word that counts most is the last one read")
        count = sum(self._reaches(lives, unit, need) for unit in lives.order.tolist())
        return translate("HalfLives", "{count} of {units} units keep half for so long").format(
            count=count, units=len(lives.order)
        )

    # Painting

    def _axis(self, rect: QRectF, lives: _Lives, scene: Scene) -> LogAxis:
        both = lives.values if lives.before is None else np.concatenate([lives.values, lives.before])
        return life_axis(both, scene.length - 1, _plot(rect))

    def _paint_biases(self, painter: QPainter, axis: LogAxis, plot: QRectF) -> None:
        """Which bias of the gate alone would keep for so long: a second scale for the same heights."""
        above = plot.bottom() + 2 * BIASES_PX
        shown = [bias for bias in BIASES if axis.holds(half_life_of_bias(bias))]
        for bias in shown:
            y = axis.y(half_life_of_bias(bias))
            if above - y < BIASES_PX:
                continue
            above = y
            painter.setPen(self.theme.pen("faint"))
            painter.drawLine(QLineF(plot.right(), y, plot.right() + 4, y))
            text = translate("HalfLives", "bias {bias}").format(bias=bias) if bias == shown[-1] else str(bias)
            beside = QRectF(plot.right(), y - LINE_PX / 2, RIGHT_PX, LINE_PX)
            write(painter, beside, text, "caption", self.theme.color("muted"), RIGHT, elide=False)

    def _paint_ghosts(
        self, painter: QPainter, axis: LogAxis, columns: Cells, lives: _Lives, color: QColor
    ) -> None:
        """A stroke where the dot of each unit was: a ring would say that it does not keep for so long."""
        painter.setPen(QPen(self.theme.ghost(color), STROKE_PX))
        for stroke in _strokes(axis, columns, lives):
            painter.drawLine(stroke)

    def _paint_need(
        self, painter: QPainter, axis: LogAxis, plot: QRectF, need: Need, lives: _Lives, scene: Scene
    ) -> None:
        """The distance as a line, and the word at its other end."""
        y = axis.y(need.words)
        painter.setPen(self.theme.pen("ink", 1.2))
        painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
        template = {
            "share": translate("HalfLives", "“{word}” counts most here: {count} words back"),
            "held": translate("HalfLives", "most is held of “{word}”: {count} words back"),
            "": translate("HalfLives", "to the first word, “{word}”: {count} words"),
        }[need.why]
        shorter = (
            translate("HalfLives", "“{word}”: {count} words back"),
            translate("HalfLives", "{count} words back"),
        )
        word = scene.trace.tokens[need.token][:24]
        texts = [each.format(word=word, count=need.words) for each in (template, *shorter)]
        columns = Cells(plot.left(), plot.width(), len(lives.order))
        radius = _radius(columns)
        dots = []
        for place, unit in enumerate(lives.order.tolist()):
            if not math.isnan(height := axis.y(float(lives.values[unit]))):
                reach = radius + 0.6 + (unit == scene.view.unit) * (RING_PX + 0.2)
                dots.append(QRectF(columns.middle(place) - reach, height - reach, 2 * reach, 2 * reach))
        dots += [
            QRectF(each.p1(), each.p2()).adjusted(0, -1, 0, 1) for each in _strokes(axis, columns, lives)
        ]
        fits, beside = beside_line(plot, y, [width_px(text, "caption") for text in texts], dots)
        write(painter, beside, texts[fits], "caption", self.theme.color("ink"), elide=False)


def _strokes(axis: LogAxis, columns: Cells, lives: _Lives) -> list[QLineF]:
    """Where the dots were, of the units whose dots are elsewhere now."""
    strokes: list[QLineF] = []
    if lives.before is None:
        return strokes
    half = _radius(columns)
    for place, unit in enumerate(lives.order.tolist()):
        was, now = axis.y(float(lives.before[unit])), axis.y(float(lives.values[unit]))
        if abs(was - now) >= LEAST_PX:
            x = columns.middle(place)
            strokes.append(QLineF(x - half, was, x + half, was))
    return strokes


def _radius(columns: Cells) -> float:
    """That of a dot: dots stand side by side where there is room."""
    return min(DOT_PX, max(1.0, 0.42 * columns.pitch_px))


def _plot(rect: QRectF) -> QRectF:
    """The dots' area."""
    return QRectF(
        rect.left() + LEFT_PX, rect.top() + 6, rect.width() - LEFT_PX - RIGHT_PX, rect.height() - LINE_PX - 10
    )


def _absence() -> str:
    return translate(
        "HalfLives",
        "An RNN has no gate that keeps. How long it remembers depends on its weights and on what it reads: "
        "see the gradient.",
    )


def _explained() -> str:
    text = translate(
        "HalfLives",
        "After its half-life a unit has half of a word left, if its gate goes on as on this text.\n"
        "The scale on the right: the bias b_ih + b_hh that alone would keep for so long.",
    )
    return in_line(text)
