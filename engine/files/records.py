"""Records to and from files: `.npz` (without pickle) both ways, `.csv` to hand the numbers on.

An `.npz` holds the record's arrays under their own keys, the tokens, and the provenance as JSON. A trace in
`.csv` is one tidy table: `token_index, token, layer, quantity, unit, value`.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from engine.files.archive import (
    ENDINGS,
    check_numbers,
    digits_of,
    ending_of,
    parts_of,
    read_npz,
    write_csv,
    write_npz,
)
from engine.messages import EngineError
from engine.record.forgetting import Forgetting
from engine.record.gradient_flow import GradientFlow
from engine.record.memory import Memory
from engine.record.memory_flow import MemoryFlow
from engine.record.trace import Provenance, Trace

OF_FLOW = re.compile(r"norm_([hc]_l\d+|x)")  # others belong to what else a file of gradients holds
TRACE_COLUMNS = ("token_index", "token", "layer", "quantity", "unit", "value")
MEMORY_COLUMNS = ("tau", *TRACE_COLUMNS)
GRADIENT_COLUMNS = ("tau", "token_index", "layer", "quantity", "value")


def check_output(path: Path | str, known: tuple[str, ...] = ENDINGS) -> None:
    """Says before any work is done that a result could not be written.

    Raises:
        EngineError: The ending is unknown or the folder is missing.
    """
    ending_of(path, known)
    folder = Path(path).parent
    if not folder.is_dir():
        raise EngineError("folder_missing", folder=str(folder))


def save_trace(trace: Trace, path: Path | str) -> None:
    """Writes a trace as `.npz` or `.csv`, by the ending of the name.

    Raises:
        EngineError: The ending is unknown, the folder is missing, or the file cannot be written.
    """
    if ending_of(path) == ".csv":
        write_csv(Path(path), TRACE_COLUMNS, _trace_rows(trace))
    else:
        texts = {"tokens": np.array(trace.tokens), "provenance": np.array(trace.provenance.to_json())}
        write_npz(Path(path), {**texts, "known": trace.known, **trace.arrays})


def load_trace(path: Path | str) -> Trace:
    """Reads a trace from an `.npz` file.

    Raises:
        EngineError: There is no such file, or it holds no trace.
    """
    arrays = read_npz(Path(path), ("tokens", "known", "provenance", "h_l0"))
    provenance = Provenance.from_json(str(arrays.pop("provenance")))
    tokens, known = arrays.pop("tokens"), arrays.pop("known")
    if tokens.ndim != 1 or tokens.dtype.kind != "U" or known.dtype != np.bool_ or known.ndim != 1:
        raise EngineError("record_damaged", part="tokens")
    check_numbers(arrays)
    return Trace(provenance.cell, tuple(map(str, tokens)), known, arrays, provenance)


def save_gradient(flow: GradientFlow, path: Path | str) -> None:
    """Writes a gradient flow as `.npz` or `.csv`, by the ending of the name.

    Raises:
        EngineError: The ending is unknown, the folder is missing, or the file cannot be written.
    """
    if ending_of(path) == ".csv":
        write_csv(Path(path), GRADIENT_COLUMNS, _gradient_rows(flow))
    else:
        provenance = np.array(flow.provenance.to_json())
        write_npz(Path(path), {"rows": flow.rows, "provenance": provenance, **flow.arrays})


def load_gradient(path: Path | str) -> GradientFlow:
    """Reads a gradient flow from an `.npz` file.

    Raises:
        EngineError: There is no such file, or it holds no gradient flow.
    """
    arrays = read_npz(Path(path), ("rows", "provenance", "norm_x"))
    provenance = Provenance.from_json(str(arrays.pop("provenance")))
    rows = arrays.pop("rows")
    if rows.ndim != 1 or rows.dtype.kind != "i":
        raise EngineError("record_damaged", part="rows")
    norms = {key: array for key, array in arrays.items() if OF_FLOW.fullmatch(key)}
    check_numbers(norms)
    return GradientFlow(rows, norms, provenance)


def save_memory(memory: Memory, path: Path | str) -> None:
    """Writes a memory as `.npz` or `.csv`, by the ending of the name.

    Raises:
        EngineError: The ending is unknown, the folder is missing, or the file cannot be written.
    """
    if ending_of(path) == ".csv":
        write_csv(Path(path), MEMORY_COLUMNS, _memory_rows(memory))
    else:
        texts = {"tokens": np.array(memory.tokens), "provenance": np.array(memory.provenance.to_json())}
        write_npz(Path(path), {**texts, "at": np.array(memory.at), **memory.arrays})


def load_memory(path: Path | str) -> Memory:
    """Reads a memory from an `.npz` file.

    Raises:
        EngineError: There is no such file, or it holds no memory.
    """
    arrays = read_npz(Path(path), ("at", "tokens", "provenance", "memory_l0"))
    at, tokens, provenance = _pop_place(arrays)
    return Memory(at, tokens, arrays, provenance)


def save_memory_flow(flow: MemoryFlow, path: Path | str) -> None:
    """Writes a memory flow as `.npz`.

    Raises:
        EngineError: The ending is unknown, the folder is missing, or the file cannot be written.
    """
    ending_of(path, (".npz",))
    provenance = np.array(flow.provenance.to_json())
    write_npz(Path(path), {"rows": flow.rows, "provenance": provenance, **flow.arrays})


def load_memory_flow(path: Path | str) -> MemoryFlow:
    """Reads a memory flow from an `.npz` file.

    Raises:
        EngineError: There is no such file, or it holds no memory flow.
    """
    arrays = read_npz(Path(path), ("rows", "provenance", "held_l0"))
    provenance = Provenance.from_json(str(arrays.pop("provenance")))
    rows = arrays.pop("rows")
    if rows.ndim != 1 or rows.dtype.kind != "i":
        raise EngineError("record_damaged", part="rows")
    for key, array in arrays.items():
        check_numbers({key: array}, 1 if key == "share_initial" else 2)
    return MemoryFlow(rows, arrays, provenance)


def save_forgetting(record: Forgetting, path: Path | str) -> None:
    """Writes a forgetting test as `.npz` or `.csv`, by the ending of the name.

    Raises:
        EngineError: The ending is unknown, the folder is missing, or the file cannot be written.
    """
    if ending_of(path) == ".csv":
        write_csv(Path(path), TRACE_COLUMNS, _forgetting_rows(record))
    else:
        texts = {"tokens": np.array(record.tokens), "provenance": np.array(record.provenance.to_json())}
        if record.word is not None:
            texts["word"] = np.array(record.word)
        write_npz(Path(path), {**texts, "at": np.array(record.at), **record.arrays})


def load_forgetting(path: Path | str) -> Forgetting:
    """Reads a forgetting test from an `.npz` file.

    Raises:
        EngineError: There is no such file, or it holds no forgetting test.
    """
    arrays = read_npz(Path(path), ("at", "tokens", "provenance", "difference_h_l0"))
    word = str(arrays.pop("word")) if "word" in arrays else None
    at, tokens, provenance = _pop_place(arrays)
    return Forgetting(at, word, tokens, arrays, provenance)


def _pop_place(arrays: dict[str, np.ndarray]) -> tuple[int, tuple[str, ...], Provenance]:
    """Takes the token, the text and the provenance out; what is left must be numbers."""
    provenance = Provenance.from_json(str(arrays.pop("provenance")))
    at, tokens = arrays.pop("at"), arrays.pop("tokens")
    if at.ndim != 0 or at.dtype.kind != "i":
        raise EngineError("record_damaged", part="at")
    if tokens.ndim != 1 or tokens.dtype.kind != "U":
        raise EngineError("record_damaged", part="tokens")
    for axes in (1, 2):
        check_numbers({key: array for key, array in arrays.items() if (array.ndim == 2) == (axes == 2)}, axes)
    return int(at), tuple(map(str, tokens)), provenance


def _trace_rows(trace: Trace) -> Iterable[tuple[object, ...]]:
    for key, array in trace.arrays.items():
        # "output" has no layer of its own: it is read from the last one.
        quantity, layer = parts_of(key, trace.layers - 1)
        digits = digits_of(array)
        for index, (token, row) in enumerate(zip(trace.tokens, array.tolist(), strict=True)):
            for unit, value in enumerate(row):
                yield index, token, layer, quantity, unit, format(value, digits)


def _gradient_rows(flow: GradientFlow) -> Iterable[tuple[object, ...]]:
    for key, array in flow.arrays.items():
        quantity, layer = parts_of(key, 0)
        digits = digits_of(array)
        for tau, row in zip(flow.rows.tolist(), array.tolist(), strict=True):
            for index, value in enumerate(row[: tau + 1]):
                yield tau, index, layer, quantity, format(value, digits)


def _memory_rows(memory: Memory) -> Iterable[tuple[object, ...]]:
    last = max(parts_of(key, 0)[1] for key in memory.arrays)
    for key, array in memory.arrays.items():
        quantity, layer = parts_of(key, last)  # shares are those of the last layer
        digits = digits_of(array)
        of_tokens = quantity in ("memory", "share")
        for index, row in enumerate(array.tolist() if of_tokens else [array.tolist()]):
            token = (index, memory.tokens[index]) if of_tokens else ("", "")
            for unit, value in enumerate(row) if isinstance(row, list) else [("", row)]:
                shown_unit = "" if quantity == "share_initial" else unit
                yield memory.at, *token, layer, quantity, shown_unit, format(value, digits)


def _forgetting_rows(record: Forgetting) -> Iterable[tuple[object, ...]]:
    last = max(parts_of(key, 0)[1] for key in record.arrays)
    for key, array in record.arrays.items():
        quantity, layer = parts_of(key, last)  # the prediction is read from the last layer
        digits = digits_of(array)
        for index, (token, row) in enumerate(zip(record.tokens, array.tolist(), strict=True)):
            for unit, value in enumerate(row) if isinstance(row, list) else [("", row)]:
                yield index, token, layer, quantity, unit, format(value, digits)
