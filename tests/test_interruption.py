"""Ctrl+C on real processes: no traceback, 130, nothing half-written, and no engine without its window."""

import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import main
from gui import command_line

ROOT = Path(__file__).resolve().parent.parent
LONG = "good value but far too sweet for me " * 4000
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of Unix")

COMMANDS = {
    "models": ["models"],
    "trace": ["trace", "reviews-en-lstm", "--text", LONG[:30_000], "-o", "t.npz"],
    "table": ["trace", "reviews-en-lstm", "--text", LONG[:30_000], "-o", "t.csv"],
    "memory": ["memory", "memory-en-gru", "--text", LONG[:3_000], "-o", "m.npz"],
    "render": [
        "render",
        "memory-en-lstm",
        "--text",
        "Good.",
        "--panel",
        "cell_diagram",
        "--token",
        "1",
        "-o",
        "r.png",
    ],
    "window": [],
}


def started(arguments: list[str], folder: Path, **more: str) -> "subprocess.Popen[str]":
    own = {"QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": str(folder / "logs")}
    return subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        cwd=folder,
        env={**os.environ, **own, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def is_whole(path: Path) -> bool:
    """Whether a file is one that a command wrote to its end."""
    content = path.read_bytes()
    if path.suffix == ".npz":
        return zipfile.is_zipfile(path)
    if path.suffix == ".csv":
        last = content.decode("utf-8").splitlines()[-1]
        return content.endswith(b"\n") and int(last.split(",")[0]) == len(LONG[:30_000].split()) - 1
    return path.suffix == ".png" and content.endswith(b"IEND\xaeB`\x82")


@pytest.mark.thorough
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("after_s", [0.05, 0.1, 0.2, 0.4, 0.8, 1.6])
@pytest.mark.parametrize("whole_group", [True, False])
def test_ctrl_c_at_any_time(command, after_s, whole_group, tmp_path):
    (tmp_path / "work").mkdir()
    process = started(COMMANDS[command], tmp_path / "work")
    time.sleep(after_s)
    if whole_group:
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)
    said, error = process.communicate(timeout=60)
    if "main.py" not in error.replace('main.py", line 0,', "") and "Traceback" in error:
        pytest.skip("Python itself was still starting, or compiling us: no line of ours had run yet")
    assert "Traceback" not in error
    assert "KeyboardInterrupt" not in error
    left = [path for path in (tmp_path / "work").iterdir() if path.name != "logs"]
    if process.returncode != 0:
        assert process.returncode in (130, -signal.SIGINT), (said, error)
        assert all(map(is_whole, left)), "it came too late to undo the file, which is there as a whole"
    else:
        assert command != "window", "a window stays until it is closed"
        assert not [path for path in left if path.suffix == ".part"]
    assert not list((tmp_path / "work").rglob("fault-*"))


def children(pid: int) -> list[int]:
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())) + [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
        if task.name != str(pid)
    ]


def is_alive(pid: int) -> bool:
    try:
        state = re.search(r"^State:\s+(\w)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    except OSError:
        return False
    return state is not None and state[1] != "Z"


def wait_for(condition, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "in vain"
        time.sleep(0.02)


@pytest.fixture
def window(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    process = started([], tmp_path, XDG_CONFIG_HOME=str(tmp_path / "config"))
    yield process
    process.kill()
    process.communicate()


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="processes as Linux lists them")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
@pytest.mark.parametrize("stopped", [False, True])
def test_the_engine_ends_with_its_window(number, stopped, window, tmp_path):
    wait_for(lambda: children(window.pid))
    (engine,) = children(window.pid)
    time.sleep(1.0)  # it has said to the system by now that it ends with us
    if stopped:
        os.kill(engine, signal.SIGSTOP)
    window.send_signal(number)
    _, error = window.communicate(timeout=30)
    assert window.returncode == (-number if number == signal.SIGKILL else 128 + number)
    assert "Traceback" not in error
    wait_for(lambda: not is_alive(engine), 5)
    if number != signal.SIGKILL:
        assert (tmp_path / "config" / "gatescope" / "preferences.json").exists(), "its place is kept"


def test_a_command_that_starts_others_unwinds_but_not_out_of_an_import(monkeypatch):
    with pytest.raises(KeyboardInterrupt):
        main.unwind(signal.SIGINT, None)
    left: list[int] = []
    monkeypatch.setattr(os, "_exit", left.append)
    program = compile("import main; main.unwind(2, None)", "<frozen importlib._bootstrap>", "exec")
    with pytest.raises(KeyboardInterrupt):  # here it goes on, since nothing has ended
        exec(program)
    assert left == [130]


def test_who_leaves_at_once_takes_half_a_file_along(tmp_path, monkeypatch):
    from engine.files.whole_file import whole_file

    left: list[int] = []
    monkeypatch.setattr(os, "_exit", left.append)
    (tmp_path / "a.bin").write_bytes(b"old")
    with whole_file(tmp_path / "b.bin") as file:
        file.write(b"half")
        main.leave(signal.SIGTERM, None)
        assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]
        (tmp_path / file.name).write_bytes(b"")  # so that the test can end
    assert left == [143]


def test_an_interrupted_command_ends_with_130(monkeypatch, capsys):
    def interrupt(_options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(command_line.COMMANDS, "models", interrupt)
    assert main.main(["models"]) == 130
    assert capsys.readouterr() == ("", "")
