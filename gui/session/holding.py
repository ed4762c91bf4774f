"""The text in sight, read again by the same networks that are held in another way."""

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from engine.cells import CELLS
from engine.process.requests import Request, RunRequest
from engine.questions import Cells, kind_of
from engine.record.arrays import Record
from engine.record.trace import Trace
from gui.language import translate
from gui.scene import Before, Moment, Run, Scene
from gui.session.choice import Choice
from gui.session.coming import as_read
from gui.session.inquiry import Inquiry
from gui.session.wanted import Wanted, next_wanted


class Holding(Inquiry):
    """The held readings that are on their way, with what the panels in sight draw of them.

    They are shown when all of that has come, for else every panel would empty itself and fill again at each
    step of a drag. A newer wish waits until then: it would only make the engine begin anew, and nothing would
    ever come while the reader drags.

    Attributes:
        choice: the networks as they are held.
        wish: as the reader wants them held after that; None for as they are.
        scene: what was in sight, with the held readings in it once all traces have come.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choice: Choice | None = None
        self.wish: Choice | None = None
        self.scene: Scene | None = None
        self._seen: Scene | None = None
        self._read: dict[tuple[str, object], Run] = {}
        self._asked: Wanted | None = None
        self._reads = False  # the traces are on their way
        self.produced.connect(self._take)

    def begin(self, scene: Scene, choice: Choice) -> None:
        """The scene that is in sight, and its networks as they shall be held.

        What was refused of them as they were may be given now.
        """
        self.choice, self.wish = choice, None
        self.scene, self._seen, self._asked, self._reads = None, replace(scene, refusals={}), None, False
        known = list(scene.runs.values())
        if scene.before is not None and scene.before.tokens is None:
            known += scene.before.runs.values()
        self._read = {(run.trace.cell, run.trace.provenance.holds): run for run in known}

    def let_go(self) -> None:
        """Nothing is on its way any more, and nothing waits for it."""
        super().let_go()
        self.wish = None

    def next_request(self, needs: Collection[str], moment: Moment | None) -> Request | None:
        """What has to be asked now; None when all is there, and in `scene`, or nothing more can be had."""
        assert self._seen is not None and self.choice is not None  # noqa: PT018
        seen, choice = self._seen, self.choice
        text = as_read(seen.text, seen.words)
        if self.scene is None:
            held = {cell: choice.held(cell) for cell in seen.runs if choice.held(cell)}
            plain = [cell for cell in seen.runs if (cell, ()) not in self._read]
            new = [cell for cell in held if (cell, held[cell]) not in self._read]
            if plain or new:
                if self._reads:
                    return None
                self._reads = True
                models = choice.untouched.models(plain) + choice.models(new)
                return RunRequest(models, text, device=choice.device, with_gradient=False)
            runs = {cell: self._read[cell, choice.held(cell)] for cell in CELLS if cell in seen.runs}
            untouched = {cell: self._read[cell, ()] for cell in held}
            self.scene = replace(seen, runs=runs, before=Before(untouched) if held else None)
        # what takes long comes when it is in sight
        wanted = None if moment is None else next_wanted(self.scene, moment, needs, self.scene.refusals)
        if wanted in (None, self._asked) or wanted.untouched or wanted.question.cells is Cells.SHOWN:
            return None
        self._asked = wanted
        return wanted.request(choice.models(wanted.cells), text, choice.device)

    def refuse(self, why: str) -> bool:
        """Says why a record of what was read does not come; False where it was the reading itself."""
        if self.scene is None or self._asked is None:
            return False
        self.scene = replace(self.scene, refusals={**self.scene.refusals, self._asked.record: why})
        return True

    @Slot(object)
    def _take(self, record: Record) -> None:
        if isinstance(record, Trace):
            seen = None if self._seen is None else self._seen.runs.get(record.cell)
            made = record.provenance
            if seen is not None and seen.trace.provenance.weights_sha256 == made.weights_sha256:
                self._read[record.cell, made.holds] = Run(record)
        elif self.scene is not None:
            self.scene = with_record(self.scene, record) or self.scene


def with_record(scene: Scene, record: Record) -> Scene | None:
    """The scene with a record in the run that it was made of; None where it is of none of them.

    It is about the text in sight: the readings of the one before words were retyped get nothing more.
    """
    question, made = kind_of(record), record.provenance
    if question is None:
        return None

    run = scene.runs.get(made.cell)
    if run is not None and _is_of(record, run):
        return replace(scene, runs={**scene.runs, made.cell: _with(run, question.name, record)})
    before = scene.before
    run = None if before is None or before.tokens is not None else before.runs.get(made.cell)
    if before is not None and run is not None and _is_of(record, run):
        runs = {**before.runs, made.cell: _with(run, question.name, record)}
        return replace(scene, before=replace(before, runs=runs))
    return None


def is_known(scene: Scene, record: Record) -> bool:
    """Whether a record is of a network that has read the scene, held alike or not."""
    run = scene.runs.get(record.provenance.cell)
    return run is not None and run.trace.provenance.weights_sha256 == record.provenance.weights_sha256


def _with(run: Run, name: str, record: Record) -> Run:
    return replace(run, **{name: record})  # type: ignore[arg-type]


def _is_of(record: Record, run: Run) -> bool:
    """Whether a record is about this reading: of the same weights, held alike."""
    made, of = record.provenance, run.trace.provenance
    return (made.weights_sha256, made.holds) == (of.weights_sha256, of.holds)


def file_changed() -> str:
    """What is said where a network is not the one any more that has read."""
    return translate("Session", "The model file has changed since it was read: open it again.")
