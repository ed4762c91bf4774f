"""How far each gate is open at this token: one row for each gate, one bar for each unit."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import isfinite
from types import MappingProxyType
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath

from engine.record.gates import QUANTITIES, Quantity
from engine.record.hold import Hold
from engine.record.trace import Trace
from engine.shapes import Bool, Float, Int
from gui.drawing.axes import Tick, full_scale, paint_ticks
from gui.drawing.bars import paint_bars
from gui.drawing.buffers import draw_lines
from gui.drawing.ghost import outline_bars, same
from gui.drawing.ink import CENTER, LEFT, RIGHT, TOP_LEFT, in_pixels, width_px, write, write_paragraph
from gui.drawing.numbers import changed, number, round_number
from gui.drawing.theme import NO_BRUSH, NO_PEN
from gui.language import labelled, listed, say, translate
from gui.panel import GAP_PX, MARK_PX, Hit, Panel, Table
from gui.readings.held import said_of_hold, said_of_words
from gui.readings.marked_words import words_to_hold
from gui.scene import Direction, Moment, Scene

# What forgets or keeps comes first, then what is written, then what is shown.
READING_ORDER = "fzirgnoh"
LABELS_PX = 152.0
SCALE_PX = 16.0  # for the numbers at the ends of the scale
NUMBERS_PX = 122.0  # for a name beside a number such as −9.9×10⁻⁴
MARGIN_PX = 12.0  # of these, between the bars and the name
ROLES = ("strong", "text")  # of the mean and of the selected unit
ROW_GAP_PX = 10.0  # room for the numbers at the ends of two scales
TALLEST_BARS_PX = 120.0
LINE_PX = 14.0
SEEN = 0.01  # a smaller change of a gate cannot be seen in its bar
HALO_PX = 2.4  # around the line of the mean
LEADER_PX = 5.0  # between the line of the mean and the word for it
SENTENCE_PX = 44.0  # below the only row of a cell without gates
WIDEST_BAR_PX = 26.0
HELD_PX = 2.0  # the line at the end of a bar that is held
WISH_PX = 2.0  # beyond the bar, of the line that is dragged
GRIP_PX = 3.0  # a press moved no further is none
OFFER_PX, OFFER_SIDE_PX = 17.0, 7.0  # of the words behind the heading

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


@dataclass(frozen=True)
class GateReading:
    """What a gate is at one token.

    Attributes:
        values: in the order of their bars.
        place: that of the selected unit among them.
        mean: of all units.
        texts: mean and selected unit, as they are written, with what they were before.
        shown: the same as far as there is room for it.
        named: whether there is room for the name of each.
        before: the values of the untouched run, of the same units; None where they are the same.
        held: which of the values are held; None where none is.
    """

    values: Float[np.ndarray, " H"]
    place: int
    mean: float
    texts: tuple[str, str]
    shown: tuple[str, str]
    named: tuple[bool, bool]
    before: Float[np.ndarray, " H"] | None
    held: Bool[np.ndarray, " H"] | None

    @property
    def has_moved(self) -> bool:
        """Whether any value is clearly another one than it was."""
        return self.before is not None and bool((np.abs(self.before - self.values) > SEEN).any())

    @classmethod
    def of(cls, scene: Scene, moment: Moment, symbol: str) -> "GateReading":
        """Reads it."""
        values = scene.trace.values(symbol, scene.view.layer)[moment.token]
        before, held = _before(scene, moment, symbol), _held(scene, moment, symbol)
        mean, unit, place = float(values.mean()), scene.view.unit, scene.view.unit
        now = number(mean, 2), number(float(values[unit]), 2)
        was = now
        if before is not None:
            was = number(float(before.mean()), 2), number(float(before[unit]), 2)
        texts = changed(was[0], now[0]), changed(was[1], now[1])
        if scene.view.order_by_value:
            order = _order(values, scene)
            values, place = values[order], int(np.flatnonzero(order == unit)[0])
            before = None if before is None else before[order]
            held = None if held is None else held[order]
        (first, first_named), (second, second_named) = map(_fitting, texts, now, _names(unit), ROLES)
        return cls(values, place, mean, texts, (first, second), (first_named, second_named), before, held)


@dataclass(frozen=True)
class Grip:
    """A bar on which the mouse was pressed, and how it would be held."""

    at: QPointF
    hold: Hold


@dataclass(frozen=True)
class OfferPart:
    """A few words in the heading line.

    Attributes:
        command: what a click on it does; empty for nothing.
        chosen: whether it is how things stand.
    """

    text: str
    command: str
    chosen: bool
    rect: QRectF


class GateBars(Panel):
    """One row of bars for each gate. The selected unit is framed in all of them.

    Ordered by value, each row is sorted by its own values, largest first: one sees how many units are
    open and how many are shut, and the frame shows where the selected unit stands among them. Sorting
    all rows by one gate would show the shape of that gate only.

    A bar that is dragged up or down wishes that the gate is held there. What is wished for is an outline, on
    the screen alone: bars are what was computed.
    """

    NAME = "gate_bars"
    EXPORT_SIZE_PX = (680, 340)
    HAS_BARS = True

    _read: Mapping[str, GateReading] = MappingProxyType({})
    _grip: Grip | None = None
    _dragging = False
    _wished: Hold | None = None  # where the bar was dragged to, until that has been computed

    def title(self) -> str:
        """The heading."""
        return translate("GateBars", "Gates")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """At which token."""
        return translate("GateBars", "at “{token}”").format(token=scene.trace.tokens[moment.token][:80])

    def note(self, scene: Scene, moment: Moment) -> str:
        """How many units, and in which order they stand."""
        if scene.view.order_by_value:
            text = translate("GateBars", "{units} units, each row by value, largest first")
        else:
            text = translate("GateBars", "{units} units, in order")
        return text.format(units=scene.trace.hidden_size)

    # Painting

    def prepare(self, scene: Scene, moment: Moment) -> None:
        """Reads what the gates are at this token."""
        computed = [symbol for symbol in symbols_of(scene) if is_computed(scene, moment, symbol)]
        self._read = {symbol: GateReading.of(scene, moment, symbol) for symbol in computed}

    def shows_ghost(self, scene: Scene, moment: Moment) -> bool:
        """Whether any gate of any unit is so far from what it was that its outline is seen."""
        return any(read.has_moved for read in self._read.values())

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """The cell and its size, and how far the step is: at all complete steps the same."""
        scales = tuple(quantity_of(scene, symbol) for symbol in symbols_of(scene))
        named = tuple(read.named for read in self._read.values())
        return scales, scene.trace.hidden_size, moment.stage, moment.direction, scene.view.unit, named

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints what each row is, and its scale."""
        rows = _rows(scene, rect)
        for row in rows:
            computed = row.symbol in self._read
            if moment.stage == _stage(scene, row.symbol) != scene.last_stage:
                painter.setPen(NO_PEN)
                painter.setBrush(self.theme.color("highlight"))
                painter.drawRoundedRect(row.rect.adjusted(-7, -3, 7, 3), 5, 5)
            self._paint_label(painter, row, computed)
            self._paint_scale(painter, row, computed)
            if computed:
                self._paint_names(painter, row, scene.view.unit)
        if not _has_gates(scene):
            place = QRectF(rect.left(), rows[0].rect.bottom() + 6, rect.width(), SENTENCE_PX)
            write_paragraph(painter, place, _no_gates(), "text", self.theme.color("muted"), TOP_LEFT)

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the bars of each gate that is computed, and what is said of them."""
        rows = tuple(row for row in _rows(scene, rect) if row.symbol in self._read)
        if not rows:
            return
        reads = [self._read[row.symbol] for row in rows]
        units, (pitch, gap) = scene.trace.hidden_size, _pitch(rows[0], scene.trace.hidden_size)
        all_ends = _sharp(painter, _heights(rows, np.stack([read.values for read in reads])))
        for row, read, ends in zip(rows, reads, all_ends, strict=True):
            color, zero = self.theme.symbol(row.symbol), row.y(0.0)
            ends[~np.isfinite(ends)] = zero
            paint_bars(painter, row.bars, ends, zero, gap, color)
            if read.before is not None:
                left = row.bars.left() + pitch * np.arange(units)
                ghosts = _sharp(painter, _heights((row,), read.before[None, :]))[0]
                outline_bars(painter, left, pitch - gap, (ghosts, ends), zero, color, self.theme)
        self._paint_means(painter, rows, reads)
        for row, read, ends in zip(rows, reads, all_ends, strict=True):
            if read.held is not None:
                self._paint_held(painter, row, ends, read.held, (pitch, gap))
        painter.setPen(self.theme.pen("ink", 1.3))
        painter.setBrush(NO_BRUSH)
        painter.drawPath(_frames(rows, units, tuple(read.place for read in reads)))
        for row, read in zip(rows, reads, strict=True):
            line, color = _numbers_line(row), self.theme.symbol(row.symbol)
            for text, role, own in zip(read.shown, ROLES, (color, self.theme.color("ink")), strict=True):
                write(painter, line, text, role, own, RIGHT, elide=False)
                line.translate(0, LINE_PX)

    def _paint_held(
        self,
        painter: QPainter,
        row: GateRow,
        ends: Float[np.ndarray, " H"],
        held: Bool[np.ndarray, " H"],
        pitch_and_gap: tuple[float, float],
    ) -> None:
        """A strong line at the end of each bar that is held."""
        pitch, gap = pitch_and_gap
        left, y = row.bars.left() + pitch * np.flatnonzero(held), ends[held]
        pen = self.theme.pen("ink", HELD_PX)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        draw_lines(painter, np.stack([left, y, left + pitch - gap, y], axis=1))

    def _paint_label(self, painter: QPainter, row: GateRow, computed: bool) -> None:
        line = QRectF(row.rect.left(), row.rect.top(), LABELS_PX - 8, LINE_PX)
        captions = row.quantity.kind != "state" and row.rect.height() >= 3 * LINE_PX - 4
        lines = 3 if captions else 1
        line.moveTop(row.bars.center().y() - lines * LINE_PX / 2)
        color = self.theme.symbol(row.symbol) if computed else self.theme.color("faint")
        write(painter, line, f"{say(row.quantity.label)}  {row.symbol}", "strong", color, LEFT)
        if captions:
            muted = self.theme.color("muted" if computed else "faint")
            line.translate(0, LINE_PX)
            write(painter, line, say(row.quantity.high_means), "caption", muted, LEFT)
            line.translate(0, LINE_PX - 1)
            write(painter, line, say(row.quantity.low_means), "caption", muted, LEFT)

    def _paint_names(self, painter: QPainter, row: GateRow, unit: int) -> None:
        """What the numbers at the right end of a row are."""
        line, muted = _numbers_line(row), self.theme.color("muted")
        for name, has_room in zip(_names(unit), self._read[row.symbol].named, strict=True):
            if has_room:
                write(painter, line, name, "caption", muted, LEFT, elide=False)
            line.translate(0, LINE_PX)

    def _paint_scale(self, painter: QPainter, row: GateRow, computed: bool) -> None:
        ends = [row.quantity.low, row.quantity.high]
        marks = [ends[0], 0.0, ends[1]] if ends[0] < 0 else ends
        crowded = row.bars.height() < 3 * LINE_PX - 8
        pen = "hairline" if computed else ""
        ticks = (
            Tick(row.y(value), "" if crowded and value == 0 > ends[0] else round_number(value), pen)
            for value in marks
        )
        paint_ticks(painter, row.bars, ticks, self.theme)
        if not computed:
            painter.setPen(self.theme.pen("faint"))
            painter.setBrush(NO_BRUSH)
            painter.drawRoundedRect(row.bars.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)

    def _paint_means(self, painter: QPainter, rows: Rows, reads: list[GateReading]) -> None:
        """One thin line over the bars of each row, set off from them, that ends at the word for it."""
        halo, line = self.theme.pen("card", HALO_PX), self.theme.pen("ink")
        for pen in (halo, line):
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setBrush(NO_BRUSH)
        for row, read in zip(rows, reads, strict=True):
            if not isfinite(read.mean):
                continue
            y, turn = row.y(read.mean), row.bars.right() + 3
            numbers = row.rect.right() - NUMBERS_PX + MARGIN_PX
            start, bend = QPointF(row.bars.left(), y), QPointF(turn, y)
            end = QPointF(max(turn, numbers - LEADER_PX), row.bars.center().y() - LINE_PX / 2)
            painter.setPen(halo)
            painter.drawLine(start, bend)
            line.setColor(self.theme.symbol(row.symbol))
            painter.setPen(line)
            painter.drawPolyline([start, bend, end])

    # Pointing, in numbers and words

    def row_of(self, symbol: str) -> QRectF | None:
        """Where a gate's row is, in the widget's pixels; None where there is no such gate."""
        if self.scene is None:
            return None
        zoom = self.width() / self.logical_size().width()
        for row in _rows(self.scene, self.content_rect(self.logical_size())):
            if row.symbol == symbol:
                return QRectF(row.rect.topLeft() * zoom, row.rect.size() * zoom)
        return None

    def hit_at(self, position: QPointF) -> Hit | None:
        """A unit in a gate's row; a click selects it, a drag holds it. And over which words it does."""
        scene, moment = self.scene, self.moment
        if scene is None or moment is None:
            return None
        for part in self._offer():
            if part.command and part.rect.contains(position):
                return Hit(_about_holding(), command=part.command)
        row = self._row_at(position)
        if row is None:
            return None
        if not row.bars.left() <= position.x() < row.bars.right():
            return Hit(_meaning(row.quantity))
        values = scene.trace.values(row.symbol, scene.view.layer)[moment.token]
        place = _place_at(row, position, len(values))
        if not is_computed(scene, moment, row.symbol):
            value = translate("GateBars", "not computed yet at this stage")
            head = translate("GateBars", "unit {unit}: {value}").format(unit=place, value=value)
            return Hit(f"{head}\n{_meaning(row.quantity)}", unit=place)
        unit = int(_order(values, scene)[place])
        before, held = _before(scene, moment, row.symbol), _held(scene, moment, row.symbol)
        was = "" if before is None else number(float(before[unit]), 4)
        value = f"{row.symbol} = {changed(was, number(float(values[unit]), 4))}"
        head = translate("GateBars", "unit {unit}: {value}").format(unit=unit, value=value)
        if held is not None and held[unit]:
            head = translate("GateBars", "{unit}, held").format(unit=head)
        return Hit(f"{head}\n{_meaning(row.quantity)}\n{_about_holding()}", unit=unit, drags=True)

    def _row_at(self, position: QPointF) -> GateRow | None:
        if self.scene is None:
            return None
        for row in _rows(self.scene, self.content_rect(self.logical_size())):
            if row.rect.adjusted(0, -ROW_GAP_PX / 2, 0, ROW_GAP_PX / 2).contains(position):
                return row
        return None

    # Dragging

    def draw(self, scene: Scene, moment: Moment) -> None:
        """Shows this pair; what is dragged stays in the hand as long as its bar stays where it is."""
        before, now = (self.scene, self.moment), (scene, moment)
        if self._wished is not None and not _same_bars(before, now):
            if self._dragging:
                self.hold_requested.emit(self._wished, False)
            self._let_go()
        elif not self._dragging and self._wished in scene.trace.provenance.holds:
            self._wished = None
        super().draw(scene, moment)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's call: what is pressed may be dragged."""
        super().mousePressEvent(event)
        position = self._logical(event.position())
        hit, row = self.hit_at(position), self._row_at(position)
        scene, moment = self.scene, self.moment
        if event.button() != Qt.MouseButton.LeftButton or hit is None or not hit.drags:
            return
        assert scene is not None and moment is not None and row is not None  # noqa: PT018
        alone = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        first, end = words_to_hold(scene, moment.token)
        layer = None if scene.final_layer else scene.view.layer
        hold = Hold(row.symbol, row.value(position.y()), first, end, hit.unit if alone else None, layer)
        self._grip = Grip(position, hold)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt's call: up and down a bar is dragged, sidewards units are selected."""
        position, grip = self._logical(event.position()), self._grip
        if grip is not None and not self._dragging:
            way = position - grip.at
            if max(abs(way.x()), abs(way.y())) < GRIP_PX:
                return
            self._dragging = abs(way.y()) >= abs(way.x())
        if grip is None or not self._dragging:
            self._grip = None
            super().mouseMoveEvent(event)
            return
        row = self._row_named(grip.hold.symbol)
        hold = replace(grip.hold, value=row.value(position.y()))
        if hold != self._wished:
            self._wished = hold
            self.update()
            self.hold_requested.emit(hold, True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's call: where a bar is let go it stays."""
        if event.button() == Qt.MouseButton.LeftButton:
            if self._dragging and self._wished is not None:
                self.hold_requested.emit(self._wished, False)
            self._grip, self._dragging = None, False
        super().mouseReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt's call."""
        if not self._dragging:
            self._let_go()
        super().leaveEvent(event)

    def _let_go(self) -> None:
        self._grip, self._dragging, self._wished = None, False, None

    def _row_named(self, symbol: str) -> GateRow:
        assert self.scene is not None
        rows = _rows(self.scene, self.content_rect(self.logical_size()))
        return next(row for row in rows if row.symbol == symbol)

    def _paint_screen(self, painter: QPainter) -> None:
        """The card, and over it what the hand does, or what it can do where the mouse is here."""
        super()._paint_screen(painter)
        if self._wished is not None:
            self._paint_wish(painter, self._wished)
        if self._wished is not None or self.underMouse():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for part in self._offer():
                if part.chosen:
                    painter.setPen(NO_PEN)
                    painter.setBrush(self.theme.color("highlight"))
                    painter.drawRoundedRect(part.rect, part.rect.height() / 2, part.rect.height() / 2)
                color = self.theme.color("ink" if part.chosen else "muted")
                write(painter, part.rect, part.text, "caption", color, CENTER, elide=False)

    def _paint_wish(self, painter: QPainter, wish: Hold) -> None:
        """Where a bar is dragged to: the outline of that bar, or a line through all of them."""
        row, scene = self._row_named(wish.symbol), self.scene
        assert scene is not None
        y, zero, units = row.y(wish.value), row.y(0.0), scene.trace.hidden_size
        bar = QRectF(row.bars)
        if wish.unit is not None:
            read = self._read.get(wish.symbol)
            order = range(units) if read is None else _order(self._values(wish.symbol), scene).tolist()
            bar = _column(row, units, list(order).index(wish.unit))
            painter.setPen(self.theme.pen("ink"))
            painter.setBrush(NO_BRUSH)
            painter.drawRect(QRectF(bar.left(), min(y, zero), bar.width(), abs(zero - y)))
        pen = self.theme.pen("ink", HELD_PX)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(bar.left() - WISH_PX, y), QPointF(bar.right() + WISH_PX, y))

    def _values(self, symbol: str) -> Float[np.ndarray, " H"]:
        assert self.scene is not None and self.moment is not None  # noqa: PT018
        values: np.ndarray = self.scene.trace.values(symbol, self.scene.view.layer)[self.moment.token]
        return values

    def _offer(self) -> tuple[OfferPart, ...]:
        """What stands behind the heading while the mouse is here, or what is being done."""
        scene, moment = self.scene, self.moment
        if scene is None or moment is None:
            return ()
        place = self._free_heading()
        if self._wished is not None:
            return _side_by_side(place, (said_of_hold(self._wished), "", True))
        everywhere = scene.marked == range(scene.length)
        here, every = translate("GateBars", "at this word"), translate("GateBars", "at every word")
        if scene.marked is not None and not everywhere:
            words = said_of_words(*words_to_hold(scene, moment.token))
            here = translate("GateBars", "at {words}").format(words=words)
        parts = ((here, "mark_none", not everywhere), (every, "mark_all", everywhere))
        lead = translate("GateBars", "Drag a bar to hold it:")
        return _side_by_side(place, (lead, "", False), *parts) or _side_by_side(place, *parts)

    def _free_heading(self) -> QRectF:
        """The part of the heading line in which nothing is written."""
        size = self.logical_size()
        title, *others = self._heading(size) or (None,)
        if title is None:
            return QRectF()
        free = QRectF(title.rect)
        free.setLeft(free.left() + width_px(title.text, title.role) + GAP_PX)
        for text in others:
            if text.rect.left() <= free.left() + 1:
                free.setLeft(text.rect.left() + width_px(text.text, text.role) + GAP_PX)
            else:
                free.setRight(
                    min(free.right(), text.rect.left() - (MARK_PX if text.has_mark else 0) - GAP_PX)
                )
        return free

    def table(self, scene: Scene, moment: Moment) -> Table:
        """One row for each unit, one column for each gate that is computed."""
        symbols = [symbol for symbol in symbols_of(scene) if is_computed(scene, moment, symbol)]
        columns = [scene.trace.values(symbol, scene.view.layer)[moment.token].tolist() for symbol in symbols]
        names = list(symbols)
        for symbol in symbols:
            if (before := _before(scene, moment, symbol)) is not None:
                names.append(f"{symbol}_untouched")
                columns.append(before.tolist())
        return Table(("unit", *names), tuple(zip(range(scene.trace.hidden_size), *columns, strict=True)))

    def summary(self, scene: Scene, moment: Moment) -> str:
        """The mean of each gate that is computed."""
        parts = []
        for symbol in symbols_of(scene):
            if is_computed(scene, moment, symbol):
                mean = GateReading.of(scene, moment, symbol).texts[0]
                text = translate("GateBars", "{gate} {mean} on average")
                parts.append(text.format(gate=say(QUANTITIES[symbol].label), mean=mean))
        return listed(parts) or translate("GateBars", "no gate is computed yet")


