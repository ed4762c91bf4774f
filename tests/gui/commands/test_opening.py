"""The opening plays once uninvited, gives way to any key, hands over inside a cell, and can be asked for."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from shiboken6 import isValid

from engine.record.hold import Hold
from engine.stories import STORIES
from gui.app import App, build, play_uninvited
from gui.commands import opening
from gui.commands.opening import Part
from gui.controls.flight import Flight
from gui.controls.ring import Ring
from gui.language import use_language
from gui.pages import PAGES, STEP, STORY
from gui.session.choice import Choice, HeldPart
from gui.session.story import recorded_story
from gui.settings import Settings


@pytest.fixture
def launch(qtbot, tmp_path: Path) -> Iterator[Callable[[], App]]:
    """Starts the program as a reader does, on the same preferences each time."""
    made: list[App] = []

    def start(page: str | None = None) -> App:
        app = build(tmp_path / "preferences.json", page)
        made.append(app)
        qtbot.addWidget(app.window)
        app.window.show()
        app.window.setFocus()
        qtbot.waitExposed(app.window)
        return app

    yield start
    for app in made:
        app.close()
    use_language("en")


@pytest.fixture
def playing(launch) -> App:
    """A first launch, while the story reads itself."""
    app = launch()
    play_uninvited(app)
    app.window.opening._timer.timeout.emit()  # the first word has been seen
    assert app.player.playing
    return app


@pytest.fixture
def at_the_end(playing: App) -> App:
    """The whole story has been read."""
    playing.player.last()
    playing.player.pause()
    assert playing.window.opening.reading
    return playing


def press(app: App, key: Qt.Key) -> None:
    """As the system sends it, to the window."""
    QTest.keyClick(app.window.windowHandle(), key)


def click(app: App, where: QPoint) -> None:
    QTest.mouseClick(
        app.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where
    )


def listens(app: App, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether keys are still looked at."""
    heard: list[None] = []
    with monkeypatch.context() as patch:
        patch.setattr(app.window.opening, "end", lambda: heard.append(None))
        press(app, Qt.Key.Key_A)
    return bool(heard)


def hand_over(app: App) -> None:
    app.window.opening._timer.timeout.emit()


def is_over(app: App) -> bool:
    """Whether nothing moves any more and the reader has the pace that he had."""
    player, kept = app.player, app.settings.preferences
    own = (kept.by_stage, kept.token_rate_hz)
    return not app.window.opening.reading and (player.by_stage, player.token_rate_hz) == own


def test_a_first_launch_shows_the_story_and_reads_it(launch):
    app = launch()
    assert app.window.board.page == STORY
    assert app.window.top_bar.pages._segments[STORY].isChecked()
    assert app.player.moment == app.session.scene.complete(0)
    assert not app.player.playing
    play_uninvited(app)
    assert app.window.opening.reading
    assert not app.player.playing, "one sees first where one is"
    app.window.opening._timer.timeout.emit()
    assert app.player.playing
    assert app.player.pace_hz == opening.RATE_HZ
    assert not app.player.by_stage


def test_it_is_seen_once(launch, playing):
    assert playing.settings.preferences.opening_seen
    assert launch().window.board.page == STEP
    assert is_over(launch())


def test_the_pace_of_the_opening_is_not_kept(playing, tmp_path):
    kept = Settings(tmp_path / "preferences.json").preferences
    assert kept.token_rate_hz != opening.RATE_HZ
    playing.window.close()
    assert Settings(tmp_path / "preferences.json").preferences.token_rate_hz == kept.token_rate_hz
    assert is_over(playing)


@pytest.mark.parametrize("page", PAGES)
def test_whoever_names_a_page_opens_there(launch, page):
    app = launch(page)
    assert app.window.board.page == page
    assert app.player.moment.direction is PAGES[page].direction
    assert not app.settings.preferences.opening_seen


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Period])
def test_any_key_ends_it_where_the_reader_is(playing, key):
    playing.player.seek_token(5)
    press(playing, key)
    assert is_over(playing)
    assert not playing.player.playing
    assert playing.player.moment.token == 5
    assert playing.window.board.page == STORY
    assert not playing.window.offers.isVisible()


def test_the_key_that_ends_it_does_what_it_always_does(playing, monkeypatch):
    playing.player.seek_token(5)
    assert listens(playing, monkeypatch)
    press(playing, Qt.Key.Key_Right)
    assert playing.player.moment.token == 6
    assert not listens(playing, monkeypatch)
    press(playing, Qt.Key.Key_Space)
    assert playing.player.playing
    assert is_over(playing), "now he plays himself"


def test_a_click_ends_it_where_the_reader_is(playing):
    click(playing, QPoint(5, playing.window.height() - 3))
    assert is_over(playing)
    assert not playing.player.playing


def test_a_key_before_the_first_word_ends_it_too(launch):
    app = launch()
    play_uninvited(app)
    press(app, Qt.Key.Key_A)
    assert is_over(app)
    assert not app.window.opening._timer.isActive()


