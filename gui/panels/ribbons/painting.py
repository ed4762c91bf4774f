"""Paints ribbons: the bands with the seams between them, the words in them, and outlines of what was."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from engine.shapes import Bool, Float
from gui.drawing.buffers import draw_lines, polygon
from gui.drawing.ink import CENTER, width_px, write
from gui.drawing.plotting import pieces, solid
from gui.drawing.theme import NO_BRUSH, NO_PEN, Theme
from gui.panels.ribbons.bands import Bands

NOTHING_PX = 0.02  # thinner bands leave no trace
NO_GREY_PX = 0.4  # thinner bands that do not count have no grey of their own
GREYS = (18, 44)  # entries of the sizes' colours: two greys of the ground
LEAST_HUE = 0.35  # of a word that just counts
SEAMS = ((1.0, 1.7, 0.3), (1.7, 2.5, 0.6), (2.5, np.inf, 0.9))
"""The lines that set bands off from each other: from which height of both on, up to which, and how wide."""

OUTLINED_PX = (20.0, 3.0)  # the least height of a band that is outlined, of a word that did not count or did
DASHES_PX, CASING_PX = 1.5, 2.8
FRAME_PX = 1.5
BESIDE_PX = 4.0  # from the ends of a ribbon to a word
ROLES = (("figure", 30.0), ("token", 20.0), ("text", 14.0))  # of a band's word, and the room it takes
NEARLY = 0.85  # of the best room: a word stands at the first place that has that much
AGAIN_PX = 200.0  # between a word and the same word at the end, at the least


@dataclass(frozen=True)
class Name:
    """A word in its band."""

    token: int
    text: str
    role: str
    rect: QRectF


def band_colors(strengths: Float[np.ndarray, " N"], theme: Theme) -> list[QColor]:
    """The colour of each word's band: a hue where it counts, by how much; else one of two greys in turn."""
    greys = grey_colors(theme)
    return [
        theme.mixed("positive" if strength > 0 else "negative", LEAST_HUE + (1 - LEAST_HUE) * abs(strength))
        if strength
        else greys[token % 2]
        for token, strength in enumerate(strengths.tolist())
    ]


def grey_colors(theme: Theme) -> list[QColor]:
    """The colours of bands that do not count, in turn."""
    return [QColor(*theme.magnitudes()[entry].tolist()) for entry in GREYS]


def paint_bands(painter: QPainter, bands: Bands, colors: Sequence[QColor], points: int, theme: Theme) -> None:
    """Paints the bands at the first points."""
    x, edges = bands.x[:points], bands.edges[:, :points]
    greys = grey_colors(theme)
    ground = greys[0]
    _fill(painter, x, edges[0], edges[-1], np.isfinite(edges[0]), ground)
    heights = -np.diff(edges, axis=0)
    for token, color in enumerate(colors):
        if color != ground:
            least = NO_GREY_PX if color in greys else NOTHING_PX
            _fill(painter, x, edges[token], edges[token + 1], heights[token] > least, color)
    thin = np.minimum(heights[:-1], heights[1:])  # of both bands beside a seam
    thin = np.minimum(thin[:, :-1], thin[:, 1:])
    for least, most, width in SEAMS:
        row, at = np.nonzero((thin >= least) & (thin < most))
        painter.setPen(theme.pen("card", width))
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
    _draw_between(painter, x, lower, upper, there)


def _draw_between(
    painter: QPainter,
    x: Float[np.ndarray, " P"],
    lower: Float[np.ndarray, " P"],
    upper: Float[np.ndarray, " P"],
    there: Bool[np.ndarray, " P"],
) -> None:
    """A shape for each stretch of what is between two edges, with the painter's pen and brush."""
    changes = np.flatnonzero(np.diff(np.concatenate(([False], there, [False]))))
    for begin, end in changes.reshape(-1, 2).tolist():
        start, stop = max(begin - 1, 0), min(end + 1, len(x))
        part = slice(start, stop)
        finite = np.isfinite(lower[part])
        across, below, above = x[part][finite], lower[part][finite], upper[part][finite]
        painter.drawPolygon(polygon(np.append(across, across[::-1]), np.append(below, above[::-1])))


