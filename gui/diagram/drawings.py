"""The pictures by cell. To draw another cell: write its table and add its row."""

from collections.abc import Mapping
from types import MappingProxyType

from gui.diagram.gru import GRU_DRAWING
from gui.diagram.lstm import LSTM_DRAWING
from gui.diagram.parts import Drawing
from gui.diagram.rnn import RNN_DRAWING

DRAWINGS: Mapping[str, Drawing] = MappingProxyType(
    {drawing.cell: drawing for drawing in (RNN_DRAWING, LSTM_DRAWING, GRU_DRAWING)}
)
