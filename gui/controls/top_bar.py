"""The bar over the panels: which page, what is read, by which cell, by which networks, trained or not."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from engine.cells import CELLS
from engine.models.network import ModelCard
from gui.controls.buttons import FlatComboBox, IconButton, SegmentedControl
from gui.controls.sequence_input import SequenceInput
from gui.drawing.ink import share
from gui.drawing.theme import LIGHT, Theme, font
from gui.language import say, translate
from gui.pages import PAGES, STEP
from gui.scene import Scene
from gui.session.choice import DEFAULT_START


class TopBar(QWidget):
    """Chooses by wishes only.

    Signals:
        page_requested: a page of `gui.pages`.
        text_submitted: the text to read, and the family that an example was written for, or None.
        cell_requested: `rnn`, `lstm` or `gru`.
        family_requested: a shipped family of networks.
        training_requested: `trained` or `untrained`.
        theme_requested: the light or dark switch was pressed.
    """

    page_requested = Signal(str)
    text_submitted = Signal(str, object)
    cell_requested = Signal(str)
    family_requested = Signal(str)
    training_requested = Signal(str)
    theme_requested = Signal()

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top_bar")
        self.pages = SegmentedControl(tuple(PAGES), theme, self)
        self.pages.choose(STEP)
        self.pages.chosen.connect(self.page_requested)
        self.sequence_input = SequenceInput(self, theme)
        self.sequence_input.submitted.connect(self.text_submitted)
        self.cells = SegmentedControl(tuple(CELLS), theme, self)
        self.cells.chosen.connect(self.cell_requested)
        self.families = FlatComboBox(theme, self)
        self.families.setFont(font("text"))
        self.families.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.families.activated.connect(self._choose_family)
        self.training = SegmentedControl(("trained", "untrained"), theme, self)
        self.training.chosen.connect(self.training_requested)
        self.theme_button = IconButton("theme", 30, theme=theme, parent=self)
        self.theme_button.clicked.connect(self.theme_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.pages)
        row.addWidget(self.sequence_input, 1)
        for widget in (self.cells, self.families, self.training, self.theme_button):
            row.addWidget(widget)

    def show_scene(self, scene: Scene, trained: bool) -> None:
        """Shows what is read, by which cell and how trained it is."""
        self.cells.choose(scene.view.cell)
        self.cells.allow(tuple(scene.runs))
        self.training.choose("trained" if trained else "untrained")
        self.sequence_input.show_text(scene.text)

    def show_families(
        self, cards: Mapping[str, Mapping[str, ModelCard]], family: str, path: str | None
    ) -> None:
        """Lists the shipped families, in tooltips how good they are, and a model file if one is open."""
        with QSignalBlocker(self.families):
            self.families.clear()
            for name, by_cell in cards.items():
                if name.endswith(DEFAULT_START):
                    continue  # the other start of a family in the list
                self.families.addItem(say(f"task_{name.replace('-', '_')}"), name)
                tip = accuracies(by_cell)
                self.families.setItemData(self.families.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
            if path is not None:
                self.families.addItem(path.replace("\\", "/").rsplit("/", 1)[-1], "")
            self.families.setCurrentIndex(self.families.findData(family if path is None else ""))
            self.families.setToolTip(translate("TopBar", "Which networks read"))

    def name_in_language(self, tips: Mapping[str, str]) -> None:
        """Names everything in the current language; `tips` says what each command is called."""
        self.cells.name(
            {name: cell.title for name, cell in CELLS.items()}, {name: tips[f"cell_{name}"] for name in CELLS}
        )
        self.pages.name(
            {name: translate("pages", page.title) for name, page in PAGES.items()},
            {name: f"{tips[f'page_{name}']}\n{translate('pages', page.tip)}" for name, page in PAGES.items()},
        )
        self.training.name(
            {
                "trained": translate("TopBar", "trained"),
                "untrained": translate("TopBar", "untrained"),
            }
        )
        self.theme_button.setToolTip(tips["switch_theme"])
        self.theme_button.setAccessibleName(tips["switch_theme"])
        self.families.setAccessibleName(translate("TopBar", "networks"))

    def set_theme(self, theme: Theme) -> None:
        """Recolours the bar."""
        controls = (self.pages, self.cells, self.families, self.training, self.theme_button)
        for control in (*controls, self.sequence_input):
            control.set_theme(theme)

    def _choose_family(self, index: int) -> None:
        family = self.families.itemData(index)
        if family:
            self.family_requested.emit(family)


def accuracies(by_cell: Mapping[str, ModelCard]) -> str:
    """How many unseen texts the networks of a family judge rightly, cell by cell."""
    known = {CELLS[cell].title: card.accuracy for cell, card in by_cell.items() if card.accuracy is not None}
    shares = "  ".join(f"{title} {share(accuracy)}" for title, accuracy in known.items())
    return translate("TopBar", "Unseen texts judged rightly: {shares}").format(shares=shares)
