"""Long records on few pixels: nothing that stands out is lost, and a gap stays a gap."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF

from engine.shapes import Bool, Float


@dataclass(frozen=True)
class Cells:
    """Things of equal size in a row on the screen: the columns of the tokens, the rows of the units.

    Attributes:
        start_px: where the first begins.
        size_px: the extent of all of them.
        count: how many are shown.
        first: the first of them: those before it have no place.
    """

    start_px: float
    size_px: float
    count: int
    first: int = 0

    @classmethod
    def of(cls, start_px: float, size_px: float, shown: range) -> "Cells":
        """Those of a range."""
        return cls(start_px, size_px, len(shown), shown.start)

    @property
    def shown(self) -> range:
        """Which are shown."""
        return range(self.first, self.first + self.count)

    @property
    def part(self) -> slice:
        """What is shown of numbers for all of them."""
        return slice(self.first, self.first + self.count)

    @property
    def ends(self) -> tuple[float, float]:
        """Where the first begins and the last ends, counted in cells: the middle of one is its number."""
        return self.first - 0.5, self.first + self.count - 0.5

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
        return self.start_px + (index - self.first + 0.5) * self.pitch_px

    def middles(self, indexes: Float[np.ndarray, " N"]) -> Float[np.ndarray, " N"]:
        """The middles of several; also what is between them."""
        middles: np.ndarray = self.start_px + (indexes - self.first + 0.5) * self.pitch_px
        return middles

    def edge(self, index: int) -> float:
        """Where one of them begins; at an end of what is shown where it is beyond."""
        return self.start_px + min(max(index - self.first, 0), self.count) * self.pitch_px

    def at(self, position_px: float) -> int:
        """The one at a position; the nearest where there is none."""
        place = math.floor((position_px - self.start_px) / self.size_px * self.count)
        return self.first + min(self.count - 1, max(0, place))

    def share_at(self, position_px: float) -> float:
        """How far along all that is shown a position is, 0 to 1."""
        return min(max((position_px - self.start_px) / self.size_px, 0.0), 1.0)

    def before(self, index: int) -> int:
        """How many of the pixels on which they are shown lie wholly before one of them."""
        return min(max(index - self.first, 0) // self.shared, self.pixels)

    def reached(self, count: int) -> int:
        """On how many pixels something of the first `count` of all is shown."""
        return min(-(-max(count - self.first, 0) // self.shared), self.pixels)

    def outline(
        self, values: Float[np.ndarray, " T"]
    ) -> tuple[Float[np.ndarray, " N"], Float[np.ndarray, " N"]]:
        """The points of what is shown of a curve: positions, counted in cells, and values."""
        x, y = outline(values[self.part], self.shared)
        return x + self.first, y


def strongest(
    values: Float[np.ndarray, "rows columns"], per_row: int, per_column: int
) -> Float[np.ndarray, "_ _"]:
    """Shrinks a picture by keeping the value of largest magnitude, sign and all, of every block.

    A mean would hide the single word at which a unit jumps. Values that are not finite are passed over;
    a block of nothing else stays NaN.
    """
    if per_row == 1 and per_column == 1:
        return values
    largest, smallest = (
        _by_blocks(reduce, _by_blocks(reduce, values, per_column).T, per_row).T for reduce in (np.max, np.min)
    )
    if np.isfinite(largest).all() and np.isfinite(smallest).all():  # so is everything in between
        return np.where(largest >= -smallest, largest, smallest)
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


def _by_blocks(
    reduce: Callable[..., np.ndarray], values: Float[np.ndarray, "rows columns"], each: int
) -> Float[np.ndarray, "rows blocks"]:
    """What is left of every block of neighbours in a row; the last one may be shorter."""
    whole = values.shape[1] // each * each
    parts = [reduce(values[:, :whole].reshape(len(values), -1, each), axis=2)]
    if whole < values.shape[1]:
        parts.append(reduce(values[:, whole:], axis=1)[:, None])
    return np.concatenate(parts, axis=1)


def outline(
    values: Float[np.ndarray, " T"], per_column: int
) -> tuple[Float[np.ndarray, " N"], Float[np.ndarray, " N"]]:
    """The points of a curve, shrunk to the lowest and the highest of every block: no peak and no gap is lost.

    What is not finite is a gap. A block of `per_column` neighbours gives two points at its middle; one with a
    gap gives those before the gap at its beginning, NaN, and those behind it at its end.

    Returns:
        Positions and values.
    """
    length = len(values)
    if per_column == 1 or length == 0:
        return np.arange(length, dtype=np.float64), values.astype(np.float64)
    starts = np.arange(0, length, per_column)
    if np.isfinite(values).all():
        points = np.empty((2, len(starts), 2))
        points[0, :, 0] = points[0, :, 1] = np.minimum(starts + (per_column - 1) / 2, length - 1.0)
        points[1, :, 0] = np.minimum.reduceat(values, starts)
        points[1, :, 1] = np.maximum.reduceat(values, starts)
        x, y = points.reshape(2, -1)
        return x, y
    blocks = -(-length // per_column)
    padded = np.pad(values.astype(np.float64), (0, blocks * per_column - length), mode="edge")
    grid = padded.reshape(blocks, per_column)
    finite = np.isfinite(grid)
    before = np.logical_and.accumulate(finite, axis=1)  # the whole block, where it has no gap
    gap, ends_in_gap = ~before[:, -1], ~finite[:, -1]
    middle = np.minimum(starts + (per_column - 1) / 2, length - 1.0)
    start, end = np.where(gap, starts, middle), np.minimum(starts + per_column - 1.0, length - 1.0)
    low, high = _extremes(grid, before)
    later_low, later_high = _extremes(grid, finite & ~before)
    nothing = np.full(blocks, np.nan)
    y = np.stack([low, high, nothing, later_low, later_high, nothing], axis=1)
    x = np.stack([start, start, start, end, end, end], axis=1)
    has_later = np.isfinite(later_low)
    kept = np.stack([before[:, 0]] * 2 + [gap] + [has_later] * 2 + [has_later & ends_in_gap], axis=1)
    return x[kept], y[kept]


def joined(x: Float[np.ndarray, " N"], y: Float[np.ndarray, " N"]) -> list[list[QPointF]]:
    """The lines of which a curve consists: what is not finite parts it."""
    points = np.stack([x, y], axis=1)
    parts = np.split(points, np.flatnonzero(~np.isfinite(y)))
    finite = (part[np.isfinite(part[:, 1])].tolist() for part in parts)
    return [[QPointF(across, down) for across, down in part] for part in finite if part]


def _extremes(
    grid: Float[np.ndarray, "blocks each"], chosen: Bool[np.ndarray, "blocks each"]
) -> tuple[Float[np.ndarray, " blocks"], Float[np.ndarray, " blocks"]]:
    """The lowest and the highest chosen number of every block; NaN where none is chosen."""
    low, high = np.where(chosen, grid, np.inf).min(axis=1), np.where(chosen, grid, -np.inf).max(axis=1)
    none = ~chosen.any(axis=1)
    low[none] = high[none] = np.nan
    return low, high
