"""The numbers of one unit in one step of the backward pass, by themselves and put into the equations."""

import re
from collections.abc import Iterator

import numpy as np

from engine.cell import Stage
from gui.ink import number
from gui.scene import Moment, Scene
from gui.step_gradients import BEFORE, StepGradients, Term, terms
from gui.wording import sums_up

Shown = tuple[str, str]
"""A piece of an equation in numbers, and the name that a number stands for; empty for signs."""

NAME = re.compile(r"∂?[A-Za-z]+(?:_[a-z]+)*")


class UnitGradients:
    """The numbers of one unit in one step of the backward pass, as far as it has come."""

    def __init__(self, scene: Scene, moment: Moment) -> None:
        self.scene, self.moment = scene, moment
        self.gradients = StepGradients(scene, moment)
        self.stages = list(enumerate(scene.definition.stages))[moment.stage :][::-1]

    def of(self, name: str) -> float | None:
        """A gradient, or a part of it; None where there is none."""
        vector = self.gradients.vector(name)
        return None if vector is None else float(vector[self.scene.unit])

    def given(self, at: int, term: Term) -> float | None:
        """What a stage gives: the whole gradient, or where another stage still adds to it, its part."""
        if term.symbol == "x":
            return None
        stages = self.scene.definition.stages
        partial = any(term.symbol == other.symbol for stage in stages[:at] for other in terms(stage))
        return self.of(f"{term.symbol}_via_{stages[at].symbol}" if partial else term.symbol)

    def before(self, at: int, term: Term) -> float | None:
        """What has arrived of a gradient before a stage adds to it."""
        earlier = [
            stage.symbol
            for stage in self.scene.definition.stages[at + 1 :]
            for other in terms(stage)
            if other.symbol == term.symbol
        ]
        return self.of(f"{term.symbol}_via_{earlier[0] if earlier else term.symbol}")

    def parts(self, term: Term) -> dict[str, float]:
        """The parts of a gradient that leave through the weights, by the gate that each came through."""
        parts = {gate: self.of(f"{term.symbol}_via_{gate}") for gate in self.scene.definition.gates}
        return {gate: part for gate, part in parts.items() if part is not None}

    def value(self, name: str) -> float | None:
        """What an equation's name stands for: `∂f`, a gradient, or `f`, what the forward pass computed."""
        if name.startswith("∂"):
            return self.of(name.removeprefix("∂"))
        trace, layer, token, unit = self.scene.trace, self.scene.layer, self.moment.token, self.scene.unit
        if name.endswith(BEFORE):
            return float(trace.before(name.removesuffix(BEFORE), layer, token)[unit])
        if name == "tanh":
            return None
        return float(trace.values(name, layer)[token, unit])

    def named(self, at: int, stage: Stage) -> list[tuple[str, float]]:
        """The results of a stage by name; of x, which has no units, the norm."""
        found = []
        for term in terms(stage):
            value, name = self.given(at, term), f"∂{term.symbol}"
            vector = self.gradients.vector("x") if term.symbol == "x" else None
            if vector is not None:
                value, name = float(np.linalg.norm(vector.astype(np.float64))), "‖∂x‖"
            if value is not None:
                found.append((name, value))
        return found

    def table(self) -> Iterator[tuple[str, float]]:
        """Everything that is known, in the order of the pass: names as in the record."""
        cell = self.scene.definition
        arriving = ["h", *(f"{state}_via_{state}" for state in cell.states if state != "h")]
        names = {f"grad_{name}": self.of(name) for name in arriving}
        for at, stage in self.stages:
            for term in terms(stage):
                value = self.given(at, term)
                adds = any(term.symbol == other.symbol for each in cell.stages[:at] for other in terms(each))
                names[f"grad_{term.symbol}" + (f"_via_{stage.symbol}" if adds else "")] = value
                if sums_up(stage) and term.symbol != "x":
                    parts = self.parts(term)
                    names |= {f"grad_{term.symbol}_via_{gate}": part for gate, part in parts.items()}
        return ((name, value) for name, value in names.items() if value is not None)

    def substituted(self, at: int, stage: Stage, term: Term) -> list[Shown]:
        """The right side of an equation in this unit's numbers; empty where one is missing.

        What leaves through the weights is shown as the sum of its parts.
        """
        result = self.given(at, term)
        if result is None:
            return []
        if sums_up(stage):
            parts = self.parts(term)
            filled = summed([(number(part), gate) for gate, part in parts.items()]) if len(parts) > 1 else []
        else:
            filled = self._filled(term.right_side.replace("⊙", "×"))
        if filled and term.adds:
            start = self.before(at, term)
            filled = filled if start is None else summed([(number(start), ""), *filled[:1]]) + filled[1:]
        return [*filled, (f" = {number(result)}", "")] if filled else []

    def _filled(self, text: str) -> list[Shown]:
        pieces: list[Shown] = []
        end = 0
        for match in NAME.finditer(text):
            value = self.value(match.group())
            if value is None:
                continue
            shown = number(value)
            ahead, behind = text[: match.start()], text[match.end() :]
            if shown.startswith("−") and (ahead.endswith("− ") or behind.startswith("²")):
                shown = f"({shown})"
            pieces += [(text[end : match.start()], ""), (shown, match.group())]
            end = match.end()
        return [piece for piece in (*pieces, (text[end:], "")) if piece[0]]


def summed(numbers: list[Shown]) -> list[Shown]:
    """Numbers as a sum, with the signs of negative ones as minus."""
    found = numbers[:1]
    for text, name in numbers[1:]:
        minus = text.startswith("−")
        found += [(" − " if minus else " + ", ""), (text.removeprefix("−"), name)]
    return found
