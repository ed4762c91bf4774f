"""Tooltips have air around them, and lie beside what they explain."""

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from gui.controls.buttons import SegmentedControl
from gui.drawing.tips import show_tip


@pytest.fixture(autouse=True)
def _none_is_left() -> None:
    yield
    QToolTip.hideText()
    label = shown()
    if label is not None:
        label.close()
        label.deleteLater()
        QApplication.processEvents()


def shown() -> QWidget | None:
    found = [each for each in QApplication.topLevelWidgets() if each.inherits("QTipLabel")]
    return found[0] if found else None


def test_a_tip_has_air_and_says_what_it_is_given(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    show_tip(QPoint(100, 100), "a < b\nand more", widget)
    label = shown()
    assert "a &lt; b\nand more" in QToolTip.text()
    words = QFontMetrics(label.font()).size(0, "a < b\nand more")
    assert label.width() >= words.width() + 8
    assert label.height() >= words.height() + 8


def test_what_a_button_does_is_said_beside_it(qtbot):
    control = SegmentedControl(("one", "two"))
    qtbot.addWidget(control)
    control.name({"one": "one", "two": "two"}, {"one": "the first", "two": "the second"})
    control.move(60, 60)
    control.show()
    button = control._segments["two"]
    middle = button.rect().center()
    QApplication.sendEvent(button, QHelpEvent(QEvent.Type.ToolTip, middle, button.mapToGlobal(middle)))
    assert "the second" in QToolTip.text()
    assert not shown().geometry().intersects(button.rect().translated(button.mapToGlobal(QPoint(0, 0))))
