"""What is known about distance in this session: the figures in the files, and those that were measured."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from engine.models.network import ModelCard
from engine.process.requests import DistanceRequest
from engine.record.distances import Distances
from gui.readings.distances import Recorded, recorded_distances
from gui.scene import Scene
from gui.session.choice import Choice

FAMILY = "memory-en"
"""The networks that are asked where those on screen read no English."""


class KnownDistances:
    """Collects the figures, and puts them into scenes.

    Attributes:
        ticket: of the measurement that is on its way; negative for none.
    """

    def __init__(self) -> None:
        self.ticket, self._begun = -1, False
        self._recorded: Recorded = MappingProxyType({})
        self._measured: Mapping[str, Distances] = MappingProxyType({})

    def read(self, cards: Iterable[ModelCard]) -> None:
        """Takes the figures out of the cards."""
        self._recorded = recorded_distances(cards)

    def request(self, choice: Choice) -> DistanceRequest:
        """Asks the networks on screen; where they read no English, those that were trained for it."""
        english = choice.path is not None or choice.family.endswith("-en")
        asked = choice if english else replace(choice, family=FAMILY, trained=True, remembering=True)
        return DistanceRequest(asked.models(), choice.device)

    def begin(self, ticket: int) -> None:
        """A measurement is on its way; what was measured before stays until its first figures come."""
        self.ticket, self._begun = ticket, False

    def keep(self, measured: Mapping[str, Distances]) -> None:
        """Takes over what a recorded scene knows."""
        self._measured = measured

    def forget(self) -> None:
        """Other networks come: what was measured is not theirs."""
        self._measured = MappingProxyType({})

    def takes(self, ticket: int, record: object) -> bool:
        """Whether a record belongs to the measurement; then it is kept."""
        if ticket != self.ticket or not isinstance(record, Distances):
            return False
        before = self._measured if self._begun else {}
        self._measured = MappingProxyType({**before, record.provenance.cell: record})
        self._begun = True
        return True

    def added_to(self, scene: Scene) -> Scene:
        """The scene with all that is known."""
        recorded = self._recorded or scene.distances
        if scene.distances is recorded and scene.measured is self._measured:
            return scene
        return replace(scene, distances=recorded, measured=self._measured)
