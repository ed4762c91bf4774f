"""The gradients on the wires at one moment of the backward pass, on one scale for the whole step."""

import math
from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np

from engine.backends.array_namespace import NUMPY
from engine.cell import Stage, passed_on
from gui.drawing.axes import full_scale
from gui.panels.cell_diagram.flow import StepSoFar
from gui.panels.cell_diagram.numbers import BEFORE, Readings, Vector
from gui.panels.cell_diagram.parts import Drawing, Wire
from gui.readings.made_by import held_at
from gui.readings.part_words import gradient_label
from gui.readings.stage_words import gradient_equation_of
from gui.readings.step_gradients import StepGradients, called
from gui.scene import Moment, Scene

WIDEST_PX = 7.0
THINNEST_PX = 0.8


class Gradients(Mapping[str, Vector]):
    """Every gradient of one step by the symbol that ℓ is differentiated by, and the parts on the wires.

    Gradients shrink and grow by powers of ten along a text, so each step has a scale of its own, which the
    picture states: the largest value in it gets the full colour, the largest norm the full width.

    Attributes:
        moment: where the reader is.
        token: the token of the step.
        drawing: the picture of the backward pass.
        known: whether the record of this pass is there.
        held: what is held in this step, by symbol.
    """

    def __init__(self, scene: Scene, moment: Moment, drawing: Drawing) -> None:
        self.moment, self.token, self.drawing = moment, moment.token, drawing
        self._scene, self._step = scene, StepGradients(scene, moment)
        self.known = self._step.known
        self._forward = Readings(scene, moment)
        self._found: dict[str, Vector] = {}
        self.held = held_at(scene, moment.token)

    @property
    def forward(self) -> Readings:
        """What the forward pass computed in this step."""
        return self._forward

    def __getitem__(self, name: str) -> Vector:
        """The gradient by a symbol, or a part of it; KeyError where there is none."""
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        """The symbols whose gradients the picture shows."""
        return (part.symbol for part in self.drawing.strips if self.has(part.symbol))

    def __len__(self) -> int:
        """How many it shows."""
        return sum(1 for _ in self)

    def has(self, name: str) -> bool:
        """Whether there is such a gradient: none while it is computed, and none before the first word."""
        return self.known and not (self.token == 0 and BEFORE in name)

    def _find(self, name: str) -> Vector:
        pull = self.drawing.pulls.get(name)
        if pull is not None and self.has(name):
            with np.errstate(invalid="ignore", over="ignore"):  # an overflow is data, and shown
                return np.asarray(pull.compute(_PassedOn(self), self._forward))
        vector = self._step.vector(name)
        if vector is None:
            raise KeyError(name)
        return vector

    # The scales of the step

    @cached_property
    def _norms(self) -> Mapping[str, float]:
        """The norms of all that travels; those of one length are computed together, which is quicker."""
        names = [name for name in dict.fromkeys(map(carried, self.drawing.wires)) if self.has(name)]
        found: dict[str, float] = {}
        for group in ([name for name in names if name != "x"], [name for name in names if name == "x"]):
            if group:
                norms = NUMPY.norms(np.stack([self[name] for name in group]))
                found |= zip(group, norms.tolist(), strict=True)
        return found

    def norm(self, name: str) -> float:
        """The Euclidean norm of a gradient that travels on a wire; NaN where there is none."""
        return self._norms.get(name, math.nan)

    @cached_property
    def largest(self) -> float:
        """The magnitude that gets the full colour: that of the largest value on any strip of the step."""
        vectors = list(self.values())
        return full_scale(np.concatenate(vectors)[None, :]) if vectors else 1.0

    @cached_property
    def longest(self) -> float:
        """The norm that gets the full width: the largest of any wire of the step."""
        return full_scale(np.array([list(self._norms.values())]))

    def width_px(self, wire: Wire) -> float:
        """How wide a wire is: by the square root of the norm, as colours are by that of the value."""
        norm = self.norm(carried(wire))
        share = 0.0 if math.isnan(norm) else min(norm / self.longest, 1.0)
        return max(THINNEST_PX, WIDEST_PX * math.sqrt(share))

    def branches(self, step: StepSoFar) -> list[str]:
        """The parts of a gradient that travel on wires of their own and have come by, each once."""
        names = {
            wire.pull: None
            for wire in self.drawing.wires
            if wire.pull and step.order[wire.stage] <= step.stage and self.has(wire.pull)
        }
        return list(names)

    # How they are shown

    def limit(self, symbol: str) -> float:
        """The magnitude that gets the full colour: one for all strips of the step."""
        return self.largest

    def bars(self, symbol: str) -> bool:
        """Gradients have signs: colours, and no bars."""
        return False

    def label(self, symbol: str, narrow: bool) -> tuple[str, bool]:
        """How a gradient is labelled: by formulas, also where the way forward has words (*kept*)."""
        derived = self.drawing.derived.get(symbol)
        by = self.called(symbol) if derived is None else derived.formula
        return gradient_label(by, narrow), False

    def called(self, symbol: str) -> str:
        """The name of a strip's gradient: its symbol, and the path where it is not all of it."""
        return called(self._scene, symbol)

    def total(self, symbol: str) -> Vector | None:
        """All of a gradient that this step gives a part of."""
        return self._step.total(symbol)

    def scale(self, symbol: str) -> str:
        """No strip has a scale of its own."""
        return ""

    def equation(self, stage: Stage) -> str:
        """How a stage takes the gradient back."""
        return gradient_equation_of(stage)


class _PassedOn(Mapping[str, Vector]):
    """What gradients hand on to what made a value: nothing where the value was held."""

    def __init__(self, gradients: Gradients) -> None:
        self.gradients = gradients

    def __getitem__(self, name: str) -> Vector:
        """As in the backward step of the cell itself."""
        return np.asarray(passed_on(self.gradients[name], self.gradients.held.get(name), NUMPY))

    def __iter__(self) -> Iterator[str]:
        """The names of the gradients."""
        return iter(self.gradients)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.gradients)


def carried(wire: Wire) -> str:
    """The name of the gradient that travels on a wire."""
    return wire.pull or wire.symbol
