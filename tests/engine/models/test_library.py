"""Models open by name, by file or at random, and what is no model costs one sentence."""

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors import safe_open
from safetensors.numpy import save_file

from engine.cells import CELLS
from engine.data.tokenizer import Tokenizer
from engine.forward.simulate import simulate
from engine.messages import EngineError
from engine.models import library
from engine.models.formats import safetensors_file
from engine.models.formats.safetensors_file import write_network
from engine.models.library import open_model, shipped
from engine.models.network import DataSource, Network, Retention, SeedAccuracy
from tests.support.networks import random_inputs, random_network

SHIPPED = [card.name for card in shipped()]


def written(network: Network, path: Path) -> Path:
    write_network(network, path)
    return path


def tensors_of(cell: str = "lstm", layers: int = 1) -> dict[str, np.ndarray]:
    return {name: array.copy() for name, array in random_network(cell, layers=layers).tensors().items()}


def refused(path: Path | str) -> EngineError:
    with pytest.raises(EngineError) as refusal:
        open_model(path)
    return refusal.value


def test_all_sixteen_models_ship():
    memory, reviews = ("memory-en", "memory-zh"), ("reviews-en", "reviews-zh")
    families = (*memory, *(f"{family}{start}" for family in reviews for start in ("", "-default")))
    names = [f"{family}-{cell}" for family in families for cell in CELLS]
    assert [name for name in names if not name.endswith("default-rnn")] == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_model_opens_and_its_card_tells_what_it_is(name):
    network = open_model(name)
    card = network.card
    assert card.name == name
    assert card.trained
    assert 32 <= network.hidden_size <= 64
    assert card.sizes["parameters"] == sum(array.size for array in network.tensors().values())
    assert card.sizes["vocabulary"] == len(network.tokenizer.vocabulary)
    assert 0.5 < card.accuracy < 1
    assert card.data
    assert all(len(source.sha256) == 64 for source in card.data)
    assert set(card.accuracy_by_distance) == ({0, 10, 20, 40, 80} if name.startswith("memory") else set())


@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("name", CELLS)
def test_a_network_comes_back_from_its_file_as_it_was(name, layers, tmp_path):
    network = random_network(name, layers=layers, reads_text=True)
    card = replace(
        network.card,
        task="reviews-en",
        language="en",
        seed=7,
        data=(DataSource("vaderSentiment", "0.5", "ab" * 32, "MIT"),),
        split={"train": 80, "test": 20},
        accuracy=0.75,
        accuracy_by_distance={0: 0.75, 80: 0.7},
        by_seed={1: SeedAccuracy(0.7, {0: 0.72, 80: 0.7}), 7: SeedAccuracy(0.76, {0: 0.75, 80: 0.7})},
        remembers=Retention(2.5, -0.125),
        state_sizes={"h_l0": 0.75, "c_l0": 3.5},
        recipe={"epochs": 3},
        date="2025-01-01",
        versions={"torch": "2.13"},
        tokenizer="words",
    )
    network = replace(network, card=card)
    found = open_model(written(network, tmp_path / "model.safetensors"))
    assert found.card == network.card
    assert found.tokenizer == network.tokenizer
    assert found.weights_sha256 == network.weights_sha256
    for key, array in network.tensors().items():
        assert (found.tensors()[key] == array).all()
        assert not found.tensors()[key].flags.writeable


@pytest.mark.parametrize("name", CELLS)
def test_a_bare_file_of_recurrent_weights_opens_and_takes_vectors(name, tmp_path):
    tensors = {key: value for key, value in tensors_of(name, 2).items() if key.startswith("rnn.")}
    save_file(tensors, tmp_path / "mine.safetensors")
    network = open_model(tmp_path / "mine.safetensors")
    assert (network.card.name, network.card.cell) == ("mine", name), "the cell is judged by rows to columns"
    assert network.tokenizer is network.readout_weight is None
    assert len(network.layers) == 2
    trace = simulate(network, inputs=random_inputs(3, network))
    assert "output" not in trace.arrays


