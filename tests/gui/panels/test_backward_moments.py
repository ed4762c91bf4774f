"""What the panels of the forward pass say while the reader walks the backward pass."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSizeF
from pytestqt.qtbot import QtBot

from gui.panels.gate_bars.panel import GateBars
from gui.panels.gradient_plot import GradientPlot
from gui.panels.prediction.panel import Prediction
from gui.panels.state_plot.panel import StatePlot
from gui.readings.gradient_lines import caption
from gui.readings.judgement import judgement
from gui.scene import Direction, Moment, Scene
from tests.contracts.test_panel_contract import picture
from tests.support.written import written_by

BACK = Direction.BACKWARD


def at(token: int, stage: int = 0) -> Moment:
    return Moment(token, stage, direction=BACK)


def test_the_gradient_graph_looks_back_from_where_the_pass_started(scene: Scene, qtbot: QtBot) -> None:
    panel = GradientPlot()
    qtbot.addWidget(panel)
    panel.resize(420, 340)
    seen = scene.seen(origin=9)
    from_nine = panel.table(seen, Moment(9, 6))
    for token in (9, 4, 0):
        assert panel.table(seen, at(token)).rows == from_nine.rows
        panel.draw(seen, at(token))
        words = [piece.text for piece in written_by(panel)]
        assert seen.trace.tokens[token] in words, "the reader's word stands under the plot"
        assert f"How strongly ℓ after “{seen.trace.tokens[9]}” depends on" in words
    panel.draw(seen, at(4))
    here = picture(panel)
    panel.draw(seen, at(5))
    assert picture(panel) != here
    hits = [panel.hit_at(QPointF(x, 120)) for x in range(40, 380, 4)]
    wishes = [hit.moment for hit in hits if hit is not None and hit.moment is not None]
    assert {wish.token for wish in wishes} == set(range(13))
    assert all(wish.direction is BACK and wish.stage == 0 for wish in wishes)
    relative = caption(seen.seen(relative_gradient=True), at(4))
    assert relative[1].endswith("start = 1")


def test_the_dots_are_at_the_readers_word(scene: Scene, qtbot: QtBot) -> None:
    """Where the curve of the RNN is at that word, there is ink."""
    panel = GradientPlot()
    qtbot.addWidget(panel)
    alone = replace(scene.with_cell("rnn"), runs={"rnn": scene.runs["rnn"]})
    rect = panel.content_rect(QSizeF(*panel.EXPORT_SIZE_PX))
    flow = alone.run.gradient
    assert flow is not None
    row = flow.row("norm_h_l0", 12)
    assert row is not None
    for token in (3, 8):
        panel.draw(alone, at(token))
        image = picture(panel)
        places = panel._places(rect, alone)
        x, y = places.columns.middle(token), places.axis.y(float(row[token]))
        assert (
            image.pixelColor(round(2 * x), round(2 * y)).name() == panel.theme.cell_pen("rnn").color().name()
        )


@pytest.mark.parametrize("token", [7, 3])
def test_the_judgement_is_the_one_that_is_differentiated(scene: Scene, token: int, qtbot: QtBot) -> None:
    panel = Prediction()
    qtbot.addWidget(panel)
    seen = scene.seen(origin=7)
    said = judgement(seen.trace, 7)
    assert said is not None
    panel.draw(seen, at(token))
    assert panel.subtitle(seen, at(token)) == panel.subtitle(seen, Moment(7, 6))
    assert panel.table(seen, at(token)) == panel.table(seen, Moment(7, 6))
    assert said.sentence in panel.summary(seen, at(token))
    now = picture(panel)
    panel.draw(seen, at(7))
    assert picture(panel) == now, "it stays while the reader walks back"


def test_the_states_are_read_up_to_the_start_of_the_pass(scene: Scene, qtbot: QtBot) -> None:
    panel = StatePlot()
    qtbot.addWidget(panel)
    size = QSizeF(*panel.EXPORT_SIZE_PX)
    seen = scene.seen(origin=9)

    def hues(moment: Moment) -> list[bool]:
        """For each word, whether its column has colours."""
        panel.draw(seen, moment)
        image = picture(panel, size)
        assert panel._states is not None
        places = panel._states.places(panel.content_rect(size))
        ys = [round(2 * places.rows.middle(row)) for row in range(8)]
        xs = [round(2 * places.columns.middle(column)) for column in range(13)]
        return [max(image.pixelColor(x, y).saturation() for y in ys) > 40 for x in xs]

    assert hues(at(3)) == [True] * 10 + [False] * 3
    assert hues(Moment(3, 6)) == [True] * 4 + [False] * 9
    panel.resize(size.toSize())
    hit = panel.hit_at(QPointF(200, 100))
    assert hit is not None
    assert hit.moment is not None
    panel.draw(seen, at(3))
    back = panel.hit_at(QPointF(200, 100))
    assert back is not None
    assert back.moment is not None
    assert back.moment.direction is BACK


def test_gates_are_those_of_the_step_that_the_gradient_passes(scene: Scene, qtbot: QtBot) -> None:
    panel = GateBars()
    qtbot.addWidget(panel)
    forward, back = panel.table(scene, scene.complete(5)), panel.table(scene, at(5, 6))
    assert forward == back
    np.testing.assert_array_equal([row[1] for row in back.rows], scene.trace["f_l0"][5])
