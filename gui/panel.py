"""What every panel is: one picture of (scene, moment), painted alike on screen, in files and on paper."""

import logging
import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, inf
from typing import ClassVar, NamedTuple

from PySide6.QtCore import QEvent, QLineF, QObject, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from engine.cells import CELLS
from gui.drawing.ghost import KEY_PX, paint_key
from gui.drawing.ink import fitted, width_px, write, write_paragraph
from gui.drawing.theme import LIGHT, NO_BRUSH, NO_PEN, Theme
from gui.drawing.tips import show_tip
from gui.drawing.word_axis import WordAxis, paint_pointed
from gui.language import current_language, labelled, translate
from gui.scene import Direction, Moment, Run, Scene
from gui.view import WeightChoice
from gui.zooming import Zooming

log = logging.getLogger(__name__)

PADDING_PX = 14.0
HEADING_PX = 20.0
RADIUS_PX = 8.0
RING_PX = 2.0
GAP_PX = 12.0  # between the texts of a heading
MARK_PX = KEY_PX + 5.0  # for the mark in front of a ghost's name
LONGEST_WORD = 80  # characters of a word in a tooltip
CORNER_PX = 18.0  # of each of the two buttons in the corner of a card, in the margin above the heading
CLAUSE_END = re.compile(r" · |: |, |; |[：，；](?!”)")

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
    drags: bool = False  # up and down

    @property
    def clickable(self) -> bool:
        """Whether a click there wishes anything."""
        wishes = (self.moment, self.unit, self.weight)
        return self.command != "" or any(wish is not None for wish in wishes)


def cell_hit(scene: Scene, cell: str, tip: str) -> Hit:
    """The name of a cell where cells are compared: a click looks into that one."""
    if cell == scene.view.cell:
        return Hit(tip)
    click = translate("Panel", "Click: look into the {cell}").format(cell=CELLS[cell].title)
    return Hit(f"{tip}\n{click}" if tip else click, command=f"cell_{cell}")


def untouched(said: str = "") -> str:
    """What the run is called as it was before the reader changed it; for tooltips, what is said of it."""
    name = translate("Panel", "untouched")
    return labelled(name, said) if said else name


@dataclass(frozen=True)
class Table:
    """The numbers of a panel, for *View as table* and CSV."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]


@lru_cache(maxsize=1024)
def whole_clauses(text: str, role: str, room_px: float) -> str:
    """As much of a subtitle as there is room for, in whole clauses; all of it is in the card's tooltip."""
    ends = [len(text), *(found.start() for found in reversed(list(CLAUSE_END.finditer(text))))]
    return next((text[:end] for end in ends if width_px(text[:end], role) <= room_px), "")


class HeadingText(NamedTuple):
    """One of the texts of a heading line."""

    text: str
    rect: QRectF
    role: str
    color: str
    has_mark: bool = False  # in front of it: that of a ghost


@lru_cache(maxsize=256)
def _heading(title: str, subtitle: str, note: str, ghost: str, width: float) -> tuple[HeadingText, ...]:
    """The texts of a heading line.

    The name of the ghost leaves room for its mark; where there is none for both, neither is there.
    """
    line = QRectF(PADDING_PX, PADDING_PX - 2, width - 2 * PADDING_PX, HEADING_PX)
    found = [HeadingText(title, QRectF(line), "title", "ink")]
    taken = width_px(title, "title") + GAP_PX

    def at_the_end(text: str, mark_px: float) -> None:
        wide = width_px(text, "caption")
        line.setRight(line.right() - wide)
        rect = QRectF(line.right(), line.top(), wide + 1, HEADING_PX)
        found.append(HeadingText(text, rect, "caption", "muted", mark_px > 0))
        line.setRight(line.right() - mark_px - GAP_PX)

    if note:
        beside = whole_clauses(note, "caption", line.width() - taken)
        at_the_end(beside or fitted(note, "caption", line.width()), 0.0)
    if ghost and line.width() - taken >= width_px(ghost, "caption") + MARK_PX:
        at_the_end(ghost, MARK_PX)
    line.setLeft(line.left() + taken)
    subtitle = whole_clauses(subtitle, "caption", line.width())
    return (*found, HeadingText(subtitle, line, "caption", "muted")) if subtitle else tuple(found)


ENLARGE, MENU = "zoom_panel", "menu"
CORNER = (ENLARGE, MENU)
"""The buttons in the corner of a card, from the left: the command of the first, and the card's own menu."""

