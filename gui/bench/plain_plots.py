"""Six plain plots of what our window shows: what every frame is compared with.

Written as pyqtgraph's own examples are, by somebody who wants these plots and nothing else: ranges are fixed,
and what does not change is handed over once. At a step the bars get their heights at this token, the curves
the gradients that reach back from it, and the play lines move. The rest is pyqtgraph's: it paints again only
what has changed.
"""

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QGridLayout, QWidget

from engine.record.trace import Trace
from engine.shapes import Float
from gui.scene import Scene

GATES = "figo"
CURVES = (("rnn", "norm_h_l0", "y"), ("lstm", "norm_c_l0", "c"), ("gru", "norm_h_l0", "m"))
COLUMNS = 3


class PlainPlots(QWidget):
    """A window with the gates of an LSTM as bars, its c as a heat map, and the gradients of all cells."""

    def __init__(self, scene: Scene, size_px: tuple[int, int]) -> None:
        super().__init__()
        self.resize(*size_px)
        self._grid = QGridLayout(self)
        trace = scene.runs["lstm"].trace
        self.length, self._units = trace.length, trace.hidden_size
        self._gates = {symbol: trace.values(symbol, 0) for symbol in GATES}
        self._norms = {cell: _logarithms(scene, cell, key) for cell, key, _ in CURVES}
        self.bars = {symbol: self._plot_bars(symbol) for symbol in GATES}
        self.lines = [bars.getViewWidget().addLine(x=0) for bars in self.bars.values()]
        self.lines += [self._plot_heat_map(trace), self._plot_curves()]

    def step(self, token: int) -> None:
        """Shows another token."""
        for symbol, bars in self.bars.items():
            bars.setOpts(height=self._gates[symbol][token])
        for cell, curve in self.curves.items():
            curve.setData(self._norms[cell][token])
        for line in self.lines:
            line.setValue(token)

    def _plot(self, title: str, x: tuple[float, float], y: tuple[float, float]) -> pg.PlotWidget:
        plot = pg.PlotWidget(title=title)
        plot.setRange(xRange=x, yRange=y)
        self._grid.addWidget(plot, *divmod(self._grid.count(), COLUMNS))
        return plot

    def _plot_bars(self, symbol: str) -> pg.BarGraphItem:
        """One bar for each unit, side by side over as many tokens as there are: so that a play line fits."""
        plot = self._plot(symbol, (0, self.length), (-1 if symbol == "g" else 0, 1))
        pitch = self.length / self._units
        middles = pitch * (np.arange(self._units) + 0.5)
        bars = pg.BarGraphItem(x=middles, height=self._gates[symbol][0], width=0.8 * pitch, brush="c")
        plot.addItem(bars)
        return bars

    def _plot_heat_map(self, trace: Trace) -> pg.InfiniteLine:
        plot = self._plot("c", (0, self.length), (0, self._units))
        plot.addItem(pg.ImageItem(trace.values("c", 0), axisOrder="col-major"))
        return plot.addLine(x=0)

    def _plot_curves(self) -> pg.InfiniteLine:
        low, high = (function(list(self._norms.values())) for function in (np.nanmin, np.nanmax))
        plot = self._plot("gradient", (0, self.length), (float(low), float(high)))
        self.curves = {cell: plot.plot(pen=pen, connect="finite") for cell, _, pen in CURVES}
        return plot.addLine(x=0)


def _logarithms(scene: Scene, cell: str, key: str) -> Float[np.ndarray, "T T"]:
    """Powers of ten of a cell's gradients; NaN where nothing flows."""
    flow = scene.runs[cell].gradient
    assert flow is not None
    powers = np.full(flow[key].shape, np.nan)
    np.log10(flow[key], where=flow[key] > 0, out=powers)
    return powers
