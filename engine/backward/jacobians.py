"""How far a state moves when an earlier one moves a little: spectral norms of ∂s_τ/∂s_t for all pairs.

A one-step Jacobian is what a cell's own backward step makes of the identity: no other formula is needed. All
products ∂s_τ/∂s_t = J_τ ⋯ J_{t+1} are carried back together, one matrix product a token for all τ. Their
largest singular value is the root of the largest eigenvalue of J Jᵀ, which is exact to the last digits (the
smallest would not be). Everything is computed and kept in float64, and rescaled by powers of two on the way,
whose exponents are kept beside: what is beyond float64 on the way may come back into it.

Source:
    Bound and condition: Pascanu, Mikolov & Bengio 2013, "On the difficulty of training recurrent neural
    networks", ICML, section 2.
    Lyapunov exponents of recurrent networks: Engelken, Wolf & Abbott 2023, "Lyapunov spectra of chaotic
    recurrent neural networks", Physical Review Research 5; those of a finite run: `engine.backward.lyapunov`.
"""

from weakref import WeakKeyDictionary

import numpy as np

from engine.backends.array_namespace import NUMPY
from engine.backward.lyapunov import finite_time_exponents
from engine.backward.sweep import LARGEST_EXPONENT, RESCALE_EVERY, values_of
from engine.cell import Cell, LayerParameters
from engine.models.network import Network
from engine.progress import Job
from engine.record.jacobians import Jacobians
from engine.record.trace import Trace
from engine.shapes import Float, Int

SMALL = 1e-100
"""Products below it, and above its inverse, are rescaled at once: no step may lead out of float64."""

_WholeRun = tuple[Float[np.ndarray, "T S"], Float[np.ndarray, " S"]]
"""The singular values of all steps of a run, and its finite-time Lyapunov exponents."""


def jacobians(
    network: Network,
    trace: Trace,
    at: int | None = None,
    job: Job = Job(),
) -> Jacobians:
    """Spectral norms, one-step singular values and finite-time Lyapunov exponents of every layer.

    Args:
        network: The network that made the trace.
        trace: What it computed.
        at: The one token τ to start from; all of them if None.
        job: Says how far it is; ends it when nobody waits any more.

    Raises:
        EngineError: There is no such token.
        Cancelled: Nobody waits for it any more.
    """
    rows = trace.rows(at)
    arrays: dict[str, np.ndarray] = {}
    layers = network.weights(NUMPY, "float64")
    job = job.doing("differentiating", model=network.card.name)
    for layer, p in enumerate(layers):
        part = job.part(layer, len(layers))
        found = _of_layer(OneStep(network.cell, p, trace, layer), trace, layer, rows, part)
        arrays |= {f"{name}_l{layer}": array for name, array in found.items()}
    return Jacobians(rows, arrays, trace.handed_on)


class OneStep:
    """The one-step Jacobians of one layer along a trace."""

    def __init__(self, cell: Cell, p: LayerParameters, trace: Trace, layer: int) -> None:
        """Stands ready for every token.

        Args:
            cell: The kind of cell.
            p: The layer's weights in float64.
            trace: What the network computed.
            layer: Which of its layers.
        """
        self.cell, self.p, self.tokens = cell, p, trace.length
        self.values = {
            symbol: array.astype(np.float64, copy=False)
            for symbol, array in values_of(cell, trace, layer, trace.length).items()
        }
        self.held = trace.held(layer)
        self.size = len(cell.states) * trace.hidden_size
        identity = np.eye(self.size)
        self.seeds = dict(zip(cell.states, np.split(identity, len(cell.states), axis=1), strict=True))

    def at(self, token: int) -> Float[np.ndarray, "S S"]:
        """∂s_t/∂s_{t−1}: a row for every number that the step gives, a column for every one it takes."""
        here = {symbol: array[token] for symbol, array in self.values.items()}
        held = {symbol: array[token] for symbol, array in self.held.items()}
        step = self.cell.backward_step(self.p, here, self.seeds, NUMPY, held)
        return np.concatenate([step.total[f"{state}_before"] for state in self.cell.states], axis=1)


