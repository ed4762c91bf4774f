"""English reviews of products and films, sentence by sentence: is the reviewer pleased?

Source:
    Hutto & Gilbert 2014, "VADER: a parsimonious rule-based model for sentiment analysis of social media
    text", ICWSM. Twenty people rated every sentence from −4 to 4; the file holds the mean.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from engine.training.tasks.corpus import Sentence, without_duplicates
from engine.training.tasks.packages import VADER, fetch, lines_of
from engine.training.tasks.recipe import Recipe
from engine.training.tasks.task import Task

OPINION_FROM = 0.5  # a sentence rated closer to 0 says too little to be called pleased or displeased

_ARCHIVE = "vaderSentiment-0.5/additional_resources/hutto_ICWSM_2014.tar.gz"
_FOLDER = "hutto_ICWSM_2014"


def read_rated() -> tuple[Sentence, ...]:
    """Reads every sentence of both files with its rating, neutral ones too."""
    archive = fetch(VADER)
    products = lines_of(archive, _ARCHIVE, f"{_FOLDER}/amazonReviewSnippets_GroundTruth.txt")
    films = lines_of(archive, _ARCHIVE, f"{_FOLDER}/movieReviewSnippets_GroundTruth.txt")
    return without_duplicates([*parse(products, "product"), *parse(films, "film")])


def parse(lines: Iterable[str], source: str) -> Iterator[Sentence]:
    """Reads lines of the form `id ⇥ rating ⇥ text`.

    An id like 12_3 is sentence 3 of review 12; a plain number is a review of one sentence (the films).
    """
    for line in lines:
        if line.strip():
            name, rating, text = line.split("\t", 2)
            yield Sentence(text.strip(), float(rating), f"{source} {name.split('_')[0]}")


def read_opinions() -> tuple[Sentence, ...]:
    """Reads the sentences that say something good or bad."""
    return tuple(sentence for sentence in read_rated() if abs(sentence.rating) >= OPINION_FROM)


REVIEWS_EN = Task("reviews-en", "en", "words", (VADER,), read_opinions, Recipe())

# The contrast: all is as above, but the gates start half open, where PyTorch starts them.
REVIEWS_EN_DEFAULT = replace(
    REVIEWS_EN, name="reviews-en-default", recipe=replace(REVIEWS_EN.recipe, gate_start=None)
)
