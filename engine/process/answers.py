"""What the engine's process says to the window: frozen values, each with the ticket of its request.

Every ticket is ended exactly once, by `Finished` or by `Failed`; also one that was overtaken by a newer
request. So the window knows when an engine has let go of what nobody waits for any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.record.arrays import Record


@dataclass(frozen=True)
class Ready:
    """The engine has loaded everything it needs and listens."""


@dataclass(frozen=True)
class Produced:
    """A record of the model at position `index` of the request."""

    ticket: int
    index: int
    record: Record


@dataclass(frozen=True)
class Progressed:
    """How far the request has come, from 0 to 1, and a message that says what is being done."""

    ticket: int
    fraction: float
    key: str
    fields: Mapping[str, object]


@dataclass(frozen=True)
class Finished:
    """Nothing more comes for this ticket."""

    ticket: int


@dataclass(frozen=True)
class Failed:
    """The request could not be met; the message says why. Nothing more comes for this ticket."""

    ticket: int
    key: str
    fields: Mapping[str, object]


Answer = Ready | Produced | Progressed | Finished | Failed
