"""Leave one out: how far a network differs after every token if it had never read one of those before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from engine.messages import EngineError
from engine.record.arrays import Keyed
from engine.record.provenance import Provenance
from engine.shapes import Bool, Float, Int


@dataclass(frozen=True, eq=False, repr=False)
class LeaveOneOut(Keyed):
    """The run on a text beside the runs on the same text without one of its tokens, read-only.

    At [τ, t] both are compared after token τ ≥ t; on the diagonal, where there is no such token in the
    shortened text, the state after token t stands against the state before it. It is a *difference*, not a
    loss: the differences of several tokens do not add up, and a relative one can exceed 1.

    Attributes:
        left_out: The tokens t that are left out, ascending (N of them): all, or the one that was asked for.
        tokens: The tokens of the text as they are shown.
        arrays: `norm_difference_h_l0`, `norm_difference_c_l0` (LSTM) [T, N], likewise for every layer: the
            Euclidean norm of the difference; `relative_difference_h_l0` ...: the same divided by the norm of
            the state of the whole text, NaN where that is 0. `effect_output` [T, N]: ℓ_τ of the whole text
            minus ℓ_τ without the token, ℓ being the output that the provenance names, or the sum of h where
            there is no readout; [T, N, V] for V > 1 outputs where all of them fit. Exactly 0 for t > τ. All
            in float64.
        provenance: Where the numbers come from.
    """

    left_out: Int[np.ndarray, " N"]
    tokens: tuple[str, ...]
    arrays: Mapping[str, Float[np.ndarray, "..."]]
    provenance: Provenance

    def __post_init__(self) -> None:
        """Checks the shapes and makes everything read-only."""
        shape = (len(self.tokens), len(self.left_out))
        if not {"effect_output", "norm_difference_h_l0"} <= set(self.arrays):
            raise EngineError("record_damaged", part="norm_difference_h_l0")
        if not self.left_out.size or not ((self.left_out >= 0) & (self.left_out < shape[0])).all():
            raise EngineError("record_damaged", part="left_out")
        for key, array in self.arrays.items():
            if array.shape[:2] != shape or array.ndim > (3 if key == "effect_output" else 2):
                raise EngineError("record_damaged", part=key)
        self.freeze()

    @property
    def rows(self) -> Int[np.ndarray, " N"]:
        """The tokens that the record was asked about: what `at` of a request for it means."""
        return self.left_out

    @property
    def effect(self) -> Float[np.ndarray, "T N"]:
        """`effect_output` of the one output that the provenance names, however many there are."""
        effects: np.ndarray = self.arrays["effect_output"]
        return effects if effects.ndim == 2 else effects[..., self.provenance.output or 0]

    def bad_tokens(self) -> Iterator[tuple[str, Bool[np.ndarray, " T"]]]:
        """Norms and effects; a relative difference is rightly NaN where the state is 0."""
        for key, array in self.arrays.items():
            if not key.startswith("relative_"):
                yield key, ~np.isfinite(array).reshape(len(array), -1).all(axis=1)
