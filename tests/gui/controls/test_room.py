"""Every control of the window has the room that it wants, in a narrow window and with larger letters too."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from engine.record.hold import Hold
from gui.app import App, build
from gui.drawing import ink, theme
from gui.language import use_language
from gui.pages import PAGES
from gui.session.choice import HeldPart

CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLabel, QLineEdit)
LEAST_TEXT_PX = 64  # of the line in which one types, which gives way to all others


@pytest.fixture(params=[1.0, 1.25], ids=["plain", "125%"])
def letters(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[float]:
    """Letters so many times as large as ours, as on a computer with wider faces."""
    larger = {role: (size * request.param, weight) for role, (size, weight) in theme.ROLES.items()}
    monkeypatch.setattr(theme, "ROLES", larger)
    caches = [
        each for module in (ink, theme) for each in vars(module).values() if hasattr(each, "cache_clear")
    ]
    for cache in caches:
        cache.cache_clear()
    yield request.param
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()
    QApplication.setFont(theme.font("text"))


@pytest.fixture
def app(letters: float, qtbot, tmp_path: Path) -> Iterator[App]:
    made = build(tmp_path / "preferences.json")
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.close()
    use_language("en")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_control_has_its_room(
    app: App, letters: float, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.client, "submit", lambda request: 1)
    app.settings.change(language=language)
    app.window.run_command("default_start")  # a chip says that the networks are others, and one what is held
    app.session.hold(lambda _parts: (HeldPart("lstm", Hold("f", 0.5, 2, 8)),))
    app.player.seek_token(7)  # a long word
    window = app.window
    for width, height in ((1180, 640), (1280, 800)):
        window.resize(width, height)
        for page in PAGES:
            window.run_command(f"page_{page}")
            for _ in range(3):
                app.application.processEvents()
            assert (window.width(), window.height()) == (width, height)
            bars = [window.top_bar, window.transport, window.status, window.board.page_bar]
            for bar in (bar for bar in bars if bar.isVisible()):
                controls = [each for each in bar.findChildren(QWidget) if _is_shown(each)]
                places = {control: _place(control, bar) for control in controls}
                for control, place in places.items():
                    where = f"{type(control).__name__} {_text(control)!r} at {width} on {page}"
                    least = LEAST_TEXT_PX if _elastic(control) else _wanted(control)
                    if isinstance(control, QComboBox) and letters > 1:  # beside a chip the list gives way too
                        least = control.minimumSizeHint().width()
                    assert place.width() >= least, where
                    assert bar.rect().contains(place), where
                for one, other in itertools.combinations(places, 2):
                    apart = not places[one].intersects(places[other])
                    assert apart or one.isAncestorOf(other) or other.isAncestorOf(one), (
                        _text(one),
                        _text(other),
                    )


def _is_shown(widget: QWidget) -> bool:
    inside = isinstance(widget.parent(), QLineEdit | QAbstractSpinBox | QComboBox)  # Qt's own affair
    return widget.isVisible() and isinstance(widget, CONTROLS) and not inside


def _wanted(widget: QWidget) -> int:
    """What a label needs is its text; some keep a width that does not follow it."""
    if isinstance(widget, QLabel):
        return widget.fontMetrics().horizontalAdvance(widget.text())
    return widget.sizeHint().width()


def _elastic(widget: QWidget) -> bool:
    return isinstance(widget, QLineEdit)


def _place(widget: QWidget, bar: QWidget) -> QRect:
    return QRect(widget.mapTo(bar, widget.rect().topLeft()), widget.size())


def _text(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QAbstractButton | QLabel | QLineEdit) else ""
