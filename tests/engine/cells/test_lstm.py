"""The LSTM's memory over a whole sequence at once, against the loop that says what it is."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.cells.lstm import BLOCK, cell_state_over_time


@settings(max_examples=60)
@given(tokens=st.integers(1, 3 * BLOCK + 2), seed=st.integers(0, 99), shut=st.booleans(), bad=st.booleans())
def test_c_by_blocks_is_c_token_by_token(tokens: int, seed: int, shut: bool, bad: bool) -> None:
    random = np.random.default_rng(seed)
    f, i, g = random.uniform(0, 1, (3, tokens, 4))
    g = 2 * g - 1
    f[:, 0] = 1
    f[random.integers(tokens), 1] = 0 if shut else 1
    g[random.integers(tokens), 2] = np.nan if bad else 0
    c, expected, c_before = np.empty_like(f), np.empty_like(f), np.zeros(4)
    for t in range(tokens):
        expected[t] = c_before = f[t] * c_before + i[t] * g[t]
    cell_state_over_time(f, i, g, c)
    np.testing.assert_allclose(c, expected, rtol=1e-12, atol=1e-14)
    shorter = np.empty_like(c[: tokens // 2 + 1])
    cell_state_over_time(*(values[: len(shorter)] for values in (f, i, g)), shorter)
    np.testing.assert_array_equal(shorter, c[: len(shorter)], "what comes later changes nothing before it")
