"""The cell diagram shows every stage of every cell, says nothing that is not computed, and fits."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QObject, QPointF, QRectF, QSize, QSizeF, QTranslator
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication

from engine.cells import CELLS
from engine.record.trace import Trace
from gui.drawing.theme import THEMES, font
from gui.language import translate
from gui.panels.cell_diagram.drawings import DRAWINGS
from gui.panels.cell_diagram.flow import Standing, lit, step_so_far, timetable
from gui.panels.cell_diagram.labels import name_of
from gui.panels.cell_diagram.layout import Layout, arrange
from gui.panels.cell_diagram.numbers import Readings, scale_limit
from gui.panels.cell_diagram.panel import CellDiagram
from gui.panels.cell_diagram.parts import Drawing, Kind
from gui.panels.cell_diagram.pointing import target_at
from gui.panels.cell_diagram.routes import Point, Route
from gui.readings.part_words import purpose
from gui.scene import Direction, Moment, Run, Scene
from tests.support.written import Written, spelled, written_by

SIZES = [(622, 295), (612, 340), (623, 325), (640, 360), (900, 520), (420, 300)]
TOKEN = 5


@pytest.fixture(params=list(CELLS))
def seen(scene: Scene, request: pytest.FixtureRequest) -> Scene:
    """The scene, seen through each cell in turn."""
    return scene.with_cell(request.param)


@pytest.fixture
def panel(qtbot: object) -> Iterator[CellDiagram]:
    made = CellDiagram()
    yield made
    made.deleteLater()


class WideChinese(QTranslator):
    """Stands in for a translation: every run of words becomes Chinese of the same width."""

    def translate(self, context: str, source: str, *rest: object) -> str:  # type: ignore[override]
        return re.sub(
            r"\{[^}]*\}|[A-Za-z][A-Za-z' ]+",
            lambda found: found[0] if found[0].startswith("{") else "量" * max(1, round(len(found[0]) * 0.5)),
            source,
        )


@pytest.fixture(params=["English", "Chinese"])
def language(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[str]:
    translator = WideChinese(QObject(qapp))
    if request.param == "Chinese":
        qapp.installTranslator(translator)
        translate.cache_clear()
    yield request.param
    qapp.removeTranslator(translator)
    translate.cache_clear()


@pytest.fixture(params=["as read", "wide numbers"])
def crowded(seen: Scene, request: pytest.FixtureRequest) -> Scene:
    """Each cell again, also with numbers that take as much room as they ever do, and a long word."""
    if request.param == "as read":
        return seen
    arrays = {}
    for key, array in seen.trace.arrays.items():
        symbol = key.partition("_l")[0]
        bounded, gate = symbol in ("g", "n", "h"), symbol in ("i", "f", "o", "r", "z")
        arrays[key] = np.full_like(array, 0.888 if gate else -0.888 if bounded else -88.888)
    tokens = ("incomprehensibilities",) * seen.length
    trace = Trace(seen.view.cell, tokens, seen.trace.known, arrays, seen.trace.provenance)
    return replace(seen, runs={seen.view.cell: Run(trace)})


def drawn(
    panel: CellDiagram, scene: Scene, moment: Moment, size: tuple[int, int] = (612, 340)
) -> CellDiagram:
    panel.resize(*size)
    panel.draw(scene, moment)
    return panel


def layout_of(panel: CellDiagram, scene: Scene, size: tuple[int, int] = (612, 340)) -> Layout:
    rect = panel.content_rect(QSizeF(*size))
    return arrange(DRAWINGS[scene.view.cell], rect.left(), rect.top(), rect.width(), rect.height())


def texts(panel: CellDiagram) -> list[str]:
    return [piece.text for piece in written_by(panel, QSizeF(panel.size()))]


def picture(panel: CellDiagram, size: tuple[int, int] = (612, 340), enlarged: int = 1) -> QImage:
    image = QImage(enlarged * size[0], enlarged * size[1], QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.scale(enlarged, enlarged)
    panel.paint(painter, QSizeF(*size))
    painter.end()
    return image


# The drawing is that of the cell


@pytest.mark.parametrize("cell", CELLS)
def test_every_stage_has_its_place(cell: str) -> None:
    drawing = DRAWINGS[cell]
    shown = {part.symbol for part in drawing.strips}
    for stage in CELLS[cell].stages:
        assert any(part.stage == stage.symbol for part in drawing.parts), stage.symbol
        assert purpose(cell, stage.symbol)
        carried = {wire.symbol for wire in lit(drawing, stage.symbol)}
        assert set(stage.inputs) - {"p", "xp"} <= carried, stage.symbol
        assert set(stage.outputs) <= carried | shown, stage.symbol


@pytest.mark.parametrize("cell", CELLS)
def test_every_vector_is_made_at_its_stage(cell: str, scene: Scene) -> None:
    drawing, seen = DRAWINGS[cell], scene.with_cell(cell)
    for part in drawing.strips:
        if part.symbol in drawing.derived:
            assert drawing.derived[part.symbol].stage == part.stage
        elif part.stage:
            assert part.symbol in seen.definition.stages[seen.stage_of(part.symbol)].outputs
            assert seen.definition.stages[seen.stage_of(part.symbol)].symbol == part.stage
        else:
            assert part.symbol == "x" or part.symbol.removesuffix("_before") in seen.definition.states
    states = {f"{state}_before" for state in seen.definition.states} | set(seen.definition.states)
    assert states <= {part.symbol for part in drawing.strips}


@pytest.mark.parametrize("cell", CELLS)
def test_wires_carry_what_their_source_makes(cell: str) -> None:
    drawing = DRAWINGS[cell]
    combined = CELLS[cell].stages[0].outputs
    for wire in drawing.wires:
        source, target = drawing.part[wire.source], drawing.part[wire.target]
        if source.kind is Kind.MATRIX:
            assert wire.symbol in combined
        else:
            assert wire.symbol == source.symbol, wire
        if target.kind in (Kind.STRIP, Kind.JUNCTION) and wire.symbol != "h_new":  # the RNN's h is its new h
            assert wire.symbol == target.symbol, wire
    assert len(set(drawing.wires)) == len(drawing.wires)


def test_numbers_are_those_of_the_network(scene: Scene) -> None:
    lstm = Readings(scene.with_cell("lstm"), Moment(TOKEN, 6))
    np.testing.assert_allclose(lstm["kept"] + lstm["written"], lstm["c"], rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(lstm["o"] * lstm["tanh_c"], lstm["h"], rtol=1e-5, atol=1e-6)
    gru = Readings(scene.with_cell("gru"), Moment(TOKEN, 4))
    np.testing.assert_allclose(gru["kept"] + gru["written"], gru["h"], rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(np.tanh(gru["n_x"] + gru["past"]), gru["n"], rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(gru["one_minus_z"] * gru["n"], gru["written"], rtol=1e-5, atol=1e-6)
    rnn = Readings(scene.with_cell("rnn"), Moment(TOKEN, 2))
    np.testing.assert_allclose(np.tanh(rnn["h_in"]), rnn["h_new"], rtol=1e-5, atol=1e-6)


def test_states_before_the_step(seen: Scene) -> None:
    assert not Readings(seen, Moment(0, 0))["h_before"].any()
    before = Readings(seen, Moment(TOKEN, 0))["h_before"]
    np.testing.assert_array_equal(before, Readings(seen, Moment(TOKEN - 1, 0))["h"])


# What is shown when


def test_nothing_is_shown_before_it_is_computed(seen: Scene, panel: CellDiagram) -> None:
    unit = seen.view.unit
    for stage in range(seen.last_stage + 1):
        moment = Moment(TOKEN, stage)
        found = texts(drawn(panel, seen, moment))
        readings = Readings(seen, moment)
        for part in DRAWINGS[seen.view.cell].strips:
            if part.symbol == "x" or (part.row == "sums" and not part.labelled and seen.view.cell != "rnn"):
                continue
            made = -1 if not part.stage else [s.symbol for s in seen.definition.stages].index(part.stage)
            text = spelled(float(readings[part.symbol][unit]))
            if made <= stage:
                assert text in found, (part.symbol, stage)
            elif part.symbol in seen.definition.states:  # only the old one may have a number
                assert found.count(text) <= found.count("t−1"), (part.symbol, stage)
        column = panel.table(seen, moment).columns
        computed = {output for s in seen.definition.stages[: stage + 1] for output in s.outputs}
        assert not {s for later in seen.definition.stages[stage + 1 :] for s in later.outputs} & set(column)
        strips = {part.symbol for part in DRAWINGS[seen.view.cell].strips}
        assert computed & strips <= set(column)


def test_outlines_are_empty_until_their_stage(scene: Scene, panel: CellDiagram) -> None:
    """The strip of o is one colour at stage c, and many at stage o."""
    rect = layout_of(panel, scene).rects["o"].adjusted(3, 3, -3, -3).toAlignedRect()

    def colours(stage: int) -> set[int]:
        image = picture(drawn(panel, scene, Moment(TOKEN, stage)))
        return {
            image.pixel(x, y)
            for x in range(rect.left(), rect.right())
            for y in range(rect.top(), rect.bottom())
        }

    assert len(colours(scene.stage_of("o") - 1)) == 1
    assert len(colours(scene.stage_of("o"))) > 1


def test_the_phase_moves_the_highlight_and_nothing_else(seen: Scene, panel: CellDiagram) -> None:
    for stage in range(seen.last_stage + 1):
        early = picture(drawn(panel, seen, Moment(TOKEN, stage, 0.3)))
        said = set(texts(panel))
        late = picture(drawn(panel, seen, Moment(TOKEN, stage, 0.7)))
        assert said == set(texts(panel))
        assert early != late, stage


def test_one_stage_is_active_at_a_time(seen: Scene) -> None:
    for stage in range(seen.last_stage + 1):
        step = step_so_far(seen, Moment(TOKEN, stage, 0.5))
        later = seen.last_stage - stage
        expected = [Standing.DONE] * stage + [Standing.ACTIVE] + [Standing.PENDING] * later
        assert [step.of(each.symbol) for each in seen.definition.stages] == expected
        assert step.of("") is Standing.DONE
    step = step_so_far(seen, seen.complete(TOKEN))
    assert {step.of(each.symbol) for each in seen.definition.stages} == {Standing.DONE}


def test_a_complete_step_is_calm(seen: Scene, panel: CellDiagram) -> None:
    """Nothing is lit, in either pass: what stands there is done."""
    drawn(panel, seen, seen.complete(TOKEN))
    rect = panel.content_rect(QSizeF(612, 340))
    for moment in (seen.complete(TOKEN), seen.complete(TOKEN, Direction.BACKWARD)):
        assert panel._sheet(QPainter(), rect, seen, moment).timetable is None
        assert {step_so_far(seen, moment).of(each.symbol) for each in seen.definition.stages} == {
            Standing.DONE
        }
    sheet = panel._sheet(QPainter(), rect, seen, Moment(TOKEN, 0, 0.4, Direction.BACKWARD))
    assert sheet.timetable is not None


def test_the_way_to_a_moment_does_not_matter(seen: Scene, panel: CellDiagram) -> None:
    fresh = CellDiagram()
    wanted = picture(drawn(fresh, seen, Moment(2, 1, 0.6)))
    for other in CELLS:
        picture(drawn(panel, seen.with_cell(other), Moment(7, 2), (900, 520)), (900, 520))
    panel.set_theme(THEMES["dark"])
    panel.set_theme(THEMES["light"])
    assert picture(drawn(panel, seen, Moment(2, 1, 0.6))) == wanted
    fresh.deleteLater()


@pytest.mark.parametrize("cell", CELLS)
def test_what_meets_arrives_together(cell: str, scene: Scene, panel: CellDiagram) -> None:
    seen = scene.with_cell(cell)
    layout = layout_of(panel, seen)
    for stage in seen.definition.stages:
        table = timetable(layout, stage.symbol)
        assert min(start for _, start, _ in table.routes) >= -1e-9
        assert max(end for _, _, end in table.routes) <= 1 + 1e-9
        arrivals: dict[str, set[float]] = {}
        for route, start, end in table.routes:
            assert start < end
            arrivals.setdefault(route.wire.target, set()).add(round(end, 9))
        assert all(len(times) == 1 for times in arrivals.values())
        for route, _, end in table.routes:  # nothing jumps: in, across, and out again on the longest branch
            if route.wire.target in table.parts:
                assert table.parts[route.wire.target][0] == pytest.approx(end)
        for name, (_, crossed) in table.parts.items():
            leaving = [start for route, start, _ in table.routes if route.wire.source == name]
            assert not leaving or min(leaving) == pytest.approx(crossed)


# It fits


@pytest.mark.parametrize("size", SIZES)
def test_no_text_touches_another(
    crowded: Scene, panel: CellDiagram, size: tuple[int, int], language: str
) -> None:
    for stage in (0, crowded.last_stage - 1, crowded.last_stage):
        pieces = written_by(drawn(panel, crowded, Moment(10, stage), size), QSizeF(*size))
        area = QRectF(0, 0, *size).adjusted(8, 8, -8, -8)
        for piece in pieces:
            assert area.contains(piece.rect), piece
        for one, other in combinations(joined(pieces), 2):
            assert not one.rect.adjusted(-1, 0, 1, 0).intersects(other.rect), (one, other)


@pytest.mark.parametrize("size", SIZES)
def test_no_text_lies_on_anything(
    crowded: Scene, panel: CellDiagram, size: tuple[int, int], language: str
) -> None:
    layout = layout_of(panel, crowded, size)
    places = [(part.kind, layout.rects[part.name]) for part in layout.drawing.parts]
    boxes = [rect for kind, rect in places if kind in (Kind.FUNCTION, Kind.MATRIX)]
    rounds = [rect for kind, rect in places if kind is Kind.OPERATOR]
    for piece in written_by(drawn(panel, crowded, crowded.complete(10), size), QSizeF(*size)):
        for route in layout.routes:
            for a, b in pairwise(route.points):
                wire = QRectF(QPointF(*a), QPointF(*b)).normalized().adjusted(-1, -1, 1, 1)
                assert not wire.intersects(piece.rect), (piece, route.wire)
        for part in layout.drawing.strips:
            assert not layout.rects[part.name].intersects(piece.rect), (piece, part.name)
        for box in boxes:
            assert box.adjusted(2, 0, -2, 0).contains(piece.rect) or not box.intersects(piece.rect), piece
        for circle in rounds:
            middle = circle.center()
            x = min(max(middle.x(), piece.rect.left()), piece.rect.right())
            y = min(max(middle.y(), piece.rect.top()), piece.rect.bottom())
            assert math.dist((x, y), middle.toTuple()) > circle.width() / 2, piece


def joined(pieces: list[Written]) -> list[Written]:
    """Pieces of one formula are one text: they follow each other on a line."""
    lines: list[Written] = []
    for piece in pieces:
        last = lines[-1] if lines else None
        follows = last and abs(piece.rect.left() - last.rect.right()) < 1
        if last and follows and abs(piece.rect.bottom() - last.rect.bottom()) < 4:
            lines[-1] = Written(last.text + piece.text, last.rect.united(piece.rect))
        else:
            lines.append(piece)
    return lines


@pytest.mark.parametrize("size", SIZES)
def test_what_hangs_below_letters_is_not_cut(seen: Scene, panel: CellDiagram, size: tuple[int, int]) -> None:
    """The g keeps its tail, also beside the frame of the selected unit."""
    layout = layout_of(panel, seen, size)
    role = "title" if layout.sizes.large else "strong"
    tail = QFontMetricsF(font(role)).tightBoundingRect("gj").bottom()
    frames = [layout.rects[part.name].adjusted(-2.3, -2.3, 2.3, 0) for part in layout.drawing.strips]
    for piece in written_by(drawn(panel, seen, seen.complete(TOKEN), size), QSizeF(*size)):
        for frame in frames:
            hanging = tail if set(piece.text) & set("gjpqy()") else 0
            assert not piece.rect.adjusted(0, 0, 0, hanging).intersects(frame), piece


def test_symbols_are_bold_and_words_are_not(seen: Scene, panel: CellDiagram) -> None:
    """In every language: two signs of Chinese are words too."""
    drawn(panel, seen, Moment(TOKEN, 0), (840, 400))
    rect = panel.content_rect(QSizeF(840, 400))
    sheet = panel._sheet(QPainter(), rect, seen, Moment(TOKEN, 0))
    for part in DRAWINGS[seen.view.cell].strips:
        pieces, _ = name_of(sheet, part, panel.theme.color("ink"))
        assert "_" not in "".join(piece.text for piece in pieces)  # it hangs as a subscript
        bold = font(pieces[0].role).weight() > QFont.Weight.Normal
        assert bold is (
            part.symbol in {"c", "h", "x", "tanh_c", "one_minus_z", "h_before", "c_before", "h_new"}
            or part.symbol[0] in "figorzn"
            or part.symbol == "h_in"
        ), part.symbol


def test_strips_say_what_their_ends_are_worth(scene: Scene, panel: CellDiagram) -> None:
    """Else tanh(c) would look as if it amplified c."""
    found = texts(drawn(panel, scene, scene.complete(TOKEN), (622, 295)))
    limit = scale_limit(scene, "c")
    assert limit != 1
    assert found.count(f"±{limit:g}") >= 3  # c before, what is kept of it, and c
    assert found.count("±1") >= 2  # g and tanh(c)
    assert found.count("0–1") == 3


def test_scales_follow_the_network(scene: Scene, panel: CellDiagram) -> None:
    """They lie in the ground, which has to be painted anew for another network of the same cell."""
    arrays = {key: array * 0.37 for key, array in scene.trace.arrays.items()}
    trace = Trace("lstm", scene.trace.tokens, scene.trace.known, arrays, scene.trace.provenance)
    other = replace(scene, runs={**scene.runs, "lstm": Run(trace)})
    moment = scene.complete(TOKEN)
    assert panel.ground_key(scene, moment) != panel.ground_key(other, moment)
    assert panel.ground_key(scene, moment) == panel.ground_key(scene, scene.complete(TOKEN + 1))


@pytest.mark.parametrize("theme", THEMES)
def test_small_values_have_an_edge(scene: Scene, panel: CellDiagram, theme: str) -> None:
    """A vector of zeros does not vanish into the card."""
    arrays = {key: np.zeros_like(array) for key, array in scene.trace.arrays.items()}
    trace = Trace("lstm", scene.trace.tokens, scene.trace.known, arrays, scene.trace.provenance)
    panel.set_theme(THEMES[theme])
    empty = replace(scene, runs={**scene.runs, "lstm": Run(trace)})
    image = picture(drawn(panel, empty, scene.complete(TOKEN)), enlarged=4)
    card = THEMES[theme].color("card").lightness()
    for part in DRAWINGS["lstm"].strips:
        rect = layout_of(panel, empty).rects[part.name]
        edge = image.pixelColor(round(4 * (rect.right() + 0.5)), round(4 * rect.center().y() - 12))
        assert abs(edge.lightness() - card) >= 30, part.name


@pytest.mark.parametrize("size", SIZES)
def test_parts_keep_apart_and_inside(seen: Scene, panel: CellDiagram, size: tuple[int, int]) -> None:
    layout = layout_of(panel, seen, size)
    solid = [part for part in layout.drawing.parts if part.kind not in (Kind.PORT, Kind.JUNCTION)]
    for part in solid:
        assert layout.rect.adjusted(-1, -1, 1, 3).contains(layout.rects[part.name]), part.name
    for one, other in combinations(solid, 2):
        apart = layout.rects[one.name].adjusted(-1, -1, 1, 1)
        assert not apart.intersects(layout.rects[other.name]), (one.name, other.name)
    assert layout.sizes.gap_px >= 4


@pytest.mark.parametrize("size", [(622, 295), (612, 340), (840, 400)])
def test_strips_are_large_enough_to_read(seen: Scene, panel: CellDiagram, size: tuple[int, int]) -> None:
    layout = layout_of(panel, seen, size)
    for part in layout.drawing.strips:
        rect = layout.rects[part.name]
        gate = part.symbol in seen.definition.gates or part.row in ("sums", "written", "shown")
        assert rect.width() >= (115 if gate else 130), part.name
        assert rect.height() >= (12 if part.row == "sums" else 16), part.name


@pytest.mark.parametrize("size", SIZES)
def test_no_wire_crosses_another_or_a_part(seen: Scene, panel: CellDiagram, size: tuple[int, int]) -> None:
    layout = layout_of(panel, seen, size)
    for one, other in combinations(layout.routes, 2):
        for a in pairwise(one.points):
            for b in pairwise(other.points):
                assert not crosses(a, b), (one.wire, other.wire)
    for route in layout.routes:
        for part in layout.drawing.parts:
            if part.kind in (Kind.PORT, Kind.JUNCTION):
                continue
            inside = layout.rects[part.name].adjusted(1, 1, -1, -1)
            met = any(inside.contains(QPointF(*point)) for point in halfway(route))
            assert not met, (route.wire, part.name)


def crosses(a: tuple[Point, Point], b: tuple[Point, Point]) -> bool:
    """Whether two pieces of wire cross in their insides; ends may touch."""

    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return (side(*a, b[0]) * side(*a, b[1]) < -1e-6) and (side(*b, a[0]) * side(*b, a[1]) < -1e-6)


def halfway(route: Route) -> list[Point]:
    """Points along a wire, two pixels apart."""
    steps = max(2, int(route.length / 2))
    return [route.at(route.length * step / steps).toTuple() for step in range(1, steps)]


@pytest.mark.parametrize("size", SIZES)
def test_every_wire_points_to_where_it_leads(seen: Scene, panel: CellDiagram, size: tuple[int, int]) -> None:
    image = picture(drawn(panel, seen, seen.complete(TOKEN), size), size, enlarged=4)
    card = panel.theme.color("card").rgb()
    for route in layout_of(panel, seen, size).routes:
        kind = DRAWINGS[seen.view.cell].part[route.wire.target].kind
        assert route.pointed is (kind not in (Kind.PORT, Kind.JUNCTION))
        if not route.pointed:
            continue
        tip, left, right = route.head.toList()
        assert tip.toTuple() == route.points[-1]
        assert math.dist(left.toTuple(), right.toTuple()) >= 5
        for corner in (left, right):  # well beside the line itself there is ink
            near = corner * 0.7 + (left + right) * 0.15 + (tip - (left + right) / 2) * 0.12
            assert image.pixel(round(4 * near.x()), round(4 * near.y())) != card, route.wire


def test_a_wire_through_a_part_would_be_noticed() -> None:
    assert crosses(((0, 0), (10, 0)), ((5, -5), (5, 5)))
    assert not crosses(((0, 0), (10, 0)), ((10, 0), (10, 5)))


# Pointing


def test_a_click_on_a_strip_selects_the_unit(seen: Scene, panel: CellDiagram) -> None:
    drawn(panel, seen, seen.complete(TOKEN))
    layout = layout_of(panel, seen)
    size = seen.trace.hidden_size
    for part in layout.drawing.strips:
        rect = layout.rects[part.name]
        for unit in (0, 3, size - 1):
            hit = panel.hit_at(QPointF(rect.left() + (unit + 0.5) * rect.width() / size, rect.center().y()))
            assert hit is not None
            if part.symbol == "x":
                assert hit.unit is None
            else:
                assert hit.unit == unit
                value = Readings(seen, seen.complete(TOKEN))[part.symbol][unit]
                assert f"unit {unit}: {spelled(float(value))}" in hit.tip


def test_a_click_on_a_box_seeks_its_stage(seen: Scene, panel: CellDiagram) -> None:
    drawn(panel, seen, Moment(TOKEN, 0))
    layout = layout_of(panel, seen)
    for part in layout.drawing.parts:
        if part.kind in (Kind.FUNCTION, Kind.OPERATOR, Kind.MATRIX):
            hit = panel.hit_at(layout.rects[part.name].center())
            assert hit is not None
            assert hit.moment is not None
            assert hit.moment.token == TOKEN
            assert seen.definition.stages[hit.moment.stage].symbol == part.stage
            assert hit.tip


def test_every_wire_says_what_it_carries(seen: Scene, panel: CellDiagram) -> None:
    drawn(panel, seen, seen.complete(TOKEN))
    layout = layout_of(panel, seen)
    for route in layout.routes:
        target = target_at(layout, route.at(route.length / 2))
        assert target is not None
        hit = panel.hit_at(route.at(route.length / 2))
        assert hit is not None
        assert "mean" in hit.tip or "\n" in hit.tip
    assert panel.hit_at(QPointF(3, 3)) is None


def test_a_tip_gives_no_number_that_is_not_computed(scene: Scene, panel: CellDiagram) -> None:
    drawn(panel, scene, Moment(TOKEN, 0))
    hit = panel.hit_at(layout_of(panel, scene).rects["o"].center())
    assert hit is not None
    assert "not computed yet: stage 6 of 7" in hit.tip
    assert "mean" not in hit.tip


def test_the_summary_and_the_table_have_the_numbers(seen: Scene, panel: CellDiagram) -> None:
    table = panel.table(seen, seen.complete(TOKEN))
    assert len(table.rows) == seen.trace.hidden_size
    assert all(len(row) == len(table.columns) for row in table.rows)
    state = Readings(seen, seen.complete(TOKEN))["h"]
    assert [row[table.columns.index("h")] for row in table.rows] == state.tolist()
    assert spelled(float(state[seen.view.unit])) in panel.summary(seen, seen.complete(TOKEN))


# Odd data and other devices


def test_values_that_overflowed_leave_gaps(scene: Scene, panel: CellDiagram, recwarn: object) -> None:
    arrays = {key: array.copy() for key, array in scene.trace.arrays.items()}
    arrays["c_l0"][TOKEN, 0], arrays["c_l0"][TOKEN, 1], arrays["f_l0"][TOKEN, 2] = np.inf, np.nan, np.nan
    trace = scene.trace
    broken = Trace(trace.cell, trace.tokens, trace.known, arrays, trace.provenance)
    seen = replace(scene.seen(unit=0), runs={**scene.runs, "lstm": Run(broken)})
    for unit in (0, 1):
        drawn(panel, seen.seen(unit=unit), Moment(TOKEN, 6))
        picture(panel)
        assert ("∞" if unit == 0 else "NaN") in texts(panel)
    assert np.isfinite(scale_limit(seen, "c"))


def test_one_token_is_enough(scene: Scene, panel: CellDiagram) -> None:
    trace = scene.trace
    arrays = {key: array[:1] for key, array in trace.arrays.items()}
    short = Trace(trace.cell, trace.tokens[:1], trace.known[:1], arrays, trace.provenance)
    drawn(panel, replace(scene, runs={"lstm": Run(short)}), Moment(0, 6))
    assert "0.000" in texts(panel)


def test_vectors_stay_vectors_in_svg(seen: Scene, panel: CellDiagram) -> None:
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(612, 340))
    painter = QPainter(generator)
    drawn(panel, seen, seen.complete(TOKEN)).paint(painter, QSizeF(612, 340))
    painter.end()
    svg = bytes(data.data()).decode()
    assert "<image" not in svg
    assert "t−1" in svg


def test_the_drawings_are_those_of_the_cells() -> None:
    assert tuple(DRAWINGS) == tuple(CELLS)
    assert all(isinstance(drawing, Drawing) for drawing in DRAWINGS.values())
