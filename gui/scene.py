"""What was read, and where the reader is in it: two frozen values that every panel is drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from types import MappingProxyType

import numpy as np

from engine.cell import Cell
from engine.cells import cell_of, under
from engine.models.network import ModelCard
from engine.record.attribution import Attribution
from engine.record.distances import Distances
from engine.record.forgetting import Forgetting
from engine.record.gradient_flow import GradientFlow
from engine.record.gradient_paths import GradientPaths
from engine.record.hold import whole_rules
from engine.record.jacobians import Jacobians
from engine.record.leave_one_out import LeaveOneOut
from engine.record.memory_flow import MemoryFlow
from engine.record.trace import Trace
from engine.record.weight_update import WeightUpdate
from engine.shapes import Float
from gui.view import View, WordChange


class Direction(Enum):
    """Which pass the reader walks: the step itself, or its gradient."""

    FORWARD = "forward"
    BACKWARD = "backward"


@dataclass(frozen=True)
class Moment:
    """Where the reader is: which token, which stage inside the cell, how far through it.

    Attributes:
        token: 0-based position in the sequence.
        stage: 0-based position in the cell's list of stages; the last one means that the step is complete.
        phase: 0 to 1 inside the stage. It moves the highlight along the wires and nothing else.
        direction: forward, or backward for the gradient's pass.
    """

    token: int
    stage: int
    phase: float = 1.0
    direction: Direction = Direction.FORWARD


@dataclass(frozen=True)
class Run:
    """One network's reading of the sequence, with what else is known about it so far; the rest is None."""

    trace: Trace
    gradient: GradientFlow | None = None
    memory: MemoryFlow | None = None
    paths: GradientPaths | None = None
    jacobians: Jacobians | None = None
    forgetting: Forgetting | None = None
    update: WeightUpdate | None = None
    leave_one_out: LeaveOneOut | None = None
    attribution: Attribution | None = None


@dataclass(frozen=True)
class Before:
    """The reading out of which the reader made the one on screen: it stays in sight as its ghost.

    Attributes:
        runs: cell name to run, for the cells whose reading is another one now.
        tokens: for each token on screen the same one in that reading, or the one in whose place it stands; -1
            for one that it does not have. None where both have read the same text, and only gates or states
            are held.
        text, words: what was read then, where it was another text: as in a `Scene`.
    """

    runs: Mapping[str, Run]
    tokens: tuple[int, ...] | None = None
    text: str = ""
    words: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "runs", MappingProxyType(dict(self.runs)))

    def aligned(self, values: Float[np.ndarray, "S ..."]) -> Float[np.ndarray, "T ..."]:
        """Its values at the tokens on screen, one row for each; NaN where it has no such token."""
        if self.tokens is None:
            return values
        places = np.array(self.tokens)
        rows: np.ndarray = values[places].astype(np.float64)
        rows[places < 0] = np.nan
        return rows

    def at(self, token: int | None) -> int | None:
        """Where a token on screen is in that reading; None where it has no such token."""
        if token is None or self.tokens is None:
            return token
        place = self.tokens[token]
        return place if place >= 0 else None


