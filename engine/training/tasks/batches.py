"""Passages as numbers: cut, looked up, and put together in batches of similar length."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine.data.tokenizer import UNKNOWN_ID, Tokenizer
from engine.shapes import Float, Int, Int64
from engine.training.tasks.task import Passage


@dataclass(frozen=True)
class EncodedPassage:
    """A passage as a network reads it, and the rating of its opinion."""

    ids: Int64[np.ndarray, " T"]
    rating: float


@dataclass(frozen=True)
class Batch:
    """Passages padded on the right to the same length, where padding changes nothing that comes before it.

    Attributes:
        ids: the tokens.
        last: the position of each passage's last token, at which it is judged.
        ratings: the rating of each opinion.
    """

    ids: Int[Tensor, "B T"]
    last: Int[Tensor, " B"]
    ratings: Float[Tensor, " B"]

    def judgements(self, logits: Float[Tensor, "B T"]) -> Float[Tensor, " B"]:
        """Takes the logit at the last token of every passage."""
        return logits.gather(1, self.last[:, None]).squeeze(1)


class Encoder:
    """Looks up passages; a sentence is cut only once, though passages are composed anew for each epoch."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, Int64[np.ndarray, " T"]] = {}

    def encode(self, passages: Iterable[Passage], longest: int | None = None) -> list[EncodedPassage]:
        """Encodes passages, each cut to its `longest` first tokens. One without a token is left out."""
        encoded = (EncodedPassage(self._ids(passage)[:longest], passage.rating) for passage in passages)
        return [passage for passage in encoded if len(passage.ids)]

    def _ids(self, passage: Passage) -> Int64[np.ndarray, " T"]:
        ids = [self._sentence(text) for text in (*passage.before, passage.opinion)]
        room = passage.tokens_after
        for text in passage.after:
            if room == 0:
                break  # an exam draws far more sentences than it needs
            ids.append(self._sentence(text)[:room])
            room = None if room is None else room - len(ids[-1])
        return np.concatenate(ids)

    def _sentence(self, text: str) -> Int64[np.ndarray, " T"]:
        if text not in self._known:
            self._known[text] = self._tokenizer.encode(text).ids
        return self._known[text]


def batches(
    passages: Sequence[EncodedPassage], size: int, random: np.random.Generator | None = None
) -> Iterator[Batch]:
    """Puts passages of similar length together, so that little is computed on padding.

    Args:
        passages: What to put together.
        size: Passages in a batch.
        random: Shuffles the batches, and the passages of nearly the same length among them.
    """
    lengths = np.array([len(passage.ids) for passage in passages], dtype=float)
    if random is not None:
        lengths += random.uniform(0, 4, len(lengths))
    order = np.argsort(lengths, kind="stable")
    starts = np.arange(0, len(order), size)
    for start in starts if random is None else random.permutation(starts):
        yield _batch([passages[i] for i in order[start : start + size]])


def _batch(passages: Sequence[EncodedPassage]) -> Batch:
    ids = np.full((len(passages), max(len(p.ids) for p in passages)), UNKNOWN_ID, dtype=np.int64)
    for row, passage in zip(ids, passages, strict=True):
        row[: len(passage.ids)] = passage.ids
    last = torch.tensor([len(passage.ids) - 1 for passage in passages])
    return Batch(torch.from_numpy(ids), last, torch.tensor([passage.rating for passage in passages]))
