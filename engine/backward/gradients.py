"""How much of the gradient at one token reaches every earlier one: norms over a backward sweep."""

import numpy as np

from engine.backends.array_namespace import NUMPY, ArrayNamespace
from engine.backends.device import exact_arithmetic
from engine.backward.fast_sweep import FastSweep
from engine.backward.sweep import RESCALE_EVERY, Sweep, where_it_ran
from engine.models.network import Network
from engine.progress import Job
from engine.record.gradient_flow import GradientFlow
from engine.record.trace import Trace
from engine.shapes import Bool, Float

NEAR_END = 1e-30
"""A row's largest gradient is near 1: what is smaller than this beside it may have lost digits in float32."""


def gradient_flow(
    network: Network,
    trace: Trace,
    at: int | None = None,
    job: Job = Job(),
) -> GradientFlow:
    """Norms of the derivatives of ℓ_τ by every h_t, c_t and x_t.

    Runs where the trace was made: numpy for the CPU, torch for another device.

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
    job = job.doing("differentiating", model=network.card.name)
    arrays = where_it_ran(trace, lambda xp: sweep_norms(network, trace, rows, xp, job))
    return GradientFlow(rows, arrays, trace.handed_on)


def sweep_norms(
    network: Network,
    trace: Trace,
    rows: np.ndarray,
    xp: ArrayNamespace,
    job: Job,
    kind: type[Sweep] = FastSweep,
) -> dict[str, np.ndarray]:
    """Sweeps back and keeps the norm of every gradient, [R, T] in float64; NaN where t > τ.

    float32 is quick and mostly enough. Rows in which it came near one of its ends (a 0 may be one that only
    float32 sees) are computed once more in float64.
    """
    norms, near_end = _swept(kind(network, trace, rows, xp), network, trace.length, job)
    if near_end.any() and trace["h_l0"].dtype != np.float64:
        again = kind(network, trace, rows[near_end], xp, "float64")
        for key, array in _swept(again, network, trace.length, job.between(1.0, 1.0))[0].items():
            norms[key][near_end] = array
    return norms


def _swept(
    sweep: Sweep, network: Network, tokens: int, job: Job
) -> tuple[dict[str, Float[np.ndarray, "R T"]], Bool[np.ndarray, " R"]]:
    """The norms that a sweep meets, and in which rows one may have lost digits or be no number."""
    xp, rows = sweep.xp, sweep.rows
    met = {key: xp.array(np.full((len(rows), tokens), np.nan)) for key in _keys(network)}
    exponents = xp.array(np.zeros((len(rows), tokens), dtype=np.int32))
    doubles, last = sweep.dtype == np.float64, int(rows[-1])
    with exact_arithmetic(), np.errstate(over="ignore", under="ignore", invalid="ignore"):
        for token in range(last, -1, -1):
            first, steps = sweep.back_through(token)
            for layer, step in enumerate(steps):
                for symbol in network.cell.states:
                    met[f"norm_{symbol}_l{layer}"][first:, token] = xp.norms(step.total[symbol])
            met["norm_x"][first:, token] = xp.norms(steps[0].total["x"])
            exponents[first:, token] = sweep.exponents[first:]
            if token % RESCALE_EVERY == 0:
                job.reached(1 - token / (last + 1))
            if doubles or token % RESCALE_EVERY == 0:  # a step in float64 may have float64's weights
                sweep.rescale()
    # All powers of two at once: in the loop they would cost as much as the norms.
    powers = xp.numpy(exponents)
    bare = {key: xp.numpy(array) for key, array in met.items()}
    norms = {key: NUMPY.times_powers(array, powers) for key, array in bare.items()}
    not_reached = np.arange(tokens) > rows[:, None]
    sound = [np.isfinite(norms[key]) & (bare[key] > NEAR_END) | not_reached for key in norms]
    return norms, ~np.all(sound, axis=(0, 2))


def _keys(network: Network) -> list[str]:
    layers = range(len(network.layers))
    return [f"norm_{symbol}_l{layer}" for layer in layers for symbol in network.cell.states] + ["norm_x"]
