"""The bars are the trace's own numbers, to scale, and only of the gates that the step has reached."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, QSizeF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.cells import CELLS
from engine.record.gates import QUANTITIES
from engine.record.hold import Hold
from engine.record.trace import Trace
from gui.drawing.theme import DARK, LIGHT, Theme
from gui.language import say
from gui.panels.gate_bars.panel import GateBars
from gui.panels.gate_bars.rows import quantity_of, symbols_of
from gui.scene import Direction, Moment, Run, Scene
from tests.support.pixels import colored, picture
from tests.support.written import spelled, written_by

SMALL = QSize(623, 241)  # its room in a window of 1280 × 800
TOKEN = 5
FIRST_BAR_X = 190


@pytest.fixture
def panel(qtbot: QtBot) -> GateBars:
    bars = GateBars()
    qtbot.addWidget(bars)
    bars.resize(SMALL)
    return bars


def with_gates(scene: Scene, **gates: list[float]) -> Scene:
    """The LSTM's scene with these values in some gates, at every token."""
    arrays = dict(scene.trace.arrays)
    units = len(next(iter(gates.values())))
    for key, array in arrays.items():
        if key not in ("x_l0", "output"):
            arrays[key] = np.resize(array, (len(array), units))
    for symbol, values in gates.items():
        arrays[f"{symbol}_l0"] = np.tile(np.array(values), (scene.length, 1))
    trace = Trace("lstm", scene.trace.tokens, scene.trace.known, arrays, scene.trace.provenance)
    return replace(scene.seen(unit=0), runs={"lstm": Run(trace)})


def unit_at(panel: GateBars, x: float, y: float) -> int | None:
    hit = panel.hit_at(QPointF(x, y))
    return hit.unit if hit else None


def row_of(panel: GateBars, symbol: str) -> list[float]:
    """The heights at which the mouse finds this gate's bars."""
    meaning = f"{say(QUANTITIES[symbol].label)} {symbol}:"
    hits = ((float(y), panel.hit_at(QPointF(FIRST_BAR_X, y))) for y in range(panel.height()))
    return [y for y, hit in hits if hit and hit.unit is not None and meaning in hit.tip]


