"""Records cannot be changed, travel between processes, and come back from files as they were."""

import csv
import io
import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.files import archive as archives
from engine.files.archive import read_npz
from engine.files.records import load, save
from engine.files.whole_file import whole_file
from engine.forward.simulate import simulate
from engine.messages import MESSAGES, EngineError, say
from engine.record.gates import QUANTITIES
from engine.record.gradient_flow import GradientFlow
from engine.record.hold import Hold
from engine.record.provenance import BadValue, Provenance
from engine.record.trace import Trace
from tests.support.networks import random_network

PROVENANCE = Provenance(
    model="reviews-en-lstm",
    cell="lstm",
    task="reviews-en",
    language="en",
    weights_sha256="ab" * 32,
    seed=3,
    device="cpu",
    dtype="float32",
    trained=True,
    accuracy=0.81,
    hidden_size=2,
    layers=2,
    versions=(("python", "3.11"), ("torch", "2.13")),
    output=0,
)


def small_trace(tokens: tuple[str, ...] = ("so", "good", "!"), dtype: str = "float32") -> Trace:
    random = np.random.default_rng(0)

    def numbers(width: int) -> np.ndarray:
        return random.normal(size=(len(tokens), width)).astype(dtype)

    keys = [f"{symbol}_l{layer}" for layer in range(2) for symbol in ("f_in", "f", "c", "h")]
    arrays = {"x_l0": numbers(3), **{key: numbers(2) for key in keys}, "output": numbers(1)}
    return Trace("lstm", tokens, np.array([True] * len(tokens)), arrays, PROVENANCE)


def small_flow() -> GradientFlow:
    norms = np.array([[0.5, np.nan, np.nan], [1e-30, 0.25, np.nan]], dtype=np.float32)
    return GradientFlow(np.array([0, 1]), {"norm_h_l0": norms, "norm_x": norms * 2}, PROVENANCE)


