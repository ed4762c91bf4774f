"""Undo and redo: what the reader changed of text, networks, holds and view is given back, step by step.

Scenes are frozen and share their records, so an earlier one is kept whole and shown again at once, without
the engine. Going along the words and zooming into them are no changes: they stay as they are.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from time import monotonic

from PySide6.QtCore import QObject, Signal, Slot

from engine.record.arrays import MEGABYTE, Record
from engine.record.hold import Hold
from gui.language import QT_TRANSLATE_NOOP, translate
from gui.scene import Moment, Run, Scene
from gui.session.choice import Choice, HeldPart
from gui.session.session import Session

MOST_STEPS = 100
MOST_BYTES = 128 * MEGABYTE
"""Of records that are kept for undo and redo alone; the last step can always be taken back."""

PAUSE_S = 1.0
"""What goes on sooner, a drag or a key that is held down, is one step."""

VIEW: Mapping[str, str] = {
    "cell": QT_TRANSLATE_NOOP("History", "cell"),
    "layer": QT_TRANSLATE_NOOP("History", "layer"),
    "unit": QT_TRANSLATE_NOOP("History", "hidden unit"),
    "order_by_value": QT_TRANSLATE_NOOP("History", "order of the bars"),
    "relative_gradient": QT_TRANSLATE_NOOP("History", "scale of the gradients"),
    "word_ink": QT_TRANSLATE_NOOP("History", "colour of the words"),
    "whole_ledger": QT_TRANSLATE_NOOP("History", "ledger"),
    "tested": QT_TRANSLATE_NOOP("History", "forgetting test"),
    "weight": QT_TRANSLATE_NOOP("History", "weight of the step of learning"),
    "rate": QT_TRANSLATE_NOOP("History", "learning rate"),
    "target": QT_TRANSLATE_NOOP("History", "right answer"),
}
"""What is looked at, by its field of a `View`: another cell brings another unit, so it is asked first."""

RUNS = frozenset({"cell", "layer", "unit", "word_ink", "weight", "scale", "seed", "holds"})
"""What is gone through value by value: only where it ends is worth a step."""


@dataclass(frozen=True)
class Standing:
    """How things stand: what one step gives back.

    Attributes:
        scene: what is shown.
        choice: the networks that have read it.
        units: the hidden units that were chosen, network by network.
        moment: where the reader was when he left it.
    """

    scene: Scene
    choice: Choice
    units: Mapping[tuple[str, int], int]
    moment: Moment | None = None


@dataclass(frozen=True)
class Change:
    """What the reader has changed.

    Attributes:
        kind: the field of a `View` or a `Choice`, or `text`.
        name: what it is called, in English.
        held: the gate or the state that is held otherwise, whatever the value: its cell, and where.
    """

    kind: str
    name: str
    held: tuple[str, Hold] | None = None

    def __str__(self) -> str:
        return translate("History", self.name).format(symbol=self.held[1].symbol if self.held else "")


def what_changed(before: Standing, after: Standing) -> Change | None:
    """What the reader changed in between; None if nothing: more may be known, or he may be elsewhere."""
    old, new = before.scene, after.scene
    choice = [
        field.name
        for field in fields(Choice)
        if getattr(before.choice, field.name) != getattr(after.choice, field.name)
    ]
    if new.retypes(old):
        return Change("retyped", QT_TRANSLATE_NOOP("History", "retyped word"))
    if old.text != new.text:
        both = QT_TRANSLATE_NOOP("History", "text and networks")
        return Change("text", both if choice else QT_TRANSLATE_NOOP("History", "text"))
    if old.words != new.words:
        return Change("words", QT_TRANSLATE_NOOP("History", "length of the text"))
    if choice == ["holds"]:
        return _held(before.choice, after.choice)
    if choice == ["device"]:
        return Change("device", QT_TRANSLATE_NOOP("History", "device"))
    if choice:
        return Change(choice[0], QT_TRANSLATE_NOOP("History", "networks"))
    if old.original != new.original:
        return Change("compared", QT_TRANSLATE_NOOP("History", "untouched text"))
    for field, name in VIEW.items():
        if getattr(old.view, field) != getattr(new.view, field):
            return Change(field, name)
    return None


def _held(before: Choice, after: Choice) -> Change:
    """What is held otherwise: one symbol at one place, or several of them."""
    parts = set(before.holds) ^ set(after.holds)
    places = {(part.cell, replace(part.hold, value=0.0)) for part in parts}
    if len(places) == 1:
        return Change("holds", QT_TRANSLATE_NOOP("History", "hold of {symbol}"), places.pop())
    return Change("holds", QT_TRANSLATE_NOOP("History", "holds"))


@dataclass
class Drag:
    """A bar that is dragged: whatever is held otherwise meanwhile is one step.

    Attributes:
        begun: whether any of it has been shown.
        last: what is held where it ended; None while it goes on.
    """

    begun: bool = False
    last: tuple[HeldPart, ...] | None = None


class History(QObject):
    """Keeps how things stood, as far as the limits go.

    Signals:
        said: what was taken back, or done again.
        wish_dropped: a text or networks that were asked for, and have not come, are not wanted any more.
        place_wanted: the `Moment` at which the reader was in a text that is shown again.

    Attributes:
        where: gives the moment at which the reader is.
    """

    said = Signal(str)
    wish_dropped = Signal()
    place_wanted = Signal(object)

    def __init__(
        self, session: Session, parent: QObject | None = None, clock: Callable[[], float] = monotonic
    ) -> None:
        super().__init__(parent)
        self._session, self._clock = session, clock
        self.where: Callable[[], Moment | None] = lambda: None
        self._past: list[Standing] = []
        self._now: Standing | None = None
        self._future: list[Standing] = []
        self._last: tuple[Change, float] | None = None  # and when
        self._drag: Drag | None = None
        session.submitted.connect(self._forget_drag)

    @Slot(object)
    def observe(self, scene: Scene) -> None:
        """Another scene is shown; called before the player hears of it, who knows where the reader was."""
        before, now = self._now, Standing(scene, self._session.choice, self._session.units)
        self._now = now
        change = None if before is None else what_changed(before, now)
        if before is None or change is None:
            return
        self._future.clear()
        if not self._goes_on(change):
            self._past.append(replace(before, moment=self.where()))
            self._trim()
        self._last = change, self._clock()
        drag = self._drag
        if drag is not None:
            drag.begun = True
            if drag.last == now.choice.holds:
                self._drag = None
        if what_changed(self._past[-1], now) is None:  # it has gone back to where it began
            self._past.pop()
            self._last = None
            if drag is not None:
                drag.begun = False

    def begin_drag(self) -> None:
        """What will be held from now on is dragged."""
        if self._drag is None or self._drag.last is not None:
            self._drag = Drag()

    def end_drag(self) -> None:
        """What is held stays so; some of it may still be on its way."""
        if self._drag is not None:
            self._drag.last = self._session.latest.holds
            if not self._session.waits:
                self._drag = None

    @Slot()
    def _forget_drag(self) -> None:
        """Something else is asked for: what was dragged has been shown, or never will be."""
        if self._drag is not None and self._drag.last is not None:
            self._drag = None

    def _goes_on(self, change: Change) -> bool:
        """Whether it belongs to the step before."""
        if self._drag is not None and change.kind == "holds":
            return self._drag.begun
        if self._last is None or not self._past or change.kind not in RUNS:
            return False
        return change == self._last[0] and self._clock() - self._last[1] < PAUSE_S

    def _trim(self) -> None:
        """Forgets the oldest that is beyond the limits."""
        while len(self._past) > 1 and (len(self._past) > MOST_STEPS or self.kept_bytes > MOST_BYTES):
            self._past.pop(0)

    @property
    def kept_bytes(self) -> int:
        """The size of all records that undo and redo alone keep in memory."""
        shown = {id(record) for record in _records(self._now)}
        kept = {id(record): record for step in (*self._past, *self._future) for record in _records(step)}
        return sum(record.nbytes for name, record in kept.items() if name not in shown)

    # What can be done

    @property
    def _wish(self) -> Change | None:
        """What was asked of the engine and has not come yet."""
        now, session = self._now, self._session
        if now is None or not session.waits:
            return None
        text, words = session.latest_text
        wished = replace(now.scene, text=text, words=words, before=None)
        return what_changed(now, Standing(wished, session.latest, {}))

    @property
    def undoes(self) -> str:
        """What undo would take back, in words; empty for nothing."""
        change = self._wish
        if change is None and self._past and self._now is not None:
            change = what_changed(self._past[-1], self._now)
        return "" if change is None else str(change)

    @property
    def redoes(self) -> str:
        """What redo would bring back, in words; empty for nothing."""
        if self._session.waits or not self._future or self._now is None:
            return ""
        return str(what_changed(self._now, self._future[-1]) or "")

    def undo(self) -> None:
        """Takes the last change back; one that is still on its way is given up."""
        what, wish, now = self.undoes, self._wish, self._now
        if not what or now is None:
            return
        earlier = now
        if wish is None or self._goes_on(wish):
            self._future.append(replace(now, moment=self.where()))
            earlier = self._past.pop()
        self._show(earlier)
        if wish is not None:
            self.wish_dropped.emit()
        self.said.emit(translate("History", "Undone: {what}").format(what=what))

    def redo(self) -> None:
        """Does again what was taken back last."""
        what, now = self.redoes, self._now
        if not what or now is None:
            return
        self._past.append(replace(now, moment=self.where()))
        self._show(self._future.pop())
        self.said.emit(translate("History", "Done again: {what}").format(what=what))

    def _show(self, wanted: Standing) -> None:
        before, self._now, self._last, self._drag = self._now, wanted, None, None
        self._session.restore(wanted.scene, wanted.choice, wanted.units)
        assert before is not None
        other = before.scene.trace.tokens != wanted.scene.trace.tokens
        if wanted.moment is not None and other and not wanted.scene.retypes(before.scene):
            self.place_wanted.emit(wanted.moment)


def _records(standing: Standing | None) -> Iterator[Record]:
    """All records of a scene, those of the reading before it included."""
    if standing is None:
        return
    scene = standing.scene
    for run in (*scene.runs.values(), *(scene.before.runs.values() if scene.before else ())):
        found = (getattr(run, field.name) for field in fields(Run))
        yield from (record for record in found if record is not None)