def bar_heights(panel: GateBars, symbol: str) -> list[int]:
    """The number of pixels that each unit's bar has in its middle column, by unit."""
    y = row_of(panel, symbol)[0] + 8
    columns: dict[int, list[int]] = {}
    for x in range(panel.width()):
        unit = unit_at(panel, x, y)
        if unit is not None:
            columns.setdefault(unit, []).append(x)
    image, color = picture(panel), panel.theme.symbol(symbol).rgb()
    middle = {unit: found[len(found) // 2 - 1] for unit, found in columns.items()}
    return [
        sum(image.pixel(middle[unit], y) == color for y in range(image.height())) for unit in sorted(middle)
    ]


@pytest.mark.parametrize("cell", CELLS)
def test_every_gate_has_its_row_name_meaning_and_mean(panel: GateBars, scene: Scene, cell: str) -> None:
    scene = scene.with_cell(cell)
    panel.draw(scene, scene.complete(TOKEN))
    texts = [piece.text for piece in written_by(panel, QSizeF(SMALL))]
    for symbol in scene.definition.gates:
        quantity = QUANTITIES[symbol]
        assert f"{say(quantity.label)}  {symbol}" in texts
        if quantity.kind != "state":
            assert say(quantity.low_means) in texts
            assert say(quantity.high_means) in texts
        values = scene.trace.values(symbol, 0)[TOKEN]
        assert spelled(float(values.mean()), 2) in texts
        assert spelled(float(values[scene.view.unit]), 2) in texts
    assert texts.count("mean") == len(scene.definition.gates)
    assert texts.count("1") == len(scene.definition.gates), "every scale has its upper end"


def test_the_order_of_reading(panel: GateBars, scene: Scene) -> None:
    assert panel.table(scene, scene.complete(0)).columns == ("unit", "f", "i", "g", "o")
    gru = scene.with_cell("gru")
    assert panel.table(gru, gru.complete(0)).columns == ("unit", "z", "r", "n")


def test_an_rnn_is_kindly_said_to_have_no_gates(panel: GateBars, scene: Scene) -> None:
    for cell in CELLS:
        shown = scene.with_cell(cell)
        panel.draw(shown, shown.complete(TOKEN))
        texts = " ".join(piece.text for piece in written_by(panel, QSizeF(SMALL)))
        assert ("has no gates" in texts) == (cell == "rnn")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_bars_are_to_scale_in_the_gate_s_colour(panel: GateBars, scene: Scene, theme: Theme) -> None:
    values = [0.2, 1.0, 0.5, 0.0, 0.8]
    shown = with_gates(scene, f=values)
    panel.set_theme(theme)
    panel.draw(shown, shown.complete(TOKEN))
    heights = np.array(bar_heights(panel, "f"))
    full = heights.max() + 2  # the frame and the mean take their pixels
    assert heights == pytest.approx(np.array(values) * full, abs=3)


def test_the_mean_is_one_line_that_ends_at_its_word(panel: GateBars, scene: Scene) -> None:
    """It was a dash on each bar once, and looked like data."""
    shown = with_gates(scene, f=[1.0, 0.0] * 8, i=[0.25] * 16)
    panel.draw(shown, shown.complete(TOKEN))
    image, rows = picture(panel), row_of(panel, "f")
    inside = [x for x in range(panel.width()) if unit_at(panel, x, rows[4]) is not None]
    word = next(piece.rect for piece in written_by(panel, QSizeF(SMALL)) if piece.text == "mean")
    near = [y for y in range(image.height()) if abs(y - (rows[0] + rows[-1]) / 2) <= 8]
    card = LIGHT.color("card").lightness()
    crossed = {
        x
        for x in range(inside[0], round(word.left()) - 6)
        if min(image.pixelColor(x, y).lightness() for y in near) < card - 20
    }
    assert len(crossed) == round(word.left()) - 6 - inside[0], "from the first bar to the word without a gap"


def test_numbers_of_the_scale_stand_at_their_lines(panel: GateBars, scene: Scene) -> None:
    shown = with_gates(scene, f=[0.0, 1.0] * 8)
    panel.draw(shown, shown.complete(TOKEN))
    rows = row_of(panel, "f")
    inside = [x for x in range(panel.width()) if unit_at(panel, x, rows[4]) is not None]
    pixels = colored(picture(panel), LIGHT.symbol("f"))
    bars = [p.y() for p in pixels if p.x() in inside]
    written = [piece for piece in written_by(panel, QSizeF(SMALL)) if piece.rect.right() < inside[0]]
    one, zero = (next(p.rect.center().y() for p in written if p.text == text) for text in ("1", "0"))
    assert one == pytest.approx(min(bars), abs=1.5)
    assert zero == pytest.approx(max(bars) + 1, abs=1.5)


def test_bars_have_sharp_edges(panel: GateBars, scene: Scene) -> None:
    """Every pixel between the lines is bar or card, and nothing between: no edge lies inside of a pixel."""
    shown = with_gates(scene, f=[0.13, 0.29, 0.33, 0.47, 0.61, 0.77, 0.83, 0.91])
    shown = shown.seen(unit=0)
    panel.draw(shown, shown.complete(TOKEN))
    image, rows = picture(panel), row_of(panel, "f")
    plain = {LIGHT.symbol("f").rgb(), LIGHT.color("card").rgb(), LIGHT.color("hairline").rgb()}
    units = {unit_at(panel, x, rows[4]): x for x in range(panel.width())}
    mean = next(p.rect for p in written_by(panel, QSizeF(SMALL)) if p.text == "mean")
    assert mean.top() > 0
    for unit, x in units.items():
        if unit not in (None, 0):
            column = [image.pixel(x - 6, y) for y in range(int(rows[6]), int(rows[-6]))]
            odd = [pixel for pixel in column if pixel not in plain]
            assert len(odd) <= 4, (unit, len(odd))  # those of the mean and its halo


def test_candidates_stand_on_zero_and_hang_from_it(panel: GateBars, scene: Scene) -> None:
    shown = with_gates(scene, g=[0.9, -0.9])
    panel.draw(shown, shown.complete(TOKEN))
    rows = row_of(panel, "g")
    zero = (rows[0] + rows[-1]) / 2
    inside = [x for x in range(panel.width()) if unit_at(panel, x, rows[4]) is not None]
    pixels = [p for p in colored(picture(panel), LIGHT.symbol("g")) if p.x() in inside]
    left, right = min(p.x() for p in pixels), max(p.x() for p in pixels)
    up = [p.y() for p in pixels if p.x() == left + 2]
    down = [p.y() for p in pixels if p.x() == right - 2]
    assert rows[0] < min(up) < max(up) < zero + 2
    assert zero - 2 < min(down) < max(down) < rows[-1]
    assert len(up) == pytest.approx(len(down), abs=2)


@pytest.mark.parametrize("cell", CELLS)
def test_what_is_not_computed_yet_has_no_bars_no_mean_and_no_number(
    panel: GateBars, scene: Scene, cell: str
) -> None:
    scene = scene.with_cell(cell)
    gates = scene.definition.gates
    for stage, each in enumerate(scene.definition.stages):
        moment = Moment(TOKEN, stage)
        panel.draw(scene, moment)
        texts = Counter(piece.text for piece in written_by(panel, QSizeF(SMALL)))
        reached = [
            symbol
            for symbol in gates
            if any({symbol, f"{symbol}_new"} & set(s.outputs) for s in scene.definition.stages[: stage + 1])
        ]
        assert texts["mean"] == len(reached), each.symbol
        assert set(panel.table(scene, moment).columns) == {"unit", *reached}
        image = picture(panel)
        for symbol in gates:
            if QUANTITIES[symbol].kind != "state":  # ink is everywhere
                assert bool(colored(image, LIGHT.symbol(symbol))) == (symbol in reached)


def test_on_the_way_back_every_gate_is_there(panel: GateBars, scene: Scene) -> None:
    moment = Moment(TOKEN, 0, direction=Direction.BACKWARD)
    assert panel.table(scene, moment).columns == ("unit", "f", "i", "g", "o")


def test_a_click_selects_the_unit_under_it(panel: GateBars, scene: Scene, qtbot: QtBot) -> None:
    panel.draw(scene, scene.complete(TOKEN))
    y = row_of(panel, "i")[4]
    found = [unit_at(panel, x, y) for x in range(panel.width())]
    assert [unit for unit in range(8) if unit in found] == list(range(8))
    x = found.index(6) + 3
    with qtbot.waitSignal(panel.unit_selected) as wish:
        QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=QPoint(x, round(y)))
    assert wish.args == [6]
    hit = panel.hit_at(QPointF(x, y))
    assert hit is not None
    value = float(scene.trace["i_l0"][TOKEN, 6])
    assert f"unit 6: i = {spelled(value, 4)}" in hit.tip
    assert "1 = write all of g" in hit.tip


def test_by_value_every_row_is_sorted_by_itself_and_a_click_finds_the_unit(
    panel: GateBars, scene: Scene
) -> None:
    shown = scene.seen(order_by_value=True)
    panel.draw(shown, shown.complete(TOKEN))
    for symbol in ("f", "i", "g", "o"):
        y = row_of(panel, symbol)[4]
        units = [unit_at(panel, x, y) for x in range(panel.width())]
        order = list(dict.fromkeys(unit for unit in units if unit is not None))
        values = scene.trace[f"{symbol}_l0"][TOKEN]
        assert sorted(order) == list(range(8))
        assert list(values[order]) == sorted(values, reverse=True)
    assert "by value" in panel.note(shown, shown.complete(TOKEN))


@pytest.mark.parametrize("by_value", [False, True])
def test_the_selected_unit_is_framed_in_every_row(panel: GateBars, scene: Scene, by_value: bool) -> None:
    for unit in (0, 7):
        shown = scene.seen(unit=unit, order_by_value=by_value)
        panel.draw(shown, shown.complete(TOKEN))
        frames = [p for p in colored(picture(panel), LIGHT.color("ink")) if 170 < p.x() < 545]
        for symbol in ("f", "i", "g", "o"):
            rows = row_of(panel, symbol)
            sides = [p for p in frames if rows[6] <= p.y() <= rows[-6]]
            assert {unit_at(panel, p.x() + dx, rows[6]) for p in sides for dx in (-3, 3)} & {unit}
            assert len({p.x() for p in sides}) <= 4, "two sides and nothing else"


def test_what_is_not_a_number_is_a_gap_and_said_so(panel: GateBars, scene: Scene) -> None:
    shown = with_gates(scene, f=[0.9, np.nan, 0.9])
    panel.draw(shown, shown.complete(TOKEN))
    heights = bar_heights(panel, "f")
    assert heights[0] > 10
    assert heights[1] == 0
    assert heights[2] > 10
    assert "NaN" in [piece.text for piece in written_by(panel, QSizeF(SMALL))]


@pytest.mark.parametrize("units", [1, 32, 64, 256, 1024])
def test_any_number_of_units_fits(panel: GateBars, scene: Scene, units: int) -> None:
    shown = with_gates(scene, f=list(np.linspace(0, 1, units))).seen(unit=units - 1)
    panel.draw(shown, shown.complete(TOKEN))
    rows = row_of(panel, "f")
    hits = [(x, unit_at(panel, x, rows[4])) for x in range(panel.width())]
    found = [(x, unit) for x, unit in hits if unit is not None]
    assert found[0][1] == 0
    assert found[-1][1] >= units - 1 - units // 200 * 3
    assert found[-1][0] < panel.width() - 85, "the numbers have their room"
    assert colored(picture(panel), LIGHT.symbol("f"))


def test_the_layer_shown_is_the_scene_s(panel: GateBars, scene: Scene) -> None:
    arrays = dict(scene.trace.arrays)
    arrays |= {key.replace("_l0", "_l1"): 0.5 * arrays[key] for key in arrays if key.endswith("_l0")}
    trace = Trace("lstm", scene.trace.tokens, scene.trace.known, arrays, scene.trace.provenance)
    shown = replace(scene.seen(layer=1), runs={"lstm": Run(trace)})
    row = panel.table(shown, shown.complete(TOKEN)).rows[2]
    assert row[1] == pytest.approx(0.5 * float(scene.trace["f_l0"][TOKEN, 2]))


def test_the_summary_tells_the_means(panel: GateBars, scene: Scene) -> None:
    text = panel.summary(scene, scene.complete(TOKEN))
    assert f"forget gate {spelled(float(scene.trace['f_l0'][TOKEN].mean()), 2)}" in text
    assert "output gate" not in panel.summary(scene, Moment(TOKEN, 3))


@pytest.mark.parametrize("size", [(634, 238), (680, 340), (480, 180), (1200, 500)])
@pytest.mark.parametrize("cell", CELLS)
def test_no_text_touches_another(panel: GateBars, scene: Scene, cell: str, size: tuple[int, int]) -> None:
    scene = scene.with_cell(cell)
    panel.draw(scene, scene.complete(TOKEN))
    written = written_by(panel, QSizeF(*size))
    for at, piece in enumerate(written):
        assert piece.rect.right() <= size[0] - 10
        for other in written[at + 1 :]:
            assert not piece.rect.intersects(other.rect), (piece.text, other.text)


def test_a_unit_keeps_its_name_beside_a_long_number(panel: GateBars, scene: Scene) -> None:
    values = [0.5] * 128
    values[127] = -0.00099
    shown = with_gates(scene, g=values).seen(unit=127)
    panel.draw(shown, shown.complete(TOKEN))
    written = written_by(panel, QSizeF(SMALL))
    number = next(piece.rect for piece in written if piece.text == "−9.9×10⁻⁴")
    names = [piece.rect for piece in written if piece.text == "unit 127"]
    assert len(names) == 4, "of every row"
    assert any(
        abs(name.bottom() - number.bottom()) < 2 and name.right() + 3 < number.left() for name in names
    )


def drag(panel: GateBars, *way: QPointF, shift: bool = False) -> list[tuple[Hold, bool]]:
    """What the panel wishes while a bar is dragged along a way."""
    wishes: list[tuple[Hold, bool]] = []
    panel.hold_requested.connect(lambda hold, dragging: wishes.append((hold, dragging)))
    key = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    press, move, release = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease
    steps = [(press, way[0], left, left), *((move, point, none, left) for point in way[1:])]
    for kind, point, button, buttons in [*steps, (release, way[-1], left, none)]:
        QApplication.sendEvent(
            panel, QMouseEvent(kind, point, panel.mapToGlobal(point), button, buttons, key)
        )
    return wishes


@pytest.mark.parametrize("cell", CELLS)
def test_a_bar_that_is_dragged_is_held_where_the_mouse_is_within_its_range(
    panel: GateBars, scene: Scene, cell: str
) -> None:
    scene = scene.with_cell(cell)
    panel.draw(scene, scene.complete(TOKEN))
    for symbol in symbols_of(scene):
        quantity, (top, *_, bottom) = quantity_of(scene, symbol), row_of(panel, symbol)
        start, unit = QPointF(FIRST_BAR_X, (top + bottom) / 2), unit_at(panel, FIRST_BAR_X, top)
        ends = (-50.0, quantity.high), (panel.height() + 50.0, quantity.low)
        for y, value in ends:
            hold = Hold(symbol, value, TOKEN, TOKEN + 1, unit)
            assert drag(panel, start, QPointF(FIRST_BAR_X + 20, y)) == [(hold, True), (hold, False)]
            panel.hold_requested.disconnect()
        hold = Hold(symbol, quantity.low, TOKEN, TOKEN + 1)
        assert drag(panel, start, QPointF(FIRST_BAR_X, panel.height()), shift=True)[-1] == (hold, False)
        panel.hold_requested.disconnect()
        assert drag(panel, start, start + QPointF(1, 2)) == [], "a click"
        assert drag(panel, start, start + QPointF(30, 4)) == [], "along the units"
        panel.hold_requested.disconnect()


@pytest.mark.parametrize(
    ("marked", "words"), [((2, 4), (2, 4)), ((0, 99), (0, None)), (None, (TOKEN, TOKEN + 1))]
)
def test_what_is_dragged_is_held_at_the_marked_words_or_at_this_one(panel, scene, marked, words) -> None:
    scene = scene.with_cell("lstm").seen(marked=marked)
    panel.draw(scene, scene.complete(TOKEN))
    y = row_of(panel, "f")[4]
    hold, _ = drag(panel, QPointF(FIRST_BAR_X, y), QPointF(FIRST_BAR_X, y + 9))[-1]
    assert (hold.first, hold.end) == words


def test_a_gate_that_is_not_computed_cannot_be_dragged(panel: GateBars, scene: Scene) -> None:
    scene = scene.with_cell("lstm")
    panel.draw(scene, Moment(TOKEN, 0))
    y = row_of(panel, "f")[4]
    assert drag(panel, QPointF(FIRST_BAR_X, y), QPointF(FIRST_BAR_X, y + 9)) == []


def test_what_is_dragged_is_seen_on_the_screen_alone_until_it_has_been_computed(
    panel: GateBars, scene: Scene, held: Scene
) -> None:
    scene, held = scene.with_cell("lstm"), held.with_cell("lstm")
    place = scene.complete(3)
    panel.draw(scene, place)
    shown, painted = panel.grab().toImage(), picture(panel)
    wish = held.trace.provenance.holds[0]
    panel._wished = wish
    assert panel.grab().toImage() != shown
    assert picture(panel) == painted, "no picture has what was not computed"
    panel.draw(held, place)
    texts = {piece.text for piece in written_by(panel, QSizeF(SMALL))}
    assert panel._wished is None
    assert not any("held" in text for text in texts)


def test_what_was_computed_before_the_hand_let_go_is_no_wish_any_more(panel: GateBars, scene: Scene) -> None:
    """Else its outline would stay, even when the hold is undone."""
    scene = scene.with_cell("lstm")
    made, place = scene.trace.provenance, scene.complete(TOKEN)

    def compute(hold: Hold, dragging: bool) -> None:
        if dragging:
            trace = replace(scene.trace, provenance=replace(made, holds=(hold,)))
            panel.draw(replace(scene, runs={**scene.runs, "lstm": Run(trace)}), place)

    panel.draw(scene, place)
    shown = panel.grab().toImage()
    panel.hold_requested.connect(compute)
    y = row_of(panel, "f")[4]
    assert drag(panel, QPointF(FIRST_BAR_X, y), QPointF(FIRST_BAR_X, y + 9))
    panel.draw(scene, place)
    assert panel.grab().toImage() == shown


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_held_bars_end_in_a_line_at_the_words_where_they_are_held(
    panel: GateBars, held: Scene, theme: Theme
) -> None:
    held = held.with_cell("lstm")
    panel.set_theme(theme)

    def lines(token: int) -> int:
        panel.draw(held, held.complete(token))
        image, row = picture(panel), panel.row_of("f").toRect()
        places = ((x, y) for x in range(FIRST_BAR_X, 400) for y in range(row.top(), row.bottom() + 3))
        return sum(image.pixelColor(x, y) == theme.color("ink") for x, y in places)

    assert [lines(token) > 100 for token in (1, 2, 4, 5)] == [False, True, True, False]


def test_without_its_tanh_the_output_gate_shows_the_memory_itself(scene: Scene) -> None:
    made = scene.trace.provenance
    bare = replace(scene.trace, provenance=replace(made, holds=(Hold("h", 0.0, rule="o*c"),)))
    shown = replace(scene, runs={**scene.runs, "lstm": Run(bare)})
    assert say(quantity_of(scene, "o").high_means) == "1 = show all of tanh(c)"
    assert say(quantity_of(shown, "o").high_means) == "1 = show all of c"
