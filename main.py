"""Gatescope: the window, or one command of it. Hears Ctrl+C from its first line on, and hands over.

It is short because Python reads it anew at every start, and cannot be told how to be interrupted meanwhile.
"""

import os
import sys
from _signal import SIGINT, SIGTERM, getsignal, signal


def leave(number: int, _frame: object) -> None:
    """Ends the program when a signal comes, at once and without a word, and leaves no half a file behind.

    An exception would do it where everything is Python's: while libraries are being imported, or while one
    calls back from C, it gets lost or becomes another one.
    """
    for path in tuple(getattr(sys.modules.get("engine.files.whole_file"), "unfinished", ())):
        try:  # noqa: SIM105  there may be no contextlib yet
            os.unlink(path)
        except OSError:
            pass  # it has just got its name
    os._exit(128 + number)


def unwind(number: int, _frame: object) -> None:
    """The same for commands that start other programs: those are ended on the way out."""
    frame = sys._getframe()
    while frame := frame.f_back:  # type: ignore[assignment]
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            leave(number, None)
    raise KeyboardInterrupt(number)


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    from gui.command_line import run

    return run(arguments, unwind if getsignal(SIGINT) is leave else None)


if __name__ == "__main__":  # before anything else is imported: that takes long enough for Ctrl+C to come
    signal(SIGINT, leave)
    signal(SIGTERM, leave)
    import warnings

    # What overflows is data, and said in a sentence of ours; where in our source is nothing to a reader.
    warnings.filterwarnings("ignore", category=RuntimeWarning)
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.reconfigure(errors="backslashreplace")  # where the terminal lacks a sign, no fault of ours
    result = main()
    signal(SIGINT, leave)
    sys.exit(result)
