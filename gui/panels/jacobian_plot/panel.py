"""What becomes of a small change of the state: the norm of ∂s_τ/∂s_t between its bounds, word by word."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine.shapes import Float
from gui.drawing.axes import ROW_PX, LogAxis, logarithms, paint_beyond, paint_ticks, spread
from gui.drawing.buffers import polygon
from gui.drawing.downsampling import Cells
from gui.drawing.ghost import departing
from gui.drawing.ink import RIGHT, write, write_paragraph
from gui.drawing.numbers import figures
from gui.drawing.plotting import Canvas, Curve, PlotView, dot
from gui.drawing.theme import LIGHT, NO_PEN, Theme
from gui.drawing.word_axis import WordAxis, token_words
from gui.language import labelled, listed, translate
from gui.panel import Hit, Panel, Table, untouched
from gui.panels.jacobian_plot.lines import JacobianLines, Kind, Points, Rows, ghost_of, ghost_span
from gui.panels.jacobian_plot.words import explained, lesson, name, not_yet, told_at, value_text
from gui.readings.gradient_lines import zero_in_words
from gui.readings.judgement import last_known
from gui.scene import Moment, Scene

LABELS_PX = 92.0
LABEL_PX = 37.0  # from name to name
NAME_PX = 16.0  # from a name to its number: signs of Chinese are taller than letters
AXIS_PX = 36.0
WORDS_PX = 17.0
LESSON_PX = 19.0
NEAREST_TICKS_PX = 26.0


@dataclass(frozen=True)
class _JacobianPlaces:
    """Where things are, in pixels of the panel: a matter of size and records alone.

    Attributes:
        axis: the curves' area, and what it holds.
        words: the line for the words.
        lesson: the line under it.
        columns: the tokens.
    """

    axis: LogAxis
    words: QRectF
    lesson: QRectF
    columns: Cells

    @property
    def plot(self) -> QRectF:
        """The curves' area."""
        return self.axis.plot


