"""Arrays that people give: what is read, and what costs one sentence."""

import io
import pickle
import random

import numpy as np
import pytest

from engine.data.inputs import load_inputs
from engine.messages import EngineError


def test_an_array_is_read_from_both_kinds_of_file(tmp_path):
    array = np.arange(6, dtype=np.float32).reshape(3, 2)
    np.save(tmp_path / "a.npy", array)
    (tmp_path / "a.csv").write_text("\ufeff0,1\n2,3\n4,5\n", encoding="utf-8")
    for name in ("a.npy", "a.csv"):
        np.testing.assert_array_equal(load_inputs(tmp_path / name), array)
    (tmp_path / "one.csv").write_text("1\n2\n")
    assert load_inputs(tmp_path / "one.csv").shape == (2, 1)


def hostile_files():
    yield "text.npy", b"hello"
    yield "empty.npy", b""
    yield "pickled.npy", pickle.dumps([1, 2])
    objects = io.BytesIO()
    np.save(objects, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    yield "objects.npy", objects.getvalue()
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": "<f4", "fortran_order": False, "shape": (10**15, 2)}
    )
    yield "petabyte.npy", header.getvalue()
    yield "words.csv", b"a,b\n1,2\n"
    yield "ragged.csv", b"1,2\n3\n"
    yield "binary.csv", random.Random(0).randbytes(64) + b"\xff\x00"


@pytest.mark.parametrize(("name", "content"), [pytest.param(*file, id=file[0]) for file in hostile_files()])
def test_what_holds_no_array_costs_one_sentence(name, content, tmp_path, recwarn):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(EngineError) as refusal:
        load_inputs(tmp_path / name)
    assert refusal.value.key == "input_damaged"
    assert not recwarn.list


def test_a_missing_file_and_an_unknown_ending_are_named(tmp_path):
    with pytest.raises(EngineError, match="no file"):
        load_inputs(tmp_path / "a.npy")
    with pytest.raises(EngineError, match=r"must end in one of \.npy, \.csv"):
        load_inputs(tmp_path / "a.txt")
