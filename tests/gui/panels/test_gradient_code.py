"""The loop back that is shown is the one that made the gradients: it runs, and gives the record."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import qGray
from pytestqt.qtbot import QtBot

from engine.backward.gradient_paths import gradient_paths
from engine.cells import CELLS
from engine.forward.simulate import simulate
from engine.models.network import ModelCard, Network
from engine.models.random_start import untrained
from engine.process.requests import Untrained
from gui.drawing.typeset import fit
from gui.panels.code_view.panel import MARK_PX, CodeView, layout, natural_size, shown, shown_text
from gui.panels.code_view.program import LONGEST, broken, program_back
from gui.scene import Direction, Moment, Run, Scene
from gui.view import View
from tests.gui.panels.test_code_view import SIZES, SMALL, code_by
from tests.gui.panels.test_code_view import names as needed
from tests.support.pixels import picture
from tests.support.scenes import TEXT

BACK = Direction.BACKWARD
EVERY_STAGE = [(name, stage) for name, cell in CELLS.items() for stage in range(len(cell.stages))]


@pytest.fixture
def panel(qtbot: QtBot) -> CodeView:
    view = CodeView()
    qtbot.addWidget(view)
    view.resize(SMALL.toSize())
    return view


def seen_from(scene: Scene, networks: Mapping[str, Network], cell: str, tau: int) -> Scene:
    """The scene with the record of the pass that starts at τ."""
    run = scene.runs[cell]
    paths = gradient_paths(networks[cell], run.trace, tau)
    runs = {**scene.runs, cell: replace(run, paths=paths)}
    return replace(scene.with_cell(cell).seen(origin=tau), runs=runs)


def assert_step_is_in(scene: Scene, token: int, found: Mapping[str, Any], layer: int = 0) -> None:
    """Everything that the loop has computed at a token is what the record has there."""
    paths = scene.run.paths
    assert paths is not None
    symbols = {
        key.removeprefix("grad_").removesuffix(f"_l{layer}") for key in paths.arrays if "_via_" not in key
    }
    compared = 0
    for symbol in symbols & {name.removeprefix("d_") for name in found}:
        if symbol in scene.definition.states or f"grad_{symbol}_l{layer}" not in paths.arrays:
            continue  # the states' names hold what the step before receives already
        expected = paths[f"grad_{symbol}_l{layer}"][token]
        np.testing.assert_allclose(np.asarray(found[f"d_{symbol}"]), expected, atol=1e-6, err_msg=symbol)
        compared += 1
    assert compared == len(symbols) - len(scene.definition.states)
    for state in scene.definition.states:
        if token > 0:
            leaving = sum(
                array[token - 1]
                for path, array in paths.paths(state, layer).items()
                if path not in ("readout", "above") and (state, path) != ("c", "h")
            )
            np.testing.assert_allclose(np.asarray(found[f"d_{state}"]), leaving, atol=1e-6, err_msg=state)


@pytest.mark.parametrize("cell", CELLS)
def test_the_copied_code_runs_and_gives_the_record(
    panel: CodeView, scene: Scene, networks: dict[str, Network], cell: str
) -> None:
    for tau in (0, 1, scene.length - 1):
        seen = seen_from(scene, networks, cell, tau)
        panel.draw(seen, Moment(0, 0, direction=BACK))
        text = panel.text(seen)
        for token in {0, tau // 2, tau}:
            found = needed(networks[cell], seen.trace["x_l0"], np.asarray)
            found["readout_weight"] = networks[cell].readout_weight[0]
            down_to = text.replace("reversed(range(tau + 1))", f"reversed(range({token}, tau + 1))")
            exec(down_to, found)
            assert_step_is_in(seen, token, found)


@pytest.mark.parametrize("cell", CELLS)
def test_the_shown_lines_run_on_torch_as_well(scene: Scene, networks: dict[str, Network], cell: str) -> None:
    seen = seen_from(scene, networks, cell, 5)
    layer = networks[cell].layers[0]
    values = {"c_before": ("c", -1), "h_before": ("h", -1)}
    kept = shown(seen, BACK)[2].text.partition(" = ")[0].split(", ")
    steps = []
    for token in range(6):
        arrays = [seen.trace.values(name, 0)[token] for name in kept if name not in values]
        before = [seen.trace.before(values[name][0], 0, token) for name in kept if name in values]
        step = tuple(torch.from_numpy(np.array(array)) for array in (*before, *arrays))
        steps.append(step if len(step) > 1 else step[0])
    found = {
        "steps": steps,
        "tau": 5,
        "H": layer.hidden_size,
        "readout_weight": torch.from_numpy(networks[cell].readout_weight[0].copy()),
        "weight_ih": torch.from_numpy(layer.weight_ih.copy()),
        "weight_hh": torch.from_numpy(layer.weight_hh.copy()),
        "zeros": torch.zeros,
        "tanh": torch.tanh,
        "split": lambda array, pieces: torch.chunk(array, pieces, dim=-1),
    }
    exec(shown_text(seen, BACK), found)
    assert_step_is_in(seen, 0, found)


def stacked_scene(cell: str, readout: bool) -> tuple[Network, Scene]:
    """Two layers over the same words, with the record of the pass from the last one."""
    from engine.cell import LayerParameters
    from engine.data.tokenizer import Tokenizer

    tokenizer = Tokenizer.build([TEXT], "words")
    embedding = np.zeros((len(tokenizer.vocabulary), 6), dtype=np.float32)
    card = ModelCard("blank", "rnn", language="en", tokenizer="words")
    layer = LayerParameters(*(np.zeros(shape, np.float32) for shape in ((1, 6), (1, 1), (1,), (1,))))
    blank = Network(card, tokenizer, embedding, (layer,), None, None)
    network = untrained(Untrained(cell, 8, 2, 1, ""), blank)
    if not readout:
        network = replace(network, readout_weight=None, readout_bias=None)
    trace = simulate(network, TEXT, device="cpu", path="step")
    return network, Scene({cell: Run(trace, paths=gradient_paths(network, trace))}, View(cell, unit=3))


@pytest.mark.parametrize("readout", [True, False])
@pytest.mark.parametrize("layer", [0, 1])
@pytest.mark.parametrize("cell", CELLS)
def test_the_code_of_each_layer_gives_the_record(
    panel: CodeView, cell: str, layer: int, readout: bool
) -> None:
    """A lower layer gets its gradient from the layer above, at every token."""
    network, scene = stacked_scene(cell, readout)
    scene = scene.seen(layer=layer)
    paths = scene.run.paths
    assert paths is not None
    panel.draw(scene, Moment(3, 0, direction=BACK))
    weights = network.layers[layer]
    found = {
        "xs": scene.trace.values("x", layer),
        "H": 8,
        **{name: getattr(weights, name) for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")},
    }
    if layer == 0:
        found["d_above"] = paths["grad_h_via_above_l0"]
    elif readout:
        found["readout_weight"] = network.readout_weight[0]
    exec(panel.text(scene), found)
    below = paths["grad_x_l0"] if layer == 0 else paths["grad_h_via_above_l0"]
    np.testing.assert_allclose(found["d_x"], below[0], atol=1e-6)
    gate = scene.definition.stages[0].outputs[0]
    np.testing.assert_allclose(found[f"d_{gate}"], paths[f"grad_{gate}_l{layer}"][0], atol=1e-6)


@pytest.mark.parametrize("cell", CELLS)
def test_what_is_shown_is_what_is_copied(panel: CodeView, scene: Scene, cell: str) -> None:
    seen = scene.with_cell(cell)
    panel.draw(seen, Moment(5, 0, direction=BACK))
    whole = QSizeF(*panel.export_size_px(seen))
    painted = "".join(piece.text for piece in code_by(panel, whole))
    assert "".join(painted.split()) == "".join(shown_text(seen, BACK).split()), "a picture has all lines"
    assert panel.export_size_px(seen)[1] < 480
    assert panel.text(seen).endswith(shown_text(seen, BACK))
    stages = [line.stage for line in shown(seen, BACK) if line.stage is not None]
    assert sorted(stages, reverse=True) == stages, "in the order of the pass"
    assert set(stages) == set(range(seen.last_stage + 1))


def test_what_arrives_twice_is_added() -> None:
    lstm = [line.text for line in program_back(CELLS["lstm"], "ones(H)")]
    assert "d_c += d_h * (o * (1 - tanh_c * tanh_c))" in lstm
    assert not any(re.match(r"d_h_before \+=", text) for text in lstm)
    assert any(line.text.startswith("d_h_before += ") for line in program_back(CELLS["gru"], "ones(H)"))
    assert max(len(text) for text in lstm) <= LONGEST + 4
    assert broken("d_h_before += " + " + ".join(["one_factor @ another.T"] * 2))[0].endswith("another.T")


@pytest.mark.parametrize(("cell", "stage"), EVERY_STAGE)
def test_the_lines_around_the_stage_are_seen_in_letters_to_be_read(
    panel: CodeView, scene: Scene, cell: str, stage: int
) -> None:
    """In the window: all of the stage's lines, in the middle of a part of the program without gaps."""
    seen = scene.with_cell(cell)
    moment = Moment(5, stage, direction=BACK)
    panel.draw(seen, moment)
    rect = panel.content_rect(SMALL)
    assert fit(rect, natural_size(BACK)) >= 0.85
    lines = shown(seen, BACK)
    part = [line for line, _ in layout(rect, lines, moment)]
    first = lines.index(part[0])
    assert list(lines[first : first + len(part)]) == part
    assert {line for line in lines if line.stage == stage} <= set(part)
    assert len(part) == min(len(lines), 14)
    lit = [at for at, line in enumerate(part) if line.stage == stage]
    above, below = lit[0], len(part) - 1 - lit[-1]
    if first > 0 and part[-1] is not lines[-1]:
        assert abs(above - below) <= 1
    painted = "".join(piece.text for piece in code_by(panel, SMALL))
    assert "".join(painted.split()) == "".join("".join(line.text for line in part).split())
    if len(part) == len(lines):
        return
    image, strip_px = picture(panel), round(MARK_PX * fit(rect, natural_size(BACK)))
    for more, y in ((first > 0, rect.top()), (part[-1] is not lines[-1], rect.bottom() - strip_px + 2)):
        strip = image.copy(20, round(y), 30, strip_px - 2)
        shades = [qGray(strip.pixel(x, y)) for x in range(strip.width()) for y in range(strip.height())]
        assert (min(shades) < 200) is more, "dots for what is not seen"


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
@pytest.mark.parametrize(("cell", "stage"), EVERY_STAGE)
def test_nothing_is_cut(panel: CodeView, scene: Scene, cell: str, stage: int, size: QSizeF) -> None:
    panel.draw(scene.with_cell(cell), Moment(5, stage, direction=BACK))
    card = QRectF(0, 0, size.width(), size.height()).adjusted(8, 8, -8, -6)
    code = code_by(panel, size)
    assert all(card.contains(piece.rect) for piece in code)
    bottoms = sorted({round(piece.rect.bottom(), 1) for piece in code})
    assert min(np.diff(bottoms)) > code[0].rect.height()


