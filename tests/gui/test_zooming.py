"""Zooming: all word axes show the same words, what is at the mouse stays there, pictures have no more."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.app import App, build
from gui.drawing.downsampling import Cells
from gui.drawing.theme import LIGHT
from gui.panel import Panel
from gui.panels import PANELS
from gui.panels.gradient_plot import GradientPlot
from gui.scene import Direction, Moment, Scene
from gui.session.player import Player
from gui.view import LEAST_WORDS, followed, moved, zoomed
from gui.zooming import Zooming
from tests.support.made import decaying, gradient_scene, state_scene
from tests.support.pixels import colored, picture
from tests.support.written import written_by

RANGE = (3, 11)
HAVE_WORDS = (
    "ribbons",
    "state_plot",
    "gradient_plot",
    "prediction",
    "path_flow",
    "weight_update",
    "forgetting_test",
    "memory_ledger",
    "agreement",
    "jacobian_plot",
    "connectivity",
)
SIZE = QSizeF(640, 420)
every_axis = pytest.mark.parametrize("name", HAVE_WORDS)
places = st.floats(0, 1, exclude_max=True)


@st.composite
def shown_in_a_text(draw: st.DrawFn) -> tuple[range, int]:
    length = draw(st.integers(1, 20_000))
    count = draw(st.integers(min(LEAST_WORDS, length), length))
    first = draw(st.integers(0, length - count))
    return range(first, first + count), length


def drawn(name: str, scene: Scene, moment: Moment) -> Panel:
    panel = PANELS[name](LIGHT)
    panel.resize(SIZE.toSize())
    panel.draw(scene, moment)
    return panel


def moment_at(name: str, scene: Scene, token: int) -> Moment:
    """A moment at which the panel has something to show."""
    back = name in ("path_flow", "weight_update")  # whose records are of the backward pass
    return scene.complete(token, Direction.BACKWARD if back else Direction.FORWARD)


def axis_of(panel: Panel) -> tuple[QRectF, QRectF, Cells]:
    assert panel.scene is not None
    axis = panel.word_axis(panel.content_rect(panel.logical_size()), panel.scene)
    assert axis is not None
    return axis.plot, axis.words, axis.columns


# Where words are


@given(shown_in_a_text(), st.floats(20, 2000), places)
def test_a_place_has_a_word_and_a_word_a_place(text: tuple[range, int], size_px: float, at: float) -> None:
    columns = Cells.of(40.0, size_px, text[0])
    token = text[0][int(at * len(text[0]))]
    assert columns.at(columns.middle(token)) == token
    x = 40.0 + at * size_px
    assert abs(columns.middle(columns.at(x)) - x) <= columns.pitch_px / 2 * (1 + 1e-6)


@given(shown_in_a_text(), places, st.floats(0.01, 100))
@example((range(17, 25), 25), 0.9999999999999998, 1.0)  # so near to the end that 24 less the rest was 16
def test_zooming_keeps_the_word_at_the_mouse(text: tuple[range, int], at: float, factor: float) -> None:
    shown, length = text
    now = zoomed(shown, at, factor, length)
    assert min(LEAST_WORDS, length) <= len(now) <= length
    assert 0 <= now.start < now.stop <= length
    before, after = (Cells.of(0.0, 1.0, each).at(at) for each in (shown, now))
    assert before in now
    if now.start > 0 and now.stop < length:  # else the text has ended at that side
        assert after == before


@given(shown_in_a_text(), st.integers(-30_000, 30_000), st.data())
def test_moving_and_following_keep_the_number_of_words(
    text: tuple[range, int], first: int, data: st.DataObject
) -> None:
    shown, length = text
    token = data.draw(st.integers(0, length - 1))
    for now in (moved(shown, first, length), followed(shown, token, length)):
        assert len(now) == len(shown)
        assert 0 <= now.start < now.stop <= length
    assert token in followed(shown, token, length)
    if token in shown:
        assert followed(shown, token, length) == shown


def test_small_turns_of_a_touchpad_add_up(scene: Scene, qapp: object) -> None:
    """Twelve turns of ten pixels are one of 120, and a turn before the last is drawn is not lost."""
    panel = drawn("state_plot", scene, scene.complete(5))
    axis = panel.word_axis(panel.content_rect(panel.logical_size()), scene)
    assert axis is not None
    long, x = 10_000, axis.plot.center().x()
    wide = replace(axis, columns=Cells.of(axis.plot.left(), axis.plot.width(), range(long)))
    at_once, bit_by_bit = Zooming(), Zooming()
    whole = at_once.turned(wide, x, QPoint(0, 120), QPoint(0, 0), long)
    parts = [bit_by_bit.turned(wide, x, QPoint(0, 10), QPoint(0, 0), long) for _ in range(12)]
    assert whole is not None
    assert len(whole) == 5_000
    assert parts[-1] is not None
    assert len(parts[-1]) == pytest.approx(5_000, abs=12)
    slow = Zooming()
    few = replace(axis, columns=Cells.of(axis.plot.left(), axis.plot.width(), range(20)))
    turns = [slow.turned(few, x, QPoint(0, 2), QPoint(0, 0), 20) for _ in range(40)]
    assert any(turns), "a turn that is too small for one word waits for the next"


# What panels show


def test_all_panels_with_words_are_named_here(scene: Scene, qapp: object) -> None:
    have = {name for name in PANELS if drawn(name, scene, scene.complete(5))._own_axis() is not None}
    assert have == set(HAVE_WORDS)


@every_axis
def test_a_part_of_the_words_is_all_that_is_written(name: str, scene: Scene, qapp: object) -> None:
    panel = drawn(name, scene.seen(range=RANGE), moment_at(name, scene, 5))
    _, words, columns = axis_of(panel)
    assert columns.shown == range(*RANGE)
    line = words.adjusted(-20, 0, 20, 0)
    written = [piece for piece in written_by(panel, SIZE) if line.contains(piece.rect.center())]
    tokens = {token: scene.trace.tokens[token] for token in range(*RANGE)}
    assert {piece.text for piece in written} <= set(tokens.values())
    assert len(written) >= 4, "there is room for some of eight words"
    for one, other in itertools.pairwise(sorted(written, key=lambda piece: piece.rect.left())):
        assert one.rect.right() < other.rect.left()
    for piece in written:
        at = columns.at(piece.rect.center().x())
        near = {tokens[token] for token in (at - 1, at, at + 1) if token in tokens}
        assert piece.text in near, "each stands at its column"
    assert tokens[5] in {piece.text for piece in written}


@every_axis
def test_what_is_pointed_at_is_what_stands_there(name: str, scene: Scene, qapp: object) -> None:
    panel = drawn(name, scene.seen(range=RANGE), moment_at(name, scene, 9))
    plot, _, columns = axis_of(panel)
    for token in range(*RANGE):
        hit = panel.hit_at(QPointF(columns.middle(token), plot.bottom() - 2))
        assert hit is not None
        if name != "connectivity":  # there a click goes to the row's word
            assert hit.moment is not None
            assert hit.moment.token == token
        assert scene.trace.tokens[token] in hit.tip


OF_EARLIER_WORDS = ("memory_ledger", "connectivity", "weight_update")  # these say of them what is left


@pytest.mark.parametrize("name", [name for name in HAVE_WORDS if name not in OF_EARLIER_WORDS])
def test_values_of_other_words_are_not_in_the_picture(name: str, scene: Scene, qapp: object) -> None:
    """The words before the range change places among themselves, and nothing in the picture moves."""
    first, moment = RANGE[0], scene.complete(8)

    def turned(array: np.ndarray, axis: int) -> np.ndarray:
        array = np.moveaxis(array.copy(), axis, 0)
        array[:first] = array[:first][::-1].copy()
        return np.moveaxis(array, 0, axis)

    runs = {}
    for cell, run in scene.runs.items():
        assert run.gradient is not None
        assert run.jacobians is not None
        assert run.paths is not None
        state = ("h_l0", "c_l0", "output")
        trace = replace(run.trace, arrays={
            key: turned(array, 0) if key in state else array for key, array in run.trace.arrays.items()
        })  # fmt: skip
        gradient = replace(run.gradient, arrays={
            key: np.concatenate([array[:first], turned(array[first:], 1)])
            for key, array in run.gradient.arrays.items()
        })  # fmt: skip
        jacobians = replace(run.jacobians, arrays={
            key: np.concatenate([array[:first], turned(array[first:], 1)]) if "norm" in key else array
            for key, array in run.jacobians.arrays.items()
        })  # fmt: skip
        runs[cell] = replace(run, trace=trace, gradient=gradient, jacobians=jacobians)
    other = replace(scene, runs=runs)
    assert picture(drawn(name, other.seen(range=RANGE), moment)) == picture(
        drawn(name, scene.seen(range=RANGE), moment)
    )
    if name in ("state_plot", "gradient_plot", "jacobian_plot", "prediction"):
        assert picture(drawn(name, other, moment)) != picture(drawn(name, scene, moment)), (
            "else it proves none"
        )


@every_axis
def test_all_words_are_all_words_and_tables_have_them_always(name: str, scene: Scene, qapp: object) -> None:
    moment = moment_at(name, scene, 7)
    whole, part = scene.seen(range=(0, scene.length)), scene.seen(range=RANGE)
    panel = drawn(name, scene, moment)
    assert picture(drawn(name, whole, moment)) == picture(panel)
    assert picture(drawn(name, part, moment)) != picture(panel)
    assert repr(panel.table(part, moment)) == repr(panel.table(scene, moment)), "NaN is not NaN"
    assert panel.summary(part, moment) == panel.summary(scene, moment)


@every_axis
def test_a_reader_out_of_sight_is_not_in_the_picture(name: str, scene: Scene, qapp: object) -> None:
    """Before and behind what is shown: nothing of him stands at an edge, and everything is drawn."""
    for token in (0, 1, 11, 12):
        for direction in Direction:
            panel = drawn(name, scene.seen(range=RANGE), scene.complete(token, direction))
            _, words, _ = axis_of(panel)
            line = words.adjusted(-20, 0, 20, 0)
            for piece in written_by(panel, SIZE):
                if line.contains(piece.rect.center()):
                    assert piece.text != scene.trace.tokens[token]
            picture(panel)


@every_axis
def test_the_word_at_the_mouse_is_on_the_screen_alone(name: str, scene: Scene, qapp: object) -> None:
    panel = drawn(name, scene.seen(range=RANGE), moment_at(name, scene, 5))
    paper, screen = picture(panel), panel.grab().toImage()
    panel.point_at(8)
    assert picture(panel) == paper
    marked = panel.grab().toImage()
    assert marked != screen
    panel.draw(panel.scene, moment_at(name, scene, 6))  # type: ignore[arg-type]
    assert panel.grab().toImage() != marked, "what is kept under the line is not older than the moment"
    panel.draw(panel.scene, moment_at(name, scene, 5))  # type: ignore[arg-type]
    panel.point_at(None)
    assert panel.grab().toImage() == screen


def test_far_from_everything_large_small_numbers_are_legible(qapp: object) -> None:
    """Of a gradient over 250 decades a few words have one or two: the axis is that of the words in sight."""
    length = 400
    scene = gradient_scene({"gru": decaying(length, 0.25)}, cell="gru").seen(range=(100, 140))
    panel = drawn("gradient_plot", scene, scene.complete(130))
    assert isinstance(panel, GradientPlot)
    low, high = panel._places(panel.content_rect(SIZE), scene).axis.ends
    assert high - low <= 26, "as many decades as 40 words are apart"
    for token in (110, 130, 139):
        panel.draw(scene, scene.complete(token))
        assert panel._places(panel.content_rect(SIZE), scene).axis.ends == (low, high), "no playhead moves it"
    panel.draw(scene, scene.complete(300))
    beyond = panel._places(panel.content_rect(SIZE), scene).axis
    row = scene.runs["gru"].gradient.row("norm_h_l0", 300)  # type: ignore[union-attr]
    assert all(beyond.low <= np.log10(value) <= beyond.high for value in row[100:140])


def test_a_unit_s_curve_has_the_scale_of_the_words_in_sight(qapp: object) -> None:
    """A peak elsewhere leaves no flat line; what was before a step at the left edge is no part of it."""
    state = np.full((40, 2), 0.5)
    state[3], state[9] = 500.0, 800.0
    scene = state_scene(state).seen(range=(10, 30))
    for moment in (scene.complete(20), Moment(10, 0)):
        panel = drawn("state_plot", scene, moment)
        texts = [piece.text for piece in written_by(panel, SIZE)]
        assert {"0.50", "−0.50"} <= set(texts)
        plot, _, _ = axis_of(panel)
        ink = [point.y() for point in colored(picture(panel), LIGHT.color("ink"))]
        assert min(ink) >= plot.top() - 40


@every_axis
def test_a_text_of_ten_thousand_words_zoomed_in_has_a_place_for_each(name: str, qapp: object) -> None:
    """What shares pixels in the whole text does not where a few words are shown."""
    columns = Cells.of(0.0, 300.0, range(5_000, 5_040))
    assert columns.shared == 1
    assert Cells.of(0.0, 300.0, range(10_000)).shared > 1
    values = np.arange(10_000.0)
    x, y = columns.outline(values)
    assert x.tolist() == y.tolist() == list(range(5_000, 5_040))


# In the window


@pytest.fixture
def app(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """The window with the story; its engine takes every request and never answers."""
    made = build(tmp_path / "preferences.json")
    monkeypatch.setattr(made.client, "submit", lambda request: 1)
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitExposed(made.window)
    settle(made)
    yield made
    made.close()


def settle(app: App) -> None:
    for _ in range(3):
        app.application.processEvents()


def point(panel: Panel, share: float) -> QPointF:
    plot, _, _ = axis_of(panel)
    zoom = panel.width() / panel.logical_size().width()
    return QPointF(plot.left() + share * plot.width(), plot.center().y()) * zoom


def wheel(app: App, panel: Panel, share: float, notches: int, sidewards: int = 0) -> None:
    at = point(panel, share)
    event = QWheelEvent(
        at,
        panel.mapToGlobal(at),
        QPoint(),
        QPoint(120 * sidewards, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(panel, event)


def shown(app: App) -> range:
    assert app.session.scene is not None
    return app.session.scene.shown


def key(app: App, key: Qt.Key) -> None:
    QTest.keyClick(app.window, key)
    settle(app)


def test_the_wheel_zooms_all_panels_and_the_slider_shows_where(app: App) -> None:
    panel = app.window.board.panels["state_plot"]
    _, _, columns = axis_of(panel)
    at = point(panel, 0.7).x() / (panel.width() / panel.logical_size().width())
    token = columns.at(at)
    for _ in range(2):  # both before anything is drawn
        wheel(app, panel, 0.7, 1)
    settle(app)
    assert len(shown(app)) == 16, "of 32 words half, by two notches"
    for each in app.window.board.visible_panels():
        axis = each._own_axis()
        assert axis is None or axis.columns.shown == shown(app)
    assert axis_of(panel)[2].at(at) == token
    assert app.window.transport.slider.shown == shown(app)
    wheel(app, panel, 0.7, 0, sidewards=1)
    settle(app)
    assert len(shown(app)) == 16
    wheel(app, panel, 0.3, -20)
    settle(app)
    assert app.session.scene is not None
    assert app.session.scene.view.range is None


def test_a_drag_moves_the_words_and_a_click_goes_to_one(app: App) -> None:
    panel, left = app.window.board.panels["gradient_plot"], Qt.MouseButton.LeftButton
    app.session.show_range(range(10, 20))
    settle(app)
    before, here = shown(app), app.player.moment
    zoom = panel.width() / panel.logical_size().width()
    pitch = axis_of(panel)[2].pitch_px * zoom
    start = point(panel, 0.5).toPoint()
    QTest.mousePress(panel, left, pos=start)
    QTest.mouseMove(panel, start + QPoint(2, 0))
    assert shown(app) == before, "a hand is never quite still"
    QTest.mouseMove(panel, start + QPoint(round(3 * pitch), 0))
    assert shown(app) == range(before.start - 3, before.stop - 3)
    QTest.mouseRelease(panel, left, pos=start + QPoint(round(3 * pitch), 0))
    settle(app)
    assert app.player.moment == here, "the end of a drag is no click"
    QTest.mouseClick(panel, left, pos=point(panel, 0.05).toPoint())
    settle(app)
    assert app.player.moment is not None
    assert app.player.moment.token == shown(app)[0]


def test_of_the_whole_text_a_drag_goes_along_it(app: App) -> None:
    panel, left = app.window.board.panels["gradient_plot"], Qt.MouseButton.LeftButton
    QTest.mousePress(panel, left, pos=point(panel, 0.2).toPoint())
    QTest.mouseMove(panel, point(panel, 0.6).toPoint())
    QTest.mouseRelease(panel, left, pos=point(panel, 0.6).toPoint())
    settle(app)
    assert app.player.moment is not None
    assert app.player.moment.token == axis_of(panel)[2].at(point(panel, 0.6).x())
    assert app.session.scene is not None
    assert app.session.scene.view.range is None


def test_a_double_click_on_the_words_shows_all_of_them(app: App) -> None:
    panel = app.window.board.panels["state_plot"]
    app.session.show_range(range(10, 20))
    settle(app)
    words = axis_of(panel)[1]
    zoom = panel.width() / panel.logical_size().width()
    at = (words.center() * zoom).toPoint()
    QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(panel, Qt.MouseButton.LeftButton, pos=at)
    settle(app)
    assert app.session.scene is not None
    assert app.session.scene.view.range is None


def test_keys_zoom_around_the_reader_and_typing_does_not(app: App) -> None:
    app.player.seek_token(20)
    settle(app)
    key(app, Qt.Key.Key_Plus)
    assert len(shown(app)) == 16
    assert 20 in shown(app)
    key(app, Qt.Key.Key_Equal)
    assert len(shown(app)) == 8
    key(app, Qt.Key.Key_Minus)
    assert len(shown(app)) == 16
    key(app, Qt.Key.Key_0)
    assert len(shown(app)) == 32
    app.window.run_command("edit_text")
    field = app.window.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "+=-0")
    settle(app)
    assert len(shown(app)) == 32


def test_a_click_on_a_word_of_an_axis_goes_there(app: App) -> None:
    for name in ("state_plot", "gradient_plot"):
        panel = app.window.board.panels[name]
        _, words, columns = axis_of(panel)
        zoom = panel.width() / panel.logical_size().width()
        at = (QPointF(columns.middle(9), words.center().y()) * zoom).toPoint()
        QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=at)
        settle(app)
        assert app.player.moment is not None
        assert app.player.moment.token == columns.at(at.x() / zoom)
        if name == "state_plot":  # the other one tells its numbers there
            assert "wheel" in panel._tip_at(QPointF(at) / zoom)
        app.player.first()
        settle(app)


def test_the_words_turn_like_a_page_to_the_reader(app: App, qtbot: QtBot) -> None:
    """Stepping, playing, jumping; moved by hand they may leave him, until he goes on."""
    app.session.show_range(range(0, 10))
    settle(app)
    seen = []
    app.player.moment_changed.connect(lambda scene, moment: seen.append(moment.token in scene.shown))
    for _ in range(31):
        app.player.step_tokens(1)
        settle(app)
    assert seen
    assert all(seen), "no frame without the reader"
    assert len(shown(app)) == 10
    assert shown(app).stop == 32
    app.session.show_range(range(0, 10))
    settle(app)
    assert shown(app) == range(0, 10), "his place has not changed"
    app.player.step_tokens(-1)
    settle(app)
    assert 30 in shown(app)


def test_a_page_turns_without_asking_twice(scene: Scene, qtbot: QtBot) -> None:
    player, asked = Player(), []
    player.range_requested.connect(asked.append)
    player.show(scene.seen(range=(0, 8)))
    with qtbot.waitSignal(player.moment_changed):
        player.seek_token(8)
    assert asked == [range(5, 13)]
    player.deleteLater()


def test_the_word_at_the_mouse_is_marked_in_every_panel(app: App) -> None:
    board = app.window.board
    panel = board.panels["state_plot"]
    QTest.mouseMove(panel, point(panel, 0.5).toPoint())
    zoom = panel.width() / panel.logical_size().width()
    token = axis_of(panel)[2].at(point(panel, 0.5).toPoint().x() / zoom)
    assert {each._pointed for each in board.visible_panels() if each._own_axis() is not None} == {token}
    app.session.show_range(range(8, 24))
    settle(app)
    now = axis_of(panel)[2].at(point(panel, 0.5).toPoint().x() / zoom)
    assert {each._pointed for each in board.visible_panels() if each._own_axis() is not None} == {now}
    QTest.mouseMove(panel, QPoint(2, 2))
    assert {each._pointed for each in board.visible_panels()} == {None}
    QTest.mouseMove(panel, point(panel, 0.5).toPoint())
    app.window.run_command("page_memory")
    assert {each._pointed for each in board.all_panels()} == {None}, "another page, another place"
