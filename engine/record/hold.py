"""A hold: a gate or a state that does not get the value that the cell computes, but another one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from engine.record.one_line import OneLine
from engine.shapes import Float


@dataclass(frozen=True, repr=False)
class Hold(OneLine):
    """One symbol of one layer, held over a range of tokens, in one unit or in all.

    The value at which it is held, or what a rule makes instead, replaces what the cell computed before
    anything reads it.

    Attributes:
        symbol: A gate, `h` or `c`.
        value: Where it is held: within the range of its nonlinearity. 0 where a rule says it.
        first: The first token of the range, from 0.
        end: The token behind the last one; None for the end of the text.
        unit: The hidden unit, from 0; None for all of them.
        layer: The layer, from 0 at the bottom; None for the last one.
        rule: How it is computed instead, where it has no fixed value: `1-f` for i, one of `Stage.instead`.
    """

    symbol: str
    value: float
    first: int = 0
    end: int | None = None
    unit: int | None = None
    layer: int | None = None
    rule: str = ""

    @property
    def key(self) -> str:
        """What is held, as `held_values` names it: the symbol, and the rule that makes it."""
        return f"{self.symbol}={self.rule}" if self.rule else self.symbol

    def __str__(self) -> str:
        """As it is written on the command line: `f_l0=0.5@2:32#7`."""
        layer = "" if self.layer is None else f"_l{self.layer}"
        everywhere = self.first == 0 and self.end is None
        tokens = "" if everywhere else f"@{self.first}:{'' if self.end is None else self.end}"
        unit = "" if self.unit is None else f"#{self.unit}"
        return f"{self.symbol}{layer}={self.rule or repr(self.value)}{tokens}{unit}"

    def without(self, token: int) -> "Hold | None":
        """The same hold in a text that lacks this token: it stays with its words. None if none is left."""
        return self.retyped(range(token, token + 1), 0)

    def retyped(self, place: range, count: int) -> "Hold | None":
        """The same hold in a text where so many tokens stand in the place of these. None if none is left."""
        more = count - len(place)
        first, end = self.first, self.end
        if first > place.start:
            first = max(first + more, place.start)
        if end is not None and end > place.start:
            end = max(end + more, place.start + count)
        return None if end == first else replace(self, first=first, end=end)


def whole_rules(holds: Iterable[Hold], layer: int, layers: int) -> frozenset[str]:
    """The keys of the rules that count at every token and in every unit of a layer."""
    by_symbol: dict[str, str] = {}
    for hold in holds:
        if (layers - 1 if hold.layer is None else hold.layer) == layer:
            whole = hold.rule and hold.unit is None and hold.first == 0 and hold.end is None
            by_symbol[hold.symbol] = hold.key if whole else ""
    return frozenset(filter(None, by_symbol.values()))


def held_values(
    holds: Iterable[Hold], layer: int, layers: int, tokens: int, units: int
) -> dict[str, Float[np.ndarray, "T H"]]:
    """The values that are held in one layer, by symbol; NaN where the cell's own value stays.

    Under the key of a rule a number says only where it counts. Where two holds meet, the later one wins.
    """
    held: dict[str, np.ndarray] = {}
    for hold in holds:
        if (layers - 1 if hold.layer is None else hold.layer) != layer:
            continue
        place = slice(hold.first, hold.end), slice(None) if hold.unit is None else hold.unit
        for key, values in held.items():
            if key.partition("=")[0] == hold.symbol:
                values[place] = np.nan
        held.setdefault(hold.key, np.full((tokens, units), np.nan))[place] = hold.value
    return held
