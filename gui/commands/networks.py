"""The commands that choose which networks read: trained or not, from which start, on which device."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QFileDialog, QWidget

from engine.cells import CELLS
from engine.models.formats.table import filters
from engine.stories import REVIEWS
from gui.dialogs.untrained_dialog import UntrainedDialog
from gui.language import titled, translate
from gui.session.choice import DEFAULT_START, Choice
from gui.session.session import Session


class Networks:
    """Chooses which networks read; asks where it must."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        self._parent = parent
        self._session = session

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Command id to what it does."""
        return {
            "open_model": self.open_model,
            **{f"cell_{cell}": partial(self._session.show_cell, cell) for cell in CELLS},
            "next_cell": self.next_cell,
            "trained": partial(self.train, True),
            "untrained": partial(self.train, False),
            "switch_training": self.switch_training,
            "remembering_start": partial(self.start_remembering, True),
            "default_start": partial(self.start_remembering, False),
            "switch_start": self.switch_start,
            "make_untrained": self.make_untrained,
            "plain_network": self.make_plain,
            **{
                f"device_{device}": partial(self.use_device, device)
                for device in ("auto", "cpu", "cuda", "mps")
            },
        }

    def next_cell(self) -> None:
        """RNN, LSTM, GRU and round again."""
        scene = self._session.scene
        if scene:
            cells = list(scene.runs)
            self._session.show_cell(cells[(cells.index(scene.view.cell) + 1) % len(cells)])

    def choose_family(self, family: str) -> None:
        """Reads with another shipped family."""
        self._session.choose(lambda choice: self._shipped(replace(choice, family=family, path=None)))

    def train(self, trained: bool) -> None:
        """Trained or untrained networks of the same family."""
        self._session.choose(
            lambda choice: replace(
                self._shipped(choice), trained=trained, path=None, start="uniform", scale=1.0, keep_bias=None
            )
        )

    def _shipped(self, choice: Choice) -> Choice:
        """The same, but from the start that ships for its family."""
        both = f"{choice.family}{DEFAULT_START}" in self._session.families.cards
        return choice if both or choice.remembering else replace(choice, remembering=True)

    def switch_training(self) -> None:
        """The other one of trained and untrained."""
        self.train(not self._session.latest.trained)

    def start_remembering(self, remembering: bool) -> None:
        """Networks whose gates began open, or as PyTorch starts them; the latter ship for reviews alone."""
        family = self._session.latest.family
        if not remembering and f"{family}{DEFAULT_START}" not in self._session.families.cards:
            family = REVIEWS[family.rsplit("-", 1)[-1]]
        self._session.choose(
            lambda choice: replace(choice, remembering=remembering, family=family, trained=True, path=None)
        )

    def switch_start(self) -> None:
        """The other one of both starts."""
        self.start_remembering(not self._session.latest.remembering)

    def make_like(self, settings: Mapping[str, object]) -> None:
        """Reads with random networks that differ in some settings; a trained one lends its size first."""
        scene = self._session.scene
        if scene is None:
            return
        own = {} if not self._session.latest.trained else {"hidden_size": scene.trace.hidden_size}
        self._session.choose(
            lambda choice: replace(choice, path=None, trained=False, **{**own, **settings})  # type: ignore[arg-type]
        )

    def make_plain(self) -> None:
        """The networks of the same name with nothing special about them."""
        self._session.choose(lambda choice: self._shipped(choice.plain))

    def use_device(self, device: str) -> None:
        """Computes on another device from now on."""
        self._session.choose(lambda choice: replace(choice, device=device))

    def make_untrained(self) -> None:
        """Asks for size, layers and seed."""
        dialog = UntrainedDialog(self._session.choice, self._parent)
        if dialog.exec():
            chosen = dialog.choice()
            self._session.choose(lambda _choice: chosen)
        dialog.deleteLater()

    def open_model(self) -> None:
        """Asks for a model file."""
        path, _ = QFileDialog.getOpenFileName(
            self._parent,
            titled(translate("Choosing", "Open a model file")),
            "",
            filters(translate("Choosing", "All files")),
        )
        if path:
            self.read_with(path)

    def read_with(self, path: str) -> None:
        """Reads with the network in a file."""
        self._session.choose(lambda choice: replace(choice, path=path, trained=True))
