"""The commands that take changes back, and do them again."""

from collections.abc import Callable

from gui.session.history import History


class Changing:
    """Walks to and fro in what the reader has changed."""

    def __init__(self, history: History) -> None:
        self._history = history

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Command id to what it does."""
        return {"undo": self._history.undo, "redo": self._history.redo}
