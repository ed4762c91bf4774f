"""The forgetting test on screen: the record's numbers, relative to one place, and how long they last."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSizeF

from gui.panels.forgetting_test.lines import (
    GRADIENT,
    ForgettingCurve,
    disagree,
    lasts,
    lines_of,
    probability,
    record_of,
    relative,
)
from gui.panels.forgetting_test.panel import ForgettingTest
from gui.scene import Moment
from gui.view import WordChange
from tests.support.written import written_by

SIZE = QSizeF(458, 287)


@pytest.fixture
def panel(qtbot):
    panel = ForgettingTest()
    qtbot.addWidget(panel)
    return panel


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_curves_are_the_record_s_norms_and_the_gradient_s_column(scene, cell):
    shown = scene.with_cell(cell)
    record = record_of(shown)
    known = lines_of(shown, record)
    assert [line.key for line in known] == [*reversed(shown.definition.states), "output", "gradient"]
    for state in shown.definition.states:
        np.testing.assert_allclose(
            known[ForgettingCurve(state)][5:], record[f"norm_difference_{state}_l0"][5:]
        )
    np.testing.assert_allclose(known[GRADIENT][4:], shown.run.gradient["norm_x"][4:, 4])
    assert all(np.isnan(values[:4]).all() for values in known.values()), "one run until the change"


def test_relative_to_the_first_word_after_one_that_was_left_out(scene):
    record = record_of(scene)
    values = relative(record, lines_of(scene, record)[ForgettingCurve("c")])
    assert values[5] == 1
    assert np.isnan(values[:5]).all()
    replaced = replace(record, word="new")
    assert relative(replaced, np.arange(13.0))[4] == 1
    assert np.isnan(relative(record, np.zeros(13))).all()


def test_it_lasts_until_a_tenth_is_left_for_good():
    values = np.array([np.nan, np.nan, 1.0, 0.4, 0.05, 0.1, 0.09, 0.01])
    assert lasts(values, 2) == 3, "what comes back is not gone"
    assert lasts(np.array([np.nan, 1.0, np.inf, 0.01]), 1) == 0
    assert lasts(np.full(3, np.nan), 0) is None


def test_only_a_clear_difference_is_called_a_disagreement():
    assert not disagree(4, 3)
    assert disagree(4, 8)
    assert not disagree(30, 31)
    assert not disagree(None, 9)


def test_an_unfinished_step_has_no_prediction_to_compare(scene, panel):
    assert panel.note(scene, scene.complete(9))
    assert panel.note(scene, Moment(9, 0)) == ""


def test_only_the_record_of_the_chosen_word_counts(scene, panel):
    other = scene.seen(tested=WordChange(2))
    assert record_of(other) is None
    panel.draw(other, other.complete(3))
    assert "computing" in [piece.text for piece in written_by(panel, SIZE)]
    refused = replace(other, refusals={"forgetting": "One word, please."})
    panel.draw(refused, refused.complete(3))
    assert "One word, please." in panel.summary(refused, refused.complete(3)) or "One word, please." in [
        piece.text for piece in written_by(panel, SIZE)
    ]
    assert panel.table(other, other.complete(3)).columns == ("token_index", "token")


def test_what_is_wholly_alike_and_what_overflowed_stands_beyond_the_axis(scene, panel):
    """Zeros stood at the foot of the axis, as if they were its lowest number; ∞ was nowhere."""
    record = record_of(scene)
    arrays = {name: np.array(array) for name, array in record.arrays.items()}
    arrays["norm_difference_h_l0"][8:10] = 0.0
    arrays["norm_difference_c_l0"][10] = np.inf
    changed = replace(record, arrays=arrays)
    shown = replace(scene, runs={**scene.runs, "lstm": replace(scene.run, forgetting=changed)})
    panel.draw(shown, shown.complete(11))
    texts = {piece.text: piece.rect.center().y() for piece in written_by(panel, SIZE)}
    powers = [y for text, y in texts.items() if text == "1" or text.startswith("10")]
    assert texts["0: no difference at all"] == pytest.approx(texts["0"], abs=2)
    assert texts["∞ (overflow)"] == pytest.approx(texts["∞"], abs=2)
    assert texts["∞"] < min(powers) < max(powers) < texts["0"]


def test_the_first_word_is_left_out_where_none_was_chosen(scene):
    assert scene.seen(tested=None).change == WordChange(0)


def test_the_change_in_the_prediction_is_that_of_the_record(scene, panel):
    record = record_of(scene)
    moment = scene.complete(9)
    before, after = (1 / (1 + np.exp(-record[key][9, 0])) for key in ("output", "output_changed"))
    note = panel.note(scene, moment)
    assert f"{before:.0%}".rstrip("%") in note
    assert f"{after:.0%}".rstrip("%") in note
    assert panel.note(scene, scene.complete(2)) == "", "before the change both say the same"


def test_pointing_tells_the_numbers_and_a_click_goes_there(scene, panel):
    panel.resize(458, 287)
    panel.draw(scene, scene.complete(9))
    hits = [panel.hit_at(QPointF(x, 120)) for x in range(50, 330, 4)]
    tokens = {hit.moment.token for hit in hits if hit is not None and hit.moment is not None}
    assert tokens == set(range(scene.length))
    assert any("no difference" in hit.tip for hit in hits if hit is not None)


def test_the_table_has_every_number(scene, panel):
    table = panel.table(scene, scene.complete(9))
    assert table.columns[2:] == (
        "norm_difference_c",
        "norm_difference_h",
        "difference_output",
        "norm_gradient_x",
    )
    record = record_of(scene)
    assert table.rows[7][2] == pytest.approx(float(record["norm_difference_c_l0"][7]))
    assert len(table.rows) == scene.length


@pytest.mark.parametrize("logit", [-1e30, -800.0, 0.0, 800.0, 1e30])
def test_a_probability_of_any_logit(logit):
    assert 0 <= probability(logit) <= 1
    assert probability(0.0) == 0.5
    assert probability(1.0) == pytest.approx(1 / (1 + np.exp(-1.0)))
    assert probability(-1.0) == pytest.approx(1 - probability(1.0))


def test_dropping_the_last_word_leaves_nothing_to_compare(scene, panel):
    record = replace(record_of(scene), at=scene.length - 1)
    arrays = {key: np.full_like(array, np.nan) for key, array in record.arrays.items()}
    record = replace(record, arrays=arrays)
    runs = {**scene.runs, "lstm": replace(scene.run, forgetting=record)}
    last = replace(scene.seen(tested=WordChange(scene.length - 1)), runs=runs)
    panel.draw(last, last.complete(12))
    said = " ".join(piece.text for piece in written_by(panel, SIZE))
    assert "is the last word: nothing is read after it" in said
    assert "no difference" not in said
    assert "is the last word" in panel.summary(last, last.complete(12))
    assert not any(
        isinstance(value, float) for row in panel.table(last, last.complete(12)).rows for value in row
    )
    assert panel.hit_at(QPointF(200, 100)) is None
