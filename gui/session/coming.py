"""What the reader asked to have read, until all its traces are there: text and networks on their way."""

from PySide6.QtCore import QObject, Signal, Slot

from engine.cells import CELLS
from engine.data.tokenizer import UNKNOWN, Tokenizer
from engine.process.requests import RunRequest
from engine.record.trace import Trace
from gui.language import language_of
from gui.scene import Run
from gui.session.choice import Choice
from gui.session.inquiry import Inquiry


class Coming(Inquiry):
    """The scene that is on its way, as far as it is known.

    Signals:
        complete: all networks have read: what has come may be shown.
        record: what comes after that, a gradient for example.

    Attributes:
        text: as the reader gave it.
        words: how many words of it are read, see `as_read`.
        choice: the networks that read it.
        retyped: the token of the text in sight that was retyped; None for another text.
        runs: those that have read it, as they are held.
        untouched: of those that are held, the readings with nothing held.
    """

    complete = Signal()
    record = Signal(object)

    def __init__(self, choice: Choice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.text, self.words, self.choice = "", 0, choice
        self.retyped: int | None = None
        self.runs: dict[str, Run] = {}
        self.untouched: dict[str, Run] = {}
        self._held: dict[str, Run] = {}
        self._plain: dict[str, Run] = {}
        self._expected = 0
        self.produced.connect(self._take)

    def begin(self, text: str, words: int, choice: Choice, retyped: int | None = None) -> RunRequest:
        """Another text, or other networks: what to ask."""
        self.text, self.words, self.choice, self.retyped = text, words, choice, retyped
        self._held, self._plain = {}, {}
        models = choice.untouched.models() + choice.models(choice.held_cells())
        self._expected = len(models)
        return RunRequest(models, as_read(text, words), device=choice.device)

    @Slot(object)
    def _take(self, record: object) -> None:
        if not isinstance(record, Trace):
            self.record.emit(record)
            return
        (self._held if record.provenance.holds else self._plain)[record.cell] = Run(record)
        if len(self._held) + len(self._plain) == self._expected:
            read = {**self._plain, **self._held}
            self.runs = {cell: read[cell] for cell in CELLS if cell in read}
            self.untouched = {cell: self._plain[cell] for cell in self.runs if cell in self._held}
            self.complete.emit()


def as_read(text: str, words: int) -> str:
    """So many words of a text, which is repeated as often as it takes; 0 for the text as it is."""
    if words == 0:
        return text
    chinese = language_of(text) == "zh"
    cut = Tokenizer("characters" if chinese else "words", (UNKNOWN,)).cut(text)
    return ("" if chinese else " ").join((cut * (words // len(cut) + 1))[:words])
