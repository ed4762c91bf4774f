"""The line where a text is typed, or picked from the examples."""

import html

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolTip, QWidget

from gui.controls.example_list import ExampleList
from gui.controls.examples import Example
from gui.controls.icons import icon
from gui.controls.own_keys import give_keys_back
from gui.drawing.numbers import count
from gui.drawing.theme import LIGHT, Theme, font
from gui.language import translate

HEIGHT_PX = 32
LONGEST = 200_000  # characters: more than anyone reads, and a longer line would be slow to type in
BEGINNING = 2_000  # characters that are in the line until it is typed in: to lay out all of them takes time
LONGEST_TIP = 2_000
POPUP_PX = QSize(460, 440)
OWN_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down})


class SequenceInput(QWidget):
    """A line to type in, with a list of examples. Enter reads the text, Escape brings back the one shown.

    Signals:
        submitted: the text to read, and the family of networks that an example was written for, or None.
        restored: Escape has brought back the text that is shown.
    """

    submitted = Signal(str, object)
    restored = Signal()

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self._shown = ""
        self._popup: ExampleList | None = None
        self.line = _TextLine(self)
        self.line.returnPressed.connect(self._submit)
        self.line.restore_requested.connect(self._restore)
        self.line.examples_requested.connect(self.open_examples)
        self.line.textChanged.connect(self._follow)
        self.line.inputRejected.connect(self._say_too_long)
        self.line.focus_changed.connect(self._show_focus)
        self._examples = self.line.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        self._examples.triggered.connect(self.open_examples)
        self._read = self.line.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        self._read.triggered.connect(self._submit)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 1, 4, 1)
        row.addWidget(self.line)
        self.setFixedHeight(HEIGHT_PX)
        self.setFocusProxy(self.line)
        self.set_theme(theme)
        self._name()
        self._follow()

    # What the window calls

    def show_text(self, text: str) -> None:
        """Shows the text of the scene. What the reader is typing at the moment stays."""
        if text == self._shown:
            return
        typing = self.line.hasFocus() and self._changed() and self.line.text() != text
        self._shown = text
        if not typing:
            self._put(text if self.line.hasFocus() else text[:BEGINNING])
            self.line.setCursorPosition(0)
        self._follow()

    def take_back(self) -> None:
        """Shows what is read, in place of a text that was asked for in vain."""
        if self._changed():
            self._put(self._shown[:BEGINNING])
            self.line.setCursorPosition(0)

    def edit(self) -> None:
        """Puts the cursor into the line, everything selected: the next key starts a new text."""
        self._complete()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def set_theme(self, theme: Theme) -> None:
        """Recolours the line."""
        self.theme = theme
        palette = theme.palette()
        palette.setColor(QPalette.ColorRole.Base, theme.color("card"))
        self.line.setPalette(palette)
        self._read.setIcon(icon("enter", theme.muted))
        self._examples.setIcon(icon("chevron", theme.muted))
        self.update()

    @Slot()
    def open_examples(self) -> None:
        """Opens the list of examples under the line."""
        self._popup = ExampleList(self.theme, self)
        self._popup.picked.connect(self._pick)
        corner = self.mapToGlobal(QPoint(0, self.height() + 4))
        width = max(POPUP_PX.width(), self.width())
        self._popup.setGeometry(QRect(corner, QSize(width, POPUP_PX.height())))
        self._popup.show()
        self._popup.setFocus()

    # What the reader does

    @Slot()
    def _submit(self) -> None:
        text = self.line.text() if self._changed() else self._shown
        self.submitted.emit(text, None)
        if text.strip():
            give_keys_back(self)

    @Slot(object)
    def _pick(self, example: Example) -> None:
        self._put(example.text)
        self.line.setCursorPosition(0)
        give_keys_back(self)
        self.submitted.emit(example.text, example.family)

    @Slot()
    def _restore(self) -> None:
        if self._changed():
            self._put(self._shown)
        else:
            give_keys_back(self)
        self.restored.emit()

    @Slot()
    def _show_focus(self) -> None:
        if self.line.hasFocus():
            self._complete()
        elif not self._changed():
            self.line.setCursorPosition(0)  # what is read is seen from its beginning
        self.update()

    def _complete(self) -> None:
        """What is typed in is the whole text."""
        if not self._changed() and self.line.text() != self._shown[:LONGEST]:
            self._put(self._shown)
            self.line.setCursorPosition(0)

    def _changed(self) -> bool:
        return self.line.text() not in (self._shown[:LONGEST], self._shown[:BEGINNING])

    def _put(self, text: str) -> None:
        # not setText, which would forget what undo can bring back
        self.line.selectAll()
        self.line.insert(text[:LONGEST])

    @Slot()
    def _say_too_long(self) -> None:
        said = translate("SequenceInput", "Only the first {count} characters fit here.")
        place = self.mapToGlobal(QPoint(0, self.height()))
        QToolTip.showText(place, said.format(count=count(LONGEST)), self)

    @Slot()
    def _follow(self) -> None:
        text = self.line.text()
        self._read.setVisible(self._changed() and text.strip() != "")
        # rich text, because Qt breaks only rich tooltips into lines
        more = "…" if len(text) > LONGEST_TIP else ""
        self.line.setToolTip(f"<p>{html.escape(text[:LONGEST_TIP])}{more}</p>" if text else "")

    # How it looks

    def changeEvent(self, event: QEvent) -> None:
        """Qt's call: names follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def _name(self) -> None:
        self.line.setPlaceholderText(translate("SequenceInput", "Type a sentence, or press ↓ for examples"))
        self.line.setAccessibleName(translate("SequenceInput", "the text to read"))
        self._read.setToolTip(translate("SequenceInput", "Read this text (Enter)"))
        self._examples.setToolTip(translate("SequenceInput", "Examples (↓)"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's call: the frame, stronger while one types."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self.theme.color("card"))
        focused = self.line.hasFocus()
        painter.setPen(self.theme.pen("ink" if focused else "hairline", 1.5 if focused else 1.0))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


class _TextLine(QLineEdit):
    """The line itself. Input methods, undo and paste are Qt's; only Enter, Escape and the arrows are ours."""

    restore_requested = Signal()
    examples_requested = Signal()
    focus_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrame(False)
        self.setFont(font("text"))
        self.setMaxLength(LONGEST)

    def event(self, event: QEvent) -> bool:
        """Qt's call: while one types, these keys belong to the line and not to the window's commands."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if plain and event.key() in OWN_KEYS:
                event.accept()
                return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.focus_changed.emit()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's call."""
        if event.key() == Qt.Key.Key_Escape:
            self.restore_requested.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.examples_requested.emit()
        else:
            super().keyPressEvent(event)
