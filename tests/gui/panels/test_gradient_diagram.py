"""The diagram of the backward pass shows the recorded gradients, in the order of the pass, and fits."""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from engine.cells import CELLS
from engine.models.network import Network
from engine.record.gradient_paths import GradientPaths
from engine.record.trace import Trace
from gui.panels.cell_diagram.backward import backward_of, turned
from gui.panels.cell_diagram.drawings import DRAWINGS
from gui.panels.cell_diagram.flow import Standing, lit, step_so_far, timetable
from gui.panels.cell_diagram.gradient_numbers import THINNEST_PX, WIDEST_PX, Gradients, carried
from gui.panels.cell_diagram.layout import Layout
from gui.panels.cell_diagram.panel import CellDiagram
from gui.panels.cell_diagram.parts import Kind
from gui.panels.cell_diagram.sheet import Sheet
from gui.panels.equation_view.panel import EquationView
from gui.readings.step_gradients import StepGradients, given_at
from gui.scene import Direction, Moment, Run, Scene
from tests.gui.panels.test_cell_diagram import SIZES, drawn, halfway, joined, layout_of, picture, texts
from tests.gui.panels.test_gradient_code import seen_from, stacked_scene
from tests.support.oracles import Elementary
from tests.support.written import spelled, spelled_in_figures, written_by

BACK = Direction.BACKWARD
TOKEN = 5
EVERY_STAGE = [(name, stage) for name, cell in CELLS.items() for stage in range(len(cell.stages))]


def at(token: int = TOKEN, stage: int = 0, phase: float = 1.0) -> Moment:
    return Moment(token, stage, phase, BACK)


@pytest.fixture(params=list(CELLS))
def seen(scene: Scene, request: pytest.FixtureRequest) -> Scene:
    """The scene, seen through each cell in turn; its pass starts at the last word."""
    return scene.with_cell(request.param)


@pytest.fixture
def panel(qtbot: object) -> Iterator[CellDiagram]:
    made = CellDiagram()
    yield made
    made.deleteLater()


def gradients_of(scene: Scene, moment: Moment) -> Gradients:
    return Gradients(scene, moment, backward_of(DRAWINGS[scene.view.cell]))


def layout_back(panel: CellDiagram, scene: Scene, size: tuple[int, int] = (612, 340)) -> Layout:
    return turned(layout_of(panel, scene, size))


# The numbers


