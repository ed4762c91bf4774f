"""Draws the pictures of the README: `python -m tools.draw_pictures`, with the fonts that a reader has.

Every panel as `main.py render` writes it, and the window on each of its pages, as it looks on a screen.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop

from engine.record.hold import Hold
from engine.stories import STORIES
from gui.app import App, build
from gui.export.headless import render
from gui.session.choice import HeldPart
from gui.session.wanted import next_wanted
from gui.view import WordChange

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
WINDOW_PX = (1280, 800)
PANEL_MM, PANEL_DPI = 120.0, 160.0
LAST = 31  # the last token of the English story


@dataclass(frozen=True)
class Window:
    """A picture of the whole window: its preferences, the commands that lead there, and what is held."""

    name: str
    commands: tuple[str, ...]
    token: int = LAST
    theme: str = "light"
    language: str = "en"
    held: tuple[HeldPart, ...] = ()


WINDOWS = (
    Window("window-story", ("page_story",)),
    Window("window-held", (), held=(HeldPart("lstm", Hold("f", 0.25, LAST)),)),
    Window("window-light", (), token=10),
    Window("window-dark-zh", ("cell_gru", "by_stage"), token=25, theme="dark", language="zh"),
    Window("window-memory", ("page_memory",)),
    Window("window-memory-half-open", ("default_start", "page_memory")),
    Window("window-backward", ("page_backward", "by_stage"), token=28),
    Window("window-laboratory", ("page_laboratory",), theme="dark"),
)

PANELS: dict[str, tuple[str, int, dict[str, object]]] = {
    "ribbons": ("reviews-en-lstm", LAST, {}),
    "token_strip": ("reviews-en-lstm", LAST, {}),
    "memory_ledger": ("reviews-en-lstm", LAST, {}),
    "agreement": ("reviews-en-gru", LAST, {}),
    "half_lives": ("reviews-en-lstm", LAST, {"unit": 3}),
    "gate_saturation": ("reviews-en-lstm", LAST, {"unit": 3}),
    "distance_plot": ("memory-en-lstm", LAST, {}),
    "forgetting_test": ("memory-en-rnn", LAST, {"tested": WordChange(0, "awful")}),
    "cell_diagram": ("reviews-en-lstm", 29, {"origin": LAST, "unit": 3}),
    "path_flow": ("reviews-en-gru", 12, {"origin": LAST}),
    "weight_update": ("reviews-en-lstm", 20, {"origin": LAST, "unit": 3}),
    "jacobian_plot": ("memory-en-rnn", LAST, {}),
    "spectrum": ("reviews-en-lstm", LAST, {}),
    "connectivity": ("reviews-en-gru", LAST, {}),
}

STAGES = {"cell_diagram": "c"}


def draw_panels() -> None:
    """Writes each panel of the newer pages as a picture."""
    for panel, (model, token, seen) in PANELS.items():
        out = PICTURES / f"{panel}.png"
        text, stage = STORIES["en"].text, STAGES.get(panel)
        render(model, text, panel, token, out, seen, PANEL_MM, PANEL_DPI, stage=stage)


def draw_windows() -> None:
    """Opens the window for each picture, waits until everything in it is computed, and keeps its pixels."""
    for wanted in WINDOWS:
        with tempfile.TemporaryDirectory() as folder:
            app = build(Path(folder) / "preferences.json")
            app.settings.change(theme=wanted.theme, language=wanted.language)
            app.window.resize(*WINDOW_PX)
            app.window.show()
            app.window.setFocus()
            story = STORIES[wanted.language]
            app.session.read(story.text, story.family)
            _wait(lambda app=app, text=story.text: _has_read(app, text))
            app.session.families.read()
            _wait(lambda app=app: bool(app.session.families.cards))
            for command in wanted.commands:
                app.window.run_command(command)
                _wait(lambda app=app: _is_complete(app))
            app.session.hold(lambda _, held=wanted.held: held)
            _wait(lambda app=app, held=wanted.held: app.session.choice.holds == held)
            app.player.seek_token(wanted.token)
            app.player.step_stages(-3 if "by_stage" in wanted.commands else 0)
            _wait(lambda app=app: _is_complete(app))
            app.window.grab().save(str(PICTURES / f"{wanted.name}.png"))
            app.window.close()
            app.close()


def _has_read(app: App, text: str) -> bool:
    """Whether this text is shown, with all that was asked for at once."""
    scene = app.session.scene
    return scene is not None and scene.text == text and not scene.busy


def _is_complete(app: App) -> bool:
    """Whether nothing is missing in any panel."""
    scene, moment = app.session.scene, app.player.moment
    if scene is None or moment is None or scene.busy or app.session.choice.remembering != _asked(app):
        return False
    return next_wanted(scene, moment, app.session.follower.needs(), scene.refusals) is None


def _asked(app: App) -> bool:
    return not app.window.actions_by_id["default_start"].isChecked()


def _wait(until: Callable[[], bool]) -> None:
    while not until():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    for _ in range(5):
        QCoreApplication.processEvents()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    draw_panels()
    draw_windows()
    sys.exit(0)
