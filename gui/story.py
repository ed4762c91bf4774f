"""The recorded reading with which the window opens: there before the engine is."""

import numpy as np

from engine.cells import CELLS
from engine.record.files import load_gradient, load_trace
from engine.stories import STORIES
from gui import resources
from gui.scene import Run, Scene


def recorded_story(language: str) -> Scene:
    """The story in this language, read by the three shipped networks, gradients included.

    The selected unit is the one with the most in memory at the end: one worth watching.
    """
    story = STORIES[language]
    runs = {}
    for cell in CELLS:
        place = resources.path("traces", f"{language}-{cell}")
        trace = load_trace(place.with_suffix(".trace.npz"))
        runs[cell] = Run(trace, load_gradient(place.with_suffix(".gradient.npz")))
    memory = runs["lstm"].trace.values("c", 0)[-1]
    return Scene(runs, "lstm", unit=int(np.abs(memory).argmax()), text=story.text)
