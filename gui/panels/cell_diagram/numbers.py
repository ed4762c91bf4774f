"""The numbers on the wires at one moment, and the scales on which they are coloured."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from engine.cell import Stage
from engine.cells import CELLS
from engine.record.gates import QUANTITIES
from engine.record.trace import Trace
from engine.shapes import Float
from gui.drawing.axes import full_scale
from gui.drawing.numbers import round_number
from gui.panels.cell_diagram.drawings import drawing_of
from gui.panels.cell_diagram.parts import Drawing
from gui.readings.made_by import vector_at
from gui.readings.part_words import LABELS, symbol_label
from gui.readings.stage_words import equation_of
from gui.readings.state_scale import state_scale
from gui.scene import Moment, Scene

BEFORE = "_before"
Vector = Float[np.ndarray, " _"]

_scales: WeakKeyDictionary[Trace, dict[int, dict[str, float]]] = WeakKeyDictionary()
_limits: WeakKeyDictionary[Trace, dict[tuple[tuple[str, ...], int], float]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Summary:
    """A vector in four numbers; NaN where it holds no number at all."""

    mean: float
    low: float
    high: float
    chosen: float


class Readings(Mapping[str, Vector]):
    """Every vector of one step by symbol: the cell's own, the states before it, and those in between."""

    def __init__(self, scene: Scene, moment: Moment) -> None:
        self.trace, self.layer, self.token, self._scene = scene.trace, scene.view.layer, moment.token, scene
        self.drawing: Drawing = drawing_of(scene.definition)
        self._found: dict[str, Vector] = {}
        self._limits = _scales.setdefault(self.trace, {}).setdefault(self.layer, {})

    def __getitem__(self, symbol: str) -> Vector:
        """The vector of `symbol`; KeyError if this cell has none."""
        if symbol not in self._found:
            self._found[symbol] = self._find(symbol)
        return self._found[symbol]

    def __iter__(self) -> Iterator[str]:
        """The symbols that the picture shows."""
        return iter(part.symbol for part in self.drawing.strips)

    def __len__(self) -> int:
        """How many it shows."""
        return len(self.drawing.strips)

    def has(self, symbol: str) -> bool:
        """Whether there is such a vector: the forward pass has computed all of them."""
        return True

    @property
    def untouched(self) -> "Readings | None":
        """Those of the untouched run at the same word; None where it has none, or this is it."""
        before, untouched = self._scene.before, self._scene.untouched
        place = None if before is None else before.at(self.token)
        return None if place is None or untouched is None else Readings(untouched, Moment(place, 0))

    # How they are shown

    def bars(self, symbol: str) -> bool:
        """Whether a vector is shown as bars between 0 and 1."""
        return is_gate(symbol)

    def limit(self, symbol: str) -> float:
        """The magnitude that gets the full colour."""
        if symbol not in self._limits:
            self._limits[symbol] = scale_limit(self._scene, symbol)
        return self._limits[symbol]

    def label(self, symbol: str, narrow: bool) -> tuple[str, bool]:
        """How a vector is labelled on its wire, and whether that is words rather than a symbol."""
        return symbol_label(symbol), symbol in LABELS

    def scale(self, symbol: str) -> str:
        """What the ends of a strip's colours or bars are worth."""
        return "0–1" if is_gate(symbol) else f"±{round_number(self.limit(symbol))}"

    def scales(self) -> tuple[float, ...]:
        """What all strips' colours and bars are worth."""
        return tuple(self.limit(part.symbol) for part in self.drawing.strips)

    def equation(self, stage: Stage) -> str:
        """How a stage computes."""
        return equation_of(stage)

    def _find(self, symbol: str) -> Vector:
        derived = self.drawing.derived.get(symbol)
        if derived is not None:
            with np.errstate(invalid="ignore", over="ignore"):  # an overflow is data, and shown
                return np.asarray(derived.compute(self))
        if symbol.endswith(BEFORE):
            return self.trace.before(symbol.removesuffix(BEFORE), self.layer, self.token)
        return np.asarray(vector_at(self._scene, symbol, self.token))


def is_gate(symbol: str) -> bool:
    """Whether a symbol opens and closes between 0 and 1, and is therefore shown as bars."""
    return symbol == "one_minus_z" or (symbol in QUANTITIES and QUANTITIES[symbol].kind == "gate")


def summary(values: Vector, unit: int | None) -> Summary:
    """Mean, smallest, largest and the chosen unit's value, of what is finite."""
    finite = values[np.isfinite(values)]
    chosen = float(values[unit]) if unit is not None and unit < len(values) else float("nan")
    if not len(finite):
        return Summary(float("nan"), float("nan"), float("nan"), chosen)
    return Summary(float(finite.mean(dtype=np.float64)), float(finite.min()), float(finite.max()), chosen)


def scale_limit(scene: Scene, symbol: str) -> float:
    """The magnitude that gets the full colour, the same for all tokens.

    Candidates and tanh(c) have their range, 1. States have the scale of their network, as in the plot of the
    states: the memory together with the parts that it is made of. What is read, and the sums of all gates
    together, have the largest value of the trace.
    """
    trace, layer, group = scene.trace, scene.view.layer, _scale_group(scene.trace.cell, symbol)
    if not group:
        return 1.0
    if group[0] in CELLS[trace.cell].states:
        return state_scale(scene, group[0], layer).limit
    known = _limits.setdefault(trace, {})
    if (group, layer) not in known:
        known[group, layer] = max(full_scale(trace.values(name, layer)) for name in group)
    return known[group, layer]


def _scale_group(cell: str, symbol: str) -> tuple[str, ...]:
    """The recorded symbols that set a symbol's scale; none if it has its range by nature."""
    if symbol == "x":
        return ("x",)
    if symbol in ("kept", "written", "bare_c"):
        return (CELLS[cell].states[-1],)  # the memory: c where there is one, otherwise h
    state = symbol.removesuffix(BEFORE).removesuffix("_new")
    if state in CELLS[cell].states:
        return (state,)
    if symbol.endswith("_in") or symbol in ("n_h", "n_x", "past"):
        return tuple(name for name in CELLS[cell].recorded if name.endswith("_in") or name == "n_h")
    return ()
