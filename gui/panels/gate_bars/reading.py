"""What a gate is at one token, as it is drawn and written."""

from dataclasses import dataclass

import numpy as np

from engine.shapes import Bool, Float
from gui.drawing.ghost import same
from gui.drawing.ink import width_px
from gui.drawing.numbers import changed, number
from gui.language import translate
from gui.panels.gate_bars.rows import MARGIN_PX, NUMBERS_PX, order_of
from gui.scene import Moment, Scene

ROLES = ("strong", "text")  # of the mean and of the selected unit
SEEN = 0.01  # a smaller change of a gate cannot be seen in its bar


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
        before, held = values_before(scene, moment, symbol), held_units(scene, moment, symbol)
        mean, unit, place = float(values.mean()), scene.view.unit, scene.view.unit
        now = number(mean, 2), number(float(values[unit]), 2)
        was = now
        if before is not None:
            was = number(float(before.mean()), 2), number(float(before[unit]), 2)
        texts = changed(was[0], now[0]), changed(was[1], now[1])
        if scene.view.order_by_value:
            order = order_of(values, scene)
            values, place = values[order], int(np.flatnonzero(order == unit)[0])
            before = None if before is None else before[order]
            held = None if held is None else held[order]
        (first, first_named), (second, second_named) = map(_fitting, texts, now, names_of(unit), ROLES)
        return cls(values, place, mean, texts, (first, second), (first_named, second_named), before, held)


def values_before(scene: Scene, moment: Moment, symbol: str) -> Float[np.ndarray, " H"] | None:
    """A gate in the untouched run at the reader's word; None where there is none, or it is the same."""
    there = scene.untouched_moment(moment)
    if scene.untouched is None or there is None:
        return None
    values: np.ndarray = scene.untouched.trace.values(symbol, scene.view.layer)[there.token]
    now = scene.trace.values(symbol, scene.view.layer)[moment.token]
    return None if same(values, now).all() else values


def held_units(scene: Scene, moment: Moment, symbol: str) -> Bool[np.ndarray, " H"] | None:
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


def _fitting(both: str, now: str, name: str, role: str) -> tuple[str, bool]:
    """As much of a number as fits, and whether its name does: a very long one, −9.9×10⁻⁴, takes its room."""
    text = both if width_px(both, role) <= NUMBERS_PX - MARGIN_PX else now
    return text, width_px(name, "caption") + width_px(text, role) + 4 <= NUMBERS_PX - MARGIN_PX


def names_of(unit: int) -> tuple[str, str]:
    """What the two numbers of a row are."""
    return translate("GateBars", "mean"), translate("GateBars", "unit {unit}").format(unit=unit)
