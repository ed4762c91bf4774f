"""The gradient inside one step: what the record of the backward pass says about it, by symbol and by path."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from engine.cell import Cell, Stage
from engine.record.gradient_paths import ABOVE, READOUT
from engine.shapes import Float
from gui.scene import Moment, Scene

BEFORE = "_before"
VIA = "_via_"
STEP = "step"
"""The part of a gradient that goes through the step in question: its symbol goes elsewhere, too."""
EQUATION = re.compile(r"∂(?P<symbol>\w+) (?P<sign>\+?=) (?P<right_side>.+)")
Vector = Float[np.ndarray, " _"]


@dataclass(frozen=True)
class Term:
    """One gradient that a stage gives, as its equation says.

    Attributes:
        symbol: by what ℓ is differentiated.
        right_side: how the stage makes it, in the cell's symbols; `∂f` is short for ∂ℓ/∂f.
        adds: whether another part of the same gradient has arrived before.
    """

    symbol: str
    right_side: str
    adds: bool


@lru_cache(maxsize=256)
def terms(stage: Stage) -> tuple[Term, ...]:
    """The gradients that a stage gives, one for each equation."""
    found = []
    for equation in stage.gradient_equation.split(",  "):
        match = EQUATION.fullmatch(equation)
        assert match is not None, equation  # a test reads every equation of every cell
        found.append(Term(match["symbol"], match["right_side"], match["sign"] == "+="))
    return tuple(found)


@cache
def given_at(cell: Cell, symbol: str) -> int:
    """The stage at which a gradient is complete: all stages that the symbol went into have been passed.

    What goes into no stage of its own step arrives from later; that is there from the beginning.
    """
    giving = [
        position
        for position, stage in enumerate(cell.stages)
        if any(term.symbol.partition(VIA)[0] == symbol for term in terms(stage))
    ]
    return min(giving, default=len(cell.stages) - 1)


def called(scene: Scene, symbol: str) -> str:
    """What a gradient in a step is called: as its symbol where it is total, else after the path that it took.

    c before also acts through h before, in the step that made both. Below the last layer h also goes up to
    the next one, so neither what leaves by a step is all of it, nor what reaches x of the layer above.
    """
    if symbol == "c_before":
        return f"{symbol}{VIA}c"
    partial = (symbol == "x" and scene.view.layer > 0) or (symbol == "h_before" and not scene.final_layer)
    return f"{symbol}{VIA}{STEP}" if partial else symbol


class StepGradients:
    """The gradients of ℓ_τ inside the step at the moment's token, in the shown layer."""

    def __init__(self, scene: Scene, moment: Moment) -> None:
        self.token, self.layer, self._tau = moment.token, scene.view.layer, scene.tau(moment)
        self._definition, self._paths = scene.definition, scene.run.paths

    @property
    def known(self) -> bool:
        """Whether the record is there, is that of this pass, and the pass comes by this token."""
        paths = self._paths
        return paths is not None and paths.at == self._tau and self.token <= self._tau < paths.length

    def vector(self, name: str) -> Vector | None:
        """A gradient by its symbol, or the part of it that came by one path.

        Args:
            name: `f`, `f_in`, `c`, `x`, `h_before` and the like, or with a path: `c_via_h` is what reached c
                through the h of this step, `h_before_via_f` what leaves through one gate.

        Returns:
            The vector; None where the record is missing, and for what leaves before the first token: there
            is no step that it could go to.

        Raises:
            KeyError: the cell has no such gradient.
        """
        if not self.known or (self.token == 0 and BEFORE in name):
            return None
        symbol, _, path = name.partition(VIA)
        if path == STEP:
            name, path = symbol, ""
        if symbol.endswith(BEFORE):
            state, before = symbol.removesuffix(BEFORE), self.token - 1
            paths = (path,) if path else self._leaving(state)
            parts = [self._array(f"{state}{VIA}{each}", self.layer)[before] for each in paths]
            return np.asarray(sum(parts[1:], start=parts[0]))
        if name == "x" and self.layer > 0:
            name = f"h{VIA}{ABOVE}"
            return np.asarray(self._array(name, self.layer - 1)[self.token])
        return np.asarray(self._array(name, self.layer)[self.token])

    def total(self, symbol: str) -> Vector | None:
        """The whole derivative by a state before the step, or by what an upper layer reads: every path from
        there on, those that lead past this step among them. None as in `vector`."""
        if not self.known or (self.token == 0 and BEFORE in symbol):
            return None
        if symbol == "x":
            symbol, layer, token = ("h", self.layer - 1, self.token) if self.layer else ("x", 0, self.token)
        else:
            symbol, layer, token = symbol.removesuffix(BEFORE), self.layer, self.token - 1
        return np.asarray(self._array(symbol, layer)[token])

    def _leaving(self, state: str) -> Sequence[str]:
        """The paths by which a gradient leaves a step for the state before it."""
        assert self._paths is not None
        inside = {stage.symbol for stage in self._definition.stages if state in stage.inputs}
        others = {READOUT, ABOVE, *inside}
        return [path for path in self._paths.paths(state, self.layer) if path not in others]

    def _array(self, name: str, layer: int) -> Float[np.ndarray, "T _"]:
        assert self._paths is not None
        array: np.ndarray = self._paths[f"grad_{name}_l{layer}"]
        return array
