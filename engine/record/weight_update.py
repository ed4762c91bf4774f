"""What one weight learns from one text: its gradient, and the part of it that each token contributes."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.messages import EngineError
from engine.record.arrays import Record
from engine.record.provenance import Provenance
from engine.shapes import Bool, Float


@dataclass(frozen=True, eq=False, repr=False)
class WeightUpdate(Record):
    """The gradient of one ℓ_τ by one weight, split by token, read-only.

    A recurrent network uses the same weight at every token, so its gradient is a sum over the tokens: at each
    of them the gradient that arrives at the gate's sum, times what the weight was multiplied with there.

    Attributes:
        at: The token τ.
        weight: The matrix by PyTorch's name, `weight_hh_l0` for example.
        row: The weight's row: PyTorch stacks the gates, H rows each.
        column: The weight's column: the unit of h before, or the input, that it reads.
        gate: The gate that the row belongs to; `h` in an RNN.
        unit: The unit within that gate, row modulo H.
        value: The weight itself.
        per_token: What each token from the first to τ adds to the gradient, [τ + 1].
        norm_per_token: The norm of what each token adds to the gradient of the whole matrix, [τ + 1].
        provenance: Where the numbers come from.
    """

    BACKWARD = True

    at: int
    weight: str
    row: int
    column: int
    gate: str
    unit: int
    value: float
    per_token: Float[np.ndarray, " t"]
    norm_per_token: Float[np.ndarray, " t"]
    provenance: Provenance

    def __post_init__(self) -> None:
        """Checks that there is one number for each token up to τ and makes them read-only."""
        for key in ("per_token", "norm_per_token"):
            array = getattr(self, key)
            if array.shape != (self.at + 1,):
                raise EngineError("record_damaged", part=key)
        self.freeze()

    def bad_tokens(self) -> Iterator[tuple[str, Bool[np.ndarray, " t"]]]:
        """What each token adds."""
        layer = self.weight.rpartition("_l")[2]
        yield f"per_token_l{layer}", ~np.isfinite(self.per_token)
        yield f"norm_per_token_l{layer}", ~np.isfinite(self.norm_per_token)

    @property
    def gradient(self) -> float:
        """The derivative of ℓ_τ by the weight."""
        with np.errstate(over="ignore", invalid="ignore"):
            return float(self.per_token.sum())
