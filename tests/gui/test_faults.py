"""What goes wrong costs one sentence, and the window loses nothing: with the real engine behind it."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QPainter
from safetensors.numpy import save_file

from engine.messages import EngineError
from engine.models.library import MODELS, open_model
from gui import app as application
from gui.app import App, build
from gui.export import render
from gui.panels import PANELS
from gui.panels.gate_bars.panel import GateBars
from gui.settings import Settings

PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def live(qapp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The whole program with its engine's process."""
    made = build(tmp_path_factory.mktemp("settings") / "preferences.json")
    made.window.show()
    made.window.status._fade.setInterval(0)  # no sentence outlives its test
    made.client.start()
    end = time.monotonic() + PATIENCE_MS / 1000
    while made.client.state != "ready" and time.monotonic() < end:
        qapp.processEvents()
    yield made
    made.window.close()
    made.close()
    made.window.deleteLater()


def read(live: App, qtbot, text: str) -> None:
    """Reads a text to the end, gradients included."""
    live.session.read(text)
    qtbot.waitUntil(
        lambda: live.session.scene.text == text.strip() and not live.session.scene.busy, timeout=PATIENCE_MS
    )


def failure(live: App, qtbot, wish) -> str:
    """The sentence that a wish costs."""
    with qtbot.waitSignal(live.session.failed, timeout=PATIENCE_MS) as heard:
        wish()
    qtbot.waitUntil(lambda: not live.session._coming.waits, timeout=PATIENCE_MS)
    return heard.args[0]


@pytest.mark.parametrize(
    "text",
    [
        "zzyzx qwfpgj",
        "🙂🙃 great 👍🏽 value",
        "这盒 cereal très bon مرحبا שלום",
        "שלום עולם, this was good",
        "a" * 3000,
        "good\n\n\tbad",
        "!",
        "ﷺ ́̂ \u202eabc\u202c",
    ],
)
def test_any_text_is_read_and_drawn(live, qtbot, text):
    read(live, qtbot, text)
    live.player.last()
    for panel in live.window.board.panels.values():
        panel.draw(live.session.scene, live.player.moment)
        panel.grab()
        assert panel._failure is None


def test_unknown_words_are_said(live, qtbot):
    with qtbot.waitSignal(live.session.noticed, timeout=PATIENCE_MS) as heard:
        live.session.read("zzyzx qwfpgj vbkxq")
    assert "vocabulary" in heard.args[0]


def test_ten_thousand_tokens(live, qtbot):
    read(live, qtbot, "good value but far too sweet for me " * 1250)
    scene = live.session.scene
    assert scene.length == 10_000
    live.player.seek_token(7000)
    qtbot.waitUntil(
        lambda: (
            live.session.scene.runs["lstm"].gradient is not None
            and live.session.scene.runs["lstm"].gradient.row("norm_h_l0", 7000) is not None
        ),
        timeout=PATIENCE_MS,
    )
    for panel in live.window.board.panels.values():
        panel.grab()
        assert panel._failure is None
    read(live, qtbot, "Good.")


def test_empty_text(live, qtbot):
    before = live.session.scene
    assert "empty" in failure(live, qtbot, lambda: live.session.read("   "))
    assert live.session.scene is before


@pytest.mark.parametrize("content", [b"", b"not a model", b"\x08\0\0\0\0\0\0\0{}{}{}{}", os.urandom(4096)])
def test_a_damaged_model_file(live, qtbot, tmp_path, content):
    before, choice = live.session.scene, live.session.choice
    path = tmp_path / "broken.safetensors"
    path.write_bytes(content)
    sentence = failure(live, qtbot, lambda: live.session.choose(lambda old: replace(old, path=str(path))))
    assert str(path) in sentence
    assert live.session.scene is before
    assert live.session.choice == choice


