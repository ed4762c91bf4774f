"""Every unit is in a dot that stands where its gate is so often nearly shut or nearly open."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize

from engine.analysis.gate_statistics import Saturation, saturation
from gui.drawing.theme import LIGHT
from gui.panels.gate_saturation.panel import GateSaturation
from gui.panels.gate_saturation.triangle import CROWD_PX, TOGETHER_PX, Triangle, points_of
from gui.scene import Moment, Run, Scene
from gui.view import View
from tests.support.made import made_trace
from tests.support.pixels import colored, picture
from tests.support.written import written_by

SIZE = QSize(359, 191)  # its room in a window of 1280 × 800
AREA = QRectF(100, 50, 80, 80)


def drawn(scene: Scene, moment: Moment) -> GateSaturation:
    panel = GateSaturation(LIGHT)
    panel.resize(SIZE)
    panel.draw(scene, moment)
    return panel


def lstm(forget: list[list[float]]) -> Scene:
    """Units whose forget gates took these values, one list each; the other gates are half open."""
    f = np.array(forget, np.float32).T
    trace = made_trace("lstm", np.full(f.shape, 0.5, np.float32))
    return Scene({"lstm": Run(replace(trace, arrays={**trace.arrays, "f_l0": f}))}, View("lstm"))


def unit_hits(panel: GateSaturation) -> dict[tuple[str, int], QPointF]:
    """Where each gate's units can be clicked: the middle of the places that select them."""
    found: dict[tuple[str, int], list[QPointF]] = {}
    for x in np.arange(0, SIZE.width(), 2.0):
        for y in np.arange(34, 170, 2.0):
            hit = panel.hit_at(QPointF(x, y))
            if hit is not None and hit.unit is not None:
                found.setdefault((hit.tip.partition(" of unit")[0], hit.unit), []).append(QPointF(x, y))
    return {
        key: QPointF(np.mean([p.x() for p in points]), np.mean([p.y() for p in points]))
        for key, points in found.items()
    }


def test_a_unit_stands_where_its_gate_was(qapp: object) -> None:
    """Shut at half of the words to the right of the corner, open at half of them above it."""
    scene = lstm([[0.5, 0.5], [0.05, 0.5], [0.5, 0.95], [0.01, 0.99], [0.97, 0.98]])
    hits = unit_hits(drawn(scene, scene.complete(1)))
    corner, shut, open_, both, always = (hits["forget gate f", unit] for unit in range(5))
    side = corner.y() - always.y()
    assert side > 60
    for point, (low, high) in zip((shut, open_, both), ((0.5, 0.0), (0.0, 0.5), (0.5, 0.5)), strict=True):
        assert point.x() - corner.x() == pytest.approx(low * side, abs=1.5)
        assert corner.y() - point.y() == pytest.approx(high * side, abs=1.5)


def test_units_of_one_place_can_all_be_pointed_at(qapp: object) -> None:
    scene = lstm([[0.5, 0.5]] * 32)
    hits = unit_hits(drawn(scene, scene.complete(1)))
    for gate in ("input gate i", "forget gate f", "output gate o"):
        assert {unit for name, unit in hits if name == gate} == set(range(32))


@pytest.mark.parametrize("units", [1, 32, 300])
def test_each_dot_is_as_large_as_its_units_are_many(units: int) -> None:
    random = np.random.default_rng(0)
    low, high = random.integers(0, 3, units) / 4, random.integers(0, 2, units) / 4
    dots = points_of(Saturation(low, high), Triangle(AREA)).dots
    assert sorted(unit for dot in dots for unit in dot.units) == list(range(units))
    single = dots[0].radius_px / np.sqrt(len(dots[0].units))
    for dot in dots:
        assert dot.radius_px == pytest.approx(single * np.sqrt(len(dot.units)))
        for unit in dot.units:
            place = AREA.left() + low[unit] * AREA.width(), AREA.bottom() - high[unit] * AREA.height()
            assert (dot.middle.x(), dot.middle.y()) == pytest.approx(place), "no dot stands aside"


@pytest.mark.parametrize("units", [32, 128, 512])
def test_a_crowd_has_the_room_that_is_left_for_it(units: int) -> None:
    (dot,) = points_of(Saturation(np.full(units, 1.0), np.zeros(units)), Triangle(AREA)).dots
    assert (dot.middle.x(), dot.middle.y()) == (AREA.right(), AREA.bottom())
    assert dot.radius_px < CROWD_PX + 2


