"""Places for words inside the bands of a ledger, off the line of the sum."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from PySide6.QtCore import QRectF

from engine.shapes import Float
from gui.drawing.downsampling import Cells

LABEL_PX = 11.0
ROOM_PX = 10.5  # the least height of a band around a word
CLEAR_PX = 1.9  # between a word and the line of the sum
NEARLY = 0.85  # of the best room: a word stands at the first place that has that much
WIDEST_SHARE = 0.4  # of the plot, for a word


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
