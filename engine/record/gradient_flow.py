"""A gradient flow: how much of the gradient at one token reaches every earlier one."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.messages import EngineError
from engine.record.arrays import Rowed
from engine.record.provenance import Provenance
from engine.shapes import Float, Int


@dataclass(frozen=True, eq=False, repr=False)
class GradientFlow(Rowed):
    """Norms of the total derivatives of ℓ_τ by everything that came before, read-only.

    ℓ_τ is one output at token τ, the same for all τ, which the provenance names: the only logit, of several
    the chosen one, or the sum of h_τ where there is no readout. A derivative is total: it counts every path
    from that node on, for c_t also the one through h_t.

    Attributes:
        rows: The tokens τ for which there is a row, ascending: all of them, or the one that was asked for.
        arrays: `norm_h_l0`, `norm_c_l0` (LSTM), ... and `norm_x`, each [R, T]: at [row, t] the Euclidean
            norm of the derivative of ℓ_τ by h_t, c_t, x_t, in float64; NaN where t > τ.
        provenance: Where the numbers come from.
    """

    BACKWARD = True

    rows: Int[np.ndarray, " R"]
    arrays: Mapping[str, Float[np.ndarray, "R T"]]
    provenance: Provenance

    def __post_init__(self) -> None:
        """Checks the shapes and makes everything read-only."""
        shapes = {array.shape for array in self.arrays.values()}
        if len(shapes) != 1 or len(shape := shapes.pop()) != 2 or shape[0] != len(self.rows):
            raise EngineError("record_damaged", part="norm_h_l0")
        self.freeze()

    @property
    def length(self) -> int:
        """Number of tokens T."""
        return int(next(iter(self.arrays.values())).shape[1])