def paint_frame(painter: QPainter, bands: Bands, token: int, points: int, theme: Theme) -> None:
    """Frames a word's band at the first points."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.pen("ink", FRAME_PX))
    painter.setBrush(NO_BRUSH)
    lower, upper = bands.edges[token, :points], bands.edges[token + 1, :points]
    _draw_between(painter, bands.x[:points], lower, upper, lower - upper > NOTHING_PX)


def paint_outlines(
    painter: QPainter,
    bands: Bands,
    strengths: Float[np.ndarray, " N"],
    apart: Bool[np.ndarray, "T N1"],
    points: int,
    theme: Theme,
) -> None:
    """The outlines of the bands of what was, in dashes, where they lie beside those of what is.

    Where words counted, these alone have one, where none did the thick bands: all threads would be a thicket.

    Args:
        painter: paints, after the bands of what is.
        bands: those of what was.
        strengths: how much each of its words counted.
        apart: for each of its edges whether it lies beside, after each word.
        points: how many points are reached.
        theme: gives the colours; dashes lie on a line of the card's, to be seen on any band.
    """
    x, taus, edges = bands.x[:points], bands.taus[:points], bands.edges[:, :points]
    heights, beside = -np.diff(edges, axis=0), (apart[taus] | apart[(taus - 1).clip(0)]).T
    casing = theme.pen("card", CASING_PX)
    for name, words in (("ink", strengths == 0), ("negative", strengths < 0), ("positive", strengths > 0)):
        if name == "ink" and strengths.any():
            continue
        there = words[:, None] & (heights >= OUTLINED_PX[name != "ink"])
        shown = np.zeros_like(beside)
        shown[1:] |= there
        shown[:-1] |= there
        shown &= beside
        for pen in (casing, theme.ghost_pen(theme.color(name), DASHES_PX)):
            painter.setPen(solid(pen))
            for line in np.flatnonzero(shown.any(axis=1)).tolist():
                draw_lines(painter, pieces(x, np.where(shown[line], edges[line], np.nan), pen))


def names_of(bands: Bands, words: Sequence[str]) -> list[Name]:
    """Where words, but no marks, stand in their bands: where they first have room, and at the end again."""
    found: list[Name] = []
    left, right = bands.rect.left() + BESIDE_PX, bands.x[-1] - BESIDE_PX
    thick = -np.diff(bands.edges, axis=0) >= ROLES[-1][1]
    for token in np.flatnonzero(thick.any(axis=1)).tolist():
        word, there = words[token], np.flatnonzero(thick[token])
        if not any(map(str.isalnum, word)):
            continue
        start, stop = (
            float(bands.x[min(max(at, 0), len(bands.x) - 1)]) for at in (there[0] - 1, there[-1] + 1)
        )
        pixels = np.arange(max(start, left), min(stop, right))
        below, above = (np.interp(pixels, bands.x, bands.edges[at]) for at in (token, token + 1))
        places = [_places(token, word, role, room_px, pixels, above, below) for role, room_px in ROLES]
        first = next((first for first, _ in places if first is not None), None)
        last = next((last for _, last in places if last is not None), None)
        if first is not None:
            found.append(first)
            if last is not None and stop >= right and last.rect.left() - first.rect.right() >= AGAIN_PX:
                found.append(last)
    return found


def _places(
    token: int,
    word: str,
    role: str,
    room_px: float,
    pixels: Float[np.ndarray, " P"],
    above: Float[np.ndarray, " P"],
    below: Float[np.ndarray, " P"],
) -> tuple[Name | None, Name | None]:
    """The first place that has about as much room for a word of this size as any, and the last one."""
    window = int(np.ceil(width_px(word, role))) + 4
    if window > len(pixels) or not np.nanmax(below - above) >= room_px:
        return None, None
    top = sliding_window_view(above, window).max(axis=1)
    bottom = sliding_window_view(below, window).min(axis=1)
    room = bottom - top
    fits = np.flatnonzero(room >= max(room_px, NEARLY * float(np.nanmax(room, initial=0.0))))

    def name(at: int) -> Name:
        middle = float(top[at] + bottom[at]) / 2
        return Name(token, word, role, QRectF(float(pixels[at]), middle - 8, window, 16))

    last = len(room) - 1
    return name(int(fits[0])) if fits.size else None, name(last) if room[last] >= room_px else None


def paint_names(
    painter: QPainter, names: Sequence[Name], colors: Sequence[QColor], until_px: float, theme: Theme
) -> None:
    """Writes the words whose place is painted already."""
    for name in names:
        if name.rect.right() <= until_px:
            color = theme.on(colors[name.token])
            write(painter, name.rect, name.text, name.role, color, CENTER, elide=False)
