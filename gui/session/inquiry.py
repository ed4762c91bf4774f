"""What one part of the session has asked of the engine: it keeps the ticket, and hears the answers to it."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from engine.process.requests import Request
from gui.language import say


class Engine(Protocol):
    """What a session needs of the engine's client; tests give it a few lines instead."""

    produced: SignalInstance
    progressed: SignalInstance
    failed: SignalInstance
    noticed: SignalInstance
    finished: SignalInstance

    def submit(self, request: Request) -> int:
        """Asks the engine; a newer request makes an older one stop."""

    def cancel(self) -> None:
        """Ends what runs."""


class Inquiry(QObject):
    """At most one request is on its way; answers to any other are not heard.

    Signals:
        produced: a record.
        progressed: how far it is (0 to 1), and what is being done.
        refused: it cannot be met, and why, for people.
        ended: all has come, or nothing more will.

    Attributes:
        ticket: of what is on its way; negative for nothing.
    """

    produced = Signal(object)
    progressed = Signal(float, str)
    refused = Signal(str)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ticket = -1

    def hear(self, engine: Engine) -> None:
        """Listens to what the engine says from now on."""
        engine.produced.connect(self._hear_record)
        engine.progressed.connect(self._hear_progress)
        engine.failed.connect(self._hear_failure)
        engine.finished.connect(self._hear_end)

    @property
    def waits(self) -> bool:
        """Whether something is on its way."""
        return self.ticket >= 0

    def let_go(self) -> None:
        """Nothing is on its way any more; what still comes is not heard."""
        self.ticket = -1

    @Slot(int, int, object)
    def _hear_record(self, ticket: int, index: int, record: object) -> None:
        if self.waits and ticket == self.ticket:
            self.produced.emit(record)

    @Slot(int, float, str, object)
    def _hear_progress(self, ticket: int, fraction: float, key: str, fields: dict[str, object]) -> None:
        if self.waits and ticket == self.ticket:
            self.progressed.emit(min(fraction, 0.99), say(key, **fields))

    @Slot(int, str, object)
    def _hear_failure(self, ticket: int, key: str, fields: dict[str, object]) -> None:
        if self.waits and ticket == self.ticket:
            self.refused.emit(say(key, **fields))

    @Slot(int)
    def _hear_end(self, ticket: int) -> None:
        if self.waits and ticket == self.ticket:
            self.ended.emit()
