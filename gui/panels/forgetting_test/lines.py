"""The forgetting test in numbers: how much of a changed word is left, word by word, and for how long."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.record.forgetting import Forgetting
from engine.shapes import Float
from gui.language import translate
from gui.scene import Run, Scene

LEFT = 0.1  # a difference counts as gone once it stays below this part of its first value
CLEARLY = 3  # so many words more or less are a disagreement
WORDS_LONG = 18  # characters of a word in a caption


@dataclass(frozen=True)
class ForgettingCurve:
    """One curve: something that differs between both runs, or the gradient by the changed word.

    Attributes:
        key: what it is: a state, `output` or `gradient`.
        causal: whether it was found by changing the word, and not by differentiating.
    """

    key: str
    causal: bool = True

    @property
    def name(self) -> str:
        """What stands beside the curve."""
        if self.key == "output":
            return translate("ForgettingTest", "|Δℓ|")
        return "‖∂ℓ/∂x‖" if not self.causal else f"‖Δ{self.key}‖"

    @property
    def meaning(self) -> str:
        """What it is in words."""
        if self.key == "output":
            return translate("ForgettingTest", "difference in the output ℓ")
        if not self.causal:
            return translate("ForgettingTest", "gradient of the output by the changed word")
        return translate("ForgettingTest", "difference in the state {state}").format(state=self.key)


GRADIENT = ForgettingCurve("gradient", causal=False)
Values = Mapping[ForgettingCurve, Float[np.ndarray, " T"]]


def compares_nothing(scene: Scene) -> bool:
    """Whether the last word is left out: nothing is read after it by which one could tell."""
    return scene.change.word is None and scene.change.token == scene.length - 1


def record_of(scene: Scene) -> Forgetting | None:
    """The record of the change that is asked for, if it has come and there is anything to compare."""
    if compares_nothing(scene):
        return None
    found = scene.run.forgetting
    wanted = (scene.change.token, scene.change.word)
    return found if found is not None and (found.at, found.word) == wanted else None


def lines_of(scene: Scene, record: Forgetting) -> Values:
    """Every curve in its own units, that of ℓ with its sign; the gradient where all its rows are known."""
    run: Run = scene.run
    found: dict[ForgettingCurve, np.ndarray] = {}
    for state in reversed(scene.definition.states):
        found[ForgettingCurve(state)] = record[f"norm_difference_{state}_l{scene.view.layer}"].astype(
            np.float64
        )
    if "difference_output" in record.arrays:
        chosen = scene.trace.provenance.output or 0
        found[ForgettingCurve("output")] = record["difference_output"][:, chosen].astype(np.float64)
    if run.gradient is not None and len(run.gradient.rows) == scene.length:
        found[GRADIENT] = run.gradient["norm_x"][:, record.at].astype(np.float64)
    for values in found.values():
        values[: record.at] = np.nan  # both are one run until then
    return found


def relative(record: Forgetting, values: Float[np.ndarray, " T"]) -> Float[np.ndarray, " T"]:
    """A curve relative to its first value after the change, so that all can stand on one axis.

    The first value is that at the changed word itself, or at the next one where it was left out. Where there
    is none that is larger than 0, nothing can be relative to it: all is NaN.
    """
    first, values = record.at + (record.word is None), np.abs(values)
    base = values[first] if first < len(values) else math.nan
    if not (math.isfinite(base) and base > 0):
        return np.full(len(values), np.nan)
    scaled: np.ndarray = values / base
    scaled[:first] = np.nan
    return scaled


def lasts(values: Float[np.ndarray, " T"], at: int) -> int | None:
    """For how many words after the change a tenth or more of a relative curve is left; None if never.

    The last word that has as much counts, so a difference that comes back is not gone.
    """
    left = np.flatnonzero(np.where(np.isfinite(values), values, 0.0) >= LEFT)
    return int(left[-1]) - at if left.size else None


def disagree(one: int | None, other: int | None) -> bool:
    """Whether two such counts differ so much that it is worth saying."""
    return one is not None and other is not None and abs(one - other) >= max(CLEARLY, max(one, other) / 4)


def probability(logit: float) -> float:
    """σ of a logit, however large it is."""
    return 1 / (1 + math.exp(-logit)) if logit > 0 else 1 - 1 / (1 + math.exp(max(logit, -700.0)))


def change_in_words(scene: Scene) -> str:
    """What the test does to the text."""
    change = scene.change
    before = scene.trace.tokens[min(change.token, scene.length - 1)][:WORDS_LONG]
    if change.word is None:
        return translate("ForgettingTest", "without “{word}”").format(word=before)
    return translate("ForgettingTest", "“{new}” instead of “{word}”").format(
        new=change.word[:WORDS_LONG], word=before
    )
