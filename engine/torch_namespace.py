"""The array functions that cells need, for torch tensors on any device."""

import torch

from engine.array_namespace import Array


class TorchNamespace:
    """The functions for torch tensors."""

    def sigmoid(self, values: Array) -> Array:
        """1 / (1 + exp(-x)), value by value."""
        return torch.sigmoid(values)

    def tanh(self, values: Array) -> Array:
        """The hyperbolic tangent, value by value."""
        return torch.tanh(values)

    def split(self, values: Array, pieces: int) -> tuple[Array, ...]:
        """Cuts the last axis into equal pieces, without a copy."""
        return tuple(torch.chunk(values, pieces, dim=-1))


TORCH = TorchNamespace()
