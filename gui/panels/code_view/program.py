"""The cells as programs, the loop and the loop back: put together from the lines that made the numbers."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from engine.cell import Cell, Stage
from gui.readings.made_by import HeldUnits

LONGEST = 42  # characters; a longer line is broken at one of its sums
INDENT = "    "

# What these of an array namespace mean; written out, a program has nothing but tensor operations.
LINEAR = re.compile(r"\blinear\((\w+), (\w+), (\w+)\)")
ADD_LINEAR = re.compile(r"(\w+) = add_linear\(\1, (\w+), (\w+), (\w+)\)")

SETUP = """\
from numpy import exp, split, tanh, zeros

def sigmoid(values):
    return 1 / (1 + exp(-values))
"""
SETUP_BACK = """\
import numpy
from numpy import exp, ones, tanh, zeros

def sigmoid(values):
    return 1 / (1 + exp(-values))

def split(values, pieces):
    return numpy.split(values, pieces, axis=-1)
"""
RELU = """\

from numpy import maximum

def relu(values):
    return maximum(values, 0)
"""


@dataclass(frozen=True)
class CodeLine:
    """One line of a program.

    Attributes:
        text: the line without its indent.
        stage: position of the stage that it computes; None for the frame around the stages.
        depth: how deep it is indented.
    """

    text: str
    stage: int | None
    depth: int = 1


def setup_of(cell: Cell, back: bool = False) -> str:
    """The few definitions that a cell's program needs."""
    return (SETUP_BACK if back else SETUP) + (RELU if cell.activation == "relu" else "")


@lru_cache(maxsize=64)
def program(
    cell: Cell, with_readout: bool, held: tuple[HeldUnits, ...] = (), word: str = ""
) -> tuple[CodeLine, ...]:
    """The whole loop, put together from the source lines of the cell's stages.

    Args:
        cell: The cell.
        with_readout: Whether a readout follows.
        held: What is held in the step that is shown.
        word: What stands behind a line that holds a value.
    """
    before = ", ".join(f"{name}_before" for name in cell.states)
    lines = [
        CodeLine(f"{' = '.join(cell.states)} = zeros(H)", None, 0),
        CodeLine("for x in xs:", None, 0),
        CodeLine(f"{before} = {', '.join(cell.states)}", None),
    ]
    for position, stage in enumerate(cell.stages):
        for source in _lines(stage, held, word):
            source = ADD_LINEAR.sub(r"\1 += linear(\2, \3, \4)", source)
            lines += _on_lines(LINEAR.sub(r"\1 @ \2.T + \3", source), position)
    if with_readout:
        lines.append(CodeLine("output = readout(h)", None))
    return tuple(lines)


@lru_cache(maxsize=64)
def program_back(
    cell: Cell, start: str, held: tuple[HeldUnits, ...] = (), word: str = ""
) -> tuple[CodeLine, ...]:
    """The loop back from τ, put together from the lines that take gradients through the cell's stages.

    Args:
        cell: The cell.
        start: Where the gradient comes from: `readout_weight` or `ones(H)` at τ, or `d_above[t]` from the
            layer above at every token.
        held: What is held in the step that is shown.
        word: What stands behind a line that holds a value.
    """
    above = start.startswith("d_above")
    written = any(
        each.symbol == "h" and each.units for each in held
    )  # then d_h has to be an array of its own
    starts = [
        "zeros(H)" if above else f"{start} + 0" if written else start,
        *["zeros(H)"] * (len(cell.states) - 1),
    ]
    states = [f"d_{name}" for name in cell.states]
    lines = [
        CodeLine(f"{', '.join(states)} = {', '.join(starts)}", None, 0),
        CodeLine("for t in reversed(range(tau + 1)):", None, 0),
        CodeLine(f"{kept_values(cell)} = steps[t]", None),
        *([CodeLine(f"d_h = d_h + {start}", None)] if above else []),
    ]
    arrived = set(cell.states)
    for position, stage in reversed(list(enumerate(cell.stages))):
        for source in _held_lines_back(stage, arrived, held, word):
            lines += _on_lines(source, position)
    lines.append(CodeLine(f"{', '.join(states)} = {', '.join(f'{name}_before' for name in states)}", None))
    return tuple(lines)


def kept_values(cell: Cell) -> str:
    """What the loop back needs of each step, in the order of computation."""
    order = [*(f"{name}_before" for name in cell.states), "h_new", *cell.recorded]
    return ", ".join(name for name in order if name in cell.backward_needs)


def whole_program_back(
    cell: Cell, start: str, tau: int, held: tuple[HeldUnits, ...] = (), word: str = ""
) -> str:
    """Both loops, behind the few definitions that they need: the first keeps what the second takes."""
    keeping = kept_values(cell)
    forward = [
        CodeLine("steps = []", None, 0),
        *program(cell, False, held, word),
        CodeLine(f"steps.append({f'({keeping})' if ', ' in keeping else keeping})", None),
    ]
    back = program_back(cell, start, held, word)
    return f"{setup_of(cell, back=True)}\n{as_text(forward)}\ntau = {tau}\n{as_text(back)}"


def as_text(lines: list[CodeLine] | tuple[CodeLine, ...]) -> str:
    """A program as it is run."""
    return "".join(f"{line.depth * INDENT}{line.text}\n" for line in lines)


