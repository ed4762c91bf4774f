"""What each command can write: one table, read by the command line, by the window's dialogs and in the tests.

The first ending of a row is what a device or a pipe gets, which has no name that could end in anything.
"""

from collections.abc import Mapping, Sequence

OUTPUTS: Mapping[str, tuple[str, ...]] = {
    "trace": (".npz", ".csv"),
    "gradient": (".npz",),
    "memory": (".npz", ".csv"),
    "forget": (".npz", ".csv"),
    "render": (".png", ".svg", ".pdf", ".csv"),
    "picture": (".png", ".svg", ".pdf"),
    "numbers": (".csv",),
    "train": (".safetensors",),
}
FORMATS: Mapping[str, str] = {
    ".npz": "NumPy",
    ".csv": "CSV",
    ".png": "PNG",
    ".svg": "SVG",
    ".pdf": "PDF",
    ".safetensors": "safetensors",
}


def listed(what: str) -> str:
    """The endings in words: `.npz, .csv or .png`."""
    *others, last = OUTPUTS[what]
    return f"{', '.join(others)} or {last}" if others else last


def filters(endings: Sequence[str]) -> str:
    """The same for a file dialog: `NumPy (*.npz);;CSV (*.csv)`."""
    return ";;".join(f"{FORMATS[ending]} (*{ending})" for ending in endings)