def differentiated(network: Network, scene: Scene, token: int) -> dict[str, np.ndarray]:
    """By autograd: every gradient on a wire of one step, for the losses that arrive there in the record."""
    paths = scene.run.paths
    assert paths is not None
    kept: dict[str, torch.Tensor] = {}

    def keep(name: str, tensor: torch.Tensor) -> torch.Tensor:
        # A copy is a node of its own: its gradient is what comes back along that one wire.
        kept[name] = tensor * 1.0
        kept[name].retain_grad()
        return kept[name]

    def double(values: np.ndarray) -> torch.Tensor:
        return torch.tensor(values, dtype=torch.float64)

    layer = network.layers[0]
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    weights = {name: double(getattr(layer, name)) for name in names}
    start = torch.ones((), dtype=torch.float64, requires_grad=True)
    before = {
        state: keep(f"{state}_before", start * double(scene.trace.before(state, 0, token)))
        for state in scene.definition.states
    }
    x = keep("x", start * double(scene.trace["x_l0"][token]))
    through = keep("h_before_weighed", before["h"])
    from_x = weights["weight_ih"] @ x + weights["bias_ih"]
    from_h = weights["weight_hh"] @ through + weights["bias_hh"]
    if scene.view.cell == "rnn":
        h_in = keep("h_in", from_x + from_h)
        h_new = keep("h_new", torch.tanh(h_in))
        after = {"h": keep("h", h_new)}
    elif scene.view.cell == "gru":
        (r_x, z_x, n_x), (r_h, z_h, n_h) = from_x.chunk(3), from_h.chunk(3)
        r = keep("r", torch.sigmoid(keep("r_in", r_x + r_h)))
        z = keep("z", torch.sigmoid(keep("z_in", z_x + z_h)))
        past = keep("past", r * keep("n_h", n_h))
        n = keep("n", torch.tanh(keep("n_in", keep("n_x", n_x) + past)))
        kept_h = keep("kept", keep("z_keeping", z) * keep("h_before_via_h", before["h"]))
        written = keep("written", keep("one_minus_z", 1 - keep("z_writing", z)) * n)
        after = {"h": keep("h", kept_h + written)}
    else:
        sums = dict(zip("ifgo", (from_x + from_h).chunk(4), strict=True))
        i, f, g, o = (
            keep(gate, (torch.tanh if gate == "g" else torch.sigmoid)(keep(f"{gate}_in", sums[gate])))
            for gate in "ifgo"
        )
        c = keep("c", keep("kept", f * before["c"]) + keep("written", i * g))
        tanh_c = keep("tanh_c", torch.tanh(keep("c_via_h", c)))
        after = {"h": keep("h", o * tanh_c), "c": keep("c_via_c", c)}
    arriving = {"h": paths["grad_h_l0"][token]}
    if "c" in after:
        arriving["c"] = paths["grad_c_via_c_l0"][token]
    sum((after[name] * double(arriving[name])).sum() for name in after).backward()
    return {name: tensor.grad.numpy() for name, tensor in kept.items() if tensor.grad is not None}


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("tau", [3, 12])
def test_every_wire_carries_its_part_of_the_gradient(
    scene: Scene, networks: dict[str, Network], cell: str, tau: int
) -> None:
    seen = seen_from(scene, networks, cell, tau)
    for token in (1, tau // 2, tau):
        gradients, expected = gradients_of(seen, at(token)), differentiated(networks[cell], seen, token)
        names = {carried(wire) for wire in DRAWINGS[cell].wires} | set(gradients)
        assert names <= expected.keys()
        for name in names:
            np.testing.assert_allclose(
                gradients[name], expected[name], rtol=1e-4, atol=1e-6, err_msg=f"{name} at {token}"
            )


def test_what_meets_adds_up_and_what_forks_is_the_same(seen: Scene) -> None:
    gradients = gradients_of(seen, at())
    drawing = gradients.drawing
    sums = [part for part in drawing.parts if part.kind is Kind.OPERATOR and part.text == "+"]
    forks = [part for part in drawing.parts if part.kind is Kind.JUNCTION]
    assert len(sums) == len([part for part in DRAWINGS[seen.view.cell].parts if part.kind is Kind.JUNCTION])
    for part in sums:
        arriving = [gradients[carried(wire)] for wire in drawing.wires if wire.target == part.name]
        (leaving,) = (gradients[carried(wire)] for wire in drawing.wires if wire.source == part.name)
        assert len(arriving) == 2
        np.testing.assert_allclose(sum(arriving), leaving, rtol=1e-4, atol=1e-7)
    for part in forks:
        ways = [wire for wire in drawing.wires if part.name in (wire.source, wire.target)]
        for one, other in pairwise(ways):
            np.testing.assert_array_equal(gradients[carried(one)], gradients[carried(other)])


@pytest.mark.parametrize("layer", [0, 1])
@pytest.mark.parametrize("cell", CELLS)
def test_every_name_that_is_no_path_is_autograds_total(panel: CellDiagram, cell: str, layer: int) -> None:
    """By the states, those before also act past this step; as the diagram and the equations export."""
    network, scene = stacked_scene(cell, readout=True)
    scene = scene.seen(layer=layer, unit=2)
    double = replace(
        network,
        layers=tuple(layer.converted(lambda weight: weight.astype(np.float64)) for layer in network.layers),
        readout_weight=network.readout_weight.astype(np.float64),
        readout_bias=network.readout_bias.astype(np.float64),
    )
    oracle = Elementary(double, scene.trace["x_l0"].astype(np.float64))
    nodes = {f"{state}_before": getattr(oracle, state)[layer][TOKEN - 1] for state in scene.definition.states}
    nodes |= {state: getattr(oracle, state)[layer][TOKEN] for state in scene.definition.states}
    found = torch.autograd.grad(oracle.losses[scene.length - 1], list(nodes.values()))
    expected = {f"grad_{name}": vector.numpy() for name, vector in zip(nodes, found, strict=True)}
    table, equations = panel.table(scene, at()), EquationView()
    numbers = dict(equations.table(scene, at()).rows)
    equations.deleteLater()
    for name, vector in expected.items():
        column = [row[table.columns.index(name)] for row in table.rows]
        np.testing.assert_allclose(column, vector, rtol=1e-3, atol=1e-6)
        if name in numbers:
            assert numbers[name] == pytest.approx(vector[2], rel=1e-3, abs=1e-6)
    partial = {"grad_c_before_via_c"} if cell == "lstm" else set()
    partial |= {"grad_h_before_via_step"} if layer == 0 else set()
    assert partial <= {*table.columns} & numbers.keys()


def test_what_leaves_is_what_the_step_before_receives(seen: Scene) -> None:
    """Within a layer, and where there is no other source: all but the first step of the pass."""
    here, before = gradients_of(seen, at(TOKEN)), gradients_of(seen, at(TOKEN - 1))
    np.testing.assert_allclose(here["h_before"], before["h"], rtol=1e-5, atol=1e-9)
    if seen.view.cell == "lstm":
        np.testing.assert_array_equal(here["c_before"], before["c_via_c"])
        forget = seen.trace["f_l0"][TOKEN]
        np.testing.assert_allclose(here["c_before"], forget * here["c"], rtol=1e-5, atol=1e-9)
    begin = gradients_of(seen, at(seen.length - 1))
    if seen.view.cell == "lstm":
        assert not begin["c_via_c"].any(), "the readout reads h, not c"


@pytest.mark.parametrize("layer", [0, 1])
@pytest.mark.parametrize("cell", CELLS)
def test_of_two_layers_each_has_its_own(panel: CellDiagram, cell: str, layer: int) -> None:
    _, scene = stacked_scene(cell, readout=True)
    scene = scene.seen(layer=layer)
    paths = scene.run.paths
    assert paths is not None
    gradients = gradients_of(scene, at())
    np.testing.assert_array_equal(gradients["h"], paths[f"grad_h_l{layer}"][TOKEN])
    below = paths["grad_x_l0"] if layer == 0 else paths["grad_h_via_above_l0"]
    np.testing.assert_array_equal(gradients["x"], below[TOKEN])
    last = scene.length - 1
    subtitles = {token: panel.subtitle(scene, at(token, scene.last_stage)) for token in (TOKEN, last)}
    assert ("above" in subtitles[TOKEN]) is ("above" in subtitles[last]) is (layer == 0)
    assert ("from the readout" in subtitles[last]) is (layer == 1)


def test_a_gradient_is_complete_when_all_stages_behind_it_are_passed(seen: Scene) -> None:
    """The drawing's stages come from the equations; here they are held against the functions."""
    paths = seen.run.paths
    assert paths is not None
    values = {name: seen.trace.values(name, 0)[TOKEN] for name in seen.definition.recorded}
    values |= {f"{name}_before": seen.trace.before(name, 0, TOKEN) for name in seen.definition.states}
    values["h_new"] = values["h"]
    gives: dict[str, int] = {}
    for position in range(seen.last_stage, 0, -1):  # the last of all, the product, has no values of its own
        stage = seen.definition.stages[position]
        gradients = {
            name: paths[f"grad_{name.removeprefix('d_')}_l0"][TOKEN]
            for name in stage.backward_inputs
            if name.startswith("d_")
        }
        from engine.backends.array_namespace import NUMPY

        for symbol in stage.run_backward({**values, **gradients, "xp": NUMPY}):
            gives[symbol] = position
    gives |= {"x": 0, "h_before": 0}
    gives.setdefault("h", seen.last_stage)
    assert {symbol: given_at(seen.definition, symbol) for symbol in gives} == gives
    for part in backward_of(DRAWINGS[seen.view.cell]).strips:
        if part.symbol in gives:
            assert part.stage == seen.definition.stages[gives[part.symbol]].symbol, part.symbol


# What is shown when


@pytest.mark.parametrize(("cell", "stage"), EVERY_STAGE)
def test_nothing_is_shown_before_the_pass_reaches_it(
    scene: Scene, panel: CellDiagram, cell: str, stage: int
) -> None:
    seen = scene.with_cell(cell)
    moment = at(stage=stage)
    found = texts(drawn(panel, seen, moment))
    gradients, step = gradients_of(seen, moment), step_so_far(seen, moment)
    columns = panel.table(seen, moment).columns
    for part in gradients.drawing.strips:
        position = [each.symbol for each in seen.definition.stages].index(part.stage)
        assert step.known(part) is (position >= stage), part.symbol
        if part.symbol == "x":
            continue
        assert (f"grad_{gradients.called(part.symbol)}" in columns) is (position >= stage)
        if part.name in layout_of(panel, seen).labels:
            text = spelled(float(gradients[part.symbol][seen.view.unit]))
            others = {
                spelled(float(gradients[other.symbol][seen.view.unit]))
                for other in gradients.drawing.strips
                if other.symbol not in ("x", part.symbol) and step.known(other)
            }
            if position >= stage:  # a power of ten may have one figure where two have no room
                power = text.partition("×")[2]
                assert text in found or (power and any(each.endswith(power) for each in found)), part.symbol
            elif text not in others:
                assert text not in found, part.symbol


@pytest.mark.parametrize("cell", CELLS)
def test_other_gradients_still_to_come_change_no_pixel(scene: Scene, panel: CellDiagram, cell: str) -> None:
    """The same values at other units, so that neither the largest value nor a norm changes."""
    seen = scene.with_cell(cell)
    paths = seen.run.paths
    assert paths is not None
    for stage in range(seen.last_stage, 0, -1):
        changed = {}
        for key, array in paths.arrays.items():
            symbol = key.removeprefix("grad_").removesuffix("_l0")
            if key.startswith("norm_"):
                continue
            if "_via_" in symbol:
                # The parts by state: those that leave for the step before, and are read there.
                state, _, path = symbol.partition("_via_")
                token = TOKEN if (state, path) == ("c", "h") else TOKEN - 1
                direct = (state, path) in (("c", "c"), ("h", "h")) and cell != "rnn"
                made = {"lstm": 4, "gru": 4}.get(cell, 0) if direct else 0
                made = 6 if (state, path) == ("c", "h") else made
            else:
                token, made = TOKEN, given_at(seen.definition, symbol)
            if made < stage:
                changed[key] = array.copy()
                changed[key][token] = array[token, ::-1]
        other = replace(paths, arrays={**paths.arrays, **changed})
        assert changed
        altered = replace(seen, runs={**seen.runs, cell: replace(seen.runs[cell], paths=other)})
        moment = at(stage=stage)
        # z's two ways, and what is made of ∂h alone, follow from what is known already.
        assert picture(drawn(panel, seen, moment)) == picture(drawn(panel, altered, moment)), stage
    complete = at()
    assert picture(drawn(panel, seen, complete)) != picture(drawn(panel, altered, complete))


@pytest.mark.parametrize("kind", ["missing", "of another start", "too short"])
def test_without_its_record_everything_is_an_empty_outline(
    seen: Scene, panel: CellDiagram, kind: str
) -> None:
    run = seen.runs[seen.view.cell]
    assert run.paths is not None
    if kind == "missing":
        waiting = replace(seen, runs={**seen.runs, seen.view.cell: replace(run, paths=None)})
    elif kind == "of another start":
        waiting = seen.seen(origin=7)
    else:
        short = {key: array[:3] for key, array in run.paths.arrays.items()}
        record = GradientPaths(2, short, run.paths.provenance)
        waiting = replace(seen.seen(origin=2), runs={**seen.runs, seen.view.cell: replace(run, paths=record)})
    moment = at()
    drawn(panel, waiting, moment)
    assert panel.note(waiting, moment) == "computing"
    assert not StepGradients(waiting, moment).known
    assert panel.table(waiting, moment).columns == ("unit",)
    assert panel.summary(waiting, moment).endswith("computing")
    assert {step_so_far(waiting, moment).of(each.symbol) for each in waiting.definition.stages} == {
        Standing.PENDING
    }
    assert not any(text == spelled(float(seen.trace["h_l0"][TOKEN, seen.view.unit])) for text in texts(panel))
    for part in layout_back(panel, waiting).drawing.parts:
        hit = panel.hit_at(layout_back(panel, waiting).rects[part.name].center())
        assert hit is None or "unit 3: " not in hit.tip
    assert panel.needs(waiting) == {"paths"}
    drawn(panel, waiting, Moment(TOKEN, 1))
    assert panel.needs(waiting) == frozenset(), "the forward pass needs no gradient"


def test_before_the_first_word_there_is_nothing(seen: Scene, panel: CellDiagram) -> None:
    drawn(panel, seen, at(0))
    assert texts(panel).count("no word before") == len(seen.definition.states)
    assert not {"grad_h_before", "grad_c_before"} & set(panel.table(seen, at(0)).columns)
    center = layout_back(panel, seen).rects["h_before"].center()
    hit = panel.hit_at(center)
    assert hit is not None
    assert "nothing takes this gradient" in hit.tip
    assert "no word before" not in texts(drawn(panel, seen, at(1)))


# The pass


def test_one_stage_is_active_at_a_time_in_the_order_of_the_pass(seen: Scene, panel: CellDiagram) -> None:
    last = seen.last_stage
    for stage in range(last, -1, -1):
        step = step_so_far(seen, at(stage=stage, phase=0.5))
        expected = [Standing.PENDING] * stage + [Standing.ACTIVE] + [Standing.DONE] * (last - stage)
        assert [step.of(each.symbol) for each in seen.definition.stages] == expected
        said = panel.subtitle(seen, at(stage=stage))
        assert said.startswith(f"stage {last - stage + 1} of {last + 1} · ")
    drawn(panel, seen, at())
    assert panel.title() == "Back through the cell"
    drawn(panel, seen, Moment(TOKEN, 0))
    assert panel.title() == "Inside the cell"


def test_every_wire_is_used_in_one_stage_and_every_stage_uses_wires(seen: Scene) -> None:
    drawing = backward_of(DRAWINGS[seen.view.cell])
    used = [wire for stage in seen.definition.stages for wire in lit(drawing, stage.symbol)]
    assert sorted(used, key=str) == sorted(drawing.wires, key=str)
    for stage in seen.definition.stages:
        symbols = {carried(wire) for wire in lit(drawing, stage.symbol)}
        needed = {name.removeprefix("d_") for name in stage.backward_inputs if name.startswith("d_")}
        if seen.view.cell != "rnn" and stage.symbol == "h":
            symbols |= {"h"}
        assert needed & {part.symbol for part in drawing.strips} <= symbols | {wire.symbol for wire in used}


@pytest.mark.parametrize("size", SIZES)
def test_wires_run_the_other_way_along_the_same_lines(
    seen: Scene, panel: CellDiagram, size: tuple[int, int]
) -> None:
    forward, back = layout_of(panel, seen, size), layout_back(panel, seen, size)
    for one, other in zip(forward.routes, back.routes, strict=True):
        assert (one.wire.source, one.wire.target) == (other.wire.target, other.wire.source)
        assert other.pointed is (back.drawing.part[other.wire.target].kind is not Kind.JUNCTION)
        for point in halfway(other):
            reach = 2 * back.sizes.radius_px
            near = any(_apart(a, b, point) < 0.01 for a, b in pairwise(one.points))
            ends = [back.rects[name].center() for name in (other.wire.source, other.wire.target)]
            assert near or any(math.dist(point, end.toTuple()) < reach for end in ends), other.wire
    for part in back.drawing.parts:
        assert back.rects[part.name].center() == forward.rects[part.name].center()


def _apart(a: tuple[float, float], b: tuple[float, float], point: tuple[float, float]) -> float:
    length = math.dist(a, b)
    if length == 0:
        return math.dist(a, point)
    along = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length**2
    along = min(max(along, 0.0), 1.0)
    return math.dist(point, (a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])))