def test_half_precision_opens_as_single(tmp_path):
    tensors = {key: value.astype(np.float16) for key, value in tensors_of().items()}
    save_file(tensors, tmp_path / "half.safetensors")
    assert open_model(tmp_path / "half.safetensors").layers[0].weight_hh.dtype == np.float32


@pytest.mark.parametrize(
    ("values", "dtype", "stored"),
    [
        ([0.5, -0.0, 65504.0, 2.0**-24], np.float32, "F16"),  # all of them are float16 values
        ([0.5, 0.1, 1.0, 1.0], np.float32, "F32"),  # 0.1 is none
        ([0.5, 1e5, 1.0, 1.0], np.float32, "F32"),
        ([0.5, 2.0**-25, 1.0, 1.0], np.float32, "F32"),
        ([0.5, 0.5, 1.0, 1.0], np.float64, "F64"),  # it would be read as float32, which is another network
    ],
)
def test_a_tensor_stands_in_half_the_room_where_nothing_is_lost(values, dtype, stored, tmp_path):
    network = replace(random_network("rnn", units=4), readout_weight=np.array([values], dtype=dtype))
    found = open_model(written(network, tmp_path / "model.safetensors"))
    with safe_open(tmp_path / "model.safetensors", framework="numpy") as file:
        assert file.get_slice("readout.weight").get_dtype() == stored
    assert found.readout_weight.dtype == dtype
    assert found.readout_weight.tobytes() == network.readout_weight.tobytes(), "bit by bit"
    assert found.weights_sha256 == network.weights_sha256


def test_the_same_weights_have_the_same_hash_and_others_another():
    network = random_network("gru", seed=1)
    assert network.weights_sha256 == random_network("gru", seed=1).weights_sha256
    assert network.weights_sha256 != random_network("gru", seed=2).weights_sha256


def test_a_file_is_read_again_only_when_it_has_changed(tmp_path):
    path = written(random_network("rnn", seed=1), tmp_path / "model.safetensors")
    first = open_model(path)
    assert open_model(path) is first
    written(random_network("rnn", seed=2), path)
    os.utime(path, ns=(1, 1))
    assert open_model(path).weights_sha256 != first.weights_sha256


@pytest.mark.parametrize("name", ["nothing", "../models/reviews-en-lstm", "no such model"])
def test_an_unknown_name_is_refused(name):
    assert refused(name).key in ("unknown_model", "file_missing")


def test_the_refusal_of_a_name_says_which_there_are():
    assert "reviews-en-lstm" in str(refused("review-en-lstm"))


def test_things_that_are_no_files_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.safetensors")
    assert refused(tmp_path).key == "not_a_file"
    assert refused(tmp_path / "pipe.safetensors").key == "not_a_file"
    assert refused(tmp_path / "none.safetensors").key == "file_missing"
    assert refused("a\0b").key == "unknown_model"


def test_a_header_that_claims_to_be_huge_is_refused(tmp_path):
    path = tmp_path / "model.safetensors"
    for length in (9_000_000, 2**40, 2**63):
        path.write_bytes(length.to_bytes(8, "little") + b"{}" + b" " * 1000)
        assert refused(path).key == "file_damaged"


def test_a_file_that_was_cut_short_is_no_file_whose_table_cannot_be_read(tmp_path):
    save_file(tensors_of(), tmp_path / "model.safetensors")
    (tmp_path / "cut.safetensors").write_bytes((tmp_path / "model.safetensors").read_bytes()[:-1])
    assert refused(tmp_path / "cut.safetensors").key == "file_inconsistent"


def test_a_file_that_is_too_large_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(safetensors_file, "LARGEST_FILE_MB", 0)
    assert (
        refused(written(random_network("lstm", units=200), tmp_path / "a.safetensors")).key
        == "file_too_large"
    )


def _without(name):
    return lambda tensors: tensors.pop(name)


