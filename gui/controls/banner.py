"""What was refused, and why, over the text: there one looks after asking for something."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSizeF, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from gui.controls.buttons import IconButton, SegmentedControl
from gui.drawing.theme import Theme, font
from gui.language import translate

PADDING_PX = 12
MARK_PX = 3.0  # the width of the bar that tells it from a card
CLOSE_PX = 24
GAP_PX = 6


class Banner(QWidget):
    """One sentence until it is dismissed or no longer true; it lies over the text and moves nothing.

    Args:
        over: gives the place of the text, in the parent's pixels.

    Signals:
        dismissed: the reader has read it.
    """

    dismissed = Signal()

    def __init__(self, over: Callable[[], QRect], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._over, self.theme, self.sentence, self.about = over, theme, "", ""
        self.copy_button = SegmentedControl(("copy",), theme, self)
        self.copy_button.choose(None)
        self.copy_button.chosen.connect(self._copy)
        self.close_button = IconButton("close", CLOSE_PX, theme=theme, parent=self)
        self.close_button.clicked.connect(self.dismiss)
        self._copied = False
        self._laid_out = QTextLayout()
        self.set_theme(theme)
        self._name()
        self.hide()
        parent.installEventFilter(self)

    def say(self, sentence: str, about: str = "reading") -> None:
        """Shows what was refused and why, in the place of what stood there before.

        Args:
            sentence: what is said.
            about: what was asked for: a `reading`, or a `file` to write.
        """
        self.sentence, self.about, self._copied = sentence, about, False
        self.copy_button.choose(None)
        self._name()
        self._fit()
        self.show()
        self.raise_()
        self.update()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def settle(self, about: str) -> None:
        """The same has been asked for again and was given."""
        if self.about == about:
            self.dismiss()

    def dismiss(self) -> None:
        """Takes it away."""
        if self.sentence:
            self.hide()
            self.sentence = ""
            self.dismissed.emit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.sentence)
        self._copied = True
        self.copy_button.choose(None)
        self._name()
        self._fit()

    # Where it lies

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's call: it follows the size of what it lies on."""
        if event.type() == QEvent.Type.Resize and self.sentence:
            QTimer.singleShot(0, self, self._fit)  # once what lies below it has its new place
        return False

    def _fit(self) -> None:
        """As high as the sentence needs; from the lower edge of the text upwards, as far as there is room."""
        over, copy = self._over(), self.copy_button.sizeHint()
        right = over.width() - PADDING_PX - CLOSE_PX
        room = right - copy.width() - 2 * GAP_PX - 2 * PADDING_PX - MARK_PX
        height = max(round(self._lay_out(room).height()), copy.height()) + 2 * GAP_PX
        self.setGeometry(over.left(), max(over.bottom() + 1 - height, over.top()), over.width(), height)
        middle = height // 2
        self.close_button.move(right, middle - CLOSE_PX // 2)
        self.copy_button.setGeometry(
            right - GAP_PX - copy.width(), middle - copy.height() // 2, copy.width(), copy.height()
        )

    def _lay_out(self, room_px: float) -> QSizeF:
        """Breaks the sentence into lines; a path without any space too."""
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._laid_out = QTextLayout(self.sentence, font("text"))
        self._laid_out.setTextOption(option)
        self._laid_out.beginLayout()
        down = 0.0
        while (line := self._laid_out.createLine()).isValid():
            line.setLineWidth(max(room_px, 1.0))
            line.setPosition(QPointF(0, down))
            down += line.height()
        self._laid_out.endLayout()
        return QSizeF(room_px, down)

    # How it looks

    def changeEvent(self, event: QEvent) -> None:
        """Qt's call: the buttons follow the language; the sentence stays as it was said."""
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self._fit()
        super().changeEvent(event)

    def _name(self) -> None:
        copy = translate("Banner", "Copied") if self._copied else translate("Banner", "Copy")
        self.copy_button.name({"copy": copy}, {"copy": translate("Banner", "Copy this sentence")})
        self.close_button.setToolTip(translate("Banner", "Dismiss  Esc"))
        self.close_button.setAccessibleName(translate("Banner", "Dismiss"))
        self.setAccessibleName(self.sentence)

    def set_theme(self, theme: Theme) -> None:
        """Recolours it."""
        self.theme = theme
        self.copy_button.set_theme(theme)
        self.close_button.set_theme(theme)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's call: a card with a strong edge and a bar at its left."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        painter.fillRect(rect, self.theme.color("card"))
        painter.setPen(self.theme.pen("ink", 1.5))
        painter.setBrush(self.theme.color("highlight"))
        painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), 8, 8)
        painter.fillRect(
            QRectF(PADDING_PX, GAP_PX, MARK_PX, rect.height() - 2 * GAP_PX), self.theme.color("ink")
        )
        painter.setPen(self.theme.color("ink"))
        down = (rect.height() - self._laid_out.boundingRect().height()) / 2
        self._laid_out.draw(painter, QPointF(2 * PADDING_PX + MARK_PX - GAP_PX, down))
