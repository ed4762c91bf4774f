"""The memory ledger as bands of a picture: the tokens that count most one by one, all others together.

A ledger has a number for each token at each later token, far more than a picture can show. How much a token
counts is measured over the tokens that are shown: the sum of the sizes of what it has left at each of them,
which is the area of its band.

Needs no torch: the window may call it.
"""

from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from engine.analysis.memory_ledger import rule_of
from engine.record.memory_flow import PER_ROW, MemoryFlow
from engine.record.trace import Trace
from engine.shapes import Float, Int


@dataclass(frozen=True, eq=False)
class MemoryBands:
    """A sum over the tokens, at each token τ.

    Attributes:
        tokens: The tokens with a band of their own, ascending.
        parts: What each of them has left at each τ; 0 before it was read.
        others: What all other tokens, the initial state and values that were held have left together: the
            positive parts, and the negative ones.
    """

    tokens: Int[np.ndarray, " n"]
    parts: Float[np.ndarray, "n T"]
    others: Float[np.ndarray, "2 T"]

    @property
    def total(self) -> Float[np.ndarray, " T"]:
        """The sum of everything: the state of the unit, or the logit without its bias."""
        total: np.ndarray = self.parts.sum(axis=0) + self.others.sum(axis=0)
        return total


def unit_bands(
    trace: Trace,
    layer: int,
    unit: int,
    most: int,
    unfinished: int | None = None,
    shown: range | None = None,
) -> MemoryBands:
    """One unit's state as a sum over the tokens, in float64.

    Args:
        trace: What the network computed.
        layer: Which of its layers.
        unit: Which of its units.
        most: How many tokens get a band of their own.
        unfinished: A token whose step is not complete yet: it writes nothing and keeps everything.
        shown: The tokens at which it is looked at; None for all of them.

    Raises:
        EngineError: The cell's state is no such sum.
    """
    rule = rule_of(trace.cell)
    keep, *inputs = (
        trace.values(symbol, layer)[:, unit].astype(np.float64)
        for symbol in (rule.keep, *rule.written_inputs)
    )
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):  # what overflowed is data
        written = rule.written(*inputs)
        given = _given(trace, rule.state, layer, unit)
        is_given = np.isfinite(given)
        keep[is_given] = written[is_given] = 0.0  # there the sum begins anew
        if unfinished is not None:
            keep[unfinished], written[unfinished], is_given[unfinished] = 1.0, 0.0, False
        tokens = _largest(np.abs(written) * _lasting(keep, shown or range(trace.length)), most)
        parts = np.zeros((len(tokens), trace.length))
        for row, token in zip(parts, tokens, strict=True):
            row[token] = written[token]
            row[token:] = np.cumprod(np.concatenate((row[token : token + 1], keep[token + 1 :])))
        rest = written.copy()
        rest[tokens] = 0.0
        rest[is_given] = given[is_given]
        others = [_kept(keep, rest.clip(0.0, None)), _kept(keep, rest.clip(None, 0.0))]
    return MemoryBands(tokens, parts, np.array(others))


def prediction_bands(flow: MemoryFlow, most: int, shown: range | None = None) -> MemoryBands:
    """The logit without its bias as a sum over the tokens, from a flow with all rows and shares.

    Args:
        flow: What each token has left in the prediction at each token.
        most: How many tokens get a band of their own.
        shown: The tokens at which it is looked at; None for all of them.
    """
    shares = np.where(np.tri(len(flow.rows), dtype=bool), flow["share"], 0.0).T.astype(np.float64)
    part = slice(None) if shown is None else slice(shown.start, shown.stop)
    tokens = _largest(np.abs(shares[:, part]).sum(axis=1), most)
    no_tokens = [flow[key].astype(np.float64) for key in PER_ROW if key in flow.arrays]
    rest = np.vstack((np.delete(shares, tokens, axis=0), *no_tokens))
    others = [rest.clip(0.0, None).sum(axis=0), rest.clip(None, 0.0).sum(axis=0)]
    return MemoryBands(tokens, shares[tokens], np.array(others))


def _given(trace: Trace, state: str, layer: int, unit: int) -> Float[np.ndarray, " T"]:
    """The values at which a unit's state was held; NaN where it was not."""
    held = trace.held(layer)
    return held[state][:, unit] if state in held else np.full(trace.length, np.nan)


def _lasting(keep: Float[np.ndarray, " T"], shown: range) -> Float[np.ndarray, " T"]:
    """What one unit that is written at each token adds up to over those that are shown, itself included."""
    tokens = range(len(keep) - 2, -1, -1)
    steps = zip(tokens, keep[:0:-1].tolist(), strict=True)
    backwards = accumulate(
        steps, lambda later, step: (step[0] in shown) + step[1] * later, initial=float(len(keep) - 1 in shown)
    )
    return np.array(list(backwards))[::-1]


def _kept(keep: Float[np.ndarray, " T"], written: Float[np.ndarray, " T"]) -> list[float]:
    """A state that begins at 0, keeps what its gate keeps, and takes in what is written."""
    states: list[float] = []
    state = 0.0
    for kept, new in zip(keep.tolist(), written.tolist(), strict=True):
        state = kept * state + new
        states.append(state)
    return states


def _largest(areas: Float[np.ndarray, " T"], most: int) -> Int[np.ndarray, " n"]:
    """The tokens with the largest areas, ascending; of equal ones the earlier. None has no area at all."""
    areas = np.nan_to_num(areas, posinf=np.finfo(np.float64).max)
    order = np.argsort(-areas, kind="stable")[:most]
    return np.sort(order[areas[order] > 0])
