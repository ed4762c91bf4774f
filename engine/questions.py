"""Everything that can be asked about a network: one table, a row for each kind of record.

A row says what asks for the record, what computes it, up to which size, and for which cells. A new kind of
record is its class, its function and one row here.

The window reads this table, too: what computes is imported where it is called, for it brings torch along.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any, Generic, TypeVar

import numpy as np

from engine.cells import CELLS
from engine.messages import EngineError
from engine.models.network import Network
from engine.process.requests import (
    AttributionRequest,
    DistanceRequest,
    ForgetRequest,
    GradientRequest,
    JacobianRequest,
    LeaveOneOutRequest,
    MemoryFlowRequest,
    MemoryRequest,
    PathsRequest,
    Request,
    RunRequest,
    TextRequest,
    UpdateRequest,
)
from engine.progress import Job
from engine.record.arrays import MEGABYTE, Record
from engine.record.attribution import STEPS, Attribution
from engine.record.distances import Distances
from engine.record.forgetting import Forgetting
from engine.record.gradient_flow import GradientFlow
from engine.record.gradient_paths import GradientPaths
from engine.record.jacobians import Jacobians
from engine.record.leave_one_out import LeaveOneOut
from engine.record.memory import Memory
from engine.record.memory_flow import MemoryFlow
from engine.record.trace import Trace
from engine.record.weight_update import WeightUpdate

DOUBLE = 8
"""Bytes of one number in float64."""

Asked = TypeVar("Asked", bound=Request)
Found = TypeVar("Found", bound=Record)


class Cells(Enum):
    """For which of the cells on screen a record is wanted."""

    EVERY = "every"
    WITH_MEMORY = "those whose state is a sum over the tokens"
    SHOWN = "the one that is looked into"  # what takes long, or is shown for one cell


@dataclass(frozen=True)
class Question(Generic[Asked, Found]):
    """One kind of record.

    Attributes:
        name: What it is called in a scene.
        request: The class of the requests for it.
        record: The class of the answer.
        compute: Answers: takes the network, the trace of what it has read (None where the question is not
            about a text), the request and the job.
        bytes_needed: What it takes for some tokens τ (a row each) of a trace; None where nothing grows with
            the text.
        largest_mb: More than that is refused.
        whole_tokens: Up to so many tokens the window asks for all rows at once; of longer texts for the row
            at which the reader rests. 0 for a record that is always seen from one token.
        cells: For which cells the window wants it.
    """

    name: str
    request: type[Asked]
    record: type[Found]
    compute: Callable[[Network, Any, Any, Job], Found]
    bytes_needed: Callable[[Trace, int], int] | None = None
    largest_mb: int = 4_000
    whole_tokens: int = 0
    cells: Cells = Cells.EVERY

    def answer(self, network: Network, trace: Trace | None, request: Asked, job: Job = Job()) -> Found:
        """The record.

        Raises:
            EngineError: The request cannot be met, or what it asks for is too large.
            Cancelled: Nobody waits for it any more.
        """
        if trace is not None and isinstance(request, TextRequest):
            self._check_size(trace, request.at)
        return self.compute(network, trace, request, job)

    def megabytes(self, trace: Trace, rows: int) -> float:
        """What it takes, seen from so many tokens."""
        return 0.0 if self.bytes_needed is None else self.bytes_needed(trace, rows) / MEGABYTE

    def comes_whole(self, trace: Trace) -> bool:
        """Whether the window asks for all rows at once."""
        tokens = trace.length
        return tokens <= self.whole_tokens and self.megabytes(trace, tokens) <= self.largest_mb

    def _check_size(self, trace: Trace, at: int | None) -> None:
        """Refuses what would not fit, before any memory is taken."""
        whole = at is None and self.whole_tokens > 0
        need_mb = self.megabytes(trace, trace.length if whole else 1)
        if need_mb > self.largest_mb:
            key = "pairs_too_large" if whole else "record_too_large"
            raise EngineError(key, tokens=trace.length, need_mb=round(need_mb), limit_mb=self.largest_mb)


def answers(record: Record, request: TextRequest) -> bool:
    """Whether a record is what a request about the same text asks for, or holds it."""
    for name, wanted in particulars(request).items():
        if name == "at" and hasattr(record, "rows"):
            if wanted is None or not np.isin(wanted, record.rows):
                return False
        elif getattr(record, name) != wanted:
            return False
    return True


def particulars(request: TextRequest) -> dict[str, Any]:
    """What a request asks beyond who has read what, where: `at`, and what its kind adds."""
    general = {"models", "text", "device", "dtype"}
    return {
        field.name: getattr(request, field.name) for field in fields(request) if field.name not in general
    }


def asked_by(request: Request) -> Question[Any, Any]:
    """The row of what a request asks for."""
    return _BY_REQUEST[type(request)]


def kind_of(record: object) -> Question[Any, Any] | None:
    """The row of a record; None for anything else."""
    return _BY_RECORD.get(type(record))


# What computes


def _trace(network: Network, trace: None, request: RunRequest, job: Job) -> Trace:
    from engine.forward.simulate import simulate

    return simulate(network, request.text, None, request.device, request.dtype, "fast", job)


def _memory_flow(network: Network, trace: Trace, request: MemoryFlowRequest, job: Job) -> MemoryFlow:
    from engine.analysis.memory_ledger import memory_flow

    return memory_flow(network, trace, request.at, job)


def _gradient(network: Network, trace: Trace, request: GradientRequest, job: Job) -> GradientFlow:
    from engine.backward.gradients import gradient_flow

    return gradient_flow(network, trace, request.at, job)


def _paths(network: Network, trace: Trace, request: TextRequest, job: Job) -> GradientPaths:
    from engine.backward.gradient_paths import gradient_paths

    return gradient_paths(network, trace, request.at, job)


def _update(network: Network, trace: Trace, request: UpdateRequest, job: Job) -> WeightUpdate:
    from engine.backward.weight_update import weight_update

    paths = _paths(network, trace, request, job)
    return weight_update(network, trace, paths, request.weight, request.row, request.column)


def _forgetting(network: Network, trace: Trace, request: ForgetRequest, job: Job) -> Forgetting:
    from engine.analysis.forgetting import forgetting

    return forgetting(network, trace, request.at or 0, request.word, job)


def _leave_one_out(network: Network, trace: Trace, request: LeaveOneOutRequest, job: Job) -> LeaveOneOut:
    from engine.analysis.leave_one_out import leave_one_out

    return leave_one_out(network, trace, request.at, job)


def _attribution(network: Network, trace: Trace, request: AttributionRequest, job: Job) -> Attribution:
    from engine.analysis.attribution import attribution

    return attribution(network, trace, request.at, job)


def _jacobians(network: Network, trace: Trace, request: JacobianRequest, job: Job) -> Jacobians:
    from engine.backward.jacobians import jacobians

    return jacobians(network, trace, request.at, job)


def _memory(network: Network, trace: Trace, request: MemoryRequest, job: Job) -> Memory:
    from engine.analysis.memory_ledger import memory_ledger

    return memory_ledger(network, trace, request.at)


def _distances(network: Network, trace: None, request: DistanceRequest, job: Job) -> Distances:
    from engine.training.distances import accuracy_by_distance

    return accuracy_by_distance(network, request.device, job)


# What that takes


def _bytes_of_shares(trace: Trace, rows: int) -> int:
    """For each pair what every layer holds, and the share in the prediction."""
    return rows * trace.length * DOUBLE * (trace.layers + ("output" in trace.arrays))


def _bytes_of_gradients(trace: Trace, rows: int) -> int:
    """For each pair a norm by every state, and one by the input."""
    return rows * trace.length * DOUBLE * (len(CELLS[trace.cell].states) * trace.layers + 1)


def _bytes_of_products(trace: Trace, rows: int) -> int:
    """The products that are carried back together, one for each row, and the norms of all pairs."""
    size = len(CELLS[trace.cell].states) * trace.hidden_size
    return rows * DOUBLE * (size**2 + trace.layers * trace.length)


def _bytes_of_paths(trace: Trace, rows: int) -> int:
    """A gradient by everything that a trace records, and by the ways to it: up to three for each number."""
    return 3 * DOUBLE * _numbers_of(trace)


def _bytes_of_two_runs(trace: Trace, rows: int) -> int:
    """The second run, and its difference from the first."""
    return 2 * DOUBLE * _numbers_of(trace)


def _bytes_of_differences(trace: Trace, rows: int) -> int:
    """For each pair two numbers a state and one an output, and every run's states."""
    states = len(CELLS[trace.cell].states) * trace.layers
    return rows * DOUBLE * (trace.length * (2 * states + max(trace.outputs, 1)) + states * trace.hidden_size)


