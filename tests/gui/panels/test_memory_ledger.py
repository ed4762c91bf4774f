"""The ledger's bands stand where the numbers put them, begin at their word, and say what they are."""

import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor

from engine.analysis.memory_ledger import unit_memory
from engine.cells import CELLS
from engine.record.memory_flow import MemoryFlow
from engine.record.trace import Trace
from gui.drawing.theme import LIGHT, Theme
from gui.panels.memory_ledger.ledger import MOST, absence
from gui.panels.memory_ledger.panel import MemoryLedger
from gui.panels.memory_ledger.places import Scale, round_up
from gui.panels.memory_ledger.words import in_numbers
from gui.scene import Direction, Moment, Run, Scene
from gui.view import View
from tests.contracts.test_panel_contract import with_another_future
from tests.support.made import made_trace, provenance
from tests.support.pixels import picture
from tests.support.written import written_by

SIZE = QSize(770, 287)  # its room in a window of 1280 × 800


@pytest.fixture
def scene(scene: Scene) -> Scene:
    """The ledger of a unit."""
    return scene.seen(whole_ledger=False)


def drawn(scene: Scene, token: int, stage: int | None = None, theme: Theme = LIGHT) -> MemoryLedger:
    panel = MemoryLedger(theme)
    panel.resize(SIZE)
    panel.draw(scene, Moment(token, scene.last_stage if stage is None else stage))
    return panel


def lstm(written: list[float], keep: float = 0.5) -> Scene:
    """A unit that keeps a half at every word and writes these values: its ledger is known in the head."""
    trace = made_trace("lstm", np.zeros((len(written), 1), np.float32))
    arrays = dict(trace.arrays)
    arrays["f_l0"] = np.full((len(written), 1), keep, np.float32)
    arrays["i_l0"] = np.ones((len(written), 1), np.float32)
    arrays["g_l0"] = np.array(written, np.float32)[:, None]
    state, states = 0.0, []
    for value in written:
        state = keep * state + value
        states.append(state)
    arrays["c_l0"] = np.array(states, np.float32)[:, None]
    return Scene({"lstm": Run(replace(trace, arrays=arrays))}, View("lstm", whole_ledger=False))


def tip(panel: MemoryLedger, x: float, y: float) -> str:
    hit = panel.hit_at(QPointF(x, y))
    return "" if hit is None else hit.tip


def column(panel: MemoryLedger, token: int) -> float:
    """The middle of a word's column, between the edges that the panel itself reacts to."""
    assert panel.scene is not None
    inside = [x for x in range(SIZE.width()) if panel.hit_at(QPointF(x, 100))]
    return inside[0] + (token + 0.5) * (inside[-1] + 1 - inside[0]) / panel.scene.length


def heights(panel: MemoryLedger, token: int) -> dict[str, float]:
    """How high each band is in the middle of a word's column, by what its tooltip says."""
    found: dict[str, float] = {}
    x = column(panel, token)
    for y in np.arange(40, 240, 0.25):
        said = tip(panel, x, float(y)).partition("\n")[0]
        found[said] = found.get(said, 0) + 0.25
    return found


def test_a_band_is_as_high_as_what_is_left(qapp: object) -> None:
    """1 is written, then 2, then 1 is taken away: after three words 0.25, 1 and −1 are left."""
    panel = drawn(lstm([1.0, 2.0, -1.0, 0.0]), 2)
    high = heights(panel, 2)
    unit_px = high["word 2, “w1”"]
    assert high["word 1, “w0”"] / unit_px == pytest.approx(0.25, abs=0.02)
    assert high["word 3, “w2”"] / unit_px == pytest.approx(1.0, abs=0.02)
    assert heights(panel, 1)["word 1, “w0”"] / unit_px == pytest.approx(0.5, abs=0.02)
    ticks = {text.text: text.rect.center().y() for text in written_by(panel, panel.logical_size())}
    assert unit_px == pytest.approx((ticks["0"] - ticks["2.5"]) / 2.5, abs=0.6), "the axis says so, too"
    x = column(panel, 2)
    order = [said for y in range(60, 240) if (said := tip(panel, x, y).partition("\n")[0]).startswith("word")]
    assert list(dict.fromkeys(order)) == ["word 2, “w1”", "word 1, “w0”", "word 3, “w2”"]


