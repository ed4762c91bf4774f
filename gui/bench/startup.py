"""Runs inside a starting window and writes down when its first frame is there, and how it lives after it."""

import json
import sys
from pathlib import Path
from time import monotonic_ns, process_time_ns

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Slot

MAPS = Path("/proc/self/maps")  # which libraries are in this process, where the system tells


class Heartbeat(QObject):
    """Notes the longest pause between two turns of the event loop.

    Attributes:
        longest_ms: the longest so far.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last_turn_ns, self.longest_ms = monotonic_ns(), 0.0
        self._timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    @Slot()
    def _beat(self) -> None:
        now = monotonic_ns()
        self.longest_ms = max(self.longest_ms, (now - self._last_turn_ns) / 1e6)
        self._last_turn_ns = now

    def stop(self) -> float:
        """Counts the pause that still lasts, and no more; returns the longest."""
        self._beat()
        self._timer.stop()
        return self.longest_ms


class StartupWatch(QObject):
    """Notes the time of the first frame, then the longest pause between two turns of the event loop.

    Args:
        seconds: How long to go on watching; the application is quit afterwards.
        output: Where to write the figures, as JSON.
    """

    def __init__(self, seconds: float, output: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._output = output
        self._processor_ns, self._first_frame_ns = process_time_ns(), monotonic_ns()
        self._heartbeat = Heartbeat(self)
        QTimer.singleShot(int(1000 * seconds), self, self._end)

    @Slot()
    def _end(self) -> None:
        longest_ms = self._heartbeat.stop()
        libraries = MAPS.read_text() if MAPS.exists() else ""
        figures = {
            "first_frame_ns": self._first_frame_ns,  # of the clock that all processes share
            "processor_ms": self._processor_ns / 1e6,  # of this process alone, whatever else the machine does
            "longest_stall_ms": longest_ms,
            "torch_loaded": "torch" in sys.modules or "libtorch" in libraries,
        }
        self._output.write_text(json.dumps(figures), encoding="utf-8")
        QCoreApplication.quit()
