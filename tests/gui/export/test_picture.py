"""A picture's measures, and which pictures cannot be."""

import pytest
from PySide6.QtCore import QSizeF
from pytestqt.qtbot import QtBot

from engine.messages import EngineError
from gui.export import picture
from gui.export.picture import Picture, image
from gui.panels.gate_bars.panel import GateBars
from gui.scene import Scene


def drawn(
    scene: Scene, qtbot: QtBot, width_mm: float, dpi: float = 25.4, layout: QSizeF | None = None
) -> Picture:
    panel = GateBars()
    qtbot.addWidget(panel)
    panel.draw(scene, scene.complete(5))
    return Picture(panel, layout or QSizeF(400, 200), width_mm, dpi)


def test_height_and_pixels_follow_from_width_layout_and_resolution(scene: Scene, qtbot: QtBot) -> None:
    made = drawn(scene, qtbot, 100, dpi=50.8)
    assert (made.height_mm, made.size_px) == (50, (200, 100))
    assert (image(made).width(), image(made).height()) == (200, 100)


def test_more_pixels_than_a_picture_may_have_are_refused_before_memory_is_taken(
    scene: Scene, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "MOST_PIXELS", 200)
    assert image(drawn(scene, qtbot, 20)).width() == 20
    with pytest.raises(EngineError) as refusal:
        image(drawn(scene, qtbot, 22))
    assert refusal.value.key == "bad_picture_size"


@pytest.mark.parametrize(
    ("width_mm", "dpi", "layout", "possible"),
    [
        (5_000, 300, QSizeF(400, 200), True),
        (5_001, 300, QSizeF(400, 200), False),
        (3_000, 300, QSizeF(200, 400), False),  # 6 m high
        (0, 300, QSizeF(400, 200), False),
        (100, 0, QSizeF(400, 200), False),
        (100, float("inf"), QSizeF(400, 200), False),
        (float("nan"), 300, QSizeF(400, 200), False),
    ],
)
def test_no_side_is_longer_than_paper(
    scene: Scene, qtbot: QtBot, width_mm: float, dpi: float, layout: QSizeF, possible: bool
) -> None:
    assert drawn(scene, qtbot, width_mm, dpi, layout).is_possible() == possible
