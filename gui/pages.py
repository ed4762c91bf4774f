"""The pages of the window: which panels stand together, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from gui.language import QT_TRANSLATE_NOOP
from gui.scene import Direction

Place = tuple[int, int, int, int]
"""Row, column, rows and columns in a grid of 60 × 24."""


@dataclass(frozen=True)
class Leaving:
    """When a panel gives up its place.

    Attributes:
        width_px, height_px: where the board is less wide or less high than this, at the plain size of texts.
        heir: the neighbour that gets its room.
    """

    width_px: int
    height_px: int
    heir: str


@dataclass(frozen=True)
class Composition:
    """Panels that fill the board together.

    Attributes:
        places: where each of them stands.
        leaving: those that a smaller board has no room for, the first to go first; all others always stand.
    """

    places: Mapping[str, Place]
    leaving: Mapping[str, Leaving] = field(default_factory=dict)

    def standing(self, width_px: float, height_px: float) -> dict[str, Place]:
        """The panels that a board of this size has room for, and where they stand then.

        The fewer they are, the more room each of them has: none is cut.
        """
        places = dict(self.places)
        for name, leaving in self.leaving.items():
            if width_px < leaving.width_px or height_px < leaving.height_px:
                places[leaving.heir] = _both(places.pop(name), places[leaving.heir])
        return places


@dataclass(frozen=True)
class Page:
    """Panels that tell one part of the story together.

    Attributes:
        title: its name on the window's tabs, in English.
        tip: what it shows, in English.
        panels: all that it shows, and where.
        without_memory: what it shows of a cell that only has a hidden state; None for the same.
        main: the panel that a command means when none was pointed at.
        direction: the pass that the reader walks there.
        looks_back: whether the reader begins at the last word: at the first one there is nothing to see.
        has_bar: whether it has controls of its own, in a bar under the text.
    """

    title: str
    tip: str
    panels: Composition
    main: str
    without_memory: Composition | None = None
    direction: Direction = Direction.FORWARD
    looks_back: bool = False
    has_bar: bool = False

    @property
    def places(self) -> Mapping[str, Place]:
        """Every panel of the page, and where it stands when they all do."""
        return self.panels.places

    def composed(self, remembers: bool) -> Composition:
        """The panels for a cell with a memory of its own, a sum over the words, or for one that has none."""
        return self.panels if remembers or self.without_memory is None else self.without_memory


def _both(one: Place, other: Place) -> Place:
    """Two places that touch, as one."""
    row, column = min(one[0], other[0]), min(one[1], other[1])
    bottom, right = max(one[0] + one[2], other[0] + other[2]), max(one[1] + one[3], other[1] + other[3])
    return row, column, bottom - row, right - column


STORY, STEP, MEMORY, BACKWARD, LABORATORY = "story", "step", "memory", "backward", "laboratory"
_ABOVE: Mapping[str, Place] = {"token_strip": (0, 0, 11, 20), "prediction": (0, 20, 11, 4)}

PAGES: Mapping[str, Page] = MappingProxyType(
    {
        STORY: Page(
            QT_TRANSLATE_NOOP("pages", "Story"),
            QT_TRANSLATE_NOOP("pages", "The whole text in one look: what each network keeps of each word"),
            Composition({"ribbons": (0, 0, 60, 24)}),
            main="ribbons",
        ),
        STEP: Page(
            QT_TRANSLATE_NOOP("pages", "Step"),
            QT_TRANSLATE_NOOP("pages", "Inside the cell, step by step"),
            Composition(
                {
                    **_ABOVE,
                    "cell_diagram": (11, 0, 28, 12),
                    "gate_bars": (11, 12, 23, 12),
                    "state_plot": (34, 12, 26, 6),
                    "gradient_plot": (34, 18, 26, 6),
                    "equation_view": (39, 0, 21, 6),
                    "code_view": (39, 6, 21, 6),
                },
                {
                    "code_view": Leaving(1150, 560, "equation_view"),
                    "gradient_plot": Leaving(1150, 520, "state_plot"),
                    "equation_view": Leaving(800, 470, "cell_diagram"),
                    "state_plot": Leaving(800, 420, "gate_bars"),
                },
            ),
            main="cell_diagram",
        ),
        MEMORY: Page(
            QT_TRANSLATE_NOOP("pages", "Memory"),
            QT_TRANSLATE_NOOP("pages", "What is remembered, and from which word"),
            Composition(
                {
                    **_ABOVE,
                    "memory_ledger": (15, 0, 23, 10),
                    "agreement": (38, 0, 22, 10),
                    "gate_saturation": (15, 10, 23, 7),
                    "half_lives": (38, 10, 22, 7),
                    "forgetting_test": (15, 17, 23, 7),
                    "distance_plot": (38, 17, 22, 7),
                },
                {
                    "gate_saturation": Leaving(1150, 560, "memory_ledger"),
                    "half_lives": Leaving(1150, 560, "agreement"),
                    "distance_plot": Leaving(1000, 520, "forgetting_test"),
                    "agreement": Leaving(800, 530, "memory_ledger"),
                },
            ),
            main="token_strip",
            without_memory=Composition(
                {
                    **_ABOVE,
                    "forgetting_test": (15, 0, 26, 15),
                    "agreement": (41, 0, 19, 15),
                    "distance_plot": (15, 15, 17, 9),
                    "gate_saturation": (32, 15, 28, 9),
                },
                {
                    "gate_saturation": Leaving(1150, 540, "distance_plot"),
                    "agreement": Leaving(800, 530, "forgetting_test"),
                },
            ),
            has_bar=True,
        ),
        BACKWARD: Page(
            QT_TRANSLATE_NOOP("pages", "Backward"),
            QT_TRANSLATE_NOOP("pages", "How the gradient travels back, step by step"),
            Composition(
                {
                    **_ABOVE,
                    "cell_diagram": (11, 0, 28, 12),
                    "path_flow": (11, 12, 26, 12),
                    "gradient_plot": (37, 12, 23, 6),
                    "weight_update": (37, 18, 23, 6),
                    "equation_view": (39, 0, 21, 6),
                    "code_view": (39, 6, 21, 6),
                },
                {
                    "code_view": Leaving(1150, 560, "equation_view"),
                    "weight_update": Leaving(1150, 520, "gradient_plot"),
                    "equation_view": Leaving(800, 470, "cell_diagram"),
                    "gradient_plot": Leaving(800, 500, "path_flow"),
                },
            ),
            main="cell_diagram",
            direction=Direction.BACKWARD,
        ),
        LABORATORY: Page(
            QT_TRANSLATE_NOOP("pages", "Laboratory"),
            QT_TRANSLATE_NOOP("pages", "Why gradients vanish or explode, and what a start does about it"),
            Composition(
                {
                    **_ABOVE,
                    "jacobian_plot": (15, 0, 27, 14),
                    "spectrum": (42, 0, 18, 14),
                    "connectivity": (15, 14, 45, 10),
                },
                {"spectrum": Leaving(1150, 520, "jacobian_plot")},
            ),
            main="token_strip",
            looks_back=True,
            has_bar=True,
        ),
    }
)
