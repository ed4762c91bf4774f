"""A logarithmic scale for half-lives, from the shortest to the longest, with places for 0 and ∞."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF

from engine.shapes import Float
from gui.drawing.ink import number
from gui.drawing.log_scale import figures
from gui.language import translate

BIASES = (0, 1, 2, 3, 5)
LINE_PX = 14.0
EDGE_PX = 13.0  # for what has no place on a logarithmic scale
CLEAR_PX = 3.0  # between words and a dot beside them
MARGIN = 0.05  # of the scale, beyond the outermost numbers


@dataclass(frozen=True)
class LifeScale:
    """The height of every half-life.

    Attributes:
        low, high: the powers of ten at both ends.
        top, bottom: their heights.
        zero_y, endless_y: the heights of 0 and ∞; None where there are none.
    """

    low: float
    high: float
    top: float
    bottom: float
    zero_y: float | None
    endless_y: float | None

    @classmethod
    def around(cls, lives: Float[np.ndarray, " H"], longest: int, top: float, bottom: float) -> "LifeScale":
        """A scale for these half-lives and for distances from 1 to `longest`, between two heights."""
        seen = lives[np.isfinite(lives) & (lives > 0)]
        powers = np.log10(np.concatenate((seen, [1.0, max(longest, 2)])))
        low, high = float(powers.min()), float(powers.max())
        margin = MARGIN * (high - low)
        zeros, endless = bool((lives == 0).any()), bool(np.isposinf(lives).any())
        return cls(
            low - margin,
            high + margin,
            top + EDGE_PX * endless,
            bottom - EDGE_PX * zeros,
            bottom - EDGE_PX / 2 + 1 if zeros else None,
            top + EDGE_PX / 2 - 1 if endless else None,
        )

    def y(self, words: float) -> float | None:
        """The height of a half-life or a distance; None for NaN."""
        if math.isnan(words):
            return None
        if words <= 0:
            return self.zero_y
        if math.isinf(words):
            return self.endless_y
        share = (math.log10(words) - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)

    def holds(self, words: float) -> bool:
        """Whether a number is between the ends."""
        return words > 0 and self.low <= math.log10(words) <= self.high

    def ticks(self, nearest_px: float) -> tuple[float, ...]:
        """Round numbers of words: powers of ten, and 2 and 5 between them where there is room."""
        decade_px = (self.bottom - self.top) / (self.high - self.low)
        steps = (1, 2, 5) if 0.3 * decade_px >= nearest_px else (1,)
        every = max(1, math.ceil(nearest_px / decade_px))
        powers = range(math.floor(self.low), math.ceil(self.high) + 1)
        found = (step * 10.0**power for power in powers if power % every == 0 for step in steps)
        return tuple(words for words in found if self.holds(words))


def half_life_of_bias(bias: float) -> float:
    """How long a gate keeps half whose input is its bias alone: ln ½ / ln σ(bias)."""
    return math.log(2) / math.log1p(math.exp(-bias))


def beside_line(
    plot: QRectF, y: float, widths_px: Sequence[float], dots: Sequence[QRectF]
) -> tuple[int, QRectF]:
    """Which of several sentences can stand at a line across the plot, and where: clear of all dots.

    Args:
        plot: the area of the dots.
        y: the height of the line.
        widths_px: of the sentences, the best one first.
        dots: what they cover, rings included.

    Returns:
        The index of the first sentence that has room above or below the line, and its place. If none has,
        the last one, where the fewest dots are.
    """
    tops = {True: y - LINE_PX - 1, False: y + 2}  # above, and below
    inside = {
        above: top
        for above, top in tops.items()
        if plot.top() - 6 <= top and top + LINE_PX <= plot.bottom() + 2
    }
    left, right = plot.left() + 2, plot.right() - 2
    for index, width in enumerate(widths_px):
        found: list[tuple[float, QRectF]] = []
        for above, top in inside.items():
            letters = QRectF(plot.left(), top + 1, plot.width(), LINE_PX - 2)
            taken = sorted((dot.left(), dot.right()) for dot in dots if dot.intersects(letters))
            starts = [left, *(end + CLEAR_PX for _, end in taken)]
            stops = [*(start - CLEAR_PX for start, _ in taken), right]
            gaps = [gap for gap in zip(starts, stops, strict=True) if gap[1] - gap[0] >= width]
            if gaps:  # dots rise to the right: above is room at the left, below at the right
                x = gaps[0][0] if above else gaps[-1][1] - width
                found.append((min(x - left, right - width - x), QRectF(x, top, width, LINE_PX)))
        if found:
            return index, min(found, key=lambda pair: pair[0])[1]  # at an end of the line, if it can be
    corners = [
        QRectF(x, top, widths_px[-1], LINE_PX)
        for top in (inside or tops).values()
        for x in (left, right - widths_px[-1])
    ]
    return len(widths_px) - 1, min(corners, key=lambda box: sum(map(box.intersects, dots)))


def on_scale(words: float) -> str:
    """A round number of words as the scale writes it."""
    if math.isinf(words):
        return "∞"
    return f"{words:g}" if words < 10_000 else figures(words, 1).removeprefix("1×")


def short_life(words: float) -> str:
    """A half-life in figures alone."""
    if math.isnan(words):
        return "—"
    return number(words, 1) if words < 1000 or math.isinf(words) else figures(words, 2)


def life_in_words(words: float) -> str:
    """A half-life as people read it."""
    if math.isnan(words):
        return translate("HalfLives", "undefined")
    if words == 0:
        return translate("HalfLives", "0 words: its gate was fully shut once")
    if math.isinf(words):
        return translate("HalfLives", "∞: its gate was always fully open")
    if words >= 1000:
        return translate("HalfLives", "{count} words").format(count=figures(words, 2))
    return translate("HalfLives", "{count} words").format(count=number(words, 1))
