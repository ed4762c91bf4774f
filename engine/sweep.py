"""One backward sweep through stacked cells, carrying the gradients of many ℓ_τ together.

At token t the sweep holds one row for every τ ≥ t: the gradients of ℓ_τ by h_t (and c_t) of every layer.
Derivatives are total: each counts every path from that node on, so the one of c_t includes what goes through
h_t. (A fused `LSTMCell` leaves that path out of c's own gradient.)

Over many steps a gradient shrinks or grows by factors that no float32 can hold, so every row is now and then
divided by a power of two, which changes no digit, and `scale` remembers it.

Source:
    Werbos 1990, "Backpropagation through time: what it does and how to do it", Proc. IEEE 78(10).
"""

import numpy as np
from jaxtyping import Float, Int

from engine.array_namespace import Array, ArrayNamespace
from engine.cell import StepGradient
from engine.network import Network
from engine.record.trace import Trace

RESCALE_EVERY = 8
"""Tokens between two rescalings: short enough that no gradient above 1e-4 a step leaves float32 meanwhile."""


class Sweep:
    """Walks from the last token to the first.

    Attributes:
        scale: For each row, what its gradients have to be multiplied by.
    """

    def __init__(
        self, network: Network, trace: Trace, rows: Int[np.ndarray, " R"], xp: ArrayNamespace
    ) -> None:
        """Stands behind the last token that anything is asked about.

        Args:
            network: The network that made the trace.
            trace: What it computed.
            rows: The tokens τ whose ℓ_τ is differentiated, ascending.
            xp: The array functions to compute with.
        """
        dtype = trace["h_l0"].dtype
        self.cell, self.xp, self.rows = network.cell, xp, rows

        def room() -> Array:
            return xp.array(np.zeros((len(rows), trace.hidden_size), dtype=dtype))

        self.layers = network.weights(xp, dtype.name)
        self.values = [
            {symbol: xp.array(trace.values(symbol, index)) for symbol in self.cell.backward_needs}
            for index in range(trace.layers)
        ]
        self.seeds = xp.array(_readout_gradients(network, trace, rows))
        self.carried = [{name: room() for name in self.cell.states} for _ in self.layers]
        self.initial_state = xp.array(np.zeros(trace.hidden_size, dtype=dtype))
        self.scale = xp.array(np.ones(len(rows)))

    def back_through(self, token: int) -> tuple[int, list[StepGradient]]:
        """Takes all gradients back through one token; tokens must come in descending order.

        Returns:
            The first row that has a gradient here (those before are of earlier τ), and the gradients of each
            layer for the rows from there on, still to be multiplied by `scale`.
        """
        first = int(np.searchsorted(self.rows, token))
        steps: list[StepGradient] = []
        from_above: Array = None
        for index in reversed(range(len(self.layers))):
            d_state = {name: carried[first:] for name, carried in self.carried[index].items()}
            if from_above is not None:
                d_state["h"] = d_state["h"] + from_above
            elif self.rows[first] == token:
                d_state["h"][0] = self.seeds[first]  # carried is still zero there: this ℓ_τ starts here
            step = self.cell.backward_step(
                self.layers[index], self._values_at(index, token), d_state, self.xp
            )
            for name in self.cell.states:
                self.carried[index][name][first:] = step.total[f"{name}_before"]
            from_above = step.total["x"]
            steps.append(step)
        return first, steps[::-1]

    def rescale(self) -> None:
        """Brings every row near 1, by powers of two."""
        sizes = self.xp.norms(self.carried[0]["h"])
        for layer in self.carried:
            for carried in layer.values():
                sizes = sizes + self.xp.norms(carried)
        factors = self.xp.power_of_two(sizes)
        self.scale *= factors
        for layer in self.carried:
            for carried in layer.values():
                carried /= factors[:, None]

    def _values_at(self, layer: int, token: int) -> dict[str, Array]:
        values = self.values[layer]
        here = {symbol: array[token] for symbol, array in values.items()}
        for name in self.cell.states:
            before = values[name][token - 1] if token > 0 else self.initial_state
            here[f"{name}_before"] = before
        return here


def _readout_gradients(
    network: Network, trace: Trace, rows: Int[np.ndarray, " R"]
) -> Float[np.ndarray, "R H"]:
    """The derivative of ℓ_τ by the last layer's h_τ: the weights of its (largest) logit, else ones."""
    dtype = trace["h_l0"].dtype
    if network.readout_weight is None:
        return np.ones((len(rows), trace.hidden_size), dtype=dtype)
    largest = np.argmax(trace["output"][rows], axis=1)
    gradients: np.ndarray = network.readout_weight.astype(dtype)[largest]
    return gradients
