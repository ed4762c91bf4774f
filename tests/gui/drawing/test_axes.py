"""Scales: what they hold, where values stand, and what is written at them."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from gui.drawing.axes import (
    Axis,
    LogAxis,
    Span,
    full_scale,
    logarithms,
    paint_beyond,
    paint_ticks,
    powers_shown,
    round_step,
    round_up,
    spread,
)
from gui.drawing.downsampling import Cells
from gui.drawing.theme import LIGHT


def test_a_span_counts_only_what_has_a_logarithm() -> None:
    span = Span.of(np.array([[np.nan, 1e-7, 0.0], [np.inf, 3.0, -1.0]]))
    assert span == Span(1e-7, 3.0, zeros=True, overflow=True)
    assert span.decades() == (-7, 1)
    assert Span.of(np.zeros(3)) == Span(zeros=True)
    assert Span().decades() == (-1, 0)
    assert (Span(0.1, 1.0) | Span(1e-5, 0.5, zeros=True)) == Span(1e-5, 1.0, zeros=True)
    assert (Span(0.1, 1.0) | Span(overflow=True)) == Span(0.1, 1.0, overflow=True)
    assert Span(1.0, 1.0).decades() == (-1, 0)


@given(some.integers(-60, 3), some.integers(1, 60), some.floats(60, 600))
def test_marks_have_room_and_one_is_among_them(low: int, decades: int, size: float) -> None:
    shown = powers_shown(low, low + decades, size, 30)
    assert all((later - earlier) * size / decades >= 30 - 1e-9 for earlier, later in pairwise(shown))
    if low <= 0 <= low + decades:
        assert 0 in shown


def test_logarithms_leave_gaps_and_warn_of_nothing() -> None:
    with np.errstate(all="raise"):
        found = logarithms(np.array([100.0, 0.0, np.nan, np.inf, 1e-300]))
    np.testing.assert_allclose(found, [2, np.nan, np.nan, np.nan, -300])


@pytest.mark.parametrize(
    ("values", "limit"),
    [
        ([0.8], 0.8),
        ([-2.137, 1.0], 2.2),
        ([0.0], 1.0),
        ([np.nan, 3.0, np.inf], 3.0),
        ([1234.0], 1300.0),
        ([np.nan], 1.0),
        ([1e-9], 1e-9),
        ([0.0301], 0.031),
        ([5e-324], 5e-324),
    ],
)
def test_a_scale_is_round_and_holds_everything(values: list[float], limit: float) -> None:
    for dtype in (np.float32, np.float64) if limit > 1e-30 else (np.float64,):
        assert full_scale(np.array([values], dtype)) == pytest.approx(limit, rel=1e-6, abs=0)


def test_the_largest_number_of_all_has_a_scale() -> None:
    largest = np.finfo(np.float64).max
    assert full_scale(np.array([[largest]])) == largest


@given(some.floats(1e-12, 1e12))
def test_a_scale_is_never_too_small_nor_far_too_large(largest: float) -> None:
    limit = full_scale(np.array([[-largest, largest / 2]]))
    assert largest * (1 - 1e-5) <= limit <= largest * 1.11


@given(some.lists(some.floats(0, 500), min_size=1, max_size=6).map(sorted), some.floats(5, 30))
def test_labels_are_spread_and_stay_near(wanted: list[float], gap: float) -> None:
    found = spread(wanted, gap, 0, 500)
    assert len(found) == len(wanted)
    assert all(later - earlier >= gap - 1e-6 for earlier, later in pairwise(found))
    assert found[0] >= gap / 2 - 1e-6
    assert found[-1] <= 500 - gap / 2 + 1e-6
    apart = all(later - earlier >= gap for earlier, later in pairwise(wanted))
    if apart and wanted[0] >= gap / 2 and wanted[-1] <= 500 - gap / 2:
        assert found == pytest.approx(wanted)


def test_coarse_scales_are_round() -> None:
    assert [round_up(value) for value in (0.0, 0.11, 1.0, 6.1, 130.0)] == pytest.approx([0, 0.12, 1, 8, 150])


def test_steps_between_round_numbers_leave_room() -> None:
    assert [round_step(unit_px, 14) for unit_px in (100.0, 30.0, 5.0, 0.1)] == pytest.approx(
        [0.2, 0.5, 5, 200]
    )


def test_values_stand_where_a_linear_axis_has_them() -> None:
    axis = Axis.within(QRectF(10, 20, 100, 200), (-1.0, 3.0))
    assert [axis.y(value) for value in (-1, 0, 1, 3)] == [220, 170, 120, 20]
    assert [axis.y(value) for value in (-7, np.inf, -np.inf)] == [220, 20, 220], "at the end that is nearer"
    assert np.isnan(axis.y(np.nan))
    np.testing.assert_array_equal(
        axis.heights(np.array([1.0, 5.0, np.nan, np.inf])), [120, -80, np.nan, np.nan]
    )
    assert axis.unit_px == 50
    assert axis.holds(3)
    assert not axis.holds(3.1)


def test_values_stand_at_their_powers_of_ten() -> None:
    axis = LogAxis.within(QRectF(0, 0, 100, 300), (-2, 1))
    assert [axis.y(value) for value in (0.01, 0.1, 1.0, 10.0)] == [300, 200, 100, 0]
    assert [axis.y(value) for value in (1e-9, 0.0, 1e9, np.inf)] == [300, 300, 0, 0]
    assert np.isnan(axis.y(np.nan))
    np.testing.assert_allclose(
        axis.heights(np.array([[1.0, 0.0], [1e-3, np.inf]])), [[100, np.nan], [400, np.nan]]
    )
    assert [(tick.y, tick.text) for tick in axis.ticks(30)] == [
        (300, "10⁻²"),
        (200, "10⁻¹"),
        (100, "1"),
        (0, "10"),
    ]
    assert [tick.text for tick in axis.ticks(110)] == ["10⁻²", "1"]
    assert [tick.text for tick in axis.counts(25)] == [
        "0.01",
        "0.02",
        "0.05",
        "0.1",
        "0.2",
        "0.5",
        "1",
        "2",
        "5",
        "10",
    ]


def test_zeros_and_overflows_have_rows_beyond_the_ends() -> None:
    area = QRectF(0, 0, 100, 200)
    for axis in (LogAxis.within(area, (0, 2), zeros=True, overflow=True),):
        assert (axis.plot.top(), axis.plot.bottom()) == (18, 182)
        assert axis.y(0.0) > axis.plot.bottom()
        assert axis.y(np.inf) < axis.plot.top()
        assert [tick.text for tick in axis.rows()] == ["0", "∞"]
        assert [tick.y for tick in axis.rows()] == [axis.y(0.0), axis.y(np.inf)]
    assert LogAxis.within(area, (0, 2)).rows() == ()
    linear = Axis.within(area, (0.0, 2.0), overflow=True)
    assert linear.y(0.0) == 200
    assert linear.y(np.inf) < linear.plot.top()


def test_marks_and_words_stand_in_the_rows(qapp: object) -> None:
    """The mark of what overflowed is above the plot, that of what underflowed below, each in its column."""
    axis = LogAxis.within(QRectF(40, 0, 200, 100), (0, 2), zeros=True, overflow=True)
    image = QImage(300, 100, QImage.Format.Format_RGB32)
    image.fill(LIGHT.color("card"))
    painter = QPainter(image)
    columns = Cells(40, 200, 4)
    values = np.array([np.inf, 5.0, np.nan, 0.0])
    paint_ticks(painter, axis.plot, axis.ticks(30), LIGHT)
    paint_beyond(painter, axis, columns, [(values, LIGHT.color("positive"))], ("none", "too much"), LIGHT)
    painter.end()
    ink = LIGHT.color("positive")
    found = [
        (column, row)
        for row, y in (("above", round(axis.y(np.inf))), ("below", round(axis.y(0.0))))
        for column in range(4)
        if image.pixelColor(round(columns.middle(column)), y) == ink
    ]
    assert found == [(0, "above"), (3, "below")]
