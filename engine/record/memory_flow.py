"""A memory flow: what every token that was read still has in memory and in the prediction, at every token."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from engine.messages import EngineError, say
from engine.record.arrays import Rowed
from engine.record.provenance import Provenance
from engine.shapes import Bool, Float, Int

PER_ROW = ("share_initial", "share_held")
"""Keys of what is no token's."""


@dataclass(frozen=True, eq=False, repr=False)
class MemoryFlow(Rowed):
    """How the memory's parts grow and fade while a network reads on, read-only.

    A `Memory` holds every unit's part at one token τ; this holds two numbers a token for many τ.

    Attributes:
        rows: The tokens τ for which there is a row, ascending: all of them, or the one that was asked for.
        arrays: `held_l0` [R, T], how much of token t the state of a layer still holds at τ: the sum of the
            sizes of its parts in all units; likewise for every layer. With a readout also `share`
            [R, T], the signed part of token t in the logit at τ of the one output that the provenance names,
            and `share_initial` [R], that of the initial state: they add up to logit − bias. Where the state
            itself was held also `share_held` [R], the part of the given values. NaN where t > τ, and shares
            where the h of an LSTM was held at τ. All in float64.
        provenance: Where the numbers come from.
    """

    rows: Int[np.ndarray, " R"]
    arrays: Mapping[str, Float[np.ndarray, "..."]]
    provenance: Provenance

    def why_missing(self, key: str) -> str:
        """A network without a readout has no prediction that could be shared out."""
        shares = key.startswith("share")
        return say("no_share", model=self.provenance.model) if shares else super().why_missing(key)

    def __post_init__(self) -> None:
        """Checks the shapes and makes everything read-only."""
        lengths = {array.shape[-1] for key, array in self.arrays.items() if key not in PER_ROW}
        if len(lengths) != 1 or "held_l0" not in self.arrays:
            raise EngineError("record_damaged", part="held_l0")
        for key, array in self.arrays.items():
            if array.ndim != (1 if key in PER_ROW else 2) or len(array) != len(self.rows):
                raise EngineError("record_damaged", part=key)
        self.freeze()

    def bad_tokens(self) -> Iterator[tuple[str, Bool[np.ndarray, " T"]]]:
        """As in every such record, but for shares where there are none: a row of them is left out."""
        none = np.isnan(self.arrays["share"]).all(axis=1) if "share" in self.arrays else np.array([])
        h_held = any(hold.key == "h" for hold in self.provenance.holds)
        if not h_held or not none.any():
            yield from super().bad_tokens()
            return
        seen = np.arange(self.arrays["held_l0"].shape[1]) <= self.rows[:, None]
        for key, array in self.arrays.items():
            if array.ndim == 2:
                there = seen & ~none[:, None] if key == "share" else seen
                yield key, (there & ~np.isfinite(array)).any(axis=0)
