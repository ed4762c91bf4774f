"""Runs inside a starting window and writes down when its first frame is there, and how it lives after it."""

import json
import sys
from pathlib import Path
from time import monotonic_ns, process_time_ns

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Slot

MAPS = Path("/proc/self/maps")  # which libraries are in this process, where the system tells


class StartupWatch(QObject):
    """Notes the time of the first frame, then the longest pause between two turns of the event loop.

    Args:
        seconds: How long to go on watching; the application is quit afterwards.
        output: Where to write the figures, as JSON.
    """

    def __init__(self, seconds: float, output: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._output = output
        self._processor_ns = process_time_ns()
        self._first_frame_ns = self._last_turn_ns = monotonic_ns()
        self._end_ns = self._first_frame_ns + int(seconds * 1e9)
        self._longest_ns = 0
        self._heartbeat = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._heartbeat.timeout.connect(self._beat)
        self._heartbeat.start()

    @Slot()
    def _beat(self) -> None:
        now = monotonic_ns()
        self._longest_ns = max(self._longest_ns, now - self._last_turn_ns)
        self._last_turn_ns = now
        if now >= self._end_ns:
            self._heartbeat.stop()
            self._write()
            QCoreApplication.quit()

    def _write(self) -> None:
        libraries = MAPS.read_text() if MAPS.exists() else ""
        figures = {
            "first_frame_ns": self._first_frame_ns,  # of the clock that all processes share
            "processor_ms": self._processor_ns / 1e6,  # of this process alone, whatever else the machine does
            "longest_stall_ms": self._longest_ns / 1e6,
            "torch_loaded": "torch" in sys.modules or "libtorch" in libraries,
        }
        self._output.write_text(json.dumps(figures), encoding="utf-8")
