"""More than a screen can show: nothing that stands out is lost, and scales are round."""

import hypothesis.extra.numpy as arrays
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from gui.drawing.downsampling import Cells, joined, outline, strongest

numbers = some.floats(-1e6, 1e6, width=32) | some.just(float("nan"))
curve_numbers = some.floats(-1e6, 1e6) | some.sampled_from([np.nan, np.inf, -np.inf])
tables = arrays.arrays(np.float32, some.tuples(some.integers(1, 9), some.integers(1, 40)), elements=numbers)


@given(tables, some.integers(1, 4), some.integers(1, 7))
def test_the_largest_of_every_block_is_kept(values: np.ndarray, per_row: int, per_column: int) -> None:
    shrunk = strongest(values, per_row, per_column)
    assert shrunk.shape == (-(-values.shape[0] // per_row), -(-values.shape[1] // per_column))
    for row, column in np.ndindex(*shrunk.shape):
        block = values[row * per_row : (row + 1) * per_row, column * per_column : (column + 1) * per_column]
        kept = shrunk[row, column]
        if np.isnan(block).all():
            assert np.isnan(kept)
        else:
            assert kept in block
            assert abs(kept) == np.nanmax(np.abs(block))


def test_of_two_equal_peaks_the_upper_one_is_kept() -> None:
    assert strongest(np.array([[-2.0, 2.0], [2.0, -2.0]]), 1, 2).tolist() == [[2.0], [2.0]]


def test_infinite_values_are_no_peaks() -> None:
    assert strongest(np.array([[np.inf, -2.0, np.nan, -np.inf]]), 1, 2).tolist()[0][0] == -2.0
    assert np.isnan(strongest(np.array([[np.inf, -2.0, np.nan, -np.inf]]), 1, 2)[0, 1])


@given(arrays.arrays(np.float64, some.integers(1, 60), elements=curve_numbers), some.integers(1, 9))
def test_an_outline_has_every_extreme_and_every_gap_in_its_place(values: np.ndarray, per_column: int) -> None:
    x, y = outline(values, per_column)
    assert len(x) == len(y)
    assert (np.diff(x) >= 0).all()
    assert not np.isinf(y).any() or per_column == 1
    for start in range(0, len(values), per_column):
        block = values[start : start + per_column]
        finite = np.isfinite(block)
        seen = y[(x >= start) & (x <= start + len(block) - 1)]
        assert np.isfinite(seen).any() == finite.any()
        if finite.any():
            assert np.nanmax(seen[np.isfinite(seen)]) == block[finite].max()
            assert np.nanmin(seen[np.isfinite(seen)]) == block[finite].min()
        assert np.isfinite(seen).all() == finite.all(), "a gap is seen where there is one"
    if per_column == 1:
        np.testing.assert_array_equal(y, values)


@given(arrays.arrays(np.float64, some.integers(1, 60), elements=curve_numbers), some.integers(1, 9))
def test_a_curve_breaks_where_numbers_are_missing_and_nowhere_else(
    values: np.ndarray, per_column: int
) -> None:
    """Neighbours are joined exactly where none of the two columns, nor what is between them, has a gap."""
    x, y = outline(values, per_column)
    starts = np.arange(0, len(values), per_column)
    whole = np.array([np.isfinite(values[start : start + per_column]).all() for start in starts])
    for left, right, both in zip(starts, starts[1:], whole[:-1] & whole[1:], strict=False):
        within = (x >= left) & (x < right + per_column)
        if both:
            assert np.isfinite(y[within]).all()
    lines = joined(x, y)
    gaps = np.flatnonzero(np.diff(np.flatnonzero(np.isfinite(values))) > 1)
    if per_column == 1 and np.isfinite(values).any():
        assert len(lines) == 1 + len(gaps)
    assert sum(map(len, lines)) == np.isfinite(y).sum()


def test_a_gap_at_the_end_of_a_block_parts_it_from_the_next() -> None:
    values = np.array([1.0, np.nan, 2.0, np.nan, 3.0, 3.0, 3.0, 3.0])
    heights = [{point.y() for point in line} for line in joined(*outline(values, 4))]
    assert heights == [{1.0}, {2.0}, {3.0}]


@pytest.mark.parametrize("missing", [np.nan, np.inf, -np.inf])
def test_a_block_with_a_gap_keeps_its_peak_and_its_gap(missing: float) -> None:
    """1001 zeros, a gap at 500, a 1 at 503: the largest value was 0, for the peak went with the gap."""
    y = np.zeros(1001)
    y[500], y[503] = missing, 1.0
    lines = joined(*outline(y, 10))
    assert max(point.y() for line in lines for point in line) == 1.0
    assert len(lines) == 2
    assert lines[0][-1].x() < 500 <= lines[1][0].x()


def test_a_gap_parts_a_curve() -> None:
    y = np.array([np.nan, 1.0, 2.0, np.nan, np.nan, 3.0, np.inf])
    lines = [[(point.x(), point.y()) for point in line] for line in joined(np.arange(7.0), y)]
    assert lines == [[(1.0, 1.0), (2.0, 2.0)], [(5.0, 3.0)]]
    assert joined(np.array([]), np.array([])) == []
    assert outline(np.array([]), 3)[0].size == 0


@given(some.floats(0, 50), some.floats(20, 400), some.integers(1, 3000))
def test_every_cell_is_found_where_it_is(start: float, size: float, count: int) -> None:
    cells = Cells(start, size, count)
    for index in {0, count // 2, count - 1}:
        assert cells.at(cells.middle(index)) == index
    assert cells.at(start - 100) == 0
    assert cells.at(start + size + 100) == count - 1
    assert cells.pixels <= size or cells.shared == 1
    assert cells.pixels * cells.shared >= count


def test_what_is_finite_shrinks_as_what_is_not_beside_it() -> None:
    values = np.random.default_rng(0).standard_normal((13, 31)).astype(np.float32)
    for per_row, per_column in ((1, 4), (3, 1), (5, 7), (13, 31)):
        shrunk = strongest(values, per_row, per_column)
        padded = np.pad(values, ((0, -len(values) % per_row), (0, 0)), constant_values=np.nan)
        np.testing.assert_array_equal(shrunk, strongest(padded, per_row, per_column))
