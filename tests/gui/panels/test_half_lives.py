"""The dots stand at their half-lives, the line at the word that counts most, and 0 and ∞ are said."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor

from engine.analysis.gate_statistics import half_lives
from engine.record.memory_flow import MemoryFlow
from gui.drawing.theme import LIGHT
from gui.panels.half_lives.panel import HalfLives
from gui.panels.half_lives.scale import (
    BIASES,
    beside_line,
    half_life_of_bias,
    life_in_words,
    short_life,
)
from gui.scene import Moment, Run, Scene
from gui.view import View
from tests.support.made import made_trace, provenance
from tests.support.pixels import colored, picture
from tests.support.written import written_by

SIZE = QSize(412, 191)  # its room in a window of 1280 × 800


def drawn(scene: Scene, moment: Moment) -> HalfLives:
    panel = HalfLives(LIGHT)
    panel.resize(SIZE)
    panel.draw(scene, moment)
    return panel


def lstm(lives: list[float], length: int = 40, strongest: int | None = 8) -> Scene:
    """Units with these half-lives; one word counts most from the moment when it is read."""
    trace = made_trace("lstm", np.zeros((length, len(lives)), np.float32))
    keep = np.array([0.5 ** (1 / life) if life else 0.0 for life in lives])
    arrays = {**trace.arrays, "f_l0": np.tile(keep, (length, 1))}
    flow = None
    if strongest is not None:
        share = np.where(np.tri(length, dtype=bool), 0.1, np.nan)
        share[strongest:, strongest] = -2.0
        flow = MemoryFlow(
            np.arange(length),
            {"held_l0": np.abs(share), "share": share, "share_initial": np.zeros(length)},
            provenance("lstm", len(lives)),
        )
    return Scene({"lstm": Run(replace(trace, arrays=arrays), memory=flow)}, View("lstm"))


def texts(panel: HalfLives) -> dict[str, float]:
    """What is written, and at which height."""
    return {text.text: text.rect.center().y() for text in written_by(panel, panel.logical_size())}


def axis_of(panel: HalfLives) -> dict[str, float]:
    """The numbers of words beside the scale, and their heights."""
    return {
        text.text: text.rect.center().y()
        for text in written_by(panel, panel.logical_size())
        if text.rect.right() < 45
    }


def dots(panel: HalfLives) -> list[tuple[float, float]]:
    """The middle of each unit's filled dot."""
    found = colored(picture(panel), LIGHT.symbol("f"))
    columns: dict[int, list[QPointF]] = {}
    for point in found:
        hit = panel.hit_at(QPointF(point))
        if hit is not None and hit.unit is not None:
            columns.setdefault(hit.unit, []).append(QPointF(point))
    return [
        (np.mean([p.x() for p in points]), np.mean([p.y() for p in points]))
        for _, points in sorted(columns.items())
    ]


def test_dots_stand_where_the_axis_says(qapp: object) -> None:
    panel = drawn(lstm([10.0, 1.0, 100.0], strongest=None), Moment(20, 6))
    axis, found = axis_of(panel), dots(panel)
    for unit, tick in enumerate(("10", "1", "100")):
        assert found[unit][1] == pytest.approx(axis[tick], abs=1.2)
    assert found[1][0] < found[0][0] < found[2][0], "shortest first"


def test_both_scales_say_the_same(qapp: object) -> None:
    """A bias stands at the height of its half-life: 0 at one word, 3 at 14.3."""
    panel = drawn(lstm([1.0, half_life_of_bias(3), 100.0], strongest=None), Moment(20, 6))
    written = [text for text in written_by(panel, panel.logical_size()) if text.rect.left() > 350]
    heights = {text.text.removeprefix("bias "): text.rect.center().y() for text in written}
    found = dots(panel)
    assert heights["0"] == pytest.approx(found[0][1], abs=1.2)
    assert heights["3"] == pytest.approx(found[1][1], abs=1.2)


@pytest.mark.parametrize(("bias", "words"), list(zip(BIASES, (1.0, 2.21, 5.46, 14.3, 103), strict=True)))
def test_half_lives_of_biases_are_the_known_ones(bias: int, words: float) -> None:
    assert half_life_of_bias(bias) == pytest.approx(words, rel=5e-3)


def test_the_line_is_at_the_word_that_counts_most(qapp: object) -> None:
    scene = lstm([1.0, 2.0, 36.0, 39.0])
    said = texts(drawn(scene, scene.complete(20)))
    assert "“w8” counts most here: 12 words back" in said
    assert "2 of 4 units keep half for so long" in said
    assert "the word that counts most is the last one read" in texts(drawn(scene, scene.complete(8)))
    before = texts(drawn(scene, Moment(20, 2)))
    assert "“w8” counts most here: 11 words back" in before, "this step has not spoken yet"
    assert "nothing is read yet" in texts(drawn(scene, Moment(0, 2)))
    between = lstm([3.0, 8.0, 12.5, 30.0])  # a dot on the line: less is said
    assert "“w8”: 12 words back" in texts(drawn(between, between.complete(20)))


def test_dots_that_reach_the_line_are_filled(qapp: object) -> None:
    scene = lstm([3.0, 8.0, 12.5, 30.0])
    panel = drawn(scene, scene.complete(20))
    image, card = picture(panel), LIGHT.color("card")
    for unit, life in enumerate((3.0, 8.0, 12.5, 30.0)):
        x = next(x for x in range(412) if panel.hit_at(QPointF(x, 100)) and _unit(panel, x) == unit)
        middle = x + (next(x for x in range(411, 0, -1) if _unit(panel, x) == unit) - x) // 2
        column = [QColor(image.pixel(middle, y)) for y in range(44, 162)]
        filled = column.count(LIGHT.symbol("f"))
        assert (filled >= 4) == (life >= 12), unit
        assert card in column


