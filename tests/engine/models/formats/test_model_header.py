"""What a header says of how a cell computes is done, or refused by name; all else in it is read or said."""

import json

import numpy as np
import pytest
from safetensors.numpy import save_file

from engine.cells import CELLS
from engine.cells.rnn import RELU_RNN
from engine.forward.simulate import simulate
from engine.messages import EngineError
from engine.models.formats.safetensors_file import write_network
from engine.models.library import open_model
from tests.support.networks import random_inputs, random_network


def opened(tmp_path, header, cell="rnn"):
    tensors = random_network(cell).tensors()
    metadata = None if header is None else {"gatescope": json.dumps(header)}
    save_file({name: array.copy() for name, array in tensors.items()}, tmp_path / "m.safetensors", metadata)
    return open_model(tmp_path / "m.safetensors")


def test_a_relu_network_comes_back_as_one_and_computes_as_one(tmp_path):
    network = random_network("rnn", activation="relu", reads_text=True)
    write_network(network, tmp_path / "m.safetensors")
    found = open_model(tmp_path / "m.safetensors")
    assert (found.card.activation, found.cell, found.card.notes) == ("relu", RELU_RNN, ())
    assert found.weights_sha256 == network.weights_sha256
    assert found.weights_sha256 != random_network("rnn", reads_text=True).weights_sha256
    # h = relu(W x + b + U h + d), by hand over three words
    trace, p, h = simulate(found, "this box of", dtype="float64"), network.layers[0], np.zeros(5)
    for x, expected in zip(trace["x_l0"], trace["h_l0"], strict=True):
        h = np.maximum(p.weight_ih @ x + p.bias_ih + p.weight_hh @ h + p.bias_hh, 0)
        np.testing.assert_allclose(expected, h, rtol=1e-12)


@pytest.mark.parametrize(
    ("header", "activation", "notes"),
    [
        (None, "tanh", ["m.safetensors does not say whether its RNN squashes by tanh or relu"]),
        ({}, "tanh", ["tanh was assumed"]),
        ({"cell": "rnn"}, "tanh", []),
        ({"cell": "rnn", "activation": "tanh"}, "tanh", []),
        ({"cell": "rnn", "activation": "relu"}, "relu", []),
        ({"activation": "relu"}, "relu", []),
        ({"cell": "rnn", "activation": None, "outputs": []}, "tanh", []),
        ({"cell": "rnn", "recurrent_activation": "sigmoid", "reset": "after"}, "tanh", []),
        ({"cell": "rnn", "update_gate": "keeps"}, "tanh", []),
        ({"cell": "rnn", "nonlinearity": "relu"}, "tanh", ["not known and were not read: nonlinearity."]),
    ],
)
def test_the_activation_is_the_headers_and_what_was_assumed_is_said_once(header, activation, notes, tmp_path):
    network = opened(tmp_path, header)
    assert network.card.activation == activation
    assert network.cell is (RELU_RNN if activation == "relu" else CELLS["rnn"])
    assert len(network.card.notes) == len(notes)
    assert all(said in str(note) for said, note in zip(notes, network.card.notes, strict=True))
    trace = simulate(network, inputs=random_inputs(3, network))
    assert trace.provenance.notes == network.card.notes


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_of_a_cell_with_gates_nothing_is_assumed(cell, tmp_path):
    assert opened(tmp_path, None, cell).card.notes == ()


@pytest.mark.parametrize(
    ("cell", "entry", "value", "key"),
    [
        ("rnn", "activation", "elu", "header_unknown_value"),
        ("rnn", "activation", ["relu"], "header_unknown_value"),
        ("rnn", "activation", "", "header_unknown_value"),
        ("rnn", "activation", "Relu", "header_unknown_value"),
        ("lstm", "activation", "relu", "header_not_supported"),
        ("gru", "activation", "relu", "header_not_supported"),
        ("lstm", "recurrent_activation", "hard_sigmoid", "header_not_supported"),
        ("lstm", "recurrent_activation", "hard_sigmoid_6", "header_not_supported"),
        ("lstm", "recurrent_activation", "tanh", "header_unknown_value"),
        ("gru", "reset", "before", "header_not_supported"),
        ("gru", "reset", True, "header_unknown_value"),
        ("gru", "update_gate", "replaces", "header_not_supported"),
        ("gru", "update_gate", "forgets", "header_unknown_value"),
        ("lstm", "outputs", ["no", "yes"], "header_not_supported"),
        ("lstm", "format", 2, "header_format"),
    ],
)
def test_what_would_be_computed_otherwise_is_refused_by_name(cell, entry, value, key, tmp_path):
    with pytest.raises(EngineError) as refusal:
        opened(tmp_path, {"cell": cell, entry: value}, cell)
    assert refusal.value.key == key
    assert entry in str(refusal.value)
    # a cell that only the weights tell is no way around it
    with pytest.raises(EngineError):
        opened(tmp_path, {entry: value}, cell)


@pytest.mark.parametrize("ours", [{}, {"format": 1}], ids=["header of its own", "our header"])
def test_a_vocabulary_with_entries_that_no_text_reaches_says_which(ours, tmp_path):
    tensors = random_network("gru").tensors() | {"embedding.weight": np.zeros((5, 4))}
    tokenizer = {"kind": "words", "vocabulary": ["<pad>", "<unk>", "New York", "Apple", "a b"]}
    header = {"cell": "gru", "tokenizer": tokenizer, **ours}
    save_file(
        {name: array.copy() for name, array in tensors.items()},
        tmp_path / "m.safetensors",
        {"gatescope": json.dumps(header)},
    )
    (note,) = open_model(tmp_path / "m.safetensors").card.notes
    assert str(note) == "No text can reach 2 entries of the vocabulary, which are never read: New York, a b."
