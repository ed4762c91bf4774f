"""Paints ribbons: the bands with the seams between them, and the words in them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from engine.shapes import Bool, Float
from gui.drawing.buffers import draw_lines, polygon
from gui.drawing.ink import CENTER, width_px, write
from gui.drawing.theme import NO_PEN, Theme
from gui.panels.ribbons.bands import Bands

NOTHING_PX = 0.02  # thinner bands leave no trace
THICK_PX = 2.0  # from here on neighbours differ in grey, and lines set them off from each other
GREYS = (0.10, 0.16)  # of ink on the card
LEAST_HUE = 0.35  # of a word that just counts
SEAM_PX = 0.9
ROLES = (("figure", 30.0), ("token", 20.0), ("text", 14.0))  # of a band's word, and the room it takes
NEARLY = 0.85  # of the best room: a word stands at the first place that has that much
AGAIN_PX = 260.0  # a word that is kept stands at the end once more, so far from the first time at the least


@dataclass(frozen=True)
class Name:
    """A word in its band."""

    token: int
    text: str
    role: str
    rect: QRectF


def band_colors(strengths: Float[np.ndarray, " N"], theme: Theme) -> list[QColor]:
    """The colour of each word's band: a hue where it counts, by how much; else one of two greys in turn."""
    return [
        theme.mixed("positive" if strength > 0 else "negative", LEAST_HUE + (1 - LEAST_HUE) * abs(strength))
        if strength
        else theme.mixed("ink", GREYS[token % 2])
        for token, strength in enumerate(strengths.tolist())
    ]


def paint_bands(painter: QPainter, bands: Bands, colors: Sequence[QColor], points: int, theme: Theme) -> None:
    """Paints the bands at the first points."""
    x, edges = bands.x[:points], bands.edges[:, :points]
    ground = theme.mixed("ink", GREYS[0])
    _fill(painter, x, edges[0], edges[-1], np.isfinite(edges[0]), ground)
    heights = -np.diff(edges, axis=0)
    for token, color in enumerate(colors):
        if color != ground:
            _fill(painter, x, edges[token], edges[token + 1], heights[token] > NOTHING_PX, color)
    thick = np.minimum(heights[:-1], heights[1:]) >= THICK_PX
    row, at = np.nonzero(thick[:, :-1] & thick[:, 1:])
    painter.setPen(theme.pen("card", SEAM_PX))
    draw_lines(painter, np.stack((x[at], edges[row + 1, at], x[at + 1], edges[row + 1, at + 1]), axis=1))


def _fill(
    painter: QPainter,
    x: Float[np.ndarray, " P"],
    lower: Float[np.ndarray, " P"],
    upper: Float[np.ndarray, " P"],
    there: Bool[np.ndarray, " P"],
    color: QColor,
) -> None:
    """Fills what is between two edges, wherever there is anything."""
    painter.setPen(NO_PEN)
    painter.setBrush(color)
    changes = np.flatnonzero(np.diff(np.concatenate(([False], there, [False]))))
    for begin, end in changes.reshape(-1, 2).tolist():
        start, stop = max(begin - 1, 0), min(end + 1, len(x))
        part = slice(start, stop)
        finite = np.isfinite(lower[part])
        across, below, above = x[part][finite], lower[part][finite], upper[part][finite]
        painter.drawPolygon(polygon(np.append(across, across[::-1]), np.append(below, above[::-1])))


def names_of(bands: Bands, words: Sequence[str]) -> list[Name]:
    """Where words stand in their bands: where they first have room, and once more at the end."""
    found: list[Name] = []
    pixels = np.arange(bands.rect.left() + 4, bands.x[-1] - 4)
    for token, word in enumerate(words):
        lower, upper = bands.edges[token], bands.edges[token + 1]
        if not np.nanmax(lower - upper, initial=0.0) >= ROLES[-1][1] or not word.strip():
            continue
        below, above = np.interp(pixels, bands.x, lower), np.interp(pixels, bands.x, upper)
        for role, room_px in ROLES:
            wide = width_px(word, role) + 8
            window = int(np.ceil(wide))
            if window > len(pixels):
                continue
            top = sliding_window_view(above, window).max(axis=1)
            bottom = sliding_window_view(below, window).min(axis=1)
            room = bottom - top
            fits = np.flatnonzero(room >= max(room_px, NEARLY * float(np.nanmax(room, initial=0.0))))
            if fits.size:
                found.append(_name(token, word, role, pixels, int(fits[0]), wide, top, bottom))
                last = len(room) - 1
                if room[last] >= room_px and pixels[last] - pixels[fits[0]] >= AGAIN_PX:
                    found.append(_name(token, word, role, pixels, last, wide, top, bottom))
                break
    return found


def _name(
    token: int,
    word: str,
    role: str,
    pixels: np.ndarray,
    at: int,
    wide: float,
    top: np.ndarray,
    bottom: np.ndarray,
) -> Name:
    middle = (top[at] + bottom[at]) / 2
    return Name(token, word, role, QRectF(float(pixels[at]), float(middle) - 8, wide, 16))


def paint_names(
    painter: QPainter, names: Sequence[Name], colors: Sequence[QColor], until_px: float, theme: Theme
) -> None:
    """Writes the words whose place is painted already."""
    for name in names:
        if name.rect.right() <= until_px:
            color = theme.on(colors[name.token])
            write(painter, name.rect, name.text, name.role, color, CENTER, elide=False)
