"""How what was read is looked at: one small frozen value, apart from the records."""

from dataclasses import dataclass
from enum import Enum
from math import floor, nextafter


class WordInk(Enum):
    """What the colour of the words in the text means."""

    SHARE = "share"  # their part in the current prediction, in the ground under them
    FADING = "fading"  # the same in their ink: what counts for nothing fades away
    HELD = "held"  # how much of them the memory still holds
    GRADIENT = "gradient"  # how strongly the current output depends on them
    PLAIN = "plain"  # read or not yet read


@dataclass(frozen=True)
class WordChange:
    """A word that the forgetting test replaces (by `word`) or leaves out (None)."""

    token: int
    word: str | None = None


RATES = (0.01, 0.1, 1.0)
"""Learning rates to choose from."""


@dataclass(frozen=True)
class WeightChoice:
    """The weight on which the update rule is shown; its row is always that of the selected unit.

    Attributes:
        matrix: `weight_hh`, from the units of h before, or `weight_ih`, from the inputs.
        gate: the gate that it belongs to; one that the cell does not have means the one that keeps.
        column: the unit of h or the input that it reads; None for the selected unit.
    """

    matrix: str = "weight_hh"
    gate: str = ""
    column: int | None = None


@dataclass(frozen=True)
class View:
    """How a scene is looked at. It holds nothing that was computed: sessions and lessons can store it.

    Attributes:
        cell: the cell that the panels look into.
        unit: the hidden unit that is selected in every panel.
        layer: the layer that is shown, 0 at the bottom.
        order_by_value: gate bars sorted by their value instead of by unit.
        relative_gradient: gradients divided by their value at the current token.
        word_ink: what the colour of the words means.
        whole_ledger: the ledger splits the prediction, to which all units add, instead of one unit's state.
        origin: the token τ whose output the backward pass starts from; None for the last one.
        tested: the word that the forgetting test changes; None for the first one, which is left out.
        weight: the weight on which the update rule is shown.
        rate: the learning rate of that rule.
        target: the right answer that it learns from: positive, or negative.
        range: the tokens that all word axes show, from the first to the one behind the last; None for all.
            Pictures show these alone, tables every token.
        marked: the words that the reader has marked, in the same way; None for none.
    """

    cell: str
    unit: int = 0
    layer: int = 0
    order_by_value: bool = False
    relative_gradient: bool = False
    word_ink: WordInk = WordInk.SHARE
    whole_ledger: bool = True
    origin: int | None = None
    tested: WordChange | None = None
    weight: WeightChoice = WeightChoice()
    rate: float = 0.1
    target: bool = True
    range: tuple[int, int] | None = None
    marked: tuple[int, int] | None = None


LEAST_WORDS = 8
"""So many words of a text are shown at the least: fewer would be no course any more."""

ONE_BEFORE = nextafter(1.0, 0.0)
MARGIN = 8  # a part of the words that are shown, which the reader keeps before him where they follow him


def zoomed(shown: range, share: float, factor: float, length: int) -> range:
    """The range with `factor` times as many tokens, in which the one under the mouse stays where it is.

    Args:
        shown: the tokens that are shown.
        share: how far along the axis the mouse is, 0 to 1.
        factor: below 1 for fewer tokens, which is nearer.
        length: of the text.
    """
    share = min(share, ONE_BEFORE)  # the end belongs to the last token
    token = shown.start + floor(share * len(shown))
    count = min(max(round(factor * len(shown)), LEAST_WORDS), length)
    return _fitted(token - floor(share * count), count, length)


def moved(shown: range, first: int, length: int) -> range:
    """As many tokens from another one on, as far as the text goes."""
    return _fitted(first, len(shown), length)


def followed(shown: range, token: int, length: int) -> range:
    """The range turned like a page to where the reader has gone; as many tokens as before.

    The next page begins a little before him, the previous one ends a little behind him; after a jump he is in
    the middle.
    """
    count, margin = len(shown), len(shown) // MARGIN
    if token in shown:
        first = shown.start
    elif shown.stop <= token < shown.stop + count:
        first = token - margin
    elif shown.start - count <= token < shown.start:
        first = token - count + 1 + margin
    else:
        first = token - count // 2
    return _fitted(first, count, length)


def _fitted(first: int, count: int, length: int) -> range:
    """So many tokens within the text."""
    first = min(max(first, 0), length - count)
    return range(first, first + count)