def test_what_meets_arrives_together(seen: Scene, panel: CellDiagram) -> None:
    layout = layout_back(panel, seen)
    for stage in seen.definition.stages:
        table = timetable(layout, stage.symbol)
        arrivals: dict[str, set[float]] = {}
        for route, start, end in table.routes:
            assert -1e-9 <= start < end <= 1 + 1e-9
            arrivals.setdefault(route.wire.target, set()).add(round(end, 9))
        assert all(len(times) == 1 for times in arrivals.values())
        for name, (_, crossed) in table.parts.items():
            leaving = [start for route, start, _ in table.routes if route.wire.source == name]
            assert not leaving or min(leaving) == pytest.approx(crossed)


def test_the_phase_moves_the_highlight_and_nothing_else(seen: Scene, panel: CellDiagram) -> None:
    for stage in range(seen.last_stage + 1):
        early = picture(drawn(panel, seen, at(stage=stage, phase=0.3)))
        said = set(texts(panel))
        late = picture(drawn(panel, seen, at(stage=stage, phase=0.7)))
        assert said == set(texts(panel))
        assert early != late, stage


def test_stepping_by_word_keeps_the_ground(seen: Scene, panel: CellDiagram) -> None:
    keys = {panel.ground_key(seen, at(token)) for token in range(1, seen.length)}
    assert len(keys) == 1
    assert panel.ground_key(seen, at(0)) not in keys
    assert panel.ground_key(seen, seen.complete(TOKEN)) not in keys


