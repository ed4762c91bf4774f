"""Runs one layer over a whole sequence, and still records everything inside it.

PyTorch's fused layers are fast but give only h (pytorch#8938). With all h known, everything else follows
without stepping: the cell's own stages run on all tokens at once, first of all the matrix product that goes
into every gate. Only c is a short loop, because c needs c.
"""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from engine.cell import Cell, LayerParameters, Stage, Values
from engine.torch_namespace import TorchNamespace

CHUNK = 1024
"""Tokens in one call of a fused layer: nothing can stop it inside, and its results take memory."""

FUSED: dict[str, Callable[..., nn.RNNBase]] = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


def run_layer(
    cell: Cell, p: LayerParameters, arrays: dict[str, np.ndarray], advanced: Callable[[float], None]
) -> None:
    """Fills the arrays of one layer.

    Args:
        cell: The kind of cell.
        p: The layer's weights, as tensors on the device where it shall run.
        arrays: `x` is read, everything else is written.
        advanced: Is told the fraction that is done; may raise to end the run.
    """
    fused, xp = _fused_layer(cell, p), TorchNamespace(str(p.weight_hh.device))
    tokens = len(arrays["x"])
    zeros = p.weight_hh.new_zeros(1, p.hidden_size)
    before = dict.fromkeys(cell.states, zeros)
    at_once = [stage for stage in cell.stages if _needs_no_loop(stage, cell)]
    looped = [stage for stage in cell.stages if set(stage.outputs) & set(cell.states) - {"h"}]
    for start in range(0, tokens, CHUNK):
        advanced(start / tokens)
        chunk = slice(start, start + CHUNK)
        x = _tensor(arrays["x"][chunk]).to(xp.device)
        h, after = _run_fused(fused, x, before)
        values: Values = {"x": x, "h_before": torch.cat((before["h"], h[:-1])), "h": h, "p": p, "xp": xp}
        for stage in at_once:
            values.update(stage.run(values))
        for symbol in cell.recorded:
            if symbol in values:
                _tensor(arrays[symbol][chunk]).copy_(values[symbol])
        before = after
    for stage in looped:
        _run_loop(stage, arrays)
    advanced(1.0)


def _needs_no_loop(stage: Stage, cell: Cell) -> bool:
    """Whether a stage can run on all tokens at once, and gives anything that is recorded."""
    return not set(stage.outputs) & set(cell.states) and bool(set(stage.outputs) & set(cell.recorded))


def _fused_layer(cell: Cell, p: LayerParameters) -> nn.RNNBase:
    """PyTorch's layer with these weights, made without drawing random ones first."""
    layer = FUSED[cell.name](p.input_size, p.hidden_size, device="meta")
    weights = {f"{name}_l0": getattr(p, name) for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
    layer.load_state_dict(weights, assign=True)
    layer.flatten_parameters()
    return layer


def _run_fused(layer: nn.RNNBase, x: Tensor, before: dict[str, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
    """All h, [T, H], and the states after the last token."""
    if isinstance(layer, nn.LSTM):
        h, (h_after, c_after) = layer(x, (before["h"], before["c"]))
        return h, {"h": h_after, "c": c_after}
    h, h_after = layer(x, before["h"])
    return h, {"h": h_after}


def _run_loop(stage: Stage, arrays: dict[str, np.ndarray]) -> None:
    """Computes a state that needs its own past, from the gates that are already recorded."""
    (symbol,) = stage.outputs
    before = stage.inputs.index(f"{symbol}_before")
    gates = zip(*(arrays[name] for name in stage.inputs if name != f"{symbol}_before"), strict=True)
    states = arrays[symbol]
    state = np.zeros_like(states[0])
    with np.errstate(over="ignore", invalid="ignore"):  # what overflows is recorded, and named by the trace
        for token, values in enumerate(gates):
            state = stage.compute(*values[:before], state, *values[before:])
            states[token] = state


def _tensor(array: np.ndarray) -> Tensor:
    """The same memory as a tensor."""
    return torch.from_numpy(array)
