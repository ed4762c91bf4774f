"""How often a network is still right after so many neutral tokens, measured on this machine."""

from dataclasses import dataclass

import numpy as np

from engine.messages import EngineError
from engine.record.arrays import Record
from engine.record.provenance import Provenance
from engine.shapes import Float, Int


@dataclass(frozen=True, eq=False, repr=False)
class Distances(Record):
    """Accuracy against the distance between an opinion and the question about it, read-only.

    Attributes:
        tokens: How many neutral tokens (words or characters, and punctuation) follow the opinion, ascending.
        accuracy: Share of right answers at each of these distances, from 0 to 1.
        passages: How many opinions were asked for at each distance; the standard error of an accuracy p is
            √(p (1 − p) / passages).
        provenance: Which network it was, and where it ran.
    """

    tokens: Int[np.ndarray, " D"]
    accuracy: Float[np.ndarray, " D"]
    passages: int
    provenance: Provenance

    def __post_init__(self) -> None:
        """Checks the lengths and makes everything read-only."""
        if self.tokens.ndim != 1 or self.tokens.shape != self.accuracy.shape or self.passages < 1:
            raise EngineError("record_damaged", part="accuracy")
        self.freeze()
