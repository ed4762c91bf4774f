"""How large the states of a network are, over many texts: what makes two colour scales comparable.

Needs no torch: it takes traces, whoever made them.
"""

from collections.abc import Sequence

import numpy as np

from engine.cells import CELLS
from engine.record.trace import Trace

PERCENT = 99


def state_sizes(traces: Sequence[Trace]) -> dict[str, float]:
    """The 99th percentile of |value| of each state, over all tokens of all texts and all units, by its key.

    Computed in float64 over all of them together; between two neighbouring sizes it is interpolated linearly
    (Hyndman & Fan 1996, definition 7, as in numpy). A state that is not always finite has none, and neither
    has one of which less than a hundredth is not 0.

    Args:
        traces: One for each text, of one network.
    """
    first = traces[0]
    keys = [f"{state}_l{layer}" for layer in range(first.layers) for state in CELLS[first.cell].states]
    sizes = {}
    for key in keys:
        values = np.abs(np.concatenate([trace[key].ravel() for trace in traces]).astype(np.float64))
        if np.isfinite(values).all() and (size := float(np.percentile(values, PERCENT))) > 0:
            sizes[key] = size
    return sizes
