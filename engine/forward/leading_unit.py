"""Which hidden unit moves what a network says most while it reads: the one to look at first."""

import numpy as np

from engine.shapes import Float


def leading_unit(h: Float[np.ndarray, "T H"], weight: Float[np.ndarray, " H"] | None) -> int:
    """The unit u with the largest |w_u| · Σ_t |h_t,u − h_t−1,u|, where h_−1 = 0; of equal ones the first.

    That is how far ℓ is moved by it in all steps together, up and down: ℓ = Σ_u w_u h_u + b, so a step
    moves ℓ by w_u (h_t,u − h_t−1,u) through unit u. Without a readout all w_u are 1. A unit that is not
    finite somewhere counts for nothing; where all are so, it is unit 0.

    Args:
        h: The states of the last layer after each token.
        weight: The row of the readout that makes ℓ.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        moved = np.abs(np.diff(h, axis=0, prepend=np.zeros_like(h[:1]))).sum(axis=0, dtype=np.float64)
        moved = moved if weight is None else moved * np.abs(weight)
    return int(np.argmax(np.where(np.isfinite(moved), moved, 0.0)))
