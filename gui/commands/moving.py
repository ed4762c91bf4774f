"""The commands that go somewhere: along the text, through the pass, from page to page."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from gui.language import titled, translate
from gui.layout.board import PanelBoard
from gui.pages import BACKWARD, PAGES, STORY
from gui.panels import PANELS
from gui.session.player import Player


class Moving(QObject):
    """Moves the player, and turns the pages.

    Signals:
        page_shown: the page that is in sight now.
    """

    page_shown = Signal(str)

    def __init__(self, parent: QWidget, player: Player, board: PanelBoard) -> None:
        super().__init__(parent)
        self._parent = parent
        self._player = player
        self._board = board

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Command id to what it does."""
        player = self._player
        return {
            "toggle_play": player.toggle,
            "next_token": partial(player.step_tokens, 1),
            "previous_token": partial(player.step_tokens, -1),
            "next_stage": partial(player.step_stages, 1),
            "previous_stage": partial(player.step_stages, -1),
            "ten_forward": partial(player.step_tokens, 10),
            "ten_back": partial(player.step_tokens, -10),
            "first_token": player.first,
            "last_token": player.last,
            "go_to_token": self.go_to_token,
            "by_token": partial(player.set_by_stage, False),
            "by_stage": partial(player.set_by_stage, True),
            "play_back": partial(player.shuttled, -1),
            "play_forward": partial(player.shuttled, 1),
            "slower": partial(player.change_rate, -1),
            "faster": partial(player.change_rate, 1),
            "toggle_loop": player.toggle_loop,
            "backward_from_here": self.backward_from_here,
            **{f"page_{page}": partial(self.show_page, page) for page in PAGES},
            **{f"enlarge_{name}": partial(self.enlarge, name) for name in PANELS},
        }

    def go_to_token(self) -> None:
        """Asks for a token and goes there."""
        scene, moment = self._player.scene, self._player.moment
        if scene is None or moment is None:
            return
        question = translate("Commands", "Word (1 to {count})").format(count=scene.length)
        title = titled(translate("Commands", "Go to word"))
        token, accepted = QInputDialog.getInt(
            self._parent, title, question, moment.token + 1, 1, scene.length
        )
        if accepted:
            self._player.seek_token(token - 1)

    def show_page(self, page: str) -> None:
        """Shows another page, and walks the pass that it is about; by word where nothing has stages."""
        self._board.show_page(page)
        self._player.turn_to(PAGES[page])
        if page == STORY and self._player.by_stage:
            self._player.set_by_stage(False)
        self.page_shown.emit(page)

    def enlarge(self, name: str) -> None:
        """Enlarges a panel, on the page in sight if it stands there, otherwise on the first that has it."""
        if name not in PAGES[self._board.page].places:
            self.show_page(next(page for page in PAGES if name in PAGES[page].places))
        self._board.enlarge(name)

    def backward_from_here(self) -> None:
        """Starts the backward pass from the output ℓ at the current word, on the page that shows it."""
        here = self._player.moment
        self.show_page(BACKWARD)
        if here is not None:
            self._player.restart_pass(here.token)
