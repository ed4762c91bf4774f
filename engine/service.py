"""The engine's one door: a small Python API, and `run`, which answers requests.

from engine.service import open_model, trace, gradient
model = open_model("reviews-en-lstm")
record = trace(model, text="Amazing!")
record["f_l0"]
"""

import operator
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, wraps
from inspect import Signature, signature
from os import PathLike, fspath
from typing import Any, ParamSpec, TypeVar

import numpy as np
import torch

from engine.forward.simulate import simulate
from engine.interventions import holds as holds_of
from engine.messages import say
from engine.models import library
from engine.models.network import Network
from engine.process.requests import (
    AttributionRequest,
    DistanceRequest,
    ForgetRequest,
    GradientRequest,
    Held,
    JacobianRequest,
    LeaveOneOutRequest,
    MemoryRequest,
    ModelSource,
    PathsRequest,
    Request,
    RunRequest,
    TextRequest,
    Untrained,
    UpdateRequest,
)
from engine.progress import Job
from engine.questions import (
    ATTRIBUTION,
    DISTANCES,
    FORGETTING,
    GRADIENT,
    JACOBIANS,
    LEAVE_ONE_OUT,
    LEDGER,
    PATHS,
    TRACE,
    UPDATE,
    asked_by,
)
from engine.record.arrays import Record
from engine.record.attribution import Attribution
from engine.record.distances import Distances
from engine.record.forgetting import Forgetting
from engine.record.gradient_flow import GradientFlow
from engine.record.gradient_paths import GradientPaths
from engine.record.hold import Hold
from engine.record.jacobians import Jacobians
from engine.record.leave_one_out import LeaveOneOut
from engine.record.memory import Memory
from engine.record.trace import Trace
from engine.record.weight_update import WeightUpdate

P = ParamSpec("P")
R = TypeVar("R")
D = TypeVar("D", bound=Request | Untrained | Held)


def _checked(function: Callable[P, R]) -> Callable[P, R]:
    """Has the arguments of a function looked at first: what is of a wrong kind costs one sentence."""
    bound, defaults = signature(function).bind, _defaults(signature(function))

    @wraps(function)
    def call(*arguments: P.args, **named: P.kwargs) -> R:
        given = bound(*arguments, **named)
        given.arguments.update(_plain(given.arguments, defaults))
        return function(*given.args, **given.kwargs)

    return call


def _defaults(called: Signature) -> Mapping[str, object]:
    """What each argument is where it is not given."""
    return {name: parameter.default for name, parameter in called.parameters.items()}


def _plain(given: Mapping[str, object], defaults: Mapping[str, object]) -> dict[str, Any]:
    """The values that a name has to have; None only where it stands for what is not given."""
    return {
        name: PLAIN[name](name, value)
        if name in PLAIN and not (value is None and defaults[name] is None)
        else value
        for name, value in given.items()
    }


def _network(name: str, model: object) -> Network:
    """A network; its name or its file will do."""
    if isinstance(model, str | PathLike | Untrained | Held):
        return open_model(model)
    if not isinstance(model, Network):
        raise _wrong(name, model, "a network as `open_model` gives it, or the name of one")
    return model


def _source(name: str, source: object) -> Any:
    """What a network can be opened from."""
    if isinstance(source, Held):
        return _described(Held(_source(name, source.source), source.holds))
    if isinstance(source, Untrained):
        return _described(source)
    if (isinstance(source, PathLike) and isinstance(fspath(source), str)) or isinstance(source, str):
        return source
    raise _wrong(name, source, "the name of a network, its file, or an `Untrained` one")


def _sources(name: str, sources: object) -> object:
    if not isinstance(sources, tuple | list):
        raise _wrong(name, sources, "a tuple of networks' names")
    return tuple(_source("model", source) for source in sources)


def _holds(name: str, holds: object) -> object:
    for hold in holds if isinstance(holds, tuple) else (holds,):
        if not isinstance(hold, Hold | str):
            raise _wrong("hold", hold, "a `Hold`, or a text like f=0.5@2:8")
    return holds


def _request(name: str, request: object) -> object:
    if not isinstance(request, RunRequest | TextRequest | DistanceRequest):
        raise _wrong(name, request, "one of the requests of `engine.process.requests`")
    return _described(request)


def _described(description: D) -> D:
    """A request, or a network with random weights: the same one, its fields of the right kinds."""
    defaults = _defaults(signature(type(description)))
    return replace(description, **_plain({name: getattr(description, name) for name in defaults}, defaults))


def _words(name: str, text: object) -> str:
    if isinstance(text, str):
        return text
    raise _wrong(name, text, "a text (str)")


def _real(name: str, number: object) -> float:
    """A number of Python's or numpy's; True is none."""
    if isinstance(number, int | float | np.integer | np.floating) and not isinstance(number, bool):
        return float(number)
    raise _wrong(name, number, "a number")


