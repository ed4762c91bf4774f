"""Records the stories with which the window opens, anew after new models.

Run it as `python -m engine.shipping.record_stories`.
"""

from argparse import ArgumentParser
from pathlib import Path

from engine.analysis.leave_one_out import leave_one_out
from engine.analysis.memory_ledger import memory_flow
from engine.cells import CELLS
from engine.files.records import save
from engine.service import gradient, open_model, trace
from engine.stories import STORIES

TRACES = Path(__file__).parents[2] / "resources" / "traces"


def record(folder: Path = TRACES) -> None:
    """Writes a trace, a gradient, what words left out change, and the ledger where there is one."""
    folder.mkdir(parents=True, exist_ok=True)
    for story in STORIES.values():
        for cell in CELLS:
            model = open_model(f"{story.family}-{cell}")
            place = folder / f"{story.language}-{cell}"
            reading = trace(model, text=story.text, device="cpu")
            save(place.with_suffix(".trace.npz"), reading)
            save(place.with_suffix(".gradient.npz"), gradient(model, text=story.text, device="cpu"))
            save(place.with_suffix(".left_out.npz"), leave_one_out(model, reading))
            if model.cell.memory is not None:
                save(place.with_suffix(".memory.npz"), memory_flow(model, reading))


if __name__ == "__main__":
    ArgumentParser(description=__doc__).parse_args()  # it takes none, and does nothing when asked for help
    record()
