"""Where the bands of the path panel stand: a matter of size, of the record, and of nothing else."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPolygonF

from engine.shapes import Float, Int
from gui.drawing.axes import Axis, full_scale
from gui.drawing.buffers import polygon
from gui.drawing.downsampling import Cells
from gui.drawing.ink import width_px
from gui.drawing.numbers import figures
from gui.panels.path_flow.bands import Bands

SCALE_PX = 42.0
LEGEND_PX = 212.0
LEGEND_GAP_PX = 18.0
HEADING_PX = 15.0
WORDS_PX = 17.0
RIBBON_PX = 12.0
BETWEEN_PX = 10.0
LINE_PX = 13.0
RULE_PX = 2.0
NORM_PX = 62.0
SHARE_PX = 38.0
SWATCH_PX = 9.0


@dataclass(frozen=True, eq=False)
class Block:
    """Where the bands of one state stand.

    Attributes:
        bands: what is shown.
        heading: the line above.
        axis: the scale of the stack: its area, and a row for what is beyond float64 where something is.
        ribbon: the same paths as shares of 100%.
        shown: for every column its token: with several in one, that of the highest stack.
        columns: where the columns are.
    """

    bands: Bands
    heading: QRectF
    axis: Axis
    ribbon: QRectF
    shown: Int[np.ndarray, " N"]
    columns: Cells

    @property
    def plot(self) -> QRectF:
        """The area of the stack."""
        return self.axis.plot

    @property
    def limit(self) -> float:
        """The value at the top of the plot."""
        return self.axis.high

    def steps(self) -> Float[np.ndarray, " N+1"]:
        """Where the columns begin and end."""
        ends = np.minimum(np.arange(len(self.shown) + 1) * self.columns.shared, self.columns.count)
        steps: np.ndarray = self.columns.start_px + ends * self.columns.pitch_px
        return steps

    def heights(self, values: Float[np.ndarray, "... T"]) -> Float[np.ndarray, "... N"]:
        """Where values stand in the plot, column by column."""
        heights: np.ndarray = self.plot.bottom() - values[..., self.shown] / self.limit * self.plot.height()
        return heights

    @cached_property
    def sum_lines(self) -> list[tuple[int, QLineF]]:
        """The norm of the sum as a line of steps: for every piece the column it belongs to."""
        heights, steps = self.heights(self.bands.drawn_total), self.steps()
        finite = np.isfinite(heights)
        pieces = [
            (at, QLineF(steps[at], heights[at], steps[at + 1], heights[at]))
            for at in np.flatnonzero(finite).tolist()
        ]
        for at in (np.flatnonzero(finite[:-1] & finite[1:]) + 1).tolist():
            pieces.append((at, QLineF(steps[at], heights[at - 1], steps[at], heights[at])))
        return pieces


def columns_of(rect: QRectF, shown: range, bands: tuple[Bands, ...]) -> Cells:
    """The columns of the tokens; what is written at the scale has room beside them."""
    scale_px = max([SCALE_PX, *(width_px(top_of(each, shown), "caption") for each in bands)])
    return Cells.of(rect.left() + scale_px, rect.width() - scale_px - LEGEND_PX - LEGEND_GAP_PX, shown)


def top_of(bands: Bands, shown: range) -> str:
    """What is written at the top of a scale."""
    return figures(_limit(bands, shown), 2)


def _limit(bands: Bands, shown: range) -> float:
    """What stands there: the scale is that of the words in sight."""
    part = slice(shown.start, shown.stop)
    ghost = () if bands.ghost is None else (bands.ghost[None, part],)
    return max(map(full_scale, (bands.added[None, part], *ghost)))


def blocks_of(rect: QRectF, shown: range, bands: tuple[Bands, ...]) -> list[Block]:
    """One block for each state, of equal heights, but for the room that their legends need."""
    if not bands:
        return []
    columns = columns_of(rect, shown, bands)
    heights = _heights(rect.height() - WORDS_PX - (len(bands) - 1) * BETWEEN_PX, bands)
    ribbon_px = RIBBON_PX * (1 if len(bands) > 1 else 2)
    blocks, top = [], rect.top()
    for each, height in zip(bands, heights, strict=True):
        heading = QRectF(columns.start_px, top, columns.size_px, HEADING_PX)
        ribbon = QRectF(columns.start_px, top + height - ribbon_px - 2, columns.size_px, ribbon_px)
        plot = QRectF(columns.start_px, heading.bottom() + 4, columns.size_px, 0)
        plot.setBottom(ribbon.top() - 6)
        limit = _limit(each, shown)
        axis = Axis.within(plot, (0.0, limit), overflow=bool(each.overflown.any()))
        blocks.append(Block(each, heading, axis, ribbon, _highest(each.added, columns), columns))
        top += height + BETWEEN_PX
    return blocks


def _heights(room: float, bands: tuple[Bands, ...]) -> list[float]:
    """How high each block is: where a legend does not fit into its share, others give what they can."""
    lines = [len(each.paths) + 2 for each in bands]
    needed = [HEADING_PX + RULE_PX + count * LINE_PX for count in lines]
    spare = room - sum(needed)
    if spare < 0:  # all lines stand closer
        line_px = (room - len(bands) * (HEADING_PX + RULE_PX)) / sum(lines)
        return [HEADING_PX + RULE_PX + count * line_px for count in lines]
    even = room / len(bands)
    wanting = sum(max(even - each, 0.0) for each in needed)
    return [each + (spare * max(even - each, 0.0) / wanting if wanting else 0.0) for each in needed]


def legend_lines(block: Block, rect: QRectF) -> list[QRectF]:
    """The lines of a block's legend: a heading, the paths from the top down, and their sum in two ways."""
    count = len(block.bands.paths)
    room = block.ribbon.bottom() + 2 - block.heading.top() - HEADING_PX - RULE_PX
    line_px = min(LINE_PX, room / (count + 2))
    line = QRectF(rect.right() - LEGEND_PX, block.heading.top(), LEGEND_PX, line_px)
    starts = [
        0.0,
        *(HEADING_PX + row * line_px + (RULE_PX if row >= count else 0) for row in range(count + 2)),
    ]
    return [line.translated(0, start) for start in starts]


