"""The memory ledger: a gated state is a sum over the tokens that were read, and this finds its terms.

Given gates and candidates, state_τ = keep_τ ⊙ state_{τ−1} + written_τ. Written out down to the first token,
token t has left (Π_{s=t+1..τ} keep_s) ⊙ written_t. Each cell states the rule in its own file (`Cell.memory`).

The products are taken from τ backwards, one factor a token: nothing is ever divided, so a gate that shut once
gives the exact 0. They are computed and kept in float64: a product over a thousand tokens loses digits, and
in float32 it would soon be 0 where something is left.

Needs no torch: the window may call it.

Source:
    After Murdoch & Szlam 2017, "Automatic rule extraction from long short-term memory networks", ICLR.
"""

from collections.abc import Callable, Iterator
from inspect import signature

import numpy as np

from engine.backends.array_namespace import NUMPY
from engine.cell import MemoryRule
from engine.cells import CELLS
from engine.messages import EngineError
from engine.models.network import Network
from engine.progress import Job
from engine.record.memory import Memory
from engine.record.memory_flow import MemoryFlow
from engine.record.trace import Trace
from engine.shapes import Bool, Float, Int


def memory_ledger(network: Network, trace: Trace, at: int | None = None) -> Memory:
    """What each token has left in the states at token `at`, and in the prediction there.

    This is one exact allocation of several possible ones, *given gates and candidates*: both are taken as
    they were, though earlier words helped to set them. Shares are those of the one output that the trace's
    provenance names.

    Args:
        network: The network that made the trace; its readout weighs the shares.
        trace: What it computed.
        at: The token τ; the last one if None.

    Raises:
        EngineError: There is no such token, or the cell's state is no such sum.
    """
    rule = rule_of(trace.cell)
    tau = trace.position(at)
    arrays: dict[str, np.ndarray] = {}
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):  # what overflowed in the trace is data
        for layer in range(trace.layers):
            memory, initial, given = left_by_each_token(rule, trace, layer, tau)
            arrays[f"memory_l{layer}"], arrays[f"initial_l{layer}"] = memory, initial
            if rule.state in trace.held(layer):
                arrays[f"held_l{layer}"] = given
        if network.readout_weight is not None and not hides_shares(rule, trace)[tau]:
            # The last layer's, of the loop above: shares take them with all their digits.
            chosen = network.readout_weight[trace.provenance.output]
            weight = chosen * shown_at(rule, trace, trace.layers - 1, tau)
            arrays["share"] = memory @ weight
            arrays["share_initial"] = (initial @ weight).reshape(1)
            if rule.state in trace.held(trace.layers - 1):
                arrays["share_held"] = (given @ weight).reshape(1)
    return Memory(tau, trace.tokens[: tau + 1], arrays, trace.handed_on)


def memory_flow(
    network: Network,
    trace: Trace,
    at: int | None = None,
    job: Job = Job(),
) -> MemoryFlow:
    """What each token still has in memory and in the prediction, at every token or at the one token `at`.

    Args:
        network: The network that made the trace; its readout weighs the shares.
        trace: What it computed.
        at: The one token τ; all of them if None.
        job: Says how far it is; ends it when nobody waits any more.

    Raises:
        EngineError: There is no such token, or the cell's state is no such sum.
        Cancelled: Nobody waits for it any more.
    """
    rule, tokens = rule_of(trace.cell), trace.length
    rows = trace.rows(at)
    weighed = network.readout_weight is not None
    arrays: dict[str, np.ndarray]
    arrays = {f"held_l{layer}": np.full((len(rows), tokens), np.nan) for layer in range(trace.layers)}
    if weighed:
        arrays["share"] = np.full((len(rows), tokens), np.nan)
        arrays["share_initial"] = np.zeros(len(rows))
        if rule.state in trace.held(trace.layers - 1):
            arrays["share_held"] = np.zeros(len(rows))
        hidden = hides_shares(rule, trace)
    job = job.doing("remembering", model=network.card.name)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):  # what overflowed in the trace is data
        for layer in range(trace.layers):
            for row, (tau, memory, initial, given) in enumerate(_memories(rule, trace, layer, rows)):
                job.reached((layer + row / len(rows)) / trace.layers)
                arrays[f"held_l{layer}"][row, : tau + 1] = np.abs(memory).sum(axis=1)
                if weighed and layer == trace.layers - 1:
                    assert network.readout_weight is not None
                    chosen = network.readout_weight[trace.provenance.output]
                    weight = chosen * shown_at(rule, trace, layer, tau)
                    if hidden[tau]:
                        weight = np.full_like(weight, np.nan)
                    arrays["share"][row, : tau + 1] = memory @ weight
                    arrays["share_initial"][row] = initial @ weight
                    if "share_held" in arrays:
                        arrays["share_held"][row] = given @ weight
    return MemoryFlow(rows, arrays, trace.handed_on)


