"""How much of the gradient at one token reaches every earlier one: norms over a backward sweep."""

import numpy as np

from engine.backends.array_namespace import ArrayNamespace
from engine.backends.device import exact_arithmetic
from engine.backward.fast_sweep import FastSweep
from engine.backward.sweep import RESCALE_EVERY, Sweep, where_it_ran
from engine.messages import EngineError
from engine.models.network import Network
from engine.progress import Job
from engine.record.arrays import MEGABYTE
from engine.record.gradient_flow import GradientFlow
from engine.record.trace import Trace

LARGEST_GRADIENT_MB = 500


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
        EngineError: There is no such token, or all rows together need too much memory.
        Cancelled: Nobody waits for it any more.
    """
    tokens = trace.length
    if at is not None and not 0 <= at < tokens:
        raise EngineError("no_such_token", token=at, last=tokens - 1)
    rows = np.arange(tokens) if at is None else np.array([at])
    _check_size(network, trace, len(rows))
    job = job.doing("differentiating", model=network.card.name)
    arrays = where_it_ran(trace, lambda xp: sweep_norms(network, trace, rows, xp, job))
    return GradientFlow(rows, arrays, trace.provenance)


def sweep_norms(
    network: Network,
    trace: Trace,
    rows: np.ndarray,
    xp: ArrayNamespace,
    job: Job,
    kind: type[Sweep] = FastSweep,
) -> dict[str, np.ndarray]:
    """Sweeps back and keeps the norm of every gradient, [R, T]; NaN where t > τ."""
    dtype = trace["h_l0"].dtype
    norms = {key: xp.array(np.full((len(rows), trace.length), np.nan, dtype=dtype)) for key in _keys(network)}
    last = int(rows[-1])
    with exact_arithmetic(), np.errstate(over="ignore", under="ignore", invalid="ignore"):
        sweep = kind(network, trace, rows, xp)
        for token in range(last, -1, -1):
            first, steps = sweep.back_through(token)
            scale = sweep.scale[first:]
            for layer, step in enumerate(steps):
                for symbol in network.cell.states:
                    norms[f"norm_{symbol}_l{layer}"][first:, token] = scale * xp.norms(step.total[symbol])
            norms["norm_x"][first:, token] = scale * xp.norms(steps[0].total["x"])
            if token % RESCALE_EVERY == 0:
                sweep.rescale()
                job.reached(1 - token / (last + 1))
    return {key: xp.numpy(array) for key, array in norms.items()}


def _keys(network: Network) -> list[str]:
    layers = range(len(network.layers))
    return [f"norm_{symbol}_l{layer}" for layer in layers for symbol in network.cell.states] + ["norm_x"]


def _check_size(network: Network, trace: Trace, rows: int) -> None:
    """Refuses what would not fit, before any memory is taken."""
    need_mb = len(_keys(network)) * rows * trace.length * trace["h_l0"].itemsize // MEGABYTE
    if need_mb > LARGEST_GRADIENT_MB:
        raise EngineError(
            "pairs_too_large", tokens=trace.length, need_mb=need_mb, limit_mb=LARGEST_GRADIENT_MB
        )