# Widths and colours


def test_wires_are_as_wide_as_the_root_of_their_norm(seen: Scene) -> None:
    gradients = gradients_of(seen, at())
    norms = {wire: float(np.linalg.norm(gradients[carried(wire)])) for wire in gradients.drawing.wires}
    assert max(norms.values()) <= gradients.longest < 1.2 * max(norms.values())
    for wire, norm in norms.items():
        width = gradients.width_px(wire)
        assert THINNEST_PX <= width <= WIDEST_PX
        expected = WIDEST_PX * math.sqrt(norm / gradients.longest)
        assert width == pytest.approx(max(expected, THINNEST_PX), rel=1e-4)


def test_the_width_is_what_is_painted(scene: Scene, panel: CellDiagram) -> None:
    """The column of dark pixels across the memory's line is as wide as it should be."""
    layout = layout_back(panel, scene)
    image = picture(drawn(panel, scene, at()), enlarged=4)
    gradients = gradients_of(scene, at())
    for route in layout.routes:
        if (route.wire.source, route.wire.target) == ("c", "add"):
            x, y = route.at(0.3 * route.shaft).toTuple()
            card = panel.theme.color("card").lightness()
            column = [image.pixelColor(round(4 * x), round(4 * y) + step) for step in range(-24, 25)]
            dark = sum((card - color.lightness()) / (card - 34) for color in column) / 4
            assert dark == pytest.approx(gradients.width_px(route.wire), abs=0.35), route.wire


