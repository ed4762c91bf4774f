"""Text is cut as a reader sees it, nothing is lost, and a token's id does not depend on how it is written."""

import pickle
import re
import unicodedata
from time import process_time

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.data import tokenizer as module
from engine.data.tokenizer import REMEMBERED, UNKNOWN, Kind, Tokenizer, look_up_form
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


SPACES = [frozenset(), frozenset(" "), frozenset(" \n\x00\x7f\u3000")]
# each kind of character that is treated in some way of its own, plain ones more often
MIXED = (
    "aZ09é \n\t\x00\x7f''’’ʼ＇.,-_^]…“—好的，。！々" * 2
    + "Ａ４①²ªжがשा\u0301\u200d\u200b\u00ad\u3000\ud83d\ude00😀👍🏽🇩❤️"
)
TEXTS = st.text(st.characters(max_codepoint=0x7F)) | st.text(MIXED) | st.text()


@pytest.mark.parametrize("spaces", SPACES, ids=["no spaces", "a space", "several"])
@pytest.mark.parametrize("kind", KINDS)
@given(text=TEXTS)
@example(text="don't 'a' b''c 1.5.6, 1,,2 3.x x.3 '' a'1.2'b .5 a.b_c \x00a\x1fb\r\nc")
@example(text="a\u0301b a'\u0301b 1\u0301.5 1.\u03015 好\u0301好 ，\u0301 \u0301a \n\u0301 ok好😀，的")
@example(text="好\u200d👍🏽好’s好'好 👩\u200d好 \u200d”“\u200d👩 🇩好🇩🇪，")
def test_the_short_way_gives_the_tokens_of_the_long_way(
    kind: Kind, spaces: frozenset[str], text: str
) -> None:
    assert list(module._Cutter(kind, spaces).cut(text)) == list(module._long_way(text, kind, spaces))


def test_plain_characters_are_what_the_short_way_takes_them_for() -> None:
    everything = "".join(map(chr, range(0x110000)))
    plain = set(everything) - {*module._NOT_PLAIN.findall(everything)} - {*map(chr, range(0x21)), "\x7f"}
    assert len(plain) > 20_000
    letters = set(re.findall(f"[{module._LETTERS}]", everything))
    chinese = set(re.findall(f"[{module._CHINESE}]", everything))
    for character in plain:
        assert module._is_visible(character)
        assert not any(module._extends(seen, character) for seen in ("好", "e\u200d", "👩\u200d", "🇩"))
        assert module._is_word_part(character) == (character in letters)
    assert not any(module._may_join("1", character) for character in chinese)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("words", "Don't — it’s “4.5” of\t10,000: a cliché…\x07 Naïve!"),
        ("characters", "非常棒！这盒麦片，虽然我才吃了一半（ok），但下次一定还来买……"),
    ],
)
def test_ordinary_text_takes_the_short_way(kind: Kind, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cutter = module._Cutter(kind)
    tokens = list(module._long_way(text, kind, frozenset()))
    stretches: list[str] = []

    def long_way(text: str, kind: Kind, spaces: frozenset[str]) -> list[str]:
        stretches.append(text)
        return [text]

    monkeypatch.setattr(module, "_long_way", long_way)
    assert list(cutter.cut(text)) == tokens
    assert stretches == []
    assert list(cutter.cut(f"{text} 😀 {text}")) == [*tokens, "😀", *tokens]
    assert stretches == ["😀"]


def test_what_was_looked_up_is_remembered_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    tokenizer = Tokenizer("words", (UNKNOWN, "good"))
    asked: list[str] = []

    def counted(token: str) -> str:
        asked.append(token)
        return token.lower()

    monkeypatch.setattr(module, "look_up_form", counted)
    for _ in range(2):
        assert tokenizer.encode("Good good film Good").ids.tolist() == [1, 1, 0, 1]
    assert asked == ["Good", "film"]
    many = " ".join(f"w{number}" for number in range(REMEMBERED + 500))
    for _ in range(2):
        assert not tokenizer.encode(many).known.any()
        assert len(tokenizer._forms) == 1 + REMEMBERED
    assert tokenizer.encode("Good GOOD").ids.tolist() == [1, 1], "what is not kept is still found"


@pytest.mark.parametrize(
    "vocabulary", [(UNKNOWN, "a", "B", "好", "é", "'"), ("a", UNKNOWN, "a'b", "！", "4.5")]
)
@given(texts=st.lists(TEXTS, max_size=3))
def test_a_row_that_is_remembered_is_the_row(vocabulary: tuple[str, ...], texts: list[str]) -> None:
    tokenizer = Tokenizer("words", vocabulary)
    for text in (*texts, *texts):
        encoded = tokenizer.encode(text)
        rows = [tokenizer.row(token) for token in encoded.tokens]
        assert encoded.tokens == tokenizer.cut(text)
        assert encoded.known.tolist() == [row is not None for row in rows]
        assert encoded.ids.tolist() == [tokenizer.unknown if row is None else row for row in rows]


def test_a_tokenizer_that_has_read_can_be_sent_to_another_process() -> None:
    WORDS.encode("Amazing zyx")
    sent = pickle.loads(pickle.dumps(WORDS))
    assert sent == WORDS
    assert sent.encode("Don't zyx!").ids.tolist() == [2, 0, 4]


def test_an_entry_longer_than_a_word_may_be_is_reached_by_no_text() -> None:
    tokenizer = Tokenizer("words", (UNKNOWN, "a" * 150))
    assert tokenizer.encode("a" * 150).tokens == ("a" * 100, "a" * 50)


@pytest.mark.parametrize(
    "piece", ["a", "a'", "1.", "1.a", "-", " ", "好", "好.", "a\u0301", "好\u0301", "a😀", "好a\u200d"]
)
@pytest.mark.parametrize("expression", ["words", "characters", "stretches"])
def test_time_grows_as_the_text_does(expression: str, piece: str) -> None:
    """Measured, since steps of a regular expression cannot be counted; by the square would be 64 times."""
    ways = {kind: module._Cutter(kind, frozenset(" ")).short_way for kind in KINDS}
    ways["stretches"] = module._STRETCH

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = process_time()
        ways[expression].findall(text)
        return process_time() - start

    short, long = (min(seconds(length) for _ in range(5)) for length in (10_000, 80_000))
    assert long <= 24 * short


def test_there_are_no_signs_beyond_the_last_that_is_looked_at() -> None:
    beyond = range(module._END_OF_SIGNS, 0x110000)
    assert not any(unicodedata.decomposition(chr(code)).startswith("<") for code in beyond)
