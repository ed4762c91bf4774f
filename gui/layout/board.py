"""Where the panels stand: all of them together, or one of them enlarged."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

from gui.controls.page_bar import PageBar
from gui.drawing.theme import Theme
from gui.pages import PAGES, STEP
from gui.panel import Panel
from gui.panels import PANELS
from gui.scene import Moment, Scene

GAP_PX = 10
DESIGN_PX = (1256, 660)  # the board of a window of 1280 × 800: there everything has its plain size
LARGEST_ZOOM = 2.0

ROWS, COLUMNS = 60, 24
BAR_ROW, BAR_ROWS = 11, 4


class PanelBoard(QStackedWidget):
    """The panels of one page in one composition that grows with the window; only what is visible is drawn.

    Panels are made when a page first shows them, and stay.

    Signals:
        panel_made: a new `Panel`, whose wishes somebody should hear.
    """

    panel_made = Signal(object)

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

    def all_panels(self) -> list[Panel]:
        """Every panel there is, the enlarged one included."""
        return [*self.panels.values(), *([self.enlarged] if self.enlarged else [])]

    def visible_panels(self) -> list[Panel]:
        """The panels in sight: those of the page, or the enlarged one."""
        if self.enlarged is not None:
            return [self.enlarged]
        return [self.panels[name] for name in PAGES[self.page].places]

    def needs(self) -> frozenset[str]:
        """Names of the records that the panels in sight are drawn from."""
        if self._shown is None:
            return frozenset()
        return frozenset().union(*(panel.needs(self._shown[0]) for panel in self.visible_panels()))

    def show_page(self, page: str) -> None:
        """Shows the panels of a page, and its controls."""
        self.shrink()
        self.page = page
        for name, panel_type in PANELS.items():
            on_page = name in PAGES[page].places
            if on_page and name not in self.panels:
                self.panels[name] = self._made(panel_type, self._board)
            if name in self.panels:
                self.panels[name].setVisible(on_page)
        self._order_for_tab()
        self.page_bar.show_page(page)
        self.page_bar.setVisible(PAGES[page].has_bar)
        self._arrange()
        if self._shown:
            self.draw(*self._shown)

    def draw(self, scene: Scene, moment: Moment) -> None:
        """Draws what is visible."""
        self._shown = (scene, moment)
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

    def _made(self, panel_type: type[Panel], parent: QWidget) -> Panel:
        panel = panel_type(self.theme, parent)
        panel.attended.connect(self.attend)
        self.panel_made.emit(panel)
        return panel

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's call: on larger screens everything grows, so that a class can read it."""
        super().resizeEvent(event)
        self._arrange()
        if self.enlarged:
            self._fit(self.enlarged)

    def _order_for_tab(self) -> None:
        """Tab goes as one reads: from the bar of the page to its plots, row by row, and to what is below."""
        places = PAGES[self.page].places
        controls = self.page_bar.findChildren(QWidget)
        before = [each for each in controls if each.focusPolicy() & Qt.FocusPolicy.TabFocus][-1]
        for name in sorted(places, key=lambda name: places[name][:2]):
            QWidget.setTabOrder(before, self.panels[name])
            before = self.panels[name]

    def _arrange(self) -> None:
        zoom = min(self.width() / DESIGN_PX[0], self.height() / DESIGN_PX[1])
        for name, place in PAGES[self.page].places.items():
            if name in self.panels:
                self.panels[name].set_zoom(min(max(zoom, 1.0), LARGEST_ZOOM))
                self.panels[name].setGeometry(_place(*place, self.width(), self.height()))
        self.page_bar.setGeometry(_place(BAR_ROW, 0, BAR_ROWS, COLUMNS, self.width(), self.height()))

    def _fit(self, panel: Panel) -> None:
        width, height = panel.EXPORT_SIZE_PX
        zoom = min(self.width() / (1.25 * width), self.height() / (1.25 * height))
        panel.set_zoom(min(max(zoom, 1.0), LARGEST_ZOOM))


def _place(row: int, column: int, rows: int, columns: int, width_px: int, height_px: int) -> QRect:
    """The rectangle of a part of the grid, with gaps between the parts and none around them."""
    across, down = (width_px + GAP_PX) / COLUMNS, (height_px + GAP_PX) / ROWS
    left, top = round(column * across), round(row * down)
    right, bottom = round((column + columns) * across), round((row + rows) * down)
    return QRect(left, top, right - left - GAP_PX, bottom - top - GAP_PX)