def test_one_scale_for_the_whole_step_which_the_picture_states(seen: Scene, panel: CellDiagram) -> None:
    for token in (2, TOKEN):
        drawn(panel, seen, at(token), (640, 360))
        gradients = gradients_of(seen, at(token))
        largest = max(float(np.abs(gradients[symbol]).max()) for symbol in gradients)
        assert largest <= gradients.largest < 1.2 * largest
        assert f"±{spelled_in_figures(gradients.largest, 2)}" in texts(panel)
        assert f"norm {spelled_in_figures(gradients.longest, 2)}" in texts(panel)
        for stage in range(seen.last_stage + 1):
            assert gradients_of(seen, at(token, stage)).largest == gradients.largest


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0])
def test_gradients_that_are_no_numbers_or_nothing(seen: Scene, panel: CellDiagram, bad: float) -> None:
    run = seen.runs[seen.view.cell]
    assert run.paths is not None
    arrays = {key: np.full_like(array, bad) for key, array in run.paths.arrays.items()}
    record = replace(run.paths, arrays=arrays)
    broken = replace(seen, runs={**seen.runs, seen.view.cell: replace(run, paths=record)})
    picture(drawn(panel, broken, at()))
    assert panel.summary(broken, at())
    for wire in backward_of(DRAWINGS[seen.view.cell]).wires:
        assert THINNEST_PX <= gradients_of(broken, at()).width_px(wire) <= WIDEST_PX
    assert not any(text.startswith("−0.000") for text in texts(panel)), "nothing has no sign"


