"""Stacked bands over the text, like strata: each begins at its own word and thins as it is forgotten."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPaintEngine, QPainter

from engine.analysis.memory_bands import MemoryBands
from engine.shapes import Float, Int
from gui.drawing.buffers import draw_lines, polygon
from gui.drawing.downsampling import Cells
from gui.drawing.ink import CENTER, width_px, write
from gui.drawing.theme import NO_PEN, Theme
from gui.language import translate

SEAM_PX = 0.75
SEAM_FROM_PX, SEAM_FULL_PX = 1.0, 3.0  # a band's height where the line at its outer edge begins, and is whole
SEAM_WIDTHS = 3  # that pixels get
STEEPEST = 4.0  # an edge: a seam is as wide across as along up to here
THINNEST_PX = 0.02
OTHERS = -1
TINTS = (0.52, 0.34)  # of neighbours
THICK_PX = 2.0  # from here on neighbours differ in tint
THIN_TINT = 0.43  # of thinner bands
OTHERS_TINT = 0.16
LABEL_PX = 11.0
ROOM_PX = 10.5  # the least height of a band around a word
CLEAR_PX = 1.9  # between a word and the line of the sum
NEARLY = 0.85  # of the best room: a word stands at the first place that has that much
WIDEST_SHARE = 0.4  # of the plot, for a word


@dataclass(frozen=True, eq=False)
class Band:
    """What one token has left, on one side of zero.

    Attributes:
        token: which one; `OTHERS` for all that have no band of their own.
        positive: on which side.
        tint: how much of the side's colour it has.
        inner, outer: its edges at the nodes, in pixels.
        runs: the stretches of nodes in which it has any height.
        seam: how far the line that sets it off from the next one reaches to either side of the outer edge.
        label: where its word stands; None where there is no room.
    """

    token: int
    positive: bool
    tint: float
    inner: Float[np.ndarray, " N"]
    outer: Float[np.ndarray, " N"]
    runs: tuple[tuple[int, int], ...]
    seam: Float[np.ndarray, " N"]
    label: QRectF | None


@dataclass(frozen=True, eq=False)
class Strata:
    """Bands where they stand on the card, from zero outwards, and the line of their sum.

    Attributes:
        taus: the token of each node; of the first one, the left edge, the one before all that are shown.
        x: where the nodes are.
        line: the height of the sum at the nodes.
        zero_y: the height of zero.
        bands: all of them.
    """

    taus: Int[np.ndarray, " N"]
    x: Float[np.ndarray, " N"]
    line: Float[np.ndarray, " N"]
    zero_y: float
    bands: tuple[Band, ...]

    @cached_property
    def seams(self) -> tuple[tuple[float, Int[np.ndarray, " M"], Float[np.ndarray, "M 4"]], ...]:
        """All seams in straight pieces, by their width: that, the node at which each ends, and both ends."""
        if not self.bands:
            return ()
        y, half = (np.array([getattr(band, edge) for band in self.bands]) for edge in ("outer", "seam"))
        widths = np.ceil((half[:, 1:] + half[:, :-1]) / SEAM_PX * SEAM_WIDTHS - 0.5).clip(0, SEAM_WIDTHS)
        found = []
        for width in range(1, SEAM_WIDTHS + 1):
            row, at = np.nonzero(widths == width)
            ends = np.stack((self.x[at], y[row, at], self.x[at + 1], y[row, at + 1]), axis=1)
            found.append((SEAM_PX * width / SEAM_WIDTHS, at + 1, ends))
        return tuple(found)

    def until(self, token: int) -> int:
        """How many nodes there are up to a token."""
        return int(np.searchsorted(self.taus, token, side="right"))

    def band_at(self, token: int, y: float) -> Band | None:
        """The band at a height, at a token."""
        node = self.until(token) - 1
        for band in self.bands:
            low, high = sorted((band.inner[node], band.outer[node]))
            if low <= y <= high and high > low:
                return band
        return None


def sides(bands: MemoryBands) -> tuple[Float[np.ndarray, " T"], Float[np.ndarray, " T"]]:
    """The sums of all positive and of all negative parts at each token."""
    up = bands.parts.clip(0.0, None).sum(axis=0) + bands.others[0]
    down = bands.parts.clip(None, 0.0).sum(axis=0) + bands.others[1]
    return up, down


def stack(
    bands: MemoryBands,
    sums: Float[np.ndarray, " T"],
    words: tuple[str, ...],
    columns: Cells,
    zero_y: float,
    unit_px: float,
) -> Strata:
    """Lays the bands on each other, the oldest at zero; from what is not finite on there are none.

    Args:
        bands: the numbers.
        sums: what they add up to.
        words: all tokens.
        columns: where the tokens stand.
        zero_y: the height of zero.
        unit_px: the height of 1.
    """
    taus = _nodes(bands, columns)
    x = np.concatenate(([columns.start_px], columns.middles(taus)))
    # At the left edge nothing is read yet; within a text all is as at the first word that is shown.
    begun = columns.first > 0 and len(taus) > 0
    line = zero_y - unit_px * np.concatenate((sums[taus[:1]] if begun else [0.0], sums[taus]))
    room = Room(columns, x, line)
    laid: list[Band] = []
    thick = 0
    for sign in (1, -1):
        parts = np.vstack((bands.others[0 if sign > 0 else 1], bands.parts))[:, taus]
        parts = (sign * parts).clip(0.0, None)
        parts = np.hstack((parts[:, :1] if begun else np.zeros((len(parts), 1)), parts))
        edges = zero_y - sign * unit_px * np.vstack((np.zeros(len(x)), np.cumsum(parts, axis=0)))
        seams = _seams(edges, x)
        for token, (inner, outer), seam in zip(
            (OTHERS, *bands.tokens.tolist()), pairwise(edges), seams, strict=True
        ):
            height = np.abs(outer - inner)
            runs, is_thick = _runs(height > THINNEST_PX), bool((height >= THICK_PX).any())
            if runs:
                tint = OTHERS_TINT if token == OTHERS else TINTS[thick % 2] if is_thick else THIN_TINT
                thick += is_thick
                text = name_of(token, words)
                label = room.find(inner, outer, width_px(text, "caption") + 6)
                laid.append(Band(token, sign > 0, tint, inner, outer, runs, seam, label))
    return Strata(np.concatenate(([columns.first - 1], taus)), x, line, zero_y, tuple(laid))


class Room:
    """Finds places for words pixel by pixel, above or below the line of the sum where that crosses a band."""

    def __init__(self, columns: Cells, x: Float[np.ndarray, " N"], line: Float[np.ndarray, " N"]) -> None:
        self._nodes, self._widest = x, WIDEST_SHARE * columns.size_px
        self._pixels = np.arange(columns.start_px, x[-1])
        self._line = np.interp(self._pixels, x, line)

    def find(
        self, inner: Float[np.ndarray, " N"], outer: Float[np.ndarray, " N"], wide_px: float
    ) -> QRectF | None:
        """The first place in which a word of this width fits; None where there is none."""
        window = int(np.ceil(wide_px))
        thick = np.abs(outer - inner).max(initial=0.0) >= ROOM_PX
        if not thick or wide_px > self._widest or window > len(self._pixels):
            return None
        upper = np.interp(self._pixels, self._nodes, np.minimum(inner, outer))
        lower = np.interp(self._pixels, self._nodes, np.maximum(inner, outer))
        top = sliding_window_view(upper, window).max(axis=1)
        bottom = sliding_window_view(lower, window).min(axis=1)
        lines = sliding_window_view(self._line, window)
        above = np.minimum(bottom, lines.min(axis=1) - CLEAR_PX)  # as far down as a word above the sum may go
        below = np.maximum(top, lines.max(axis=1) + CLEAR_PX)
        is_above = above - top >= bottom - below
        height = np.where(is_above, above - top, bottom - below)
        middle = np.where(is_above, top + above, below + bottom) / 2
        fits = np.flatnonzero(height >= max(ROOM_PX, NEARLY * float(height.max())))
        if not fits.size:
            return None
        at = int(fits[0])
        return QRectF(self._pixels[at], middle[at] - LABEL_PX / 2, wide_px, LABEL_PX)


def name_of(token: int, words: tuple[str, ...]) -> str:
    """A band's word."""
    return translate("MemoryLedger", "others") if token == OTHERS else words[token]


