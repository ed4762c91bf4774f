"""Runs stacked cells token by token and stage by stage: slow, and just what the equations say.

This is the reference that the fast path is held against. It needs no torch: with numpy it is code to copy.
"""

import numpy as np

from engine.backends.array_namespace import NUMPY, ArrayNamespace
from engine.cell import Cell, LayerParameters
from engine.forward.recorder import Recorder
from engine.progress import Job
from engine.record.hold import Hold, held_values

CHUNK = 64
"""Tokens between two looks at whether somebody still waits for the result."""


def run_steps(
    cell: Cell,
    layers: tuple[LayerParameters, ...],
    recorder: Recorder,
    job: Job,
    xp: ArrayNamespace = NUMPY,
    holds: tuple[Hold, ...] = (),
) -> None:
    """Fills the recorder.

    Args:
        cell: The kind of cell.
        layers: The weights as arrays of `xp`, bottom first.
        recorder: Holds the inputs, takes the results.
        job: Says how far it is; ends it when nobody waits any more.
        xp: The array functions.
        holds: What is held at given values meanwhile.
    """
    inputs = recorder.arrays["x_l0"]
    arrays = [recorder.layer(index) for index in range(len(layers))]
    zeros = xp.array(np.zeros(layers[0].hidden_size, dtype=inputs.dtype))
    states = [dict.fromkeys(cell.states, zeros) for _ in layers]
    held = [
        {
            symbol: xp.array(values.astype(inputs.dtype))
            for symbol, values in held_values(
                holds, index, len(layers), len(inputs), layers[0].hidden_size
            ).items()
        }
        for index in range(len(layers))
    ]
    with np.errstate(over="ignore", invalid="ignore"):  # what overflows is data, and named by the trace
        for token in range(len(inputs)):
            if token % CHUNK == 0:
                job.reached(token / len(inputs))
            x = xp.array(inputs[token])
            for index, p in enumerate(layers):
                here = {symbol: array[token] for symbol, array in held[index].items()}
                values = cell.step(p, x, states[index], xp, here)
                for symbol in cell.recorded:
                    arrays[index][symbol][token] = xp.numpy(values[symbol])
                states[index] = {name: values[name] for name in cell.states}
                x = values["h"]
