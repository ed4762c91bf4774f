"""What a ribbon shows of a record: how its height is shared among the words, and which of them count."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.record.leave_one_out import LeaveOneOut
from engine.shapes import Float
from gui.scene import Run

COUNTS_FROM = 0.2
"""A word counts for the verdict from this part of the largest effect on: that of any word on any network."""


@dataclass(frozen=True, eq=False)
class Shares:
    """One network's ribbon, in numbers.

    Attributes:
        record: what it is drawn from.
        parts: at [τ, t] the share of the height that word t has after word τ, the norms of a row divided by
            their sum; exactly 0 for t > τ. NaN where no word makes a difference, or one that is no number.
        effects: what each word does to ℓ at the end of the text, with its sign.
    """

    record: LeaveOneOut
    parts: Float[np.ndarray, "T T"]
    effects: Float[np.ndarray, " T"]

    @property
    def norms(self) -> Float[np.ndarray, "T T"]:
        """‖Δh‖ of the last layer."""
        return self.record[f"norm_difference_h_l{_last_layer(self.record)}"]

    @property
    def relative(self) -> Float[np.ndarray, "T T"]:
        """‖Δh‖ / ‖h‖ of the last layer."""
        return self.record[f"relative_difference_h_l{_last_layer(self.record)}"]

    def effect(self, tau: int, token: int) -> float:
        """What a word does to ℓ after another one."""
        return float(_chosen(self.record)[tau, token])


def shares_of(run: Run) -> Shares | None:
    """The shares of a run; None where its record is not there, or not of every word."""
    record = run.leave_one_out
    if record is None or len(record.left_out) < run.trace.length:
        return None
    norms = record[f"norm_difference_h_l{_last_layer(record)}"]
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        total = norms.sum(axis=1, keepdims=True)
        parts = np.where(np.isfinite(total) & (total > 0), norms / total, np.nan)
    return Shares(record, parts, _chosen(record)[-1])


def largest_effect(shares: Mapping[str, Shares]) -> float:
    """The largest that any word does to the verdict of any of the networks; 0 where there is none."""
    sizes = [np.abs(one.effects[np.isfinite(one.effects)]) for one in shares.values()]
    return max((float(size.max(initial=0.0)) for size in sizes), default=0.0)


def strengths(effects: Float[np.ndarray, " T"], largest: float) -> Float[np.ndarray, " T"]:
    """How much hue each word has, −1 to 1 by its effect; 0 for those that do not count."""
    if largest == 0:
        return np.zeros(len(effects))
    signed = np.where(np.isfinite(effects), effects, 0.0) / largest
    return np.where(np.abs(signed) >= COUNTS_FROM, signed, 0.0)


def _last_layer(record: LeaveOneOut) -> int:
    """The layer that the readout reads."""
    return record.provenance.layers - 1


def _chosen(record: LeaveOneOut) -> Float[np.ndarray, "T N"]:
    effect = record["effect_output"]
    return effect if effect.ndim == 2 else effect[..., record.provenance.output or 0]
