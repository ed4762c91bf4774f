"""The scene: the reading that a changed one came out of stands beside it, word by word."""

from dataclasses import replace

import numpy as np

from gui.scene import Before, Scene


def test_what_was_before_stands_at_the_words_on_screen(scene: Scene) -> None:
    """One word was put in, another left out: the others find themselves."""
    values = np.arange(8.0).reshape(4, 2)
    assert np.array_equal(Before(scene.runs).aligned(values), values)
    now = Before(scene.runs, tokens=(0, -1, 1, 3)).aligned(values)
    np.testing.assert_array_equal(now, [[0, 1], [np.nan, np.nan], [2, 3], [6, 7]])


def test_only_a_changed_cell_has_a_ghost(scene: Scene) -> None:
    assert scene.ghost is None
    changed = replace(scene, before=Before({"gru": scene.runs["gru"]}))
    assert changed.with_cell("gru").ghost is scene.runs["gru"]
    assert changed.with_cell("lstm").ghost is None
