"""The command line: what it writes, what it says, and its exit codes."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

import main
from engine.files.records import load
from engine.models.formats.safetensors_file import write_network
from engine.models.library import shipped
from engine.models.network import ModelCard, SeedAccuracy
from engine.record.forgetting import Forgetting
from engine.record.gradient_flow import GradientFlow
from engine.record.gradient_paths import GradientPaths
from engine.record.jacobians import Jacobians
from engine.record.leave_one_out import LeaveOneOut
from engine.record.memory import Memory
from engine.record.trace import Trace
from engine.service import memory, open_model
from engine.training.tasks.table import TASKS
from tests.support.networks import random_network

TEXT = "Amazing! I only ate half of it."


def test_memory_writes_what_each_token_has_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "m.npz"
    assert main.main(["memory", "memory-en-lstm", "--text", TEXT, "--at", "3", "-o", str(out)]) == 0
    found, expected = load(Memory, out), memory(open_model("memory-en-lstm"), text=TEXT, at=3)
    assert (found.at, found.tokens) == (3, ("Amazing", "!", "I", "only"))
    for key, array in expected.arrays.items():
        np.testing.assert_array_equal(found[key], array)
    said = capsys.readouterr()
    assert "one of several possible allocations" in said.out
    assert not said.err
    table = tmp_path / "m.csv"
    assert main.main(["memory", "memory-en-gru", "--text", TEXT, "-o", str(table)]) == 0
    assert table.read_text(encoding="utf-8-sig").startswith(
        "tau,token_index,token,layer,quantity,unit,value\n8,0,Amazing"
    )


def test_every_task_is_named_where_one_looks_for_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "500")  # names are not parted at their hyphens
    with pytest.raises(SystemExit):
        main.main(["train", "--help"])
    helped = capsys.readouterr().out
    readme = (Path(main.__file__).parent / "README.md").read_text(encoding="utf-8")
    [usage] = [line for line in readme.splitlines() if line.startswith("python main.py train TASK")]
    for task in TASKS:
        assert re.search(rf"(?<![\w-]){task}(?![\w-])", helped), task
        assert re.search(rf"(?<![\w-]){task}(?![\w-])", usage), task


def test_memory_of_vectors(tmp_path: Path) -> None:
    size = open_model("memory-en-lstm").input_size
    np.save(tmp_path / "x.npy", np.ones((4, size)))
    arguments = [
        "memory",
        "memory-en-lstm",
        "--input",
        str(tmp_path / "x.npy"),
        "-o",
        str(tmp_path / "m.npz"),
    ]
    assert main.main(arguments) == 0
    assert load(Memory, tmp_path / "m.npz").tokens == ("0", "1", "2", "3")


@pytest.mark.parametrize("at", [[], ["--at", "3"]])
def test_a_gradient_with_paths_is_one_file_with_both(at: list[str], tmp_path: Path) -> None:
    out, tau = str(tmp_path / "g.npz"), int(at[1]) if at else 8
    assert main.main(["gradient", "memory-en-lstm", "--text", TEXT, "--paths", *at, "-o", out]) == 0
    flow, paths = load(GradientFlow, out), load(GradientPaths, out)
    assert flow.rows.tolist() == ([3] if at else list(range(9)))
    assert (paths.at, paths["grad_h_l0"].shape) == (tau, (9, 32))
    row = flow.row("norm_c_l0", tau)
    assert row is not None
    np.testing.assert_allclose(np.linalg.norm(paths["grad_c_l0"], axis=1), row, rtol=1e-4)


def test_a_gradient_with_jacobians_is_one_file_with_both(tmp_path: Path) -> None:
    out = str(tmp_path / "g.npz")
    assert main.main(["gradient", "memory-en-lstm", "--text", TEXT, "--jacobian", "--paths", "-o", out]) == 0
    with np.load(out) as arrays:
        assert arrays["norm_h_l0"].shape == arrays["norm_jacobian_l0"].shape == (9, 9)
        assert arrays["sigma_l0"].shape == (9, 64)
    assert load(GradientFlow, out).rows.tolist() == load(Jacobians, out).rows.tolist() == list(range(9))
    assert load(GradientPaths, out).at == 8
    assert main.main(["gradient", "memory-en-rnn", "--text", TEXT, "--jacobian", "--at", "3", "-o", out]) == 0
    assert load(Jacobians, out)["norm_jacobian_l0"].shape == (1, 9)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--page", "gates"], "Unknown page gates: choose one of story, step, memory, backward, laboratory."),
        (["--page", "step", "models"], "--page is for the window, not for a command. See:"),
    ],
)
def test_a_page_that_does_not_exist_is_a_mistake(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code: object = main.main(arguments)
    except SystemExit as left:
        code = left.code
    printed, error = capsys.readouterr()
    assert (code, printed, error.count("\n")) == (2, "", 1)
    assert error.startswith(said)


@pytest.mark.parametrize(
    ("change", "word"), [(["--replace", "0=Terrible"], "Terrible"), (["--drop", "0"], None)]
)
def test_forget_compares_two_runs(change: list[str], word: str | None, tmp_path: Path) -> None:
    out = str(tmp_path / "f.npz")
    assert main.main(["forget", "reviews-en-lstm", "--text", TEXT, *change, "-o", out]) == 0
    found = load(Forgetting, out)
    assert (found.at, found.word, len(found.tokens)) == (0, word, 9)
    assert found["difference_c_l0"][1:].any()
    table = tmp_path / "f.csv"
    assert main.main(["forget", "reviews-en-gru", "--text", TEXT, *change, "-o", str(table)]) == 0
    assert table.read_text(encoding="utf-8-sig").startswith(
        "token_index,token,layer,quantity,unit,value\n0,Amazing"
    )


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_forget_each_compares_every_word(cell: str, tmp_path: Path) -> None:
    model, out, one = f"reviews-en-{cell}", str(tmp_path / "e.npz"), str(tmp_path / "d.npz")
    assert main.main(["forget", model, "--text", TEXT, "--each", "-o", out]) == 0
    assert main.main(["forget", model, "--text", TEXT, "--drop", "2", "-o", one]) == 0
    found, alone = load(LeaveOneOut, out), load(Forgetting, one)
    assert found["effect_output"].shape == (9, 9)
    np.testing.assert_allclose(
        found["norm_difference_h_l0"][3:, 2], alone["norm_difference_h_l0"][3:], atol=1e-5
    )
    assert main.main(["forget", model, "--text", TEXT, "--each", "--at", "2", "-o", one]) == 0
    assert load(LeaveOneOut, one)["effect_output"].shape == (9, 1)


def test_what_is_held_is_held_in_every_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    held, out = ["--hold", "f=0@2:4", "--hold", "f=0.5@3:4#7"], str(tmp_path / "o.npz")
    for command in (["trace"], ["gradient"], ["memory"], ["forget", "--each"], ["forget", "--drop", "1"]):
        name, *rest = command
        assert main.main([name, "reviews-en-lstm", "--text", TEXT, *rest, *held, "-o", out]) == 0
        assert "Held: f=0.0@2:4, f=0.5@3:4#7." in capsys.readouterr().err
        if name == "trace":
            f = load(Trace, out)["f_l0"]
            assert not f[2].any()
            assert np.flatnonzero(f[3]).tolist() == [7]
            assert f[4].all()
    picture = str(tmp_path / "p.csv")
    shown = ["--panel", "gate_bars", "--token", "2", *held, "-o", picture]
    assert main.main(["render", "reviews-en-lstm", "--text", TEXT, *shown]) == 0
    assert "Held" in capsys.readouterr().err
    assert main.main(["memory", "reviews-en-lstm", "--text", TEXT, "--hold", "h=0#1", "-o", out]) == 0
    assert "there is none for that token" in capsys.readouterr().out
    assert "share" not in load(Memory, out)


def test_forget_reads_vectors(tmp_path: Path) -> None:
    vectors, out = tmp_path / "x.npy", str(tmp_path / "f.npz")
    size = open_model("reviews-en-gru").input_size
    np.save(vectors, np.random.default_rng(0).standard_normal((5, size)))
    for change in (["--drop", "1"], ["--each"]):
        assert main.main(["forget", "reviews-en-gru", "--input", str(vectors), *change, "-o", out]) == 0
    assert load(LeaveOneOut, out).left_out.tolist() == list(range(5))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["memory", "memory-en-rnn", "--text", TEXT, "-o", "m.npz"], "each token overwrites"),
        (["memory", "memory-en-lstm", "--text", TEXT, "--at", "99", "-o", "m.npz"], "tokens 0 to 8"),
        (["memory", "memory-en-lstm", "--text", " ", "-o", "m.npz"], "empty"),
        (["memory", "memory-en-lstm", "--text", TEXT, "-o", "m.png"], "must end in one of .npz, .csv"),
        (["forget", "memory-en-lstm", "--text", TEXT, "--replace", "box", "-o", "f.npz"], "N=WORD"),
        (["forget", "memory-en-lstm", "--text", TEXT, "--replace", "0=a b", "-o", "f.npz"], "2 tokens"),
        (["forget", "memory-en-lstm", "--text", TEXT, "--drop", "9", "-o", "f.npz"], "tokens 0 to 8"),
        (["forget", "memory-en-lstm", "--text", TEXT, "--each", "--at", "9", "-o", "f.npz"], "tokens 0 to 8"),
        (["forget", "memory-en-lstm", "--text", TEXT, "--drop", "1", "--at", "9", "-o", "f.npz"], "--each"),
        (["trace", "memory-en-lstm", "--text", TEXT, "--hold", "f=2", "-o", "f.npz"], "between 0.0 and 1.0"),
        (["trace", "memory-en-gru", "--text", TEXT, "--hold", "f=1", "-o", "f.npz"], "r, z, n, h"),
        (["gradient", "memory-en-gru", "--text", TEXT, "--hold", "z=1@3:99", "-o", "f.npz"], "within 0 to 9"),
        (["memory", "memory-en-gru", "--text", TEXT, "--hold", "z=1#32", "-o", "f.npz"], "0 to 31"),
        (["forget", "memory-en-gru", "--text", TEXT, "--each", "--hold", "z", "-o", "f.npz"], "no hold"),
        (
            ["gradient", "memory-en-lstm", "--text", TEXT, "--paths", "--at", "9", "-o", "f.npz"],
            "tokens 0 to 8",
        ),
        (["gradient", "memory-en-lstm", "--text", TEXT, "-o", "f.csv"], "must end in one of .npz"),
        (["memory", "memory-en-lstm", "--input", "no.npy", "-o", "m.npz"], "no file"),
    ],
)
def test_a_mistake_costs_one_sentence_and_writes_nothing(
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main.main(arguments) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
    assert not list(tmp_path.iterdir())


LONG_NAMES = ("a" * 300, "b" * 6000, "This is a film that I loved. " * 20, "nul\0", "half \udcff", "")


@pytest.mark.parametrize("name", LONG_NAMES, ids=range(6))
def test_any_name_costs_one_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments in (
        ["trace", name, "--text", TEXT, "-o", "t.npz"],
        ["trace", "memory-en-rnn", "--input", f"{name}.npy", "-o", "t.npz"],
        ["memory", "memory-en-lstm", "--text", TEXT, "-o", f"{name}/t.npz"],
        ["render", name, "--text", TEXT, "--panel", "gate_bars", "--token", "0", "-o", "r.png"],
        ["render", "memory-en-lstm", "--text", TEXT, "--panel", name, "--token", "0", "-o", "r.png"],
        ["trace", "memory-en-rnn", "--text", TEXT, "-o", "t.npz", "--device", name],
        ["trace", "memory-en-rnn", "--text", TEXT, "-o", "t.npz", "--dtype", name],
        ["forget", "memory-en-rnn", "--text", TEXT, "-o", "t.npz", "--replace", name],
        ["train", name, "--cell", "rnn", "-o", "m.safetensors"],
        ["train", "reviews-en", "--cell", name, "-o", "m.safetensors"],
    ):
        if name == "" and arguments[0] == "memory":
            continue  # "/t.npz" is a name like any other
        assert main.main(arguments) == 2, arguments
        said = capsys.readouterr().err
        assert said.count("\n") == 1, said
        assert len(said) < 1500
        assert said.rstrip("\n").isprintable()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("given", ["\x1b[31mred", "a\nb", "abc\u202etxt", "\u2066x", "tab\t", "\x7f"])
def test_what_has_no_shape_is_escaped_wherever_a_name_is_shown(
    given: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "t.npz")
    for arguments in (
        ["trace", given, "--text", TEXT, "-o", out],
        ["trace", "memory-en-rnn", "--text", TEXT, "-o", str(tmp_path / given / "t.npz")],
        ["trace", "memory-en-rnn", "--text", TEXT, "-o", out, "--device", given],
    ):
        assert main.main(arguments) == 2
        assert repr(given)[1:-1] in capsys.readouterr().err
    for arguments in (
        ["trace", "m", "--text", TEXT, "-o", out, given],
        ["trace", "m", "--at", given, "-o", out],
    ):
        with pytest.raises(SystemExit) as ending:
            main.main(arguments)
        assert ending.value.code == 2
        assert capsys.readouterr().err.rstrip("\n").isprintable()


@pytest.mark.parametrize("thing", ["folder", "pipe", "endless"])
def test_what_is_no_file_is_neither_waited_for_nor_read(
    thing: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("x.npy", "x.csv", "m.safetensors"):
        path = tmp_path / name
        if thing == "folder":
            path.mkdir()
        elif thing == "pipe":
            os.mkfifo(path)
        else:
            path.symlink_to("/dev/zero")
        model = ["m" if name[0] == "x" else str(path)]
        what = ["--input", str(path)] if name[0] == "x" else ["--text", TEXT]
        model = ["memory-en-rnn"] if name[0] == "x" else [str(path)]
        assert main.main(["trace", *model, *what, "-o", str(tmp_path / "t.npz")]) == 2
        assert "is not a file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (["--width-mm", "1e-9"], "5 to 5000 mm"),
        (["--width-mm", "nan"], "5 to 5000 mm"),
        (["--width-mm", "inf"], "5 to 5000 mm"),
        (["--width-mm", "-5"], "5 to 5000 mm"),
        (["--dpi", "2400"], "10 to 1200 dpi"),
        (["--dpi", "1000000000"], "10 to 1200 dpi"),
        (["--dpi", "0"], "10 to 1200 dpi"),
        (["--token", str(10**30)], "tokens 0 to 8"),
        (["--token", "-1"], "tokens 0 to 8"),
        (["--unit", str(10**30)], "units are 0 to 31"),
        (["--theme", ""], "Unknown theme"),
        (["--stage", ""], "Unknown stage"),
        (["--device", "cuda:99"], "cuda:99"),
        (["--device", "cuda:" + "9" * 5000], "cuda:999"),
        (["--device", "cuda:-1"], "cuda:-1"),
        (["--device", "cuda:"], "Unknown device"),
        (["--device", "CPU"], "choose auto, cpu"),
        (["--dtype", "float16"], "choose float32 or float64"),
        (["--replace", "=x"], "N=WORD"),
        (["--replace", "1" * 5000 + "=x"], "N=WORD"),
    ],
    ids=range(20),
)
def test_a_value_out_of_bounds_is_said_with_its_bounds(
    wrong: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["render", "memory-en-lstm", "--text", TEXT, "--panel", "gate_bars", "--token", "0"]
    assert main.main([*arguments, "-o", str(tmp_path / "r.png"), *wrong]) == 2
    assert sentence in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_seed_beyond_what_torch_takes_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "m.safetensors")
    for seed in (2**64, 2**63, -1):
        assert main.main(["train", "reviews-en", "--cell", "rnn", f"--seed={seed}", "-o", out]) == 2
        assert "A seed is 0 to" in capsys.readouterr().err


def test_a_seed_that_is_given_twice_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "m.safetensors")
    assert main.main(["train", "reviews-en", "--cell", "rnn", "--seed", "3", "1", "3", "-o", out]) == 2
    assert capsys.readouterr().err == "Seeds are one or more, each once; not [3, 1, 3].\n"


@pytest.mark.parametrize(
    ("given", "seeds"), [([], [0]), (["--seed", "4"], [4]), (["--seed", "0", "1"], [0, 1])]
)
def test_training_says_which_seed_it_kept(
    given: list[str],
    seeds: list[int],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def train(task: object, cell: str, seeds: list[int], out_path: Path, job: object) -> ModelCard:
        tried = {seed: SeedAccuracy(0.7 + seed / 10, {0: 0.75}) for seed in seeds}
        return ModelCard("m", cell, seed=seeds[-1], accuracy=0.75, by_seed=tried)

    monkeypatch.setattr("engine.training.train.train", train)
    out = str(tmp_path / "m.safetensors")
    assert main.main(["train", "reviews-en", "--cell", "rnn", *given, "-o", out]) == 0
    kept = f" (seed {seeds[-1]}, the best on the validation part)" if len(seeds) > 1 else ""
    assert capsys.readouterr().out == f"m: 0.750 of unseen texts right{kept}\n"


@pytest.fixture
def two_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two networks ship, of which one was trained from two seeds for a memory task."""
    figures = {1: SeedAccuracy(0.7004, {0: 0.75, 80: 0.7}), 0: SeedAccuracy(0.69, {0: 0.76, 80: 0.5})}
    cards = (
        {"name": "far-gru", "seed": 1, "accuracy": 0.75, "accuracy_by_distance": {0: 0.75, 80: 0.7}},
        {"name": "near-gru", "accuracy": 0.8},
    )
    for entries, by_seed in zip(cards, (figures, {}), strict=True):
        network = random_network("gru", reads_text=True)
        card = replace(network.card, by_seed=by_seed, **entries)
        write_network(replace(network, card=card), tmp_path / f"{card.name}.safetensors")
    monkeypatch.setattr("engine.models.library.MODELS", tmp_path)
    monkeypatch.setattr("engine.models.library.shipped", partial(shipped, tmp_path))


