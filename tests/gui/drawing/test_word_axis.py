"""Words along a plot stand at their columns, as many as have room; the current one stands there always."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gui.drawing.downsampling import Cells
from gui.drawing.theme import LIGHT, PAPER
from gui.drawing.word_axis import GAP_PX, OVERHANG_PX, Label, labels_of, token_words
from tests.support.pixels import colored

LEFT, WIDE = 40.0, 300.0
words = st.lists(
    st.sampled_from(["a", "!", "of", "cereal", "definitely", "好", "，", "unbelievably"]), min_size=1
)


def columns_of(count: int, first: int = 0) -> Cells:
    return Cells.of(LEFT, WIDE, range(first, first + count))


def labels(text: list[str], first: int = 0) -> tuple[Label, ...]:
    return labels_of(tuple(text), columns_of(len(text), first), LEFT, LEFT + WIDE)


@settings(max_examples=200)
@given(words, st.integers(0, 1000))
def test_every_word_stands_at_its_column_and_on_no_other(qapp: object, text: list[str], first: int) -> None:
    found, columns = labels(text, first), columns_of(len(text), first)
    assert found[0].token == first
    for label in found:
        assert label.text == text[label.token - first]
        assert label.left <= columns.middle(label.token) <= label.right
        assert LEFT - OVERHANG_PX - 1e-6 <= label.left < label.right <= LEFT + WIDE + OVERHANG_PX + 1e-6
    for one, other in pairwise(found):
        assert other.left - one.right >= GAP_PX - 1e-6


def test_all_stand_there_if_they_fit_and_else_the_ends_and_what_fits_between(qapp: object) -> None:
    few = ["This", "is", "not", "good", "!"]
    assert [label.text for label in labels(few)] == few
    many = ["This", "is", "!", "definitely", "not", "good", ",", "at", "all"] * 4
    shown = [label.text for label in labels(many)]
    assert (shown[0], shown[-1]) == ("This", "all")
    assert 5 <= len(shown) < len(many)
    assert not {"!", ","} & set(shown), "marks give way to words"


@pytest.mark.parametrize("count", [120, 400, 10_000, 100_000])
def test_where_words_are_too_close_their_numbers_stand(count: int, qapp: object) -> None:
    found = labels_of((), columns_of(count), LEFT, LEFT + WIDE)
    seen = inks(("cereal",) * count, count - 1)
    assert seen == inks(("box",) * (count - 1) + ("cereal",), count - 1), (
        "no word but the current one is there"
    )
    numbers = [int(label.text.replace(",", "")) for label in found]
    assert numbers == [label.token + 1 for label in found], "as people count"
    assert (numbers[0], numbers[-1]) == (1, count)
    assert len(numbers) >= 4
    steps = {b - a for a, b in pairwise(numbers[1:-1])}
    assert len(steps) <= 1


def inks(text: tuple[str, ...], token: int) -> QImage:
    image = QImage(380, 30, QImage.Format.Format_RGB32)
    image.fill(QColor(PAPER.card))
    painter = QPainter(image)
    columns = columns_of(len(text))
    token_words(painter, QRectF(LEFT, 8, WIDE, 17), text, token, columns, PAPER)
    painter.end()
    return image


@pytest.mark.parametrize("mark", "，。！、")
def test_full_width_marks_have_their_ink_at_their_column(mark: str, qapp: object) -> None:
    """Their square is mostly empty: it once put the comma of a word beside the word before it."""
    image = inks(("好", mark, "好"), 1)
    x = columns_of(3).middle(1)
    dark = [
        at for at in range(round(x) - 20, round(x) + 20)
        for y in range(12, 26) if image.pixelColor(at, y).lightness() < 110
    ]  # fmt: skip
    assert dark
    assert (min(dark) + max(dark)) / 2 == pytest.approx(x - 0.5, abs=1.2)


def test_the_current_word_is_there_and_makes_room(qapp: object) -> None:
    text = tuple(["cereal", "of", "things"] * 10)
    for token in range(len(text)):
        image = inks(text, token)
        x = round(columns_of(len(text)).middle(token))
        black = [point.x() for point in colored(image, PAPER.color("ink"))]
        assert black, token
        assert min(black) - 6 <= x <= max(black) + 6
    alone = inks(text, 15)
    between = labels(list(text))
    hidden = [
        label for label in between if abs(columns_of(30).middle(15) - (label.left + label.right) / 2) < 20
    ]
    assert hidden, "there was one in its way"
    assert alone != inks(text, 0)


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
@pytest.mark.parametrize("token", [0, 3, 11])
def test_labels_on_pixels_are_those_of_files(token: int, scale: float, qapp: object) -> None:
    """Copied from a picture of all of them they stand where they are written, but around the current word."""
    words = tuple(f"word{index}" for index in range(12))
    columns, rect = Cells(10.0, 380.0, 12), QRectF(10, 5, 380, 17)
    dark = []
    for copied in (True, False):
        image = QImage(round(400 * scale), round(30 * scale), QImage.Format.Format_RGB32)
        image.fill(LIGHT.color("card"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        with pytest.MonkeyPatch.context() as patch:
            if not copied:
                patch.setattr("gui.drawing.word_axis.in_pixels", lambda _: False)
            token_words(painter, rect, words, token, columns, LIGHT)
        painter.end()
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
        dark.append(255.0 - pixels[..., 1])
    assert dark[1].sum() > 1000
    assert np.abs(dark[0] - dark[1]).sum() < 0.03 * dark[1].sum()
