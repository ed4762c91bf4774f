"""The last line says which network was read, and of which one an accuracy is."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from gui.controls.status_line import StatusLine
from gui.scene import Scene


def test_an_accuracy_is_never_that_of_a_held_network(held: Scene, qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    run = replace(held.trace, provenance=replace(held.trace.provenance, accuracy=0.83, trained=True))
    scene = replace(held, runs={"lstm": replace(held.run, trace=run)})
    line.show_scene(scene)
    assert "untouched: 83% of unseen texts right" in line.network.text()
    plain = replace(run, provenance=replace(run.provenance, holds=()))
    line.show_scene(replace(scene, runs={"lstm": replace(held.run, trace=plain)}))
    assert "untouched" not in line.network.text()
    assert "83% of unseen texts right" in line.network.text()
