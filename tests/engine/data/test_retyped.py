"""One word of a text is written otherwise, and every other token stays as it was."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.data.retyped import cutter_of, retyped
from engine.data.tokenizer import UNKNOWN, Kind, Tokenizer
from tests.engine.data.test_tokenizer import MIXED

WORDS, CHARACTERS = (Tokenizer(kind, (UNKNOWN,)) for kind in ("words", "characters"))
TEXTS = st.text(MIXED) | st.text(max_size=30)


@given(text=TEXTS, written=TEXTS, at=st.integers(0), count=st.integers(1, 3), by=st.sampled_from("wc"))
def test_all_other_tokens_stay_as_they_were(text, written, at, count, by):
    cut = (WORDS if by == "w" else CHARACTERS).cut
    tokens, written = cut(text), written.strip()
    assume(tokens)
    first = at % len(tokens)
    end = min(first + count, len(tokens))
    after = retyped(text, tokens, range(first, end), written)
    assert cut(after) == (*tokens[:first], *cut(written), *tokens[end:])


@pytest.mark.parametrize(
    ("text", "at", "written", "expected"),
    [
        ("It was  not good , really.", 3, "bad", "It was  not bad , really."),
        ("Not good.", 1, "at all  bad", "Not at all  bad."),
        ("A good book.", 1, "", "A book."),
        ("A good book.", 0, "", " good book."),
        ("Good, good.", 3, "", "Good, good"),
        ("so-so", 1, "very", "so very so"),
        ("so-so", 1, "", "so so"),
        ("味道很好！", 3, "不错", "味道很不错！"),
        ("用iPhone很好", 2, "Q", "用iQhone很好"),
        ("good good good", 1, "bad", "good bad good"),
    ],
)
def test_it_is_the_reader_s_own_text(text, at, written, expected):
    kind: Kind = "characters" if "iP" in text else "words"
    assert retyped(text, Tokenizer(kind, (UNKNOWN,)).cut(text), range(at, at + 1), written) == expected


@given(text=TEXTS, by=st.sampled_from(["words", "characters"]))
def test_how_a_text_was_cut_is_seen_from_its_tokens(text, by):
    tokens = Tokenizer(by, (UNKNOWN,)).cut(text)
    assert cutter_of(text, tokens).cut(text) == tokens
