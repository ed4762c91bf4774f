"""What a panel looks like: its picture, and where a colour is in it."""

import numpy as np
from PySide6.QtCore import QPoint, QRectF, QSizeF
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


def contrast(first: QColor, second: QColor) -> float:
    """The ratio of the luminances of two colours, by WCAG 2.1 (success criterion 1.4.3)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: QColor) -> float:
    channels = np.array(color.getRgbF()[:3])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(np.dot((0.2126, 0.7152, 0.0722), linear))


def ground_of(image: QImage, rect: QRectF, ink: QColor) -> QColor:
    """What a text stands on: the colour that is most frequent around and between its letters.

    Args:
        image: the picture, one pixel for each of the panel's.
        rect: the room of the letters.
        ink: what they are written in, which is no ground.
    """
    around = rect.adjusted(-1, -1, 1, 1).toAlignedRect().intersected(image.rect())
    part = image.copy(around).convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(part.constBits(), np.uint32).reshape(part.height(), -1)[:, : part.width()]
    colors, counts = np.unique(pixels | 0xFF000000, return_counts=True)
    others = np.where(colors == ink.rgb(), 0, counts)
    return QColor.fromRgb(int(colors[others.argmax()]))
