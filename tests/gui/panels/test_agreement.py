"""Whether the explanations agree: the rows are the records' numbers, and what is not known is said."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSizeF

from engine.analysis.attribution import attribution
from engine.analysis.leave_one_out import leave_one_out
from engine.analysis.memory_ledger import memory_flow
from engine.cells import CELLS
from engine.forward.simulate import simulate
from engine.models.library import open_model
from gui.controls.examples import EXAMPLES, title_of
from gui.dialogs.explanations import EXPLANATIONS
from gui.drawing.theme import LIGHT
from gui.language import translate, use_language
from gui.pages import MEMORY
from gui.panels.agreement.measures import LEFT_OUT, SHARE, Measure, Measures, need_mb, read_measures
from gui.panels.agreement.panel import Agreement
from gui.scene import Moment, Run, Scene
from gui.view import View, WordChange
from tests.support.pixels import colored, picture
from tests.support.written import written_by

SIZE = QSizeF(560, 260)


@pytest.fixture
def panel(qtbot) -> Agreement:
    made = Agreement()
    qtbot.addWidget(made)
    made.resize(SIZE.toSize())
    return made


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest, qapp: object) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language("en")


def measures(first: list[float], last: list[float]) -> Measures:
    """Two rows of chosen numbers, seen from their last word."""
    values = [np.array(each, dtype=np.float64) for each in (first, last)]
    tau = len(first) - 1
    return Measures(tau, (Measure(SHARE, tau, values[0]), Measure(LEFT_OUT, tau, values[1])))


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("token", [5, 12])
def test_rows_are_the_numbers_of_the_records_at_the_reader_s_word(scene, networks, cell, token):
    shown = scene.with_cell(cell)
    run = shown.run
    shown = replace(
        shown,
        runs={cell: replace(run, attribution=attribution(networks[cell], run.trace, token))},
    )
    found = read_measures(shown, shown.complete(token))
    rows = {measure.key: measure.values for measure in found.all}
    assert (SHARE in rows) == (cell != "rnn"), "an RNN keeps no ledger"
    if run.memory is not None:
        np.testing.assert_allclose(rows[SHARE], run.memory["share"][token, : token + 1])
    np.testing.assert_allclose(rows[LEFT_OUT], run.leave_one_out["effect_output"][token, : token + 1])
    for key in ("gradient_times_input", "integrated_gradients"):
        np.testing.assert_array_equal(rows[key], shown.run.attribution[key])
    for measure in found.all[:-1]:
        ranks = [np.argsort(np.argsort(values)) for values in (measure.values, found.all[-1].values)]
        assert found.correlation(measure) == pytest.approx(np.corrcoef(*ranks)[0, 1])


def test_mid_step_all_is_seen_from_the_word_before(scene):
    assert read_measures(scene, Moment(12, 1)).tau == 11
    assert read_measures(scene, Moment(0, 1)).tau is None


def test_what_is_known_from_an_earlier_word_says_so_and_has_no_correlation(scene, panel):
    early = replace(scene.run.attribution, at=3, tokens=scene.trace.tokens[:4], arrays={
        key: array if key.startswith("output") else array[:4]
        for key, array in scene.run.attribution.arrays.items()
    })  # fmt: skip
    shown = replace(scene, runs={"lstm": replace(scene.run, attribution=early)})
    panel.draw(shown, shown.complete(9))
    texts = [piece.text for piece in written_by(panel, SIZE)]
    assert texts.count("as at word 4") == 2
    assert texts.count("ρ —") == 2
    panel.draw(shown, shown.complete(2))
    assert [piece.text for piece in written_by(panel, SIZE)].count("computing") == 2, "that is still to come"


def test_correlation_is_of_ranks_and_a_gap_where_it_is_not_defined(scene, panel):
    tied = measures([1.0, 1.0, 2.0, 3.0], [1.0, 2.0, 3.0, 4.0])
    assert tied.correlation(tied.all[0]) == pytest.approx(4.5 / np.sqrt(4.5 * 5))
    assert np.isnan(measures([1.0, 1.0], [1.0, 2.0]).correlation(measures([1.0, 1.0], [1.0, 2.0]).all[0]))
    gap = measures([1.0, np.nan, 2.0], [-3.0, 7.0, -1.0])
    assert gap.correlation(gap.all[0]) == pytest.approx(1.0), "a word without a number does not count"
    panel.draw(scene, scene.complete(0))
    assert "ρ —" in [piece.text for piece in written_by(panel, SIZE)]
    x, y = SIZE.width() - 20, 60
    assert "two words" in panel.hit_at(QPointF(x, y)).tip


def test_most_at_odds_is_the_word_of_opposite_signs_that_is_large_in_both():
    assert measures([-0.5, 0.4, 2.0], [0.3, -0.01, 1.0]).at_odds == 0
    assert measures([0.5, 0.4, 2.0], [0.3, 0.2, 1.0]).at_odds is None
    assert measures([0.1, 0.4, 2.0], [-1.0, 0.2, 1.0]).at_odds is None, "hardly on any side"
    assert measures([np.nan, 1.0], [1.0, 1.0]).at_odds is None


def test_bars_stand_on_the_side_of_their_sign(scene, panel):
    moment = scene.complete(12)
    panel.draw(scene, moment)
    found = read_measures(scene, moment)
    image = picture(panel)
    axis = panel.word_axis(panel.content_rect(SIZE), scene)
    pitch = axis.plot.height() / len(found.all)
    for row, measure in enumerate(found.all):
        middle = axis.plot.top() + (row + 0.5) * pitch
        for color, sign in (("positive", 1), ("negative", -1)):
            there = [
                point for point in colored(image, LIGHT.color(color))
                if abs(point.y() - middle) < pitch / 2 - 1 and axis.plot.contains(QPointF(point))
            ]  # fmt: skip
            large = np.flatnonzero(sign * measure.values > 0.2 * measure.scale)
            assert {axis.columns.at(point.x()) for point in there} >= set(large.tolist())
            assert all(sign * (middle - point.y()) > -1 for point in there)
            assert all(sign * measure.values[axis.columns.at(point.x())] > 0 for point in there)


def test_of_a_long_text_the_word_under_test_alone_is_left_out_and_the_need_is_said(scene, panel):
    record = scene.run.leave_one_out
    one = replace(record, left_out=np.array([4]), arrays={k: a[:, [4]] for k, a in record.arrays.items()})
    shown = replace(scene, runs={"lstm": replace(scene.run, leave_one_out=one)})
    found = read_measures(shown, shown.complete(12))
    assert found.only == 4
    assert np.flatnonzero(np.isfinite(found.all[-1].values)).tolist() == [4]
    assert all(np.isnan(found.correlation(measure)) for measure in found.all)
    panel.draw(shown, shown.complete(12))
    texts = [piece.text for piece in written_by(panel, QSizeF(760, 260))]
    assert any("“of”" in text and "MB" in text for text in texts)
    assert need_mb(shown) == pytest.approx(8 * 13 * (13 * 5 + 2 * 8) / 1e6)


def test_what_cannot_be_had_is_said_in_its_rows(scene, panel):
    bare = replace(scene, runs={"lstm": Run(scene.trace)}, refusals={"attribution": "too large"})
    panel.draw(bare, bare.complete(5))
    texts = [piece.text for piece in written_by(panel, SIZE)]
    assert (texts.count("too large"), texts.count("computing")) == (2, 2)
    assert "too large" in panel.summary(bare, bare.complete(5))
    assert panel.table(bare, bare.complete(5)).columns == ("token_index", "token")


def test_the_table_has_a_column_for_each_measure_and_a_row_for_each_word_read(scene, panel):
    table = panel.table(scene, scene.complete(12))
    assert table.columns[2:] == ("share", "gradient_times_input", "integrated_gradients", "leave_one_out")
    assert len(table.rows) == 13
    assert table.rows[4][2] == pytest.approx(scene.run.memory["share"][12, 4])
    assert len(panel.table(scene, scene.complete(5)).rows) == 6


def test_words_have_all_their_numbers_under_the_mouse(scene, panel):
    panel.draw(scene, scene.complete(12))
    axis = panel.word_axis(panel.content_rect(SIZE), scene)
    hit = panel.hit_at(QPointF(axis.columns.middle(4), axis.plot.center().y()))
    assert hit.moment == scene.complete(4)
    for measure in read_measures(scene, scene.complete(12)).all:
        assert f"{measure.name}: {measure.text_at(4)}" in hit.tip
    assert "not a loss" in panel.hit_at(QPointF(20, SIZE.height() - 16)).tip
    assert "exceed 1" in panel.hit_at(QPointF(20, axis.plot.bottom() - 4)).tip
    panel.draw(scene.seen(tested=WordChange(1)), scene.complete(3))
    assert "not computed" in panel.hit_at(QPointF(axis.columns.middle(9), axis.plot.center().y())).tip


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_of_the_example_the_share_of_the_negation_is_against_and_leaving_it_out_says_for(cell, language):
    """The claim of the example and of the help, about the networks that ship."""
    example = next(
        each for each in EXAMPLES
        if each.title == "Explanations that disagree" and each.language == language
    )  # fmt: skip
    assert title_of(example)
    assert any(example.text in translate("Help", text) for text in EXPLANATIONS[MEMORY])
    network = open_model(f"{example.family}-{cell}")
    trace = simulate(network, example.text, device="cpu", path="step")
    word = trace.tokens.index({"en": "not", "zh": "不"}[language])
    scene = Scene({cell: Run(
        trace,
        memory=memory_flow(network, trace, trace.length - 1),
        leave_one_out=leave_one_out(network, trace),
        )}, View(cell))  # fmt: skip
    found = read_measures(scene, scene.complete(trace.length - 1))
    share, left_out = (float(measure.values[word]) for measure in (found.all[0], found.all[-1]))
    assert share < -0.35
    assert left_out > 0.1
    assert found.at_odds == word
