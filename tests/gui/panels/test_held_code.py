"""Where something is held, the code still runs and gives what is shown."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.cells import CELLS
from engine.models.network import Network
from gui.panels.code_view.panel import CodeView, shown
from gui.scene import Direction, Moment
from tests.gui.panels.test_code_view import SMALL, assert_last_step_is_in, names
from tests.gui.panels.test_held_equations import RULES, SYMBOLS, TOKEN, scene_with
from tests.support.written import written_by

EVERYWHERE = [
    (name, holds)
    for name in CELLS
    for what in (*(f"{symbol}=0.29" for symbol in SYMBOLS[name]), *RULES[name])
    for holds in ((what,), (f"{what}#3",), (f"{what}#3", f"{what}#5"))
]


@pytest.fixture
def panel(qtbot: QtBot) -> CodeView:
    view = CodeView()
    qtbot.addWidget(view)
    view.resize(SMALL.toSize())
    return view


@pytest.mark.parametrize(("cell", "holds"), EVERYWHERE)
def test_the_copied_code_gives_the_trace(
    panel: CodeView, networks: dict[str, Network], cell: str, holds: tuple[str, ...]
) -> None:
    scene = scene_with(networks, cell, *holds)
    panel.draw(scene, Moment(TOKEN, 0))
    found = names(networks[cell], scene.trace["x_l0"], np.asarray)
    exec(panel.text(scene), found)
    assert_last_step_is_in(scene, scene.length, found)


@pytest.mark.parametrize(("cell", "holds"), EVERYWHERE)
def test_the_copied_code_back_gives_the_record(
    panel: CodeView, networks: dict[str, Network], cell: str, holds: tuple[str, ...]
) -> None:
    """What reaches the weights and the states before, after each number of steps back."""
    scene = scene_with(networks, cell, *holds)
    paths, states = scene.run.paths, scene.definition.states
    assert paths is not None
    panel.draw(scene, Moment(TOKEN, 0, direction=Direction.BACKWARD))
    for token in (1, 4, scene.length - 1):
        found = names(networks[cell], scene.trace["x_l0"], np.asarray)
        weight = found["readout_weight"] = networks[cell].readout_weight[0].copy()
        exec(panel.text(scene).replace("range(tau + 1)", f"range({token}, tau + 1)"), found)
        sums = scene.definition.stages[0].outputs
        for symbol in sums:
            expected = paths[f"grad_{symbol}_l0"][token]
            np.testing.assert_allclose(found[f"d_{symbol}"], expected, atol=1e-6, err_msg=symbol)
        for state in states:
            ways = paths.paths(state, 0).items()
            leaving = [array for way, array in ways if way not in ("readout", "above")]
            if state == "c":
                leaving = [paths["grad_c_via_c_l0"]]
            expected = sum(array[token - 1] for array in leaving)
            np.testing.assert_allclose(found[f"d_{state}"], expected, atol=1e-6, err_msg=state)
        assert np.array_equal(weight, networks[cell].readout_weight[0]), "what is given stays as it is"


@pytest.mark.parametrize("direction", Direction)
def test_only_at_held_words_the_code_says_so_and_nothing_is_cut(
    panel: CodeView, networks: dict[str, Network], direction: Direction
) -> None:
    for hold in ("f=0.29@4:7", "f=0.29@4:7#3", "i=1-f@4:7"):
        scene = scene_with(networks, "lstm", hold)
        plain = shown(scene, direction)
        for token in (0, 3, 7):
            assert shown(scene, direction, token) == plain
        assert shown(scene, direction, TOKEN) != plain
        for stage in range(scene.last_stage + 1):
            panel.draw(scene, Moment(TOKEN, stage, direction=direction))
            card = panel.rect().adjusted(8, 8, -8, -6)
            written = written_by(panel, SMALL)
            assert all(card.contains(piece.rect.toRect()) for piece in written)
            lit = [line.text for line in shown(scene, direction, TOKEN) if line.stage == stage]
            texts = "".join(piece.text for piece in written).replace(" ", "")
            assert all(line.replace(" ", "") in texts for line in lit)
