"""What is known about distance in this session: the figures in the files, and those that were measured."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal, Slot

from engine.models.network import ModelCard
from engine.record.distances import Distances
from gui.language import language_of
from gui.readings.distances import recorded_distances
from gui.scene import Scene
from gui.session.inquiry import Inquiry


class KnownDistances(Inquiry):
    """Collects the figures, and puts them into scenes.

    Signals:
        changed: more is known.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._begun = False
        self.produced.connect(self._take)
        self._cards: tuple[ModelCard, ...] = ()
        self._measured: Mapping[str, Distances] = MappingProxyType({})

    def read(self, cards: Iterable[ModelCard]) -> None:
        """Takes the cards, some of which hold figures."""
        self._cards = tuple(cards)

    def begin(self, ticket: int) -> None:
        """A measurement is on its way; what was measured before stays until its first figures come."""
        self.ticket, self._begun = ticket, False

    def keep(self, measured: Mapping[str, Distances]) -> None:
        """Takes over what a recorded scene knows."""
        self._measured = measured

    def forget(self) -> None:
        """Other networks come: what was measured is not theirs."""
        self._measured = MappingProxyType({})

    @Slot(object)
    def _take(self, record: object) -> None:
        if isinstance(record, Distances):
            before = self._measured if self._begun else {}
            self._measured = MappingProxyType({**before, record.provenance.cell: record})
            self._begun = True
            self.changed.emit()

    def added_to(self, scene: Scene) -> Scene:
        """The scene with all that is known."""
        recorded = recorded_distances(self._cards, language_of(scene.text)) or scene.distances
        if scene.distances == recorded and scene.measured is self._measured:
            return scene
        return replace(scene, distances=recorded, measured=self._measured)
