"""Values as colours: one scale for all of them, that small values can be read on beside large ones."""

from math import ceil, floor

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from gui.drawing.ink import (
    CENTER,
    LEFT,
    magnitude_colors,
    magnitude_key,
    unread_colors,
    value_colors,
    value_image,
    value_key,
    value_strip,
    write,
    write_at,
    write_paragraph,
)
from gui.drawing.theme import DARK, LIGHT, PAPER, Theme, font

every_theme = pytest.mark.parametrize("theme", [LIGHT, DARK, PAPER], ids=lambda theme: theme.name)


def entry(theme: Theme, position: int) -> list[int]:
    return theme.diverging()[position].tolist()


@every_theme
def test_colours_go_with_the_square_root(theme: Theme) -> None:
    shares = np.array([[0.0, 0.01, 0.25, 1.0, 7.0], [-0.0, -0.01, -0.25, -1.0, -7.0]])
    seen = value_colors(3 * shares, theme, 3.0)
    steps = (0, 13, 64, 127, 127)  # 127 √share; what is larger than the limit has the limit's colour
    assert seen[0].tolist() == [entry(theme, 128 + step) for step in steps]
    assert seen[1].tolist() == [entry(theme, 128 - step) for step in steps]


@every_theme
def test_colours_are_in_the_order_of_the_values(theme: Theme) -> None:
    values = np.linspace(-1, 1, 4001)[None, :]
    table = theme.diverging().tolist()
    found = [table.index(color) for color in value_colors(values, theme, 1.0)[0].tolist()]
    assert found == sorted(found)
    assert (found[0], found[2000], found[-1]) == (1, 128, 255)


def test_one_large_value_leaves_the_small_ones_visible() -> None:
    """With even steps a hundredth of the largest value was two colours away from zero."""
    small, zero = value_colors(np.array([[1.0, 0.0]]), LIGHT, 100.0)[0].astype(int)
    assert np.abs(small - zero).max() >= 10


@every_theme
def test_greys_of_what_is_not_read_yet_tell_magnitudes_only(theme: Theme) -> None:
    grey = unread_colors(np.array([[-0.5, 0.5, 0.0, 1.0]]), theme, 1.0)[0].astype(int)
    assert (grey[:, :3] == grey[:, :1]).all(), "no hue"
    assert (grey[0] == grey[1]).all()
    assert len({int(shade) for shade in grey[1:, 0]}) == 3


@every_theme
def test_sizes_are_ever_more_ink_by_the_square_root(theme: Theme) -> None:
    table = theme.magnitudes().tolist()
    seen = magnitude_colors(np.array([[0.0, 0.03, 0.75, 3.0, 9.0, np.inf]]), theme, 3.0)[0].tolist()
    assert seen == [table[step] for step in (0, 26, 128, 255, 255, 255)]
    assert magnitude_colors(np.array([[np.nan]]), theme, 1.0)[0, 0, 3] == 0


def test_the_key_of_sizes_runs_from_nothing_to_the_limit(qapp: object) -> None:
    key = QImage(257, 4, QImage.Format.Format_RGB32)
    painter = QPainter(key)
    magnitude_key(painter, QRectF(0, 0, 257, 4), LIGHT)
    painter.end()
    table = LIGHT.magnitudes().tolist()
    for x, step in ((0, 0), (64, 128), (256, 255)):
        assert list(key.pixelColor(x, 2).getRgb()) == table[step]


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_clear(bad: float) -> None:
    with np.errstate(all="raise"):
        for colors in (value_colors, unread_colors):
            assert colors(np.array([[bad, 1.0]]), LIGHT, 1.0)[0, :, 3].tolist() == [0, 255]
            assert (colors(np.zeros((2, 3)), LIGHT, 0.0) == colors(np.zeros((2, 3)), LIGHT, 1.0)).all()


def test_the_key_has_the_colours_of_evenly_spaced_values(qapp: object) -> None:
    key = QImage(400, 10, QImage.Format.Format_RGB32)
    painter = QPainter(key)
    value_key(painter, QRectF(0, 0, 400, 10), LIGHT)
    painter.end()
    for x in (20, 100, 150, 250, 300, 380):
        value = 2 * (x + 0.5) / 400 - 1
        expected = value_image(np.array([[value]]), LIGHT, 1.0).pixelColor(0, 0)
        seen = key.pixelColor(x, 5)
        assert max(abs(a - b) for a, b in zip(seen.toTuple(), expected.toTuple(), strict=True)) <= 3, value


@every_theme
def test_a_strip_of_zeros_still_has_edges(theme: Theme, qapp: object) -> None:
    """Zero is nearly the colour of the card: without a frame such a strip was not there at all."""
    image = QImage(60, 20, QImage.Format.Format_RGB32)
    image.fill(theme.color("card"))
    painter = QPainter(image)
    value_strip(painter, QRectF(5, 5, 50, 10), np.zeros(8), theme, 1.0)
    painter.end()
    inside, card = image.pixelColor(30, 10), theme.color("card")
    assert inside == theme.color("zero")
    for x, y in ((30, 4), (30, 15), (4, 10), (55, 10)):
        edge = image.pixelColor(x, y)
        assert abs(edge.lightness() - card.lightness()) >= 3 * abs(inside.lightness() - card.lightness())
        assert abs(edge.lightness() - card.lightness()) >= 30


