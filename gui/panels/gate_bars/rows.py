"""Where each gate's row and its bars stand, and by which scale."""

from dataclasses import dataclass, replace
from functools import lru_cache
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath

from engine.record.gates import QUANTITIES, Quantity
from engine.record.trace import Trace
from engine.shapes import Float, Int
from gui.drawing.axes import full_scale
from gui.drawing.ink import in_pixels
from gui.scene import Direction, Moment, Scene

# What forgets or keeps comes first, then what is written, then what is shown.
READING_ORDER = "fzirgnoh"
LABELS_PX = 152.0
SCALE_PX = 16.0  # for the numbers at the ends of the scale
NUMBERS_PX = 122.0  # for a name beside a number such as −9.9×10⁻⁴
MARGIN_PX = 12.0  # of these, between the bars and the name
ROW_GAP_PX = 10.0  # room for the numbers at the ends of two scales
TALLEST_BARS_PX = 120.0
LINE_PX = 14.0
SENTENCE_PX = 44.0  # below the only row of a cell without gates
WIDEST_BAR_PX = 26.0

_largest: WeakKeyDictionary[Trace, dict[int, float]] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class GateRow:
    """One gate's place.

    Attributes:
        quantity: the gate.
        rect: the whole row.
        bars: where its bars stand, from the low to the high end of its range.
    """

    quantity: Quantity
    rect: QRectF
    bars: QRectF

    @property
    def symbol(self) -> str:
        """The gate's letter."""
        return self.quantity.symbol

    def y(self, value: float) -> float:
        """Where a value stands on the scale."""
        share = (value - self.quantity.low) / (self.quantity.high - self.quantity.low)
        return self.bars.bottom() - share * self.bars.height()

    def value(self, y: float) -> float:
        """The value that stands there, or the nearest one of the scale, as it is written."""
        share = min(max((self.bars.bottom() - y) / self.bars.height(), 0.0), 1.0)
        return round(self.quantity.low + share * (self.quantity.high - self.quantity.low), 2)


Rows = tuple[GateRow, ...]


def symbols_of(scene: Scene) -> tuple[str, ...]:
    """The cell's gates, in the order in which they are read."""
    return tuple(sorted(scene.definition.gates, key=READING_ORDER.index))


def quantity_of(scene: Scene, symbol: str) -> Quantity:
    """A gate with its range. What relu gives has no upper end: there it is the largest value of the trace."""
    quantity = QUANTITIES[symbol]
    if symbol == "o" and "tanh" not in scene.definition.stages[scene.stage_of("h")].equation:
        return replace(quantity, high_means="output_gate_high_bare")
    if symbol != "h" or scene.definition.activation != "relu":
        return quantity
    known = _largest.setdefault(scene.trace, {})
    if scene.view.layer not in known:
        known[scene.view.layer] = full_scale(scene.trace.values(symbol, scene.view.layer))
    high = known[scene.view.layer]
    if scene.untouched is not None:
        high = max(high, quantity_of(scene.untouched, symbol).high)
    return replace(quantity, low=0.0, high=high, low_means="relu_low", high_means="relu_high")


def is_computed(scene: Scene, moment: Moment, symbol: str) -> bool:
    """Whether this step has come to the gate; on the way back every gate is there."""
    return moment.direction is Direction.BACKWARD or moment.stage >= stage_of(scene, symbol)


def stage_of(scene: Scene, symbol: str) -> int:
    """The RNN's new state is there before it gets its name."""
    made = [
        position
        for position, stage in enumerate(scene.definition.stages)
        if symbol in stage.outputs or f"{symbol}_new" in stage.outputs
    ]
    return made[0]


def has_gates(scene: Scene) -> bool:
    """Whether the cell decides anything by gates."""
    return any(QUANTITIES[symbol].kind == "gate" for symbol in scene.definition.gates)


def rows_of(scene: Scene, rect: QRectF) -> tuple[GateRow, ...]:
    """The rows of all gates of the cell, in the order in which they are read."""
    quantities = tuple(quantity_of(scene, symbol) for symbol in symbols_of(scene))
    return _laid_out(quantities, scene.trace.hidden_size, has_gates(scene), *rect.getRect())  # type: ignore[misc]


