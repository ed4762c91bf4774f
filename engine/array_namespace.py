"""The few array functions that cells need, under the same names for numpy and for torch.

A cell is written once over such a namespace `xp`; numpy runs it, torch runs it on any device.
"""

from typing import Any, Protocol, runtime_checkable

import numpy as np

Array = Any
"""A numpy array or a torch tensor. The shape stands around it: `Float[Array, "*n H"]`."""


@runtime_checkable
class ArrayNamespace(Protocol):
    """What a cell may call."""

    def sigmoid(self, values: Array) -> Array:
        """1 / (1 + exp(-x)), value by value."""

    def tanh(self, values: Array) -> Array:
        """The hyperbolic tangent, value by value."""

    def split(self, values: Array, pieces: int) -> tuple[Array, ...]:
        """Cuts the last axis into equal pieces, without a copy."""


class NumpyNamespace:
    """The functions for numpy arrays."""

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


NUMPY = NumpyNamespace()
