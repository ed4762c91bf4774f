"""The engine's process: requests come in, records go out, until the window closes the line.

Start it as `python -m engine.worker` with a socket (or two pipes) as standard input and output. A thread
reads the requests, so that a newer one is noticed in the middle of a long computation, and the end of the
line as well: then the process ends at once, whatever it is computing. Nothing needs to be tidied up: the
memory in which records cross has no name (see `channel`).
"""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from queue import SimpleQueue
from threading import Thread

from engine.messages import EngineError
from engine.process.answers import Failed, Finished, Produced, Progressed, Ready
from engine.process.channel import Channel
from engine.process.fault_report import write_fault_report
from engine.process.requests import Request
from engine.progress import Cancelled, Job, Listener
from engine.record.arrays import Record

NICENESS = 5  # the window comes first where processors are few; alone on one, the engine is as quick as ever
PROGRESS_INTERVAL_S = 1 / 30
PR_SET_PDEATHSIG = 1  # linux/prctl.h

Inbox = SimpleQueue[tuple[int, Request | None]]
Run = Callable[[Request, Job], Iterable[tuple[int, Record]]]
"""What `engine.service.run` is: a request and its job -> (position of the model, record) ..."""


def serve(load: Callable[[], Run], channel: Channel) -> None:
    """Answers requests one after the other until the line closes; then the process ends.

    A request is `(ticket, request)`. The newest one wins; `(ticket, None)` only stops what is going on.

    Args:
        load: Imports what runs the requests. It takes its second while the line is already watched.
        channel: The line to the window.
    """
    inbox: Inbox = SimpleQueue()
    Thread(target=_read_requests, args=(channel, inbox), daemon=True).start()
    try:
        run = _loaded(load, channel)
        while True:
            ticket, request = inbox.get()
            if request is not None and inbox.empty():  # otherwise it was overtaken before it began
                job = Job(_listener(ticket, channel), cancelled=lambda: not inbox.empty())
                ending = _answer(ticket, request, run, channel, job)
            else:
                ending = Finished(ticket)
            channel.send(ending)
    except ConnectionError:
        os._exit(0)  # the window has gone while something was being sent


def _loaded(load: Callable[[], Run], channel: Channel) -> Run:
    """Loads the engine and says so; an engine that cannot be loaded says why and ends."""
    try:
        run = load()
    except Exception as error:  # a broken installation of torch can raise anything
        channel.send(_fault(0, "engine_not_loaded", error))
        raise SystemExit(1) from error
    channel.send(Ready())
    return run


def _read_requests(channel: Channel, inbox: Inbox) -> None:
    """Puts requests into the inbox as they come. Ends the whole process with the line."""
    try:
        while True:
            inbox.put(channel.receive())
    except (EOFError, OSError):
        # Not sys.exit: it would wait for a computation that nobody wants any more.
        os._exit(0)


def _answer(ticket: int, request: Request, run: Run, channel: Channel, job: Job) -> Finished | Failed:
    """Sends all records of one request; returns how it ended."""
    try:
        for index, record in run(request, job):
            if job.cancelled:
                break
            channel.send(Produced(ticket, index, record))
    except Cancelled:
        pass
    except EngineError as error:
        return Failed(ticket, error.key, error.fields)
    except ConnectionError:
        raise
    except Exception as error:  # noqa: BLE001  a fault of ours costs one request, not the process
        return _fault(ticket, "engine_fault", error)
    return Finished(ticket)


def _fault(ticket: int, key: str, error: Exception) -> Failed:
    reason = f"{type(error).__name__}: {error}".splitlines()[0]
    return Failed(ticket, key, {"reason": reason, "report": str(write_fault_report(error))})


def _listener(ticket: int, channel: Channel) -> Listener:
    """Tells the window how far a job is; says no more than the eye can follow, but every new message."""
    last_time, last_key = -1.0, ""

    def tell(fraction: float, key: str, **fields: object) -> None:
        nonlocal last_time, last_key
        now = time.monotonic()
        if key != last_key or now - last_time >= PROGRESS_INTERVAL_S:
            last_time, last_key = now, key
            channel.send(Progressed(ticket, fraction, key, fields))

    return tell


def line_to_the_window() -> Channel:
    """Takes standard input and output for the line; what libraries print goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the window to handle
    _end_with_the_window()
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    incoming, outgoing = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return Channel(incoming, outgoing)


def _end_with_the_window() -> None:
    """Has the system end this process with the thread of the window that started it.

    The end of the line does that too, but not while this process is stopped and reads nothing.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def load_service() -> Run:
    """Imports the engine, and with it torch."""
    from engine import service

    return service.run


if __name__ == "__main__":
    serve(load_service, line_to_the_window())