# It fits


@pytest.fixture(params=["as read", "wide numbers"])
def crowded(seen: Scene, request: pytest.FixtureRequest) -> Scene:
    """Each cell again, also with numbers that take as much room as they ever do, and a long word."""
    if request.param == "as read":
        return seen
    run = seen.runs[seen.view.cell]
    assert run.paths is not None
    tokens = ("incomprehensibilities",) * seen.length
    trace = Trace(seen.view.cell, tokens, seen.trace.known, run.trace.arrays, seen.trace.provenance)
    arrays = {key: np.full_like(array, -3.2e-05) for key, array in run.paths.arrays.items()}
    return replace(seen, runs={seen.view.cell: Run(trace, paths=replace(run.paths, arrays=arrays))})


@pytest.mark.parametrize("token", [0, 10])
@pytest.mark.parametrize("size", SIZES)
def test_no_text_touches_another_or_lies_on_anything(
    crowded: Scene, panel: CellDiagram, size: tuple[int, int], token: int
) -> None:
    layout = layout_back(panel, crowded, size)
    for stage in (crowded.last_stage, 1, 0):
        pieces = written_by(drawn(panel, crowded, at(token, stage), size), QSizeF(*size))
        area = QRectF(0, 0, *size).adjusted(8, 8, -8, -8)
        for piece in pieces:
            assert area.contains(piece.rect), piece
        for one, other in combinations(joined(pieces), 2):
            assert not one.rect.adjusted(-1, 0, 1, 0).intersects(other.rect), (one, other)
        for piece in pieces:
            for route in layout.routes:
                widest = WIDEST_PX * (1.4 if layout.sizes.large else 0.7 if layout.stretch < 0.95 else 1.0)
                half = widest / 2 if stage == 0 else 1
                for a, b in pairwise(route.points):
                    wire = QRectF(QPointF(*a), QPointF(*b)).normalized()
                    across = half if wire.width() < wire.height() else 0.0
                    down = half if wire.width() >= wire.height() else 0.0
                    wire.adjust(-across, -down, across, down)
                    assert not wire.intersects(piece.rect), (piece, route.wire)
            for part in layout.drawing.parts:
                rect = layout.rects[part.name]
                inside = rect.adjusted(-1, 0, 1, 0).contains(piece.rect)
                assert inside or not rect.intersects(piece.rect), (piece, part.name)


