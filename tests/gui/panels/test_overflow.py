"""No panel draws wrongly, raises, or writes NaN where numbers within a network, or behind it, overflowed."""

import warnings

import numpy as np
import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from gui.panels import PANELS
from gui.scene import Direction, Moment, Scene
from tests.support.written import written_by

MARGIN_PX = 40


def moments(scene: Scene) -> list[Moment]:
    last = scene.length - 1
    return [
        Moment(0, scene.last_stage),
        Moment(last, scene.last_stage),
        Moment(last, 1),
        Moment(0, 0, direction=Direction.BACKWARD),
        Moment(last // 2, 0, direction=Direction.BACKWARD),
    ]


def inked_outside(panel, size: QSizeF) -> bool:
    """Whether a panel paints beside the room that it has."""
    width, height = round(size.width()) + 2 * MARGIN_PX, round(size.height()) + 2 * MARGIN_PX
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.translate(MARGIN_PX, MARGIN_PX)
    panel.paint(painter, size)
    painter.end()
    ink = np.frombuffer(image.constBits(), np.uint8).reshape(height, width, 4)[:, :, 3] > 0
    ink[MARGIN_PX - 2 : -MARGIN_PX + 2, MARGIN_PX - 2 : -MARGIN_PX + 2] = False
    return bool(ink.any())


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("kind", ["values", "gradients"])
@pytest.mark.parametrize("name", PANELS)
def test_every_panel_draws_what_overflowed(name, kind, cell, overflowing, qapp):
    scene = overflowing[kind].with_cell(cell)
    panel = PANELS[name]()
    failures: list[str] = []
    panel.failed.connect(failures.append)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for moment in moments(scene):
            panel.draw(scene, moment)
            size = QSizeF(*panel.export_size_px(scene))
            assert not inked_outside(panel, size), moment
            texts = [one.text for one in written_by(panel, size)]
            texts += [panel.title(), panel.subtitle(scene, moment), panel.note(scene, moment)]
            texts.append(panel.summary(scene, moment))
            panel.table(scene, moment)
            if kind == "gradients" or name == "weight_update":
                assert not [text for text in texts if "NaN" in text or "nan" in text.split()], moment
            for x in range(10, round(size.width()), 60):
                for y in range(10, round(size.height()), 40):
                    panel.hit_at(
                        panel.rect().topLeft().toPointF() + type(panel.rect().topLeft().toPointF())(x, y)
                    )
            assert not failures, (moment, failures)
    panel.deleteLater()
