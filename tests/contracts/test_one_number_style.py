"""Numbers are written in one manner wherever people read them: painted, in tips, in sentences, in tables."""

import itertools
import re
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPointF

from engine.cells import CELLS
from gui.dialogs.table_view import TableModel
from gui.language import say
from gui.panels import PANELS
from gui.scene import Direction, Moment, Scene
from tests.support.written import written_by

MACHINES = re.compile(r"\d[eE][+-]?\d|(?<!\d)0\.000\d*[1-9]|\d-\d|(?<![\w])-\d")
SUBSCRIPTS = re.compile(r"[A-Za-z\]]_[a-z]")
RECORDS = ("trace", "gradient", "memory", "paths", "jacobians", "forgetting", "update")
ALIGNED = ("weight_update",)  # writes a sum with all its points below each other
CODE = ("code_view",)  # shows what a program is to be given


def times(scene: Scene, factor: float) -> Scene:
    """The scene with all numbers of all records so many times as large."""

    def scaled(record: Any) -> Any:
        arrays = {key: (array * factor).astype(array.dtype) for key, array in record.arrays.items()}
        return replace(record, arrays=arrays)

    runs = {}
    for cell, run in scene.runs.items():
        found = {name: getattr(run, name) for name in RECORDS}
        changed = {
            name: scaled(record)
            for name, record in found.items()
            if record is not None and hasattr(record, "arrays")
        }
        runs[cell] = replace(run, **changed)
    return replace(scene, runs=runs)


@pytest.mark.parametrize("factor", [1.0, 3e-4, 3e6])
@pytest.mark.parametrize("name", PANELS)
def test_no_number_is_written_as_machines_do(name: str, factor: float, scene: Scene, qapp: object) -> None:
    for cell in CELLS:
        shown = times(scene, factor).with_cell(cell)
        for moment in (shown.complete(5), Moment(5, shown.last_stage // 2, direction=Direction.BACKWARD)):
            panel = PANELS[name]()
            width, height = panel.EXPORT_SIZE_PX
            panel.resize(width, height)
            panel.draw(shown, moment)
            said = [piece.text for piece in written_by(panel)] + [panel.summary(shown, moment)]
            if cell == "lstm":
                places = itertools.product(range(6, width, 53), range(20, height, 27))
                hits = (panel.hit_at(QPointF(x, y)) for x, y in places)
                said += {hit.tip for hit in hits if hit is not None}
            for text in said:
                if name not in ALIGNED:
                    assert not MACHINES.search(text), text
                if name not in CODE:
                    assert not SUBSCRIPTS.search(text), text
            model = TableModel(panel.numbers(shown, moment))
            for row, column in itertools.product(range(min(model.rowCount(), 4)), range(model.columnCount())):
                text = str(model.data(model.index(row, column)))
                assert text in shown.trace.tokens or not MACHINES.search(text), text
            panel.deleteLater()


def test_sentences_of_the_engine_have_numbers_for_people(qapp: object) -> None:
    said = say("start_out_of_bounds", name="scale", value=1e-05, largest=2.5)
    assert "10⁻⁵" in said
    assert "2.5" in said
    assert not MACHINES.search(said)
