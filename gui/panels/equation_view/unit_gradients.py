"""The numbers of one unit in one step of the backward pass, by themselves and put into the equations."""

import math
import re
from collections.abc import Iterator

import numpy as np

from engine.backends.array_namespace import NUMPY
from engine.cell import Stage
from gui.drawing.numbers import PLAIN_ON_SCALES, decimals_of, figures, fixed, power_of, raised
from gui.readings.made_by import stages_at, vector_at
from gui.readings.stage_words import sums_up
from gui.readings.step_gradients import BEFORE, StepGradients, Term, called, terms
from gui.scene import Moment, Scene

Shown = tuple[str, str]
"""A piece of an equation in numbers, and the name that a number stands for; empty for signs."""

FIGURES = 3
FUNCTIONS = ("tanh", "relu")  # names in equations that stand for no number
NAME = re.compile(r"∂?[A-Za-z]+(?:_[a-z]+)*")
DIFFERENCE = re.compile(r"\((?P<more>1|[a-z_]+) − (?P<less>[a-z_]+)(?P<square>²?)\)")


class UnitGradients:
    """The numbers of one unit in one step of the backward pass, as far as it has come."""

    def __init__(self, scene: Scene, moment: Moment) -> None:
        self.scene, self.moment = scene, moment
        self.gradients = StepGradients(scene, moment)
        self.all = stages_at(scene, moment.token)
        self.stages = list(enumerate(self.all))[moment.stage :][::-1]

    def of(self, name: str) -> float | None:
        """A gradient, or a part of it; None where there is none."""
        vector = self.gradients.vector(name)
        return None if vector is None else float(vector[self.scene.view.unit])

    def given(self, at: int, term: Term) -> float | None:
        """What a stage gives: the whole gradient, or where another stage still adds to it, its part."""
        if term.symbol == "x":
            return None
        incomplete = any(term.symbol == other.symbol for stage in self.all[:at] for other in terms(stage))
        return self.of(f"{term.symbol}_via_{self.all[at].symbol}" if incomplete else term.symbol)

    def before(self, at: int, term: Term) -> float | None:
        """What has arrived of a gradient before a stage adds to it."""
        earlier = [
            stage.symbol
            for stage in self.all[at + 1 :]
            for other in terms(stage)
            if other.symbol == term.symbol
        ]
        return self.of(f"{term.symbol}_via_{earlier[0] if earlier else term.symbol}")

    def parts(self, term: Term) -> dict[str, float]:
        """The parts of a gradient that leave through the weights, by the gate that each came through.

        An RNN has no gates: there is one part, and it is the whole.
        """
        gates = self.scene.definition.gates if self.scene.definition.memory is not None else ()
        parts = {gate: self.of(f"{term.symbol}_via_{gate}") for gate in gates}
        return {gate: part for gate, part in parts.items() if part is not None}

    def value(self, name: str) -> float | None:
        """What an equation's name stands for: `∂f`, a gradient, or `f`, what the forward pass computed."""
        if name.startswith("∂"):
            return self.of(name.removeprefix("∂"))
        trace, view, token = self.scene.trace, self.scene.view, self.moment.token
        layer, unit = view.layer, view.unit
        if name.endswith(BEFORE):
            return float(trace.before(name.removesuffix(BEFORE), layer, token)[unit])
        if name in FUNCTIONS:
            return None
        return float(vector_at(self.scene, name, token)[unit])

    def named(self, at: int, stage: Stage) -> list[tuple[str, float]]:
        """The results of a stage by name; of x, which has no units, the norm."""
        found = []
        for term in terms(stage):
            value, name = self.given(at, term), f"∂{called(self.scene, term.symbol)}"
            vector = self.gradients.vector("x") if term.symbol == "x" else None
            if vector is not None:
                value, name = float(NUMPY.norms(np.asarray(vector))), f"‖{name}‖"
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
                adds = any(term.symbol == other.symbol for each in self.all[:at] for other in terms(each))
                name = f"{term.symbol}_via_{stage.symbol}" if adds else called(self.scene, term.symbol)
                names[f"grad_{name}"] = value
                if sums_up(stage) and term.symbol != "x":
                    parts = self.parts(term)
                    names |= {f"grad_{term.symbol}_via_{gate}": part for gate, part in parts.items()}
        if self.moment.stage == 0:  # the step is complete: what it was a part of can be told beside it
            for state in cell.states:
                vector = self.gradients.total(f"{state}{BEFORE}")
                names[f"grad_{state}{BEFORE}"] = (
                    None if vector is None else float(vector[self.scene.view.unit])
                )
        return ((name, value) for name, value in names.items() if value is not None)

    def substituted(self, at: int, stage: Stage, term: Term, count: int = FIGURES) -> list[Shown]:
        """The right side of an equation in this unit's numbers; empty where one is missing.

        What leaves through the weights is shown as the sum of its parts. Every number has so many figures,
        the terms of a sum as many decimals as the largest of them.
        """
        result = self.given(at, term)
        if result is None:
            return []
        start = self.before(at, term) if term.adds else None
        ahead = [] if start is None else [(start, "")]
        if sums_up(stage):
            parts = [*ahead, *((part, gate) for gate, part in self.parts(term).items())]
            return adding_up(parts, result, count) if len(parts) > 1 else []
        filled = self._filled(term.right_side.replace("⊙", "×"), count)
        if not filled or not ahead:
            return [*filled, (f" = {in_figures(result, count)}", "")] if filled else []
        largest = max(abs(ahead[0][0]), abs(result))
        alike = 1e-3 <= largest < 1e4
        first, last = (
            fixed(value, decimals_of(largest, count)) if alike else in_figures(value, count)
            for value in (ahead[0][0], result)
        )
        return [*summed([(first, ""), *filled[:1]]), *filled[1:], (f" = {last}", "")]

    def _filled(self, text: str, count: int) -> list[Shown]:
        pieces: list[Shown] = []
        decimals = self._decimals_of_differences(text, count)
        end = 0
        for match in NAME.finditer(text):
            value = self.value(match.group())
            if value is None:
                continue
            within = decimals.get(match.group())
            shown = _short_of_one(value, count) if within is None else fixed(value, within)
            ahead, behind = text[: match.start()], text[match.end() :]
            if shown.startswith("−") and (ahead.endswith("− ") or behind.startswith("²")):
                shown = f"({shown})"
            pieces += [(text[end : match.start()], ""), (shown, match.group())]
            end = match.end()
        return [piece for piece in (*pieces, (text[end:], "")) if piece[0]]

    def _decimals_of_differences(self, text: str, count: int) -> dict[str, int]:
        """By name, for those within `(1 − f)` and the like: the decimals that their difference needs."""
        found: dict[str, int] = {}
        for match in DIFFERENCE.finditer(text):
            less = self.value(match["less"])
            more = 1.0 if match["more"] == "1" else self.value(match["more"])
            if less is None or more is None:
                continue
            difference = abs(more - (less * less if match["square"] else less))
            plain = difference == 0 or not math.isfinite(difference)
            decimals = count if plain else min(max(decimals_of(difference, count), count), count + 2)
            found |= {match["more"]: decimals, match["less"]: decimals}
        return found


