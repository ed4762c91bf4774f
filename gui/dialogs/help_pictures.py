"""The small pictures of the help, drawn with the ink of the panels: what the words beside them are about."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from math import ceil

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter, QPolygonF

from gui.drawing.ink import CENTER, value_key, width_px, write
from gui.drawing.theme import NO_PEN, Theme
from gui.language import translate
from gui.panels.ribbons.painting import grey_colors

WIDTH_PX, HEIGHT_PX = 104, 30
PIXELS = 2  # of the picture for each on the page: sharp on any screen
BARS = (0.5, 0.8, 0.35, -0.4, -0.75, 0.6)
UNITS = (0.7, 0.3, 0.9, 0.5, 0.2, 0.65, 0.4, 0.8)
CHOSEN = 2  # of these units
KEPT = ((0.0, 0.0), (0.15, 0.0), (0.3, 0.45), (1.0, 0.5), (1.0, 1.0), (0.0, 1.0))  # corners of a word's band
FORGOTTEN = ((0.15, 0.0), (0.4, 0.0), (0.65, 0.4), (1.0, 0.46), (1.0, 0.5), (0.3, 0.45))
WAS = ((0.3, 0.2), (1.0, 0.15))


def help_picture(name: str, gates: Sequence[str], theme: Theme) -> str:
    """An image of HTML by its name: of what is alike in every plot, or in the ribbons."""
    image = QImage(WIDTH_PX * PIXELS, HEIGHT_PX * PIXELS, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(PIXELS, PIXELS)
    _DRAWN[name](painter, QRectF(2, 4, WIDTH_PX - 4, HEIGHT_PX - 8), gates, theme)
    painter.end()
    written = QByteArray()
    buffer = QBuffer(written)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"png")
    writer.write(image)
    code = b64encode(written.data()).decode()
    return f"<img src='data:image/png;base64,{code}' width='{WIDTH_PX}' height='{HEIGHT_PX}'>"


def _words(painter: QPainter, rect: QRectF, _gates: Sequence[str], theme: Theme) -> None:
    left = rect.left()
    for word, side in (
        (translate("Help", "good"), "positive"),
        (translate("Help", "film"), ""),
        (translate("Help", "bad"), "negative"),
    ):
        wide = ceil(width_px(word, "text")) + 6
        place = QRectF(left, rect.center().y() - 9, wide, 18)
        if side:
            painter.fillRect(place, theme.tint(side, 1.0))
            edge = place.top() if side == "positive" else place.bottom() - 1.5
            painter.fillRect(QRectF(place.left(), edge, wide, 1.5), theme.color(side))
        write(painter, place, word, "text", theme.color("ink"), CENTER, elide=False)
        left += wide + 4


def _bars(painter: QPainter, rect: QRectF, _gates: Sequence[str], theme: Theme) -> None:
    zero, pitch = rect.center().y(), rect.width() / len(BARS)
    for at, value in enumerate(BARS):
        place = QRectF(rect.left() + at * pitch + 1, zero, pitch - 2, -value * rect.height() / 2).normalized()
        painter.fillRect(place, theme.signed(value))
    painter.fillRect(QRectF(rect.left(), zero - 0.5, rect.width(), 1), theme.color("muted"))


def _gates(painter: QPainter, rect: QRectF, gates: Sequence[str], theme: Theme) -> None:
    pitch = rect.width() / max(len(gates), 1)
    for at, symbol in enumerate(gates):
        place = QRectF(rect.left() + at * pitch, rect.top(), pitch, rect.height())
        write(painter, place, symbol, "title", theme.symbol(symbol), CENTER, elide=False)


def _values(painter: QPainter, rect: QRectF, _gates: Sequence[str], theme: Theme) -> None:
    key = QRectF(rect.left() + 12, rect.center().y() - 6, rect.width() - 24, 12)
    value_key(painter, key, theme)
    for sign, left in (("−", rect.left()), ("+", rect.right() - 10)):
        place = QRectF(left, key.top(), 10, key.height())
        write(painter, place, sign, "text", theme.color("ink"), CENTER, elide=False)


def _unit(painter: QPainter, rect: QRectF, _gates: Sequence[str], theme: Theme) -> None:
    pitch = rect.width() / len(UNITS)
    for at, value in enumerate(UNITS):
        bar = QRectF(
            rect.left() + at * pitch + 1.5, rect.bottom(), pitch - 3, -value * rect.height()
        ).normalized()
        painter.fillRect(bar, theme.color("faint"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(theme.pen("ink", 1.5))
    frame = QRectF(rect.left() + CHOSEN * pitch, rect.top() - 2, pitch, rect.height() + 4)
    painter.drawRoundedRect(frame, 2.5, 2.5)


def _zoom(painter: QPainter, rect: QRectF, _gates: Sequence[str], theme: Theme) -> None:
    middle, start, wide = rect.center().y(), rect.left() + 0.3 * rect.width(), 0.3 * rect.width()
    painter.fillRect(QRectF(rect.left(), middle - 2, rect.width(), 4), theme.color("faint"))
    painter.setPen(theme.pen("ink", 1.5))
    painter.setBrush(theme.color("highlight"))
    painter.drawRoundedRect(QRectF(start, middle - 9, wide, 18), 4, 4)
    painter.fillRect(QRectF(start + 1, middle - 2, wide - 2, 4), theme.color("ink"))


def _ribbon(painter: QPainter, rect: QRectF, _gates: Sequence[str], theme: Theme) -> None:
    painter.fillRect(rect, grey_colors(theme)[0])
    painter.setPen(theme.pen("card", 1.5))
    painter.setBrush(theme.color("positive"))
    painter.drawPolygon(_points(rect, KEPT))
    painter.setBrush(grey_colors(theme)[1])
    painter.drawPolygon(_points(rect, FORGOTTEN))


def _hues(painter: QPainter, rect: QRectF, _gates: Sequence[str], theme: Theme) -> None:
    colors = theme.color("positive"), theme.color("negative"), grey_colors(theme)[0]
    for at, color in enumerate(colors):
        painter.fillRect(QRectF(rect.left() + at * 34, rect.center().y() - 9, 30, 18), color)


def _ghost(painter: QPainter, rect: QRectF, _gates: Sequence[str], theme: Theme) -> None:
    painter.setPen(NO_PEN)
    painter.setBrush(theme.color("positive"))
    painter.drawPolygon(_points(rect, KEPT))
    painter.setPen(theme.ghost_pen(theme.color("positive"), 1.5))
    painter.drawPolyline(_points(rect, WAS))


def _points(rect: QRectF, places: Sequence[tuple[float, float]]) -> QPolygonF:
    """Places that are shares of a room, in pixels."""
    start = rect.topLeft()
    return QPolygonF([start + QPointF(x * rect.width(), y * rect.height()) for x, y in places])


_DRAWN: Mapping[str, Callable[[QPainter, QRectF, Sequence[str], Theme], None]] = {
    "words": _words,
    "bars": _bars,
    "gates": _gates,
    "values": _values,
    "unit": _unit,
    "zoom": _zoom,
    "ribbon": _ribbon,
    "hues": _hues,
    "ghost": _ghost,
}
