"""Typed, versioned preferences: the only file that touches what is stored, and what may be chosen at all."""

import json
import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import Field, asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import platformdirs
from PySide6.QtCore import QObject, Signal

from engine.files.given_file import given_file
from engine.files.whole_file import whole_file
from engine.messages import EngineError

log = logging.getLogger(__name__)

VERSION = 1
LARGEST_FILE = 1_000_000  # bytes; ours has 400
MOST_KEPT = 9

LANGUAGES: Mapping[str, str] = {"en": "English", "zh": "中文"}
RATES_HZ = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
EXPORT_WIDTHS_MM = (30, 1000)
EXPORT_DPI = (72, 1200)


def _one_of(first: str, *others: str) -> Any:
    """A preference that is one of these, the first one if nothing is known."""
    return field(default=first, metadata={"known": (first, *others)})


def _within(default: float, low: float, high: float) -> Any:
    """A preference that is a number between these two."""
    return field(default=default, metadata={"bounds": (low, high)})


@dataclass(frozen=True)
class Preferences:
    """What the program remembers from one launch to the next.

    Attributes:
        theme: `system`, `light` or `dark`.
        language: `system`, `en` or `zh`.
        token_rate_hz, stage_rate_hz: the speed of each way to play.
        opening_seen: whether the opening has played uninvited; it does so once.
        export_theme: `paper`, `screen` or `transparent`.
        export_width_mm: 85 and 174 are the column widths of many journals.
        geometry: the window's place, as Qt packs it, in base64.
    """

    theme: str = _one_of("system", "light", "dark")
    language: str = _one_of("system", *LANGUAGES)
    device: str = _one_of("auto", "cpu", "cuda", "mps")
    by_stage: bool = False
    token_rate_hz: float = _within(4.0, RATES_HZ[0], RATES_HZ[-1])
    stage_rate_hz: float = _within(2.0, RATES_HZ[0], RATES_HZ[-1])
    reduced_motion: bool = False
    opening_seen: bool = False
    export_theme: str = _one_of("paper", "screen", "transparent")
    export_width_mm: float = _within(174.0, *EXPORT_WIDTHS_MM)
    export_dpi: int = _within(300, *EXPORT_DPI)
    export_folder: str = ""
    geometry: str = ""


class Settings(QObject):
    """Reads the preferences once and writes each change.

    Signals:
        changed: the new `Preferences`.
        unwritable: the reason why they cannot be kept; said once, the program goes on.

    Attributes:
        preferences: what holds now.
        damaged: whether something in the file was not understood; all that was is used.
        kept: where the damaged file stands now; None if there is none, or if it could not be moved.
    """

    changed = Signal(object)
    unwritable = Signal(str)

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = (
            path or Path(platformdirs.user_config_dir("gatescope", appauthor=False)) / "preferences.json"
        )
        self._said = False
        self.preferences, self.damaged = _read(self._path)
        self.kept = _put_aside(self._path) if self.damaged else None
        if self.kept is not None and self.preferences != Preferences():
            self._write()

    def change(self, **values: object) -> None:
        """Changes some preferences by name and stores them all."""
        changed = replace(self.preferences, **values)  # type: ignore[arg-type]
        if changed == self.preferences:
            return
        self.preferences = changed
        self._write()
        self.changed.emit(changed)

    def _write(self) -> None:
        document = json.dumps({"version": VERSION, **asdict(self.preferences)}, indent=1)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(self._path) as file:
                file.write(document.encode())
        except (OSError, EngineError) as error:
            reason = (
                str(error.fields.get("reason", error)) if isinstance(error, EngineError) else error.strerror
            )
            log.warning("preferences could not be stored in %s: %s", self._path, error)
            if not self._said:
                self._said = True
                self.unwritable.emit(str(reason or error))


def _read(path: Path) -> tuple[Preferences, bool]:
    """Stored preferences, and whether any of them was not understood: each of those is its default.

    What the file holds is nobody's but the reader's, and may be anything: the window opens all the same.
    """
    try:
        given_file(path)
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        stored = json.loads(content, parse_int=float) if len(content) <= LARGEST_FILE else None
    except EngineError as error:
        return Preferences(), error.key != "file_missing"
    except (OSError, ValueError, RecursionError):
        return Preferences(), True
    if not isinstance(stored, dict) or stored.get("version", VERSION) != VERSION:
        return Preferences(), True
    given = {each: stored[each.name] for each in fields(Preferences) if each.name in stored}
    used = {each.name: _understood(each, value) for each, value in given.items()}
    return replace(Preferences(), **used), any(value != used[each.name] for each, value in given.items())


def _understood(preference: "Field[Any]", value: object) -> Any:
    """A stored value as it may be used: a number moved into its bounds; what is none of ours, the default."""
    default: Any = preference.default
    bounds = preference.metadata.get("bounds")
    if bounds is not None and isinstance(value, int | float) and not isinstance(value, bool):
        return default if value != value else type(default)(min(max(value, bounds[0]), bounds[1]))
    known = preference.metadata.get("known")
    if type(value) is not type(default) or (known is not None and value not in known):
        return default
    return default if isinstance(value, str) and not _is_text(value) else value


def _is_text(value: str) -> bool:
    """Whether Qt and the file system can take it: no half of a character, no NUL."""
    with suppress(UnicodeEncodeError):
        return b"\0" not in value.encode()
    return False


def _put_aside(path: Path) -> Path | None:
    """Gives a damaged file, or what stands in its place, another name; earlier ones stay, up to nine."""
    numbers = range(1, MOST_KEPT + 1)
    names = [path.with_name(f"{path.stem}-damaged-{number}{path.suffix}") for number in numbers]
    name = next((name for name in names if not os.path.lexists(name)), names[-1])
    try:
        os.replace(path, name)
    except OSError as error:
        log.warning("damaged preferences stay in %s: %s", path, error)
        return None
    return name
