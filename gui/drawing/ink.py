"""Words, and values as colours, put on paper in one manner by all panels."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import ceil, floor, isfinite
from typing import cast
from unicodedata import category, east_asian_width

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from engine.shapes import Float, UInt8
from gui.drawing.theme import NO_BRUSH, NO_PEN, Theme, font

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter
TOP_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
PIXELS = (QWidget, QPixmap, QImage)
FRAME_SHARE = 0.6
BARS = re.compile("([‖|])")
BARS_SIZE = 0.82  # of the letters between them: in their own size they are as high as the line of text
NARROWINGS = 7  # halvings by which a paragraph is narrowed until its lines are of one length
MOST_FIGURES = 5  # of a text that returns
KEY_STEPS = 257  # odd: zero has one of its own


def in_pixels(painter: QPainter) -> bool:
    """Whether a painter paints pixels; files and paper get words and lines that can be taken up again."""
    return isinstance(painter.device(), PIXELS)


def write(
    painter: QPainter,
    rect: QRectF,
    text: str,
    role: str,
    color: QColor,
    align: Qt.AlignmentFlag = LEFT,
    *,
    elide: bool = True,
) -> None:
    """Writes one line of text into the middle of `rect`, shortened with … where it does not fit."""
    if elide:
        text = fitted(text, role, rect.width())
    write_at(painter, *beginning(rect, text, role, align), text, role, color)


def beginning(rect: QRectF, text: str, role: str, align: Qt.AlignmentFlag = LEFT) -> tuple[float, float]:
    """Where a line of text in the middle of `rect` begins, on its baseline."""
    left, top, width, height = cast("tuple[float, float, float, float]", rect.getRect())
    if align is not LEFT:
        room = width - width_px(text, role)
        left += room if align is RIGHT else room / 2
        if align is CENTER and len(text) == 1:
            left -= _aside_px(text, role)
    return left, top + height / 2 + _middle_px(role)


def write_at(painter: QPainter, left: float, baseline: float, text: str, role: str, color: QColor) -> None:
    """Writes one line of text from `left` on its baseline.

    On pixels words are copied from a picture of them, made once and put where whole pixels are: the same few
    come again at every frame, and writing them takes many times as long. Numbers are written: they are others
    at every step.
    """
    if _returns(text) and in_pixels(painter) and isfinite(left + baseline):
        to_device = painter.deviceTransform()
        if not to_device.m12() and not to_device.m21():  # words that lie level
            scale, dx, dy = to_device.m22(), to_device.dx(), to_device.dy()
            picture, before, above = _picture(text, role, color.rgba(), scale, scale)
            x = floor(left * scale + dx + 0.5) - before
            y = floor(baseline * scale + dy + 0.5) - above
            painter.drawImage(QPointF((x - dx) / scale, (y - dy) / scale), picture)
            return
    painter.setPen(color)
    _draw(painter, left, baseline, text, role)


def _draw(painter: QPainter, left: float, baseline: float, text: str, role: str) -> None:
    """Draws one line of text; the bars of a norm smaller, in the middle of their room."""
    pieces = BARS.split(text) if "‖" in text or "|" in text else [text]
    if len(pieces) == 1 or not in_pixels(painter):  # in a file a text stays one, to be found
        painter.setFont(font(role))
        painter.drawText(QPointF(left, baseline), text)
        return
    for piece in pieces:
        is_bar, room = BARS.fullmatch(piece), width_px(piece, role)
        painter.setFont(_bars(role) if is_bar else font(role))
        beside = (1 - BARS_SIZE) / 2 * room if is_bar else 0.0
        painter.drawText(QPointF(left + beside, baseline), piece)
        left += room


@lru_cache(maxsize=64)
def _bars(role: str) -> QFont:
    face = QFont(font(role))
    face.setPixelSize(round(BARS_SIZE * face.pixelSize()))
    return face


def write_paragraph(
    painter: QPainter,
    rect: QRectF,
    text: str,
    role: str,
    color: QColor,
    align: Qt.AlignmentFlag = CENTER,
) -> None:
    """Writes a text of several lines; where they are centred, none is left with a few words of its own."""
    flags = int(align | Qt.TextFlag.TextWordWrap)
    if align is CENTER:
        spare = rect.width() - _even_px(text, role, rect.width())
        rect = rect.adjusted(spare / 2, 0, -spare / 2, 0)
    painter.setFont(font(role))
    painter.setPen(color)
    painter.drawText(rect, flags, text)


def paragraph_px(rect: QRectF, text: str, role: str, align: Qt.AlignmentFlag = CENTER) -> float:
    """The height of a paragraph in so wide a place."""
    flags = int(align | Qt.TextFlag.TextWordWrap)
    return QFontMetricsF(font(role)).boundingRect(rect, flags, text).height()


@lru_cache(maxsize=64)
def _even_px(text: str, role: str, room_px: float) -> float:
    """The least width in which a paragraph has no more lines than in all the room."""
    metrics, flags = QFontMetricsF(font(role)), int(CENTER | Qt.TextFlag.TextWordWrap)
    whole = metrics.boundingRect(QRectF(0, 0, room_px, 1e5), flags, text).height()
    least, enough = 0.0, room_px
    for _ in range(NARROWINGS):
        middle = (least + enough) / 2
        fits = metrics.boundingRect(QRectF(0, 0, middle, 1e5), flags, text)
        if fits.height() <= whole and fits.width() <= middle:
            enough = middle
        else:
            least = middle
    return enough


@lru_cache(maxsize=1024)
def _aside_px(character: str, role: str) -> float:
    """How far right of its middle the ink of a mark as wide as Han is: that of ！ is left of it."""
    if east_asian_width(character) not in "WF" or not category(character).startswith("P"):
        return 0.0
    ink = QFontMetricsF(font(role)).tightBoundingRect(character)
    return ink.center().x() - width_px(character, role) / 2


def write_words(
    painter: QPainter,
    words: Iterable[tuple[str, float, float]],
    role: str,
    colors: Sequence[QColor],
) -> None:
    """Writes many words, each with the place of its beginning on its baseline, and in its colour."""
    if not in_pixels(painter):
        for (text, left, baseline), color in zip(words, colors, strict=True):
            write_at(painter, left, baseline, text, role, color)
        return
    to_device, world = painter.deviceTransform(), painter.worldTransform()
    scale, dx, dy = to_device.m22(), to_device.dx(), to_device.dy()
    painter.resetTransform()  # where a point is a pixel, copying is quickest
    ground = painter.deviceTransform()
    ratio, across, down = ground.m22(), ground.dx(), ground.dy()
    for (text, left, baseline), color in zip(words, colors, strict=True):
        picture, before, above = _picture(text, role, color.rgba(), scale, ratio)
        x = floor(left * scale + dx + 0.5) - before - across
        y = floor(baseline * scale + dy + 0.5) - above - down
        painter.drawImage(QPointF(x / ratio, y / ratio), picture)
    painter.setWorldTransform(world)


@lru_cache(maxsize=4096)
def _returns(text: str) -> bool:
    """Whether a text will be written again: a number with decimals hardly will, nor one with many figures."""
    count = sum(map(str.isdigit, text))
    return count <= (0 if "." in text else MOST_FIGURES)


@lru_cache(maxsize=4096)
def _picture(text: str, role: str, rgba: int, scale: float, ratio: float) -> tuple[QImage, int, int]:
    """A line of text on nothing, in pixels, and how many of them are before its beginning and above its line.

    It is `scale` times as large as its font, and `ratio` of its pixels are one where it is placed.

    What Qt blends its edges with depends on the ground, and on a clear one they come out too heavy: so it is
    written on white or on black, and the ground is taken out again.
    """
    metrics, color = QFontMetricsF(font(role)), QColor.fromRgba(rgba)
    ink = metrics.boundingRect(text)
    before, above = (max(ceil(-start * scale), 0) + 2 for start in (ink.left(), ink.top()))
    width = before + ceil(max(ink.right(), width_px(text, role)) * scale) + 2
    written = QImage(width, above + max(ceil(ink.bottom() * scale), 0) + 2, QImage.Format.Format_RGB32)
    ground = 255 if color.lightness() < 160 else 0
    written.fill(QColor(ground, ground, ground))
    painter = QPainter(written)
    painter.translate(before, above)
    painter.scale(scale, scale)
    painter.setPen(QColor(color.red(), color.green(), color.blue()))
    _draw(painter, 0, 0, text, role)
    painter.end()
    ends = np.array([color.blue(), color.green(), color.red()])
    channel = int(np.argmax(np.abs(ends - ground)))
    pixels = np.frombuffer(written.constBits(), np.uint8).reshape(written.height(), width, 4)
    cover = (pixels[..., channel].astype(float) - ground) / (ends[channel] - ground)
    cover = np.clip(cover, 0, 1)[..., None] * color.alphaF()
    premultiplied = np.round(cover * np.append(ends, 255)).astype(np.uint8)
    image = QImage(
        premultiplied.data, width, written.height(), 4 * width, QImage.Format.Format_ARGB32_Premultiplied
    )
    picture = image.copy()
    picture.setDevicePixelRatio(ratio)
    return picture, before, above


@lru_cache(maxsize=64)
def _middle_px(role: str) -> float:
    """From the middle of a line of text down to what its letters stand on."""
    metrics = QFontMetricsF(font(role))
    return metrics.ascent() - metrics.height() / 2


@lru_cache(maxsize=4096)
def width_px(text: str, role: str) -> float:
    """The width of one line of text."""
    return QFontMetricsF(font(role)).horizontalAdvance(text)


@lru_cache(maxsize=64)
def cap_px(role: str) -> float:
    """The height of a capital letter."""
    return QFontMetricsF(font(role)).capHeight()


@lru_cache(maxsize=4096)
def fitted(text: str, role: str, room_px: float) -> str:
    """One line of text, shortened with … where it does not fit."""
    return QFontMetricsF(font(role)).elidedText(text, Qt.TextElideMode.ElideRight, room_px + 0.5)


def value_colors(
    values: Float[np.ndarray, "rows columns"], theme: Theme, limit: float
) -> UInt8[np.ndarray, "rows columns 4"]:
    """Signed values as colours: zero is their middle, ±limit their ends; what is not finite is left clear.

    Colours go with the square root of the magnitude: a single large value leaves the small ones visible.
    All that shows values as colours takes them from here, so that any of them can be read off any key.

    Args:
        values: one colour each.
        theme: gives the diverging colours.
        limit: the magnitude that gets the full colour; larger ones get it too.
    """
    colors: np.ndarray = theme.diverging()[np.round(128 + 127 * _strengths(values, limit)).astype(np.intp)]
    colors[~np.isfinite(values), 3] = 0
    return colors


def unread_colors(
    values: Float[np.ndarray, "rows columns"], theme: Theme, limit: float
) -> UInt8[np.ndarray, "rows columns 4"]:
    """Values that are not read yet, in greys that no value of the past has: their magnitude alone."""
    shown: np.ndarray = theme.unread()[np.round(255 * np.abs(_strengths(values, limit))).astype(np.intp)]
    shown[~np.isfinite(values), 3] = 0
    return shown


def magnitude_colors(
    values: Float[np.ndarray, "rows columns"], theme: Theme, limit: float
) -> UInt8[np.ndarray, "rows columns 4"]:
    """Sizes, which have no sign, as ever more ink, by the square root as well; NaN is left clear."""
    shown: np.ndarray = theme.magnitudes()[np.round(255 * np.abs(_strengths(values, limit))).astype(np.intp)]
    shown[np.isnan(values), 3] = 0
    shown[np.isinf(values)] = theme.magnitudes()[-1]  # too large for its type: more than the limit
    return shown


def _strengths(values: Float[np.ndarray, "rows columns"], limit: float) -> Float[np.ndarray, "rows columns"]:
    """How much colour each value gets, −1 to 1, by the square root; 0 for what is not finite."""
    finite = np.isfinite(values)
    share = (values if finite.all() else np.where(finite, values, 0.0)) / (limit if limit > 0 else np.inf)
    strengths: np.ndarray = np.copysign(np.sqrt(np.minimum(np.abs(share), 1.0)), share)
    return strengths


def image_of(pixels: UInt8[np.ndarray, "rows columns 4"]) -> QImage:
    """RGBA pixels as an image of Qt's."""
    height, width = pixels.shape[:2]
    pixels = np.ascontiguousarray(pixels)
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)  # quickest to paint


