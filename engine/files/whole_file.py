"""Writes files whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.messages import EngineError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Gives a temporary name beside `path`; what was written there is renamed at the end.

    A reader of `path` finds the old file or the new one, never a half; if writing fails, nothing is left.

    Raises:
        EngineError: The folder is missing, read-only or full.
    """
    if not path.parent.is_dir():
        raise EngineError("folder_missing", folder=str(path.parent))
    # The process's number keeps two programs apart that write the same file.
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield temporary
        os.replace(temporary, path)
    except OSError as error:
        raise EngineError("file_unwritable", path=str(path), reason=error.strerror or str(error)) from error
    finally:
        temporary.unlink(missing_ok=True)
