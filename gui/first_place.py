"""Where a window opens: at its own size where the screen has room for it, elsewhere over the whole screen."""

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import QWidget

WINDOW_PX = QSize(1280, 800)
FRAME_PX = QSize(16, 40)
"""What desktops put around a window at most; how much it really is, they say only once it is there."""


def place_at_first(window: QWidget) -> None:
    """Gives a window its size; one that would not fit with its frame is maximised, so that nothing is off."""
    room = window.screen().availableGeometry().size() - FRAME_PX
    window.resize(WINDOW_PX.boundedTo(room))
    if WINDOW_PX.boundedTo(room) != WINDOW_PX:
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def place_again(window: QWidget, stored: str) -> None:
    """Puts a window where it was last time, as Qt packed it in base64; as at first where that cannot be.

    Qt refuses what was stored on a screen of another width, and moves the rest onto the screen.
    """
    if not stored or not window.restoreGeometry(QByteArray.fromBase64(stored.encode())):
        place_at_first(window)
