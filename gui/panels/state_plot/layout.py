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

GUTTER_PX = 32.0
KEY_PX = 6.0
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
    """The states of one layer: everything that is drawn whatever the moment."""

    trace: Trace
    symbol: str
    layer: int

    @cached_property
    def values(self) -> Float[np.ndarray, "T H"]:
        """The states after each token."""
        return self.trace.values(self.symbol, self.layer)

    @cached_property
    def limit(self) -> float:
        """The magnitude that gets the full colour: that of the whole text, so that no colour ever shifts."""
        return full_scale(self.values)

    @cached_property
    def scale(self) -> tuple[tuple[float, str, str], ...]:
        """The values that stand at the scale, how they are written, and the pens of their lines."""
        decimals, limit = decimals_of(self.limit), self.limit
        ends = ((value, number(value, decimals), "") for value in (limit, -limit))
        return (*ends, (0.0, "0", "hairline"))

    def ticks(self, curve: QRectF) -> tuple[Tick, ...]:
        """The scale of the curve's plot."""
        axis = Axis(curve, -self.limit, self.limit)
        return tuple(Tick(axis.y(value), text, pen) for value, text, pen in self.scale)

    def places(self, rect: QRectF, shown: range) -> StatePlaces:
        """Rows of whole or half pixels where they fit; what that leaves over goes to the curve."""
        units = self.values.shape[1]
        gutter_px = max(GUTTER_PX, *(width_px(text, "caption") + KEY_PX + 8 for _, text, _ in self.scale))
        left, width = rect.left() + gutter_px, rect.width() - gutter_px
        height = rect.height() - WORDS_PX - BETWEEN_PX - 2
        heat_px = height * (1 - CURVE_SHARE)
        if units <= heat_px:
            heat_px = 2 * heat_px // units * units / 2
        heat = QRectF(left, rect.top() + 2, width, heat_px)
        curve = QRectF(left, heat.bottom() + BETWEEN_PX, width, height - heat_px - 6)
        words = QRectF(left, rect.bottom() - WORDS_PX + 2, width, WORDS_PX)
        columns, rows = Cells.of(left, width, shown), Cells(heat.top(), heat_px, units)
        return StatePlaces(heat, curve, words, gutter_px, columns, rows)
