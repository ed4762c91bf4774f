"""The engine's process, seen from the window: start, submit, cancel, restart; the newest request wins.

The only place in the window that knows processes and threads. Each engine process has two helper threads:
one starts it and writes to it, one reads from it. Starting a process and moving a large record take
milliseconds that the window's thread does not have; all it ever does here is put a request into a queue.
"""

import logging
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from engine.process.answers import Answer, Failed, Finished, Produced, Progressed, Ready
from engine.process.channel import Channel
from engine.process.requests import Request

log = logging.getLogger(__name__)

ENGINE = (sys.executable, "-m", "engine.worker")
ROOT = Path(__file__).resolve().parents[2]
PATIENCE_MS = 2000  # how long an engine may go on with what nobody waits for
SILENCE_MS = 5000  # how long an engine may say nothing to what it was asked before the reader is told
GOODBYE_S = 2.0  # more than a killed process ever needs to be gone
ATTEMPTS = 2  # a request that kills two engines is not given to a third

Hear = Callable[["_EngineProcess", Answer | None], None]


class EngineClient(QObject):
    """Asks the engine and hands on what it answers; answers to older tickets are dropped here.

    Signals, all on the window's thread:
        produced: ticket, position of the model in the request, a record.
        progressed: ticket, fraction from 0 to 1, message key, its fields; that the engine is silent, too.
        finished: ticket; nothing more comes for it.
        failed: ticket, message key, its fields; nothing more comes for it. Ticket 0: no request's fault.
        noticed: message key, its fields: something happened to the engine, and nothing is lost.
        state_changed: `starting`, `ready`, `busy` or `died`.
    """

    produced = Signal(int, int, object)
    progressed = Signal(int, float, str, object)
    finished = Signal(int)
    failed = Signal(int, str, object)
    noticed = Signal(str, object)
    state_changed = Signal(str)
    _heard = Signal(object, object)

    def __init__(self, command: Sequence[str] = ENGINE, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = tuple(command)
        self._engine: _EngineProcess | None = None
        self._state = "off"
        self._ticket = 0
        self._job: _Job | None = None
        self._running: set[int] = set()  # tickets that this engine has been given and has not ended
        self._deaths = 0  # since a request was last answered
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._lose_patience)
        self._silence = QTimer(self, singleShot=True, interval=SILENCE_MS)
        self._silence.timeout.connect(self._tell_of_silence)
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    @property
    def state(self) -> str:
        """What `state_changed` said last; `off` before the first start."""
        return self._state

    # What the window asks for

    @Slot()
    def start(self) -> None:
        """Starts the engine, if there is none, without waiting for it."""
        if self._engine is None:
            self._running.clear()
            self._engine = _EngineProcess(self._command, self._heard.emit)
            self._set_state("starting")

    def submit(self, request: Request) -> int:
        """Asks; whatever was asked before stops. Returns the ticket, at once."""
        self._ticket += 1
        self._job = _Job(self._ticket, request)
        self._silence.start()
        self.start()
        self._send(self._ticket, request)
        return self._ticket

    def cancel(self) -> None:
        """Asks the engine to stop; an engine that does not listen within two seconds is replaced.

        One that has been silent since it was started is replaced at once: it may never listen.
        """
        if self._job is None:
            return
        silent = not self._silence.isActive()
        self._silence.stop()
        self._job = None
        self._ticket += 1
        if silent and self._engine is not None and not self._engine.ready:
            self._replace()
        else:
            self._send(self._ticket, None)

    def close(self) -> None:
        """Ends the engine, whatever it is doing. Nothing is heard afterwards."""
        self._patience.stop()
        self._silence.stop()
        engine, self._engine, self._job = self._engine, None, None
        if engine is not None:
            engine.end()
            engine.join()

    # What the engine says

    @Slot(object, object)
    def _hear(self, engine: "_EngineProcess", answer: Answer | None) -> None:
        if engine is not self._engine:
            return  # the last words of one that was replaced
        if self._job is not None:
            self._silence.start()  # whatever it says is a sign of life
        match answer:
            case None:
                self._bury(engine)
            case Ready():
                engine.ready = True
                self._settle()
            case Failed(ticket=0):
                self._give_up(answer)
            case Produced(ticket, index, record) if self._awaits(ticket):
                self.produced.emit(ticket, index, record)
            case Progressed(ticket, fraction, key, fields) if self._awaits(ticket):
                self._job.fraction = fraction  # type: ignore[union-attr]  # it is awaited
                self.progressed.emit(ticket, fraction, key, fields)
            case Finished(ticket):
                if self._end(ticket):
                    self.finished.emit(ticket)
            case Failed(ticket, key, fields):
                if self._end(ticket):
                    self.failed.emit(ticket, key, fields)

    def _awaits(self, ticket: int) -> bool:
        return self._job is not None and self._job.ticket == ticket

    def _end(self, ticket: int) -> bool:
        """Takes a ticket off the engine's list; tells whether its answer was awaited."""
        awaited = self._awaits(ticket)
        self._running.discard(ticket)
        if awaited:
            self._job, self._deaths = None, 0
            self._silence.stop()
        self._settle()
        return awaited

    def _give_up(self, answer: Failed) -> None:
        """The engine cannot even be loaded, and the next one could not either."""
        ticket = self._job.ticket if self._job is not None else 0
        self.close()
        self._set_state("died")
        self.failed.emit(ticket, answer.key, answer.fields)

    def _bury(self, engine: "_EngineProcess") -> None:
        """The engine has died, not at our wish: another one takes over, once."""
        engine.join()  # it is gone already, and its threads with it
        self._engine = None
        self._patience.stop()
        self._deaths += 1
        self._set_state("died")
        job = self._job
        killer = job is not None and job.attempts == ATTEMPTS
        self._job = None if killer else job
        if killer:
            self._silence.stop()
        if self._job is not None or self._deaths <= ATTEMPTS:  # otherwise when something is asked of it again
            self.start()
        if self._job is not None:
            self._job.attempts += 1
            self._send(self._job.ticket, self._job.request)
        if job is not None and killer:
            self.failed.emit(job.ticket, "engine_died_again", {})
        else:
            self.noticed.emit("engine_died", {})

    # How things stand

    def _send(self, ticket: int, request: Request | None) -> None:
        if self._engine is not None:
            self._running.add(ticket)
            self._engine.send((ticket, request))
            self._settle()

    def _settle(self) -> None:
        """Says whether the engine is busy, and watches one that goes on with what nobody waits for."""
        if self._engine is None or not self._engine.ready:
            return  # once ready, it takes the newest request and drops the rest
        outdated = self._running - ({self._job.ticket} if self._job is not None else set())
        if not outdated:
            self._patience.stop()
        elif not self._patience.isActive():
            self._patience.start()
        self._set_state("busy" if self._running else "ready")

    @Slot()
    def _lose_patience(self) -> None:
        """The engine did not stop when asked."""
        self._replace()

    def _replace(self) -> None:
        """Ends the engine; another one takes the newest request."""
        if self._engine is not None:
            self._engine.end()
            self._engine = None
            self.start()
            if self._job is not None:
                self._send(self._job.ticket, self._job.request)

    @Slot()
    def _tell_of_silence(self) -> None:
        """The engine was asked and shows no sign of life: whoever waits is told, and can cancel."""
        if self._job is not None:
            self.progressed.emit(self._job.ticket, self._job.fraction, "engine_silent", {})

    def _set_state(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)


