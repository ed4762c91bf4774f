"""The bar under the text: the controls of the page in sight."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from gui.controls.laboratory_bar import LaboratoryBar
from gui.controls.memory_bar import MemoryBar
from gui.controls.own_keys import give_keys_back
from gui.drawing.theme import Theme
from gui.scene import Moment, Scene
from gui.session.choice import Choice


class PageBar(QStackedWidget):
    """Shows the controls of one page; they only wish.

    Signals:
        command_requested: the id of a command of `gui.actions`.
        network_requested: settings of a `Choice` by name, for networks with random weights.
        length_requested: how many tokens of the text to read; 0 for the text as it is.
    """

    command_requested = Signal(str)
    network_requested = Signal(object)
    length_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_bar")
        self.memory_bar, self.laboratory_bar = MemoryBar(theme, self), LaboratoryBar(theme, self)
        self._bars = {"memory": self.memory_bar, "laboratory": self.laboratory_bar}
        for bar in self._bars.values():
            self.addWidget(bar)
        self.memory_bar.command_requested.connect(self.command_requested)
        self.laboratory_bar.network_requested.connect(self.network_requested)
        self.laboratory_bar.length_requested.connect(self.length_requested)

    def show_page(self, page: str) -> None:
        """Shows the controls of a page, if it has any."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            give_keys_back(self)
        if page in self._bars:
            self.setCurrentWidget(self._bars[page])

    def height_px(self, width_px: int) -> int:
        """How high it has to be at this width: where there is little, the controls stand in two lines."""
        return self.currentWidget().heightForWidth(width_px)

    def show_scene(self, scene: Scene, choice: Choice) -> None:
        """Shows how things stand."""
        self.memory_bar.show_scene(scene, choice)
        self.laboratory_bar.show_scene(scene, choice)

    def show_moment(self, scene: Scene, moment: Moment) -> None:
        """Names the word at which the reader is."""
        self.memory_bar.show_moment(scene, moment)

    def set_theme(self, theme: Theme) -> None:
        """Recolours the controls."""
        self.memory_bar.set_theme(theme)
        self.laboratory_bar.set_theme(theme)
