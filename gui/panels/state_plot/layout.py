"""Where the parts of the state plot stand, and what they show whatever the moment."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QRectF

from engine.record.trace import Trace
from engine.shapes import Float
from gui.drawing.axes import Axis, Tick, full_scale
from gui.drawing.downsampling import Cells
from gui.drawing.ink import width_px
from gui.drawing.numbers import decimals_of, number
from gui.readings.state_scale import StateScale

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

    @cached_property
    def values(self) -> Float[np.ndarray, "T H"]:
        """The states after each token."""
        return self.trace.values(self.symbol, self.layer)

    @property
    def looked_at(self) -> tuple[object, ...]:
        """What is shown of the trace."""
        return self.symbol, self.layer, self.scale, self.shown

    @property
    def limit(self) -> float:
        """The magnitude that gets the full colour."""
        return self.scale.limit

    @cached_property
    def reaches(self) -> tuple[float, ...]:
        """How far the curve of each unit reaches: to its largest value in sight, so that none is cut."""
        seen = self.values[self.shown.start : self.shown.stop]
        ends = np.stack([seen.min(axis=0), seen.max(axis=0)])  # of all at once: a text may be very long
        finite = np.isfinite(ends).all(axis=0)
        return tuple(full_scale((ends if finite[unit] else seen)[:, [unit]]) for unit in range(seen.shape[1]))

    @cached_property
    def farthest(self) -> float:
        """The largest value of the whole text."""
        return full_scale(self.values)

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
