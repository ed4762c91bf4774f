"""A hold stays with its words, whatever is written in the place of one."""

from hypothesis import given
from hypothesis import strategies as st

from engine.record.hold import Hold


def covered(hold: Hold | None, tokens: int) -> set[int]:
    return set() if hold is None else set(range(tokens)[hold.first : hold.end])


@given(
    first=st.integers(0, 5),
    long=st.integers(1, 5) | st.none(),
    at=st.integers(0, 7),
    count=st.integers(0, 3),
)
def test_a_hold_stays_with_its_words(first, long, at, count):
    hold, tokens = Hold("f", 0.5, first, None if long is None else first + long, unit=3), 10
    before = covered(hold, tokens)
    expected = {token + (count - 1) * (token > at) for token in before - {at}}
    if at in before:
        expected |= set(range(at, at + count))
    after = hold.retyped(range(at, at + 1), count)
    assert covered(after, tokens + count - 1) == expected
    if after is not None:
        assert (after.symbol, after.value, after.unit) == ("f", 0.5, 3)


@given(
    first=st.integers(0, 8),
    long=st.integers(1, 8),
    at=st.integers(0, 8),
    count=st.integers(0, 3),
    size=st.integers(1, 4),
)
def test_of_several_words_that_change_those_around_stay(first, long, at, count, size):
    hold, place = Hold("f", 0.5, first, first + long), range(at, at + size)
    after = hold.retyped(place, count)
    around = {token for token in covered(hold, 20) if token not in place}
    moved = {token + (count - size) * (token >= place.stop) for token in around}
    kept = {token for token in covered(after, 20) if token not in range(at, at + count)}
    assert kept == moved
