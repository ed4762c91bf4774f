"""A forgetting test: two runs that differ in one token, and for how long one can tell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from engine.messages import EngineError
from engine.record.arrays import Keyed
from engine.record.provenance import Provenance
from engine.shapes import Bool, Float


@dataclass(frozen=True, eq=False, repr=False)
class Forgetting(Keyed):
    """How far a run with one token replaced or left out is from the run on the whole text, read-only.

    Row t compares both after the same token t of the text; both have read everything after token `at` alike.
    Before `at` they are one run, and the difference is 0. Where the token is left out there is nothing to
    compare at `at` itself: NaN.

    Attributes:
        at: The token that was replaced or left out.
        word: What stands there instead; None if it was left out.
        tokens: The tokens of the text as they are shown.
        arrays: `difference_h_l0`, `difference_c_l0` (LSTM) [T, H], likewise for every layer, and
            `difference_output` [T, V]: changed run minus first run; `norm_difference_h_l0` ... [T], their
            Euclidean norms; `output` and `output_changed` [T, V]; with one logit also
            `difference_probability` [T].
        provenance: Where the numbers come from.
    """

    at: int
    word: str | None
    tokens: tuple[str, ...]
    arrays: Mapping[str, Float[np.ndarray, "..."]]
    provenance: Provenance

    def __post_init__(self) -> None:
        """Checks that everything is as long as the tokens and makes it read-only."""
        if not 0 <= self.at < len(self.tokens):
            raise EngineError("record_damaged", part="at")
        for key, array in self.arrays.items():
            axes = 1 if key.startswith("norm_") or key == "difference_probability" else 2
            if array.ndim != axes or len(array) != len(self.tokens):
                raise EngineError("record_damaged", part=key)
        self.freeze()

    def bad_tokens(self) -> Iterator[tuple[str, Bool[np.ndarray, " T"]]]:
        """Everything but the row of a token that was left out: there is nothing to compare it with."""
        compared = np.arange(len(self.tokens)) != (self.at if self.word is None else -1)
        for key, array in self.arrays.items():
            yield key, compared & ~np.isfinite(array).reshape(len(array), -1).all(axis=1)
