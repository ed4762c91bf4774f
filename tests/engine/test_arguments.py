"""What callers of the Python API give: all that means something works, all else costs one sentence."""

from copy import copy
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pytest
import torch

from engine import service
from engine.forward.reading import read_vectors
from engine.models.library import open_model
from engine.models.network import Network
from engine.process.requests import (
    DistanceRequest,
    ForgetRequest,
    Request,
    RunRequest,
    Untrained,
    UpdateRequest,
)

TEXT = "Not bad."
INPUTS = open_model("memory-en-lstm").input_size
ROWS = np.arange(3 * INPUTS, dtype=np.float32).reshape(3, INPUTS) / (3 * INPUTS)


@pytest.fixture(scope="module")
def model() -> Network:
    return open_model("memory-en-lstm")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"text": 123}, "text"),
        ({"text": b"bytes"}, "text"),
        ({"text": ["Not", "bad"]}, "text"),
        ({"text": TEXT, "at": 1.5}, "at"),
        ({"text": TEXT, "at": True}, "at"),
        ({"text": TEXT, "at": np.True_}, "at"),
        ({"text": TEXT, "at": "1"}, "at"),
        ({"text": TEXT, "at": np.array([0, 1])}, "at"),
        ({"text": TEXT, "device": 0}, "device"),
        ({"text": TEXT, "device": None}, "device"),
        ({"text": TEXT, "dtype": 32}, "dtype"),
        ({"text": TEXT, "model": 7}, "model"),
        ({"text": TEXT, "model": None}, "model"),
    ],
)
@pytest.mark.parametrize("function", [service.gradient, service.memory])
def test_a_wrong_kind_costs_one_sentence_that_names_it(model, function, given, name):
    with pytest.raises(TypeError, match=f"^{name} is of the kind") as refusal:
        function(**{"model": model, **given})
    assert "\n" not in str(refusal.value)


def with_wrong(described: Untrained | Request, name: str, value: object) -> Untrained | Request:
    """With another field, past the checks that tests put on the types of the engine."""
    made = copy(described)
    object.__setattr__(made, name, value)
    return made


@pytest.mark.parametrize(
    "source", [5, None, ["memory-en-lstm"], b"memory-en-lstm", {}, np.array(3), object()]
)
def test_what_no_network_can_be_opened_from_costs_one_sentence(source):
    with pytest.raises(TypeError, match=r"^source is of the kind .*; it must be the name of a network, "):
        service.open_model(source)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cell", 5),
        ("hidden_size", "32"),
        ("hidden_size", 32.0),
        ("layers", None),
        ("seed", 1.5),
        ("seed", "x"),
        ("like", 5),
        ("like", None),
        ("start", ["uniform"]),
        ("scale", "1"),
        ("scale", None),
        ("keep_bias", "1"),
    ],
)
def test_a_wrong_kind_in_what_describes_a_network_costs_one_sentence(name, value):
    described = with_wrong(Untrained("gru", 8, 1, 0, "memory-en-gru"), name, value)
    for call in (service.open_model, lambda source: service.trace(source, TEXT)):
        with pytest.raises(TypeError, match=f"^{name} is of the kind"):
            call(described)


@pytest.mark.parametrize(
    ("request_", "name", "value", "said"),
    [
        (RunRequest(("memory-en-gru",), TEXT), "models", 5, "models"),
        (RunRequest(("memory-en-gru",), TEXT), "models", "memory-en-gru", "models"),
        (RunRequest(("memory-en-gru",), TEXT), "models", (5,), "model"),
        (RunRequest(("memory-en-gru",), TEXT), "text", 5, "text"),
        (ForgetRequest(("memory-en-gru",), TEXT), "at", 1.5, "at"),
        (UpdateRequest(("memory-en-gru",), TEXT), "row", None, "row"),
        (DistanceRequest(("memory-en-gru",)), "device", None, "device"),
    ],
    ids=range(7),
)
def test_a_wrong_kind_in_a_request_costs_one_sentence(request_, name, value, said):
    with pytest.raises(TypeError, match=f"^{said} is of the kind"):
        list(service.run(with_wrong(request_, name, value)))


@pytest.mark.parametrize("request_", [5, None, "memory-en-gru"])
def test_what_is_no_request_costs_one_sentence(request_):
    with pytest.raises(TypeError, match=r"^request is of the kind"):
        list(service.run(request_))


@pytest.mark.parametrize(
    ("function", "given", "name"),
    [
        (service.update, {"weight": None, "row": 1, "column": 2, "text": TEXT}, "weight"),
        (service.update, {"weight": "weight_hh_l0", "row": None, "column": 2, "text": TEXT}, "row"),
        (service.update, {"weight": "weight_hh_l0", "row": 1, "column": None, "text": TEXT}, "column"),
        (service.forget, {"text": TEXT, "at": None}, "at"),
    ],
)
def test_none_is_refused_where_something_has_to_be_given(model, function, given, name):
    with pytest.raises(TypeError, match=f"^{name} is of the kind NoneType"):
        function(model, **given)


@pytest.mark.parametrize("function", [service.trace, service.forget, service.leave_one_out])
@pytest.mark.parametrize("given", [{}, {"text": TEXT, "inputs": ROWS}])
def test_a_text_or_an_array_and_not_both(model, function, given):
    with pytest.raises(ValueError, match="either a text or an array"):
        function(model, **given)


