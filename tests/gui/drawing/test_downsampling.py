"""More than a screen can show: nothing that stands out is lost, and scales are round."""

from itertools import pairwise

import hypothesis.extra.numpy as arrays
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from gui.drawing.downsampling import Cells, decimals_of, full_scale, outline, spread, strongest

numbers = some.floats(-1e6, 1e6, width=32) | some.just(float("nan"))
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


def test_infinite_values_are_no_peaks() -> None:
    assert strongest(np.array([[np.inf, -2.0, np.nan, -np.inf]]), 1, 2).tolist()[0][0] == -2.0
    assert np.isnan(strongest(np.array([[np.inf, -2.0, np.nan, -np.inf]]), 1, 2)[0, 1])


@given(arrays.arrays(np.float64, some.integers(1, 60), elements=numbers), some.integers(1, 9))
def test_an_outline_has_every_peak_and_stays_in_place(values: np.ndarray, per_column: int) -> None:
    x, y = outline(values, per_column)
    assert len(x) == len(y)
    assert x.min() >= 0
    assert x.max() <= len(values) - 1
    assert (np.diff(x) >= 0).all()
    if not np.isnan(values).all():
        assert np.nanmax(y) == np.nanmax(values)
        assert np.nanmin(y) == np.nanmin(values)
    if per_column == 1:
        np.testing.assert_array_equal(y, values)


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
    ],
)
def test_a_scale_is_round_and_holds_everything(values: list[float], limit: float) -> None:
    for dtype in (np.float32, np.float64):
        assert full_scale(np.array([values], dtype)) == pytest.approx(limit)


@given(some.floats(1e-12, 1e12))
def test_a_scale_is_never_too_small_nor_far_too_large(largest: float) -> None:
    limit = full_scale(np.array([[-largest, largest / 2]]))
    assert largest * (1 - 1e-5) <= limit <= largest * 1.11


def test_two_figures_of_a_scale_are_shown() -> None:
    assert [decimals_of(limit) for limit in (22.0, 2.2, 0.22, 0.022)] == [0, 1, 2, 3]


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


@given(some.floats(0, 50), some.floats(20, 400), some.integers(1, 3000))
def test_every_cell_is_found_where_it_is(start: float, size: float, count: int) -> None:
    cells = Cells(start, size, count)
    for index in {0, count // 2, count - 1}:
        assert cells.at(cells.middle(index)) == index
    assert cells.at(start - 100) == 0
    assert cells.at(start + size + 100) == count - 1
    assert cells.pixels <= size or cells.shared == 1
    assert cells.pixels * cells.shared >= count
