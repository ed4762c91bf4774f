"""Which untrained network to make: size, layers, seed."""

from dataclasses import replace

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QSpinBox, QWidget

from gui.language import titled, translate
from gui.session.choice import Choice


class UntrainedDialog(QDialog):
    """Asks for size, layers and seed; all three cells are made alike."""

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self.setWindowTitle(titled(translate("UntrainedDialog", "An untrained network")))
        self.hidden_size = _spin(self, 1, 256, choice.hidden_size)
        self.layers = _spin(self, 1, 4, choice.layers)
        self.seed = _spin(self, 0, 999_999, choice.seed)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setContentsMargins(20, 20, 20, 16)
        form.setSpacing(10)
        form.addRow(
            QLabel(translate("UntrainedDialog", "Random weights: what the cells do before they learn."), self)
        )
        form.addRow(translate("UntrainedDialog", "Hidden units"), self.hidden_size)
        form.addRow(translate("UntrainedDialog", "Layers"), self.layers)
        form.addRow(translate("UntrainedDialog", "Seed"), self.seed)
        form.addRow(buttons)

    def choice(self) -> Choice:
        """The choice with the untrained networks that the reader described."""
        return replace(
            self._choice,
            path=None,
            trained=False,
            hidden_size=self.hidden_size.value(),
            layers=self.layers.value(),
            seed=self.seed.value(),
        )


def _spin(parent: QWidget, low: int, high: int, value: int) -> QSpinBox:
    box = QSpinBox(parent)
    box.setRange(low, high)
    box.setValue(value)
    return box
