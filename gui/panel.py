"""What every panel is: one picture of (scene, moment), painted alike on screen, in files and on paper."""

import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from math import ceil
from typing import ClassVar

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QToolTip, QWidget

from gui.drawing.ink import LEFT, RIGHT, width_px, write
from gui.drawing.theme import LIGHT, Theme, font
from gui.language import current_language, translate
from gui.scene import Direction, Moment, Scene
from gui.view import WeightChoice

log = logging.getLogger(__name__)

PADDING_PX = 14.0
HEADING_PX = 20.0
RADIUS_PX = 8.0
RING_PX = 2.0

BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
"""Why a panel gets the focus where the reader uses the keyboard."""

RETURNS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Why it gets back what it had before."""


@dataclass(frozen=True)
class Hit:
    """What lies under the mouse: what it is, and what a click there wishes."""

    tip: str
    moment: Moment | None = None
    unit: int | None = None
    command: str = ""
    weight: WeightChoice | None = None

    @property
    def clickable(self) -> bool:
        """Whether a click there wishes anything."""
        wishes = (self.moment, self.unit, self.weight)
        return self.command != "" or any(wish is not None for wish in wishes)


@dataclass(frozen=True)
class Table:
    """The numbers of a panel, for *View as table* and CSV."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]


OF_AN_OUTPUT = frozenset({"gradient", "memory", "paths", "update", "forgetting"})
"""Records that are about ℓ, one of a network's outputs."""