def _with(name, array):
    return lambda tensors: tensors.update({name: array})


@pytest.mark.parametrize(
    ("change", "key", "named"),
    [
        (_without("rnn.bias_hh_l0"), "tensor_missing", "rnn.bias_hh_l0"),
        (_without("rnn.weight_ih_l0"), "tensor_missing", "rnn.weight_ih_l0"),
        (_without("readout.bias"), "net_no_bias", "readout.bias"),
        (_with("rnn.weight_ih_l0_reverse", np.ones((20, 4))), "net_bidirectional", "_reverse"),
        (_with("rnn.weight_ih_l2", np.ones((20, 5))), "tensor_missing", "_l1"),
        (_with("conv.weight", np.ones(3)), "net_names", "conv."),
        (_with("rnn.bias_ih_l0", np.ones(20, dtype=np.int64)), "tensor_type", "rnn.bias_ih_l0"),
        (_with("rnn.bias_ih_l0", np.ones(19)), "tensor_shape", "rnn.bias_ih_l0"),
        (_with("rnn.bias_ih_l0", np.ones((20, 1))), "tensor_shape", "rnn.bias_ih_l0"),
        (_with("rnn.weight_hh_l0", np.ones((10, 5))), "tensor_shape", "rnn.weight_hh_l0"),
        (_with("rnn.weight_hh_l0", np.ones((0, 0))), "tensor_shape", "rnn.weight_hh_l0"),
        (_with("rnn.weight_ih_l0", np.ones((15, 4))), "tensor_shape", "rnn.weight_ih_l0"),
        (_with("readout.weight", np.ones((1, 4))), "tensor_shape", "readout.weight"),
        (_with("embedding.weight", np.ones((9, 4))), "net_no_vocabulary", "tokenizer"),
        (_with("rnn.weight_hh_l0", np.full((20, 5), np.nan)), "tensor_not_finite", "rnn.weight_hh_l0"),
    ],
)
def test_a_wrong_tensor_is_named(change, key, named, tmp_path):
    tensors = tensors_of()
    change(tensors)
    save_file(tensors, tmp_path / "model.safetensors")
    error = refused(tmp_path / "model.safetensors")
    assert (error.key, named in str(error)) == (key, True)


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("cell", "transformer"),
        ("cell", ["lstm"]),
        ("name", 5),
        ("name", "x" * 1000),
        ("seed", -1),
        ("seed", True),
        ("accuracy", 0.9),
        ("accuracy", {"test": 9}),
        ("accuracy", {"by_distance": {}}),
        ("accuracy", {"test": 0.5, "by_distance": {"far": 0.5}}),
        ("by_seed", [0.7]),
        ("by_seed", {"0": 0.7}),
        ("by_seed", {"0": {"validation": 0.7}}),
        ("by_seed", {"0": {"validation": 0.7, "test": 0.7}}),
        ("by_seed", {"0": {"validation": 0.7, "test": {"80": 0.7}}}),  # nothing for the opinion alone
        ("by_seed", {"0": {"validation": 0.7, "test": {"0": 70}}}),
        ("by_seed", {"0": {"validation": None, "test": {"0": 0.7}}}),
        ("by_seed", {"-1": {"validation": 0.7, "test": {"0": 0.7}}}),
        ("by_seed", {"first": {"validation": 0.7, "test": {"0": 0.7}}}),
        *(
            ("by_seed", {key: {"validation": 0.7, "test": {"0": 0.7}}})
            for key in ("01", " 1_0 ", "١", "9" * 40)
        ),
        ("by_seed", {"0": {"validation": 0.7, "test": {"0": 0.7, "-3": 0.7}}}),
        ("remembers", 2.5),
        ("remembers", {"content_to_function": 2.5}),
        ("remembers", {"content_to_function": -2.5, "share_with_age": 0}),
        ("remembers", {"content_to_function": float("inf"), "share_with_age": 0}),
        ("remembers", {"content_to_function": float("nan"), "share_with_age": 0}),
        ("remembers", {"content_to_function": True, "share_with_age": 0}),
        ("remembers", {"content_to_function": 2.5, "share_with_age": -1.5}),
        ("state_sizes", 0.9),
        ("state_sizes", ["h_l0"]),
        ("state_sizes", {"h_l0": 0}),
        ("state_sizes", {"zz": 1}),
        ("state_sizes", {"": 1}),
        ("state_sizes", {"h_l0": -0.9}),
        ("state_sizes", {"h_l0": "large"}),
        ("state_sizes", {"h_l0": float("inf")}),
        ("state_sizes", {"h_l0": float("nan")}),
        ("data", [{"package": "a"}]),
        ("data", "all of it"),
        ("split", {"train": "many"}),
        ("trained", "yes"),
        ("versions", {"torch": 2}),
        ("recipe", 5),
        ("tokenizer", {"kind": "words"}),
        ("tokenizer", {"kind": "words", "tokens": ["<unk>"]}),
        ("tokenizer", {"kind": "words", "tokens": "x" * 1000}),
        ("tokenizer", {"kind": "bytes", "tokens": "<unk> good"}),
        ("tokenizer", {"kind": "words", "vocabulary": ["<unk>"], "tokens": "good"}),
        ("tokenizer", {"vocabulary": ["<unk>"]}),
        ("tokenizer", {"kind": "bytes", "vocabulary": ["<unk>"]}),
        ("tokenizer", {"kind": "words", "vocabulary": []}),
        ("tokenizer", {"kind": "words", "vocabulary": [1]}),
        ("tokenizer", {"kind": "characters", "vocabulary": "good"}),
        ("tokenizer", {"kind": "words", "vocabulary": {"good": 1, "<unk>": 0}}),  # rows in another order
    ],
)
def test_a_wrong_entry_in_the_header_is_named(entry, value, tmp_path):
    header = json.dumps({"name": "m", "cell": "lstm", entry: value})
    save_file(tensors_of(), tmp_path / "model.safetensors", {"gatescope": header})
    error = refused(tmp_path / "model.safetensors")
    assert (error.key, error.fields["entry"]) == ("header_damaged", entry)


