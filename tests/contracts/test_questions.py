"""Every kind of record: asked for and answered, estimated, refused where it is too large, sent on."""

import os
import socket
from collections.abc import Mapping
from dataclasses import fields, replace
from threading import Thread
from typing import Any

import numpy as np
import pytest

from engine import service
from engine.forward import simulate
from engine.messages import EngineError
from engine.models.network import Network
from engine.process.channel import Channel
from engine.process.requests import DistanceRequest, RunRequest, TextRequest
from engine.questions import QUESTIONS, TRACE, Cells, Question, answers, asked_by, kind_of
from engine.record.arrays import Record
from engine.record.distances import Distances
from engine.record.trace import Trace
from tests.support.networks import SENTENCE, random_network

PARTICULARS: Mapping[str, Mapping[str, Any]] = {
    "update": {"at": 7, "weight": "weight_ih_l1", "row": 4, "column": 2},
    "forgetting": {"at": 3, "word": "box"},
}
"""What is asked beside the text; nothing in most cases."""

ABOUT_TEXTS = [question for question in QUESTIONS if issubclass(question.request, TextRequest)]
NAMES = [question.name for question in ABOUT_TEXTS]


@pytest.fixture(autouse=True, params=["lstm", "gru", "rnn"])
def network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Network:
    """Two layers that read a sentence, whatever model is asked for."""
    made = random_network(request.param, layers=2, reads_text=True)
    monkeypatch.setattr(service, "open_model", lambda source: made)
    monkeypatch.setattr(service, "_recent", service._RecentTraces(size=3))
    monkeypatch.setattr("engine.training.distances.accuracy_by_distance", measured)
    return made


def measured(network: Network, device: str, job: object) -> Distances:
    """Exams without their texts, which not every machine has; `test_distances` sits the real ones."""
    provenance = service.trace(network, SENTENCE, device=device).provenance
    return Distances(np.array([0, 80]), np.array([0.9, 0.7]), 400, provenance)


def request_of(question: Question[Any, Any], **changes: Any) -> Any:
    if question.request is DistanceRequest:
        return DistanceRequest(("m",))
    if question.request is RunRequest:
        return RunRequest(("m",), SENTENCE, with_gradient=False)
    return question.request(("m",), SENTENCE, **{**PARTICULARS.get(question.name, {}), **changes})


def asked(question: Question[Any, Any], network: Network) -> Record:
    """The record; skips where the cell has none."""
    if question.cells is Cells.WITH_MEMORY and network.cell.memory is None:
        with pytest.raises(EngineError, match="RNN"):
            list(service.run(request_of(question)))
        pytest.skip("its state is no sum")
    ((index, record),) = service.run(request_of(question))
    assert index == 0
    return record


def arrays_of(record: Record) -> dict[str, np.ndarray]:
    found = {}
    for field in fields(record):  # type: ignore[arg-type]
        value = getattr(record, field.name)
        if isinstance(value, np.ndarray):
            found[field.name] = value
        elif isinstance(value, Mapping):
            found |= value
    return found


def test_every_kind_has_a_row_of_its_own() -> None:
    for attribute in ("name", "request", "record"):
        assert len({getattr(question, attribute) for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_request_brings_its_record(question: Question[Any, Any], network: Network) -> None:
    record = asked(question, network)
    assert type(record) is question.record
    assert asked_by(request_of(question)) is kind_of(record) is question
    assert record.provenance.cell == network.cell.name


@pytest.mark.parametrize("question", ABOUT_TEXTS, ids=NAMES)
def test_a_record_answers_what_it_was_asked_and_nothing_else(
    question: Question[Any, Any], network: Network
) -> None:
    record = asked(question, network)
    here = PARTICULARS.get(question.name, {"at": service.trace(network, SENTENCE).length - 1})
    assert answers(record, request_of(question, **here))
    for name, value in here.items():
        other = {"weight_ih_l1": "weight_hh_l1", "box": "good"}.get(str(value), value)
        other = other + 100 if isinstance(other, int) else other
        assert not answers(record, request_of(question, **{**here, name: other})), name


@pytest.mark.parametrize("question", ABOUT_TEXTS, ids=NAMES)
def test_what_it_takes_is_known_before(question: Question[Any, Any], network: Network) -> None:
    record, trace = asked(question, network), service.trace(network, SENTENCE)
    taken = sum(array.nbytes for array in arrays_of(record).values()) / 1_000_000
    rows = trace.length if question.whole_tokens else 1
    needed = question.megabytes(trace, rows)
    assert taken <= 1.1 * needed, "an estimate that is too low is no limit"
    if question.name not in (
        "update",
        "forgetting",
        "attribution",
        "jacobians",
    ):  # more is computed on the way
        assert needed <= 4 * taken, "one that is too high refuses what would fit"
    assert question.comes_whole(trace) is (question.whole_tokens > 0)


@pytest.mark.parametrize("question", ABOUT_TEXTS, ids=NAMES)
def test_what_is_too_large_is_refused_by_a_sentence(question: Question[Any, Any], network: Network) -> None:
    trace = service.trace(network, SENTENCE)
    whole = question.whole_tokens > 0
    tight = replace(question, largest_mb=0)
    assert not tight.comes_whole(trace)
    with pytest.raises(EngineError, match="more than the 0 MB allowed") as refusal:
        tight.answer(network, trace, request_of(question))
    assert ("one token at a time" in str(refusal.value)) is whole
    assert (refusal.value.fields["tokens"], refusal.value.fields["limit_mb"]) == (trace.length, 0)
    if whole:
        shorter = replace(question, whole_tokens=trace.length - 1)
        assert not shorter.comes_whole(trace)
        row_mb = question.megabytes(trace, 1)
        assert row_mb < question.megabytes(trace, trace.length)


def test_a_trace_is_refused_before_it_begins(monkeypatch: pytest.MonkeyPatch, network: Network) -> None:
    monkeypatch.setattr(simulate, "LARGEST_TRACE_MB", -1)
    with pytest.raises(EngineError, match="more than the -1 MB allowed"):
        list(service.run(request_of(TRACE)))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_it_reaches_the_window_unchanged_and_read_only(
    question: Question[Any, Any], network: Network
) -> None:
    record = asked(question, network)
    received = crossed(record)
    assert type(received) is question.record
    assert received.provenance == record.provenance
    found, sent = arrays_of(received), arrays_of(record)
    assert list(found) == list(sent)
    for key, array in found.items():
        np.testing.assert_array_equal(array, sent[key])
        assert not array.flags.writeable
    if isinstance(record, Trace):
        assert received.tokens == record.tokens


def crossed(record: Record) -> Any:
    one, other = socket.socketpair()
    with one, other:
        ends = [Channel(os.dup(end.fileno()), os.dup(end.fileno())) for end in (one, other)]
    sender = Thread(target=ends[0].send, args=(record,))
    sender.start()
    received = ends[1].receive()
    sender.join()
    for end in ends:
        end.close()
    return received