class Panel(QWidget):
    """One picture of (scene, moment): same pair, same pixels.

    A panel is a fixed composition: a card with a heading, a ground that stays while the reader plays, and
    content that changes with the moment. The ground is kept as pixels on the screen, because laying out
    text is what a frame spends most of its time on; files and paper get both painted afresh. A panel knows
    neither the player nor other panels; it can only wish.

    Signals:
        seek_requested: a `Moment` that the reader pointed at.
        unit_selected: the hidden unit that the reader pointed at.
        command_requested: the id of a command of `gui.actions`.
        weight_chosen: a `WeightChoice` that the reader pointed at.
        attended: this panel, and whether the reader turns to it, by the mouse or by Tab, or the mouse leaves.
        failed: the sentence that stands in the panel's place when it could not be painted.
    """

    seek_requested = Signal(object)
    unit_selected = Signal(int)
    command_requested = Signal(str)
    weight_chosen = Signal(object)
    attended = Signal(object, bool)
    failed = Signal(str)

    NAME: ClassVar[str]
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (640, 400)
    COMPARES: ClassVar[bool] = False
    """Whether it shows all cells side by side, and not only the one that is looked into."""

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.scene: Scene | None = None
        self.moment: Moment | None = None
        self._zoom = 1.0
        self._failure: str | None = None
        self._kept_ground: tuple[Hashable, QPixmap] | None = None
        self._kept_content: tuple[Hashable, QPixmap] | None = None
        self.setObjectName(self.NAME)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFocusPolicy(
            Qt.FocusPolicy.StrongFocus
        )  # a click ends typing elsewhere; only Tab draws a ring
        self.ringed = False

    # What a subclass says and paints

    def needs(self, scene: Scene) -> frozenset[str]:
        """Names of the records of a `Run`, beside the trace, that this picture is drawn from."""
        return frozenset()

    def title(self) -> str:
        """The heading, in the current language."""
        raise NotImplementedError  # every row of PANELS has one: checked by the panels' contract test

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """A quieter line beside the heading; empty for none."""
        return ""

    def note(self, scene: Scene, moment: Moment) -> str:
        """A few words at the right end of the heading line; empty for none."""
        return ""

    def prepare(self, scene: Scene, moment: Moment) -> None:
        """Called when scene or moment have changed, before the next painting."""

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """All that `paint_ground` reads of scene and moment: while it stays equal, so does the ground."""
        return ()

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints what stays while the reader plays into `rect`, in logical pixels, under the content."""

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the content into `rect`, in logical pixels; raises rather than paints something wrong."""
        raise NotImplementedError  # as above

    def export_size_px(self, scene: Scene) -> tuple[float, float]:
        """The size of a picture of this scene in a file, as wide as `EXPORT_SIZE_PX`."""
        return self.EXPORT_SIZE_PX

    def hit_at(self, position: QPointF) -> Hit | None:
        """What lies at `position`, if it can be read or clicked."""
        return None

    def table(self, scene: Scene, moment: Moment) -> Table:
        """The numbers that the picture shows."""
        raise NotImplementedError  # as above

    def numbers(self, scene: Scene, moment: Moment) -> Table:
        """The table as it is handed on: where ℓ is one of several outputs, a column says which."""
        table = self.table(scene, moment)
        backward = moment.direction is Direction.BACKWARD
        if scene.trace.outputs < 2 or not (backward or self.needs(scene) & OF_AN_OUTPUT):
            return table
        output = scene.trace.provenance.output or 0
        return Table((*table.columns, "output"), tuple((*row, output) for row in table.rows))

    def summary(self, scene: Scene, moment: Moment) -> str:
        """The picture in one sentence, for those who do not see it."""
        raise NotImplementedError  # as above

    # What all panels share

    def draw(self, scene: Scene, moment: Moment) -> None:
        """Shows this pair. The only way in which a panel ever changes, besides its theme."""
        self.scene, self.moment = scene, moment
        self._failure = None
        try:
            self.prepare(scene, moment)
            self._name()
        except Exception as error:  # noqa: BLE001  one panel must not take the window with it
            self._fail(error)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Qt's call: name and picture follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._draw_again()
        super().changeEvent(event)

    def _name(self) -> None:
        name = self.title() or self.NAME.replace("_", " ")
        if name != self.accessibleName():
            self.setAccessibleName(name)

    def set_theme(self, theme: Theme) -> None:
        """Recolours the picture, data included."""
        self.theme = theme
        self._draw_again()

    def _draw_again(self) -> None:
        if self.scene is not None and self.moment is not None:
            self.draw(self.scene, self.moment)

    def set_zoom(self, zoom: float) -> None:
        """Enlarges everything in the card alike, for large screens and classrooms."""
        if zoom != self._zoom:
            self._zoom = zoom
            self.update()

    def logical_size(self) -> QSizeF:
        """The size that `paint` and `hit_at` think in: the widget's, before zooming."""
        return QSizeF(self.width() / self._zoom, self.height() / self._zoom)

    def content_rect(self, size: QSizeF) -> QRectF:
        """The part of a card of this size that belongs to the content."""
        top = PADDING_PX + HEADING_PX + 6 if self.title() else PADDING_PX
        return QRectF(PADDING_PX, top, size.width() - 2 * PADDING_PX, size.height() - top - PADDING_PX + 2)

    def paint(self, painter: QPainter, size: QSizeF) -> None:
        """Paints the whole card, on any device: what files, paper and the clipboard get."""
        self._paint_ground(painter, size)
        self._paint_content(painter, size)

    def _paint_ground(self, painter: QPainter, size: QSizeF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter, size)
        if self.scene is not None and self.moment is not None:
            painter.save()
            self.paint_ground(painter, self.content_rect(size), self.scene, self.moment)
            painter.restore()

    def _paint_content(self, painter: QPainter, size: QSizeF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.scene is not None and self.moment is not None:
            self._paint_heading(painter, size, self.scene, self.moment)
            painter.save()
            self.paint_content(painter, self.content_rect(size), self.scene, self.moment)
            painter.restore()

    def _ground(self, size: QSizeF) -> QPixmap:
        """The card and its ground as pixels, painted again only when something in them has changed."""
        ratio = self.devicePixelRatio()
        read = self.ground_key(self.scene, self.moment) if self.scene and self.moment else None
        key = (read, self.width(), self.height(), self._zoom, ratio, self.theme.name, current_language())
        if self._kept_ground is None or self._kept_ground[0] != key:
            # the last half pixel of a scaled screen too: it would stay black
            pixels = QPixmap(ceil(self.width() * ratio), ceil(self.height() * ratio))
            pixels.setDevicePixelRatio(ratio)
            pixels.fill(self.theme.color("ground"))
            painter = QPainter(pixels)
            painter.scale(self._zoom, self._zoom)
            try:
                self._paint_ground(painter, size)
            finally:
                painter.end()
            self._kept_ground = (key, pixels)
        return self._kept_ground[1]

    def kept(self, key: Hashable, paint: Callable[[QPainter], None]) -> QPixmap:
        """Costly content as pixels of the screen over nothing, painted again only when the key changes.

        For what grows with the moment and never changes: on the screen a part of the pixels is shown.
        """
        device, ratio = self.devicePixelRatio(), self.devicePixelRatio() * self._zoom
        whole = (key, self.width(), self.height(), ratio, self.theme.name)
        if self._kept_content is None or self._kept_content[0] != whole:
            pixels = QPixmap(round(self.width() * device), round(self.height() * device))
            pixels.setDevicePixelRatio(ratio)
            pixels.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixels)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            try:
                paint(painter)
            finally:
                painter.end()
            self._kept_content = (whole, pixels)
        return self._kept_content[1]

    def _paint_card(self, painter: QPainter, size: QSizeF) -> None:
        if self.theme.transparent:
            return
        painter.setBrush(self.theme.color("card"))
        painter.setPen(self.theme.pen("hairline") if self.theme.name != "paper" else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(0.5, 0.5, size.width() - 1, size.height() - 1), RADIUS_PX, RADIUS_PX)

    def _paint_heading(self, painter: QPainter, size: QSizeF, scene: Scene, moment: Moment) -> None:
        title, note = self.title(), self.note(scene, moment)
        if not title:
            return
        line = QRectF(PADDING_PX, PADDING_PX - 2, size.width() - 2 * PADDING_PX, HEADING_PX)
        write(painter, line, title, "title", self.theme.color("ink"))
        taken = width_px(title, "title") + 12
        if note:
            write(painter, line, note, "caption", self.theme.color("muted"), RIGHT)
            line.setRight(line.right() - width_px(note, "caption") - 12)
        line.setLeft(line.left() + taken)
        if line.width() > 24:
            write(painter, line, self.subtitle(scene, moment), "caption", self.theme.color("muted"), LEFT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's call: the card on the screen; a failure becomes a sentence in its place."""
        painter = QPainter(self)
        try:
            if self._failure is None:
                try:
                    painter.drawPixmap(0, 0, self._ground(self.logical_size()))
                    painter.scale(self._zoom, self._zoom)
                    self._paint_content(painter, self.logical_size())
                except Exception as error:  # noqa: BLE001  as in draw
                    self._fail(error)
                    painter.end()
                    painter.begin(self)
            if self._failure is not None:
                self._paint_failure(painter, self._failure)
            if self.ringed and self.hasFocus():
                self._paint_ring(painter)
        finally:
            # A logged error keeps this frame and its painter, perhaps for longer than what it paints on.
            painter.end()

    def _paint_ring(self, painter: QPainter) -> None:
        """Says that this card has the keys' attention: on the screen alone."""
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self.theme.pen("ink", RING_PX))
        inset = RING_PX / 2
        rect = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(rect, RADIUS_PX * self._zoom, RADIUS_PX * self._zoom)

    def _paint_failure(self, painter: QPainter, sentence: str) -> None:
        painter.fillRect(self.rect(), self.theme.color("ground"))
        painter.scale(self._zoom, self._zoom)
        size = self.logical_size()
        self._paint_card(painter, size)
        rect = QRectF(0, 0, size.width(), size.height())
        rect.adjust(PADDING_PX, PADDING_PX, -PADDING_PX, -PADDING_PX)
        painter.setFont(font("text"))
        painter.setPen(self.theme.color("muted"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), sentence)

    def _fail(self, error: Exception) -> None:
        log.exception("panel %s could not be drawn", self.NAME)
        self._failure = translate("Panel", "This panel could not be drawn: {reason}").format(reason=error)
        self.failed.emit(self._failure)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt's call: what can be clicked has a pointing hand."""
        hit = self.hit_at(self._logical(event.position())) if self.scene is not None else None
        clickable = hit is not None and hit.clickable
        self.attended.emit(self, True)
        shape = Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._wish(hit)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's call: a click is a wish."""
        if event.button() == Qt.MouseButton.LeftButton and self.scene is not None:
            hit = self.hit_at(self._logical(event.position()))
            self._wish(hit)
            if hit is not None and hit.command:  # a press, not a drag: it would switch to and fro
                self.command_requested.emit(hit.command)
            if hit is not None and hit.weight is not None:
                self.weight_chosen.emit(hit.weight)

    def _logical(self, position: QPointF) -> QPointF:
        return QPointF(position.x() / self._zoom, position.y() / self._zoom)

    def _wish(self, hit: Hit | None) -> None:
        if hit is None:
            return
        if hit.unit is not None:
            self.unit_selected.emit(hit.unit)
        if hit.moment is not None:
            self.seek_requested.emit(hit.moment)

    def event(self, event: QEvent) -> bool:
        """Qt's call: tooltips come from what lies under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            hit = self.hit_at(self._logical(QPointF(event.pos()))) if self.scene is not None else None
            if hit is not None and hit.tip:
                QToolTip.showText(event.globalPos(), hit.tip, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Qt's call: the panel under the mouse is the one that is meant."""
        self.attended.emit(self, True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt's call."""
        self.attended.emit(self, False)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt's call: who comes by Tab means this panel, wherever the mouse lies, and sees a ring."""
        if event.reason() not in RETURNS:
            self.ringed = event.reason() in BY_KEYS
            if self.ringed:
                self.attended.emit(self, True)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's call: the menu key opens the panel's menu."""
        if event.key() == Qt.Key.Key_Menu:
            self.customContextMenuRequested.emit(self.rect().center())
            return
        super().keyPressEvent(event)
