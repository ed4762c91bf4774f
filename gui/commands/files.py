"""What the reader takes along: pictures, numbers and traces, into files and onto the clipboard."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.files import records
from engine.files.outputs import OUTPUTS, filters
from engine.messages import EngineError, filled
from gui.dialogs.export_dialog import ExportDialog
from gui.dialogs.table_view import TableWindow
from gui.export import render
from gui.language import say, titled, translate
from gui.layout.board import PanelBoard
from gui.panels import PANELS
from gui.panels.code_view.panel import CodeView
from gui.scene import Moment, Scene
from gui.session.player import Player
from gui.session.session import Session
from gui.settings import Settings


class Files(QObject):
    """Asks how and where, writes, and says that it is there or in one sentence why not.

    Signals:
        said: a sentence for the reader.
        refused: a sentence: it could not be written, and why.
    """

    said = Signal(str)
    refused = Signal(str)

    def __init__(
        self, parent: QWidget, session: Session, player: Player, settings: Settings, board: PanelBoard
    ) -> None:
        super().__init__(parent)
        self._parent = parent
        self._session = session
        self._player = player
        self._settings = settings
        self._board = board

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Command id to what it does."""
        return {
            "export_panel": self.export_panel,
            "export_all": self.export_all,
            "copy_picture": self.copy_picture,
            "export_numbers": self.export_numbers,
            "export_trace": self.export_trace,
            "copy_code": self.copy_code,
            "show_table": self.show_table,
        }

    def export_panel(self) -> None:
        """Asks how and where, and writes the picture of the current panel."""
        shown, panel = self._shown(), self._board.current()
        name, title = panel.NAME, panel.title()
        choice = self._ask_export(title)
        if shown is None or choice is None:
            return
        path = self._ask_path(name, "picture", title)
        if path:
            self._attempt(lambda: self._export(name, path, *shown), path)

    def export_all(self) -> None:
        """Asks for a folder and writes every panel of the page in sight there as PNG, SVG and PDF."""
        shown, choice = self._shown(), self._ask_export()
        if shown is None or choice is None:
            return
        folder = QFileDialog.getExistingDirectory(
            self._parent, titled(translate("Exports", "Folder for the pictures")), self._folder()
        )
        if folder:
            self._settings.change(export_folder=folder)
            for name in (*self._board.standing, *self._board.left_out):
                for ending in OUTPUTS["picture"]:
                    path = Path(folder, f"{name}{ending}")
                    if not self._attempt(partial(self._export, name, path, *shown), path):
                        return
            self.said.emit(filled(translate("Exports", "Written: {path}"), path=folder))

    def copy_picture(self) -> None:
        """Puts the current panel on the clipboard."""
        shown = self._shown()
        if shown is not None:
            render.copy_to_clipboard(type(self._board.current()), *shown, theme=self._board.theme.name)
            self.said.emit(translate("Exports", "The picture is on the clipboard."))

    def copy_code(self) -> None:
        """Puts the selected cell on the clipboard, as the lines of Python that the code pane shows."""
        panel = self._board.panels[CodeView.NAME]
        if self._session.scene and isinstance(panel, CodeView):
            QGuiApplication.clipboard().setText(panel.text(self._session.scene))
            self.said.emit(translate("Exports", "The code is on the clipboard."))

    def export_numbers(self) -> None:
        """Asks where and writes the current panel's numbers."""
        shown, panel = self._shown(), self._board.current()
        path = self._ask_path(panel.NAME, "numbers", panel.title()) if shown else None
        if path and shown:
            self._attempt(lambda: render.table_to_csv(type(panel), *shown, path), path)

    def export_trace(self) -> None:
        """Asks where and writes the whole trace."""
        shown = self._shown()
        title = translate("Exports", "The whole trace")
        path = self._ask_path("trace", "trace", title) if shown else None
        if path and shown:
            self._attempt(lambda: records.save(path, shown[0].trace), path)

    def show_table(self) -> None:
        """Shows the current panel's numbers."""
        shown = self._shown()
        if shown is not None:
            TableWindow(type(self._board.current()), *shown, self._parent).show()

    def _shown(self) -> tuple[Scene, Moment] | None:
        scene, moment = self._session.scene, self._player.moment
        return None if scene is None or moment is None else (scene, moment)

    def _ask_export(self, plot: str = "") -> bool | None:
        dialog = ExportDialog(self._settings.preferences, plot, self._parent)
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
        return stored if stored and os.path.isdir(stored) else pictures

    def _ask_path(self, name: str, what: str, title: str) -> Path | None:
        typed, kind = QFileDialog.getSaveFileName(
            self._parent,
            titled(translate("Exports", "Save: {what}").format(what=title)),
            str(Path(self._folder(), name)),
            filters(OUTPUTS[what]),
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
        theme = self._board.theme.name if wanted.export_theme == "screen" else wanted.export_theme
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
            self.refused.emit(say(error.key, **error.fields))
            return False
        self.said.emit(filled(translate("Exports", "Written: {path}"), path=path))
        return True
