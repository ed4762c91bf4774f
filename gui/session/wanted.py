"""What the panels in sight still miss: the one thing to ask of the engine next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from engine.cells import CELLS
from engine.process.requests import ModelSource, TextRequest
from engine.questions import GRADIENT, LEAVE_ONE_OUT, MEMORY, QUESTIONS, Cells, Question, answers
from gui.readings.chosen_weight import chosen_weight
from gui.readings.judgement import last_known
from gui.scene import Moment, Run, Scene


@dataclass(frozen=True)
class Wanted:
    """A record that is missing.

    Attributes:
        question: what asks for it; its name is the record's in a `Run`.
        cells: the cells for which it is wanted.
        particulars: what is asked exactly: `at`, the token from which it is seen (None for all of them), and
            what this kind of request adds.
        untouched: whether it is wanted of the readings with nothing held, which stay in sight as ghosts.
    """

    question: Question[Any, Any]
    cells: tuple[str, ...]
    particulars: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    untouched: bool = False

    @property
    def record(self) -> str:
        """The name of the record."""
        return self.question.name

    def request(
        self, models: tuple[ModelSource, ...], text: str, device: str, dtype: str = "float32"
    ) -> TextRequest:
        """The request for it."""
        request: TextRequest = self.question.request(
            models, text, device=device, dtype=dtype, **self.particulars
        )
        return request


def next_wanted(
    scene: Scene, moment: Moment, needs: Collection[str], refused: Collection[str] = ()
) -> Wanted | None:
    """The first record that the panels need and that the scene does not have; None if all are there.

    What is on screen comes first, then its ghost: the readings of the same text with nothing held.

    Args:
        scene: What is known.
        moment: Where the reader is.
        needs: Names of the records that the panels in sight are drawn from.
        refused: Names of those that the engine could not give.
    """
    ghosts = scene.before.runs if scene.before is not None and scene.before.tokens is None else {}
    for runs in (scene.runs, ghosts):
        for question in QUESTIONS:
            name = question.name
            if name not in needs or name in refused or (name == "forgetting" and scene.leaves_nothing):
                continue
            here = _seen_from(scene, moment, name)
            wanted = question.request((), scene.text, **here)
            known = {cell: getattr(runs[cell], name) for cell in _cells(scene, question) if cell in runs}
            missing = tuple(cell for cell in known if known[cell] is None or not answers(known[cell], wanted))
            if missing:
                whole = question.comes_whole(scene.trace)
                return Wanted(question, missing, {**here, "at": None} if whole else here, runs is ghosts)
    return None


def megabytes_of_all_rows(runs: Mapping[str, Run]) -> int:
    """What gradients, shares and left-out tokens of all pairs of tokens would take, in MB."""
    needed = 0.0
    for cell, run in runs.items():
        with_memory = (MEMORY,) if CELLS[cell].memory is not None else ()
        for question in (GRADIENT, LEAVE_ONE_OUT, *with_memory):
            needed += question.megabytes(run.trace, run.trace.length)
    return round(needed)


def _seen_from(scene: Scene, moment: Moment, name: str) -> dict[str, Any]:
    """What exactly is wanted of a record where the reader is."""
    if name == "forgetting":
        return {"at": scene.change.token, "word": scene.change.word}
    if name == "leave_one_out":  # of a long text one token: one record tells of it at every τ
        return {"at": scene.change.token}
    if name == "update":
        weight = chosen_weight(scene)
        return {
            "at": scene.tau(moment), "weight": weight.name, "row": weight.row, "column": weight.column
        }  # fmt: skip
    if name == "attribution":  # mid-step that of the word before stays in sight
        moment = last_known(scene, moment) or moment
    return {"at": scene.tau(moment)}


def _cells(scene: Scene, question: Question[Any, Any]) -> tuple[str, ...]:
    """For which cells a record is wanted."""
    if question.cells is Cells.SHOWN:
        return (scene.view.cell,)
    memory = question.cells is Cells.WITH_MEMORY
    return tuple(cell for cell in scene.runs if not memory or CELLS[cell].memory is not None)
