"""The two buttons in the corner of every card: they enlarge and open its menu, and stand in no picture."""

import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.drawing.theme import LIGHT
from gui.panel import CORNER, ENLARGE, MENU, Panel
from gui.panels import PANELS
from gui.scene import Direction, Moment, Scene
from tests.support.pixels import picture
from tests.support.written import written_by

every_panel = pytest.mark.parametrize("name", PANELS)


@pytest.fixture
def panel(name: str, scene: Scene, qtbot: QtBot) -> Panel:
    made = PANELS[name](LIGHT)
    qtbot.addWidget(made)
    made.command_tip = lambda command: f"{command}  F"
    made.resize(*made.EXPORT_SIZE_PX)
    made.draw(scene, scene.complete(5))
    return made


def icon_of(panel: Panel, button: str) -> QRectF:
    return QRectF(panel.corner_rect(button).center() - QPointF(5, 5), QSizeF(10, 10))


@every_panel
def test_a_click_enlarges_or_opens_the_menu(panel: Panel, qtbot: QtBot) -> None:
    panel.show()
    for button, signal in ((ENLARGE, panel.command_requested), (MENU, panel.customContextMenuRequested)):
        place = panel.corner_rect(button).center()
        assert panel._tip_at(place)
        with qtbot.waitSignal(signal) as heard:
            QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=place.toPoint())
        assert button == MENU or heard.args == [ENLARGE]
    panel.enlarged = True
    assert "Esc" in panel._tip_at(panel.corner_rect(ENLARGE).center())


@every_panel
def test_they_are_on_the_screen_and_in_no_picture(panel: Panel) -> None:
    shown, drawn = panel.grab().toImage(), picture(panel)
    for button in CORNER:
        icon = icon_of(panel, button).toAlignedRect()
        pixels = [(x, y) for x in range(icon.left(), icon.right()) for y in range(icon.top(), icon.bottom())]
        assert any(shown.pixel(*at) != drawn.pixel(*at) for at in pixels), button
        assert {drawn.pixelColor(*at).name() for at in pixels} == {LIGHT.color("card").name()}, button


@every_panel
@pytest.mark.parametrize("direction", Direction)
def test_no_word_lies_under_them(panel: Panel, scene: Scene, direction: Direction) -> None:
    for cell in scene.runs:
        shown = scene.with_cell(cell)
        panel.draw(shown, Moment(5, shown.last_stage, direction=direction))
        for piece in written_by(panel, QSizeF(panel.size())):
            for button in CORNER:
                assert not piece.rect.intersects(icon_of(panel, button).adjusted(1, 1, -1, -1)), piece
