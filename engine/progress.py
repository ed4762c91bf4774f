"""A job that takes a while: it says how far it is, and ends when nobody waits for it any more."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable


class Cancelled(Exception):  # noqa: N818 (a wish that was heard, not an error)
    """Ends a job whose result nobody waits for any more."""


@runtime_checkable
class Listener(Protocol):
    """Is told how far a job has come: a fraction from 0 to 1, and a message with its fields."""

    def __call__(self, fraction: float, key: str, **fields: object) -> None:
        """Hears it."""


def _nobody(fraction: float, key: str, **fields: object) -> None:
    """Nobody asks how far it is."""


def _never() -> bool:
    return False


class Job:
    """Something long that is being done, or a part of it; every part counts from 0 to 1 for itself.

    Whoever computes calls `reached` now and then. `Job()` is a job that nobody watches and nobody stops.
    """

    def __init__(self, listener: Listener = _nobody, cancelled: Callable[[], bool] = _never) -> None:
        """A whole job.

        Args:
            listener: Is told how far it is.
            cancelled: Asked now and then whether nobody waits for it any more.
        """
        self._listener, self._cancelled = listener, cancelled
        self._begin, self._end = 0.0, 1.0
        self._key: str = ""
        self._fields: dict[str, object] = {}

    @property
    def cancelled(self) -> bool:
        """Whether nobody waits for it any more."""
        return self._cancelled()

    def reached(self, fraction: float) -> None:
        """So much of it is done.

        Raises:
            Cancelled: Nobody waits for the rest.
        """
        if self.cancelled:
            raise Cancelled
        done = self._begin + fraction * (self._end - self._begin)
        self._listener(done, self._key, **self._fields)

    def doing(self, key: str, **fields: object) -> "Job":
        """The same job, with the message that says what is being done."""
        same = self.between(0.0, 1.0)
        same._key, same._fields = key, fields
        return same

    def part(self, index: int, of: int) -> "Job":
        """One of several parts that take equally long; the first has index 0."""
        return self.between(index / of, (index + 1) / of)

    def between(self, begin: float, end: float) -> "Job":
        """The part from one fraction of it to another."""
        part = Job(self._listener, self._cancelled)
        part._begin = self._begin + begin * (self._end - self._begin)
        part._end = self._begin + end * (self._end - self._begin)
        part._key, part._fields = self._key, self._fields
        return part
