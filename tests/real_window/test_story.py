"""Jobs in a real window: open, press keys, see the position change, export a picture, quit."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60

pytestmark = [
    pytest.mark.real_window,
    pytest.mark.skipif(not os.environ.get("DISPLAY"), reason="needs a screen, or xvfb-run"),
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="needs xdotool"),
]


def wait_for(what: Callable[[], str], wanted: Callable[[str], bool]) -> str:
    """Waits until something seen from outside is as wanted."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        seen = what()
        if wanted(seen):
            return seen
        time.sleep(0.1)
    pytest.fail(f"still {seen!r} after {PATIENCE_S} s")


def xdotool(*arguments: str) -> str:
    done = subprocess.run(["xdotool", *arguments], capture_output=True, text=True, timeout=30)
    return done.stdout.strip()


def press(*keys: str) -> None:
    for key in keys:
        xdotool("key", "--clearmodifiers", key)
        time.sleep(0.15)


@pytest.fixture
def program(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[bytes]]:
    """The program, as a reader starts it, with a home of its own and a window manager around it."""
    arguments = getattr(request, "param", ("--page", "step"))
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config"), "LANG": "C.UTF-8"}
    environment = {**os.environ, **home}
    environment.pop("QT_QPA_PLATFORM", None)
    manager = subprocess.Popen(["openbox"], env=environment) if shutil.which("openbox") else None
    process = subprocess.Popen([sys.executable, "main.py", *arguments], cwd=ROOT, env=environment)
    yield process
    for running in (process, manager):
        if running is not None:
            running.kill()
            running.wait()


def is_last(seen: str) -> bool:
    """Whether a title says `word 32 of 32`."""
    found = re.search(r"word (\d+) of (\d+)", seen)
    return found is not None and found[1] == found[2]


def title() -> str:
    return xdotool("getwindowname", xdotool("getactivewindow"))


def test_the_story_by_keys(program: subprocess.Popen[bytes], tmp_path: Path) -> None:
    wait_for(title, lambda seen: "word 1 of" in seen)
    press("Right", "Right")
    wait_for(title, lambda seen: "word 3 of" in seen)
    press("Left")
    wait_for(title, lambda seen: "word 2 of" in seen)
    press("space")
    wait_for(title, lambda seen: "word 6 of" in seen)
    press("space", "End")
    last = wait_for(title, is_last)
    press("shift+Left")
    wait_for(title, lambda seen: seen != last)

    picture = tmp_path / "plot.png"
    press("ctrl+e")
    wait_for(title, lambda seen: "Export" in seen)
    press("Return")
    wait_for(title, lambda seen: "Save" in seen)
    press("ctrl+a")
    xdotool("type", "--delay", "20", str(picture))
    press("Return")
    wait_for(lambda: str(picture.exists()), lambda seen: seen == "True")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size > 5_000

    wait_for(title, lambda seen: "word" in seen)
    press("ctrl+q")
    assert program.wait(timeout=PATIENCE_S) == 0


@pytest.mark.parametrize("program", [()], indirect=True, ids=["first launch"])
def test_the_story_reads_itself_and_hands_over(program: subprocess.Popen[bytes]) -> None:
    wait_for(title, lambda seen: "word 3 of" in seen)
    press("space", "space")
    wait_for(title, is_last)
    wait_for(title, lambda seen: is_last(seen) and "forget gate" in seen)
    press("Escape", "space")
    wait_for(title, lambda seen: is_last(seen) and "complete" in seen)
    press("ctrl+0", "Home")
    wait_for(title, lambda seen: "word 1 of" in seen)
    press("ctrl+q")
    assert program.wait(timeout=PATIENCE_S) == 0


def test_the_way_back_by_keys(program: subprocess.Popen[bytes]) -> None:
    """From ℓ at the ninth word back to the first; memory gives the place back; then the laboratory."""
    wait_for(title, lambda seen: "word 1 of" in seen)
    press("Right", "Right", "Right", "Right", "Right", "Right", "Right", "Right")
    wait_for(title, lambda seen: "word 9 of" in seen)
    press("r")
    wait_for(title, lambda seen: re.search(r"word 9 of \d+, back from 9", seen) is not None)
    press("Left")
    wait_for(title, lambda seen: "word 8 of" in seen)
    press("shift+Left")
    stage = wait_for(title, lambda seen: "word 7 of" in seen)
    press("shift+Left")
    wait_for(title, lambda seen: seen != stage)
    press("space")
    wait_for(title, lambda seen: re.search(r"word 1 of \d+, back from 9 · complete", seen) is not None)
    press("ctrl+2", "x")
    wait_for(title, lambda seen: "word 9 of" in seen and "back" not in seen)
    press("ctrl+4", "End")
    wait_for(title, is_last)
    press("ctrl+q")
    assert program.wait(timeout=PATIENCE_S) == 0
