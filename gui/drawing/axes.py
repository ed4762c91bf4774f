"""Scales of plots, once for all panels: what they have to hold, where values stand, and how they are painted.

An axis is linear (`Axis`) or logarithmic (`LogAxis`). What has no place on it stands in a row of its own
beyond its ends: `∞`, what is too large for its type, above; on a logarithmic axis `0` below.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from engine.shapes import Bool, Float
from gui.drawing.buffers import polygon
from gui.drawing.downsampling import Cells
from gui.drawing.ink import LEFT, RIGHT, width_px, write
from gui.drawing.numbers import power_of_ten, round_number
from gui.drawing.theme import NO_PEN, Theme

ROW_PX = 18.0  # for what has no place on an axis
LABEL_PX = 14.0  # the height of what is written at an axis
LABEL_GAP_PX = 5.0
MARK_PX = 7.0
POWERS_APART = (1, 2, 3, 5, 10, 20, 50, 100)
ROUND = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
ZERO, OVERFLOW = "0", "∞"


# What an axis has to hold


@dataclass(frozen=True)
class Span:
    """What a record holds: its smallest and largest positive number, and what has no logarithm.

    Attributes:
        low, high: the smallest and the largest positive number; ∞ and −∞ in a record without any.
        zeros: whether there are zeros: what has underflowed.
        overflow: whether there are infinite numbers.
    """

    low: float = math.inf
    high: float = -math.inf
    zeros: bool = False
    overflow: bool = False

    @classmethod
    def of(cls, values: np.ndarray) -> Self:
        """Looks through a record; NaN and negative numbers do not count."""
        seen = values[(values > 0) & np.isfinite(values)]
        zeros, overflow = bool((values == 0).any()), bool(np.isposinf(values).any())
        ends = (float(seen.min()), float(seen.max())) if seen.size else (math.inf, -math.inf)
        return cls(*ends, zeros, overflow)

    def __or__(self, other: "Span") -> "Span":
        """What both hold together."""
        return Span(
            min(self.low, other.low),
            max(self.high, other.high),
            self.zeros or other.zeros,
            self.overflow or other.overflow,
        )

    def decades(self) -> tuple[int, int]:
        """The powers of ten around everything, at least one decade."""
        if math.isinf(self.low):
            return -1, 0
        top = math.ceil(math.log10(self.high))
        return min(math.floor(math.log10(self.low)), top - 1), top


def logarithms(values: Float[np.ndarray, " N"]) -> Float[np.ndarray, " N"]:
    """Powers of ten; NaN, which is a gap, for 0 and for what is not finite."""
    powers = np.full(len(values), np.nan)
    np.log10(values, where=(values > 0) & np.isfinite(values), out=powers)
    return powers


def largest_finite(values: Float[np.ndarray, "_ _"]) -> float:
    """The largest finite magnitude; 0 where there is none."""
    if not values.size:
        return 0.0
    largest = max(float(values.max()), -float(values.min()))  # of many numbers, without a copy of them
    if math.isfinite(largest):
        return largest
    return float(np.abs(values[np.isfinite(values)]).max(initial=0.0))


def full_scale(values: Float[np.ndarray, "_ _"]) -> float:
    """The largest finite magnitude, rounded up to two figures; 1 where there is none."""
    largest = largest_finite(values)
    if largest == 0:
        return 1.0
    # In float32 0.8 is a little more than 0.8, and the largest number of all cannot be rounded up.
    step = 10.0 ** (math.floor(math.log10(largest)) - 1)
    limit = math.ceil(largest / step * (1 - 1e-6)) * step if step else largest
    return limit if math.isfinite(limit) else largest


def round_up(value: float) -> float:
    """The next larger round number: coarse, so that small differences do not change a scale."""
    if not value > 0:
        return 0.0
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(step for step in (*ROUND, 20.0) if step * power >= value * (1 - 1e-9)) * power)


# What is written at an axis


@dataclass(frozen=True)
class Tick:
    """One place at an axis.

    Attributes:
        y: its height in the panel.
        text: what is written there.
        pen: with which pen its line crosses the plot; empty where none does.
    """

    y: float
    text: str
    pen: str = "hairline"


def powers_shown(low: float, high: float, size_px: float, nearest_px: float) -> list[int]:
    """The powers of ten that are written at a scale of this length: always the same ones, 1 among them."""
    room = size_px / (high - low)
    step = next((step for step in POWERS_APART if step * room >= nearest_px), POWERS_APART[-1])
    return [power for power in range(math.ceil(low), math.floor(high) + 1) if power % step == 0]


def round_step(unit_px: float, nearest_px: float) -> float:
    """The least round number (1, 2 or 5 times a power of ten) of which two neighbours are not too near."""
    decade = 10.0 ** math.floor(math.log10(nearest_px / unit_px))
    return next(step * decade for step in (1, 2, 5, 10) if step * decade * unit_px >= nearest_px)


def paint_ticks(
    painter: QPainter,
    plot: QRectF,
    ticks: Iterable[Tick],
    theme: Theme,
    *,
    on_right: bool = False,
    color: str = "muted",
) -> None:
    """Paints lines across a plot, and words at its left or at its right."""
    for tick in ticks:
        if tick.pen:
            painter.setPen(theme.pen(tick.pen))
            painter.drawLine(QLineF(plot.left(), tick.y, plot.right(), tick.y))
        label = QRectF(0, tick.y - LABEL_PX / 2, width_px(tick.text, "caption"), LABEL_PX)
        if on_right:
            label.moveLeft(plot.right() + LABEL_GAP_PX)
        else:
            label.moveRight(plot.left() - LABEL_GAP_PX)
        align = LEFT if on_right else RIGHT
        write(painter, label, tick.text, "caption", theme.color(color), align, elide=False)


# Where values stand


@dataclass(frozen=True)
class Axis:
    """A linear axis from the bottom of a plot to its top.

    Attributes:
        plot: the area between its ends.
        low, high: what stands at the bottom and at the top; of a logarithmic axis the powers of ten.
        zero_y: the height of the row for what has underflowed; None where there is none.
        overflow_y: that of the row for what has overflowed.
    """

    plot: QRectF
    low: float
    high: float
    zero_y: float | None = None
    overflow_y: float | None = None

    @classmethod
    def within(
        cls,
        area: QRectF,
        ends: tuple[float, float],
        *,
        zeros: bool = False,
        overflow: bool = False,
        row_px: float = ROW_PX,
    ) -> Self:
        """An axis in this area; the rows beyond its ends are cut off it where there is anything in them."""
        plot = area.adjusted(0, row_px if overflow else 0, 0, -row_px if zeros else 0)
        zero_y = area.bottom() - row_px / 3 if zeros else None
        overflow_y = area.top() + row_px / 3 if overflow else None
        return cls(plot, *ends, zero_y, overflow_y)

    @property
    def unit_px(self) -> float:
        """The height of 1."""
        return self.plot.height() / (self.high - self.low)

    @property
    def ends(self) -> tuple[float, float]:
        """What stands at the bottom and at the top."""
        return self.low, self.high

    def y(self, value: float) -> float:
        """The height of a value: at an end what lies beyond it, in its row what has one, NaN for NaN."""
        if math.isnan(value):
            return math.nan
        if value == math.inf and self.overflow_y is not None:
            return self.overflow_y
        return self._height(min(max(value, self.low), self.high))

    def heights(self, values: Float[np.ndarray, "*N"]) -> Float[np.ndarray, "*N"]:
        """Heights of many values, beyond the ends as well; what is not finite has none."""
        finite = np.where(np.isfinite(values), values, np.nan)
        heights: np.ndarray = self.plot.bottom() - (finite - self.low) * self.unit_px
        return heights

    def rows(self) -> tuple[Tick, ...]:
        """What is written at the rows beyond the ends."""
        rows = ((self.zero_y, ZERO), (self.overflow_y, OVERFLOW))
        return tuple(Tick(y, text, pen="") for y, text in rows if y is not None)

    def holds(self, value: float) -> bool:
        """Whether a value stands between the ends."""
        return self.low <= value <= self.high

    def _height(self, place: float) -> float:
        return self.plot.bottom() - (place - self.low) * self.unit_px


@dataclass(frozen=True)
class LogAxis(Axis):
    """A logarithmic axis: `low` and `high` are the powers of ten at its ends."""

    def y(self, value: float) -> float:
        """The height of a value: at an end what lies beyond it, in its row what has one, NaN for NaN."""
        if value == 0 and self.zero_y is not None:
            return self.zero_y
        if math.isnan(value) or value == math.inf:
            return super().y(value)
        return super().y(math.log10(value) if value > 0 else -math.inf)

    def heights(self, values: Float[np.ndarray, "*N"]) -> Float[np.ndarray, "*N"]:
        """Heights of many values, beyond the ends as well; what has no logarithm has none."""
        return super().heights(logarithms(values.ravel()).reshape(values.shape))

    def holds(self, value: float) -> bool:
        """Whether a value stands between the ends."""
        return value > 0 and super().holds(math.log10(value))

    def ticks(self, nearest_px: float) -> tuple[Tick, ...]:
        """The powers of ten, and what has no place among them."""
        powers = powers_shown(self.low, self.high, self.plot.height(), nearest_px)
        return (*(Tick(self._height(power), power_of_ten(power)) for power in powers), *self.rows())

    def counts(self, nearest_px: float) -> tuple[Tick, ...]:
        """Round numbers as people count: powers of ten, and 2 and 5 between them where there is room."""
        powers = powers_shown(math.floor(self.low), math.ceil(self.high), self.plot.height(), nearest_px)
        decade_px = self.plot.height() / (self.high - self.low)
        steps = (1, 2, 5) if 0.3 * decade_px >= nearest_px else (1,)
        found = (step * 10.0**power for power in powers for step in steps)
        return tuple(Tick(self.y(value), round_number(value)) for value in found if self.holds(value))


def paint_beyond(
    painter: QPainter,
    axis: Axis,
    columns: Cells,
    curves: Sequence[tuple[Float[np.ndarray, " t"], QColor]],
    said: tuple[str, str],
    theme: Theme,
) -> None:
    """Marks what has no place on an axis in the rows beyond its ends, and says what it is.

    Args:
        painter: paints.
        axis: with its rows.
        columns: where the values stand.
        curves: the values of each, and its colour.
        said: the words for what has underflowed, and for what has overflowed.
        theme: gives the colour of the words.
    """
    for y, value, way, text in ((axis.zero_y, 0.0, 1, said[0]), (axis.overflow_y, math.inf, -1, said[1])):
        if y is None:
            continue
        marked = [
            x
            for values, color in curves
            for x in _paint_marks(painter, y, columns, values == value, color, way)
        ]
        if marked:
            room = _room_beside(axis.plot, y, way, min(marked), max(marked), width_px(text, "caption"))
            write(painter, room, text, "caption", theme.color("muted"))


def _paint_marks(
    painter: QPainter, y: float, columns: Cells, there: Bool[np.ndarray, " t"], color: QColor, way: int
) -> list[float]:
    """Triangles that point away from the plot, one for neighbours that would touch; where they are."""
    tokens = np.flatnonzero(there[columns.part]) + columns.first
    apart = max(1, math.ceil(MARK_PX / columns.pitch_px))
    painter.setPen(NO_PEN)
    painter.setBrush(color)
    places = columns.middles(tokens[np.unique(tokens // apart, return_index=True)[1]])
    # from tip to tip and back on one line, which covers nothing: all of them are one polygon
    across, down = np.array([0, -3, 3, 0]), np.array([3, -3, -3, 3]) * way
    x = (places[:, None] + across).ravel()
    painter.drawPolygon(polygon(x, np.tile(y + down, len(places))), Qt.FillRule.WindingFill)
    found: list[float] = places.tolist()
    return found


def _room_beside(plot: QRectF, y: float, way: int, first: float, last: float, wide_px: float) -> QRectF:
    """Where words about marks stand: behind them, before them, or within the plot for want of room."""
    top = y - LABEL_PX / 2
    if plot.right() - last - MARK_PX >= wide_px:
        return QRectF(last + MARK_PX, top, plot.right() - last - MARK_PX, LABEL_PX)
    if first - MARK_PX - plot.left() >= wide_px:
        return QRectF(first - MARK_PX - wide_px, top, wide_px, LABEL_PX)
    within = plot.bottom() - LABEL_PX - 1 if way > 0 else plot.top() + 1
    return QRectF(plot.left(), within, plot.width(), LABEL_PX)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions as near as can be to those that are wanted, `gap` apart and between the limits.

    Args:
        wanted: ascending.
        gap: the least distance of two neighbours, and of twice the first and the last to the limits.
        low: the lower limit.
        high: the upper one; it gives way where there is no room for all.
    """
    groups: list[list[float]] = []  # of neighbours that touch: sum of wanted starts, how many
    for index, value in enumerate(wanted):
        groups.append([value - index * gap, 1.0])
        while len(groups) > 1 and groups[-2][0] / groups[-2][1] > groups[-1][0] / groups[-1][1]:
            total, count = groups.pop()
            groups[-1][0] += total
            groups[-1][1] += count
    starts = [total / count for total, count in groups for _ in range(int(count))]
    first = low + gap / 2
    last = max(first, high - gap / 2 - (len(starts) - 1) * gap)
    return [min(max(start, first), last) + index * gap for index, start in enumerate(starts)]