def paint_bands(painter: QPainter, strata: Strata, nodes: int, theme: Theme) -> None:
    """Paints the bands at the first `nodes` nodes."""
    for positive in (True, False):
        side = [band for band in strata.bands if band.positive == positive]
        if not side or nodes < 2:
            continue
        ((common, _),) = Counter(band.tint for band in side).most_common(1)
        zero, whole = np.broadcast_to(strata.zero_y, strata.x.shape), (0, nodes)
        _fill(painter, strata.x, zero, side[-1].outer, (whole,), _on_card(positive, common, theme))
        for band in side:
            if band.tint != common:  # that one the whole side has already: a good part needs no paint
                color = _on_card(positive, band.tint, theme)
                _fill(painter, strata.x, band.inner, band.outer, _cut(band.runs, nodes), color)
    _paint_seams(painter, strata, nodes, theme)


def paint_names(painter: QPainter, strata: Strata, words: tuple[str, ...], nodes: int, theme: Theme) -> None:
    """Paints the words that stand in the bands at the first `nodes` nodes."""
    right = float(strata.x[nodes - 1])
    for band in strata.bands:
        if nodes and band.label is not None and band.label.right() <= right:
            text = name_of(band.token, words)
            write(painter, band.label, text, "caption", theme.color("ink"), CENTER, elide=False)


