"""The one door: the Python API, and answers to requests in the order in which they are wanted."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine import service
from engine.analysis import forgetting
from engine.cells import CELLS
from engine.files.records import load
from engine.forward import simulate
from engine.messages import EngineError
from engine.process.requests import (
    ForgetRequest,
    GradientRequest,
    JacobianRequest,
    MemoryRequest,
    PathsRequest,
    RunRequest,
    Untrained,
)
from engine.progress import Cancelled, Job
from engine.record.forgetting import Forgetting
from engine.record.gradient_flow import GradientFlow
from engine.record.gradient_paths import GradientPaths
from engine.record.jacobians import Jacobians
from engine.record.leave_one_out import LeaveOneOut
from engine.record.memory import Memory
from engine.record.trace import Trace
from engine.service import forget, gradient, jacobians, leave_one_out, memory, open_model, paths, run, trace
from engine.stories import STORIES
from tests.support.networks import random_inputs, random_network

TEXT = "Amazing! I only ate half of it."
MODELS = tuple(f"reviews-en-{cell}" for cell in CELLS)
TRACES = Path(__file__).parents[2] / "resources" / "traces"


@pytest.fixture(autouse=True)
def _nothing_is_remembered(monkeypatch):
    monkeypatch.setattr(service, "_recent", service._RecentTraces(size=3))


@pytest.fixture
def simulations(monkeypatch):
    """The models that were really simulated."""
    seen = []
    right = simulate.simulate

    def watch(network, *arguments):
        seen.append(network.card.name)
        return right(network, *arguments)

    for place in (simulate, service, forgetting):  # all who have it by name
        monkeypatch.setattr(place, "simulate", watch)
    return seen


def test_the_readmes_lines_work():
    model = open_model("reviews-en-lstm")
    t = trace(model, text="Amazing!", device="cpu")
    assert t["f_l0"].shape == (2, model.hidden_size)
    assert not t["f_l0"].flags.writeable
    assert gradient(model, text="Amazing!")["norm_c_l0"].shape == (2, 2)
    inputs = np.zeros((3, model.input_size))
    assert trace(model, inputs=inputs).length == gradient(model, inputs=inputs, at=1)["norm_x"].shape[1] == 3


def test_all_traces_come_before_the_first_gradient():
    answers = list(run(RunRequest(MODELS, TEXT)))
    assert [(index, type(record)) for index, record in answers] == [
        *((index, Trace) for index in range(3)),
        *((index, GradientFlow) for index in range(3)),
    ]
    assert [record.provenance.model for _, record in answers] == [*MODELS, *MODELS]
    for index in range(3):
        assert len(answers[3 + index][1].rows) == answers[index][1].length


def test_a_run_without_gradients_brings_none():
    assert [type(record) for _, record in run(RunRequest(MODELS, TEXT, with_gradient=False))] == [Trace] * 3


def test_a_long_text_brings_gradients_by_the_row_only(monkeypatch):
    monkeypatch.setattr(service, "GRADIENT", replace(service.GRADIENT, whole_tokens=8))
    assert [type(record) for _, record in run(RunRequest(MODELS[:1], "good " * 9))] == [Trace]
    ((index, flow),) = run(GradientRequest(MODELS[:1], "good " * 9, at=8))
    assert (index, flow.rows.tolist()) == (0, [8])


def test_a_row_is_computed_from_the_trace_of_a_moment_ago(simulations):
    list(run(RunRequest(MODELS, TEXT)))
    for at in range(3):
        list(run(GradientRequest(MODELS, TEXT, at)))
    assert simulations == list(MODELS)
    list(run(GradientRequest(MODELS[:1], TEXT + "!", 0)))
    list(run(GradientRequest(MODELS[:1], TEXT, 0, dtype="float64")))
    assert simulations == [*MODELS, MODELS[0], MODELS[0]]


def test_a_memory_is_computed_from_the_trace_of_a_moment_ago(simulations):
    list(run(RunRequest(MODELS, TEXT)))
    answers = list(run(MemoryRequest(MODELS[1:], TEXT, at=2)))
    assert simulations == list(MODELS)
    assert [(index, type(record), record.at) for index, record in answers] == [(0, Memory, 2), (1, Memory, 2)]
    again = memory(open_model(MODELS[1]), text=TEXT, at=2)
    np.testing.assert_array_equal(answers[0][1]["share"], again["share"])
    inputs = np.zeros((3, open_model(MODELS[2]).input_size))
    assert memory(open_model(MODELS[2]), inputs=inputs).at == 2


def test_paths_are_computed_from_the_trace_of_a_moment_ago(simulations):
    list(run(RunRequest(MODELS, TEXT)))
    answers = list(run(PathsRequest(MODELS, TEXT, at=2)))
    assert simulations == list(MODELS)
    assert [(index, type(record), record.at) for index, record in answers] == [
        (index, GradientPaths, 2) for index in range(3)
    ]
    again = paths(open_model(MODELS[1]), text=TEXT, at=2)
    np.testing.assert_array_equal(answers[1][1]["grad_c_via_c_l0"], again["grad_c_via_c_l0"])


def test_jacobians_are_computed_from_the_trace_of_a_moment_ago(simulations):
    list(run(RunRequest(MODELS, TEXT)))
    answers = list(run(JacobianRequest(MODELS, TEXT, at=2)))
    assert simulations == list(MODELS)
    assert [(index, type(record), record.rows.tolist()) for index, record in answers] == [
        (index, Jacobians, [2]) for index in range(3)
    ]
    again = jacobians(open_model(MODELS[1]), text=TEXT, at=2)
    np.testing.assert_array_equal(answers[1][1]["norm_jacobian_l0"], again["norm_jacobian_l0"])


def test_a_forgetting_test_runs_only_the_changed_text(simulations):
    list(run(RunRequest(MODELS, TEXT)))
    answers = list(run(ForgetRequest(MODELS, TEXT, at=0, word="Terrible")))
    assert [(index, type(record), record.word) for index, record in answers] == [
        (index, Forgetting, "Terrible") for index in range(3)
    ]
    again = forget(open_model(MODELS[1]), TEXT, 0, "Terrible")
    np.testing.assert_array_equal(answers[1][1]["difference_h_l0"], again["difference_h_l0"])
    assert again["difference_probability"][0] < -0.1
    assert simulations == [*MODELS, *MODELS, MODELS[1], MODELS[1]], "the changed texts, then both again"


def test_only_the_latest_traces_are_kept(simulations):
    for number in range(10):
        list(run(RunRequest(MODELS[:1], "good " * (number + 1))))
    assert len(service._recent.traces) == 3
    list(run(GradientRequest(MODELS[:1], "good " * 10, 0)))
    assert len(simulations) == 10


def test_a_trace_of_weights_that_were_replaced_is_not_used(simulations, monkeypatch):
    list(run(RunRequest(MODELS[:1], TEXT)))
    other = replace(open_model(MODELS[0]), readout_bias=np.full(1, 9, dtype=np.float32))
    monkeypatch.setattr(service, "open_model", lambda source: other)
    list(run(GradientRequest(MODELS[:1], TEXT, 0)))
    assert len(simulations) == 2


def test_untrained_networks_run_beside_trained_ones():
    sources = (MODELS[0], Untrained("lstm", 16, 2, 0, MODELS[0]))
    _, record = list(run(RunRequest(sources, TEXT)))[1]
    assert not record.provenance.trained
    assert (record.provenance.layers, record.hidden_size) == (2, 16)


def test_progress_runs_from_0_to_1_over_the_whole_request():
    told = []
    list(run(RunRequest(MODELS, TEXT), Job(lambda fraction, key, **fields: told.append((fraction, key)))))
    fractions = [fraction for fraction, _ in told]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0, 1)
    assert {key for _, key in told} == {"simulating", "differentiating"}


@pytest.mark.parametrize("wanted", [2, 4])
def test_a_request_can_be_cancelled_at_a_trace_and_at_a_gradient(wanted):
    found = []

    def collect():
        for answer in run(RunRequest(MODELS, TEXT), Job(cancelled=lambda: len(found) == wanted)):
            found.append(answer)

    with pytest.raises(Cancelled):
        collect()
    assert len(found) == wanted


@pytest.mark.parametrize(
    ("request_", "key"),
    [
        (RunRequest(("nothing",), TEXT), "unknown_model"),
        (RunRequest(MODELS, " "), "empty_text"),
        (RunRequest(MODELS, TEXT, device="abacus"), "unknown_device"),
        (GradientRequest(MODELS, TEXT, at=99), "no_such_token"),
        (PathsRequest(MODELS, TEXT, at=99), "no_such_token"),
        (JacobianRequest(MODELS, TEXT, at=99), "no_such_token"),
        (ForgetRequest(MODELS, TEXT, at=99), "no_such_token"),
        (ForgetRequest(MODELS, TEXT, at=0, word="very good"), "not_one_token"),
        (MemoryRequest(MODELS[1:], TEXT, at=99), "no_such_token"),
        (MemoryRequest(MODELS, TEXT), "no_memory_ledger"),
    ],
)
def test_what_cannot_be_answered_is_said(request_, key):
    with pytest.raises(EngineError) as refusal:
        list(run(request_))
    assert refusal.value.key == key


@pytest.mark.parametrize(
    "text", ["zzz qqq", "🙂👍🏽", "مرحبا بالعالم", "好 good שלום", "\u202etxet", "x" * 10_000]
)
@pytest.mark.parametrize("name", ["reviews-en-gru", "reviews-zh-gru"])
def test_any_text_is_read(name, text):
    record = trace(open_model(name), text)
    assert record.first_bad() is None
    assert np.isfinite(record["output"]).all()


def test_a_long_text_is_read():
    record = trace(open_model("reviews-en-lstm"), "good " * 2_000)
    assert record.length == 2_000


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_the_recorded_stories_are_what_the_shipped_models_say(story, cell):
    """New models or new formulas need new recordings: `python -m engine.shipping.record_stories`."""
    model = open_model(f"{story.family}-{cell}")
    recorded = load(Trace, TRACES / f"{story.language}-{cell}.trace.npz")
    assert recorded.provenance.weights_sha256 == model.weights_sha256
    now = trace(model, story.text)
    assert recorded.tokens == now.tokens
    assert list(recorded.arrays) == list(now.arrays)
    for key, array in now.arrays.items():
        np.testing.assert_allclose(recorded[key], array, rtol=1e-4, atol=1e-5)
    flow, flow_now = (
        load(GradientFlow, TRACES / f"{story.language}-{cell}.gradient.npz"),
        gradient(model, story.text),
    )
    for key, norms in flow_now.arrays.items():
        np.testing.assert_allclose(flow[key], norms, rtol=1e-3)
    left_out = load(LeaveOneOut, TRACES / f"{story.language}-{cell}.left_out.npz")
    for key, differences in leave_one_out(model, story.text).arrays.items():
        np.testing.assert_allclose(left_out[key], differences, rtol=1e-3, atol=1e-5)


def test_records_of_vectors_number_their_tokens():
    network = random_network("gru")
    assert trace(network, inputs=random_inputs(3, network)).tokens == ("0", "1", "2")
