"""A curve keeps its peaks and its gaps however many tokens there are."""

import numpy as np

from gui.drawing.curve import pieces


def points(x: np.ndarray, y: np.ndarray, width: float) -> list[list[tuple[float, float]]]:
    return [[(point.x(), point.y()) for point in piece] for piece in pieces(x, y, width)]


def test_few_points_are_all_there() -> None:
    x, y = np.arange(4.0), np.array([3.0, 1.0, 2.0, 5.0])
    assert points(x, y, 100) == [list(zip(x, y, strict=True))]


def test_a_gap_parts_the_curve() -> None:
    y = np.array([np.nan, 1.0, 2.0, np.nan, np.nan, 3.0, np.inf])
    assert points(np.arange(7.0), y, 100) == [[(1.0, 1.0), (2.0, 2.0)], [(5.0, 3.0)]]


def test_many_points_become_few_and_no_peak_is_lost() -> None:
    x, y = np.linspace(0, 300, 10_000), np.zeros(10_000)
    y[1234], y[8765] = 7.0, -7.0
    (line,) = points(x, y, 300)
    assert len(line) < 700
    heights = [height for _, height in line]
    assert max(heights) == 7.0
    assert min(heights) == -7.0
    assert line[-1] == (x[-1], y[-1])
    assert [across for across, _ in line] == sorted(across for across, _ in line)


def test_nothing_is_no_line() -> None:
    assert points(np.array([]), np.array([]), 100) == []
