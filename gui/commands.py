"""What each command of `actions.py` does."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog

from engine.cells import CELLS
from engine.record import files
from engine.record.messages import EngineError
from gui import render
from gui.dialogs.command_palette import CommandPalette
from gui.dialogs.export_dialog import ExportDialog
from gui.dialogs.reading import ReadingWindow, about_html, help_html, shortcuts_html
from gui.dialogs.table_view import TableWindow
from gui.dialogs.untrained_dialog import UntrainedDialog
from gui.language import say, translate
from gui.panel_board import PanelBoard
from gui.panels import PANELS
from gui.player import Player
from gui.scene import Moment, Scene
from gui.session import Session
from gui.settings import Settings
from gui.version import VERSION

if TYPE_CHECKING:
    from gui.main_window import MainWindow

PICTURES = "PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"
TABLES = "CSV (*.csv)"
TRACES = "NumPy (*.npz);;CSV (*.csv)"


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
        player, session, change = self._player, self._session, self._settings.change
        return {
            "edit_text": self.edit_text,
            "open_model": self.open_model,
            "export_panel": self.export_panel,
            "export_all": self.export_all,
            "copy_picture": self.copy_picture,
            "export_numbers": self.export_numbers,
            "export_trace": self.export_trace,
            "show_table": self.show_table,
            "quit": self.quit,
            "toggle_play": player.toggle,
            "next_token": lambda: player.step_tokens(1),
            "previous_token": lambda: player.step_tokens(-1),
            "next_stage": lambda: player.step_stages(1),
            "previous_stage": lambda: player.step_stages(-1),
            "ten_forward": lambda: player.step_tokens(10),
            "ten_back": lambda: player.step_tokens(-10),
            "first_token": player.first,
            "last_token": player.last,
            "go_to_token": self.go_to_token,
            "by_token": lambda: player.set_by_stage(False),
            "by_stage": lambda: player.set_by_stage(True),
            "play_back": lambda: player.shuttled(-1),
            "play_forward": lambda: player.shuttled(1),
            "slower": lambda: player.change_rate(-1),
            "faster": lambda: player.change_rate(1),
            "loop_start": player.set_loop_start,
            "loop_end": player.set_loop_end,
            "toggle_loop": player.toggle_loop,
            "next_unit": lambda: self.step_unit(1),
            "previous_unit": lambda: self.step_unit(-1),
            "next_layer": lambda: self.step_layer(1),
            "previous_layer": lambda: self.step_layer(-1),
            "order_by_value": session.toggle_order,
            "relative_gradient": session.toggle_relative,
            "zoom_panel": self.zoom_panel,
            "full_screen": self.full_screen,
            "theme_system": lambda: change(theme="system"),
            "theme_light": lambda: change(theme="light"),
            "theme_dark": lambda: change(theme="dark"),
            "switch_theme": self.switch_theme,
            "language_en": lambda: change(language="en"),
            "language_zh": lambda: change(language="zh"),
            "reduced_motion": lambda: change(reduced_motion=not self._settings.preferences.reduced_motion),
            **{f"cell_{cell}": partial(session.show_cell, cell) for cell in CELLS},
            "next_cell": self.next_cell,
            "trained": lambda: self.train(True),
            "untrained": lambda: self.train(False),
            "switch_training": lambda: self.train(not session.choice.trained),
            "make_untrained": self.make_untrained,
            **{
                f"device_{device}": partial(self.use_device, device)
                for device in ("auto", "cpu", "cuda", "mps")
            },
            "cancel": self.cancel,
            "palette": self.palette,
            "shortcuts": self.shortcuts,
            "help": self.help,
            "about": self.about,
        }

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

    def next_cell(self) -> None:
        """RNN, LSTM, GRU and round again."""
        scene = self._session.scene
        if scene:
            cells = list(scene.runs)
            self._session.show_cell(cells[(cells.index(scene.cell) + 1) % len(cells)])

    def go_to_token(self) -> None:
        """Asks for a token and goes there."""
        scene, moment = self._session.scene, self._player.moment
        if scene is None or moment is None:
            return
        question = translate("Commands", "Token (1 to {count})").format(count=scene.length)
        title = translate("Commands", "Go to token")
        token, accepted = QInputDialog.getInt(
            self._window, title, question, moment.token + 1, 1, scene.length
        )
        if accepted:
            self._player.seek_token(token - 1)

    def zoom_panel(self) -> None:
        """Enlarges the current panel, or shows all again."""
        if self._board.enlarged is not None:
            self._board.shrink()
        else:
            self._window.connect_panel(self._board.enlarge(self._board.current().NAME))

    def full_screen(self) -> None:
        """Full screen and back."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def switch_theme(self) -> None:
        """The other one of light and dark."""
        self._settings.change(theme="light" if self._window.theme.dark else "dark")

    def cancel(self) -> None:
        """Escape: leaves the enlarged panel first, then stops what the engine does."""
        if self._board.enlarged is not None:
            self._board.shrink()
        else:
            self._session.cancel()

    # Networks

    def edit_text(self) -> None:
        """Puts the cursor into the text box, all selected."""
        self._window.top_bar.sequence_input.edit()

    def choose_family(self, family: str) -> None:
        """Reads with another shipped family."""
        self._session.choose(lambda choice: replace(choice, family=family, path=None))

    def train(self, trained: bool) -> None:
        """Trained or untrained networks of the same family."""
        self._session.choose(lambda choice: replace(choice, trained=trained, path=None))

    def use_device(self, device: str) -> None:
        """Computes on another device from now on."""
        self._session.choose(lambda choice: replace(choice, device=device))

    def make_untrained(self) -> None:
        """Asks for size, layers and seed."""
        dialog = UntrainedDialog(self._session.choice, self._window)
        if dialog.exec():
            chosen = dialog.choice()
            self._session.choose(lambda _choice: chosen)
        dialog.deleteLater()

    def open_model(self) -> None:
        """Asks for a model file."""
        path, _ = QFileDialog.getOpenFileName(
            self._window, translate("Commands", "Open a model file"), "", "safetensors (*.safetensors)"
        )
        if path:
            self._session.choose(lambda choice: replace(choice, path=path, trained=True))

    # Taking it along

    def export_panel(self) -> None:
        """Asks how and where, and writes the picture of the current panel."""
        shown, name = self._shown(), self._board.current().NAME
        choice = self._ask_export()
        if shown is None or choice is None:
            return
        path = self._ask_path(name, PICTURES)
        if path:
            self._attempt(lambda: self._export(name, path, *shown), path)

    def export_all(self) -> None:
        """Asks for a folder and writes every panel there as PNG, SVG and PDF."""
        shown, choice = self._shown(), self._ask_export()
        if shown is None or choice is None:
            return
        folder = QFileDialog.getExistingDirectory(
            self._window, translate("Commands", "Folder for the pictures"), self._folder()
        )
        if folder:
            self._settings.change(export_folder=folder)
            for name in PANELS:
                for ending in ("png", "svg", "pdf"):
                    path = Path(folder, f"{name}.{ending}")
                    if not self._attempt(partial(self._export, name, path, *shown), path):
                        return
            self._window.status.say(translate("Commands", "Written: {path}").format(path=folder))

    def copy_picture(self) -> None:
        """Puts the current panel on the clipboard."""
        shown = self._shown()
        if shown is not None:
            render.copy_to_clipboard(type(self._board.current()), *shown, theme=self._window.theme.name)
            self._window.status.say(translate("Commands", "The picture is on the clipboard."))

    def export_numbers(self) -> None:
        """Asks where and writes the current panel's numbers."""
        shown, panel = self._shown(), self._board.current()
        path = self._ask_path(panel.NAME, TABLES) if shown else None
        if path and shown:
            self._attempt(lambda: render.table_to_csv(type(panel), *shown, path), path)

    def export_trace(self) -> None:
        """Asks where and writes the whole trace."""
        shown = self._shown()
        path = self._ask_path("trace", TRACES) if shown else None
        if path and shown:
            self._attempt(lambda: files.save_trace(shown[0].trace, path), path)

    def show_table(self) -> None:
        """Shows the current panel's numbers."""
        shown, panel = self._shown(), self._board.current()
        if shown is not None:
            title = panel.title() or panel.NAME.replace("_", " ")
            TableWindow(title, panel.summary(*shown), panel.table(*shown), self._window).show()

    def say_unwritable(self, reason: str) -> None:
        """Preferences that cannot be stored are worth one sentence."""
        self._window.status.say(
            translate("Commands", "Preferences cannot be stored: {reason}").format(reason=reason),
            lasting=True,
        )

    def _shown(self) -> tuple[Scene, Moment] | None:
        scene, moment = self._session.scene, self._player.moment
        return None if scene is None or moment is None else (scene, moment)

    def _ask_export(self) -> bool | None:
        dialog = ExportDialog(self._settings.preferences, self._window)
        accepted = dialog.exec()
        chosen = dialog.choice()
        dialog.deleteLater()
        if not accepted:
            return None
        self._settings.change(
            export_theme=chosen.theme, export_width_mm=chosen.width_mm, export_dpi=chosen.dpi
        )
        return True

    def _folder(self) -> str:
        stored = self._settings.preferences.export_folder
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        return stored if stored and Path(stored).is_dir() else pictures

    def _ask_path(self, name: str, kinds: str) -> Path | None:
        typed, kind = QFileDialog.getSaveFileName(
            self._window, translate("Commands", "Save as"), str(Path(self._folder(), name)), kinds
        )
        if not typed:
            return None
        path = Path(typed)
        if not path.suffix:
            path = path.with_suffix(kind[kind.index("*") + 1 : kind.index(")")])
        self._settings.change(export_folder=str(path.parent))
        return path

    def _export(self, name: str, path: Path, scene: Scene, moment: Moment) -> None:
        wanted = self._settings.preferences
        theme = self._window.theme.name if wanted.export_theme == "screen" else wanted.export_theme
        render.export(
            PANELS[name],
            scene,
            moment,
            path,
            width_mm=wanted.export_width_mm,
            dpi=wanted.export_dpi,
            theme=theme,
        )

    def _attempt(self, write: Callable[[], None], path: Path) -> bool:
        """Writes a file; says that it is there, or in one sentence why not."""
        try:
            write()
        except EngineError as error:
            self._window.status.say(say(error.key, **error.fields), lasting=True)
            return False
        self._window.status.say(translate("Commands", "Written: {path}").format(path=path))
        return True

    # Help

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
            html = help_html(self._session.scene)
            ReadingWindow(translate("Commands", "What am I looking at?"), html, self._window).show()

    def about(self) -> None:
        """Opens the about page."""
        ReadingWindow(translate("Commands", "About Gatescope"), about_html(VERSION), self._window).show()
