"""The bar over the panels: which page, what is read, by which cell, by which networks, trained or not."""

from collections.abc import Mapping, Sequence
from math import inf

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from engine.cells import CELLS
from engine.messages import showable
from engine.models.network import ModelCard
from engine.stories import OWN_TEXTS
from gui.actions import tip_of
from gui.controls.buttons import Chip, FlatComboBox, IconButton, SegmentedControl
from gui.controls.held_chip import HeldChip
from gui.controls.sequence_input import SequenceInput
from gui.drawing.numbers import round_number, share
from gui.drawing.theme import LIGHT, Theme, font
from gui.language import current_language, say, translate
from gui.pages import PAGES
from gui.scene import Scene
from gui.session.choice import Choice

AIR_PX = 17  # five pages, three cells and the text have to stand beside each other
LEAST_SAID_PX = 50
MOST_SAID = 2  # more differences are counted: all of them stand in the tooltip


class TopBar(QWidget):
    """Chooses by wishes only.

    Signals:
        command_requested: the id of a command of `gui.actions`.
        text_submitted: the text to read, and the family that an example was written for, or None.
        family_requested: a shipped family of networks.
        holds_changed: what is held, all of it, as the reader wants it.
    """

    command_requested = Signal(str)
    text_submitted = Signal(str, object)
    family_requested = Signal(str)
    holds_changed = Signal(object)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top_bar")
        self.pages = SegmentedControl(tuple(PAGES), theme, self, air_px=AIR_PX)
        self.pages.chosen.connect(lambda page: self.command_requested.emit(f"page_{page}"))
        self.sequence_input = SequenceInput(self, theme)
        self.sequence_input.submitted.connect(self.text_submitted)
        self.cells = SegmentedControl(tuple(CELLS), theme, self, air_px=AIR_PX)
        self.cells.chosen.connect(lambda cell: self.command_requested.emit(f"cell_{cell}"))
        self.families = FlatComboBox(theme, self)
        self.families.setFont(font("text"))
        self.families.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.families.activated.connect(self._choose_family)
        self.training = SegmentedControl(("trained", "untrained"), theme, self, air_px=AIR_PX)
        self.training.chosen.connect(self.command_requested)
        self.special = Chip(theme, self)
        self.special.clicked.connect(lambda: self.command_requested.emit("plain_network"))
        self.held = HeldChip(theme, self)
        self.held.changed.connect(self.holds_changed)
        self._choice: Choice | None = None
        self.theme_button = IconButton("theme", 30, theme=theme, parent=self)
        self.theme_button.clicked.connect(lambda: self.command_requested.emit("switch_theme"))
        self._cards: Mapping[str, Mapping[str, ModelCard]] = {}
        self._file = ""  # a model file of the reader's own, listed below what ships
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.pages)
        row.addWidget(self.sequence_input, 1)
        for widget in (self.cells, self.families, self.training):
            row.addWidget(widget)
        row.addWidget(self.special, 1)
        row.addWidget(self.held, 1)
        row.addWidget(self.theme_button)
        self._name()
        self.list_families({})

    def show_scene(self, scene: Scene, choice: Choice) -> None:
        """Shows what is read, by which cell of which networks, and whether these are trained."""
        self.cells.choose(scene.view.cell)
        self.cells.allow(tuple(scene.runs))
        self.training.choose("trained" if choice.trained else "untrained")
        self._show_family(choice)
        self._show_special(choice)
        self.sequence_input.show_text(scene.text)

    def list_families(self, cards: Mapping[str, Mapping[str, ModelCard]]) -> None:
        """Lists the shipped families, those of the reader's language first; in tooltips how good they are.

        Args:
            cards: family to cell to card, as far as they are read.
        """
        self._cards = cards
        chosen = self.families.currentData()
        with QSignalBlocker(self.families):
            self.families.clear()
            for name in sorted(OWN_TEXTS, key=lambda name: not name.endswith(f"-{current_language()}")):
                self.families.addItem(say(f"task_{name.replace('-', '_')}"), name)
                tip = accuracies(cards.get(name, {}))
                self.families.setItemData(self.families.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
            if self._file:
                self.families.addItem(self._file, "")
            self.families.setCurrentIndex(self.families.findData(chosen))

    def _show_family(self, choice: Choice) -> None:
        """Shows which networks are chosen; a model file is listed for as long as it is open."""
        file = "" if choice.path is None else str(showable(choice.path.replace("\\", "/").rsplit("/", 1)[-1]))
        with QSignalBlocker(self.families):
            if file != self._file:
                self._file = file
                listed = self.families.findData("")
                if listed >= 0:
                    self.families.removeItem(listed)
                if file:
                    self.families.addItem(file, "")
            self.families.setCurrentIndex(self.families.findData("" if file else choice.family))
        which = translate("TopBar", "Which networks read")
        self.families.setToolTip(f"{which}\n{file}" if file else which)

    def _show_special(self, choice: Choice) -> None:
        """Says beside `trained` in what the networks are others than their name says, and what is held."""
        if choice == self._choice:
            return
        self._choice = choice
        said = special_in_words(choice)
        text = " · ".join(said)
        if len(said) > MOST_SAID:
            text = translate("TopBar", "{count} settings").format(count=len(said))
        tip = translate("TopBar", "Not the plain network of this name: {what}.\nClick: back to the plain one")
        least_px = LEAST_SAID_PX if choice.holds else inf  # beside a second chip it gives way
        self.special.show_text(text, tip.format(what=", ".join(said)) if said else "", least_px)
        self.held.show_parts(choice.holds)

    def changeEvent(self, event: QEvent) -> None:
        """Qt's call: names follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self.list_families(self._cards)
            if (choice := self._choice) is not None:
                self._choice = None
                self._show_special(choice)
        super().changeEvent(event)

    def _name(self) -> None:
        self.cells.name(
            {name: cell.title for name, cell in CELLS.items()},
            {name: tip_of(f"cell_{name}") for name in CELLS},
        )
        self.pages.name(
            {name: translate("pages", page.title) for name, page in PAGES.items()},
            {
                name: f"{tip_of(f'page_{name}')}\n{translate('pages', page.tip)}"
                for name, page in PAGES.items()
            },
        )
        self.training.name(
            {
                "trained": translate("TopBar", "trained"),
                "untrained": translate("TopBar", "untrained"),
            }
        )
        self.theme_button.setToolTip(tip_of("switch_theme"))
        self.theme_button.setAccessibleName(tip_of("switch_theme"))
        self.families.setAccessibleName(translate("TopBar", "networks"))
        self.families.setToolTip(translate("TopBar", "Which networks read"))

    def set_theme(self, theme: Theme) -> None:
        """Recolours the bar."""
        controls = (self.pages, self.cells, self.families, self.training, self.special, self.held)
        for control in (*controls, self.sequence_input, self.theme_button):
            control.set_theme(theme)

    def _choose_family(self, index: int) -> None:
        family = self.families.itemData(index)
        if family:
            self.family_requested.emit(family)


def special_in_words(choice: Choice) -> list[str]:
    """In what these networks are others than the plain ones of their name, shortly."""
    named = {
        "path": translate("TopBar", "own file"),
        "remembering": translate("TopBar", "gates began half open"),
        "start": translate("LaboratoryBar", "orthogonal"),
        "scale": f"ρ {round_number(choice.scale)}",
        "keep_bias": translate("TopBar", "gate bias {value}").format(
            value=round_number(choice.keep_bias or 0.0)
        ),
        "hidden_size": translate("StatusLine", "{count} units").format(count=choice.hidden_size),
        "layers": translate("TopBar", "{count} layers").format(count=choice.layers),
        "seed": translate("TopBar", "seed {seed}").format(seed=choice.seed),
        "device": translate("TopBar", "on {device}").format(device=choice.device.upper()),
    }
    return [named[name] for name in choice.special]


def accuracies(by_cell: Mapping[str, ModelCard]) -> str:
    """How many unseen texts the networks of a family judge rightly, cell by cell.

    Below, where it is known: after the most neutral tokens, and from other seeds than the one that was kept.
    """
    cards = by_cell.values()
    far = max((distance for card in cards for distance in card.accuracy_by_distance), default=0)
    right, held, others = {}, {}, {}
    for card in cards:
        right[card.cell] = [] if card.accuracy is None else [card.accuracy]
        held[card.cell] = [card.accuracy_by_distance[far]] if far in card.accuracy_by_distance else []
        others[card.cell] = [tried.test[0] for seed, tried in card.by_seed.items() if seed != card.seed]
    lines = [
        translate("TopBar", "Unseen texts judged rightly: {shares}").format(shares=_named(right)),
        translate("TopBar", "With {count} neutral tokens after the opinion: {shares}").format(
            count=far, shares=_named(held)
        ),
        translate("TopBar", "Trained from another seed: {shares}").format(shares=_named(others)),
    ]
    known = zip(lines, (right, held, others), strict=True)
    return "\n".join(line for line, of_cells in known if any(of_cells.values()))


def _named(of_cells: Mapping[str, Sequence[float]]) -> str:
    """Shares, each behind the name of its cell."""
    return "  ".join(
        f"{CELLS[cell].title} {', '.join(map(share, shares))}" for cell, shares in of_cells.items() if shares
    )
