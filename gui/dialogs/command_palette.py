"""Every command by its name: type a few letters, press Enter."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gui.actions import COMMANDS, found_by, keys_of, place_of, text_of
from gui.language import titled, translate


class CommandPalette(QDialog):
    """A list of all commands that narrows while one types, by their names and by words that mean the same.

    English is found in every language.
    """

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog)
        self.setWindowTitle(titled(translate("CommandPalette", "Commands")))
        self.resize(460, 420)
        self._actions = actions
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(translate("CommandPalette", "Type what you want to do"))
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._run)
        self.search.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.itemActivated.connect(self._run)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
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
                named = f"{place} › {text_of(command)}" if place else text_of(command)
                item = QListWidgetItem(named + (f"    {keys}" if keys else ""))
                item.setData(Qt.ItemDataRole.UserRole, command.id)
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
