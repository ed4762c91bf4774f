"""Cuts text into tokens and gives each its row of the embedding.

Text is first cut into what a reader sees as one character (a letter with its accents, an emoji with its skin
tone, a flag), because a code point alone can be half a character. A tokenizer by *characters* takes these as
they are; a tokenizer by *words* joins the neighbouring ones that form a word. White space parts words and is
left out, unless the vocabulary holds it. Tokens are shown as they were written. They are looked up as they
stand; where that is not found, without regard to capitals and other spellings of the same character.

Everything takes time in proportion to the text, and no token is longer than a bound: a word that is cut by it
falls into parts that the vocabulary holds and rests that it does not.

Two ways lead to the same tokens. The short one is a regular expression for plain characters, which never
belong to the character before them: ASCII, Latin letters, the usual quotation marks and dashes, Chinese. The
long one goes character by character; it is taken for the stretches between white space or Chinese characters
that hold anything else. A form that was looked up is remembered, up to a number of them.

Source:
    Unicode Standard Annex 29, in the small part that matters here: extending marks, joiners, flags.
    Longest character: after the Stream-Safe Text Format of Annex 15, which allows 30 marks on a letter.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import Literal

import numpy as np

from engine.messages import EngineError
from engine.record.one_line import OneLine
from engine.shapes import Bool, Int64

Kind = Literal["words", "characters"]

UNKNOWN = "<unk>"
UNKNOWN_ID = 0
"""Where a vocabulary that is built here has it; others may have it elsewhere."""

UNKNOWN_NAMES = (UNKNOWN, "<UNK>", "[UNK]", "<oov>", "<OOV>")
MARKS = re.compile(r"<[^<>\s]+>|\[[A-Z]+\]")
"""Entries for what is no text: `<pad>`, `<eos>`, `[CLS]`. Nobody expects to reach them by writing."""

LONGEST_WORD = 100  # code points
LONGEST_CHARACTER = 32  # code points: a letter with marks, a family of emoji
SHORTEST_PART = 4  # letters: shorter entries stand in every long word by chance

REMEMBERED = 10_000  # forms beside the vocabulary

_END_OF_SIGNS = 0x30000  # Unicode has no compatibility characters beyond
_JOINER = "\u200d"  # glues two emoji into one picture, such as a family
_APOSTROPHES = "'’ʼ＇"
_ONE_APOSTROPHE = dict.fromkeys(map(ord, _APOSTROPHES), "'")
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)

# Plain characters, as ranges of a regular expression. Letters form words. Signs stand alone, but for
# apostrophes, dots and commas in a word. What is Chinese always does, so a text may be parted there.
_LETTERS = "0-9A-Za-zÀ-ÖØ-öø-ɏ"
_SIGNS = "!-~‐-‧"
_CHINESE = "、-〃々-】一-鿿！（），：；？～"
_INVISIBLE = r"\x00- \x7f"
_NOT_PLAIN = re.compile(f"[^{_INVISIBLE}{_LETTERS}{_SIGNS}{_CHINESE}]")

# What can be cut by itself. What is not plain may belong to the character before it.
_STRETCH = re.compile(
    f"[{_INVISIBLE}]+|[{_CHINESE}]+(?!{_NOT_PLAIN.pattern})|[{_CHINESE}]?[^{_INVISIBLE}{_CHINESE}]+"
)


@dataclass(frozen=True, repr=False)
class Encoded(OneLine):
    """A text as a network reads it.

    Attributes:
        tokens: the tokens as they were written.
        ids: the row of the embedding for each token; that of `<unk>` for an unknown one.
        known: whether the vocabulary holds the token.
    """

    tokens: tuple[str, ...]
    ids: Int64[np.ndarray, " T"]
    known: Bool[np.ndarray, " T"]


@dataclass(frozen=True, repr=False)
class Tokenizer(OneLine):
    """A way to cut text, and the vocabulary that its tokens are looked up in.

    Attributes:
        kind: "words", or "characters" for scripts that do not separate words.
        vocabulary: every known token; a token's id is its position (the last one, if it stands there twice).
            One of them may be `<unk>`, for everything that is not in it.
    """

    kind: Kind
    vocabulary: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.kind not in ("words", "characters"):
            raise ValueError(f"a tokenizer cuts by words or by characters, not by {self.kind!r}")
        if not self.vocabulary:
            raise ValueError("a vocabulary holds at least one word")

    @classmethod
    def build(cls, texts: Iterable[str], kind: Kind, min_count: int = 1, max_size: int = 5000) -> "Tokenizer":
        """Makes the vocabulary of a training text.

        Args:
            texts: the texts to learn from.
            kind: how to cut them.
            min_count: how often a token must occur to be kept.
            max_size: the most entries to keep, `<unk>` included: the most frequent first.
        """
        cutter = _Cutter(kind)
        counts = Counter(look_up_form(token) for text in texts for token in cutter.cut(text))
        counts.pop(UNKNOWN, None)
        # Ties are settled by the alphabet, so that the same texts in another order give the same ids.
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        kept = [token for token, count in ranked if count >= min_count and len(token) <= LONGEST_WORD]
        return cls(kind, (UNKNOWN, *kept[: max_size - 1]))

    def cut(self, text: str) -> tuple[str, ...]:
        """Cuts a text into tokens, each as it was written. Control characters are left out.

        White space is too, unless the vocabulary holds it.
        """
        return self._within_bounds(self._cutter.cut(text))

    def _within_bounds(self, tokens: Iterable[str]) -> tuple[str, ...]:
        return tuple(
            part
            for token in tokens
            for part in ((token,) if len(token) <= LONGEST_WORD else self._parts(token))
        )

    def encode(self, text: str) -> Encoded:
        """Cuts a text and looks every token up.

        Raises:
            EngineError: A token is not in the vocabulary, and neither is `<unk>`.
        """
        forms, tokens = self._forms, tuple(self._cutter.cut(text))
        try:
            ids = forms.rows(tokens)
        except _LongWordError:
            tokens = self._within_bounds(tokens)
            ids = forms.rows(tokens)
        known = ids != forms.unknown
        if forms.unknown < 0 and not known.all():
            token = int(np.argmin(known))
            raise EngineError("word_unknown", word=tokens[token], token=token)
        ids.setflags(write=False)
        known.setflags(write=False)
        return Encoded(tokens, ids, known)

    def row(self, token: str) -> int | None:
        """The row of a token: as it is written if the vocabulary holds that, else by its look-up form."""
        spelled = same_spelling(token)
        for form in (token, spelled, look_up_form(token)):
            row = self._rows.get(form)
            if row is not None and row != self.unknown:
                return row
        return self._other_spellings.get(spelled)

    @cached_property
    def unknown(self) -> int | None:
        """The row for everything that the vocabulary does not hold; None if there is none."""
        return next((self._rows[name] for name in UNKNOWN_NAMES if name in self._rows), None)

    @cached_property
    def unreachable(self) -> tuple[str, ...]:
        """The entries that no text can reach: those of several tokens, and those that stand there again."""
        return tuple(
            entry
            for row, entry in enumerate(self.vocabulary)
            if not MARKS.fullmatch(entry) and not self._reaches(entry, row)
        )

    def _reaches(self, entry: str, row: int) -> bool:
        if self._rows[entry] != row:
            return False
        if self.cut(entry) == (entry,) and self.row(entry) == row:
            return True
        return any(self.cut(sign) == (sign,) and self.row(sign) == row for sign in _signs().get(entry, ()))

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {token: row for row, token in enumerate(self.vocabulary)}

    @cached_property
    def _forms(self) -> "_Forms":
        return _Forms(self)

    @cached_property
    def _other_spellings(self) -> dict[str, int]:
        """Entries that are written in another way than texts are, e + U+0301 for é for example."""
        spelled = {
            same_spelling(entry): row
            for entry, row in self._rows.items()
            if row != self.unknown and not entry.isascii()
        }
        return {form: row for form, row in spelled.items() if form not in self._rows}

    @cached_property
    def _cutter(self) -> "_Cutter":
        kept = (entry for entry in self.vocabulary if len(entry) == 1 and not _is_visible(entry))
        return _Cutter(self.kind, frozenset(kept))

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """Every beginning of an entry that a long word may be cut into."""
        return frozenset(
            entry[:end]
            for entry in self.vocabulary
            if SHORTEST_PART <= len(entry) <= LONGEST_WORD and not MARKS.fullmatch(entry)
            for end in range(1, len(entry) + 1)
        )

    def _parts(self, word: str) -> Iterator[str]:
        """Cuts a word that is too long: always the longest part that is known, and the rests between them."""
        small = "".join(lower if len(lower := letter.lower()) == 1 else letter for letter in word)
        start = rest = 0
        while start < len(word):
            end = known = start
            while end < len(word) and small[start : end + 1] in self._beginnings:
                end += 1
                if end - start >= SHORTEST_PART and small[start:end] in self._rows:
                    known = end
            if known == start and start + 1 - rest < LONGEST_WORD and start + 1 < len(word):
                start += 1
                continue
            if known == start:
                start = known = start + 1
            if rest < start:
                yield word[rest:start]
            if start < known:
                yield word[start:known]
            start = rest = known


class _LongWordError(Exception):
    """A word has to be cut into parts before it is looked up."""


class _Forms(dict[str, int]):
    """The row of every form that the vocabulary holds, and of others that have been read.

    Others are kept up to a number; what comes after them is looked up each time, so that no text, of however
    many different words, takes more memory.

    Attributes:
        unknown: the row of what the vocabulary does not hold; -1 if it has none.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        super().__init__(tokenizer._rows)
        self.unknown = -1 if tokenizer.unknown is None else tokenizer.unknown
        if tokenizer.unknown is not None:
            del self[tokenizer.vocabulary[tokenizer.unknown]]
        for entry in [entry for entry in self if len(entry) > LONGEST_WORD]:
            del self[entry]
        self._row = tokenizer.row
        self._most = len(self) + REMEMBERED

    def rows(self, tokens: tuple[str, ...]) -> Int64[np.ndarray, " T"]:
        """The row of each token.

        Raises:
            _LongWordError: One of them is. Such a word is never kept, so only what is new has to be measured.
        """
        return np.fromiter(map(self.__getitem__, tokens), np.int64, len(tokens))

    def __missing__(self, token: str) -> int:
        if len(token) > LONGEST_WORD:
            raise _LongWordError
        row = self._row(token)
        row = self.unknown if row is None else row
        if len(self) < self._most:
            self[token] = row
        return row