@pytest.mark.parametrize(
    "given",
    [
        {"at": np.int64(1)},
        {"at": np.array(1)},
        {"at": torch.tensor(1)},
        {"device": torch.device("cpu")},
        {"device": torch.device("cpu", 0)},
        {"dtype": torch.float32},
        {"dtype": np.float32},
        {"dtype": np.dtype("float32")},
        {"model": "memory-en-lstm"},
        {"model": Path("memory-en-lstm")},
        {"text": np.str_(TEXT)},
    ],
    ids=str,
)
def test_what_means_the_same_works(model, given):
    expected = service.memory(model, text=TEXT, at=1)
    found = service.memory(**{"model": model, "text": TEXT, "at": 1, **given})
    assert np.array_equal(found["memory_l0"], expected["memory_l0"])


@pytest.mark.parametrize(
    "inputs",
    [
        torch.from_numpy(ROWS),
        torch.from_numpy(ROWS).requires_grad_() * 1,
        torch.from_numpy(ROWS).double(),
        ROWS.tolist(),
        np.ma.masked_array(ROWS, mask=False),
        np.asfortranarray(ROWS),
    ],
    ids=range(6),
)
def test_every_form_of_the_same_numbers_is_read(model, inputs):
    assert np.array_equal(read_vectors(model, inputs, "float32").inputs, ROWS)


def test_half_numbers_of_torch_are_read(model):
    halves = torch.from_numpy(ROWS).bfloat16()
    assert np.array_equal(read_vectors(model, halves, "float32").inputs, halves.float().numpy())


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        (np.ma.masked_array(ROWS, mask=ROWS[1, 2] == ROWS), "masked, first at token 1, column 2"),
        ([[0.0] * INPUTS, [0.0] * 15], f"that of token 1 has 15, not {INPUTS}"),
        ([[0.0] * INPUTS, 1.0], f"that of token 1 has 0, not {INPUTS}"),
        (ROWS.astype(object), "holds objects, not real numbers"),
        ([[None] * INPUTS], "holds objects"),
        (ROWS.astype(complex), "holds complex numbers"),
        ([["a"] * INPUTS], "holds text"),
        ("x.npy", "holds text"),
        (ROWS[0], rf"shape \[{INPUTS}\]"),
        (ROWS[None], rf"shape \[1, 3, {INPUTS}\]"),
        (np.float32(1), r"shape \[\]"),
        (ROWS[:, :3], r"shape \[3, 3\]"),
        (ROWS[:0], "nothing to read"),
        (object(), "holds objects"),
    ],
    ids=range(14),
)
def test_an_array_that_cannot_be_read_is_said_with_its_place(model, inputs, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_vectors(model, inputs, "float32")


@pytest.mark.skipif(np.finfo(np.longdouble).max == np.finfo(np.float64).max, reason="no longer numbers here")
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("1e4000", "does not fit float64, first at token 1, column 2"),
        ("-1e4000", "does not fit float64"),
        ("inf", "not finite"),
        ("nan", "not finite"),
        ("1e40", "does not fit float32, .*: choose --dtype float64"),
    ],
)
def test_of_a_number_that_is_too_large_is_said_what_would_hold_it(model, value, sentence, dtype):
    inputs = ROWS.astype(np.longdouble)
    inputs[1, 2] = np.longdouble(value)
    if value == "1e40" and dtype == "float64":
        assert read_vectors(model, inputs, dtype).inputs[1, 2] == 1e40
        return
    with pytest.raises(ValueError, match=sentence):
        read_vectors(model, inputs, dtype)


def test_half_a_character_is_read_as_unknown(model):
    assert service.trace(model, text="bad \ud800").tokens == service.trace(model, text="bad \ufffd").tokens


def test_everything_shows_itself_in_one_short_line(model):
    text = "good value but far too sweet\n" * 3000
    trace = service.trace(model, text="Not bad, not good.")
    given: list[object] = [
        model,
        model.card,
        model.tokenizer,
        model.layers[0],
        trace,
        trace.provenance,
        service.gradient(model, text=TEXT),
        service.paths(model, text=TEXT),
        service.jacobians(model, text=TEXT),
        service.memory(model, text=TEXT),
        service.forget(model, TEXT, 0),
        service.update(model, "weight_hh_l0", 0, 0, text=TEXT),
        RunRequest(("a", "b"), text),
        ForgetRequest(("a",), text, word="x" * 5000),
        Untrained("gru", 32, 1, 0, "memory-en-gru"),
    ]
    for value in given:
        line = repr(value)
        assert is_dataclass(value)
        assert line.startswith(f"{type(value).__name__}({fields(value)[0].name}=")
        assert len(line) <= 160, line
        assert "\n" not in line
    assert repr(trace).startswith("Trace(cell='lstm', tokens=6 entries, known=bool[6], arrays={x_l0, ")


def test_a_key_that_is_not_there_is_said_with_those_that_are(model):
    record = service.memory(model, text=TEXT)
    with pytest.raises(KeyError) as refusal:
        record["memory_l1"]
    assert str(refusal.value) == (
        "This record has no memory_l1; its keys: memory_l0, initial_l0, share, share_initial."
    )
    with pytest.raises(KeyError, match="no weight"):
        service.trace(model, text=TEXT)["weight"]


def test_a_memory_without_shares_says_why(model):
    bare = Network(model.card, model.tokenizer, model.embedding, model.layers, None, None)
    with pytest.raises(KeyError, match="no readout"):
        service.memory(bare, text=TEXT)["share"]