OF_AN_OUTPUT = frozenset(
    {"gradient", "memory", "paths", "update", "forgetting", "leave_one_out", "attribution"}
)
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
        word_retyped: a token, and what the reader has typed in its place; nothing to leave it out.
        range_requested: the tokens that all word axes shall show, as a `range`.
        hold_requested: a `Hold`, and whether the hand is still on it: then others may take its place.
        words_marked: the words over which the reader has drawn a mark, as a `range`.
        token_pointed: the token of a word axis that the mouse is at; None once it is at none.
        attended: this panel, and whether the reader turns to it, by the mouse or by Tab, or the mouse leaves.
        failed: the sentence that stands in the panel's place when it could not be painted.
    """

    seek_requested = Signal(object)
    unit_selected = Signal(int)
    command_requested = Signal(str)
    weight_chosen = Signal(object)
    word_retyped = Signal(int, str)
    range_requested = Signal(object)
    hold_requested = Signal(object, bool)
    words_marked = Signal(object)
    token_pointed = Signal(object)
    attended = Signal(object, bool)
    failed = Signal(str)

    NAME: ClassVar[str]
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (640, 400)
    NARROWEST_PX: ClassVar[float] = inf
    """On narrow paper it is laid out narrower, down to this, in the same height, so that it can be read."""
    COMPARES: ClassVar[bool] = False
    """Whether it shows all cells side by side, and not only the one that is looked into."""
    HAS_BARS: ClassVar[bool] = False
    """Whether it draws numbers as bars, whose ghosts are outlines, and not as curves."""
    HEADED_FROM_PX: ClassVar[float] = 0.0
    """Lower cards have no heading."""
    STILL: ClassVar[bool] = False
    """Whether all of it is ground: such a picture is painted again only when that changes."""

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.scene: Scene | None = None
        self.moment: Moment | None = None
        self._zoom = 1.0
        self._failure: str | None = None
        self._still: Hashable = None
        self._kept_ground: tuple[Hashable, QPixmap] | None = None
        self._heading_shown: tuple[HeadingText, ...] | None = None  # by the last painting
        self._heading_kept: tuple[HeadingText, ...] = ()  # in the ground
        self._kept_content: tuple[Hashable, QPixmap] | None = None
        self.setObjectName(self.NAME)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFocusPolicy(
            Qt.FocusPolicy.StrongFocus
        )  # a click ends typing elsewhere; only Tab draws a ring
        self.ringed = False
        self.enlarged = False
        self.command_tip: Callable[[str], str] = lambda command: ""
        self._corner = ""  # the button there that the mouse is on
        self._zooming = Zooming()
        self._mouse = QPointF()
        self._told_token: int | None = None  # that the mouse is at
        self._pointed: int | None = None  # by the mouse, in any panel
        self._kept_frame: tuple[Hashable, QPixmap] | None = None

    # What a subclass says and paints

    def needs(self, scene: Scene) -> frozenset[str]:
        """Names of the records of a `Run`, beside the trace, that this picture is drawn from."""
        return frozenset()

    def runs(self, scene: Scene) -> Mapping[str, Run]:
        """The readings that this picture is drawn from, by cell."""
        return scene.runs if self.COMPARES else {scene.view.cell: scene.run}

    def title(self) -> str:
        """The heading, in the current language."""
        raise NotImplementedError  # every row of PANELS has one: checked by the panels' contract test

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """A quieter line beside the heading; empty for none."""
        return ""

    def note(self, scene: Scene, moment: Moment) -> str:
        """A few words at the right end of the heading line; empty for none."""
        return ""

    def shows_ghost(self, scene: Scene, moment: Moment) -> bool:
        """Whether the untouched run is drawn beside what the reader made of it: then the heading says so."""
        return False

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

    def word_axis(self, rect: QRectF, scene: Scene) -> WordAxis | None:
        """Where words stand along the picture, if they do: there the mouse zooms, moves and points."""
        return None

    def table(self, scene: Scene, moment: Moment) -> Table:
        """The numbers that the picture shows, of every token whatever the range in sight."""
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
        turned = self.scene is not None and self.scene.view.range != scene.view.range
        self.scene, self.moment = scene, moment
        self._failure, self._kept_frame = None, None
        self._zooming.forget()
        try:
            self.prepare(scene, moment)
            self._name()
            if self.STILL and self._stays(scene, moment):
                return
        except Exception as error:  # noqa: BLE001  one panel must not take the window with it
            self._fail(error)
        if turned and self._told_token is not None:
            self._point(self._mouse)  # other words have come under it
        self.update()

    def _stays(self, scene: Scene, moment: Moment) -> bool:
        """Whether a picture that is all ground is the one that is shown already."""
        before = self._still
        heading = self.title(), self.subtitle(scene, moment), self.note(scene, moment)
        self._still = self.ground_key(scene, moment), heading, self.theme.name, current_language()
        return self._still == before

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
        self._paint_ground(painter, size, ())
        self._paint_content(painter, size, self._heading(size))

    def _paint_ground(self, painter: QPainter, size: QSizeF, heading: Iterable[HeadingText]) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter, size)
        self._paint_heading(painter, heading)
        if self.scene is not None and self.moment is not None:
            painter.save()
            self.paint_ground(painter, self.content_rect(size), self.scene, self.moment)
            painter.restore()

    def _paint_content(self, painter: QPainter, size: QSizeF, heading: Iterable[HeadingText]) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_heading(painter, heading)
        if self.scene is not None and self.moment is not None:
            painter.save()
            self.paint_content(painter, self.content_rect(size), self.scene, self.moment)
            painter.restore()

    def _show(self, painter: QPainter) -> None:
        """Paints the card into pixels of the screen: its ground as it is kept, and what is new over it."""
        size = self.logical_size()
        heading = self._heading(size)
        painter.drawPixmap(0, 0, self._ground(size, heading))
        painter.scale(self._zoom, self._zoom)
        self._paint_content(painter, size, [text for text in heading if text not in self._heading_kept])

    def _ground(self, size: QSizeF, heading: tuple[HeadingText, ...]) -> QPixmap:
        """The card and its ground as pixels, painted again only when something in them has changed.

        Most texts of a heading stay while the reader plays: the ground has those that stood there at the
        last painting too.
        """
        ratio = self.devicePixelRatio()
        read = self.ground_key(self.scene, self.moment) if self.scene and self.moment else None
        key = (read, self.width(), self.height(), self._zoom, ratio, self.theme.name, current_language())
        before, self._heading_shown = self._heading_shown, heading
        stands = all(text in heading for text in self._heading_kept)
        if self._kept_ground is None or self._kept_ground[0] != key or not stands:
            self._heading_kept = tuple(text for text in heading if before is None or text in before)
            # the last half pixel of a scaled screen too: it would stay black
            pixels = QPixmap(ceil(self.width() * ratio), ceil(self.height() * ratio))
            pixels.setDevicePixelRatio(ratio)
            pixels.fill(self.theme.color("ground"))
            painter = QPainter(pixels)
            painter.scale(self._zoom, self._zoom)
            try:
                self._paint_ground(painter, size, self._heading_kept)
                for button in CORNER:
                    self._paint_corner(painter, button, "faint")
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

    def _heading(self, size: QSizeF) -> tuple[HeadingText, ...]:
        """What stands in the heading line of a card of this size."""
        scene, moment, title = self.scene, self.moment, self.title()
        if scene is None or moment is None or not title or size.height() < self.HEADED_FROM_PX:
            return ()
        ghost = untouched() if self.shows_ghost(scene, moment) else ""
        return _heading(title, self.subtitle(scene, moment), self.note(scene, moment), ghost, size.width())

    def _paint_heading(self, painter: QPainter, heading: Iterable[HeadingText]) -> None:
        for text, rect, role, color, has_mark in heading:
            write(painter, rect, text, role, self.theme.color(color), elide=False)
            if has_mark:
                paint_key(painter, rect.translated(-MARK_PX, 0), self.theme, outlined=self.HAS_BARS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's call: the card on the screen; a failure becomes a sentence in its place."""
        painter = QPainter(self)
        try:
            if self._failure is None:
                try:
                    self._paint_screen(painter)
                    if self.underMouse():
                        for button in CORNER:
                            self._paint_corner(painter, button, "ink" if button == self._corner else "muted")
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

    def corner_rect(self, button: str) -> QRectF:
        """Where one of the two buttons in the corner stands: on the screen alone, never in a picture."""
        left = self.logical_size().width() - (len(CORNER) - CORNER.index(button)) * CORNER_PX
        return QRectF(left - 3, 0, CORNER_PX, CORNER_PX - 2)

    def _paint_corner(self, painter: QPainter, button: str, color: str) -> None:
        middle = self.corner_rect(button).center() + QPointF(0, 0.5)
        if button == MENU:
            painter.setPen(NO_PEN)
            painter.setBrush(self.theme.color(color))
            for step in (-4, 0, 4):
                painter.drawEllipse(middle + QPointF(step, 0), 1.2, 1.2)
            return
        painter.setPen(self.theme.pen(color, 1.2))
        tip, back = (1.0, 4.0) if self.enlarged else (4.0, 1.0)  # arrows that meet, or point away
        for sign in (1, -1):
            x, y = middle.x() + sign * tip, middle.y() - sign * tip
            painter.drawLine(QLineF(x, y, middle.x() + sign * back, y))
            painter.drawLine(QLineF(x, y, x, middle.y() - sign * back))
            painter.drawLine(QLineF(x, y, middle.x() + sign * (5 - tip), middle.y() - sign * (5 - tip)))

    def _corner_at(self, position: QPointF) -> str:
        return next((button for button in CORNER if self.corner_rect(button).contains(position)), "")

    def _hit(self, position: QPointF) -> Hit | None:
        """What lies there, the buttons in the corner included."""
        button = self._corner_at(position)
        if button == MENU:
            return Hit(translate("Panel", "Export, copy, numbers as a table …"), command=MENU)
        if button == ENLARGE:
            tip = translate("Panel", "Show all again  Esc") if self.enlarged else self.command_tip(ENLARGE)
            return Hit(tip, command=ENLARGE)
        return self.hit_at(position) or self._word_at(position)

    def _word_at(self, position: QPointF) -> Hit | None:
        """The word of an axis: a click goes there."""
        axis, scene = self._axis_at(position), self.scene
        if axis is None or scene is None or self.moment is None or not axis.words.contains(position):
            return None
        token = axis.columns.at(position.x())
        word = translate("Panel", "word {position}, “{word}”").format(
            position=token + 1, word=scene.trace.tokens[token][:LONGEST_WORD]
        )
        return Hit(f"{word}\n{_about_axis()}", scene.complete(token, self.moment.direction))

    def _paint_screen(self, painter: QPainter) -> None:
        """The card as it is, and over it the word that the mouse is at, which is no part of the picture.

        While the mouse is at a word the card is kept as pixels: only the line over it moves.
        """
        if self._pointed is None:
            self._show(painter)
            return
        ratio = self.devicePixelRatio()
        key = (self.width(), self.height(), self._zoom, ratio)
        if self._kept_frame is None or self._kept_frame[0] != key:
            pixels = QPixmap(ceil(self.width() * ratio), ceil(self.height() * ratio))
            pixels.setDevicePixelRatio(ratio)
            into = QPainter(pixels)
            try:
                self._show(into)
            finally:
                into.end()
            self._kept_frame = key, pixels
        painter.drawPixmap(0, 0, self._kept_frame[1])
        painter.scale(self._zoom, self._zoom)
        axis = self._own_axis()
        if axis is not None and self.scene is not None:
            paint_pointed(painter, axis, self.scene.trace.tokens, self._pointed, self.theme)

    def point_at(self, token: int | None) -> None:
        """Marks the word that the mouse is at, here or in another panel: on the screen alone."""
        if token != self._pointed and (token is None or self._own_axis() is not None):
            self._pointed = token
            self.update()

    def _own_axis(self) -> WordAxis | None:
        if self.scene is None:
            return None
        return self.word_axis(self.content_rect(self.logical_size()), self.scene)

    def _axis_at(self, position: QPointF) -> WordAxis | None:
        axis = self._own_axis()
        return axis if axis is not None and axis.holds(position) else None

    def _paint_ring(self, painter: QPainter) -> None:
        """Says that this card has the keys' attention: on the screen alone."""
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(NO_BRUSH)
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
        write_paragraph(painter, rect, sentence, "text", self.theme.color("muted"))

    def _fail(self, error: Exception) -> None:
        log.exception("panel %s could not be drawn", self.NAME)
        self._still = None
        self._failure = translate("Panel", "This panel could not be drawn: {reason}").format(reason=error)
        self.failed.emit(self._failure)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt's call: what can be clicked has a pointing hand; a drag moves the words, or goes along them."""
        position, scene = self._logical(event.position()), self.scene
        hit = self._hit(position) if scene is not None else None
        if self._corner != self._corner_at(position):
            self._corner = self._corner_at(position)
            self.update()
        self.attended.emit(self, True)
        if scene is not None and self._zooming.holding:
            shown = self._zooming.drag(position, QApplication.startDragDistance(), scene.length)
            if shown is not None:
                self.range_requested.emit(shown)
        elif event.buttons() & Qt.MouseButton.LeftButton:
            self._wish(hit)
        self._point(position)
        shape = Qt.CursorShape.ArrowCursor
        if self._zooming.moving:
            shape = Qt.CursorShape.ClosedHandCursor
        elif hit is not None and hit.drags:
            shape = Qt.CursorShape.SizeVerCursor
        elif hit is not None and hit.clickable:
            shape = Qt.CursorShape.PointingHandCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's call: a click is a wish; where a drag would move the words, once the button is released."""
        if event.button() != Qt.MouseButton.LeftButton or self.scene is None:
            return
        position = self._logical(event.position())
        axis = self._axis_at(position)
        if axis is None or not self._zooming.grasp(axis, position, self.scene.length):
            self._click(position)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's call: the end of a click or of a drag."""
        if event.button() == Qt.MouseButton.LeftButton and self._zooming.let_go():
            self._click(self._logical(event.position()))
        self.mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt's call: on the words of an axis it shows all of them; elsewhere it is a second click."""
        position, scene = self._logical(event.position()), self.scene
        axis = self._axis_at(position)
        if scene is not None and axis is not None and axis.words.contains(position):
            self.range_requested.emit(range(scene.length))
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt's call: zooms at the mouse."""
        position, scene = self._logical(event.position()), self.scene
        axis = self._axis_at(position)
        if scene is None or axis is None:
            event.ignore()
            return
        turned, length = (event.pixelDelta(), event.angleDelta()), scene.length
        shown = self._zooming.turned(axis, position.x(), *turned, length)
        if shown is not None:
            self.range_requested.emit(shown)

    def _click(self, position: QPointF) -> None:
        hit = self._hit(position)
        self._wish(hit)
        if hit is not None and hit.command == MENU:
            self.customContextMenuRequested.emit((position * self._zoom).toPoint())
        elif hit is not None and hit.command:  # a press, not a drag: it would switch to and fro
            self.command_requested.emit(hit.command)
        if hit is not None and hit.weight is not None:
            self.weight_chosen.emit(hit.weight)

    def _point(self, position: QPointF) -> None:
        self._mouse, axis = position, self._axis_at(position)
        token = None if axis is None else axis.columns.at(position.x())
        if token != self._told_token:
            self._told_token = token
            self.token_pointed.emit(token)

    def _logical(self, position: QPointF) -> QPointF:
        return QPointF(position.x() / self._zoom, position.y() / self._zoom)

    def _wish(self, hit: Hit | None) -> None:
        if hit is None:
            return
        if hit.unit is not None:
            self.unit_selected.emit(hit.unit)
        if hit.moment is not None:
            self.seek_requested.emit(hit.moment)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's call while the mouse is here: tooltips come from what lies under it.

        An `event` of its own would be asked about every event of every panel.
        """
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tip = self._tip_at(self._logical(QPointF(event.pos())))
            show_tip(event.globalPos(), tip, self)
            return True
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        """Qt's call: the panel under the mouse is the one that is meant."""
        self.installEventFilter(self)
        self.attended.emit(self, True)
        self.update()  # the buttons in its corner
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt's call."""
        self.removeEventFilter(self)
        self.attended.emit(self, False)
        self._corner = ""
        self.update()
        self._point(QPointF(-1, -1))
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt's call: who comes by Tab means this panel, wherever the mouse lies, and sees a ring."""
        if event.reason() not in RETURNS:
            self.ringed = event.reason() in BY_KEYS
            if self.ringed:
                self.attended.emit(self, True)
        super().focusInEvent(event)

    def _tip_at(self, position: QPointF) -> str:
        """What is said of the place under the mouse; over the heading, the subtitle where it had no room."""
        if self.scene is None or self.moment is None:
            return ""
        hit = self._hit(position)
        if hit is not None or position.y() > PADDING_PX + HEADING_PX:
            return hit.tip if hit is not None else ""
        return self.subtitle(self.scene, self.moment) if self.title() else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's call: the menu key opens the panel's menu."""
        if event.key() == Qt.Key.Key_Menu:
            self.customContextMenuRequested.emit(self.rect().center())
            return
        super().keyPressEvent(event)


def _about_axis() -> str:
    """What the mouse does at a word axis."""
    return translate(
        "Panel",
        "wheel: zoom into the words · drag: move them, or go along the whole text\n"
        "double click here: the whole text · keys: + − 0",
    )
