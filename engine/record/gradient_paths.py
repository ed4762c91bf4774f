"""Gradient paths: by which ways the gradient of one ℓ_τ reached every state before it, and all on its way.

| key | shape | what |
| --- | --- | --- |
| `grad_h_l0`, `grad_c_l0` | [T, H] | the total derivative of ℓ_τ by h_t, by c_t (for c_t also through h_t) |
| `grad_h_via_f_l0` ... | [T, H] | the part that came through one gate of step t + 1 and its weights |
| `grad_h_via_h_l0` (GRU) | [T, H] | the part that came straight from h_{t+1}, past all weights: z ⊙ … |
| `grad_h_via_h_in_l0` (RNN) | [T, H] | the part that came through the sum of step t + 1 and its weights |
| `grad_h_via_above_l0` | [T, H] | the part that came from the layer above, at the same token |
| `grad_h_via_readout_l1` | [T, H] | the part that came from the readout: only at τ, only in the last layer |
| `grad_c_via_c_l0` | [T, H] | along the memory: f_{t+1} ⊙ … |
| `grad_c_via_h_l0` | [T, H] | through h_t of the same step: o (1 − tanh²c) ⊙ … |
| `grad_f_l0`, `grad_f_in_l0` ... | [T, H] | by everything inside step t: the backward pass, stage by stage |
| `grad_x_l0` | [T, E] | by what the first layer reads |
| `norm_h_via_f_l0` ... | [T] | the Euclidean norm of each path's vector |

Vectors of the paths add up to the total; their norms do not. NaN where t > τ. All in float64.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from engine.messages import EngineError
from engine.record.arrays import Keyed
from engine.record.provenance import Provenance
from engine.shapes import Bool, Float

READOUT, ABOVE = "readout", "above"
"""Paths from outside a layer's own steps; all others bear the symbol that the gradient came through."""


@dataclass(frozen=True, eq=False, repr=False)
class GradientPaths(Keyed):
    """The gradient of one ℓ_τ, split by path, read-only.

    Attributes:
        at: The token τ.
        arrays: By the keys in the table above.
        provenance: Where the numbers come from.
    """

    BACKWARD = True

    at: int
    arrays: Mapping[str, Float[np.ndarray, "..."]]
    provenance: Provenance

    def __post_init__(self) -> None:
        """Checks that everything is equally long and makes it read-only."""
        lengths = {len(array) for array in self.arrays.values()}
        if len(lengths) != 1 or not 0 <= self.at < lengths.pop():
            raise EngineError("record_damaged", part="at")
        for key, array in self.arrays.items():
            if array.ndim != (1 if key.startswith("norm_") else 2):
                raise EngineError("record_damaged", part=key)
        self.freeze()

    def bad_tokens(self) -> Iterator[tuple[str, Bool[np.ndarray, " T"]]]:
        """Everything up to τ."""
        for key, array in self.arrays.items():
            finite = np.isfinite(array).reshape(len(array), -1).all(axis=1)
            yield key, ~finite & (np.arange(len(array)) <= self.at)

    @property
    def length(self) -> int:
        """Number of tokens T."""
        return len(next(iter(self.arrays.values())))

    def paths(self, state: str, layer: int) -> dict[str, Float[np.ndarray, "T H"]]:
        """The parts that add up to the derivative by a state, by the name of the path."""
        start, end = f"grad_{state}_via_", f"_l{layer}"
        return {
            key.removeprefix(start).removesuffix(end): array
            for key, array in self.arrays.items()
            if key.startswith(start) and key.endswith(end)
        }
