"""What is refused stands over the text, whole and in reach, until it is dismissed or the reader gets it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from gui.app import App, build
from gui.controls.banner import Banner
from gui.drawing.theme import DARK, LIGHT, Theme
from gui.language import use_language

LONG = "No model: /home/" + "a_folder_without_any_space_" * 12 + "end.safetensors"
SENTENCES = ("There is nothing to read.", "Nothing was read. " * 12, LONG)


@pytest.fixture
def app(qtbot: QtBot, tmp_path: Path) -> Iterator[App]:
    made = build(tmp_path / "preferences.json")
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.close()


@pytest.fixture
def board(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(1000, 400)
    return widget


def in_window(widget: QWidget, within: QWidget) -> QRect:
    return QRect(widget.mapTo(within, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("width", [520, 1180])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_whole_sentence_is_seen_beside_its_buttons(
    board: QWidget, sentence: str, width: int, theme: Theme, language: str
) -> None:
    use_language(language)
    banner = Banner(lambda: QRect(10, 20, width, 100), theme, board)
    banner.say(sentence)
    lines = [banner._laid_out.lineAt(index) for index in range(banner._laid_out.lineCount())]
    assert sum(line.textLength() for line in lines) == len(sentence)
    needed, copy = banner._laid_out.boundingRect(), banner.copy_button.geometry()
    assert needed.height() <= banner.height()
    assert max(line.naturalTextWidth() for line in lines) <= copy.left() - 20
    assert copy.right() < banner.close_button.geometry().left()
    assert banner.rect().contains(banner.close_button.geometry())
    assert banner.geometry().top() >= 20
    assert banner.height() > 100 or banner.geometry().bottom() == QRect(10, 20, width, 100).bottom()
    plain = banner.grab().toImage()
    banner.say("Something else.")
    assert banner.grab().toImage() != plain
    use_language("en")


def test_it_is_copied_by_one_click_and_read_to_who_does_not_see_it(board: QWidget) -> None:
    banner = Banner(lambda: QRect(0, 0, 600, 100), LIGHT, board)
    board.show()
    banner.say("No such model.")
    assert banner.accessibleName() == "No such model."
    interface = QAccessible.queryAccessibleInterface(banner)
    assert interface.text(QAccessible.Text.Name) == "No such model."
    QTest.mouseClick(banner.copy_button._segments["copy"], Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "No such model."
    assert banner.copy_button._segments["copy"].text() == "Copied"
    banner.say("Another.")
    assert banner.copy_button._segments["copy"].text() == "Copy"
    QTest.mouseClick(banner.close_button, Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


def refusals(app: App, folder: Path) -> dict[str, object]:
    junk = folder / "junk.safetensors"
    junk.write_bytes(b"this is no model" * 9)

    def drop() -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(junk))])
        event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                           Qt.KeyboardModifier.NoModifier)  # fmt: skip
        app.window.dropEvent(event)

    return {
        "an empty text": lambda: app.session.read("  "),
        "a file that is no model": lambda: app.window.networks.read_with(str(junk)),
        "a dropped file": drop,
        "a missing file": lambda: app.window.networks.read_with(str(folder / "none.safetensors")),
        "a device that is not there": lambda: app.window.networks.use_device("mps"),
    }


def test_each_refusal_stands_over_the_text_and_goes_when_a_text_is_read(
    app: App, tmp_path: Path, qtbot: QtBot
) -> None:
    app.client.start()
    board, banner, before = app.window.board, app.window.banner, app.session.scene
    places = {name: panel.geometry() for name, panel in board.panels.items()}
    for asked, ask in refusals(app, tmp_path).items():
        ask()
        qtbot.waitUntil(banner.isVisible, timeout=30_000)
        assert banner.sentence, asked
        strip = in_window(board.panels["token_strip"], app.window)
        assert strip.contains(in_window(banner, app.window)) or banner.height() > strip.height()
        assert app.session.scene.trace is before.trace, "what was read stays"
        assert {name: panel.geometry() for name, panel in board.panels.items()} == places, "nothing moves"
        QTest.keyClick(app.window, Qt.Key.Key_Escape)
        assert not banner.isVisible(), asked
    app.session.read("")
    assert banner.isVisible()
    app.session.read("Very good.")
    assert banner.isVisible(), "not before it has been read"
    qtbot.waitUntil(lambda: not banner.isVisible(), timeout=30_000)
    assert app.session.scene.text == "Very good."
    qtbot.waitUntil(lambda: not app.session.scene.busy, timeout=30_000)
    app.application.processEvents()  # what came last is drawn


def test_a_file_that_cannot_be_written_is_said_until_one_is(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    banner = app.window.banner
    there = iter((str(tmp_path / "no folder" / "trace.npz"), str(tmp_path / "trace.npz")))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (next(there), "(*.npz)"))
    app.window.run_command("export_trace")
    assert "no folder" in banner.sentence
    app.session.arrived.emit()
    assert banner.isVisible(), "a text that was read is another matter"
    app.window.run_command("export_trace")
    assert not banner.isVisible()


def test_it_follows_the_window_and_its_theme(app: App) -> None:
    app.window.banner.say("No.")
    app.window.resize(1500, 900)
    app.application.processEvents()
    strip = app.window.board.panels["token_strip"]
    assert app.window.banner.width() == strip.width()
    light = app.window.banner.grab().toImage()
    app.window.run_command("theme_dark")
    assert app.window.banner.grab().toImage() != light
    assert np.mean([app.window.banner.grab().toImage().pixelColor(40, 3).lightness()]) < 128
