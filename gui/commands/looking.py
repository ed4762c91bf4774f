"""What each command of `actions.py` does; networks (`choosing.py`) and files (`exporting.py`) apart."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

from gui.dialogs.command_palette import CommandPalette
from gui.dialogs.reading_window import ReadingWindow, about_html, help_html, shortcuts_html
from gui.language import LANGUAGES, translate
from gui.layout.board import PanelBoard
from gui.pages import BACKWARD, LABORATORY, MEMORY, PAGES
from gui.readings.chosen_weight import other_column, other_gate, other_matrix
from gui.scene import RATES, Scene, WeightChoice, WordChange, WordInk
from gui.session.player import Player
from gui.session.session import Session
from gui.settings import Settings
from gui.version import VERSION

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class Commands:
    """One method or callable for each command; asks where it must, says what it did."""

    def __init__(
        self, window: "MainWindow", session: Session, player: Player, settings: Settings, board: PanelBoard
    ) -> None:
        self._window = window
        self._session = session
        self._player = player
        self._settings = settings
        self._board = board

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Command id to what it does."""
        return {**self._moving(), **self._looking(), **self._help(), "quit": self.quit}

    def _moving(self) -> dict[str, Callable[[], None]]:
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
            "loop_start": player.set_loop_start,
            "loop_end": player.set_loop_end,
            "toggle_loop": player.toggle_loop,
            "backward_from_here": self.backward_from_here,
            **{f"page_{page}": partial(self.show_page, page) for page in PAGES},
        }

    def _looking(self) -> dict[str, Callable[[], None]]:
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
            "drop_word": self.drop_word,
            "replace_word": self.replace_word,
            "measure_distances": self.measure_distances,
            "next_weight_gate": partial(self._choose_weight, other_gate),
            "switch_matrix": partial(self._choose_weight, other_matrix),
            "next_column": partial(self._choose_weight, partial(other_column, count=1)),
            "previous_column": partial(self._choose_weight, partial(other_column, count=-1)),
            "switch_target": partial(self.switch, "target"),
            "next_rate": self.next_rate,
            "zoom_panel": self.zoom_panel,
            "full_screen": self.full_screen,
            **{f"theme_{theme}": partial(self._prefer, theme=theme) for theme in ("system", "light", "dark")},
            "switch_theme": self.switch_theme,
            **{f"language_{name}": partial(self._prefer, language=name) for name in LANGUAGES},
            "reduced_motion": self.switch_motion,
        }

    def _help(self) -> dict[str, Callable[[], None]]:
        return {
            "palette": self.palette,
            "shortcuts": self.shortcuts,
            "help": self.help,
            "about": self.about,
            "edit_text": self.edit_text,
            "cancel": self.cancel,
        }

    def _prefer(self, **values: object) -> None:
        self._settings.change(**values)

    # Moving and looking

    def quit(self) -> None:
        """Closes the window, and with it the program."""
        self._window.close()

    def step_unit(self, count: int) -> None:
        """Selects the unit so many further on."""
        if self._session.scene:
            self._session.select_unit(self._session.scene.unit + count)

    def step_layer(self, count: int) -> None:
        """Looks into the layer so many above."""
        if self._session.scene:
            self._session.select_layer(self._session.scene.layer + count)

    def go_to_token(self) -> None:
        """Asks for a token and goes there."""
        scene, moment = self._session.scene, self._player.moment
        if scene is None or moment is None:
            return
        question = translate("Commands", "Word (1 to {count})").format(count=scene.length)
        title = translate("Commands", "Go to word")
        token, accepted = QInputDialog.getInt(
            self._window, title, question, moment.token + 1, 1, scene.length
        )
        if accepted:
            self._player.seek_token(token - 1)

    def show_page(self, page: str) -> None:
        """Shows another page, and walks the pass that it is about."""
        self._board.show_page(page)
        self._player.set_direction(PAGES[page].direction)
        if page == LABORATORY:
            self._player.last()  # at the first word there is nothing to look back on
        self._window.show_page(page)

    def backward_from_here(self) -> None:
        """Starts the backward pass from the loss at the current word, on the page that shows it."""
        if self._player.moment:
            self._session.start_backward_at(self._player.moment.token)
        self.show_page(BACKWARD)
        self._player.last()

    def next_ink(self) -> None:
        """Lets the ink of the words mean the next thing, and round again."""
        scene, inks = self._session.scene, list(WordInk)
        if scene:
            self._session.look(word_ink=inks[(inks.index(scene.word_ink) + 1) % len(inks)])

    def switch(self, name: str) -> None:
        """The other one of two ways to look at the scene."""
        if self._session.scene:
            self._session.look(**{name: not getattr(self._session.scene, name)})

    def next_rate(self) -> None:
        """The next learning rate, and round again."""
        if self._session.scene:
            rate = RATES[(RATES.index(self._session.scene.rate) + 1) % len(RATES)]
            self._session.look(rate=rate)

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
        title = translate("Commands", "Forgetting test")
        word, accepted = QInputDialog.getText(self._window, title, question)
        if accepted and word.strip():
            self._test(WordChange(moment.token, word.strip()))

    def measure_distances(self) -> None:
        """Asks the networks again what they know so many neutral words after an opinion."""
        self.show_page(MEMORY)
        self._session.measure_distances()

    def _test(self, change: WordChange) -> None:
        self._session.test_word(change)
        self.show_page(MEMORY)

    def _choose_weight(self, other: Callable[[Scene], WeightChoice]) -> None:
        if self._session.scene:
            self._session.choose_weight(other(self._session.scene))

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
        self._settings.change(theme="light" if self._window.theme.dark else "dark")

    def switch_motion(self) -> None:
        """Reduced motion: no highlight travels; or motion again."""
        self._prefer(reduced_motion=not self._settings.preferences.reduced_motion)

    def cancel(self) -> None:
        """Escape: leaves the enlarged panel first, then stops what the engine does."""
        if self._board.enlarged is not None:
            self._board.shrink()
        else:
            self._session.cancel()

    def edit_text(self) -> None:
        """Puts the cursor into the text box, all selected."""
        self._window.top_bar.sequence_input.edit()

    # Help

    def say_unwritable(self, reason: str) -> None:
        """Preferences that cannot be stored are worth one sentence."""
        self._window.status.say(
            translate("Commands", "Preferences cannot be stored: {reason}").format(reason=reason),
            lasting=True,
        )

    def palette(self) -> None:
        """Opens the command palette."""
        palette = CommandPalette(self._window.actions_by_id, self._window)
        palette.finished.connect(palette.deleteLater)
        palette.open()

    def shortcuts(self) -> None:
        """Opens the shortcut sheet."""
        ReadingWindow(translate("Commands", "Keyboard shortcuts"), shortcuts_html(), self._window).show()

    def help(self) -> None:
        """Opens the help about what is on screen."""
        if self._session.scene:
            html = help_html(self._session.scene, self._board.page)
            ReadingWindow(translate("Commands", "What am I looking at?"), html, self._window).show()

    def about(self) -> None:
        """Opens the about page."""
        ReadingWindow(translate("Commands", "About Gatescope"), about_html(VERSION), self._window).show()
