"""The formats in which networks come: one table for the library, the file dialog and the command line.

A file is judged by its first bytes, never by its name. To read another format: write its file and give its
row a reader. What is known and not read yet has a sentence instead, which says how to get on.
"""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.messages import EngineError
from engine.models.formats import safetensors_file
from engine.models.network import Network

ENOUGH = 16
"""So many bytes tell all formats apart."""


@dataclass(frozen=True)
class ModelFormat:
    """One format.

    Attributes:
        name: What it is called, also in the file dialog.
        endings: What the names of its files end in.
        starts: The first bytes of such a file.
        holds: What must also be among the members of an archive; empty where the first bytes are enough.
        read: Reads a network; None if that is not possible yet.
        refusal: Message key of the sentence that says so.
    """

    name: str
    endings: tuple[str, ...]
    starts: re.Pattern[bytes]
    holds: str = ""
    read: Callable[[Path], Network] | None = None
    refusal: str = ""


def _begins(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.DOTALL)


ZIP = _begins(rb"PK(\x03\x04|\x05\x06|\x07\x08)")
FORMATS = (
    ModelFormat(
        "safetensors",
        (safetensors_file.ENDING,),
        _begins(rb".{8}\{"),
        read=safetensors_file.read_network,
    ),
    ModelFormat("PyTorch", (".pt", ".pth", ".bin"), ZIP, "data.pkl", refusal="format_pytorch"),
    ModelFormat("Keras", (".keras",), ZIP, "config.json", refusal="format_other"),
    ModelFormat("NumPy archive", (".npz",), ZIP, ".npy", refusal="format_other"),
    ModelFormat("zip archive", (".zip",), ZIP, refusal="format_other"),
    ModelFormat("HDF5 (Keras)", (".h5", ".hdf5"), _begins(rb"\x89HDF\r\n\x1a\n"), refusal="format_other"),
    ModelFormat("pickle", (".pkl", ".pt"), _begins(rb"\x80[\x02-\x05]"), refusal="format_pickle"),
    ModelFormat("NumPy array", (".npy",), _begins(rb"\x93NUMPY"), refusal="format_other"),
    ModelFormat("GGUF", (".gguf",), _begins(rb"GGUF"), refusal="format_other"),
    ModelFormat("ONNX", (".onnx",), _begins(rb"\x08[\x01-\x20]\x12"), refusal="format_other"),
)
OPENED = tuple(each for each in FORMATS if each.read is not None)


def endings() -> str:
    """The endings of what can be opened, in words."""
    return ", ".join(ending for each in OPENED for ending in each.endings)


def filters(all_files: str) -> str:
    """What can be opened, for a file dialog: `safetensors (*.safetensors);;All files (*)`.

    Args:
        all_files: What the dialog calls everything else.
    """
    rows = [f"{each.name} ({' '.join(f'*{ending}' for ending in each.endings)})" for each in OPENED]
    return ";;".join((*rows, f"{all_files} (*)"))


def read_model(path: Path) -> Network:
    """Reads a network from a file of any format.

    Raises:
        EngineError: The format is not read or not known, or the file is damaged.
    """
    with path.open("rb") as file:
        start = file.read(ENOUGH)
    if not start:
        raise EngineError("file_empty", path=path)
    for each in FORMATS:
        if each.starts.match(start) and (not each.holds or _holds(path, each.holds)):
            if each.read is not None:
                return each.read(path)
            target = path.with_suffix(safetensors_file.ENDING)
            if target == path:  # only called so: what it holds is not to be overwritten
                target = path.with_stem(f"{path.stem}-2")
            raise EngineError(each.refusal, path=path, format=each.name, target=target)
    if path.suffix.lower() == safetensors_file.ENDING:
        raise EngineError("file_not_safetensors", path=path)
    raise EngineError("file_not_model", path=path, known=endings())


def _holds(path: Path, member: str) -> bool:
    """Whether an archive has a member whose name ends so."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.endswith(member) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
