"""The command line: what it writes, what it says, and its exit codes."""

from pathlib import Path

import numpy as np
import pytest

import main
from engine.files.records import load
from engine.record.forgetting import Forgetting
from engine.record.gradient_flow import GradientFlow
from engine.record.gradient_paths import GradientPaths
from engine.record.jacobians import Jacobians
from engine.record.memory import Memory
from engine.service import memory, open_model

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
