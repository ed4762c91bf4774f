"""A memory: what each token that was read has left in the state at one token."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from engine.messages import EngineError, say
from engine.record.arrays import Keyed
from engine.record.provenance import Provenance
from engine.shapes import Bool, Float


@dataclass(frozen=True, eq=False, repr=False)
class Memory(Keyed):
    """The state at token τ as a sum over the tokens up to τ, read-only.

    It is exact, and it is *one* exact allocation of several possible ones: it takes gates and candidates as
    given, though earlier words helped to set them. A word that only opened a gate for a later one, or only
    changed what that one writes, gets nothing.

    Attributes:
        at: The token τ.
        tokens: The tokens 0 to τ as they are shown.
        arrays: `memory_l0` [τ+1, H] and `initial_l0` [H], which add up to the state (c of an LSTM, h of a
            GRU) after token τ; likewise for every layer. With a readout also `share` [τ+1] and
            `share_initial` [1], the last layer's part of each token in the logit of the one output that the
            provenance names: they add up to logit − bias. Where the state itself was held, `held_l0` [H] is
            what the given values have left, and `share_held` [1] their part: a term of both sums. There are
            no shares at a token at which the h of an LSTM was held. A share can be negative or larger than
            the whole. All in float64.
        provenance: Where the numbers come from.
    """

    at: int
    tokens: tuple[str, ...]
    arrays: Mapping[str, Float[np.ndarray, "..."]]
    provenance: Provenance

    def why_missing(self, key: str) -> str:
        """A network without a readout has no prediction that could be shared out."""
        if key not in ("share", "share_initial"):
            return super().why_missing(key)
        held = any(hold.key == "h" for hold in self.provenance.holds)
        return say("no_share_while_held") if held else say("no_share", model=self.provenance.model)

    def __post_init__(self) -> None:
        """Checks that everything is as long as the tokens and makes it read-only."""
        if self.at < 0 or len(self.tokens) != self.at + 1:
            raise EngineError("record_damaged", part="at")
        for key, array in self.arrays.items():
            axes = 2 if key.startswith("memory_l") else 1
            per_token = key == "share" or axes == 2
            if array.ndim != axes or (per_token and len(array) != len(self.tokens)):
                raise EngineError("record_damaged", part=key)
        self.freeze()

    def bad_tokens(self) -> Iterator[tuple[str, Bool[np.ndarray, " t"]]]:
        """What each token has left; what the initial state has left counts as that of the first."""
        first = np.arange(len(self.tokens)) == 0
        for key, array in self.arrays.items():
            if len(array) == len(self.tokens) and not key.startswith(("initial_", "held_", "share_")):
                yield key, ~np.isfinite(array).reshape(len(array), -1).all(axis=1)
            else:
                yield key, first & ~np.isfinite(array).all()

    def held(self, layer: int) -> Float[np.ndarray, " t"]:
        """How much of each token is still held in the state of a layer: the sum of the sizes in all units."""
        amounts: np.ndarray = np.abs(self.arrays[f"memory_l{layer}"]).sum(axis=1)
        return amounts
