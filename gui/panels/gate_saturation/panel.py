"""How often each unit's gates are nearly shut and nearly open: a gate that never moves decides nothing."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from engine.analysis.gate_statistics import Saturation, saturation, state_saturation
from engine.record.gates import QUANTITIES
from engine.record.trace import Trace
from gui.drawing.ink import LEFT, RIGHT, write, write_paragraph
from gui.drawing.numbers import share
from gui.drawing.theme import LIGHT, Theme
from gui.language import say, translate
from gui.panel import Hit, Panel, Table
from gui.panels.gate_saturation.triangle import (
    CROWD_PX,
    Points,
    Triangle,
    mean_of,
    paint_points,
    paint_ring,
    paint_triangle,
    points_of,
)
from gui.scene import Direction, Moment, Scene

LINE_PX = 14.0
COLUMNS = {"gate": ("shut", "open"), "tanh": ("near_minus_1", "near_1"), "relu": ("off", "on")}
BETWEEN_PX = 40.0  # words of both neighbours reach into it


@dataclass(frozen=True, eq=False)
class _Gate:
    """One gate of the shown layer.

    Attributes:
        symbol: which one; `h` for an RNN, which has none.
        made_from: the trace, the layer, and the token at which the gate is not computed yet.
        found: how often each unit is where.
    """

    symbol: str
    made_from: tuple[Trace, int, int | None]
    found: Saturation

    @property
    def extremes(self) -> str:
        """What its two ends are: a `gate`'s, or of an RNN's h those of `tanh` or `relu`."""
        return self.made_from[0].provenance.activation if self.symbol == "h" else "gate"


@dataclass(frozen=True, eq=False)
class _Place:
    """Where a gate stands: its triangle and its units' dots."""

    gate: _Gate
    triangle: Triangle
    points: Points