@pytest.mark.parametrize(("cell", "stage"), EVERY_STAGE)
def test_the_lines_of_the_stage_are_lit_and_a_click_stays_in_the_pass(
    panel: CodeView, scene: Scene, cell: str, stage: int
) -> None:
    seen = scene.with_cell(cell)
    panel.draw(seen, Moment(5, stage, direction=BACK))
    pixels = panel.grab().toImage()
    highlight = panel.theme.color("highlight")
    shown_lines = layout(panel.content_rect(SMALL), shown(seen, BACK), Moment(5, stage, direction=BACK))
    lines = [line for line, _ in shown_lines]
    bottoms = sorted({round(piece.rect.bottom(), 2) for piece in code_by(panel, SMALL)})
    assert len(bottoms) == len(lines)
    for line, bottom in zip(lines, bottoms, strict=True):
        assert (pixels.pixelColor(9, round(bottom - 3)) == highlight) is (line.stage == stage), line
        hit = panel.hit_at(QPointF(60, bottom - 3))
        assert hit is not None
        assert hit.tip
        expected = None if line.stage is None else Moment(5, line.stage, direction=BACK)
        assert hit.moment == expected, line


def test_summary_and_table(panel: CodeView, scene: Scene) -> None:
    moment = Moment(5, 1, direction=BACK)
    panel.draw(scene, moment)
    assert panel.summary(scene, moment).endswith("lit: d_f_in = d_f * (f * (1 - f))")
    assert ("f", "    d_f_in = d_f * (f * (1 - f))") in panel.table(scene, moment).rows