@dataclass(frozen=True)
class Scene:
    """Everything that is on screen but the moment.

    Attributes:
        runs: cell name to run, all over the same tokens, in the order of `CELLS`.
        before: what they were before the reader changed a gate, a state or a word; None where nothing was.
        view: how it is looked at; its `cell` is a key of `runs`.
        busy: the engine is still adding to this scene.
        refusals: what the engine could not give, by the name of the record, and why.
        distances: cards of networks that were trained to hold a judgement in this language: they know the
            accuracy by the number of neutral tokens after the opinion.
        measured: that accuracy, measured in this session, by cell.
        state_sizes: of networks whose cards do not say how large their states get: how large they were in the
            first text, by the hash of their weights.
        text: as the reader gave it.
        words: how many words of it were read, it being repeated as often as that takes; 0 for all of it.
    """

    runs: Mapping[str, Run]
    view: View
    busy: bool = False
    refusals: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    distances: tuple[ModelCard, ...] = ()
    measured: Mapping[str, Distances] = field(default_factory=lambda: MappingProxyType({}))
    state_sizes: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: MappingProxyType({}))
    before: Before | None = None
    text: str = field(default="", compare=False)
    words: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "runs", MappingProxyType(dict(self.runs)))

    @cached_property
    def run(self) -> Run:
        """The reading that the panels look into."""
        return self.runs[self.view.cell]

    @cached_property
    def trace(self) -> Trace:
        """The trace that the panels look into."""
        return self.run.trace

    @cached_property
    def definition(self) -> Cell:
        """The mathematics of the selected cell, in the variant that made its trace, as its layer is held."""
        made, trace = self.trace.provenance, self.trace
        return under(cell_of(made), whole_rules(made.holds, self.view.layer, trace.layers))

    @property
    def ghost(self) -> Run | None:
        """The reading of the selected cell before the reader changed it; None where it was not changed."""
        return None if self.before is None else self.before.runs.get(self.view.cell)

    @cached_property
    def untouched(self) -> "Scene | None":
        """The readings before the reader changed them, of the changed cells alone, looked at in the same way.

        So what a panel reads out of this scene it reads out of that one too: the one drawn is the other's
        ghost. None where the selected cell was not changed.
        """
        before, view = self.before, self.view
        if before is None or view.cell not in before.runs:
            return None
        tested, place = view.tested, None if view.tested is None else before.at(view.tested.token)
        tested = None if tested is None or place is None else replace(tested, token=place)
        view = replace(view, origin=before.at(view.origin), tested=tested)
        return replace(self, runs=before.runs, before=None, view=view, busy=False, refusals={})

    def untouched_moment(self, moment: Moment) -> Moment | None:
        """Where the reader is in the untouched reading; None where that has no such word or there is none."""
        place = None if self.before is None else self.before.at(moment.token)
        return None if place is None or self.untouched is None else replace(moment, token=place)

    @property
    def original(self) -> str:
        """The text in which the reader has retyped words; the one that is read where he has not."""
        return self.text if self.before is None or self.before.tokens is None else self.before.text

    def retypes(self, other: "Scene") -> bool:
        """Whether it is the text of another scene but for words that the reader has retyped."""
        return self.text != other.text and self.original == other.original

    @property
    def length(self) -> int:
        """Number of tokens T."""
        return self.trace.length

    @cached_property
    def shown(self) -> range:
        """The tokens that word axes show."""
        first, end = self.view.range or (0, self.length)
        end = min(end, self.length)
        return range(min(first, end - 1), end)

    @cached_property
    def marked(self) -> range | None:
        """The words that the reader has marked; None where none are."""
        first, end = self.view.marked or (0, 0)
        end = min(end, self.length)
        return range(first, end) if first < end else None

    @property
    def last_stage(self) -> int:
        """The stage at which a step is complete."""
        return len(self.definition.stages) - 1

    @property
    def final_layer(self) -> bool:
        """Whether the shown layer is the one that the readout reads."""
        return self.view.layer == self.trace.layers - 1

    @property
    def first_of_pass(self) -> int:
        """The token τ at which the backward pass starts."""
        return self.length - 1 if self.view.origin is None else min(self.view.origin, self.length - 1)

    @property
    def change(self) -> WordChange:
        """What the forgetting test changes."""
        return self.view.tested or WordChange(0)

    @property
    def leaves_nothing(self) -> bool:
        """Whether the change would leave nothing to read."""
        return self.length == 1 and self.change.word is None

    def tau(self, moment: Moment) -> int:
        """The token whose output ℓ_τ is looked back from: where the reader is, or where the pass started."""
        return self.first_of_pass if moment.direction is Direction.BACKWARD else moment.token

    def stage_of(self, symbol: str) -> int:
        """The stage at which the quantity `symbol` (a gate, a state, `f_in`) is computed.

        Raises:
            KeyError: the cell computes no such quantity.
        """
        for position, stage in enumerate(self.definition.stages):
            if symbol in stage.outputs:
                return position
        raise KeyError(symbol)

    def complete(self, token: int, direction: Direction = Direction.FORWARD) -> Moment:
        """The moment at which the step at `token` is complete, in either pass."""
        last = self.last_stage if direction is Direction.FORWARD else 0
        return Moment(token, last, direction=direction)

    def seen(self, **changes: object) -> "Scene":
        """The same records looked at in another way: other values for some fields of the view."""
        return replace(self, view=replace(self.view, **changes))  # type: ignore[arg-type]

    def with_cell(self, cell: str) -> "Scene":
        """The same scene seen through another cell; unit and layer stay where they fit."""
        trace, view = self.runs[cell].trace, self.view
        unit, layer = min(view.unit, trace.hidden_size - 1), min(view.layer, trace.layers - 1)
        # what was too large for one cell may do for another
        return replace(self.seen(cell=cell, unit=unit, layer=layer), refusals={})
