"""The commands that help: what can be done, what is seen, where to type, and how to stop."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from gui.controls.banner import Banner
from gui.controls.offers import Offers
from gui.dialogs.command_palette import CommandPalette
from gui.dialogs.reading_window import ReadingWindow, about_html, help_html, shortcuts_html
from gui.language import translate
from gui.layout.board import PanelBoard
from gui.session.session import Session
from gui.version import VERSION


class Help(QObject):
    """Opens what explains, and gives way to the text box.

    Signals:
        text_wanted: the reader wants to type a text.
    """

    text_wanted = Signal()

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        board: PanelBoard,
        banner: Banner,
        offers: Offers,
        actions: Mapping[str, QAction],
    ) -> None:
        super().__init__(parent)
        self._parent = parent
        self._session = session
        self._board = board
        self._banner = banner
        self._offers = offers
        self._actions = actions

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Command id to what it does."""
        return {
            "palette": self.palette,
            "shortcuts": self.shortcuts,
            "help": self.help,
            "about": self.about,
            "edit_text": self.text_wanted.emit,
            "cancel": self.cancel,
        }

    def cancel(self) -> None:
        """Escape: dismisses what was said or offered, shrinks a panel, stops the engine, unmarks words."""
        if self._banner.sentence:
            self._banner.dismiss()
        elif self._offers.isVisible():
            self._offers.close_it()
        elif self._board.enlarged is not None:
            self._board.shrink()
        elif not self._session.cancel():
            self._session.look(marked=None)

    def palette(self) -> None:
        """Opens the command palette."""
        palette = CommandPalette(self._actions, self._parent)
        palette.finished.connect(palette.deleteLater)
        palette.open()

    def shortcuts(self) -> None:
        """Opens the shortcut sheet."""
        self._open(lambda: translate("Commands", "Keyboard shortcuts"), shortcuts_html)

    def help(self) -> None:
        """Opens the help about what is on screen."""
        scene, page = self._session.scene, self._board.page
        if scene:
            self._open(
                lambda: translate("Commands", "What am I looking at?"),
                lambda: help_html(scene, page, self._board.theme),
            )

    def about(self) -> None:
        """Opens the about page."""
        self._open(lambda: translate("Commands", "About Gatescope"), lambda: about_html(VERSION))

    def _open(self, title: Callable[[], str], html: Callable[[], str]) -> None:
        ReadingWindow(title, html, self._parent).show()