def test_what_is_nearly_at_one_place_is_one_dot() -> None:
    step = TOGETHER_PX / AREA.width()
    low = np.array([0.5, 0.5 + 0.2 * step, 0.5 + 3 * step])
    dots = points_of(Saturation(low, np.zeros(3)), Triangle(AREA)).dots
    assert [dot.units for dot in dots] == [(0, 1), (2,)]
    assert dots[0].middle.x() == pytest.approx(AREA.left() + low[:2].mean() * AREA.width())


def test_the_smaller_of_two_dots_can_be_pointed_at() -> None:
    """A unit within a crowd's dot is on top of it."""
    shut = np.array([0.0] * 31 + [0.06])
    points = points_of(Saturation(shut, np.zeros(32)), Triangle(AREA))
    dot = points.dot_at(AREA.bottomLeft() + QPointF(0.06 * AREA.width(), 0))
    assert dot is not None
    assert dot.units == (31,)
    crowd = points.dot_at(AREA.bottomLeft() - QPointF(3, 3))
    assert crowd is not None
    assert len(crowd.units) == 31
    assert points.dot_at(AREA.center()) is None


def test_a_dot_says_how_many_units_it_is(qapp: object) -> None:
    scene = lstm([[0.5, 0.5]] * 32)
    panel = drawn(scene, scene.complete(1))
    place = unit_hits(panel)["forget gate f", 3]
    hit = panel.hit_at(place)
    assert hit is not None
    assert hit.tip.endswith("32 units are at this place: the area of the dot")


def test_both_ends_are_named(scene: Scene, qapp: object) -> None:
    texts = [text.text for text in written_by(drawn(scene, scene.complete(5)))]
    assert texts.count("open: 100%") == texts.count("shut: 100%") == 3


def test_a_unit_without_numbers_has_no_dot() -> None:
    points = points_of(Saturation(np.array([np.nan, 0.5]), np.array([np.nan, 0.5])), Triangle(AREA))
    assert [dot.units for dot in points.dots] == [(1,)]


def test_every_gate_has_its_colour_and_the_selected_unit_a_ring(scene: Scene, qapp: object) -> None:
    for cell, gates in (("lstm", "ifo"), ("gru", "rz")):
        shown = scene.with_cell(cell)
        image = picture(drawn(shown, shown.complete(5)))
        lefts = [min(point.x() for point in colored(image, LIGHT.symbol(gate))) for gate in gates]
        assert lefts == sorted(lefts)
        assert len(lefts) == len(set(lefts))
        one, other = (
            picture(drawn(shown.seen(unit=unit), shown.complete(5))) for unit in (shown.view.unit, 5)
        )
        assert one != other


def test_the_table_counts_words(scene: Scene, qapp: object) -> None:
    table = drawn(scene, scene.complete(5)).table(scene, scene.complete(5))
    assert table.columns == ("unit", "i_shut", "i_open", "f_shut", "f_open", "o_shut", "o_open")
    for at, gate in enumerate("ifo"):
        found = saturation(scene.trace, gate, 0)
        assert [row[1 + 2 * at] for row in table.rows] == found.shut.tolist()
        assert [row[2 + 2 * at] for row in table.rows] == found.open.tolist()


def test_an_rnn_shows_its_units_near_both_ends(qapp: object) -> None:
    trace = made_trace("rnn", np.array([[0.95, -0.95, 0.0], [0.95, 0.95, 0.0]], np.float32))
    scene = Scene({"rnn": Run(trace)}, View("rnn"))
    panel = drawn(scene, scene.complete(1))
    assert panel.table(scene, scene.complete(1)).rows == ((0, 0.0, 1.0), (1, 0.5, 0.5), (2, 0.0, 0.0))
    assert "An RNN has no gates" in " ".join(text.text for text in written_by(panel))
    hits = unit_hits(panel)
    assert hits["hidden state h", 0].y() < hits["hidden state h", 1].y() < hits["hidden state h", 2].y()


def test_what_is_not_computed_yet_does_not_count(scene: Scene, qapp: object) -> None:
    """At the stage of f the forget gate counts, the input gate does not yet."""
    moment = Moment(5, scene.stage_of("f"))
    rows = drawn(scene, moment).table(scene, moment).rows
    without = saturation(scene.trace, "i", 0, 5)
    assert [row[1] for row in rows] == without.shut.tolist()
    assert [row[4] for row in rows] == saturation(scene.trace, "f", 0).open.tolist()