class JacobianPlot(Panel):
    """‖∂s_τ/∂s_t‖₂ against t, with the bounds that the single steps set and the gate's own line.

    s is what a step hands on: h, of an LSTM (h, c). The axis belongs to the text and stays where it is.
    """

    NAME: ClassVar[str] = "jacobian_plot"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (680, 300)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._lines: JacobianLines | None = None
        self._canvas = Canvas()
        self._view = PlotView()
        self._curves, self._ghost = {kind: Curve(self._view) for kind in Kind}, Curve(self._view)
        self._ghost.height = -1.0
        self._canvas.add(self._view)

    def needs(self, scene: Scene) -> frozenset[str]:
        """The Jacobians, and the gradient that they are compared with."""
        return frozenset({"jacobians", "gradient"})

    def title(self) -> str:
        """The heading."""
        return translate("JacobianPlot", "What becomes of a small change")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """The quantity."""
        if len(scene.definition.states) > 1:
            return translate(
                "JacobianPlot", "‖∂s(τ)/∂s(t)‖₂, s = (h, c): at most so many times as large here"
            )
        return translate("JacobianPlot", "‖∂h(τ)/∂h(t)‖₂: at most so many times as large here")

    def shows_ghost(self, scene: Scene, moment: Moment) -> bool:
        """Whether the norm was another one."""
        lines, known = self._seen(scene, moment)
        if known is None or scene.untouched is None:
            return False
        return _departing(scene, scene.tau(known), lines.rows(scene.tau(known))) is not None

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """The sentence belongs to the records."""
        return scene.trace, scene.view.layer, scene.run.jacobians, scene.shown

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints what the weights or the gate alone say."""
        lines = self._lines_of(scene)
        below = _places(rect, lines, scene, moment).lesson
        write(painter, below, lesson(lines), "text", self.theme.color("ink"))

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the curves from the first word to τ, and their names beside their first points."""
        lines, known = self._seen(scene, moment)
        places, here = _places(rect, lines, scene, known or moment), (known or moment).token
        token_words(painter, places.words, scene.trace.tokens, here, places.columns, self.theme)
        if lines.jacobians is None or known is None:
            self._paint_sentence(painter, places.plot, scene, "" if known else not_yet())
            return
        tau, x = scene.tau(known), places.columns.middle(here)
        points = lines.cut_rows(rows := lines.rows(tau), places.columns, places.axis.ends)
        self._paint_band(painter, places, points)
        if here in places.columns.shown:
            painter.setPen(self.theme.pen("faint"))
            painter.drawLine(QLineF(x, places.plot.top(), x, places.words.top()))
        paint_ticks(painter, places.plot, places.axis.ticks(NEAREST_TICKS_PX), self.theme, on_right=True)
        self._arrange(rect.topLeft(), places, points, scene)
        ghost = _departing(scene, tau, rows)
        self._ghost.visible = ghost is not None
        if ghost is not None:
            pen = self.theme.ghost_pen(self._color(Kind.NORM, scene))
            self._ghost.show_points(*places.columns.outline(logarithms(ghost)), pen)
        self._canvas.paint(painter, rect)
        if rows[Kind.NORM] is not None and tau in places.columns.shown:
            itself = QPointF(places.columns.middle(tau), places.axis.y(1.0))
            dot(painter, itself, self._color(Kind.NORM, scene), self.theme)
        elif rows[Kind.NORM] is None and "jacobians" in scene.refusals:
            self._paint_sentence(painter, places.plot, scene)
        self._paint_beyond(painter, places, rows, scene)
        if tau >= places.columns.first:
            self._paint_labels(painter, places, lines, rows, scene)

    def _paint_sentence(self, painter: QPainter, rect: QRectF, scene: Scene, wait: str = "") -> None:
        """Why there is no curve."""
        text = scene.refusals.get("jacobians") or wait or translate("JacobianPlot", "computing")
        write_paragraph(painter, rect, text, "caption", self.theme.color("muted"))

    def _lines_of(self, scene: Scene) -> JacobianLines:
        """The curves of a scene, kept while its records stay."""
        lines = JacobianLines.of(scene)
        if not lines.same_as(self._lines) or self._lines is None:
            self._lines = lines
        return self._lines

    def _seen(self, scene: Scene, moment: Moment) -> tuple[JacobianLines, Moment | None]:
        """The curves, and the moment that they are seen from."""
        lines = self._lines_of(scene)
        return lines, last_known(scene, moment, lines.known_rows)

    def _arrange(self, origin: QPointF, places: _JacobianPlaces, points: Points, scene: Scene) -> None:
        """Puts the curves where this moment has them."""
        plot = places.plot.translated(-origin)
        self._view.place(plot, places.columns.ends, places.axis.ends)
        for kind, curve in self._curves.items():
            curve.visible = kind in points
            if kind in points:
                x, y, beyond = points[kind]
                curve.show_points(x, np.where(beyond, np.nan, y), self._pen(kind, scene))

    def _paint_band(self, painter: QPainter, places: _JacobianPlaces, points: Points) -> None:
        """The ground between the bounds where the axis holds both: what is far beyond it bounds nothing."""
        upper, lower = points[Kind.UPPER], points[Kind.LOWER]
        if not (upper[0].size and lower[0].size):
            return
        x = np.union1d(upper[0], lower[0])
        held = np.flatnonzero(sum(np.interp(x, at, beyond) for at, _, beyond in (upper, lower)) == 0)
        across = places.columns.middles(x)
        top, base = (
            places.plot.bottom() - (np.interp(x, at, y) - places.axis.low) * places.axis.unit_px
            for at, y, _ in (upper, lower)
        )
        painter.setPen(NO_PEN)
        painter.setBrush(self.theme.color("highlight"))
        for part in np.split(held, np.flatnonzero(np.diff(held) > 1) + 1) if held.size else ():
            there_and_back = np.concatenate([across[part], across[part[::-1]]])
            painter.drawPolygon(polygon(there_and_back, np.concatenate([top[part], base[part[::-1]]])))

    def _color(self, kind: Kind, scene: Scene) -> QColor:
        if kind is Kind.NORM:
            return self.theme.cell_pen(scene.view.cell).color()
        if kind is Kind.GATE and scene.definition.memory is not None:
            return self.theme.symbol(scene.definition.memory.keep)
        return self.theme.color("muted")

    def _pen(self, kind: Kind, scene: Scene) -> QPen:
        """The norm is heavy and has its cell's dashes; the gate's line is dotted and dashed."""
        if kind is Kind.NORM:
            dotted = self.theme.cell_pen(scene.view.cell).style() == Qt.PenStyle.DotLine
            pen = self.theme.cell_pen(scene.view.cell, 2.6 if dotted else 2.2)
            if pen.style() != Qt.PenStyle.SolidLine:
                pen.setDashPattern([0.1, 2.4] if dotted else [3.0, 2.6])
        elif kind is Kind.GATE:
            pen = QPen(self._color(kind, scene), 1.5)
            pen.setDashPattern([4.0, 2.6, 0.1, 2.6])
        else:
            pen = QPen(self.theme.color("faint" if kind in (Kind.UPPER, Kind.LOWER) else "muted"), 0.9)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return pen

    # Ink on top

    def _paint_labels(
        self, painter: QPainter, places: _JacobianPlaces, lines: JacobianLines, rows: Rows, scene: Scene
    ) -> None:
        """Each curve's name and its number at the first word in sight, beside its point there.

        That is where the curves have parted: at the reader's word all of them are 1.
        """
        first = places.columns.first
        heights = {
            kind: places.plot.center().y() if row is None else places.axis.y(float(row[first]))
            for kind, row in rows.items()
        }
        order = [kind for kind in lines.order if kind in heights]
        bottom, left = min(places.words.top() + 4, places.lesson.top()), places.plot.left()
        apart = min(LABEL_PX, (bottom - places.plot.top() + 6) / len(order))
        middles = spread([heights[kind] for kind in order], apart, places.plot.top() - 6, bottom)
        for kind, middle in zip(order, middles, strict=True):
            color = self._color(kind, scene)
            line = QRectF(left - LABELS_PX, middle - NAME_PX, LABELS_PX - 9, NAME_PX)
            role = "strong" if kind is Kind.NORM else "text"
            write(painter, line, name(kind, scene.trace), role, color, RIGHT)
            below = line.translated(0, NAME_PX)
            value = value_text(lines, kind, rows[kind], first, "jacobians" in scene.refusals)
            write(painter, below, value, "caption", self.theme.color("muted"), RIGHT)
            if rows[kind] is not None:
                painter.setPen(QPen(color, 0.75))
                painter.drawLine(QLineF(left - 6, middle, places.columns.middle(first) - 1, heights[kind]))

    def _paint_beyond(self, painter: QPainter, places: _JacobianPlaces, rows: Rows, scene: Scene) -> None:
        """Norms that have no place on the axis: marks beyond its ends, and words for them."""
        norms = rows[Kind.NORM]
        curves = [] if norms is None else [(norms, self._color(Kind.NORM, scene))]
        said = zero_in_words(scene.trace), translate("JacobianPlot", "∞ (overflow)")
        paint_beyond(painter, places.axis, places.columns, curves, said, self.theme)

    # In numbers and words

    def hit_at(self, position: QPointF) -> Hit | None:
        """The word under the mouse, with all numbers there."""
        scene, moment = self.scene, self.moment
        if scene is None or moment is None:
            return None
        lines, known = self._seen(scene, moment)
        places = _places(self.content_rect(self.logical_size()), lines, scene, known or moment)
        if places.lesson.contains(position) or position.x() < places.plot.left():
            return Hit(explained())
        if not places.plot.adjusted(0, -ROW_PX, 0, ROW_PX).contains(position):
            return None
        token = places.columns.at(position.x())
        word = translate("JacobianPlot", "word {position}, “{word}”").format(
            position=token + 1, word=scene.trace.tokens[token][:80]
        )
        tau = None if known is None else scene.tau(known)
        told = [*told_at(lines, tau, token, "jacobians" in scene.refusals)]
        ghost = None if tau is None or token > tau else ghost_of(scene, tau)
        if ghost is not None and not np.isnan(ghost[token]):
            was = labelled(name(Kind.NORM, scene.trace), figures(float(ghost[token]), 2))
            told.append(untouched(was))
        return Hit("\n".join((word, *told)), scene.complete(token, moment.direction))

    def word_axis(self, rect: QRectF, scene: Scene) -> WordAxis | None:
        """The words across."""
        if self.moment is None:
            return None
        lines, known = self._seen(scene, self.moment)
        places = _places(rect, lines, scene, known or self.moment)
        return WordAxis(places.plot, places.words, places.columns)

    def table(self, scene: Scene, moment: Moment) -> Table:
        """One row for each word up to τ, mid-step the word before; one column for each curve."""
        seen, known = self._seen(scene, moment)
        tau = -1 if known is None else scene.tau(known)
        rows = {kind.value: row for kind, row in seen.rows(max(tau, 0)).items()}
        if tau >= 0 and (ghost := ghost_of(scene, tau)) is not None:
            rows[f"{Kind.NORM.value}_untouched"] = ghost
        lines = tuple(
            (token, word, *("" if row is None else float(row[token]) for row in rows.values()))
            for token, word in enumerate(scene.trace.tokens[: tau + 1])
        )
        return Table(("token_index", "token", *rows), lines)

    def summary(self, scene: Scene, moment: Moment) -> str:
        """The picture in a sentence or two."""
        lines, known = self._seen(scene, moment)
        tau = None if known is None else scene.tau(known)
        text = translate("JacobianPlot", "A small change from word 1 to word {position}: {values}. {lesson}")
        values = listed(told_at(lines, tau, 0, "jacobians" in scene.refusals))
        return text.format(position=(tau or 0) + 1, values=values, lesson=lesson(lines)).strip()


