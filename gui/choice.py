"""Which networks read the text: a shipped family, untrained ones like it, or a file of the reader's own."""

from dataclasses import dataclass

from engine.cells import CELLS
from engine.requests import ModelSource, Untrained


@dataclass(frozen=True)
class Choice:
    """Which networks read the text.

    Attributes:
        family: a shipped family, such as `reviews-en`; its vocabulary is used untrained, too.
        path: a model file of the reader's own, instead of a family.
        trained: False shows networks that have learned nothing.
        hidden_size, layers, seed: of the untrained networks.
    """

    family: str
    path: str | None = None
    trained: bool = True
    hidden_size: int = 32
    layers: int = 1
    seed: int = 0
    device: str = "auto"

    def models(self) -> tuple[ModelSource, ...]:
        """What to ask of the engine: one model for each cell, or the reader's own."""
        if self.path is not None:
            return (self.path,)
        if self.trained:
            return tuple(f"{self.family}-{cell}" for cell in CELLS)
        return tuple(
            Untrained(cell, self.hidden_size, self.layers, self.seed, f"{self.family}-{cell}")
            for cell in CELLS
        )
