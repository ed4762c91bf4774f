"""A text in which some tokens are written in another way, and all others stay exactly as they were."""

from collections.abc import Iterator, Sequence

from engine.data.tokenizer import UNKNOWN, Tokenizer, without_broken_halves

CONTEXT = 3
"""So many tokens on either side may be read otherwise because of what is written between them."""


def retyped(text: str, tokens: Sequence[str], place: range, written: str) -> str:
    """Writes something in the place of neighbouring tokens, with a space where it would run into others.

    Nothing leaves them out, together with the gap before them.

    Args:
        text: as it was given.
        tokens: all that were cut out of it.
        place: those that are written otherwise.
        written: what stands there instead, one token or more.
    """
    cut, text = cutter_of(text, tokens).cut, without_broken_halves(text)
    spans = list(_spans(text, tokens))
    first, end = max(place.start - CONTEXT, 0), min(place.stop + CONTEXT, len(tokens))
    begin, stop = spans[place.start][0], spans[place.stop - 1][1]
    if not written:
        begin = spans[place.start - 1][1] if place.start else 0
    left, right = text[:begin], text[stop:]
    near_left, near_right = left[spans[first][0] :], right[: spans[end - 1][1] - stop]
    expected = _visible((*tokens[first : place.start], *cut(written), *tokens[place.stop : end]))
    apart = [("", ""), (" ", ""), ("", " "), (" ", " ")]
    for before, after in apart:
        if _visible(cut(near_left + before + written + after + near_right)) == expected:
            break
    return left + before + written + after + right


def cutter_of(text: str, tokens: Sequence[str]) -> Tokenizer:
    """Cuts other texts as this one was cut into its tokens; it knows no words."""
    words, characters = Tokenizer("words", (UNKNOWN,)), Tokenizer("characters", (UNKNOWN,))
    if any(len(token) > 1 and len(characters.cut(token)) > 1 for token in tokens):
        return words
    return words if words.cut(text) == tuple(tokens) else characters


def _spans(text: str, tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each token stands in the text: between them is only what no token begins with."""
    end = 0
    for token in tokens:
        begin = text.index(token, end)
        end = begin + len(token)
        yield begin, end


def _visible(tokens: Sequence[str]) -> tuple[str, ...]:
    """Without white space, which is a token where a vocabulary of the reader's own holds it."""
    return tuple(token for token in tokens if token.strip())