@pytest.mark.parametrize(
    ("vocabulary", "written_as"),
    [
        (("<unk>", "good", '"', "\\", "café", "麦片", "\n"), "tokens"),
        (("<unk>", "New York"), "vocabulary"),  # a space inside an entry
        (("<unk>", " ", "a"), "vocabulary"),
        (("", "a", ""), "tokens"),
    ],
)
def test_a_vocabulary_is_written_as_one_text_where_its_entries_can_be_told_apart(
    vocabulary, written_as, tmp_path
):
    made = random_network("gru", reads_text=True)
    network = replace(
        made, tokenizer=Tokenizer("words", vocabulary), embedding=np.ones((len(vocabulary), made.input_size))
    )
    path = written(network, tmp_path / "model.safetensors")
    with safe_open(path, framework="numpy") as file:
        header = json.loads(file.metadata()["gatescope"])
    assert set(header["tokenizer"]) == {"kind", written_as}
    assert open_model(path).tokenizer == network.tokenizer


def test_an_entry_of_the_tokenizer_that_nothing_reads_is_said(tmp_path):
    tokenizer = {"kind": "words", "tokens": "<unk> good", "lowercase": True}
    header = json.dumps({"name": "m", "cell": "lstm", "tokenizer": tokenizer})
    tensors = tensors_of()
    tensors["embedding.weight"] = np.ones((2, tensors["rnn.weight_ih_l0"].shape[1]), dtype=np.float32)
    save_file(tensors, tmp_path / "model.safetensors", {"gatescope": header})
    said = [str(note) for note in open_model(tmp_path / "model.safetensors").card.notes]
    assert any("tokenizer.lowercase" in sentence for sentence in said), said


