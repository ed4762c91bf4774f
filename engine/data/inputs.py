"""Arrays that people give a network to read, from `.npy` and `.csv` files.

What spreadsheets write and is not read yet (names above the columns, dates, commas in numbers) is recognised,
so that a refusal says what stands where.
"""

import csv
import math
import re
from pathlib import Path

import numpy as np

from engine.files.given_file import given_file
from engine.messages import EngineError
from engine.shapes import Float

ENDINGS = (".npy", ".csv")

DATE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}([T ].*)?|\d{1,2}:\d{2}(:\d{2}.*)?")
DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+([eE][-+]?\d+)?")
LIKE_NUMBER = re.compile(r"\s*[-+.]?\d")  # what no column is called: `1 2 3`, `50%`
LONGEST_SHOWN = 40


def load_inputs(path: Path | str) -> np.ndarray:
    """Reads an array: `.npy` without pickled objects, or `.csv` with one token a line.

    Whether its shape suits a network is for the network to say.

    Raises:
        EngineError: There is no such file, its ending is unknown, or it holds no array of numbers; of a
            `.csv` the line and the column are named.
    """
    given_file(path, ENDINGS)
    try:
        if Path(path).suffix.lower() == ".npy":
            # Mapped first: a header that promises more than the file holds is refused before memory is taken.
            return np.array(np.lib.format.open_memmap(path, mode="r"))
        return _read_csv(Path(path))
    except EngineError:
        raise
    except PermissionError as error:
        raise EngineError("file_unreadable", path=str(path), reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise EngineError("csv_not_text", path=str(path)) from error
    except (OSError, ValueError, EOFError, OverflowError) as error:
        raise EngineError("input_damaged", path=str(path)) from error


def _read_csv(path: Path) -> Float[np.ndarray, "T E"]:
    """The numbers of a table without names, a line for each token; `#` begins a remark.

    Raises:
        EngineError: It is no such table.
    """
    rows: list[list[float]] = []
    blank = first = 0  # lines, from 1: an empty one that nothing has followed so far; the first with numbers
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            for cells in reader:
                line = reader.line_num
                if not any(cell.strip() for cell in cells[:1]) and len(cells) < 2:
                    blank = blank or (line if rows else 0)
                    continue
                if cells[0].startswith("#"):
                    continue
                if blank:
                    raise EngineError("csv_cell_empty", path=str(path), line=blank, column=1)
                rows.append(_numbers(cells, str(path), line, is_first=not rows))
                first = first or line
                if len(cells) != len(rows[0]):
                    column, counts = min(len(cells), len(rows[0])) + 1, (len(cells), len(rows[0]))
                    raise EngineError(
                        "csv_ragged",
                        path=str(path),
                        line=line,
                        column=column,
                        found=counts[0],
                        first=first,
                        expected=counts[1],
                    )
        except csv.Error as error:
            line, reason = reader.line_num, str(error)
            raise EngineError("csv_damaged", path=str(path), line=line, column=1, reason=reason) from error
    if not rows:
        raise EngineError("csv_empty", path=str(path))
    return np.array(rows, dtype=np.float64)


def _numbers(cells: list[str], path: str, line: int, is_first: bool) -> list[float]:
    """The numbers of a line.

    Raises:
        EngineError: A cell holds something else; what, as far as it can be told.
    """
    found: list[float] = []
    for column, cell in enumerate(cells, 1):
        number = _number(cell)
        if number is not None and math.isfinite(number):
            found.append(number)
            continue
        key = _what_it_is(cells, column, is_first)
        raise EngineError(key, path=path, line=line, column=column, value=_shown(cell))
    return found


def _number(cell: str) -> float | None:
    """A number as it is written everywhere; Python alone allows 1_000."""
    try:
        return None if "_" in cell else float(cell)
    except ValueError:
        return None


def _what_it_is(cells: list[str], column: int, is_first: bool) -> str:
    """The message about a cell that is no number, or none that float64 holds."""
    cell = cells[column - 1].strip()
    if _number(cell) is not None:
        return "csv_beyond" if re.search(r"\d", cell) else "csv_not_finite"
    if any(separator in each for each in cells for separator in (";", "\t")):
        return "csv_separator"
    if DATE.fullmatch(cell):
        return "csv_date"
    if DECIMAL_COMMA.fullmatch(cell):
        return "csv_decimal_comma"
    named = all(_number(each) is None and not LIKE_NUMBER.match(each) for each in cells)
    if is_first and named and any(each.strip() for each in cells):
        return "csv_names" if cell else "csv_index"
    return "csv_not_number" if cell else "csv_cell_empty"


def _shown(cell: str) -> str:
    """A cell short enough for a sentence, without signs that control a screen."""
    text = "".join(sign if sign.isprintable() else "?" for sign in cell)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
