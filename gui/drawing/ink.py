"""Words, and values as colours, put on paper in one manner by all panels."""

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPaintEngine, QPainter, QPen, QStaticText

from engine.shapes import Float, UInt8
from gui.drawing.theme import Theme, font

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter
FRAME_SHARE = 0.6
KEY_STEPS = 257  # odd: zero has one of its own


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
    """Writes one line of text into `rect`, shortened with … where it does not fit.

    Pixels get text that was laid out once: the same few words and numbers come again at every frame, and
    laying them out takes four times as long as painting them. Files and paper get plain text, to be found
    and edited there.
    """
    if elide:
        text = fitted(text, role, rect.width())
    painter.setFont(font(role))
    painter.setPen(color)
    if painter.paintEngine().type() != QPaintEngine.Type.Raster:
        painter.drawText(rect, align | Qt.TextFlag.TextSingleLine, text)
        return
    laid_out, size = _laid_out(text, role)
    left, top = rect.left(), rect.center().y() - size.height() / 2
    if align & Qt.AlignmentFlag.AlignRight:
        left = rect.right() - size.width()
    elif align & Qt.AlignmentFlag.AlignHCenter:
        left = rect.center().x() - size.width() / 2
    painter.drawStaticText(QPointF(left, top), laid_out)


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


@lru_cache(maxsize=4096)
def _laid_out(text: str, role: str) -> tuple[QStaticText, QSizeF]:
    laid_out = QStaticText(text)
    laid_out.setTextFormat(Qt.TextFormat.PlainText)
    laid_out.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    laid_out.prepare(font=font(role))
    return laid_out, QSizeF(width_px(text, role), QFontMetricsF(font(role)).height())


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
    share = np.where(np.isfinite(values), values, 0.0) / (limit if limit > 0 else np.inf)
    strengths: np.ndarray = np.sign(share) * np.sqrt(np.minimum(np.abs(share), 1.0))
    return strengths


def image_of(pixels: UInt8[np.ndarray, "rows columns 4"]) -> QImage:
    """RGBA pixels as an image of Qt's."""
    height, width = pixels.shape[:2]
    pixels = np.ascontiguousarray(pixels)
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()


def value_image(values: Float[np.ndarray, "rows columns"], theme: Theme, limit: float) -> QImage:
    """Signed values as pixels, one each, in the colours of `value_colors`."""
    return image_of(value_colors(values, theme, limit))


def value_key(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """What the colours mean: the values from the limit at the top to −limit at the bottom, evenly spaced."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(rect, value_image(np.linspace(1.0, -1.0, KEY_STEPS)[:, None], theme, 1.0))


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
    color = theme.color("faint")
    color.setAlphaF(FRAME_SHARE)
    painter.setPen(QPen(color, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
