"""The pictures by cell. To draw another cell: write its table and add its row."""

from collections.abc import Mapping
from types import MappingProxyType

from gui.panels.cell_diagram.gru import GRU_DRAWING
from gui.panels.cell_diagram.lstm import LSTM_DRAWING
from gui.panels.cell_diagram.parts import Drawing
from gui.panels.cell_diagram.rnn import RNN_DRAWING

DRAWINGS: Mapping[str, Drawing] = MappingProxyType(
    {drawing.cell: drawing for drawing in (RNN_DRAWING, LSTM_DRAWING, GRU_DRAWING)}
)
