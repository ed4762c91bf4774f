"""One backward sweep through stacked cells, carrying the gradients of many ℓ_τ together.

At token t the sweep holds one row for every τ ≥ t: the gradients of ℓ_τ by h_t (and c_t) of every layer.
Derivatives are total: each counts every path from that node on, so the one of c_t includes what goes through
h_t. (A fused `LSTMCell` leaves that path out of c's own gradient.)

Over many steps a gradient shrinks or grows by factors that no float can hold, so every row is now and then
divided by a power of two, which changes no digit, and `exponents` remembers it.

Source:
    Werbos 1990, "Backpropagation through time: what it does and how to do it", Proc. IEEE 78(10).
"""

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from engine.backends.array_namespace import NUMPY, Array, ArrayNamespace
from engine.backends.device import is_out_of_memory
from engine.backends.torch_namespace import TorchNamespace
from engine.cell import Cell, StepGradient
from engine.models.network import Network
from engine.record.trace import Trace
from engine.shapes import Float, Int

RESCALE_EVERY = 8
"""Tokens between two rescalings: short enough that no gradient above 1e-4 a step leaves float32 meanwhile."""

LARGEST_EXPONENT = {"float32": 126, "float64": 1000}
"""Of two, in one rescaling: within the number type, and its inverse too."""

Result = TypeVar("Result")


class Sweep:
    """Walks from the last token to the first.

    Attributes:
        exponents: For each row the power of two that its gradients have to be multiplied by: a whole number
            has no end, where 2 to that power is beyond every float.
    """

    def __init__(
        self,
        network: Network,
        trace: Trace,
        rows: Int[np.ndarray, " R"],
        xp: ArrayNamespace,
        dtype: str | None = None,
    ) -> None:
        """Stands behind the last token that anything is asked about.

        Args:
            network: The network that made the trace.
            trace: What it computed.
            rows: The tokens τ whose ℓ_τ is differentiated, ascending.
            xp: The array functions to compute with.
            dtype: The number type to compute in; that of the trace if None.
        """
        self.dtype = np.dtype(dtype or trace["h_l0"].dtype)
        self.cell, self.xp, self.rows = network.cell, xp, rows
        self.layers = network.weights(xp, self.dtype.name)
        self.seeds = xp.array(_readout_gradients(network, trace, rows).astype(self.dtype, copy=False))
        self.zeros = xp.array(np.zeros((1, trace.hidden_size), dtype=self.dtype))
        self.first = len(rows)
        self.carried = [dict.fromkeys(self.cell.states, self.zeros[:0]) for _ in self.layers]
        self.exponents = xp.array(np.zeros(len(rows), dtype=np.int64))
        tokens = int(rows[-1]) + 1
        self.values = [
            {
                symbol: xp.array(array.astype(self.dtype, copy=False))
                for symbol, array in values_of(self.cell, trace, index, tokens).items()
            }
            for index in range(trace.layers)
        ]
        self.held = [
            {symbol: xp.array(values[:tokens]) for symbol, values in trace.held(index).items()}
            for index in range(trace.layers)
        ]

    def back_through(self, token: int) -> tuple[int, list[StepGradient]]:
        """Takes all gradients back through one token; tokens must come in descending order.

        Returns:
            The first row that has a gradient here (those before are of earlier τ), and the gradients of each
            layer for the rows from there on, still to be multiplied by two to the power of `exponents`.
        """
        if self.first > 0 and self.rows[self.first - 1] == token:
            self._begin_row()
        steps: list[StepGradient] = []
        from_above: Array = None
        for index in reversed(range(len(self.layers))):
            d_state = dict(self.carried[index])
            if from_above is not None:
                d_state["h"] = d_state["h"] + from_above
            step = self._step(index, token, d_state)
            self.carried[index] = {name: step.total[f"{name}_before"] for name in self.cell.states}
            from_above = step.total["x"]
            steps.append(step)
        return self.first, steps[::-1]

    def rescale(self) -> None:
        """Brings every row near 1, by powers of two."""
        carried = [gradient for layer in self.carried for gradient in layer.values()]
        sizes = sum(self.xp.norms(gradient) for gradient in carried)
        exponents = self.xp.exponents(sizes, LARGEST_EXPONENT[self.dtype.name])
        self.exponents[self.first :] += exponents
        divisors = self.xp.like(self.xp.times_powers(1.0, exponents)[:, None], self.zeros)
        for layer in self.carried:
            for name in layer:
                layer[name] = layer[name] / divisors

    def _begin_row(self) -> None:
        """Adds the row of one more ℓ_τ, which starts at the last layer's h_τ and is zero everywhere else."""
        self.first -= 1
        for layer in self.carried:
            for name in layer:
                layer[name] = self.xp.joined(self.zeros, layer[name])
        self.carried[-1]["h"][0] = self.seeds[self.first]

    def _step(self, layer: int, token: int, d_state: dict[str, Array]) -> StepGradient:
        """Takes the gradients of one layer back through one token."""
        here = {symbol: array[token] for symbol, array in self.values[layer].items()}
        held = {symbol: array[token] for symbol, array in self.held[layer].items()}
        return self.cell.backward_step(self.layers[layer], here, d_state, self.xp, held)


def values_of(cell: Cell, trace: Trace, layer: int, tokens: int) -> dict[str, Float[np.ndarray, "T H"]]:
    """What the backward formulas read in one layer at the first `tokens` tokens, by symbol."""
    values = {}
    for symbol in cell.backward_needs:
        state = symbol.removesuffix("_before")
        array = trace.values(state, layer)[:tokens]
        if state != symbol:
            array = np.concatenate((np.zeros_like(array[:1]), array[:-1]))
        values[symbol] = array
    return values


def where_it_ran(trace: Trace, compute: Callable[[ArrayNamespace], Result]) -> Result:
    """Computes where a trace was made, numpy for the CPU, torch for another device; if that is full, here."""
    device = trace.provenance.device
    try:
        return compute(NUMPY if device == "cpu" else TorchNamespace(device))
    except RuntimeError as error:
        if device == "cpu" or not is_out_of_memory(error):
            raise
        return compute(NUMPY)


def _readout_gradients(
    network: Network, trace: Trace, rows: Int[np.ndarray, " R"]
) -> Float[np.ndarray, "R H"]:
    """The derivative of ℓ_τ by the last layer's h_τ: the weights of the chosen output, else ones."""
    dtype = trace["h_l0"].dtype
    if network.readout_weight is None:
        return np.ones((len(rows), trace.hidden_size), dtype=dtype)
    weights = network.readout_weight[trace.provenance.output].astype(dtype)
    return np.tile(weights, (len(rows), 1))
