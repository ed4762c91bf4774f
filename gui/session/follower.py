"""Follows the reader: asks for what the panels in sight miss, where he rests, one record after the other."""

from collections.abc import Callable, Collection
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from gui.scene import Moment, Scene
from gui.session.inquiry import Inquiry
from gui.session.wanted import Wanted, next_wanted

REST_MS = 60  # while the reader scrubs, only the token where he rests is worth asking for


class Follower(Inquiry):
    """Knows what was asked for last and what has to be asked for next.

    Signals:
        due: a `Wanted`: the reader has rested long enough where it is missing.

    Attributes:
        needs: gives the names of the records that the panels in sight are drawn from.
        where: gives the moment at which the reader is.
        asked: what was asked for last.
    """

    due = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.needs: Callable[[], Collection[str]] = frozenset
        self.where: Callable[[], Moment | None] = lambda: None
        self._given_up: tuple[str, Moment | None] | None = None
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
        self.let_go()
        self._rest.stop()

    def give_up(self, record: str) -> None:
        """The reader does not want this record, as long as he stays where he is."""
        self._given_up = record, self.where()

    def wanted_again(self, moment: Moment) -> str | None:
        """The record that he gave up somewhere else: from here it may be wanted again."""
        if self._given_up is None or self._given_up[1] == moment:
            return None
        record, self._given_up = self._given_up[0], None
        return record

    def _is_on_its_way(self, wanted: Wanted) -> bool:
        """Whether the answer that is awaited will do; as cells arrive, fewer of them are missing."""
        if not self.waits or self.asked is None:
            return False
        same = replace(wanted, cells=self.asked.cells) == self.asked
        return same and set(wanted.cells) <= set(self.asked.cells)
