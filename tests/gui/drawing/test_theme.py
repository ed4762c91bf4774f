"""Colours that can be read and told apart, by everybody: contrast, colour blindness, signed values."""

import itertools

import numpy as np
import pytest
from PySide6.QtGui import QColor

from gui.drawing.theme import DARK, LIGHT, PAPER, Theme

THEMES = (LIGHT, DARK, PAPER)

# Machado, Oliveira & Fernandes 2009, "A physiologically-based model for simulation of color vision
# deficiency", IEEE TVCG 15(6), table for severity 1.0; applied to linear RGB.
DEFICIENCIES = {
    "none": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def linear(color: str) -> np.ndarray:
    """Linear RGB of a colour, by the sRGB standard (IEC 61966-2-1)."""
    encoded = np.array(QColor(color).getRgbF()[:3])
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def contrast(first: str, second: str) -> float:
    """Contrast ratio, by WCAG 2."""
    light, dark = sorted((float(TO_XYZ[1] @ linear(color)) for color in (first, second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(color: str, deficiency: str = "none") -> np.ndarray:
    """CIE L*a*b* (white D65) of a colour as somebody with this deficiency sees it."""
    seen = np.clip(DEFICIENCIES[deficiency] @ linear(color), 0, 1)
    relative = TO_XYZ @ seen / TO_XYZ.sum(axis=1)
    x, y, z = np.where(relative > (6 / 29) ** 3, np.cbrt(relative), relative / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(first: str, second: str, deficiency: str = "none") -> float:
    """CIE76: 2.3 is just noticeable."""
    return float(np.linalg.norm(lab(first, deficiency) - lab(second, deficiency)))


def test_the_measures_themselves() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # the textbook's grey that fails
    assert lab("#ffffff") == pytest.approx([100, 0, 0], abs=0.02)
    assert lab("#ff0000") == pytest.approx([53.24, 80.09, 67.20], abs=0.05)
    for deficiency in DEFICIENCIES:
        assert lab("#808080", deficiency) == pytest.approx(lab("#808080"), abs=0.1), "greys stay grey"
    assert distance("#ff0000", "#00a000", "protanopia") < distance("#ff0000", "#00a000") / 2


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_gates_can_be_read_on_the_card_and_on_the_highlight(theme: Theme) -> None:
    for symbol, color in theme.symbols.items():
        assert contrast(color, theme.card) >= 4.5, symbol
        assert contrast(color, theme.highlight) >= 4, symbol
    for name in ("ink", "muted"):
        assert contrast(getattr(theme, name), theme.card) >= 4.5, name


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_gates_are_told_apart(theme: Theme, deficiency: str) -> None:
    for one, other in itertools.combinations(sorted(set(theme.symbols.values())), 2):
        assert distance(one, other, deficiency) >= 23, (one, other)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_signed_values_look_like_no_gate(theme: Theme) -> None:
    for signed in (theme.positive, theme.negative):
        assert contrast(signed, theme.card) >= 3, "graphics need 3"
        for symbol, color in theme.symbols.items():
            assert distance(signed, color) >= 28, (symbol, signed, color)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_the_two_signs_are_told_apart(theme: Theme, deficiency: str) -> None:
    assert distance(theme.positive, theme.negative, deficiency) >= 23


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_zero_is_in_the_middle_of_the_diverging_colours(theme: Theme) -> None:
    table = theme.diverging()
    assert table.shape == (256, 4)
    assert QColor(*map(int, table[0])) == theme.color("negative")
    assert QColor(*map(int, table[128])) == theme.color("zero")
    assert QColor(*map(int, table[255])) == theme.color("positive")
    assert (table[:, 3] == 255).all()


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_words_can_be_read_on_every_size(theme: Theme) -> None:
    """The worst ground is the one in the middle, where black and white stand out alike."""
    table = theme.magnitudes()
    assert QColor(*table[0].tolist()) == theme.color("zero")
    grounds = [QColor(*shade).name() for shade in table.tolist()]
    for ground in grounds:
        written = theme.on(QColor(ground))
        assert contrast(written.name(), ground) >= 4.5, ground
        assert contrast(written.name(), ground) == pytest.approx(
            max(contrast("#000000", ground), contrast("#ffffff", ground))
        )
    light = [float(lab(ground)[0]) for ground in grounds]
    assert sorted(light, reverse=not theme.dark) == light, "ever more ink"
    assert abs(light[0] - light[-1]) > 50


def test_every_theme_knows_the_same_gates_and_cells() -> None:
    for theme in THEMES:
        assert theme.symbols.keys() == LIGHT.symbols.keys()
        assert theme.cells.keys() == LIGHT.cells.keys() == {"rnn", "lstm", "gru"}
    assert LIGHT.symbol("f_in") == LIGHT.symbol("f") != LIGHT.symbol("h")
