"""Tells when a window's first frame is really there: painted whole, and handed to the screen."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class FirstFrame(QObject):
    """Calls back once, in the first turn of the event loop after everything in a window has been painted.

    To be made before `show()`. A timer started there may come too early: the system decides when a window is
    exposed. Within that one event Qt paints the window with all its parts.
    """

    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__(window)
        window.winId()  # makes the system's window, which hears of the exposure first
        self._handle = window.windowHandle()
        self._then = then
        self._handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's call: before the event is handled, so what we start here comes after it."""
        if event.type() == QEvent.Type.Expose and self._handle.isExposed():
            self._handle.removeEventFilter(self)
            QTimer.singleShot(0, self._then)
        return False