class GateSaturation(Panel):
    """A triangle for each gate with a dot wherever units are; that of the selected one is ringed.

    Source:
        Karpathy, Johnson & Fei-Fei 2015, "Visualizing and understanding recurrent networks", section 4.2.
    """

    NAME: ClassVar[str] = "gate_saturation"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (359, 191)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._gates: tuple[_Gate, ...] = ()
        self._places: tuple[tuple[QRectF, tuple[_Gate, ...]], tuple[_Place, ...]] | None = None

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
        """Which one has a ring."""
        return translate("GateSaturation", "ringed: unit {unit}").format(unit=scene.view.unit)

    def prepare(self, scene: Scene, moment: Moment) -> None:
        """Counts; the counts stay the same until the text, the cell or the layer changes."""
        self._gates = self._found(scene, moment)

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """All but the ring."""
        return tuple((gate.symbol, gate.made_from) for gate in self._gates)

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the triangles with their points, and what both directions mean."""
        places = self._laid_out(rect)
        for place in places:
            color = self.theme.symbol(place.gate.symbol)
            self._paint_frame(painter, place)
            paint_points(painter, place.points, color)
        caption = QRectF(rect.left(), rect.bottom() - LINE_PX + 2, rect.width(), LINE_PX)
        write(painter, caption, _directions(scene), "caption", self.theme.color("muted"))
        if scene.definition.memory is None:
            left = places[0].triangle.area.right() + 22
            beside = QRectF(left, rect.top(), rect.right() - left, rect.height() - LINE_PX)
            write_paragraph(painter, beside, _without_gates(scene), "text", self.theme.color("muted"), LEFT)

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the rings."""
        for place in self._laid_out(rect):
            paint_ring(painter, place.points, scene.view.unit, self.theme)

    def hit_at(self, position: QPointF) -> Hit | None:
        """The unit under the mouse; a click selects it."""
        if self.scene is None:
            return None
        for place in self._laid_out(self.content_rect(self.logical_size())):
            dot = place.points.dot_at(position)
            if dot is not None:
                unit = dot.unit_at(position)
                return Hit(_tip(place.gate, unit, len(dot.units)), unit=unit)
            if place.triangle.area.contains(position):
                return Hit(_explained(place.gate))
        return None

    def table(self, scene: Scene, moment: Moment) -> Table:
        """One row for each unit, two columns for each gate."""
        gates = self._found(scene, moment)
        columns = [f"{gate.symbol}_{end}" for gate in gates for end in COLUMNS[gate.extremes]]
        numbers = np.stack([array for gate in gates for array in (gate.found.shut, gate.found.open)], axis=1)
        rows = tuple((unit, *row) for unit, row in enumerate(numbers.tolist()))
        return Table(("unit", *columns), rows)

    def summary(self, scene: Scene, moment: Moment) -> str:
        """The mean of each gate over all units."""
        parts = [
            translate("GateSaturation", "{gate}: {low} and {high}").format(
                gate=_name(gate.symbol),
                low=_share(mean_of(gate.found.shut)),
                high=_share(mean_of(gate.found.open)),
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
        return template.format(parts=translate("GateSaturation", "; ").join(parts))

    # Parts

    def _found(self, scene: Scene, moment: Moment) -> tuple[_Gate, ...]:
        """The gates of the shown layer; those that are known already are not counted again."""
        known = {(gate.symbol, *gate.made_from): gate for gate in self._gates}
        gates = []
        for symbol in _symbols(scene):
            done = moment.direction is Direction.BACKWARD or moment.stage >= scene.stage_of(symbol)
            made_from = scene.trace, scene.view.layer, None if done else moment.token
            gate = known.get((symbol, *made_from))
            if gate is None:
                found = (
                    state_saturation(*made_from)
                    if symbol == "h"
                    else saturation(made_from[0], symbol, *made_from[1:])
                )
                gate = _Gate(symbol, made_from, found)
            gates.append(gate)
        return tuple(gates)

    def _laid_out(self, rect: QRectF) -> tuple[_Place, ...]:
        """Each gate with its triangle, side by side; laid out once."""
        if self._places is None or self._places[0] != (rect, self._gates):
            around = 2 * CROWD_PX + 3 * LINE_PX
            side = min(rect.height() - around, (rect.width() - 2 * (BETWEEN_PX + CROWD_PX)) / 3)
            taken = len(self._gates) * (side + BETWEEN_PX) - BETWEEN_PX + 2 * CROWD_PX
            spare = rect.width() - taken if len(self._gates) > 1 else 0.0
            left, top = rect.left() + CROWD_PX + spare / 2, rect.top() + LINE_PX + CROWD_PX - 2
            found = []
            for at, gate in enumerate(self._gates):
                triangle = Triangle(QRectF(left + at * (side + BETWEEN_PX), top, side, side))
                found.append(_Place(gate, triangle, points_of(gate.found, triangle)))
            self._places = (rect, self._gates), tuple(found)
        return self._places[1]

    def _paint_frame(self, painter: QPainter, place: _Place) -> None:
        """The sides, what is at their ends, and the gate's name in the corner that stays empty."""
        area, symbol = place.triangle.area, place.gate.symbol
        paint_triangle(painter, place.triangle, self.theme)
        muted, color = self.theme.color("muted"), self.theme.symbol(symbol)
        shut, open_ = _ends(place.gate)
        over = QRectF(area.left() - CROWD_PX, area.top() - CROWD_PX - LINE_PX + 2, area.width(), LINE_PX)
        write(painter, over, open_, "caption", muted, elide=False)
        under = QRectF(area.left(), area.bottom() + CROWD_PX - 2, area.width() + CROWD_PX, LINE_PX)
        write(painter, under, shut, "caption", muted, RIGHT, elide=False)
        corner = QRectF(area.left(), over.top(), area.width() + CROWD_PX, LINE_PX)
        write(painter, corner, symbol, "strong", color, RIGHT, elide=False)
        corner.translate(0, LINE_PX)
        write(painter, corner, say(QUANTITIES[symbol].label), "caption", color, RIGHT, elide=False)


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
    """What is at the right and at the upper end."""
    if gate.extremes == "relu":
        return translate("GateSaturation", "off: 100%"), translate("GateSaturation", "on: 100%")
    if gate.extremes == "tanh":
        return translate("GateSaturation", "near −1: 100%"), translate("GateSaturation", "near 1: 100%")
    return translate("GateSaturation", "shut: 100%"), translate("GateSaturation", "open: 100%")


def _directions(scene: Scene) -> str:
    """What both directions mean."""
    if scene.definition.memory is not None:
        return translate("GateSaturation", "→ share of words with the gate below 0.1   ↑ above 0.9")
    if scene.definition.activation == "relu":
        return translate("GateSaturation", "→ share of words with h = 0   ↑ above 0")
    return translate("GateSaturation", "→ share of words with h below −0.9   ↑ above 0.9")


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


def _explained(gate: _Gate) -> str:
    """How a triangle is read."""
    if gate.extremes == "relu":
        return translate(
            "GateSaturation",
            "The units of h. At the upper corner: above 0 at every word; at the right one: 0 at every word.\n"
            "Units of the same numbers are one dot: its area is how many they are.",
        )
    if gate.extremes == "tanh":
        return translate(
            "GateSaturation",
            "The units of h. At the upper corner: near 1 at every word; at the right one: near −1 at every "
            "word; at the right angle: never near either.\n"
            "Units of the same numbers are one dot: its area is how many they are.",
        )
    return translate(
        "GateSaturation",
        "The units of the {gate}. At the upper corner: nearly open at every word; at the right one: nearly "
        "shut at every word; at the right angle: never either.\n"
        "Units of the same numbers are one dot: its area is how many they are.",
    ).format(gate=_name(gate.symbol))


def _share(value: float) -> str:
    return share(value)


def _tip(gate: _Gate, unit: int, together: int) -> str:
    """A unit, how often its gate is where, and how many units are there."""
    if gate.extremes == "relu":
        where = translate("GateSaturation", "0 at {low}, above 0 at {high} of the words")
    elif gate.extremes == "tanh":
        where = translate("GateSaturation", "below −0.9 at {low}, above 0.9 at {high} of the words")
    else:
        where = translate("GateSaturation", "below 0.1 at {low}, above 0.9 at {high} of the words")
    tip = translate("GateSaturation", "{gate} of unit {unit}\n{where}").format(
        gate=_name(gate.symbol),
        unit=unit,
        where=where.format(low=share(float(gate.found.shut[unit])), high=share(float(gate.found.open[unit]))),
    )
    if together == 1:
        return tip
    many = translate("GateSaturation", "{count} units are at this place: the area of the dot")
    return f"{tip}\n{many.format(count=together)}"
