"""What stands on the buttons, measured in their pictures."""

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from engine.shapes import Float
from gui.controls.buttons import SegmentedControl
from gui.drawing.theme import DARK, LIGHT, Theme

SCALE = 4


def inks(control: SegmentedControl) -> Float[np.ndarray, "rows columns"]:
    """How far each pixel inside the first button is from its ground, 0 to 1."""
    button = control._segments[control.keys[0]]
    image = QImage(button.size() * SCALE, QImage.Format.Format_Grayscale8)
    image.fill(0)  # what is not painted is no memory of others
    image.setDevicePixelRatio(SCALE)
    button.render(image)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    inside = pixels[5 * SCALE : -5 * SCALE, 5 * SCALE : image.width() - 5 * SCALE].astype(float)
    apart = np.abs(inside - np.median(inside))
    return np.asarray(apart / apart.max())


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_han_on_a_filled_button_is_no_bolder_than_beside_it(qtbot: QtBot, theme: Theme) -> None:
    """Of bold Han that is light on dark, 12 pixels high, the strokes run together."""
    control = SegmentedControl(["已训练", "未训练"], theme)
    qtbot.addWidget(control)
    control.show()
    control.choose("未训练")
    plain = inks(control).mean()
    control.choose("已训练")
    assert inks(control).mean() == pytest.approx(plain, rel=0.15)  # bold is half as much again
