"""The memory ledger: a gated state is a sum over the tokens that were read, and this finds its terms.

Given the gates, state_τ = keep_τ ⊙ state_{τ−1} + written_τ. Written out down to the first token, token t has
left (Π_{s=t+1..τ} keep_s) ⊙ written_t. Each cell states the rule in its own file (`Cell.memory`).

The products are taken from τ backwards, one factor a token: nothing is ever divided, so a gate that shut once
gives the exact 0. They are computed in float64, since a product over a thousand tokens loses digits.

Needs no torch: the window may call it.

Source:
    After Murdoch & Szlam 2017, "Automatic rule extraction from long short-term memory networks", ICLR.
"""

import numpy as np

from engine.array_namespace import NUMPY
from engine.cell import MemoryRule
from engine.cells import CELLS
from engine.network import Network
from engine.record.memory import Memory
from engine.record.messages import EngineError
from engine.record.trace import Trace
from engine.shapes import Float


def memory_ledger(network: Network, trace: Trace, at: int | None = None) -> Memory:
    """What each token has left in the states at token `at`, and in the prediction there.

    This is one exact allocation of several possible ones, *given the gates*.

    Args:
        network: The network that made the trace; its readout weighs the shares.
        trace: What it computed.
        at: The token τ; the last one if None.

    Raises:
        EngineError: There is no such token, or the cell's state is no such sum.
    """
    rule = rule_of(trace.cell)
    tau = trace.length - 1 if at is None else at
    if not 0 <= tau < trace.length:
        raise EngineError("no_such_token", token=tau, last=trace.length - 1)
    arrays: dict[str, np.ndarray] = {}
    dtype = trace["h_l0"].dtype
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):  # what overflowed in the trace is data
        for layer in range(trace.layers):
            memory, initial = left_by_each_token(rule, trace, layer, tau)
            arrays[f"memory_l{layer}"] = memory.astype(dtype)
            arrays[f"initial_l{layer}"] = initial.astype(dtype)
        if network.readout_weight is not None and len(network.readout_weight) == 1:
            # The last layer's, of the loop above: shares take them with all their digits.
            weight = network.readout_weight[0] * shown_at(rule, trace, trace.layers - 1, tau)
            arrays["share"] = (memory @ weight).astype(dtype)
            arrays["share_initial"] = (initial @ weight).reshape(1).astype(dtype)
    return Memory(tau, trace.tokens[: tau + 1], arrays, trace.provenance)


def rule_of(cell: str) -> MemoryRule:
    """How the state of a cell is a sum over the tokens.

    Raises:
        EngineError: It is none.
    """
    rule = CELLS[cell].memory
    if rule is None:
        raise EngineError("no_memory_ledger", cell=CELLS[cell].title)
    return rule


def left_by_each_token(
    rule: MemoryRule, trace: Trace, layer: int, tau: int
) -> tuple[Float[np.ndarray, "t H"], Float[np.ndarray, " H"]]:
    """What each token and the initial state have left in the state at token τ, in float64."""
    until = slice(0, tau + 1)
    (keep,) = _doubles(trace, layer, (rule.keep,), until)
    written = rule.written(*_doubles(trace, layer, rule.written_inputs, until))
    kept = np.ones_like(keep)  # how much is kept from token t until τ: a product over t+1 to τ
    np.cumprod(keep[:0:-1], axis=0, out=kept[-2::-1])
    initial = trace.before(rule.state, layer, 0) * (kept[0] * keep[0])
    return kept * written, initial


def shown_at(rule: MemoryRule, trace: Trace, layer: int, tau: int) -> Float[np.ndarray, " H"]:
    """By which factor the state of each unit stands in h at token τ, in float64."""
    symbols = tuple(name for name in rule.shown_inputs if name != "xp")
    values = dict(zip(symbols, _doubles(trace, layer, symbols, tau), strict=True))
    factor: np.ndarray = rule.shown(**{name: values.get(name, NUMPY) for name in rule.shown_inputs})
    return factor


def _doubles(trace: Trace, layer: int, symbols: tuple[str, ...], where: slice | int) -> list[np.ndarray]:
    return [trace.values(symbol, layer)[where].astype(np.float64) for symbol in symbols]