def test_tooltips_say_the_number_and_its_part_of_the_state(qapp: object) -> None:
    panel = drawn(lstm([1.0, 2.0, -1.0, 0.0]), 2)
    last, later = column(panel, 2), column(panel, 3)
    said = {tip(panel, last, y) for y in range(60, 240)}
    assert any("1.000 of c after word 3, “w2”\n400.0% of c = 0.250" in text for text in said)
    assert any("−1.000 of c after word 3, “w2”\n−400.0% of c" in text for text in said)
    assert any("read later" in tip(panel, later, y) for y in range(60, 240))


def test_a_click_goes_to_the_word(qapp: object) -> None:
    panel = drawn(lstm([1.0, 2.0, -1.0, 0.0]), 2)
    for token in range(4):
        hit = panel.hit_at(QPointF(column(panel, token), 150))
        assert hit is not None
        assert hit.moment == panel.scene.complete(token)


def test_the_scale_stays_while_the_reader_moves(scene: Scene, qapp: object) -> None:
    for whole in (False, True):
        shown = scene.seen(whole_ledger=whole)
        seen = set()
        for token in range(scene.length):
            texts = written_by(drawn(shown, token))
            seen.add(tuple((text.text, text.rect.top()) for text in texts if text.rect.right() < 60))
        assert len({tuple(piece for piece in each if piece[0][-1].isdigit()) for each in seen}) == 1


def test_nothing_later_has_a_color(qapp: object) -> None:
    """The future is a grey line: neither violet nor crimson beyond the current word."""
    panel = drawn(lstm([1.0, 2.0, -1.0, -3.0, 2.0, 0.0]), 2)
    image, edge = picture(panel), round(column(panel, 2)) + 5

    def hue(first: int, last: int) -> int:
        colors = [QColor(image.pixel(x, y)).getRgb()[:3] for x in range(first, last) for y in range(45, 225)]
        return max(max(color) - min(color) for color in colors)

    assert hue(edge, 770) < 15
    assert hue(60, edge - 10) > 50


def test_an_unfinished_step_shows_the_words_before_it(scene: Scene, qapp: object) -> None:
    for cell in ("lstm", "gru"):
        shown = scene.with_cell(cell)
        panel = drawn(shown, 5, 1)
        assert "read later" in tip(panel, column(panel, 5), 150)
        assert "read later" not in tip(panel, column(panel, 4), 150)
        assert not panel.note(shown, Moment(5, 1))
        assert panel.note(shown, Moment(5, shown.last_stage))
        assert panel.note(shown, Moment(5, 1, direction=Direction.BACKWARD))


def test_no_later_number_can_be_seen_in_a_unit_s_ledger(scene: Scene, qapp: object) -> None:
    """Not even in the scale, nor in where a word stands: also where the state is about to be computed."""
    for cell in ("lstm", "gru"):
        unit = scene.with_cell(cell).seen(whole_ledger=False)
        for stage in range(unit.stage_of(CELLS[cell].memory.state)):
            one, other = (drawn(each, 5, stage) for each in (unit, with_another_future(unit, 5, stage)))
            assert picture(one) == picture(other), (cell, stage)
        done = (drawn(each, 5) for each in (unit, with_another_future(unit, 5, 0)))
        assert len({bytes(picture(panel).constBits()) for panel in done}) == 2


def figures(note: str) -> dict[str, float]:
    """The numbers of a note by the word before them."""
    pieces = re.findall(r"(\w+) ([+−]?\d+\.\d+)", note)
    return {name: float(value.replace("−", "-")) for name, value in pieces}