def adding_up(terms: list[tuple[float, str]], result: float, count: int) -> list[Shown]:
    """A sum in numbers that add up as they are written, behind it the result.

    All have the decimals with which the largest has so many figures; one or two more, where what is rounded
    would not add up. A power of ten that all share stands behind a bracket.
    """
    values = [value for value, _ in terms]
    largest = max(map(abs, (*values, result)))
    if not math.isfinite(largest):
        return [
            *summed([(in_figures(value, count), name) for value, name in terms]),
            (f" = {in_figures(result)}", ""),
        ]
    power = 0 if _is_plain(largest) else power_of(largest, count)
    scaled, whole = [value / 10.0**power for value in values], result / 10.0**power
    fewest = decimals_of(largest / 10.0**power, count)
    decimals = next(
        (
            decimals
            for decimals in (fewest, fewest + 1, fewest + 2)
            if abs(sum(round(value, decimals) for value in scaled) - round(whole, decimals))
            < 0.1**decimals / 2
        ),
        fewest,
    )
    pieces = summed([(fixed(value, decimals), name) for value, (_, name) in zip(scaled, terms, strict=True)])
    if power == 0:
        return [*pieces, (f" = {fixed(whole, decimals)}", "")]
    shared = f"×10{raised(power)}"
    return [("(", ""), *pieces, (f"){shared} = {fixed(whole, decimals)}{shared}", "")]


def summed(numbers: list[Shown]) -> list[Shown]:
    """Numbers as a sum, with the signs of negative ones as minus."""
    found = numbers[:1]
    for text, name in numbers[1:]:
        minus = text.startswith("−")
        found += [(" − " if minus else " + ", ""), (text.removeprefix("−"), name)]
    return found


def in_figures(value: float, count: int = FIGURES) -> str:
    """A gradient with so many figures, in powers of ten where it is less than a thousandth or very large."""
    return figures(value, count, PLAIN_ON_SCALES)


def _short_of_one(value: float, count: int) -> str:
    """A number with so many figures, or with more where a gate that is nearly open would seem open."""
    nearly = abs(value) < 1 <= abs(float(f"{value:.{count - 1}e}"))
    return fixed(value, count + 2) if nearly else in_figures(value, count)


def _is_plain(value: float) -> bool:
    """Whether a number is written without a power of ten."""
    return value == 0 or 1e-3 <= abs(value) < 1e4
