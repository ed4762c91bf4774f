"""`main.py render` without a window: the shipped networks, one picture, one sentence for each mistake."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from engine.forward.simulate import simulate
from engine.messages import EngineError
from engine.models.formats.safetensors_file import write_network
from engine.models.library import open_model
from engine.record.hold import Hold
from gui.export import headless, render
from gui.panel import Panel
from gui.panels import PANELS
from gui.scene import Moment, Scene
from gui.view import WordChange
from tests.support.networks import random_network

pytestmark = pytest.mark.usefixtures("qapp")
TEXT = "Amazing! This box of cereal gave me a perfectly balanced breakfast."
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def scenes(monkeypatch: pytest.MonkeyPatch) -> list[Scene]:
    """What is handed to the export, which is let through."""
    seen: list[Scene] = []
    export = render.export

    def listen(panel: object, scene: Scene, *arguments: object, **options: object) -> None:
        seen.append(scene)
        export(panel, scene, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(render, "export", listen)
    return seen


def test_the_names_are_the_panels_in_the_windows_order() -> None:
    assert headless.panel_names() == tuple(PANELS)
    assert {"state_plot", "gradient_plot"} <= set(headless.panel_names())


@pytest.mark.parametrize("name", PANELS)
@pytest.mark.parametrize("back", [None, 4])
def test_every_panel_becomes_the_table_that_the_window_exports(
    name: str, back: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[type[Panel], Scene, Moment]] = []
    write = render.table_to_csv

    def listen(panel: type[Panel], scene: Scene, moment: Moment, out: Path) -> None:
        seen.append((panel, scene, moment))
        write(panel, scene, moment, out)

    monkeypatch.setattr(render, "table_to_csv", listen)
    headless.render("reviews-en-lstm", TEXT, name, 4, tmp_path / "a.csv", {"origin": back})
    panel, scene, moment = seen[0]
    table = panel().table(scene, moment)
    lines = list(csv.reader((tmp_path / "a.csv").open(encoding="utf-8-sig", newline="")))
    assert lines[0] == list(table.columns)
    assert len(lines) == 1 + len(table.rows) > 1
    assert not {"-0", "-0.0"} & {cell for line in lines for cell in line}


@pytest.mark.parametrize("layer", [0, 1])
def test_the_layer_is_the_one_that_is_asked_for(layer: int, tmp_path: Path) -> None:
    network = random_network("lstm", layers=2, reads_text=True)
    write_network(network, tmp_path / "two.safetensors")
    seen = {"layer": layer}
    headless.render(str(tmp_path / "two.safetensors"), TEXT, "state_plot", 4, tmp_path / "a.csv", seen)
    trace = simulate(open_model(tmp_path / "two.safetensors"), TEXT, device="cpu")
    rows = list(csv.DictReader((tmp_path / "a.csv").open(encoding="utf-8-sig", newline="")))
    shown = np.array([row["c_2"] for row in rows], np.float32)
    np.testing.assert_array_equal(shown[:5], trace[f"c_l{layer}"][:5, 2])


@pytest.mark.parametrize("name", PANELS)
def test_every_panel_becomes_a_picture(name: str, tmp_path: Path) -> None:
    out = tmp_path / "picture.png"
    trace = headless.render("reviews-en-lstm", TEXT, name, 4, out, {}, 85, 150, "paper").trace
    assert QImage(str(out)).width() == round(85 / 25.4 * 150)
    expected = simulate(open_model("reviews-en-lstm"), TEXT, device="cpu")
    np.testing.assert_array_equal(trace["h_l0"], expected["h_l0"])


def test_a_comparing_panel_gets_the_siblings_and_their_gradients(tmp_path: Path, scenes: list[Scene]) -> None:
    headless.render("memory-en-gru", TEXT, "gradient_plot", 4, tmp_path / "a.svg", stage="z")
    headless.render("memory-en-gru", TEXT, "gate_bars", 4, tmp_path / "b.svg", stage="z")
    compared, alone = scenes
    assert list(compared.runs) == ["rnn", "lstm", "gru"]
    assert {run.trace.provenance.model for run in compared.runs.values()} == {
        "memory-en-rnn",
        "memory-en-lstm",
        "memory-en-gru",
    }
    assert compared.view.cell == "gru"
    for run in compared.runs.values():
        assert run.gradient is not None
        assert len(run.gradient.rows) == run.trace.length
    assert list(alone.runs) == ["gru"]


def test_a_long_text_brings_the_row_of_its_token_only(tmp_path: Path, scenes: list[Scene]) -> None:
    headless.render("reviews-en-rnn", "good " * 600, "gradient_plot", 590, tmp_path / "a.png", {}, 60, 100)
    flow = scenes[0].runs["rnn"].gradient
    assert flow is not None
    assert flow.rows.tolist() == [590]


def test_a_panel_gets_every_record_that_it_needs(tmp_path: Path, scenes: list[Scene]) -> None:
    change = WordChange(2, "awful")
    seen = {"tested": change, "unit": 5}
    headless.render("reviews-en-gru", TEXT, "forgetting_test", 8, tmp_path / "a.png", seen, 85, 100)
    run = scenes[0].run
    assert run.forgetting is not None
    assert (run.forgetting.at, run.forgetting.word) == (2, "awful")
    assert run.gradient is not None
    assert scenes[0].view.unit == 5
    headless.render("reviews-en-gru", TEXT, "token_strip", 8, tmp_path / "b.png", {}, 85, 100)
    assert scenes[1].run.memory is not None
    assert scenes[1].run.gradient is None, "nothing is computed that the picture does not show"


def test_the_backward_pass_is_seen_from_its_start(tmp_path: Path, scenes: list[Scene]) -> None:
    seen = {"origin": 9}
    headless.render("reviews-en-lstm", TEXT, "gradient_plot", 4, tmp_path / "a.png", seen, 85, 100)
    assert scenes[0].first_of_pass == 9
    assert scenes[0].run.gradient is not None
    assert scenes[0].run.gradient.row("norm_h_l0", 9) is not None
    headless.render("reviews-en-lstm", TEXT, "cell_diagram", 4, tmp_path / "b.png", seen, 85, 100)
    assert scenes[1].run.paths is not None
    assert scenes[1].run.paths.at == 9
    headless.render("reviews-en-lstm", TEXT, "cell_diagram", 4, tmp_path / "c.png", {}, 85, 100)
    assert scenes[2].run.paths is None, "the forward pass is drawn from the trace alone"


def test_a_stage_hides_what_comes_after_it(tmp_path: Path) -> None:
    early, late = tmp_path / "early.png", tmp_path / "late.png"
    headless.render("reviews-en-lstm", TEXT, "gate_bars", 4, early, {}, 85, 100, stage="f")
    headless.render("reviews-en-lstm", TEXT, "gate_bars", 4, late, {}, 85, 100, stage="h")
    assert QImage(str(early)) != QImage(str(late))


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"panel": "gates"}, "unknown_panel"),
        ({"stage": "r"}, "unknown_stage"),
        ({"seen": {"origin": 1}}, "after_the_start"),
        ({"seen": {"unit": 999}}, "no_such_unit"),
        ({"seen": {"unit": -1}}, "no_such_unit"),
        ({"seen": {"layer": 1}}, "no_such_layer"),
        ({"seen": {"layer": -1}}, "no_such_layer"),
        ({"seen": {"tested": WordChange(99)}}, "no_such_token"),
        ({"seen": {"origin": 99}}, "no_such_token"),
        ({"token": 99}, "no_such_token"),
        ({"token": -1}, "no_such_token"),
        ({"model": "reviews-fr-lstm"}, "unknown_model"),
        ({"text": "  "}, "empty_text"),
        ({"out": "picture.gif"}, "unknown_ending"),
        ({"out": "nowhere/picture.png"}, "folder_missing"),
        ({"theme": "pink"}, "unknown_theme"),
        ({"width_mm": -1.0}, "bad_picture_size"),
        ({"dpi": 10**9}, "bad_picture_size"),
    ],
)
def test_mistakes_are_named_and_write_nothing(change: dict[str, object], key: str, tmp_path: Path) -> None:
    sound = {"model": "reviews-en-lstm", "text": TEXT, "panel": "gate_bars", "token": 2}
    asked = sound | {"out": "picture.png"} | change
    asked["out"] = tmp_path / str(asked["out"])
    with pytest.raises(EngineError) as caught:
        headless.render(**asked)  # type: ignore[arg-type]
    assert caught.value.key == key
    assert list(tmp_path.iterdir()) == []


def test_it_needs_no_screen(tmp_path: Path) -> None:
    """A process of its own, with a platform that has no screen to offer."""
    out = tmp_path / "picture.pdf"
    what = ["reviews-en-gru", "--text", TEXT, "--panel", "state_plot", "--token", "3", "--stage", "n"]
    command = [sys.executable, "main.py", "render", *what, "-o", str(out)]
    environment = os.environ | {"HOME": str(tmp_path), "QT_QPA_PLATFORM": "xcb", "DISPLAY": ":999"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert out.read_bytes().startswith(b"%PDF")


def test_a_held_run_has_the_untouched_one_beside_it(tmp_path: Path) -> None:
    """Its table has the numbers of the picture without the hold, in columns of their own."""

    def rows(name: str, **more: object) -> list[dict[str, str]]:
        out = tmp_path / f"{name}.csv"
        headless.render("reviews-en-gru", TEXT, "token_strip", 3, out, **more)  # type: ignore[arg-type]
        return list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))

    plain, held = rows("plain"), rows("held", holds=(Hold("z", 0.2, 1, 3),))
    numbers = set(plain[0]) - {"token_index", "token", "known"}
    assert "share" in numbers
    assert set(held[0]) == set(plain[0]) | {f"{name}_untouched" for name in numbers} | {"held", "hold"}
    assert held[0]["hold"] == "z=0.2@1:3"
    for was, now in zip(plain, held, strict=True):
        assert all(float(was[name]) == float(now[f"{name}_untouched"]) for name in numbers)
    assert plain[-1]["logit"] != held[-1]["logit"]
