"""Runs one layer over a whole sequence, and still records everything inside it.

PyTorch's fused layers are fast but give only h (pytorch#8938). With all h known, everything else follows
without stepping: the cell's own stages run on all tokens at once, first of all the matrix product that goes
into every gate. Only c is a short loop, because c needs c.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from torch import Tensor, nn

from engine.backends.device import one_thread
from engine.backends.torch_namespace import TorchNamespace
from engine.cell import Cell, LayerParameters, Stage, Values
from engine.forward.recorder import Recorder
from engine.progress import Job

CHUNK = 1024
"""Tokens in one call of a fused layer: nothing can stop it inside, and its results take memory."""

UNITS_FOR_ONE_THREAD = 128
"""Up to here a step is so short that waiting for a second processor costs more than it saves. With 32 units a
text takes three times as long on two; on a busy machine, the window painting beside it, a hundred times."""

FUSED: dict[tuple[str, str], Callable[..., nn.RNNBase]] = {
    ("rnn", "tanh"): nn.RNN,
    ("rnn", "relu"): partial(nn.RNN, nonlinearity="relu"),
    ("lstm", "tanh"): nn.LSTM,
    ("gru", "tanh"): nn.GRU,
}


@dataclass(frozen=True, eq=False)
class FastLayer:
    """One layer, ready to run on its device.

    Attributes:
        cell: The kind of its cells.
        p: Its weights, as tensors on the device.
        fused: PyTorch's layer with the same weights.
    """

    cell: Cell
    p: LayerParameters
    fused: nn.RNNBase

    @classmethod
    def of(cls, cell: Cell, p: LayerParameters) -> "FastLayer":
        """Makes PyTorch's layer around the weights, without drawing random ones first."""
        fused = FUSED[cell.name, cell.activation](p.input_size, p.hidden_size, device="meta")
        weights = {
            f"{name}_l0": getattr(p, name) for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        }
        fused.load_state_dict(weights, assign=True)
        fused.flatten_parameters()
        return cls(cell, p, fused)

    @property
    def is_small(self) -> bool:
        """Whether one processor is enough: for the stages too, where a second one is waited for as well."""
        return self.p.hidden_size <= UNITS_FOR_ONE_THREAD and self.p.weight_hh.device.type == "cpu"

    def run(self, recorder: Recorder, index: int, job: Job) -> None:
        """Fills the arrays of the layer.

        Args:
            recorder: Holds what the layer reads, takes what it computes.
            index: Which of the layers it is, from 0 at the bottom.
            job: Says how far it is; ends it when nobody waits any more.
        """
        cell, p, xp = self.cell, self.p, TorchNamespace(str(self.p.weight_hh.device))
        inputs = recorder.layer(index)["x"]
        before = dict.fromkeys(cell.states, p.weight_hh.new_zeros(1, p.hidden_size))
        stages = [stage for stage in cell.stages if _runs_at_once(stage, cell)]
        for start in range(0, len(inputs), CHUNK):
            job.reached(start / len(inputs))
            x = torch.from_numpy(inputs[start : start + CHUNK]).to(xp.device)
            with one_thread() if self.is_small else nullcontext():
                h, after = self._run_fused(x, before)
                h_before = torch.cat((before["h"], h[:-1]))
                values: Values = {"x": x, "h_before": h_before, "h": h, "p": p, "xp": xp}
                for stage in stages:
                    values.update(stage.run(values))
            for symbol in cell.recorded:
                if symbol in values:
                    recorder.put(index, symbol, start, xp.numpy(values[symbol]))
            before = after
        with np.errstate(over="ignore", invalid="ignore"):  # what overflows is data, and named by the trace
            arrays = recorder.layer(index)
            for stage in cell.stages:
                stage.run_over_time(arrays)
        job.reached(1.0)

    def _run_fused(self, x: Tensor, before: dict[str, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """All h, [T, H], and the states after the last token."""
        if isinstance(self.fused, nn.LSTM):
            h, (h_after, c_after) = self.fused(x, (before["h"], before["c"]))
            return h, {"h": h_after, "c": c_after}
        h, h_after = self.fused(x, before["h"])
        return h, {"h": h_after}


def _runs_at_once(stage: Stage, cell: Cell) -> bool:
    """Whether a stage needs no state of its own token's past but h, and gives anything that is recorded."""
    return not set(stage.outputs) & set(cell.states) and bool(set(stage.outputs) & set(cell.recorded))
