"""Typed, versioned preferences: the only file that touches what is stored."""

import json
import logging
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import platformdirs
from PySide6.QtCore import QByteArray, QObject, QSaveFile, Signal

log = logging.getLogger(__name__)

VERSION = 1


@dataclass(frozen=True)
class Preferences:
    """What the program remembers from one launch to the next.

    Attributes:
        theme: `system`, `light` or `dark`.
        language: `system`, `en` or `zh`.
        token_rate_hz, stage_rate_hz: the speed of each way to play.
        export_theme: `paper`, `screen` or `transparent`.
        export_width_mm: 85 and 174 are the column widths of many journals.
        geometry: the window's place, as Qt packs it, in base64.
    """

    theme: str = "system"
    language: str = "system"
    device: str = "auto"
    by_stage: bool = False
    token_rate_hz: float = 4.0
    stage_rate_hz: float = 2.0
    reduced_motion: bool = False
    export_theme: str = "paper"
    export_width_mm: float = 174.0
    export_dpi: int = 300
    export_folder: str = ""
    geometry: str = ""


class Settings(QObject):
    """Reads the preferences once and writes each change.

    Signals:
        changed: the new `Preferences`.
        unwritable: the reason why they cannot be kept; said once, the program goes on.
    """

    changed = Signal(object)
    unwritable = Signal(str)

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = (
            path or Path(platformdirs.user_config_dir("gatescope", appauthor=False)) / "preferences.json"
        )
        self._said = False
        self.preferences = _read(self._path)

    def change(self, **values: object) -> None:
        """Changes some preferences by name and stores them all."""
        changed = replace(self.preferences, **values)  # type: ignore[arg-type]
        if changed == self.preferences:
            return
        self.preferences = changed
        self._write()
        self.changed.emit(changed)

    def _write(self) -> None:
        reason = ""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = error.strerror or str(error)
        file = QSaveFile(str(self._path))
        document = json.dumps({"version": VERSION, **asdict(self.preferences)}, ensure_ascii=False, indent=1)
        if not reason and file.open(QSaveFile.OpenModeFlag.WriteOnly):
            file.write(QByteArray(document.encode()))
            if file.commit():
                return
        reason = reason or file.errorString()
        log.warning("preferences could not be stored in %s: %s", self._path, reason)
        if not self._said:
            self._said = True
            self.unwritable.emit(reason)


def _read(path: Path) -> Preferences:
    """Stored preferences; whatever is missing, unknown or of the wrong type falls back to its default."""
    default = Preferences()
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return default
    if not isinstance(stored, dict) or stored.get("version") != VERSION:
        return default
    kept: dict[str, object] = {}
    for field in fields(Preferences):
        value, fallback = stored.get(field.name), getattr(default, field.name)
        if type(value) is type(fallback) or (isinstance(fallback, float) and type(value) is int):
            kept[field.name] = value
    return replace(default, **kept)  # type: ignore[arg-type]
