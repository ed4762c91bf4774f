"""Where a ledger's parts stand on the card: a scale that is round at both ends, and the room for all."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF

from engine.shapes import Float
from gui.drawing.axes import Axis, round_up
from gui.drawing.downsampling import Cells
from gui.drawing.ink import width_px
from gui.drawing.numbers import round_number
from gui.panels.memory_ledger.ledger import Ledger
from gui.panels.memory_ledger.strata import sides

WORDS_PX = 18.0
CAPTION_PX = 15.0
TICK_GAP_PX = 8.0
LEAST_SIDE = 0.08  # of the scale, for the side of zero that has less


@dataclass(frozen=True)
class Scale:
    """An axis from `−down` to `up`, both positive numbers.

    Attributes:
        up, down: its ends.
        ticks: what is written beside it: zero, and the ends that are round.
    """

    up: float
    down: float
    ticks: tuple[tuple[float, str], ...]

    @classmethod
    def around(cls, *values: Float[np.ndarray, " n"]) -> "Scale":
        """Round ends around all that is to be shown; no side of zero is without any room."""
        seen = np.concatenate([[0.0], *values])
        seen = seen[np.isfinite(seen)]
        up, down = round_up(float(seen.max())), round_up(float(-seen.min()))
        least = LEAST_SIDE * (max(up, down) or 1.0)
        ends = [value for value in (up, -down) if abs(value) > least]
        ticks = ((0.0, "0"), *((value, round_number(value)) for value in ends))
        return cls(max(up, least), max(down, least), ticks)


@dataclass(frozen=True)
class LedgerPlaces:
    """Where things are, in pixels of the panel: a matter of size, text and scale alone."""

    axis: Axis
    words: QRectF
    caption: QRectF
    columns: Cells
    scale: Scale

    @property
    def plot(self) -> QRectF:
        """The area of the parts."""
        return self.axis.plot

    @property
    def zero_y(self) -> float:
        """The height of zero."""
        return self.axis.y(0.0)


def scale_of(ledger: Ledger) -> Scale:
    """The scale of all words in sight, so that no playhead moves it."""
    shown = ledger.subject.shown
    held = [ledger.sums, *sides(ledger.bands)]
    if ledger.ghost is not None:
        held.append(ledger.ghost)
    return Scale.around(*(each[shown.start : shown.stop] for each in held))


def places_of(rect: QRectF, shown: range, scale: Scale) -> LedgerPlaces:
    """Lays the card out for these words."""
    gutter = max(width_px(text, "caption") for _, text in scale.ticks) + TICK_GAP_PX
    left, width = rect.left() + gutter, rect.width() - gutter
    caption = QRectF(rect.left(), rect.bottom() - CAPTION_PX + 2, rect.width(), CAPTION_PX)
    words = QRectF(left, caption.top() - WORDS_PX - 2, width, WORDS_PX)
    plot = QRectF(left, rect.top() + 6, width, words.top() - rect.top() - 10)
    axis = Axis(plot, -scale.down, scale.up)
    return LedgerPlaces(axis, words, caption, Cells.of(left, width, shown), scale)
