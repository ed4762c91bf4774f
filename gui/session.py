"""The current scene, what was asked of the engine for it, and what became of that."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance, Slot

from engine.cells import CELLS
from engine.library import each_shipped
from engine.network import ModelCard
from engine.record.gradient_flow import GradientFlow
from engine.record.trace import Trace
from engine.requests import GradientRequest, RunRequest
from engine.stories import STORIES
from gui.choice import Choice
from gui.language import language_of, say, translate
from gui.scene import Moment, Run, Scene

ROW_DELAY_MS = 60  # while the reader scrubs, only the token where he rests is worth a row


class Engine(Protocol):
    """What a session needs of the engine's client; tests give it a few lines instead."""

    produced: SignalInstance
    progressed: SignalInstance
    failed: SignalInstance
    noticed: SignalInstance
    finished: SignalInstance

    def submit(self, request: RunRequest | GradientRequest) -> int:
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
        choice_changed: the new `Choice`.
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
        self._pending: _Pending | None = None
        self._row_ticket = -1
        self._wanted_row = -1
        self._row_timer = QTimer(self)
        self._row_timer.setSingleShot(True)
        self._row_timer.setInterval(ROW_DELAY_MS)
        self._row_timer.timeout.connect(self._request_row)
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
        else:
            self.families.setdefault(card.task, {})[card.cell] = card

    def open(self, scene: Scene) -> None:
        """Shows a scene that was recorded earlier."""
        self._show(scene)

    # What the reader asks for

    def read(self, text: str, family: str | None = None) -> None:
        """Reads another text with the chosen networks, or with a family that knows its language."""
        text = text.strip()
        if not text:
            self.failed.emit(say("empty_text"))
            return
        choice = self.choice if family is None else replace(self.choice, family=family, path=None)
        language = language_of(text)
        if choice.path is None and not choice.family.endswith(f"-{language}"):
            choice = replace(choice, family=STORIES[language].family)
            self.noticed.emit(
                translate("Session", "Reading with {family}, which knows this language.").format(
                    family=choice.family
                )
            )
        self._submit(text, choice)

    def choose(self, change: Callable[[Choice], Choice]) -> None:
        """Changes which networks read, and reads again; a family of another language brings its story."""
        choice = change(self.choice)
        text = self.scene.text if self.scene else ""
        if choice.path is None and not choice.family.endswith(f"-{language_of(text)}"):
            language = choice.family.rsplit("-", 1)[-1]
            text = STORIES[language].text
        self._submit(text, choice)

    def show_cell(self, cell: str) -> None:
        """Looks into another cell, where the scene has it."""
        if self.scene and cell in self.scene.runs:
            self._show(self.scene.with_cell(cell))

    def select_unit(self, unit: int) -> None:
        """Selects a hidden unit in every panel."""
        if self.scene:
            self._show(replace(self.scene, unit=unit % self.scene.trace.hidden_size))

    def select_layer(self, layer: int) -> None:
        """Looks into another layer."""
        if self.scene and 0 <= layer < self.scene.trace.layers:
            self._show(replace(self.scene, layer=layer))

    def toggle_order(self) -> None:
        """Orders the gate bars by value, or by unit again."""
        if self.scene:
            self._show(replace(self.scene, order_by_value=not self.scene.order_by_value))

    def toggle_relative(self) -> None:
        """Shows gradients relative to their value at the current token, or absolute again."""
        if self.scene:
            self._show(replace(self.scene, relative_gradient=not self.scene.relative_gradient))

    def cancel(self) -> None:
        """Gives up what the engine is doing; the scene stays."""
        if self._pending is None and self._row_ticket < 0:
            return
        self._engine.cancel()
        self._done()
        self.noticed.emit(translate("Session", "Cancelled."))

    @Slot(object, object)
    def follow(self, scene: Scene, moment: Moment) -> None:
        """Long texts have no full gradient record: asks for the row of the token where the reader rests."""
        if scene.busy or self._pending is not None:
            return
        gradient = scene.runs[scene.cell].gradient
        key = f"norm_h_l{scene.layer}"
        if gradient is not None and gradient.row(key, moment.token) is not None:
            self._row_timer.stop()
            return
        if self._row_ticket >= 0 and self._wanted_row == moment.token:
            return  # on its way, perhaps there for one cell already
        self._wanted_row = moment.token
        self._row_timer.start()

    # What comes back

    def _submit(self, text: str, choice: Choice) -> None:
        models = choice.models()
        ticket = self._engine.submit(RunRequest(models, text, device=choice.device))
        self._pending = _Pending(ticket, text, choice, len(models))
        self._row_ticket = -1
        self._row_timer.stop()

    @Slot()
    def _request_row(self) -> None:
        if self.scene is None or self._pending is not None:
            return
        self._row_ticket = self._engine.submit(
            GradientRequest(self.choice.models(), self.scene.text, self._wanted_row, self.choice.device)
        )

    @Slot(int, int, object)
    def _receive(self, ticket: int, index: int, record: object) -> None:
        pending = self._pending
        if pending is not None and ticket == pending.ticket:
            if isinstance(record, Trace):
                self._take_trace(pending, record)
            elif isinstance(record, GradientFlow):
                self._take_gradient(record)
        elif ticket == self._row_ticket and isinstance(record, GradientFlow):
            self._take_gradient(record)

    def _take_trace(self, pending: _Pending, trace: Trace) -> None:
        pending.runs[trace.cell] = Run(trace)
        if len(pending.runs) < pending.expected:
            return
        old = self.scene
        runs = {cell: pending.runs[cell] for cell in CELLS if cell in pending.runs}
        cell = old.cell if old and old.cell in runs else next(iter(reversed(runs)))
        scene = Scene(
            runs,
            cell,
            order_by_value=bool(old and old.order_by_value),
            relative_gradient=bool(old and old.relative_gradient),
            busy=True,
            text=pending.text,
        )
        hidden, layers = runs[cell].trace.hidden_size, runs[cell].trace.layers
        if old:
            scene = replace(scene, unit=min(old.unit, hidden - 1), layer=min(old.layer, layers - 1))
        if pending.choice != self.choice:
            self.choice = pending.choice
            self.choice_changed.emit(self.choice)
        self._warn(runs[cell].trace)
        self._show(scene)

    def _take_gradient(self, flow: GradientFlow) -> None:
        if self.scene is None:
            return
        cell = flow.provenance.cell
        runs = dict(self.scene.runs)
        if cell in runs:
            runs[cell] = replace(runs[cell], gradient=flow)
            self._show(replace(self.scene, runs=runs))

    def _warn(self, trace: Trace) -> None:
        bad = trace.first_bad()
        if bad is not None:
            self.failed.emit(
                translate(
                    "Session", "Values overflow: first at word {token}, layer {layer}, {symbol}."
                ).format(token=bad.token + 1, layer=bad.layer, symbol=bad.symbol)
            )
        elif not trace.known.any():
            self.noticed.emit(translate("Session", "None of these words is in the vocabulary."))

    @Slot(int, float, str, object)
    def _progress(self, ticket: int, fraction: float, key: str, fields: dict[str, object]) -> None:
        if self._is_current(ticket):
            self.progressed.emit(min(fraction, 0.99), say(key, **fields))

    @Slot(int)
    def _finish(self, ticket: int) -> None:
        if self._is_current(ticket):
            self._done()

    @Slot(int, str, object)
    def _fail(self, ticket: int, key: str, fields: dict[str, object]) -> None:
        if self._is_current(ticket):
            self._done()
        elif ticket != 0:  # ticket 0: the engine itself, not what was asked of it
            return
        self.failed.emit(say(key, **fields))

    @Slot(str, object)
    def _notice(self, key: str, fields: dict[str, object]) -> None:
        self.noticed.emit(say(key, **fields))

    def _is_current(self, ticket: int) -> bool:
        return ticket == self._row_ticket or (self._pending is not None and ticket == self._pending.ticket)

    def _done(self) -> None:
        self._pending = None
        self._row_ticket = -1
        self.progressed.emit(1.0, "")
        if self.scene and self.scene.busy:
            self._show(replace(self.scene, busy=False))

    def _show(self, scene: Scene) -> None:
        self.scene = scene
        self.scene_changed.emit(scene)
