"""Cuts text into tokens and gives each its row of the embedding.

Text is first cut into what a reader sees as one character (a letter with its accents, an emoji with its skin
tone, a flag), because a code point alone can be half a character. A tokenizer by *characters* takes these as
they are; a tokenizer by *words* joins the neighbouring ones that form a word. Tokens are shown as they were
written; only the look-up ignores capitals and the other spellings of the same character.

Source:
    Unicode Standard Annex 29, in the small part that matters here: extending marks, joiners, flags.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from engine.shapes import Bool, Int64

Kind = Literal["words", "characters"]

UNKNOWN = "<unk>"
UNKNOWN_ID = 0

_JOINER = "\u200d"  # glues two emoji into one picture, such as a family
_APOSTROPHES = "'’ʼ＇"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)


@dataclass(frozen=True)
class Encoded:
    """A text as a network reads it.

    Attributes:
        tokens: the tokens as they were written.
        ids: the row of the embedding for each token; 0 for an unknown one.
        known: whether the vocabulary holds the token.
    """

    tokens: tuple[str, ...]
    ids: Int64[np.ndarray, " T"]
    known: Bool[np.ndarray, " T"]


@dataclass(frozen=True)
class Tokenizer:
    """A way to cut text, and the vocabulary that its tokens are looked up in.

    Attributes:
        kind: "words", or "characters" for scripts that do not separate words.
        vocabulary: look-up form of every known token; a token's id is its position. Position 0 is `<unk>`.
    """

    kind: Kind
    vocabulary: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.kind not in ("words", "characters"):
            raise ValueError(f"a tokenizer cuts by words or by characters, not by {self.kind!r}")
        if not self.vocabulary or self.vocabulary[UNKNOWN_ID] != UNKNOWN:
            raise ValueError(f"the first word of a vocabulary is {UNKNOWN}, for everything that is not in it")

    @classmethod
    def build(cls, texts: Iterable[str], kind: Kind, min_count: int = 1, max_size: int = 5000) -> "Tokenizer":
        """Makes the vocabulary of a training text.

        Args:
            texts: the texts to learn from.
            kind: how to cut them.
            min_count: how often a token must occur to be kept.
            max_size: the most entries to keep, `<unk>` included: the most frequent first.
        """
        counts = Counter(look_up_form(token) for text in texts for token in _cut(text, kind))
        counts.pop(UNKNOWN, None)
        # Ties are settled by the alphabet, so that the same texts in another order give the same ids.
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        kept = [token for token, count in ranked if count >= min_count]
        return cls(kind, (UNKNOWN, *kept[: max_size - 1]))

    def cut(self, text: str) -> tuple[str, ...]:
        """Cuts a text into tokens, each as it was written. Spaces and control characters are left out."""
        return tuple(_cut(text, self.kind))

    def encode(self, text: str) -> Encoded:
        """Cuts a text and looks every token up."""
        tokens = self.cut(text)
        rows = [self._rows.get(look_up_form(token), UNKNOWN_ID) for token in tokens]
        ids = np.array(rows, dtype=np.int64)
        known = ids != UNKNOWN_ID
        ids.flags.writeable = known.flags.writeable = False
        return Encoded(tokens, ids, known)

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {token: row for row, token in enumerate(self.vocabulary)}


def look_up_form(token: str) -> str:
    """Gives the form under which a token is looked up: small letters, one spelling for the same character.

    Full-width and half-width forms become one (！ and !), and so do the apostrophes of don't and don’t.
    Invisible characters are dropped.
    """
    visible = "".join(character for character in token if unicodedata.category(character) != "Cf")
    form = unicodedata.normalize("NFKC", visible)
    # A few characters decompose into others when they become small, so they are composed again.
    form = unicodedata.normalize("NFKC", form.lower())
    for apostrophe in _APOSTROPHES:
        form = form.replace(apostrophe, "'")
    return form


def _cut(text: str, kind: Kind) -> Iterator[str]:
    characters = _seen_characters(text)
    return (c for c in characters if c) if kind == "characters" else _words(characters)


def _words(characters: Iterable[str]) -> Iterator[str]:
    """Joins neighbouring letters and digits; everything else stays alone. An empty string ends a word."""
    word = ""
    held = ""  # an apostrophe, dot or comma that belongs to the word if the word goes on
    for character in (*characters, ""):
        if _is_word_part(character):
            word, held = word + held + character, ""
            continue
        if word and not held and _may_join(word[-1], character):
            held = character
            continue
        yield from (part for part in (word, held) if part)
        word, held = "", ""
        if character:
            yield character


def _may_join(before: str, character: str) -> bool:
    """Says whether a mark can stand inside a word: don't, 4.5, 10,000."""
    return character in tuple(_APOSTROPHES) or (character in (".", ",") and before.isdecimal())


def _is_word_part(character: str) -> bool:
    # Chinese characters and kana are written without spaces: each is a token, also in an English text.
    return character[:1].isalnum() and not _stands_alone(character[0])


def _stands_alone(character: str) -> bool:
    code = ord(character)
    return 0x2E80 <= code <= 0x31FF or 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or code >= 0x1F000


def _seen_characters(text: str) -> Iterator[str]:
    """Yields what a reader sees as single characters, and an empty string wherever there is space."""
    seen = ""
    for character in _without_broken_halves(text):
        if seen and _extends(seen, character):
            seen += character
            continue
        if seen:
            yield seen
        seen = ""
        if _is_visible(character):
            seen = character
        else:
            yield ""
    if seen:
        yield seen


def _extends(seen: str, character: str) -> bool:
    """Says whether a code point belongs to the character before it."""
    category = unicodedata.category(character)
    if category[0] == "M" or category == "Cf" or ord(character) in _SKIN_TONES:
        return True
    if seen[-1] == _JOINER:
        return category == "So"
    return len(seen) == 1 and ord(seen) in _FLAG_LETTERS and ord(character) in _FLAG_LETTERS


def _is_visible(character: str) -> bool:
    return (
        not character.isspace()
        and unicodedata.category(character)[0] != "Z"
        and (unicodedata.category(character) not in ("Cc", "Cf"))
    )


def _without_broken_halves(text: str) -> str:
    """Replaces halves of UTF-16 pairs, which cannot be written to a file, by the replacement character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
