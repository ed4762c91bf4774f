"""Whether two lists of numbers have the same order, whatever their scales.

Source:
    Spearman 1904, "The proof and measurement of association between two things", American Journal of
    Psychology 15; equal values share the mean of their ranks.
"""

import numpy as np

from engine.shapes import Float


def rank_correlation(first: Float[np.ndarray, " n"], second: Float[np.ndarray, " n"]) -> float:
    """Spearman's correlation: 1 if both rise together, −1 if one falls whenever the other rises.

    NaN where it is not defined: for fewer than two values, and where those of one list are all equal.
    """
    if len(first) < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return float("nan")
    one, other = (ranks - ranks.mean() for ranks in (_ranks(first), _ranks(second)))
    return float(one @ other / np.sqrt((one @ one) * (other @ other)))


def _ranks(values: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
    """The place of each value in ascending order; equal values get the mean of their places."""
    _, group, counts = np.unique(values, return_inverse=True, return_counts=True)
    highest = np.cumsum(counts) - 1
    ranks: np.ndarray = (highest - (counts - 1) / 2)[group]
    return ranks