def test_the_note_adds_up(scene: Scene, qapp: object) -> None:
    for cell in ("lstm", "gru"):
        shown = scene.with_cell(cell)
        said = figures(drawn(shown, 9).note(shown, shown.complete(9)))
        state, left = CELLS[cell].memory.state, unit_memory(shown.trace, 0, shown.view.unit)[9, :10]
        together = said.pop(state)
        assert together == pytest.approx(shown.trace.values(state, 0)[9, shown.view.unit], abs=0.006)
        assert said["for"] == pytest.approx(left[left > 0].sum(), abs=0.01)
        assert said["against"] == pytest.approx(left[left < 0].sum(), abs=0.01)
        assert said["for"] + said["against"] == pytest.approx(together)


def biased(scene: Scene, bias: float, start: float) -> Scene:
    """The ledger of the prediction of a network whose readout has this bias, and its start this share."""
    trace, flow = scene.trace, scene.run.memory
    initial = np.full(scene.length, start, np.float32)
    shares = np.nansum(flow["share"].astype(np.float64), axis=1)
    arrays = {**trace.arrays, "output": (shares + start + bias)[:, None].astype(np.float32)}
    memory = MemoryFlow(flow.rows, {**flow.arrays, "share_initial": initial}, flow.provenance)
    runs = {scene.view.cell: Run(replace(trace, arrays=arrays), memory=memory)}
    return replace(scene.seen(whole_ledger=True), runs=runs)


def test_the_note_of_the_prediction_names_bias_and_start(scene: Scene, qapp: object) -> None:
    shown = biased(scene, -0.21, 0.32)
    said = figures(drawn(shown, 9).note(shown, shown.complete(9)))
    row = shown.run.memory["share"][9, :10]
    assert said["bias"] == -0.21
    assert said["start"] == 0.32
    assert said["for"] == pytest.approx(row[row > 0].sum(), abs=0.01)
    assert said["against"] == pytest.approx(row[row < 0].sum(), abs=0.01)
    assert said["logit"] == pytest.approx(said["for"] + said["against"] + 0.32 - 0.21)
    assert said["logit"] == pytest.approx(float(shown.trace["output"][9, 0]), abs=0.006)


def test_the_note_has_signs_and_no_zeros(qapp: object) -> None:
    whole = in_numbers("logit", 2.71, -1.73, 0.77, 0.0, -0.21)
    assert whole == "for +2.71, against −1.73, bias −0.21, together logit 0.77"
    assert in_numbers("c", 0.5, -0.001, 0.5) == "for +0.50, together c 0.50"
    assert in_numbers("h", 0.0, 0.0, 0.0) == "together h 0.00"
    assert in_numbers("c", 2.976, -1.532, 1.434, 0.0, -0.0104).startswith(
        "for +2.97, against −1.53, bias −0.01"
    )
    assert "NaN" in in_numbers("h", np.nan, 0.0, np.nan)


def test_the_table_is_the_ledger(scene: Scene, qapp: object) -> None:
    table = drawn(scene, 6).table(scene, scene.complete(6))
    left = unit_memory(scene.trace, 0, scene.view.unit)
    named = {int(name.partition("_")[0]): at for at, name in enumerate(table.columns) if name[0].isdigit()}
    assert set(named) == set(range(13))
    for tau, row in enumerate(table.rows):
        for token, at in named.items():
            if token <= tau <= 6:
                assert row[at] == pytest.approx(left[tau, token], rel=1e-6)
            else:
                assert row[at] == ""
        assert row[2] == pytest.approx(float(scene.trace["c_l0"][tau, scene.view.unit]))


def test_what_is_asked_of_the_engine(scene: Scene, qapp: object) -> None:
    panel = MemoryLedger()
    assert panel.needs(scene) == frozenset()
    assert panel.needs(scene.seen(whole_ledger=True)) == {"memory"}
    assert panel.needs(scene.with_cell("rnn").seen(whole_ledger=True)) == frozenset()