def _memories(
    rule: MemoryRule, trace: Trace, layer: int, rows: Int[np.ndarray, " R"]
) -> Iterator[tuple[int, Float[np.ndarray, "t H"], Float[np.ndarray, " H"], Float[np.ndarray, " H"]]]:
    """At each τ what each token, the initial state and held values have left in the state, in float64.

    From one τ to the next everything is multiplied by the gate once, and one token is added.
    """
    if len(rows) == 1:
        yield int(rows[0]), *left_by_each_token(rule, trace, layer, int(rows[0]))
        return
    keep, memory, given = _terms(rule, trace, layer, slice(0, trace.length))
    initial = trace.before(rule.state, layer, 0).astype(np.float64)
    by_holds = np.zeros_like(initial)
    for tau in range(trace.length):
        memory[:tau] *= keep[tau]
        initial, by_holds = initial * keep[tau], by_holds * keep[tau] + given[tau]
        yield tau, memory[: tau + 1], initial, by_holds


def unit_memory(
    trace: Trace, layer: int, unit: int, tokens: Int[np.ndarray, " n"] | None = None
) -> Float[np.ndarray, "T n"]:
    """What each token has left in one unit's state at each token τ, at [τ, token], in float64; 0 before it.

    Args:
        trace: What the network computed.
        layer: Which of its layers.
        unit: Which of its units.
        tokens: The tokens of which something is left, a column each; all of them if None.

    Raises:
        EngineError: The cell's state is no such sum.
    """
    terms = _terms(rule_of(trace.cell), trace, layer, slice(0, trace.length))
    keep, written = (term[:, unit] for term in terms[:2])
    chosen = np.arange(trace.length) if tokens is None else tokens
    left, row = np.zeros((trace.length, len(chosen))), np.zeros(len(chosen))
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):  # as in the ledger
        for tau in range(trace.length):
            row *= keep[tau]
            row[chosen == tau] = written[tau]
            left[tau] = row
    return left


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
) -> tuple[Float[np.ndarray, "t H"], Float[np.ndarray, " H"], Float[np.ndarray, " H"]]:
    """What each token, the initial state and held values have left in the state at token τ, in float64."""
    keep, written, given = _terms(rule, trace, layer, slice(0, tau + 1))
    kept = np.ones_like(keep)  # how much is kept from token t until τ: a product over t+1 to τ
    np.cumprod(keep[:0:-1], axis=0, out=kept[-2::-1])
    initial = trace.before(rule.state, layer, 0).astype(np.float64) * (kept[0] * keep[0])
    return kept * written, initial, (kept * given).sum(axis=0)


def _terms(
    rule: MemoryRule, trace: Trace, layer: int, until: slice
) -> tuple[Float[np.ndarray, "t H"], Float[np.ndarray, "t H"], Float[np.ndarray, "t H"]]:
    """What is kept, written and given at each token, in float64.

    Where the state itself is held, the sum starts anew: nothing is kept, nothing written, the value given.
    """
    (keep,) = _doubles(trace, layer, (rule.keep,), until)
    written = rule.written(*_doubles(trace, layer, rule.written_inputs, until))
    given = np.zeros_like(keep)
    held = trace.held(layer).get(rule.state)
    if held is not None:
        there = ~np.isnan(held[until])
        keep[there] = written[there] = 0.0
        given[there] = trace.values(rule.state, layer)[until][there]
    return keep, written, given


def hides_shares(rule: MemoryRule, trace: Trace) -> Bool[np.ndarray, " T"]:
    """At which tokens the readout reads an h that is held, and so no share of any word in the state."""
    held = trace.held(trace.layers - 1).get("h")
    if held is None or rule.state == "h":
        return np.zeros(trace.length, dtype=bool)
    hidden: np.ndarray = ~np.isnan(held).all(axis=1)
    return hidden


def shown_at(rule: MemoryRule, trace: Trace, layer: int, tau: int) -> Float[np.ndarray, " H"]:
    """By which factor the state of each unit stands in h at token τ, in float64."""

    def factor_of(shown: Callable[..., np.ndarray]) -> np.ndarray:
        inputs = signature(shown).parameters
        symbols = tuple(name for name in inputs if name != "xp")
        values = dict(zip(symbols, _doubles(trace, layer, symbols, tau), strict=True))
        return shown(**{name: values.get(name, NUMPY) for name in inputs})

    factor, held = factor_of(rule.shown), trace.held(layer)
    for key in rule.shown_instead.keys() & held.keys():
        factor = np.where(np.isnan(held[key][tau]), factor, factor_of(rule.shown_instead[key]))
    return factor


def _doubles(trace: Trace, layer: int, symbols: tuple[str, ...], where: slice | int) -> list[np.ndarray]:
    return [trace.values(symbol, layer)[where].astype(np.float64) for symbol in symbols]