@lru_cache(maxsize=16)
def _laid_out(
    quantities: tuple[Quantity, ...],
    units: int,
    has_gates: bool,
    left: float,
    top: float,
    width: float,
    height: float,
) -> tuple[GateRow, ...]:
    rect = QRectF(left, top, width, height).adjusted(0, 4, 0, 0)
    room = rect.height() - (0 if has_gates else SENTENCE_PX)
    row_px = (room + ROW_GAP_PX) / len(quantities) - ROW_GAP_PX
    bars_left = rect.left() + LABELS_PX + SCALE_PX + 6
    # whole pixels keep the edges of the bars sharp
    pitch = min((rect.right() - NUMBERS_PX - bars_left) / units, WIDEST_BAR_PX)
    pitch = float(int(pitch)) if pitch >= 3 else pitch
    rows = []
    for position, quantity in enumerate(quantities):
        whole = QRectF(rect.left(), rect.top() + position * (row_px + ROW_GAP_PX), rect.width(), row_px)
        bars = QRectF(bars_left, whole.top(), pitch * units, min(row_px, TALLEST_BARS_PX))
        bars.moveTop(whole.center().y() - bars.height() / 2)
        bars_top, bottom = round(bars.top()), round(bars.bottom())
        bars = QRectF(round(bars_left), bars_top, bars.width(), bottom - bars_top)
        rows.append(GateRow(quantity, whole, bars))
    return tuple(rows)


def numbers_line(row: GateRow) -> QRectF:
    """The first of the two lines at the right end of a row."""
    line = QRectF(0, row.bars.center().y() - LINE_PX, NUMBERS_PX - MARGIN_PX, LINE_PX)
    line.moveRight(row.rect.right())
    return line


def pitch_of(row: GateRow, units: int) -> tuple[float, float]:
    """From one bar to the next, and the gap between them."""
    pitch = row.bars.width() / units
    return pitch, 1.0 if pitch >= 4 else 0.25 * pitch if pitch >= 2 else 0.0


def heights(rows: Rows, values: Float[np.ndarray, "rows H"]) -> Float[np.ndarray, "rows H"]:
    """Where values stand on the scales of their rows, all at once."""
    bottom, low, size, height = _scales(rows)
    heights: np.ndarray = bottom - (values - low) / size * height
    return heights


@lru_cache(maxsize=16)
def _scales(rows: Rows) -> tuple[Float[np.ndarray, "rows 1"], ...]:
    """Of each row the bottom, what stands there, and the extent of its scale and of its bars."""
    found = [
        (row.bars.bottom(), low := row.quantity.low, row.quantity.high - low, row.bars.height())
        for row in rows
    ]
    return tuple(np.array(found, dtype=np.float32).T[:, :, None])


@lru_cache(maxsize=16)
def frames(rows: Rows, units: int, places: tuple[int, ...]) -> QPainterPath:
    """The frames of the selected unit in all rows."""
    frames = QPainterPath()
    for row, place in zip(rows, places, strict=True):
        frames.addRoundedRect(column(row, units, place).adjusted(-1.5, -2.5, 1.5, 2.5), 2, 2)
    return frames


def sharp(painter: QPainter, y: Float[np.ndarray, "rows n"]) -> Float[np.ndarray, "rows n"]:
    """Heights moved to the nearest edge of a pixel, where there are pixels."""
    if not in_pixels(painter):
        return y
    device = painter.deviceTransform()
    sharp: np.ndarray = (np.round(y * device.m22() + device.dy()) - device.dy()) / device.m22()
    return sharp


def column(row: GateRow, units: int, place: int) -> QRectF:
    """The room of one bar."""
    pitch, gap = pitch_of(row, units)
    return QRectF(row.bars.left() + place * pitch, row.bars.top(), pitch - gap, row.bars.height())


def order_of(values: Float[np.ndarray, " H"], scene: Scene) -> Int[np.ndarray, " H"]:
    """The unit that stands at each place of a row."""
    if not scene.view.order_by_value:
        return np.arange(len(values))
    return np.argsort(-values, kind="stable")  # what is not a number comes last


def place_at(row: GateRow, position: QPointF, units: int) -> int:
    """Which of a row's bars stands there."""
    return int((position.x() - row.bars.left()) // pitch_of(row, units)[0])
