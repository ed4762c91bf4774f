"""The least that a program with a plot can be: what our start is compared with.

`python -m gui.bench.bare_window SECONDS FILE` shows it and writes the same figures as our window does.
"""

import sys
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtWidgets import QApplication

from gui.bench.startup import StartupWatch
from gui.first_frame import FirstFrame
from gui.first_place import place_at_first


def main(seconds: float, output: Path) -> int:
    """Shows one plot of one curve."""
    application = QApplication(sys.argv[:1])
    window = pg.PlotWidget()
    window.plot([(7 * x) % 11 for x in range(100)])
    place_at_first(window)
    FirstFrame(window, lambda: setattr(window, "watch", StartupWatch(seconds, output)))
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), Path(sys.argv[2])))
