"""Which words are known beforehand and what is known of them, read off small tables of the same form."""

import builtins
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.messages import EngineError
from engine.training.tasks import english_words
from engine.training.tasks.english_words import known_words, lexicon, word_features

# In the order of newspapers; the web's is another.
VECTORS = {
    "the": [0.0, 1.0],
    "minister": [2.0, 1.0],
    "ate": [4.0, 5.0],
    "do": [1.0, 0.0],
    "n't": [3.0, 4.0],
    "soup": [5.0, 1.0],
    "login": [9.0, 9.0],
}
WEB = ["the", "login", "ate", "do", "xlibs", "soup", "minister"]
LEXICON = ["good\t1.9\t0.9\t[2]", "AWFUL\t-2.0\t0.6\t[-2]", ":)\t2.0\t1.1\t[2]"]


@pytest.fixture(autouse=True)
def small_tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stands in for the three archives."""

    def lines(archive: Path, *members: str, encoding: str = "utf-8") -> list[str]:
        if members[-1].endswith("lexicon.txt"):
            return LEXICON
        return [f"{word}\t{1000 - place}" for place, word in enumerate(WEB)]

    def content(archive: Path, *members: str) -> bytes:
        stream = io.BytesIO()
        np.save(stream, np.array(list(VECTORS.values()), dtype=np.float32))
        return stream.getvalue()

    caches: tuple[Any, ...] = (lexicon, english_words._vector_rows)
    for cached in caches:
        cached.cache_clear()
    monkeypatch.setattr(english_words, "fetch", lambda package: Path(package.archive))
    monkeypatch.setattr(english_words, "lines_of", lines)
    monkeypatch.setattr(english_words, "bytes_of", content)
    rows = {word: row for row, word in enumerate(VECTORS)}
    monkeypatch.setattr(english_words, "_vector_rows", lambda: rows)
    yield
    for cached in caches:
        cached.cache_clear()


def test_common_is_what_is_common_in_both() -> None:
    # The worse of two places: the 0, ate 2, do 3, soup 5, login 6, minister 6; xlibs has no vector.
    assert known_words(4) == ("the", "ate", "do", "soup", "good", "awful")
    assert known_words(0) == ("good", "awful"), "a face made of signs is two tokens"


def test_features_are_vectors_and_ratings() -> None:
    features = word_features(("<unk>", "ate", "don't", "awful", "soup"))
    assert features.shape == (5, 4)
    assert features.dtype == np.float32
    vectors = np.array([[4.0, 5.0], [2.0, 2.0], [5.0, 1.0]])  # don't lies between do and n't
    expected = (vectors - vectors.mean(axis=0)) / vectors.std(axis=0)
    assert features[[1, 2, 4], :2] == pytest.approx(expected, abs=1e-6)
    assert not features[[0, 3], :2].any(), "without a vector a word is average"
    assert features[3, 2:].tolist() == [-2.0, 2.0]
    assert not features[[0, 1, 2, 4], 2:].any()


@pytest.mark.parametrize("word", ["n't", "sn't", "soup's", "xlibsn't"])
def test_only_two_known_parts_make_a_contraction(word: str) -> None:
    known = word == "n't"
    assert bool(word_features(("the", "ate", "soup", word))[3, :2].any()) == known


def test_without_pyarrow_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the real reader of rows
    genuine: Callable[..., Any] = builtins.__import__

    def without(name: str, *arguments: Any, **options: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return genuine(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    english_words._vector_rows.cache_clear()
    with pytest.raises(EngineError, match=r'pyarrow: python -m pip install "\.\[train\]"'):
        known_words(3)
