"""The few array functions that the engine needs, for torch tensors on one device."""

from collections.abc import Sequence

import numpy as np
import torch

from engine.backends.array_namespace import Array

LARGEST_EXPONENT = 1000  # of two, within float64


class TorchNamespace:
    """The functions for torch tensors."""

    def __init__(self, device: str = "cpu") -> None:
        self.device = device

    def linear(self, values: Array, weight: Array, bias: Array) -> Array:
        """W x + b for every row x of the values."""
        return torch.nn.functional.linear(values, weight, bias)

    def add_linear(self, sums: Array, values: Array, weight: Array, bias: Array) -> Array:
        """The sums, which are used up, plus W x + b for every row x of the values."""
        if values.ndim != 2:  # one step
            return sums.add_(self.linear(values, weight, bias))
        return sums.add_(bias).addmm_(values, weight.T)  # a product that is never written costs no memory

    def sigmoid(self, values: Array) -> Array:
        """1 / (1 + exp(-x)), value by value."""
        return torch.sigmoid(values)

    def tanh(self, values: Array) -> Array:
        """The hyperbolic tangent, value by value. Numpy's takes a fifth of the time of torch's here."""
        if self.device != "cpu" or values.requires_grad:
            return torch.tanh(values)
        return torch.from_numpy(np.tanh(values.numpy()))

    def relu(self, values: Array) -> Array:
        """The larger one of each value and 0."""
        return torch.relu(values)

    def where(self, there: Array, values: Array, others: Array) -> Array:
        """The values where there is True, else the others."""
        return torch.where(there, values, others)

    def split(self, values: Array, pieces: int) -> tuple[Array, ...]:
        """Cuts the last axis into equal pieces, without a copy."""
        return tuple(torch.chunk(values, pieces, dim=-1))

    def array(self, values: np.ndarray) -> Array:
        """The values as a tensor on the device: always a copy, since torch cannot hold read-only memory."""
        return torch.tensor(values, device=self.device)

    def numpy(self, values: Array) -> np.ndarray:
        """The values as a numpy array."""
        return np.asarray(values.cpu())

    def like(self, values: Array, other: Array) -> Array:
        """The values in the number type of another array."""
        return values.to(other.dtype)

    def joined(self, upper: Array, lower: Array) -> Array:
        """The rows of both, one below the other, as a new array."""
        return torch.cat((upper, lower))

    def stacked(self, arrays: Sequence[Array], axis: int) -> Array:
        """Arrays of one shape side by side along a new axis."""
        return torch.stack(list(arrays), axis)

    def scaled_sum(self, factors: Array, matrices: Array) -> Array:
        """Matrices, their rows multiplied by factors, added up."""
        return torch.einsum("sh,shf->hf", factors, matrices)

    def norms(self, values: Array) -> Array:
        """Euclidean norms along the last axis, in float64."""
        if values.dtype == torch.float32:  # whose squares float64 holds
            return torch.linalg.vector_norm(values, dim=-1, dtype=torch.float64)
        exponents = torch.frexp(values.abs().amax(dim=-1)).exponent
        near_one = self.times_powers(values, -exponents[..., None])
        return self.times_powers(torch.linalg.vector_norm(near_one, dim=-1), exponents)

    def exponents(self, sizes: Array, largest: int) -> Array:
        """Of a power of two near each size (0 for 0 and for what is not finite)."""
        usable = torch.where(torch.isfinite(sizes) & (sizes > 0), sizes, 1.0)
        return torch.frexp(usable).exponent.clip(-largest, largest)

    def times_powers(self, values: Array | float, exponents: Array) -> Array:
        """Values times powers of two, in thirds: `torch.ldexp` overflows where the power alone does."""
        third = exponents.clip(-3 * LARGEST_EXPONENT, 3 * LARGEST_EXPONENT).to(torch.float64) / 3
        for part in (third.floor(), third.floor(), 3 * third - 2 * third.floor()):
            values = values * torch.exp2(part)
        return values
