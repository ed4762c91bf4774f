"""What is held by keys alone: every gate and state of each cell, in one unit or all, where it can be."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from engine.cells import CELLS
from engine.interventions.holds import intervene
from engine.record.hold import Hold
from gui.app import build
from gui.dialogs.hold_dialog import LARGEST, HoldDialog
from gui.scene import Scene

TOKEN = 5


@pytest.mark.parametrize("cell", CELLS)
def test_all_that_can_be_described_can_be_held(qtbot, networks, scene: Scene, cell: str) -> None:
    scene = scene.with_cell(cell).seen(marked=(2, 4))
    dialog = HoldDialog(scene, TOKEN)
    qtbot.addWidget(dialog)
    symbols = [dialog.symbol.itemData(index) for index in range(dialog.symbol.count())]
    assert set(symbols) == {*scene.definition.gates, *scene.definition.states}
    for index in range(len(symbols)):
        dialog.symbol.setCurrentIndex(index)
        for value in (-2 * LARGEST, 0.35, 2 * LARGEST):
            dialog.value.setValue(value)
            intervene(networks[cell], dialog.hold())  # which refuses what cannot be held
    dialog.value.setValue(0.35)
    words = [dialog.words.itemData(index) for index in range(dialog.words.count())]
    assert words == [(2, 4), (TOKEN, TOKEN + 1), (0, None)]
    assert dialog.hold() == Hold(symbols[-1], 0.35, 2, 4, scene.view.unit)
    dialog.units.setCurrentIndex(1)
    dialog.words.setCurrentIndex(2)
    assert dialog.hold() == Hold(symbols[-1], 0.35)


def test_without_marks_it_offers_this_word_and_all(qtbot, scene: Scene) -> None:
    dialog = HoldDialog(scene, TOKEN)
    qtbot.addWidget(dialog)
    assert [dialog.words.itemText(index) for index in range(dialog.words.count())] == ["word 6", "every word"]


def test_h_asks_and_what_is_described_is_held(qtbot, tmp_path, monkeypatch) -> None:
    app = build(tmp_path / "preferences.json")
    qtbot.addWidget(app.window)
    app.window.show()
    qtbot.waitExposed(app.window)
    monkeypatch.setattr(app.client, "submit", lambda request: 1)
    accepted = QDialog.DialogCode.Accepted
    monkeypatch.setattr(HoldDialog, "exec", lambda dialog: dialog.value.setValue(0.25) or accepted)
    app.player.seek_token(2)
    QApplication.processEvents()
    QTest.keyClick(app.window, Qt.Key.Key_H)
    (part,) = app.session.latest.holds
    view = app.session.scene.view
    assert (part.cell, part.hold) == (view.cell, Hold("f", 0.25, 2, 3, view.unit))
    monkeypatch.setattr(HoldDialog, "exec", lambda dialog: 0)
    QTest.keyClick(app.window, Qt.Key.Key_H)
    assert app.session.latest.holds == (part,)
    app.close()
