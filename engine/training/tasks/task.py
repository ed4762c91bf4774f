"""What every task is: where its sentences come from, and what a network reads of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from engine.data.tokenizer import Kind
from engine.shapes import Float
from engine.training.tasks.corpus import Sentence, Split, split_by_review
from engine.training.tasks.packages import Package
from engine.training.tasks.recipe import Recipe


@dataclass(frozen=True)
class Passage:
    """What a network reads in one go: an opinion, perhaps with neutral sentences before and after it.

    Attributes:
        opinion: the sentence whose judgement is asked for at the end of the passage.
        rating: what people made of the opinion; the right answer is its sign.
        before: neutral sentences to read first.
        after: neutral sentences to read last.
        tokens_after: cut `after` to this many tokens, to test over an exact distance; None leaves it whole.
    """

    opinion: str
    rating: float
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    tokens_after: int | None = None


Composer = Callable[[tuple[Sentence, ...], np.random.Generator], tuple[Passage, ...]]


def opinions_alone(sentences: tuple[Sentence, ...], random: np.random.Generator) -> tuple[Passage, ...]:
    """Makes a passage of every sentence, with nothing around it."""
    return tuple(Passage(sentence.text, sentence.rating) for sentence in sentences)


@dataclass(frozen=True)
class Words:
    """What is known about words before any text of a task is read.

    Attributes:
        known: words to know beside those of the training part.
        features: the known features of each word, from which its row of the embedding is made.
    """

    known: Callable[[], tuple[str, ...]]
    features: Callable[[Sequence[str]], Float[np.ndarray, "V F"]]


@dataclass(frozen=True)
class Task:
    """One thing that a network can be trained to do.

    Attributes:
        name: what the command line calls it; its networks are called `<name>-<cell>`.
        language: language of its texts, as in "en".
        kind: how its texts are cut into tokens.
        packages: the packages that hold the texts.
        read: reads all sentences, without duplicates.
        recipe: how its networks are trained.
        compose: makes the passages of one epoch; called anew for each.
        exams: makes the passages of a test, by distance: how many neutral tokens follow the opinion.
        further: sentences to learn from beside the training part, none of them a held-out one.
        words: what is known about words beforehand; None for embeddings that are learned from nothing.
    """

    name: str
    language: str
    kind: Kind
    packages: tuple[Package, ...]
    read: Callable[[], tuple[Sentence, ...]]
    recipe: Recipe
    compose: Composer = opinions_alone
    exams: Mapping[int, Composer] = field(default_factory=lambda: {0: opinions_alone})
    further: Callable[[Split], tuple[Sentence, ...]] = lambda split: ()
    words: Words | None = None

    def parts(self) -> Split:
        """Reads all sentences and deals those of the task out."""
        split = split_by_review(self.read())
        return replace(split, further=self.further(split))
