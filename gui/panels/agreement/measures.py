"""What each word does to the output, by four measures: the numbers, their scales, how far they agree."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.analysis.rank_correlation import rank_correlation
from engine.questions import LEAVE_ONE_OUT
from engine.shapes import Float
from gui.drawing.axes import full_scale
from gui.drawing.numbers import NOTHING, changed, number, round_number, with_sign
from gui.language import translate
from gui.readings.judgement import has_readout, last_known
from gui.scene import Moment, Scene

SHARE, GRADIENT, INTEGRATED, LEFT_OUT = (
    "share",
    "gradient_times_input",
    "integrated_gradients",
    "leave_one_out",
)
"""The measures: each is called in a table as in its record."""

RECORDS = {SHARE: "memory", GRADIENT: "attribution", INTEGRATED: "attribution", LEFT_OUT: "leave_one_out"}
CLEARLY = 0.1  # of the largest number of a measure: what is less has no side


@dataclass(frozen=True, eq=False)
class Measure:
    """One measure, seen from one token.

    Attributes:
        key: one of the four.
        at: the token from which it is seen, or the latest one before it from which it is known.
        values: a number for each token up to that one, NaN where there is none; empty as long as nothing is
            known.
        missing: why nothing is.
        ghost: what it said of the untouched run; None where that is not known, or this is it.
    """

    key: str
    at: int
    values: Float[np.ndarray, " t"]
    missing: str = ""
    ghost: Float[np.ndarray, " t"] | None = None

    @property
    def name(self) -> str:
        """What stands beside it."""
        return {
            SHARE: translate("Agreement", "ledger share"),
            GRADIENT: translate("Agreement", "gradient × input"),
            INTEGRATED: translate("Agreement", "integrated gradients"),
            LEFT_OUT: translate("Agreement", "leave one out"),
        }[self.key]

    @property
    def explained(self) -> str:
        """What it asks."""
        return {
            SHARE: translate(
                "Agreement",
                "What each word has left in the memory, as the output reads it. Gates and candidates are "
                "frozen: they stay as they were, though earlier words helped to set them.",
            ),
            GRADIENT: translate(
                "Agreement",
                "What the output would lose to first order if the word’s numbers went to 0: it knows small "
                "changes only.",
            ),
            INTEGRATED: translate(
                "Agreement",
                "The same, averaged while all words grow together from zeros to what they are: these add up "
                "to the output of the text minus the output of zeros.",
            ),
            LEFT_OUT: translate(
                "Agreement",
                "The output of the text minus that of the text without the word, which is read anew. It is a "
                "difference, not a loss: the differences of several words do not add up, and a single one, "
                "as a part of the output, can exceed 1.",
            ),
        }[self.key]

    @cached_property
    def largest(self) -> float:
        """The size of the largest number."""
        return full_scale(self.values[None])

    @cached_property
    def scale(self) -> float:
        """The size of the longest bar, or of the longest outline of one."""
        return self.largest if self.ghost is None else max(self.largest, full_scale(self.ghost[None]))

    @property
    def scale_text(self) -> str:
        """The size of the longest bar, in figures; empty where there is none."""
        return f"±{round_number(self.scale)}" if np.isfinite(self.values).any() else ""

    def text_at(self, token: int) -> str:
        """One number with its sign."""
        return _written(self.values, token)

    def both_at(self, token: int) -> str:
        """The same, with what it was."""
        was = NOTHING if self.ghost is None else _written(self.ghost, token)
        return changed("" if was == NOTHING else was, self.text_at(token))


@dataclass(frozen=True, eq=False)
class Measures:
    """All measures that the network has, the one that leaves words out at the end.

    Attributes:
        tau: the token whose output they explain; None while there is none.
        all: one for each row.
        only: the one token that is left out where a text is too long for all of them.
    """

    tau: int | None
    all: tuple[Measure, ...]
    only: int | None = None

    def correlation(self, measure: Measure) -> float:
        """Spearman's of one measure with leaving words out, over the words of which both are known."""
        other = self.all[-1]
        if len(measure.values) != len(other.values):  # one is seen from an earlier word, or not known yet
            return np.nan
        both = np.isfinite(measure.values) & np.isfinite(other.values)
        return rank_correlation(measure.values[both], other.values[both])

    @cached_property
    def at_odds(self) -> int | None:
        """The word of which the first and the last measure differ most in sign; None if none does clearly."""
        first, last = self.all[0], self.all[-1]
        if len(first.values) != len(last.values):
            return None
        with np.errstate(invalid="ignore"):
            opposite = first.values * last.values < 0
        sizes = np.minimum(np.abs(first.values) / first.largest, np.abs(last.values) / last.largest)
        sizes = np.where(opposite & np.isfinite(sizes), sizes, 0.0)
        return int(np.argmax(sizes)) if sizes.size and sizes.max() >= CLEARLY else None


