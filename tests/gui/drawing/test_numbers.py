"""Numbers as people read them: a true minus sign, nothing rounded to zero, nothing rounded to certainty."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gui.drawing.numbers import (
    beside_one,
    count,
    decimals_of,
    figures,
    fixed,
    in_table,
    number,
    power_of_ten,
    probability,
    round_number,
    share,
    with_sign,
)
from tests.support.written import spelled_in_figures

DIGITS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
any_size = some.floats(1e-300, 1e300) | some.floats(-1e300, -1e-300)


def read(text: str) -> float:
    """A written number, read back."""
    text = text.translate(DIGITS)
    return float(text.replace("×10", "e") if "×10" in text else text)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.85921, 3, "0.859"),
        (-0.5, 3, "−0.500"),
        (-0.0, 3, "0.000"),
        (0.0, 2, "0.00"),
        (12.0, 0, "12"),
        (-1.0, 0, "−1"),
        (0.0004, 3, "4.0×10⁻⁴"),
        (-0.00099, 2, "−9.9×10⁻⁴"),
        (0.00026, 6, "2.6×10⁻⁴"),
        (-0.000999, 5, "−0.00100"),
        (0.001, 6, "0.001000"),
        (0.5, 0, "5.0×10⁻¹"),  # Python rounds this half to 0
        (1e-320, 3, "1.0×10⁻³²⁰"),
        (99_999.0, 1, "99999.0"),
        (123_456.0, 3, "1.2×10⁵"),
        (-1e300, 3, "−1.0×10³⁰⁰"),
        (math.nan, 3, "NaN"),
        (math.inf, 3, "∞"),
        (-math.inf, 0, "−∞"),
    ],
)
def test_a_number_has_a_true_minus_and_powers_only_where_decimals_would_hide_it(
    value: float, decimals: int, text: str
) -> None:
    assert number(value, decimals) == text


@given(any_size, some.integers(0, 6))
def test_what_is_not_zero_is_never_written_as_zero(value: float, decimals: int) -> None:
    for text in (number(value, decimals), figures(value, 1 + decimals), figures(value, 1)):
        assert read(text) != 0
        assert (text[0] == "−") == (value < 0)
        assert "-" not in text
    assert math.isclose(read(number(value, decimals)), value, rel_tol=0.051, abs_tol=0.51 * 10**-decimals)


def test_fixed_decimals_stay_even_where_they_hide_a_number() -> None:
    assert [fixed(value, 2) for value in (-0.004, 0.0, -0.006, 1e20)] == [
        "0.00",
        "0.00",
        "−0.01",
        "100000000000000000000.00",
    ]
    assert [fixed(value, 2) for value in (math.nan, math.inf, -math.inf)] == ["NaN", "∞", "−∞"]


@pytest.mark.parametrize(
    ("value", "count", "text"),
    [
        (0.0, 1, "0"),
        (-0.0, 3, "0"),
        (5.3e-16, 1, "5×10⁻¹⁶"),
        (5.3e-16, 2, "5.3×10⁻¹⁶"),
        (-5.3e-16, 2, "−5.3×10⁻¹⁶"),
        (0.082, 1, "0.08"),
        (0.082, 2, "0.082"),
        (-0.082, 2, "−0.082"),
        (7.4, 1, "7"),
        (7.4, 2, "7.4"),
        (123.4, 2, "120"),
        (12345.0, 2, "1.2×10⁴"),
        (5e-324, 2, "4.9×10⁻³²⁴"),
        (1.7976931348623157e308, 2, "1.8×10³⁰⁸"),
        (float("nan"), 1, "NaN"),
        (float("inf"), 1, "∞"),
        (float("-inf"), 1, "−∞"),
        (1.0, 2, "1.0"),
        (0.97, 2, "0.97"),
        (1.03, 2, "1.0"),
        (0.97, 1, "1"),
        (0.996, 2, "1.0"),
        (9.96, 2, "10"),
        (99.6, 2, "100"),
        (0.0997, 2, "0.10"),
        (999.0, 2, "1.0×10³"),
        (0.0099, 1, "0.01"),
        (0.00994, 2, "9.9×10⁻³"),
        (0.009951, 2, "0.010"),
        (9.97e-8, 2, "1.0×10⁻⁷"),
    ],
)
def test_significant_figures(value: float, count: int, text: str) -> None:
    assert figures(value, count) == text
    if math.isfinite(value):
        assert spelled_in_figures(value, count) == text, "the oracle of other tests says the same"


@given(any_size, some.integers(1, 4))
def test_figures_are_read_back_as_what_they_were_rounded_to(value: float, count: int) -> None:
    assert read(figures(value, count)) == float(f"{value:.{count - 1}e}")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.87, "87%"),
        (0.0, "0%"),
        (1.0, "100%"),
        (0.994, "99%"),
        (0.995, "99.5%"),
        (0.9964, "99.6%"),
        (0.9994, "99.9%"),
        (0.9996, "99.9%"),
        (0.99999994, "99.9%"),  # the float32 before 1
        (math.nextafter(1.0, 0.0), "99.9%"),
        (0.005, "0.5%"),  # Python rounds this half to 0
        (0.0049, "0.5%"),
        (0.0012, "0.1%"),
        (0.0004, "0.1%"),
        (5e-324, "0.1%"),
        (0.0051, "1%"),
        (-0.25, "−25%"),
        (-0.0001, "−0.1%"),
        (-0.0, "0%"),
        (1.3, "130%"),
        (math.nan, "—"),
        (math.inf, "∞"),
    ],
)
def test_a_share_is_never_rounded_to_certainty(value: float, text: str) -> None:
    assert share(value) == text


@given(some.floats(0.0, 1.0), some.integers(0, 3))
def test_only_all_is_a_hundred_per_cent_and_only_nothing_is_none(value: float, decimals: int) -> None:
    said = float(share(value, decimals).removesuffix("%"))
    assert (said == 100) == (value == 1.0)
    assert (said == 0) == (value == 0.0)
    assert abs(said - 100 * value) <= 10.0**-decimals


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.8626, "0.86"),
        (1.0, "1.00"),
        (0.0, "0.00"),
        (0.996, "0.9960"),
        (0.0031, "0.0031"),
        (0.99997, "1 − 3.0×10⁻⁵"),
        (1.2e-7, "1.2×10⁻⁷"),
        (1 - 2e-9, "1 − 2.0×10⁻⁹"),
        (math.nan, "NaN"),
    ],
)
def test_a_probability_is_told_from_none_and_from_certainty(value: float, text: str) -> None:
    assert probability(value) == text


def test_numbers_beside_one_are_told_from_it() -> None:
    assert [beside_one(value) for value in (1.0, 0.5, 0.994, 1.003, 1.0000020)] == [
        "1.00",
        "0.50",
        "0.9940",
        "1.0030",
        "1.0000020",
    ]
    assert beside_one(1 - 1e-9) == "1 − 1.0×10⁻⁹"
    assert beside_one(1 + 1e-9) == "1 + 1.0×10⁻⁹"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.001, "0.001"),
        (0.2, "0.2"),
        (-1.5, "−1.5"),
        (150.0, "150"),
        (5000.0, "5000"),
        (10_000.0, "10⁴"),
        (200_000.0, "2×10⁵"),
        (-1.2e-5, "−1.2×10⁻⁵"),
        (0.1 + 0.2, "0.3"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_round_numbers_have_no_figure_too_many(value: float, text: str) -> None:
    assert round_number(value) == text


def test_what_has_two_sides_has_its_sign() -> None:
    assert [with_sign(number(value, 2)) for value in (0.5, -0.5, 0.0)] == ["+0.50", "−0.50", "+0.00"]


def test_powers_of_ten_and_counts() -> None:
    assert [power_of_ten(power) for power in (2, 1, 0, -1, -45)] == ["10²", "10", "1", "10⁻¹", "10⁻⁴⁵"]
    assert [count(value) for value in (7, 1000, 1_234_567)] == ["7", "1,000", "1,234,567"]


def test_two_figures_of_a_scale_are_shown() -> None:
    assert [decimals_of(limit) for limit in (22.0, 2.2, 0.22, 0.022, 0.0996)] == [0, 1, 2, 3, 2]
    assert [decimals_of(value, 3) for value in (-1.5, 0.0, math.inf, math.nan)] == [2, 2, 2, 2]


@given(any_size)
def test_a_number_in_a_table_keeps_four_figures_at_least(value: float) -> None:
    text = in_table(value)
    assert read(text) == pytest.approx(value, rel=1e-3 if "×" in text else None, abs=5e-7 * ("×" not in text))
    assert not text.removeprefix("−").startswith("0.000")
