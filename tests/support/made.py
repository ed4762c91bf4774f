"""Scenes whose numbers are chosen, so that a test knows what a picture has to show."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from engine.cells import CELLS
from engine.record.gradient_flow import GradientFlow
from engine.record.leave_one_out import LeaveOneOut
from engine.record.provenance import Provenance
from engine.record.trace import Trace
from gui.scene import Run, Scene
from gui.view import View


def provenance(cell: str, units: int, **more: Any) -> Provenance:
    made = Provenance(
        f"made-{cell}", cell, "reviews-en", "en", "0" * 64, 0, "cpu", "float32", True, None, units, 1, ()
    )
    return replace(made, **more)


def made_trace(cell: str, state: np.ndarray, **made: Any) -> Trace:
    """A trace in which every recorded quantity has the same numbers [T, H]; `made`: of its provenance."""
    tokens = tuple(f"w{token}" for token in range(len(state)))
    arrays = {f"{symbol}_l0": state for symbol in CELLS[cell].recorded}
    arrays |= {"x_l0": np.zeros((len(state), 2), np.float32), "output": np.zeros((len(state), 1), np.float32)}
    return Trace(cell, tokens, np.ones(len(state), bool), arrays, provenance(cell, state.shape[1], **made))


def state_scene(
    state: np.ndarray, cell: str = "lstm", unit: int = 0, size: float | None = None, weights: str = "0" * 64
) -> Scene:
    """A scene of one cell with these states [T, H]; its card says this size of them, if any."""
    sizes = () if size is None else tuple((f"{symbol}_l0", size) for symbol in CELLS[cell].states)
    trace = made_trace(cell, np.asarray(state, np.float32), state_sizes=sizes, weights_sha256=weights)
    return Scene({cell: Run(trace)}, View(cell, unit=unit))


def gradient_scene(
    norms: Mapping[str, np.ndarray], rows: np.ndarray | None = None, cell: str = "lstm"
) -> Scene:
    """A scene with these norms [R, T] of each cell, the same for h and for c."""
    runs = {}
    for name, values in norms.items():
        taus = np.arange(len(values)) if rows is None else rows
        keys = [f"norm_{symbol}_l0" for symbol in CELLS[name].states] + ["norm_x"]
        flow = GradientFlow(taus, dict.fromkeys(keys, values), provenance(name, 3))
        runs[name] = Run(made_trace(name, np.zeros((values.shape[1], 3), np.float32)), flow)
    return Scene(runs, View(cell))


def left_out_scene(
    norms: Mapping[str, np.ndarray], effects: Mapping[str, np.ndarray], cell: str = "lstm"
) -> Scene:
    """A scene in which leaving out word t makes these differences ‖Δh‖ [τ, t] to each cell's state.

    Args:
        norms: by cell; the state itself has the norm 2 everywhere.
        effects: by cell, what each word does to the output at the end, and half of it before.
        cell: the one that is looked into.
    """
    runs = {}
    for name, values in norms.items():
        trace = made_trace(name, np.ones((len(values), 4), np.float32))
        effect = np.tril(np.tile(effects[name] / 2, (len(values), 1)))
        effect[-1] = effects[name]
        arrays = {"effect_output": effect}
        for symbol in CELLS[name].states:
            arrays[f"norm_difference_{symbol}_l0"] = np.asarray(values, float)
            arrays[f"relative_difference_{symbol}_l0"] = np.asarray(values, float) / 2
        record = LeaveOneOut(np.arange(len(values)), trace.tokens, arrays, trace.provenance)
        runs[name] = Run(trace, leave_one_out=record)
    return Scene(runs, View(cell))


def decaying(length: int, factor: float) -> np.ndarray:
    """The norms of a linear network: factor^(τ − t), NaN for what is read later."""
    distance = np.arange(length)[:, None] - np.arange(length)[None, :]
    return np.where(distance >= 0, float(factor) ** distance, np.nan)
