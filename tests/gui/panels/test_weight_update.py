"""The update rule: its numbers against arithmetic and autograd, and every choice that can be made in it."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.cells import CELLS
from engine.process.requests import UpdateRequest
from engine.record.weight_update import WeightUpdate as Record
from gui.drawing.theme import LIGHT, Theme
from gui.panel import MENU
from gui.panels.weight_update.panel import WeightUpdate
from gui.panels.weight_update.places import Chip, chips_of, places_of
from gui.panels.weight_update.rule import Rule, rule_of
from gui.readings.chosen_weight import Weight, chosen_weight, other_column, other_gate, other_matrix
from gui.scene import Direction, Moment, Run, Scene
from gui.session.wanted import next_wanted
from gui.view import View, WeightChoice
from tests.contracts.test_panel_contract import assert_apart
from tests.support.made import made_trace, provenance
from tests.support.pixels import picture
from tests.support.written import written_by

SIZE = QSize(302, 243)  # its room in a window of 1280 × 800
BACKWARD = Direction.BACKWARD


def made_scene(
    per_token: list[float], logit: float = 0.0, value: float = 0.5, norms: list[float] | None = None
) -> Scene:
    """A GRU of three units; its chosen weight is worth `value`, and each token adds what is given."""
    length, units = len(per_token), 3
    trace = made_trace("gru", np.zeros((length, units), np.float32))
    trace = replace(trace, arrays={**trace.arrays, "output": np.full((length, 1), logit, np.float32)})
    scene = Scene({"gru": Run(trace)}, View("gru"))
    weight = chosen_weight(scene)
    record = Record(
        length - 1, weight.name, weight.row, weight.column, weight.gate, 0, value,
        np.array(per_token, float), np.array(norms or [1.0] * length), provenance("gru", units),
    )  # fmt: skip
    return replace(scene, runs={"gru": Run(trace, update=record)})


def drawn(scene: Scene, token: int, theme: Theme = LIGHT) -> WeightUpdate:
    panel = WeightUpdate(theme)
    panel.resize(SIZE)
    panel.draw(scene, scene.complete(token, BACKWARD))
    return panel


def rule(scene: Scene) -> Rule:
    found = rule_of(scene, scene.complete(0, BACKWARD))
    assert found is not None
    return found


def texts(panel: WeightUpdate) -> list[str]:
    return [piece.text for piece in written_by(panel, panel.logical_size())]


def chips(panel: WeightUpdate) -> dict[str, Chip]:
    assert panel.scene is not None
    rect = panel.content_rect(panel.logical_size())
    return {chip.text: chip for chip in chips_of(rect, panel.scene, True)}


@pytest.mark.parametrize("target", [True, False])
@pytest.mark.parametrize("logit", [-40.0, -3.0, 0.0, 1.5, 40.0])
def test_the_loss_s_gradient_is_autograd_s(logit: float, target: bool) -> None:
    """L = −log σ(±ℓ), as training has it, by a weight that ℓ depends on with slope 0.25."""
    scene = made_scene([0.1, 0.15], logit).seen(target=target)
    leaf = torch.tensor(logit, dtype=torch.float64, requires_grad=True)
    label = torch.tensor(float(target), dtype=torch.float64)
    torch.nn.functional.binary_cross_entropy_with_logits(leaf, label).backward()
    assert leaf.grad is not None
    assert rule(scene).factor == pytest.approx(leaf.grad.item(), rel=1e-9)
    assert rule(scene).gradient == pytest.approx(0.25 * leaf.grad.item(), rel=1e-9)


def test_new_weight_is_weight_minus_rate_times_gradient(qapp: object) -> None:
    scene = made_scene([0.125, 0.375], logit=0.0, value=0.5).seen(rate=1.0)
    found = rule(scene)  # σ(0) − 1 = −½, times ½
    assert (found.gradient, found.change, found.new_value) == (-0.25, 0.25, 0.75)
    said = texts(drawn(scene, 0))
    assert {"weight", "0.5000", "new weight", "0.7500", "0.2500"} <= set(said)
    assert "gradient = (0.50 − 1) × 0.50 = −0.25" in said
    other = texts(drawn(scene.seen(target=False, rate=0.1), 0))
    assert {"0.5000", "−0.0250", "0.4750"} <= set(other)
    assert "gradient = (0.50 − 0) × 0.50 = 0.25" in other


def test_the_numbers_add_up_as_they_are_written(qapp: object) -> None:
    random = np.random.default_rng(0)
    for _ in range(200):
        value, slope = random.normal(), random.normal() * 10.0 ** random.integers(-8, 1)
        found = rule(made_scene([float(slope)], logit=1.0, value=float(value)))
        if not found.fits:
            assert 0 < abs(found.change) < 1e-8
            continue
        written = [f"{each:.{found.decimals}f}" for each in (value, found.change, found.shown_result)]
        weight, change, result = (round(float(each) * 10**found.decimals) for each in written)
        assert weight + change == result
        assert found.shown_result == pytest.approx(found.new_value, abs=1.01 * 10**-found.decimals)
        assert found.change == 0 or abs(found.change) >= 9.9 * 10**-found.decimals or found.decimals == 9


def test_a_change_too_small_for_decimals_is_written_in_powers_of_ten(qapp: object) -> None:
    said = texts(drawn(made_scene([1e-9], logit=0.0, value=0.25), 0))
    assert "5.0×10⁻¹¹" in said
    assert "5.0×10⁻⁹" in texts(drawn(made_scene([1e-7], logit=0.0, value=0.25), 0)), "one figure is none"
    assert {"0.250000000", "0.000000050", "0.250000050"} <= set(
        texts(drawn(made_scene([1e-6], logit=0.0, value=0.25), 0))
    ), "a change that nine decimals can show is seen in the new weight"
    assert "0.0000" in texts(drawn(made_scene([0.0]), 0))


def test_halves_are_sums_and_shares(qapp: object) -> None:
    scene = made_scene([1.0, 2.0, 3.0, 4.0, 5.0], norms=[1.0, 1.0, 2.0, 4.0, 2.0])
    early, late = rule(scene).halves()
    assert (early.first, early.last, late.first, late.last) == (0, 1, 2, 4)
    assert (early.added, late.added) == (-1.5, -6.0)
    assert (early.share, late.share) == (0.2, 0.8)
    said = texts(drawn(scene, 0))
    for expected in (("words 1 to 2", "−1.5", "20%"), ("words 3 to 5", "−6.0", "80%")):
        at = said.index(expected[0])
        assert tuple(said[at : at + 3]) == expected
    written = {piece.text: piece.rect for piece in written_by(drawn(scene, 0))}
    for heading, value in (("this weight", "−6.0"), ("all of Wₕₕ", "80%")):
        assert written[heading].right() == pytest.approx(written[value].right(), abs=1)
        assert written[heading].bottom() < written["−1.5"].bottom()
    (alone,) = rule(made_scene([1.0])).halves()
    assert (alone.first, alone.last, alone.share) == (0, 0, 1.0)
    assert "word 1" in texts(drawn(made_scene([1.0]), 0))
    assert math.isnan(rule(made_scene([0.0], norms=[0.0])).halves()[0].share)


def bar(panel: WeightUpdate, token: int) -> tuple[int, int]:
    """How many pixels of the positive and of the negative colour a word's column has."""
    assert panel.scene is not None
    bars, image = places_of(panel.content_rect(panel.logical_size())).bars, picture(panel)
    x = round(bars.left() + (token + 0.5) * bars.width() / panel.scene.length)
    column = [image.pixel(x, y) for y in range(math.floor(bars.top()), math.ceil(bars.bottom()) + 1)]
    return tuple(column.count(LIGHT.color(name).rgb()) for name in ("positive", "negative"))  # type: ignore[return-value]


