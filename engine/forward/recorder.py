"""Gathers the numbers of a trace while a network runs.

Room for all arrays is made before the first token, so that a long trace needs hardly more memory than it
holds in the end. (The system gives memory only when it is written to: room that is never used costs nothing.)
"""

from collections.abc import Iterable

import numpy as np

from engine.shapes import Float


class Recorder:
    """The arrays of a trace that is still being computed.

    Attributes:
        arrays: All of them by their keys, in order of computation.
    """

    def __init__(
        self, inputs: Float[np.ndarray, "T E"], symbols: Iterable[str], layers: int, units: int
    ) -> None:
        """Makes room for every symbol in every layer.

        Args:
            inputs: What the first layer reads; its length and number type are those of the trace.
            symbols: What each layer records, in order of computation.
            layers: Number of layers K.
            units: Number of hidden units H.
        """
        self.tokens = len(inputs)
        self.arrays: dict[str, np.ndarray] = {"x_l0": inputs}
        for layer in range(layers):
            for symbol in symbols:
                self.arrays[f"{symbol}_l{layer}"] = np.empty((len(inputs), units), dtype=inputs.dtype)

    def layer(self, index: int) -> dict[str, np.ndarray]:
        """The arrays of one layer by symbol, to be written; with what it reads, `x`."""
        ending = f"_l{index}"
        arrays = {
            key.removesuffix(ending): array for key, array in self.arrays.items() if key.endswith(ending)
        }
        if index > 0:
            arrays["x"] = self.arrays[f"h_l{index - 1}"]
        return arrays

    def put(self, layer: int, symbol: str, start: int, values: Float[np.ndarray, "t H"]) -> None:
        """Takes the values of the tokens from `start` on. A whole sequence is kept as it is, not copied."""
        key = f"{symbol}_l{layer}"
        if len(values) == self.tokens:
            self.arrays[key] = values
        else:
            self.arrays[key][start : start + len(values)] = values
