"""The bands of a ribbon: each begins under its word, is level while that is kept and thins as it is lost.

The end of a word's column is where it has been read: there the edges have exactly the heights of the record.
What lies between the ends of two columns was never measured. It is a smooth line that only leads from one to
the other: no edge is anywhere higher or lower than at both ends.
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF

from engine.shapes import Float, Int
from gui.drawing.downsampling import Cells

STEP_PX = 4.0  # between two points of a smooth line, at the most
MOST_STEPS = 16


@dataclass(frozen=True, eq=False)
class Bands:
    """The bands of one ribbon on the card.

    Attributes:
        x: where the edges have points; those between two columns twice, as the end of one and the begin of
            the other.
        taus: the token in whose column each point lies.
        edges: the heights at the points, from the lower edge of the oldest word to the upper one of the
            newest (N words, N + 1 edges); NaN where there is a gap.
        rect: the whole ribbon.
    """

    x: Float[np.ndarray, " P"]
    taus: Int[np.ndarray, " P"]
    edges: Float[np.ndarray, "N1 P"]
    rect: QRectF

    def points(self, token: int) -> int:
        """How many points there are up to the end of a word's column."""
        return int(np.searchsorted(self.taus, token, side="right"))

    def band_at(self, x: float, y: float) -> int | None:
        """The word whose band is at a position."""
        point = int(np.clip(np.searchsorted(self.x, x), 1, len(self.x) - 1))
        before, after = self.edges[:, point - 1], self.edges[:, point]
        wide = self.x[point] - self.x[point - 1]
        heights = before + (after - before) * ((x - self.x[point - 1]) / wide if wide else 1.0)
        inside = np.flatnonzero((heights[:-1] >= y) & (y > heights[1:]))
        return int(inside[0]) if inside.size else None


def lay_out(parts: Float[np.ndarray, "T N"], columns: Cells, rect: QRectF) -> Bands:
    """Lays the bands on each other, the oldest at the bottom, over the words that are shown.

    Args:
        parts: at [τ, t] the share of word t after word τ; NaN in rows without any.
        columns: where the words stand. Of those that share a pixel the last one has its exact heights.
        rect: the ribbon.
    """
    first, stop, shared = columns.first, columns.first + columns.count, columns.shared
    ends = np.unique(np.append(np.arange(first + shared - 1, stop, shared), stop - 1))
    taus = np.append(max(first - 1, 0), ends)  # at the left edge the word before, or the very first one
    x = np.array([rect.left(), *(columns.edge(int(tau) + 1) for tau in ends)])
    heights = np.vstack((np.zeros(len(taus)), np.cumsum(parts[taus].T, axis=0)))
    heights[0] = np.where(np.isnan(heights[-1]), np.nan, 0.0)
    steps = int(np.clip(np.ceil(np.diff(x).max() / STEP_PX), 1, MOST_STEPS))
    across, lines = smooth_lines(x, rect.bottom() - rect.height() * heights, steps)
    return Bands(across, np.repeat(ends, steps + 1), lines, rect)


def smooth_lines(
    x: Float[np.ndarray, " M"], y: Float[np.ndarray, "N M"], steps: int
) -> tuple[Float[np.ndarray, " P"], Float[np.ndarray, "N P"]]:
    """Curves through points, monotone between neighbours; the first one is below all others, and so on up.

    Up to a point whose neighbour before is NaN a curve is level; up to one that is NaN itself it is NaN.

    Source:
        F. N. Fritsch, J. Butland (1984): A method for constructing local monotone piecewise cubic
        interpolants.

    Returns:
        Points from each neighbour to the next, `steps` + 1 of them with both ends.
    """
    wide, ends = np.diff(x), y[:, 1:]
    begins = np.where(np.isnan(y[:, :-1]), ends, y[:, :-1])
    slopes = (ends - begins) / wide
    at = _tangents(slopes, wide)
    share = np.arange(steps + 1) / steps
    rise = share**2 * (3 - 2 * share)
    leave, arrive = share * (1 - share) ** 2, share**2 * (share - 1)
    curves = begins[..., None] + (ends - begins)[..., None] * rise
    curves += wide[:, None] * (at[:, :-1, None] * leave + at[:, 1:, None] * arrive)
    curves[..., -1] = ends
    low, high = np.minimum(begins, ends)[..., None], np.maximum(begins, ends)[..., None]
    curves = np.clip(curves, low, high).reshape(len(y), -1)  # they are so but for rounding
    across = x[:-1, None] * (1 - share) + x[1:, None] * share
    return across.ravel(), np.minimum.accumulate(curves, axis=0)  # two neighbours never cross


def _tangents(slopes: Float[np.ndarray, "N S"], wide: Float[np.ndarray, " S"]) -> Float[np.ndarray, "N S1"]:
    """The slope at each point: a harmonic mean of those beside it, 0 where these differ in sign."""
    one, other = 2 * wide[1:] + wide[:-1], wide[1:] + 2 * wide[:-1]
    before, behind = slopes[:, :-1], slopes[:, 1:]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        mean = (one + other) / (one / before + other / behind)
    return np.hstack((slopes[:, :1], np.where(before * behind > 0, mean, 0.0), slopes[:, -1:]))
