"""Words in a few rows, each on a ground that shows a number; those that matter at a moment are in sight."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from engine.shapes import Float
from gui.drawing.ink import CENTER, beginning, magnitude_colors, write_words
from gui.drawing.theme import NO_BRUSH, NO_PEN, Theme
from gui.drawing.wrapping import ROLE, WORD_PX, Wrapping, sides

PITCH_PX = 26.0
RADIUS_PX = 4.0


@dataclass(frozen=True, eq=False)
class WordGrounds:
    """The words in sight, and the grounds that they stand on.

    Attributes:
        start: the first of them.
        grounds: a ground for each.
        shown: each as it is written.
    """

    start: int
    grounds: Sequence[QRectF]
    shown: Sequence[str]

    @classmethod
    def around(cls, wrapping: Wrapping, rect: QRectF, count: int, token: int) -> "WordGrounds":
        """The `count` rows that end with the row of a token, or with the last row of a short text's start."""
        first = min(max(int(wrapping.row[token]) - count + 1, 0), wrapping.rows - count)
        start, stop = int(wrapping.first[first]), int(wrapping.first[first + count])
        left, width = wrapping.left[start:stop], wrapping.width[start:stop]
        row = wrapping.row[start:stop]
        before, after = sides(left, width, row)
        across = rect.left() + left - before
        down = rect.top() + (row - first) * PITCH_PX + (PITCH_PX - WORD_PX) / 2 + 0.5
        wide = width + before + after
        places = zip(across.tolist(), down.tolist(), wide.tolist(), strict=True)
        grounds = [QRectF(x, y, w, WORD_PX - 1) for x, y, w in places]
        return cls(start, grounds, wrapping.shown[start:stop])

    def at(self, x: float, y: float) -> int | None:
        """The word at a position."""
        found = (at for at, ground in enumerate(self.grounds) if ground.contains(x, y))
        at = next(found, None)
        return None if at is None else self.start + at

    def paint(
        self,
        painter: QPainter,
        values: Float[np.ndarray, " t"] | None,
        token: int,
        limit: float,
        theme: Theme,
    ) -> None:
        """Paints the words: up to `token` on grounds of their values, after it pale; that one has a box.

        Args:
            painter: where.
            values: a size for each word up to `token`; None as long as they are not known.
            token: the word from which all others are seen.
            limit: the size that has the full ink.
            theme: the colours.
        """
        read = min(max(token + 1 - self.start, 0), len(self.grounds))
        colors = [theme.color("ink")] * read + [theme.color("faint")] * (len(self.grounds) - read)
        painter.setPen(NO_PEN)
        if values is not None:
            inks = magnitude_colors(values[None, self.start : self.start + read], theme, limit)[0]
            for at, ink in enumerate(inks.tolist()):
                under = QColor(*ink)
                painter.setBrush(under)
                painter.drawRoundedRect(self.grounds[at], RADIUS_PX, RADIUS_PX)
                colors[at] = theme.on(under) if under.alpha() else colors[at]
        if self.start <= token < self.start + len(self.grounds):
            painter.setPen(theme.pen("ink", 1.5))
            painter.setBrush(NO_BRUSH)
            painter.drawRoundedRect(self.grounds[token - self.start], RADIUS_PX, RADIUS_PX)
        shown = zip(self.shown, self.grounds, strict=True)
        words = [(text, *beginning(ground, text, ROLE, CENTER)) for text, ground in shown]
        write_words(painter, words, ROLE, colors)
