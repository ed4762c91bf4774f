"""A file is judged by its first bytes, and what is not read costs one true sentence."""

import io
import pickle
import zipfile

import numpy as np
import pytest
from safetensors.numpy import save_file

from engine.messages import EngineError
from engine.models.formats.table import FORMATS, endings, filters
from engine.models.library import open_model


def refusal_of(path):
    with pytest.raises(EngineError) as refusal:
        open_model(path)
    sentence = str(refusal.value)
    assert str(path) in sentence
    assert "\n" not in sentence
    return refusal.value.key, sentence


def zipped(*members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in members:
            archive.writestr(name, b"x")
    return content.getvalue()


def array():
    content = io.BytesIO()
    np.save(content, np.zeros(2))
    return content.getvalue()


FOREIGN = {
    "a PyTorch archive": (zipped("a/data.pkl", "a/version"), "format_pytorch", "PyTorch archive"),
    "Keras": (zipped("config.json", "model.weights.h5"), "format_other", "Keras"),
    "NumPy archive": (zipped("h_l0.npy"), "format_other", "NumPy archive"),
    "zip": (zipped("a.txt"), "format_other", "zip archive"),
    "an empty zip": (zipped(), "format_other", "zip archive"),
    "a broken zip": (b"PK\x03\x04 zip", "format_other", "zip archive"),
    "HDF5": (b"\x89HDF\r\n\x1a\n" + bytes(99), "format_other", "HDF5"),
    "pickle": (pickle.dumps({"a": 1}), "format_pickle", "pickle"),
    "NumPy array": (array(), "format_other", "NumPy array"),
    "GGUF": (b"GGUF\x03\0\0\0" + bytes(99), "format_other", "GGUF"),
    "ONNX": (b"\x08\x08\x12\x07pytorch" + bytes(99), "format_other", "ONNX"),
    "nothing": (b"", "file_empty", "is empty"),
}


@pytest.mark.parametrize("name", ["model.safetensors", "model.pt", "model", "model.h5"])
@pytest.mark.parametrize("kind", FOREIGN)
def test_another_format_is_named_whatever_the_file_is_called(kind, name, tmp_path):
    content, key, word = FOREIGN[kind]
    (tmp_path / name).write_bytes(content)
    found, sentence = refusal_of(tmp_path / name)
    assert found == key
    assert word in sentence


def test_the_sentence_about_a_pytorch_archive_says_how_it_is_saved(tmp_path):
    (tmp_path / "m.pt").write_bytes(FOREIGN["a PyTorch archive"][0])
    sentence = refusal_of(tmp_path / "m.pt")[1]
    assert (
        f"save_file(torch.load('{tmp_path}/m.pt', weights_only=True), '{tmp_path}/m.safetensors')" in sentence
    )


def test_what_is_only_called_safetensors_is_not_told_to_be_saved_over_itself(tmp_path):
    (tmp_path / "m.safetensors").write_bytes(FOREIGN["GGUF"][0])
    sentence = refusal_of(tmp_path / "m.safetensors")[1]
    assert sentence.endswith(f"save its weights as {tmp_path}/m-2.safetensors.")


@pytest.mark.parametrize("content", [b"12345678[", b"text" * 99, b"{}"])
def test_junk_is_no_valid_safetensors_file_or_no_known_format(content, tmp_path):
    (tmp_path / "junk.safetensors").write_bytes(content)
    assert refusal_of(tmp_path / "junk.safetensors") == (
        "file_not_safetensors",
        f"{tmp_path}/junk.safetensors is not a valid safetensors file: its content is not recognised.",
    )
    (tmp_path / "junk.bin").write_bytes(content)
    assert refusal_of(tmp_path / "junk.bin")[0] == "file_not_model"


def tensors(prefix="rnn.", layers=("_l0",), names=("weight_ih", "weight_hh", "bias_ih", "bias_hh")):
    shapes = {"weight_ih": (16, 3), "weight_hh": (16, 4), "bias_ih": (16,), "bias_hh": (16,)}
    return {
        f"{prefix}{name}{layer}": np.zeros(shapes[name], dtype=np.float32)
        for layer in layers
        for name in names
    }


LINEAR = {"fc.weight": np.zeros((3, 4), dtype=np.float32), "fc.bias": np.zeros(3, dtype=np.float32)}
EMBEDDING = {"embedding.weight": np.zeros((6, 3), dtype=np.float32)}


@pytest.mark.parametrize(
    ("contents", "key", "words"),
    [
        (tensors(names=("weight_ih", "weight_hh")), "net_no_bias", ["no biases", "rnn.bias_ih_l0"]),
        (tensors(layers=("",)), "net_cell", ["LSTMCell", "rnn.weight_ih_l0"]),
        (tensors("", ("",)), "net_cell", ["single cell"]),
        (EMBEDDING | tensors("lstm.") | LINEAR, "net_names", ["embedding., fc., lstm.", "rnn.weight_ih_l0"]),
        (tensors() | LINEAR, "net_names", ["fc., rnn.", "readout.weight"]),
        (tensors(""), "net_names", ["bias_hh_l0", "expected"]),
        (tensors("encoder.") | tensors("decoder."), "net_several", ["2", "decoder., encoder."]),
        (tensors() | tensors(layers=("_l0_reverse",)), "net_bidirectional", ["_l0_reverse"]),
        (
            tensors() | {"rnn.weight_hr_l0": np.zeros((2, 4), dtype=np.float32)},
            "net_projected",
            ["projections", "rnn.weight_hr_l0"],
        ),
        ({"conv.weight": np.zeros((1, 2, 3, 4), dtype=np.float32)}, "net_none", ["no recurrent", "conv."]),
        ({}, "net_none", ["—"]),
        (tensors() | {"bad\x1b[2Jname": np.zeros(1)}, "net_names", ["bad?[2Jname"]),
        (EMBEDDING | tensors(), "net_no_vocabulary", ["no vocabulary"]),
    ],
)
def test_what_a_file_holds_is_said_by_its_names(contents, key, words, tmp_path):
    save_file(contents, tmp_path / "m.safetensors")
    found, sentence = refusal_of(tmp_path / "m.safetensors")
    assert found == key
    assert all(word in sentence for word in words), sentence
    assert "\x1b" not in sentence


@pytest.mark.parametrize(("dtype", "said"), [("BF16", "bfloat16"), ("I16", "int16"), ("U16", "uint16")])
def test_a_kind_of_number_that_is_not_read_is_named(dtype, said, tmp_path):
    path = tmp_path / "m.safetensors"
    save_file({name: array.astype(np.float16) for name, array in tensors().items()}, path)
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = content[8 : 8 + length].replace(b'"F16"', f'"{dtype}"'.encode())
    path.write_bytes(len(header).to_bytes(8, "little") + header + content[8 + length :])
    found, sentence = refusal_of(path)
    assert found == "tensor_type"
    assert said in sentence


def test_the_table_says_what_can_be_opened():
    assert endings() == ".safetensors"
    assert filters("All files") == "safetensors (*.safetensors);;All files (*)"
    assert all(bool(each.read) != bool(each.refusal) for each in FORMATS)
