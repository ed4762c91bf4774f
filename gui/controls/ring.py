"""A ring around a part of a plot: look here."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.drawing.theme import Theme

PEN_PX = 2.5
RADIUS_PX = 8.0


class Ring(QWidget):
    """Lies over the plots and takes no click.

    Args:
        theme: gives the colour of the gate that it is about.
        parent: what it lies on.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ring")
        self.theme = theme
        self._symbol = ""
        self._place: Callable[[], QRectF | None] = lambda: None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        parent.installEventFilter(self)

    def show_around(self, symbol: str, place: Callable[[], QRectF | None]) -> None:
        """Shows it around what belongs to a gate, wherever that is from now on."""
        self._symbol, self._place = symbol, place
        self.show()
        self.raise_()
        self._fit()

    def _fit(self) -> None:
        place = self._place()
        self.setVisible(place is not None)
        if place is not None:
            self.setGeometry(place.toAlignedRect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's call: it follows the size of what it lies on."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            QTimer.singleShot(0, self, self._fit)  # once the plots have their new places
        return False

    def set_theme(self, theme: Theme) -> None:
        """Recolours it."""
        self.theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's call."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.symbol(self._symbol), PEN_PX))
        inside = QRectF(self.rect()).adjusted(PEN_PX / 2, PEN_PX / 2, -PEN_PX / 2, -PEN_PX / 2)
        painter.drawRoundedRect(inside, RADIUS_PX, RADIUS_PX)
