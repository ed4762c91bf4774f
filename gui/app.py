"""Builds theme, session, player and window, and starts the engine behind the first frame."""

import faulthandler
import gc
import logging
import os
import sys
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import platformdirs
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from engine.messages import filled
from engine.stories import STORIES
from gui.display import check_display
from gui.drawing.theme import font
from gui.first_frame import FirstFrame
from gui.language import current_language, translate, use_language
from gui.leaving import Leaving
from gui.main_window import MainWindow
from gui.pages import PAGES, STEP, STORY
from gui.session.choice import Choice
from gui.session.engine_client import EngineClient
from gui.session.player import Player
from gui.session.session import Session
from gui.session.story import recorded_story
from gui.settings import Settings

log = logging.getLogger(__name__)


class GarbageCollector(QTimer):
    """Collects garbage on this thread, once a second: Qt's objects must not die on a helper's.

    pyqtgraph has the same, but importing it takes longer than all the rest of a start.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self.timeout.connect(self.collect)
        self.start(1000)

    def collect(self) -> None:
        """Does what Python would have done by itself meanwhile."""
        due = [count > threshold for count, threshold in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if due[0]:
            gc.collect(1 if due[1] else 0)
            if due[1] and due[2]:
                gc.collect(2)

    def stop(self) -> None:
        """Leaves it to Python again."""
        super().stop()
        gc.enable()


@dataclass
class App:
    """The parts of a running program, in the order in which they depend on each other."""

    application: QApplication
    settings: Settings
    client: EngineClient
    session: Session
    player: Player
    window: MainWindow
    collector: GarbageCollector | None = None

    def close(self) -> None:
        """Ends the engine; the window may be gone already."""
        self.player.pause()
        self.session.close()
        self.client.close()
        if self.collector:
            self.collector.stop()


def build(settings_path: Path | None = None, page: str | None = STEP) -> App:
    """Makes everything, shows the recorded story paused at its first token, starts no engine yet.

    Args:
        settings_path: Where preferences are kept.
        page: The first one; None for the one with the opening on the first launch, then the step.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("gatescope")
    application.setApplicationDisplayName("Gatescope")
    application.setStyle("Fusion")
    application.setFont(font("text"))
    settings = Settings(settings_path)
    preferences = settings.preferences
    page = page or (STORY if is_first_launch(settings) else STEP)
    use_language(preferences.language)
    language = current_language()
    client = EngineClient()
    session = Session(client, Choice(STORIES[language].family, device=preferences.device))
    player = Player()
    player.by_stage = preferences.by_stage
    player.token_rate_hz, player.stage_rate_hz = preferences.token_rate_hz, preferences.stage_rate_hz
    window = MainWindow(session, player, settings, page)
    session.open(recorded_story(language))
    player.turn_to(PAGES[page])
    if settings.damaged:
        window.status.say(_about_damage(settings), lasting=True)
    return App(application, settings, client, session, player, window)


def run(page: str | None = None, after_first_frame: Callable[[App], None] | None = None) -> int:
    """Opens the window and returns the exit code once it is closed.

    Args:
        page: Where it opens, without the opening; None plays that, unless it was seen.
        after_first_frame: What is done once the window is there, in the place of the opening.
    """
    check_display()
    missing = missing_system_library()
    if missing:
        print(missing, file=sys.stderr)
        return 2
    _write_faults_to_a_file()
    app = build(page=page)
    if page is None and is_first_launch(app.settings):
        after_first_frame = play_uninvited
    app.window.restore_place()
    FirstFrame(app.window, lambda: _once_visible(app, after_first_frame))
    app.window.show()
    app.window.setFocus()
    leaving = Leaving(app.application)
    try:
        code = app.application.exec()
        return 128 + leaving.signal if leaving.signal else code
    finally:
        app.close()
        leaving.close()


def is_first_launch(settings: Settings) -> bool:
    """Whether the opening is due; where preferences are damaged there were some, so it has been seen."""
    return not (settings.preferences.opening_seen or settings.damaged)


def play_uninvited(app: App) -> None:
    """The opening, once and never again: whatever becomes of it."""
    app.settings.change(opening_seen=True)
    app.window.opening.play()


def _about_damage(settings: Settings) -> str:
    """What is said where the preferences could not all be read."""
    if settings.kept is None:
        return translate("App", "The preferences are damaged; what could be read is used.")
    sentence = translate(
        "App", "The preferences were damaged; what could be read is used. They are kept in {path}."
    )
    return filled(sentence, path=settings.kept)


def _once_visible(app: App, after_first_frame: Callable[[App], None] | None) -> None:
    """What can wait until the first frame is on screen."""
    gc.freeze()  # what is there now stays: looking at it again and again would cost frames
    app.collector = GarbageCollector(app.window)
    if after_first_frame:
        after_first_frame(app)
    app.client.start()
    app.session.families.read()
    QTimer.singleShot(0, app.window, lambda: _warn_of_fonts(app))


def _warn_of_fonts(app: App) -> None:
    warning = missing_chinese_font()
    if warning:
        app.window.status.say(warning)


def missing_system_library() -> str:
    """Qt ends the process without a word where this library is missing on X11; we name its package."""
    wanted = os.environ.get("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "")
    if not sys.platform.startswith("linux") or not wanted.startswith("xcb") or find_library("xcb-cursor"):
        return ""
    return "Qt needs libxcb-cursor0. On Debian and Ubuntu: sudo apt-get install libxcb-cursor0"


def missing_chinese_font() -> str:
    """Without a Chinese font its characters are drawn as boxes: says which package brings one."""
    if QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        return ""
    return translate(
        "App", "No font on this computer has Chinese characters. On Debian and Ubuntu: {command}"
    ).format(command="sudo apt-get install fonts-noto-cjk")


def _write_faults_to_a_file() -> None:
    """What goes wrong is written down; the reader gets one sentence and the window lives on."""
    folder = Path(platformdirs.user_log_dir("gatescope", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.FileHandler(folder / "gatescope.log", encoding="utf-8")
        faulthandler.enable(open(folder / "crash.log", "w", encoding="utf-8"))  # noqa: SIM115  open for life
    except OSError:
        handler = logging.StreamHandler()
    logging.basicConfig(level=logging.WARNING, handlers=[handler], format="%(asctime)s %(name)s %(message)s")
    sys.excepthook = _log_exception


def _log_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.error("unexpected", exc_info=(kind, error, trace))
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, MainWindow):
            widget.banner.say(
                translate("App", "Something went wrong and was written to the log: {reason}").format(
                    reason=error
                )
            )
