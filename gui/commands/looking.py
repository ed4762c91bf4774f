"""The commands that look at the same scene in another way: unit, layer, ink, ledger, theme, language."""

import math
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from gui.actions import PANEL_NAMES
from gui.language import translate
from gui.layout.board import PanelBoard
from gui.session.session import Session
from gui.settings import LANGUAGES, Settings
from gui.view import WordInk, zoomed

ZOOM = 2.0  # by a key


class Looking(QObject):
    """Changes how things look, and nothing that is computed.

    Signals:
        said: a sentence for the reader, and whether it stays until the next one.
    """

    said = Signal(str, bool)

    def __init__(self, window: QWidget, session: Session, settings: Settings, board: PanelBoard) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._settings = settings
        self._board = board

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Command id to what it does."""
        return {
            "next_unit": partial(self.step_unit, 1),
            "previous_unit": partial(self.step_unit, -1),
            "next_layer": partial(self.step_layer, 1),
            "previous_layer": partial(self.step_layer, -1),
            "order_by_value": partial(self.switch, "order_by_value"),
            "relative_gradient": partial(self.switch, "relative_gradient"),
            **{f"ink_{ink.value}": partial(self._session.look, word_ink=ink) for ink in WordInk},
            "next_ink": self.next_ink,
            "ledger_of_unit": partial(self._session.look, whole_ledger=False),
            "ledger_of_prediction": partial(self._session.look, whole_ledger=True),
            "switch_ledger": partial(self.switch, "whole_ledger"),
            "zoom_in": partial(self.zoom_words, 1 / ZOOM),
            "zoom_out": partial(self.zoom_words, ZOOM),
            "zoom_all": partial(self.zoom_words, math.inf),
            "zoom_panel": self.zoom_panel,
            "full_screen": self.full_screen,
            **{
                f"theme_{theme}": partial(self._settings.change, theme=theme)
                for theme in ("system", "light", "dark")
            },
            "switch_theme": self.switch_theme,
            **{f"language_{name}": partial(self._settings.change, language=name) for name in LANGUAGES},
            "reduced_motion": self.switch_motion,
            "quit": self.quit,
        }

    def step_unit(self, count: int) -> None:
        """Selects the unit so many further on."""
        if self._session.scene:
            self._session.select_unit(self._session.scene.view.unit + count)

    def step_layer(self, count: int) -> None:
        """Looks into the layer so many above."""
        if self._session.scene:
            self._session.select_layer(self._session.scene.view.layer + count)

    def next_ink(self) -> None:
        """Lets the ink of the words mean the next thing, and round again."""
        scene, inks = self._session.scene, list(WordInk)
        if scene:
            self._session.look(word_ink=inks[(inks.index(scene.view.word_ink) + 1) % len(inks)])

    def switch(self, name: str) -> None:
        """The other one of two ways to look at the scene."""
        if self._session.scene:
            self._session.look(**{name: not getattr(self._session.scene.view, name)})

    def zoom_words(self, factor: float) -> None:
        """Shows so many times as many words, around the reader where he is among them."""
        scene, moment = self._session.scene, self._session.follower.where()
        if scene is None or moment is None:
            return
        shown, share = scene.shown, 0.5
        if moment.token in shown:
            share = (moment.token - shown.start + 0.5) / len(shown)
        self._session.show_range(zoomed(shown, share, min(factor, scene.length), scene.length))

    def zoom_panel(self) -> None:
        """Enlarges the current panel, or shows all again."""
        if self._board.enlarged is not None:
            self._board.shrink()
        else:
            self._board.enlarge(self._board.current().NAME)

    def full_screen(self) -> None:
        """Full screen and back."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def switch_theme(self) -> None:
        """The other one of light and dark."""
        self._settings.change(theme="light" if self._board.theme.dark else "dark")

    def switch_motion(self) -> None:
        """Reduced motion: no highlight travels; or motion again."""
        self._settings.change(reduced_motion=not self._settings.preferences.reduced_motion)

    def say_crowded(self, panels: Sequence[str]) -> None:
        """What a window has become too small for is not lost."""
        plots = ", ".join(translate("actions", PANEL_NAMES[name]) for name in panels)
        sentence = translate("Commands", "This window has no room for: {plots}. View, Enlarge shows them.")
        self.said.emit(sentence.format(plots=plots), False)

    def say_unwritable(self, reason: str) -> None:
        """Preferences that cannot be stored are worth one sentence."""
        self.said.emit(
            translate("Commands", "Preferences cannot be stored: {reason}").format(reason=reason), True
        )

    def quit(self) -> None:
        """Closes the window, and with it the program."""
        self._window.close()
