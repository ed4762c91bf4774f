"""How often gates are nearly shut and nearly open: one that never moves decides nothing."""

import math
from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine.analysis.gate_statistics import Saturation, saturation, state_saturation
from engine.record.gates import QUANTITIES
from engine.record.trace import Trace
from engine.shapes import Float
from gui.drawing.ghost import LEAST_PX, outline_bars, same
from gui.drawing.ink import LEFT, RIGHT, width_px, write, write_paragraph
from gui.drawing.numbers import changed, share
from gui.drawing.theme import LIGHT, Theme
from gui.language import listed, say, translate
from gui.panel import Hit, Panel, Table
from gui.scene import Direction, Moment, Scene

LINE_PX = 14.0
BAR_PX = (6.0, 15.0)  # how high a bar is at the least and at the most
BARS_APART_PX = 2.0  # of one gate
ROWS_APART_PX = 8.0  # of two gates
GAP_PX = 8.0  # between columns
SENTENCE_PX = 46.0  # under the only row of a cell without gates
SHUT_SHARE = 0.45  # of a gate's colour, in the bar that says how often it is shut
MARK_PX = 2.0  # the selected unit's line reaches beyond its bar
COLUMNS = {"gate": ("shut", "open"), "tanh": ("near_minus_1", "near_1"), "relu": ("off", "on")}


Source = tuple[Trace, int, int | None]
"""What is counted: the trace, the layer, and the token at which the gate is not computed yet."""


@dataclass(frozen=True, eq=False)
class _Gate:
    """One gate of the shown layer.

    Attributes:
        symbol: which one; `h` for an RNN, which has none.
        made_from: what was counted, and the same of the untouched run.
        found: how often each unit is where.
        before: how often it was there in the untouched run; None where this is it.
    """

    symbol: str
    made_from: tuple[Source, Source | None]
    found: Saturation
    before: Saturation | None

    @property
    def extremes(self) -> str:
        """What its two ends are: a `gate`'s, or of an RNN's h those of `tanh` or `relu`."""
        return self.made_from[0][0].provenance.activation if self.symbol == "h" else "gate"

    @property
    def shares(self) -> tuple[Float[np.ndarray, " H"], Float[np.ndarray, " H"]]:
        """How often each unit is at the upper end, and at the lower one: in the order of the bars."""
        return self.found.open, self.found.shut

    @property
    def were(self) -> tuple[Float[np.ndarray, " H"], Float[np.ndarray, " H"]]:
        """The same in the untouched run; where this is it, NaN."""
        if self.before is None:
            nothing = np.full(self.found.open.shape, np.nan)
            return nothing, nothing
        return self.before.open, self.before.shut


@dataclass(frozen=True, eq=False)
class _Row:
    """Where a gate stands: its name, and its two bars from 0 to all words."""

    gate: _Gate
    name: QRectF
    bars: tuple[QRectF, QRectF]


