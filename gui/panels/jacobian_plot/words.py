"""The Jacobian graph in words: names and numbers of its curves, and what weights or a gate alone say."""

import math
from collections.abc import Sequence

import numpy as np

from engine.cells import CELLS
from engine.record.gates import QUANTITIES
from engine.record.trace import Trace
from engine.shapes import Float
from gui.drawing.numbers import NOTHING, beside_one, figures
from gui.drawing.typeset import in_line
from gui.language import labelled, say, translate
from gui.panels.jacobian_plot.lines import JacobianLines, Kind, carrying
from gui.readings.gradient_lines import zero_in_words

TO_THE_DIGIT = 1e-6  # float32 weights are not more exactly orthogonal than this


def name(kind: Kind, trace: Trace) -> str:
    """What stands beside a curve."""
    rule = CELLS[trace.cell].memory
    names = {
        Kind.UPPER: translate("JacobianPlot", "upper bound"),
        Kind.LOWER: translate("JacobianPlot", "lower bound"),
        Kind.GATE: translate("JacobianPlot", "{gate}\u0304 alone").format(gate=rule.keep if rule else ""),
        Kind.GRADIENT: f"‖∂ℓ/∂{carrying(trace)}‖",
        Kind.NORM: translate("JacobianPlot", "norm"),
    }
    return names[kind]


def value_text(
    lines: JacobianLines, kind: Kind, row: Float[np.ndarray, " t"] | None, token: int, refused: bool = False
) -> str:
    """The number of a curve at a token, in words where it is none; the last number of its row is at τ."""
    if row is None:
        return NOTHING if refused else translate("JacobianPlot", "computing")
    value = float(row[token])
    if value == 0 and lines.is_zero(kind, len(row) - 1, token):
        return "0"
    if value == 0 and kind in (Kind.UPPER, Kind.LOWER, Kind.GATE):
        return translate("JacobianPlot", "below 10⁻³⁰⁸")
    if math.isinf(value):
        return translate("JacobianPlot", "above 10³⁰⁸") if kind is Kind.UPPER else "∞"
    if value == 0:
        return zero_in_words(lines.trace)
    return figures(value, 2)


def lesson(lines: JacobianLines) -> str:
    """What the weights or the gate alone say about the norm, in one sentence; empty if not known yet."""
    if lines.keep is not None:
        return _about_gate(say(QUANTITIES[lines.keep].label), lines.keep, lines.mean_gate)
    sigma = lines.largest_weight
    if math.isnan(sigma):
        return ""
    if abs(sigma - 1) < TO_THE_DIGIT:
        text = translate(
            "JacobianPlot",
            "Largest singular value of W_hh: σ = 1. The gradient cannot explode, and it may vanish.",
        )
        return in_line(text)
    if sigma < 1:
        text = translate(
            "JacobianPlot", "Largest singular value of W_hh: σ = {sigma} < 1. The gradient must vanish."
        )
    else:
        text = translate(
            "JacobianPlot",
            "Largest singular value of W_hh: σ = {sigma} ≥ 1. The gradient may vanish or explode: nothing is "
            "forced.",
        )
    return in_line(text).format(sigma=beside_one(sigma))


def _about_gate(label: str, symbol: str, mean: float) -> str:
    """How long a gate that stood at its geometric mean would keep."""
    if mean == 0:
        text = translate(
            "JacobianPlot", "The {label} was fully shut once: its mean is 0, and so is its half-life."
        )
        return text.format(label=label)
    if mean == 1:
        text = translate(
            "JacobianPlot", "The {label} was always fully open: its half-life is ∞, longer than the text."
        )
        return text.format(label=label)
    if not 0 < mean < 1:
        text = translate("JacobianPlot", "The mean of the {label} is {mean}: no half-life follows from it.")
        return text.format(label=label, mean=figures(mean, 2))
    text = translate(
        "JacobianPlot",
        "Geometric mean of the {label} (all units, words): {symbol}\u0304 = {mean}; "
        "a gate at {symbol}\u0304 keeps half for {life} words.",
    )
    life = math.log(0.5) / math.log(mean)
    return text.format(label=label, symbol=symbol, mean=beside_one(mean), life=figures(life, 2))


def not_yet() -> str:
    """What stands for the curves within the first step."""
    return translate("JacobianPlot", "not computed yet")


def told_at(lines: JacobianLines, tau: int | None, token: int, refused: bool = False) -> Sequence[str]:
    """All numbers at a token as seen from `tau`, a line each; within the first step there is none yet."""
    if tau is None:
        return (not_yet(),)
    if token > tau:
        return (translate("JacobianPlot", "read later: no change there comes here"),)
    rows = lines.rows(tau).items()
    return [
        labelled(name(kind, lines.trace), value_text(lines, kind, row, token, refused)) for kind, row in rows
    ]


def explained() -> str:
    """What is drawn, for those who point at it."""
    return translate(
        "JacobianPlot",
        "norm: the largest factor by which a small change of the state at a word reaches the state here.\n"
        "upper bound: the product of the largest singular values of all steps between; the worst case at "
        "every step.\nlower bound: the product of the smallest ones; loose, and often nearly 0.",
    )
