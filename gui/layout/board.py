"""Where the panels stand: all of them together, or one of them enlarged."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

from engine.shapes import Float
from gui.actions import tip_of
from gui.controls.page_bar import PageBar
from gui.drawing.theme import Theme
from gui.pages import PAGES, STEP, Composition, Place
from gui.panel import Panel
from gui.panels import PANELS
from gui.scene import Moment, Scene

GAP_PX = 10
DESIGN_PX = (1256, 660)  # the board of a window of 1280 × 800: above it everything grows
PLAIN_PX = (1156, 570)  # down to here everything has its plain size
LEAST_ZOOM, LARGEST_ZOOM = 0.9, 2.0  # the least lets captions have ten pixels
STRIP_PX = 100  # what the words and the judgement above the other panels need

ROWS, COLUMNS = 60, 24
BAR_ROW, BAR_ROWS = 11, 4


class PanelBoard(QStackedWidget):
    """The panels of one page in one composition that grows with the window; only what is visible is drawn.

    Panels are made when a page first shows them, and stay.

    Signals:
        panel_made: a new `Panel`, whose wishes somebody should hear.
        crowded: names of panels that have just lost their place, because the board became too small.
    """

    panel_made = Signal(object)
    crowded = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._shown: tuple[Scene, Moment] | None = None
        self._attended: Panel | None = None  # the one that the mouse or Tab came to last, unless it left
        self._touched: Panel | None = None  # the same, though it left
        self._keys_before: tuple[QWidget, Qt.FocusReason] | None = None  # the focus before one was enlarged
        self._board = QWidget(self)
        self.page_bar = PageBar(theme, self._board)
        self.page = STEP
        self.panels: dict[str, Panel] = {}
        self.addWidget(self._board)
        self.enlarged: Panel | None = None
        self.standing: Mapping[str, Place] = {}

    def all_panels(self) -> list[Panel]:
        """Every panel there is, the enlarged one included."""
        return [*self.panels.values(), *([self.enlarged] if self.enlarged else [])]

    def visible_panels(self) -> list[Panel]:
        """The panels in sight: those of the page, or the enlarged one."""
        if self.enlarged is not None:
            return [self.enlarged]
        return [self.panels[name] for name in self.standing]

    @property
    def left_out(self) -> list[str]:
        """The panels of the page for which the board is too small."""
        return [name for name in self._composition().places if name not in self.standing]

    def _composition(self) -> Composition:
        """The panels of the page, for the cell that is looked into."""
        remembers = self._shown is None or self._shown[0].definition.memory is not None
        return PAGES[self.page].composed(remembers)

    def needs(self) -> frozenset[str]:
        """Names of the records that the panels in sight are drawn from."""
        if self._shown is None:
            return frozenset()
        return frozenset().union(*(panel.needs(self._shown[0]) for panel in self.visible_panels()))

    def show_page(self, page: str) -> None:
        """Shows the panels of a page, and its controls."""
        self.shrink()
        self.point_at(None)
        self.page = page
        for name in PAGES[page].places:
            if name not in self.panels:
                self.panels[name] = self._made(PANELS[name], self._board)
        self._order_for_tab()
        self.page_bar.show_page(page)
        self.page_bar.setVisible(PAGES[page].has_bar)
        self._choose()
        self._arrange()
        if self._shown:
            self.draw(*self._shown)

    def draw(self, scene: Scene, moment: Moment) -> None:
        """Draws what is visible."""
        before, self._shown = self._composition(), (scene, moment)
        if self._composition() is not before:
            self._choose()
            self._arrange()
        for panel in self.visible_panels():
            panel.draw(scene, moment)

    def set_theme(self, theme: Theme) -> None:
        """Recolours everything."""
        self.theme = theme
        self.page_bar.set_theme(theme)
        for panel in self.all_panels():
            panel.set_theme(theme)

    def enlarge(self, name: str) -> Panel:
        """Shows one panel on the whole board: a fresh one, so that the others stay as they are."""
        self.shrink()
        before = QApplication.focusWidget()
        if before is not None:
            by_keys = isinstance(before, Panel) and before.ringed
            reason = Qt.FocusReason.TabFocusReason if by_keys else Qt.FocusReason.OtherFocusReason
            self._keys_before = before, reason
        panel = self._made(PANELS[name], self)
        panel.enlarged = True
        self.enlarged = panel
        self.addWidget(panel)
        self.setCurrentWidget(panel)
        self._fit(panel)
        panel.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._shown:
            panel.draw(*self._shown)
        return panel

    def shrink(self) -> None:
        """Shows all panels again."""
        if self.enlarged is None:
            return
        panel, self.enlarged = self.enlarged, None
        had_keys, before = panel.hasFocus(), self._keys_before
        self._keys_before = None
        if had_keys:
            self.window().setFocus(Qt.FocusReason.OtherFocusReason)  # Qt would look for a control on its own
        self.setCurrentIndex(0)
        self.removeWidget(panel)
        panel.deleteLater()
        if had_keys and before is not None and isValid(before[0]):
            before[0].setFocus(before[1])
        if panel.NAME in self.panels:
            self.attend(self.panels[panel.NAME])
        if self._shown:
            self.draw(*self._shown)

    def current(self) -> Panel:
        """The panel that a command is about: the enlarged one, or where the reader's attention is.

        That is the one that the mouse or Tab came to last; once the mouse has left it, the focused one.
        """
        visible = self.visible_panels()
        focused = QApplication.focusWidget()
        for panel in (self.enlarged, self._attended, focused, self._touched):
            if isinstance(panel, Panel) and panel in visible:
                return panel
        return self.panels[PAGES[self.page].main]

    def attend(self, panel: Panel, there: bool = True) -> None:
        """The reader turns to a panel, or the mouse leaves it."""
        if there:
            self._attended = self._touched = panel
        elif self._attended is panel:
            self._attended = None

    def point_at(self, token: int | None) -> None:
        """All panels in sight mark the word that the mouse is at; if it is at none, every panel forgets."""
        for panel in self.all_panels() if token is None else self.visible_panels():
            panel.point_at(token)

    def _made(self, panel_type: type[Panel], parent: QWidget) -> Panel:
        panel = panel_type(self.theme, parent)
        panel.attended.connect(self.attend)
        panel.command_tip = tip_of
        panel.token_pointed.connect(self.point_at)
        self.panel_made.emit(panel)
        return panel

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's call: on larger screens everything grows, for a class to read; on small ones some go."""
        super().resizeEvent(event)
        before = self.standing
        self._choose()
        self._arrange()
        if self.enlarged:
            self._fit(self.enlarged)
        elif self._shown and self.standing != before:
            self.draw(*self._shown)

    def changeEvent(self, event: QEvent) -> None:
        """Qt's call: the controls of a page take another room in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            QTimer.singleShot(0, self, self._arrange)  # after they have named themselves

    def _choose(self) -> None:
        """Shows the panels that the page has room for."""
        zoom, had_room = self._zoom(), set(self._composition().places) - set(self.left_out)
        self.standing = self._composition().standing(self.width() / zoom, self.height() / zoom)
        for name, panel in self.panels.items():
            panel.setVisible(name in self.standing)
        gone = [name for name in self.left_out if name in had_room]
        if gone and self.isVisible():
            self.crowded.emit(gone)

    def _zoom(self) -> float:
        """How much larger than plain everything is drawn: the smaller it is, the fewer things are shown."""
        larger = min(self.width() / DESIGN_PX[0], self.height() / DESIGN_PX[1])
        smaller = min(self.width() / PLAIN_PX[0], self.height() / PLAIN_PX[1], 1.0)
        return min(larger, LARGEST_ZOOM) if larger > 1 else max(smaller, LEAST_ZOOM)

    def _order_for_tab(self) -> None:
        """Tab goes as one reads: from the bar of the page to its plots, row by row, and to what is below."""
        places = PAGES[self.page].places
        controls = self.page_bar.findChildren(QWidget)
        before = [each for each in controls if each.focusPolicy() & Qt.FocusPolicy.TabFocus][-1]
        for name in sorted(places, key=lambda name: places[name][:2]):
            QWidget.setTabOrder(before, self.panels[name])
            before = self.panels[name]

    def _arrange(self) -> None:
        zoom, rows = self._zoom(), self._rows()
        for name, place in self.standing.items():
            self.panels[name].set_zoom(zoom)
            self.panels[name].setGeometry(_place(*place, rows, self.width()))
        self.page_bar.setGeometry(_place(BAR_ROW, 0, BAR_ROWS, COLUMNS, rows, self.width()))

    def _rows(self) -> Float[np.ndarray, " 61"]:
        """Where each row of the grid begins; the words, and controls under them, have what they need."""
        even = (self.height() + GAP_PX) / ROWS
        strip = max(BAR_ROW * even, STRIP_PX * self._zoom() + GAP_PX)
        bar = max(BAR_ROWS * even, self.page_bar.height_px(self.width()) + GAP_PX)
        known = {0: 0.0, BAR_ROW: strip, ROWS: self.height() + GAP_PX}
        if PAGES[self.page].has_bar:
            known[BAR_ROW + BAR_ROWS] = strip + bar
        return np.interp(np.arange(ROWS + 1), sorted(known), sorted(known.values()))

    def _fit(self, panel: Panel) -> None:
        width, height = panel.EXPORT_SIZE_PX
        zoom = min(self.width() / (1.25 * width), self.height() / (1.25 * height))
        panel.set_zoom(min(max(zoom, 1.0), LARGEST_ZOOM))


def _place(
    row: int, column: int, rows: int, columns: int, begins: Float[np.ndarray, " 61"], width_px: int
) -> QRect:
    """The rectangle of a part of the grid, with gaps between the parts and none around them."""
    across = (width_px + GAP_PX) / COLUMNS
    left, top = round(column * across), round(begins[row])
    right, bottom = round((column + columns) * across), round(begins[row + rows])
    return QRect(left, top, right - left - GAP_PX, bottom - top - GAP_PX)
