"""Buttons drawn by us: transport icons, a row of which one is chosen, and a flat list to drop down."""

from collections.abc import Mapping, Sequence
from math import inf

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QComboBox, QHBoxLayout, QWidget

from gui.controls.icons import paint_icon
from gui.controls.own_keys import keep_own_keys
from gui.drawing.ink import CENTER, LEFT, width_px, write
from gui.drawing.theme import LIGHT, Theme, font
from gui.drawing.tips import show_tip
from gui.language import language_of

WIDEST_ENTRY_PX = 220  # a longer one, the name of a file, is shortened; its tooltip says all
TIP_ABOVE_PX = 18  # Qt puts a tooltip so much below the place that it is given
CHIP_PX, CHIP_AIR_PX, CROSS_PX = 26, 40, 28


class _Drawn(QAbstractButton):
    """What both kinds of button share: a theme, and no focus by a click, so that the arrows still move."""

    def __init__(self, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keep_own_keys(self)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Recolours the button."""
        self.theme = theme
        self.update()

    def event(self, event: QEvent) -> bool:
        """Qt's call: what a button does is said below it, so that it stays in sight."""
        if event.type() == QEvent.Type.ToolTip:
            show_tip(self.mapToGlobal(QPoint(0, self.height() - TIP_ABOVE_PX)), self.toolTip(), self)
            return True
        return super().event(event)

    def _focus_ring(self, painter: QPainter, rect: QRectF, radius_px: float, color: str = "ink") -> None:
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.theme.pen(color, 1.5))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius_px, radius_px)


