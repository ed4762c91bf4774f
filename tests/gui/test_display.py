"""A window without a display: one sentence before Qt is asked, and none where there is something to ask."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from engine.messages import EngineError
from gui import display
from gui.display import check_display

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is a desktop")
NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_RUNTIME_DIR", "QT_QPA_PLATFORM")


@pytest.fixture(autouse=True)
def _no_display(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


def refused() -> str:
    with pytest.raises(EngineError, match=r"main\.py render") as refusal:
        check_display()
    return str(refusal.value)


@pytest.mark.parametrize("platform", ["", "xcb", "wayland", "wayland;xcb", "xcb:x=1"])
def test_no_display_is_said(monkeypatch, platform):
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert "no display" in refused()


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600", "eglfs", "xcb;offscreen"])
def test_what_needs_no_display_is_not_asked(monkeypatch, platform):
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    check_display()


@pytest.mark.parametrize("name", [":7654", "nowhere.invalid:0", "nonsense", ":" + "9" * 300])
def test_a_display_that_does_not_answer_is_named(monkeypatch, name):
    monkeypatch.setenv("DISPLAY", name)
    assert f"{name} does not answer" in refused()


def test_a_wayland_compositor_that_listens_is_enough(monkeypatch, tmp_path):
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    assert "wayland-7" in refused()
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(tmp_path / "wayland-7"))
        line.listen()
        check_display()


def test_a_missing_library_is_not_called_a_missing_display(monkeypatch):
    def missing(_name: str) -> None:
        raise OSError("no such library")

    monkeypatch.setenv("DISPLAY", ":7654")
    monkeypatch.setattr(display.ctypes, "CDLL", missing)
    check_display()


@pytest.mark.thorough
def test_the_program_says_it_and_ends_with_2():
    environment = {name: value for name, value in os.environ.items() if name not in NAMES}
    run = subprocess.run(
        [sys.executable, "main.py"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert "render" in run.stderr
    assert run.stderr.count("\n") == 1