@pytest.mark.parametrize("by", ["key", "button"])
def test_it_can_be_paused_and_goes_on(playing, by):
    button = playing.window.transport.buttons["toggle_play"]

    def pause() -> None:
        if by == "key":
            press(playing, Qt.Key.Key_Space)
        else:
            click(playing, button.mapTo(playing.window, button.rect().center()))

    playing.player.seek_token(5)
    for goes_on in (False, True):
        pause()
        assert playing.player.playing is goes_on
        assert playing.window.opening.reading
        assert playing.player.pace_hz == opening.RATE_HZ
    press(playing, Qt.Key.Key_Shift)
    assert playing.window.opening.reading, "that is half a key"


def test_whoever_pauses_at_the_end_stays_there(at_the_end):
    press(at_the_end, Qt.Key.Key_Space)
    assert is_over(at_the_end)
    assert not at_the_end.player.playing
    assert at_the_end.player.moment.token == at_the_end.session.scene.length - 1


@pytest.mark.parametrize("language", STORIES)
def test_it_hands_over_inside_the_cell(at_the_end, language):
    at_the_end.settings.change(reduced_motion=True, language="en")
    if language != "en":
        at_the_end.settings.change(language=language)
        at_the_end.window.opening.play_again()
        at_the_end.player.play()
        at_the_end.player.last()
        at_the_end.player.pause()
    hand_over(at_the_end)
    scene, moment = at_the_end.session.scene, at_the_end.player.moment
    assert at_the_end.window.board.page == STEP
    assert (moment.token, scene.definition.stages[moment.stage].symbol) == (scene.length - 1, "f")
    assert scene.view.cell == "lstm"
    assert at_the_end.player.by_stage
    assert at_the_end.window.findChild(Flight) is None, "it cuts"
    assert at_the_end.window.offers.isVisible()
    assert STORIES[language].key_word in at_the_end.window.offers.accessibleName()


@pytest.mark.parametrize("size", [(1200, 700), (1600, 1000)])
def test_it_flies_into_what_the_lstm_has_kept_of_the_key_word(at_the_end, size):
    window = at_the_end.window
    window.resize(*size)
    at_the_end.application.processEvents()
    place, ribbons = window.opening._band(), window.board.panels["ribbons"]
    assert place.height() > 10
    for point in (place.center(), place.topLeft() + QPointF(2, 2), place.bottomRight() - QPointF(2, 2)):
        tip = ribbons.hit_at(ribbons._logical(ribbons.mapFrom(window.board, point))).tip
        assert STORIES["en"].key_word in tip
        assert "LSTM" in tip


@pytest.mark.parametrize("by", ["key", "another size"])
def test_the_way_there_is_one_movement_that_holds_up_no_key(at_the_end, qtbot, by):
    hand_over(at_the_end)
    flight = at_the_end.window.findChild(Flight)
    assert flight.geometry() == at_the_end.window.board.geometry()
    assert at_the_end.window.board.page == STEP, "the page is there below it"
    qtbot.waitUntil(lambda: not flight._after.isNull())
    assert flight._after.toImage() == at_the_end.window.board.grab().toImage(), (
        "what is seen when it is there"
    )
    if by == "key":
        press(at_the_end, Qt.Key.Key_Right)
    else:
        at_the_end.window.resize(1000, 700)
        at_the_end.application.processEvents()
    assert not (isValid(flight) and flight.isVisible())
    if by == "key":
        assert at_the_end.player.moment.stage == at_the_end.session.scene.last_stage, "the step is done"
    assert at_the_end.window.offers.isVisible()


@pytest.mark.parametrize("way", ["escape", "click", "choice", "page", "text"])
def test_what_is_offered_goes_when_the_reader_wants(at_the_end, way, monkeypatch):
    at_the_end.settings.change(reduced_motion=True)
    hand_over(at_the_end)
    here = at_the_end.player.moment
    if way == "escape":
        press(at_the_end, Qt.Key.Key_Escape)
    elif way == "click":
        click(at_the_end, QPoint(5, at_the_end.window.height() - 3))
    elif way == "choice":
        at_the_end.window.offers.buttons.chosen.emit(opening.LOOK_AROUND)
    elif way == "page":
        at_the_end.window.run_command("page_memory")
        at_the_end.window.run_command("page_step")
    else:
        at_the_end.session.open(replace(at_the_end.session.scene, text="another one"))
    assert not at_the_end.window.offers.isVisible()
    assert (at_the_end.window.board.page, at_the_end.player.moment) == (STEP, here)
    assert not listens(at_the_end, monkeypatch)


