"""Powers of ten: which are marked, and how numbers are written with them."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from gui.drawing.log_scale import Span, decade, figures, logarithms, marks


def test_a_span_counts_only_what_has_a_logarithm() -> None:
    span = Span.of(np.array([[np.nan, 1e-7, 0.0], [np.inf, 3.0, -1.0]]))
    assert span == Span(1e-7, 3.0, zeros=True)
    assert span.decades() == (-7, 1)
    assert Span.of(np.zeros(3)) == Span(zeros=True)
    assert Span().decades() == (-1, 0)
    assert (Span(0.1, 1.0) | Span(1e-5, 0.5, zeros=True)) == Span(1e-5, 1.0, zeros=True)
    assert Span(1.0, 1.0).decades() == (-1, 0)


@given(some.integers(-60, 3), some.integers(1, 60), some.floats(60, 600))
def test_marks_have_room_and_one_is_among_them(low: int, decades: int, size: float) -> None:
    shown = marks((low, low + decades), size, 30)
    assert all((later - earlier) * size / decades >= 30 - 1e-9 for earlier, later in pairwise(shown))
    if low <= 0 <= low + decades:
        assert 0 in shown


def test_logarithms_leave_gaps_and_warn_of_nothing() -> None:
    with np.errstate(all="raise"):
        found = logarithms(np.array([100.0, 0.0, np.nan, np.inf, 1e-300]))
    np.testing.assert_allclose(found, [2, np.nan, np.nan, np.nan, -300])


@pytest.mark.parametrize(
    ("value", "count", "text"),
    [
        (0.0, 1, "0"),
        (5.3e-16, 1, "5×10⁻¹⁶"),
        (5.3e-16, 2, "5.3×10⁻¹⁶"),
        (0.082, 1, "0.08"),
        (0.082, 2, "0.082"),
        (7.4, 1, "7"),
        (7.4, 2, "7.4"),
        (123.4, 2, "120"),
        (12345.0, 2, "1.2×10⁴"),
        (float("nan"), 1, "NaN"),
        (float("inf"), 1, "∞"),
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
def test_numbers(value: float, count: int, text: str) -> None:
    assert figures(value, count) == text


@given(some.floats(1e-300, 1e300), some.integers(1, 4))
def test_a_number_is_read_back_as_what_it_was_rounded_to(value: float, count: int) -> None:
    digits = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    text = figures(value, count)
    assert float(text.replace("×10", "e").translate(digits)) == float(f"{value:.{count - 1}e}")


def test_powers_of_ten() -> None:
    assert [decade(power) for power in (2, 1, 0, -1, -45)] == ["10²", "10", "1", "10⁻¹", "10⁻⁴⁵"]
