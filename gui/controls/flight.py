"""A camera that flies from one picture into a part of another: nothing in either of them moves or changes."""

from PySide6.QtCore import QEasingCurve, QPointF, QRect, QRectF, QVariantAnimation, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from gui.drawing.theme import Theme

FLIGHT_MS = 900
LEAST_PX = 24.0  # the height of what the camera flies into: from a thinner one nothing would be seen


class Flight(QWidget):
    """Lies over a part of the window until it has arrived; it takes no key and no click.

    At first the picture that was there, from one place of it the camera goes in; what it sees fades into a
    part of the picture that is there next, and around it comes the rest of that.

    Signals:
        arrived: what lies below is seen again.
    """

    arrived = Signal()

    def __init__(self, before: QPixmap, place: QRect, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("flight")
        self._before, self._after, self._theme = before, QPixmap(), theme
        self._start, self._goal = QRectF(), QRectF()
        self._share = 0.0
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setDuration(FLIGHT_MS)
        self._animation.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._animation.valueChanged.connect(self._move)
        self._animation.finished.connect(self.land)
        self.setGeometry(place)
        self.show()
        self.raise_()

    def take_off(self, after: QPixmap, start: QRectF, goal: QRectF) -> None:
        """Flies.

        Args:
            after: what is seen at the end.
            start: in the first picture, what the camera flies into.
            goal: in the last one, what that becomes.
        """
        self._after, self._goal = after, goal
        height = max(start.height(), LEAST_PX)
        self._start = QRectF(0, 0, height * goal.width() / goal.height(), height)
        self._start.moveCenter(start.center())
        self._start.moveRight(min(self._start.right(), start.right()))
        self._animation.start()

    def land(self) -> None:
        """Is there, and away."""
        self._animation.stop()
        self.hide()
        self.arrived.emit()
        self.deleteLater()

    def _move(self, share: float) -> None:
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's call."""
        painter = QPainter(self)
        if self._after.isNull():
            painter.drawPixmap(0, 0, self._before)
            return
        share, start, goal = self._share, self._start, self._goal
        seen = QRectF(
            start.left() + share * (goal.left() - start.left()),
            start.top() + share * (goal.top() - start.top()),
            start.width() + share * (goal.width() - start.width()),
            start.height() + share * (goal.height() - start.height()),
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self._theme.color("ground"))
        painter.save()
        painter.setOpacity(1 - _risen(share, 0.6, 1.0))
        painter.translate(seen.topLeft())
        painter.scale(seen.width() / start.width(), seen.height() / start.height())
        painter.drawPixmap(-start.topLeft(), self._before)
        painter.restore()
        painter.setOpacity(_risen(share, 0.25, 0.8))
        ratio = self._after.devicePixelRatio()
        cut = QRectF(goal.topLeft() * ratio, goal.size() * ratio)
        painter.drawPixmap(seen, self._after, cut)
        around = QPainterPath()
        around.addRect(QRectF(self.rect()))
        for cell in (seen, goal):  # it is there once
            inner = QPainterPath()
            inner.addRect(cell)
            around -= inner
        painter.setClipPath(around)
        painter.setOpacity(_risen(share, 0.6, 1.0))
        painter.drawPixmap(QPointF(0, 0), self._after)


def _risen(share: float, begin: float, end: float) -> float:
    """How far something that begins and ends at these shares of the way has come."""
    return min(max((share - begin) / (end - begin), 0.0), 1.0)
