"""A file that somebody gives the program to read, looked at before it is opened.

Opening a pipe waits for whoever writes into it, and a device may never end: neither is a file.
"""

import errno
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from engine.messages import EngineError

NO_SUCH_NAME = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)


def given_file(path: Path | str, endings: Sequence[str] = ()) -> os.stat_result:
    """Makes sure that there is a file, and gives its size and times.

    Args:
        path: Its name, as it was given.
        endings: What the name must end in; any ending if empty.

    Raises:
        EngineError: There is none, or it is no file but a folder, a pipe or a device.
    """
    path = Path(path)
    try:
        status = path.stat()
    except (OSError, ValueError) as error:  # ValueError: a NUL or half a character in the name
        _check_ending(path, endings)
        if isinstance(error, OSError) and error.errno not in NO_SUCH_NAME:
            raise EngineError("file_unreadable", path=str(path), reason=error.strerror) from error
        raise EngineError("file_missing", path=str(path)) from error
    if not stat.S_ISREG(status.st_mode):
        raise EngineError("not_a_file", path=str(path))
    _check_ending(path, endings)
    return status


def _check_ending(path: Path, endings: Sequence[str]) -> None:
    if endings and path.suffix.lower() not in endings:
        raise EngineError("unknown_ending", path=str(path), known=", ".join(endings))
