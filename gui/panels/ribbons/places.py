"""Where everything stands: the sentence, under it the ribbons, and at these names and verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import floor

import numpy as np
from PySide6.QtCore import QRectF

from engine.shapes import Float
from gui.drawing.downsampling import Cells
from gui.drawing.ink import width_px

NAME_PX = 64.0
VERDICT_PX = 76.0
BESIDE_PX = 9.0  # between a ribbon and what stands at its ends
CURRENT_PX = 28.0  # the line of the current word
WORDS_PX = 22.0
GAP_PX = 14.0  # between two ribbons
LEGEND_PX = 16.0
APART_PX = 8.1  # the least between two words of the sentence
NARROW_PX = 480.0  # in less, names and verdicts stand under the ribbons, not beside them
UNDER_PX = 18.0  # their line
SENTENCE_ROLES = ("token", "text")  # the largest in which all of it has room


@dataclass(frozen=True)
class WordColumns(Cells):
    """Columns as wide as their words, so that a sentence stands there as it is written.

    Attributes:
        edges: where each begins and the last ends, from 0; empty where all are of one width.
    """

    edges: tuple[float, ...] = ()

    def middle(self, index: float) -> float:
        """The middle of one of them."""
        return float(self.middles(np.array([index]))[0])

    def middles(self, indexes: Float[np.ndarray, " N"]) -> Float[np.ndarray, " N"]:
        """The middles of several; also what is between them."""
        if not self.edges:
            return super().middles(indexes)
        centers = (np.array(self.edges[:-1]) + np.array(self.edges[1:])) / 2
        places: np.ndarray = self.start_px + np.interp(indexes - self.first, np.arange(self.count), centers)
        return places

    def edge(self, index: int) -> float:
        """Where one of them begins; at an end of what is shown where it is beyond."""
        if not self.edges:
            return super().edge(index)
        return self.start_px + self.edges[min(max(index - self.first, 0), self.count)]

    def at(self, position_px: float) -> int:
        """The one at a position; the nearest where there is none."""
        if not self.edges:
            return super().at(position_px)
        place = int(np.searchsorted(self.edges, position_px - self.start_px, side="right")) - 1
        return self.first + min(self.count - 1, max(0, place))

    def share_at(self, position_px: float) -> float:
        """How far along all that is shown a position is, 0 to 1, counted in words."""
        if not self.edges:
            return super().share_at(position_px)
        return float(np.interp(position_px - self.start_px, self.edges, np.linspace(0, 1, self.count + 1)))


@dataclass(frozen=True)
class RibbonPlaces:
    """Where things are, in pixels of the panel.

    Attributes:
        current: the line in which the current word stands large.
        words: the line of the sentence.
        role: what the sentence is written in.
        columns: the places of the words.
        ribbons: cell name to its ribbon.
        legend: the lines that say what heights and hues are.
        is_narrow: whether names and verdicts stand under the ribbons.
    """

    current: QRectF
    words: QRectF
    role: str
    columns: WordColumns
    ribbons: Mapping[str, QRectF]
    legend: QRectF
    is_narrow: bool

    @property
    def plot(self) -> QRectF:
        """From the top of the first ribbon to the bottom of the last one."""
        ribbons = list(self.ribbons.values())
        return QRectF(ribbons[0].topLeft(), ribbons[-1].bottomRight())

    def name(self, cell: str) -> QRectF:
        """Where the name of a cell stands."""
        ribbon = self.ribbons[cell]
        if self.is_narrow:
            return QRectF(ribbon.left(), ribbon.bottom(), NAME_PX, UNDER_PX)
        return QRectF(ribbon.left() - NAME_PX, ribbon.top(), NAME_PX - BESIDE_PX, ribbon.height())

    def verdict(self, cell: str) -> QRectF:
        """Where its verdict stands."""
        ribbon = self.ribbons[cell]
        if self.is_narrow:
            return QRectF(ribbon.left() + NAME_PX, ribbon.bottom(), ribbon.width() - NAME_PX, UNDER_PX)
        return QRectF(ribbon.right() + BESIDE_PX, ribbon.top(), VERDICT_PX - BESIDE_PX, ribbon.height())


def places_of(
    rect: QRectF, cells: tuple[str, ...], tokens: tuple[str, ...], shown: range, rows: int = 1
) -> RibbonPlaces:
    """Lays the panel out: all ribbons have one height, a whole number of pixels; the legend so many rows."""
    narrow = rect.width() < NARROW_PX
    under = UNDER_PX if narrow else 0.0
    left = rect.left() + (0 if narrow else NAME_PX)
    right = rect.right() - (0 if narrow else VERDICT_PX)
    current = QRectF(left, rect.top(), right - left, CURRENT_PX)
    words = QRectF(left, current.bottom(), right - left, WORDS_PX)
    legend = QRectF(rect.left(), rect.bottom() - rows * LEGEND_PX, rect.width(), rows * LEGEND_PX)
    top, room = words.bottom() + 4, legend.top() - 10 - words.bottom() - 4
    height = max(float(floor((room - (len(cells) - 1) * GAP_PX) / len(cells) - under)), 1.0)
    ribbons = {
        cell: QRectF(left, top + at * (height + under + GAP_PX), right - left, height)
        for at, cell in enumerate(cells)
    }
    role, columns = _sentence(tokens[shown.start : shown.stop], shown, left, right - left)
    return RibbonPlaces(current, words, role, columns, ribbons, legend, narrow)


@lru_cache(maxsize=16)
def _sentence(words: tuple[str, ...], shown: range, left: float, size: float) -> tuple[str, WordColumns]:
    """What the words are written in, and their columns; of one width where not all of them have room."""
    for role in SENTENCE_ROLES:
        wide = [width_px(word, role) for word in words]
        apart = (size - sum(wide)) / len(words)
        if apart >= APART_PX:
            edges = (0.0, *np.cumsum(np.array(wide) + apart).tolist())
            return role, WordColumns(left, size, len(words), shown.start, edges)
    return SENTENCE_ROLES[-1], WordColumns(left, size, len(words), shown.start)