def _unit(panel: HalfLives, x: float) -> int | None:
    hit = panel.hit_at(QPointF(x, 100))
    return None if hit is None else hit.unit


def test_a_click_selects_the_unit_under_the_mouse(qapp: object) -> None:
    panel = drawn(lstm([10.0, 1.0, 100.0]), Moment(20, 6))
    inside = [x for x in range(412) if _unit(panel, x) is not None]
    assert [_unit(panel, inside[0] + part * (len(inside) // 6)) for part in (1, 3, 5)] == [1, 0, 2]
    hit = panel.hit_at(QPointF(inside[0], 100))
    assert hit is not None
    assert hit.tip == "unit 1: half-life 1.0 words"


def test_zero_and_endless_have_places_of_their_own(qapp: object) -> None:
    panel = drawn(lstm([0.0, 5.0, np.inf]), Moment(20, 6))
    written, found = axis_of(panel), dots(panel)
    assert found[-1][1] == pytest.approx(written["∞"], abs=1.2)
    assert written["∞"] < written["10"] < written["1"] < written["0"]
    tips = [hit.tip for x in (60, 200, 350) if (hit := panel.hit_at(QPointF(x, 100))) is not None]
    assert "fully shut" in tips[0]
    assert "fully open" in tips[2]


def test_without_shares_the_first_word_is_meant(scene: Scene, qapp: object) -> None:
    refused = replace(lstm([3.0, 50.0], strongest=None), refusals={"memory": "too long"})
    assert "to the first word, “w0”: 20 words" in texts(drawn(refused, refused.complete(20)))
    waiting = replace(refused, refusals={})
    assert "computing which word counts most here" in texts(drawn(waiting, waiting.complete(20)))
    arrays = {key: array for key, array in refused.trace.arrays.items() if key != "output"}
    silent = replace(waiting, runs={"lstm": Run(replace(waiting.trace, arrays=arrays))})
    assert "to the first word, “w0”: 20 words" in texts(drawn(silent, silent.complete(20)))


def test_gates_of_an_unfinished_step_do_not_count(scene: Scene, qapp: object) -> None:
    table = drawn(scene, Moment(5, 0)).table(scene, Moment(5, 0))
    others = half_lives(scene.trace, 0, 5)
    assert [row[1] for row in table.rows] == pytest.approx(others.tolist())
    done = drawn(scene, Moment(5, 1)).table(scene, Moment(5, 1))
    assert [row[1] for row in done.rows] == pytest.approx(half_lives(scene.trace, 0).tolist())
    assert [row[1] for row in done.rows] != pytest.approx(others.tolist())


def test_an_rnn_says_why_it_has_none(scene: Scene, qapp: object) -> None:
    rnn = scene.with_cell("rnn")
    panel = drawn(rnn, rnn.complete(4))
    assert "no gate that keeps" in " ".join(texts(panel))
    assert panel.needs(rnn) == frozenset()
    assert not panel.table(rnn, rnn.complete(4)).rows


def test_half_lives_in_words(qapp: object) -> None:
    assert life_in_words(38.96) == "39.0 words"
    assert life_in_words(12_345.0) == "1.2×10⁴ words"
    assert life_in_words(np.nan) == "undefined"
    shorter = [short_life(words) for words in (38.96, 0.0, 12_345.0, np.inf, np.nan)]
    assert shorter == ["39.0", "0.0", "1.2×10⁴", "∞", "—"]


def boxes(dots: list[tuple[float, float]]) -> list[QRectF]:
    """What dots of a radius of 4 cover."""
    return [QRectF(x - 4, y - 4, 8, 8) for x, y in dots]


RISING = [(x, 45 if x >= 160 else 55) for x in range(15, 310, 9)]  # below a line at 50, then above it


@pytest.mark.parametrize(
    ("dots", "index", "left", "above"),
    [
        ([], 0, True, True),
        ([(30, 45)], 0, False, False),
        ([(x, 45) for x in range(15, 310, 9)], 0, False, False),
        ([(x, y - 2) for x, y in RISING], 1, True, True),
        ([(x, 62) for x in range(15, 310, 9)], 0, True, True),
    ],
)
def test_words_stand_where_no_dots_are(
    dots: list[tuple[float, float]], index: int, left: bool, above: bool
) -> None:
    fits, place = beside_line(QRectF(10, 0, 300, 100), 50, [200, 80], boxes(dots))
    assert (fits, place.left() < 30, place.bottom() <= 50) == (index, left, above)
    assert not any(place.adjusted(-2, 2, 2, -2).intersects(box) for box in boxes(dots))


def test_words_that_have_no_room_stand_on_the_fewest_dots() -> None:
    dots = [(x, y) for x in range(10, 310, 5) for y in (45, 55) if x < 200 or y == 45]
    fits, place = beside_line(QRectF(10, 0, 300, 100), 50, [250, 180], boxes(dots))
    assert fits == 1
    assert (place.right() > 300, place.top() > 50) == (True, True)


@pytest.mark.parametrize("crossing", [2, 8, 16, 24, 30])
def test_the_sentence_at_the_line_never_runs_into_dots(crossing: int, qapp: object) -> None:
    """Half-lives that differ little: dots close to the line on either side of it."""
    scene = lstm([12 * 1.012 ** (unit - crossing) for unit in range(32)])
    panel = drawn(scene, scene.complete(20))
    written = next(text.rect for text in written_by(panel, panel.logical_size()) if "words back" in text.text)
    rust = colored(picture(panel), LIGHT.symbol("f"))
    assert len(rust) > 50
    assert not any(written.adjusted(-1, -1, 1, 2).contains(QPointF(point)) for point in rust)
