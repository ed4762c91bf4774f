"""Icons: each is there, has the colours of the theme alone, and is sharp however the desktop scales."""

import re
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from gui import resources
from gui.controls.icons import SCALES, SIZE_PX, _renderer, icon, paint_icon
from gui.drawing.theme import DARK, LIGHT

ICONS = sorted(path.stem for path in resources.path("icons").glob("*.svg"))


def painted(name: str, color: str, scale: float, center: tuple[float, float] = (8, 8)) -> np.ndarray:
    """Alpha of an icon at a scale of the screen, as shares."""
    side = round(SIZE_PX * scale)
    image = QImage(side, side, QImage.Format.Format_RGBA8888)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_icon(painter, name, QColor(color), QPointF(*center))
    painter.end()
    return np.array(image.constBits()).reshape(side, side, 4)


def test_every_icon_that_is_named_is_shipped_and_none_is_idle() -> None:
    named = set()
    for path in Path(resources.ROOT.parent, "gui", "controls").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for call in re.findall(r"(?:IconButton|\bicon|set_icon)\((.*)\)|paint_icon\(painter, (.*)\)", text):
            named |= set(re.findall(r'"(\w+)"', re.sub(r'color\("\w+"\)', "", "".join(call)))) - {"muted"}
    assert named == set(ICONS)


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_has_one_square_and_no_colour_of_its_own(qapp, name: str) -> None:
    text = resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 16 16"' in text
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', text)) <= {"currentColor", "none"}
    assert _renderer(name, LIGHT.ink).isValid()


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("name", ICONS)
def test_an_icon_has_the_colour_it_is_asked_for(qapp, name: str, scale: float) -> None:
    for theme in (LIGHT, DARK):
        pixels = painted(name, theme.ink, scale)
        solid = pixels[pixels[..., 3] > 128][:, :3]
        assert len(solid) > 4
        assert (np.abs(solid.astype(int) - QColor(theme.ink).getRgb()[:3]) <= 2).all()


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("offset", [0.0, 0.3])
def test_an_icon_is_sharp_at_every_scale(qapp, scale: float, offset: float) -> None:
    """Pause has four upright edges: at each of them at most one pixel is neither inside nor outside."""
    alpha = painted("pause", LIGHT.ink, scale, (8 + offset, 8))[round(8 * scale), :, 3]
    assert np.count_nonzero(alpha == 255) >= 2 * np.floor(2 * scale)
    assert np.count_nonzero((alpha > 0) & (alpha < 255)) <= 4
    same = painted("pause", LIGHT.ink, scale)[round(8 * scale), :, 3]
    assert sorted(alpha) == sorted(same), "wherever its square stands, it looks the same"


@pytest.mark.parametrize("scale", SCALES)
def test_a_widget_of_qt_gets_a_picture_for_the_scale_of_its_screen(qapp, scale: float) -> None:
    pixels = icon("enter", LIGHT.muted).pixmap(QSize(SIZE_PX, SIZE_PX), scale)
    assert pixels.width() == round(SIZE_PX * scale)
    assert pixels.devicePixelRatio() == pytest.approx(scale)
