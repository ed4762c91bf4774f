"""The controls of the laboratory: how a network with random weights is made, and how much it reads."""

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QLabel, QSpinBox, QWidget

from engine.process.requests import STARTS
from gui.controls.buttons import SegmentedControl
from gui.controls.flowing import AIR_PX, GROUPS_APART_PX, FlowLayout, together
from gui.controls.own_keys import give_keys_back, keep_own_keys
from gui.drawing.numbers import round_number
from gui.drawing.theme import Theme, font
from gui.drawing.typeset import in_line
from gui.language import translate
from gui.scene import Scene
from gui.session.choice import Choice

DEFAULT, WHOLE = "default", "whole"
KEEP_BIASES = (DEFAULT, "0", "1", "2", "3", "5")
UNITS = ("16", "32", "64")
LENGTHS = (WHOLE, "100", "300", "1000")


class LaboratoryBar(QWidget):
    """Wishes for another network at every touch; what is shown becomes untrained with the first one.

    Signals:
        network_requested: settings of a `Choice` by name.
        length_requested: how many tokens of the text to read; 0 for the text as it is.
    """

    network_requested = Signal(object)
    length_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.start = SegmentedControl(STARTS, theme, self, air_px=AIR_PX)
        self.keep_bias = SegmentedControl(KEEP_BIASES, theme, self, air_px=AIR_PX)
        self.units = SegmentedControl(UNITS, theme, self, air_px=AIR_PX)
        self.length = SegmentedControl(LENGTHS, theme, self, air_px=AIR_PX)
        self.scale, self.seed = QDoubleSpinBox(self), QSpinBox(self)
        self.scale.setRange(0.0, 3.0)
        self.scale.setSingleStep(0.05)
        self.seed.setRange(0, 999_999)
        self.labels = {
            name: QLabel(self) for name in ("start", "scale", "keep_bias", "units", "seed", "length")
        }
        self._connect()
        row = FlowLayout(self, GROUPS_APART_PX)
        row.setContentsMargins(2, 0, 2, 0)
        for name, label in self.labels.items():
            label.setFont(font("caption"))
            row.addWidget(together(label, getattr(self, name), parent=self))
        self._name()

    def _connect(self) -> None:
        for box in (self.scale, self.seed):
            box.setKeyboardTracking(False)
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            keep_own_keys(box)
            box.lineEdit().returnPressed.connect(lambda box=box: give_keys_back(box))
            box.setFixedHeight(28)
            box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.UpDownArrows)
        self.start.chosen.connect(lambda start: self.network_requested.emit({"start": start}))
        self.keep_bias.chosen.connect(
            lambda bias: self.network_requested.emit({"keep_bias": None if bias == DEFAULT else float(bias)})
        )
        self.units.chosen.connect(lambda units: self.network_requested.emit({"hidden_size": int(units)}))
        self.length.chosen.connect(
            lambda length: self.length_requested.emit(0 if length == WHOLE else int(length))
        )
        self.scale.valueChanged.connect(lambda scale: self.network_requested.emit({"scale": scale}))
        self.seed.valueChanged.connect(lambda seed: self.network_requested.emit({"seed": seed}))

    def show_scene(self, scene: Scene, choice: Choice) -> None:
        """Shows how the networks in sight were made; nothing is chosen where training has decided."""
        random = not choice.trained and choice.path is None
        self.start.choose(choice.start if random else None)
        bias = DEFAULT if choice.keep_bias is None else round_number(choice.keep_bias)
        self.keep_bias.choose(bias if random and bias in KEEP_BIASES else None)
        self.keep_bias.setEnabled(scene.definition.memory is not None)
        self.units.choose(str(scene.trace.hidden_size) if str(scene.trace.hidden_size) in UNITS else None)
        self.length.choose(str(scene.length) if str(scene.length) in LENGTHS else WHOLE)
        with QSignalBlocker(self.scale), QSignalBlocker(self.seed):
            self.scale.setValue(choice.scale)
            self.seed.setValue(choice.seed)

    def changeEvent(self, event: QEvent) -> None:
        """Qt's call: names follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def _name(self) -> None:
        texts = {
            "start": in_line(translate("LaboratoryBar", "W_hh")),
            "scale": translate("LaboratoryBar", "times ρ"),
            "keep_bias": translate("LaboratoryBar", "keep bias"),
            "units": translate("LaboratoryBar", "units"),
            "seed": translate("LaboratoryBar", "seed"),
            "length": translate("LaboratoryBar", "words"),
        }
        tips = {
            "start": translate("LaboratoryBar", "Where the recurrent weights start"),
            "scale": translate("LaboratoryBar", "All recurrent weights are multiplied by ρ"),
            "keep_bias": translate(
                "LaboratoryBar", "b_ih + b_hh of the forget gate of an LSTM, of the update gate of a GRU"
            ),
            "units": translate("LaboratoryBar", "Hidden units of the networks"),
            "seed": translate("LaboratoryBar", "Another seed gives other random weights"),
            "length": translate("LaboratoryBar", "So many words of the text, which is repeated"),
        }
        for name, label in self.labels.items():
            label.setText(texts[name])
            label.setToolTip(tips[name])
            getattr(self, name).setToolTip(tips[name])
        self.keep_bias.name({DEFAULT: translate("LaboratoryBar", "default")})
        self.length.name({WHOLE: translate("LaboratoryBar", "whole")})
        self.start.name(
            {
                "uniform": translate("LaboratoryBar", "uniform"),
                "orthogonal": translate("LaboratoryBar", "orthogonal"),
            },
            {
                "uniform": translate("LaboratoryBar", "PyTorch's start: uniform from −1/√H to 1/√H"),
                "orthogonal": translate("LaboratoryBar", "An orthogonal matrix for each gate"),
            },
        )

    def set_theme(self, theme: Theme) -> None:
        """Recolours the controls."""
        self.theme = theme
        for control in (self.start, self.keep_bias, self.units, self.length):
            control.set_theme(theme)
