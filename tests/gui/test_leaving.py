"""Ctrl+C and its kin close the window as its own button does."""

import os
import signal

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from gui.leaving import SIGNALS, Leaving


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize("in_dialog", [False, True])
def test_a_signal_closes_all_windows_and_is_remembered(qapp, qtbot, number, in_dialog):
    before = signal.getsignal(number)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    leaving = Leaving(window)
    dialog = QDialog(window)
    if in_dialog:
        QTimer.singleShot(0, dialog.exec)
    QTimer.singleShot(20, window, lambda: os.kill(os.getpid(), number))
    patience = QTimer(window, singleShot=True, interval=20_000)
    patience.timeout.connect(qapp.quit)
    patience.start()
    code = qapp.exec()
    patience.stop()
    # The last window's own farewell came too late for the loop it meant: it would end those of later tests.
    QCoreApplication.removePostedEvents(qapp, QEvent.Type.Quit.value)
    assert (code, leaving.signal) == (128 + number, number)
    assert not window.isVisible()
    assert not dialog.isVisible()
    leaving.close()
    assert signal.getsignal(number) is before
