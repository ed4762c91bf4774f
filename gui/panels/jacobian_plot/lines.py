"""The curves of the Jacobian graph: their numbers, and the axis that holds them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np

from engine.analysis.gate_statistics import mean_logarithms
from engine.cells import CELLS
from engine.record.gradient_flow import GradientFlow
from engine.record.jacobians import Jacobians
from engine.record.trace import Trace
from engine.shapes import Bool, Float, Int
from gui.drawing.axes import Span, logarithms
from gui.drawing.downsampling import Cells
from gui.scene import Scene

SMALLEST_POWER, LARGEST_POWER = -45, 38  # of ten, in float32
MOST_ROOM = 4  # decades that bounds may take on either side of the norms
FAR = (-400.0, 400.0)  # powers of ten beyond float64: what stands for 0 and for ∞


class Kind(Enum):
    """The curves, from the one that is painted first."""

    UPPER = "upper_bound"
    LOWER = "lower_bound"
    GATE = "mean_gate_alone"
    GRADIENT = "norm_gradient"
    NORM = "norm_jacobian"


Rows = Mapping[Kind, Float[np.ndarray, " t"] | None]
Points = Mapping[Kind, tuple[Float[np.ndarray, " N"], Float[np.ndarray, " N"], Bool[np.ndarray, " N"]]]
"""The points of the known curves, as `cut` gives them."""


@dataclass(frozen=True)
class Reach:
    """What the graph has to hold, whatever τ is.

    Attributes:
        decades: the powers of ten at its lower and its upper end.
        zeros: whether a norm is 0.
        overflow: whether a norm has overflowed.
    """

    decades: tuple[int, int]
    zeros: bool = False
    overflow: bool = False


@dataclass(frozen=True, eq=False)
class JacobianLines:
    """How far the states of one layer move when an earlier one does, and what that is compared with."""

    trace: Trace
    layer: int
    jacobians: Jacobians | None
    gradient: GradientFlow | None

    @classmethod
    def of(cls, scene: Scene) -> "JacobianLines":
        """Those of the layer that is shown."""
        return cls(scene.trace, scene.view.layer, scene.run.jacobians, scene.run.gradient)

    def same_as(self, other: "JacobianLines | None") -> bool:
        """Whether both are made from the same records."""
        return other is not None and all(
            getattr(self, part) is getattr(other, part)
            for part in ("trace", "layer", "jacobians", "gradient")
        )

    @property
    def known_rows(self) -> Int[np.ndarray, " R"] | None:
        """The words that norms are seen from; None where no norm is known."""
        return None if self.jacobians is None else self.jacobians.rows

    @property
    def keep(self) -> str | None:
        """The symbol of the gate that keeps; None for an RNN, which has none."""
        rule = CELLS[self.trace.cell].memory
        return None if rule is None else rule.keep

    @cached_property
    def mean_gate(self) -> float:
        """The geometric mean of the keeping gate over units and tokens; NaN where there is none.

        Keeping multiplies, as in `half_lives`: a constant gate of this value would have kept as much.
        """
        if self.keep is None:
            return math.nan
        return float(np.exp(mean_logarithms(self.trace.values(self.keep, self.layer)).mean()))

    @cached_property
    def largest_weight(self) -> float:
        """σ_max of W_hh; NaN where it is not known, or not the whole way from h to h."""
        key = f"sigma_weight_l{self.layer}"
        if self.jacobians is None or key not in self.jacobians.arrays:
            return math.nan
        return float(self.jacobians[key][0])

    def is_zero(self, kind: Kind, tau: int, token: int) -> bool:
        """Whether a curve that is 0 at a token, seen from `tau`, is so in truth, and not merely too small.

        A product is 0 where one of its factors is, and a norm where its upper bound is.
        """
        if kind is Kind.GATE:
            return self.mean_gate == 0
        if self.jacobians is None:
            return False
        sigma = self.jacobians[f"sigma_l{self.layer}"][token + 1 : tau + 1]
        return bool((sigma[:, -1 if kind is Kind.LOWER else 0] == 0).any())

    def cut_rows(self, rows: Rows, columns: Cells, ends: tuple[float, float]) -> Points:
        """The points of all known curves at the tokens in these columns, as far as an axis can show them."""
        known = ((kind, row) for kind, row in rows.items() if row is not None)
        return {kind: cut(*self.points(kind, row, columns), ends) for kind, row in known}

    def points(
        self, kind: Kind, row: Float[np.ndarray, " t"], columns: Cells
    ) -> tuple[np.ndarray, np.ndarray]:
        """Where the points of a curve are, and their powers of ten.

        Args:
            kind: Which curve.
            row: Its numbers.
            columns: The tokens that are shown.
        """
        if kind is Kind.GATE:  # a straight line needs its ends alone
            tokens = columns.shown[: max(len(row) - columns.first, 0)]
            ends = np.array([tokens[0], tokens[-1]] if tokens else [], dtype=np.intp)
            return ends.astype(np.float64), _powers(row[ends])
        if kind in (Kind.NORM, Kind.GRADIENT):  # 0 and ∞ are no part of the curve
            return columns.outline(logarithms(row))
        return columns.outline(np.clip(_powers(row), *FAR))

    def rows(self, tau: int) -> Rows:
        """The curves at the tokens up to `tau`, seen from it; None for what is not known yet."""
        found: dict[Kind, Float[np.ndarray, " t"] | None] = {Kind.UPPER: None, Kind.LOWER: None}
        norms = None
        if self.jacobians is not None:
            for kind, bound in zip(found, self.jacobians.bounds(self.layer, tau), strict=True):
                found[kind] = bound[: tau + 1]
            norms = self.jacobians.row(f"norm_jacobian_l{self.layer}", tau)
        if self.keep is not None:
            found[Kind.GATE] = self.mean_gate ** np.arange(tau, -1.0, -1.0)
        key = f"norm_{carrying(self.trace)}_l{self.layer}"
        flow = self.gradient.row(key, tau) if self.gradient is not None else None
        if flow is not None:
            found[Kind.GRADIENT] = flow[: tau + 1].astype(np.float64)
        found[Kind.NORM] = None if norms is None else norms[: tau + 1].astype(np.float64)
        return found

    @cached_property
    def order(self) -> tuple[Kind, ...]:
        """The curves from the uppermost to the lowest at the first word, seen from the last: the text's own.

        Names beside the curves keep it while the reader moves. Of a long text not all rows may be known: what
        is not stands between the bounds.
        """
        rows = self.rows(self.trace.length - 1)
        powers = {kind: None if row is None else _power(float(row[0])) for kind, row in rows.items()}
        bounds = [power for kind in (Kind.UPPER, Kind.LOWER) if (power := powers[kind]) is not None]
        between = sum(bounds) / 2 if len(bounds) > 1 else 0.0
        known = {kind: between if power is None else power for kind, power in powers.items()}
        return tuple(sorted(known, key=lambda kind: (-known[kind], kind is Kind.LOWER)))

    @property
    def reach(self) -> Reach:
        """What the axis of the whole text holds."""
        return self.reach_in(range(self.trace.length), self.trace.length - 1)

    def reach_in(self, shown: range, tau: int) -> Reach:
        """What the axis holds at these words, seen from any of them, and from `tau` if it is elsewhere."""
        seen_from = shown[-1] if tau in shown else tau
        if (shown, seen_from) not in self._reaches:
            self._reaches[shown, seen_from] = self._reach(shown, seen_from)
        return self._reaches[shown, seen_from]

    @cached_property
    def _reaches(self) -> dict[tuple[range, int], Reach]:
        return {}

    def span(self, shown: range, tau: int) -> Span:
        """What the norms at these words hold, seen from any of them, and from `tau` if it is elsewhere."""
        if self.jacobians is None:
            return Span()
        taus = self.jacobians.rows
        seen = (taus >= shown.start) & (taus < shown.stop) | (taus == tau)
        return Span.of(self.jacobians[f"norm_jacobian_l{self.layer}"][seen, shown.start : shown.stop])

    def _reach(self, shown: range, tau: int) -> Reach:
        """Every norm, and a few decades more for what they are compared with.

        Of a long text only single rows are known. Its axis counts on the norms growing or shrinking over all
        that is shown as the largest Lyapunov exponent says, so that it stays while one row follows the other.
        """
        if self.jacobians is None:
            return Reach((-1, 0))
        part, span, steps = slice(shown.start, shown.stop), self.span(shown, tau), max(tau - shown.start, 0)
        exponent = float(self.jacobians[f"lyapunov_l{self.layer}"][0])
        if len(self.jacobians.rows) < self.trace.length and math.isfinite(exponent):
            power = min(max(exponent * steps / math.log(10), SMALLEST_POWER), LARGEST_POWER)
            span |= Span(10.0**power, 10.0**power)
        low, high = low_norm, high_norm = span.decades()
        rows = self.rows(tau)
        for kind in Kind:
            row = rows.get(kind)
            if kind is Kind.NORM or row is None or not row[part].size:
                continue
            # Bounds may lie hundreds of decades away: they get no more than half of what the norms take.
            bound = kind in (Kind.UPPER, Kind.LOWER)
            room = min(max((high_norm - low_norm) // 2, 1), MOST_ROOM) if bound else MOST_ROOM
            low = min(low, max(math.floor(_power(np.min(row[part]))), low_norm - room))
            high = max(high, min(math.ceil(_power(np.max(row[part]))), high_norm + room))
        return Reach((low, high), span.zeros, span.overflow)


def ghost_of(scene: Scene, tau: int) -> Float[np.ndarray, " t"] | None:
    """The norms of the untouched run at the same words, seen from the same one; None where not known."""
    before, untouched = scene.before, scene.untouched
    place = None if before is None else before.at(tau)
    if before is None or untouched is None or place is None:
        return None
    row = JacobianLines.of(untouched).rows(place)[Kind.NORM]
    if row is None:
        return None
    norms = np.full(untouched.length, np.nan)
    norms[: place + 1] = row
    return before.aligned(norms)[: tau + 1]


def ghost_span(scene: Scene, tau: int) -> Span:
    """What the axis has to hold of the untouched run: of another text all of it."""
    before, untouched = scene.before, scene.untouched
    if before is None or untouched is None or untouched.run.jacobians is None:
        return Span()
    lines = JacobianLines.of(untouched)
    if before.tokens is None:
        return lines.span(scene.shown, tau)
    return lines.span(range(untouched.length), untouched.length - 1)


def _powers(row: Float[np.ndarray, " N"]) -> Float[np.ndarray, " N"]:
    """Powers of ten, those of 0 and ∞ included."""
    with np.errstate(divide="ignore"):
        powers: np.ndarray = np.log10(row)
    return powers


def _power(value: float) -> float:
    """The power of ten of a number, within what float64 holds; 0 where there is no number."""
    return 0.0 if math.isnan(value) else math.log10(min(max(value, 1e-308), 1e308))


def cut(
    x: Float[np.ndarray, " N"], y: Float[np.ndarray, " N"], limits: tuple[float, float]
) -> tuple[Float[np.ndarray, " M"], Float[np.ndarray, " M"], Bool[np.ndarray, " M"]]:
    """The points of a curve that an axis can show, and new ones where it leaves the axis.

    Args:
        x: where the points are.
        y: their heights; infinite ones are far beyond the limits.
        limits: the ends of the axis.

    Returns:
        Positions, heights within the limits, and which of the points stand at a limit for others beyond it.
    """
    y = np.clip(y, *FAR)
    for limit in limits:
        before = np.flatnonzero((y[:-1] - limit) * (y[1:] - limit) < 0)
        if before.size:
            part = (limit - y[before]) / (y[before + 1] - y[before])
            x = np.insert(x, before + 1, x[before] + part * (x[before + 1] - x[before]))
            y = np.insert(y, before + 1, limit)
    side = (y > limits[1]).astype(int) - (y < limits[0])
    between = (side[:-2] != 0) & (side[:-2] == side[1:-1]) & (side[1:-1] == side[2:])
    kept = np.concatenate(([True], ~between, [True]))[: len(x)] & ~np.isnan(y)
    return x[kept], np.clip(y[kept], *limits), side[kept] != 0


def carrying(trace: Trace) -> str:
    """The state that carries the memory: c where there is one, h otherwise."""
    return "c" if "c" in CELLS[trace.cell].states else "h"
