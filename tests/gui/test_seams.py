"""At 125, 150 and 175 % no pixel of the window stays black, between the cards or at their edges."""

from pathlib import Path

import pytest

from tests.support.desktops import on_desktop

BLACK = """
import sys
from pathlib import Path
import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from gui.app import build
from gui.pages import PAGES

application = QApplication([])
app = build(Path(sys.argv[1]) / "preferences.json")
app.settings.change(theme="light")
app.window.show()
for size in ((1280, 800), (1281, 803), (1187, 651)):
    app.window.resize(*size)
    for page in PAGES:
        app.window.run_command(f"page_{page}")
        application.processEvents()
        app.window.run_command("previous_token")  # what only a part of the window is painted for
        application.processEvents()
        image = QImage(app.window.backingStore().paintDevice()).convertToFormat(QImage.Format.Format_RGB32)
        assert image.devicePixelRatio() == float(sys.argv[2])
        pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
        black = (pixels & 0xFFFFFF) == 0
        for lines in (black, black.T):  # a seam is long; the strokes of letters on a dark ground are not
            seams = np.lib.stride_tricks.sliding_window_view(lines, 40, axis=0).all(axis=-1).any(axis=0)
            if seams.any():
                print(page, size, np.flatnonzero(seams))
app.close()
"""


@pytest.mark.parametrize("scale", [1.25, 1.5, 1.75])
def test_no_pixel_stays_black(tmp_path: Path, scale: float) -> None:
    assert on_desktop(BLACK, [(2560, 1600)], tmp_path, scale, str(tmp_path), str(scale)) == ""
