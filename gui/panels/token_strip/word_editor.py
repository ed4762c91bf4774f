"""A line over a word of the text: another one is typed there, in the place where it will stand."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.drawing.ink import width_px
from gui.drawing.theme import Theme, font
from gui.drawing.wrapping import ROLE, WORD_PX
from gui.language import translate
from gui.panel import RETURNS

LONGEST = 200  # characters
BESIDE_PX = 6.0  # between what is typed and the frame
OWN_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down})


class WordEditor(QLineEdit):
    """Enter takes what is typed, Escape and a click elsewhere leave the word as it is.

    Args:
        token: which word it is.
        tokens: the text that it belongs to.

    Signals:
        accepted: what was typed instead.
        left: the word stays.
    """

    accepted = Signal(str)
    left = Signal()

    def __init__(self, token: int, tokens: tuple[str, ...], theme: Theme, parent: QWidget) -> None:
        self.word = word = tokens[token][:LONGEST]
        super().__init__(word, parent)
        self.token, self.tokens, self.theme = token, tokens, theme
        self._zoom, self._done = 1.0, False
        self.setFrame(False)
        self.setMaxLength(LONGEST)
        palette = theme.palette()
        palette.setColor(QPalette.ColorRole.Base, theme.color("card"))
        self.setPalette(palette)
        self.setPlaceholderText(translate("WordEditor", "leave it out"))
        name = translate("WordEditor", "another word in the place of “{word}”")
        self.setAccessibleName(name.format(word=word))
        self.setToolTip(translate("WordEditor", "Enter: read it so · Esc: leave it · empty: without it"))
        self.returnPressed.connect(self._accept)
        self.selectAll()

    def stand(self, word: QRectF, room: QRectF, zoom: float) -> None:
        """Stands over a word, as wide as what is typed, within `room`; all in logical pixels."""
        typed = width_px(self.text() or self.placeholderText(), ROLE)
        width = min(max(typed, word.width()) + 2 * BESIDE_PX, room.width())
        left = min(word.left() - BESIDE_PX, room.right() - width)
        place = QRectF(max(left, room.left() - BESIDE_PX), word.top(), width, WORD_PX)
        self._zoom = zoom
        face = QFont(font(ROLE))
        face.setPixelSize(round(face.pixelSize() * zoom))
        self.setFont(face)
        margin = round((BESIDE_PX - 2) * zoom)  # Qt keeps two itself
        self.setTextMargins(margin, 0, margin, 0)
        scaled = QRectF(place.topLeft() * zoom, place.size() * zoom)
        self.setGeometry(scaled.toAlignedRect())

    def _accept(self) -> None:
        if not self._done:
            self._done = True
            self.accepted.emit(self.text())

    def _leave(self) -> None:
        if not self._done:
            self._done = True
            self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Qt's call: while one types, these keys belong to the line and not to the window's commands."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if plain and event.key() in OWN_KEYS:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's call."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt's call: another window or a menu in front of it comes and goes."""
        super().focusOutEvent(event)
        if event.reason() not in RETURNS:
            self._leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's call: the frame."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.theme.pen("ink", 1.5))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4 * self._zoom, 4 * self._zoom)
