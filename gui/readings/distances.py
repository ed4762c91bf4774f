"""How often networks are right so many neutral words after an opinion: recorded or measured."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.models.network import ModelCard
from engine.record.distances import Distances

Recorded = Mapping[str, Mapping[int, float]]
"""Cell to number of neutral words to accuracy, 0 to 1."""


@dataclass(frozen=True)
class Answers:
    """How often one network is right at each distance.

    Attributes:
        cell: which cell it is made of.
        model: its name; empty where the figures are those of its file.
        accuracy: neutral words after the opinion to share of right answers, 0 to 1.
        passages: how many opinions were asked for at each; None where the file does not say.
    """

    cell: str
    model: str
    accuracy: Mapping[int, float]
    passages: int | None = None

    def error(self, words: int) -> float | None:
        """The standard error of an accuracy: that of so many tosses of a coin that falls right so often."""
        share = self.accuracy[words]
        return None if self.passages is None else math.sqrt(share * (1 - share) / self.passages)


def recorded_distances(cards: Iterable[ModelCard]) -> Recorded:
    """What stands in the files of the networks that were trained to hold a judgement."""
    return MappingProxyType(
        {
            card.cell: MappingProxyType(dict(sorted(card.accuracy_by_distance.items())))
            for card in cards
            if card.accuracy_by_distance
        }
    )


def answers_of(recorded: Recorded, measured: Mapping[str, Distances], cells: Iterable[str]) -> list[Answers]:
    """All answers that are known, the recorded ones first, cells in this order."""
    found = [Answers(cell, "", recorded[cell]) for cell in cells if cell in recorded]
    for record in (measured[cell] for cell in cells if cell in measured):
        accuracy = dict(zip(record.tokens.tolist(), record.accuracy.tolist(), strict=True))
        found.append(Answers(record.provenance.cell, record.provenance.model, accuracy, record.passages))
    return found