class IconButton(_Drawn):
    """A round button with an icon; the primary one is filled."""

    def __init__(
        self,
        icon: str,
        size_px: int = 32,
        *,
        primary: bool = False,
        theme: Theme = LIGHT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._primary = primary
        self.set_icon(icon)
        self.setFixedSize(size_px, size_px)

    def set_icon(self, icon: str) -> None:
        """Shows another icon."""
        self.icon_name = icon
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's call."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        if self._primary:
            painter.setBrush(self.theme.color("ink"))
            painter.drawEllipse(rect.adjusted(1, 1, -1, -1))
        elif self.underMouse() or self.isChecked():
            painter.setBrush(self.theme.color("highlight"))
            painter.drawEllipse(rect.adjusted(1, 1, -1, -1))
        if self._primary:  # inside its disc, on which the ink would not be seen
            self._focus_ring(painter, rect.adjusted(2.5, 2.5, -2.5, -2.5), rect.height() / 2, "card")
        else:
            self._focus_ring(painter, rect, rect.height() / 2)
        faint = not self.isEnabled() or (self.isCheckable() and not self.isChecked())
        color = self.theme.color("card" if self._primary else "faint" if faint else "ink")
        paint_icon(painter, self.icon_name, color, rect.center())


class _Segment(_Drawn):
    def __init__(self, text: str, air_px: int, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._air_px = air_px
        self.setText(text)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        """Qt's call."""
        return QSize(round(width_px(self.text(), "strong")) + self._air_px, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's call."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        chosen = self.isChecked()
        painter.setPen(self.theme.pen("ink" if chosen else "hairline"))
        hovered = self.underMouse() and self.isEnabled()
        painter.setBrush(self.theme.color("ink" if chosen else "highlight" if hovered else "card"))
        painter.drawRoundedRect(rect, 6, 6)
        color = "card" if chosen else "muted" if self.isEnabled() else "faint"
        # the strokes of bold Han run together where they are light on dark
        role = "strong" if chosen and language_of(self.text()) != "zh" else "text"
        write(painter, rect, self.text(), role, self.theme.color(color), CENTER)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.theme.pen("card" if chosen else "ink", 1.5))
            painter.drawRoundedRect(rect.adjusted(2.5, 2.5, -2.5, -2.5), 4, 4)


class SegmentedControl(QWidget):
    """A few choices side by side, one of them made.

    Args:
        keys: of the choices.
        air_px: how much wider a button is than its text.

    Signals:
        chosen: the key of the choice that the reader made.
    """

    chosen = Signal(str)

    def __init__(
        self, keys: Sequence[str], theme: Theme = LIGHT, parent: QWidget | None = None, *, air_px: int = 26
    ) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        self._group = QButtonGroup(self)
        self._segments: dict[str, _Segment] = {}
        for key in keys:
            segment = _Segment(key, air_px, theme, self)
            layout.addWidget(segment)
            self._group.addButton(segment)
            self._segments[key] = segment
            segment.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all choices."""
        return tuple(self._segments)

    def choose(self, key: str | None) -> None:
        """Shows this choice as made (None: none), and lets Tab stop at it; says nothing."""
        self._group.setExclusive(False)
        stop = next(iter(self._segments)) if key is None else key
        for name, segment in self._segments.items():
            segment.setChecked(name == key)
            segment.setFocusPolicy(Qt.FocusPolicy.TabFocus if name == stop else Qt.FocusPolicy.NoFocus)
        self._group.setExclusive(key is not None)

    def allow(self, keys: Sequence[str]) -> None:
        """Enables these choices and no others."""
        for name, segment in self._segments.items():
            segment.setEnabled(name in keys)

    def show_only(self, keys: Sequence[str]) -> None:
        """Shows these choices and no others, none of them made; Tab stops at the first."""
        self.choose(None)
        for name, segment in self._segments.items():
            segment.setVisible(name in keys)
            first = name == next(iter(keys), None)
            segment.setFocusPolicy(Qt.FocusPolicy.TabFocus if first else Qt.FocusPolicy.NoFocus)

    def name(self, texts: Mapping[str, str], tips: Mapping[str, str] | None = None) -> None:
        """Sets what stands on the buttons, and their tooltips."""
        for key, text in texts.items():
            segment = self._segments[key]
            segment.setText(text)
            segment.setToolTip((tips or {}).get(key, ""))
            segment.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        """Recolours the buttons."""
        for segment in self._segments.values():
            segment.set_theme(theme)


class Chip(_Drawn):
    """A few words about something that is not as usual, with a cross: a click takes it back."""

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setFixedHeight(CHIP_PX)
        self.show_text("", "")

    def show_text(self, text: str, tip: str, least_px: float = inf) -> None:
        """Shows these words, and in the tooltip all of them; none hides the chip.

        Args:
            text: as much of it as there is room for.
            tip: the tooltip.
            least_px: how much of the text has room in any case.
        """
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setVisible(text != "")
        whole = width_px(text, "caption")
        self.setMinimumWidth(round(min(whole, least_px)) + CHIP_AIR_PX)
        self.setMaximumWidth(round(whole) + CHIP_AIR_PX)
        self.update()

    def sizeHint(self) -> QSize:
        """Qt's call: what it needs at least."""
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's call."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(self.theme.pen("ink" if self.underMouse() else "muted"))
        painter.setBrush(self.theme.color("highlight"))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        self._focus_ring(painter, rect.adjusted(1.5, 1.5, -1.5, -1.5), rect.height() / 2)
        words = rect.adjusted(12, 0, -26, 0)
        ink = self.theme.color("ink")
        write(painter, words, self.text(), "caption", ink, LEFT)
        paint_icon(painter, "close", ink, QPointF(rect.right() - 15, rect.center().y()))


class FlatComboBox(QComboBox):
    """A list that drops down, drawn like its neighbours."""

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setFont(font("text"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keep_own_keys(self)
        self.setFixedHeight(30)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Recolours the list."""
        self.theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Qt's call: as wide as the longest entry."""
        widest = max((width_px(self.itemText(index), "text") for index in range(self.count())), default=120)
        return QSize(min(round(widest), WIDEST_ENTRY_PX) + 42, 30)

    def minimumSizeHint(self) -> QSize:
        """Qt's call."""
        return QSize(80, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's call."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(self.theme.pen("ink", 1.5) if self.hasFocus() else self.theme.pen("hairline"))
        painter.setBrush(self.theme.color("highlight" if self.underMouse() else "card"))
        painter.drawRoundedRect(rect, 6, 6)
        write(
            painter, rect.adjusted(12, 0, -28, 0), self.currentText(), "text", self.theme.color("ink"), LEFT
        )
        middle = QPointF(rect.right() - 16, rect.center().y())
        paint_icon(painter, "chevron", self.theme.color("muted"), middle)
