"""What a layer's gates did over a whole text, unit by unit: how long they keep, and how often they are shut.

Needs no torch: the window may call it.
"""

from dataclasses import dataclass

import numpy as np

from engine.analysis.memory_ledger import rule_of
from engine.messages import EngineError
from engine.record.gates import QUANTITIES
from engine.record.trace import Trace
from engine.shapes import Float

CHUNK = 4096  # tokens at a time: what is computed on the way stays near the processor
SHUT_BELOW = 0.1
OPEN_ABOVE = 0.9
FLAT_BEYOND = 0.9  # where the slope of tanh, 1 − h², is below a fifth


@dataclass(frozen=True, eq=False)
class Saturation:
    """How often the gate of each unit was nearly shut or nearly open.

    Attributes:
        shut: Fraction of the tokens at which it was below 0.1.
        open: Fraction of the tokens at which it was above 0.9.
    """

    shut: Float[np.ndarray, " H"]
    open: Float[np.ndarray, " H"]


def half_lives(trace: Trace, layer: int, unfinished: int | None = None) -> Float[np.ndarray, " H"]:
    """After how many tokens half of a unit's memory is left, as its gate was on this text.

    Keeping multiplies, so this is the half-life of the constant gate that would have kept as much over the
    whole text: the geometric mean of f (LSTM) or z (GRU). It is 0 where the gate was fully shut once, and
    infinite where it was fully open throughout.

    Args:
        trace: What the network computed.
        layer: Which of its layers.
        unfinished: A token whose gates are not computed yet: it does not count. NaN if there is no other.

    Raises:
        EngineError: The cell has no gate that keeps.

    Source:
        m half-lives leave ½^m: with the mean f̄ of the gate a half-life is ln ½ / ln f̄.
    """
    keep = _counted(trace.values(rule_of(trace.cell).keep, layer), unfinished)
    if not len(keep):
        return np.full(keep.shape[1], np.nan)
    rates = mean_logarithms(keep)
    with np.errstate(divide="ignore"):
        lives: np.ndarray = np.log(0.5) / np.where(rates == 0, -0.0, rates)
    return lives


def mean_logarithms(gate: Float[np.ndarray, "n H"]) -> Float[np.ndarray, " H"]:
    """ln of each unit's geometric mean; minus infinity for a gate that was shut once, whose ln that is."""
    sums = np.zeros(gate.shape[1])
    with np.errstate(divide="ignore"):
        for start in range(0, len(gate), CHUNK):
            sums += np.log(gate[start : start + CHUNK]).sum(axis=0, dtype=np.float64)
    return sums / len(gate)


def saturation(trace: Trace, symbol: str, layer: int, unfinished: int | None = None) -> Saturation:
    """How often one gate of each unit was below 0.1 and above 0.9 on this text.

    Args:
        trace: What the network computed.
        symbol: The gate.
        layer: Which of the layers.
        unfinished: A token whose gates are not computed yet: it does not count. NaN if there is no other.

    Raises:
        EngineError: The symbol is not that of a gate of this cell.

    Source:
        Karpathy, Johnson & Fei-Fei 2015, "Visualizing and understanding recurrent networks", section 4.2.
    """
    gates = [name for name, quantity in QUANTITIES.items() if quantity.kind == "gate"]
    known = [name for name in gates if f"{name}_l{layer}" in trace.arrays]
    if symbol not in known:
        raise EngineError("no_such_gate", gate=symbol, cell=trace.cell.upper(), known=", ".join(known) or "—")
    gate = _counted(trace.values(symbol, layer), unfinished)
    if not len(gate):
        return Saturation(*np.full((2, gate.shape[1]), np.nan))
    return Saturation((gate < SHUT_BELOW).mean(axis=0), (gate > OPEN_ABOVE).mean(axis=0))


def state_saturation(trace: Trace, layer: int, unfinished: int | None = None) -> Saturation:
    """How often h of each unit was near −1 (`shut`) and near 1 (`open`), where tanh is nearly flat.

    Under relu: how often it was 0 (`shut`), where no gradient passes, and above it (`open`).

    Args:
        trace: What the network computed.
        layer: Which of its layers.
        unfinished: As in `saturation`.
    """
    state = _counted(trace.values("h", layer), unfinished)
    if not len(state):
        return Saturation(*np.full((2, state.shape[1]), np.nan))
    if trace.provenance.activation == "relu":
        return Saturation((state == 0).mean(axis=0), (state > 0).mean(axis=0))
    return Saturation((state < -FLAT_BEYOND).mean(axis=0), (state > FLAT_BEYOND).mean(axis=0))


def _counted(values: Float[np.ndarray, "T H"], unfinished: int | None) -> Float[np.ndarray, "n H"]:
    """The values of all tokens but the unfinished one."""
    return values if unfinished is None else np.delete(values, unfinished, axis=0)
