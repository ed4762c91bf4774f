"""The commands that change words of the text in sight, take changes back, and do them again."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QInputDialog, QWidget

from engine.record.hold import Hold
from gui.dialogs.hold_dialog import HoldDialog
from gui.language import titled, translate
from gui.layout.board import PanelBoard
from gui.panels.token_strip.panel import TokenStrip
from gui.scene import Scene
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
            "hold_value": self.ask_for_hold,
            "mark_from": self.mark_from_here,
            "mark_to": self.mark_to_here,
            "mark_all": self.mark_all,
            "mark_none": partial(self._session.look, marked=None),
        }

    def hold(self, hold: Hold, dragging: bool, seen: Scene) -> None:
        """Holds a gate or a state of the cell in sight, unless another text or network takes its place.

        Args:
            hold: what is held; the one before it in the same place goes.
            dragging: another one may follow that belongs to the same change.
            seen: the scene in which the reader has pointed at it.
        """
        if self._is_latest(seen):
            if dragging:
                self._history.begin_drag()
            part = HeldPart(seen.view.cell, hold)
            self._session.hold(lambda parts: held_also(parts, part))
        if not dragging:
            self._history.end_drag()

    def _is_latest(self, seen: Scene) -> bool:
        """Whether no other text, network or cell has been asked for since."""
        session, scene = self._session, self._session.scene
        if scene is None or session.latest.networks != session.choice.networks:
            return False
        same_text = (seen.text, seen.words) == (scene.text, scene.words) == session.latest_text
        made, now = seen.trace.provenance, scene.trace.provenance
        return same_text and made.weights_sha256 == now.weights_sha256

    def ask_for_hold(self) -> None:
        """Asks what to hold, at which value and where."""
        scene, moment = self._session.scene, self._player.moment
        if scene is None or moment is None:
            return
        dialog = HoldDialog(scene, moment.token, self._parent)
        if dialog.exec():
            self.hold(dialog.hold(), False, scene)
        dialog.deleteLater()

    def mark_from_here(self) -> None:
        """Marks the words from the current one on, to the last one that is marked or to the end."""
        scene, moment = self._session.scene, self._player.moment
        if scene is not None and moment is not None:
            behind = scene.length if scene.marked is None else scene.marked.stop
            self.mark(range(moment.token, max(behind, moment.token + 1)))

    def mark_to_here(self) -> None:
        """Marks the words up to the current one, from the first one that is marked or from the start."""
        scene, moment = self._session.scene, self._player.moment
        if scene is not None and moment is not None:
            first = 0 if scene.marked is None else scene.marked.start
            self.mark(range(min(first, moment.token), moment.token + 1))

    def mark_all(self) -> None:
        """Marks every word."""
        if self._session.scene is not None:
            self.mark(range(self._session.scene.length))

    def mark(self, words: range) -> None:
        """Marks these words: there gates are held, and there the player loops."""
        self._session.look(marked=(words.start, words.stop))

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
