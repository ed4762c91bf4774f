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
        runs: those that have read it.
    """

    complete = Signal()
    record = Signal(object)

    def __init__(self, choice: Choice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.text, self.words, self.choice = "", 0, choice
        self.runs: dict[str, Run] = {}
        self._expected = 0
        self.produced.connect(self._take)

    def begin(self, text: str, words: int, choice: Choice) -> RunRequest:
        """Another text, or other networks: what to ask."""
        self.text, self.words, self.choice = text, words, choice
        self.runs, models = {}, choice.models()
        self._expected = len(models)
        return RunRequest(models, as_read(text, words), device=choice.device)

    @Slot(object)
    def _take(self, record: object) -> None:
        if not isinstance(record, Trace):
            self.record.emit(record)
            return
        self.runs[record.cell] = Run(record)
        if len(self.runs) == self._expected:
            self.runs = {cell: self.runs[cell] for cell in CELLS if cell in self.runs}
            self.complete.emit()


def as_read(text: str, words: int) -> str:
    """So many words of a text, which is repeated as often as it takes; 0 for the text as it is."""
    if words == 0:
        return text
    chinese = language_of(text) == "zh"
    cut = Tokenizer("characters" if chinese else "words", (UNKNOWN,)).cut(text)
    return ("" if chinese else " ").join((cut * (words // len(cut) + 1))[:words])
