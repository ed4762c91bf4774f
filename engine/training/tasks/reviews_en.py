"""English reviews of products and films, sentence by sentence: is the reviewer pleased?

Learned from beside them, never measured on: rated tweets and newspaper sentences, sentences of the same
reviews that say nothing good or bad, and the rated entries of a lexicon, each as a text of its own.

Source:
    Hutto & Gilbert 2014, "VADER: a parsimonious rule-based model for sentiment analysis of social media
    text", ICWSM. Twenty people rated every sentence from −4 to 4; the files hold the means.
"""

import html
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from engine.training.tasks.corpus import Sentence, Split, not_held_out, without_duplicates
from engine.training.tasks.english_words import (
    HUTTO_ARCHIVE,
    HUTTO_FOLDER,
    known_words,
    lexicon,
    word_features,
)
from engine.training.tasks.packages import GLOVE, VADER, WORD_COUNTS, fetch, lines_of
from engine.training.tasks.recipe import Recipe
from engine.training.tasks.task import Passage, Task, Words, opinions_alone

OPINION_FROM = 0.5  # a sentence rated closer to 0 says too little to be called pleased or displeased

LEXICON = "lexicon"  # the review that a rated word comes from
LEXICON_ENTRIES = 2500  # of 7,500 in one epoch, so that they do not outweigh the sentences

COMMONEST = 26_000

_FILES = {
    "product": "amazonReviewSnippets_GroundTruth.txt",
    "film": "movieReviewSnippets_GroundTruth.txt",
    "tweet": "tweets_GroundTruth.txt",
    "newspaper": "nytEditorialSnippets_GroundTruth.txt",
}


def read_rated() -> tuple[Sentence, ...]:
    """Reads every sentence of the reviews of products and films with its rating, neutral ones too."""
    return without_duplicates([*_read("product"), *_read("film")])


def _read(source: str) -> Iterator[Sentence]:
    return parse(lines_of(fetch(VADER), HUTTO_ARCHIVE, f"{HUTTO_FOLDER}/{_FILES[source]}"), source)


def parse(lines: Iterable[str], source: str) -> Iterator[Sentence]:
    """Reads lines of the form `id ⇥ rating ⇥ text`.

    An id like 12_3 is sentence 3 of review 12; a plain number is a review of one sentence (films, tweets).
    """
    for line in lines:
        if line.strip():
            name, rating, text = line.split("\t", 2)
            yield Sentence(text.strip(), float(rating), f"{source} {name.split('_')[0]}")


def read_opinions() -> tuple[Sentence, ...]:
    """Reads the sentences that say something good or bad."""
    return tuple(sentence for sentence in read_rated() if abs(sentence.rating) >= OPINION_FROM)


def further_opinions(split: Split) -> tuple[Sentence, ...]:
    """Opinions in tweets and newspapers, and the lexicon: words whose rating is known."""
    said = [
        replace(s, text=html.unescape(s.text))  # tweets hold &amp; and the like
        for s in (*_read("tweet"), *_read("newspaper"))
        if abs(s.rating) >= OPINION_FROM
    ]
    words = [Sentence(entry, rating, LEXICON) for entry, rating in lexicon().items()]
    return (*not_held_out(said, split), *words)


def further_sentences(split: Split) -> tuple[Sentence, ...]:
    """All of these, and the sentences of reviews that say little: whose rating is nearly 0."""
    little = [s for s in read_rated() if abs(s.rating) < OPINION_FROM]
    return (*further_opinions(split), *not_held_out(little, split))


def some_words(sentences: Iterable[Sentence], random: np.random.Generator) -> tuple[Sentence, ...]:
    """All sentences, but of the lexicon's entries only as many as one epoch has room for."""
    sentences = tuple(sentences)
    words = [s for s in sentences if s.review == LEXICON]
    drawn = random.permutation(len(words))[:LEXICON_ENTRIES]
    return (*(s for s in sentences if s.review != LEXICON), *(words[i] for i in drawn))


def each_alone(sentences: tuple[Sentence, ...], random: np.random.Generator) -> tuple[Passage, ...]:
    """Makes a passage of every sentence, and of some words."""
    return opinions_alone(some_words(sentences, random), random)


ENGLISH = Recipe(embedding=20, vocabulary=20_000, min_count=3, epochs=12, readout_dropout=0.0)
ENGLISH_WORDS = Words(partial(known_words, COMMONEST), word_features)

REVIEWS_EN = Task(
    "reviews-en",
    "en",
    "words",
    (VADER, GLOVE, WORD_COUNTS),
    read_opinions,
    ENGLISH,
    compose=each_alone,
    further=further_sentences,
    words=ENGLISH_WORDS,
)

# The contrast: all is as above, but the gates start half open, where PyTorch starts them.
REVIEWS_EN_DEFAULT = replace(
    REVIEWS_EN, name="reviews-en-default", recipe=replace(REVIEWS_EN.recipe, gate_start=None)
)
