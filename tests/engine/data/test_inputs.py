"""Arrays that people give: what is read, and what costs one sentence."""

import io
import pickle

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


@pytest.mark.parametrize(
    ("content", "key", "line", "column", "said"),
    [
        ("1 2 3\n4 5 6\n", "csv_not_number", 1, 1, "“1 2 3”"),
        ("temp,hum,wind\n0.1,-0.2,0.3\n", "csv_names", 1, 1, "“temp”"),
        (",temp,hum\n0,0.1,-0.2\n", "csv_index", 1, 1, "counts the lines"),
        ("day,1,2\n", "csv_not_number", 1, 1, "“day”"),
        ("0,126;-0,132\n", "csv_separator", 1, 2, "semicolon"),
        ("0.1;0.2\n", "csv_separator", 1, 1, "semicolon"),
        ("1\t2\n", "csv_separator", 1, 1, "tab"),
        ('"0,126","-0,132"\n', "csv_decimal_comma", 1, 1, "“0,126”"),
        ("2026-01-01,0.1\n", "csv_date", 1, 1, "“2026-01-01”"),
        ("0.1,31.12.2025 10:00\n", "csv_date", 1, 2, "date"),
        ("12:30,0.1\n", "csv_date", 1, 1, "“12:30”"),
        ("1,2\n3\n", "csv_ragged", 2, 2, "has 1 values, and line 1 has 2"),
        ("# x\n1,2\n3,4,5\n", "csv_ragged", 3, 3, "has 3 values, and line 2 has 2"),
        ("1,2\n3,\n", "csv_cell_empty", 2, 2, "nothing"),
        ("1,2\n\n3,4\n", "csv_cell_empty", 2, 1, "nothing"),
        ("1,2\nnan,4\n", "csv_not_finite", 2, 1, "“nan”"),
        ("1,-inf\n", "csv_not_finite", 1, 2, "“-inf”"),
        ("1,1e999\n", "csv_beyond", 1, 2, "“1e999”"),
        ("1,2\n3,four\n", "csv_not_number", 2, 2, "“four”"),
        ("1,1_000\n", "csv_not_number", 1, 2, "“1_000”"),
        ("1,\x1b[2J\n", "csv_not_number", 1, 2, "“?[2J”"),
        ('1,"2\n', "csv_damaged", 1, 1, "cannot be read"),
    ],
)
def test_a_refused_table_is_refused_by_line_and_column(content, key, line, column, said, tmp_path):
    (tmp_path / "a.csv").write_text(content, encoding="utf-8")
    with pytest.raises(EngineError) as refusal:
        load_inputs(tmp_path / "a.csv")
    fields = refusal.value.fields
    assert (refusal.value.key, fields["line"], fields["column"]) == (key, line, column)
    assert f"line {line}, column {column}: " in str(refusal.value)
    assert said in str(refusal.value)


def test_a_table_that_is_empty_or_no_text_is_refused(tmp_path):
    for content, key in (
        (b"", "csv_empty"),
        (b"\n\n", "csv_empty"),
        (b"\xff\xfe1\x00", "csv_not_text"),
        (bytes(range(256)), "csv_not_text"),
    ):
        (tmp_path / "a.csv").write_bytes(content)
        with pytest.raises(EngineError) as refusal:
            load_inputs(tmp_path / "a.csv")
        assert refusal.value.key == key


@pytest.mark.parametrize(
    "content",
    [
        "1,2\r\n3,4\r\n",
        "1,2\n3,4\n\n\n",
        '"1","2"\n"3","4"',
        " 1, 2\n 3,4 \n",
        "# n\n1,2\n3,4",
        "1,2\r3,4",
        "\n1,2\n3,4",
    ],
)
def test_what_programs_write_in_other_ways_is_the_same_table(content, tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbf" + content.encode())
    np.testing.assert_array_equal(load_inputs(tmp_path / "a.csv"), [[1, 2], [3, 4]])
