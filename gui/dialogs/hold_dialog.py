"""Which gate or state to hold, in which units, at which value and over which words."""

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QWidget,
)

from engine.interventions.holds import range_of
from engine.record.gates import QUANTITIES
from engine.record.hold import Hold
from gui.language import say, titled, translate
from gui.readings.held import said_of_units, said_of_words
from gui.readings.marked_words import words_to_hold
from gui.scene import Scene

STEP = 0.05
LARGEST = 1e6  # that can be typed for a state, which has no bounds


class HoldDialog(QDialog):
    """Asks for one hold in the shown layer of the cell in sight: what a drag does, and more.

    Args:
        scene: what is shown.
        token: where the reader is.
        parent: over which it stands.
    """

    def __init__(self, scene: Scene, token: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer = None if scene.final_layer else scene.view.layer
        self.setWindowTitle(titled(translate("HoldDialog", "Hold a gate or a state")))
        cell = scene.definition
        self.symbol = QComboBox(self)
        for symbol in dict.fromkeys((*cell.gates, *cell.states)):
            self.symbol.addItem(f"{say(QUANTITIES[symbol].label)} {symbol}", symbol)
        self.units = QComboBox(self)
        for unit in (scene.view.unit, None):
            self.units.addItem(said_of_units(unit), unit)
        self.value = QDoubleSpinBox(self)
        self.value.setSingleStep(STEP)
        self.words = QComboBox(self)
        here, every = (token, token + 1), (0, None)
        for first, end in dict.fromkeys((words_to_hold(scene, token), here, every)):
            self.words.addItem(said_of_words(first, end), (first, end))
        self.symbol.currentIndexChanged.connect(self._fit_value)
        self.symbol.setCurrentIndex(max(self.symbol.findData("f"), 0))
        self._fit_value()
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setContentsMargins(20, 20, 20, 16)
        form.setSpacing(10)
        about = translate("HoldDialog", "The value takes the place of what the cell computes.")
        form.addRow(QLabel(about, self))
        form.addRow(translate("HoldDialog", "Gate or state"), self.symbol)
        form.addRow(translate("HoldDialog", "Hidden units"), self.units)
        form.addRow(translate("HoldDialog", "Held at"), self.value)
        form.addRow(translate("HoldDialog", "Words"), self.words)
        form.addRow(buttons)

    def _fit_value(self) -> None:
        """Only what the gate could be is offered."""
        low, high = range_of(self.symbol.currentData())
        self.value.setRange(max(low, -LARGEST), min(high, LARGEST))

    def hold(self) -> Hold:
        """What the reader described."""
        symbol, unit, value = self.symbol.currentData(), self.units.currentData(), self.value.value()
        first, end = self.words.currentData()
        return Hold(symbol, value, first, end, unit, self._layer)
