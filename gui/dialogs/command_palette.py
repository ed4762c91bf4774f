"""Every command by its name: type a few letters, press Enter."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gui.actions import COMMANDS, found_by, keys_of, place_of
from gui.language import titled, translate

KEYS = Qt.ItemDataRole.UserRole + 1  # the shortcuts of a row
AIR_PX = 8  # beside the shortcuts
ROW_AIR_PX = 6


class KeysAtTheEnd(QStyledItemDelegate):
    """Writes the name of a command at the left of its row and its shortcuts at the right."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt's call: a name has the room that the shortcuts leave."""
        super().initStyleOption(option, index)
        taken = option.fontMetrics.horizontalAdvance(index.data(KEYS)) + 4 * AIR_PX
        name, room = index.data(Qt.ItemDataRole.DisplayRole), option.rect.width() - taken
        option.text = option.fontMetrics.elidedText(name, Qt.TextElideMode.ElideRight, room)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt's call."""
        super().paint(painter, option, index)
        chosen = option.state & QStyle.StateFlag.State_Selected
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        painter.setFont(option.font)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(option.rect.adjusted(0, 0, -AIR_PX, 0), align, index.data(KEYS))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Qt's call: rows as wide as the list is, so that it never moves sideways."""
        return QSize(0, super().sizeHint(option, index).height() + ROW_AIR_PX)


class CommandPalette(QDialog):
    """A list of all commands that narrows while one types, by their names and by words that mean the same.

    English is found in every language.
    """

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog)
        self.setWindowTitle(titled(translate("CommandPalette", "Commands")))
        self.resize(560, 440)
        self._actions = actions
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(translate("CommandPalette", "Type what you want to do"))
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._run)
        self.search.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.itemActivated.connect(self._run)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setItemDelegate(KeysAtTheEnd(self.list))
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self._narrow("")

    def _narrow(self, typed: str) -> None:
        self.list.clear()
        words = typed.lower().split()
        for command in COMMANDS:
            if command.id != "palette" and all(word in found_by(command) for word in words):
                place, keys = place_of(command), keys_of(command)
                named = self._actions[command.id].text()
                named = f"{place} › {named}" if place else named
                item = QListWidgetItem(named)
                item.setData(Qt.ItemDataRole.UserRole, command.id)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{named}  {keys}".strip())
                item.setData(KEYS, keys)
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _run(self) -> None:
        item = self.list.currentItem()
        self.accept()
        if item is not None:
            self._actions[item.data(Qt.ItemDataRole.UserRole)].trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's call: the arrow keys move through the list while one types."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if steps and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + steps) % self.list.count())
                return True
        return super().eventFilter(watched, event)