def _written(values: Float[np.ndarray, " t"], token: int) -> str:
    value = float(values[token]) if token < len(values) else np.nan
    return NOTHING if np.isnan(value) else with_sign(number(value, 2))


def read_measures(scene: Scene, moment: Moment) -> Measures:
    """What each measure says of the words up to the reader's; mid-step of those up to the word before."""
    known, record = last_known(scene, moment), scene.run.leave_one_out
    tau = None if known is None else scene.tau(known)
    keys = (SHARE, GRADIENT, INTEGRATED, LEFT_OUT) if has_shares(scene) else (GRADIENT, INTEGRATED, LEFT_OUT)
    computing, unfinished = translate("Agreement", "computing"), translate("Agreement", "not computed yet")
    waiting = computing if known is moment else unfinished
    only = None if record is None or len(record.left_out) == scene.length else int(record.left_out[0])
    return Measures(tau, tuple(_measure(scene, key, tau, waiting) for key in keys), only)


def has_shares(scene: Scene) -> bool:
    """Whether there is a ledger of the output."""
    return scene.definition.memory is not None and has_readout(scene.trace)


def need_mb(scene: Scene) -> float:
    """What it would take to leave out every word in turn."""
    return LEAVE_ONE_OUT.megabytes(scene.trace, scene.length)


def _measure(scene: Scene, key: str, tau: int | None, waiting: str) -> Measure:
    at, values = (0, None) if tau is None else _known(scene, key, tau)
    if values is not None:
        return Measure(key, at, values.astype(np.float64), ghost=_ghost(scene, key, at))
    return Measure(key, at, np.empty(0), scene.refusals.get(RECORDS[key]) or waiting)


def _ghost(scene: Scene, key: str, at: int) -> Float[np.ndarray, " t"] | None:
    """What a measure said of the untouched run at the same words, seen from the same one."""
    before, untouched = scene.before, scene.untouched
    place = None if before is None else before.at(at)
    if before is None or untouched is None or place is None:
        return None
    there, values = _known(untouched, key, place)
    if values is None or there != place:
        return None
    whole = np.full(untouched.length, np.nan)
    whole[: place + 1] = values
    return before.aligned(whole)[: at + 1]


def _known(scene: Scene, key: str, tau: int) -> tuple[int, Float[np.ndarray, " t"] | None]:
    """The numbers of a measure seen from τ, or from the latest token before that is known."""
    memory, attribution, left_out = scene.run.memory, scene.run.attribution, scene.run.leave_one_out
    if key == SHARE:
        row = None if memory is None else memory.row("share", tau)
        return tau, None if row is None else row[: tau + 1]
    if key != LEFT_OUT:
        if attribution is None or attribution.at > tau:
            return tau, None
        return attribution.at, attribution[key]
    if left_out is None:
        return tau, None
    values = np.full(scene.length, np.nan)
    values[left_out.left_out] = left_out.effect[tau]
    return tau, values[: tau + 1]