def broken(line: str) -> list[str]:
    """A statement on as many lines as it needs, in brackets, broken before a `+`; still the same Python."""
    target, equals, expression = re.fullmatch(r"(.*?)( \+?= |$)(.*)", line).groups()  # type: ignore[union-attr]
    terms = expression.split(" + ")
    depth_ok = all(term.count("(") == term.count(")") for term in terms)
    if len(line) <= LONGEST or not equals or len(terms) == 1 or not depth_ok:
        return [line]
    lines = [f"{target}{equals}({terms[0]}"]
    for term in terms[1:]:
        if len(lines[-1]) + len(term) + 4 <= LONGEST - 2:
            lines[-1] += f" + {term}"
        else:
            lines.append(f"+ {term}")
    lines[-1] += ")"
    return lines


def _on_lines(source: str, stage: int) -> list[CodeLine]:
    first, *rest = broken(source)
    return [CodeLine(first, stage), *(CodeLine(text, stage, 2) for text in rest)]


def _lines(stage: Stage, held: tuple[HeldUnits, ...], word: str) -> list[str]:
    """A stage's own lines; behind them, or in their place, those that hold what it makes.

    A rule counts before a value, as in the step itself.
    """
    symbol, lines, behind = stage.outputs[-1], list(stage.source_lines), list[str]()
    for each in held:
        if each.symbol != symbol:
            continue
        other = stage.instead.get(each.key)
        if other is not None and not each.units:
            lines = list(other.source_lines)
        elif other is not None:
            names = {*other.inputs, symbol}
            behind = [_indexed(line, names, each.units) for line in other.source_lines] + behind
        elif not each.units:
            lines = [line for line in lines if not line.startswith(f"{symbol} = ")]
            behind.append(f"{symbol} = zeros(H) + {each.value!r}  # {word}")
        else:
            behind.append(f"{symbol}{_at(each.units)} = {each.value!r}  # {word}")
    return [*lines, *behind]


def _held_lines_back(
    stage: Stage, arrived: set[str], held: tuple[HeldUnits, ...], word: str
) -> Iterator[str]:
    """A stage's lines back: to what made a held value goes nothing."""
    symbol, behind = stage.outputs[-1], list[str]()
    for each in held:
        if each.symbol != symbol:
            continue
        other, gradient = stage.instead.get(each.key), f"d_{symbol}"
        if other is None:
            yield (
                f"{gradient}{_place(each.units)} = 0  # {word}"
                if each.units
                else (f"{gradient} = zeros(H)  # {word}")
            )
        elif each.units:
            place = _place(each.units)
            yield f"ruled = {gradient}{place}"
            yield f"{gradient}{place} = 0"
            for name, made in _given(other):
                made = _indexed(made, {*other.backward_inputs} - {gradient}, each.units)
                made = re.sub(rf"\b{gradient}\b", "ruled", made)
                behind.append(f"d_{name}{place} += {made}")
        else:
            stage = other
    yield from _lines_back(stage, arrived)
    yield from behind


def _at(units: tuple[int, ...]) -> str:
    """Where a number is put: one unit, or several."""
    return f"[{units[0]}]" if len(units) == 1 else _place(units)


def _place(units: tuple[int, ...]) -> str:
    """The same where vectors are read, which is a copy of them."""
    return f"[{list(units)}]"


def _indexed(line: str, names: set[str], units: tuple[int, ...]) -> str:
    """A line for some units alone."""
    return re.sub(
        r"[A-Za-z_]\w*", lambda found: found[0] + _place(units) * (found[0] in names - {"xp"}), line
    )


def _given(stage: Stage) -> list[tuple[str, str]]:
    """What a stage's backward function gives: by symbol, the sum over its paths."""
    given: list[tuple[str, str]] = []
    for statement in ast.parse("\n".join(stage.backward_source_lines)).body:
        if isinstance(statement, ast.Return):
            assert isinstance(statement.value, ast.Dict)  # a test runs the program of every cell
            for key, by_path in zip(statement.value.keys, statement.value.values, strict=True):
                assert isinstance(key, ast.Constant)
                assert isinstance(by_path, ast.Dict)
                given.append((str(key.value), " + ".join(map(ast.unparse, by_path.values))))
    return given


def _lines_back(stage: Stage, arrived: set[str]) -> Iterator[str]:
    """A stage's backward function as plain statements: what it gives by symbol and path, added up.

    `arrived` holds the symbols of which a part of the gradient is there already; the stage's are added.
    """
    body = ast.parse("\n".join(stage.backward_source_lines)).body
    yield from (ast.unparse(statement) for statement in body if not isinstance(statement, ast.Return))
    gives = _given(stage)
    waiting: list[tuple[str, str]] = []
    for symbol, expression in gives:
        if symbol in arrived:
            yield from _together(waiting)
            waiting = []
            yield f"d_{symbol} += {expression}"
        elif expression != f"d_{symbol}":
            waiting.append((f"d_{symbol}", expression))
    yield from _together(waiting)
    arrived |= {symbol for symbol, _ in gives}


def _together(assignments: list[tuple[str, str]]) -> Iterator[str]:
    """Assignments on as few lines as they need, two to a line."""
    at = 0
    while at < len(assignments):
        targets, values = zip(*assignments[at : at + 2], strict=True)
        line = f"{', '.join(targets)} = {', '.join(values)}"
        if len(targets) > 1 and len(line) > LONGEST:
            line = f"{targets[0]} = {values[0]}"
            at -= 1
        yield line
        at += 2
