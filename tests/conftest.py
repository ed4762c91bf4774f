"""What all tests share: no screen, shapes checked while the engine runs, nothing left behind."""

import gc
import os
import sys
import threading
from collections.abc import Iterator

import hypothesis
import pytest
from jaxtyping import install_import_hook

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# From here on every shape in an annotation of the engine is checked at each call.
assert "engine" not in sys.modules, "the hook below checks only what is imported after it"
install_import_hook("engine", "beartype.beartype")

pytest_plugins = ["tests.support.scenes"]  # imported after the hook

# Machines differ in speed; no test fails for being slow.
hypothesis.settings.register_profile("gatescope", deadline=None)
hypothesis.settings.load_profile("gatescope")


@pytest.fixture(autouse=True, scope="session")
def _own_settings_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keeps tests away from the preferences of whoever runs them."""
    folder = str(tmp_path_factory.mktemp("settings"))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
            patch.setenv(name, folder)
        yield


@pytest.fixture(autouse=True)
def _nothing_is_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that leaves a thread, a running timer or a window.

    A program that a module's tests share (`live`) outlives each of them; the test that closes one is checked.
    """
    if "live" in request.fixturenames:
        yield
        return
    threads = set(threading.enumerate())
    windows = _windows()
    timers = _running_timers()
    yield
    started = set(threading.enumerate()) - threads
    for thread in started:
        thread.join(2)  # one that is just ending is not left behind
    left = [f"thread {thread.name}" for thread in started if thread.is_alive()]
    left += [f"window {window!r}" for window in _windows() - windows]
    left += [f"timer of {owner}" for timer, owner in _running_timers().items() if timer not in timers]
    assert not left, f"left behind: {', '.join(left)}"


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


def _running_timers() -> dict[int, str]:
    if "PySide6.QtCore" not in sys.modules:
        return {}
    from PySide6.QtCore import QTimer
    from shiboken6 import isValid

    return {
        id(candidate): repr(candidate.parent())
        for candidate in gc.get_objects()
        if type(candidate) is QTimer and isValid(candidate) and candidate.isActive()
    }
