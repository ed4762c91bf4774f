"""Leave one out: had the network never read this word, how far would it differ, from there to the end?

One measure of memory for every cell, gated or not. It asks about a large change, where a gradient asks about
a small one, and it reads the text anew, where the ledger keeps gates and candidates as they were.
"""

from collections.abc import Iterator

import numpy as np

from engine.backends.array_namespace import NUMPY
from engine.models.network import Network
from engine.progress import Job
from engine.record.arrays import MEGABYTE
from engine.record.leave_one_out import LeaveOneOut
from engine.record.trace import Trace
from engine.shapes import Float

CHUNK = 16
"""Tokens between two looks at whether somebody still waits for the result."""

LARGEST_EFFECT_MB = 64
"""The effect on every one of several outputs is kept up to here; beyond, that on the chosen one."""

States = dict[str, Float[np.ndarray, "n H"]]


def leave_one_out(network: Network, trace: Trace, at: int | None = None, job: Job = Job()) -> LeaveOneOut:
    """Reads all shortened texts as one batch, and the whole text beside them.

    A text without token t is the whole one up to there: its run begins with the state before t. So the batch
    grows by a row at every token, and T steps of up to T rows do the work of T runs of T steps. The whole
    text is a row of the same batch, so that what makes no difference is 0 and no rounding.

    Args:
        network: The network that made the trace.
        trace: What it computed on the text, or on vectors.
        at: The one token that is left out; None for each of them in turn.
        job: Says how far it is; ends it when nobody waits any more.

    Raises:
        EngineError: There is no such token.
        Cancelled: Nobody waits for it any more.
    """
    left_out = np.arange(trace.length) if at is None else np.array([trace.position(at)])
    shape, symbols = (trace.length, len(left_out)), network.cell.states
    readout = _readout(network, trace, shape)
    arrays = {
        f"{kind}_difference_{symbol}_l{layer}": np.zeros(shape)
        for kind in ("norm", "relative")
        for layer in range(trace.layers)
        for symbol in symbols
    }
    effect = np.zeros((*shape, len(readout)))
    job = job.doing("leaving_out", model=network.card.name)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # what overflowed in a run is data
        for tau, layers in enumerate(_runs(network, trace, left_out, job)):
            for layer, states in enumerate(layers):
                for symbol, rows in states.items():
                    whole, *_ = doubles = rows.astype(np.float64)
                    without = slice(len(rows) - 1)
                    norms = NUMPY.norms(doubles[1:] - whole)
                    size = float(NUMPY.norms(whole))
                    arrays[f"norm_difference_{symbol}_l{layer}"][tau, without] = norms
                    arrays[f"relative_difference_{symbol}_l{layer}"][tau, without] = (
                        norms / size if size else np.nan
                    )
                    if symbol == "h" and layer == trace.layers - 1:
                        effect[tau, without] = (whole - doubles[1:]) @ readout.T
    arrays["effect_output"] = effect[..., 0] if len(readout) == 1 else effect
    return LeaveOneOut(left_out, trace.tokens, arrays, trace.handed_on)


def _readout(network: Network, trace: Trace, shape: tuple[int, int]) -> Float[np.ndarray, "V H"]:
    """What ℓ reads from h: every output where all their effects fit, else the chosen one; 1 without any."""
    if network.readout_weight is None:
        return np.ones((1, network.hidden_size))
    weight = network.readout_weight.astype(np.float64)
    fits = 8 * len(weight) * shape[0] * shape[1] <= LARGEST_EFFECT_MB * MEGABYTE
    return weight if fits else weight[[trace.provenance.output or 0]]


def _runs(network: Network, trace: Trace, left_out: np.ndarray, job: Job) -> Iterator[list[States]]:
    """After every token the states of each layer: the whole text's in row 0, below it those without a token.

    Only the texts whose token has come have a row: before it they are the whole text.
    """
    inputs, symbols = trace["x_l0"], network.cell.states
    layers = network.weights(NUMPY, inputs.dtype.name)
    zeros = np.zeros((1 + len(left_out), network.hidden_size), dtype=inputs.dtype)
    states = [{symbol: zeros.copy() for symbol in symbols} for _ in layers]
    held = [trace.held(layer) for layer in range(len(layers))]
    for tau, vector in enumerate(inputs):
        if tau % CHUNK == 0:
            job.reached(tau / len(inputs))
        running = 1 + int(np.searchsorted(left_out, tau))  # rows that read this token
        seen = 1 + int(np.searchsorted(left_out, tau, side="right"))  # and the one that leaves it out
        x = np.broadcast_to(vector, (running, len(vector)))
        for p, state, given in zip(layers, states, held, strict=True):
            before = {symbol: state[symbol][:running] for symbol in symbols}
            # A hold stays with its word: whoever reads that has it, too.
            here = {symbol: values[tau].astype(inputs.dtype) for symbol, values in given.items()}
            now = network.cell.step(p, x, before, NUMPY, here)
            for symbol in symbols:
                state[symbol][running:seen] = state[symbol][0]
                state[symbol][:running] = now[symbol]
            x = now["h"]
        yield [{symbol: state[symbol][:seen] for symbol in symbols} for state in states]
    job.reached(1.0)
