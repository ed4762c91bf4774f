"""Attributions: what each token does to one output, by its gradient and along the way from nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from engine.messages import EngineError
from engine.record.arrays import Keyed
from engine.record.provenance import Provenance
from engine.shapes import Bool, Float

STEPS = 50
"""Texts on the way from nothing to the whole, at the middles of as many equal parts (the midpoint rule)."""


@dataclass(frozen=True, eq=False, repr=False)
class Attribution(Keyed):
    """Two explanations of ℓ_τ by the tokens up to τ, read-only.

    Attributes:
        at: The token τ.
        tokens: The tokens 0 to τ as they are shown.
        arrays: `gradient_times_input` [τ+1], the derivative of ℓ_τ by x_t times x_t: what ℓ would lose to
            first order if x_t went to 0. `integrated_gradients` [τ+1], the same averaged while all x go from
            0 to what they are together: they add up to `output` [1] − `output_of_zeros` [1], ℓ_τ of the
            text and of vectors of zeros in its place, as nearly as the steps of the average allow. All in
            float64.
        provenance: Where the numbers come from.
    """

    at: int
    tokens: tuple[str, ...]
    arrays: Mapping[str, Float[np.ndarray, " n"]]
    provenance: Provenance

    def __post_init__(self) -> None:
        """Checks that everything is as long as the tokens and makes it read-only."""
        if self.at < 0 or len(self.tokens) != self.at + 1:
            raise EngineError("record_damaged", part="at")
        for key, array in self.arrays.items():
            if array.shape != ((1,) if key.startswith("output") else (len(self.tokens),)):
                raise EngineError("record_damaged", part=key)
        self.freeze()

    def bad_tokens(self) -> Iterator[tuple[str, Bool[np.ndarray, " t"]]]:
        """What each token does."""
        for key, array in self.arrays.items():
            if not key.startswith("output"):
                yield key, ~np.isfinite(array)
