"""Ctrl+C, a request to end and a closed terminal close the window as its own button does."""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Leaving(QObject):
    """Closes all windows when a signal comes, whatever the event loop is doing.

    Python's own handlers would wait until some Python code happens to run, which Qt's loop may not do for
    hours. So the number of the signal is written into a socket at which the loop listens.

    Attributes:
        signal: the number of the one that came; 0 as long as none has.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.signal = 0
        self._heard, self._told = socket.socketpair()
        for end in (self._heard, self._told):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._heard.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._leave)
        self._before = {number: signal.signal(number, lambda *_: None) for number in SIGNALS}
        self._told_before = signal.set_wakeup_fd(self._told.fileno(), warn_on_full_buffer=False)

    def close(self) -> None:
        """Lets the signals mean what they meant before."""
        signal.set_wakeup_fd(self._told_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._heard.close()
        self._told.close()

    def _leave(self) -> None:
        numbers = [number for number in self._heard.recv(64) if number in SIGNALS]
        if numbers and not self.signal:
            self.signal = numbers[0]
            QApplication.closeAllWindows()
            QApplication.exit(128 + self.signal)
