"""The ghost: what a picture showed before the reader changed a gate, a state or a word.

The rule, once for all panels: **every mark whose place or length is a number of a word or a unit** has the
same mark of the untouched run. A bar has it as an outline, a curve in fine dashes, both in its own hue nearer
to the card (`Theme.ghost`), and a number that is written has it in front: `81% → 44%`. What is told by colour
alone (tiles, the grounds of words), or is a drawing of how the cell works, has it in numbers under the mouse.
A ghost that lies on its run is not drawn, nor is one whose records are not there; axes hold both.
Where several cells have curves in one plot, that of the selected one has a ghost.
"""

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.shapes import Float
from gui.drawing.buffers import draw_lines
from gui.drawing.theme import NO_BRUSH, Theme

LINE_PX = 1.0  # of an outline
WITH_SIDES_FROM_PX = 4.0  # thinner bars have their end alone: their sides would fill them
LEAST_PX = 0.75  # what lies nearer to the end of its bar lies on it
KEY_PX = 14.0  # the mark that stands for all ghosts in a heading
SAME = (1e-5, 1e-7)  # relatively and absolutely: as exactly as float32 computes in another order


def same(ghost: Float[np.ndarray, "*N"], run: Float[np.ndarray, "*N"]) -> np.ndarray:
    """Where both are one and the same number, or none."""
    relative, absolute = SAME
    with np.errstate(invalid="ignore"):
        close: np.ndarray = np.isclose(ghost, run, relative, absolute, equal_nan=True)
    return close


def departing(ghost: Float[np.ndarray, " T"], run: Float[np.ndarray, " T"]) -> Float[np.ndarray, " T"]:
    """The curve of a ghost where it leaves its run, from the last point on that both share; else gaps."""
    apart = ~same(ghost, run)
    apart[1:] |= apart[:-1].copy()
    apart[:-1] |= apart[1:].copy()
    departing: np.ndarray = np.where(apart, ghost, np.nan)
    return departing


def outline_bars(
    painter: QPainter,
    left: Float[np.ndarray, " N"],
    width: Float[np.ndarray, " N"] | float,
    ends: tuple[Float[np.ndarray, " N"], Float[np.ndarray, " N"]],
    zero: Float[np.ndarray, " N"] | float,
    color: QColor,
    theme: Theme,
    *,
    lying: bool = False,
) -> None:
    """Outlines what the ghosts of bars have more than these; one that has less ends at a line in its bar.

    Args:
        painter: paints, after the bars.
        left: where each bar begins.
        width: how wide they are.
        ends: of the ghosts, and of the bars; NaN for one that is not there.
        zero: where bars begin.
        color: that of the bars.
        theme: gives the ghost's.
        lying: whether they grow to the right: all that is said of x is of y then, and the other way round.
    """

    def lines(*ends: np.ndarray) -> None:
        x1, y1, x2, y2 = (ends[1], ends[0], ends[3], ends[2]) if lying else ends
        draw_lines(painter, np.stack([x1, y1, x2, y2], axis=1))

    ghosts, bars = ends[0], np.where(np.isfinite(ends[1]), ends[1], zero)
    shown = np.flatnonzero(np.abs(ghosts - bars) >= LEAST_PX)  # not what is NaN
    zero, width = (np.broadcast_to(each, ghosts.shape)[shown] for each in (zero, width))
    left, ghosts, bars = left[shown], ghosts[shown], bars[shown]
    within = (ghosts - zero) * (ghosts - bars) < 0
    half = LINE_PX / 2 * np.sign(zero - ghosts)  # a line lies within what it outlines
    over = np.where((bars - zero) * (ghosts - zero) > 0, bars, zero)
    pen = QPen(theme.ghost(color), LINE_PX)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    end, right = ghosts + half, left + width
    lines(*(each[~within] for each in (left, end, right, end)))
    roomy = ~within & (width >= WITH_SIDES_FROM_PX)
    for x in (left + LINE_PX / 2, right - LINE_PX / 2):
        lines(*(each[roomy] for each in (x, over, x, ghosts)))
    pen.setColor(theme.color("card"))
    painter.setPen(pen)
    lines(*(each[within] for each in (left, end, right, end)))


def paint_key(painter: QPainter, rect: QRectF, theme: Theme, *, outlined: bool) -> None:
    """The mark of a ghost: a piece of its curve, or the outline of a bar."""
    ink, middle = theme.color("ink"), rect.center().y()
    if not outlined:
        painter.setPen(theme.ghost_pen(ink))
        painter.drawLine(QLineF(rect.left(), middle, rect.left() + KEY_PX, middle))
        return
    painter.setPen(QPen(theme.ghost(ink), LINE_PX))
    painter.setBrush(NO_BRUSH)
    painter.drawRect(QRectF(rect.left() + KEY_PX - 7.5, middle - 4.5, 6, 9))
