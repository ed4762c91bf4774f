"""The panel says what the networks say: rightly, in words, and not before the step is complete."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.cells import CELLS
from engine.record.trace import Trace
from gui.drawing.theme import LIGHT
from gui.language import use_language
from gui.panels.prediction.panel import Prediction
from gui.scene import Direction, Moment, Run, Scene
from tests.support.pixels import colored, picture
from tests.support.written import written_by

SMALL = QSize(201, 102)  # its room in a window of 1280 × 800
EXPORT = QSize(420, 260)
LOGITS = {"rnn": [0.5, -0.5, 1.0], "lstm": [-2.0, 3.0, math.log(9)], "gru": [1.0, 1.0, -1.0]}


@pytest.fixture
def panel(qtbot: QtBot) -> Prediction:
    prediction = Prediction()
    qtbot.addWidget(prediction)
    prediction.resize(SMALL)
    return prediction


def saying(scene: Scene, logits: dict[str, list[float] | list[list[float]]]) -> Scene:
    """The scene with these logits, three tokens long."""
    runs = {}
    for cell, output in logits.items():
        trace = scene.runs[cell].trace
        arrays = {key: array[:3] for key, array in trace.arrays.items()}
        arrays["output"] = np.reshape(np.array(output, dtype=float), (3, -1))
        runs[cell] = Run(replace(trace, tokens=trace.tokens[:3], known=trace.known[:3], arrays=arrays))
    return replace(scene, runs=runs)


def texts(panel: Prediction, size: QSize = SMALL) -> list[str]:
    return [piece.text for piece in written_by(panel, QSizeF(size))]


def test_it_says_the_outcome_its_probability_and_what_was_before(panel: Prediction, scene: Scene) -> None:
    shown = saying(scene, LOGITS)
    panel.draw(shown, shown.complete(1))
    found = texts(panel)
    assert "positive so far" in found
    assert found.count("95%") == 2, "the large number, and the row of the cell"
    assert "P(positive)" in found
    assert {"before 12%", "one word before 12%"} & set(found), "the probability of positive as well"


def test_every_number_is_the_probability_of_positive(panel: Prediction, scene: Scene) -> None:
    """Of a negative verdict too: so the rows, the large number and what was before can be compared."""
    shown = saying(scene, {cell: [-2.0, -2.0, -2.0] for cell in CELLS})
    for size in (SMALL, EXPORT):
        panel.resize(size)
        panel.draw(shown, shown.complete(1))
        found = texts(panel, size)
        assert "negative so far" in found
        assert found.count("12%") == 4, "the large number and three rows"
        assert "88%" not in " ".join(found)
    assert "negative, P(positive) 12%" in panel.summary(shown, shown.complete(1))


def test_a_click_on_the_row_of_another_cell_looks_into_it(panel: Prediction, scene: Scene) -> None:
    shown = saying(scene, LOGITS)
    wished: list[str] = []
    panel.command_requested.connect(wished.append)
    for moment in (shown.complete(2), Moment(2, 0)):
        panel.draw(shown, moment)
        rows = {piece.text: piece.rect for piece in written_by(panel, QSizeF(SMALL))}
        for title, command in (("RNN", ["cell_rnn"]), ("LSTM", []), ("GRU", ["cell_gru"])):
            wished.clear()
            QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=rows[title].center().toPoint())
            assert wished == command
            hit = panel.hit_at(rows[title].center())
            assert hit is not None
            assert ("Click: look into" in hit.tip) is bool(command)


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest, qapp: object) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language("en")


def test_no_line_touches_the_next_one_in_a_low_card(panel: Prediction, scene: Scene, language: str) -> None:
    """Nor at a step that is not complete: Han letters fill the whole height of their line."""
    shown = saying(scene, LOGITS)
    for moment, height in itertools.product((shown.complete(1), Moment(1, 0)), range(98, 150, 4)):
        panel.draw(shown, moment)
        written = written_by(panel, QSizeF(201, height))
        for one, other in itertools.permutations(written, 2):
            beside = one.rect.right() <= other.rect.left() or other.rect.right() <= one.rect.left()
            if one.rect.top() < other.rect.top() and not beside and "%" not in one.text[:3]:
                assert other.rect.top() - one.rect.bottom() >= 2.5, (height, one.text, other.text)
        assert max(piece.rect.bottom() for piece in written) < height - 4


def test_at_the_end_it_is_no_longer_so_far(panel: Prediction, scene: Scene) -> None:
    shown = saying(scene, LOGITS)
    panel.draw(shown, shown.complete(2))
    assert "positive" in texts(panel)
    assert "positive so far" not in texts(panel)
    assert texts(panel).count("90%") == 2


def test_before_the_first_token_nothing_was_said(panel: Prediction, scene: Scene) -> None:
    shown = saying(scene, LOGITS)
    panel.draw(shown, shown.complete(0))
    assert "negative so far" in texts(panel)
    assert "one word before" not in texts(panel)


def test_each_cell_s_number_has_the_colour_of_its_side(panel: Prediction, scene: Scene) -> None:
    """`54% 55%` said nothing: the one was for negative, the other for positive."""
    shown = saying(scene, {"rnn": [0.2, -0.2, 0.2], "lstm": [2.0, 2.0, 2.0], "gru": [1.0, 1.0, -0.2]})
    panel.draw(shown, shown.complete(2))
    image = picture(panel)
    numbers = [piece.rect for piece in written_by(panel, QSizeF(SMALL)) if piece.text in ("55%", "45%")]
    assert len(numbers) == 2
    for rect, side, other in zip(numbers, ("positive", "negative"), ("negative", "positive"), strict=True):
        assert [p for p in colored(image, LIGHT.color(side)) if rect.contains(QPointF(p))], side
        assert not [p for p in colored(image, LIGHT.color(other)) if rect.contains(QPointF(p))], side


def test_the_sides_have_their_names_at_the_axis(panel: Prediction, scene: Scene) -> None:
    shown = saying(scene, LOGITS)
    panel.draw(shown, shown.complete(2))
    written = written_by(panel, QSizeF(SMALL))
    negative = next(piece.rect for piece in written if piece.text == "negative")
    beside = [piece.rect for piece in written if piece.rect.center().y() == negative.center().y()]
    positive = max(beside, key=QRectF.left)
    bars = colored(picture(panel), LIGHT.color("negative"))
    hanging = [point.x() for point in bars if point.y() > negative.bottom() + 2 and point.x() < 140]
    assert negative.right() < max(hanging) + 3 < positive.left()
    panel.resize(150, 100)
    narrow = texts(panel, panel.size())
    assert {"−", "+"} <= set(narrow)
    assert "negative" not in narrow


def test_the_curve_has_a_scale_and_words(panel: Prediction, scene: Scene) -> None:
    panel.resize(EXPORT)
    shown = saying(scene, {cell: [2.0, -2.0, 2.0] for cell in CELLS})
    panel.draw(shown, shown.complete(1))
    written = {piece.text: piece.rect for piece in written_by(panel, QSizeF(EXPORT))}
    heights = [written[text].center().y() for text in ("100%", "50%", "0%")]
    assert heights == sorted(heights)
    assert heights[1] == pytest.approx((heights[0] + heights[2]) / 2, abs=0.6)
    dots = [p for p in colored(picture(panel), LIGHT.color("negative")) if p.y() > heights[0]]
    middle = QPointF(np.mean([p.x() for p in dots]), np.mean([p.y() for p in dots]))
    expected = heights[2] + (heights[0] - heights[2]) / (1 + math.exp(2.0))
    assert middle.y() == pytest.approx(expected, abs=1.2)
    assert written[shown.trace.tokens[1]].center().x() == pytest.approx(middle.x(), abs=1.5)


def test_the_three_cells_stand_side_by_side_in_their_order(panel: Prediction, scene: Scene) -> None:
    shown = saying(scene, LOGITS)
    panel.draw(shown, shown.complete(2))
    written = written_by(panel, QSizeF(SMALL))
    rows = {piece.text: piece.rect.center().y() for piece in written if piece.text in ("RNN", "LSTM", "GRU")}
    assert rows["RNN"] < rows["LSTM"] < rows["GRU"]
    for cell, expected in (("RNN", "73%"), ("LSTM", "90%"), ("GRU", "27%")):
        beside = [piece.text for piece in written if abs(piece.rect.center().y() - rows[cell]) < 3]
        assert beside == [cell, expected]


def test_bars_go_right_for_positive_and_left_for_negative_to_scale(panel: Prediction, scene: Scene) -> None:
    shown = saying(scene, LOGITS).with_cell("gru")
    panel.draw(shown, shown.complete(2))
    written = written_by(panel, QSizeF(SMALL))
    image = picture(panel)
    lengths = {}
    for cell, color in (("RNN", "positive"), ("LSTM", "positive"), ("GRU", "negative")):
        y = next(piece.rect.center().y() for piece in written if piece.text == cell)
        bar = [p.x() for p in colored(image, LIGHT.color(color)) if abs(p.y() - y) < 2 and p.x() < 148]
        lengths[cell] = (min(bar), max(bar))
    zero = lengths["RNN"][0]
    assert lengths["LSTM"][0] == pytest.approx(zero, abs=1)
    assert lengths["GRU"][1] == pytest.approx(zero, abs=3)  # the line of zero lies between
    long, short = lengths["LSTM"][1] - zero, lengths["RNN"][1] - zero
    assert short / long == pytest.approx(math.tanh(0.5) / 0.8, abs=0.08)


@pytest.mark.parametrize("size", [SMALL, EXPORT], ids=["window", "export"])
def test_before_the_last_stage_nothing_of_this_token_is_shown(
    panel: Prediction, scene: Scene, size: QSize
) -> None:
    panel.resize(size)
    shown = saying(scene, {cell: [-1.0, -1.0, 4.0] for cell in CELLS})
    panel.draw(shown, Moment(2, shown.last_stage - 1))
    assert "not predicted yet" in texts(panel, size)
    assert "98%" not in texts(panel, size)
    names = next(piece.rect.top() for piece in written_by(panel, QSizeF(size)) if piece.text == "RNN")
    # Over the bars the side has its name in its colour.
    assert not [point for point in colored(picture(panel), LIGHT.color("positive")) if point.y() > names]
    assert panel.table(shown, Moment(2, 0)).rows == ()
    assert "positive" not in panel.summary(shown, Moment(2, 0))
    panel.draw(shown, Moment(2, 0, direction=Direction.BACKWARD))
    assert "98%" in texts(panel, size)


def test_the_curve_ends_where_the_reader_is(panel: Prediction, scene: Scene) -> None:
    panel.resize(EXPORT)
    scene = saying(scene, {cell: [3.0, -3.0, 3.0] for cell in CELLS}).with_cell("gru")
    color = LIGHT.cell_pen("gru").color()
    ends = []
    for token in (1, 2):
        panel.draw(scene, scene.complete(token))
        image = picture(panel)
        curve = [p for p in colored(image, color) if p.y() > 120]
        ends.append(max(p.x() for p in curve))
    assert ends[0] < 0.7 * ends[1]


def test_a_click_on_the_curve_wishes_to_go_there(panel: Prediction, scene: Scene) -> None:
    panel.resize(EXPORT)
    scene = saying(scene, LOGITS)
    panel.draw(scene, scene.complete(1))
    hits = [panel.hit_at(QPointF(x, 200)) for x in range(420)]
    tokens = [hit.moment.token for hit in hits if hit is not None and hit.moment is not None]
    assert sorted(set(tokens)) == [0, 1, 2]
    assert tokens == sorted(tokens)
    last = hits[-20]
    assert last is not None
    assert "positive" not in last.tip, "what is not read yet is not told"


def test_a_gap_in_the_curve_is_no_line(panel: Prediction, scene: Scene) -> None:
    panel.resize(EXPORT)
    broken = saying(scene, {"lstm": [1.0, math.nan, 1.0]})
    panel.draw(broken, broken.complete(1))
    assert "not a number" in texts(panel, EXPORT)
    assert "NaN" in texts(panel, EXPORT)
    panel.draw(broken, broken.complete(2))
    whole = saying(scene, {"lstm": [1.0, 1.0, 1.0]})
    gap = picture(panel)
    panel.draw(whole, whole.complete(2))
    assert gap != picture(panel)


def test_without_a_readout_it_says_so(panel: Prediction, scene: Scene) -> None:
    arrays = {key: array for key, array in scene.trace.arrays.items() if key != "output"}
    trace = Trace("lstm", scene.trace.tokens, scene.trace.known, arrays, scene.trace.provenance)
    mute = replace(scene, runs={"lstm": Run(trace)})
    panel.draw(mute, mute.complete(3))
    assert "no readout" in " ".join(texts(panel))
    assert "no readout" in panel.summary(mute, mute.complete(3))
    assert panel.table(mute, mute.complete(3)).rows == ()
    assert panel.hit_at(QPointF(40, 40)) is None


def test_several_outputs_have_no_sides(panel: Prediction, scene: Scene) -> None:
    logits = [[0.0, 2.0, 1.0], [4.0, 0.0, 0.0], [0.0, 0.0, 3.0]]
    shown = saying(scene, {"lstm": logits})  # type: ignore[dict-item]
    panel.draw(shown, shown.complete(2))
    assert "output 3" in texts(panel)
    assert "91%" in texts(panel)  # e³ / (2 + e³)
    assert "output 1 96%" in texts(panel)
    for side in ("positive", "negative"):
        assert not colored(picture(panel), LIGHT.color(side))
    assert panel.table(shown, shown.complete(2)).columns[2:5] == ("logit_0", "logit_1", "logit_2")


def test_a_cell_that_is_still_reading_leaves_its_row_empty(panel: Prediction, scene: Scene) -> None:
    shown = saying(scene, LOGITS)
    short = shown.runs["gru"].trace
    arrays = {key: array[:1] for key, array in short.arrays.items()}
    reading = replace(short, tokens=short.tokens[:1], known=short.known[:1], arrays=arrays)
    shown = replace(shown, runs={**shown.runs, "gru": Run(reading)})
    panel.draw(shown, shown.complete(2))
    assert [row[0] for row in panel.table(shown, shown.complete(2)).rows] == ["rnn", "lstm"]
    assert "GRU" in texts(panel)
    assert "GRU" not in panel.summary(shown, shown.complete(2))


def test_the_tip_tells_the_logit(panel: Prediction, scene: Scene) -> None:
    shown = saying(scene, LOGITS)
    panel.draw(shown, shown.complete(2))
    row = next(piece.rect for piece in written_by(panel, QSizeF(SMALL)) if piece.text == "RNN")
    hit = panel.hit_at(row.center())
    assert hit is not None
    assert "RNN" in hit.tip
    assert "logit 1.000" in hit.tip
    assert hit.moment is None
    assert hit.unit is None


def test_table_and_summary_hold_all_cells(panel: Prediction, scene: Scene) -> None:
    shown = saying(scene, LOGITS)
    table = panel.table(shown, shown.complete(2))
    assert table.columns == ("cell", "token_index", "logit", "outcome", "positive")
    assert [row[0] for row in table.rows] == list(CELLS)
    assert table.rows[1][2:] == (pytest.approx(math.log(9)), "positive", pytest.approx(0.9))
    summary = panel.summary(shown, shown.complete(2))
    assert (
        summary
        == "LSTM: positive, P(positive) 90%, RNN: positive, P(positive) 73%, GRU: negative, P(positive) 27%"
    )


@pytest.mark.parametrize("size", [SMALL, EXPORT, QSize(260, 300), QSize(300, 160), QSize(150, 100)], ids=str)
def test_no_text_touches_another(panel: Prediction, scene: Scene, size: QSize) -> None:
    shown = saying(scene, {"rnn": [9.0, 9.0, 9.0], "lstm": [-9.0, -9.0, -9.0], "gru": [0.0, 0.0, 0.0]})
    for token in (1, 2):
        panel.draw(shown, shown.complete(token))
        written = written_by(panel, QSizeF(size))
        for at, piece in enumerate(written):
            assert 0 <= piece.rect.left() <= piece.rect.right() <= size.width() - 8
            assert piece.rect.bottom() <= size.height() - 6, piece.text
            for other in written[at + 1 :]:
                assert not piece.rect.intersects(other.rect), (piece.text, other.text)


@pytest.mark.parametrize("logit", [40.0, -0.1])
def test_what_was_said_before_is_written_whole_or_not_at_all(
    panel: Prediction, scene: Scene, logit: float
) -> None:
    """Beside “σ = 100%” there is little room: no splinter such as “outp…” is left of the words."""
    trace = saying(scene, {"lstm": [-0.1, logit, 0.0]}).runs["lstm"].trace
    own = replace(trace, provenance=replace(trace.provenance, task=""))
    shown = replace(scene, runs={"lstm": Run(own)}, view=replace(scene.view, cell="lstm"))
    panel.draw(shown, shown.complete(1))
    assert not [text for text in texts(panel) if "…" in text]
