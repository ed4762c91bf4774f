"""Where the parts of the state plot stand, and what they show whatever the moment."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QRectF

from engine.record.trace import Trace
from engine.shapes import Float
from gui.drawing.axes import Axis, Tick, full_scale
from gui.drawing.downsampling import Cells
from gui.drawing.ghost import departing
from gui.drawing.ink import width_px
from gui.drawing.numbers import changed, decimals_of, number
from gui.readings.state_scale import StateScale, state_scale
from gui.scene import Before, Scene

GUTTER_PX = 32.0
WORDS_PX = 18.0
BETWEEN_PX = 24.0
CURVE_SHARE = 0.32


@dataclass(frozen=True)
class StatePlaces:
    """Where things are, in pixels of the panel: a matter of size and text alone."""

    heat: QRectF
    curve: QRectF
    words: QRectF
    gutter_px: float
    columns: Cells
    rows: Cells


@dataclass(frozen=True, eq=False)
class States:
    """The states of one layer at the words in sight: everything that is drawn whatever the moment."""

    trace: Trace
    symbol: str
    layer: int
    scale: StateScale
    shown: range
    before: Before | None = None

    @classmethod
    def of(cls, scene: Scene, symbol: str) -> "States":
        """Those of the shown layer."""
        scale = state_scale(scene, symbol, scene.view.layer)
        before = None if scene.ghost is None else scene.before
        return cls(scene.trace, symbol, scene.view.layer, scale, scene.shown, before)

    def same_as(self, other: "States | None") -> bool:
        """Whether both show the same of the same records."""
        return (
            other is not None
            and (self.trace is other.trace and self.before is other.before)
            and self._looked_at == other._looked_at
        )

    @cached_property
    def values(self) -> Float[np.ndarray, "T H"]:
        """The states after each token."""
        return self.trace.values(self.symbol, self.layer)

    @cached_property
    def ghost(self) -> Float[np.ndarray, "T H"] | None:
        """Those of the untouched run at the same tokens, NaN where it has none; None where this one is it."""
        if self.before is None:
            return None
        untouched = self.before.runs[self.trace.cell].trace
        return self.before.aligned(untouched.values(self.symbol, self.layer))

    def ghost_of(self, unit: int) -> Float[np.ndarray, " T"] | None:
        """The ghost of a unit's curve where it leaves it; None where it never does."""
        curve = None if self.ghost is None else departing(self.ghost[:, unit], self.values[:, unit])
        return None if curve is None or np.isnan(curve).all() else curve

    def written(self, token: int, unit: int) -> str:
        """A value, with what it was."""
        was = math.nan if self.ghost is None else float(self.ghost[token, unit])
        now = number(float(self.values[token, unit]))
        return now if math.isnan(was) else changed(number(was), now)

    @property
    def _looked_at(self) -> tuple[object, ...]:
        return self.symbol, self.layer, self.scale, self.shown

    @property
    def limit(self) -> float:
        """The magnitude that gets the full colour."""
        return self.scale.limit

    @cached_property
    def reaches(self) -> tuple[float, ...]:
        """How far the curve of each unit reaches: to its largest value in sight, so that none is cut."""
        seen = self.values[self.shown.start : self.shown.stop]
        if self.ghost is not None:
            seen = np.concatenate([seen, self.ghost[self.shown.start : self.shown.stop]])
        ends = np.stack([seen.min(axis=0), seen.max(axis=0)])  # of all at once: a text may be very long
        finite = np.isfinite(ends).all(axis=0)
        return tuple(full_scale((ends if finite[unit] else seen)[:, [unit]]) for unit in range(seen.shape[1]))

    @cached_property
    def farthest(self) -> float:
        """The largest value of the whole text."""
        both = (self.values,) if self.ghost is None else (self.values, self.ghost)
        return max(map(full_scale, both))

    def ticks(self, curve: QRectF, unit: int) -> tuple[Tick, ...]:
        """The scale of a unit's curve."""
        reach = self.reaches[unit]
        axis, ends = Axis(curve, -reach, reach), ((reach, ""), (-reach, ""), (0.0, "hairline"))
        return tuple(Tick(axis.y(value), _written(value, reach), pen) for value, pen in ends)

    @cached_property
    def widest_px(self) -> float:
        """The width of the longest number at any unit's scale: another unit moves nothing."""
        texts = {_written(-reach, reach) for reach in self.reaches}
        longest = max(map(len, texts))
        return max(width_px(text, "caption") for text in texts if len(text) == longest)

    def places(self, rect: QRectF) -> StatePlaces:
        """Rows of whole or half pixels where they fit; what that leaves over goes to the curve."""
        units = self.values.shape[1]
        gutter_px = max(GUTTER_PX, self.widest_px + 8)
        left, width = rect.left() + gutter_px, rect.width() - gutter_px
        height = rect.height() - WORDS_PX - BETWEEN_PX - 2
        heat_px = height * (1 - CURVE_SHARE)
        if units <= heat_px:
            heat_px = 2 * heat_px // units * units / 2
        heat = QRectF(left, rect.top() + 2, width, heat_px)
        curve = QRectF(left, heat.bottom() + BETWEEN_PX, width, height - heat_px - 6)
        words = QRectF(left, rect.bottom() - WORDS_PX + 2, width, WORDS_PX)
        columns, rows = Cells.of(left, width, self.shown), Cells(heat.top(), heat_px, units)
        return StatePlaces(heat, curve, words, gutter_px, columns, rows)


def _written(value: float, reach: float) -> str:
    """A number at the scale of a curve."""
    return number(value, decimals_of(reach)) if value else "0"
