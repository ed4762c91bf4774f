"""What the panels in sight still miss: the one thing to ask of the engine next."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from engine.cells import CELLS
from engine.process.answers import Record
from engine.process.requests import (
    ForgetRequest,
    GradientRequest,
    JacobianRequest,
    MemoryFlowRequest,
    ModelSource,
    PathsRequest,
    TextRequest,
    UpdateRequest,
)
from engine.record.forgetting import Forgetting
from engine.record.gradient_flow import GradientFlow
from engine.record.gradient_paths import GradientPaths
from engine.record.jacobians import Jacobians
from engine.record.memory_flow import MemoryFlow
from engine.record.weight_update import WeightUpdate
from gui.readings.chosen_weight import Weight, chosen_weight
from gui.scene import Moment, Run, Scene

FIELDS: Mapping[type, str] = MappingProxyType(
    {
        MemoryFlow: "memory",
        GradientFlow: "gradient",
        GradientPaths: "paths",
        WeightUpdate: "update",
        Forgetting: "forgetting",
        Jacobians: "jacobians",
    }
)
"""Where each kind of record stands in a `Run`, the quickest to compute first."""

_REQUESTS: Mapping[str, Callable[..., TextRequest]] = MappingProxyType(
    {
        "memory": MemoryFlowRequest,
        "gradient": GradientRequest,
        "paths": PathsRequest,
        "jacobians": JacobianRequest,
    }
)

LONGEST_FULL: Mapping[str, int] = MappingProxyType({"memory": 512, "gradient": 512, "jacobians": 64})
"""Up to so many tokens all rows are asked for at once; of longer texts the row at which the reader rests."""


LARGEST_JACOBIANS_MB = 100
"""Of networks whose products need more, Jacobians come by the row, too."""


@dataclass(frozen=True)
class Wanted:
    """A record that is missing.

    Attributes:
        record: its name, as in `Run`.
        cells: the cells for which it is wanted.
        at: the token from which it is seen; None for all tokens.
        word: the word that the forgetting test puts in the place of that token.
        weight: the weight whose update is wanted.
    """

    record: str
    cells: tuple[str, ...]
    at: int | None
    word: str | None = None
    weight: Weight | None = None

    def request(
        self, models: tuple[ModelSource, ...], text: str, device: str, dtype: str = "float32"
    ) -> TextRequest:
        """The request for it."""
        if self.record == "forgetting":
            assert self.at is not None
            return ForgetRequest(models, text, self.at, device, dtype, word=self.word)
        if self.weight is not None:
            weight = self.weight
            return UpdateRequest(
                models, text, self.at, device, dtype, weight=weight.name, row=weight.row, column=weight.column
            )
        request: TextRequest = _REQUESTS[self.record](models, text, self.at, device, dtype)
        return request


def megabytes_of_all_rows(runs: Mapping[str, Run]) -> int:
    """What the gradients and shares of all pairs of tokens would take, in MB."""
    numbers = 0
    for cell, run in runs.items():
        per_pair = len(CELLS[cell].states) * run.trace.layers + 1  # by each state, and by the input
        if CELLS[cell].memory is not None:
            per_pair += run.trace.layers + 1  # held in each layer, and the share
        numbers += per_pair * run.trace.length**2
    return round(numbers * np.dtype(np.float64).itemsize / 1_000_000)


def next_wanted(
    scene: Scene, moment: Moment, needs: Collection[str], refused: Collection[str] = ()
) -> Wanted | None:
    """The first record that the panels need and that the scene does not have; None if all are there.

    Args:
        scene: What is known.
        moment: Where the reader is.
        needs: Names of the records that the panels in sight are drawn from.
        refused: Names of those that the engine could not give.
    """
    tau = scene.tau(moment)
    for record in FIELDS.values():
        if record not in needs or record in refused:
            continue
        cells = tuple(
            cell for cell in _cells(scene, record) if _missing(scene, scene.runs[cell], record, tau)
        )
        if cells and record == "forgetting":
            if scene.leaves_nothing:
                continue
            return Wanted(record, cells, scene.change.token, scene.change.word)
        if cells and record == "update":
            return Wanted(record, cells, tau, weight=chosen_weight(scene))
        if cells:
            full = scene.length <= LONGEST_FULL.get(record, 0)
            if record == "jacobians":
                full = full and _jacobian_megabytes(scene) <= LARGEST_JACOBIANS_MB
            return Wanted(record, cells, None if full else tau)
    return None


def _jacobian_megabytes(scene: Scene) -> float:
    """What the products that lead to all rows take while they are computed."""
    size = len(scene.definition.states) * scene.trace.hidden_size
    return scene.length * 8 * size**2 / 1_000_000


def _cells(scene: Scene, record: str) -> tuple[str, ...]:
    """For which cells a record is wanted; those that take long, or are shown for one cell, for that alone."""
    if record in ("paths", "jacobians", "update"):
        return (scene.view.cell,)
    if record == "memory":
        return tuple(cell for cell in scene.runs if CELLS[cell].memory is not None)
    return tuple(scene.runs)


def _missing(scene: Scene, run: Run, record: str, tau: int) -> bool:
    known: Record | None = getattr(run, record)
    match known:
        case GradientFlow(rows=rows) | MemoryFlow(rows=rows) | Jacobians(rows=rows):
            return not np.isin(tau, rows)
        case GradientPaths(at=at):
            return at != tau
        case WeightUpdate(at=at):
            return at != tau or not chosen_weight(scene).is_of(known)
        case Forgetting(at=at, word=word):
            return (at, word) != (scene.change.token, scene.change.word)
    return True
