"""A row of controls that goes on in a second line where it has no room, as words do."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QWidget

BETWEEN_LINES_PX = 4
GROUPS_APART_PX = 12
AIR_PX = 16  # around the text of a button in such a row: they are many


def together(*widgets: QWidget, parent: QWidget) -> QWidget:
    """Controls that are never torn apart: a label and what it names."""
    group = QWidget(parent)
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for widget in widgets:
        row.addWidget(widget)
    return group


class FlowLayout(QLayout):
    """Lays widgets out from left to right, each at the size that it wants, line under line."""

    def __init__(self, parent: QWidget, spacing_px: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing_px)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's call."""
        self._items.append(item)

    def count(self) -> int:
        """Qt's call."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Qt's call: None ends the walk over the items."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Qt's call."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Qt's call."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Qt's call."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt's call."""
        return self._lay_out(QRect(0, 0, width, 0), place=False)

    def sizeHint(self) -> QSize:
        """Qt's call: all in one line."""
        sizes = [item.sizeHint() for item in self._items]
        across = sum(size.width() for size in sizes) + self.spacing() * (len(sizes) - 1)
        return QSize(across, max((size.height() for size in sizes), default=0)).grownBy(
            self.contentsMargins()
        )

    def minimumSize(self) -> QSize:
        """Qt's call: the widest alone."""
        sizes = [item.minimumSize() for item in self._items]
        widest = max((size.width() for size in sizes), default=0)
        return QSize(widest, max((size.height() for size in sizes), default=0)).grownBy(
            self.contentsMargins()
        )

    def setGeometry(self, rect: QRect) -> None:
        """Qt's call."""
        super().setGeometry(rect)
        self._lay_out(rect, place=True)

    def _lay_out(self, rect: QRect, *, place: bool) -> int:
        """Where each item stands; the lines are centred in the height. Returns the height that they take."""
        inner = rect.marginsRemoved(self.contentsMargins())
        lines: list[list[QLayoutItem]] = [[]]
        left = 0
        for item in self._items:
            if lines[-1] and left + item.sizeHint().width() > inner.width():
                lines.append([])
                left = 0
            lines[-1].append(item)
            left += item.sizeHint().width() + self.spacing()
        heights = [max((item.sizeHint().height() for item in line), default=0) for line in lines]
        taken = sum(heights) + BETWEEN_LINES_PX * (len(lines) - 1)
        if place:
            top = inner.top() + max(inner.height() - taken, 0) // 2
            for line, height in zip(lines, heights, strict=True):
                left = inner.left()
                for item in line:
                    size = item.sizeHint()
                    item.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), size))
                    left += size.width() + self.spacing()
                top += height + BETWEEN_LINES_PX
        margins = self.contentsMargins()
        return taken + margins.top() + margins.bottom()