def same_spelling(token: str) -> str:
    """Gives a token in the one spelling of the same characters, capitals as they are.

    Full-width and half-width forms become one (！ and !), and so do the apostrophes of don't and don’t.
    Invisible characters are dropped.
    """
    if token.isascii():
        return token
    if not token.isprintable():  # as the invisible ones are not
        token = "".join(character for character in token if unicodedata.category(character) != "Cf")
    return unicodedata.normalize("NFKC", token).translate(_ONE_APOSTROPHE)


def look_up_form(token: str) -> str:
    """Gives the form under which a token is looked up: small letters, one spelling for the same character."""
    if token.isascii():
        return token.lower()
    # A few characters decompose into others when they become small, so they are composed again.
    small = unicodedata.normalize("NFKC", same_spelling(token).lower())
    return small.translate(_ONE_APOSTROPHE)


@cache
def _signs() -> Mapping[str, tuple[str, ...]]:
    """The single characters that are looked up as several: … as three dots."""
    found: dict[str, tuple[str, ...]] = {}
    for code in range(_END_OF_SIGNS):
        if unicodedata.decomposition(chr(code)).startswith("<") and len(form := look_up_form(chr(code))) > 1:
            found[form] = (*found.get(form, ()), chr(code))
    return found


class _Cutter:
    """Cuts texts into tokens of any length, by the shortest way.

    Attributes:
        kind: how to cut them.
        spaces: white space that is a token.
        short_way: matches the tokens of plain characters.
    """

    def __init__(self, kind: Kind, spaces: frozenset[str] = frozenset()) -> None:
        self.kind, self.spaces = kind, spaces
        kept = re.escape("".join(sorted(filter(str.isascii, spaces))))
        one = f"[{_LETTERS}{_SIGNS}{_CHINESE}{kept}]"
        # A dot or comma needs a digit before it. Nothing that was matched is given back: that is quicker.
        word = f"[{_LETTERS}]++(?:['’.,](?<![^0-9][.,])[{_LETTERS}]++)*+"
        self.short_way = re.compile(one if kind == "characters" else f"{word}|{one}")

    def cut(self, text: str) -> Iterable[str]:
        """The tokens of a text, each as it was written."""
        if text.isascii() or not _NOT_PLAIN.search(text):
            return self.short_way.findall(text)
        return chain.from_iterable(
            _long_way(stretch, self.kind, self.spaces)
            if _NOT_PLAIN.search(stretch)
            else self.short_way.findall(stretch)
            for stretch in _STRETCH.findall(text)
        )


