"""Measures how long the window takes from a change of the moment until all its panels are painted.

`python -m gui.bench.frame` prints one JSON object. The window is the real one, opened as always, of
1600 × 1000 pixels; what it shows comes from the engine.
"""

import json
import os
import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from statistics import median, quantiles
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

from engine.cells import CELLS
from engine.process.requests import Request, RunRequest, Untrained
from engine.record.arrays import Record
from engine.record.trace import Trace
from engine.stories import STORIES
from gui.app import App, run
from gui.pages import PAGES, STEP
from gui.scene import Direction, Moment, Run, Scene
from gui.session.wanted import next_wanted
from gui.view import View

SIZE_PX = (1600, 1000)
UNITS = 64
STEP_TOKENS, SCRUB_TOKENS = 1000, 10_000
PAGE_TOKENS, PAGE_UNITS = 256, 32  # where all Jacobians can be had in seconds
PAGE_RECORDS = ("gradient", "memory", "paths", "update", "forgetting", "jacobians")
FRAMES = 400
WARM_UP_FRAMES = 20

Move = Callable[[int], None]
Figures = dict[str, dict[str, float]]


class FrameClock(QObject):
    """Times a move from the call until everything that it changed is painted."""

    def __init__(self, app: App) -> None:
        super().__init__(app.window)
        self._drawn = self._painted = False
        app.player.moment_changed.connect(self._note_drawn)  # the panels were connected before
        app.window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's call: an update request paints all that has asked for it, within this one event."""
        if event.type() == QEvent.Type.UpdateRequest and self._drawn:
            self._painted = True
        return False

    def _note_drawn(self, *_: object) -> None:
        self._drawn = True

    def milliseconds(self, move: Callable[[], None]) -> float:
        """How long one move takes."""
        self._drawn = self._painted = False
        start = perf_counter()
        move()
        while not self._painted:
            QCoreApplication.processEvents()
        return 1000 * (perf_counter() - start)


def measure() -> Figures:
    """Opens the window as `main.py` does, measures after its first frame and closes it again."""
    figures: Figures = {}

    def in_window(app: App) -> None:
        try:
            figures.update(_measure_in(app))
        finally:
            app.window.close()

    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = folder  # nobody's own preferences
        os.environ["QT_QPA_PLATFORM"] = "offscreen"  # no screen's refresh in the figures
        run(lambda app: QTimer.singleShot(0, app.window, lambda: in_window(app)))
    if not figures:
        raise RuntimeError("the window could not be measured; its log says why")
    if "torch" in sys.modules:
        raise RuntimeError("torch has come into the window's process")
    return figures


def _measure_in(app: App) -> Figures:
    """Steps through one text token by token, jumps about in a longer one, and about on every other page."""
    app.window.resize(*SIZE_PX)
    app.session.follower.needs = frozenset  # everything is there; nothing shall be computed meanwhile
    clock, jumps = FrameClock(app), random.Random(0)
    app.session.open(_scene(app, STEP_TOKENS, UNITS, ("gradient",)))
    figures = {"step": _frames(clock, lambda _: app.player.step_tokens(1))}
    app.session.open(_scene(app, SCRUB_TOKENS, UNITS, ()))
    figures["scrub"] = _frames(clock, lambda _: app.player.seek_token(jumps.randrange(SCRUB_TOKENS)))
    app.session.open(_scene(app, PAGE_TOKENS, PAGE_UNITS, PAGE_RECORDS))
    for page in (page for page in PAGES if page != STEP):
        app.window.run_command(f"page_{page}")
        figures[page] = _frames(clock, lambda _: app.player.seek_token(jumps.randrange(PAGE_TOKENS)))
    return figures


def _frames(clock: FrameClock, move: Move) -> dict[str, float]:
    for frame in range(WARM_UP_FRAMES):
        clock.milliseconds(lambda: move(frame))  # noqa: B023  called at once
    times = [clock.milliseconds(lambda: move(frame)) for frame in range(FRAMES)]  # noqa: B023
    return {"median_ms": median(times), "p95_ms": quantiles(times, n=20)[-1]}


def _scene(app: App, tokens: int, units: int, records: tuple[str, ...]) -> Scene:
    """Three networks of the given size on a text of the given length, with some kinds of records."""
    models = tuple(Untrained(cell, units, 1, 0, f"reviews-en-{cell}") for cell in CELLS)
    words = STORIES["en"].text.replace("!", "").replace(".", "").replace(",", "").split()
    text = " ".join(words[index % len(words)] for index in range(tokens))
    runs: dict[str, Run] = {}
    for record in _ask(app, RunRequest(models, text, with_gradient=False)):
        assert isinstance(record, Trace)
        runs[record.cell] = Run(record)
    scene = Scene({cell: runs[cell] for cell in CELLS}, View("lstm"), text=text)
    at_the_end = Moment(tokens - 1, 0, direction=Direction.BACKWARD)
    for name in records:
        wanted = next_wanted(scene, at_the_end, {name})
        assert wanted is not None
        if wanted.question.whole_tokens:  # seen from everywhere, however long the text
            wanted = replace(wanted, particulars={"at": None})
        asked = tuple(model for model in models if model.cell in wanted.cells)
        for record in _ask(app, wanted.request(asked, text, "auto")):
            cell = record.provenance.cell
            runs[cell] = replace(runs[cell], **{name: record})  # type: ignore[arg-type]
        scene = replace(scene, runs={cell: runs[cell] for cell in CELLS})
    return scene


def _ask(app: App, request: Request) -> list[Record]:
    """Waits for all records of a request."""
    records: list[Record] = []
    ended: list[str] = []
    connections = [
        app.client.produced.connect(lambda ticket, index, record: records.append(record)),
        app.client.finished.connect(lambda ticket: ended.append("")),
        app.client.failed.connect(lambda ticket, key, fields: ended.append(f"{key} {fields}")),
    ]
    app.client.submit(request)
    while not ended:
        QCoreApplication.processEvents()
    for connection in connections:
        QObject.disconnect(connection)
    if ended[0]:
        raise RuntimeError(ended[0])
    return records


if __name__ == "__main__":
    json.dump(measure(), sys.stdout)
