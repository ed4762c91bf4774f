"""Measures exact gradients, Jacobians and the memory ledger, in turns with what they are compared with.

`python -m engine.bench.gradient` prints one JSON object. Where the comparison would take minutes, it is timed
on a sample that is spread evenly over all of it, and scaled; the names of such figures end in `_sampled`.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from engine.analysis.memory_ledger import memory_ledger, rule_of
from engine.backward.gradients import gradient_flow
from engine.backward.jacobians import jacobians
from engine.bench.bench import Contestants, Figures, example_inputs, in_turns, on_one_thread
from engine.cells import CELLS
from engine.record.jacobians import Jacobians
from engine.record.trace import Trace
from engine.shapes import Float, Int

GRADIENT_UNITS = 64
GRADIENT_TOKENS, GRADIENT_ROUNDS = 256, 5
LONG_TOKENS, LONG_EVERY = 512, 8
JACOBIAN_TOKENS, JACOBIAN_PAIRS, JACOBIAN_ROUNDS = 128, 16, 3
LEDGER_TOKENS, LEDGER_UNITS = 1000, 128
TINY = 1e-15  # below, the squares in a float32 norm lose their digits, in autograd's norms, not in ours


def measure() -> Figures:
    """Everything, cell by cell; the LSTM's figures are the headline.

    PyTorch computes on one thread: on layers of this size it is quicker so.
    """
    cells = {cell: _measure_cell(cell) for cell in CELLS}
    lstm = cells["lstm"]
    return {
        "times_faster_than_autograd": lstm["norms"]["times_faster_than_autograd"],
        "times_faster_than_autograd_sampled": lstm["long_norms"]["times_faster_than_autograd_sampled"],
        "times_faster_than_jacobian_sampled": lstm["jacobian"]["times_faster_than_jacobian_sampled"],
        "ledger_ratio_to_trace": lstm["ledger"]["ratio_to_trace"],
        "cells": cells,
    }


def _measure_cell(cell: str) -> dict[str, Figures]:
    contestants = Contestants(cell, GRADIENT_UNITS)
    figures = {
        "norms": time_norms(contestants, GRADIENT_TOKENS),
        "long_norms": time_norms(contestants, LONG_TOKENS, LONG_EVERY),
        "jacobian": time_jacobians(contestants, JACOBIAN_TOKENS, JACOBIAN_PAIRS),
    }
    if CELLS[cell].memory is not None:
        figures["ledger"] = time_ledger(Contestants(cell, LEDGER_UNITS), LEDGER_TOKENS)
    return figures


def time_norms(contestants: Contestants, tokens: int, every: int = 1) -> Figures:
    """All norms of all ℓ_τ by our one sweep, against an autograd call a τ, after the forward pass.

    Args:
        contestants: Whose gradients.
        tokens: The length T.
        every: Autograd is timed for one τ in so many, in the middle of each stretch, and scaled.
    """
    inputs = example_inputs(tokens, contestants.ours.hidden_size)
    record = contestants.trace(inputs)
    states = contestants.unrolled(torch.from_numpy(inputs))["h"]
    taus = np.arange((every - 1) // 2, tokens, every)
    sweep_s, autograd_s = in_turns(
        lambda: gradient_flow(contestants.ours, record),
        on_one_thread(lambda: _norms_by_autograd(states, taus)),
        rounds=GRADIENT_ROUNDS,
    )
    autograd_s *= tokens / len(taus)
    ours = gradient_flow(contestants.ours, record)["norm_h_l0"][taus]
    how = "_sampled" if every > 1 else ""
    return {
        "sweep_ms": 1000 * sweep_s,
        f"autograd_ms{how}": 1000 * autograd_s,
        "taus_timed": len(taus),
        f"times_faster_than_autograd{how}": autograd_s / sweep_s,
        "largest_relative_difference": _difference(ours, _norms_by_autograd(states, taus)),
    }


def _norms_by_autograd(states: list[Tensor], taus: Int[np.ndarray, " R"]) -> Float[np.ndarray, "R T"]:
    """‖∂ℓ_τ/∂h_t‖ for these τ and every t, ℓ_τ the sum of h_τ, as they are usually had: τ by τ."""
    norms = np.full((len(taus), len(states)), np.nan)
    for row, tau in zip(norms, taus.tolist(), strict=True):
        gradients = torch.autograd.grad(states[tau].sum(), states[: tau + 1], retain_graph=True)
        row[: tau + 1] = torch.stack(gradients).flatten(1).norm(dim=1).numpy()
    return norms


def time_jacobians(contestants: Contestants, tokens: int, pairs: int) -> Figures:
    """Spectral norms of ∂s_τ/∂s_t for all pairs, against `torch.autograd.functional.jacobian` for each.

    That function has a quicker way, `vectorize=True`, which its documentation calls experimental; it takes
    its turn as well.

    Args:
        contestants: Whose Jacobians.
        tokens: The length T.
        pairs: On how many pairs `jacobian` is timed: as many near ones and far ones as there are.
    """
    inputs = example_inputs(tokens, contestants.ours.hidden_size)
    record = contestants.trace(inputs)
    sample = sample_of_pairs(tokens, pairs)

    def ours() -> Jacobians:
        return jacobians(contestants.ours, record)

    def theirs(vectorize: bool) -> Float[np.ndarray, " P"]:
        return _norms_by_jacobian(contestants, torch.from_numpy(inputs), record, sample, vectorize)

    ours_s, plain_s, vectorized_s = in_turns(
        ours,
        on_one_thread(lambda: theirs(vectorize=False)),
        on_one_thread(lambda: theirs(vectorize=True)),
        rounds=JACOBIAN_ROUNDS,
    )
    scale = tokens * (tokens - 1) / 2 / len(sample)
    later, earlier = (np.array(side) for side in zip(*sample, strict=True))
    return {
        "ours_s": ours_s,
        "jacobian_s_sampled": scale * plain_s,
        "vectorized_s_sampled": scale * vectorized_s,
        "pairs_timed": len(sample),
        "times_faster_than_jacobian_sampled": scale * plain_s / ours_s,
        "times_faster_than_vectorized_sampled": scale * vectorized_s / ours_s,
        "largest_relative_difference": _difference(
            ours()["norm_jacobian_l0"][later, earlier], theirs(vectorize=True)
        ),
    }


def sample_of_pairs(tokens: int, pairs: int) -> list[tuple[int, int]]:
    """Pairs (τ, t), t < τ, at even steps through all of them, in the order of their distance."""
    ordered = sorted(
        ((tau, t) for tau in range(tokens) for t in range(tau)), key=lambda pair: pair[0] - pair[1]
    )
    return [ordered[int((place + 0.5) * len(ordered) / pairs)] for place in range(pairs)]


def _norms_by_jacobian(
    contestants: Contestants,
    inputs: Tensor,
    record: Trace,
    sample: Sequence[tuple[int, int]],
    vectorize: bool,
) -> Float[np.ndarray, " P"]:
    """The largest singular value of ∂s_τ/∂s_t for each pair: run from t to τ, differentiate, decompose."""
    norms = []
    for tau, t in sample:
        between = inputs[t + 1 : tau + 1]

        def later(state: Tensor, between: Tensor = between) -> Tensor:
            states = contestants.unrolled(between, state)
            return torch.cat([states[name][-1][0] for name in states])

        before = [record[f"{name}_l0"][t] for name in CELLS[contestants.cell].states]
        jacobian = torch.autograd.functional.jacobian(  # type: ignore[no-untyped-call]
            later, torch.from_numpy(np.concatenate(before)), vectorize=vectorize
        )
        norms.append(float(torch.linalg.matrix_norm(jacobian, 2)))
    return np.array(norms)


def time_ledger(contestants: Contestants, tokens: int) -> Figures:
    """What each token has left at the last one, prediction shares included, against the trace of it all."""
    units = contestants.ours.hidden_size
    readout = np.random.default_rng(1).standard_normal((1, units)).astype(np.float32)
    network = replace(contestants.ours, readout_weight=readout, readout_bias=readout[:, 0])
    inputs = example_inputs(tokens, units)
    record = contestants.trace(inputs, network)
    ledger_s, trace_s = in_turns(
        lambda: memory_ledger(network, record), lambda: contestants.trace(inputs, network)
    )
    memory = memory_ledger(network, record)
    rebuilt = memory["memory_l0"].sum(axis=0) + memory["initial_l0"]
    state = record[f"{rule_of(contestants.cell).state}_l0"][-1]
    return {
        "ledger_ms": 1000 * ledger_s,
        "trace_ms": 1000 * trace_s,
        "ratio_to_trace": ledger_s / trace_s,
        "largest_difference": float(np.abs(rebuilt - state).max()),
    }


def _difference(ours: np.ndarray, theirs: np.ndarray) -> float:
    """The largest relative difference, where theirs have digits."""
    seen = np.nan_to_num(theirs) > TINY
    return float((np.abs(ours - theirs)[seen] / theirs[seen]).max())


if __name__ == "__main__":
    json.dump(measure(), sys.stdout)