def test_bars_are_what_each_word_adds_and_the_unreached_are_dimmed(qapp: object) -> None:
    scene = made_scene([4.0, -2.0, 0.0, 2.0]).seen(target=False)  # σ(0) − 0 = ½: the signs stay
    panel = drawn(scene, 0)
    height = places_of(panel.content_rect(panel.logical_size())).bars.height()
    (up, none), (nothing, down) = bar(panel, 0), bar(panel, 1)
    assert none == nothing == 0
    assert up == pytest.approx(height * 2 / 3, abs=2)
    assert down == pytest.approx(height / 3, abs=2)
    assert bar(panel, 2) == (0, 0)
    assert bar(panel, 3)[0] == pytest.approx(up / 2, abs=2)
    later = drawn(scene, 3)
    assert bar(later, 0) == bar(later, 1) == (0, 0)
    assert bar(later, 3) == bar(panel, 3)


def test_what_the_reader_s_word_adds_is_said(qapp: object) -> None:
    scene = made_scene([4.0, -2.0, 0.0, 2.0]).seen(target=False)
    assert "“w1”: −1.0" in texts(drawn(scene, 1))
    assert "“w2”: 0" in texts(drawn(scene, 2))


@pytest.mark.parametrize("cell", CELLS)
def test_the_chosen_weight_is_in_the_selected_unit_s_row(scene: Scene, cell: str) -> None:
    shown = scene.with_cell(cell).seen(unit=5)
    keeps = {"rnn": ("h", 5), "lstm": ("f", 8 + 5), "gru": ("z", 8 + 5)}[cell]
    assert chosen_weight(shown) == Weight("weight_hh_l0", *keeps, 5, 8)
    last = shown.definition.gates[-1]
    chosen = shown.seen(weight=WeightChoice("weight_ih", last, 9))
    row = 8 * (len(shown.definition.gates) - 1) + 5
    assert chosen_weight(chosen) == Weight("weight_ih_l0", last, row, 5, 6), "an input that is there"
    foreign = shown.seen(weight=WeightChoice(gate={"rnn": "f", "lstm": "z", "gru": "f"}[cell]))
    assert chosen_weight(foreign) == chosen_weight(shown)


