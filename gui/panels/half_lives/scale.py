"""A logarithmic scale for half-lives, from the shortest to the longest, with places for 0 and ∞."""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF

from engine.shapes import Float
from gui.drawing.axes import LogAxis, Span
from gui.drawing.numbers import NOTHING, figures, number
from gui.language import translate

BIASES = (0, 1, 2, 3, 5)
LINE_PX = 14.0
EDGE_PX = 13.0  # for what has no place on a logarithmic scale
CLEAR_PX = 3.0  # between words and a dot beside them
MARGIN = 0.05  # of the scale, beyond the outermost numbers


def life_axis(lives: Float[np.ndarray, " H"], longest: int, area: QRectF) -> LogAxis:
    """An axis for these half-lives and for distances from 1 to `longest`."""
    span = Span.of(lives) | Span(1.0, max(longest, 2.0))
    low, high = math.log10(span.low), math.log10(span.high)
    margin = MARGIN * (high - low)
    ends = low - margin, high + margin
    return LogAxis.within(area, ends, zeros=span.zeros, overflow=span.overflow, row_px=EDGE_PX)


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


def short_life(words: float) -> str:
    """A half-life in figures alone."""
    if math.isnan(words):
        return NOTHING
    return number(words, 1) if words < 1000 or math.isinf(words) else figures(words, 2)


def life_in_words(words: float) -> str:
    """A half-life as people read it."""
    if math.isnan(words):
        return translate("HalfLives", "undefined")
    if words == 0:
        return translate("HalfLives", "0 words: its gate was fully shut once")
    if math.isinf(words):
        return translate("HalfLives", "∞, longer than the text: its gate was always fully open")
    if words >= 1000:
        return translate("HalfLives", "{count} words").format(count=figures(words, 2))
    return translate("HalfLives", "{count} words").format(count=number(words, 1))
