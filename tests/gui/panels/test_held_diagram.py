"""Where something is held, the picture of the cell says so and shows what travels in truth."""

import numpy as np
import pytest
from PySide6.QtCore import QSizeF
from pytestqt.qtbot import QtBot

from engine.models.network import Network
from gui.panels.cell_diagram.backward import backward_of
from gui.panels.cell_diagram.drawings import drawing_of
from gui.panels.cell_diagram.gradient_numbers import Gradients
from gui.panels.cell_diagram.numbers import Readings
from gui.panels.cell_diagram.panel import CellDiagram
from gui.scene import Direction, Moment
from tests.gui.panels.test_held_equations import EVERY_HOLD, TOKEN, UNIT, scene_with, step_of
from tests.support.written import written_by

every_hold = pytest.mark.parametrize(("cell", "hold"), EVERY_HOLD)
SIZE = QSizeF(640, 360)


@every_hold
def test_a_box_and_a_sum_say_that_their_value_is_held(
    qtbot: QtBot, networks: dict[str, Network], cell: str, hold: str
) -> None:
    """The box of a gate in all units, the sum of an operator for the unit; elsewhere nothing says so."""
    scene, panel = scene_with(networks, cell, hold), CellDiagram()
    qtbot.addWidget(panel)
    parts = drawing_of(scene.definition).part.values()
    symbol = hold.partition("=")[0] if "=0.29" in hold else ""
    boxed = sum(part.text in ("σ", "tanh", "relu") and part.symbol == symbol for part in parts)
    summed = sum(part.aside is not None and part.symbol == symbol for part in parts)
    said = boxed * ("#" not in hold) + summed * (f"#{UNIT + 1}" not in hold)
    for token, expected in ((TOKEN, said), (TOKEN + 3, 0)):
        panel.draw(scene, scene.complete(token))
        assert sum(piece.text.endswith("held") for piece in written_by(panel, SIZE)) == expected


@every_hold
def test_the_vectors_are_those_of_the_step(networks: dict[str, Network], cell: str, hold: str) -> None:
    scene = scene_with(networks, cell, hold)
    readings = Readings(scene, scene.complete(TOKEN))
    for name, vector in step_of(networks, scene).items():
        np.testing.assert_allclose(readings[name], vector, atol=1e-5, err_msg=name)


@every_hold
def test_nothing_goes_back_from_a_held_value(networks: dict[str, Network], cell: str, hold: str) -> None:
    """On the wires from a held state back to what had made it no gradient travels in its units."""
    scene = scene_with(networks, cell, hold)
    drawing = backward_of(drawing_of(scene.definition))
    gradients = Gradients(scene, Moment(TOKEN, 0, direction=Direction.BACKWARD), drawing)
    symbol, _, place = hold.partition("=0.29@4:7")
    units = [int(place[1:])] if place else list(range(8))
    for name, pull in drawing.pulls.items():
        if pull.formula.lstrip("−").startswith(f"∂{symbol}") and symbol in scene.definition.states:
            assert not gradients[name][units].any(), name
            assert place == "" or gradients[name].any(), "elsewhere it does"
