"""What the picture says: labels on wires, a sentence for each stage, and what a hovered part is."""

from collections.abc import Mapping
from types import MappingProxyType

from gui.language import QT_TRANSLATE_NOOP, translate
from gui.scene import Scene

CONTEXT = "CellDiagram"

# Labels that are words; all others are the symbols themselves.
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "kept": QT_TRANSLATE_NOOP("CellDiagram", "kept"),
        "written": QT_TRANSLATE_NOOP("CellDiagram", "written"),
    }
)
SYMBOL_LABELS = {"tanh_c": "tanh(c)", "bare_c": "c", "one_minus_z": "1 − z"}

# Shorter names of gates for narrow boxes.
SHORT_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "f": QT_TRANSLATE_NOOP("CellDiagram", "forget"),
        "i": QT_TRANSLATE_NOOP("CellDiagram", "input"),
        "g": QT_TRANSLATE_NOOP("CellDiagram", "candidate"),
        "o": QT_TRANSLATE_NOOP("CellDiagram", "output"),
        "r": QT_TRANSLATE_NOOP("CellDiagram", "reset"),
        "z": QT_TRANSLATE_NOOP("CellDiagram", "update"),
        "n": QT_TRANSLATE_NOOP("CellDiagram", "candidate"),
    }
)

# One line for each stage of each cell.
PURPOSES: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("rnn", "combine"): QT_TRANSLATE_NOOP("CellDiagram", "what both say to each unit"),
        ("rnn", "tanh"): QT_TRANSLATE_NOOP("CellDiagram", "every sum is squeezed between −1 and 1"),
        ("rnn", "relu"): QT_TRANSLATE_NOOP("CellDiagram", "of every sum, what is above 0; no upper end"),
        ("rnn", "h"): QT_TRANSLATE_NOOP("CellDiagram", "the new state replaces all of the old one"),
        ("lstm", "combine"): QT_TRANSLATE_NOOP("CellDiagram", "what both say to each gate"),
        ("lstm", "f"): QT_TRANSLATE_NOOP("CellDiagram", "how much of each unit's memory to keep"),
        ("lstm", "i"): QT_TRANSLATE_NOOP("CellDiagram", "how much of the candidate to write"),
        ("lstm", "g"): QT_TRANSLATE_NOOP("CellDiagram", "what there is to write"),
        ("lstm", "c"): QT_TRANSLATE_NOOP("CellDiagram", "keep a part of the old memory, add the new"),
        ("lstm", "o"): QT_TRANSLATE_NOOP("CellDiagram", "how much of the memory to show"),
        ("lstm", "h"): QT_TRANSLATE_NOOP("CellDiagram", "the part of the memory that is shown"),
        ("gru", "combine"): QT_TRANSLATE_NOOP("CellDiagram", "what both say to each gate"),
        ("gru", "r"): QT_TRANSLATE_NOOP("CellDiagram", "how much of the past the candidate may use"),
        ("gru", "z"): QT_TRANSLATE_NOOP("CellDiagram", "how much of each unit's state to keep"),
        ("gru", "n"): QT_TRANSLATE_NOOP("CellDiagram", "what the new state might be"),
        ("gru", "h"): QT_TRANSLATE_NOOP("CellDiagram", "keep a part of the old state, fill up with the new"),
    }
)


def symbol_label(symbol: str) -> str:
    """How a vector is labelled on its wire."""
    if symbol in LABELS:
        return translate(CONTEXT, LABELS[symbol])
    return SYMBOL_LABELS.get(symbol, symbol)


def gradient_label(formula: str, narrow: bool = False) -> str:
    """How the gradient by a vector is labelled; where there is little room, as in the equations."""
    by = "∂" if narrow else "∂ℓ/∂"
    return f"{by}({formula})" if " " in formula else f"{by}{formula}"


def read_by(scene: Scene, token: int) -> str:
    """What the shown layer reads at a token: the word itself, or what the layer below makes of it."""
    if scene.view.layer:
        return translate("CellDiagram", "h of the layer below")
    return scene.trace.tokens[token]


def function_name(symbol: str) -> str:
    """The short name of a gate."""
    return translate(CONTEXT, SHORT_NAMES[symbol]) if symbol in SHORT_NAMES else ""


def purpose(cell: str, stage: str) -> str:
    """What a stage is for, in one line."""
    return translate(CONTEXT, PURPOSES[cell, stage])
