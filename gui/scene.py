"""What is shown, and where the reader is in it: two frozen values that every panel is drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType

from engine.cell import Cell
from engine.cells import CELLS
from engine.record.gradient_flow import GradientFlow
from engine.record.trace import Trace


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
    """One network's reading of the sequence, with its gradients as far as they are known."""

    trace: Trace
    gradient: GradientFlow | None = None


@dataclass(frozen=True)
class Scene:
    """Everything that is on screen but the moment.

    Attributes:
        runs: cell name to run, all over the same tokens, in the order of `CELLS`.
        cell: the cell that the panels look into; a key of `runs`.
        unit: the hidden unit that is selected in every panel.
        layer: the layer that is shown, 0 at the bottom.
        order_by_value: gate bars sorted by their value instead of by unit.
        relative_gradient: gradients divided by their value at the current token.
        busy: the engine is still adding to this scene.
    """

    runs: Mapping[str, Run]
    cell: str
    unit: int = 0
    layer: int = 0
    order_by_value: bool = False
    relative_gradient: bool = False
    busy: bool = False
    text: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "runs", MappingProxyType(dict(self.runs)))

    @property
    def trace(self) -> Trace:
        """The trace that the panels look into."""
        return self.runs[self.cell].trace

    @property
    def definition(self) -> Cell:
        """The mathematics of the selected cell: its stages, gates and equations."""
        return CELLS[self.cell]

    @property
    def length(self) -> int:
        """Number of tokens T."""
        return self.trace.length

    @property
    def last_stage(self) -> int:
        """The stage at which a step is complete."""
        return len(self.definition.stages) - 1

    @property
    def final_layer(self) -> bool:
        """Whether the shown layer is the one that the readout reads."""
        return self.layer == self.trace.layers - 1

    def stage_of(self, symbol: str) -> int:
        """The stage at which the quantity `symbol` (a gate, a state, `f_in`) is computed.

        Raises:
            KeyError: the cell computes no such quantity.
        """
        for position, stage in enumerate(self.definition.stages):
            if symbol in stage.outputs:
                return position
        raise KeyError(symbol)

    def complete(self, token: int) -> Moment:
        """The moment at which the step at `token` is complete."""
        return Moment(token, self.last_stage)

    def with_cell(self, cell: str) -> "Scene":
        """The same scene seen through another cell; unit and layer stay where they fit."""
        trace = self.runs[cell].trace
        return replace(
            self,
            cell=cell,
            unit=min(self.unit, trace.hidden_size - 1),
            layer=min(self.layer, trace.layers - 1),
        )
