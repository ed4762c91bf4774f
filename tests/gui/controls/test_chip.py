"""What makes a network another one than its name says stands beside its name; a click takes it back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.app import App, build
from gui.drawing.ink import width_px
from gui.language import use_language
from gui.session.choice import Choice

SPECIAL: dict[str, tuple[dict[str, object], str]] = {
    "half open": ({"remembering": False}, "half open"),
    "a file": ({"path": "/home/me/mine.safetensors"}, "own file"),
    "start": ({"trained": False, "start": "orthogonal"}, "orthogonal"),
    "scale": ({"trained": False, "scale": 0.9}, "ρ 0.9"),
    "bias": ({"trained": False, "keep_bias": 3.0}, "gate bias 3"),
    "units": ({"trained": False, "hidden_size": 64}, "64 units"),
    "layers": ({"trained": False, "layers": 2}, "2 layers"),
    "seed": ({"trained": False, "seed": 7}, "seed 7"),
    "device": ({"device": "cuda"}, "CUDA"),
}
PLAIN: tuple[dict[str, object], ...] = (
    {},
    {"trained": False},
    {"family": "memory-en"},
    {"device": "cpu"},
    {"scale": 0.5},  # of untrained networks only: these are trained
)


@pytest.fixture
def app(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    made = build(tmp_path / "preferences.json")
    monkeypatch.setattr(made.client, "submit", lambda request: 1)
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.close()


def choose(app: App, changes: dict[str, object]) -> None:
    app.session.choose(lambda _choice: replace(Choice("reviews-en"), **changes))  # type: ignore[arg-type]
    app.application.processEvents()


@pytest.mark.parametrize("what", list(SPECIAL))
def test_a_network_that_is_special_says_so_and_a_click_takes_it_back(app: App, what: str) -> None:
    chip = app.window.top_bar.special
    assert not chip.isVisible()
    changes, word = SPECIAL[what]
    choose(app, changes)
    assert chip.isVisible()
    assert word in chip.text()
    assert word in chip.toolTip()
    assert chip.accessibleName() == chip.toolTip()
    trained = app.session.latest.trained
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert app.session.latest == Choice("reviews-en", trained=trained)
    app.application.processEvents()
    assert not chip.isVisible()


@pytest.mark.parametrize("changes", PLAIN, ids=str)
def test_a_plain_network_has_no_chip(app: App, changes: dict[str, object]) -> None:
    choose(app, changes)
    assert not app.window.top_bar.special.isVisible()
    assert not app.window.actions_by_id["plain_network"].isEnabled()


def test_of_whatever_is_special_everything_is_said_and_taken_back(app: App) -> None:
    chip = app.window.top_bar.special

    @settings(max_examples=30, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.sets(st.sampled_from(["start", "scale", "bias", "units", "layers", "seed", "device"])))
    def walk(whats: set[str]) -> None:
        changes = {"trained": False} | {k: v for what in whats for k, v in SPECIAL[what][0].items()}
        choose(app, changes)
        assert chip.isVisible() is bool(whats)
        for language in ("en", "zh"):
            use_language(language)
            app.application.processEvents()
            assert width_px(chip.text(), "caption") <= chip.width() - 38, "nothing is cut"
        use_language("en")
        app.application.processEvents()
        assert all(SPECIAL[what][1] in chip.toolTip() for what in whats)
        app.window.run_command("plain_network") if whats else None
        assert app.session.latest == Choice("reviews-en", trained=False)

    walk()
