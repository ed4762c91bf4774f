"""How much gradient reaches each earlier word: RNN, LSTM and GRU on one logarithmic axis."""

import math
from collections.abc import Hashable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine.record.gradient_flow import GradientFlow
from engine.shapes import Float
from gui.drawing.axes import ROW_PX, LogAxis, Span, logarithms, paint_beyond, paint_ticks, spread
from gui.drawing.downsampling import Cells
from gui.drawing.ghost import departing
from gui.drawing.ink import LEFT, width_px, write
from gui.drawing.plotting import Canvas, Curve, PlotView, dot
from gui.drawing.theme import LIGHT, Theme
from gui.drawing.word_axis import WordAxis, token_words
from gui.language import labelled, listed, translate
from gui.panel import Hit, Panel, Table, cell_hit
from gui.readings.gradient_lines import (
    LINES,
    Ghosts,
    GradientCurve,
    Rows,
    absence,
    caption,
    derived,
    ghost_rows,
    norms_at,
    relative,
    seen_from,
    shown_rows,
    zero_in_words,
)
from gui.scene import Before, Moment, Scene

LABELS_PX = 62.0  # right of the plot, for the names at the last word
LABEL_PX = 14.0
BESIDE_PX, DOT_PX = 12.0, 5.0  # from a point to its name, and to the line between them
AXIS_PX = 38.0
WORDS_PX = 17.0
CAPTION_PX = 15.0
NEAREST_TICKS_PX = 30.0
GHOST_PX, THIN_GHOST_PX = 1.25, 0.8  # the width of a ghost: of the heavy curve, and of a thin one
NOWHERE = -2  # where a word of the untouched text is that this one has not


@dataclass(frozen=True)
class _GradientPlaces:
    """Where things are, in pixels of the panel: a matter of size and records alone.

    Attributes:
        axis: the curves' area, and what it holds.
        words: the line for the words.
        caption: the two lines that say what is drawn.
        columns: the tokens.
    """

    axis: LogAxis
    words: QRectF
    caption: QRectF
    columns: Cells

    @property
    def plot(self) -> QRectF:
        """The curves' area."""
        return self.axis.plot


