"""The update rule on one weight: new weight = weight − rate × gradient, with every number in it.

What a step lowers is the loss of training, L = −log σ(±ℓ): its gradient is that of ℓ times σ(ℓ) − y, y being
1 if *positive* is the right answer and 0 if it is *negative*. Networks without such a judgement have no loss
here; the step then raises ℓ itself, or lowers it.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from engine.record.weight_update import WeightUpdate
from engine.shapes import Float
from gui.drawing.numbers import decimals_of
from gui.readings.chosen_weight import chosen_weight
from gui.readings.judgement import judges
from gui.scene import Moment, Scene

FEWEST_DECIMALS, MOST_DECIMALS = 4, 9


@dataclass(frozen=True)
class Half:
    """What the earlier or the later half of the words adds.

    Attributes:
        first: its first token.
        last: its last token.
        added: what these tokens add to the gradient of the weight.
        share: their part of the whole matrix's gradient, by the norms of what each of them adds.
    """

    first: int
    last: int
    added: float
    share: float


@dataclass(frozen=True, eq=False)
class Rule:
    """The rule with its numbers.

    Attributes:
        record: the gradient of ℓ_τ by the weight, token by token.
        rate: the learning rate.
        target: whether *positive* is the right answer.
        factor: ∂L/∂ℓ, which turns gradients of ℓ into gradients of the loss.
        probability: σ(ℓ); None where the network does not judge.
        before: the rule of the untouched run; None where there is none.
        ghost: what each of the same tokens added to the gradient there, NaN for one that it has not.
    """

    record: WeightUpdate
    rate: float
    target: bool
    factor: float
    probability: float | None
    before: "Rule | None" = None
    ghost: Float[np.ndarray, " t"] | None = None

    @property
    def numbers(self) -> tuple[object, ...]:
        """All that it is made from: of equal ones all is equal."""
        before = None if self.before is None else self.before.numbers
        return self.record, self.rate, self.factor, self.probability, before

    @property
    def added(self) -> Float[np.ndarray, " t"]:
        """What each token adds to the gradient of the loss."""
        with np.errstate(over="ignore", invalid="ignore"):
            added: np.ndarray = self.factor * self.record.per_token
        return added

    @property
    def gradient(self) -> float:
        """The gradient of the loss by the weight."""
        return self.factor * self.record.gradient

    @property
    def change(self) -> float:
        """What the step adds to the weight."""
        return -self.rate * self.gradient

    @property
    def new_value(self) -> float:
        """The weight after the step."""
        return self.record.value + self.change

    @property
    def decimals(self) -> int:
        """As many decimals as show two figures of the change, within bounds."""
        change = abs(self.change)
        if not 0 < change < math.inf:
            return FEWEST_DECIMALS
        return min(max(FEWEST_DECIMALS, decimals_of(change)), MOST_DECIMALS)

    @property
    def fits(self) -> bool:
        """Whether the change can be read in these decimals: with two figures, or because it is none."""
        return self.change == 0 or abs(self.change) >= 10 * 10**-self.decimals

    @property
    def shown_result(self) -> float:
        """The new weight so that it is the sum of the two numbers over it, as they are rounded."""
        if not self.fits or not math.isfinite(self.new_value):
            return self.new_value
        return round(self.record.value, self.decimals) + round(self.change, self.decimals)

    def halves(self) -> tuple[Half, ...]:
        """The earlier and the later half of the words; one alone where there is but one word."""
        added, norms = self.added, self.record.norm_per_token
        middle, count = len(added) // 2, len(added)
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            whole = norms.sum()
            return tuple(
                Half(start, stop - 1, float(added[start:stop].sum()), float(norms[start:stop].sum() / whole))
                for start, stop in ((0, middle), (middle, count))
                if stop > start
            )


def rule_of(scene: Scene, moment: Moment) -> Rule | None:
    """The rule at τ, with its ghost; None while its record is not there."""
    rule, before, there = _rule(scene, moment), scene.before, scene.untouched_moment(moment)
    if rule is None or before is None or there is None or scene.untouched is None:
        return rule
    was = _rule(scene.untouched, there)
    if was is None:
        return rule
    added = np.full(scene.untouched.length, np.nan)
    added[: len(was.added)] = was.added
    return replace(rule, before=was, ghost=before.aligned(added)[: len(rule.added)])


def _rule(scene: Scene, moment: Moment) -> Rule | None:
    """The rule of one run."""
    record, tau = scene.run.update, scene.tau(moment)
    if record is None or record.at != tau or not chosen_weight(scene).is_of(record):
        return None
    rate, target = scene.view.rate, scene.view.target
    if not judges(scene.trace):
        return Rule(record, rate, target, -1.0 if target else 1.0, None)
    logit = float(scene.trace["output"][tau, 0])
    right = _sigma(-logit) if target else _sigma(logit)  # never the difference of nearly equal numbers
    return Rule(record, rate, target, -right if target else right, _sigma(logit))


def _sigma(value: float) -> float:
    """1 / (1 + exp(−x)), exact at both ends."""
    return 1 / (1 + math.exp(-value)) if value >= 0 else math.exp(value) / (1 + math.exp(value))
