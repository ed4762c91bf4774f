"""Measures the engine against plain PyTorch, always both in one run and in turns.

Here: traces. `engine.bench.gradient` measures what is derived from them, `engine.bench.tokenizer` texts.

A figure is the ratio of two medians, because a ratio means the same on a slow machine as on a fast one.
`python -m engine.bench.bench PART` prints one JSON object; `main.py bench` runs the parts in fresh processes.
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import numpy as np
import torch
from torch import Tensor, nn

from engine.backends.device import one_thread
from engine.bench.fresh_process import figures_of
from engine.cell import LayerParameters
from engine.cells import CELLS
from engine.forward.simulate import simulate
from engine.models.network import ModelCard, Network
from engine.record.trace import Trace

ROUNDS = 21
TRACE_TOKENS, TRACE_UNITS = 1000, 128
MEMORY_TOKENS, MEMORY_UNITS = 10_000, 256
FUSED: Mapping[str, Callable[..., nn.RNNBase]] = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
SINGLE: Mapping[str, Callable[..., nn.RNNCellBase]] = {
    "rnn": nn.RNNCell,
    "lstm": nn.LSTMCell,
    "gru": nn.GRUCell,
}
WEIGHTS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")

Figures = dict[str, object]


class Contestants:
    """One cell three times, with the same weights: ours, PyTorch's fused layer, PyTorch's single cell."""

    def __init__(self, cell: str, units: int) -> None:
        self.cell = cell
        torch.manual_seed(0)
        self.fused = FUSED[cell](units, units)
        self.single = SINGLE[cell](units, units)
        self.has_memory = "c" in CELLS[cell].states
        weights = {name: getattr(self.fused, f"{name}_l0").detach() for name in WEIGHTS}
        self.single.load_state_dict(weights)
        parameters = LayerParameters(**{name: weight.numpy().copy() for name, weight in weights.items()})
        self.ours = Network(ModelCard(f"bench-{cell}", cell), None, None, (parameters,), None, None)

    def trace(self, inputs: np.ndarray, network: Network | None = None) -> Trace:
        """Everything, by our fast path; of another network if one is given, such as ours with a readout."""
        return simulate(network or self.ours, inputs=inputs, device="cpu")

    def run_fused(self, inputs: Tensor) -> Tensor:
        """Only h, as fast as PyTorch can."""
        with torch.no_grad():
            h: Tensor = self.fused(inputs)[0]
        return h

    def run_single(self, inputs: Tensor) -> dict[str, Tensor]:
        """The loop that people write to see c as well: one cell call for each token, every state kept."""
        with torch.no_grad():
            return {name: torch.stack(states) for name, states in self.unrolled(inputs).items()}

    def unrolled(self, inputs: Tensor, start: Tensor | None = None) -> dict[str, list[Tensor]]:
        """The states after every token, as PyTorch's single cell gives them, from zeros or from a state."""
        h = c = inputs.new_zeros(1, self.single.hidden_size)
        if start is not None:  # h, and after it c
            h, *rest = start[None].chunk(1 + self.has_memory, dim=1)
            c = rest[0] if rest else h
        states: dict[str, list[Tensor]] = {"h": [], "c": []} if self.has_memory else {"h": []}
        for x in inputs:
            if self.has_memory:
                h, c = self.single(x[None], (h, c))
                states["c"].append(c)
            else:
                h = self.single(x[None], h)
            states["h"].append(h)
        return states


def measure_trace() -> Figures:
    """How long and how much memory a full trace takes, for each cell; the LSTM's figures are the headline."""
    cells: dict[str, Figures] = {}
    for cell in CELLS:
        figures = _time_trace(Contestants(cell, TRACE_UNITS))
        memory = figures_of("engine.bench.bench", "memory", cell)["memory_ratio"]
        cells[cell] = figures | {"memory_ratio": memory}
    headline = ("ratio_to_nn_lstm", "times_faster_than_cell_loop", "memory_ratio")
    renamed = cells["lstm"] | {"ratio_to_nn_lstm": cells["lstm"]["ratio_to_fused"]}
    return {name: renamed[name] for name in headline} | {"cells": cells}


def _time_trace(contestants: Contestants) -> Figures:
    inputs = example_inputs(TRACE_TOKENS, TRACE_UNITS)
    tensor = torch.from_numpy(inputs)

    def fused() -> object:
        return contestants.run_fused(tensor)

    def loop() -> object:
        return contestants.run_single(tensor)

    ours_s, *fused_s, loop_s, loop_one_s = in_turns(
        lambda: contestants.trace(inputs),
        *(fused, on_one_thread(fused), loop, on_one_thread(loop)),
        clock=process_time,  # whatever else this machine does meanwhile; ours runs on one thread
    )
    record, states = contestants.trace(inputs), contestants.run_single(tensor)
    return {
        "trace_ms": 1000 * ours_s,
        "fused_ms": 1000 * min(fused_s),
        "cell_loop_ms": 1000 * min(loop_s, loop_one_s),
        "ratio_to_fused": ours_s / min(fused_s),
        "times_faster_than_cell_loop": min(loop_s, loop_one_s) / ours_s,
        "largest_difference": max(
            float(np.abs(record[f"{name}_l0"] - values[:, 0].numpy()).max())
            for name, values in states.items()
        ),
    }


def measure_memory(cell: str) -> Figures:
    """Peak growth of this process while it traces, against the bytes of the record. Linux only."""
    contestants = Contestants(cell, MEMORY_UNITS)
    contestants.trace(example_inputs(16, MEMORY_UNITS))  # loads libraries and starts their threads
    inputs = example_inputs(MEMORY_TOKENS, MEMORY_UNITS)
    if not sys.platform.startswith("linux"):
        return {"memory_ratio": None}
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
    before = _status_kb("VmRSS")
    record = contestants.trace(inputs)
    grown = 1024 * (_status_kb("VmHWM") - before)
    size = sum(array.nbytes for array in record.arrays.values())
    return {"memory_ratio": grown / size, "grown_mb": grown / 1e6, "record_mb": size / 1e6}


def on_one_thread(run: Callable[[], object]) -> Callable[[], object]:
    """The same on one thread. PyTorch takes all; on small layers it is often quicker without, and we compare
    with whichever is quicker here and now."""

    def alone() -> object:
        with one_thread():
            return run()

    return alone


def in_turns(
    *contestants: Callable[[], object], rounds: int = ROUNDS, clock: Callable[[], float] = perf_counter
) -> tuple[float, ...]:
    """The median time of each, in seconds. They take turns: a slow moment of the machine hits all alike."""
    for run in contestants:
        run()
    times: list[list[float]] = [[] for _ in contestants]
    for _ in range(rounds):
        for run, taken in zip(contestants, times, strict=True):
            start = clock()
            run()
            taken.append(clock() - start)
    return tuple(median(taken) for taken in times)


def example_inputs(tokens: int, size: int) -> np.ndarray:
    """Standard normal numbers, the same for every contestant."""
    return np.random.default_rng(0).standard_normal((tokens, size), dtype=np.float32)


def _status_kb(field: str) -> int:
    """A line of the kernel's account of this process's memory."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field))


PARTS: Mapping[str, Callable[..., Figures]] = {
    "trace": measure_trace,
    "memory": measure_memory,
}

if __name__ == "__main__":
    json.dump(PARTS[sys.argv[1]](*sys.argv[2:]), sys.stdout)
