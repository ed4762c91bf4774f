"""Files that are written whole or not at all: wherever the name leads, and whatever goes wrong meanwhile."""

import errno
import io
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from engine.files.archive import write_csv, write_npz
from engine.files.outputs import FORMATS, OUTPUTS, filters, listed
from engine.files.whole_file import check_output, whole_file
from engine.messages import EngineError

ROOT = Path(__file__).resolve().parents[3]
posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and devices of Unix")


def write(path: Path | str, content: bytes = b"new") -> None:
    with whole_file(path) as file:
        file.write(content)


@pytest.mark.parametrize(
    "name", ["a" * 251 + ".png", "长" * 83 + "é.png", "a" * 255, "🙂" * 62 + "abc.png"], ids=range(4)
)
def test_a_name_of_255_bytes_is_written(tmp_path, name):
    assert 250 < len(name.encode()) <= 255
    check_output(tmp_path / name, [Path(name).suffix])
    write(tmp_path / name)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, b"new")]


@pytest.mark.parametrize(
    "name",
    [
        "a" * 252 + ".png",
        "长" * 84 + ".png",
        "b" * 6000 + ".png",
        "/".join(["c" * 200] * 40) + "/d.png",
        "nul\0.png",
        "half \ud800.png",
        "folder.png",
        "file/below.png",
        "loop.png",
    ],
    ids=range(9),
)
def test_a_name_that_cannot_be_written_is_said_before_and_when_it_is_written(tmp_path, name):
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "loop.png").symlink_to(tmp_path / "loop.png")
    before = sorted(tmp_path.iterdir())
    for attempt in (lambda: check_output(tmp_path / name, (".png",)), lambda: write(tmp_path / name)):
        with pytest.raises(EngineError) as refusal:
            attempt()
        assert refusal.value.key in ("file_unwritable", "folder_missing")
    assert sorted(tmp_path.iterdir()) == before
    assert not list((tmp_path / "folder.png").iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="Linux's own folders")
@pytest.mark.parametrize("folder", ["/proc", "/sys", "/proc/self"])
def test_a_folder_of_the_system_is_refused_before_the_work(folder):
    with pytest.raises(EngineError, match="cannot be written: "):
        check_output(f"{folder}/gatescope.npz", OUTPUTS["trace"])


def test_a_read_only_place_is_refused_with_its_reason(tmp_path, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("builtins.open", refuse)  # root may write anywhere but there
    with pytest.raises(EngineError, match="Read-only file system"):
        check_output(tmp_path / "a.npz", (".npz",))
    with pytest.raises(EngineError, match="Read-only file system"):
        write(tmp_path / "a.npz")


def test_a_file_that_must_not_be_changed_is_not_replaced(tmp_path, monkeypatch):
    path = tmp_path / "a.npz"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    for attempt in (lambda: check_output(path, (".npz",)), lambda: write(path)):
        with pytest.raises(EngineError, match="Permission denied"):
            attempt()
    assert path.read_bytes() == b"old"


@posix
def test_a_new_file_has_the_rights_of_any_new_file_and_an_old_one_keeps_its_own(tmp_path):
    old = os.umask(0o027)
    try:
        write(tmp_path / "new")
        write(tmp_path / "old")
        (tmp_path / "old").chmod(0o604)
        write(tmp_path / "old", b"newer")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "old").stat().st_mode) == 0o604
    assert (tmp_path / "old").read_bytes() == b"newer"


@posix
def test_a_link_stays_and_its_target_is_replaced_or_made(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "target").write_bytes(b"old")
    (tmp_path / "link").symlink_to("there/target")
    (tmp_path / "chain").symlink_to("link")
    (tmp_path / "dangling").symlink_to("there/made")
    write(tmp_path / "chain")
    write(tmp_path / "dangling")
    assert os.readlink(tmp_path / "link") == "there/target"
    assert os.readlink(tmp_path / "dangling") == "there/made"
    contents = {path.name: path.read_bytes() for path in (tmp_path / "there").iterdir()}
    assert contents == {"target": b"new", "made": b"new"}
    (tmp_path / "nowhere").symlink_to("missing/made")
    with pytest.raises(EngineError, match=r"no folder .*missing"):
        write(tmp_path / "nowhere")


