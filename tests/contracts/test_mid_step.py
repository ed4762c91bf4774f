"""Within a step no panel knows what the step has not computed: all of them say the same at one moment."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize

from engine.cells import CELLS
from gui.pages import PAGES
from gui.panel import Panel
from gui.scene import Direction, Moment, Scene
from tests.contracts.test_panel_contract import drawn, picture, with_another_future

FORWARD = sorted(
    {name for page in PAGES.values() if page.direction is Direction.FORWARD for name in page.places}
)
AT = 8
ROUNDING = 2  # of 255: means over the whole text add the same numbers up in another order


def with_other_records(scene: Scene, token: int) -> Scene:
    """The scene with other numbers in all that is seen from `token`, such that no axis changes."""

    def turned(array: np.ndarray) -> np.ndarray:
        other = array.copy()
        other[token, : token + 1] = array[token, token::-1]
        return other

    def weakened(array: np.ndarray) -> np.ndarray:
        other = array.copy()
        other[token] *= 0.97  # which word's band lies where belongs to the text
        return other

    runs = {}
    for cell, run in scene.runs.items():
        changed: dict[str, object] = {}
        for name, other in (("gradient", turned), ("jacobians", turned), ("memory", weakened)):
            record = getattr(run, name)
            if record is not None:
                rows = {
                    key: other(array)
                    for key, array in record.arrays.items()
                    if array.ndim == 2 and array.shape == (scene.length, scene.length)
                }
                changed[name] = replace(record, arrays={**record.arrays, **rows})
        forgotten = run.forgetting
        assert forgotten is not None
        tested = {key: array.copy() for key, array in forgotten.arrays.items()}
        for array in tested.values():
            array[token] = array[token - 1]
        changed["forgetting"] = replace(forgotten, arrays=tested)
        output = run.trace["output"].copy()
        output[token] *= -1
        trace = replace(run.trace, arrays={**run.trace.arrays, "output": output})
        runs[cell] = replace(run, trace=trace, **changed)  # type: ignore[arg-type]
    return replace(scene, runs=runs)


def pixels(panel: Panel) -> np.ndarray:
    """The picture of a panel as numbers from 0 to 255."""
    image = picture(panel)  # its pixels are read in place: it has to stay
    return np.array(image.constBits()).astype(int)


def told(panel: Panel, scene: Scene, moment: Moment) -> list[object]:
    """All that a panel says in words and numbers, also to who points at it."""
    panel.resize(QSize(*panel.EXPORT_SIZE_PX))
    width, height = panel.EXPORT_SIZE_PX
    hits = [panel.hit_at(QPointF(x, y)) for x in range(3, width, 19) for y in range(3, height, 17)]
    tips = [None if hit is None else hit.tip for hit in hits]
    table = panel.table(scene, moment)
    rows = [
        tuple(f"{value:.9g}" if isinstance(value, float) else str(value) for value in row)
        for row in table.rows
    ]
    return [
        panel.summary(scene, moment),
        panel.subtitle(scene, moment),
        panel.note(scene, moment),
        rows,
        tips,
    ]


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("name", FORWARD)
def test_nothing_that_the_step_has_not_computed_is_shown_or_told(
    name: str, cell: str, scene: Scene, qapp: object
) -> None:
    scene = scene.with_cell(cell)
    for stage in (0, scene.last_stage - 1):
        moment, other = Moment(AT, stage), with_another_future(with_other_records(scene, AT), AT, stage)
        one, two = drawn(name, scene, moment), drawn(name, other, moment)
        assert np.abs(pixels(one) - pixels(two)).max() <= ROUNDING, stage
        assert told(one, scene, moment) == told(two, other, moment), stage