def _number(name: str, number: object) -> int:
    """A whole number of Python's or numpy's; True is none."""
    if isinstance(number, bool | np.bool_) or not hasattr(number, "__index__"):
        raise _wrong(name, number, "a whole number")
    try:
        whole: int = operator.index(number)
        return whole
    except TypeError as error:  # an array of several
        raise _wrong(name, number, "a whole number") from error


def _name(name: str, value: object) -> str:
    """The name of a device or of a type of numbers: torch's and numpy's own objects have one."""
    if isinstance(value, str):
        return value
    if isinstance(value, torch.device | torch.dtype):
        return str(value).removeprefix("torch.")
    if name == "dtype" and isinstance(value, type | np.dtype):
        return str(np.dtype(value).name)
    raise _wrong(name, value, 'a name, "cpu" or "float64" for example')


def _wrong(name: str, value: object, wanted: str) -> TypeError:
    return TypeError(say("wrong_kind", name=name, found=type(value).__name__, wanted=wanted))


PLAIN: Mapping[str, Callable[[str, object], object]] = {
    "model": _network,
    "source": _source,
    "models": _sources,
    "request": _request,
    "holds": _holds,
    **dict.fromkeys(("text", "word", "weight", "cell", "like", "start"), _words),
    **dict.fromkeys(("at", "row", "column", "hidden_size", "layers", "seed"), _number),
    **dict.fromkeys(("scale", "keep_bias"), _real),
    **dict.fromkeys(("device", "dtype", "path"), _name),
}


@_checked
def open_model(source: ModelSource | PathLike[str]) -> Network:
    """Opens a shipped model by name, a model file by path, or makes an untrained network.

    Raises:
        EngineError: There is no such model, or its file is damaged.
    """
    if isinstance(source, Held):
        return _held(library.open_model(source.source), source.holds)
    return library.open_model(source)


@_checked
def intervene(model: Network, *holds: Hold | str) -> Network:
    """The same network with gates or states held at given values while it reads; without any, set free again.

    Everything that is asked of it then follows from the held values: `trace`, `gradient`, `memory`, `forget`,
    `leave_one_out`. A hold is a `Hold`, or `SYMBOL=VALUE[@A:B][#UNIT]` as on the command line.

    Raises:
        EngineError: The network cannot be held so; the error's text says why.
    """
    return holds_of.intervene(model, *holds)


@lru_cache(maxsize=8)
def _held(network: Network, holds: tuple[Hold, ...]) -> Network:
    """The same network for the same holds: a trace is found again by who made it."""
    return holds_of.intervene(network, *holds)


@_checked
def trace(
    model: Network,
    text: str | None = None,
    inputs: object = None,
    device: str = "auto",
    dtype: str = "float32",
    path: str = "fast",
) -> Trace:
    """Runs a network over a text, or over an array [T, E], and records everything that it computes.

    Raises:
        EngineError: The request cannot be met; the error's text says why.
    """
    return simulate(model, text, inputs, device, dtype, path)


@_checked
def gradient(
    model: Network,
    text: str | None = None,
    inputs: object = None,
    at: int | None = None,
    device: str = "auto",
    dtype: str = "float32",
) -> GradientFlow:
    """How much of the gradient at every token, or at the one token `at`, reaches the ones before it.

    Raises:
        EngineError: The request cannot be met; the error's text says why.
    """
    record = simulate(model, text, inputs, device, dtype)
    return GRADIENT.answer(model, record, GradientRequest((), text or "", at))


@_checked
def paths(
    model: Network,
    text: str | None = None,
    inputs: object = None,
    at: int | None = None,
    device: str = "auto",
    dtype: str = "float32",
) -> GradientPaths:
    """The gradient at the token `at` (the last one if None), step by step and split by path.

    Raises:
        EngineError: The request cannot be met; the error's text says why.
    """
    record = simulate(model, text, inputs, device, dtype)
    return PATHS.answer(model, record, PathsRequest((), text or "", at))


@_checked
def update(
    model: Network,
    weight: str,
    row: int,
    column: int,
    text: str | None = None,
    inputs: object = None,
    at: int | None = None,
    device: str = "auto",
    dtype: str = "float32",
) -> WeightUpdate:
    """The gradient of one weight (`weight_hh_l0`, row, column), split by what each token adds to it.

    Raises:
        EngineError: The request cannot be met; the error's text says why.
    """
    record = simulate(model, text, inputs, device, dtype)
    asked = UpdateRequest((), text or "", at, weight=weight, row=row, column=column)
    return UPDATE.answer(model, record, asked)


@_checked
def jacobians(
    model: Network,
    text: str | None = None,
    inputs: object = None,
    at: int | None = None,
    device: str = "auto",
    dtype: str = "float32",
) -> Jacobians:
    """How far the states at every token, or at the one token `at`, move when an earlier one moves a little.

    Raises:
        EngineError: The request cannot be met; the error's text says why.
    """
    record = simulate(model, text, inputs, device, dtype)
    return JACOBIANS.answer(model, record, JacobianRequest((), text or "", at))


