"""The current scene, what was asked of the engine for it, and what became of that."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance, Slot

from engine.cells import CELLS
from engine.data.tokenizer import UNKNOWN, Tokenizer
from engine.models.library import each_shipped
from engine.models.network import ModelCard
from engine.process.requests import Request, RunRequest
from engine.questions import GRADIENT, kind_of
from engine.record.arrays import Record
from engine.record.trace import Trace
from engine.stories import STORIES
from gui.language import language_of, say, translate
from gui.scene import Moment, Run, Scene
from gui.session.choice import Choice
from gui.session.follower import Follower
from gui.session.known_distances import KnownDistances
from gui.session.wanted import Wanted, megabytes_of_all_rows
from gui.view import View, WeightChoice, WordChange


class Engine(Protocol):
    """What a session needs of the engine's client; tests give it a few lines instead."""

    produced: SignalInstance
    progressed: SignalInstance
    failed: SignalInstance
    noticed: SignalInstance
    finished: SignalInstance

    def submit(self, request: Request) -> int:
        """Asks the engine; a newer request makes an older one stop."""

    def cancel(self) -> None:
        """Ends what runs."""


@dataclass
class _Pending:
    """A reading on its way: shown as soon as all its traces are there."""

    ticket: int
    text: str
    choice: Choice
    expected: int
    runs: dict[str, Run] = field(default_factory=dict)


