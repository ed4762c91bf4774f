"""Records to and from files: `.npz` (without pickle) both ways, `.csv` to hand the numbers on.

An `.npz` holds the record's arrays under their own keys, the tokens, and the provenance as JSON. A trace in
`.csv` is one tidy table: `token_index, token, layer, quantity, unit, value`.
"""

import csv
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from engine.record.gradient_flow import GradientFlow
from engine.record.messages import EngineError
from engine.record.trace import Provenance, Trace
from engine.record.whole_file import whole_file

ENDINGS = (".npz", ".csv")
LARGEST_RECORD_MB = 5_000
MEGABYTE = 1_000_000
TRACE_COLUMNS = ("token_index", "token", "layer", "quantity", "unit", "value")
GRADIENT_COLUMNS = ("tau", "token_index", "layer", "quantity", "value")


def save_trace(trace: Trace, path: Path | str) -> None:
    """Writes a trace as `.npz` or `.csv`, by the ending of the name.

    Raises:
        EngineError: The ending is unknown, the folder is missing, or the file cannot be written.
    """
    if _ending(path) == ".csv":
        _write_csv(Path(path), TRACE_COLUMNS, _trace_rows(trace))
    else:
        texts = {"tokens": np.array(trace.tokens), "provenance": np.array(trace.provenance.to_json())}
        _write_npz(Path(path), {**texts, "known": trace.known, **trace.arrays})


def load_trace(path: Path | str) -> Trace:
    """Reads a trace from an `.npz` file.

    Raises:
        EngineError: There is no such file, or it holds no trace.
    """
    arrays = _read_npz(Path(path), ("tokens", "known", "provenance", "h_l0"))
    provenance = Provenance.from_json(str(arrays.pop("provenance")))
    tokens, known = arrays.pop("tokens"), arrays.pop("known")
    if tokens.ndim != 1 or tokens.dtype.kind != "U" or known.dtype != np.bool_ or known.ndim != 1:
        raise EngineError("record_damaged", part="tokens")
    _check_numbers(arrays)
    return Trace(provenance.cell, tuple(map(str, tokens)), known, arrays, provenance)


def save_gradient(flow: GradientFlow, path: Path | str) -> None:
    """Writes a gradient flow as `.npz` or `.csv`, by the ending of the name.

    Raises:
        EngineError: The ending is unknown, the folder is missing, or the file cannot be written.
    """
    if _ending(path) == ".csv":
        _write_csv(Path(path), GRADIENT_COLUMNS, _gradient_rows(flow))
    else:
        provenance = np.array(flow.provenance.to_json())
        _write_npz(Path(path), {"rows": flow.rows, "provenance": provenance, **flow.arrays})


def load_gradient(path: Path | str) -> GradientFlow:
    """Reads a gradient flow from an `.npz` file.

    Raises:
        EngineError: There is no such file, or it holds no gradient flow.
    """
    arrays = _read_npz(Path(path), ("rows", "provenance", "norm_x"))
    provenance = Provenance.from_json(str(arrays.pop("provenance")))
    rows = arrays.pop("rows")
    if rows.ndim != 1 or rows.dtype.kind != "i":
        raise EngineError("record_damaged", part="rows")
    _check_numbers(arrays)
    return GradientFlow(rows, arrays, provenance)


def _ending(path: Path | str) -> str:
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        raise EngineError("unknown_ending", path=str(path), known=", ".join(ENDINGS))
    return ending


def _write_npz(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    with whole_file(path) as temporary, temporary.open("wb") as file:
        # savez's stub takes every name for one of its options.
        np.savez(file, **dict(arrays))  # type: ignore[arg-type]


def _write_csv(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with whole_file(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


def _trace_rows(trace: Trace) -> Iterable[tuple[object, ...]]:
    for key, array in trace.arrays.items():
        # "output" has no layer of its own: it is read from the last one.
        quantity, layer = _parts(key, trace.layers - 1)
        digits = _digits(array)
        for index, (token, row) in enumerate(zip(trace.tokens, array.tolist(), strict=True)):
            for unit, value in enumerate(row):
                yield index, token, layer, quantity, unit, format(value, digits)


def _gradient_rows(flow: GradientFlow) -> Iterable[tuple[object, ...]]:
    for key, array in flow.arrays.items():
        quantity, layer = _parts(key, 0)
        digits = _digits(array)
        for tau, row in zip(flow.rows.tolist(), array.tolist(), strict=True):
            for index, value in enumerate(row[: tau + 1]):
                yield tau, index, layer, quantity, format(value, digits)


def _parts(key: str, otherwise: int) -> tuple[str, int]:
    """The quantity and the layer in a key, `f_l0` for example."""
    quantity, _, layer = key.rpartition("_l")
    return (quantity, int(layer)) if quantity else (key, otherwise)


def _digits(array: np.ndarray) -> str:
    """As many digits as give back the very same number."""
    return ".9g" if array.dtype == np.float32 else ".17g"


def _read_npz(path: Path, needed: tuple[str, ...]) -> dict[str, np.ndarray]:
    """All arrays of an archive whose table of contents holds what it promises."""
    if not path.is_file():
        raise EngineError("file_missing", path=str(path))
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                _check_member(archive, member)
        with np.load(path, allow_pickle=False) as archive_of_arrays:
            arrays = {key: archive_of_arrays[key] for key in archive_of_arrays.files}
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


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Looks at an array's shape before any memory is taken for it."""
    if member.file_size > LARGEST_RECORD_MB * MEGABYTE:
        raise EngineError("record_damaged", part=member.filename)
    with archive.open(member) as file:
        version = np.lib.format.read_magic(file)
        read_header = np.lib.format.read_array_header_1_0
        if version != (1, 0):
            read_header = np.lib.format.read_array_header_2_0
        shape, _, dtype = read_header(file)
        size = int(np.prod(shape, dtype=object)) * dtype.itemsize
        if dtype.hasobject or file.tell() + size != member.file_size:
            raise EngineError("record_damaged", part=member.filename)


def _check_numbers(arrays: Mapping[str, np.ndarray]) -> None:
    for key, array in arrays.items():
        if array.ndim != 2 or array.dtype not in (np.float32, np.float64):
            raise EngineError("record_damaged", part=key)
