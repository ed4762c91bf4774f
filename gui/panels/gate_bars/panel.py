"""How far each gate is open at this token: one row for each gate, one bar for each unit."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from types import MappingProxyType

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter

from engine.record.gates import QUANTITIES, Quantity
from engine.record.hold import Hold
from engine.shapes import Bool, Float
from gui.drawing.axes import Tick, paint_ticks
from gui.drawing.bars import paint_bars
from gui.drawing.buffers import draw_lines
from gui.drawing.ghost import outline_bars
from gui.drawing.ink import CENTER, LEFT, RIGHT, TOP_LEFT, width_px, write, write_paragraph
from gui.drawing.numbers import changed, number, round_number
from gui.drawing.theme import NO_BRUSH, NO_PEN
from gui.language import labelled, listed, say, translate
from gui.panel import GAP_PX, MARK_PX, Hit, Panel, Table
from gui.panels.gate_bars.reading import ROLES, GateReading, held_units, names_of, values_before
from gui.panels.gate_bars.rows import (
    LABELS_PX,
    LINE_PX,
    MARGIN_PX,
    NUMBERS_PX,
    ROW_GAP_PX,
    SENTENCE_PX,
    GateRow,
    Rows,
    column,
    frames,
    has_gates,
    heights,
    is_computed,
    numbers_line,
    order_of,
    pitch_of,
    place_at,
    quantity_of,
    rows_of,
    sharp,
    stage_of,
    symbols_of,
)
from gui.readings.held import said_of_hold, said_of_words
from gui.readings.marked_words import words_to_hold
from gui.scene import Moment, Scene

HALO_PX = 2.4  # around the line of the mean
LEADER_PX = 5.0  # between the line of the mean and the word for it
HELD_PX = 2.0  # the line at the end of a bar that is held
WISH_PX = 2.0  # beyond the bar, of the line that is dragged
GRIP_PX = 3.0  # a press moved no further is none
OFFER_PX, OFFER_SIDE_PX = 17.0, 7.0  # of the words behind the heading


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
        rows = rows_of(scene, rect)
        for row in rows:
            computed = row.symbol in self._read
            if moment.stage == stage_of(scene, row.symbol) != scene.last_stage:
                painter.setPen(NO_PEN)
                painter.setBrush(self.theme.color("highlight"))
                painter.drawRoundedRect(row.rect.adjusted(-7, -3, 7, 3), 5, 5)
            self._paint_label(painter, row, computed)
            self._paint_scale(painter, row, computed)
            if computed:
                self._paint_names(painter, row, scene.view.unit)
        if not has_gates(scene):
            place = QRectF(rect.left(), rows[0].rect.bottom() + 6, rect.width(), SENTENCE_PX)
            write_paragraph(painter, place, _no_gates(), "text", self.theme.color("muted"), TOP_LEFT)

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the bars of each gate that is computed, and what is said of them."""
        rows = tuple(row for row in rows_of(scene, rect) if row.symbol in self._read)
        if not rows:
            return
        reads = [self._read[row.symbol] for row in rows]
        units, (pitch, gap) = scene.trace.hidden_size, pitch_of(rows[0], scene.trace.hidden_size)
        all_ends = sharp(painter, heights(rows, np.stack([read.values for read in reads])))
        for row, read, ends in zip(rows, reads, all_ends, strict=True):
            color, zero = self.theme.symbol(row.symbol), row.y(0.0)
            ends[~np.isfinite(ends)] = zero
            paint_bars(painter, row.bars, ends, zero, gap, color)
            if read.before is not None:
                left = row.bars.left() + pitch * np.arange(units)
                ghosts = sharp(painter, heights((row,), read.before[None, :]))[0]
                outline_bars(painter, left, pitch - gap, (ghosts, ends), zero, color, self.theme)
        self._paint_means(painter, rows, reads)
        for row, read, ends in zip(rows, reads, all_ends, strict=True):
            if read.held is not None:
                self._paint_held(painter, row, ends, read.held, (pitch, gap))
        painter.setPen(self.theme.pen("ink", 1.3))
        painter.setBrush(NO_BRUSH)
        painter.drawPath(frames(rows, units, tuple(read.place for read in reads)))
        for row, read in zip(rows, reads, strict=True):
            line, color = numbers_line(row), self.theme.symbol(row.symbol)
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
        line, muted = numbers_line(row), self.theme.color("muted")
        for name, has_room in zip(names_of(unit), self._read[row.symbol].named, strict=True):
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
        for row in rows_of(self.scene, self.content_rect(self.logical_size())):
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
        place = place_at(row, position, len(values))
        if not is_computed(scene, moment, row.symbol):
            value = translate("GateBars", "not computed yet at this stage")
            head = translate("GateBars", "unit {unit}: {value}").format(unit=place, value=value)
            return Hit(f"{head}\n{_meaning(row.quantity)}", unit=place)
        unit = int(order_of(values, scene)[place])
        before, held = values_before(scene, moment, row.symbol), held_units(scene, moment, row.symbol)
        was = "" if before is None else number(float(before[unit]), 4)
        value = f"{row.symbol} = {changed(was, number(float(values[unit]), 4))}"
        head = translate("GateBars", "unit {unit}: {value}").format(unit=unit, value=value)
        if held is not None and held[unit]:
            head = translate("GateBars", "{unit}, held").format(unit=head)
        return Hit(f"{head}\n{_meaning(row.quantity)}\n{_about_holding()}", unit=unit, drags=True)

    def _row_at(self, position: QPointF) -> GateRow | None:
        if self.scene is None:
            return None
        for row in rows_of(self.scene, self.content_rect(self.logical_size())):
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
        else:
            self._settle(scene)
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
            if self.scene is not None:
                self._settle(self.scene)  # it may have been computed before the hand let go
        super().mouseReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt's call."""
        if not self._dragging:
            self._let_go()
        super().leaveEvent(event)

    def _settle(self, scene: Scene) -> None:
        """What was wished for is no wish any more once it has been computed."""
        if not self._dragging and self._wished in scene.trace.provenance.holds:
            self._wished = None
            self.update()

    def _let_go(self) -> None:
        self._grip, self._dragging, self._wished = None, False, None

    def _row_named(self, symbol: str) -> GateRow:
        assert self.scene is not None
        rows = rows_of(self.scene, self.content_rect(self.logical_size()))
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
            order = range(units) if read is None else order_of(self._values(wish.symbol), scene).tolist()
            bar = column(row, units, list(order).index(wish.unit))
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
            if (before := values_before(scene, moment, symbol)) is not None:
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


def _no_gates() -> str:
    return translate(
        "GateBars",
        "A plain RNN has no gates: nothing in it decides what to keep. Every word overwrites all of h.",
    )


def _meaning(quantity: Quantity) -> str:
    ends = listed((say(quantity.low_means), say(quantity.high_means)))
    return labelled(f"{say(quantity.label)} {quantity.symbol}", ends)
