"""Buttons drawn by us: transport icons, a row of which one is chosen, and a flat list to drop down."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QComboBox, QHBoxLayout, QWidget

from gui.drawing.ink import CENTER, LEFT, width_px, write
from gui.drawing.theme import LIGHT, Theme, font


def _polygon(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath(QPointF(*points[0]))
    for point in points[1:]:
        path.lineTo(QPointF(*point))
    path.closeSubpath()
    return path


def _bar(left: float, top: float, width: float, height: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(left, top, width, height), 0.8, 0.8)
    return path


def _half_disc() -> QPainterPath:
    """A circle of which the right half is filled: light and dark."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    path.addEllipse(QPointF(8, 8), 6.5, 6.5)
    path.addEllipse(QPointF(8, 8), 5.3, 5.3)
    half = QPainterPath(QPointF(8, 2.7))
    half.arcTo(QRectF(2.7, 2.7, 10.6, 10.6), 90, -180)
    half.closeSubpath()
    return path.united(half)


def _loop() -> QPainterPath:
    """Two arrows that follow each other around."""
    line = QPainterPath(QPointF(2.5, 8))
    line.cubicTo(QPointF(2.5, 4), QPointF(5, 3.5), QPointF(10, 3.5))
    back = QPainterPath(QPointF(13.5, 8))
    back.cubicTo(QPointF(13.5, 12), QPointF(11, 12.5), QPointF(6, 12.5))
    stroke = QPen()
    stroke.setWidthF(1.6)
    stroker = QPainterPathStroker(stroke)
    path = stroker.createStroke(line).united(stroker.createStroke(back))
    path = path.united(_polygon((9.6, 0.8), (13.2, 3.5), (9.6, 6.2)))
    return path.united(_polygon((6.4, 9.8), (2.8, 12.5), (6.4, 15.2)))


# Each icon in a square of 16 × 16.
ICONS: Mapping[str, Callable[[], QPainterPath]] = {
    "first": lambda: _bar(2, 3, 2, 10).united(_polygon((13.5, 3), (13.5, 13), (5.5, 8))),
    "previous": lambda: _polygon((11.5, 3), (11.5, 13), (3.5, 8)),
    "play": lambda: _polygon((4.5, 2.5), (4.5, 13.5), (13.5, 8)),
    "pause": lambda: _bar(3.8, 2.8, 3, 10.4).united(_bar(9.2, 2.8, 3, 10.4)),
    "next": lambda: _polygon((4.5, 3), (4.5, 13), (12.5, 8)),
    "last": lambda: _bar(12, 3, 2, 10).united(_polygon((2.5, 3), (2.5, 13), (10.5, 8))),
    "minus": lambda: _bar(3.5, 7.2, 9, 1.7),
    "plus": lambda: _bar(3.5, 7.2, 9, 1.7).united(_bar(7.15, 3.5, 1.7, 9)),
    "theme": _half_disc,
    "loop": _loop,
}


class _Drawn(QAbstractButton):
    """What both kinds of button share: a theme, and no focus by a click, so that Space still plays."""

    def __init__(self, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Recolours the button."""
        self.theme = theme
        self.update()

    def _focus_ring(self, painter: QPainter, rect: QRectF, radius_px: float) -> None:
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.theme.pen("ink", 1.5))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius_px, radius_px)


class IconButton(_Drawn):
    """A round button with an icon of `ICONS`; the primary one is filled."""

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
        self._path = ICONS[icon]()
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
        self._focus_ring(painter, rect, rect.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        faint = not self.isEnabled() or (self.isCheckable() and not self.isChecked())
        painter.setBrush(self.theme.color("card" if self._primary else "faint" if faint else "ink"))
        painter.translate(rect.center() - QPointF(8, 8))
        painter.drawPath(self._path)


class _Segment(_Drawn):
    def __init__(self, text: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setText(text)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        """Qt's call."""
        return QSize(round(width_px(self.text(), "strong")) + 26, 30)

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
        write(painter, rect, self.text(), "strong" if chosen else "text", self.theme.color(color), CENTER)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.theme.pen("card" if chosen else "ink", 1.5))
            painter.drawRoundedRect(rect.adjusted(2.5, 2.5, -2.5, -2.5), 4, 4)


class SegmentedControl(QWidget):
    """A few choices side by side, one of them made.

    Signals:
        chosen: the key of the choice that the reader made.
    """

    chosen = Signal(str)

    def __init__(self, keys: Sequence[str], theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        self._group = QButtonGroup(self)
        self._segments: dict[str, _Segment] = {}
        for key in keys:
            segment = _Segment(key, theme, self)
            layout.addWidget(segment)
            self._group.addButton(segment)
            self._segments[key] = segment
            segment.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all choices."""
        return tuple(self._segments)

    def choose(self, key: str | None) -> None:
        """Shows this choice as made (None: none); says nothing."""
        self._group.setExclusive(False)
        for name, segment in self._segments.items():
            segment.setChecked(name == key)
        self._group.setExclusive(key is not None)

    def allow(self, keys: Sequence[str]) -> None:
        """Enables these choices and no others."""
        for name, segment in self._segments.items():
            segment.setEnabled(name in keys)

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


class FlatComboBox(QComboBox):
    """A list that drops down, drawn like its neighbours."""

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setFont(font("text"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(30)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Recolours the list."""
        self.theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Qt's call: as wide as the longest entry."""
        widest = max((width_px(self.itemText(index), "text") for index in range(self.count())), default=120)
        return QSize(round(widest) + 42, 30)

    def minimumSizeHint(self) -> QSize:
        """Qt's call."""
        return QSize(90, 30)

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
        middle = QPointF(rect.right() - 16, rect.center().y() + 1.5)
        chevron = QPainterPath(middle + QPointF(-4, -3.5))
        chevron.lineTo(middle)
        chevron.lineTo(middle + QPointF(4, -3.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self.theme.pen("muted", 1.4))
        painter.drawPath(chevron)
