"""The commands that ask one thing more: another word, another weight, another distance."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QInputDialog, QWidget

from gui.language import titled, translate
from gui.pages import MEMORY
from gui.readings.chosen_weight import other_column, other_gate, other_matrix
from gui.scene import Scene
from gui.session.player import Player
from gui.session.session import Session
from gui.view import RATES, WeightChoice, WordChange


class Asking:
    """Asks the engine what the scene does not hold yet, and shows the page on which the answer stands."""

    def __init__(
        self, parent: QWidget, session: Session, player: Player, show_page: Callable[[str], None]
    ) -> None:
        self._parent = parent
        self._session = session
        self._player = player
        self._show_page = show_page

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Command id to what it does."""
        return {
            "drop_word": self.drop_word,
            "replace_word": self.replace_word,
            "measure_distances": self.measure_distances,
            "next_weight_gate": partial(self._choose_weight, other_gate),
            "switch_matrix": partial(self._choose_weight, other_matrix),
            "next_column": partial(self._choose_weight, partial(other_column, count=1)),
            "previous_column": partial(self._choose_weight, partial(other_column, count=-1)),
            "switch_target": self.switch_target,
            "next_rate": self.next_rate,
        }

    def drop_word(self) -> None:
        """The forgetting test leaves out the current word."""
        if self._player.moment:
            self._test(WordChange(self._player.moment.token))

    def replace_word(self) -> None:
        """Asks which word the forgetting test puts in the place of the current one."""
        scene, moment = self._session.scene, self._player.moment
        if scene is None or moment is None:
            return
        question = translate("Commands", "Another word in the place of “{word}”").format(
            word=scene.trace.tokens[moment.token]
        )
        title = titled(translate("Commands", "Forgetting test"))
        word, accepted = QInputDialog.getText(self._parent, title, question)
        if accepted and word.strip():
            self._test(WordChange(moment.token, word.strip()))

    def measure_distances(self) -> None:
        """Asks the networks again what they know so many neutral tokens after an opinion."""
        self._show_page(MEMORY)
        self._session.measure_distances()

    def switch_target(self) -> None:
        """The update rule learns that the other answer is right."""
        if self._session.scene:
            self._session.look(target=not self._session.scene.view.target)

    def next_rate(self) -> None:
        """The next learning rate, and round again."""
        if self._session.scene:
            rate = RATES[(RATES.index(self._session.scene.view.rate) + 1) % len(RATES)]
            self._session.look(rate=rate)

    def _test(self, change: WordChange) -> None:
        self._session.test_word(change)
        self._show_page(MEMORY)

    def _choose_weight(self, other: Callable[[Scene], WeightChoice]) -> None:
        if self._session.scene:
            self._session.choose_weight(other(self._session.scene))
