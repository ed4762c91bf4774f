"""The recorded reading with which the window opens: there before the engine is."""

from engine.cells import CELLS
from engine.files.records import load
from engine.record.gradient_flow import GradientFlow
from engine.record.leave_one_out import LeaveOneOut
from engine.record.memory_flow import MemoryFlow
from engine.record.trace import Trace
from engine.stories import STORIES
from gui import resources
from gui.scene import Run, Scene
from gui.session.chosen_units import default_unit
from gui.view import View


def recorded_story(language: str) -> Scene:
    """The story in this language, read by the three shipped networks, all that the first pages show included.

    The selected unit is the one that moves the verdict of the LSTM most.
    """
    story = STORIES[language]
    runs = {}
    for cell in CELLS:
        place = resources.path("traces", f"{language}-{cell}")
        trace = load(Trace, place.with_suffix(".trace.npz"))
        gradient = load(GradientFlow, place.with_suffix(".gradient.npz"))
        has_ledger = CELLS[cell].memory is not None
        memory = load(MemoryFlow, place.with_suffix(".memory.npz")) if has_ledger else None
        left_out = load(LeaveOneOut, place.with_suffix(".left_out.npz"))
        runs[cell] = Run(trace, gradient, memory, leave_one_out=left_out)
    return Scene(runs, View("lstm", unit=default_unit(runs["lstm"].trace)), text=story.text)