def test_a_trace_cannot_be_changed():
    trace = small_trace()
    with pytest.raises(ValueError, match="read-only"):
        trace["h_l0"][0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        trace.before("h", 0, 0)[0] = 1
    with pytest.raises(TypeError):
        trace.arrays["h_l0"] = np.zeros((3, 2))
    with pytest.raises(AttributeError):
        trace.tokens = ()


def test_a_gradient_flow_cannot_be_changed():
    flow = small_flow()
    with pytest.raises(ValueError, match="read-only"):
        flow["norm_x"][0, 0] = 1
    with pytest.raises(TypeError):
        flow.arrays["norm_x"] = np.zeros((2, 3))


def test_records_stay_read_only_on_their_way_between_processes():
    trace, flow = pickle.loads(pickle.dumps((small_trace(), small_flow())))
    assert trace.provenance == PROVENANCE
    assert list(trace.arrays) == list(small_trace().arrays)
    assert (trace["c_l1"] == small_trace()["c_l1"]).all()
    assert not trace["c_l1"].flags.writeable
    assert not flow["norm_x"].flags.writeable
    assert not trace.known.flags.writeable


def test_a_trace_knows_its_sizes_and_the_state_before_a_token():
    trace = small_trace()
    assert (trace.length, trace.hidden_size, trace.layers) == (3, 2, 2)
    assert trace.before("c", 1, 0).tolist() == [0, 0]
    assert (trace.before("c", 1, 2) == trace["c_l1"][1]).all()
    assert trace.values("x", 1) is trace["h_l0"]
    assert trace.values("h_new", 1) is trace["h_l1"]


@pytest.mark.parametrize(
    ("key", "place", "expected"),
    [
        ("c_l1", (1, 0), BadValue(1, 1, "c")),
        ("f_in_l0", (2, 1), BadValue(2, 0, "f_in")),
        ("output", (0, 0), BadValue(0, 1, "output")),
    ],
)
def test_the_first_bad_value_is_found(key, place, expected):
    arrays = {name: array.copy() for name, array in small_trace().arrays.items()}
    assert small_trace().first_bad() is None
    arrays[key][place] = np.inf
    arrays["h_l1"][2] = np.nan  # later than any of them
    assert Trace("lstm", ("a", "b", "c"), np.ones(3, bool), arrays, PROVENANCE).first_bad() == expected


def test_of_two_bad_values_at_one_token_the_one_computed_first_is_named():
    arrays = {name: array.copy() for name, array in small_trace().arrays.items()}
    for key in ("h_l1", "h_l0", "c_l0", "f_in_l1"):
        arrays[key][1] = np.nan
    bad = Trace("lstm", ("a", "b", "c"), np.ones(3, bool), arrays, PROVENANCE).first_bad()
    assert bad == BadValue(1, 0, "c")


def test_tokens_and_known_are_asked_for_as_in_the_file():
    trace = replace(small_trace(), known=np.array([True, False, True]))
    assert trace["tokens"].tolist() == ["so", "good", "!"]
    assert trace["known"].tolist() == [True, False, True]


def test_one_output_is_chosen_for_the_whole_trace():
    """The largest at the last token, whatever was larger before; the choice travels with the trace."""
    output = np.array([[3.0, 0.0], [3.0, 1.0], [-2.0, 1.0]], dtype=np.float32)
    trace = small_trace()
    several = replace(
        trace, arrays={**trace.arrays, "output": output}, provenance=replace(PROVENANCE, output=None)
    )
    assert several.provenance.output == 1
    assert pickle.loads(pickle.dumps(several)).provenance.output == 1
    assert replace(several, provenance=replace(PROVENANCE, output=0)).provenance.output == 0
    states = {key: array for key, array in trace.arrays.items() if key != "output"}
    alone = replace(trace, arrays=states, provenance=replace(PROVENANCE, output=None))
    assert alone.provenance.output is None
    for wrong in (2, -1):
        with pytest.raises(EngineError, match="provenance"):
            replace(several, provenance=replace(PROVENANCE, output=wrong))
    assert replace(alone, provenance=replace(PROVENANCE, output=0)).provenance.output is None


def test_nothing_has_no_sign_in_a_table(tmp_path):
    trace = small_trace()
    arrays = {key: -0.0 * np.abs(array) for key, array in trace.arrays.items()}
    save(tmp_path / "trace.csv", replace(trace, arrays=arrays))
    assert "-0" not in (tmp_path / "trace.csv").read_text(encoding="utf-8-sig")


def test_a_row_of_a_gradient_is_found_by_its_token():
    flow = GradientFlow(np.array([7]), {"norm_x": np.ones((1, 9))}, PROVENANCE)
    assert flow.length == 9
    assert flow.row("norm_x", 7).tolist() == [1] * 9
    for key, tau in [("norm_x", 6), ("norm_x", 8), ("norm_h_l0", 7)]:
        assert flow.row(key, tau) is None


def test_shapes_that_do_not_fit_are_refused():
    arrays = dict(small_trace().arrays)
    with pytest.raises(EngineError, match="known"):
        Trace("lstm", ("a", "b", "c"), np.ones(2, bool), arrays, PROVENANCE)
    with pytest.raises(EngineError, match="x_l0"):
        Trace("lstm", ("a", "b"), np.ones(2, bool), arrays, PROVENANCE)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"model": 1}', '{"versions": 3}', "[" * 100_000])
def test_a_damaged_provenance_is_refused(text):
    with pytest.raises(EngineError, match="provenance"):
        Provenance.from_json(text)


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


@given(tokens=st.lists(words, min_size=1, max_size=6), dtype=st.sampled_from(["float32", "float64"]))
def test_a_trace_comes_back_from_a_file_as_it_was(tokens, dtype, tmp_path_factory):
    path = tmp_path_factory.mktemp("records") / "trace.npz"
    trace = small_trace(tuple(tokens), dtype)
    save(path, trace)
    found = load(Trace, path)
    assert (found.cell, found.tokens, found.provenance) == (trace.cell, trace.tokens, trace.provenance)
    assert (found.known == trace.known).all()
    assert list(found.arrays) == list(trace.arrays)
    for key, array in trace.arrays.items():
        assert found[key].dtype == dtype
        assert (found[key] == array).all()


