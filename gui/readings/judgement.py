"""What a network says after a token: the readout's logits as an outcome and its probability."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor

from engine.record.trace import Trace
from engine.shapes import Float, Int
from gui.drawing.numbers import share
from gui.drawing.theme import Theme
from gui.language import translate
from gui.scene import Direction, Moment, Scene

NEGATIVE, POSITIVE = 0, 1


@dataclass(frozen=True)
class Judgement:
    """The outcome that a network finds most probable after one token.

    Attributes:
        outcome: with one output, 1 is positive and 0 negative; with several, the one of the largest logit.
        probability: of that outcome, from the logits alone; NaN where a logit is not a number.
        outputs: how many outputs V the network has.
        labelled: whether it is known that one output above 0 means positive.
    """

    outcome: int
    probability: float
    outputs: int
    labelled: bool = True

    @property
    def binary(self) -> bool:
        """Whether there are two sides, positive and negative."""
        return self.outputs == 1

    @property
    def signed(self) -> float:
        """From −1 (surely negative) to 1 (surely positive); of several outputs, the outcome's probability."""
        if not self.binary:
            return self.probability
        return (2 * self.probability - 1) * (1 if self.outcome == POSITIVE else -1)

    @property
    def name(self) -> str:
        """The outcome in words of the current language."""
        if np.isnan(self.probability):
            return translate("Judgement", "not a number")
        if not self.binary:
            return translate("Judgement", "output {number}").format(number=self.outcome + 1)
        if not self.labelled:
            if self.probability == 0.5:
                return translate("Judgement", "output at 0")
            above = self.outcome == POSITIVE
            return (
                translate("Judgement", "output above 0")
                if above
                else translate("Judgement", "output below 0")
            )
        if self.outcome == POSITIVE:
            return translate("Judgement", "positive")
        return translate("Judgement", "negative")

    @property
    def sentence(self) -> str:
        """The outcome in words and in numbers."""
        if np.isnan(self.probability):
            return self.name
        if not self.binary:
            return f"{self.name} {self.figure}"
        if not self.labelled:
            return f"{self.name}, {self.figure}"
        template = translate("Judgement", "{outcome}, P(positive) {share}")
        return template.format(outcome=self.name, share=self.figure)

    @property
    def figure(self) -> str:
        """Of two sides always the probability of `positive`, so that numbers can be compared.

        Where nobody knows what the sides mean it is σ of the output; of several outputs the outcome's share.
        """
        if not self.binary:
            return share(self.probability)
        return share(self.upper) if self.labelled else f"σ = {share(self.upper)}"

    @property
    def upper(self) -> float:
        """σ of the only output: the probability of its upper side."""
        return self.probability if self.outcome == POSITIVE else 1 - self.probability

    def color(self, theme: Theme) -> QColor:
        """Positive and negative have colours of their own; one of several outputs has none."""
        return theme.signed(self.signed) if self.binary else theme.color("ink")


def judgement(trace: Trace, token: int) -> Judgement | None:
    """What the network says after `token`; None if it has no readout."""
    if not has_readout(trace):
        return None
    outcomes, probabilities = judgements(trace, token, token + 1)
    return Judgement(int(outcomes[0]), float(probabilities[0]), trace.outputs, is_labelled(trace))


def judgements(trace: Trace, start: int, stop: int) -> tuple[Int[np.ndarray, " n"], Float[np.ndarray, " n"]]:
    """Outcomes and their probabilities after the tokens from `start` up to `stop`.

    With one output the logit goes through σ; with several all of them go through the softmax.
    """
    logits = trace["output"][start:stop].astype(np.float64)
    if logits.shape[1] == 1:
        # the outcome's side of σ: never the difference of nearly equal numbers
        outcomes = (logits[:, 0] > 0).astype(np.intp)
        return outcomes, 1 / (1 + np.exp(-np.abs(logits[:, 0])))
    outcomes = np.argmax(logits, axis=1)
    with np.errstate(invalid="ignore"):
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return outcomes, np.take_along_axis(odds, outcomes[:, None], axis=1)[:, 0] / odds.sum(axis=1)


def signed_judgements(trace: Trace, start: int, stop: int) -> Float[np.ndarray, " n"]:
    """`Judgement.signed` after the tokens from `start` up to `stop`."""
    outcomes, probabilities = judgements(trace, start, stop)
    if trace["output"].shape[1] > 1:
        return probabilities
    return (2 * probabilities - 1) * np.where(outcomes == POSITIVE, 1, -1)


def untouched_judgement(scene: Scene, cell: str, token: int) -> Judgement | None:
    """What a cell said after a token before the reader changed it; None where it was not changed."""
    before, place = scene.before, None if scene.before is None else scene.before.at(token)
    if before is None or place is None or cell not in before.runs:
        return None
    return judgement(before.runs[cell].trace, place)


def untouched_judgements(scene: Scene, start: int, stop: int) -> Float[np.ndarray, " n"] | None:
    """`signed_judgements` of the selected cell before the reader changed it, NaN at words that it had not."""
    before, ghost = scene.before, scene.ghost
    if before is None or ghost is None or not has_readout(ghost.trace):
        return None
    if before.tokens is None:
        return signed_judgements(ghost.trace, start, stop)
    return before.aligned(signed_judgements(ghost.trace, 0, ghost.trace.length))[start:stop]


def positive_probability(trace: Trace, token: int) -> float:
    """The probability of `positive` after a token, for a network with one output: σ of the logit."""
    outcomes, probabilities = judgements(trace, token, token + 1)
    return float(probabilities[0]) if outcomes[0] == POSITIVE else float(1 - probabilities[0])


def is_labelled(trace: Trace) -> bool:
    """Whether it is known what the sides of the only output mean: all tasks here ask positive or negative."""
    return trace.outputs > 1 or trace.provenance.task != ""


def judges(trace: Trace) -> bool:
    """Whether the network says positive or negative: it has one output, and a task that asks so."""
    return trace.outputs == 1 and is_labelled(trace)


def has_readout(trace: Trace) -> bool:
    """Whether the network gives an output besides its states."""
    return "output" in trace.arrays


def output_count(trace: Trace) -> int:
    """Number of outputs V; 0 without a readout."""
    return int(trace["output"].shape[1]) if has_readout(trace) else 0


def is_spoken(scene: Scene, moment: Moment) -> bool:
    """Whether the judgement at the current token is there: the step is complete, or being taken back."""
    return moment.stage >= scene.last_stage or moment.direction is Direction.BACKWARD


def last_known(scene: Scene, moment: Moment, rows: Int[np.ndarray, " R"] | None = None) -> Moment | None:
    """The moment whose numbers may be shown: mid-step that of the word before, None if there is none.

    Args:
        scene: what is shown.
        moment: where the reader is.
        rows: the words that can be looked back from. Of long texts it is one at a time, and mid-step already
            the one that is being read: then nothing can be shown.
    """
    if is_spoken(scene, moment):
        return moment
    before = moment.token - 1
    if before < 0 or (rows is not None and not np.isin(before, rows)):
        return None
    return scene.complete(before)
