"""Long records on few pixels, and round numbers for their scales."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.shapes import Float


@dataclass(frozen=True)
class Cells:
    """Things of equal size in a row on the screen: the columns of the tokens, the rows of the units.

    Attributes:
        start_px: where the first begins.
        size_px: the extent of all of them.
        count: how many there are.
    """

    start_px: float
    size_px: float
    count: int

    @property
    def pitch_px(self) -> float:
        """The extent of one."""
        return self.size_px / self.count

    @property
    def shared(self) -> int:
        """How many share one pixel; 1 where each has at least one of its own."""
        return max(1, math.ceil(self.count / max(1, math.floor(self.size_px))))

    @property
    def pixels(self) -> int:
        """How many pixels they are shown on if `shared` of them share each."""
        return math.ceil(self.count / self.shared)

    def middle(self, index: float) -> float:
        """The middle of one of them."""
        return self.start_px + (index + 0.5) * self.pitch_px

    def at(self, position_px: float) -> int:
        """The one at a position; the nearest where there is none."""
        return min(self.count - 1, max(0, math.floor((position_px - self.start_px) / self.pitch_px)))


def strongest(
    values: Float[np.ndarray, "rows columns"], per_row: int, per_column: int
) -> Float[np.ndarray, "_ _"]:
    """Shrinks a picture by keeping the value of largest magnitude, sign and all, of every block.

    A mean would hide the single word at which a unit jumps. Values that are not finite are passed over;
    a block of nothing else stays NaN.
    """
    if per_row == 1 and per_column == 1:
        return values
    rows, columns = -(-values.shape[0] // per_row), -(-values.shape[1] // per_column)
    padded = np.full((rows * per_row, columns * per_column), np.nan, values.dtype)
    padded[: values.shape[0], : values.shape[1]] = values
    blocks = padded.reshape(rows, per_row, columns, per_column)
    finite = np.isfinite(blocks)
    largest = np.where(finite, blocks, -np.inf).max(axis=(1, 3))
    smallest = np.where(finite, blocks, np.inf).min(axis=(1, 3))
    kept = np.where(largest >= -smallest, largest, smallest)
    shrunk: np.ndarray = np.where(np.isfinite(kept), kept, np.nan).astype(values.dtype)
    return shrunk


def outline(
    values: Float[np.ndarray, " T"], per_column: int
) -> tuple[Float[np.ndarray, " N"], Float[np.ndarray, " N"]]:
    """The points of a curve, shrunk to the highest and lowest of every block, so that no peak is lost.

    Returns:
        Positions and values. A block of `per_column` neighbours gives two points at its middle.
    """
    length = len(values)
    if per_column == 1:
        return np.arange(length, dtype=np.float64), values.astype(np.float64)
    blocks = -(-length // per_column)
    padded = np.full(blocks * per_column, np.nan)
    padded[:length] = values
    grid = padded.reshape(blocks, per_column)
    finite = np.isfinite(grid)
    y = np.stack(
        [np.where(finite, grid, np.inf).min(axis=1), np.where(finite, grid, -np.inf).max(axis=1)], axis=1
    )
    y[~finite.any(axis=1)] = np.nan
    middle = np.minimum((np.arange(blocks) + 0.5) * per_column - 0.5, length - 1.0)
    return np.repeat(middle, 2), y.ravel()


def full_scale(values: Float[np.ndarray, "_ _"]) -> float:
    """The largest finite magnitude, rounded up to two figures; 1 where there is none."""
    finite = values[np.isfinite(values)]
    largest = float(np.abs(finite).max()) if finite.size else 0.0
    if largest == 0:
        return 1.0
    step = 10.0 ** (math.floor(math.log10(largest)) - 1)
    return float(math.ceil(largest / step * (1 - 1e-6)) * step)  # 0.8 in float32 is a little more than 0.8


def decimals_of(limit: float) -> int:
    """How many decimals show two figures of a scale."""
    return max(0, 1 - math.floor(math.log10(limit))) if limit > 0 else 1


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions as near as can be to those that are wanted, `gap` apart and between the limits.

    Args:
        wanted: ascending.
        gap: the least distance of two neighbours, and of twice the first and the last to the limits.
        low: the lower limit.
        high: the upper one; it gives way where there is no room for all.
    """
    groups: list[list[float]] = []  # of neighbours that touch: sum of wanted starts, how many
    for index, value in enumerate(wanted):
        groups.append([value - index * gap, 1.0])
        while len(groups) > 1 and groups[-2][0] / groups[-2][1] > groups[-1][0] / groups[-1][1]:
            total, count = groups.pop()
            groups[-1][0] += total
            groups[-1][1] += count
    starts = [total / count for total, count in groups for _ in range(int(count))]
    first = low + gap / 2
    last = max(first, high - gap / 2 - (len(starts) - 1) * gap)
    return [min(max(start, first), last) + index * gap for index, start in enumerate(starts)]