def _written(scale: float, left: float, *, copied: bool) -> np.ndarray:
    """How dark the pixels are where a word has been written or copied."""
    image = QImage(ceil(90 * scale), ceil(30 * scale), QImage.Format.Format_RGB32)
    image.fill(LIGHT.color("card"))
    painter = QPainter(image)
    painter.scale(scale, scale)
    if copied:
        write_at(painter, left, 20.3, "gjelly", "text", LIGHT.color("ink"))
    else:
        painter.setFont(font("text"))
        painter.setPen(LIGHT.color("ink"))
        painter.drawText(QPointF(left, 20.3), "gjelly")
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return 255.0 - pixels[..., 1]


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 1.27, 2.0])
@pytest.mark.parametrize("left", [10.0, 10.3, 10.5, 11.8])
def test_a_copied_word_is_as_sharp_as_a_written_one(scale: float, left: float, qapp: object) -> None:
    """Nothing is stretched, cut or made heavier; it stands at most half a pixel beside its place."""
    copied, written = (_written(scale, left, copied=copied) for copied in (True, False))
    assert copied.sum() == pytest.approx(written.sum(), rel=0.03)
    rows = [np.flatnonzero(pixels.sum(axis=1)) for pixels in (copied, written)]
    assert (rows[0][0], rows[0][-1]) == (rows[1][0], rows[1][-1])
    at_whole = (floor(left * scale + 0.5) + 0.001) / scale  # letters stand on quarters of pixels
    same_place = _written(scale, at_whole, copied=False)
    assert np.abs(copied - same_place).sum() <= 0.12 * written.sum()


def test_files_get_words_that_can_be_found(qapp: object) -> None:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    painter = QPainter(generator)
    write_at(painter, 10, 20, "gjelly", "text", LIGHT.color("ink"))
    write(painter, QRectF(0, 0, 80, 20), "whole", "text", LIGHT.color("ink"))
    painter.end()
    written = bytes(buffer.data().data()).decode()
    assert ">gjelly</text>" in written
    assert ">whole</text>" in written


def test_a_word_that_does_not_lie_level_is_written(qapp: object) -> None:
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(LIGHT.color("card"))
    painter = QPainter(image)
    painter.translate(30, 50)
    painter.rotate(-90)
    write_at(painter, 0, 0, "gjelly", "text", LIGHT.color("ink"))
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(60, 60, 4)[..., 1]
    rows, columns = np.nonzero(pixels < 200)
    assert np.ptp(rows) > 2 * np.ptp(columns)


def _ink(text: str, role: str, scale: float, align: Qt.AlignmentFlag = LEFT) -> tuple[float, float, float]:
    """Top and bottom of what is written into the middle of a room 40 high, and the middle of it across 80."""
    image = QImage(ceil(80 * scale), ceil(40 * scale), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.scale(scale, scale)
    write(painter, QRectF(0, 0, 80, 40), text, role, QColor("black"), align)
    painter.end()
    dark = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)[..., 1] < 160
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return rows[0] / scale, (rows[-1] + 1) / scale, (columns[0] + columns[-1] + 1) / 2 / scale


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("role", ["text", "strong", "caption", "title"])
def test_han_stands_in_the_middle_as_letters_do(role: str, scale: float, qapp: object) -> None:
    """It stood 2 pixels lower: where a line has Han it is taller, and was centred as a whole."""
    for text in ("RNN", "0", "记忆", "未训练", "默认 0", "评论（中文）"):
        top, bottom, _ = _ink(text, role, scale)
        assert (top + bottom) / 2 == pytest.approx(20, abs=1.0 if scale < 2 else 0.8), text


@pytest.mark.parametrize("role", ["text", "strong", "caption"])
def test_marks_of_full_width_are_centred_on_their_ink(role: str, qapp: object) -> None:
    """！ stands at the left of its room: centred with the room it seemed to belong to the word before."""
    for mark in "！，。「」（":
        assert _ink(mark, role, 2.0, CENTER)[2] == pytest.approx(40, abs=0.75), mark
    assert _ink("！！", role, 2.0, CENTER)[2] < 40, "more than one are words"


@pytest.mark.parametrize("role", ["text", "strong", "caption"])
def test_bars_of_a_norm_touch_no_other_line(role: str, qapp: object) -> None:
    """Those of many faces are as high as the line; they reach a little beyond the letters here."""
    high, line_px = _ink("H", role, 4.0), QFontMetricsF(font(role)).height()
    for text in ("‖", "|", "‖Δc‖", "‖x‖ = 3"):
        top, bottom, _ = _ink(text, role, 4.0)
        assert high[0] - 0.12 * line_px < top < high[0], text
        assert high[1] < bottom < high[1] + 0.2 * line_px, text
        assert bottom - top < 0.87 * line_px, text


CHINESE = (
    "RNN 的状态不是各词元贡献之和。每读一个词元，整个状态都与新词元一起经过矩阵和 tanh，成分无法区分。",
    "RNN 没有负责保留的门。它能记住多久，取决于权重和所读的内容：请看梯度。",
    "正在计算",
    "How long it remembers depends on its weights and on what it reads: see the gradient.",
)


@pytest.mark.parametrize("text", CHINESE)
@pytest.mark.parametrize("room", range(150, 640, 35))
def test_the_lines_of_a_paragraph_are_of_one_length(text: str, room: int, qapp: object) -> None:
    """Three characters alone under two full lines are read as a mistake."""
    image = QImage(room, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    write_paragraph(painter, QRectF(0, 0, room, 200), text, "text", QColor("black"))
    painter.end()
    dark = np.frombuffer(image.constBits(), np.uint8).reshape(200, room, 4)[..., 1] < 200
    rows = np.flatnonzero(dark.any(axis=1))
    line = QFontMetricsF(font("text")).boundingRect(QRectF(0, 0, 1e4, 100), 0, text).height()
    count = max(1, round((rows[-1] + 1 - rows[0]) / line))
    if count > 1:
        last, first = (np.flatnonzero(dark[part].any(axis=0)) for part in (rows[-8:], rows[:10]))
        assert np.ptp(last) > 0.5 * np.ptp(first)
