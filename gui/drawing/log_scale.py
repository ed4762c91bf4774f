"""A logarithmic scale: the decades that a record spans, the marks at them, and how numbers are written."""

import math
from dataclasses import dataclass

import numpy as np

from engine.shapes import Float

STEPS = (1, 2, 3, 5, 10, 20, 50, 100)
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Span:
    """What a record holds: its smallest and largest positive number, and whether there are zeros.

    Zeros have no place on a logarithmic scale. In a record without positive numbers, `low` is ∞.
    """

    low: float = math.inf
    high: float = -math.inf
    zeros: bool = False

    @classmethod
    def of(cls, values: np.ndarray) -> "Span":
        """Looks through a record; what is not finite does not count."""
        seen = values[(values > 0) & np.isfinite(values)]
        zeros = bool((values == 0).any())
        return cls(float(seen.min()), float(seen.max()), zeros) if seen.size else cls(zeros=zeros)

    def __or__(self, other: "Span") -> "Span":
        """What both hold together."""
        return Span(min(self.low, other.low), max(self.high, other.high), self.zeros or other.zeros)

    def decades(self) -> tuple[int, int]:
        """The powers of ten around everything, at least one decade."""
        if math.isinf(self.low):
            return -1, 0
        top = math.ceil(math.log10(self.high))
        return min(math.floor(math.log10(self.low)), top - 1), top


def marks(decades: tuple[int, int], size_px: float, nearest_px: float) -> list[int]:
    """The powers of ten that are written at a scale of this length: always the same ones, 1 among them."""
    room = size_px / (decades[1] - decades[0])
    step = next((step for step in STEPS if step * room >= nearest_px), STEPS[-1])
    return [power for power in range(decades[0], decades[1] + 1) if power % step == 0]


def logarithms(values: Float[np.ndarray, " N"]) -> Float[np.ndarray, " N"]:
    """Powers of ten; NaN, which is a gap, for 0 and for what is not finite."""
    powers = np.full(len(values), np.nan)
    np.log10(values, where=(values > 0) & np.isfinite(values), out=powers)
    return powers


def decade(power: int) -> str:
    """A power of ten as a scale writes it."""
    return ("1", "10")[power] if power in (0, 1) else "10" + raised(power)


def raised(power: int) -> str:
    """An exponent."""
    return str(power).translate(SUPERSCRIPTS)


def figures(value: float, count: int) -> str:
    """A positive number with so many figures, in powers of ten where it is far from 1.

    It is rounded first: what rounds up to a power of ten has no figure more than that.
    """
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞"
    if value == 0:
        return "0"
    rounded = f"{value:.{count - 1}e}"
    mantissa, power = rounded.split("e")
    if 0.01 <= float(rounded) < 1000:
        return f"{float(rounded):.{max(0, count - int(power) - 1)}f}"
    return f"{mantissa}×10{raised(int(power))}"
