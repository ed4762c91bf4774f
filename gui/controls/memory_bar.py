"""The controls of the memory page: what colours mean, which start was trained from, which word to test."""

from math import ceil

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from gui.actions import tip_of
from gui.controls.buttons import SegmentedControl
from gui.controls.flowing import AIR_PX, GROUPS_APART_PX, FlowLayout, together
from gui.drawing.ink import fitted, width_px
from gui.drawing.theme import Theme, font
from gui.language import translate
from gui.scene import Moment, Scene
from gui.session.choice import Choice
from gui.view import WordInk

TYPICAL_WORD = "“extraordinary”"  # its width is kept free; longer ones are shortened


class MemoryBar(QWidget):
    """Chooses by wishes only.

    Signals:
        command_requested: the id of a command of `gui.actions`.
    """

    command_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.ink = SegmentedControl(tuple(ink.value for ink in WordInk), theme, self, air_px=AIR_PX)
        self.start = SegmentedControl(("remembering_start", "default_start"), theme, self, air_px=AIR_PX)
        self.ledger = SegmentedControl(("ledger_of_prediction", "ledger_of_unit"), theme, self, air_px=AIR_PX)
        self.tests = SegmentedControl(("drop_word", "replace_word"), theme, self, air_px=AIR_PX)
        self.distance = SegmentedControl(("measure_distances",), theme, self, air_px=AIR_PX)
        self.labels = {name: QLabel(self) for name in ("ink", "start", "ledger", "tests", "distance")}
        self.ink.chosen.connect(lambda ink: self.command_requested.emit(f"ink_{ink}"))
        for control in (self.start, self.ledger, self.tests, self.distance):
            control.chosen.connect(self.command_requested)
        for control in (self.tests, self.distance):
            control.chosen.connect(lambda _command, control=control: control.choose(None))
        row = FlowLayout(self, GROUPS_APART_PX)
        row.setContentsMargins(2, 0, 2, 0)
        for name, label in self.labels.items():
            label.setFont(font("caption"))
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(together(label, getattr(self, name), parent=self))
        self._word = ""
        # the buttons beside it stay where they are
        self.labels["tests"].setFixedWidth(ceil(width_px(TYPICAL_WORD, "caption")))
        for control in (self.tests, self.distance):
            control.choose(None)
        self.set_theme(theme)
        self._name()

    def show_scene(self, scene: Scene, choice: Choice) -> None:
        """Shows what is chosen, and what there is to choose."""
        self.ink.choose(scene.view.word_ink.value)
        trained = choice.trained and choice.path is None  # of others nobody knows how they began
        began = "remembering_start" if choice.remembering else "default_start"
        self.start.choose(began if trained else None)
        remembers = scene.definition.memory is not None
        chosen = "ledger_of_prediction" if scene.view.whole_ledger else "ledger_of_unit"
        self.ledger.setEnabled(remembers)
        self.ledger.choose(chosen if remembers else None)

    def show_moment(self, scene: Scene, moment: Moment) -> None:
        """Names the word that a test would change."""
        word = scene.trace.tokens[moment.token]
        quotes = translate("MemoryBar", "“{word}”").format(word="")
        room = width_px(TYPICAL_WORD, "caption") - width_px(quotes, "caption") - 1
        self._word = fitted(word, "caption", room)
        self._name_word()

    def _name_word(self) -> None:
        if self._word:
            self.labels["tests"].setText(translate("MemoryBar", "“{word}”").format(word=self._word))

    def changeEvent(self, event: QEvent) -> None:
        """Qt's call: names follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def _name(self) -> None:
        self._name_word()
        self.labels["ink"].setText(translate("MemoryBar", "Words"))
        self.labels["start"].setText(translate("MemoryBar", "Gates began"))
        self.labels["ledger"].setText(translate("MemoryBar", "Ledger of"))
        self.labels["distance"].setText(translate("MemoryBar", "Distance"))
        names = {
            "share": translate("MemoryBar", "share"),
            "fading": translate("MemoryBar", "fading"),
            "held": translate("MemoryBar", "still held"),
            "gradient": translate("MemoryBar", "gradient"),
            "plain": translate("MemoryBar", "plain"),
        }
        self.ink.name(names, {name: tip_of(f"ink_{name}") for name in names})
        texts = {
            "remembering_start": translate("MemoryBar", "open"),
            "default_start": translate("MemoryBar", "half open"),
            "ledger_of_unit": translate("MemoryBar", "unit"),
            "ledger_of_prediction": translate("MemoryBar", "prediction"),
            "drop_word": translate("MemoryBar", "drop"),
            "replace_word": translate("MemoryBar", "replace…"),
            "measure_distances": translate("MemoryBar", "measure again"),
        }
        for control in (self.start, self.ledger, self.tests, self.distance):
            own = {name: text for name, text in texts.items() if name in control.keys}
            control.name(own, {name: tip_of(name) for name in own})

    def set_theme(self, theme: Theme) -> None:
        """Recolours the controls."""
        self.theme = theme
        for control in (self.ink, self.start, self.ledger, self.tests, self.distance):
            control.set_theme(theme)
