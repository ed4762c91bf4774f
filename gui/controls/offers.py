"""A quiet card over a page: what was seen, and what the reader may do next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.controls.buttons import IconButton, SegmentedControl
from gui.controls.own_keys import give_keys_back
from gui.drawing.theme import Theme, font
from gui.language import translate

PADDING_PX = 14
CLOSE_PX = 24


@dataclass(frozen=True)
class Offer:
    """What the card says.

    Attributes:
        head: in one line.
        body: below it.
        buttons: key to text of what can be chosen; those that are not named are not there.
    """

    head: str
    body: str
    buttons: Mapping[str, str] = field(default_factory=dict)


class Offers(QWidget):
    """Stays until something was chosen, or it was closed; what lies beside it can be used meanwhile.

    Args:
        keys: of all that may ever be offered.
        over: gives the place over whose lower edge it lies, in the parent's pixels.

    Signals:
        chosen: the key of what the reader chose.
        closed: it is gone.
    """

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, keys: Sequence[str], over: Callable[[], QRect], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("offers")
        self._over, self.theme = over, theme
        self._offer: Callable[[], Offer] | None = None
        self._head, self._body = QLabel(self), QLabel(self)
        self._head.setFont(font("title"))
        self._body.setFont(font("text"))
        self._body.setWordWrap(True)
        self.buttons = SegmentedControl(keys, theme, self)
        self.buttons.name(dict.fromkeys(keys, ""))
        self.buttons.chosen.connect(self._choose)
        self.close_button = IconButton("close", CLOSE_PX, theme=theme, parent=self)
        self.close_button.clicked.connect(self.close_it)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(PADDING_PX + 4, PADDING_PX - 2, PADDING_PX, PADDING_PX)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(self._head, 1)
        top.addWidget(self.close_button)
        column.addLayout(top)
        column.addWidget(self._body)
        column.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()
        parent.installEventFilter(self)

    def show_offer(self, offer: Callable[[], Offer]) -> None:
        """Shows what is offered, in whichever language is spoken meanwhile."""
        self._offer = offer
        self._name()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def close_it(self) -> None:
        """Takes it away."""
        if self._offer is None:
            return
        self._offer = None
        if self.isAncestorOf(self.focusWidget()):
            give_keys_back(self)
        self.hide()
        self.closed.emit()

    def _choose(self, key: str) -> None:
        self.close_it()
        self.chosen.emit(key)

    def _name(self) -> None:
        if self._offer is None:
            return
        offer = self._offer()
        self._head.setText(offer.head)
        self._body.setText(offer.body)
        self.buttons.name(offer.buttons)
        self.buttons.show_only(tuple(offer.buttons))
        self.close_button.setToolTip(translate("Offers", "Close  Esc"))
        self.close_button.setAccessibleName(translate("Offers", "Close"))
        self.setAccessibleName(f"{offer.head} {offer.body}")
        self._fit()

    def _fit(self) -> None:
        over = self._over()
        high = self._column.heightForWidth(over.width())
        self.setGeometry(over.left(), over.bottom() + 1 - high, over.width(), high)

    # Qt's calls

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's call: it follows the size of what it lies on."""
        if event.type() == QEvent.Type.Resize and self._offer is not None:
            QTimer.singleShot(0, self, self._name)  # once what lies below it has its new place
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Qt's call: it follows the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's call: a click on the card is for no panel below it."""
        event.accept()

    def set_theme(self, theme: Theme) -> None:
        """Recolours it."""
        self.theme = theme
        self.buttons.set_theme(theme)
        self.close_button.set_theme(theme)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's call: a card with a strong edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        painter.fillRect(rect, self.theme.color("ground"))
        painter.setPen(self.theme.pen("ink", 1.5))
        painter.setBrush(self.theme.color("card"))
        painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), 8, 8)
