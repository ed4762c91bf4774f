"""By which paths the gradient came back to every word: a stack of their norms, and the norm of their sum."""

import math
from collections.abc import Hashable
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gui.drawing.axes import Tick, paint_beyond, paint_ticks
from gui.drawing.ink import RIGHT, TOP_LEFT, width_px, write, write_paragraph
from gui.drawing.numbers import figures, share
from gui.drawing.plotting import dot, paint_line
from gui.drawing.theme import LIGHT, Theme
from gui.drawing.word_axis import WordAxis, token_words
from gui.language import labelled, translate
from gui.panel import Hit, Panel, Table, whole_clauses
from gui.panels.path_flow.bands import Bands, bands_in, outlined, record_of
from gui.panels.path_flow.places import (
    HEADING_PX,
    LEGEND_PX,
    LINE_PX,
    SCALE_PX,
    SWATCH_PX,
    WORDS_PX,
    Block,
    blocks_of,
    columns_of,
    legend_cells,
    legend_lines,
    outlines,
    top_of,
)
from gui.panels.path_flow.words import meaning, numbers, sentence
from gui.scene import Direction, Moment, Scene

HALO_PX = 3.6
LINE_WIDTH_PX = 1.5
OUTLINE_PX = 1.0


class PathFlow(Panel):
    """The gradient of ℓ_τ by c and by h, split by path, as a flow from τ back to the first word.

    The bands are as thick as the norms of the paths' vectors, on a plain scale: on a logarithmic one a stack
    has no meaning. Where the flow is too thin to be seen in it, the ribbon below still shows the shares. The
    line is the norm of the sum of the vectors; it lies below the top of the stack wherever they differ in
    direction.
    """

    NAME: ClassVar[str] = "path_flow"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (640, 320)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._bands: tuple[Bands, ...] = ()
        self._known: Hashable = None
        self._placed: tuple[Hashable, list[Block]] | None = None

    def needs(self, scene: Scene) -> frozenset[str]:
        """The paths of the shown cell."""
        return frozenset({"paths"})

    def title(self) -> str:
        """The heading."""
        return translate("PathFlow", "Paths of the gradient")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """From which word it comes back."""
        tau = scene.tau(moment)
        return translate("PathFlow", "back from word {position}, “{word}”").format(
            position=tau + 1, word=scene.trace.tokens[tau][:24]
        )

    def note(self, scene: Scene, moment: Moment) -> str:
        """Why the line lies below the top of the stack."""
        if not any(len(bands.paths) > 2 for bands in self._bands):
            return ""
        return translate("PathFlow", "the vectors add up, their norms do not")

    def prepare(self, scene: Scene, moment: Moment) -> None:
        """Reads the norms off the record; they stay until it is another one."""
        record = record_of(scene, moment)
        known = (record, scene.definition, scene.view.layer, None if record is None else scene.before)
        if self._known != known:
            self._known = known
            self._bands = bands_in(scene, moment)

    def shows_ghost(self, scene: Scene, moment: Moment) -> bool:
        """Whether the norm of the sum was another one."""
        return any(not np.isnan(bands.departing).all() for bands in self._bands)

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """The record; the reader's place only dims what is there."""
        return (*((self._known,) if self._bands else ()), scene.refusals.get("paths"), scene.shown)

    def _blocks(self, rect: QRectF, scene: Scene) -> list[Block]:
        """Where everything stands; found once for each record, range and size."""
        key = (self._known, scene.shown, rect.getRect())
        if self._placed is None or self._placed[0] != key:
            self._placed = key, blocks_of(rect, scene.shown, self._bands)
        return self._placed[1]

    # Painting

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints scales, bands and ribbons as they are once the pass has reached all of them."""
        if not self._bands:
            self._paint_absence(painter, rect, scene)
        for block in self._blocks(rect, scene):
            self._paint_scale(painter, block)
            self._paint_bands(painter, block)
            self._paint_sum(painter, block, 0, halo=True)
            self._paint_ghost(painter, block)
            self._paint_legend(painter, block, rect, headed=block.bands is self._bands[0])
        if self._bands and scene.definition.name == "rnn":
            self._paint_lesson(painter, rect)

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Empties what the pass has not reached; paints the reader's place, and the numbers there."""
        columns, blocks = columns_of(rect, scene.shown, self._bands), self._blocks(rect, scene)
        for block in blocks:
            backward = moment.direction is Direction.BACKWARD
            reached = columns.before(moment.token) if backward else 0
            if reached > 0:
                self._paint_unreached(painter, block, reached)
            self._paint_sum(painter, block, reached)
            self._paint_overflow(painter, block, reached)
            if moment.token in columns.shown:
                self._paint_place(painter, block, moment.token)
            self._paint_numbers(painter, block, rect, moment.token)
        words = QRectF(columns.start_px, rect.bottom() - WORDS_PX, columns.size_px, WORDS_PX)
        token_words(painter, words, scene.trace.tokens, moment.token, columns, self.theme)

    def _paint_absence(self, painter: QPainter, rect: QRectF, scene: Scene) -> None:
        where = rect.adjusted(SCALE_PX, HEADING_PX, 0, -WORDS_PX)
        text = scene.refusals.get("paths") or translate("PathFlow", "computing")
        write_paragraph(painter, where, text, "text", self.theme.color("muted"), TOP_LEFT)

    def _paint_scale(self, painter: QPainter, block: Block) -> None:
        """Which state, and the two ends of its scale."""
        heading = whole_clauses(_heading(block.bands.state), "caption", block.heading.width())
        write(painter, block.heading, heading, "caption", self.theme.color("ink"))
        if block.columns.shared > 1:
            crowded = translate("PathFlow", "highest of {count}")
            crowded = crowded.format(count=block.columns.shared)
            beside = block.heading.adjusted(width_px(heading, "caption") + 12, 0, 0, 0)
            write(painter, beside, crowded, "caption", self.theme.color("muted"), RIGHT)
        ticks = (
            Tick(block.plot.top(), top_of(block.bands, block.columns.shown)),
            Tick(block.plot.bottom(), "0"),
            Tick(block.ribbon.center().y(), translate("PathFlow", "share"), pen=""),
            *block.axis.rows(),
        )
        paint_ticks(painter, block.plot, ticks, self.theme)

    def _paint_bands(self, painter: QPainter, block: Block) -> None:
        """The stack and the ribbon, from the ground up."""
        steps, edges = block.steps(), block.heights(block.bands.edges)
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = (block.bands.edges / block.bands.added)[:, block.shown]
        of_ribbon = block.ribbon.bottom() - shares * block.ribbon.height()
        for number, path in enumerate(block.bands.paths):
            painter.setPen(self.theme.pen("ink", OUTLINE_PX) if outlined(path) else Qt.PenStyle.NoPen)
            painter.setBrush(block.bands.color(path, self.theme))
            there = block.bands.norms[number, block.shown] > 0  # nothing has no outline
            for each in (edges, of_ribbon):
                for outline in outlines(steps, each[number], np.where(there, each[number + 1], np.nan)):
                    painter.drawPolygon(outline)

    def _paint_sum(self, painter: QPainter, block: Block, reached: int, *, halo: bool = False) -> None:
        """The norm of the sum of all vectors, as a line on top of the stack; faint before `reached`."""
        parts = (
            [line for column, line in block.sum_lines if column < reached],
            [line for column, line in block.sum_lines if column >= reached],
        )
        for lines, color in zip(parts, ("faint", "ink"), strict=True):
            pen = self.theme.pen("card", HALO_PX) if halo else self.theme.pen(color, LINE_WIDTH_PX)
            pen.setCapStyle(Qt.PenCapStyle.SquareCap)  # round ends take many times as long
            painter.setPen(pen)
            painter.drawLines(lines)

    def _paint_ghost(self, painter: QPainter, block: Block) -> None:
        """The norm of the sum in the untouched run: a line of steps over the stack."""
        heights = block.heights(block.bands.departing)
        across, down = np.repeat(block.steps(), 2)[1:-1], np.repeat(heights, 2)
        pen = self.theme.ghost_pen(self.theme.color("ink"))
        for each in (self.theme.pen("card", HALO_PX), pen):
            paint_line(painter, across, down, each)

    def _paint_overflow(self, painter: QPainter, block: Block, reached: int) -> None:
        """Where a norm is beyond float64, and so beyond every scale; faint before `reached`."""
        beyond = np.where(block.bands.overflown, np.inf, np.nan)
        later = np.arange(len(beyond)) >= block.columns.first + reached * block.columns.shared
        curves = [
            (np.where(later, np.nan, beyond), self.theme.color("faint")),
            (np.where(later, beyond, np.nan), self.theme.color("ink")),
        ]
        said = ("", translate("PathFlow", "∞ (overflow)"))
        paint_beyond(painter, block.axis, block.columns, curves, said, self.theme)

    def _paint_unreached(self, painter: QPainter, block: Block, count: int) -> None:
        """Leaves of the first columns only the outline: the pass has not come there yet."""
        painter.setPen(self.theme.pen("faint", OUTLINE_PX))
        painter.setBrush(self.theme.color("card"))
        steps = block.steps()[: count + 1]
        top = block.heights(block.bands.added)[:count]
        for outline in outlines(steps, np.full(count, block.plot.bottom()), top):
            painter.drawPolygon(outline)
        ribbon = QRectF(block.ribbon)
        ribbon.setRight(steps[-1])
        painter.drawRect(ribbon)

    def _paint_place(self, painter: QPainter, block: Block, token: int) -> None:
        """Where the reader is: a line to the top of the plot, and a dot on the norm of the sum."""
        x, total = block.columns.middle(token), float(block.bands.drawn_total[token])
        painter.setPen(self.theme.pen("faint"))
        y = block.axis.y(total if math.isfinite(total) else 0.0)
        painter.drawLine(QLineF(x, block.plot.top(), x, y))
        painter.drawLine(QLineF(x, block.ribbon.bottom(), x, block.ribbon.bottom() + 3))
        if math.isfinite(total):
            dot(painter, QPointF(x, y), self.theme.color("ink"), self.theme)

    def _paint_legend(self, painter: QPainter, block: Block, rect: QRectF, *, headed: bool) -> None:
        """The paths' names in the order of the stack, and under them what becomes of all together."""
        bands, muted, ink = block.bands, self.theme.color("muted"), self.theme.color("ink")
        head, *lines, of_added, of_sum = legend_lines(block, rect)
        if headed:
            _, of_norm, of_share = legend_cells(head)
            write(painter, of_norm, translate("PathFlow", "norm"), "caption", muted, RIGHT)
            write(painter, of_share, translate("PathFlow", "share"), "caption", muted, RIGHT)
        for path, line in zip(reversed(bands.paths), lines, strict=True):
            swatch = QRectF(line.left(), line.center().y() - SWATCH_PX / 2, SWATCH_PX, SWATCH_PX)
            painter.setPen(self.theme.pen("ink", OUTLINE_PX) if outlined(path) else Qt.PenStyle.NoPen)
            painter.setBrush(bands.color(path, self.theme))
            painter.drawRect(swatch.adjusted(0.5, 0.5, -0.5, -0.5) if outlined(path) else swatch)
            write(painter, legend_cells(line)[0], bands.name(path), "caption", ink)
        painter.setPen(self.theme.pen("hairline"))
        painter.drawLine(QLineF(of_added.left(), of_added.top() - 1, of_added.right(), of_added.top() - 1))
        write(painter, legend_cells(of_added)[0], translate("PathFlow", "sum of the norms"), "caption", muted)
        painter.setPen(self.theme.pen("ink", LINE_WIDTH_PX))
        y = of_sum.center().y()
        painter.drawLine(QLineF(of_sum.left(), y, of_sum.left() + SWATCH_PX, y))
        write(painter, legend_cells(of_sum)[0], translate("PathFlow", "norm of the sum"), "caption", ink)

    def _paint_numbers(self, painter: QPainter, block: Block, rect: QRectF, token: int) -> None:
        """The norm and the share of every line of the legend at the reader's word."""
        bands, muted, ink = block.bands, self.theme.color("muted"), self.theme.color("ink")
        added, total = float(bands.added[token]), float(bands.total[token])
        paths = zip(bands.norms[::-1, token].tolist(), bands.shares(token)[::-1].tolist(), strict=True)
        whole = bands.whole(token)
        ends = ((added, math.nan if math.isnan(whole) else 1.0, muted), (total, whole, ink))
        rows = (*((*path, ink) for path in paths), *ends)
        for (norm, part, color), line in zip(rows, legend_lines(block, rect)[1:], strict=True):
            _, of_norm, of_share = legend_cells(line)
            write(painter, of_norm, figures(norm, 3), "caption", color, RIGHT)
            write(painter, of_share, share(part), "caption", color, RIGHT)

    def _paint_lesson(self, painter: QPainter, rect: QRectF) -> None:
        text = translate(
            "PathFlow",
            "An RNN has one path: at every word the whole gradient passes the weights and the slope of "
            "{function}.",
        ).format(function=self._bands[0].cell.activation)
        top = rect.top() + HEADING_PX + 5 * LINE_PX + 8
        where = QRectF(rect.right() - LEGEND_PX, top, LEGEND_PX, rect.bottom() - top)
        write_paragraph(painter, where, text, "text", self.theme.color("muted"), TOP_LEFT)

    # Pointing, in numbers and words

    def hit_at(self, position: QPointF) -> Hit | None:
        """The word under the mouse with all its numbers, or what a line of the legend means."""
        scene, moment = self.scene, self.moment
        if scene is None or moment is None:
            return None
        rect = self.content_rect(self.logical_size())
        columns = columns_of(rect, scene.shown, self._bands)
        for block in self._blocks(rect, scene):
            if block.plot.united(block.ribbon).contains(position):
                token = columns.at(position.x())
                tip = numbers(block.bands, scene, scene.tau(moment), token)
                return Hit(tip, scene.complete(token, moment.direction))
            for row, line in enumerate(legend_lines(block, rect)[1:]):
                if line.contains(position):
                    return Hit(meaning(block.bands, row))
        return None

    def word_axis(self, rect: QRectF, scene: Scene) -> WordAxis | None:
        """The words across, from the topmost stack to the lowest ribbon."""
        columns = columns_of(rect, scene.shown, self._bands)
        plot = QRectF(columns.start_px, rect.top(), columns.size_px, rect.height() - WORDS_PX)
        for block in self._blocks(rect, scene)[:1]:
            plot.setTop(block.plot.top())
        words = QRectF(columns.start_px, rect.bottom() - WORDS_PX, columns.size_px, WORDS_PX)
        return WordAxis(plot, words, columns)

    def table(self, scene: Scene, moment: Moment) -> Table:
        """One row for each word up to τ; of each state the norm of the sum and that of every path."""
        bands, columns = bands_in(scene, moment), {}
        for each in bands:
            columns[f"norm_{each.state}"] = each.total
            columns |= {
                f"norm_{each.state}_via_{path}": row for path, row in zip(each.paths, each.norms, strict=True)
            }
        for each in bands:
            if each.ghost is not None:
                columns[f"norm_{each.state}_untouched"] = each.ghost
        rows: list[tuple[str | int | float, ...]] = [
            (token, word, *(float(column[token]) for column in columns.values()))
            for token, word in enumerate(scene.trace.tokens[: scene.tau(moment) + 1])
        ]
        return Table(("token_index", "token", *columns), tuple(rows) if bands else ())

    def summary(self, scene: Scene, moment: Moment) -> str:
        """The picture in one sentence."""
        record = record_of(scene, moment)
        if record is None:
            waiting = scene.refusals.get("paths") or translate("PathFlow", "computing")
            return labelled(self.title(), waiting)
        return sentence(bands_in(scene, moment), scene, record.at, moment.token)


def _heading(state: str) -> str:
    if state == "c":
        return translate("PathFlow", "∂ℓ/∂c: by the cell state after each word")
    return translate("PathFlow", "∂ℓ/∂h: by the hidden state after each word")
