"""What a panel looks like: its picture, and where a colour is in it."""

from PySide6.QtCore import QPoint, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from gui.panel import Panel


def picture(panel: Panel) -> QImage:
    """The panel at its size, on the ground of its theme."""
    image = QImage(panel.size(), QImage.Format.Format_RGB32)
    image.fill(panel.theme.color("ground"))
    painter = QPainter(image)
    panel.paint(painter, QSizeF(panel.size()))
    painter.end()
    return image


def colored(image: QImage, color: QColor) -> list[QPoint]:
    """Every pixel that has exactly this colour."""
    wanted, width = color.rgb(), image.width()
    return [QPoint(x, y) for y in range(image.height()) for x in range(width) if image.pixel(x, y) == wanted]
