"""The check that runs with every test finds what a test leaves behind, and nothing else."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LEAKS = """
import threading
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

kept = []

def test_tidy(qapp):
    timer = QTimer(singleShot=True)
    timer.start(60_000)
    timer.stop()
    window = QLabel("seen")
    window.show()
    window.deleteLater()
    thread = threading.Thread(target=int)
    thread.start()
    kept.extend((timer, thread))

def test_timer(qapp):
    kept.append(QTimer())
    kept[-1].start(60_000)

def test_timer_in_a_circle_that_nobody_holds(qapp):
    timer = QTimer()
    timer.itself = timer
    timer.start(60_000)

def test_window(qapp):
    kept.append(QLabel("left"))
    kept[-1].show()

def test_thread():
    kept.append(threading.Event())
    threading.Thread(target=kept[-1].wait, args=(60,), daemon=True, name="left").start()

def test_what_others_left_is_not_this_tests_fault(qapp):
    kept.append(object())
"""


def test_a_leaked_timer_window_and_thread_are_caught(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeconftest("pytest_plugins = ['tests.support.left_behind']")
    pytester.makepyfile(LEAKS)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:hypothesispytest")
    result.assert_outcomes(passed=6, errors=4)  # each test passes; four fail as they are tidied up
    found = "\n".join(line for line in result.outlines if "left behind:" in line and line.startswith("E"))
    for words in ("timer of None", "window <PySide6.QtWidgets.QLabel", "thread left"):
        assert words in found
