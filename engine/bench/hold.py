"""Measures what a held run costs: all that the first page shows of it, against one plain trace.

`python -m engine.bench.hold` prints one JSON object.
"""

import json
import sys
from time import process_time

import numpy as np

from engine.analysis.memory_ledger import memory_flow
from engine.backward.gradients import gradient_flow
from engine.bench.bench import Contestants, Figures, example_inputs, in_turns
from engine.cells import CELLS
from engine.forward.simulate import simulate
from engine.interventions.holds import intervene
from engine.models.network import Network
from engine.record.trace import Trace

TOKENS, UNITS, ROUNDS = 32, 32, 101


def measure(tokens: int = TOKENS, units: int = UNITS, rounds: int = ROUNDS) -> Figures:
    """All three cells, each with the first of its gates held, in CPU time.

    Args:
        tokens: The length T of the text.
        units: Of each network, H.
        rounds: How often each takes its turn.
    """
    networks = [Contestants(cell, units).ours for cell in CELLS]
    held = [intervene(network, f"{network.cell.gates[0]}=0.5") for network in networks]
    inputs = example_inputs(tokens, units)

    def plain() -> list[Trace]:
        return [simulate(network, inputs=inputs, device="cpu") for network in networks]

    held_s, plain_s = in_turns(
        lambda: [in_sight(network, inputs) for network in held], plain, rounds=rounds, clock=process_time
    )
    return {
        "ratio_to_trace": held_s / plain_s,
        "held_ms": 1000 * held_s,
        "traces_ms": 1000 * plain_s,
        "all_held": all(
            bool((trace[f"{network.cell.gates[0]}_l0"] == np.float32(0.5)).all())
            for network, trace in ((network, in_sight(network, inputs)) for network in held)
        ),
    }


def in_sight(network: Network, inputs: np.ndarray) -> Trace:
    """The run, its gradients, and what is left of each token where there is a ledger; gives the run."""
    trace = simulate(network, inputs=inputs, device="cpu")
    gradient_flow(network, trace)
    if network.cell.memory is not None:
        memory_flow(network, trace)
    return trace


if __name__ == "__main__":
    json.dump(measure(), sys.stdout)
