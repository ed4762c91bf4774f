"""What has to be remembered: the word that counts most in the prediction, and how far back it is."""

from dataclasses import dataclass

import numpy as np

from gui.readings.judgement import is_spoken, output_count
from gui.scene import Moment, Scene


@dataclass(frozen=True)
class Need:
    """What has to be remembered.

    Attributes:
        token: which word.
        words: how many words ago it was read.
        counts_most: whether it has the largest share; else it is the first word, for want of shares.
    """

    token: int
    words: int
    counts_most: bool


def known_words(scene: Scene, moment: Moment) -> int:
    """After how many words the prediction is known."""
    return scene.tau(moment) + is_spoken(scene, moment)


def needed(scene: Scene, moment: Moment) -> Need | None:
    """The word that counts most in the last prediction; None while that is not known."""
    last = known_words(scene, moment) - 1
    if last < 0 or scene.definition.memory is None:
        return None
    row = None if scene.run.memory is None else scene.run.memory.row("share", last)
    if row is not None and np.isfinite(row[: last + 1]).any():
        token = int(np.argmax(np.where(np.isfinite(row), np.abs(row), -1.0)))
        return Need(token, last - token, counts_most=True)
    if row is None and output_count(scene.trace) == 1 and "memory" not in scene.refusals:
        return None  # on its way
    return Need(0, last, counts_most=False)
