"""Whether there is a display to open a window on, asked before Qt ends the whole process over it."""

import ctypes
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path

from engine.messages import EngineError


def check_display() -> None:
    """Makes sure that a window can be opened. Only Linux needs to be asked: elsewhere there is a desktop.

    Raises:
        EngineError: There is no display, or it does not answer.
    """
    if not sys.platform.startswith("linux"):
        return
    asked = [name.partition(":")[0] for name in os.environ.get("QT_QPA_PLATFORM", "").split(";") if name]
    systems = asked or ["wayland", "xcb"]  # Qt tries one after the other
    if any(name != "xcb" and not name.startswith("wayland") for name in systems):
        return  # offscreen, a frame buffer, VNC: no display is needed
    names = []
    for system in systems:
        name = os.environ.get("DISPLAY" if system == "xcb" else "WAYLAND_DISPLAY", "")
        if _x_answers(name) if system == "xcb" else _wayland_answers(name):
            return
        names += [name] if name else []
    if names:
        raise EngineError("display_silent", display=", ".join(names))
    raise EngineError("no_display")


def _x_answers(name: str) -> bool:
    """Whether an X server lets us in: asked with the library that Qt asks with, so keys and hosts count."""
    if not name:
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # not the display's fault: the library has a sentence of its own
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    for function in (xcb.xcb_connection_has_error, xcb.xcb_disconnect):
        function.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(os.fsencode(name), None)
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)


def _wayland_answers(name: str) -> bool:
    """Whether a Wayland compositor listens."""
    if os.environ.get("WAYLAND_SOCKET"):
        return True  # it was opened for us already
    place = Path(os.environ.get("XDG_RUNTIME_DIR", "/"), name or "wayland-0")
    with suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.connect(str(place))
        return True
    return False
