"""Within a step nothing of its word shows, in the words and in the matrix: the one before is looked from."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from gui.drawing.theme import LIGHT
from gui.panels.connectivity.panel import Connectivity
from gui.scene import Moment, Scene
from tests.gui.panels.test_connectivity import SIZE, cell, drawn, place_of, texts, tiles
from tests.support.made import decaying, gradient_scene
from tests.support.pixels import picture


def within(scene: Scene, token: int, stage: int) -> Connectivity:
    panel = Connectivity(LIGHT)
    panel.resize(SIZE)
    panel.draw(scene, Moment(token, stage))
    return panel


@pytest.mark.parametrize("relative", [False, True])
def test_the_row_of_an_unfinished_word_cannot_be_seen(relative: bool, qapp: object) -> None:
    """Other numbers in it give the same picture, the same table and the same tips."""
    norms = decaying(8, 0.5)
    other = norms.copy()
    other[5, :5] = 0.9
    scenes = [gradient_scene({"lstm": values}).seen(relative_gradient=relative) for values in (norms, other)]
    for stage in (0, scenes[0].last_stage - 1):
        one, two = (within(scene, 5, stage) for scene in scenes)
        assert picture(one) == picture(two)
        moment = Moment(5, stage)
        assert one.table(scenes[0], moment).rows == two.table(scenes[1], moment).rows
        assert [row[0] for row in one.table(scenes[0], moment).rows] == [0, 1, 2, 3, 4, 6, 7]
        assert one.summary(scenes[0], moment) == two.summary(scenes[1], moment)
        assert "not computed yet" in place_of(two, cell(two, 5, 2)).tip
    assert picture(drawn(scenes[0], 5)) != picture(drawn(scenes[1], 5))
    assert "not computed" not in place_of(drawn(scenes[0], 5), cell(drawn(scenes[0], 5), 5, 2)).tip


def test_it_is_seen_from_the_word_before(qapp: object) -> None:
    scene = gradient_scene({"lstm": decaying(8, 0.5)})
    words = scene.trace.tokens
    panel, before = within(scene, 5, 1), drawn(scene, 4)
    assert f"“{words[4]}”" in panel.subtitle(scene, Moment(5, 1))
    at, now, then = tiles(panel), picture(panel), picture(before)
    for token in range(5):
        pixel = QPointF(*at(4, token)).toPoint()
        assert now.pixelColor(pixel) == then.pixelColor(pixel)
    lid = QPointF(*at(5, 2)).toPoint()
    assert now.pixelColor(lid) == LIGHT.color("card")


def test_within_the_first_word_and_of_long_texts_there_is_nothing_yet(qapp: object) -> None:
    scene = gradient_scene({"lstm": decaying(8, 0.5)})
    panel = within(scene, 0, 1)
    assert panel.summary(scene, Moment(0, 1)).endswith("not computed yet")
    assert "not computed yet" in place_of(panel, cell(panel, 0, 0)).tip
    long = gradient_scene({"lstm": decaying(1000, 0.99)[[600]]}, rows=np.array([600]))
    shown = within(long, 600, 1)
    assert "not computed yet" in texts(shown)
    assert "computing" not in texts(shown)
    assert not shown.table(long, Moment(600, 1)).rows
    assert "not computed yet" not in texts(drawn(long, 600))
