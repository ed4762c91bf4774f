"""The list of examples that opens under the text line."""

import html

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.controls.examples import EXAMPLES, Example, title_of
from gui.drawing.ink import write
from gui.drawing.theme import Theme
from gui.language import current_language
from gui.settings import LANGUAGES

ITEM_PX, GROUP_PX = 40, 24


class ExampleList(QListWidget):
    """The examples under the line, those in the reader's language first: what each shows, how it begins.

    Signals:
        picked: the `Example` that was chosen.
    """

    picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("example_list")
        self.setMouseTracking(True)
        self.setPalette(theme.palette())
        self.setItemDelegate(_ExamplePainter(theme, self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for language in sorted(LANGUAGES, key=lambda language: language != current_language()):
            self._add_group(LANGUAGES[language])
            for example in EXAMPLES:
                if example.language == language:
                    self._add(example)
        self.setCurrentRow(1)
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)
        self.itemEntered.connect(self.setCurrentItem)

    def _add_group(self, name: str) -> None:
        item = QListWidgetItem(name, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(QSize(0, GROUP_PX))

    def _add(self, example: Example) -> None:
        item = QListWidgetItem(title_of(example), self)
        item.setData(Qt.ItemDataRole.UserRole, example)
        item.setToolTip(f"<p>{html.escape(example.text)}</p>")
        item.setSizeHint(QSize(0, ITEM_PX))

    def event(self, event: QEvent) -> bool:
        """Qt's call: while the list is open, no key is a command of the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's call: Escape closes the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    @Slot(QListWidgetItem)
    def _choose(self, item: QListWidgetItem) -> None:
        example = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(example, Example):
            self.close()
            self.picked.emit(example)


class _ExamplePainter(QStyledItemDelegate):
    """Two lines for each example: what it shows, and its text."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt's call."""
        rect, theme = QRectF(option.rect), self._theme
        title, example = index.data(), index.data(Qt.ItemDataRole.UserRole)
        inner = rect.adjusted(10, 0, -10, 0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not isinstance(example, Example):
            write(painter, inner.adjusted(0, 4, 0, 0), title, "caption", theme.color("muted"))
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("highlight"))
            painter.drawRoundedRect(rect.adjusted(3, 1, -3, -1), 5, 5)
        line = QRectF(inner.left(), rect.top() + 4, inner.width(), 16)
        write(painter, line, title, "text", theme.color("ink"))
        line.translate(0, 16)
        write(painter, line, example.text, "caption", theme.color("muted"))
