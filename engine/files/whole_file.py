"""Writes files whole or not at all: the one way in which anything leaves the program for a file.

Where the target is a file, or will be one, its content goes under another name beside it and is renamed at
the end: a reader finds the old file or the new one, never a half. A symbolic link is followed: it stays, and
what it leads to is replaced. A device or a pipe has no name to take: it is written to as it is.
"""

import errno
import io
import os
import secrets
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from engine.messages import EngineError

MOST_LINKS = 40  # as many as Linux follows
unfinished: set[Path] = set()
"""What is being written at the moment: a program that must end at once takes it along."""


@contextmanager
def whole_file(path: Path | str) -> Iterator[BinaryIO]:
    """Opens what will be the file `path`, once all is written.

    If anything fails meanwhile, and be it Ctrl+C, nothing is left and an older file is as it was.

    Raises:
        EngineError: It cannot be written; the error says why.
    """
    path = Path(path)
    target = _target(path)
    try:
        if target is None:
            with _opened_stream(path) as stream:
                yield stream
            return
        _check_rights(target)
        with _beside(target) as (temporary, file):
            yield file
            file.close()
            _take_mode(target, temporary)
            os.replace(temporary, target)
    except BrokenPipeError:
        raise  # who reads our output has heard enough
    except OSError as error:
        raise _unwritable(path, error) from error


def check_output(path: Path | str, endings: Sequence[str]) -> str:
    """Says before any work is done that a result could not be written; tries its place.

    Args:
        path: Where the result is to go.
        endings: What its name may end in; a device or a pipe gets the first.

    Returns:
        The ending: what the result is to be written as.

    Raises:
        EngineError: The ending is unknown, or nothing can be written there; the error says why.
    """
    path = Path(path)
    target = _target(path)
    ending = path.suffix.lower()
    if ending not in endings:
        if target is not None:
            raise EngineError("unknown_ending", path=str(path), known=", ".join(endings))
        ending = endings[0]
    if target is not None:
        try:
            _check_rights(target)
            with _beside(target):
                pass
        except OSError as error:
            raise _unwritable(path, error) from error
    return ending


def _target(path: Path) -> Path | None:
    """The file that a name leads to, be it there or not; None for a device or a pipe.

    Raises:
        EngineError: The name leads nowhere.
    """
    try:
        if own_descriptor(path) is not None:
            return None
        with suppress(FileNotFoundError):
            mode = path.stat().st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                return None
        return Path(os.path.realpath(path))
    except (OSError, ValueError) as error:  # ValueError: a NUL or half a character in the name
        raise _unwritable(path, error) from error


def own_descriptor(path: Path) -> int | None:
    """The number N of /dev/stdout, /dev/fd/N and their like, which whoever started us has opened; else None.

    They are links to what is open, maybe to a file: renaming over that would lose what else is said into it.
    """
    ours = {"/dev/fd", f"/proc/{os.getpid()}/fd"}
    for _ in range(MOST_LINKS):
        if path.name.isdecimal() and os.path.realpath(path.parent) in ours:
            return int(path.name)
        if not path.is_symlink():
            return None
        path = path.parent / os.readlink(path)
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))


@contextmanager
def _opened_stream(path: Path) -> Iterator[BinaryIO]:
    number = own_descriptor(path)
    # Neither made nor cut short: a device that has gone meanwhile must not become a file.
    opened = os.open(path, os.O_WRONLY) if number is None else os.dup(number)
    with io.BufferedWriter(_Stream(opened, "w")) as stream:
        yield stream


class _Stream(io.FileIO):
    """What can only be written on: /dev/null lets one go back, too, and is always at its beginning."""

    def seekable(self) -> bool:
        """Never: an archive then counts for itself how far it is."""
        return False

    def seek(self, *_arguments: object) -> int:
        """Never."""
        raise io.UnsupportedOperation("seek")

    def tell(self) -> int:
        """Never."""
        raise io.UnsupportedOperation("tell")


@contextmanager
def _beside(target: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file in the same folder, with the rights of any new file; gone at the end, unless renamed."""
    # A short name of its own: one made of the target's could be longer than the file system allows.
    temporary = target.with_name(f".{secrets.token_hex(4)}.part")
    unfinished.add(temporary)
    try:
        with open(temporary, "xb") as file:
            yield temporary, file
    finally:
        with suppress(OSError):
            temporary.unlink()
        unfinished.discard(temporary)


def _take_mode(target: Path, temporary: Path) -> None:
    """Gives the new file the rights of the one that it replaces."""
    with suppress(FileNotFoundError):
        os.chmod(temporary, stat.S_IMODE(target.stat().st_mode))


def _check_rights(target: Path) -> None:
    """Raises an `OSError` if a folder has the name, the name is too long, or the file must not be changed."""
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not os.access(target, os.W_OK):  # renaming another file over it would not ask
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _unwritable(path: Path, error: Exception) -> EngineError:
    """The sentence that says why nothing can be written there."""
    with suppress(OSError, ValueError):
        folder = Path(os.path.realpath(path)).parent
        if isinstance(error, FileNotFoundError) and not folder.exists():
            return EngineError("folder_missing", folder=str(folder))
    reason = error.strerror if isinstance(error, OSError) else None
    return EngineError("file_unwritable", path=str(path), reason=reason or str(error))
