"""What a ribbon shows of a record: how its height is shared among the words, and which of them count."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.record.leave_one_out import LeaveOneOut
from engine.shapes import Bool, Float
from gui.scene import Before, Run

COUNTS_FROM = 0.2
"""A word counts for the verdict from this part of the largest effect on: that of any word on any network."""

APART = 0.005
"""An edge of what was lies beside that of what is from this part of the height on."""


@dataclass(frozen=True, eq=False)
class Shares:
    """One network's ribbon, in numbers.

    Attributes:
        record: what it is drawn from.
        parts: at [τ, t] the share of the height that word t has after word τ, the norms of a row divided by
            their sum; exactly 0 for t > τ. NaN where no word makes a difference, or one that is no number.
    """

    record: LeaveOneOut
    parts: Float[np.ndarray, "T T"]

    @cached_property
    def norms(self) -> Float[np.ndarray, "T T"]:
        """‖Δh‖ of the layer that the readout reads."""
        return self.record[f"norm_difference_h_l{_last_layer(self.record)}"]

    @cached_property
    def relative(self) -> Float[np.ndarray, "T T"]:
        """‖Δh‖ / ‖h‖ of that layer."""
        return self.record[f"relative_difference_h_l{_last_layer(self.record)}"]

    @cached_property
    def effects(self) -> Float[np.ndarray, "T T"]:
        """What each word does to ℓ after each word, with its sign."""
        effect = self.record["effect_output"]
        return effect if effect.ndim == 2 else effect[..., self.record.provenance.output or 0]

    @property
    def arrays(self) -> tuple[Float[np.ndarray, "T T"], ...]:
        """All that is known of each word after each word: its share, ‖Δh‖, ‖Δh‖ / ‖h‖, and its effect."""
        return self.parts, self.norms, self.relative, self.effects

    def numbers(self, tau: int, token: int) -> tuple[float, ...]:
        """The same of one word after one word."""
        return tuple(float(array[tau, token]) for array in self.arrays)


@dataclass(frozen=True, eq=False)
class Untouched:
    """The ribbon of the untouched reading beside the one that the reader made of it.

    Attributes:
        shares: its own numbers.
        before: which of its words are those on screen.
        now: the numbers on screen.
    """

    shares: Shares
    before: Before
    now: Shares

    @cached_property
    def parts(self) -> Float[np.ndarray, "T S"]:
        """The shares of its own words after each word on screen; NaN after one that it does not have."""
        return self.before.aligned(self.shares.parts)

    @cached_property
    def apart(self) -> Bool[np.ndarray, "T S1"]:
        """Where each edge between two of its words, its ends included, lies beside that on screen."""
        was, now = (np.cumsum(parts, axis=1) for parts in (self.parts, self.now.parts))
        was, now = (np.pad(edges, ((0, 0), (1, 0))) for edges in (was, now))
        words = self.before.tokens or tuple(range(len(now)))
        beside = np.full((2, *was.shape), np.inf)  # the upper edge of the word below, the lower of that above
        for token, place in enumerate(words):
            if place >= 0:
                beside[0, :, place + 1] = np.abs(was[:, place + 1] - now[:, token + 1])
                beside[1, :, place] = np.abs(was[:, place] - now[:, token])
        apart: np.ndarray = (beside.min(axis=0) >= APART) & np.isfinite(was)
        apart[:, [0, -1]] = False
        return apart

    def numbers(self, tau: int, token: int) -> tuple[float, ...] | None:
        """What `Shares.numbers` were for two words on screen; None where it has not both."""
        before, here = self.before.at(tau), self.before.at(token)
        return None if before is None or here is None else self.shares.numbers(before, here)


def shares_of(run: Run) -> Shares | None:
    """The shares of a run; None where its record is not there, or not of every word."""
    record = run.leave_one_out
    if record is None or len(record.left_out) < run.trace.length:
        return None
    norms = record[f"norm_difference_h_l{_last_layer(record)}"]
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        total = norms.sum(axis=1, keepdims=True)
        parts = np.where(np.isfinite(total), norms / total, np.nan)
    return Shares(record, parts)


def largest_effect(shares: Iterable[Shares]) -> float:
    """The largest that any word does to the verdict of any of the networks; 0 where there is none."""
    ends = [np.abs(one.effects[-1]) for one in shares]
    return max((float(end[np.isfinite(end)].max(initial=0.0)) for end in ends), default=0.0)


def strengths(effects: Float[np.ndarray, " T"], largest: float) -> Float[np.ndarray, " T"]:
    """How much hue each word has, −1 to 1 by its effect; 0 for those that do not count."""
    if largest == 0:
        return np.zeros(len(effects))
    signed = np.where(np.isfinite(effects), effects, 0.0) / largest
    return np.where(np.abs(signed) >= COUNTS_FROM, signed, 0.0)


def counting(shares: Iterable[Shares], largest: float) -> tuple[int, ...]:
    """The words that count on any of the networks, the one with the largest effect first."""
    most = np.max([np.abs(strengths(one.effects[-1], largest)) for one in shares] or [np.zeros(0)], axis=0)
    order = np.argsort(-most, kind="stable")
    return tuple(order[most[order] > 0].tolist())


def _last_layer(record: LeaveOneOut) -> int:
    """The layer that the readout reads."""
    return record.provenance.layers - 1
