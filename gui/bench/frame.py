"""Measures how long the window takes from a change of the moment until all its panels are painted.

`python -m gui.bench.frame` prints one JSON object. The window is the real one, opened as always, of
1600 × 1000 pixels; what it shows comes from the engine. After each of its frames six plain plots of the same
data are stepped in a window of the same size: machines differ, and so does one machine from minute to
minute, but what a frame costs against theirs is the same everywhere.
"""

import json
import os
import random
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, SignalInstance
from PySide6.QtWidgets import QWidget

from engine.cells import CELLS
from engine.process.requests import Request, RunRequest, Untrained
from engine.record.arrays import Record
from engine.record.trace import Trace
from engine.stories import STORIES
from gui.app import App, run
from gui.bench.plain_plots import PlainPlots
from gui.pages import PAGES, STEP
from gui.scene import Direction, Moment, Run, Scene
from gui.session.wanted import next_wanted
from gui.view import View

SIZE_PX = (1600, 1000)
UNITS, MANY_UNITS = 64, 512
STEP_TOKENS, SCRUB_TOKENS = 1000, 10_000
PAGE_TOKENS, PAGE_UNITS = 256, 32  # where all Jacobians can be had in seconds
PAGE_RECORDS = ("gradient", "memory", "paths", "update", "forgetting", "jacobians", "leave_one_out")
FRAMES = 400
WARM_UP_FRAMES = 20

Move = Callable[[int], None]
Figures = dict[str, dict[str, float]]


@dataclass(frozen=True)
class FrameTime:
    """How long one frame took: on the clock of the wall, and of this process's own time."""

    wall_ms: float
    cpu_ms: float


class FrameClock(QObject):
    """Times a move from the call until everything that it changed in a window is painted.

    Args:
        window: is painted.
        drawn: is emitted when the panels know the move; where there is none, the move itself tells them.
    """

    def __init__(self, window: QWidget, drawn: SignalInstance | None = None) -> None:
        super().__init__(window)
        self._drawn = self._painted = False
        self._waits = drawn is not None
        if drawn is not None:
            drawn.connect(self._note_drawn)  # the panels were connected before
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's call: an update request paints all that has asked for it, within this one event."""
        if event.type() == QEvent.Type.UpdateRequest and self._drawn:
            self._painted = True
        return False

    def _note_drawn(self, *_: object) -> None:
        self._drawn = True

    def time(self, move: Callable[[], None]) -> FrameTime:
        """How long one move takes."""
        self._drawn, self._painted = not self._waits, False
        wall, cpu = perf_counter(), process_time()
        move()
        while not self._painted:
            QCoreApplication.processEvents()
        return FrameTime(1000 * (perf_counter() - wall), 1000 * (process_time() - cpu))


class Stopwatch:
    """Times our window and the plain plots in turns: whatever slows the machine slows both."""

    def __init__(self, app: App, plots: PlainPlots) -> None:
        self._plots = plots
        self._ours = FrameClock(app.window, app.player.moment_changed)
        self._theirs = FrameClock(plots)
        self._their_frames = 0
        self.their_times: list[FrameTime] = []

    def figures(self, move: Move) -> dict[str, float]:
        """What a move of our window takes, and what share of a step of the plain plots that is."""
        for frame in range(WARM_UP_FRAMES):
            self._turn(move, frame)
        turns = [self._turn(move, frame) for frame in range(FRAMES)]
        ours, theirs = ([turn[side] for turn in turns] for side in (0, 1))
        self.their_times += theirs
        ratio = median(frame.cpu_ms for frame in ours) / median(frame.cpu_ms for frame in theirs)
        return {**summed_up(ours), "ratio_to_plain_plots": ratio}

    def _turn(self, move: Move, frame: int) -> tuple[FrameTime, FrameTime]:
        ours = self._ours.time(lambda: move(frame))
        self._their_frames += 1
        token = self._their_frames % self._plots.length
        return ours, self._theirs.time(lambda: self._plots.step(token))


def summed_up(frames: Sequence[FrameTime]) -> dict[str, float]:
    """The frame in the middle, and one that only every twentieth is slower than."""
    times = [frame.wall_ms for frame in frames]
    return {"median_ms": median(times), "p95_ms": quantiles(times, n=20)[-1]}


def in_own_window(measure_in: Callable[[App], Mapping[str, Any]]) -> dict[str, Any]:
    """Opens the window as `main.py` does, measures after its first frame and closes it again."""
    figures: dict[str, Any] = {}

    def in_window(app: App) -> None:
        try:
            figures.update(measure_in(app))
        finally:
            app.window.close()

    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = folder  # nobody's own preferences
        os.environ["QT_QPA_PLATFORM"] = "offscreen"  # no screen's refresh in the figures
        run(STEP, lambda app: QTimer.singleShot(0, app.window, lambda: in_window(app)))
    if not figures:
        raise RuntimeError("the window could not be measured; its log says why")
    if "torch" in sys.modules:
        raise RuntimeError("torch has come into the window's process")
    return figures


def measure_in(app: App) -> Figures:
    """Steps through one text token by token, jumps about in a longer one, and about on every other page."""
    app.window.resize(*SIZE_PX)
    app.session.follower.needs = frozenset  # everything is there; nothing shall be computed meanwhile
    jumps = random.Random(0)
    scene = _scene(app, STEP_TOKENS, UNITS, ("gradient",))
    plots = PlainPlots(scene, SIZE_PX)
    plots.show()
    stopwatch, figures = Stopwatch(app, plots), Figures()

    def step(_: int) -> None:
        app.player.step_tokens(1)

    def jump_within(tokens: int) -> Move:
        return lambda _: app.player.seek_token(jumps.randrange(tokens))

    app.session.open(scene)
    figures["step"] = stopwatch.figures(step)
    app.session.open(_with_gradients(_scene(app, STEP_TOKENS, MANY_UNITS, ()), scene))
    app.player.seek_token(0)
    many = stopwatch.figures(step)
    figures["step_512_units"] = many | {
        "ratio_to_step": many["ratio_to_plain_plots"] / figures["step"]["ratio_to_plain_plots"]
    }
    app.session.open(_scene(app, SCRUB_TOKENS, UNITS, ()))
    figures["scrub"] = stopwatch.figures(jump_within(SCRUB_TOKENS))
    app.session.open(_scene(app, PAGE_TOKENS, PAGE_UNITS, PAGE_RECORDS))
    for page in (page for page in PAGES if page != STEP):
        app.window.run_command(f"page_{page}")
        figures[page] = stopwatch.figures(jump_within(PAGE_TOKENS))
    figures["plain_plots"] = summed_up(stopwatch.their_times)
    plots.close()
    return figures


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


def _with_gradients(scene: Scene, other: Scene) -> Scene:
    """The scene with the gradients of another: norms have no units, and those of many take minutes."""
    runs = {cell: replace(run, gradient=other.runs[cell].gradient) for cell, run in scene.runs.items()}
    return replace(scene, runs=runs)


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
    json.dump(in_own_window(measure_in), sys.stdout)
