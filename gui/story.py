"""The recorded reading with which the window opens: there before the engine is."""

from engine.cells import CELLS
from engine.record.files import load_gradient, load_trace
from engine.stories import STORIES
from gui import resources
from gui.scene import Run, Scene


def recorded_story(language: str) -> Scene:
    """The story in this language, read by the three shipped networks, gradients included."""
    story = STORIES[language]
    runs = {}
    for cell in CELLS:
        place = resources.path("traces", f"{language}-{cell}")
        trace = load_trace(place.with_suffix(".trace.npz"))
        runs[cell] = Run(trace, load_gradient(place.with_suffix(".gradient.npz")))
    return Scene(runs, "lstm", text=story.text)
