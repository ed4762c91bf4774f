"""A fault of ours becomes a file that can be sent to us, instead of a traceback on the screen."""

import platform
import tempfile
import traceback
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from platformdirs import user_log_path

from engine.files.whole_file import whole_file
from engine.messages import EngineError

PACKAGES = ("numpy", "torch", "PySide6-Essentials", "pyqtgraph", "safetensors")


def write_fault_report(error: BaseException) -> Path:
    """Writes what happened, where and with which versions; returns the file.

    It stands in the user's folder for logs, or among the temporary files where that cannot be written. It
    holds no text that the user typed, but for what the error itself quotes.
    """
    now = datetime.now()
    lines = [
        f"Gatescope, {now:%Y-%m-%d %H:%M:%S}",
        f"Python {platform.python_version()} on {platform.platform()}",
        *(f"{name} {_version(name)}" for name in PACKAGES),
        "",
        "".join(traceback.format_exception(error)),
    ]
    name = f"fault-{now:%Y%m%d-%H%M%S-%f}.txt"
    for folder in (user_log_path("gatescope"), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with whole_file(folder / name) as file:
                file.write("\n".join(lines).encode(errors="backslashreplace"))
        except (OSError, EngineError):
            continue
        return folder / name
    return Path("(no folder could be written)")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "is not installed"
