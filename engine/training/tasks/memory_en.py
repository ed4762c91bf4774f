"""The short-term memory problem on real text: an opinion, and then sentences that say nothing good or bad.

The network is asked at the end of the passage, so it has to hold its judgement while it reads on.
"""

from functools import partial

import numpy as np

from engine.training.tasks.corpus import Sentence
from engine.training.tasks.packages import GLOVE, VADER, WORD_COUNTS
from engine.training.tasks.reviews_en import (
    ENGLISH,
    ENGLISH_WORDS,
    OPINION_FROM,
    further_opinions,
    read_rated,
    some_words,
)
from engine.training.tasks.task import Passage, Task

NEUTRAL_BELOW = 0.35
DISTANCES = (0, 10, 20, 40, 80)

_NUMBER_AFTER = (0, 1, 2, 3)  # how many neutral sentences follow, each as likely
_CHANCE_BEFORE = 0.25
_ENOUGH = 60  # neutral sentences that are certainly longer than the greatest distance


def read_opinions_and_neutral() -> tuple[Sentence, ...]:
    """Reads the sentences with an opinion and those without any; what lies between is left out."""
    return tuple(s for s in read_rated() if abs(s.rating) >= OPINION_FROM or abs(s.rating) < NEUTRAL_BELOW)


def surround(sentences: tuple[Sentence, ...], random: np.random.Generator) -> tuple[Passage, ...]:
    """Puts neutral sentences after every opinion, and before some."""
    opinions, neutral = _separate(some_words(sentences, random))
    passages = []
    for opinion in opinions:
        after = _draw(neutral, random, int(random.choice(_NUMBER_AFTER)))
        before = _draw(neutral, random, int(random.random() < _CHANCE_BEFORE))
        passages.append(Passage(opinion.text, opinion.rating, before, after))
    return tuple(passages)


def follow(sentences: tuple[Sentence, ...], random: np.random.Generator, tokens: int) -> tuple[Passage, ...]:
    """Lets exactly so many neutral tokens follow every opinion."""
    opinions, neutral = _separate(sentences)
    return tuple(
        Passage(o.text, o.rating, after=_draw(neutral, random, _ENOUGH if tokens else 0), tokens_after=tokens)
        for o in opinions
    )


def _separate(sentences: tuple[Sentence, ...]) -> tuple[list[Sentence], list[str]]:
    opinions = [s for s in sentences if abs(s.rating) >= OPINION_FROM]
    return opinions, [s.text for s in sentences if abs(s.rating) < NEUTRAL_BELOW]


def _draw(texts: list[str], random: np.random.Generator, number: int) -> tuple[str, ...]:
    return tuple(texts[i] for i in random.integers(len(texts), size=number)) if number else ()


MEMORY_EN = Task(
    "memory-en",
    "en",
    "words",
    (VADER, GLOVE, WORD_COUNTS),
    read_opinions_and_neutral,
    ENGLISH,
    compose=surround,
    exams={tokens: partial(follow, tokens=tokens) for tokens in DISTANCES},
    further=further_opinions,
    words=ENGLISH_WORDS,
)
