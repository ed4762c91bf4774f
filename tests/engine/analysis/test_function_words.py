"""Every token is content, function or neither, as it was written."""

import pytest

from engine.analysis.function_words import FUNCTION_WORDS, class_of
from engine.data.tokenizer import Tokenizer, look_up_form


@pytest.mark.parametrize(
    ("language", "text", "function"),
    [
        (
            "en",
            "The box which I had BOUGHT was n't cheap , but it’s not with my best friends .",
            "The which I had was but it’s with my",
        ),
        ("en", "Don't buy 2 of these !", "of these"),
        ("zh", "我们的房间很大，但是它不干净吗？", "我 们 的 它 吗"),
    ],
)
def test_function_words_are_told_from_content(language: str, text: str, function: str) -> None:
    tokens = Tokenizer.build([], "words").cut(text)
    assert [token for token in tokens if class_of(token, language) == "function"] == function.split()


@pytest.mark.parametrize("token", [".", "，", "!", "…", "(", "！", "😀"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_punctuation_is_neither(language: str, token: str) -> None:
    assert class_of(token, language) is None


@pytest.mark.parametrize("language", FUNCTION_WORDS)
def test_every_listed_word_can_be_found(language: str) -> None:
    for word in FUNCTION_WORDS[language]:
        assert look_up_form(word) == word
        assert Tokenizer.build([], "words").cut(word) == (word,), "it would be cut and never met whole"


def test_what_says_not_is_content() -> None:
    assert {class_of(word, "en") for word in ("not", "no", "never", "can't", "isn’t")} == {"content"}
