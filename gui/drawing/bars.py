"""Many bars beside each other, painted at once: rectangles, or shares of pixels where several share one."""

from functools import lru_cache
from math import ceil, floor

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from engine.shapes import Float, UInt8
from gui.drawing.buffers import draw_rects
from gui.drawing.downsampling import Cells, strongest
from gui.drawing.ghost import outline_bars
from gui.drawing.ink import in_pixels
from gui.drawing.theme import NO_PEN, Theme

TOUCHING_PX = 0.4  # how far bars without gaps reach into the next one, so that no seams show between them
GAP_SHARE, GAP_PX = 0.25, 2.0  # of the column of a word, between its bar and the next one; at the most
GAP_FROM_PX = 4.0  # narrower columns have none


def paint_bars(
    painter: QPainter, rect: QRectF, ends: Float[np.ndarray, " H"], zero: float, gap_px: float, color: QColor
) -> None:
    """Paints bars of equal width from the height `zero` to their ends; they share the width of `rect`.

    Where there are more bars than pixels, each pixel gets the shares of all that lie on it.
    """
    pitch = rect.width() / len(ends)
    if in_pixels(painter) and pitch * painter.deviceTransform().m11() < 1:
        _paint_shares(painter, rect, ends, zero, color)
        return
    rects = np.empty((len(ends), 4))
    rects[:, 0] = rect.left() + pitch * np.arange(len(ends))
    np.minimum(ends, zero, out=rects[:, 1])
    rects[:, 2] = pitch - gap_px if gap_px else pitch + TOUCHING_PX
    np.abs(ends - zero, out=rects[:, 3])
    fill_rects(painter, rects, color)


def paint_signed_bars(
    painter: QPainter,
    row: Float[np.ndarray, " t"],
    columns: Cells,
    zero_y: float,
    unit_px: float,
    theme: Theme,
    ghost: Float[np.ndarray, " t"] | None = None,
) -> None:
    """Paints a bar at each word, up or down from zero; words that share a pixel show the strongest of them.

    Args:
        painter: what paints.
        row: a number for each of the first words; what is not finite is a gap.
        columns: where all words stand.
        zero_y: the height of zero.
        unit_px: the height of 1.
        theme: gives the colours of the two signs.
        ghost: the same numbers of the untouched run.
    """
    shown = strongest(np.asarray(row)[None, columns.part], 1, columns.shared)[0].astype(np.float64)
    pitch = columns.pitch_px * columns.shared
    gap = min(GAP_SHARE * pitch, GAP_PX) if pitch >= GAP_FROM_PX else 0.0
    left = columns.start_px + pitch * np.arange(len(shown)) + gap / 2
    for sign, color in ((1, theme.color("positive")), (-1, theme.color("negative"))):
        there = np.isfinite(shown) & (sign * shown > 0)
        rects = np.empty((np.count_nonzero(there), 4))
        rects[:, 0], rects[:, 2], rects[:, 3] = left[there], pitch - gap, np.abs(shown[there]) * unit_px
        rects[:, 1] = zero_y - rects[:, 3] if sign > 0 else zero_y
        fill_rects(painter, rects, color)
        if ghost is not None:
            was = strongest(ghost[None, columns.part], 1, columns.shared)[0]
            ends = zero_y - np.where(was * sign > 0, was, np.nan) * unit_px, zero_y - shown * unit_px
            outline_bars(painter, left, pitch - gap, ends, zero_y, color, theme)


def fill_rects(painter: QPainter, rects: Float[np.ndarray, "N 4"], color: QColor) -> None:
    """Paints rectangles in one colour, each given by left, top, width and height."""
    painter.setPen(NO_PEN)
    painter.setBrush(color)
    draw_rects(painter, rects)


def _paint_shares(
    painter: QPainter, rect: QRectF, ends: Float[np.ndarray, " H"], zero: float, color: QColor
) -> None:
    to_device = painter.deviceTransform()
    scale, dx, dy = to_device.m11(), to_device.dx(), to_device.dy()
    tops, bottoms = np.minimum(ends, zero) * scale + dy, np.maximum(ends, zero) * scale + dy
    left, right = rect.left() * scale + dx, rect.right() * scale + dx
    x, y = floor(left), floor(tops.min())
    columns, rows = np.arange(x, ceil(right) + 1), np.arange(y, ceil(bottoms.max()) + 1)[:, None]
    if len(rows) < 2:
        return
    covered = np.minimum(bottoms, rows[1:]) - np.maximum(tops, rows[:-1])
    sums = np.zeros((len(rows) - 1, len(ends) + 1))
    np.cumsum(np.clip(covered, 0, 1), axis=1, out=sums[:, 1:])
    # up to the edge of each pixel: whole bars, and a share of the one that lies on it
    at = np.clip((columns - left) * (len(ends) / (right - left)), 0, len(ends))
    whole = np.minimum(at.astype(np.intp), len(ends) - 1)
    reached = sums[:, whole] + (sums[:, whole + 1] - sums[:, whole]) * (at - whole)
    shares = np.diff(reached, axis=1) * ((right - left) / len(ends))
    inks = np.ascontiguousarray(_inks(color.rgba())[np.round(255 * shares).astype(np.uint8)])
    high, wide = shares.shape
    image = QImage(inks.data, wide, high, 4 * wide, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    painter.drawImage(QRectF((x - dx) / scale, (y - dy) / scale, wide / scale, high / scale), image)


@lru_cache(maxsize=32)
def _inks(rgba: int) -> UInt8[np.ndarray, "256 4"]:
    """A colour on so many 255ths of a pixel, as Qt keeps it: blue, green, red and cover, multiplied."""
    color = QColor.fromRgba(rgba)
    full = np.array([color.blue(), color.green(), color.red(), 255]) * color.alphaF()
    inks: np.ndarray = np.round(np.arange(256)[:, None] / 255 * full).astype(np.uint8)
    return inks
