"""Desktops that are not there: Qt's offscreen screens of any size and scale, each set in a fresh process."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Screen = tuple[int, int]


def on_desktop(code: str, screens: Sequence[Screen], folder: Path, scale: float = 1.0, *words: str) -> str:
    """Runs Python where these screens stand side by side, each with frames around its windows.

    Args:
        code: what to run; it finds `words` in `sys.argv[1:]`.
        screens: width and height of each, in pixels.
        folder: where files may be left.
        scale: how many pixels of the screen a logical pixel has.

    Returns:
        What it printed.
    """
    left, placed = 0, []
    for width, height in screens:
        size = {"x": left, "y": 0, "width": width, "height": height}
        placed.append({"name": f"{width}x{height}", "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1} | size)
        left += 2 * width
    desktop = folder / f"desktop-{len(list(folder.iterdir()))}.json"
    whole = {"synchronousWindowSystemEvents": False, "windowFrameMargins": True, "screens": placed}
    desktop.write_text(json.dumps(whole))
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": f"offscreen:configfile={desktop}",
        "QT_SCALE_FACTOR": str(scale),
        "QT_SCALE_FACTOR_ROUNDING_POLICY": "PassThrough",
        "XDG_CONFIG_HOME": str(folder),
    }
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout
