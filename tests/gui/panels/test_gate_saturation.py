"""Two bars a gate say at how many words it is nearly open and nearly shut, and nobody can misread them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize

from engine.analysis.gate_statistics import saturation
from gui.drawing.theme import LIGHT
from gui.panels.gate_saturation import GateSaturation, mean_of
from gui.scene import Moment, Run, Scene
from gui.view import View
from tests.support.made import made_trace
from tests.support.pixels import colored, picture
from tests.support.written import written_by

SIZE = QSize(359, 191)  # its room in a window of 1280 × 800


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


def texts(panel: GateSaturation) -> list[str]:
    return [piece.text for piece in written_by(panel)]


@pytest.mark.parametrize("forget", [[0.95, 0.95, 0.5, 0.05], [0.5] * 4, [0.01] * 4])
def test_bars_are_as_long_as_what_they_count_is_often(forget: list[float], qapp: object) -> None:
    """One unit, four words: the bar of f that is open is the only one in the full colour of f."""
    scene = lstm([forget, forget])
    panel = drawn(scene, scene.complete(3))
    often = np.mean(np.array(forget) > 0.9), np.mean(np.array(forget) < 0.1)
    image, size = picture(panel), panel.logical_size()
    row = next(piece.rect for piece in written_by(panel, size) if piece.text == "forget gate f")
    rest = [
        point for point in colored(image, LIGHT.color("highlight")) if abs(point.y() - row.center().y()) < 18
    ]
    right = max(point.x() for point in rest) if max(often) < 1 else None
    full = [
        point
        for point in colored(image, LIGHT.symbol("f"))
        if point.x() > row.right() + 40 and abs(point.y() - row.center().y()) < 18
    ]
    open_px = len({point.x() for point in full})
    if right is not None:
        lefts = [point.x() for point in rest]
        wide = max(lefts) - min([*lefts, *(point.x() for point in full)])
        assert open_px == pytest.approx(often[0] * wide, abs=4), "less the line of the unit"
    gates = panel.summary(scene, scene.complete(3))
    assert f"{round(100 * often[1])}% and {round(100 * often[0])}%" in gates.split("forget gate f: ")[1]


def test_both_ends_are_named_and_what_counts_is_said(scene: Scene, qapp: object) -> None:
    said = texts(drawn(scene, scene.complete(5)))
    assert said.count("open") == said.count("shut") == 3
    assert any("above 0.9" in text and "below 0.1" in text for text in said)
    for gate in "ifo":
        found = saturation(scene.trace, gate, 0)
        for often in (found.open, found.shut):
            assert f"{100 * mean_of(often):.0f}%" in said or 0 < mean_of(often) < 0.005


def test_a_tip_has_the_selected_unit_s_own_shares(qapp: object) -> None:
    scene = lstm([[0.5, 0.5], [0.05, 0.5], [0.97, 0.98]]).seen(unit=2)
    panel = drawn(scene, scene.complete(1))
    row = next(p.rect for p in written_by(panel, panel.logical_size()) if p.text == "forget gate f")
    hit = panel.hit_at(QPointF(row.center().x() + 150, row.center().y()))
    assert hit is not None
    assert "all units: above 0.9 at 33%, below 0.1 at 17% of the words" in hit.tip
    assert "unit 2: above 0.9 at 100%, below 0.1 at 0% of the words" in hit.tip
    assert panel.hit_at(QPointF(2, 2)) is None


def test_every_gate_has_its_colour_and_the_selected_unit_a_line(scene: Scene, qapp: object) -> None:
    for cell, gates in (("lstm", "ifo"), ("gru", "rz")):
        shown = scene.with_cell(cell)
        names = [piece for piece in written_by(drawn(shown, shown.complete(5))) if piece.text[-2:-1] == " "]
        assert [(name.text[-1], name.color) for name in names if name.text[-1] in gates] == [
            (gate, LIGHT.symbol(gate)) for gate in gates
        ]
    extreme = lstm([[0.95, 0.95], [0.5, 0.5]])
    one, other = (picture(drawn(extreme.seen(unit=unit), extreme.complete(1))) for unit in (0, 1))
    below = range(40, SIZE.height())
    moved = {x for x in range(SIZE.width()) for y in below if one.pixel(x, y) != other.pixel(x, y)}
    assert len(moved) < 16, "nothing but the lines, from 100% to 0%"
    assert max(moved) - min(moved) > 100


def test_a_gate_that_is_not_computed_yet_anywhere_has_no_bar(qapp: object) -> None:
    scene = lstm([[0.95]])
    said = texts(drawn(scene, Moment(0, 0)))
    assert said.count("—") >= 2


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
    assert {"near 1", "near −1", "50%", "17%"} <= set(texts(panel))


def test_what_is_not_computed_yet_does_not_count(scene: Scene, qapp: object) -> None:
    """At the stage of f the forget gate counts, the input gate does not yet."""
    moment = Moment(5, scene.stage_of("f"))
    rows = drawn(scene, moment).table(scene, moment).rows
    without = saturation(scene.trace, "i", 0, 5)
    assert [row[1] for row in rows] == without.shut.tolist()
    assert [row[4] for row in rows] == saturation(scene.trace, "f", 0).open.tolist()