def spectral_norms(matrices: Float[np.ndarray, "n S S"]) -> Float[np.ndarray, " n"]:
    """The largest singular value of each matrix; ∞ where a number in it is, NaN where one is no number.

    LAPACK gives up on such matrices, so it never sees them. The others are brought near 1: their squares
    would not fit where a number is beyond 1e±154.
    """
    sizes = np.abs(matrices).max(axis=(1, 2))  # NaN where one number is
    norms = np.where(np.isinf(sizes), np.inf, np.nan)
    usable = np.isfinite(sizes)
    exponents = np.frexp(sizes[usable])[1]
    near_one = matrices[usable] / np.ldexp(1.0, exponents - 1)[:, None, None] / 2
    largest = np.linalg.eigvalsh(near_one @ near_one.transpose(0, 2, 1))[:, -1]
    norms[usable] = NUMPY.times_powers(np.sqrt(np.maximum(largest, 0)), exponents)
    return norms


def singular_values(matrix: Float[np.ndarray, "rows columns"]) -> Float[np.ndarray, " n"]:
    """The singular values of a matrix, largest first; where it is not finite the largest is, too.

    One infinite number makes the largest singular value infinite and says nothing of the others. Rows and
    columns of zeros (units that relu has switched off) each take a direction: exactly 0, where LAPACK gives
    some 1e-16.
    """
    if np.isfinite(matrix).all():
        values = np.zeros(min(matrix.shape))
        left = matrix[matrix.any(axis=1)][:, matrix.any(axis=0)]
        if left.size:
            values[: min(left.shape)] = np.linalg.svd(left, compute_uv=False)
        return values
    unknown = np.full(min(matrix.shape), np.nan)
    if not np.isnan(matrix).any():
        unknown[0] = np.inf
    return unknown


class _WholeRuns:
    """What belongs to a run and to none of its tokens, for as long as somebody holds its trace.

    A reader who walks through a long text wants one row after another; the rest is the same in all of them
    and takes as long as several rows.
    """

    def __init__(self) -> None:
        """Remembers nothing yet."""
        self._known: WeakKeyDictionary[Trace, dict[int, _WholeRun]] = WeakKeyDictionary()

    def of(self, steps: OneStep, trace: Trace, layer: int, job: Job) -> _WholeRun:
        """The singular values and the exponents of a layer, found again or computed."""
        layers = self._known.setdefault(trace, {})
        if layer not in layers:
            layers[layer] = _sigma_and_lyapunov(steps, job)
        return layers[layer]


_whole_runs = _WholeRuns()


def _of_layer(
    steps: OneStep, trace: Trace, layer: int, rows: Int[np.ndarray, " R"], job: Job
) -> dict[str, np.ndarray]:
    """All arrays of one layer, in float64."""
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):  # what overflowed is data
        sigma, exponents = _whole_runs.of(steps, trace, layer, job.part(0, 2))
        norms = _norms(steps, rows, job.part(1, 2))
    found = {"norm_jacobian": norms, "sigma": sigma, "lyapunov": exponents}
    if steps.cell.pieces == 1:  # an RNN: its W_hh is the whole way from h to h
        found["sigma_weight"] = singular_values(steps.p.weight_hh)
    return found


def _norms(steps: OneStep, rows: Int[np.ndarray, " R"], job: Job) -> Float[np.ndarray, "R T"]:
    """Carries the products of all τ back from the last of them to the first token."""
    size, first = steps.size, len(rows)
    norms = np.full((len(rows), steps.tokens), np.nan)
    carried, exponents = np.zeros((len(rows), size, size)), np.zeros(len(rows), dtype=np.int64)
    last = int(rows[-1])
    for token in range(last, -1, -1):
        job.reached(1 - token / (last + 1))
        if first > 0 and rows[first - 1] == token:
            first -= 1
            carried[first] = np.eye(size)
        here = carried[first:]
        norms[first:, token] = NUMPY.times_powers(spectral_norms(here), exponents[first:])
        here[:] = (here.reshape(-1, size) @ steps.at(token)).reshape(here.shape)
        sizes = NUMPY.norms(here.reshape(-1, size**2))
        if token % RESCALE_EVERY == 0 or not (SMALL < sizes.min() <= sizes.max() < 1 / SMALL):
            by = NUMPY.exponents(sizes, LARGEST_EXPONENT["float64"])
            here /= np.ldexp(1.0, by)[:, None, None]
            exponents[first:] += by
    return norms


def _sigma_and_lyapunov(steps: OneStep, job: Job) -> _WholeRun:
    """The singular values of every step, and by how much all of them together stretch and shrink."""
    sigma, first = np.full((steps.tokens, steps.size), np.nan), job.part(0, 3)
    for token in range(steps.tokens):
        first.reached((token + 1) / steps.tokens)
        sigma[token] = singular_values(steps.at(token))
    return sigma, finite_time_exponents(steps.at, steps.tokens, steps.size, job.between(1 / 3, 1.0))
