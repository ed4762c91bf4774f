"""Measures how much longer it takes to leave every word out in turn than to read the text once.

`python -m engine.bench.leave_one_out` prints one JSON object.
"""

import json
import sys
from time import process_time

import numpy as np

from engine.analysis.forgetting import forgetting
from engine.analysis.leave_one_out import leave_one_out
from engine.bench.bench import Contestants, Figures, example_inputs, in_turns
from engine.cells import CELLS
from engine.forward.simulate import simulate

TOKENS, UNITS, ROUNDS = 32, 32, 101


def measure(tokens: int = TOKENS, units: int = UNITS, rounds: int = ROUNDS) -> Figures:
    """All three cells on one text, against their three traces, in CPU time.

    Args:
        tokens: Its length T.
        units: Of each network, H.
        rounds: How often each takes its turn.
    """
    networks = [Contestants(cell, units).ours for cell in CELLS]
    inputs = example_inputs(tokens, units)
    traces = [simulate(network, inputs=inputs, device="cpu") for network in networks]
    pairs = list(zip(networks, traces, strict=True))
    ours_s, traces_s = in_turns(
        lambda: [leave_one_out(network, trace) for network, trace in pairs],
        lambda: [simulate(network, inputs=inputs, device="cpu") for network in networks],
        rounds=rounds,
        clock=process_time,
    )
    return {
        "ratio_to_trace": ours_s / traces_s,
        "leave_one_out_ms": 1000 * ours_s,
        "traces_ms": 1000 * traces_s,
        "largest_difference": max(
            float(
                np.abs(
                    leave_one_out(network, trace)["norm_difference_h_l0"][1:, 0]
                    - forgetting(network, trace, 0)["norm_difference_h_l0"][1:]
                ).max()
            )
            for network, trace in pairs
        ),
    }


if __name__ == "__main__":
    json.dump(measure(), sys.stdout)
