"""What callers of the Python API give: all that means something works, all else costs one sentence."""

from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pytest
import torch

from engine import service
from engine.forward.reading import read_vectors
from engine.models.library import open_model
from engine.models.network import Network
from engine.process.requests import ForgetRequest, RunRequest, Untrained

TEXT = "Not bad."
ROWS = np.arange(48, dtype=np.float32).reshape(3, 16) / 48


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


@pytest.mark.parametrize("given", [{}, {"text": TEXT, "inputs": ROWS}])
def test_a_text_or_an_array_and_not_both(model, given):
    with pytest.raises(ValueError, match="either a text or an array"):
        service.trace(model, **given)


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
        ([[0.0] * 16, [0.0] * 15], "that of token 1 has 15, not 16"),
        ([[0.0] * 16, 1.0], "that of token 1 has 0, not 16"),
        (ROWS.astype(object), "holds objects, not real numbers"),
        ([[None] * 16], "holds objects"),
        (ROWS.astype(complex), "holds complex numbers"),
        ([["a"] * 16], "holds text"),
        ("x.npy", "holds text"),
        (ROWS[0], r"shape \[16\]"),
        (ROWS[None], r"shape \[1, 3, 16\]"),
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
