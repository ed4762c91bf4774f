"""What the picture of a cell consists of: parts in columns and rows, and the wires between them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from engine.shapes import Float

WIDTH = 584.0
"""The width in which columns and widths are given; a picture stretches it to its own."""


Vectors = Mapping[str, Float[np.ndarray, " _"]]


class Kind(Enum):
    """What a part is, which decides how it looks."""

    STRIP = "strip"  # a vector lying on its wire
    FUNCTION = "function"  # σ or tanh
    OPERATOR = "operator"  # ⊙, + and 1 −
    MATRIX = "matrix"  # the one product that all gates share
    JUNCTION = "junction"  # where a wire forks
    PORT = "port"  # where a wire comes in or leaves


class RowKind(Enum):
    """What a row holds, which decides how high it is."""

    LABELLED_STRIP = "labelled strip"
    STRIP = "strip"  # labelled only where there is room
    SIDE_STRIP = "side strip"  # its label stands at its left
    FUNCTION = "function"
    OPERATOR = "operator"
    MATRIX = "matrix"


@dataclass(frozen=True)
class GridRow:
    """One line of the grid, from the top down."""

    name: str
    line: RowKind


@dataclass(frozen=True)
class Aside:
    """A place for a few words: beside a part or on a row.

    Attributes:
        x: how far right of the middle of the part (or of the picture's left edge).
        lower: how far below its middle line, in radii of an operator.
        ends: whether the words end there; otherwise they begin there.
        row: the row for words that belong to no part, or on the line of whose labels a part's words stand.
    """

    x: float
    lower: float = 0.0
    ends: bool = False
    row: str = ""


@dataclass(frozen=True)
class Part:
    """Something that wires lead to.

    Attributes:
        name: its name within the picture.
        kind: what it is.
        x: its centre, 0 to `WIDTH`.
        row: the row on which it stands.
        stage: symbol of the stage that makes it; empty for what is there before the step.
        symbol: what it computes or shows: a symbol of the cell or one of `Drawing.derived`.
        text: what is written in it, for example `σ`.
        width: its width where its kind leaves that open.
        labelled: whether a strip has its label on a row that has no line for labels.
        aside: where an operator's sum stands.
    """

    name: str
    kind: Kind
    x: float
    row: str
    stage: str = ""
    symbol: str = ""
    text: str = ""
    width: float = 0.0
    labelled: bool = False
    aside: "Aside | None" = None


@dataclass(frozen=True)
class Wire:
    """Carries one vector from one part to another.

    Attributes:
        source: name of the part it leaves.
        target: name of the part it reaches.
        symbol: what it carries, forward; its gradient runs the other way.
        sides: the side of the source and of the target, for example `tb`: from the top into the bottom.
        via: the row on which a wire from below goes over to another column; empty where it need not.
        reach: where it meets the target's side, as a share of it.
        pull: which part of the symbol's gradient comes back along it, where the symbol has several wires: a
            name that `gui.readings.step_gradients` knows or one of `Drawing.pulls`; empty for all of it.
        stage: symbol of the stage in which it is used, where that does not follow from its ends.
    """

    source: str
    target: str
    symbol: str
    sides: str = "tb"
    via: str = ""
    reach: float = 0.5
    pull: str = ""
    stage: str = ""


@dataclass(frozen=True)
class Derived:
    """A vector between two operations of one stage, which the cell does not name.

    Attributes:
        stage: symbol of the stage inside which it appears.
        formula: what it is, in the cell's symbols.
        compute: gives it from the vectors of this step.
    """

    stage: str
    formula: str
    compute: Callable[[Vectors], Any]


@dataclass(frozen=True)
class Pull:
    """A gradient between two operations of one stage, or along one of several wires.

    Attributes:
        formula: what it is, in the cell's symbols.
        compute: gives it from the gradients and from the vectors of this step.
    """

    formula: str
    compute: Callable[[Vectors, Vectors], Any]


@dataclass(frozen=True, eq=False)
class Drawing:
    """The picture of one cell.

    Attributes:
        cell: name of the cell.
        activation: which variant of it, where there are several.
        rows: the grid, from the top down.
        parts: everything that stands in it.
        wires: everything that joins those.
        derived: vectors which the cell computes but does not name.
        memory: symbols of the level wires of the state that runs through the whole picture, drawn heavier.
        remark: what has to be said about this form of the cell, to be translated; empty for nothing.
        remark_at: where that stands.
        pulls: gradients which the backward pass meets but the cell does not name.
        remark_back: what has to be said in the backward pass, at the same place.
        legend_at: where the backward pass says what its colours and widths are worth.
        key_at: where the forward pass says what its colours mean.
        backward: whether this is the picture of the backward pass.
    """

    cell: str
    rows: tuple[GridRow, ...]
    parts: tuple[Part, ...]
    wires: tuple[Wire, ...]
    derived: Mapping[str, Derived] = field(default_factory=dict)
    memory: frozenset[str] = frozenset()
    remark: str = ""
    remark_at: Aside = Aside(0)
    pulls: Mapping[str, Pull] = field(default_factory=dict)
    remark_back: str = ""
    legend_at: Aside = Aside(0)
    key_at: Aside = Aside(0)
    backward: bool = False
    activation: str = "tanh"

    @cached_property
    def part(self) -> Mapping[str, Part]:
        """The parts by name."""
        return MappingProxyType({part.name: part for part in self.parts})

    @cached_property
    def strips(self) -> tuple[Part, ...]:
        """The vectors that are shown."""
        return tuple(part for part in self.parts if part.kind is Kind.STRIP)

    @cached_property
    def comes_to(self) -> Mapping[str, tuple[str, ...]]:
        """The symbols that wires bring to each part, by its name."""
        return {
            part.name: tuple(wire.symbol for wire in self.wires if wire.target == part.name)
            for part in self.parts
        }

    def heavy(self, wire: Wire) -> bool:
        """Whether a wire is a piece of the memory's line."""
        return wire.symbol in self.memory and wire.sides == "rl"

    def stage_of(self, wire: Wire) -> str:
        """Symbol of the stage in which a wire is used; empty for what comes in before the step."""
        if wire.stage:
            return wire.stage
        target = self.part[wire.target]
        if target.kind in (Kind.PORT, Kind.JUNCTION) and not target.stage:
            return self.part[wire.source].stage
        return target.stage


def strip(
    symbol: str, x: float, row: str, stage: str = "", width: float = 122.0, *, labelled: bool = False
) -> Part:
    """A vector on its wire, named after its symbol."""
    return Part(symbol, Kind.STRIP, x, row, stage, symbol, width=width, labelled=labelled)


def function(name: str, text: str, x: float, row: str, stage: str, symbol: str, width: float = 122.0) -> Part:
    """A box in which every value of a vector is squashed."""
    return Part(name, Kind.FUNCTION, x, row, stage, symbol, text, width)


def operator(name: str, text: str, x: float, row: str, stage: str, symbol: str, aside: Aside) -> Part:
    """A circle in which two vectors become one, value by value."""
    return Part(name, Kind.OPERATOR, x, row, stage, symbol, text, aside=aside)


def junction(name: str, x: float, row: str, stage: str, symbol: str) -> Part:
    """A place where a wire forks."""
    return Part(name, Kind.JUNCTION, x, row, stage, symbol)


def port(name: str, x: float, row: str, symbol: str, stage: str = "") -> Part:
    """A place where a wire enters or leaves the picture."""
    return Part(name, Kind.PORT, x, row, stage, symbol)
