"""The untouched run beside what the reader made of it: what every panel promises of its ghost."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor

from engine.cells import CELLS
from gui.drawing.ghost import departing
from gui.drawing.theme import DARK, LIGHT, PAPER, Theme
from gui.panels import PANELS
from gui.scene import Before, Direction, Moment, Run, Scene
from tests.contracts.test_panel_contract import (
    assert_apart,
    drawn,
    english,
    language,
    moments,
    picture,
    sizes,
    with_another_future,
)
from tests.support.pixels import contrast
from tests.support.written import written_by

__all__ = ["language", "sizes"]  # fixtures

every_panel = pytest.mark.parametrize("name", PANELS)
every_change = pytest.mark.parametrize("change", ["held", "retyped"])
every_cell = pytest.mark.parametrize("cell", CELLS)

DRAWN = {
    "agreement",
    "forgetting_test",
    "gate_bars",
    "gate_saturation",
    "gradient_plot",
    "half_lives",
    "jacobian_plot",
    "memory_ledger",
    "path_flow",
    "prediction",
    "ribbons",
    "spectrum",
    "state_plot",
    "token_strip",
    "weight_update",
}
"""The panels in which the place or the length of a mark is a number of a word or a unit."""

TOLD = {"cell_diagram", "connectivity", "equation_view"}
"""Those that have it in numbers, under the mouse."""


@pytest.fixture
def changed(change: str, request: pytest.FixtureRequest) -> Scene:
    """A scene with a ghost: of another run of the same text, or of another text."""
    found: Scene = request.getfixturevalue(change)
    return found


@every_panel
@every_cell
def test_a_ghost_is_seen_where_the_rule_says_so(
    name: str, held: Scene, retyped: Scene, cell: str, qapp: object
) -> None:
    """With the untouched run the picture is another one, somewhere; and no other panel draws it."""
    differs = []
    for scene in (held.with_cell(cell), retyped.with_cell(cell)):
        alone = replace(scene, before=None)
        there = [moment for moment in moments(scene) if moment.token < scene.length]
        differs += [picture(drawn(name, scene, at)) != picture(drawn(name, alone, at)) for at in there]
    without_gates = cell == "rnn" and name in ("half_lives", "memory_ledger")
    assert any(differs) == (name in DRAWN and not without_gates), name


@every_panel
@every_cell
def test_no_ghost_is_drawn_of_a_run_that_is_the_same(
    name: str, scene: Scene, cell: str, qapp: object
) -> None:
    scene = scene.with_cell(cell)
    for before in (Before({}), Before(scene.runs), Before(scene.runs, tuple(range(scene.length)))):
        for moment in moments(scene)[1::3]:
            with_it = replace(scene, before=before)
            assert picture(drawn(name, with_it, moment)) == picture(drawn(name, scene, moment)), moment


@every_panel
@every_change
def test_a_fresh_panel_equals_one_that_took_a_detour(
    name: str, changed: Scene, scene: Scene, qapp: object
) -> None:
    """Whatever ghost it drew before: none of it is left."""
    walker = PANELS[name](LIGHT)
    for moment in moments(changed):
        if moment.token < changed.length:
            for other in (scene, changed.with_cell("gru"), replace(changed, before=Before(changed.runs))):
                walker.draw(other, other.complete(2))
                picture(walker)
            walker.draw(changed, moment)
            assert picture(walker) == picture(drawn(name, changed, moment)), moment


@every_panel
@every_cell
def test_what_the_step_has_not_computed_cannot_be_seen_of_the_ghost(
    name: str, held: Scene, cell: str, qapp: object
) -> None:
    scene = held.with_cell(cell)
    assert scene.untouched is not None
    for stage in range(scene.last_stage):
        future = with_another_future(scene.untouched, 5, stage)
        other = replace(scene, before=Before({**held.before.runs, cell: future.run}))  # type: ignore[union-attr]
        moment = Moment(5, stage)
        assert picture(drawn(name, scene, moment)) == picture(drawn(name, other, moment)), stage


@every_panel
@every_change
def test_it_draws_while_records_of_the_untouched_run_are_missing(
    name: str, changed: Scene, qapp: object
) -> None:
    assert changed.before is not None
    runs = {cell: Run(run.trace) for cell, run in changed.before.runs.items()}
    for cell in CELLS:
        scene = replace(changed, before=replace(changed.before, runs=runs)).with_cell(cell)
        for moment in moments(scene):
            if moment.token < scene.length:
                panel = drawn(name, scene, moment)
                picture(panel)
                assert panel.summary(scene, moment)


@every_panel
@every_change
@pytest.mark.parametrize("where", ["window", "export"])
def test_every_text_fits(
    name: str, changed: Scene, where: str, language: str, sizes: dict[str, QSizeF], qapp: object
) -> None:
    size = QSizeF(*PANELS[name].EXPORT_SIZE_PX) if where == "export" else sizes[name]
    card = QRectF(0, 0, size.width(), size.height())
    for cell in CELLS:
        scene = changed.with_cell(cell)
        for moment in moments(scene):
            if moment.token < scene.length:
                written = written_by(drawn(name, scene, moment), size)
                assert all(card.contains(piece.rect) for piece in written), moment
                assert_apart(written, moment)
                if language == "zh" and name != "code_view":
                    assert not english(" ".join(piece.text for piece in written), scene), moment


@every_panel
def test_what_is_pointed_at_says_both_numbers(name: str, held: Scene, qapp: object) -> None:
    """Those that are drawn, and those that colour alone tells, or a drawing of the cell."""

    def told(scene: Scene) -> list[str]:
        size, tips = PANELS[name].EXPORT_SIZE_PX, []
        for moment in (scene.complete(5), scene.complete(scene.length - 1, Direction.BACKWARD)):
            panel = drawn(name, scene, moment)
            panel.resize(*size)
            places = itertools.product(range(4, size[0], 13), range(4, size[1], 9))
            tips += [hit.tip for place in places if (hit := panel.hit_at(QPointF(*place))) is not None]
        return tips

    def with_both(tips: list[str]) -> bool:
        return any("untouched" in tip or " → " in tip for tip in tips)

    assert with_both(told(held)) == (name in DRAWN | TOLD)
    assert not with_both(told(replace(held, before=None)))


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_the_table_has_both_numbers(name: str, held: Scene, qapp: object) -> None:
    alone, columns = replace(held, before=None), set()
    for moment in (held.complete(5), held.complete(held.length - 1)):
        panel = drawn(name, held, moment)
        table = panel.table(held, moment)
        assert all(len(row) == len(table.columns) for row in table.rows)
        columns |= set(table.columns)
        assert not any(column.endswith("_untouched") for column in panel.table(alone, moment).columns)
    assert any(column.endswith("_untouched") for column in columns), columns


def test_a_ledger_of_one_word_has_outlines_of_what_it_was(held: Scene, qapp: object) -> None:
    """Of a long text the shares of one word are known at a time, of the untouched run perhaps of another."""
    assert held.before is not None

    def alone(run: Run, word: int) -> Run:
        assert run.memory is not None
        part = slice(word, word + 1)
        arrays = {key: array[part] for key, array in run.memory.arrays.items()}
        return replace(run, memory=replace(run.memory, rows=run.memory.rows[part], arrays=arrays))

    def scene_at(word: int) -> Scene:
        before = Before({"lstm": alone(held.before.runs["lstm"], word)})  # type: ignore[union-attr]
        return replace(held, runs={**held.runs, "lstm": alone(held.run, 7)}, before=before)

    moment = held.complete(7)
    plain = picture(drawn("memory_ledger", replace(scene_at(7), before=None), moment))
    assert picture(drawn("memory_ledger", scene_at(7), moment)) != plain
    assert picture(drawn("memory_ledger", scene_at(6), moment)) == plain, "not known at this word"
    table = drawn("memory_ledger", scene_at(7), moment).table(scene_at(7), moment)
    assert table.columns[-2:] == ("share", "share_untouched")


@pytest.mark.parametrize("theme", [LIGHT, DARK, PAPER], ids=lambda theme: theme.name)
def test_a_ghost_can_be_seen_and_told_from_its_run(theme: Theme, qapp: object) -> None:
    """It has the contrast of a graph, and less than its run; its dashes are finer than those of any cell."""
    card = theme.color("card")
    colors = [theme.symbol(symbol) for symbol in theme.symbols]
    colors += [QColor(color) for color in theme.cells.values()]
    colors += [theme.color(name) for name in ("ink", "positive", "negative")]
    for color in colors:
        assert 3 <= contrast(theme.ghost(color), card) < 3.3
        assert contrast(theme.ghost(color), card) < contrast(color, card) - 1
    pen = theme.ghost_pen(theme.color("ink"))
    dashes = {cell: theme.cell_pen(cell, 1.5) for cell in ("rnn", "gru")}
    dot, dash = (each.dashPattern()[0] * each.widthF() for each in dashes.values())
    assert 1.9 * dot <= pen.dashPattern()[0] * pen.widthF() <= dash / 1.9


def test_the_curve_of_a_ghost_begins_where_it_leaves_its_run() -> None:
    run = np.array([1.0, 2.0, 3.0, 4.0, np.nan, 6.0, 7.0])
    assert np.isnan(departing(run.copy(), run)).all()
    ghost = np.array([1.0, 2.0, 9.0, 4.0, np.nan, 6.0, 7.00001])
    assert np.isnan(departing(ghost, run)).tolist() == [True, False, False, False, True, True, True]


def test_the_untouched_reading_is_looked_at_in_the_same_way(retyped: Scene) -> None:
    scene = retyped.seen(origin=9, unit=2)
    assert scene.untouched is not None
    assert scene.untouched.view.origin == 10
    assert scene.untouched.view.unit == 2
    assert scene.untouched_moment(Moment(8, 1)) == Moment(8, 1, direction=Direction.FORWARD)
    assert scene.untouched_moment(Moment(4, 1)) == Moment(3, 1)
    assert scene.untouched_moment(Moment(3, 1)) is None, "a new word was not there"
    assert replace(scene, before=None).untouched is None
