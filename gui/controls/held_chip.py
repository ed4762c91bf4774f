"""What is held in the networks, beside their name; a click lists it, the cross lets go of everything."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.actions import tip_of
from gui.controls.buttons import CHIP_AIR_PX, CROSS_PX, Chip
from gui.controls.held_list import HeldList
from gui.drawing.ink import width_px
from gui.drawing.theme import LIGHT, Theme
from gui.language import translate
from gui.readings.held import said_of_part
from gui.session.choice import HeldPart

LEAST_PX = 90  # of what is held, in words; all of them stand in the tooltip
MOST_LINES = 12  # of that


class HeldChip(Chip):
    """As wide as what it says where there is room for that; where there is little, it counts.

    Signals:
        changed: all parts as the reader wants them held.
    """

    changed = Signal(object)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        self._parts: tuple[HeldPart, ...] = ()
        self._full = self._short = ""
        self._list: HeldList | None = None
        self._at_cross = False
        super().__init__(theme, parent)
        self.clicked.connect(self._click)

    def show_parts(self, parts: tuple[HeldPart, ...]) -> None:
        """Shows what is held, or switched off; nothing hides the chip."""
        self._parts = parts
        lines, on = [_said(part) for part in parts], sum(part.on for part in parts)
        count = (
            translate("HeldChip", "{on} of {count} held")
            if on < len(parts)
            else translate("HeldChip", "{count} held")
        )
        self._short = count.format(on=on, count=len(parts)) if parts else ""
        self._full = self._short if len(parts) > 1 else "".join(lines)
        more = ["…"] if len(lines) > MOST_LINES else []
        keys = translate("HeldChip", "Click: one by one · cross: {command}").format(
            command=tip_of("free_all")
        )
        tip = "\n".join([*lines[:MOST_LINES], *more, keys])
        self.show_text(self._full, tip, width_px(self._short, "caption"))
        self._fit()
        if self._list is not None:
            self._list.show_parts(parts)

    def _fit(self) -> None:
        """Half a word says less than how much is held."""
        room, wanted = self.width() - CHIP_AIR_PX, width_px(self._full, "caption")
        self.setText(self._full if room >= min(wanted, LEAST_PX) else self._short)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's call."""
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's call."""
        self._at_cross = event.position().x() >= self.width() - CROSS_PX
        super().mousePressEvent(event)

    def _click(self) -> None:
        at_cross, self._at_cross = self._at_cross, False
        if at_cross:
            self.changed.emit(())
            return
        self._list = HeldList(self._parts, self.theme, self)
        self._list.changed.connect(self.changed)
        self._list.destroyed.connect(self._forget)
        place = self.mapToGlobal(QPoint(0, self.height() + 2))
        right = self.window().mapToGlobal(QPoint(self.window().width() - 8, 0)).x()
        self._list.move(min(place.x(), right - self._list.width()), place.y())
        self._list.show()
        self._list.setFocus(Qt.FocusReason.PopupFocusReason)

    def _forget(self) -> None:
        self._list = None


def _said(part: HeldPart) -> str:
    said = said_of_part(part.cell, part.hold)
    return said if part.on else translate("HeldChip", "off: {held}").format(held=said)
