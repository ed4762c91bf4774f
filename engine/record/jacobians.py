"""Jacobians: how far a state can move when an earlier one moves a little, at most and in all directions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from engine.messages import EngineError
from engine.record.arrays import Rowed
from engine.record.provenance import Provenance
from engine.shapes import Bool, Float, Int


@dataclass(frozen=True, eq=False, repr=False)
class Jacobians(Rowed):
    """Sizes of ∂s_τ/∂s_t of every layer, read-only. s is h, for an LSTM (h, c): what a step hands on, [S].

    A layer's Jacobian is that of its own steps, with what it reads from below held fixed: no other way leads
    from a layer's state to its later ones.

    Attributes:
        rows: The tokens τ for which there is a row, ascending: all of them, or the one that was asked for.
        arrays: `norm_jacobian_l0` [R, T], the spectral norm of ∂s_τ/∂s_t at [row, t], 1 at τ and NaN where
            t > τ; `sigma_l0` [T, S], the singular values of the one-step Jacobian ∂s_t/∂s_{t−1} (at token 0
            by the initial state), largest first; `lyapunov_l0` [S], the finite-time Lyapunov exponents of
            the whole run of T steps, the logarithms of the singular values of J_T ⋯ J_1 (from the initial
            state to the last one) divided by T, in nats a token, largest first: e^(T λ_1) is the spectral
            norm of that product; −∞ where a direction is lost, NaN where values overflowed; likewise for
            every layer. For an RNN also `sigma_weight_l0` [S], the singular values of W_hh. All in float64.
        provenance: Where the numbers come from.
    """

    BACKWARD = True

    rows: Int[np.ndarray, " R"]
    arrays: Mapping[str, Float[np.ndarray, "..."]]
    provenance: Provenance

    def __post_init__(self) -> None:
        """Checks the shapes and makes everything read-only."""
        lengths = {array.shape[-1] for key, array in self.arrays.items() if key.startswith("norm_jacobian_l")}
        lengths |= {len(array) for key, array in self.arrays.items() if key.startswith("sigma_l")}
        if len(lengths) != 1:
            raise EngineError("record_damaged", part="norm_jacobian_l0")
        for key, array in self.arrays.items():
            is_norm = key.startswith("norm_jacobian_l")
            if array.ndim != (2 if is_norm or key.startswith("sigma_l") else 1):
                raise EngineError("record_damaged", part=key)
            if is_norm and len(array) != len(self.rows):
                raise EngineError("record_damaged", part=key)
        self.freeze()

    def bad_tokens(self) -> Iterator[tuple[str, Bool[np.ndarray, " T"]]]:
        """The norms, and every step: that of token 0 is part of no norm, but of the exponents."""
        for key, array in self.arrays.items():
            if key.startswith("sigma_l"):
                yield key, ~np.isfinite(array).all(axis=1)
        yield from (found for found in super().bad_tokens() if found[0].startswith("norm_jacobian_l"))

    @property
    def length(self) -> int:
        """Number of tokens T."""
        return len(self.arrays["sigma_l0"])

    def bounds(self, layer: int, tau: int) -> tuple[Float[np.ndarray, " T"], Float[np.ndarray, " T"]]:
        """Between what the norms seen from token `tau` must lie: above, below; NaN where t > τ.

        Above: the product of the largest one-step singular values from t + 1 to τ. Below: that of the
        smallest, which is loose: no direction shrinks by more at any step.
        """
        sigma = self.arrays[f"sigma_l{layer}"]
        upper, lower = np.full(len(sigma), np.nan), np.full(len(sigma), np.nan)
        for bound, column in ((upper, 0), (lower, -1)):
            bound[tau] = 1
            bound[:tau] = _products(sigma[tau:0:-1, column])[::-1]
        return upper, lower


def _products(factors: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
    """What the first so many factors make together; one that is beyond float64 does not spoil the next.

    Where the product leaves float64 on its way, ∞ times a small number would stay ∞, and 0 stay 0.
    """
    with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
        products: np.ndarray = np.cumprod(factors)
        tiny = np.finfo(np.float64).tiny
        left = np.isinf(products) | (products < tiny) | np.isnan(products)
        if left.any():
            products[left] = np.exp(np.cumsum(np.log(factors)))[left]
    return products
