"""Measures how long the window takes from a change of the moment until all its panels are painted.

`python -m gui.bench_frame` prints one JSON object. The window is the real one, opened as always, of
1600 × 1000 pixels; what it shows comes from the engine.
"""

import json
import os
import random
import sys
import tempfile
from collections.abc import Callable
from statistics import median, quantiles
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

from engine.cells import CELLS
from engine.record.gradient_flow import GradientFlow
from engine.record.trace import Trace
from engine.requests import GradientRequest, RunRequest, Untrained
from engine.stories import STORIES
from gui.app import App, run
from gui.scene import Run, Scene

SIZE_PX = (1600, 1000)
UNITS = 64
STEP_TOKENS, SCRUB_TOKENS = 1000, 10_000
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
    """Steps through one text token by token, and jumps about in a longer one."""
    app.window.resize(*SIZE_PX)
    clock, jumps = FrameClock(app), random.Random(0)
    app.session.open(_scene(app, STEP_TOKENS, with_gradient=True))
    step = _frames(clock, lambda _: app.player.step_tokens(1))
    app.session.open(_scene(app, SCRUB_TOKENS, with_gradient=False))
    scrub = _frames(clock, lambda _: app.player.seek_token(jumps.randrange(SCRUB_TOKENS)))
    return {"step": step, "scrub": scrub}


def _frames(clock: FrameClock, move: Move) -> dict[str, float]:
    for frame in range(WARM_UP_FRAMES):
        clock.milliseconds(lambda: move(frame))  # noqa: B023  called at once
    times = [clock.milliseconds(lambda: move(frame)) for frame in range(FRAMES)]  # noqa: B023
    return {"median_ms": median(times), "p95_ms": quantiles(times, n=20)[-1]}


def _scene(app: App, tokens: int, with_gradient: bool) -> Scene:
    """Three networks of the given size on a text of the given length, with all gradients if asked for."""
    models = tuple(Untrained(cell, UNITS, 1, 0, f"reviews-en-{cell}") for cell in CELLS)
    words = STORIES["en"].text.replace("!", "").replace(".", "").replace(",", "").split()
    text = " ".join(words[index % len(words)] for index in range(tokens))
    traces = _ask(app, RunRequest(models, text, with_gradient=False))
    gradients = _ask(app, GradientRequest(models, text)) if with_gradient else [None] * len(models)
    runs = {}
    for cell, trace, gradient in zip(CELLS, traces, gradients, strict=True):
        assert isinstance(trace, Trace)
        assert gradient is None or isinstance(gradient, GradientFlow)
        runs[cell] = Run(trace, gradient)
    return Scene(runs, "lstm", text=text)


def _ask(app: App, request: RunRequest | GradientRequest) -> list[object]:
    """Waits for all records of a request."""
    records: list[object] = []
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