class GateSaturation(Panel):
    """Two bars for each gate: at how many of the words it is open, at how many shut, mean of all units.

    A line across each bar is the share of the selected unit.

    Source:
        Karpathy, Johnson & Fei-Fei 2015, "Visualizing and understanding recurrent networks", section 4.2,
        for the thresholds 0.1 and 0.9.
    """

    NAME: ClassVar[str] = "gate_saturation"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (359, 191)
    HAS_BARS: ClassVar[bool] = True

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._gates: tuple[_Gate, ...] = ()

    def title(self) -> str:
        """The heading."""
        if self.scene is not None and self.scene.definition.memory is None:
            return translate("GateSaturation", "Saturated units")
        return translate("GateSaturation", "Gate saturation")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """How many units."""
        return translate("GateSaturation", "{units} units over this text").format(
            units=scene.trace.hidden_size
        )

    def note(self, scene: Scene, moment: Moment) -> str:
        """Whose share the lines are."""
        return translate("GateSaturation", "line: unit {unit}").format(unit=scene.view.unit)

    def prepare(self, scene: Scene, moment: Moment) -> None:
        """Counts; the counts stay the same until the text, the cell or the layer changes."""
        self._gates = self._found(scene, moment)

    def shows_ghost(self, scene: Scene, moment: Moment) -> bool:
        """Whether any unit of any gate was elsewhere more often, or less."""
        if scene.untouched is None:
            return False
        pairs = (pair for gate in self._gates for pair in zip(gate.were, gate.shares, strict=True))
        return any(not same(was, now)[np.isfinite(was)].all() for was, now in pairs)

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """All but the lines of the selected unit."""
        return tuple((gate.symbol, gate.made_from) for gate in self._gates)

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the bars, what they are, and what open and shut mean."""
        muted = self.theme.color("muted")
        for row in self._rows(rect, scene):
            color = self.theme.symbol(row.gate.symbol)
            write(painter, row.name, _name(row.gate.symbol), "strong", color)
            for bar, end, values, were, full in zip(
                row.bars, _ends(row.gate), row.gate.shares, row.gate.were, (1.0, SHUT_SHARE), strict=True
            ):
                line = QRectF(0, bar.center().y() - LINE_PX / 2, width_px(end, "caption"), LINE_PX)
                line.moveRight(bar.left() - GAP_PX)
                write(painter, line, end, "caption", muted, RIGHT, elide=False)
                painter.fillRect(bar, self.theme.color("highlight"))
                mean = mean_of(values)
                if math.isfinite(mean):
                    painter.setOpacity(full)
                    painter.fillRect(QRectF(bar.left(), bar.top(), mean * bar.width(), bar.height()), color)
                    painter.setOpacity(1.0)
                reach = bar.left() + np.array([[mean_of(were)], [mean]]) * bar.width()
                ends, top = (reach[0], reach[1]), np.array([bar.top()])
                outline_bars(painter, top, bar.height(), ends, bar.left(), color, self.theme, lying=True)
                text = share(mean)
                beside = QRectF(bar.right(), line.top(), rect.right() - bar.right(), LINE_PX)
                write(painter, beside, text, "caption", self.theme.color("ink"), RIGHT, elide=False)
        caption = QRectF(rect.left(), rect.bottom() - LINE_PX + 2, rect.width(), LINE_PX)
        write(painter, caption, _meaning(scene), "caption", muted)
        if scene.definition.memory is None:
            last = self._rows(rect, scene)[-1].bars[1].bottom()
            below = QRectF(rect.left(), last + GAP_PX, rect.width(), caption.top() - last - GAP_PX)
            write_paragraph(painter, below, _without_gates(scene), "text", muted, LEFT)

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the lines of the selected unit."""
        for row in self._rows(rect, scene):
            for bar, values, were in zip(row.bars, row.gate.shares, row.gate.were, strict=True):
                value, was = float(values[scene.view.unit]), float(were[scene.view.unit])
                if abs(was - value) * bar.width() >= LEAST_PX:
                    self._paint_line(painter, bar, was, self.theme.ghost(self.theme.color("ink")))
                if math.isfinite(value):
                    self._paint_line(painter, bar, value, self.theme.color("ink"))

    def _paint_line(self, painter: QPainter, bar: QRectF, share: float, color: QColor) -> None:
        """A line across a bar, set off from it."""
        x = bar.left() + share * bar.width()
        for pen in (self.theme.pen("card", 3.5), QPen(color, 1.5)):
            painter.setPen(pen)
            painter.drawLine(QLineF(x, bar.top() - MARK_PX / 2, x, bar.bottom() + MARK_PX / 2))

    def hit_at(self, position: QPointF) -> Hit | None:
        """A gate: its shares, and those of the selected unit."""
        scene = self.scene
        if scene is None:
            return None
        rect = self.content_rect(self.logical_size())
        for row in self._rows(rect, scene):
            top, bottom = row.bars[0].top() - ROWS_APART_PX / 2, row.bars[1].bottom() + ROWS_APART_PX / 2
            if QRectF(rect.left(), top, rect.width(), bottom - top).contains(position):
                return Hit(_tip(row.gate, scene.view.unit))
        return None

    def table(self, scene: Scene, moment: Moment) -> Table:
        """One row for each unit, two columns for each gate."""
        gates = self._found(scene, moment)
        columns = [f"{gate.symbol}_{end}" for gate in gates for end in COLUMNS[gate.extremes]]
        arrays = [array for gate in gates for array in (gate.found.shut, gate.found.open)]
        before = [gate.before for gate in gates if gate.before is not None]
        if before:
            columns += [f"{column}_untouched" for column in columns]
            arrays += [array for found in before for array in (found.shut, found.open)]
        rows = tuple((unit, *row) for unit, row in enumerate(np.stack(arrays, axis=1).tolist()))
        return Table(("unit", *columns), rows)

    def summary(self, scene: Scene, moment: Moment) -> str:
        """The mean of each gate over all units."""
        parts = [
            translate("GateSaturation", "{gate}: {low} and {high}").format(
                gate=_name(gate.symbol),
                low=_mean(gate, 1),
                high=_mean(gate, 0),
            )
            for gate in self._found(scene, moment)
        ]
        if scene.definition.memory is not None:
            template = translate(
                "GateSaturation", "How often nearly shut and nearly open, mean of all units: {parts}."
            )
        elif scene.definition.activation == "relu":
            template = translate("GateSaturation", "How often off and on, mean of all units: {parts}.")
        else:
            template = translate(
                "GateSaturation", "How often near −1 and near 1, mean of all units: {parts}."
            )
        return template.format(parts=listed(parts, "; "))

    # Parts

    def _found(self, scene: Scene, moment: Moment) -> tuple[_Gate, ...]:
        """The gates of the shown layer; those that are known already are not counted again."""
        known = {(gate.symbol, *gate.made_from): gate for gate in self._gates}
        untouched, there = scene.untouched, scene.untouched_moment(moment)
        gates = []
        for symbol in _symbols(scene):
            done = moment.direction is Direction.BACKWARD or moment.stage >= scene.stage_of(symbol)
            now: Source = scene.trace, scene.view.layer, None if done else moment.token
            was: Source | None = None
            if untouched is not None:
                was = untouched.trace, scene.view.layer, None if done or there is None else there.token
            gate = known.get((symbol, now, was))
            if gate is None:
                before = None if was is None else _count(symbol, was)
                gate = _Gate(symbol, (now, was), _count(symbol, now), before)
            gates.append(gate)
        return tuple(gates)

    def _rows(self, rect: QRectF, scene: Scene) -> tuple[_Row, ...]:
        """Each gate with its bars, one below the other, as high as there is room for."""
        names = max(width_px(_name(gate.symbol), "strong") for gate in self._gates)
        ends = max(width_px(end, "caption") for gate in self._gates for end in _ends(gate))
        left = rect.left() + names + ends + 2 * GAP_PX + 4
        width = rect.right() - left - width_px(share(1.0), "caption") - GAP_PX
        count = len(self._gates)
        below = LINE_PX + 4 + (SENTENCE_PX if scene.definition.memory is None else 0.0)
        room = rect.height() - below - (count - 1) * ROWS_APART_PX - count * BARS_APART_PX
        high = min(max(room / (2 * count), BAR_PX[0]), BAR_PX[1])
        rows, top = [], rect.top() + 2
        for gate in self._gates:
            first = QRectF(left, top, width, high)
            second = first.translated(0, high + BARS_APART_PX)
            middle = (first.top() + second.bottom()) / 2
            rows.append(
                _Row(gate, QRectF(rect.left(), middle - LINE_PX / 2, names + 2, LINE_PX), (first, second))
            )
            top = second.bottom() + ROWS_APART_PX
        return tuple(rows)


