"""Which networks read the text: a shipped family, untrained ones like it, or a file of the reader's own."""

from collections.abc import Collection
from dataclasses import dataclass

from engine.cells import CELLS
from engine.process.requests import ModelSource, Untrained

DEFAULT_START = "-default"
"""What the names of families have whose gates started where PyTorch starts them."""

ALIKE = ("auto", "cpu")
"""Devices whose numbers are the plain ones; others round differently."""


@dataclass(frozen=True)
class Choice:
    """Which networks read the text.

    Attributes:
        family: a shipped family, such as `reviews-en`; its vocabulary is used untrained, too.
        path: a model file of the reader's own, instead of a family.
        trained: False shows networks that have learned nothing.
        remembering: False reads with networks whose training started where PyTorch starts, with gates half
            open, instead of open to the past; they ship for the reviews alone.
        hidden_size, layers, seed, start, scale, keep_bias: of the untrained networks, as in `Untrained`.
    """

    family: str
    path: str | None = None
    trained: bool = True
    remembering: bool = True
    hidden_size: int = 32
    layers: int = 1
    seed: int = 0
    start: str = "uniform"
    scale: float = 1.0
    keep_bias: float | None = None
    device: str = "auto"

    @property
    def plain(self) -> "Choice":
        """The networks of the same name with nothing special about them, trained or not as these are."""
        device = self.device if self.device in ALIKE else "auto"
        return Choice(self.family, trained=self.trained, device=device)

    @property
    def special(self) -> tuple[str, ...]:
        """What makes these networks others than the plain ones of their name, by the field that says it."""
        if self.path is not None:
            fields: tuple[str, ...] = ("path",)
        elif self.trained:
            fields = ("remembering",)
        else:
            fields = ("start", "scale", "keep_bias", "hidden_size", "layers", "seed")
        return tuple(name for name in (*fields, "device") if getattr(self, name) != getattr(self.plain, name))

    def models(self, cells: Collection[str] = tuple(CELLS)) -> tuple[ModelSource, ...]:
        """What to ask of the engine: one model for each of these cells, or the reader's own."""
        if self.path is not None:
            return (self.path,)
        return tuple(self._model(cell) for cell in CELLS if cell in cells)

    def _model(self, cell: str) -> ModelSource:
        if not self.trained:
            return Untrained(
                cell,
                self.hidden_size,
                self.layers,
                self.seed,
                f"{self.family}-{cell}",
                self.start,
                self.scale,
                self.keep_bias if CELLS[cell].memory is not None else None,
            )
        if not self.remembering and CELLS[cell].memory is not None:  # without gates both starts are the same
            return f"{self.family}{DEFAULT_START}-{cell}"
        return f"{self.family}-{cell}"
