"""Windows of every size: what is written can be read, on every page; what has no room stands aside."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication

from gui.app import App, build
from gui.drawing.theme import LIGHT, SANS, font
from gui.language import use_language
from gui.layout.board import PLAIN_PX
from gui.pages import PAGES, Place
from gui.panels import PANELS
from gui.scene import Direction, Moment, Scene
from gui.session.story import recorded_story
from tests.support.written import written_by

SIZES = [(1180, 640), (1280, 690), (960, 540)]
OTHERS = [(1180, 760), (1366, 736), (1536, 830), (1920, 1050), (1024, 700), (960, 900)]
"""Windows as screens have them, less their frames; of each half every panel stands but in the small ones."""

LEAST_SCALE = 0.65  # of code of twelve pixels: eight


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language("en")


@pytest.fixture
def app(language: str, qtbot, tmp_path: Path) -> Iterator[App]:
    made = build(tmp_path / "preferences.json")
    made.settings.change(language=language)
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.close()


def rooms(app: App, size: tuple[int, int], cell: str) -> dict[str, dict[str, tuple[QSizeF, float]]]:
    """The logical size of each panel in sight in a window of this size, and its zoom, by page."""
    app.window.resize(*size)
    app.window.run_command(f"cell_{cell}")
    found = {}
    for page in PAGES:
        app.window.run_command(f"page_{page}")
        app.application.processEvents()
        found[page] = {
            panel.NAME: (panel.logical_size(), panel.width() / panel.logical_size().width())
            for panel in app.window.board.visible_panels()
        }
    assert app.window.size().toTuple() == size
    return found


def moments(scene: Scene, direction: Direction) -> list[Moment]:
    last, end = scene.last_stage, scene.length - 1
    if direction is Direction.BACKWARD:
        return [Moment(token, stage, direction=direction) for token, stage in ((end, last), (5, 1), (0, 0))]
    return [Moment(token, stage) for token, stage in ((0, last), (5, last // 2), (end, last))]


def faults(name: str, scene: Scene, moment: Moment, room: QSizeF, zoom: float) -> Iterator[str]:
    """All that cannot be read in a panel of this size."""
    panel = PANELS[name](LIGHT)
    panel.draw(scene, moment)
    card = QRectF(0, 0, room.width(), room.height())
    written = written_by(panel, room)
    panel.deleteLater()
    for piece in written:
        if not card.contains(piece.rect):
            yield f"leaves its card: {piece.text}"
        if "…" in piece.text and name != "code_view":
            yield f"is cut: {piece.text}"
        if piece.scale * zoom < LEAST_SCALE:
            yield f"is tiny ({piece.scale * zoom:.2f}): {piece.text}"
    for one, other in itertools.combinations(written, 2):
        if not one.rect.adjusted(0.5, 0.5, -0.5, -0.5).intersected(other.rect).isEmpty():
            yield f"lie on each other: {one.text} | {other.text}"


@pytest.mark.parametrize(
    "size", [*SIZES, *(pytest.param(size, marks=pytest.mark.thorough) for size in OTHERS)], ids=str
)
def test_all_that_is_written_can_be_read(
    app: App, language: str, scene: Scene, size: tuple[int, int]
) -> None:
    if QFontInfo(font("text")).family() not in SANS[:3]:
        pytest.skip("with none of the faces that the panels are designed for, texts may be shortened")
    seen, found = set(), []
    for cells in (("rnn",), ("lstm", "gru")):  # those that have the same panels
        for page, panels in rooms(app, size, cells[0]).items():
            direction = PAGES[page].direction
            for name, (room, zoom) in panels.items():
                key = (name, room.width(), room.height(), direction, cells)
                if key in seen:
                    continue
                seen.add(key)
                for read, cell in itertools.product((scene, recorded_story(language)), cells):
                    shown = read.with_cell(cell)
                    for moment in moments(shown, direction):
                        told = f"{page} {name} {room.width():.0f}×{room.height():.0f} {cell} {moment.token}"
                        found += [f"{told} {fault}" for fault in faults(name, shown, moment, room, zoom)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("remembers", [True, False])
@pytest.mark.parametrize("page", PAGES)
def test_every_panel_stands_where_there_is_room_and_the_rest_fill_the_board(
    page: str, remembers: bool, qapp: QApplication
) -> None:
    composed = PAGES[page].composed(remembers)
    assert set(composed.standing(*PLAIN_PX)) == set(composed.places)
    assert PAGES[page].main in composed.standing(0, 0), "a command always means some panel in sight"
    top = 15 if PAGES[page].has_bar else 11
    for width, height in itertools.product(range(700, 1300, 50), range(300, 600, 20)):
        cells = [cell for place in composed.standing(width, height).values() for cell in _cells(place)]
        assert len(cells) == len(set(cells)), "no two on each other"
        assert len(cells) == 24 * 11 + 24 * (60 - top), "no room is left"


def _cells(place: Place) -> Iterator[tuple[int, int]]:
    row, column, rows, columns = place
    return itertools.product(range(row, row + rows), range(column, column + columns))


def test_what_has_no_room_is_said_and_still_reached(app: App, language: str) -> None:
    window = app.window
    window.resize(1280, 800)
    app.application.processEvents()
    assert window.status.message.text() == ""
    window.resize(960, 540)
    app.application.processEvents()
    assert window.board.left_out == ["gradient_plot", "equation_view", "code_view"]
    said = window.status.message.text()
    assert all(window.board.panels[name].title() in said for name in window.board.left_out), said
    window.run_command("enlarge_code_view")
    assert window.board.enlarged.NAME == "code_view"
    window.run_command("cancel")
    window.resize(1280, 800)
    app.application.processEvents()
    assert window.board.left_out == []
    assert all(panel.isVisible() for panel in window.board.visible_panels())


def test_no_sentence_makes_the_window_wider(app: App) -> None:
    least = app.window.minimumSizeHint().width()
    app.window.status.say("A long sentence about a file in a folder in a folder. " * 20)
    app.application.processEvents()
    assert app.window.minimumSizeHint().width() == least <= 960
