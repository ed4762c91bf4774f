"""By how much a whole run of steps stretches and shrinks: the singular values of J_T ⋯ J_1, as logarithms.

The product itself is never formed: its singular values may lie thousands of powers of ten apart. A sweep over
the transposed steps turns the frame so that the direction that grows most comes first. A sweep over the steps
then gives Q_T D U, with D diagonal and kept as logarithms, and U triangular with rows of length 1. What is
left, the singular values of D U, rotations of two directions at a time find to the last digits.

To inherit it, see first what the plain ways get wrong (`tests/engine/backward/test_lyapunov.py`). The product
of floats overflows after a thousand tokens, and long before that has lost every direction that is 10^16 times
shorter than the longest. QR along the run alone (Benettin's) is right for endless runs: on the 32 words of
the story it says −0.038 where the answer is +0.035, because its frame needs longer than that to find the
directions that grow. Hence the three parts: `_turned` finds the frame by going the other way first, `_graded`
carries the product as logarithms and a triangle, `graded_singular_values` finishes. Each is short by itself.

Source:
    Finite-time Lyapunov exponents by QR: Benettin et al. 1980, Meccanica 15. Singular values of products by
    their factors: Bojanczyk, Ewerbring, Luk & Van Dooren 1991, "An accurate product SVD algorithm", Signal
    Processing 25. Rotations: Hestenes 1958, SIAM Journal 6; why they are exact where columns have very
    different lengths: Demmel & Veselić 1992, "Jacobi's method is more accurate than QR", SIAM Journal on
    Matrix Analysis 13.
"""

from collections.abc import Callable

import numpy as np

from engine.progress import Job
from engine.shapes import Float, Int

SEED = 0
MOST_TURNS = 4  # pairs of sweeps; one is enough but for steps that undo each other
STEEPEST = 1e4  # a diagonal of U down to its inverse costs four of sixteen digits
MOST_ROUNDS = 40  # of rotations of all pairs; a handful is enough
SQUARE = 1e-13  # cosine up to which two directions stand at right angles
LOST = -1e9  # stands for the logarithm of 0 on the way

StepAt = Callable[[int], Float[np.ndarray, "S S"]]
"""The one-step Jacobian ∂s_t/∂s_{t−1} of a token."""


def starting_frame(size: int) -> Float[np.ndarray, "S S"]:
    """Directions that are special for no network; the exponents do not depend on them."""
    frame: np.ndarray = np.linalg.qr(np.random.default_rng(SEED).normal(size=(size, size)))[0]
    return frame


def finite_time_exponents(
    step_at: StepAt, tokens: int, size: int, job: Job = Job()
) -> Float[np.ndarray, " S"]:
    """Logarithms of the singular values of J_T ⋯ J_1 divided by T, in nats a token, the largest first.

    Args:
        step_at: The steps; each is asked for several times.
        tokens: How many steps T there are.
        size: How many numbers S a step takes and gives.
        job: Says how far it is; ends it when nobody waits any more.

    Returns:
        The exponents: −∞ where a direction is lost for good, NaN everywhere if a step is not finite.
    """
    frame = starting_frame(size)
    for turn in range(MOST_TURNS):
        begin = 1 - 0.1**turn  # the first turn takes nine tenths: mostly it is the only one
        middle, end = begin + 0.45 * 0.1**turn, begin + 0.9 * 0.1**turn
        frame, lost = _turned(step_at, tokens, frame, job.between(begin, middle))
        if lost is None:
            return np.full(size, np.nan)
        kept = size - lost
        growth, triangle, steepest = _graded(step_at, tokens, frame, job.between(middle, end))
        if not np.isfinite(triangle).all():
            return np.full(size, np.nan)
        if steepest <= STEEPEST:
            break
    job.reached(1.0)
    exponents = graded_singular_values(growth, triangle) / tokens
    exponents[kept:] = -np.inf
    exponents[exponents * tokens < LOST / 2] = -np.inf
    return exponents


def _turned(
    step_at: StepAt, tokens: int, frame: Float[np.ndarray, "S S"], job: Job
) -> tuple[Float[np.ndarray, "S S"], int | None]:
    """A frame before the first step, the directions that grow most first; and how many surely are lost.

    A row or a column of zeros loses a direction: as many as one step has. None where a step is not finite.
    """
    lost = 0
    for token in range(tokens - 1, -1, -1):
        step = step_at(token)
        if not np.isfinite(step).all():
            return frame, None
        zeros = step == 0
        lost = max(lost, int(zeros.all(axis=0).sum()), int(zeros.all(axis=1).sum()))
        frame = np.linalg.qr(step.T @ frame)[0]
        job.reached(1 - token / tokens)
    return frame, lost