class Session(QObject):
    """Holds the scene and asks the engine for the next one. What fails leaves the scene as it was.

    Signals:
        scene_changed: the new `Scene`.
        choice_changed: the `Choice` that counts now, which may still be on its way.
        families_listed: what ships, family to cell to card.
        failed: a sentence for people.
        noticed: a quieter sentence for the status bar.
        progressed: how far the engine is (0 to 1; 1 means done) and what it does.
    """

    scene_changed = Signal(object)
    choice_changed = Signal(object)
    families_listed = Signal(object)
    failed = Signal(str)
    noticed = Signal(str)
    progressed = Signal(float, str)

    def __init__(self, engine: Engine, choice: Choice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self.choice = choice
        self.scene: Scene | None = None
        self._text = ""  # as the reader gave it, before it was lengthened or cut
        self._pending: _Pending | None = None
        self.follower = Follower(self)
        self.follower.due.connect(self._ask)
        self._moment: Moment | None = None
        self._stopped: tuple[str, Moment | None] | None = None  # a record that was cancelled, and where
        self._distances = KnownDistances()
        self.families: dict[str, dict[str, ModelCard]] = {}
        self._unread: Iterator[ModelCard] = iter(())
        self._reader = QTimer(self)
        self._reader.setInterval(0)
        self._reader.timeout.connect(self._read_card)
        engine.produced.connect(self._receive)
        engine.progressed.connect(self._progress)
        engine.failed.connect(self._fail)
        engine.noticed.connect(self._notice)
        engine.finished.connect(self._finish)

    def list_families(self) -> None:
        """Reads what ships, one header in each turn of the event loop, so that the window never waits."""
        self._unread = each_shipped()
        self._reader.start()

    @Slot()
    def _read_card(self) -> None:
        card = next(self._unread, None)
        if card is None:
            self._reader.stop()
            self.families_listed.emit(self.families)
            self._distances.read(card for family in self.families.values() for card in family.values())
            if self.scene:
                self._show(self.scene)
        else:
            self.families.setdefault(card.task, {})[card.cell] = card

    def open(self, scene: Scene) -> None:
        """Shows a scene that was recorded earlier."""
        self._text = scene.text
        self._distances.keep(scene.measured)
        self._show(scene)

    # What the reader asks for

    @property
    def latest(self) -> Choice:
        """The networks that were chosen last, those on their way included: wishes may come fast."""
        return self._pending.choice if self._pending is not None else self.choice

    @property
    def latest_text(self) -> str:
        """The text that was asked for last."""
        if self._pending is not None:
            return self._pending.text
        return self.scene.text if self.scene else ""

    def read(self, text: str, family: str | None = None) -> None:
        """Reads another text with the chosen networks, or with a family that knows its language."""
        text = text.strip()
        if not text:
            self.failed.emit(say("empty_text"))
            return
        choice = self.latest if family is None else replace(self.latest, family=family, path=None)
        language = language_of(text)
        if choice.path is None and not choice.family.endswith(f"-{language}"):
            choice = replace(choice, family=STORIES[language].family)
            self.noticed.emit(
                translate("Session", "Reading with {family}, which knows this language.").format(
                    family=choice.family
                )
            )
        self._text = text
        self._submit(text, choice)

    def choose(self, change: Callable[[Choice], Choice]) -> None:
        """Changes which networks read, and reads again; a family of another language brings its story."""
        choice = change(self.latest)
        text = self.latest_text
        if choice.path is None and not choice.family.endswith(f"-{language_of(text)}"):
            language = choice.family.rsplit("-", 1)[-1]
            self._text = text = STORIES[language].text
        self._submit(text, choice)

    def read_length(self, length: int) -> None:
        """Reads so many words of the reader's text, repeated as often as it takes; 0 for the whole text."""
        language = language_of(self._text)
        words = Tokenizer("characters" if language == "zh" else "words", (UNKNOWN,)).cut(self._text)
        repeated = (words * (length // len(words) + 1))[:length]
        text = ("" if language == "zh" else " ").join(repeated) if length else self._text
        self._submit(text, self.latest)

    def show_cell(self, cell: str) -> None:
        """Looks into another cell, where the scene has it."""
        if self.scene and cell in self.scene.runs:
            self._show(self.scene.with_cell(cell))

    def select_unit(self, unit: int) -> None:
        """Selects a hidden unit in every panel."""
        if self.scene:
            self._show(self.scene.seen(unit=unit % self.scene.trace.hidden_size))

    def select_layer(self, layer: int) -> None:
        """Looks into another layer."""
        if self.scene and 0 <= layer < self.scene.trace.layers:
            self._show(self.scene.seen(layer=layer))

    def look(self, **changes: object) -> None:
        """Looks at the scene in another way: other values for some fields of its view."""
        if self.scene:
            self._show(self.scene.seen(**changes))

    def start_backward_at(self, token: int) -> None:
        """The backward pass starts from the output ℓ at this token."""
        if self.scene and 0 <= token < self.scene.length:
            self._show(self.scene.seen(origin=token))

    def test_word(self, change: WordChange) -> None:
        """The forgetting test replaces or leaves out another word."""
        if self.scene and 0 <= change.token < self.scene.length:
            self._show(_without_refusal(self.scene.seen(tested=change), "forgetting"))

    def choose_weight(self, weight: WeightChoice) -> None:
        """Shows the update rule on another weight."""
        if self.scene:
            self._show(_without_refusal(self.scene.seen(weight=weight), "update"))

    def measure_distances(self) -> None:
        """Asks networks again what they know so many neutral words after an opinion."""
        if self._pending is None:
            self.follower.stop()
            self._distances.begin(self._engine.submit(self._distances.request(self.choice)))

    def cancel(self) -> None:
        """Gives up what the engine is doing; the scene stays."""
        if self._pending is None and max(self.follower.ticket, self._distances.ticket) < 0:
            return
        asked = self.follower.asked if self.follower.ticket >= 0 else None
        stopped = (
            asked.name if asked is not None else "gradient" if self.scene and self.scene.busy else ""
        )
        self._engine.cancel()
        self._done()
        sentence = translate("Session", "Cancelled.")
        if stopped and self.scene:
            # Until the reader moves, he does not want it; a panel that waits for it says so.
            self._stopped = (stopped, self._moment)
            self._show(replace(self.scene, refusals={**self.scene.refusals, stopped: sentence}))
        self._go_on()
        self.choice_changed.emit(self.choice)  # what was wished for and cancelled is not chosen
        self.noticed.emit(sentence)

    def close(self) -> None:
        """Asks for nothing more."""
        self.follower.needs = frozenset
        self.follower.stop()
        self._reader.stop()

    @Slot(object, object)
    def follow(self, scene: Scene, moment: Moment) -> None:
        """Asks for what the panels in sight need of this moment and do not have yet, one after the other."""
        self._moment = moment
        if self._stopped is not None and moment != self._stopped[1]:
            record, self._stopped = self._stopped[0], None
            self._show(_without_refusal(scene, record))
            return  # shown again, the scene comes by here again
        if scene.busy or self._pending is not None or self._distances.ticket >= 0:
            return
        self.follower.follow(scene, moment)

    # What comes back

    def _submit(self, text: str, choice: Choice) -> None:
        models = choice.models()
        if choice != self.choice:
            self._distances.forget()
        ticket = self._engine.submit(RunRequest(models, text, device=choice.device))
        self._pending = _Pending(ticket, text, choice, len(models))
        self.follower.stop()
        self._distances.ticket = -1
        self.choice_changed.emit(choice)

    @Slot(object)
    def _ask(self, wanted: Wanted) -> None:
        if self.scene is None or self._pending is not None:
            return
        models = self.choice.models(wanted.cells)
        request = wanted.request(models, self.scene.text, self.choice.device)
        self.follower.await_answer(wanted, self._engine.submit(request))

    @Slot(int, int, object)
    def _receive(self, ticket: int, index: int, record: Record) -> None:
        pending = self._pending
        if pending is not None and ticket == pending.ticket:
            if isinstance(record, Trace):
                self._take_trace(pending, record)
            else:
                self._take(record)
        elif self._distances.takes(ticket, record):
            if self.scene:
                self._show(self.scene)
        elif ticket == self.follower.ticket:
            self._take(record)

    def _take_trace(self, pending: _Pending, trace: Trace) -> None:
        pending.runs[trace.cell] = Run(trace)
        if len(pending.runs) < pending.expected:
            return
        old = self.scene
        runs = {cell: pending.runs[cell] for cell in CELLS if cell in pending.runs}
        cell = old.view.cell if old and old.view.cell in runs else next(iter(reversed(runs)))
        before = old or Scene(runs, View(cell))
        # how the reader looks at it stays
        scene = replace(before, runs=runs, busy=True, text=pending.text).with_cell(cell)
        if before.trace.tokens != scene.trace.tokens:
            scene = scene.seen(origin=None, tested=None)
        if chosen := pending.choice != self.choice:
            self.choice = pending.choice
            self.choice_changed.emit(self.choice)
        self._warn(runs, cell, chosen)
        self._show(scene)

    def _take(self, record: Record) -> None:
        question = kind_of(record)
        if self.scene is None or question is None:
            return
        name, made = question.name, record.provenance
        runs = dict(self.scene.runs)
        run = runs.get(made.cell)
        if run is None or run.trace.provenance.weights_sha256 != made.weights_sha256:
            sentence = translate("Session", "The model file has changed since it was read: open it again.")
            self._show(replace(self.scene, refusals={**self.scene.refusals, name: sentence}))
            return
        runs[made.cell] = replace(run, **{name: record})  # type: ignore[arg-type]
        self._show(replace(self.scene, runs=runs))

    def _warn(self, runs: Mapping[str, Run], cell: str, chosen: bool) -> None:
        """Says what the reader should know of these traces, and of their networks if they are new."""
        trace = runs[cell].trace
        bad = trace.first_bad()
        notes = trace.provenance.notes if chosen else ()
        sentences = [say(note.key, **dict(note.fields)) for note in notes]
        if bad is not None:
            self.failed.emit(
                translate(
                    "Session", "Values overflow: first at word {token}, layer {layer}, {symbol}."
                ).format(token=bad.token + 1, layer=bad.layer, symbol=bad.symbol)
            )
        elif trace.length > GRADIENT.whole_tokens:
            sentences.append(
                translate(
                    "Session",
                    "{tokens} words: all pairs of them would take {need} MB, so what is seen from a word is "
                    "computed where you rest.",
                ).format(tokens=trace.length, need=megabytes_of_all_rows(runs))
            )
        elif not trace.known.any():
            sentences.append(translate("Session", "None of these words is in the vocabulary."))
        if sentences:
            self.noticed.emit(" ".join(sentences))

    @Slot(int, float, str, object)
    def _progress(self, ticket: int, fraction: float, key: str, fields: dict[str, object]) -> None:
        if self._is_current(ticket):
            self.progressed.emit(min(fraction, 0.99), say(key, **fields))

    @Slot(int)
    def _finish(self, ticket: int) -> None:
        if self._is_current(ticket):
            self._done()
            self._go_on()

    @Slot(int, str, object)
    def _fail(self, ticket: int, key: str, fields: dict[str, object]) -> None:
        if self._is_current(ticket):
            asked = self.follower.asked if ticket == self.follower.ticket else None
            if asked is not None and self.scene is not None:
                self._show(
                    replace(
                        self.scene, refusals={**self.scene.refusals, asked.name: say(key, **fields)}
                    )
                )
            self._done()
            self._go_on()
            self.choice_changed.emit(self.choice)  # what was wished for and refused is not chosen
        elif ticket != 0:  # ticket 0: the engine itself, not what was asked of it
            return
        self.failed.emit(say(key, **fields))

    def _go_on(self) -> None:
        """Asks for the next thing that is missing."""
        if self.scene is not None and self._moment is not None:
            self.follow(self.scene, self._moment)

    @Slot(str, object)
    def _notice(self, key: str, fields: dict[str, object]) -> None:
        self.noticed.emit(say(key, **fields))

    def _is_current(self, ticket: int) -> bool:
        awaited = self._pending.ticket if self._pending is not None else -1
        return ticket in (self.follower.ticket, self._distances.ticket, awaited)

    def _done(self) -> None:
        self._pending = None
        self.follower.ticket = self._distances.ticket = -1
        self.progressed.emit(1.0, "")
        if self.scene and self.scene.busy:
            self._show(replace(self.scene, busy=False))

    def _show(self, scene: Scene) -> None:
        self.scene = self._distances.added_to(scene)
        self.scene_changed.emit(self.scene)


def _without_refusal(scene: Scene, record: str) -> Scene:
    """The scene after something else was asked for: what was refused may be given now."""
    return replace(scene, refusals={name: why for name, why in scene.refusals.items() if name != record})
