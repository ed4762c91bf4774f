"""The cells, by name. To add one: write its file and add its row."""

from engine.cell import Cell
from engine.cells.gru import GRU
from engine.cells.lstm import LSTM
from engine.cells.rnn import RNN

CELLS: dict[str, Cell] = {"rnn": RNN, "lstm": LSTM, "gru": GRU}
