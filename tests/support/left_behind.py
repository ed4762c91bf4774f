"""Nothing is left behind: no thread, running timer or window of a test, and no language."""

import gc
import sys
import threading
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def nothing_is_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that leaves a thread, a running timer, a window, or another language than it found.

    A program that a module's tests share (`live`) outlives each of them; the test that closes one is checked.
    """
    if "live" in request.fixturenames:
        yield
        return
    threads = set(threading.enumerate())
    windows, language = _windows(), _language()
    gc.freeze()  # hides all objects from the collector: what it finds afterwards was made by the test
    try:
        yield
        started = set(threading.enumerate()) - threads
        for thread in started:
            thread.join(2)  # one that is just ending is not left behind
        left = [f"thread {thread.name}" for thread in started if thread.is_alive()]
        left += [f"window {window!r}" for window in _windows() - windows]
        left += [f"timer of {owner}" for owner in _running_timers()]
        left += [f"language {_language()}"] if _language() != language else []
        gc.collect()  # quick: it looks at what this test made, which would pile up if hidden in the next one
    finally:
        gc.unfreeze()
    assert not left, f"left behind: {', '.join(left)}"


def _language() -> str:
    """The one that the window speaks: English as long as nobody has asked for another."""
    module = sys.modules.get("gui.language")
    return "en" if module is None else str(module.current_language())


def _windows() -> set[object]:
    if "PySide6.QtWidgets" not in sys.modules:
        return set()
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        return set()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return {widget for widget in QApplication.topLevelWidgets() if not _is_furniture(widget)}


def _is_furniture(widget: object) -> bool:
    """Qt keeps one tooltip label and the popups of its own styles for itself."""
    return type(widget).__name__ in ("QTipLabel", "QWidget") and not widget.isVisible()  # type: ignore[attr-defined]


def _running_timers() -> list[str]:
    """Whose they are: all timers that run and are not hidden."""
    if "PySide6.QtCore" not in sys.modules:
        return []
    from PySide6.QtCore import QTimer
    from shiboken6 import isValid

    timers = [candidate for candidate in gc.get_objects() if type(candidate) is QTimer]
    return [repr(timer.parent()) for timer in timers if isValid(timer) and timer.isActive()]
