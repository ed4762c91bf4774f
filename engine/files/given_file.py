"""A file that somebody gives the program to read, looked at before it is opened.

Opening a pipe waits for whoever writes into it, and a device may never end: neither is a file.
"""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from engine.messages import EngineError


def given_file(path: Path | str, endings: Sequence[str] = ()) -> os.stat_result:
    """Makes sure that there is a file, and gives its size and times.

    Args:
        path: Its name, as it was given.
        endings: What the name must end in; any ending if empty.

    Raises:
        EngineError: There is none, it is no file (a folder, a pipe, a device), or its name is no name.
    """
    path = Path(path)
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        _check_ending(path, endings)
        raise EngineError("file_missing", path=str(path)) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL or half a character in the name
        reason = error.strerror if isinstance(error, OSError) else None
        raise EngineError("file_unreadable", path=str(path), reason=reason or str(error)) from error
    if not stat.S_ISREG(status.st_mode):
        raise EngineError("not_a_file", path=str(path))
    _check_ending(path, endings)
    return status


def _check_ending(path: Path, endings: Sequence[str]) -> None:
    if endings and path.suffix.lower() not in endings:
        raise EngineError("unknown_ending", path=str(path), known=", ".join(endings))
