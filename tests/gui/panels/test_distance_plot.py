"""Accuracies stand where the axis says, measured ones bold and with their errors, recorded ones pale then."""

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor

from engine.cells import CELLS
from engine.models.library import shipped
from engine.models.network import ModelCard
from engine.record.distances import Distances
from gui.drawing.theme import LIGHT
from gui.panels.distance_plot import DistancePlot
from gui.readings.distances import Answers, answers_of, recorded_distances
from gui.scene import Run, Scene
from gui.session.known_distances import KnownDistances
from gui.view import View
from tests.support.made import made_trace, provenance
from tests.support.pixels import picture
from tests.support.written import written_by

SIZE = QSize(465, 191)  # its room in a window of 1280 × 800


def recorded_in(language: str, **by_cell: dict[int, float]) -> tuple[ModelCard, ...]:
    return tuple(
        ModelCard(f"memory-{language}-{cell}", cell, language=language, accuracy_by_distance=accuracy)
        for cell, accuracy in by_cell.items()
    )


RECORDED = recorded_in("en", rnn={0: 0.55, 80: 0.5}, lstm={0: 0.8, 40: 0.7, 80: 0.6})


def measured(cell: str, accuracy: list[float], model: str = "reviews-en", passages: int = 400) -> Distances:
    source = replace(provenance(cell, 2), model=f"{model}-{cell}")
    return Distances(np.array([0, 40, 80]), np.array(accuracy), passages, source)


def scene_with(**changes: object) -> Scene:
    runs = {cell: Run(made_trace(cell, np.zeros((3, 2), np.float32))) for cell in CELLS}
    return replace(Scene(runs, View("lstm")), **changes)  # type: ignore[arg-type]


def drawn(scene: Scene) -> DistancePlot:
    panel = DistancePlot(LIGHT)
    panel.resize(SIZE)
    panel.draw(scene, scene.complete(0))
    return panel


def texts(panel: DistancePlot) -> dict[str, tuple[float, float]]:
    """What is written, and where its middle is."""
    return {
        piece.text: (piece.rect.center().x(), piece.rect.center().y())
        for piece in written_by(panel, panel.logical_size())
    }


def ink_at(panel: DistancePlot, x: float, cell: str) -> list[int]:
    """The heights below the heading at which a column has a cell's colour."""
    image, wanted = picture(panel), QColor(LIGHT.cells[cell]).rgb()
    return [y for y in range(38, SIZE.height()) if image.pixel(round(x), y) == wanted]


def test_points_stand_where_the_axis_says(qapp: object) -> None:
    panel = drawn(scene_with(distances=RECORDED))
    written = texts(panel)
    for words, tick in ((0, "80%"), (40, "70%"), (80, "60%")):
        heights = ink_at(panel, written[str(words)][0], "lstm")
        assert np.mean(heights) == pytest.approx(written[tick][1], abs=1.2), words
    guessing = written["50%"][1]
    assert np.mean(ink_at(panel, written["80"][0], "rnn")) == pytest.approx(guessing, abs=1.5)
    assert written["guessing"][1] > guessing


def test_measured_points_have_their_error(qapp: object) -> None:
    """100 tosses at a half: one standard error is 5%."""
    panel = drawn(scene_with(measured={"lstm": measured("lstm", [0.5, 0.5, 0.5], passages=100)}))
    written = texts(panel)
    per_percent = (written["50%"][1] - written["60%"][1]) / 10
    column = ink_at(panel, written["40"][0], "lstm")
    assert (max(column) - min(column)) / 2 == pytest.approx(5 * per_percent, abs=1.5)


def test_measured_curves_are_the_labelled_ones_and_stand_at_their_distances(qapp: object) -> None:
    """The recorded curves lose ink and label; nothing stands aside of its distance."""
    both = scene_with(distances=RECORDED, measured={"lstm": measured("lstm", [0.9, 0.85, 0.8])})
    panel, before = drawn(both), drawn(scene_with(distances=RECORDED))
    written = texts(panel)
    assert "60%" in texts(before)
    assert "RNN" in texts(before)
    assert "RNN" not in written
    for words, tick in ((0, "90%"), (80, "80%")):
        heights = ink_at(panel, written[str(words)][0], "lstm")
        assert np.mean(heights) == pytest.approx(written[tick][1], abs=1.2), words
    beyond = [x for x in range(SIZE.width()) if ink_at(panel, x, "lstm")]
    plot_end = [x for x in beyond if x < written["LSTM"][0] - 40]
    assert max(plot_end) < written["80"][0] + 5
    recorded_y = written["60%"][1]
    image = picture(panel)
    pale = [
        y for y in range(38, 170) if image.pixel(round(written["80"][0]), y) == LIGHT.color("faint").rgb()
    ]
    assert min(pale) == pytest.approx(recorded_y, abs=1.5)


def test_it_says_at_once_whose_curves_are_seen(qapp: object) -> None:
    def subtitle(scene: Scene) -> str:
        return drawn(scene).subtitle(scene, scene.complete(0))

    assert subtitle(scene_with(distances=RECORDED)).startswith("memory-en: right answers")
    chinese = recorded_in("zh", gru={0: 0.8, 80: 0.7})
    assert subtitle(scene_with(distances=chinese)).startswith("memory-zh: right answers")
    one = {"lstm": measured("lstm", [0.8, 0.7, 0.7])}
    assert subtitle(scene_with(distances=RECORDED, measured=one)).startswith("reviews-en: right answers")
    two = {**one, "gru": measured("gru", [0.8, 0.7, 0.7], "mine")}
    assert subtitle(scene_with(distances=RECORDED, measured=two)).startswith("right answers")


