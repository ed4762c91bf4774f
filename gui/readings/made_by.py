"""What made a value at a word: the cell's own stage, one that stands in its place, or the reader's hold."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from engine.backends.array_namespace import NUMPY
from engine.cell import Stage
from engine.record.hold import held_values
from engine.shapes import Float
from gui.drawing.numbers import number
from gui.language import translate
from gui.readings.step_gradients import terms
from gui.scene import Scene

Vector = Float[np.ndarray, " H"]


@dataclass(frozen=True)
class HeldUnits:
    """What is held at a word in some units at one value, or by one rule.

    Attributes:
        key: the symbol, or the key of the stage that stands in the place of the cell's own.
        value: at which value; 0 for a rule.
        units: in which units; none stands for all of them.
    """

    key: str
    value: float
    units: tuple[int, ...]

    @property
    def symbol(self) -> str:
        """What is held."""
        return self.key.partition("=")[0]


def held_at(scene: Scene, token: int) -> Mapping[str, Vector]:
    """What is held at a word in the shown layer, by symbol or by the key of a rule; NaN where nothing is.

    A rule that counts everywhere is not: the scene's cell has its stage already.
    """
    trace = scene.trace
    there = [
        replace(hold, first=0, end=None)
        for hold in trace.provenance.holds
        if hold.first <= token and (hold.end is None or token < hold.end)
    ]
    rows = held_values(there, scene.view.layer, trace.layers, 1, trace.hidden_size)
    found = {key: row[0] for key, row in rows.items()}
    known = {*scene.definition.recorded, *(key for stage in scene.definition.stages for key in stage.instead)}
    return {key: row for key, row in found.items() if key in known and not np.isnan(row).all()}


def held_units_at(scene: Scene, token: int) -> tuple[HeldUnits, ...]:
    """The same by units: those that are held at one value together."""
    found = []
    for key, row in held_at(scene, token).items():
        for value in np.unique(row[~np.isnan(row)]).tolist():
            units = () if (row == value).all() else tuple(np.flatnonzero(row == value).tolist())
            found.append(HeldUnits(key, value, units))
    return tuple(found)


def held_everywhere(scene: Scene, token: int, symbol: str) -> bool:
    """Whether a symbol is held in all units at a word."""
    held = held_at(scene, token).get(symbol)
    return held is not None and not np.isnan(held).any()


def made_by(scene: Scene, token: int, position: int) -> Stage:
    """The stage of the cell at a position as it was at this word for the selected unit.

    A held value takes nothing in: such a stage has no inputs, and what it gives back is 0.
    """
    return stages_at(scene, token)[position]


def stages_at(scene: Scene, token: int) -> tuple[Stage, ...]:
    """All stages of the cell in the same way."""
    stages, held, unit = scene.definition.stages, held_at(scene, token), scene.view.unit
    return tuple(_made(stage, held, unit) for stage in stages) if held else stages


def is_held(stage: Stage) -> bool:
    """Whether `made_by` says that the value was held."""
    return not stage.inputs


def vector_at(scene: Scene, symbol: str, token: int) -> Vector:
    """What a step computed. An RNN records h alone: where that is held, h_new is computed from its sum."""
    trace, layer = scene.trace, scene.view.layer
    recorded: np.ndarray = trace.values(symbol, layer)[token]
    held = held_at(scene, token).get("h") if symbol == "h_new" else None
    if held is None:
        return recorded
    squash = scene.definition.stages[scene.stage_of(symbol)]
    made = squash.run({"h_in": trace.values("h_in", layer)[token], "xp": NUMPY})[symbol]
    return np.where(np.isnan(held), recorded, made)


def _made(stage: Stage, held: Mapping[str, Vector], unit: int) -> Stage:
    symbol = stage.outputs[-1]
    value = float(held[symbol][unit]) if symbol in held else math.nan
    if not math.isnan(value):
        said = translate("Held", "{equation} held").format(equation=f"{symbol} = {number(value)}")
        return _held(stage, said, value)
    for key, other in stage.instead.items():
        if key in held and not math.isnan(held[key][unit]):
            return other
    return stage


@lru_cache(maxsize=256)
def _held(stage: Stage, equation: str, value: float) -> Stage:
    nothing = ",  ".join(f"∂{term.symbol} {'+=' if term.adds else '='} 0" for term in terms(stage))
    return replace(stage, equation=equation, gradient_equation=nothing, compute=lambda: value, instead={})
