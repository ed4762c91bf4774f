"""Where the panels stand: all of them together, or one of them enlarged."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from gui.panel import Panel
from gui.panels import PANELS
from gui.scene import Moment, Scene
from gui.theme import Theme

GAP_PX = 10
DESIGN_PX = (1256, 660)  # the board of a window of 1280 × 800: there everything has its plain size
LARGEST_ZOOM = 2.0

# Panel to (row, column, rows, columns) in a grid of 60 × 24.
PLACES = {
    "token_strip": (0, 0, 11, 20),
    "prediction": (0, 20, 11, 4),
    "cell_diagram": (11, 0, 28, 12),
    "gate_bars": (11, 12, 23, 12),
    "state_plot": (34, 12, 26, 6),
    "gradient_plot": (34, 18, 26, 6),
    "equation_view": (39, 0, 21, 6),
    "code_view": (39, 6, 21, 6),
}
ROWS, COLUMNS = 60, 24


class PanelBoard(QStackedWidget):
    """All panels in one composition that grows with the window; only what is visible is drawn."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._shown: tuple[Scene, Moment] | None = None
        self._touched: Panel | None = None
        board = QWidget(self)
        self.panels: dict[str, Panel] = {}
        for name, panel_type in PANELS.items():
            panel = panel_type(theme, board)
            self.panels[name] = panel
        self.addWidget(board)
        self.enlarged: Panel | None = None

    def all_panels(self) -> list[Panel]:
        """Every panel there is, the enlarged one included."""
        return [*self.panels.values(), *([self.enlarged] if self.enlarged else [])]

    def draw(self, scene: Scene, moment: Moment) -> None:
        """Draws what is visible."""
        self._shown = (scene, moment)
        for panel in [self.enlarged] if self.enlarged else self.panels.values():
            panel.draw(scene, moment)

    def set_theme(self, theme: Theme) -> None:
        """Recolours everything."""
        self.theme = theme
        for panel in self.all_panels():
            panel.set_theme(theme)

    def enlarge(self, name: str) -> Panel:
        """Shows one panel on the whole board: a fresh one, so that the others stay as they are."""
        self.shrink()
        panel = PANELS[name](self.theme, self)
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
        self.setCurrentIndex(0)
        self.removeWidget(panel)
        panel.deleteLater()
        if self._shown:
            self.draw(*self._shown)

    def current(self) -> Panel:
        """The panel that a command is about: enlarged, focused, under the mouse, or last touched."""
        if self.enlarged is not None:
            return self.enlarged
        for widget in (QApplication.focusWidget(), QApplication.widgetAt(QCursor.pos())):
            while widget is not None and not isinstance(widget, Panel):
                widget = widget.parentWidget()
            if isinstance(widget, Panel) and widget in self.panels.values():
                self._touched = widget
                return widget
        return self._touched or self.panels["cell_diagram"]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's call: on larger screens everything grows, so that a class can read it."""
        super().resizeEvent(event)
        zoom = min(self.width() / DESIGN_PX[0], self.height() / DESIGN_PX[1])
        for name, panel in self.panels.items():
            panel.set_zoom(min(max(zoom, 1.0), LARGEST_ZOOM))
            panel.setGeometry(_place(*PLACES[name], self.width(), self.height()))
        if self.enlarged:
            self._fit(self.enlarged)

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