def symbols_of(scene: Scene) -> tuple[str, ...]:
    """The cell's gates, in the order in which they are read."""
    return tuple(sorted(scene.definition.gates, key=READING_ORDER.index))


def quantity_of(scene: Scene, symbol: str) -> Quantity:
    """A gate with its range. What relu gives has no upper end: there it is the largest value of the trace."""
    quantity = QUANTITIES[symbol]
    if symbol != "h" or scene.definition.activation != "relu":
        return quantity
    known = _largest.setdefault(scene.trace, {})
    if scene.view.layer not in known:
        known[scene.view.layer] = full_scale(scene.trace.values(symbol, scene.view.layer))
    high = known[scene.view.layer]
    if scene.untouched is not None:
        high = max(high, quantity_of(scene.untouched, symbol).high)
    return replace(quantity, low=0.0, high=high, low_means="relu_low", high_means="relu_high")


def _before(scene: Scene, moment: Moment, symbol: str) -> Float[np.ndarray, " H"] | None:
    """A gate in the untouched run at the reader's word; None where there is none, or it is the same."""
    there = scene.untouched_moment(moment)
    if scene.untouched is None or there is None:
        return None
    values: np.ndarray = scene.untouched.trace.values(symbol, scene.view.layer)[there.token]
    now = scene.trace.values(symbol, scene.view.layer)[moment.token]
    return None if same(values, now).all() else values