@_checked
def memory(
    model: Network,
    text: str | None = None,
    inputs: object = None,
    at: int | None = None,
    device: str = "auto",
    dtype: str = "float32",
) -> Memory:
    """What each token has left in the memory at the token `at` (the last one if None), and in the prediction.

    Raises:
        EngineError: The request cannot be met, by an RNN for example, which has no such sum.
    """
    record = simulate(model, text, inputs, device, dtype)
    return LEDGER.answer(model, record, MemoryRequest((), text or "", at))


@_checked
def forget(
    model: Network,
    text: str | None = None,
    at: int = 0,
    word: str | None = None,
    device: str = "auto",
    dtype: str = "float32",
    inputs: object = None,
) -> Forgetting:
    """For how long the network differs after the token `at` was replaced by a word, or left out (None).

    Raises:
        EngineError: The request cannot be met; the error's text says why.
    """
    record = simulate(model, text, inputs, device, dtype)
    return FORGETTING.answer(model, record, ForgetRequest((), text or "", at, word=word))


@_checked
def leave_one_out(
    model: Network,
    text: str | None = None,
    inputs: object = None,
    at: int | None = None,
    device: str = "auto",
    dtype: str = "float32",
) -> LeaveOneOut:
    """How far the network differs after every token had it never read the token `at`, or each in turn (None).

    Raises:
        EngineError: The request cannot be met; the error's text says why.
    """
    record = simulate(model, text, inputs, device, dtype)
    return LEAVE_ONE_OUT.answer(model, record, LeaveOneOutRequest((), text or "", at))


@_checked
def attribution(
    model: Network,
    text: str | None = None,
    inputs: object = None,
    at: int | None = None,
    device: str = "auto",
    dtype: str = "float32",
) -> Attribution:
    """What each token does to the output at the token `at` (the last one if None), by two more explanations.

    Gradient × input and integrated gradients; `memory` and `leave_one_out` are two others, and they need not
    agree.

    Raises:
        EngineError: The request cannot be met; the error's text says why.
    """
    record = simulate(model, text, inputs, device, dtype)
    return ATTRIBUTION.answer(model, record, AttributionRequest((), text or "", at))


@_checked
def distances(model: Network, device: str = "auto") -> Distances:
    """How often a network is right 0 to 80 neutral tokens after an opinion, on texts that it has not seen.

    Raises:
        EngineError: The network reads neither English by words nor Chinese by characters, or the texts
            cannot be had.
    """
    return DISTANCES.answer(model, None, DistanceRequest((), device))


@_checked
def run(request: Request, job: Job = Job()) -> Iterator[tuple[int, Record]]:
    """Answers a request, record by record.

    A `RunRequest` brings the traces of all models first, so that there is something to look at, and then
    their gradients. All other requests about a text find the trace of a moment ago again.

    Args:
        request: What is asked.
        job: Says how far it is; ends it when nobody waits any more.

    Yields:
        The position of the model in the request, and a record.

    Raises:
        EngineError: The request cannot be met.
        Cancelled: Nobody waits for it any more.
    """
    if isinstance(request, RunRequest):
        yield from _run_traces(request, job)
        return
    question = asked_by(request)
    for index, source in enumerate(request.models):
        part, network, record = job.part(index, len(request.models)), open_model(source), None
        if isinstance(request, TextRequest):
            record = _recent.trace(network, source, request, part.between(0.0, 0.0))  # mostly found again
        yield index, question.answer(network, record, request, part)


def _run_traces(request: RunRequest, job: Job) -> Iterator[tuple[int, Trace | GradientFlow]]:
    networks = [open_model(source) for source in request.models]
    parts = len(networks) * (2 if request.with_gradient else 1)
    records = []
    for index, (network, source) in enumerate(zip(networks, request.models, strict=True)):
        records.append(_recent.trace(network, source, request, job.part(index, parts)))
        yield index, records[-1]
    for index, (network, record) in enumerate(zip(networks, records, strict=True)):
        if request.with_gradient and GRADIENT.comes_whole(record):
            follow = GradientRequest(request.models, request.text, None, request.device, request.dtype)
            yield index, GRADIENT.answer(network, record, follow, job.part(len(networks) + index, parts))


class _RecentTraces:
    """The latest traces, by what was asked: rows of their gradients are wanted next."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.traces: OrderedDict[tuple[ModelSource, str, str, str], tuple[Network, Trace]] = OrderedDict()

    def trace(
        self, network: Network, source: ModelSource, request: RunRequest | TextRequest, job: Job
    ) -> Trace:
        """The trace of a text, found again or made."""
        key = (source, request.text, request.device, request.dtype)
        made_by, known = self.traces.pop(key, (None, None))
        # A file may have been replaced by another network under the same name: perhaps the same weights with
        # another vocabulary or activation.
        if known is None or made_by is not network:
            asked = RunRequest((source,), request.text, request.device, request.dtype)
            known = TRACE.answer(network, None, asked, job)
        self.traces[key] = network, known
        while len(self.traces) > self.size:
            self.traces.popitem(last=False)
        return known


_recent = _RecentTraces(size=3)
