"""Preferences: whatever the file holds, the window starts, and what could be read of it is used."""

import json
import os
import stat
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from gui.app import build
from gui.settings import LARGEST_FILE, MOST_KEPT, Preferences, Settings

GOOD = {"theme": "dark", "stage_rate_hz": 8.0, "export_width_mm": 85.0}
"""What stands beside each damaged value, and must be kept."""


def stored(path: Path, **values: object) -> Path:
    path.write_text(json.dumps({"version": 1, **GOOD, **values}), encoding="utf-8")
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "preferences.json"


@pytest.mark.parametrize(
    ("name", "value", "used"),
    [
        ("language", "tlh", "system"),
        ("language", "\ud800", "system"),
        ("language", ["en"], "system"),
        ("device", "tpu", "auto"),
        ("device", "cuda:1", "auto"),
        ("token_rate_hz", 0, 0.25),
        ("token_rate_hz", -5, 0.25),
        ("token_rate_hz", float("nan"), 4.0),
        ("token_rate_hz", float("inf"), 32.0),
        ("token_rate_hz", 1e308, 32.0),
        ("token_rate_hz", 10**4000, 32.0),
        ("token_rate_hz", "fast", 4.0),
        ("token_rate_hz", True, 4.0),
        ("token_rate_hz", None, 4.0),
        ("token_rate_hz", {"hz": 4}, 4.0),
        ("by_stage", 1, False),
        ("by_stage", "true", False),
        ("reduced_motion", None, False),
        ("export_theme", "neon", "paper"),
        ("export_dpi", 1e9, 1200),
        ("export_dpi", 300.5, 300),
        ("export_dpi", -1, 72),
        ("export_folder", "a\0b", ""),
        ("export_folder", "half \udcff", ""),
        ("export_folder", 7, ""),
        ("geometry", [1, 2], ""),
        ("geometry", "\ud800", ""),
    ],
)
def test_each_unknown_value_falls_back_by_itself(path, name, value, used):
    settings = Settings(stored(path, **{name: value}))
    assert settings.preferences == replace(Preferences(), **{**GOOD, name: used})
    assert type(getattr(settings.preferences, name)) is type(used)
    assert settings.damaged
    assert settings.kept == path.with_name("preferences-damaged-1.json")
    assert "theme" in settings.kept.read_text()
    again = Settings(path)
    assert (again.preferences, again.damaged) == (settings.preferences, False), "mended at once"


@pytest.mark.parametrize(
    "values", [{}, {"token_rate_hz": 4}, {"export_dpi": 300.0}, {"new_entry": 1}, {"geometry": "AdnQ"}]
)
def test_what_is_ours_is_not_called_damaged(path, values):
    settings = Settings(stored(path, **values))
    assert not settings.damaged
    assert settings.preferences.theme == "dark"
    assert [found.name for found in path.parent.iterdir()] == ["preferences.json"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'"dark"',
        b"null",
        b'{"version": 99, "theme": "dark"}',
        b"[" * 200_000,
        b'{"theme": ' * 100_000,
        b'{"theme": "d\xff\xfe"}',
        os.urandom(100),
        b" " * (LARGEST_FILE + 1),
    ],
    ids=range(11),
)
def test_a_file_that_is_none_of_ours_is_kept_beside(path, content):
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.preferences == Preferences()
    assert settings.kept is not None
    assert settings.kept.read_bytes() == content
    settings.change(theme="dark")
    assert Settings(path).preferences.theme == "dark"


@pytest.mark.skipif(os.name != "posix", reason="links, pipes and devices of Unix")
@pytest.mark.parametrize("thing", ["folder", "pipe", "endless", "dangling", "gigabyte"])
def test_what_is_no_file_is_neither_waited_for_nor_read(path, thing):
    if thing == "folder":
        path.mkdir()
        (path / "inside").write_text("kept")
    elif thing == "pipe":
        os.mkfifo(path)
    elif thing == "gigabyte":
        path.write_bytes(b"{")
        os.truncate(path, 1_000_000_000)
    else:
        path.symlink_to("/dev/zero" if thing == "endless" else path.with_name("nowhere"))
    settings = Settings(path)
    settings.change(theme="dark")
    assert Settings(path).preferences == replace(Preferences(), theme="dark")
    if thing == "dangling":  # that is no damage: the file is made where the link leads
        assert path.is_symlink()
        assert settings.kept is None
    else:
        assert settings.kept is not None
        assert stat.S_ISREG(path.lstat().st_mode)


def test_earlier_damaged_files_stay_up_to_a_number(path):
    for number in range(MOST_KEPT + 3):
        path.write_bytes(b"%d {" % number)
        assert Settings(path).damaged
    kept = {found.name: found.read_bytes() for found in path.parent.iterdir()}
    assert len(kept) == MOST_KEPT
    assert kept["preferences-damaged-1.json"] == b"0 {"


def test_a_folder_that_takes_nothing_costs_one_sentence(qtbot, path, monkeypatch):
    path.write_bytes(b"{")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    settings = Settings(path)
    assert (settings.damaged, settings.kept) == (True, None)
    with qtbot.waitSignal(settings.unwritable) as heard:
        settings.change(theme="dark")
    assert heard.args == ["Permission denied"]
    assert path.read_bytes() == b"{"


def test_any_value_can_be_written(path):
    settings = Settings(path)
    settings.change(export_folder="half \udcff", geometry="长")
    assert Settings(path).preferences.geometry == "长"


def test_every_default_is_among_what_may_be_chosen(path):
    stored(path, **asdict(Preferences()))
    settings = Settings(path)
    assert (settings.preferences, settings.damaged) == (Preferences(), False)


@pytest.mark.parametrize(
    "values", [{"theme": "neon", "token_rate_hz": 0, "device": "tpu", "geometry": "AAAA"}, None]
)
def test_the_window_opens_and_names_the_damaged_file(qtbot, path, values):
    if values is None:
        path.write_bytes(b"[" * 200_000)
    else:
        stored(path, **values)
    app = build(path)
    qtbot.addWidget(app.window)
    app.window.restore_place()
    assert "preferences-damaged-1.json" in app.window.status.message.text()
    assert app.player.token_rate_hz == (4.0 if values is None else 0.25)
    app.window.close()
    app.close()
