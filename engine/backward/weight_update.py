"""How one weight would change: its gradient as a sum over the tokens at which it was used.

The backward pass (`engine.backward.gradient_paths`) leaves at every token what arrives at the gates' sums.
A weight multiplies one number of the step before (or of the input) into one of these sums, so each token adds
∂ℓ/∂(sum) × that number.

Source:
    Rumelhart, Hinton & Williams 1986, "Learning representations by back-propagating errors", Nature 323.
    Werbos 1990, "Backpropagation through time: what it does and how to do it", Proc. IEEE 78(10).
"""

import re

import numpy as np

from engine.backends.array_namespace import NUMPY, gradient_times
from engine.cell import Cell
from engine.messages import EngineError
from engine.models.network import Network
from engine.record.gradient_paths import GradientPaths
from engine.record.trace import Trace
from engine.record.weight_update import WeightUpdate
from engine.shapes import Float

MATRICES = ("weight_ih", "weight_hh")
"""The matrices whose weights can be looked at: from what is read, and from h before."""


def weight_update(
    network: Network, trace: Trace, paths: GradientPaths, weight: str, row: int, column: int
) -> WeightUpdate:
    """Splits the gradient of ℓ_τ by one weight into what each token contributes.

    Args:
        network: The network that made the trace.
        trace: What it computed.
        paths: The backward pass from τ.
        weight: The matrix by PyTorch's name, `weight_hh_l0` for example.
        row: The row in it, 0 to G H − 1.
        column: The column in it.

    Raises:
        EngineError: The network has no such weight.
    """
    matrix, layer = _place(network, weight)
    values = getattr(network.layers[layer], matrix) if layer >= 0 else np.empty((0, 0))
    if not (0 <= row < values.shape[0] and 0 <= column < values.shape[1]):
        raise EngineError("no_such_weight", model=network.card.name, weight=weight, row=row, column=column)
    number, unit = divmod(row, network.hidden_size)
    tokens = paths.at + 1
    arriving = [paths[f"grad_{symbol}_l{layer}"] for symbol in sums_of(network.cell, matrix)]
    read = read_by(trace, matrix, layer)[:tokens]
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        per_token = gradient_times(arriving[number][:tokens, unit], read[:, column])
        norms = gradient_times(NUMPY.norms(np.concatenate(arriving, axis=1)[:tokens]), NUMPY.norms(read))
    return WeightUpdate(
        at=paths.at,
        weight=weight,
        row=row,
        column=column,
        gate=network.cell.gates[number],
        unit=unit,
        value=float(values[row, column]),
        per_token=per_token,
        norm_per_token=norms,
        provenance=trace.handed_on,
    )


def sums_of(cell: Cell, matrix: str) -> tuple[str, ...]:
    """The sums that a matrix adds into, one for each gate, in the order of its rows.

    The GRU keeps apart what its two matrices bring to the candidate: `n_x` and `n_h`.
    """
    apart = "x" if matrix == "weight_ih" else "h"
    sums = {output for stage in cell.stages if "p" in stage.inputs for output in stage.outputs}
    names = ((f"{gate}_in", f"{gate}_{apart}") for gate in cell.gates)
    return tuple(together if together in sums else own for together, own in names)


def read_by(trace: Trace, matrix: str, layer: int) -> Float[np.ndarray, "T _"]:
    """What a matrix is multiplied with at every token: the layer's input, or its h of the token before."""
    if matrix == "weight_ih":
        return trace.values("x", layer).astype(np.float64)
    h = trace.values("h", layer).astype(np.float64)
    return np.concatenate((np.zeros_like(h[:1]), h[:-1]))


def _place(network: Network, weight: str) -> tuple[str, int]:
    """The matrix of a name and its layer; −1 where there is none."""
    found = re.fullmatch(r"(weight_ih|weight_hh)_l(\d+)", weight)
    if found is None or int(found[2]) >= len(network.layers):
        return weight, -1
    return found[1], int(found[2])