def _bytes_of_attribution(trace: Trace, rows: int) -> int:
    """Everything that a step back reads, for each of the texts on the way."""
    return (STEPS + 2) * DOUBLE * _numbers_of(trace)


def _bytes_of_ledger(trace: Trace, rows: int) -> int:
    """A state for each token, in every layer."""
    return (trace.length + 1) * (trace.layers * trace.hidden_size + 1) * DOUBLE


def _numbers_of(trace: Trace) -> int:
    return sum(array.size for array in trace.arrays.values())


TRACE = Question("trace", RunRequest, Trace, _trace)  # `simulate` refuses what is too large before it begins
MEMORY = Question(
    "memory",
    MemoryFlowRequest,
    MemoryFlow,
    _memory_flow,
    _bytes_of_shares,
    largest_mb=500,
    whole_tokens=512,
    cells=Cells.WITH_MEMORY,
)
GRADIENT = Question(
    "gradient",
    GradientRequest,
    GradientFlow,
    _gradient,
    _bytes_of_gradients,
    largest_mb=500,
    whole_tokens=512,
)
PATHS = Question("paths", PathsRequest, GradientPaths, _paths, _bytes_of_paths, cells=Cells.SHOWN)
UPDATE = Question("update", UpdateRequest, WeightUpdate, _update, _bytes_of_paths, cells=Cells.SHOWN)
FORGETTING = Question("forgetting", ForgetRequest, Forgetting, _forgetting, _bytes_of_two_runs)
ATTRIBUTION = Question(
    "attribution", AttributionRequest, Attribution, _attribution, _bytes_of_attribution, cells=Cells.SHOWN
)
LEAVE_ONE_OUT = Question(
    "leave_one_out",
    LeaveOneOutRequest,
    LeaveOneOut,
    _leave_one_out,
    _bytes_of_differences,
    largest_mb=500,
    whole_tokens=512,
)
JACOBIANS = Question(
    "jacobians",
    JacobianRequest,
    Jacobians,
    _jacobians,
    _bytes_of_products,
    largest_mb=100,  # at 32 units that is 2,500 words, and the better part of an hour
    whole_tokens=64,
    cells=Cells.SHOWN,
)
LEDGER = Question("ledger", MemoryRequest, Memory, _memory, _bytes_of_ledger, cells=Cells.WITH_MEMORY)
DISTANCES = Question("distances", DistanceRequest, Distances, _distances)

QUESTIONS: tuple[Question[Any, Any], ...] = (
    TRACE, MEMORY, GRADIENT, PATHS, UPDATE, FORGETTING, LEAVE_ONE_OUT, ATTRIBUTION, JACOBIANS, LEDGER,
    DISTANCES,
)  # fmt: skip
"""All of them, the quickest to compute first."""

_BY_REQUEST = {question.request: question for question in QUESTIONS}
_BY_RECORD = {question.record: question for question in QUESTIONS}
