"""How often networks are right so many neutral tokens after an opinion: recorded or measured."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.models.network import ModelCard
from engine.record.distances import Distances


@dataclass(frozen=True)
class Answers:
    """How often one network is right at each distance.

    Attributes:
        cell: which cell it is made of.
        model: its name.
        accuracy: neutral tokens after the opinion to share of right answers, 0 to 1.
        passages: how many opinions were asked for at each; None where the figures are those of its file,
            which does not say.
    """

    cell: str
    model: str
    accuracy: Mapping[int, float]
    passages: int | None = None

    @property
    def recorded(self) -> bool:
        """Whether the figures are those of its file."""
        return self.passages is None

    def error(self, tokens: int) -> float | None:
        """The standard error of an accuracy: that of so many tosses of a coin that falls right so often."""
        share = self.accuracy[tokens]
        return None if self.passages is None else math.sqrt(share * (1 - share) / self.passages)


def recorded_distances(cards: Iterable[ModelCard], language: str) -> tuple[ModelCard, ...]:
    """The cards of those that were trained to hold a judgement in a language."""
    return tuple(card for card in cards if card.accuracy_by_distance and card.language == language)


def answers_of(
    recorded: Iterable[ModelCard], measured: Mapping[str, Distances], cells: Iterable[str]
) -> list[Answers]:
    """All answers that are known, the recorded ones first, cells in this order."""
    cards = {card.cell: card for card in recorded}
    found = [
        Answers(cell, cards[cell].name, dict(sorted(cards[cell].accuracy_by_distance.items())))
        for cell in cells
        if cell in cards
    ]
    for record in (measured[cell] for cell in cells if cell in measured):
        accuracy = dict(zip(record.tokens.tolist(), record.accuracy.tolist(), strict=True))
        found.append(Answers(record.provenance.cell, record.provenance.model, accuracy, record.passages))
    return found
