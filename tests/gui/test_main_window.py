"""The window by keys alone: every command is reachable, the story plays, exports leave the screen alone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QFileDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QStyleFactory,
    QWidget,
)

from gui import actions
from gui.app import App, build
from gui.controls.buttons import SegmentedControl
from gui.dialogs.export_dialog import ExportDialog
from gui.dialogs.hold_dialog import HoldDialog
from gui.dialogs.reading_window import ReadingWindow
from gui.dialogs.table_view import TableWindow
from gui.dialogs.untrained_dialog import UntrainedDialog
from gui.language import use_language
from gui.pages import PAGES
from gui.panels import PANELS
from gui.scene import Direction, Moment
from gui.view import WeightChoice, WordChange
from tests.support.pixels import contrast


@pytest.fixture
def app(qtbot, tmp_path: Path) -> Iterator[App]:
    made = build(tmp_path / "preferences.json")
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.close()
    use_language("en")


def press(app: App, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(app.window, key, modifier)


def test_it_opens_with_the_story_paused_at_the_first_token(app):
    assert app.session.scene.text
    assert set(app.session.scene.runs) == {"rnn", "lstm", "gru"}
    assert app.player.moment == app.session.scene.complete(0)
    assert not app.player.playing
    assert all(run.gradient is not None for run in app.session.scene.runs.values())


def test_keys_move_as_they_should(app):
    last_stage = app.session.scene.last_stage
    press(app, Qt.Key.Key_Right)
    press(app, Qt.Key.Key_Right)
    assert app.player.moment == Moment(2, last_stage)
    press(app, Qt.Key.Key_Left)
    assert app.player.moment == Moment(1, last_stage)
    press(app, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert app.player.moment == Moment(2, 0)
    press(app, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert app.player.moment == Moment(1, last_stage)
    press(app, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert app.player.moment.token == 11
    press(app, Qt.Key.Key_End)
    assert app.player.moment.token == app.session.scene.length - 1
    press(app, Qt.Key.Key_Home)
    assert app.player.moment.token == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_K])
def test_play_and_pause(app, key):
    press(app, key)
    assert app.player.playing
    press(app, key)
    assert not app.player.playing


def test_space_plays_after_a_button_was_clicked(app):
    QTest.mouseClick(app.window.transport.buttons["next_token"], Qt.MouseButton.LeftButton)
    assert app.player.moment.token == 1
    press(app, Qt.Key.Key_Space)
    assert app.player.playing


def test_space_in_the_text_box_is_a_space(app):
    app.window.run_command("edit_text")
    field = app.window.focusWidget()
    QTest.keyClick(field, Qt.Key.Key_End)
    QTest.keyClick(field, Qt.Key.Key_Space)
    assert not app.player.playing


def test_the_cell_switch_keeps_the_token(app):
    app.player.seek_token(5)
    app.window.run_command("cell_gru")
    assert app.session.scene.view.cell == "gru"
    assert app.player.moment == Moment(5, app.session.scene.last_stage)


def test_a_unit_is_selected_everywhere(app, qtbot):
    app.window.board.panels["gate_bars"].unit_selected.emit(3)
    qtbot.waitUntil(lambda: app.window.board.panels["state_plot"].scene.view.unit == 3)
    assert {panel.scene.view.unit for panel in app.window.board.panels.values()} == {3}


def test_a_panel_s_wish_moves_the_player(app):
    app.window.board.panels["token_strip"].seek_requested.emit(Moment(4, 2))
    assert app.player.moment == Moment(4, 2)


def test_every_command_has_one_handler_and_every_key_one_command(app):
    keys = [key for command in actions.COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))
    window = app.window
    parts = (
        *(window.moving, window.looking, window.asking, window.networks, window.ablating, window.changing),
        *(window.files, window.help, window.opening),
    )
    handled = [command for part in parts for command in part.handlers()]
    assert sorted(handled) == sorted(command.id for command in actions.COMMANDS)


def test_enlarging_shows_one_panel_and_escape_brings_all_back(app, qtbot):
    app.window.board.attend(app.window.board.panels["gradient_plot"])
    app.window.run_command("zoom_panel")
    assert app.window.board.enlarged.NAME == "gradient_plot"
    app.window.run_command("cancel")
    assert app.window.board.enlarged is None


def test_every_panel_stands_on_a_page_and_every_page_has_a_tab():
    assert {name for page in PAGES.values() for name in page.places} == set(PANELS)
    commands = {command.id for command in actions.COMMANDS}
    assert {f"page_{page}" for page in PAGES} <= commands


def test_every_panel_is_enlarged_by_its_name_and_no_menu_fills_the_screen(app):
    assert set(actions.PANEL_NAMES) == set(PANELS)
    for name in PANELS:
        app.window.run_command(f"enlarge_{name}")
        assert name == app.window.board.enlarged.NAME
        assert name in PAGES[app.window.board.page].places
    assert max(len(menu.actions()) for menu in app.window.menus.values()) <= 26


@pytest.mark.parametrize("page", list(PAGES))
def test_a_page_shows_its_panels_and_no_others(app, qtbot, page):
    app.window.run_command(f"page_{page}")
    board = app.window.board
    assert {panel.NAME for panel in board.visible_panels()} == set(PAGES[page].places)
    shown = {name for name, panel in board.panels.items() if panel.isVisibleTo(board)}
    assert shown == set(PAGES[page].places)
    assert board.page_bar.isVisibleTo(board) == PAGES[page].has_bar
    qtbot.waitUntil(lambda: all(panel.moment == app.player.moment for panel in board.visible_panels()))
    assert app.player.moment.direction is PAGES[page].direction
    places = [panel.geometry() for panel in board.visible_panels()]
    assert not any(one.intersects(other) for one, other in combinations(places, 2))


def test_an_rnn_has_the_panels_of_what_it_can(app):
    """It has no ledger: its forgetting test stands large instead of a sentence in an empty card."""
    app.window.run_command("page_memory")
    board = app.window.board
    for cell, ledger in (("lstm", True), ("rnn", False), ("gru", True), ("rnn", False)):
        app.window.run_command(f"cell_{cell}")
        app.application.processEvents()
        assert board.panels["memory_ledger"].isVisibleTo(board) is ledger
        assert ("memory_ledger" in board.standing) is ledger
        assert "forgetting_test" in board.standing
        assert app.window.board.page_bar.memory_bar.ledger.isEnabled() is ledger
    smaller, larger = (board.panels[name].size() for name in ("distance_plot", "forgetting_test"))
    assert larger.width() > smaller.width()
    assert larger.height() > 1.5 * smaller.height()


def test_the_backward_pass_starts_where_the_reader_asks_for_it(app):
    app.player.seek_token(9)
    app.window.run_command("backward_from_here")
    assert app.window.board.page == "backward"
    assert app.player.moment == Moment(9, 0, direction=Direction.BACKWARD)
    app.window.board.panels["token_strip"].seek_requested.emit(
        app.session.scene.complete(20, Direction.BACKWARD)
    )
    assert (app.session.scene.first_of_pass, app.player.moment.token) == (20, 20)
    app.window.run_command("page_step")
    assert app.player.moment == Moment(9, app.session.scene.last_stage), "where he was before"
    assert app.session.scene.view.origin is None
    app.window.run_command("page_backward")
    assert (app.session.scene.first_of_pass, app.player.moment.token) == (9, 9)


def test_a_word_is_dropped_and_the_test_is_seen(app):
    app.player.seek_token(9)
    app.window.run_command("drop_word")
    assert app.session.scene.view.tested == WordChange(9)
    assert app.window.board.page == "memory"


def test_distances_are_measured_where_they_are_seen(app):
    asked = app.session.measure_distances
    calls = []
    app.session.measure_distances = lambda: calls.append(True)
    app.window.board.page_bar.memory_bar.distance.chosen.emit("measure_distances")
    app.session.measure_distances = asked
    assert calls == [True]
    assert app.window.board.page == "memory"


def marks(app: App) -> dict[str, bool]:
    return {
        command.id: app.window.actions_by_id[command.id].isChecked()
        for command in actions.COMMANDS
        if command.checked is not None
    }


def as_it_stands(app: App) -> dict[str, bool]:
    """What the marks should be, read from what is shown."""
    window = app.window
    page, full_screen = window.board.page, window.isFullScreen()
    shown = actions.Shown(
        app.session.scene, app.session.latest, app.player, app.settings.preferences, page, full_screen
    )
    return {row.id: row.checked(shown) for row in actions.COMMANDS if row.checked is not None}


@pytest.fixture
def deaf(app, monkeypatch) -> App:
    """The window, whose engine takes every request and never answers."""
    monkeypatch.setattr(app.client, "submit", lambda request: 1)
    return app


@pytest.mark.parametrize("menu", sorted({row.menu for row in actions.COMMANDS if row.checked}))
def test_a_check_mark_says_how_things_stand(deaf, menu):
    for row in (row for row in actions.COMMANDS if row.checked and row.menu == menu):
        before = marks(deaf)
        assert before == as_it_stands(deaf), row.id
        deaf.window.run_command(row.id)
        deaf.application.processEvents()
        after = marks(deaf)
        assert after == as_it_stands(deaf), row.id
        assert after[row.id] is (True if row.group else not before[row.id]), f"{row.id} does what it says"
        deaf.window.run_command(row.id)
        deaf.application.processEvents()
        again = marks(deaf)
        assert again == as_it_stands(deaf), row.id
        assert again[row.id] is (True if row.group else before[row.id]), (
            f"{row.id} again: the group stays, a switch goes back"
        )


@pytest.mark.parametrize("group", sorted({row.group for row in actions.COMMANDS if row.group}))
def test_of_a_group_one_is_marked_whoever_chose_it(deaf, group):
    members = [row.id for row in actions.COMMANDS if row.group == group]
    for member in (*members, *reversed(members)):
        deaf.window.run_command(member)
        deaf.application.processEvents()
        assert [name for name in members if marks(deaf)[name]] == [member]
        assert marks(deaf) == as_it_stands(deaf)


def segment(control: SegmentedControl, key: str) -> Callable[[], None]:
    return lambda: QTest.mouseClick(control._segments[key], Qt.MouseButton.LeftButton)


# What else does what a command does: keys, bars, a panel, the preferences, the desktop. And the marks then.
OTHER_WAYS: dict[str, tuple[Callable[[App], object], dict[str, bool]]] = {
    "B": (lambda app: press(app, Qt.Key.Key_B), {"order_by_value": True}),
    "G": (lambda app: press(app, Qt.Key.Key_G), {"relative_gradient": True}),
    "I": (lambda app: press(app, Qt.Key.Key_I), {"ink_share": False, "ink_fading": True}),
    "P": (lambda app: press(app, Qt.Key.Key_P), {"ledger_of_unit": True, "ledger_of_prediction": False}),
    "2": (lambda app: press(app, Qt.Key.Key_2), {"by_stage": True, "by_token": False}),
    "C": (lambda app: press(app, Qt.Key.Key_C), {"cell_gru": True, "cell_lstm": False}),
    "U": (lambda app: press(app, Qt.Key.Key_U), {"untrained": True, "remembering_start": False}),
    "D": (lambda app: press(app, Qt.Key.Key_D), {"default_start": True, "remembering_start": False}),
    "Ctrl+L": (
        lambda app: press(app, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier),
        {"toggle_loop": True},
    ),
    "theme button": (lambda app: app.window.top_bar.theme_button.click(), {"theme_dark": True}),
    "cell": (lambda app: segment(app.window.top_bar.cells, "rnn")(), {"cell_rnn": True, "cell_lstm": False}),
    "page": (lambda app: segment(app.window.top_bar.pages, "memory")(), {"page_memory": True}),
    "training": (lambda app: segment(app.window.top_bar.training, "untrained")(), {"untrained": True}),
    "mode": (lambda app: segment(app.window.transport.mode, "stage")(), {"by_stage": True}),
    "loop": (lambda app: app.window.transport.buttons["toggle_loop"].click(), {"toggle_loop": True}),
    "ink": (
        lambda app: segment(app.window.board.page_bar.memory_bar.ink, "plain")(),
        {"ink_plain": True, "ink_share": False},
    ),
    "network": (
        lambda app: segment(app.window.board.page_bar.laboratory_bar.units, "16")(),
        {"untrained": True, "trained": False},
    ),
    "drop": (lambda app: app.window.run_command("drop_word"), {"page_memory": True, "page_step": False}),
    "a file": (
        lambda app: app.window.networks.read_with("mine.safetensors"),
        {"trained": True, "remembering_start": False, "default_start": False},
    ),
    "session": (lambda app: app.session.look(order_by_value=True), {"order_by_value": True}),
    "preferences": (lambda app: app.settings.change(reduced_motion=True), {"reduced_motion": True}),
    "player": (lambda app: app.player.set_by_stage(True), {"by_stage": True, "by_token": False}),
    "desktop": (lambda app: app.window.showFullScreen(), {"full_screen": True}),
    "new text": (lambda app: (app.player.toggle_loop(), app.player._forget_loop()), {"toggle_loop": False}),
}


@pytest.mark.parametrize("way", list(OTHER_WAYS))
def test_a_check_mark_follows_whatever_else_does_the_same(deaf, way):
    if way in ("ink", "network"):
        deaf.window.run_command("page_memory" if way == "ink" else "page_laboratory")
        deaf.application.processEvents()
    act, expected = OTHER_WAYS[way]
    act(deaf)
    deaf.application.processEvents()
    assert {name: marks(deaf)[name] for name in expected} == expected
    assert marks(deaf) == as_it_stands(deaf)


def test_what_the_engine_refuses_is_not_marked(deaf):
    deaf.window.run_command("device_cuda")
    assert marks(deaf)["device_cuda"]
    deaf.client.failed.emit(1, "empty_text", {})
    assert marks(deaf)["device_auto"]
    deaf.window.run_command("untrained")
    deaf.window.run_command("cancel")  # the banner first
    assert marks(deaf)["untrained"]
    deaf.window.run_command("cancel")
    assert marks(deaf)["trained"]
    assert deaf.window.top_bar.training._segments["trained"].isChecked()


def test_what_was_said_of_a_text_goes_with_it(deaf):
    session, message = deaf.session, deaf.window.status.message
    for say in (session.noticed, session.warned):
        say.emit("13 words.")
        assert message.text() == "13 words."
        session.read("Very good.")
        assert message.text() == message.toolTip() == ""
    session.read("这部电影很好。")
    assert "knows this language" in message.text(), "this is about the text on its way"
    deaf.window.files.said.emit("Written: a.png")
    session.read("Very bad indeed.")
    assert message.text() == "Reading with reviews-en, which knows this language."
    deaf.window.files.said.emit("Written: a.png")
    session.choose(lambda choice: replace(choice, trained=False))
    assert message.text() == "Written: a.png", "no text's note"


def test_the_status_line_says_that_play_is_slower_than_chosen(app):
    app.player.slowed.emit()
    assert "slower than chosen" in app.window.status.message.text()


def test_a_command_that_could_do_nothing_is_off(app):
    scene = app.session.scene
    enabled = {name: action.isEnabled() for name, action in app.window.actions_by_id.items()}
    assert not enabled["next_layer"], "the story's networks have one layer"
    assert enabled["cell_rnn"]
    app.session.open(replace(scene, runs={"lstm": scene.runs["lstm"]}))
    assert not app.window.actions_by_id["cell_rnn"].isEnabled()
    assert not app.window.actions_by_id["next_cell"].isEnabled()
    assert app.window.actions_by_id["cell_lstm"].isEnabled()
    app.session.open(scene)
    assert app.window.actions_by_id["cell_rnn"].isEnabled()


def test_ink_goes_round_and_its_command_is_checked(app):
    for ink in ("fading", "held", "gradient", "plain", "share"):
        app.window.run_command("next_ink")
        assert app.session.scene.view.word_ink.value == ink
        assert app.window.actions_by_id[f"ink_{ink}"].isChecked()


def test_the_update_rule_is_shown_on_the_weight_that_the_reader_chooses(app):
    app.window.run_command("page_backward")
    scene = app.session.scene
    assert (scene.view.weight.gate, scene.view.rate, scene.view.target) == ("", 0.1, True)
    for command in ("next_weight_gate", "switch_matrix", "next_column", "switch_target", "next_rate"):
        app.window.run_command(command)
    scene = app.session.scene
    assert (scene.view.weight.gate, scene.view.weight.matrix) == ("g", "weight_ih")
    assert (scene.view.rate, scene.view.target) == (1.0, False)
    chosen = scene.view.weight.column
    app.window.run_command("previous_column")
    assert app.session.scene.view.weight.column != chosen
    app.window.run_command("next_rate")
    assert app.session.scene.view.rate == 0.01
    panel = app.window.board.panels["weight_update"]
    panel.weight_chosen.emit(WeightChoice(gate="o"))
    panel.command_requested.emit("switch_target")
    assert (app.session.scene.view.weight, app.session.scene.view.target) == (WeightChoice(gate="o"), True)


def test_the_laboratory_makes_networks_like_the_ones_in_sight(app):
    asked = []
    app.client.submit = lambda request: asked.append(request) or 1
    app.window.networks.make_like({"keep_bias": 5.0})
    sources = {source.cell: source for source in asked[-1].models}
    assert sources["lstm"].keep_bias == 5.0
    assert sources["lstm"].hidden_size == app.session.scene.trace.hidden_size
    app.window.run_command("default_start")
    assert asked[-1].models[1] == "reviews-en-default-lstm"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_themes_recolour_the_data(app, theme):
    app.window.run_command(f"theme_{theme}")
    assert app.window.theme.name == theme
    assert all(panel.theme.name == theme for panel in app.window.board.panels.values())


def texts(app: App) -> dict[str, str]:
    """Everything that the window says, by where it says it."""
    said = {f"action {name}": action.text() for name, action in app.window.actions_by_id.items()}
    said |= {f"menu {name}": menu.title() for name, menu in app.window.menus.items()}
    said["title"] = app.window.windowTitle()
    for number, widget in enumerate(app.window.findChildren(QWidget)):
        said[f"{number} name"], said[f"{number} tip"] = widget.accessibleName(), widget.toolTip()
        if isinstance(widget, QAbstractButton | QLabel):
            said[f"{number} text"] = widget.text()
        if isinstance(widget, QLineEdit):
            said[f"{number} placeholder"] = widget.placeholderText()
        if isinstance(widget, QComboBox):
            said[f"{number} entries"] = " | ".join(widget.itemText(row) for row in range(widget.count()))
    return said


def pictures_of(app: App) -> dict[str, QImage]:
    return {panel.NAME: panel.grab().toImage() for panel in app.window.board.visible_panels()}


def test_an_open_page_of_text_follows_the_language(app):
    for command in ("help", "shortcuts", "about"):
        app.window.run_command(command)
        [page] = app.window.findChildren(ReadingWindow)
        english = page.windowTitle(), page.page.toPlainText()
        app.window.run_command("language_zh")
        app.application.processEvents()
        assert page.windowTitle() != english[0]
        assert page.page.toPlainText() != english[1]
        app.window.run_command("language_en")
        app.application.processEvents()
        assert (page.windowTitle(), page.page.toPlainText()) == english
        page.close()
        app.application.sendPostedEvents(page, QEvent.Type.DeferredDelete)
        assert not shiboken6.isValid(page), "a closed one is gone"


def test_the_numbers_of_the_current_panel_are_shown_as_a_table(app):
    app.player.seek_token(2)
    app.window.run_command("show_table")
    [table] = app.window.findChildren(TableWindow)
    panel = app.window.board.current()
    assert table.caption.text() == panel.summary(app.session.scene, app.session.scene.complete(2))
    app.player.seek_token(3)
    app.application.processEvents()
    assert table.caption.text() == panel.summary(app.session.scene, app.session.scene.complete(2))
    table.reject()
    app.application.sendPostedEvents(table, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(table)


def test_every_window_says_what_it_is_about_and_whose_it_is(app, monkeypatch):
    """Also those that Qt opens, and in both languages."""
    titles: list[str] = []
    for kind in (UntrainedDialog, ExportDialog, HoldDialog):
        monkeypatch.setattr(kind, "exec", lambda self: titles.append(self.windowTitle()) or 1)
    asked = {"getOpenFileName": ("", ""), "getSaveFileName": ("", ""), "getExistingDirectory": ""}
    for name, answer in asked.items():
        monkeypatch.setattr(
            QFileDialog, name, lambda _, title, *__, answer=answer: titles.append(title) or answer
        )
    for name, answer in {"getInt": (1, False), "getText": ("", False)}.items():
        monkeypatch.setattr(
            QInputDialog, name, lambda _, title, *__, answer=answer: titles.append(title) or answer
        )
    asking = ("open_model", "export_panel", "export_all", "export_numbers", "export_trace", "go_to_token")
    opening = (
        "replace_word",
        "hold_value",
        "make_untrained",
        "show_table",
        "palette",
        "shortcuts",
        "help",
        "about",
    )
    for command in (*asking, *opening):
        app.window.run_command(command)
    titles += [
        app.window.windowTitle(),
        *(dialog.windowTitle() for dialog in app.window.findChildren(QDialog)),
    ]
    assert len(titles) >= 14
    assert all(title.endswith(" · Gatescope") and len(title) > 14 for title in titles), titles


def test_everything_on_screen_follows_the_language_by_itself(app, qtbot):
    """Each word of a window that was switched is that of a window that always spoke so, on every page."""
    with qtbot.waitSignal(app.session.families_listed):
        app.session.families.read()
    for page in PAGES:
        app.window.run_command(f"page_{page}")
    app.application.processEvents()
    english = texts(app)
    pictures = pictures_of(app)
    app.window.run_command("language_zh")
    app.application.processEvents()
    chinese = texts(app)
    same = {place for place, text in english.items() if text and chinese[place] == text}
    allowed = re.compile(r"[^A-Za-z]*|(RNN|LSTM|GRU)(  Alt.\d)?|Wₕₕ|English|GPU.*|.*<p>.*")
    assert not {english[place] for place in same if not allowed.fullmatch(english[place])}
    for panel in app.window.board.visible_panels():
        assert panel.grab().toImage() != pictures[panel.NAME]
    app.window.run_command("language_en")
    app.application.processEvents()
    assert texts(app) == english
    qtbot.waitUntil(lambda: pictures_of(app) == pictures)  # the menu bar needs a moment to its old height


@pytest.mark.parametrize("page", list(PAGES))
def test_an_export_leaves_the_screen_alone(app, qtbot, tmp_path, page):
    app.window.run_command(f"page_{page}")
    app.player.seek_token(3)
    for name in PAGES[page].places:
        panel = app.window.board.panels[name]
        qtbot.waitUntil(lambda panel=panel: panel.moment is not None and panel.moment.token == 3)
        before = panel.grab().toImage()
        path = tmp_path / f"{name}.png"
        app.window.files._export(name, path, app.session.scene, app.player.moment)
        assert path.stat().st_size > 1000, name
        assert panel.grab().toImage() == before, name


def test_preferences_come_back(app, tmp_path):
    app.window.run_command("faster")
    app.window.run_command("theme_dark")
    rate = app.player.token_rate_hz
    app.window.close()
    again = build(tmp_path / "preferences.json")
    assert again.player.token_rate_hz == rate
    assert again.window.theme.name == "dark"
    again.window.close()
    again.window.deleteLater()
    again.close()


def test_a_full_window_speaks_of_its_place(app, qtbot):
    app.player.seek_token(2)
    qtbot.waitUntil(lambda: "3 of" in app.window.windowTitle())


def test_a_dropped_text_is_read_and_a_dropped_file_is_opened(app, monkeypatch):
    read, opened = [], []
    monkeypatch.setattr(app.session, "read", read.append)
    monkeypatch.setattr(app.window.networks, "read_with", opened.append)
    text, file = QMimeData(), QMimeData()
    text.setText("Not bad.")
    file.setUrls([QUrl.fromLocalFile("/models/mine.safetensors")])
    for data in (text, file):
        no_key = Qt.KeyboardModifier.NoModifier
        drop = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, no_key)
        app.window.dropEvent(drop)
    assert (read, opened) == (["Not bad."], ["/models/mine.safetensors"])


def test_the_code_of_the_cell_can_be_copied(app):
    app.window.run_command("copy_code")
    assert "sigmoid(f_in)" in app.application.clipboard().text()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_can_be_switched_on_has_a_box_in_the_menu_that_can_be_seen(app, theme):
    """In dark colours Qt drew it in black on nearly black."""
    app.window.run_command(f"theme_{theme}")
    menu = QMenu()
    style = QStyleFactory.create("Fusion")
    menu.setStyle(style)
    menu.addAction(" ").setCheckable(True)
    image = menu.grab().toImage()
    card = app.window.theme.color("card")
    inner = (QColor(image.pixel(x, image.height() // 2)) for x in range(4, image.width() - 4))
    assert max(contrast(color, card) for color in inner) > 2.8
    menu.deleteLater()
