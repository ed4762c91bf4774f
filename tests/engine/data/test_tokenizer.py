"""Text is cut as a reader sees it, nothing is lost, and a token's id does not depend on how it is written."""

import unicodedata

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.data.tokenizer import UNKNOWN, Kind, Tokenizer, look_up_form
from engine.messages import EngineError

KINDS: tuple[Kind, Kind] = ("words", "characters")
WORDS = Tokenizer("words", (UNKNOWN, "amazing", "don't", "café", "!"))
CHARACTERS = Tokenizer("characters", (UNKNOWN, "太", "棒", "!"))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Amazing! This box", ["Amazing", "!", "This", "box"]),
        ("don't, it's 'quoted'", ["don't", ",", "it's", "'", "quoted", "'"]),
        ("a 4.5 of 10,000. Yes", ["a", "4.5", "of", "10,000", ".", "Yes"]),
        ("well...", ["well", ".", ".", "."]),
        ("half-baked", ["half", "-", "baked"]),
        ("rock''n", ["rock", "'", "'", "n"]),
        ("the 2nd. a.b", ["the", "2nd", ".", "a", ".", "b"]),
        ("好吃ok", ["好", "吃", "ok"]),
        ("שלום, مرحبا", ["שלום", ",", "مرحبا"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
    ],
)
def test_words_and_punctuation(text: str, tokens: list[str]) -> None:
    assert list(WORDS.cut(text)) == tokens


def test_characters_are_what_a_reader_sees() -> None:
    assert CHARACTERS.cut("太棒 了！ok") == ("太", "棒", "了", "！", "o", "k")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("picture", ["👍🏽", "👨‍👩‍👧‍👦", "🇩🇪", "❤️", "1️⃣"])
def test_a_picture_of_several_code_points_is_one_token(kind: Kind, picture: str) -> None:
    assert Tokenizer(kind, (UNKNOWN,)).cut(f"! {picture}!") == ("!", picture, "!")


def test_two_flags_in_a_row_are_two() -> None:
    assert WORDS.cut("🇩🇪🇫🇷🇨🇳") == ("🇩🇪", "🇫🇷", "🇨🇳")


def test_an_accent_written_apart_stays_with_its_letter() -> None:
    apart = unicodedata.normalize("NFD", "café")
    encoded = WORDS.encode(apart)
    assert encoded.tokens == (apart,)
    assert encoded.ids.tolist() == [3]


def test_tokens_are_shown_as_written_and_looked_up_in_one_form() -> None:
    encoded = WORDS.encode("AMAZING DON’T！ nothing")
    assert encoded.tokens == ("AMAZING", "DON’T", "！", "nothing")
    assert encoded.ids.tolist() == [1, 2, 4, 0]
    assert encoded.known.tolist() == [True, True, True, False]


def test_what_was_encoded_cannot_be_changed() -> None:
    encoded = WORDS.encode("Amazing")
    with pytest.raises(ValueError, match="read-only"):
        encoded.ids[0] = 3


def test_ten_thousand_tokens() -> None:
    encoded = WORDS.encode("Amazing, nothing! " * 2500)
    assert len(encoded.tokens) == 10_000
    assert encoded.ids[:4].tolist() == [1, 0, 0, 4]
    assert np.array_equal(encoded.ids, np.tile(encoded.ids[:4], 2500))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["", "  \t\n", "\u200e\ufeff", "\x00\x07", "\u3000"])
def test_nothing_to_read(kind: Kind, text: str) -> None:
    encoded = Tokenizer(kind, (UNKNOWN,)).encode(text)
    assert encoded.tokens == ()
    assert encoded.ids.shape == encoded.known.shape == (0,)


def test_half_a_pair_becomes_the_replacement_character() -> None:
    assert WORDS.cut("a \ud83d b") == ("a", "\ufffd", "b")
    assert WORDS.cut("\ud83d\ude00") == ("😀",)