class GradientPlot(Panel):
    """‖∂ℓ_τ/∂h_t‖ against t for the three cells, τ being the word where the reader is.

    In the backward pass τ is the word where the pass started, and the reader is on the way from there.

    The LSTM has two: most of its gradient travels along its memory c and passes h by, so that of c is the
    heavy one, and that of h is thin and ends in a hollow dot.
    """

    NAME: ClassVar[str] = "gradient_plot"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (420, 340)
    COMPARES = True

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._kept_places: tuple[tuple[Span, range, QRectF], _GradientPlaces] | None = None
        self._spans: dict[tuple[GradientCurve, bool], tuple[GradientFlow, Hashable, Span]] = {}
        self._span = Span()  # what all curves hold together
        self._elsewhere = -1  # the word τ, where it is not among those in sight
        self._pens: dict[tuple[str, GradientCurve, bool], QPen] = {}
        self._canvas, self._view = Canvas(), PlotView()
        self._ordered: tuple[Hashable, tuple[GradientCurve, ...]] | None = None
        self._curves, self._ghosts = ({line: Curve(self._view) for line in LINES} for _ in range(2))
        self._canvas.add(self._view)

    def needs(self, scene: Scene) -> frozenset[str]:
        """The norms of all cells."""
        return frozenset({"gradient"})

    def title(self) -> str:
        """The heading."""
        return translate("GradientPlot", "Gradient reaching each word")

    def prepare(self, scene: Scene, moment: Moment) -> None:
        """Looks where the curves are seen from, and what they hold."""
        tau = seen_from(scene, moment)
        self._elsewhere = -1 if tau in scene.shown else tau
        self._span = self._whole_span(scene)

    def shows_ghost(self, scene: Scene, moment: Moment) -> bool:
        """Whether any curve was another one."""
        return bool(self._departing(scene, seen_from(scene, moment)))

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """The axis and what the caption says."""
        return self._span, scene.shown, caption(scene, moment)

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the axis with its lines, and what the curves are."""
        places = self._places(rect, scene)
        ticks = places.axis.ticks(NEAREST_TICKS_PX)
        paint_ticks(painter, places.plot, ticks, self.theme)
        for number, text in enumerate(caption(scene, moment)):
            line_of_text = QRectF(places.caption.topLeft(), QSizeF(rect.width(), CAPTION_PX))
            line_of_text.translate(0, number * CAPTION_PX)
            write(painter, line_of_text, text, "caption", self.theme.color("muted"))

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the curves up to the current word, and their names beside their ends."""
        tau = seen_from(scene, moment)
        places, rows = self._places(rect, scene), shown_rows(scene, tau)
        if moment.token in places.columns.shown:
            x = places.columns.middle(moment.token)
            painter.setPen(self.theme.pen("faint"))
            painter.drawLine(QLineF(x, places.plot.top(), x, places.words.top()))
        ghosts = self._departing(scene, tau)
        self._arrange(rect.topLeft(), places, rows, ghosts, scene)
        self._canvas.paint(painter, rect)
        at = min(moment.token, tau)
        for line, row in rows.items():
            here = float(row[at]) if row is not None and at in places.columns.shown else 0.0
            if here > 0 and math.isfinite(here):
                place = QPointF(places.columns.middle(at), places.axis.y(here))
                dot(painter, place, self.theme.cell(line.cell), self.theme, hollow=not line.carries)
        self._paint_beyond(painter, places, rows, ghosts, scene)
        self._paint_labels(painter, places, rows, scene, tau)
        token_words(painter, places.words, scene.trace.tokens, moment.token, places.columns, self.theme)

    def hit_at(self, position: QPointF) -> Hit | None:
        """The word under the mouse, with the norms of the cells."""
        scene, moment = self.scene, self.moment
        if scene is None or moment is None:
            return None
        places = self._places(self.content_rect(self.logical_size()), scene)
        if places.caption.contains(position):
            return Hit(_explained(scene, moment))
        tau = seen_from(scene, moment)
        for line, (name, _) in self._names(places, shown_rows(scene, tau), scene, tau).items():
            if line.cell != scene.view.cell and name.contains(position):
                return cell_hit(scene, line.cell, line.name)
        if not places.plot.adjusted(0, -ROW_PX, 0, ROW_PX).contains(position):
            return None
        token = places.columns.at(position.x())
        word = translate("GradientPlot", "word {position}, “{word}”").format(
            position=token + 1, word=scene.trace.tokens[token]
        )
        if tau < 0:
            lines = [translate("GradientPlot", "not computed yet")]
        elif token > tau:
            lines = [translate("GradientPlot", "read later: nothing flows back to it"), derived(scene, tau)]
        else:
            norms = norms_at(scene, tau, token)
            lines = [*(labelled(line.name, value) for line, value in norms.items()), derived(scene, tau)]
        return Hit("\n".join((word, *lines)), scene.complete(token, moment.direction))

    def word_axis(self, rect: QRectF, scene: Scene) -> WordAxis | None:
        """The words across."""
        places = self._places(rect, scene)
        return WordAxis(places.plot, places.words, places.columns)

    def table(self, scene: Scene, moment: Moment) -> Table:
        """One row for each word up to τ, one column for each curve; empty while computing."""
        tau = seen_from(scene, moment)
        names = {f"{line.cell}_{line.symbol}": row for line, row in shown_rows(scene, tau).items()}
        for line, ghost in ghost_rows(scene, tau).items():
            names[f"{line.cell}_{line.symbol}_untouched"] = ghost
        lines = tuple(
            (token, word, *("" if row is None else float(row[token]) for row in names.values()))
            for token, word in enumerate(scene.trace.tokens[: tau + 1])
        )
        return Table(("token_index", "token", *names), lines)

    def summary(self, scene: Scene, moment: Moment) -> str:
        """The picture in one sentence."""
        template = translate(
            "GradientPlot", "Gradient from word {position}, “{word}”, back to the first, “{first}”: {values}."
        )
        tau = seen_from(scene, moment)
        if tau < 0:
            return caption(scene, moment)[0]
        norms = norms_at(scene, tau, 0)
        return template.format(
            position=tau + 1,
            word=scene.trace.tokens[tau],
            first=scene.trace.tokens[0],
            values=listed(f"{line.name} {value}" for line, value in norms.items()),
        )

    # Places

    def _places(self, rect: QRectF, scene: Scene) -> _GradientPlaces:
        key = self._span, scene.shown, rect
        if self._kept_places is None or self._kept_places[0] != key:
            self._kept_places = key, self._laid_out(rect, self._span, scene.shown)
        return self._kept_places[1]

    def _laid_out(self, rect: QRectF, span: Span, shown: range) -> _GradientPlaces:
        bottom = rect.bottom() - WORDS_PX - 2 * CAPTION_PX
        left, right = rect.left() + AXIS_PX, rect.right() - LABELS_PX
        area = QRectF(left, rect.top() + 6, right - left, bottom - rect.top() - 10)
        axis = LogAxis.within(area, span.decades(), zeros=span.zeros, overflow=span.overflow)
        words = QRectF(left, bottom, right - left, WORDS_PX)
        below = QRectF(rect.left(), words.bottom() + 2, rect.width(), 2 * CAPTION_PX)
        return _GradientPlaces(axis, words, below, Cells.of(left, right - left, shown))

    def _whole_span(self, scene: Scene) -> Span:
        """What all curves hold together, and their ghosts."""
        spans = [self._span_of(line, scene) for line in LINES if line.cell in scene.runs]
        if scene.before is not None and scene.untouched is not None:
            known = scene.untouched.runs
            spans += [self._span_of(line, scene, scene.before) for line in LINES if line.cell in known]
        return reduce(or_, spans, Span())

    def _span_of(self, line: GradientCurve, scene: Scene, before: Before | None = None) -> Span:
        """What the record of a curve holds of the words in sight, seen from any of them; found once.

        So no playhead moves the axis, but for one that has left these words. With `before` it is the record
        of the untouched run, at the same words.
        """
        runs = scene.runs if before is None else before.runs
        flow, name = runs[line.cell].gradient, f"norm_{line.symbol}_l{scene.view.layer}"
        if flow is None or name not in flow.arrays:
            return Span()
        key = (name, scene.view.relative_gradient, scene.shown, self._elsewhere, before)
        kept = self._spans.get((line, before is None))
        if kept is None or kept[0] is not flow or kept[1] != key:
            values, shown, rows = flow[name], scene.shown, flow.rows
            if scene.view.relative_gradient:
                values = relative(values, values[np.arange(len(rows)), rows][:, None])
            if before is not None and before.tokens is not None:
                places, on_screen = np.array(before.tokens), np.full(values.shape[1], NOWHERE)
                on_screen[places[places >= 0]] = np.flatnonzero(places >= 0)
                values, rows = before.aligned(values.T).T, on_screen[rows]
            seen_from_there = (rows >= shown.start) & (rows < shown.stop)
            seen_from_there |= rows == self._elsewhere
            if len(shown) < scene.length:
                values = values[seen_from_there, shown.start : shown.stop]
            kept = self._spans[line, before is None] = flow, key, Span.of(values)
        return kept[2]

    def _departing(self, scene: Scene, tau: int) -> Ghosts:
        """The ghosts of the selected cell's curves where they leave them: those of all would be too many."""
        ghosts, found = ghost_rows(scene, tau), {}
        rows = shown_rows(scene, tau) if ghosts else {}
        for line, ghost in ghosts.items():
            row = rows.get(line)
            if row is not None and line.cell == scene.view.cell:
                found[line] = departing(ghost, row)
        return {line: ghost for line, ghost in found.items() if not np.isnan(ghost).all()}

    def _arrange(
        self,
        origin: QPointF,
        places: _GradientPlaces,
        rows: Rows,
        ghosts: Ghosts,
        scene: Scene,
    ) -> None:
        """Puts the curves where this moment has them."""
        plot, columns = places.plot.translated(-origin), places.columns
        self._view.place(plot, columns.ends, places.axis.ends)
        for line, curve in self._curves.items():
            row = rows.get(line)
            curve.visible = row is not None
            curve.height = (line.cell == scene.view.cell) + 0.5 * line.carries
            if row is not None:
                points = columns.outline(logarithms(row))
                curve.show_points(*points, self._pen(line, line.cell == scene.view.cell))
            ghost = self._ghosts[line]
            ghost.visible, ghost.height = line in ghosts, -1.0
            if line in ghosts:
                points = columns.outline(logarithms(ghosts[line]))
                wide = GHOST_PX if line.carries else THIN_GHOST_PX
                ghost.show_points(*points, self.theme.ghost_pen(self.theme.cell(line.cell), wide))

    def _pen(self, line: GradientCurve, selected: bool) -> QPen:
        """The cell's pen with round dots and dashes, heavier for the cell that the panels look into."""
        key = self.theme.name, line, selected
        if key not in self._pens:
            self._pens[key] = self._made_pen(line, selected)
        return self._pens[key]

    def _made_pen(self, line: GradientCurve, selected: bool) -> QPen:
        pen = self.theme.cell_pen(line.cell, 2.2 if selected else 1.45)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if not line.carries:
            pen.setWidthF(1.0 if selected else 0.75)
        elif pen.style() == Qt.PenStyle.DotLine:
            pen.setWidthF(2.6 if selected else 2.0)  # dots cover a third of their way: they need the width
            pen.setDashPattern([0.1, 2.4])
        elif pen.style() == Qt.PenStyle.DashLine:
            pen.setDashPattern([3.0, 2.6])
        return pen

    # Ink on top

    def _paint_labels(
        self, painter: QPainter, places: _GradientPlaces, rows: Rows, scene: Scene, tau: int
    ) -> None:
        """Each curve's name beside its current end, and a line from one to the other."""
        for line, (name, start) in self._names(places, rows, scene, tau).items():
            color, heavy = self.theme.cell(line.cell), line.cell == scene.view.cell and line.carries
            write(painter, name, line.name, "strong" if heavy else "text", color, LEFT)
            if rows[line] is None:
                self._paint_absence(painter, name, places, absence(line, scene, tau))
            else:
                painter.setPen(QPen(color, 0.75))
                painter.drawLine(QLineF(start, QPointF(name.left() - 2, name.center().y())))

    def _names(
        self, places: _GradientPlaces, rows: Rows, scene: Scene, tau: int
    ) -> dict[GradientCurve, tuple[QRectF, QPointF]]:
        """Where each name stands and the line to it begins, in an order that belongs to the text."""
        columns = places.columns
        if 0 <= tau < columns.first:
            return {}
        end = min(max(tau, columns.first), columns.shown[-1])
        x, bottom = columns.middle(end), places.words.top() - 2
        order = [line for line in self._order(scene) if line in rows]
        gap = LABEL_PX
        if any(row is None for row in rows.values()):  # why there is no curve stands under its name
            gap, bottom = 2 * LABEL_PX, bottom - LABEL_PX
        starts = [min(self._y(places, rows[line], end), bottom) for line in order]
        middles = spread(starts, gap, places.plot.top() - 6, bottom)
        wide = LABELS_PX - BESIDE_PX
        return {
            line: (QRectF(x + BESIDE_PX, middle - LABEL_PX / 2, wide, LABEL_PX), QPointF(x + DOT_PX, start))
            for line, middle, start in zip(order, middles, starts, strict=True)
        }

    def _paint_absence(self, painter: QPainter, name: QRectF, places: _GradientPlaces, text: str) -> None:
        """Why there is no curve, under its name."""
        wide = width_px(text, "caption") + 1
        left = min(name.left(), places.plot.right() + LABELS_PX - wide)
        below = QRectF(left, name.bottom() - 1, wide, LABEL_PX)
        write(painter, below, text, "caption", self.theme.color("muted"))

    def _order(self, scene: Scene) -> tuple[GradientCurve, ...]:
        """The curves from the uppermost name to the lowest: as their ends are over all of the text."""
        flows = [scene.runs[line.cell].gradient if line.cell in scene.runs else None for line in LINES]
        key = (*flows, scene.view.layer, scene.view.relative_gradient)
        if self._ordered is None or self._ordered[0] != key:
            heights = {line: self._height(line, scene) for line in LINES}
            self._ordered = key, tuple(sorted(LINES, key=lambda line: -heights[line]))
        return self._ordered[1]

    def _height(self, line: GradientCurve, scene: Scene) -> float:
        """The mean power of ten of a curve's last point, over all words that it is seen from."""
        flow = scene.runs[line.cell].gradient if line.cell in scene.runs else None
        key = f"norm_{line.symbol}_l{scene.view.layer}"
        if flow is None or key not in flow.arrays or scene.view.relative_gradient:
            return 0.0
        powers = logarithms(flow[key][np.arange(len(flow.rows)), flow.rows].astype(np.float64))
        return float(np.nanmean(powers)) if np.isfinite(powers).any() else -math.inf

    def _y(self, places: _GradientPlaces, row: Float[np.ndarray, " t"] | None, token: int) -> float:
        """The height of a curve's point; of one that is not known, or has none, below all others."""
        y = math.inf if row is None else places.axis.y(float(row[token]))
        return math.inf if math.isnan(y) else y

    def _paint_beyond(
        self, painter: QPainter, places: _GradientPlaces, rows: Rows, ghosts: Ghosts, scene: Scene
    ) -> None:
        """What is 0 or has overflowed to ∞: marks beyond the axis, and words for them."""
        curves = [(ghost, self.theme.ghost(self.theme.cell(line.cell))) for line, ghost in ghosts.items()]
        curves += [(row, self.theme.cell(line.cell)) for line, row in rows.items() if row is not None]
        nothing = zero_in_words(*(scene.runs[line.cell].trace for line in rows))
        said = nothing, translate("GradientPlot", "∞ (overflow)")
        paint_beyond(painter, places.axis, places.columns, curves, said, self.theme)


def _explained(scene: Scene, moment: Moment) -> str:
    """The caption and more, for those who point at it."""
    more = translate(
        "GradientPlot",
        "‖∂ℓ/∂h‖ is the length of the gradient with respect to all units of h after a word, ‖∂ℓ/∂c‖ that "
        "with respect to c.\nThe LSTM carries its memory in c: its h only passes on what is shown of it.",
    )
    tau = seen_from(scene, moment)
    return "\n".join((derived(scene, tau), more)) if tau >= 0 else more