@pytest.mark.parametrize("form", [{"tokens": "<unk> good"}, {"vocabulary": ["<unk>", "good"]}])
def test_a_vocabulary_is_read_as_a_text_or_as_a_list(form, tmp_path):
    tensors = tensors_of() | {"embedding.weight": np.ones((2, 4))}
    header = {"cell": "lstm", "tokenizer": {"kind": "words", **form}}
    save_file(tensors, tmp_path / "model.safetensors", {"gatescope": json.dumps(header)})
    network = open_model(tmp_path / "model.safetensors")
    assert network.tokenizer == Tokenizer("words", ("<unk>", "good"))
    assert network.card.tokenizer == "words"


def test_a_card_is_read_without_its_vocabulary(tmp_path, monkeypatch):
    network = random_network("gru", reads_text=True)
    network = replace(network, card=replace(network.card, tokenizer="words"))
    path = written(network, tmp_path / "model.safetensors")
    monkeypatch.setattr("engine.models.formats.model_header._tokenizer", None)
    card = safetensors_file.read_card(path)
    assert card.tokenizer == "words"
    assert replace(card, sizes=network.card.sizes) == network.card


def test_a_card_that_names_no_kind_of_tokenizer_is_refused_though_the_vocabulary_is_not_read(tmp_path):
    header = json.dumps({"cell": "lstm", "tokenizer": {"kind": "bytes", "tokens": "<unk>"}})
    save_file(tensors_of(), tmp_path / "model.safetensors", {"gatescope": header})
    with pytest.raises(EngineError, match="tokenizer"):
        safetensors_file.read_card(tmp_path / "model.safetensors")


@pytest.mark.parametrize("header", ["", "[]", "5", "{", "[" * 100_000, '{"a":' * 50_000])
def test_a_header_that_is_no_object_is_refused(header, tmp_path):
    save_file(tensors_of(), tmp_path / "model.safetensors", {"gatescope": header})
    assert refused(tmp_path / "model.safetensors").key == "header_no_object"


def test_a_header_that_names_another_cell_than_the_weights_is_refused(tmp_path):
    save_file(tensors_of("gru"), tmp_path / "model.safetensors", {"gatescope": '{"cell": "lstm"}'})
    assert refused(tmp_path / "model.safetensors").key == "tensor_shape"


def test_a_vocabulary_of_another_size_than_the_embedding_is_refused(tmp_path):
    tensors = tensors_of() | {"embedding.weight": np.ones((3, 4))}
    header = {"cell": "lstm", "tokenizer": {"kind": "words", "vocabulary": ["<unk>", "good"]}}
    save_file(tensors, tmp_path / "model.safetensors", {"gatescope": json.dumps(header)})
    assert refused(tmp_path / "model.safetensors").fields["tensor"] == "embedding.weight"


@pytest.fixture(scope="module")
def good_file(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("models") / "good.safetensors"
    return written(random_network("gru", reads_text=True), path).read_bytes()


@given(data=st.data())
def test_a_damaged_file_opens_or_is_refused_and_nothing_else(data, good_file, tmp_path_factory):
    content = bytearray(good_file)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("models") / "damaged.safetensors"
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    try:
        assert isinstance(open_model(path), Network)
    except EngineError as refusal:
        assert len(str(refusal)) < 1000  # noqa: PT017 (either outcome is right)


def test_a_model_cannot_be_written_where_there_is_no_folder(tmp_path):
    with pytest.raises(EngineError, match="There is no folder"):
        write_network(random_network("rnn"), tmp_path / "nowhere" / "a.safetensors")
    (tmp_path / "taken.safetensors").mkdir()
    with pytest.raises(EngineError, match="cannot be written"):
        write_network(random_network("rnn"), tmp_path / "taken.safetensors")
    assert [path.name for path in tmp_path.iterdir()] == ["taken.safetensors"]


def test_cards_are_read_without_reading_weights(monkeypatch):
    def never(path):
        raise AssertionError(path)

    monkeypatch.setattr(library.safetensors_file, "_tensors", never)
    assert len(shipped()) == len(SHIPPED)
