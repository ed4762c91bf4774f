"""Icons of `resources/icons`, 16 × 16: in the colours of the theme, and sharp at every scale."""

from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gui import resources

SIZE_PX = 16
SCALES = (1.0, 1.25, 1.5, 1.75, 2.0, 3.0)
"""What desktops scale by; a `QIcon` holds a picture for each."""


def paint_icon(painter: QPainter, name: str, color: QColor, center: QPointF) -> None:
    """Paints an icon as lines, its square on whole pixels of the screen: there upright edges are sharp."""
    ratio = painter.device().devicePixelRatioF()
    left, top = center.x() - SIZE_PX / 2, center.y() - SIZE_PX / 2
    place = QRectF(round(left * ratio) / ratio, round(top * ratio) / ratio, SIZE_PX, SIZE_PX)
    _renderer(name, color.name()).render(painter, place)


@cache
def icon(name: str, color: str) -> QIcon:
    """An icon for a widget of Qt, which paints it itself, by the name of its colour (`QColor.name`)."""
    made = QIcon()
    for scale in SCALES:
        pixels = QPixmap(QSize(SIZE_PX, SIZE_PX) * scale)
        pixels.setDevicePixelRatio(scale)
        pixels.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixels)
        paint_icon(painter, name, QColor(color), QPointF(SIZE_PX / 2, SIZE_PX / 2))
        painter.end()
        made.addPixmap(pixels)
    return made


@cache
def _renderer(name: str, color: str) -> QSvgRenderer:
    return QSvgRenderer(_drawing(name).replace("currentColor", color).encode())


@cache
def _drawing(name: str) -> str:
    return resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")
