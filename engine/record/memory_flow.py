"""A memory flow: what every token that was read still has in memory and in the prediction, at every token."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from engine.record.messages import EngineError
from engine.record.trace import Provenance, read_only
from engine.shapes import Float, Int


@dataclass(frozen=True, eq=False)
class MemoryFlow:
    """How the memory's parts grow and fade while a network reads on, read-only.

    A `Memory` holds every unit's part at one token τ; this holds two numbers a token for many τ.

    Attributes:
        rows: The tokens τ for which there is a row, ascending: all of them, or the one that was asked for.
        arrays: `held_l0` [R, T], how much of token t the state of a layer still holds at τ: the sum of the
            sizes of its parts in all units; likewise for every layer. With a readout of one logit also
            `share` [R, T], the signed part of token t in the prediction at τ, and `share_initial` [R], that
            of the initial state: they add up to logit − bias. NaN where t > τ.
        provenance: Where the numbers come from.
    """

    rows: Int[np.ndarray, " R"]
    arrays: Mapping[str, Float[np.ndarray, "..."]]
    provenance: Provenance

    def __post_init__(self) -> None:
        """Checks the shapes and makes everything read-only."""
        lengths = {array.shape[-1] for key, array in self.arrays.items() if key != "share_initial"}
        if len(lengths) != 1 or "held_l0" not in self.arrays:
            raise EngineError("record_damaged", part="held_l0")
        for key, array in self.arrays.items():
            if array.ndim != (1 if key == "share_initial" else 2) or len(array) != len(self.rows):
                raise EngineError("record_damaged", part=key)
        object.__setattr__(self, "rows", read_only(self.rows))
        arrays = {key: read_only(array) for key, array in self.arrays.items()}
        object.__setattr__(self, "arrays", MappingProxyType(arrays))

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuilds the record from its parts: a read-only mapping does not travel between processes."""
        return MemoryFlow, (self.rows, dict(self.arrays), self.provenance)

    def __getitem__(self, key: str) -> Float[np.ndarray, "..."]:
        """The array with this key, `share` for example."""
        return self.arrays[key]

    def row(self, key: str, tau: int) -> Float[np.ndarray, " T"] | None:
        """The values at token `tau`; None if there is no such row or no such array."""
        index = int(np.searchsorted(self.rows, tau))
        if key not in self.arrays or index == len(self.rows) or self.rows[index] != tau:
            return None
        row: np.ndarray = self.arrays[key][index]
        return row
