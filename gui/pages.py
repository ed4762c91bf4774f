"""The pages of the window: which panels stand together, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gui.language import QT_TRANSLATE_NOOP
from gui.scene import Direction

Place = tuple[int, int, int, int]
"""Row, column, rows and columns in a grid of 60 × 24."""


@dataclass(frozen=True)
class Page:
    """Panels that tell one part of the story together.

    Attributes:
        title: its name on the window's tabs, in English.
        tip: what it shows, in English.
        places: where each of its panels stands.
        main: the panel that a command means when none was pointed at.
        direction: the pass that the reader walks there.
        looks_back: whether the reader begins at the last word: at the first one there is nothing to see.
        has_bar: whether it has controls of its own, in a bar under the text.
    """

    title: str
    tip: str
    places: Mapping[str, Place]
    main: str
    direction: Direction = Direction.FORWARD
    looks_back: bool = False
    has_bar: bool = False


STEP, MEMORY, BACKWARD, LABORATORY = "step", "memory", "backward", "laboratory"
_ABOVE: Mapping[str, Place] = {"token_strip": (0, 0, 11, 20), "prediction": (0, 20, 11, 4)}

PAGES: Mapping[str, Page] = MappingProxyType(
    {
        STEP: Page(
            QT_TRANSLATE_NOOP("pages", "Step"),
            QT_TRANSLATE_NOOP("pages", "Inside the cell, step by step"),
            {
                **_ABOVE,
                "cell_diagram": (11, 0, 28, 12),
                "gate_bars": (11, 12, 23, 12),
                "state_plot": (34, 12, 26, 6),
                "gradient_plot": (34, 18, 26, 6),
                "equation_view": (39, 0, 21, 6),
                "code_view": (39, 6, 21, 6),
            },
            main="cell_diagram",
        ),
        MEMORY: Page(
            QT_TRANSLATE_NOOP("pages", "Memory"),
            QT_TRANSLATE_NOOP("pages", "What is remembered, and from which word"),
            {
                **_ABOVE,
                "memory_ledger": (15, 0, 27, 15),
                "half_lives": (42, 0, 18, 8),
                "gate_saturation": (42, 8, 18, 7),
                "distance_plot": (42, 15, 18, 9),
                "forgetting_test": (15, 15, 27, 9),
            },
            main="token_strip",
            has_bar=True,
        ),
        BACKWARD: Page(
            QT_TRANSLATE_NOOP("pages", "Backward"),
            QT_TRANSLATE_NOOP("pages", "How the gradient travels back, step by step"),
            {
                **_ABOVE,
                "cell_diagram": (11, 0, 28, 12),
                "path_flow": (11, 12, 26, 12),
                "gradient_plot": (37, 12, 23, 6),
                "weight_update": (37, 18, 23, 6),
                "equation_view": (39, 0, 21, 6),
                "code_view": (39, 6, 21, 6),
            },
            main="cell_diagram",
            direction=Direction.BACKWARD,
        ),
        LABORATORY: Page(
            QT_TRANSLATE_NOOP("pages", "Laboratory"),
            QT_TRANSLATE_NOOP("pages", "Why gradients vanish or explode, and what a start does about it"),
            {
                **_ABOVE,
                "jacobian_plot": (15, 0, 27, 14),
                "spectrum": (42, 0, 18, 14),
                "connectivity": (15, 14, 45, 10),
            },
            main="token_strip",
            looks_back=True,
            has_bar=True,
        ),
    }
)
