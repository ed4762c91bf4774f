"""What lies over the matrix of all pairs of words: a veil on later words, a lid on the unfinished one."""

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from gui.drawing.downsampling import Cells
from gui.drawing.theme import Theme

SEAM_PX = 0.75  # tiles of odd sizes end a little beside their places
VEIL = 0.72  # how much of the card lies over what comes later


def paint_veil(
    painter: QPainter, heat: QRectF, rows: Cells, columns: Cells, complete: int, lid: bool, theme: Theme
) -> None:
    """Dims the rows of later words, cell by cell, so that nothing but numbers is dimmed.

    Args:
        painter: where.
        heat: the matrix.
        rows, columns: its words.
        complete: how many rows, from the first one, stay as they are.
        lid: whether the next row is hidden, because its word's step is not complete.
        theme: the colours.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    for first, last, share in ((complete, complete + lid, 1.0), (complete + lid, rows.count, VEIL)):
        if first >= last:
            continue
        after = np.arange(first, last)
        down = heat.top() + np.repeat(np.arange(first, last + 1), 2)[1:-1] * rows.pitch_px - SEAM_PX
        down[-1] += 2 * SEAM_PX if share == 1 or last == rows.count else 0.0
        across = heat.left() + np.repeat(after + 1, 2) * columns.pitch_px + SEAM_PX
        x = np.concatenate([[heat.left()], across, [heat.left()]])
        y = np.concatenate([[down[0]], down, [down[-1]]])
        veil = theme.color("card")
        veil.setAlphaF(share)
        painter.setBrush(veil)
        painter.drawPolygon(arrayToQPolygonF(x, y))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