def _fill(
    painter: QPainter,
    x: Float[np.ndarray, " N"],
    inner: Float[np.ndarray, " N"],
    outer: Float[np.ndarray, " N"],
    stretches: Iterable[tuple[int, int]],
    color: QColor,
) -> None:
    """Fills what is between two edges, in these stretches of nodes."""
    painter.setPen(NO_PEN)
    painter.setBrush(color)
    for start, stop in stretches:
        there, back = slice(start, stop), slice(stop - 1, start - 1 if start else None, -1)
        edges = np.concatenate((x[there], x[back])), np.concatenate((outer[there], inner[back]))
        painter.drawPolygon(polygon(*edges))


def _paint_seams(painter: QPainter, strata: Strata, nodes: int, theme: Theme) -> None:
    """The lines that set the bands off from each other; pixels get pieces of few widths, which is quicker."""
    if painter.paintEngine().type() != QPaintEngine.Type.Raster:
        for band in strata.bands:
            edges = band.outer - band.seam, band.outer + band.seam
            _fill(painter, strata.x, *edges, _cut(_runs(band.seam > 0), nodes), theme.color("card"))
        return
    for width, stops, ends in strata.seams:
        painter.setPen(theme.pen("card", width))
        draw_lines(painter, ends[stops < nodes])


def _on_card(positive: bool, tint: float, theme: Theme) -> QColor:
    """So much of a side's colour, the rest that of the card."""
    full, card = theme.color("positive" if positive else "negative"), theme.color("card")
    color = QColor()
    color.setRgbF(
        tint * full.redF() + (1 - tint) * card.redF(),
        tint * full.greenF() + (1 - tint) * card.greenF(),
        tint * full.blueF() + (1 - tint) * card.blueF(),
    )
    return color


def _cut(runs: tuple[tuple[int, int], ...], nodes: int) -> Iterator[tuple[int, int]]:
    """The stretches as far as they are among the first nodes, where that is more than a point."""
    return ((start, min(stop, nodes)) for start, stop in runs if min(stop, nodes) - start > 1)


def _seams(edges: Float[np.ndarray, "M N"], x: Float[np.ndarray, " N"]) -> Float[np.ndarray, "_ N"]:
    """Half the width of the line at each band's outer edge: it tapers where the band itself grows thin.

    The outermost band has none. Of a thin band between two others only the inner edge has a line.
    """
    heights = np.abs(np.diff(edges, axis=0))
    beyond = np.zeros_like(heights)  # the highest of all bands further out
    beyond[:-1] = np.maximum.accumulate(heights[:0:-1], axis=0)[::-1]
    share = (np.minimum(heights, beyond) - SEAM_FROM_PX) / (SEAM_FULL_PX - SEAM_FROM_PX)
    slopes = np.diff(edges[1:], axis=1) / np.diff(x) if len(x) > 1 else np.zeros((len(heights), 0))
    steep = np.pad(np.abs(slopes), ((0, 0), (1, 1)))
    along = np.sqrt(1 + np.minimum(steep[:, :-1], steep[:, 1:]).clip(0.0, STEEPEST) ** 2)
    halves: np.ndarray = SEAM_PX / 2 * share.clip(0.0, 1.0) * along
    return halves


def _nodes(bands: MemoryBands, columns: Cells) -> Int[np.ndarray, " S"]:
    """The tokens that are drawn: of those that share a pixel the one with the most on both sides together."""
    up, down = sides(bands)
    finite = np.isfinite(up - down)
    length = len(up) if finite.all() else int(np.argmin(finite))
    shown, shared = (up - down)[:length][columns.part], columns.shared
    blocks = -(-len(shown) // shared)
    size = np.full(blocks * shared, -1.0)
    size[: len(shown)] = shown
    largest: np.ndarray = np.arange(blocks) * shared + size.reshape(blocks, shared).argmax(axis=1)
    return largest + columns.first


def _runs(there: np.ndarray) -> tuple[tuple[int, int], ...]:
    """Each stretch of nodes in which something is there, and one more on either side: start and stop."""
    changes = np.flatnonzero(np.diff(np.concatenate(([False], there, [False]))))
    return tuple((max(int(a) - 1, 0), min(int(b) + 1, len(there))) for a, b in changes.reshape(-1, 2))