def test_other_weights_go_round(scene: Scene) -> None:
    gates, now = [], scene
    for _ in range(5):
        now = now.seen(weight=other_gate(now))
        gates.append(now.view.weight.gate)
    assert gates == ["g", "o", "i", "f", "g"]
    assert other_column(scene, 1).column == 4
    assert other_column(scene.seen(unit=7), 1).column == 0
    assert other_column(scene.seen(unit=0), -1).column == 7
    there = scene.seen(weight=other_matrix(scene))
    assert (there.view.weight.matrix, other_matrix(there).matrix) == ("weight_ih", "weight_hh")
    assert other_column(there, 10).column == (3 + 10) % 6


def test_the_record_of_another_weight_or_token_is_asked_for(scene: Scene, qapp: object) -> None:
    moment = scene.complete(2, BACKWARD)
    assert next_wanted(scene, moment, {"update"}) is None
    for other in (
        scene.seen(unit=4),
        scene.seen(weight=WeightChoice(gate="o")),
        scene.seen(weight=WeightChoice(column=5)),
        scene.seen(origin=4),
    ):
        wanted = next_wanted(other, moment, {"update"})
        weight = chosen_weight(other)
        assert (wanted.record, wanted.cells) == ("update", ("lstm",))
        assert wanted.request(("m",), "text", "cpu") == UpdateRequest(
            ("m",), "text", other.tau(moment), "cpu", weight=weight.name, row=weight.row, column=weight.column
        )
        panel = drawn(other, 2)
        assert "computing" in texts(panel)
        assert panel.table(other, moment).rows == ()
        assert "computing" in panel.summary(other, moment)
        refused = replace(other, refusals={"update": "There is no such weight."})
        assert any("no such weight" in text for text in texts(drawn(refused, 2)))
    assert next_wanted(scene.seen(rate=1.0, target=False), moment, {"update"}) is None
    assert WeightUpdate().needs(scene) == {"update"}


