"""Follows the reader: asks for what the panels in sight miss, where he rests, one record after the other."""

from collections.abc import Callable, Collection
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from gui.scene import Moment, Scene
from gui.session.wanted import Wanted, next_wanted

REST_MS = 60  # while the reader scrubs, only the token where he rests is worth asking for


class Follower(QObject):
    """Knows what was asked for last and what has to be asked for next.

    Signals:
        due: a `Wanted`: the reader has rested long enough where it is missing.

    Attributes:
        needs: gives the names of the records that the panels in sight are drawn from.
        ticket: of what was asked for and is on its way; −1 for nothing.
        asked: what that is.
    """

    due = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.needs: Callable[[], Collection[str]] = frozenset
        self.ticket = -1
        self.asked: Wanted | None = None
        self._next: Wanted | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(lambda: self.due.emit(self._next))

    def follow(self, scene: Scene, moment: Moment) -> None:
        """The reader has come to another moment, or something has arrived."""
        wanted = next_wanted(scene, moment, self.needs(), scene.refusals)
        if wanted is None:
            self._rest.stop()
        elif not self._is_on_its_way(wanted) and not (self._rest.isActive() and wanted == self._next):
            self._next = wanted  # what has been waiting for its time goes on waiting, however fast one plays
            self._rest.start()

    def await_answer(self, wanted: Wanted, ticket: int) -> None:
        """It was asked for."""
        self.asked, self.ticket = wanted, ticket

    def stop(self) -> None:
        """Nothing is on its way any more, and nothing shall be asked for until the next moment."""
        self.ticket = -1
        self._rest.stop()

    def _is_on_its_way(self, wanted: Wanted) -> bool:
        """Whether the answer that is awaited will do; as cells arrive, fewer of them are missing."""
        if self.ticket < 0 or self.asked is None:
            return False
        same = replace(wanted, cells=self.asked.cells) == self.asked
        return same and set(wanted.cells) <= set(self.asked.cells)
