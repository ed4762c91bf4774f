"""What is held, as a list: each part is switched off and on, or let go of, and so are all together."""

from dataclasses import replace

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.controls.icons import paint_icon
from gui.drawing.ink import width_px
from gui.drawing.theme import Theme, font
from gui.language import translate
from gui.readings.held import said_of_part
from gui.session.choice import HeldPart

ROW_PX, HINT_PX, MOST_ROWS = 28, 22, 12
BOX_PX, CROSS_PX, SIDE_PX = 30, 30, 12


class HeldList(QListWidget):
    """One row for each part, above them one for all; Space or a click switches, Delete or the cross lets go.

    Signals:
        changed: all parts as the reader wants them.
    """

    changed = Signal(object)

    def __init__(self, parts: tuple[HeldPart, ...], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("held_list")
        self.setMouseTracking(True)
        self.setFont(font("text"))
        palette = theme.menu_palette()
        palette.setColor(QPalette.ColorRole.Highlight, theme.color("highlight"))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.color("ink"))
        self.setPalette(palette)
        self.setItemDelegate(_PartPainter(theme, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemEntered.connect(self.setCurrentItem)
        self.show_parts(parts)

    def show_parts(self, parts: tuple[HeldPart, ...]) -> None:
        """Lists these; none closes the list."""
        self._parts = parts
        row = max(self.currentRow(), 0)
        self.clear()
        if not parts:
            self.close()
            return
        self._rows = [range(at, at + 1) for at in range(len(parts))]
        if len(parts) > 1:
            self._rows.insert(0, range(len(parts)))
        for places in self._rows:
            self._add(parts[places.start : places.stop])
        hint = QListWidgetItem(translate("HeldList", "Space: off or on · Delete: let go · Esc: close"), self)
        hint.setFlags(Qt.ItemFlag.NoItemFlags)
        hint.setFont(font("caption"))
        hint.setSizeHint(QSize(0, HINT_PX))
        self.setCurrentRow(min(row, len(self._rows) - 1))
        self.setAccessibleName(translate("HeldList", "What is held"))
        texts = [width_px(self.item(row).text(), "text") for row in range(self.count())]
        rows = min(len(self._rows), MOST_ROWS)
        wide = BOX_PX + max(texts) + CROSS_PX + SIDE_PX + (0 if rows == len(self._rows) else SIDE_PX)
        self.resize(round(wide), rows * ROW_PX + HINT_PX + 2 * self.frameWidth())

    def _add(self, parts: tuple[HeldPart, ...]) -> None:
        text = said_of_part(parts[0].cell, parts[0].hold)
        if len(parts) > 1:
            text = translate("HeldList", "All {count}").format(count=len(parts))
        item = QListWidgetItem(text, self)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        states = {part.on: Qt.CheckState.Checked if part.on else Qt.CheckState.Unchecked for part in parts}
        item.setCheckState(Qt.CheckState.PartiallyChecked if len(states) > 1 else states[parts[0].on])
        item.setSizeHint(QSize(0, ROW_PX))

    def _switch(self, row: int) -> None:
        """Off what is all on, on otherwise."""
        places, parts = self._rows[row], list(self._parts)
        on = not all(parts[at].on for at in places)
        for at in places:
            parts[at] = replace(parts[at], on=on)
        self.changed.emit(tuple(parts))

    def _let_go(self, row: int) -> None:
        places = self._rows[row]
        self.changed.emit((*self._parts[: places.start], *self._parts[places.stop :]))

    def event(self, event: QEvent) -> bool:
        """Qt's call: while the list is open, no key is a command of the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's call: Escape closes the list, with Shift it lets go of everything, as in the window."""
        key, row = event.key(), self.currentRow()
        if key == Qt.Key.Key_Escape and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.changed.emit(())
        elif key == Qt.Key.Key_Escape:
            self.close()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._switch(row)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._let_go(row)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's call: the cross lets go, the rest of a row switches."""
        row = self.indexAt(event.position().toPoint()).row()
        if event.button() == Qt.MouseButton.LeftButton and 0 <= row < len(self._rows):
            on_cross = event.position().x() >= self.viewport().width() - CROSS_PX
            self._let_go(row) if on_cross else self._switch(row)
        super().mouseReleaseEvent(event)


class _PartPainter(QStyledItemDelegate):
    """Adds the cross of a row, and leaves what a click does to the list."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Qt's call: nothing is switched here."""
        return False

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt's call."""
        super().paint(painter, option, index)
        if index.flags() & Qt.ItemFlag.ItemIsEnabled:
            place = QPointF(option.rect.right() - CROSS_PX / 2, option.rect.center().y() + 0.5)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_icon(painter, "close", self._theme.color("ink"), place)