@pytest.mark.usefixtures("two_models")
def test_the_list_of_models_says_every_seed_and_distance(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["models"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert re.split(" {2,}", head)[-3:] == [
        "TEST ACCURACY",
        "SEED: VALIDATION TEST",
        "TEST AFTER NEUTRAL TOKENS",
    ]
    far, near = (" ".join(row.split()) for row in rows)
    assert far.endswith(" 0.750 1: 0.700 0.750, 0: 0.690 0.760 80: 0.700")
    assert near.endswith(" 0.800")


@pytest.mark.usefixtures("two_models")
def test_the_models_as_json_say_all_that_the_headers_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["models", "--json"]) == 0
    far, near = json.loads(capsys.readouterr().out)
    assert (far["name"], far["cell"], far["sizes"]["hidden"], near["name"]) == (
        "far-gru",
        "gru",
        5,
        "near-gru",
    )
    assert far["accuracy"] == {"test": 0.75, "by_distance": {"0": 0.75, "80": 0.7}}
    assert far["by_seed"]["0"] == {"validation": 0.69, "test": {"0": 0.76, "80": 0.5}}
    assert list(far["by_seed"]) == ["1", "0"]
    assert near["by_seed"] == {}
    assert "notes" not in far


def test_training_tries_its_target_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "m.safetensors").mkdir()
    for out in ("m.safetensors", "a" * 252 + ".safetensors", "missing/m.safetensors"):
        assert main.main(["train", "reviews-en", "--cell", "rnn", "-o", str(tmp_path / out)]) == 2
        assert "Getting the texts" not in capsys.readouterr().err


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="/dev/full is Linux's")
def test_a_reader_that_takes_nothing_or_leaves_is_no_fault_of_ours() -> None:
    program = [sys.executable, str(Path(main.__file__))]
    with open("/dev/full", "w") as full:
        run = subprocess.run([*program, "models"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert run.returncode == 2
    assert "No space left" in run.stderr
    first, end = os.pipe()
    os.close(first)
    run = subprocess.run([*program, "models"], stdout=end, stderr=subprocess.PIPE, text=True)
    os.close(end)
    assert (run.returncode, run.stderr) == (0, "")


def test_what_was_assumed_of_a_network_is_one_sentence_and_no_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tensors = {name: array.copy() for name, array in random_network("rnn", outputs=0).tensors().items()}
    save_file(tensors, tmp_path / "m.safetensors")
    np.save(tmp_path / "x.npy", np.ones((3, 4)))
    arguments = [str(tmp_path / "m.safetensors"), "--input", str(tmp_path / "x.npy"), "-o"]
    for command in ("trace", "gradient"):
        assert main.main([command, *arguments, str(tmp_path / f"{command}.npz")]) == 0
        (sentence,) = capsys.readouterr().err.splitlines()
        assert sentence.startswith("m.safetensors does not say whether its RNN squashes by tanh or relu")


def test_a_letter_network_keeps_capitals_and_white_space(tmp_path: Path) -> None:
    vocabulary = ["<unk>", *"abcdelz", *"ACDLNOZ", " ", "'"]
    size = len(vocabulary)
    tensors = random_network("rnn", inputs=size, outputs=0).tensors()
    tensors = {name: array.astype(np.float32) for name, array in tensors.items()}
    tensors["embedding.weight"] = np.eye(size, dtype=np.float32)
    header = {"cell": "rnn", "tokenizer": {"kind": "characters", "vocabulary": vocabulary}}
    save_file(tensors, tmp_path / "m.safetensors", {"gatescope": json.dumps(header)})
    text, out = "O'N De la C?", tmp_path / "out.npz"
    assert main.main(["trace", str(tmp_path / "m.safetensors"), "--text", text, "-o", str(out)]) == 0
    record = load(Trace, out)
    assert record.tokens == tuple(text)
    assert record.known.tolist() == [True] * 11 + [False]
    rows = [vocabulary.index(letter) for letter in text[:-1]]
    np.testing.assert_array_equal(record["x_l0"].argmax(axis=1), [*rows, 0])