def _held(scene: Scene, moment: Moment, symbol: str) -> Bool[np.ndarray, " H"] | None:
    """Which units of a gate are held at the reader's word; None where none is."""
    trace, layer, token = scene.trace, scene.view.layer, moment.token
    found = None
    for hold in trace.provenance.holds:
        in_layer = (trace.layers - 1 if hold.layer is None else hold.layer) == layer
        at_word = hold.first <= token and (hold.end is None or token < hold.end)
        if hold.symbol == symbol and in_layer and at_word:
            found = np.zeros(trace.hidden_size, dtype=bool) if found is None else found
            found[slice(None) if hold.unit is None else hold.unit] = True
    return found


def _about_holding() -> str:
    return translate("GateBars", "drag up or down: hold it there · with Shift: all units")


def _same_bars(before: tuple[Scene | None, Moment | None], now: tuple[Scene, Moment]) -> bool:
    """Whether bars stand for the same units of the same network at the same word."""
    (old, was), (new, there) = before, now
    if old is None or was is None:
        return False
    weights = old.trace.provenance.weights_sha256 == new.trace.provenance.weights_sha256
    layer = old.view.layer == new.view.layer
    return weights and layer and old.trace.tokens == new.trace.tokens and was.token == there.token


def _side_by_side(place: QRectF, *parts: tuple[str, str, bool]) -> tuple[OfferPart, ...]:
    """Text, command and whether it is chosen, one behind the other; none where there is no room for all."""
    found, left = [], place.left()
    for text, command, chosen in parts:
        wide = width_px(text, "caption") + (2 * OFFER_SIDE_PX if command or chosen else 0)
        rect = QRectF(left, place.top() + (place.height() - OFFER_PX) / 2, wide, OFFER_PX)
        found.append(OfferPart(text, command, chosen, rect))
        left = rect.right() + OFFER_SIDE_PX / 2
    return tuple(found) if found and found[-1].rect.right() <= place.right() else ()


