"""The benchmark: its table, its JSON, and the clocks that it trusts. What it measures is no test."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.bench import bench, frame
from gui.bench.frame import FrameClock, FrameTime, Stopwatch
from gui.bench.plain_plots import GATES, PlainPlots
from gui.bench.startup import StartupWatch
from gui.bench.table import table
from gui.first_frame import FirstFrame
from gui.scene import Scene

CELL = {
    "fused_ms": 12.0,
    "cell_loop_ms": 140.0,
    "ratio_to_fused": 1.9,
    "times_faster_than_cell_loop": 3.0,
    "memory_ratio": 1.2,
}
FIGURES: dict[str, Any] = {
    "machine": bench.machine(),
    "startup": {
        "first_frame_ms": 700.0,
        "bare_window_ms": 500.0,
        "ratio": 1.3,
        "torch_loaded": False,
        "longest_stall_ms": 75.0,
    },
    "trace": {
        "ratio_to_nn_lstm": 1.9,
        "times_faster_than_cell_loop": 3.0,
        "memory_ratio": 1.2,
        "cells": {"lstm": CELL, "gru": CELL | {"memory_ratio": None}, "rnn": CELL},
    },
}
GRADIENT: dict[str, Any] = {
    "norms": {"times_faster_than_autograd": 44.0, "autograd_ms": 1500.0},
    "long_norms": {"times_faster_than_autograd_sampled": 57.0, "autograd_ms_sampled": 7000, "taus_timed": 64},
    "jacobian": {
        "times_faster_than_jacobian_sampled": 90.0,
        "times_faster_than_vectorized_sampled": 60.0,
        "jacobian_s_sampled": 1600.0,
        "vectorized_s_sampled": 300.0,
        "pairs_timed": 16,
    },
    "ledger": {"ratio_to_trace": 0.02, "trace_ms": 12.0},
}
BACKWARD = FIGURES | {"gradient": {"cells": dict.fromkeys(("lstm", "gru"), GRADIENT)}}
BACKWARD["gradient"]["cells"]["rnn"] = {name: GRADIENT[name] for name in GRADIENT if name != "ledger"}


def line_of(text: str, start: str) -> str:
    (line,) = [line for line in text.splitlines() if line.startswith(start)]
    return line


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("first frame", ["1.30 ×", "≤ 1.35", "≤ 1.2", "  met"]),
        ("longest stall", ["75.00 ms", "≤ 60", "≤ 20", "NOT MET"]),
        ("trace of LSTM, T=1000, H=128, against nn.LSTM", ["(12 ms)", "1.90 ×", "≤ 1.8", "≤ 1.6", "NOT MET"]),
        ("trace of LSTM, T=1000, H=128, against a loop", ["3.00 × faster", "≥ 3.5", "≥ 7", "NOT MET"]),
        ("memory for a trace of LSTM", ["1.20 ×", "aim met"]),
        ("torch in the window's process", ["no", "met"]),
    ],
)
def test_the_table_says_what_was_wanted_and_whether_it_was_met(start: str, words: list[str]) -> None:
    line = line_of(table(FIGURES), start)
    for word in words:
        assert word in line
        line = line[line.index(word) + len(word) :]


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("gradients of LSTM, T=256", ["(1,500 ms)", "44.00 × faster", "≥ 30", "≥ 50", "  met"]),
        ("gradients of GRU, T=512", ["(7,000 ms, from 64 of them)", "57.00 × faster", "≥ 50", "  met"]),
        (
            "spectral norms of LSTM, T=128",
            ["(1,600 s, from 16 of them)", "90.00 × faster", "≥ 100", "NOT MET"],
        ),
        ("spectral norms of LSTM, likewise", ["vectorize=True", "(300 s)", "60.00 × faster"]),
        ("memory ledger of GRU for one τ", ["(12 ms)", "0.02 ×", "≤ 0.5", "  met"]),
    ],
)
def test_the_table_tells_of_the_way_back(start: str, words: list[str]) -> None:
    line = line_of(table(BACKWARD), start)
    for word in words:
        assert word in line
        line = line[line.index(word) + len(word) :]


def test_no_bound_was_set_for_the_rnn_and_it_has_no_ledger() -> None:
    lines = [line for line in table(BACKWARD).splitlines() if "RNN, T=512" in line or "RNN, T=128" in line]
    assert len(lines) == 2
    assert not any("≥" in line or "met" in line.lower() for line in lines)
    assert "ledger of RNN" not in table(BACKWARD)


def test_the_table_says_nothing_about_what_was_not_measured() -> None:
    text = table(FIGURES)
    assert "gradients" not in text
    assert "memory for a trace of GRU" not in text  # no such figure on this system
    assert "NOT MET" not in line_of(text, "trace of GRU, T=1000, H=128, against a loop")  # no bound was set
    assert text.splitlines()[0].startswith(str(FIGURES["machine"]["processor"]))


def test_the_bounds_of_the_tokenizer_are_those_of_words() -> None:
    figures = {"ratio_to_batched_nn_lstm": 1.6, "lstm_ms": 7.0}
    text = table(FIGURES | {"tokenizer": {"words": figures, "characters": figures}})
    words, characters = (line for line in text.splitlines() if line.startswith("1,000 new texts"))
    assert "1.60 ×" in words
    assert "≤ 2.5" in words
    assert words.endswith(" met")
    assert "1.60 ×" in characters
    assert "≤" not in characters


def test_torch_in_the_window_is_not_met() -> None:
    loaded = FIGURES | {"startup": FIGURES["startup"] | {"torch_loaded": True}}
    assert "NOT MET" in line_of(table(loaded), "torch in the window's process")


def test_json_is_one_object_with_the_parts_that_were_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = {name: (lambda name=name: {"measured": name}) for name in bench.PARTS}
    monkeypatch.setattr(bench, "PARTS", parts)
    assert bench.run("all", as_json=True) == 0
    figures = json.loads(capsys.readouterr().out)
    engine = ["trace", "frame", "gradient", "leave_one_out", "hold", "tokenizer"]
    assert list(figures) == ["machine", "startup", "opening", *engine]
    bench.run("frame", as_json=True)
    assert list(json.loads(capsys.readouterr().out)) == ["machine", "frame"]


def test_gradients_are_measured_on_one_thread_as_in_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def run_fresh(command: list[str], environment: dict[str, str]) -> bytes:
        seen.append(f"{command[-1]} {environment['OPENBLAS_NUM_THREADS']} {'PATH' in environment}")
        return b'{"measured": 1}'

    monkeypatch.setattr("engine.bench.fresh_process.run_fresh", run_fresh)
    assert bench.measure_gradient() == {"measured": 1}
    assert seen == ["engine.bench.gradient 1 True"]


class Slow(QWidget):
    """Takes its time to paint."""

    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        start = perf_counter()
        while perf_counter() - start < 0.03:
            pass
        self.painted += 1


def test_the_first_frame_is_there_when_every_part_has_been_painted(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    parts = [Slow(), Slow()]
    for part in parts:  # opaque and without margins: the window itself is never painted
        part.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        layout.addWidget(part)
    layout.setContentsMargins(0, 0, 0, 0)
    window.resize(200, 100)
    painted: list[list[int]] = []
    FirstFrame(window, lambda: painted.append([part.painted for part in parts]))
    window.show()
    qtbot.waitUntil(lambda: bool(painted))
    assert painted == [[1, 1]]
    window.update()
    qtbot.wait(80)
    assert len(painted) == 1


def test_the_watch_finds_the_longest_stall(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quit_called: list[int] = []
    monkeypatch.setattr("gui.bench.startup.QCoreApplication.quit", lambda: quit_called.append(1))
    watch = StartupWatch(0.3, tmp_path / "figures.json")
    QTimer.singleShot(50, lambda: stall(0.1))
    qtbot.waitUntil(lambda: bool(quit_called))
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert 100 <= figures["longest_stall_ms"] < 290
    assert figures["torch_loaded"] == ("torch" in sys.modules)
    watch.deleteLater()


def stall(seconds: float) -> None:
    start = perf_counter()
    while perf_counter() - start < seconds:
        pass


class FakePlayer(QObject):
    """As much of a player as the clock needs."""

    moment_changed = Signal(object, object)

    def seek_token(self, token: int) -> None:
        """Stays where it is."""


def test_a_frame_ends_only_when_it_is_painted(qtbot: QtBot) -> None:
    player, window = FakePlayer(), Slow()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.painted > 0)
    player.moment_changed.connect(lambda *_: window.update())
    clock = FrameClock(window, player.moment_changed)
    before = window.painted
    # as the player does it: the moment is announced in the next turn of the event loop
    taken = clock.time(lambda: QTimer.singleShot(0, lambda: player.moment_changed.emit(None, None)))
    assert window.painted == before + 1
    assert taken.wall_ms >= 30
    assert taken.cpu_ms > 0


class PaintCounter(QObject):
    """Counts how often each of its widgets is painted."""

    def __init__(self, widgets: list[QWidget]) -> None:
        super().__init__()
        self.counts = dict.fromkeys(widgets, 0)
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.counts[watched] += 1  # type: ignore[index]
        return False


def test_the_plain_plots_show_a_token_and_paint_each_plot_once(qtbot: QtBot, scene: Scene) -> None:
    plots = PlainPlots(scene, (900, 600))
    qtbot.addWidget(plots)
    plots.show()
    views = plots.findChildren(pg.PlotWidget)
    assert len(views) == 6
    counter = PaintCounter([view.viewport() for view in views])
    qtbot.waitUntil(lambda: all(counter.counts.values()))
    clock = FrameClock(plots)
    clock.time(lambda: plots.step(3))
    before = dict(counter.counts)
    clock.time(lambda: plots.step(7))
    assert counter.counts == {view: count + 1 for view, count in before.items()}
    trace, flow = scene.runs["lstm"].trace, scene.runs["lstm"].gradient
    assert flow is not None
    for symbol in GATES:
        np.testing.assert_array_equal(plots.bars[symbol].opts["height"], trace.values(symbol, 0)[7])
    np.testing.assert_allclose(plots.curves["lstm"].getData()[1][:8], np.log10(flow["norm_c_l0"][7][:8]))
    assert [line.value() for line in plots.lines] == [7] * 6


def test_the_figures_of_frames_have_the_keys_of_the_contract(
    monkeypatch: pytest.MonkeyPatch, scene: Scene, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    app: Any = SimpleNamespace(window=window, player=FakePlayer(), session=MagicMock())
    window.run_command = lambda command: None  # type: ignore[attr-defined]
    ours, theirs = iter([6.0, 9.0, 6.0, 3.0, 3.0, 3.0, 3.0]), 12.0

    def turn(self: Stopwatch, move: Callable[[int], None], number: int) -> tuple[FrameTime, FrameTime]:
        if number == 0:
            self.now = next(ours)  # type: ignore[attr-defined]
        return FrameTime(20.0, self.now), FrameTime(40.0, theirs)  # type: ignore[attr-defined]

    monkeypatch.setattr(frame, "_scene", lambda *_: scene)
    monkeypatch.setattr(frame, "WARM_UP_FRAMES", 0)
    monkeypatch.setattr(Stopwatch, "_turn", turn)
    figures = frame.measure_in(app)
    assert set(figures) == {
        *("step", "scrub", "story", "memory", "backward", "laboratory", "plain_plots"),  # as in the contract
        "step_512_units",
    }
    plain = figures.pop("plain_plots")
    assert plain == {"median_ms": 40.0, "p95_ms": 40.0}
    for each in figures.values():
        assert {"median_ms", "p95_ms", "ratio_to_plain_plots"} <= set(each)
    # of processor time: waiting for others is no work
    assert figures["step"]["ratio_to_plain_plots"] == 0.5
    assert figures["step_512_units"]["ratio_to_step"] == 1.5


def test_startup_is_measured_beside_the_preferences_of_whoever_runs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[dict[str, str]] = []

    def watched(command: object, seconds: float, environment: dict[str, str]) -> dict[str, float]:
        seen.append(environment)
        ours = "main.py" in str(command)
        times = {"first_frame_ms": 500.0 if ours else 200.0, "processor_ms": 300.0 if ours else 200.0}
        return times | {"longest_stall_ms": 7.0, "torch_loaded": False}

    monkeypatch.setattr(bench, "_watched", watched)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    figures = bench.measure_startup()
    assert figures["ratio"] == 1.5
    assert (figures["torch_loaded"], figures["longest_stall_ms"]) == (False, 7.0)
    assert all(environment["XDG_CONFIG_HOME"] != os.environ.get("XDG_CONFIG_HOME") for environment in seen)
    assert not any("PYTHONDONTWRITEBYTECODE" in environment for environment in seen)
