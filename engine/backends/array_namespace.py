"""The few array functions that the engine needs, under the same names for numpy and for torch.

A cell is written once over such a namespace `xp`; numpy runs it, torch runs it on any device.
"""

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np

Array = Any
"""A numpy array or a torch tensor. The shape stands around it: `Float[Array, "*n H"]`."""


@runtime_checkable
class ArrayNamespace(Protocol):
    """What a cell may call (the first four), and what running it takes."""

    def linear(self, values: Array, weight: Array, bias: Array) -> Array:
        """W x + b for every row x of the values."""

    def sigmoid(self, values: Array) -> Array:
        """1 / (1 + exp(-x)), value by value."""

    def tanh(self, values: Array) -> Array:
        """The hyperbolic tangent, value by value."""

    def split(self, values: Array, pieces: int) -> tuple[Array, ...]:
        """Cuts the last axis into equal pieces, without a copy."""

    def array(self, values: np.ndarray) -> Array:
        """The values as an array of this namespace."""

    def numpy(self, values: Array) -> np.ndarray:
        """The values as a numpy array."""

    def like(self, values: Array, other: Array) -> Array:
        """The values in the number type of another array."""

    def joined(self, upper: Array, lower: Array) -> Array:
        """The rows of both, one below the other, as a new array."""

    def stacked(self, arrays: Sequence[Array], axis: int) -> Array:
        """Arrays of one shape side by side along a new axis."""

    def scaled_sum(self, factors: Array, matrices: Array) -> Array:
        """Matrices [S, H, F], their rows multiplied by factors [S, H], added up: [H, F]."""

    def norms(self, values: Array) -> Array:
        """Euclidean norms along the last axis, in float64, so that no square of a float32 underflows."""

    def power_of_two(self, sizes: Array) -> Array:
        """A power of two near each size, within float32's range (1 for 0 and for what is not finite)."""


class NumpyNamespace:
    """The functions for numpy arrays."""

    def linear(self, values: Array, weight: Array, bias: Array) -> Array:
        """W x + b for every row x of the values."""
        return values @ weight.T + bias

    def sigmoid(self, values: Array) -> Array:
        """1 / (1 + exp(-x)), value by value."""
        with np.errstate(over="ignore"):  # exp(100) overflows in float32, and 1 / inf is the right 0
            return 1 / (1 + np.exp(-values))

    def tanh(self, values: Array) -> Array:
        """The hyperbolic tangent, value by value."""
        return np.tanh(values)

    def split(self, values: Array, pieces: int) -> tuple[Array, ...]:
        """Cuts the last axis into equal pieces, without a copy."""
        size = values.shape[-1] // pieces
        return tuple(values[..., at * size : (at + 1) * size] for at in range(pieces))

    def array(self, values: np.ndarray) -> Array:
        """The values as an array of this namespace: themselves."""
        return values

    def numpy(self, values: Array) -> np.ndarray:
        """The values as a numpy array: themselves."""
        return np.asarray(values)

    def like(self, values: Array, other: Array) -> Array:
        """The values in the number type of another array."""
        return values.astype(other.dtype)

    def joined(self, upper: Array, lower: Array) -> Array:
        """The rows of both, one below the other, as a new array."""
        return np.concatenate((upper, lower))

    def stacked(self, arrays: Sequence[Array], axis: int) -> Array:
        """Arrays of one shape side by side along a new axis."""
        return np.stack(arrays, axis)

    def scaled_sum(self, factors: Array, matrices: Array) -> Array:
        """Matrices, their rows multiplied by factors, added up."""
        return np.einsum("sh,shf->hf", factors, matrices)

    def norms(self, values: Array) -> Array:
        """Euclidean norms along the last axis, in float64."""
        doubles = values.astype(np.float64, copy=False)
        return np.sqrt(np.vecdot(doubles, doubles))

    def power_of_two(self, sizes: Array) -> Array:
        """A power of two near each size (1 for 0 and for what is not finite)."""
        usable = np.where(np.isfinite(sizes) & (sizes > 0), sizes, 1.0)
        return np.ldexp(1.0, np.clip(np.frexp(usable)[1], -126, 126))


NUMPY = NumpyNamespace()