@pytest.mark.parametrize("size", SIZES)
def test_every_wire_points_to_where_it_leads(seen: Scene, panel: CellDiagram, size: tuple[int, int]) -> None:
    image = picture(drawn(panel, seen, at(), size), size, enlarged=4)
    card = panel.theme.color("card").rgb()
    gradients = gradients_of(seen, at())
    for route in layout_back(panel, seen, size).routes:
        if route.pointed:
            tip, left, right = route.head_around(gradients.width_px(route.wire)).toList()
            assert math.dist(left.toTuple(), right.toTuple()) >= gradients.width_px(route.wire) + 3.9 or (
                math.dist(left.toTuple(), right.toTuple()) >= 5
            )
            for corner in (left, right):  # well beside the line itself there is ink
                near = corner * 0.7 + (left + right) * 0.15 + (tip - (left + right) / 2) * 0.12
                assert image.pixel(round(4 * near.x()), round(4 * near.y())) != card, route.wire


# Pointing


def test_a_click_on_a_strip_selects_the_unit_and_says_its_number(seen: Scene, panel: CellDiagram) -> None:
    drawn(panel, seen, at())
    layout, gradients = layout_back(panel, seen), gradients_of(seen, at())
    for part in layout.drawing.strips:
        rect, size = layout.rects[part.name], len(gradients[part.symbol])
        for unit in (0, size - 1):
            hit = panel.hit_at(QPointF(rect.left() + (unit + 0.5) * rect.width() / size, rect.center().y()))
            assert hit is not None
            assert hit.unit == (None if part.symbol == "x" else unit)
            assert f"{unit}: {spelled(float(gradients[part.symbol][unit]))}" in hit.tip
            assert f"norm {spelled_in_figures(float(np.linalg.norm(gradients[part.symbol])), 3)}" in hit.tip
            assert f"full colour at ±{spelled_in_figures(gradients.largest, 2)}" in hit.tip