def _departing(scene: Scene, tau: int, rows: Rows) -> Float[np.ndarray, " t"] | None:
    """The ghost of the norm where it leaves it; None where there is none."""
    row, ghost = rows[Kind.NORM], ghost_of(scene, tau)
    if row is None or ghost is None:
        return None
    found = departing(ghost, row)
    return None if np.isnan(found).all() else found


def _places(rect: QRectF, lines: JacobianLines, scene: Scene, moment: Moment) -> _JacobianPlaces:
    reach, ghost = lines.reach_in(scene.shown, scene.tau(moment)), ghost_span(scene, scene.tau(moment))
    zeros, overflow = reach.zeros or ghost.zeros, reach.overflow or ghost.overflow
    (low, high), (lowest, highest) = reach.decades, ghost.decades() if ghost.low < np.inf else reach.decades
    left, right = rect.left() + LABELS_PX, rect.right() - AXIS_PX
    words = QRectF(left, rect.bottom() - LESSON_PX - WORDS_PX, right - left, WORDS_PX)
    below = QRectF(rect.left(), rect.bottom() - LESSON_PX + 3, rect.width(), LESSON_PX - 3)
    top = rect.top() + (0 if overflow else 6)
    bottom = words.top() - (0 if zeros else 4)
    area = QRectF(left, top, right - left, bottom - top)
    ends = min(low, lowest), max(high, highest)
    axis = LogAxis.within(area, ends, zeros=zeros, overflow=overflow)
    return _JacobianPlaces(axis, words, below, Cells.of(left, right - left, scene.shown))
