"""One signed bar for each word: the row of a ledger at one token, where all rows would be too many."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from engine.shapes import Float
from gui.drawing.downsampling import Cells, strongest
from gui.drawing.theme import Theme

GAP_SHARE = 0.25  # of a column, between two bars
GAP_FROM_PX = 4.0  # narrower columns have none


def paint_bars(
    painter: QPainter,
    row: Float[np.ndarray, " t"],
    columns: Cells,
    zero_y: float,
    unit_px: float,
    theme: Theme,
) -> None:
    """Paints the bars; words that share a pixel are shown by the strongest of them.

    Args:
        painter: what paints.
        row: a number for each of the first words.
        columns: where all words stand.
        zero_y: the height of zero.
        unit_px: the height of 1.
        theme: gives the colours of the two signs.
    """
    shown = strongest(np.asarray(row)[None, :], 1, columns.shared)[0].astype(np.float64)
    pitch = columns.pitch_px * columns.shared
    gap = min(GAP_SHARE * pitch, 2.0) if pitch >= GAP_FROM_PX else 0.0
    painter.setPen(Qt.PenStyle.NoPen)
    for sign, color in ((1, theme.color("positive")), (-1, theme.color("negative"))):
        painter.setBrush(color)
        bars = [
            QRectF(
                columns.start_px + index * pitch + gap / 2, zero_y, pitch - gap, -value * unit_px
            ).normalized()
            for index, value in enumerate(shown.tolist())
            if value * sign > 0 and np.isfinite(value)
        ]
        painter.drawRects(bars)