def test_a_click_on_a_box_stays_in_the_pass(seen: Scene, panel: CellDiagram) -> None:
    drawn(panel, seen, at(stage=seen.last_stage))
    layout = layout_back(panel, seen)
    for part in layout.drawing.parts:
        if part.kind in (Kind.FUNCTION, Kind.OPERATOR, Kind.MATRIX):
            hit = panel.hit_at(layout.rects[part.name].center())
            assert hit is not None
            assert hit.moment is not None
            assert hit.moment.direction is BACK
            assert hit.moment.token == TOKEN
            assert seen.definition.stages[hit.moment.stage].symbol == part.stage
            assert hit.tip


def test_every_wire_says_what_travels_on_it(seen: Scene, panel: CellDiagram) -> None:
    drawn(panel, seen, at())
    gradients = gradients_of(seen, at())
    for route in layout_back(panel, seen).routes:
        hit = panel.hit_at(route.at(route.length / 2))
        assert hit is not None
        if hit.unit is None and hit.moment is None:
            assert "full width at" in hit.tip or "full colour" in hit.tip
            assert f"norm {spelled_in_figures(gradients.norm(carried(route.wire)), 3)}" in hit.tip, route.wire


def test_a_tip_gives_no_number_that_is_not_reached(scene: Scene, panel: CellDiagram) -> None:
    drawn(panel, scene, at(stage=scene.last_stage))
    hit = panel.hit_at(layout_back(panel, scene).rects["f"].center())
    assert hit is not None
    assert "not reached yet: stage 3 of 7" in hit.tip
    assert "norm" not in hit.tip
    assert "= ∂c ⊙ cₜ₋₁" in hit.tip


def test_the_legend_is_explained(seen: Scene, panel: CellDiagram) -> None:
    drawn(panel, seen, at(), (640, 360))
    pieces = written_by(panel, QSizeF(640, 360))
    legend = next(piece for piece in pieces if piece.text.startswith("norm "))
    hit = panel.hit_at(legend.rect.center())
    assert hit is not None
    assert "square root" in hit.tip


def test_the_product_on_the_memory_is_the_gate_times_the_gradient(scene: Scene, panel: CellDiagram) -> None:
    for cell, gate in (("lstm", "f"), ("gru", "z")):
        seen = scene.with_cell(cell)
        gradients = gradients_of(seen, at())
        factor, arriving = seen.trace[f"{gate}_l0"][TOKEN, seen.view.unit], gradients["kept"][seen.view.unit]
        text = f"{spelled(float(factor))} × {spelled(float(arriving))}"
        assert text in texts(drawn(panel, seen, at(), (640, 360)))
        leaving = gradients["c_before" if cell == "lstm" else "h_before_via_h"][seen.view.unit]
        assert factor * arriving == pytest.approx(leaving, rel=1e-4)


def test_the_table_holds_what_the_picture_shows(seen: Scene, panel: CellDiagram) -> None:
    table = panel.table(seen, at())
    gradients = gradients_of(seen, at())
    names = {carried(wire) for wire in gradients.drawing.wires} | set(gradients)
    assert {f"grad_{name}" for name in names - {"x", "n_in"} if name in gradients or "_" in name} <= {
        *table.columns,
        "grad_past",
    }
    for at_column, column in enumerate(table.columns[1:], start=1):
        name = column.removeprefix("grad_")
        expected = gradients.total(name) if name == "c_before" else gradients[name]
        np.testing.assert_array_equal([row[at_column] for row in table.rows], expected)


def test_a_wish_of_the_ground_needs_no_values(seen: Scene, panel: CellDiagram) -> None:
    """The ground of one word serves for another: nothing of the values lies in it."""
    rect = panel.content_rect(QSizeF(612, 340))

    def ground(token: int) -> bytes:
        from PySide6.QtGui import QImage

        image = QImage(612, 340, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        panel.paint_ground(painter, rect, seen, at(token))
        painter.end()
        return bytes(image.constBits())

    assert ground(3) == ground(9)
    assert isinstance(panel._sheet(QPainter(), rect, seen, at(3)), Sheet)
