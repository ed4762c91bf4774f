"""Where a ledger's parts stand on the card: a scale that is round at both ends, and the room for all."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF

from engine.shapes import Float
from gui.drawing.downsampling import Cells
from gui.drawing.ink import width_px
from gui.panels.memory_ledger.ledger import Ledger
from gui.panels.memory_ledger.strata import sides

WORDS_PX = 18.0
CAPTION_PX = 15.0
TICK_GAP_PX = 8.0
LEAST_SIDE = 0.08  # of the scale, for the side of zero that has less
ROUND = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


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
        ticks = ((0.0, "0"), *((value, _plain(value)) for value in ends))
        return cls(max(up, least), max(down, least), ticks)


@dataclass(frozen=True)
class Places:
    """Where things are, in pixels of the panel: a matter of size, text and scale alone."""

    plot: QRectF
    words: QRectF
    caption: QRectF
    columns: Cells
    scale: Scale

    @property
    def unit_px(self) -> float:
        """The height of 1."""
        return self.plot.height() / (self.scale.up + self.scale.down)

    @property
    def zero_y(self) -> float:
        """The height of zero."""
        return self.plot.top() + self.scale.up * self.unit_px


def scale_of(ledger: Ledger) -> Scale:
    """The scale of the whole text, so that no playhead moves it."""
    return Scale.around(ledger.sums, *sides(ledger.bands))


def places_of(rect: QRectF, count: int, scale: Scale) -> Places:
    """Lays the card out for so many words."""
    gutter = max(width_px(text, "caption") for _, text in scale.ticks) + TICK_GAP_PX
    left, width = rect.left() + gutter, rect.width() - gutter
    caption = QRectF(rect.left(), rect.bottom() - CAPTION_PX + 2, rect.width(), CAPTION_PX)
    words = QRectF(left, caption.top() - WORDS_PX - 2, width, WORDS_PX)
    plot = QRectF(left, rect.top() + 6, width, words.top() - rect.top() - 10)
    return Places(plot, words, caption, Cells(left, width, count), scale)


def round_up(value: float) -> float:
    """The next larger round number: coarse, so that small differences do not change a scale."""
    if not value > 0:
        return 0.0
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(step for step in (*ROUND, 20.0) if step * power >= value * (1 - 1e-9)) * power)


def _plain(value: float) -> str:
    """A round number with the figures that it has."""
    return f"{value:.2g}".replace("-", "−").replace("e+0", "e").replace("e−0", "e−")
