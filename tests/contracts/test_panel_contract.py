"""What every panel promises, tried on each row of PANELS: same scene, same moment, same picture."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from math import inf

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QCursor, QFontInfo, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.cells import CELLS
from engine.record.gradient_flow import GradientFlow
from engine.record.trace import Trace
from gui.drawing.theme import DARK, LIGHT, PAPER, SANS, Theme, font
from gui.language import use_language
from gui.layout.board import DESIGN_PX, PanelBoard
from gui.pages import PAGES
from gui.panel import Panel
from gui.panels import PANELS
from gui.scene import Direction, Moment, Run, Scene
from gui.session.story import recorded_story
from tests.support.written import Written, written_by

every_panel = pytest.mark.parametrize("name", PANELS)

# English that stays English in Chinese: names, symbols, code.
STAYS = {"gatescope", "pytorch", "lstm", "tanh", "before", "logit", "ifgo", "softmax"}


@pytest.fixture(scope="module")
def sizes(qapp: object) -> dict[str, QSizeF]:
    """The room of each panel in a window of 1280 × 800, on the page that gives it the least."""
    board = PanelBoard(LIGHT)
    board.resize(*DESIGN_PX)
    found = {name: QSizeF(*DESIGN_PX) for name in PANELS}  # enlarged, a panel has all of it
    for page in PAGES:
        board.show_page(page)
        board.grab()  # an unseen window is laid out only when somebody wants its pixels
        for panel in board.visible_panels():
            rooms = QSizeF(panel.size()), found[panel.NAME]
            found[panel.NAME] = min(rooms, key=lambda room: room.width() * room.height())
    board.deleteLater()
    return found


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest, qapp: object) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language("en")


def picture(panel: Panel, size: QSizeF | None = None) -> QImage:
    """The panel as an export would have it."""
    size = size or QSizeF(*panel.EXPORT_SIZE_PX)
    image = QImage(size.toSize() * 2, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.scale(2, 2)
    panel.paint(painter, size)
    painter.end()
    return image


def drawn(name: str, scene: Scene, moment: Moment, theme: Theme = LIGHT) -> Panel:
    """A fresh panel that shows one moment."""
    panel = PANELS[name](theme)
    failures: list[str] = []
    panel.failed.connect(failures.append)
    panel.draw(scene, moment)
    assert not failures, failures
    return panel


def moments(scene: Scene) -> list[Moment]:
    """Beginning, middle and end of the text and of a step, in both passes: where pictures differ most."""
    last, middle, end = scene.last_stage, scene.last_stage // 2, scene.length - 1
    forward = ((0, 0), (0, last), (5, middle), (5, last), (end, last))
    backward = ((end, last), (5, middle), (0, 0))
    return [
        Moment(token, stage, direction=direction)
        for direction, places in ((Direction.FORWARD, forward), (Direction.BACKWARD, backward))
        for token, stage in places
    ]


def cut(scene: Scene, length: int, gradient: bool = True) -> Scene:
    """The scene as it was when the engine had read only `length` tokens."""
    runs = {}
    for cell, run in scene.runs.items():
        arrays = {key: array[:length] for key, array in run.trace.arrays.items()}
        tokens, known = run.trace.tokens[:length], run.trace.known[:length]
        trace = replace(run.trace, tokens=tokens, known=known, arrays=arrays)
        flow = run.gradient
        if flow is not None:
            norms = {key: array[:length, :length] for key, array in flow.arrays.items()}
            flow = replace(flow, rows=flow.rows[:length], arrays=norms)
        runs[cell] = Run(trace, flow if gradient else None)
    return replace(scene, runs=runs)


def with_trace(scene: Scene, **arrays: np.ndarray) -> Scene:
    """The scene with some arrays of the shown trace replaced."""
    trace: Trace = replace(scene.trace, arrays={**scene.trace.arrays, **arrays})
    return replace(scene, runs={**scene.runs, scene.view.cell: replace(scene.run, trace=trace)})


@every_panel
@pytest.mark.parametrize("cell", CELLS)
def test_a_fresh_panel_equals_one_that_took_a_detour(
    name: str, scene: Scene, cell: str, qapp: object
) -> None:
    scene = scene.with_cell(cell)
    walker = PANELS[name](DARK)
    other = cut(scene, 4).seen(unit=1, order_by_value=True, relative_gradient=True)
    for moment in moments(scene):
        walker.set_theme(DARK)
        walker.draw(other, Moment(3, 0))
        walker.draw(scene.with_cell("gru"), Moment(8, 2))
        picture(walker, QSizeF(400, 300))
        walker.draw(scene, Moment(9, 1, 0.3))
        picture(walker)
        walker.set_theme(LIGHT)
        walker.draw(scene, moment)
        assert picture(walker) == picture(drawn(name, scene, moment)), moment


@every_panel
def test_a_shown_panel_equals_one_never_shown(name: str, scene: Scene, qtbot: QtBot) -> None:
    """Whatever it showed on the screen before, and kept as pixels: none of it is left."""
    shown = PANELS[name](LIGHT)
    qtbot.addWidget(shown)
    shown.resize(*shown.EXPORT_SIZE_PX)
    shown.move(QCursor.pos() + QPoint(40, 40))  # the buttons in its corner are stronger under the mouse
    with qtbot.waitExposed(shown):
        shown.show()
    changes = (
        scene,
        cut(scene, 7),
        scene.with_cell("gru"),
        scene.with_cell("rnn"),
        scene.seen(unit=6),
        scene.seen(order_by_value=True),
        scene.seen(relative_gradient=True),
        with_trace(scene, **{key: array[:, ::-1] * 3 for key, array in scene.trace.arrays.items()}),
    )
    back = Moment(2, 1, direction=Direction.BACKWARD)
    for now in changes:
        for moment in (Moment(5, now.last_stage), Moment(2, 1), back):
            never = drawn(name, now, moment)
            never.resize(*never.EXPORT_SIZE_PX)
            expected = never.grab().toImage()
            for before in changes:
                if before is not now:
                    shown.draw(before, Moment(3, min(moment.stage, before.last_stage)))
                    shown.grab()
                    shown.draw(now, moment)
                    assert shown.grab().toImage() == expected, (before.view.cell, now.view.cell, moment)
    shown.set_theme(DARK)
    shown.grab()
    shown.set_theme(LIGHT)
    assert shown.grab().toImage() == never.grab().toImage()
    assert picture(shown) == picture(never)


@every_panel
def test_one_token_and_a_growing_trace(name: str, scene: Scene, qapp: object) -> None:
    growing = PANELS[name](LIGHT)
    for length in (1, 2, 6, scene.length):
        for with_gradient in (False, True):
            now = replace(cut(scene, length, with_gradient), busy=length < scene.length)
            for direction in Direction:
                moment = Moment(min(1, length - 1), now.last_stage, direction=direction)
                growing.draw(now, moment)
                assert picture(growing) == picture(drawn(name, now, moment))


@every_panel
@pytest.mark.parametrize("direction", Direction)
def test_it_wishes_and_never_goes(name: str, scene: Scene, direction: Direction, qtbot: QtBot) -> None:
    """Clicks all over the panel: every wish is one that can be met, and nothing in the panel has changed."""
    moment = Moment(5, 1, direction=direction)
    panel = drawn(name, scene, moment)
    qtbot.addWidget(panel)
    size = QSize(*panel.EXPORT_SIZE_PX)
    panel.resize(size)
    panel.show()
    wishes: list[Moment] = []
    units: list[int] = []
    panel.seek_requested.connect(wishes.append)
    panel.unit_selected.connect(units.append)
    before = panel.grab().toImage()
    for x, y in itertools.product(range(4, size.width(), 23), range(4, size.height(), 17)):
        hit = panel.hit_at(QPointF(x, y))
        assert hit is None or hit.tip or hit.moment is not None or hit.unit is not None
        QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=QPointF(x, y).toPoint())
    assert (panel.scene, panel.moment) == (scene, moment)
    assert all(0 <= wish.token < scene.length and 0 <= wish.stage <= scene.last_stage for wish in wishes)
    assert {wish.direction for wish in wishes} <= {direction}, "a wish stays in the pass that is walked"
    assert all(0 <= unit < scene.trace.hidden_size for unit in units)
    panel.clearFocus()
    assert panel.grab().toImage() == before


def with_another_future(scene: Scene, token: int, stage: int) -> Scene:
    """The scene with other numbers in everything that the step at `token` computes after `stage`."""
    stages = scene.definition.stages
    reached = {output for each in stages[: stage + 1] for output in each.outputs}
    changed = {"output": scene.trace["output"].copy()}
    changed["output"][token] *= -1
    for symbol in {output for each in stages for output in each.outputs} - reached:
        # The RNN hands h_new on as h: once the one is reached, the other is the same array.
        if f"{symbol}_l0" in scene.trace.arrays and not (symbol == "h" and "h_new" in reached):
            array = scene.trace[f"{symbol}_l0"].copy()
            array[token] = array[token, ::-1]  # the same numbers elsewhere, so that no axis changes
            changed[f"{symbol}_l0"] = array
    if "n_x" in reached and "n_in_l0" in changed:
        # n_x is known, though it is recorded as a part of n_in, which is not known yet: it has to stay.
        n_h, r = scene.trace["n_h_l0"][token], scene.trace["r_l0"][token]
        n_x = scene.trace["n_in_l0"][token] - r * n_h
        changed["n_in_l0"][token] = n_x + changed.get("r_l0", scene.trace["r_l0"])[token] * n_h
    return with_trace(scene, **changed)


@every_panel
@pytest.mark.parametrize("cell", CELLS)
def test_what_the_step_has_not_computed_cannot_be_seen(
    name: str, scene: Scene, cell: str, qapp: object
) -> None:
    """Other values in the stages to come give the same picture: nothing of them shows, in no form."""
    scene = scene.with_cell(cell)
    for stage in range(scene.last_stage):
        moment, other = Moment(5, stage), with_another_future(scene, 5, stage)
        assert picture(drawn(name, scene, moment)) == picture(drawn(name, other, moment)), stage


@every_panel
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_numbers_that_are_none_leave_gaps(name: str, scene: Scene, bad: float, qapp: object) -> None:
    arrays = {key: array.copy() for key, array in scene.trace.arrays.items()}
    for array in arrays.values():
        array[6:] = bad
    broken = with_trace(scene, **arrays)
    for moment in moments(scene):
        panel = drawn(name, broken, moment)
        picture(panel)
        assert panel.summary(broken, moment)
        assert panel.table(broken, moment).columns


@every_panel
def test_underflow_and_missing_rows_of_the_gradient(name: str, scene: Scene, qapp: object) -> None:
    flows = {}
    for cell, run in scene.runs.items():
        assert run.gradient is not None
        norms = {key: np.where(np.isnan(array), array, 0.0) for key, array in run.gradient.arrays.items()}
        first: GradientFlow = replace(run.gradient, arrays=norms)
        flows[cell] = replace(run, gradient=replace(
            first, rows=first.rows[:3], arrays={key: array[:3] for key, array in norms.items()}
        ))  # fmt: skip
    under = replace(scene, runs=flows)
    for relative, token in itertools.product((False, True), (0, 2, 7)):
        picture(drawn(name, under.seen(relative_gradient=relative), Moment(token, 6)))


@every_panel
def test_table_and_summary(name: str, scene: Scene, language: str) -> None:
    for cell in CELLS:
        shown = scene.with_cell(cell)
        for moment in moments(shown):
            panel = drawn(name, shown, moment)
            table = panel.table(shown, moment)
            assert table.columns
            assert all(isinstance(column, str) and column for column in table.columns)
            assert all(len(row) == len(table.columns) for row in table.rows)
            assert all(isinstance(value, str | int | float) for row in table.rows for value in row)
            summary = panel.summary(shown, moment)
            assert len(summary) > 4
            assert "{" not in summary
            if language == "zh" and name != "code_view":
                assert not english(summary, shown), summary


@pytest.mark.parametrize(
    ("name", "where"),
    [(name, where) for name in PANELS for where in ("window", "export", "story")]
    + [(name, "narrow") for name, panel in PANELS.items() if inf > panel.NARROWEST_PX],
)
def test_every_text_fits(
    name: str, scene: Scene, where: str, language: str, sizes: dict[str, QSizeF], qapp: object
) -> None:
    """No text leaves the card, is shortened, or lies on another; and in Chinese all of it is Chinese.

    On a computer that has none of the faces that the panels are designed for, texts may be shortened.
    """
    designed_for = QFontInfo(font("text")).family() in SANS[:3]
    if where == "story":
        scene = recorded_story(language)
    size = QSizeF(*PANELS[name].EXPORT_SIZE_PX) if where in ("export", "narrow") else sizes[name]
    if where == "narrow":
        size.setWidth(PANELS[name].NARROWEST_PX)
    card = QRectF(0, 0, size.width(), size.height())
    for cell in CELLS:
        shown = scene.with_cell(cell).seen(order_by_value=cell == "gru")
        for moment in moments(shown):
            written = written_by(drawn(name, shown, moment), size)
            assert written
            for piece in written:
                assert card.contains(piece.rect), (piece, moment)
                assert "…" not in piece.text or not designed_for, (piece, moment)
                assert "{" not in piece.text, (piece, moment)
            assert_apart(written, moment)
            if language == "zh" and name != "code_view":
                assert not english(" ".join(piece.text for piece in written), shown), moment


@every_panel
def test_colours_are_shared_and_stay_what_they_are(name: str, scene: Scene, qapp: object) -> None:
    """A panel that made a colour clearer would make it so for all others."""
    for moment in moments(scene):
        picture(drawn(name, scene, moment))
    for role in ("card", "hairline", "ink", "muted", "faint", "highlight", "positive", "negative", "zero"):
        assert LIGHT.color(role) == QColor(getattr(LIGHT, role))
    for symbol, color in LIGHT.symbols.items():
        assert LIGHT.symbol(symbol) == QColor(color)


@every_panel
@pytest.mark.parametrize("theme", [LIGHT, DARK, PAPER, replace(PAPER, transparent=True)])
def test_it_draws_in_every_theme(name: str, scene: Scene, theme: Theme, qapp: object) -> None:
    panel = drawn(name, scene, Moment(5, 6), theme)
    image = picture(panel)
    corner = image.pixelColor(0, image.height() // 2)
    middle = image.pixelColor(6, image.height() // 2)
    assert (middle.alpha() == 0) == theme.transparent
    if theme.name == "paper":
        assert corner.alpha() == 0 or corner == middle, "no frame on paper"


def english(text: str, scene: Scene) -> set[str]:
    """Words that should not be there in Chinese."""
    without_names = re.sub(r"(memory|reviews)-\w\w|untrained", "", text)  # of networks
    words = {word.lower() for word in re.findall(r"[A-Za-z]{4,}", without_names)}
    tokens = {token.lower() for token in scene.trace.tokens}
    equations = " ".join(stage.equation for stage in scene.definition.stages)
    return words - tokens - STAYS - {word.lower() for word in re.findall(r"[A-Za-z]{4,}", equations)}


def assert_apart(written: list[Written], moment: Moment) -> None:
    """No two texts lie on each other. Half a pixel is the rounding of neighbours in one line."""
    for one, other in itertools.combinations(written, 2):
        overlap = one.rect.adjusted(0.5, 1, -0.5, -1).intersected(other.rect)
        assert overlap.isEmpty(), (one, other, moment)