def test_overflow_names_the_first_bad_value(live, qtbot, tmp_path):
    model = open_model("reviews-en-rnn")
    tensors = {name: array.copy() for name, array in model.tensors().items()}
    tensors["embedding.weight"][:] = 3e38
    tensors["rnn.weight_ih_l0"][:] = 3e38
    path = tmp_path / "huge.safetensors"
    source = MODELS / "reviews-en-rnn.safetensors"
    from safetensors import safe_open

    with safe_open(source, "np") as file:
        save_file(tensors, path, file.metadata())
    choice = live.session.choice
    with qtbot.waitSignal(live.session.warned, timeout=PATIENCE_MS) as heard:
        live.session.choose(lambda old: replace(old, path=str(path)))
    assert "word 1" in heard.args[0]
    qtbot.waitUntil(lambda: not live.session.scene.busy, timeout=PATIENCE_MS)
    for panel in live.window.board.panels.values():
        panel.draw(live.session.scene, live.session.scene.complete(0))
        panel.grab()
        assert panel._failure is None
    live.session.choose(lambda _: choice)
    qtbot.waitUntil(
        lambda: live.session.choice == choice and not live.session.scene.busy, timeout=PATIENCE_MS
    )


def test_the_engine_dies_in_the_middle_of_a_run(live, qtbot):
    live.session.read("good value but far too sweet for me " * 1000)
    qtbot.wait(300)
    os.kill(live.client._engine._process.pid, signal.SIGKILL)
    qtbot.waitUntil(
        lambda: live.session.scene.length == 8000 and not live.session.scene.busy, timeout=PATIENCE_MS
    )
    read(live, qtbot, "Good.")


def active_painters(trace) -> list[QPainter]:
    """The painters in the frames of an error that still hold on to what they painted on."""
    found = []
    while trace is not None:
        locals_ = trace.tb_frame.f_locals.values()
        found += [value for value in locals_ if isinstance(value, QPainter) and value.isActive()]
        trace = trace.tb_next
    return found


def test_a_panel_that_raises_says_so_in_its_place(live, qtbot, monkeypatch, caplog):
    read(live, qtbot, "Good value.")
    monkeypatch.setattr(GateBars, "paint_content", lambda *arguments: 1 / 0)
    panel = live.window.board.panels["gate_bars"]
    panel.draw(live.session.scene, live.player.moment)
    panel.grab()
    assert "division" in panel._failure
    trace = caplog.records[-1].exc_info[2]
    assert active_painters(trace) == []  # an error that is kept must not end Qt when it goes
    others = [other for other in live.window.board.panels.values() if other is not panel]
    for other in others:
        other.grab()
        assert other._failure is None
    monkeypatch.undo()
    panel.draw(live.session.scene, live.player.moment)
    assert panel._failure is None


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
@pytest.mark.skipif(os.name != "posix", reason="/dev/full is a Unix device")
def test_an_export_onto_a_full_disk(live, tmp_path, ending):
    target = tmp_path / f"plot.{ending}"
    target.symlink_to("/dev/full")
    scene = live.session.scene
    with pytest.raises(EngineError, match="No space left"):
        render.export(PANELS["gate_bars"], scene, scene.complete(0), target)
    assert list(tmp_path.iterdir()) == [target]


def test_preferences_that_cannot_be_written(qtbot, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("a file where the folder should be")
    settings = Settings(blocked / "preferences.json")
    with qtbot.waitSignal(settings.unwritable):
        settings.change(theme="dark")
    assert settings.preferences.theme == "dark"


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"version": 99}', '{"version": 1, "token_rate_hz": "fast"}']
)
def test_damaged_preferences_fall_back(qtbot, tmp_path, content):
    path = tmp_path / "preferences.json"
    path.write_text(content)
    assert Settings(path).preferences.token_rate_hz == 4.0


def test_a_missing_qt_library_is_named(monkeypatch):
    monkeypatch.setattr(application, "find_library", lambda name: None)
    monkeypatch.setattr(application.sys, "platform", "linux")
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert "libxcb-cursor0" in application.missing_system_library()


def test_a_missing_chinese_font_is_named(monkeypatch):
    monkeypatch.setattr(application.QFontDatabase, "families", lambda system: [])
    assert "fonts-noto-cjk" in application.missing_chinese_font()


def test_closing_while_it_runs(qtbot, tmp_path: Path):
    made = build(tmp_path / "preferences.json")
    qtbot.addWidget(made.window)
    made.window.show()
    made.client.start()
    made.session.read("good value but far too sweet for me " * 1000)
    made.player.play()
    qtbot.wait(200)
    process = made.client._engine._process
    made.window.close()
    made.close()
    assert process.poll() is not None
