"""The commands that take a part of a cell away, and what that does to the verdict."""

from collections.abc import Callable, Collection
from functools import partial, reduce

from PySide6.QtCore import QObject, Signal, Slot

from engine.record.trace import Trace
from gui.language import listed, translate
from gui.readings.judgement import has_readout, judgement
from gui.session.ablations import ABLATIONS, Ablation
from gui.session.choice import HeldPart, held_also
from gui.session.session import Session


class Ablating(QObject):
    """Takes a part away, or gives it back.

    Signals:
        said: what became of the verdict, once the network has read without that part.
    """

    said = Signal(str)

    def __init__(self, parent: QObject, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._chosen: Ablation | None = None  # and not read yet
        self._was: Trace | None = None  # of its cell, as it was last read
        session.arrived.connect(self._say)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Command id to what it does."""
        return {name: partial(self.toggle, ablation) for name, ablation in ABLATIONS.items()}

    def toggle(self, ablation: Ablation) -> None:
        """Takes the part away, in the cell that it belongs to; gives it back if it is away."""
        scene = self._session.scene
        if scene is None or ablation.cell not in scene.runs:
            return
        parts, away = ablation.parts(scene), ablation.is_in(self._session.latest.holds, scene)

        def change(held: tuple[HeldPart, ...]) -> tuple[HeldPart, ...]:
            if away:
                return tuple(part for part in held if part not in parts)
            return reduce(held_also, parts, held)

        self._session.show_cell(ablation.cell)
        self._chosen = None if away else ablation
        self._was = scene.runs[ablation.cell].trace
        self._session.hold(change)

    @Slot()
    def _say(self) -> None:
        chosen, scene = self._chosen, self._session.scene
        if chosen is None or scene is None or chosen.cell not in scene.runs:
            return
        was, now = self._was, scene.runs[chosen.cell].trace
        self._was = now
        if not chosen.is_in(self._session.choice.holds, scene):
            return  # what was wished before it has come
        self._chosen = None
        parts = [translate("actions", chosen.text), chosen.equation]
        if chosen.variant:
            parts.append(
                translate("Ablating", "{variant} in Greff et al. 2017").format(variant=chosen.variant)
            )
        what = listed(parts)
        symbols = {part.hold.symbol for part in chosen.parts(scene)}
        if was is not None and has_readout(now) and _differ_only(now, was, symbols):
            before, after = (judgement(trace, trace.length - 1) for trace in (was, now))
            assert before is not None and after is not None  # noqa: PT018
            what = translate("Ablating", "{what}; at the last word {before} → {after}").format(
                what=what, before=before.sentence, after=after.sentence
            )
        self.said.emit(what)


def _differ_only(now: Trace, was: Trace, symbols: Collection[str]) -> bool:
    """Whether two readings are of the same words by the same network, held alike but for these symbols."""

    def rest(trace: Trace) -> tuple[object, ...]:
        made = trace.provenance
        holds = [hold for hold in made.holds if hold.symbol not in symbols]
        return trace.tokens, made.weights_sha256, holds

    return rest(now) == rest(was)
