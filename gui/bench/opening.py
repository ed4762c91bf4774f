"""Measures how long the window stands still while a very long text opens, and while its pages are turned.

`python -m gui.bench.opening` prints one JSON object. The window is the real one, opened as always, and its
engine reads the text meanwhile. A stall is a time without a turn of the event loop.
"""

import json
import sys
from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QCoreApplication

from engine.stories import STORIES
from gui.app import App
from gui.bench.frame import in_own_window
from gui.bench.startup import Heartbeat
from gui.pages import PAGES, STEP

WORDS = 100_000
WATCHED_S = 5.0  # after a text is there or a page was turned: some of what is asked for there takes minutes
PATIENCE_S = 120.0

Figures = dict[str, object]


def measure_in(app: App) -> Figures:
    """Opens the text on the first page, and turns to all the others and back."""
    text = text_of(WORDS)
    watched(app, lambda: None, lambda: app.client.state == "ready")
    opening = watched(app, lambda: app.session.read(text), lambda: tokens(app) == WORDS)
    pages = (*(page for page in PAGES if page != STEP), STEP)

    def turn_to(page: str) -> float:
        return watched(
            app, lambda: app.window.run_command(f"page_{page}"), lambda: app.window.board.page == page
        )

    turning = {page: turn_to(page) for page in pages}
    return {"tokens": WORDS, "longest_stall_ms": opening, "page_stall_ms": turning}


def text_of(words: int) -> str:
    """A text of so many words, which say something."""
    story = [word.strip(".,!") for word in STORIES["en"].text.split()]
    return " ".join(story[index % len(story)] for index in range(words))


def tokens(app: App) -> int:
    """How many words are shown."""
    return app.session.scene.length if app.session.scene else 0


def watched(app: App, do: Callable[[], None], is_done: Callable[[], bool]) -> float:
    """The longest stall, in ms, from an act until some seconds after it is done.

    Raises:
        RuntimeError: It is not done in time.
    """
    heartbeat, begun = Heartbeat(app.window), monotonic()
    do()
    until = begun + PATIENCE_S
    is_over = False
    while monotonic() < until:
        QCoreApplication.processEvents()
        if not is_over and is_done():
            is_over, until = True, monotonic() + WATCHED_S
    if not is_over:
        raise RuntimeError(f"not done within {PATIENCE_S:.0f} s")
    return heartbeat.stop()


if __name__ == "__main__":
    json.dump(in_own_window(measure_in), sys.stdout)
