"""The commands that change words of the text in sight, take changes back, and do them again."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QInputDialog, QWidget

from engine.record.hold import Hold
from gui.language import titled, translate
from gui.layout.board import PanelBoard
from gui.panels.token_strip.panel import TokenStrip
from gui.session.choice import HeldPart, held_also
from gui.session.history import History
from gui.session.player import Player
from gui.session.session import Session


class Changing:
    """Retypes a word, and walks to and fro in what the reader has changed."""

    def __init__(
        self, parent: QWidget, session: Session, player: Player, board: PanelBoard, history: History
    ) -> None:
        self._parent = parent
        self._session = session
        self._player = player
        self._board = board
        self._history = history

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Command id to what it does."""
        return {
            "undo": self._history.undo,
            "redo": self._history.redo,
            "retype_word": self.retype_word,
            "take_words_back": self._session.take_words_back,
            "keep_words": self._session.keep_words,
            "free_all": partial(self._session.hold, lambda _parts: ()),
            "mark_all": self.mark_all,
            "mark_none": partial(self._session.look, marked=None),
        }

    def hold(self, hold: Hold, dragging: bool) -> None:
        """Holds a gate or a state of the cell in sight.

        Args:
            hold: what is held; the one before it in the same place goes.
            dragging: another one may follow that belongs to the same change.
        """
        scene = self._session.scene
        if scene is None:
            return
        if dragging:
            self._history.begin_drag()
        part = HeldPart(scene.view.cell, hold)
        self._session.hold(lambda parts: held_also(parts, part))
        if not dragging:
            self._history.end_drag()

    def mark_all(self) -> None:
        """Marks every word."""
        if self._session.scene is not None:
            self._session.look(marked=(0, self._session.scene.length))

    def retype_word(self) -> None:
        """Lets the reader retype the current word, in its place where that is in sight."""
        scene, moment = self._session.scene, self._player.moment
        if scene is None or moment is None:
            return
        self._player.pause()
        for panel in self._board.visible_panels():
            if isinstance(panel, TokenStrip):
                panel.retype(moment.token)
                return
        word = scene.trace.tokens[moment.token]
        question = translate("Commands", "Another word in the place of “{word}”").format(word=word)
        title = titled(translate("Commands", "Retype this word"))
        written, accepted = QInputDialog.getText(self._parent, title, question, text=word)
        if accepted and written != word:
            self._session.retype(moment.token, written)
