"""Names every gate and state once: its symbol, its label, its range and what the ends mean.

Cells fill these symbols, panels read these labels and the theme colours by symbol, so a gate has
one name in the numbers, the diagram, the tooltips and the exported figures. Labels and meanings
are keys of `engine.messages`, where their English text stands and translators find it.

Source: the symbols and their order are those of PyTorch's documentation of `RNN`, `LSTM` and `GRU`.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Quantity:
    """One thing that a cell computes for each unit at each token.

    Attributes:
        symbol: The letter that PyTorch's documentation uses.
        label: Message key of its name.
        low: Smallest value it can take; minus infinity if there is none.
        high: Largest value it can take; infinity if there is none.
        low_means: Message key of what `low` (or a negative value) says.
        high_means: Message key of what `high` (or a positive value) says.
        kind: `gate` (opens and closes), `candidate` (what might be written) or `state` (what is kept).
    """

    symbol: str
    label: str
    low: float
    high: float
    low_means: str
    high_means: str
    kind: str


def _gate(symbol: str, name: str) -> Quantity:
    return Quantity(symbol, name, 0.0, 1.0, f"{name}_low", f"{name}_high", "gate")


def _candidate(symbol: str, name: str) -> Quantity:
    return Quantity(symbol, name, -1.0, 1.0, f"{name}_low", f"{name}_high", "candidate")


QUANTITIES: dict[str, Quantity] = {
    "i": _gate("i", "input_gate"),
    "f": _gate("f", "forget_gate"),
    "g": _candidate("g", "cell_candidate"),
    "o": _gate("o", "output_gate"),
    "r": _gate("r", "reset_gate"),
    "z": _gate("z", "update_gate"),
    "n": _candidate("n", "new_candidate"),
    "h": Quantity("h", "hidden_state", -1.0, 1.0, "hidden_state_low", "hidden_state_high", "state"),
    "c": Quantity("c", "cell_state", -math.inf, math.inf, "cell_state_low", "cell_state_high", "state"),
}