def test_every_choice_is_a_click(scene: Scene, qtbot: QtBot) -> None:
    panel = drawn(scene, 5)
    qtbot.addWidget(panel)
    weights: list[WeightChoice] = []
    commands: list[str] = []
    panel.weight_chosen.connect(weights.append)
    panel.command_requested.connect(commands.append)
    found = chips(panel)
    assert list(found) == ["Wₕₕ", "Wᵢₕ", "i", "f", "g", "o", "‹", "›", "0.1", "right answer: positive"]
    for text in ("Wᵢₕ", "o", "‹", "›", "0.1", "right answer: positive"):
        QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=found[text].rect.center().toPoint())
    assert weights == [
        WeightChoice("weight_ih"), WeightChoice(gate="o"), WeightChoice(column=2), WeightChoice(column=4),
    ]  # fmt: skip
    assert commands == ["next_rate", "switch_target"]
    drag = found["0.1"].rect.center().toPoint()
    QTest.mouseMove(panel, drag)
    assert commands == ["next_rate", "switch_target"], "only a press switches"
    assert not any(chip.symbol for chip in chips(drawn(scene.with_cell("rnn"), 5)).values())


def test_what_is_chosen_looks_chosen(scene: Scene, qapp: object) -> None:
    chosen = chips(drawn(scene.seen(weight=WeightChoice("weight_ih", "g"), target=False, rate=1.0), 5))
    marked = [text for text, chip in chosen.items() if chip.chosen]
    assert marked == ["Wᵢₕ", "g", "1", "right answer: negative"]


def test_hover_tells_the_word_and_a_click_goes_there(qapp: object) -> None:
    scene = made_scene([4.0, -2.0, 0.0, 2.0], norms=[1.0, 3.0, 4.0, 2.0]).seen(target=False)
    panel = drawn(scene, 0)
    places = places_of(panel.content_rect(panel.logical_size()))
    bars = places.bars
    hit = panel.hit_at(QPointF(bars.left() + 0.375 * bars.width(), bars.center().y()))
    assert hit is not None
    assert hit.moment == Moment(1, 0, direction=BACKWARD)
    assert "w1" in hit.tip
    assert "−1.00" in hit.tip
    assert "30%" in hit.tip
    for line, said in (
        (places.rule[0], "σ(ℓ)"),
        (places.halves[1], "hardly teach"),
        (places.choice, "Wₕₕ[3, 0]"),
    ):
        at = QPointF(line.left() + 0.6 * line.width(), line.center().y())
        hit = panel.hit_at(at)
        assert hit is not None
        assert said in hit.tip, hit.tip
    assert panel.hit_at(QPointF(3, 3)) is None


def test_after_the_word_of_the_loss_nothing_is_added(scene: Scene, qapp: object) -> None:
    record = scene.run.update
    assert record is not None
    early = replace(record, at=4, per_token=record.per_token[:5], norm_per_token=record.norm_per_token[:5])
    shown = replace(scene.seen(origin=4), runs={**scene.runs, "lstm": replace(scene.run, update=early)})
    panel = drawn(shown, 2)
    bars = places_of(panel.content_rect(panel.logical_size())).bars
    hit = panel.hit_at(QPointF(bars.right() - 2, bars.center().y()))
    assert hit is not None
    assert "adds nothing" in hit.tip
    assert bar(panel, 9) == (0, 0)
    assert len(panel.table(shown, shown.complete(2, BACKWARD)).rows) == 5


