"""The pictures by cell. To draw another cell: write its table and add its row."""

from collections.abc import Mapping
from types import MappingProxyType

from engine.cell import Cell
from engine.cells.lstm import BARE
from gui.panels.cell_diagram.gru import GRU_DRAWING
from gui.panels.cell_diagram.lstm import BARE_DRAWING, LSTM_DRAWING
from gui.panels.cell_diagram.parts import Drawing
from gui.panels.cell_diagram.rnn import RELU_DRAWING, RNN_DRAWING

DRAWINGS: Mapping[str, Drawing] = MappingProxyType(
    {drawing.cell: drawing for drawing in (RNN_DRAWING, LSTM_DRAWING, GRU_DRAWING)}
)
VARIANTS: Mapping[tuple[str, str], Drawing] = MappingProxyType({("rnn", "relu"): RELU_DRAWING})


def drawing_of(cell: Cell) -> Drawing:
    """The picture of a cell, in its variant."""
    if cell.stages[-1] is BARE:
        return BARE_DRAWING
    return VARIANTS.get((cell.name, cell.activation), DRAWINGS[cell.name])
