"""What records are written into and read from: `.npz` archives without pickle, and `.csv` tables.

An archive is looked through before any memory is taken for it, so that a hostile one costs one sentence.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from engine.files.given_file import given_file
from engine.files.whole_file import whole_file
from engine.messages import EngineError
from engine.record.arrays import MEGABYTE

LARGEST_RECORD_MB = 5_000


WORDS_AT_ONCE = 4096


def write_npz(path: Path, arrays: Mapping[str, np.ndarray | tuple[str, ...]]) -> None:
    """Writes arrays under their names, as `numpy.savez` does, and words without the padding that they get.

    An array of words has room for the longest one at each place. What is padding is packed, so that it takes
    no room in the file, and it is made piece by piece, so that it takes none here.
    """
    with whole_file(path) as file, zipfile.ZipFile(file, "w") as archive:
        for name, values in arrays.items():
            entry = zipfile.ZipInfo(f"{name}.npy")
            if not isinstance(values, tuple):
                with archive.open(entry, "w", force_zip64=True) as member:
                    np.lib.format.write_array(member, values, allow_pickle=False)
                continue
            entry.compress_type = zipfile.ZIP_DEFLATED
            dtype = np.dtype(f"<U{max(1, *map(len, ('', *values)))}")
            header = {"descr": dtype.str, "fortran_order": False, "shape": (len(values),)}
            with archive.open(entry, "w", force_zip64=True) as member:
                np.lib.format.write_array_header_1_0(member, header)
                for start in range(0, len(values), WORDS_AT_ONCE):
                    member.write(np.array(values[start : start + WORDS_AT_ONCE], dtype).tobytes())


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Writes a table with one line of column names; its mark at the start tells Excel that it is UTF-8."""
    with whole_file(path) as file, io.TextIOWrapper(file, "utf-8-sig", "replace", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def parts_of(key: str, otherwise: int) -> tuple[str, int]:
    """The quantity and the layer in a key, `f_l0` for example; a key without a layer gets `otherwise`."""
    quantity, _, layer = key.rpartition("_l")
    return (quantity, int(layer)) if quantity else (key, otherwise)


def digits_of(array: np.ndarray) -> str:
    """As many digits as give back the very same number."""
    return ".9g" if array.dtype == np.float32 else ".17g"


def written(value: float, digits: str) -> str:
    """A number as a table holds it; nothing has no sign."""
    return format(value + 0.0, digits)  # −0.0 + 0.0 is 0.0


def read_npz(path: Path, needed: tuple[str, ...]) -> dict[str, np.ndarray]:
    """All arrays of an archive whose table of contents holds what it promises.

    Raises:
        EngineError: There is no such file, it is damaged, or an array that is needed is missing.
    """
    given_file(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            arrays = {member.filename.removesuffix(".npy"): _read(archive, member) for member in members}
    except EngineError:
        raise
    except PermissionError as error:
        raise EngineError("file_unreadable", path=str(path), reason=error.strerror) from error
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
        raise EngineError("record_damaged", part=path.name) from error
    for key in needed:
        if key not in arrays:
            raise EngineError("record_damaged", part=key)
    return arrays


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> np.ndarray:
    """An array, whose shape is looked at before any memory is taken for it.

    `numpy.load` would open and read everything once more: a window opens on many small arrays.
    """
    if member.file_size > LARGEST_RECORD_MB * MEGABYTE:
        raise EngineError("record_damaged", part=member.filename)
    with archive.open(member) as file:
        version = np.lib.format.read_magic(file)
        read_header = np.lib.format.read_array_header_1_0
        if version != (1, 0):
            read_header = np.lib.format.read_array_header_2_0
        shape, by_columns, dtype = read_header(file)
        size = int(np.prod(shape, dtype=object)) * dtype.itemsize
        if dtype.hasobject or file.tell() + size != member.file_size:
            raise EngineError("record_damaged", part=member.filename)
        return np.frombuffer(file.read(), dtype).reshape(shape, order="F" if by_columns else "C")


def check_numbers(arrays: Mapping[str, np.ndarray]) -> None:
    """Makes sure that all arrays hold plain numbers along one to three axes; each record knows which.

    Raises:
        EngineError: One does not; it is named.
    """
    for key, array in arrays.items():
        if array.ndim not in (1, 2, 3) or array.dtype not in (np.float32, np.float64):
            raise EngineError("record_damaged", part=key)
