"""Sentences of reviews, without duplicates, split so that no review is both learned from and tested on."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

SPLIT_SEED = 0  # the split is the same for every network, whatever its seed, so that figures can be compared
TEST_SHARE = 0.10
VALIDATION_SHARE = 0.10


@dataclass(frozen=True)
class Sentence:
    """One sentence of a review.

    Attributes:
        text: the sentence as it was written.
        rating: what people made of it; above zero is pleased, below is displeased, near zero is neither.
        review: names the review that it comes from.
    """

    text: str
    rating: float
    review: str

    @property
    def positive(self) -> bool:
        """Whether the sentence is on the pleased side."""
        return self.rating > 0


@dataclass(frozen=True)
class Split:
    """The three parts of a corpus. Validation chooses the best epoch; the test part is only measured on.

    Attributes:
        train: sentences to learn from.
        validation: sentences that choose.
        test: sentences that nothing is chosen by.
        further: sentences of other texts to learn from too; nothing is ever measured on their kind.
    """

    train: tuple[Sentence, ...]
    validation: tuple[Sentence, ...]
    test: tuple[Sentence, ...]
    further: tuple[Sentence, ...] = ()

    @property
    def learned(self) -> tuple[Sentence, ...]:
        """All sentences to learn from."""
        return (*self.train, *self.further)


def without_duplicates(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """Keeps the first of each text; a text that was rated both pleased and displeased is dropped altogether.

    Two texts are the same if their letters and digits are, whatever their capitals, spaces and punctuation.
    """
    first: dict[str, Sentence] = {}
    contradicted = set()
    for sentence in sentences:
        letters = _letters(sentence.text)
        kept = first.setdefault(letters, sentence)
        if kept.positive != sentence.positive:
            contradicted.add(letters)
    return tuple(kept for letters, kept in first.items() if letters and letters not in contradicted)


def not_held_out(sentences: Iterable[Sentence], split: Split) -> Iterator[Sentence]:
    """Those of no review, and with the letters of no sentence, that is validated or tested on."""
    held_out = (*split.validation, *split.test)
    reviews, texts = {s.review for s in held_out}, {_letters(s.text) for s in held_out}
    return (s for s in sentences if s.review not in reviews and _letters(s.text) not in texts)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).lower()))


def split_by_review(sentences: Iterable[Sentence], seed: int = SPLIT_SEED) -> Split:
    """Deals whole reviews out to the three parts, until each has its share of the sentences."""
    reviews: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        reviews.setdefault(sentence.review, []).append(sentence)
    names = list(reviews)
    order = np.random.default_rng(seed).permutation(len(names))
    total = sum(map(len, reviews.values()))
    parts: tuple[list[Sentence], list[Sentence], list[Sentence]] = ([], [], [])
    test, validation, train = parts
    for index in order:
        review = reviews[names[index]]
        if len(test) < TEST_SHARE * total:
            test.extend(review)
        elif len(validation) < VALIDATION_SHARE * total:
            validation.extend(review)
        else:
            train.extend(review)
    return Split(tuple(train), tuple(validation), tuple(test))