def test_the_gate_that_may_be_closed_is_pointed_at(at_the_end, monkeypatch):
    """Where its step is done and its verdict said; the ring stays where the row is, and takes no click."""
    at_the_end.settings.change(reduced_motion=True)
    hand_over(at_the_end)
    window = at_the_end.window
    at_the_end.player.seek_token(4)
    press(at_the_end, Qt.Key.Key_Tab)
    press(at_the_end, Qt.Key.Key_Return)
    assert at_the_end.player.moment == at_the_end.session.scene.complete(31)
    assert window.offers.isVisible()
    ring, bars = window.findChild(Ring), window.board.panels["gate_bars"]
    for size in ((1280, 800), (1500, 950)):
        window.resize(*size)
        at_the_end.application.processEvents()
        assert ring.isVisible()
        middle = bars.mapFrom(window.board, ring.geometry().center())
        assert bars.rect().contains(bars.mapFrom(window.board, ring.pos()))
        assert bars.hit_at(bars._logical(middle)).tip.count("forget gate f")
        click(at_the_end, window.board.mapTo(window, ring.geometry().center()))
        assert window.offers.isVisible()
    held = []
    monkeypatch.setattr(at_the_end.session, "hold", lambda change: held.extend(change(())))
    window.setFocus()  # it was clicked away
    press(at_the_end, Qt.Key.Key_Tab)
    press(at_the_end, Qt.Key.Key_Return)
    assert [(part.cell, str(part.hold)) for part in held] == [("lstm", "f=0.0@31:32")]
    assert not ring.isVisible()
    assert not window.offers.isVisible()


def test_it_can_be_asked_for_whatever_is_read(launch):
    app = launch(STEP)
    told = app.session.scene
    app.session.open(told.seen(cell="rnn", unit=3))
    app.player.set_by_stage(True)
    app.player.toggle_loop()
    app.player.seek_token(9)
    app.window.run_command("play_opening")
    assert app.window.board.page == STORY
    assert app.session.scene.view == told.view
    assert app.session.choice.family == STORIES["en"].family
    assert app.window.opening.reading
    assert app.player.moment.token == 0
    press(app, Qt.Key.Key_A)
    assert app.player.by_stage, "as the reader had it"
    assert is_over(app)


@pytest.mark.parametrize("what", ["text", "networks", "hold"])
@pytest.mark.parametrize("part", [part.name for part in Part])
def test_what_is_dropped_on_the_window_ends_it(at_the_end, what, part, monkeypatch):
    """Whenever it has been read: nothing is told of it, and nothing offered."""
    opened, session = at_the_end.window.opening, at_the_end.session
    if part in ("LEAD", "WORDS"):
        opened.play()
    if part == "WORDS":
        opened._timer.timeout.emit()
        at_the_end.application.processEvents()
    if part == "FLIGHT":
        opened._timer.stop()
        hand_over(at_the_end)
        at_the_end.application.processEvents()
    assert opened._part is Part[part]
    if what == "text":
        session.restore(recorded_story("zh"), Choice(STORIES["zh"].family), session.units)
    elif what == "networks":
        session.restore(session.scene, Choice("reviews-en", path="own.safetensors"), session.units)
    else:
        held = HeldPart("lstm", Hold("f", 0.0))
        session.restore(session.scene, replace(session.choice, holds=(held,)), session.units)
    at_the_end.application.processEvents()
    assert is_over(at_the_end) or part == "FLIGHT"
    assert opened._part is None
    assert not opened._timer.isActive()
    assert not at_the_end.player.playing
    assert not any(flight.isVisible() for flight in at_the_end.window.findChildren(Flight))
    assert not at_the_end.window.offers.isVisible()
    assert not listens(at_the_end, monkeypatch)


def test_a_gate_that_is_closed_is_that_of_the_cell_in_sight(at_the_end, monkeypatch):
    at_the_end.settings.change(reduced_motion=True)
    hand_over(at_the_end)
    at_the_end.window.offers.buttons.chosen.emit(opening.CLOSE_GATE)
    at_the_end.window.run_command("cell_gru")
    monkeypatch.setattr(at_the_end.session, "hold", lambda change: None)
    at_the_end.window.offers.buttons.chosen.emit(opening.SHUT)
    assert at_the_end.session.scene.view.cell == "lstm"


def test_who_had_preferences_has_seen_it(qtbot, tmp_path):
    (tmp_path / "preferences.json").write_text("{")
    app = build(tmp_path / "preferences.json", None)
    qtbot.addWidget(app.window)
    assert app.window.board.page == STEP
    app.close()


def test_where_nothing_can_be_kept_it_plays_all_the_same(qtbot, tmp_path):
    (tmp_path / "file").write_text("no folder")
    app = build(tmp_path / "file" / "preferences.json", None)
    qtbot.addWidget(app.window)
    app.window.show()
    assert app.window.board.page == STORY
    play_uninvited(app)
    assert app.window.opening.reading
    app.close()


def test_after_the_opening_the_story_is_read_by_word_again(playing):
    hand_over(playing)
    assert playing.player.by_stage
    playing.window.moving.show_page(STORY)
    assert not playing.player.by_stage