@dataclass
class _Job:
    """The request whose answer is awaited, how many engines were given it, and how far they said it is."""

    ticket: int
    request: Request
    attempts: int = 1
    fraction: float = 0.0


class _EngineProcess:
    """One engine process and its two helper threads; everything here returns at once but `join`.

    Attributes:
        ready: whether it has said that it listens.
    """

    def __init__(self, command: Sequence[str], hear: Hear) -> None:
        self.ready = False
        self._command = command
        self._hear = hear
        self._outbox: SimpleQueue[object] = SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._over = False
        self._writer = Thread(target=self._live, name="engine writer", daemon=True)
        self._writer.start()

    def send(self, item: object) -> None:
        """Puts something on its way."""
        self._outbox.put(item)

    def end(self) -> None:
        """Kills it. Kinder words would only take longer: it has nothing that needs tidying up."""
        self._over = True
        self._outbox.put(None)
        if self._process is not None:
            self._process.kill()

    def join(self) -> None:
        """Waits until process and threads are gone."""
        self._outbox.put(None)
        self._writer.join(GOODBYE_S)

    def _live(self) -> None:
        """The writer's thread: from birth to burial."""
        try:
            process, channel = _spawn(self._command)
        except OSError:  # no memory, no Python: as good as dead
            self._say(None)
            return
        self._process = process
        if self._over:  # `end` came while there was no process to kill yet
            process.kill()
        reader = Thread(target=self._read, args=(process, channel), name="engine reader", daemon=True)
        reader.start()
        with suppress(OSError):  # it died: the reader notices and tells
            while (item := self._outbox.get()) is not None:
                channel.send(item)
        reader.join()
        channel.close()

    def _read(self, process: subprocess.Popen[bytes], channel: Channel) -> None:
        """The reader's thread: hands on every answer, and at the end the death."""
        try:
            while True:
                self._say(channel.receive())
        except Exception as error:  # whatever it is, nothing can be read after it
            if not isinstance(error, EOFError | OSError):
                log.exception("what the engine says cannot be read")
        process.kill()
        process.wait()
        self._say(None)

    def _say(self, answer: Answer | None) -> None:
        if not self._over:
            self._hear(self, answer)


def _spawn(command: Sequence[str]) -> tuple[subprocess.Popen[bytes], Channel]:
    """Starts a process with a line to it on its standard input and output."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    # One text's matrices are small: numpy's threads only get in each other's way (4 times as slow).
    environment = {"OPENBLAS_NUM_THREADS": "1", **os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    if sys.platform == "win32":
        pipe, flags = subprocess.PIPE, subprocess.CREATE_NO_WINDOW
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment, creationflags=flags)
        assert process.stdin is not None and process.stdout is not None  # noqa: PT018
        with process.stdin, process.stdout:
            return process, Channel(os.dup(process.stdout.fileno()), os.dup(process.stdin.fileno()))
    ours, theirs = socket.socketpair()  # not pipes: descriptors of shared memory cross here
    with ours, theirs:
        child_end = theirs.fileno()
        # In a group of its own: Ctrl+C in a terminal is for the window, also while the child still starts.
        process = subprocess.Popen(
            command, stdin=child_end, stdout=child_end, env=environment, process_group=0
        )
        return process, Channel(os.dup(ours.fileno()), os.dup(ours.fileno()))