def legend_cells(line: QRectF) -> tuple[QRectF, QRectF, QRectF]:
    """The places of name, norm and share in a line of the legend."""
    name = line.adjusted(SWATCH_PX + 6, 0, -NORM_PX - SHARE_PX, 0)
    norm = QRectF(line.right() - SHARE_PX - NORM_PX, line.top(), NORM_PX, line.height())
    part = QRectF(line.right() - SHARE_PX, line.top(), SHARE_PX, line.height())
    return name, norm, part


def _highest(added: Float[np.ndarray, " T"], columns: Cells) -> Int[np.ndarray, " N"]:
    """For every column the token with the highest stack among those that share it."""
    if columns.shared == 1:
        return np.array(columns.shown)
    padded = np.full(columns.pixels * columns.shared, -np.inf)
    padded[: columns.count] = np.where(np.isfinite(added), added, -np.inf)[columns.part]
    best = padded.reshape(columns.pixels, columns.shared).argmax(axis=1)
    shown: np.ndarray = np.minimum(np.arange(columns.pixels) * columns.shared + best, columns.count - 1)
    return shown + columns.first


def outlines(
    steps: Float[np.ndarray, " N+1"], lower: Float[np.ndarray, " N"], upper: Float[np.ndarray, " N"]
) -> list[QPolygonF]:
    """The outline of a band of steps; one for each run of columns where it is a number."""
    drawn = np.isfinite(lower) & np.isfinite(upper)
    starts = np.flatnonzero(drawn & ~np.concatenate(([False], drawn[:-1])))
    stops = np.flatnonzero(drawn & ~np.concatenate((drawn[1:], [False]))) + 1
    found = []
    for start, stop in zip(starts, stops, strict=True):
        x = np.repeat(steps[start : stop + 1], 2)[1:-1]
        there, back = np.repeat(upper[start:stop], 2), np.repeat(lower[start:stop], 2)[::-1]
        found.append(polygon(np.concatenate((x, x[::-1])), np.concatenate((there, back))))
    return found