@posix
def test_a_pipe_and_a_device_get_the_first_format(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    assert check_output(pipe, OUTPUTS["trace"]) == ".npz"
    write_npz(pipe, {"a": np.arange(3)})
    reader.join()
    assert np.load(io.BytesIO(read[0]))["a"].tolist() == [0, 1, 2]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]
    assert check_output("/dev/null", OUTPUTS["render"]) == ".png"
    write("/dev/null")
    write_npz(Path("/dev/null"), {"a": np.arange(3), "b": np.zeros(100)})  # always at its beginning
    write_csv(Path("/dev/null"), ("a",), [("b",)])
    (tmp_path / "a.csv").symlink_to("/dev/null")
    assert check_output(tmp_path / "a.csv", OUTPUTS["trace"]) == ".csv"


@posix
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1"])
@pytest.mark.parametrize("into", ["file", "pipe"])
def test_what_others_say_into_the_same_output_is_kept(tmp_path, name, into):
    program = (
        "import os; from engine.files.whole_file import whole_file; os.write(1, b'before ')\n"
        f"with whole_file('{name}') as file: file.write(b'content')\n"
        "os.write(1, b' after')"
    )
    with open(tmp_path / "out", "wb") as out:
        run = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, stdout=out if into == "file" else subprocess.PIPE
        )
    said = (tmp_path / "out").read_bytes() if into == "file" else run.stdout
    assert said == b"before content after"


@posix
def test_an_archive_that_a_shell_appends_to_a_file_is_whole(tmp_path):
    program = (
        "import numpy as np; from pathlib import Path; from engine.files.archive import write_npz\n"
        "write_npz(Path('/dev/stdout'), {'a': np.arange(3), 'b': ('x', 'yz')})"
    )
    with open(tmp_path / "out", "ab") as out:
        out.write(b"before")
        out.flush()
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, stdout=out, check=True)
    read = np.load(io.BytesIO((tmp_path / "out").read_bytes().removeprefix(b"before")))
    assert (read["a"].tolist(), read["b"].tolist()) == ([0, 1, 2], ["x", "yz"])


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="/dev/full is Linux's")
def test_a_full_disk_costs_one_sentence(capsys):
    for attempt in (
        lambda: write("/dev/full", bytes(100_000)),
        lambda: write_npz(Path("/dev/full"), {"a": np.zeros(100_000), "b": np.zeros(3)}),
        lambda: write_csv(Path("/dev/full"), ("a",), [("b" * 100_000,)]),
    ):
        with pytest.raises(EngineError, match="No space left on device"):
            attempt()
    assert not capsys.readouterr().err


def write_half(path: Path, error: BaseException | type[BaseException]) -> None:
    with whole_file(path) as file:
        file.write(b"half")
        file.flush()
        assert len(list(path.parent.iterdir())) == 1 + path.exists(), "the half stands beside"
        raise error


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt, SystemExit, OSError(28, "No space left"), ZeroDivisionError]
)
@pytest.mark.parametrize("old", [None, b"old"])
def test_whatever_happens_meanwhile_nothing_is_left(tmp_path, error, old):
    if old:
        (tmp_path / "a.bin").write_bytes(old)
    with pytest.raises((EngineError, KeyboardInterrupt, SystemExit, ZeroDivisionError)):
        write_half(tmp_path / "a.bin", error)
    assert [found.read_bytes() for found in tmp_path.iterdir()] == ([old] if old else [])


def test_a_folder_that_vanishes_costs_one_sentence(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()

    def write_while_it_vanishes() -> None:
        with whole_file(folder / "a.bin") as file:
            file.write(b"half")
            next(folder.iterdir()).unlink()
            folder.rmdir()

    with pytest.raises(EngineError, match="no folder"):
        write_while_it_vanishes()
    assert not list(tmp_path.iterdir())


def test_a_sentence_of_the_writer_is_not_taken_for_a_full_disk(tmp_path):
    with pytest.raises(EngineError, match="empty"), whole_file(tmp_path / "a"):
        raise EngineError("empty_text")


def test_a_table_opens_in_excel_and_is_read_back_by_python(tmp_path):
    write_csv(tmp_path / "a.csv", ("token", "值"), [('好, "吃"', 1), ("\ud800", 2)])
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbftoken,")
    assert content.decode("utf-8-sig") == 'token,值\n"好, ""吃""",1\n?,2\n'


def test_every_output_has_a_name_for_the_dialog_and_stands_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for what, endings in OUTPUTS.items():
        assert endings, what
        for ending in endings:
            assert ending in FORMATS
            assert ending in readme, f"the README does not say that {what} writes {ending}"
    assert filters(OUTPUTS["trace"]) == "NumPy (*.npz);;CSV (*.csv)"
    assert (listed("trace"), listed("gradient"), listed("picture")) == (
        ".npz or .csv",
        ".npz",
        ".png, .svg or .pdf",
    )
