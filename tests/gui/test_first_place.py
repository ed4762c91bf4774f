"""Where the window opens: whole on every screen, with all its bars; again where it was, if it fits."""

import json
from pathlib import Path

import pytest

from tests.support.desktops import Screen, on_desktop

PLACES = """
import json, sys
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from gui.app import build

application = QApplication([])
folder, stored = sys.argv[1:]
found = {}
for screen in QGuiApplication.screens():
    app = build(Path(folder) / f"{screen.name()}.json")
    app.settings.change(geometry=stored)
    window = app.window
    window.setScreen(screen)
    window.move(screen.geometry().topLeft())
    window.restore_place()
    window.show()
    application.processEvents()
    frame = window.frameGeometry()
    here = (QGuiApplication.screenAt(frame.center()) or screen).availableGeometry()
    found[screen.name()] = {
        "maximized": window.isMaximized(),
        "size": window.size().toTuple(),
        "inside": [here.adjusted(-1, -1, 1, 1).contains(frame), frame.getRect(), here.getRect()],
        "bars": {
            bar.objectName(): window.rect().contains(bar.geometry().translated(bar.parent().pos()))
            for bar in (window.transport, window.status)
        },
    }
    window.showNormal()
    window.setGeometry(here.left() + 20, 20, 1500, 900)
    application.processEvents()
    found[screen.name()]["stored"] = bytes(window.saveGeometry().toBase64().data()).decode()
    window.close()
    app.close()
print(json.dumps(found))
"""
SCREENS = {(1366, 768): True, (1280, 800): True, (1920, 1080): False, (1440, 900): False, (1024, 700): True}


def places(screens: list[Screen], folder: Path, scale: float = 1.0, stored: str = "") -> dict[str, dict]:
    return json.loads(on_desktop(PLACES, screens, folder, scale, str(folder), stored))


@pytest.mark.parametrize(
    ("scale", "screens"),
    [(1.0, SCREENS), (1.25, {(1920, 1080): False, (1600, 1024): True}), (1.5, {(1920, 1080): True})],
)
def test_at_first_it_is_whole_on_every_screen(tmp_path, scale, screens):
    """Maximised where 1280 × 800 with a frame does not fit, with transport and status line in sight."""
    found = places(list(screens), tmp_path, scale)
    for (width, height), maximized in screens.items():
        place = found[f"{width}x{height}"]
        assert place["maximized"] is maximized, (width, height)
        assert place["inside"][0], place
        assert all(place["bars"].values()), place
        assert maximized or place["size"] == [1280, 800]


def test_a_stored_place_holds_where_it_fits(tmp_path):
    """On the same screen as it was; on another one (Qt takes one of nearly this width for the same) whole."""
    stored = places([(1920, 1080)], tmp_path)["1920x1080"]["stored"]
    again = places([(1920, 1080)], tmp_path, stored=stored)["1920x1080"]
    assert (again["maximized"], again["size"], again["inside"][0]) == (False, [1500, 900], True)
    for screen in ((1680, 900), (1366, 768)):
        [smaller] = places([screen], tmp_path, stored=stored).values()
        assert smaller["inside"][0], smaller
        assert all(smaller["bars"].values())