def test_the_table_is_the_record(scene: Scene, qapp: object) -> None:
    for cell in CELLS:
        shown = scene.with_cell(cell).seen(rate=0.01)
        table, found = WeightUpdate().table(shown, shown.complete(3, BACKWARD)), rule(shown)
        assert [row[2] for row in table.rows] == found.added.tolist()
        np.testing.assert_allclose(
            [row[3] for row in table.rows], abs(found.factor) * found.record.norm_per_token
        )
        assert {row[4:] for row in table.rows} == {(found.record.value, 0.01, found.new_value)}
        summary = WeightUpdate().summary(shown, shown.complete(3, BACKWARD))
        assert "words 1 to 6" in summary
        assert "words 7 to 13" in summary


def test_without_a_judgement_the_step_raises_or_lowers_the_output(qapp: object) -> None:
    scene = made_scene([0.5, 0.25])
    arrays = {key: array for key, array in scene.trace.arrays.items() if key != "output"}
    mute = replace(scene, runs={"gru": replace(scene.run, trace=replace(scene.trace, arrays=arrays))})
    assert rule(mute).change == pytest.approx(0.1 * 0.75)
    assert rule(mute.seen(target=False)).change == pytest.approx(-0.1 * 0.75)
    assert {"raise ℓ", "gradient = −1 × 0.75"} <= set(texts(drawn(mute, 0)))
    assert "lower ℓ" in texts(drawn(mute.seen(target=False), 0))


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_no_number_is_a_gap(bad: float, qapp: object) -> None:
    scene = made_scene([1.0, bad, 2.0, 1.0])
    panel = drawn(scene, 0)
    assert bar(panel, 1) == (0, 0)
    assert bar(panel, 2)[1] > 5
    assert panel.summary(scene, scene.complete(0, BACKWARD))
    picture(drawn(made_scene([1.0, 1.0], logit=bad, value=bad), 1))


def test_ten_thousand_words(qapp: object) -> None:
    parts = [0.0] * 10_000
    parts[4_321] = 1.0
    panel = drawn(made_scene(parts), 0)
    bars, image = places_of(panel.content_rect(panel.logical_size())).bars, picture(panel)
    x, middle = round(bars.left() + 0.4321 * bars.width()), round(bars.center().y())
    reds = [
        image.pixelColor(at, middle).red() - image.pixelColor(at, middle).green()
        for at in range(x - 3, x + 4)
    ]
    assert max(reds) > 80
    assert sum(red > 20 for red in reds) <= 2, "no wider than it is"
    assert {"words 1 to 5000", "words 5001 to 10000"} <= set(texts(panel))


@pytest.mark.parametrize("size", [SIZE, QSize(*WeightUpdate.EXPORT_SIZE_PX)])
@pytest.mark.parametrize("cell", CELLS)
def test_every_text_fits_on_the_way_back(scene: Scene, cell: str, size: QSize, qapp: object) -> None:
    for shown in (scene.with_cell(cell), scene.with_cell(cell).seen(target=False, rate=0.01)):
        for token in (0, 5, shown.length - 1):
            written = written_by(drawn(shown, token), QSizeF(size))
            assert all(QRectF(0, 0, size.width(), size.height()).contains(piece.rect) for piece in written)
            assert not any("…" in piece.text or "{" in piece.text for piece in written)
            assert_apart(written, shown.complete(token))


@pytest.mark.parametrize("height", [205, 216, 247, 290])
def test_chips_touch_neither_the_corner_nor_the_line_of_the_sum(height: int, qapp: object) -> None:
    panel = drawn(made_scene([0.1, 0.2, 0.3, 0.4, 0.5]), 4)
    panel.resize(328, height)
    rect = panel.content_rect(panel.logical_size())
    line = places_of(rect).rule[2].top() - 1
    corner = panel.corner_rect(MENU).bottom()
    for chip in chips_of(rect, panel.scene, True):
        assert chip.rect.top() >= corner - 0.5, chip.text
        assert not chip.rect.top() <= line <= chip.rect.bottom(), chip.text