def _place_at(row: GateRow, position: QPointF, units: int) -> int:
    """Which of a row's bars stands there."""
    return int((position.x() - row.bars.left()) // _pitch(row, units)[0])


def is_computed(scene: Scene, moment: Moment, symbol: str) -> bool:
    """Whether this step has come to the gate; on the way back every gate is there."""
    return moment.direction is Direction.BACKWARD or moment.stage >= _stage(scene, symbol)


def _stage(scene: Scene, symbol: str) -> int:
    """The RNN's new state is there before it gets its name."""
    made = [
        position
        for position, stage in enumerate(scene.definition.stages)
        if symbol in stage.outputs or f"{symbol}_new" in stage.outputs
    ]
    return made[0]


def _has_gates(scene: Scene) -> bool:
    return any(QUANTITIES[symbol].kind == "gate" for symbol in scene.definition.gates)


def _no_gates() -> str:
    return translate(
        "GateBars",
        "A plain RNN has no gates: nothing in it decides what to keep. Every word overwrites all of h.",
    )


def _meaning(quantity: Quantity) -> str:
    ends = listed((say(quantity.low_means), say(quantity.high_means)))
    return labelled(f"{say(quantity.label)} {quantity.symbol}", ends)


def _rows(scene: Scene, rect: QRectF) -> tuple[GateRow, ...]:
    quantities = tuple(quantity_of(scene, symbol) for symbol in symbols_of(scene))
    return _laid_out(quantities, scene.trace.hidden_size, _has_gates(scene), *rect.getRect())  # type: ignore[misc]


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


def _numbers_line(row: GateRow) -> QRectF:
    """The first of the two lines at the right end of a row."""
    line = QRectF(0, row.bars.center().y() - LINE_PX, NUMBERS_PX - MARGIN_PX, LINE_PX)
    line.moveRight(row.rect.right())
    return line


def _pitch(row: GateRow, units: int) -> tuple[float, float]:
    """From one bar to the next, and the gap between them."""
    pitch = row.bars.width() / units
    return pitch, 1.0 if pitch >= 4 else 0.25 * pitch if pitch >= 2 else 0.0


def _heights(rows: Rows, values: Float[np.ndarray, "rows H"]) -> Float[np.ndarray, "rows H"]:
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
def _frames(rows: Rows, units: int, places: tuple[int, ...]) -> QPainterPath:
    """The frames of the selected unit in all rows."""
    frames = QPainterPath()
    for row, place in zip(rows, places, strict=True):
        frames.addRoundedRect(_column(row, units, place).adjusted(-1.5, -2.5, 1.5, 2.5), 2, 2)
    return frames


def _fitting(both: str, now: str, name: str, role: str) -> tuple[str, bool]:
    """As much of a number as fits, and whether its name does: a very long one, −9.9×10⁻⁴, takes its room."""
    text = both if width_px(both, role) <= NUMBERS_PX - MARGIN_PX else now
    return text, width_px(name, "caption") + width_px(text, role) + 4 <= NUMBERS_PX - MARGIN_PX


def _names(unit: int) -> tuple[str, str]:
    """What the two numbers of a row are."""
    return translate("GateBars", "mean"), translate("GateBars", "unit {unit}").format(unit=unit)


def _sharp(painter: QPainter, y: Float[np.ndarray, "rows n"]) -> Float[np.ndarray, "rows n"]:
    """Heights moved to the nearest edge of a pixel, where there are pixels."""
    if not in_pixels(painter):
        return y
    device = painter.deviceTransform()
    sharp: np.ndarray = (np.round(y * device.m22() + device.dy()) - device.dy()) / device.m22()
    return sharp


def _column(row: GateRow, units: int, place: int) -> QRectF:
    pitch, gap = _pitch(row, units)
    return QRectF(row.bars.left() + place * pitch, row.bars.top(), pitch - gap, row.bars.height())


def _order(values: Float[np.ndarray, " H"], scene: Scene) -> Int[np.ndarray, " H"]:
    """The unit that stands at each place of a row."""
    if not scene.view.order_by_value:
        return np.arange(len(values))
    return np.argsort(-values, kind="stable")  # what is not a number comes last
