"""Records to and from files: `.npz` (without pickle) both ways, `.csv` to hand the numbers on.

An `.npz` holds the record's arrays under their own keys, the tokens, and the provenance as JSON. Several
records of one trace may stand side by side in it, as those of a gradient do: their keys differ, and each is
read alone. A trace in `.csv` is one tidy table: `token_index, token, layer, quantity, unit, value`; the unit
of an output or of a share is which output it is.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from engine.files.archive import check_numbers, digits_of, parts_of, read_npz, write_csv, write_npz, written
from engine.files.whole_file import check_output
from engine.messages import EngineError
from engine.record.arrays import Keyed
from engine.record.attribution import Attribution
from engine.record.forgetting import Forgetting
from engine.record.gradient_flow import GradientFlow
from engine.record.gradient_paths import GradientPaths
from engine.record.jacobians import Jacobians
from engine.record.leave_one_out import LeaveOneOut
from engine.record.memory import Memory
from engine.record.memory_flow import MemoryFlow
from engine.record.provenance import Provenance
from engine.record.trace import Trace

Row = tuple[object, ...]
R = TypeVar("R", bound=Keyed)

TRACE_COLUMNS = ("token_index", "token", "layer", "quantity", "unit", "value")
MEMORY_COLUMNS = ("tau", *TRACE_COLUMNS)
GRADIENT_COLUMNS = ("tau", "token_index", "layer", "quantity", "output", "value")

PARTS = {
    "tokens": ("U", 1),
    "known": ("b", 1),
    "rows": ("i", 1),
    "left_out": ("i", 1),
    "at": ("i", 0),
    "word": ("U", 0),
}
"""What stands beside the numbers of a record: kind of its values, and how many axes it has."""


@dataclass(frozen=True)
class Kind:
    """How the records of one kind stand in a file.

    Attributes:
        needed: Keys without which a file holds none of the kind.
        own: The keys of its numbers, where other kinds may stand in the same file; all if empty.
        columns: The names of its columns in a `.csv`; none if it cannot be one.
        rows: Its lines there.
    """

    needed: tuple[str, ...]
    own: str = ""
    columns: tuple[str, ...] = ()
    rows: Callable[[Any], Iterable[Row]] | None = None


def save(path: Path | str, record: Keyed, *others: Keyed) -> None:
    """Writes a record as `.npz` or `.csv`, by the ending of the name; others beside it, into an `.npz`.

    Raises:
        EngineError: The ending is unknown, or the file cannot be written.
    """
    kind = KINDS[type(record)]
    with_table = kind.rows is not None and not others
    if check_output(path, (".npz", ".csv") if with_table else (".npz",)) == ".csv" and kind.rows is not None:
        columns, rows, held = kind.columns, kind.rows(record), " ".join(map(str, record.provenance.holds))
        if held:  # as the command line takes it: the numbers are not those of the network alone
            columns, rows = (*columns, "hold"), ((*row, held) for row in rows)
        write_csv(Path(path), columns, rows)
        return
    stored: dict[str, np.ndarray | tuple[str, ...]] = {}
    for each in (record, *others):
        for field in fields(each):  # type: ignore[arg-type]  # every record is a dataclass
            value = getattr(each, field.name)
            if field.name == "arrays":
                stored |= value
            elif field.name == "provenance":
                stored["provenance"] = np.array(value.to_json())
            elif field.name in PARTS and value is not None:
                stored[field.name] = value if field.name == "tokens" else np.asarray(value)
    write_npz(Path(path), stored)


def load(kind: type[R], path: Path | str) -> R:
    """Reads a record of one kind, `load(Trace, "trace.npz")` for example.

    Raises:
        EngineError: There is no such file, or it holds no such record.
    """
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # every record is a dataclass
    needed = [name for name in names if name in PARTS and name != "word"]
    stored = read_npz(Path(path), ("provenance", *needed, *KINDS[kind].needed))
    provenance = Provenance.from_json(str(stored.pop("provenance")))
    parts = {name: _part(name, stored.pop(name)) for name in names if name in PARTS and name in stored}
    own = {key: array for key, array in stored.items() if re.fullmatch(KINDS[kind].own or ".*", key)}
    check_numbers(own)
    known = {"word": None, "cell": provenance.cell, "arrays": own, "provenance": provenance, **parts}
    return kind(**{name: known[name] for name in names})


def _part(name: str, stored: np.ndarray) -> object:
    """What stands beside the numbers, as the record holds it."""
    letters, axes = PARTS[name]
    if stored.ndim != axes or stored.dtype.kind != letters:
        raise EngineError("record_damaged", part=name)
    if letters == "U" or axes == 0:
        return tuple(stored.tolist()) if axes else stored.item()
    return stored


def _trace_rows(trace: Trace) -> Iterable[Row]:
    for index, (token, known) in enumerate(zip(trace.tokens, trace.known.tolist(), strict=True)):
        yield index, token, 0, "known", 0, int(known)
    for key, array in trace.arrays.items():
        # "output" has no layer of its own: it is read from the last one.
        quantity, layer = parts_of(key, trace.layers - 1)
        digits = digits_of(array)
        for index, (token, row) in enumerate(zip(trace.tokens, array.tolist(), strict=True)):
            for unit, value in enumerate(row):
                yield index, token, layer, quantity, unit, written(value, digits)


def _gradient_rows(flow: GradientFlow) -> Iterable[Row]:
    output = "" if flow.provenance.output is None else flow.provenance.output
    for key, array in flow.arrays.items():
        quantity, layer = parts_of(key, 0)
        digits = digits_of(array)
        for tau, row in zip(flow.rows.tolist(), array.tolist(), strict=True):
            for index, value in enumerate(row[: tau + 1]):
                yield tau, index, layer, quantity, output, written(value, digits)


def _memory_rows(memory: Memory) -> Iterable[Row]:
    last = max(parts_of(key, 0)[1] for key in memory.arrays)
    for key, array in memory.arrays.items():
        quantity, layer = parts_of(key, last)  # shares are those of the last layer
        digits = digits_of(array)
        of_tokens = quantity in ("memory", "share")
        for index, row in enumerate(array.tolist() if of_tokens else [array.tolist()]):
            token = (index, memory.tokens[index]) if of_tokens else ("", "")
            for unit, value in enumerate(row) if isinstance(row, list) else [("", row)]:
                of = memory.provenance.output if quantity.startswith("share") else unit
                yield memory.at, *token, layer, quantity, of, written(value, digits)


def _forgetting_rows(record: Forgetting) -> Iterable[Row]:
    last = max(parts_of(key, 0)[1] for key in record.arrays)
    for key, array in record.arrays.items():
        quantity, layer = parts_of(key, last)  # the prediction is read from the last layer
        digits = digits_of(array)
        for index, (token, row) in enumerate(zip(record.tokens, array.tolist(), strict=True)):
            for unit, value in enumerate(row) if isinstance(row, list) else [("", row)]:
                yield index, token, layer, quantity, unit, written(value, digits)


def _left_out_rows(record: LeaveOneOut) -> Iterable[Row]:
    last = max(parts_of(key, 0)[1] for key in record.arrays)
    for key, array in record.arrays.items():
        quantity, layer = parts_of(key, last)  # the prediction is read from the last layer
        digits, one = digits_of(array), record.provenance.output or 0
        for tau, row in enumerate(array.tolist()):
            for index, found in zip(record.left_out.tolist(), row, strict=True):
                if index > tau:
                    break
                of_outputs = quantity == "effect_output"
                for output, value in enumerate(found) if isinstance(found, list) else [(one, found)]:
                    unit = output if of_outputs else ""
                    yield tau, index, record.tokens[index], layer, quantity, unit, written(value, digits)


KINDS: Mapping[type[Keyed], Kind] = {
    Trace: Kind(("h_l0",), columns=TRACE_COLUMNS, rows=_trace_rows),
    GradientFlow: Kind(("norm_x",), r"norm_([hc]_l\d+|x)", GRADIENT_COLUMNS, _gradient_rows),
    GradientPaths: Kind(("grad_h_l0",), r"grad_.*|norm_.*_via_.*"),
    Jacobians: Kind(("norm_jacobian_l0", "sigma_l0"), r"(norm_jacobian|sigma|lyapunov|sigma_weight)_l\d+"),
    Memory: Kind(("memory_l0",), columns=MEMORY_COLUMNS, rows=_memory_rows),
    MemoryFlow: Kind(("held_l0",)),
    LeaveOneOut: Kind(
        ("effect_output",),
        r"(norm|relative)_difference_[hc]_l\d+|effect_output",
        columns=MEMORY_COLUMNS,
        rows=_left_out_rows,
    ),
    Attribution: Kind(("integrated_gradients",)),
    Forgetting: Kind(("difference_h_l0",), columns=TRACE_COLUMNS, rows=_forgetting_rows),
}