def _graded(
    step_at: StepAt, tokens: int, frame: Float[np.ndarray, "S S"], job: Job
) -> tuple[Float[np.ndarray, " S"], Float[np.ndarray, "S S"], float]:
    """J_T ⋯ J_1 times a frame as Q D U, where every row of U is as long as 1.

    Returns:
        ln D, then U, then how much longer a row ever was than its number on the diagonal.
    """
    size = len(frame)
    growth, product, steepest = np.zeros(size), np.eye(size), 1.0
    for token in range(tokens):
        frame, triangle = np.linalg.qr(step_at(token) @ frame)
        with np.errstate(divide="ignore"):
            parts = np.log(np.abs(triangle)) + growth  # of R D, whose numbers no float could hold
        largest = np.maximum(parts.max(axis=1), LOST)
        product = (np.sign(triangle) * np.exp(parts - largest[:, None])) @ product
        growth = np.maximum(largest + _shortened(product), LOST)
        with np.errstate(divide="ignore"):
            steepest = max(steepest, float((1 / np.abs(np.diagonal(product))).max()))
        job.reached((token + 1) / tokens)
    return growth, product, steepest


def graded_singular_values(
    logarithms: Float[np.ndarray, " S"], triangle: Float[np.ndarray, "S S"]
) -> Float[np.ndarray, " S"]:
    """Logarithms of the singular values of D U, the largest first, each to the same relative precision.

    Args:
        logarithms: ln of the diagonal of D; `LOST` for that of 0.
        triangle: U, well conditioned.
    """
    lengths = logarithms.copy()
    rows = np.linalg.qr(triangle.T)[1].T  # (D U)ᵀ = Q · Rowsᵀ D: Q changes no singular value
    lengths += _shortened(rows)
    for _ in range(MOST_ROUNDS):
        cosines = np.abs(rows @ rows.T)
        np.fill_diagonal(cosines, 0.0)
        if cosines.max() <= SQUARE:
            break
        for pairs in _pairings(len(rows)):
            _rotate(rows, lengths, pairs)
    return np.sort(lengths)[::-1]


def _shortened(rows: Float[np.ndarray, "n S"]) -> Float[np.ndarray, " n"]:
    """Makes rows as long as 1 in place and gives the logarithms of the lengths that they had."""
    lengths = np.linalg.norm(rows, axis=1)
    lengths[lengths == 0] = np.finfo(np.float64).tiny
    rows /= lengths[:, None]
    logarithms: np.ndarray = np.log(lengths)
    return logarithms


def _pairings(count: int) -> list[tuple[Int[np.ndarray, " n"], Int[np.ndarray, " n"]]]:
    """Every pair once, in rounds in which everyone has at most one partner."""
    circle = list(range(count + count % 2))  # who meets the one too many rests
    rounds = []
    for _ in range(len(circle) - 1):
        half = len(circle) // 2
        pairs = [
            pair for pair in zip(circle[:half], circle[: half - 1 : -1], strict=True) if max(pair) < count
        ]
        rounds.append(
            (np.array([one for one, _ in pairs], int), np.array([other for _, other in pairs], int))
        )
        circle = [circle[0], circle[-1], *circle[1:-1]]
    return rounds


def _rotate(
    rows: Float[np.ndarray, "S S"],
    lengths: Float[np.ndarray, " S"],
    pairs: tuple[Int[np.ndarray, " n"], Int[np.ndarray, " n"]],
) -> None:
    """Turns each pair of rows, with lengths kept beside them as logarithms, to right angles in place.

    With a the longer row, b the shorter one, ρ the ratio of their lengths, cos their cosine, a − t ρ² b and
    b + t a stand at right angles for t = −2 cos / (1 − ρ² + √((1 − ρ²)² + 4 ρ² cos²)), in their own units.
    """
    swapped = lengths[pairs[0]] < lengths[pairs[1]]
    longer, shorter = np.where(swapped, pairs[1], pairs[0]), np.where(swapped, pairs[0], pairs[1])
    a, b = rows[longer], rows[shorter]
    square = np.exp(2 * (lengths[shorter] - lengths[longer]))
    cosine = np.einsum("ns,ns->n", a, b)
    cosine[np.abs(cosine) <= SQUARE / 100] = 0.0
    below = (1 - square) + np.sqrt((1 - square) ** 2 + 4 * square * cosine**2)
    turn = np.where(cosine == 0, 0.0, -2 * cosine / np.where(below == 0, 1.0, below))
    shrink = 0.5 * np.log1p(turn**2 * square)  # of the rotation itself
    a, b = a - (turn * square)[:, None] * b, b + turn[:, None] * a
    for own, changed in ((longer, a), (shorter, b)):
        lengths[own] += _shortened(changed) - shrink
        rows[own] = changed
