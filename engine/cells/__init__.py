"""The cells, by name. To add one: write its file and add its row; a variant of one has its row below."""

from dataclasses import replace
from functools import cache
from typing import Protocol, runtime_checkable

from engine.cell import Cell
from engine.cells.gru import GRU
from engine.cells.lstm import LSTM
from engine.cells.rnn import RELU_RNN, RNN

CELLS: dict[str, Cell] = {"rnn": RNN, "lstm": LSTM, "gru": GRU}
VARIANTS: dict[tuple[str, str], Cell] = {(RELU_RNN.name, RELU_RNN.activation): RELU_RNN}
"""By name and activation; they differ from the cell of that name in their stages alone."""


@runtime_checkable
class Described(Protocol):
    """What says which cell it is about: a model's card, or the provenance of a record."""

    @property
    def cell(self) -> str:
        """Its name."""

    @property
    def activation(self) -> str:
        """What squashes its new values."""


def cell_of(described: Described) -> Cell:
    """The very variant that a network is made of, or that a record was made by."""
    if described.activation == CELLS[described.cell].activation:
        return CELLS[described.cell]
    return VARIANTS[described.cell, described.activation]


@cache
def under(cell: Cell, rules: frozenset[str]) -> Cell:
    """The cell in which other stages stand in the place of its own, by their keys in `Stage.instead`."""
    if not rules:
        return cell
    stages = (
        next((other for key, other in stage.instead.items() if key in rules), stage) for stage in cell.stages
    )
    return replace(cell, stages=tuple(stages))
