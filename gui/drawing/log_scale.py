"""On the way to its two homes: `axes` and `numbers`."""

from gui.drawing.axes import Span as Span
from gui.drawing.axes import logarithms as logarithms
from gui.drawing.axes import powers_shown
from gui.drawing.numbers import figures as figures
from gui.drawing.numbers import power_of_ten
from gui.drawing.numbers import raised as raised

decade = power_of_ten


def marks(decades: tuple[int, int], size_px: float, nearest_px: float) -> list[int]:
    """The powers of ten that are written at a scale of this length."""
    return powers_shown(*decades, size_px, nearest_px)
