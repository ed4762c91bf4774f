"""Where rows of tokens break."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from gui.drawing.wrapping import CLOSING, MOST_TAKEN, OPENING, Wrapping, wrap

WORDS = ["非", "常", "棒", "早餐", "word", "a", "！", "，", "」", "（", "「", ".", ",", "(", "“", "”", "%"]


def rows_of(wrapping: Wrapping) -> list[tuple[str, ...]]:
    return [
        wrapping.shown[start:stop]
        for start, stop in zip(wrapping.first[:-1].tolist(), wrapping.first[1:].tolist(), strict=True)
    ]


@pytest.mark.parametrize("width", range(60, 330, 6))
def test_no_row_begins_with_a_comma_or_ends_in_a_bracket(width: int, qapp: object) -> None:
    text = "房间很大，早餐也不错，但「服务」态度（太）差，卫生间又脏又臭，非常失望！"
    rows = rows_of(wrap(tuple(text), float(width)))
    assert "".join("".join(row) for row in rows) == text
    assert not [row for row in rows[1:] if row[0] in CLOSING]
    assert not [row for row in rows[:-1] if row[-1] in OPENING]


@given(some.lists(some.sampled_from(WORDS), min_size=1, max_size=60), some.floats(20, 400))
def test_rows_hold_every_token_once_and_none_overlaps_or_sticks_out(tokens: list[str], width: float) -> None:
    found = wrap(tuple(tokens), width)
    assert len(found.left) == len(tokens)
    assert (np.diff(found.first) > 0).all(), "no row is empty"
    assert found.row.tolist() == sorted(found.row.tolist())
    right = found.left + found.width
    assert ((right <= width) | (found.left == 0)).all()
    same = found.row[1:] == found.row[:-1]
    assert (found.left[1:] > right[:-1])[same].all()
    assert (found.left[found.first[:-1]] == 0).all()


def one_by_one(found: Wrapping) -> list[int]:
    """Where rows begin when token after token is put behind the one before it."""
    shown, width, gap = found.shown, found.width.tolist(), wrap(found.tokens, 1e9).left
    gap = np.diff(gap) - found.width[:-1]
    first, end = [0], 0.0
    for index in range(len(shown)):
        start = end + gap[index - 1] if index > first[-1] else 0.0
        if start and start + width[index] > found.available:
            places = [0.0]
            for begin in range(index, max(first[-1], index - MOST_TAKEN), -1):
                if shown[begin][0] in CLOSING or shown[begin - 1][-1] in OPENING:
                    continue
                along = [0.0]
                for at in range(begin, index):
                    along.append(along[-1] + width[at] + gap[at])
                places = along if along[-1] + width[index] <= found.available else [0.0]
                break
            first.append(index + 1 - len(places))
            start = places[-1]
        end = start + width[index]
    return [*first, len(shown)]


@given(some.lists(some.sampled_from(WORDS), min_size=1, max_size=60), some.floats(20, 400))
def test_rows_found_at_once_are_those_of_one_token_after_the_other(tokens: list[str], width: float) -> None:
    found = wrap(tuple(tokens), width)
    assert found.first.tolist() == one_by_one(found)