@pytest.mark.parametrize(("share", "passages", "error"), [(0.5, 100, 0.05), (0.9, 900, 0.01), (1.0, 10, 0.0)])
def test_the_standard_error_of_a_share(share: float, passages: int, error: float) -> None:
    assert Answers("lstm", "a-lstm", {0: share}, passages).error(0) == pytest.approx(error)
    assert Answers("lstm", "a-lstm", {0: share}).error(0) is None


def test_it_says_where_the_points_come_from(qapp: object) -> None:
    assert any("from the files of memory-en" in text for text in texts(drawn(scene_with(distances=RECORDED))))
    both = scene_with(distances=RECORDED, measured={"lstm": measured("lstm", [0.8, 0.7, 0.7])})
    assert any(text.startswith("measured: 400 opinions") and "pale" in text for text in texts(drawn(both)))
    two = {"lstm": measured("lstm", [0.8] * 3), "gru": measured("gru", [0.8] * 3, "a-name-that-is-very-long")}
    assert any(text.startswith("measured, ±") for text in texts(drawn(replace(both, measured=two))))
    alone = scene_with(measured=two)
    assert any(text.startswith("reviews-en, a-name-that-is-very-long, m") for text in texts(drawn(alone)))
    empty = scene_with()
    assert any("being read" in text for text in texts(drawn(empty)))
    assert "being read" in drawn(empty).summary(empty, empty.complete(0))


def test_tooltips_and_table_hold_all_numbers(qapp: object) -> None:
    scene = scene_with(distances=RECORDED, measured={"lstm": measured("lstm", [0.8, 0.7, 0.75])})
    panel = drawn(scene)
    hit = panel.hit_at(QPointF(texts(panel)["80"][0], 80))
    assert hit is not None
    assert hit.tip.split("\n") == [
        "80 neutral tokens after the opinion",
        "RNN (memory-en): 50.0%",
        "LSTM (memory-en): 60.0%",
        "LSTM (reviews-en, measured): 75.0 ± 2.2%",
    ]
    rows = panel.table(scene, scene.complete(0)).rows
    assert len(rows) == 2 + 3 + 3
    assert ("lstm", "memory-en-lstm", "recorded", 40, 0.7, "", "") in rows
    error = pytest.approx(math.sqrt(0.75 * 0.25 / 400))
    assert ("lstm", "reviews-en-lstm", "measured", 80, 0.75, 400, error) in rows


def test_nearly_all_right_is_not_said_to_be_all(qapp: object) -> None:
    """3,999 right answers of 4,000 were 100%, and in the tooltip 100.0%."""
    panel = drawn(scene_with(distances=recorded_in("en", lstm={0: 0.99975, 80: 0.99975})))
    assert "99.9%" in texts(panel)
    assert panel.scene is not None
    assert "LSTM (memory-en) 99.9% after 0 tokens" in panel.summary(panel.scene, panel.scene.complete(0))
    hit = panel.hit_at(QPointF(texts(panel)["80"][0], 80))
    assert hit is not None
    assert hit.tip.endswith("LSTM (memory-en): 99.9%")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_figures_come_from_the_files(language: str) -> None:
    others = (ModelCard("b-gru", "gru", language=language), *recorded_in("fr", gru={0: 0.9}))
    cards = recorded_in(language, gru={20: 0.6, 0: 0.7}, rnn={0: 0.5})
    assert recorded_distances((*others, *cards), language) == cards
    answers = answers_of(cards, {}, CELLS)
    assert [(one.cell, one.model, list(one.accuracy.items())) for one in answers] == [
        ("rnn", f"memory-{language}-rnn", [(0, 0.5)]),
        ("gru", f"memory-{language}-gru", [(0, 0.7), (20, 0.6)]),
    ]
    recorded = {card.cell: card.accuracy_by_distance for card in recorded_distances(shipped(), language)}
    assert set(recorded) == set(CELLS)
    held = min(recorded["lstm"][80], recorded["gru"][80])
    assert held > recorded["rnn"][80] + 0.03, "the lesson of this panel"


def test_the_reference_is_that_of_the_language_on_screen() -> None:
    known = KnownDistances()
    english, chinese = recorded_in("en", gru={0: 0.7}), recorded_in("zh", gru={0: 0.8})
    scene = scene_with(text="Very good.", distances=english)
    assert known.added_to(scene).distances == english, "a recorded scene has its own until cards are read"
    known.read((*chinese, *english))
    assert known.added_to(scene).distances == english
    assert known.added_to(replace(scene, text="非常好！")).distances == chinese


def test_a_click_on_a_curve_s_name_looks_into_that_cell(qapp: object) -> None:
    panel = drawn(scene_with(distances=RECORDED))
    for title, command in (("RNN", "cell_rnn"), ("LSTM", "")):
        hit = panel.hit_at(QPointF(*texts(panel)[title]))
        assert hit is not None
        assert hit.command == command


def test_what_is_held_says_nothing_about_it(qapp: object, held: Scene) -> None:
    """The networks that it tells of have read other texts with nothing held."""
    moment = held.complete(0)
    assert DistancePlot().note(held, moment) == "untouched"
    assert DistancePlot().note(replace(held, runs=held.before.runs), moment) == ""  # type: ignore[union-attr]
