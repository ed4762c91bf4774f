"""Many bars at once: one by one where they have pixels of their own, as shares where they have not."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from gui.drawing.bars import paint_bars
from gui.drawing.theme import LIGHT


def painted(ends: np.ndarray, zero: float, scale: float, width: float = 40.0) -> np.ndarray:
    """How much of each pixel is covered, 0 to 1, within a margin of 5."""
    image = QImage(round((width + 10) * scale), round(50 * scale), QImage.Format.Format_RGB32)
    image.fill(LIGHT.color("card"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    paint_bars(painter, QRectF(5, 5, width, 40), ends, zero, 0.0, LIGHT.color("ink"))
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., 1]
    return (255.0 - pixels) / (255 - LIGHT.color("ink").green())


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
@pytest.mark.parametrize("zero", [45.0, 25.0])
def test_shares_of_many_bars_cover_what_the_bars_cover(scale: float, zero: float, qapp: object) -> None:
    """Eight bars that share a pixel look like one of their mean height; up and down from zero alike."""
    ends = np.random.default_rng(0).uniform(5, 45, 320)
    cover = painted(ends, zero, scale)
    assert cover.sum() / scale**2 == pytest.approx(np.abs(ends - zero).mean() * 40, rel=0.01)
    columns = cover.sum(axis=0) / scale
    by_pixel = np.abs(ends - zero).reshape(40, 8).mean(axis=1)
    if scale == 1:
        np.testing.assert_allclose(columns[5:45], by_pixel, atol=0.15)
    assert columns[: int(4 * scale)].sum() == columns[-int(4 * scale) :].sum() == 0


@pytest.mark.parametrize("bars", [8, 40, 41, 400])
def test_level_bars_make_one_block_without_seams(bars: int, qapp: object) -> None:
    cover = painted(np.full(bars, 15.0), 45.0, 1.0)
    np.testing.assert_allclose(cover[15:45, 6:44], 1, atol=0.02)
    assert cover[:15].sum() == cover[45:].sum() == 0
