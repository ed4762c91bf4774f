"""Where something is held, the equations still make the numbers that stand beside them."""

import itertools
import math
import re

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.backends.array_namespace import NUMPY
from engine.backward.gradient_paths import gradient_paths
from engine.cells import CELLS
from engine.forward.simulate import simulate
from engine.interventions.holds import intervene
from engine.models.network import Network
from gui.panels.equation_view.panel import EquationView
from gui.panels.equation_view.unit_gradients import UnitGradients, in_figures
from gui.readings.made_by import held_at, is_held, stages_at
from gui.readings.stage_words import sums_up
from gui.readings.step_gradients import terms
from gui.scene import Direction, Moment, Run, Scene
from gui.view import View
from tests.gui.panels.test_equation_view import SMALL, bare, lines
from tests.gui.panels.test_gradient_equations import computed
from tests.support.scenes import TEXT
from tests.support.written import spelled, written_by

TOKEN, UNIT = 5, 3
SYMBOLS = {name: dict.fromkeys((*cell.gates, *cell.states)) for name, cell in CELLS.items()}
RULES = {name: [key for stage in cell.stages for key in stage.instead] for name, cell in CELLS.items()}
EVERY_HOLD = [
    (name, f"{what}@4:7{where}")
    for name in CELLS
    for what in (*(f"{symbol}=0.29" for symbol in SYMBOLS[name]), *RULES[name])
    for where in ("", f"#{UNIT}", f"#{UNIT + 1}")
]
every_hold = pytest.mark.parametrize(("cell", "hold"), EVERY_HOLD)
NAMES = {
    "σ": lambda value: 1 / (1 + math.exp(-value)),
    "tanh": math.tanh,
    "relu": lambda value: max(value, 0),
}


def scene_with(networks: dict[str, Network], cell: str, *holds: str) -> Scene:
    network = intervene(networks[cell], *holds)
    trace = simulate(network, TEXT, device="cpu", path="step")
    return Scene({cell: Run(trace, paths=gradient_paths(network, trace))}, View(cell, unit=UNIT), text=TEXT)


@pytest.fixture
def panel(qtbot: QtBot) -> EquationView:
    view = EquationView()
    qtbot.addWidget(view)
    view.resize(SMALL.toSize())
    return view


def step_of(networks: dict[str, Network], scene: Scene) -> dict[str, np.ndarray]:
    """The step as the cell itself computes it."""
    state = {name: scene.trace.before(name, 0, TOKEN) for name in scene.definition.states}
    layer, x = networks[scene.view.cell].layers[0], scene.trace["x_l0"][TOKEN]
    row = {key: values[TOKEN] for key, values in scene.trace.held(0).items()}
    return CELLS[scene.view.cell].step(layer, x, state, NUMPY, row)


@every_hold
def test_forward_the_number_is_what_the_equation_says(
    panel: EquationView, networks: dict[str, Network], cell: str, hold: str
) -> None:
    scene = scene_with(networks, cell, hold)
    values = {name: float(array[UNIT]) for name, array in step_of(networks, scene).items() if name != "x"}
    stages = stages_at(scene, TOKEN)
    assert any(map(is_held, stages)) is ("=0.29" in hold and not hold.endswith(f"#{UNIT + 1}"))
    shown = dict(panel.table(scene, scene.complete(TOKEN)).rows)
    for position, stage in enumerate(stages):
        if sums_up(stage):
            continue
        panel.draw(scene, Moment(TOKEN, position))
        written = lines(written_by(panel, SMALL))
        number = spelled(values[stage.outputs[-1]])
        assert bare(stage.equation) + number in written
        right_side = stage.equation.partition(" = ")[2].removesuffix(" held")
        assert shown[stage.outputs[-1]] == pytest.approx(values[stage.outputs[-1]], abs=1e-6)
        code = right_side.replace("⊙", "*").replace("−", "-")
        assert eval(code, NAMES, values) == pytest.approx(values[stage.outputs[-1]], abs=1e-5)
        for filled in (line for line in written if re.fullmatch(r"[^=]*[\d)]=[^=]*", line)):
            left, _, result = filled.replace("−", "-").replace("×", "*").partition("=")
            assert eval(left, NAMES) == pytest.approx(float(result), abs=0.02), filled


@every_hold
def test_backward_the_number_is_what_the_equation_says(
    panel: EquationView, networks: dict[str, Network], cell: str, hold: str
) -> None:
    scene = scene_with(networks, cell, hold)
    paths, states = scene.run.paths, scene.definition.states
    assert paths is not None
    arriving = {name: paths[f"grad_{name}_l0"][TOKEN] for name in states if name == "h"}
    arriving |= {name: paths[f"grad_{name}_via_{name}_l0"][TOKEN] for name in states if name != "h"}
    row = {key: values[TOKEN] for key, values in scene.trace.held(0).items()}
    values = step_of(networks, scene)
    step = CELLS[cell].backward_step(networks[cell].layers[0], values, arriving, NUMPY, row)
    for position, stage in enumerate(stages_at(scene, TOKEN)):
        moment = Moment(TOKEN, position, direction=Direction.BACKWARD)
        panel.draw(scene, moment)
        written = lines(written_by(panel, SMALL))
        numbers = UnitGradients(scene, moment)
        for term in terms(stage):
            given = numbers.given(position, term)
            if given is None:
                assert term.symbol == "x"
                continue
            symbol = term.symbol.partition("_via_")[0]
            ways = [*step.paths[symbol]]
            if stage.symbol in ways and position:
                ways = ways[: ways.index(stage.symbol) + 1] if term.adds else [stage.symbol]
            elif "_before" in symbol:
                ways = [way for way in ways if way not in states] if "_before" in symbol else ways
                ways = [*step.paths[symbol]] if sums_up(stage) else ways
            expected = sum(float(step.paths[symbol][way][UNIT]) for way in ways)
            assert given == pytest.approx(expected, rel=1e-4, abs=1e-9), (term, ways)
            if term.right_side == "0" and not term.adds:
                assert given == 0
                assert any(line.startswith(bare(f"∂{term.symbol}") + "=0") for line in written), written
            filled = "".join(text for text, _ in numbers.substituted(position, stage, term))
            if filled:
                right_side, result = filled.split(" = ")
                largest = max([abs(computed(part)) for part in re.findall(r"[\d.]+", right_side)], default=0)
                within = 0.02 * max(abs(computed(result)), largest if term.adds else 0)
                assert computed(right_side) == pytest.approx(computed(result), abs=within + 1e-12), filled
                assert in_figures(given) == result or term.adds or sums_up(stage)


def test_at_every_word_but_those_the_cell_s_own_equations_stand(networks: dict[str, Network]) -> None:
    for cell, hold in EVERY_HOLD:
        scene = scene_with(networks, cell, hold)
        for token, unit in itertools.product((0, 3, 7, 12), (UNIT, UNIT + 1)):
            assert not held_at(scene, token)
            assert stages_at(scene.seen(unit=unit), token) == scene.definition.stages