def test_a_gradient_comes_back_from_a_file_as_it_was(tmp_path):
    save(tmp_path / "gradient.npz", small_flow())
    found = load(GradientFlow, tmp_path / "gradient.npz")
    assert found.provenance == PROVENANCE
    assert found.rows.tolist() == [0, 1]
    np.testing.assert_array_equal(found["norm_x"], small_flow()["norm_x"])


def test_a_trace_as_a_table_holds_every_number(tmp_path):
    trace = replace(
        small_trace(('comma, "quote"', "new\nline", "太棒了")), known=np.array([True, True, False])
    )
    save(tmp_path / "trace.csv", trace)
    with (tmp_path / "trace.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["token_index", "token", "layer", "quantity", "unit", "value"]
    assert len(rows) == len(trace.tokens) + sum(array.size for array in trace.arrays.values())
    assert [row["value"] for row in rows if row["quantity"] == "known"] == ["1", "1", "0"]
    for row in rows[len(trace.tokens) :]:
        quantity, layer = row["quantity"], int(row["layer"])
        key = quantity if quantity == "output" else f"{quantity}_l{layer}"
        assert trace.tokens[int(row["token_index"])] == row["token"]
        assert np.float32(row["value"]) == trace[key][int(row["token_index"]), int(row["unit"])]


def test_a_table_says_what_was_held(tmp_path):
    held = replace(PROVENANCE, holds=(Hold("f", 0.5, 1, 2), Hold("c", 0.0, unit=3)))
    for name, record in (("trace.csv", small_trace()), ("gradient.csv", small_flow())):
        save(tmp_path / name, replace(record, provenance=held))
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert {row["hold"] for row in rows} == {"f=0.5@1:2 c=0.0#3"}


def test_a_gradient_as_a_table_leaves_out_what_comes_later(tmp_path):
    save(tmp_path / "gradient.csv", small_flow())
    lines = (tmp_path / "gradient.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[:2] == ["tau,token_index,layer,quantity,output,value", "0,0,0,norm_h,0,0.5"]
    assert lines[-1] == "1,1,0,norm_x,0,0.5"
    assert len(lines) == 1 + 2 * 3


@pytest.mark.parametrize(
    "save", [lambda path: save(path, small_trace()), lambda path: save(path, small_flow())]
)
def test_places_that_cannot_be_written_are_named(save, tmp_path):
    with pytest.raises(EngineError, match="There is no folder"):
        save(tmp_path / "nowhere" / "a.npz")
    with pytest.raises(EngineError, match=r"must end in one of \.npz, \.csv"):
        save(tmp_path / "a.xlsx")
    (tmp_path / "folder.npz").mkdir()
    with pytest.raises(EngineError, match="cannot be written"):
        save(tmp_path / "folder.npz")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.npz"], "nothing half written is left"


def test_a_failed_save_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")

    def fill_the_disk() -> None:
        with whole_file(path) as file:
            file.write(b"half of the n")
            raise OSError(28, "No space left on device")

    with pytest.raises(EngineError, match="No space left"):
        fill_the_disk()
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [("a.txt", "old")]


def hostile_archives() -> Iterator[tuple[str, bytes]]:
    good = io.BytesIO()
    np.savez(good, tokens=np.array(["a"]), known=np.array([True]), h_l0=np.zeros((1, 2)), provenance="{}")
    yield "empty", b""
    yield "text", b"no archive at all"
    yield "cut", good.getvalue()[:-40]
    yield "flipped", good.getvalue()[:60] + b"\xff" + good.getvalue()[61:]
    for name, arrays in {
        "pickled": {"tokens": np.array([{"a": 1}], dtype=object)},
        "nothing": {"h_l0": np.zeros((1, 2))},
        "no provenance": {"tokens": np.array(["a"]), "known": np.array([True]), "h_l0": np.zeros((1, 2))},
    }.items():
        archive = io.BytesIO()
        np.savez(archive, **arrays)
        yield name, archive.getvalue()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        header = io.BytesIO()
        np.lib.format.write_array_header_1_0(
            header, {"descr": "<f4", "fortran_order": False, "shape": (10**15, 2)}
        )
        written.writestr("h_l0.npy", header.getvalue())
    yield "claims a petabyte", archive.getvalue()


@pytest.mark.parametrize(
    ("name", "content"), list(hostile_archives()), ids=lambda value: value if isinstance(value, str) else ""
)
@pytest.mark.parametrize("kind", [Trace, GradientFlow])
def test_a_damaged_or_hostile_record_costs_one_sentence(kind, name, content, tmp_path):
    path = tmp_path / "record.npz"
    path.write_bytes(content)
    with pytest.raises(EngineError) as refusal:
        load(kind, path)
    assert refusal.value.key == "record_damaged"


def test_an_archive_that_would_unpack_to_too_much_is_refused(tmp_path, monkeypatch):
    """Nothing compresses like zeros: a small file, whose table of contents tells the truth."""
    np.savez_compressed(tmp_path / "bomb.npz", h_l0=np.zeros((2_000, 200), np.float32))
    assert (tmp_path / "bomb.npz").stat().st_size < 10_000
    assert read_npz(tmp_path / "bomb.npz", ("h_l0",))["h_l0"].shape == (2_000, 200)
    monkeypatch.setattr(archives, "LARGEST_RECORD_MB", 1)
    with pytest.raises(EngineError, match=r"h_l0\.npy"):
        read_npz(tmp_path / "bomb.npz", ("h_l0",))


def test_arrays_come_back_as_they_lay_and_empty_ones_too(tmp_path):
    by_columns = np.asfortranarray(np.arange(6, dtype=np.float32).reshape(2, 3))
    np.savez(tmp_path / "arrays.npz", by_columns=by_columns, empty=np.zeros((0, 3)), word=np.array("好"))
    found = read_npz(tmp_path / "arrays.npz", ())
    np.testing.assert_array_equal(found["by_columns"], by_columns)
    assert found["empty"].shape == (0, 3)
    assert found["word"].item() == "好"


def test_a_record_that_is_not_there_is_named(tmp_path):
    with pytest.raises(EngineError, match=r"There is no file .*nothing\.npz"):
        load(Trace, tmp_path / "nothing.npz")


def test_every_gate_has_its_words():
    for symbol, quantity in QUANTITIES.items():
        assert quantity.symbol == symbol
        assert quantity.low < quantity.high
        assert {quantity.label, quantity.low_means, quantity.high_means} <= set(MESSAGES)


def test_an_error_keeps_its_key_and_fields_between_processes():
    error = pickle.loads(pickle.dumps(EngineError("no_such_token", token=9, last=3)))
    assert (
        str(error)
        == "There is no token 9: the text has tokens 0 to 3."
        == say("no_such_token", token=9, last=3)
    )
    assert (error.key, error.fields) == ("no_such_token", {"token": 9, "last": 3})


def test_records_cells_and_models_are_read_without_torch():
    program = (
        "import engine.files.records, engine.forward.recorder, engine.process.requests, engine.cells,"
        " engine.data.tokenizer, engine.models.library,"
        " engine.analysis.memory_ledger, engine.forward.step_path, sys;"
        " engine.models.library.shipped(); sys.exit('torch' in sys.modules)"
    )
    root = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", program], cwd=root, env=dict(os.environ)).returncode == 0


def test_words_are_stored_without_the_padding_of_the_longest(tmp_path):
    """A long one costs its own letters, not as many for every other."""
    network = random_network("rnn", reads_text=True)
    sizes = {}
    for name, word in (("short", "zzz"), ("long", "z" * 100)):
        trace = simulate(network, f"{'box ' * 5000}{word}")
        save(tmp_path / f"{name}.npz", trace)
        assert load(Trace, tmp_path / f"{name}.npz").tokens == trace.tokens
        with np.load(tmp_path / f"{name}.npz", allow_pickle=False) as stored:
            assert stored["tokens"].tolist() == list(trace.tokens)
        sizes[name] = (tmp_path / f"{name}.npz").stat().st_size
    assert sizes["long"] - sizes["short"] < 20_000  # padded, 5,000 words of 100 letters take 2,000,000 bytes