def _visible(text: str) -> str:
    """What is left of a text without spaces, control characters and other marks that nobody sees."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c)[0] not in "CZ")


@pytest.mark.parametrize("kind", KINDS)
@given(text=st.text(max_size=80))
@example(text="a'\u0301b. ''don't'' 4.5.6, e\u0301\u200d\u200c!")
@example(text="\u0301\u0301 🇩🇪🇩 👨‍ 👨‍a")
def test_every_visible_character_is_in_one_token_and_in_order(kind: Kind, text: str) -> None:
    encoded = Tokenizer(kind, (UNKNOWN, "a", "'")).encode(text)
    assert _visible("".join(encoded.tokens)) == _visible(text)
    assert all(encoded.tokens)
    assert not any(character.isspace() for token in encoded.tokens for character in token)
    assert len(encoded.tokens) == len(encoded.ids) == len(encoded.known)
    assert np.array_equal(encoded.known, encoded.ids != 0)


@pytest.mark.parametrize("kind", KINDS)
@given(text=st.text(max_size=40))
def test_a_vocabulary_knows_the_text_it_was_built_from(kind: Kind, text: str) -> None:
    tokenizer = Tokenizer.build([text], kind)
    assert tokenizer.encode(text).known.all()
    assert len(set(tokenizer.vocabulary)) == len(tokenizer.vocabulary)


@given(word=st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F), min_size=1, max_size=8))
def test_capitals_do_not_matter(word: str) -> None:
    assert look_up_form(word.upper().lower()) == look_up_form(word.upper())


def test_the_vocabulary_keeps_the_most_frequent() -> None:
    texts = ["good good good bad bad odd", "Good, bad"]
    assert Tokenizer.build(texts, "words").vocabulary == (UNKNOWN, "good", "bad", ",", "odd")
    assert Tokenizer.build(texts, "words", min_count=2).vocabulary == (UNKNOWN, "good", "bad")
    assert Tokenizer.build(texts, "words", max_size=2).vocabulary == (UNKNOWN, "good")


def test_the_order_of_the_texts_does_not_matter() -> None:
    texts = ["b a c", "c b a", "d"]
    assert Tokenizer.build(texts, "words") == Tokenizer.build(texts[::-1], "words")


def test_a_vocabulary_holds_something() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Tokenizer("words", ())


def test_a_word_is_looked_up_as_it_is_written_and_then_in_small_letters() -> None:
    tokenizer = Tokenizer("words", (UNKNOWN, "Apple", "apple", "IBM", "good", "Café", "don't"))
    encoded = tokenizer.encode("Apple apple APPLE IBM ibm Good Ｃafé don’t")
    assert encoded.ids.tolist() == [1, 2, 2, 3, 0, 4, 5, 6]
    assert encoded.known.tolist() == [True, True, True, True, False, True, True, True]


def test_the_unknown_may_stand_anywhere_and_padding_is_no_word() -> None:
    tokenizer = Tokenizer("words", ("<pad>", UNKNOWN, "good", "bad"))
    encoded = tokenizer.encode("good zyx <pad>")
    assert encoded.tokens == ("good", "zyx", "<", "pad", ">")
    assert encoded.ids.tolist() == [2, 1, 1, 1, 1]
    assert encoded.known.tolist() == [True, False, False, False, False]
    assert tokenizer.unreachable == ()


def test_without_an_unknown_a_word_that_is_not_there_is_refused() -> None:
    tokenizer = Tokenizer("words", ("good", "bad"))
    assert tokenizer.encode("Good bad").ids.tolist() == [0, 1]
    assert tokenizer.encode("good").known.all(), "row 0 is a word like any other"
    with pytest.raises(EngineError, match=r"“film” \(token 1\) is not in the vocabulary"):
        tokenizer.encode("good film")


def test_white_space_is_kept_where_the_vocabulary_holds_it() -> None:
    letters = Tokenizer("characters", (UNKNOWN, *"abOlz", " ", "\n"))
    encoded = letters.encode("a\u00a0b\n\tO z")
    assert encoded.tokens == ("a", "\u00a0", "b", "\n", "O", " ", "z")
    assert encoded.ids.tolist() == [1, 6, 2, 7, 3, 6, 5]
    words = Tokenizer("words", (UNKNOWN, "good", " "))
    assert words.cut("good  film") == ("good", " ", " ", "film")
    assert Tokenizer("words", (UNKNOWN, "good")).cut("good  film") == ("good", "film")


def test_entries_that_no_text_can_reach_are_named() -> None:
    entries = (UNKNOWN, "good", "New York", "good", "...", "don't", "</s>", "[PAD]", "Hello,", "", "a\u0301")
    # the first “good” is hidden by the second; “…” is looked up as three dots
    assert Tokenizer("words", entries).unreachable == ("good", "New York", "Hello,", "")


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("a" * 250, ["a" * 100, "a" * 100, "a" * 50]),
        ("a" * 100, ["a" * 100]),
        ("x" * 95 + "amazing" + "y" * 7 + "Amazing", ["x" * 95, "amazing", "y" * 7, "Amazing"]),
        ("AMAZING" * 15, ["AMAZING"] * 15),
        ("1." * 60 + "1", ["1." * 50, "1." * 10 + "1"]),
        ("a" + "\u0301" * 40, ["a" + "\u0301" * 31, "\u0301" * 9]),
        ("amazingam" + "a" * 100, ["amazing", "am" + "a" * 98, "aa"]),
    ],
    ids=["letters", "just short enough", "known parts", "known parts alone", "a number", "marks", "rest"],
)
def test_a_word_that_is_too_long_falls_into_known_parts_and_rests(text: str, tokens: list[str]) -> None:
    assert list(WORDS.cut(text)) == tokens


@pytest.mark.parametrize(
    "piece", ["a", "xq", "amazing", "a'", "'", "1.", "👩\u200d", "\u0301", "\u200b", "İ"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_time_and_tokens_grow_as_the_text_does(
    kind: Kind, piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted, not measured: how many letters all look-ups and joins together have touched."""
    touched = 0

    def counted(token: str) -> str:
        nonlocal touched
        touched += len(token)
        return token

    monkeypatch.setattr("engine.data.tokenizer.same_spelling", counted)
    tokenizer = Tokenizer(kind, (UNKNOWN, "amazing", "don't"))
    seen = []
    for times in (1000, 4000):
        touched = 0
        tokens = tokenizer.encode(piece * times).tokens
        assert max(map(len, tokens), default=0) <= 100
        seen.append(touched)
    assert seen[1] <= 4 * seen[0] + 200


def test_an_entry_may_be_spelled_with_its_accent_apart():
    tokenizer = Tokenizer("characters", ("<unk>", "c", "a", "f", "e\u0301"))
    for text in ("caf\u00e9", "cafe\u0301"):
        tokens = tokenizer.cut(text)
        assert [tokenizer.row(token) for token in tokens] == [1, 2, 3, 4]
    assert tokenizer.unreachable == ()
