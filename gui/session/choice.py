"""Which networks read the text, and what is held in them.

A shipped family, untrained ones like it, or a file of the reader's own.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from engine.cells import CELLS
from engine.process.requests import Held, ModelSource, Untrained
from engine.record.hold import Hold

DEFAULT_START = "-default"
"""What the names of families have whose gates started where PyTorch starts them."""

ALIKE = ("auto", "cpu")
"""Devices whose numbers are the plain ones; others round differently."""


@dataclass(frozen=True)
class HeldPart:
    """A gate or a state that the reader holds in one of the networks.

    Attributes:
        cell: the network.
        hold: what is held in it, where, and at which value.
        on: False while it is switched off, but still listed.
    """

    cell: str
    hold: Hold
    on: bool = True


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
        holds: what is held in them; the last one wins where two meet.
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
    holds: tuple[HeldPart, ...] = ()

    @property
    def plain(self) -> "Choice":
        """The networks of the same name with nothing special about them, trained or not as these are."""
        device = self.device if self.device in ALIKE else "auto"
        return Choice(self.family, trained=self.trained, device=device, holds=self.holds)

    @property
    def untouched(self) -> "Choice":
        """The same networks with nothing held in them."""
        return replace(self, holds=())

    @property
    def networks(self) -> "Choice":
        """What makes a unit of one network that of another: all but the device and what is held."""
        return replace(self.untouched, device="auto")

    def reads(self, language: str) -> bool:
        """Whether they know a language: what is in a reader's own file is his to say."""
        return self.path is not None or self.family.endswith(f"-{language}")

    def held(self, cell: str) -> tuple[Hold, ...]:
        """What is held in one of the networks, without what is switched off."""
        return tuple(part.hold for part in self.holds if part.on and part.cell == cell)

    def held_cells(self) -> tuple[str, ...]:
        """The cells in which something is held."""
        return tuple(cell for cell in CELLS if self.held(cell))

    def after(self, before: "Choice", same_text: bool) -> "Choice":
        """These networks without the holds that lose their meaning in place of others, or in another text.

        Unit 7 of another network is another unit, and word 3 of another text another word; what is in a
        reader's own file is known only when it has been read.
        """
        same_networks = self.networks == before.networks
        if self.path != before.path:
            return self.untouched
        kept = (
            part
            for part in self.holds
            if (same_networks or (part.hold.unit is None and part.hold.layer is None))
            and (same_text or (part.hold.first == 0 and part.hold.end is None))
        )
        return replace(self, holds=tuple(kept))

    def retyped(self, place: range, count: int) -> "Choice":
        """The same networks in a text with so many tokens in the place of these: holds follow their words."""
        parts = ((part, part.hold.retyped(place, count)) for part in self.holds)
        holds = tuple(replace(part, hold=hold) for part, hold in parts if hold is not None)
        return replace(self, holds=holds)

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
            held = tuple(part.hold for part in self.holds if part.on)  # all of the one cell that it has
            return (_holding(self.path, held),) if cells else ()
        return tuple(_holding(self._model(cell), self.held(cell)) for cell in CELLS if cell in cells)

    def _model(self, cell: str) -> str | Untrained:
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


def held_also(parts: tuple[HeldPart, ...], new: HeldPart) -> tuple[HeldPart, ...]:
    """These parts and a new one, in the place of all that it leaves nothing of."""
    return (*(part for part in parts if not _covers(new, part)), new)


def _covers(new: HeldPart, part: HeldPart) -> bool:
    """Whether the new one holds all that this one does."""
    now, before = new.hold, part.hold
    same = (new.cell, now.symbol, now.layer) == (part.cell, before.symbol, before.layer)
    all_units = now.unit is None or now.unit == before.unit
    to_the_end = now.end is None or (before.end is not None and before.end <= now.end)
    return same and all_units and now.first <= before.first and to_the_end


def _holding(source: str | Untrained, holds: tuple[Hold, ...]) -> ModelSource:
    return Held(source, holds) if holds else source
