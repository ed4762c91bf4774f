"""The numbers behind a plot, as a table that can be read aloud and copied."""

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QTableView, QVBoxLayout, QWidget

from gui.actions import PANEL_NAMES
from gui.drawing.numbers import in_table
from gui.drawing.theme import font
from gui.language import titled, translate
from gui.panel import Panel, Table
from gui.readings.held import changes_in_words
from gui.scene import Moment, Scene

Index = QModelIndex | QPersistentModelIndex


class TableModel(QAbstractTableModel):
    """A table's rows for Qt, shown with the digits that people read."""

    def __init__(self, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table

    def show_table(self, table: Table) -> None:
        """Shows another table."""
        self.beginResetModel()
        self._table = table
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Qt's call."""
        return 0 if parent is not None and parent.isValid() else len(self._table.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Qt's call."""
        return 0 if parent is not None and parent.isValid() else len(self._table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's call."""
        value = self._table.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return in_table(value) if isinstance(value, float) else str(value)
        if role == Qt.ItemDataRole.TextAlignmentRole and not isinstance(value, str):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Qt's call."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self._table.columns[section] if orientation == Qt.Orientation.Horizontal else self._row(section)
        )

    def _row(self, row: int) -> int:
        """What a row is called, as on screen: units have their index, from 0; words are counted, from 1."""
        first, value = self._table.columns[0], self._table.rows[row][0]
        if isinstance(value, int) and first in ("unit", "token_index"):
            return value + (first == "token_index")
        return row + 1


class TableWindow(QDialog):
    """Shows a table, written anew when the language changes; Ctrl+C copies what is selected, with tabs.

    It keeps a panel of its own, never seen: the one on screen goes on to other moments.
    """

    def __init__(
        self, panel_type: type[Panel], scene: Scene, moment: Moment, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shown = scene, moment
        self._panel = panel_type(parent=self)
        self._panel.hide()
        self._panel.draw(scene, moment)
        self.resize(560, 460)
        self.caption = caption = QLabel(self)
        caption.setWordWrap(True)
        self.view = view = QTableView(self)
        self.model = TableModel(Table((), ()), view)
        view.setModel(self.model)
        view.setAlternatingRowColors(True)
        view.horizontalHeader().setStretchLastSection(True)
        layout = QVBoxLayout(self)
        self.note = QLabel(self)
        self.note.setFont(font("caption"))
        layout.addWidget(caption)
        layout.addWidget(view)
        layout.addWidget(self.note)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self, self.copy)
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        """Qt's call: the table follows the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._write()
        super().changeEvent(event)

    def _write(self) -> None:
        self._table = self._panel.numbers(*self._shown)
        self.setWindowTitle(
            titled(self._panel.title() or translate("actions", PANEL_NAMES[self._panel.NAME]))
        )
        scene, runs = self._shown[0], self._panel.runs(self._shown[0])
        lines = (self._panel.summary(*self._shown), *changes_in_words(scene, runs))
        self.caption.setText("\n".join(lines))
        self.note.setText(translate("TableView", "Columns have the names that they have in exported files."))
        self.model.show_table(self._table)

    def copy(self) -> None:
        """Copies what is selected, with the names of columns that are selected whole; nothing means all."""
        selection, cells = self.view.selectionModel(), self.view.selectedIndexes()
        rows = sorted({cell.row() for cell in cells}) or range(len(self._table.rows))
        columns = sorted({cell.column() for cell in cells}) or range(len(self._table.columns))
        taken = {(cell.row(), cell.column()) for cell in cells}
        whole = all(selection.isColumnSelected(column) for column in columns)
        lines = ["\t".join(self._table.columns[column] for column in columns)] if whole or not taken else []
        for row in rows:
            values = self._table.rows[row]
            found = (
                _copied(values[column]) if not taken or (row, column) in taken else "" for column in columns
            )
            lines.append("\t".join(found))
        QGuiApplication.clipboard().setText("\n".join(lines))


def _copied(value: str | int | float) -> str:
    """A cell as text; nothing has no sign."""
    return str(value + 0.0 if isinstance(value, float) else value)