def _long_way(text: str, kind: Kind, spaces: Container[str]) -> Iterator[str]:
    """The same tokens, character by character."""
    characters = _seen_characters(text, spaces)
    return (c for c in characters if c) if kind == "characters" else _words(characters)


def _words(characters: Iterable[str]) -> Iterator[str]:
    """Joins neighbouring letters and digits; everything else stays alone. An empty string ends a word."""
    word: list[str] = []
    held = ""  # an apostrophe, dot or comma that belongs to the word if the word goes on
    for character in (*characters, ""):
        if _is_word_part(character):
            word += (held, character) if held else (character,)
            held = ""
            continue
        if word and not held and _may_join(word[-1], character):
            held = character
            continue
        if word:
            yield "".join(word)
        if held:
            yield held
        word, held = [], ""
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


def _seen_characters(text: str, spaces: Container[str]) -> Iterator[str]:
    """Yields what a reader sees as single characters, and an empty string wherever there is a gap.

    Args:
        text: The text.
        spaces: White space that is no gap but a character.
    """
    seen = ""
    for character in without_broken_halves(text):
        if seen and len(seen) < LONGEST_CHARACTER and _extends(seen, character):
            seen += character
            continue
        if seen:
            yield seen
        seen = ""
        if _is_visible(character):
            seen = character
        else:
            kept = character in spaces or same_spelling(character) in spaces
            yield character if kept else ""
    if seen:
        yield seen


def _extends(seen: str, character: str) -> bool:
    """Says whether a code point belongs to the character before it."""
    if character.isascii():
        return False
    category = unicodedata.category(character)
    if category[0] == "M" or category == "Cf" or ord(character) in _SKIN_TONES:
        return True
    if seen[-1] == _JOINER:
        return category == "So"
    return len(seen) == 1 and ord(seen) in _FLAG_LETTERS and ord(character) in _FLAG_LETTERS


def _is_visible(character: str) -> bool:
    if character.isascii():
        return "!" <= character <= "~"
    return (
        not character.isspace()
        and unicodedata.category(character)[0] != "Z"
        and (unicodedata.category(character) not in ("Cc", "Cf"))
    )


def without_broken_halves(text: str) -> str:
    """Replaces halves of UTF-16 pairs, which cannot be written to a file, by the replacement character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
