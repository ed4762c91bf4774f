"""The few array functions that the engine needs, under the same names for numpy and for torch.

A cell is written once over such a namespace `xp`; numpy runs it, torch runs it on any device.
"""

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np

from engine.shapes import Float

Array = Any
"""A numpy array or a torch tensor. The shape stands around it: `Float[Array, "*n H"]`."""


SAFE_SQUARES = 1e-270, 1e300
"""Sums of squares between these have lost nothing that float64 could show."""


@runtime_checkable
class ArrayNamespace(Protocol):
    """What a cell may call (the first six), and what running it takes."""

    def linear(self, values: Array, weight: Array, bias: Array) -> Array:
        """W x + b for every row x of the values."""

    def add_linear(self, sums: Array, values: Array, weight: Array, bias: Array) -> Array:
        """The sums, which are used up, plus W x + b for every row x of the values."""

    def sigmoid(self, values: Array) -> Array:
        """1 / (1 + exp(-x)), value by value."""

    def tanh(self, values: Array) -> Array:
        """The hyperbolic tangent, value by value."""

    def relu(self, values: Array) -> Array:
        """The larger one of each value and 0."""

    def where(self, there: Array, values: Array, others: Array) -> Array:
        """The values where there is True, else the others."""

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
        """Euclidean norms along the last axis, in float64; no square underflows or overflows on the way."""

    def exponents(self, sizes: Array, largest: int) -> Array:
        """Of a power of two near each size, at most ±`largest` (0 for 0 and for what is not finite)."""

    def times_powers(self, values: Array | float, exponents: Array) -> Array:
        """Values in float64 times powers of two, whose exponents may be beyond what float64 holds."""


class NumpyNamespace:
    """The functions for numpy arrays."""

    def linear(self, values: Array, weight: Array, bias: Array) -> Array:
        """W x + b for every row x of the values."""
        return values @ weight.T + bias

    def add_linear(self, sums: Array, values: Array, weight: Array, bias: Array) -> Array:
        """The sums, which are used up, plus W x + b for every row x of the values."""
        sums += values @ weight.T + bias
        return sums

    def sigmoid(self, values: Array) -> Array:
        """1 / (1 + exp(-x)), value by value."""
        with np.errstate(over="ignore"):  # exp(100) overflows in float32, and 1 / inf is the right 0
            return 1 / (1 + np.exp(-values))

    def tanh(self, values: Array) -> Array:
        """The hyperbolic tangent, value by value."""
        return np.tanh(values)

    def relu(self, values: Array) -> Array:
        """The larger one of each value and 0."""
        return np.maximum(values, 0)

    def where(self, there: Array, values: Array, others: Array) -> Array:
        """The values where there is True, else the others."""
        return np.where(there, values, others)

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
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            squares = np.vecdot(doubles, doubles)
        if values.dtype == np.float32:  # whose squares float64 holds
            return np.sqrt(squares)
        strays = ~((squares > SAFE_SQUARES[0]) & (squares < SAFE_SQUARES[1]))
        return _norms_by_powers(doubles) if strays.any() else np.sqrt(squares)

    def exponents(self, sizes: Array, largest: int) -> Array:
        """Of a power of two near each size (0 for 0 and for what is not finite)."""
        usable = np.where(np.isfinite(sizes) & (sizes > 0), sizes, 1.0)
        return np.clip(np.frexp(usable)[1], -largest, largest)

    def times_powers(self, values: Array | float, exponents: Array) -> Array:
        """Values times powers of two; ∞ and 0 where float64 ends."""
        with np.errstate(over="ignore", under="ignore"):
            # C's int: where longer numbers have another name (Windows) numpy takes no other
            return np.ldexp(values, np.asarray(exponents).astype(np.intc))


def gradient_times(gradient: Float[np.ndarray, " n"], factor: Float[np.ndarray, " n"]) -> Array:
    """A gradient times what a step computed. ∞ stands for a number beyond float64: times 0 that is 0, too."""
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        return np.where(np.isinf(gradient) & (factor == 0), 0.0, gradient * factor)


def _norms_by_powers(values: Array) -> Array:
    """Norms of float64 vectors near the ends of its range: each is brought near 1 and back again."""
    exponents = np.frexp(np.abs(values).max(axis=-1, initial=0.0))[1]
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        near_one = np.ldexp(values, -exponents[..., None])
        return np.ldexp(np.sqrt(np.vecdot(near_one, near_one)), exponents)


NUMPY = NumpyNamespace()