def texts(scene: Scene, moment: Moment) -> str:
    panel = drawn(scene, moment.token, moment.stage)
    return " ".join(piece.text for piece in written_by(panel))


def test_it_says_why_there_is_none(scene: Scene, qapp: object) -> None:
    last = Moment(12, 2)
    assert "no sum over the words" in texts(scene.with_cell("rnn"), last)
    whole = scene.seen(whole_ledger=True)
    without = {key: array for key, array in scene.trace.arrays.items() if key != "output"}
    bare = replace(whole, runs={"lstm": Run(replace(scene.trace, arrays=without))})
    assert "no output" in texts(bare, last)
    waiting = replace(whole, runs={"lstm": Run(scene.trace)})
    assert "computing" in texts(waiting, last)
    refused = replace(waiting, refusals={"memory": "Too long for that."})
    assert "Too long for that." in texts(refused, last)
    assert not absence(refused.seen(whole_ledger=False), last), "a unit's ledger needs no engine"


def long_scene(length: int, tau: int) -> Scene:
    """A long text of which the shares at one word are known."""
    row = np.full((1, length), np.nan, np.float32)
    row[0, : tau + 1] = 0.001
    row[0, 7], row[0, 9] = 2.0, -1.0
    flow = MemoryFlow(
        np.array([tau]),
        {"held_l0": row, "share": row, "share_initial": np.zeros(1, np.float32)},
        provenance("lstm", 2),
    )
    trace: Trace = made_trace("lstm", np.zeros((length, 2), np.float32))
    return Scene({"lstm": Run(trace, memory=flow)}, View("lstm", whole_ledger=True))


def test_a_long_text_shows_the_current_split_as_bars(qapp: object) -> None:
    scene = long_scene(600, 500)
    panel = drawn(scene, 500)
    table = panel.table(scene, scene.complete(500))
    assert len(table.rows) == 501
    assert table.rows[7] == (7, "w7", 2.0)
    assert "“w7” 2.000, “w9” −1.000" in panel.summary(scene, scene.complete(500))
    assert any("word 8, “w7”\n2.000 of logit" in tip(panel, x / 2, 100) for x in range(40, 140))
    assert "too long a text" in panel.subtitle(scene, scene.complete(500))
    assert "computing" in texts(scene, scene.complete(499)), "another word has another row"
    image = picture(panel)
    tall = [x for x in range(40, 770) if is_violet(image.pixel(x, 80))]
    assert 1 <= len(tall) <= 3, "one word alone reaches so high"


def is_violet(pixel: int) -> bool:
    color = QColor(pixel)
    return color.blue() > color.green() + 40


def test_a_long_text_has_few_bands_and_the_rest(qapp: object) -> None:
    scene = lstm([1.0 + token % 7 for token in range(300)], keep=0.9)
    table = drawn(scene, 299).table(scene, scene.complete(299))
    assert len(table.columns) == 5 + MOST
    for row in table.rows:
        parts = [value for value in row[3:] if value != ""]
        assert sum(parts) == pytest.approx(row[2], rel=1e-5)


@pytest.mark.parametrize(("value", "rounded"), [(0.0, 0), (1.0, 1), (1.01, 1.2), (4.98, 5), (87.0, 100)])
def test_scales_end_at_round_numbers(value: float, rounded: float) -> None:
    assert round_up(value) == pytest.approx(rounded)
    assert round_up(value / 1000) == pytest.approx(rounded / 1000)


def test_a_scale_holds_what_it_is_made_for() -> None:
    scale = Scale.around(np.array([0.3, np.nan, -2.2]), np.array([np.inf]))
    assert (scale.up, scale.down) == pytest.approx((0.3, 2.5))
    assert {text for _, text in scale.ticks} == {"0", "0.3", "−2.5"}