def _count(symbol: str, source: Source) -> Saturation:
    """How often each unit of a gate is where."""
    trace, layer, unfinished = source
    if symbol == "h":
        return state_saturation(trace, layer, unfinished)
    return saturation(trace, symbol, layer, unfinished)


def _mean(gate: _Gate, end: int) -> str:
    """The mean of one end over all units, with what it was."""
    return _both(mean_of(gate.were[end]), mean_of(gate.shares[end]))


def _both(was: float, now: float) -> str:
    return changed("" if math.isnan(was) else share(was), share(now))


def _symbols(scene: Scene) -> tuple[str, ...]:
    """The gates of the cell, in PyTorch's order; h of a cell that has none."""
    gates = tuple(name for name in scene.definition.gates if QUANTITIES[name].kind == "gate")
    return gates or ("h",)


def _name(symbol: str) -> str:
    """A gate by name and symbol."""
    return translate("GateSaturation", "{name} {symbol}").format(
        name=say(QUANTITIES[symbol].label), symbol=symbol
    )


def _ends(gate: _Gate) -> tuple[str, str]:
    """What the bars are called: the upper end, and the lower one."""
    if gate.extremes == "relu":
        return translate("GateSaturation", "on"), translate("GateSaturation", "off")
    if gate.extremes == "tanh":
        return translate("GateSaturation", "near 1"), translate("GateSaturation", "near −1")
    return translate("GateSaturation", "open"), translate("GateSaturation", "shut")


def _meaning(scene: Scene) -> str:
    """What is counted, and when a gate counts as open and as shut."""
    if scene.definition.memory is not None:
        return translate("GateSaturation", "share of the words · open: above 0.9 · shut: below 0.1")
    if scene.definition.activation == "relu":
        return translate("GateSaturation", "share of the words · on: h above 0 · off: h = 0")
    return translate("GateSaturation", "share of the words · near 1: h above 0.9 · near −1: below −0.9")


def _without_gates(scene: Scene) -> str:
    if scene.definition.activation == "relu":
        return translate(
            "GateSaturation",
            "An RNN has no gates. Its units are relu themselves: at 0 a unit is off and lets no gradient "
            "through; one that is off at every word learns nothing.",
        )
    return translate(
        "GateSaturation",
        "An RNN has no gates. Its units are tanh themselves: beyond ±0.9 a unit lets less than a fifth of "
        "the gradient through.",
    )


def _tip(gate: _Gate, unit: int) -> str:
    """How often a gate is where: all units together, the selected one, and how many are always there."""
    if gate.extremes == "relu":
        where = translate("GateSaturation", "above 0 at {high}, 0 at {low} of the words")
    elif gate.extremes == "tanh":
        where = translate("GateSaturation", "above 0.9 at {high}, below −0.9 at {low} of the words")
    else:
        where = translate("GateSaturation", "above 0.9 at {high}, below 0.1 at {low} of the words")
    (high, low), (high_was, low_was) = gate.shares, gate.were
    of_unit = [_both(float(was[unit]), float(now[unit])) for was, now in ((high_was, high), (low_was, low))]
    lines = (
        _name(gate.symbol),
        translate("GateSaturation", "all units: {where}").format(
            where=where.format(high=_mean(gate, 0), low=_mean(gate, 1))
        ),
        translate("GateSaturation", "unit {unit}: {where}").format(
            unit=unit, where=where.format(high=of_unit[0], low=of_unit[1])
        ),
    )
    return "\n".join(lines)


def mean_of(values: Float[np.ndarray, " H"]) -> float:
    """The mean over all units that have a value; NaN for none."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else math.nan