def value_image(values: Float[np.ndarray, "rows columns"], theme: Theme, limit: float) -> QImage:
    """Signed values as pixels, one each, in the colours of `value_colors`."""
    return image_of(value_colors(values, theme, limit))


def value_key(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """What the colours mean: the values from −limit at the left to the limit at the right, evenly spaced."""
    values = np.linspace(-1.0, 1.0, KEY_STEPS)[None, :]
    if in_pixels(painter):
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(rect, value_image(values, theme, 1.0))
    else:  # viewers of SVG and PDF blur enlarged images
        wide = rect.width() / KEY_STEPS
        for at, color in enumerate(value_colors(values, theme, 1.0)[0].tolist()):
            left = rect.left() + at * wide
            reach = min(2 * wide, rect.right() - left)  # below its neighbour, so that no seam shows
            painter.fillRect(QRectF(left, rect.top(), reach, rect.height()), QColor(*color))
    value_frame(painter, rect, theme)


def magnitude_key(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """What the inks mean: the values from 0 at the left to the limit at the right, evenly spaced."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    inks = magnitude_colors(np.linspace(0.0, 1.0, KEY_STEPS)[None, :], theme, 1.0)
    painter.drawImage(rect, image_of(inks))


def value_strip(
    painter: QPainter,
    rect: QRectF,
    values: Float[np.ndarray, " H"],
    theme: Theme,
    limit: float,
) -> None:
    """A vector as a framed row of coloured cells, one per unit, sharp on every device."""
    image = value_image(np.asarray(values)[None, :], theme, limit)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(rect, image)
    value_frame(painter, rect, theme)


def value_frame(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """A hairline around values as colours, which near zero would vanish into the card."""
    color = QColor(theme.color("faint"))
    color.setAlphaF(FRAME_SHARE)
    if not in_pixels(painter):
        painter.setPen(QPen(color, 1.0))
        painter.setBrush(NO_BRUSH)
        painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
        return
    # the outline of a large area takes long, its four sides do not
    left, top, width, height = rect.left() - 1, rect.top() - 1, rect.width() + 2, rect.height()
    painter.setPen(NO_PEN)
    painter.setBrush(color)
    sides = (left, top, width, 1), (left, rect.bottom(), width, 1), (left, rect.top(), 1, height)
    painter.drawRects([QRectF(*side) for side in (*sides, (rect.right(), rect.top(), 1, height))])
