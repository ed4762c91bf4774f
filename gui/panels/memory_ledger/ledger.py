"""What the memory ledger is about: one unit's state or the prediction, how far it is known, and why not."""

from dataclasses import dataclass

import numpy as np

from engine.analysis.memory_bands import MemoryBands, prediction_bands, unit_bands
from engine.cells import CELLS
from engine.record.memory_flow import PER_ROW, MemoryFlow
from engine.record.trace import Trace
from engine.shapes import Float
from gui.language import translate
from gui.readings.judgement import has_readout, is_spoken
from gui.scene import Before, Direction, Moment, Scene

ALL_UP_TO = 48  # texts of so many words have a band for every word
MOST = 24  # bands of longer texts


@dataclass(frozen=True)
class Subject:
    """All that a ledger is made from: as long as it stays equal, so does the ledger.

    Attributes:
        trace: what the network computed.
        layer, unit: of which unit; None for the prediction.
        flow: the shares of the prediction; None for a unit.
        shown: the tokens that are shown: the words that count most there have bands.
        unfinished: the token whose step has not reached the state yet.
        before: the untouched run, where this is not it.
    """

    trace: Trace
    layer: int
    unit: int | None
    shown: range
    flow: MemoryFlow | None = None
    unfinished: int | None = None
    before: Before | None = None

    @property
    def symbol(self) -> str:
        """What the parts add up to."""
        rule = CELLS[self.trace.cell].memory
        return logit_alone() if self.unit is None or rule is None else rule.state


@dataclass(frozen=True, eq=False)
class Ledger:
    """A sum over the words, at each word.

    Attributes:
        subject: what it is made from.
        bands: the parts of every word, the smaller ones of a long text together.
        sums: what they add up to: a unit's state as it was computed.
        ghost: what those of the untouched run added up to, NaN where it had no such word; None where it is
            not known, or this is it.
    """

    subject: Subject
    bands: MemoryBands
    sums: Float[np.ndarray, " T"]
    ghost: Float[np.ndarray, " T"] | None = None

    def parts_at(self, tau: int) -> tuple[tuple[int, float], ...]:
        """What each word with a band has left at a token, the largest first."""
        tokens, parts = self.bands.tokens, self.bands.parts[:, tau]
        order = np.argsort(-np.abs(parts), kind="stable")
        return tuple((int(tokens[at]), float(parts[at])) for at in order if tokens[at] <= tau)


def subject(scene: Scene, moment: Moment) -> Subject:
    """What the ledger of this scene is made from."""
    before = None if scene.untouched is None else scene.before
    if scene.view.whole_ledger:
        return Subject(scene.trace, scene.view.layer, None, scene.shown, scene.run.memory, before=before)
    unfinished = None if is_known(scene, moment) else moment.token
    unit = scene.view.unit
    return Subject(scene.trace, scene.view.layer, unit, scene.shown, unfinished=unfinished, before=before)


def read_ledger(scene: Scene, moment: Moment) -> Ledger | None:
    """The ledger of this scene; None if there is none, or only that of the current word."""
    if absence(scene, moment):
        return None
    now, shown = subject(scene, moment), scene.shown
    most = len(shown) if len(shown) <= ALL_UP_TO else MOST
    if now.unit is None:
        if now.flow is None or not has_all_rows(scene):
            return None
        bands = prediction_bands(now.flow, most, shown)
        return Ledger(now, bands, bands.total, _ghost(scene, moment))
    bands = unit_bands(now.trace, now.layer, now.unit, most, now.unfinished, shown)
    states: np.ndarray = now.trace.values(now.symbol, now.layer)[:, now.unit].astype(np.float64)
    if now.unfinished is not None:  # not even a scale may show what is not computed yet
        states[now.unfinished] = states[now.unfinished - 1] if now.unfinished else 0.0
    return Ledger(now, bands, states, _ghost(scene, moment))


def _ghost(scene: Scene, moment: Moment) -> Float[np.ndarray, " T"] | None:
    """The sums of the untouched run at the words on screen; nothing of a step that is not complete."""
    before, untouched = scene.before, scene.untouched
    if before is None or untouched is None:
        return None
    if scene.view.whole_ledger:
        flow = untouched.run.memory
        if flow is None or not has_all_rows(untouched):
            return None
        shares = np.where(np.tri(len(flow.rows), dtype=bool), flow["share"], 0.0).sum(axis=1)
        sums = shares + sum(flow[key] for key in PER_ROW if key in flow.arrays)
    else:
        sums = untouched.trace.values(subject(scene, moment).symbol, scene.view.layer)[:, scene.view.unit]
    ghost = before.aligned(sums).astype(np.float64)
    if not is_known(scene, moment):
        ghost[scene.tau(moment)] = np.nan
    return ghost


def is_known(scene: Scene, moment: Moment) -> bool:
    """Whether the step at the current word has computed what the ledger adds up to."""
    rule = scene.definition.memory
    if scene.view.whole_ledger or rule is None:
        return is_spoken(scene, moment)
    return moment.direction is Direction.BACKWARD or moment.stage >= scene.stage_of(rule.state)


def known_until(scene: Scene, moment: Moment) -> int:
    """The last word at which the ledger is known; −1 for none."""
    return scene.tau(moment) - (not is_known(scene, moment))


def has_all_rows(scene: Scene) -> bool:
    """Whether the shares at every word are there: of a long text only those at one word are."""
    flow = scene.run.memory
    return flow is not None and "share" in flow.arrays and len(flow.rows) == scene.length


def single_row(scene: Scene, moment: Moment) -> Float[np.ndarray, " t"] | None:
    """The shares up to the current word, where these alone are there; None while they are not known."""
    flow, tau = scene.run.memory, scene.tau(moment)
    row = None if flow is None else flow.row("share", tau)
    return None if row is None else row[: tau + 1].astype(np.float64)


def ghost_row(scene: Scene, moment: Moment) -> Float[np.ndarray, " t"] | None:
    """The shares of the untouched run up to the same word; None while they are not known."""
    before, there = scene.before, scene.untouched_moment(moment)
    if before is None or there is None or scene.untouched is None or not is_known(scene, moment):
        return None
    row = single_row(scene.untouched, there)
    if row is None:
        return None
    whole = np.full(scene.untouched.length, np.nan)
    whole[: len(row)] = row
    return before.aligned(whole)[: scene.tau(moment) + 1]


def wordless_shares(scene: Scene, moment: Moment) -> tuple[float, float]:
    """What the initial state, and values that were held, have left in the prediction; 0 where not known."""
    flow = scene.run.memory
    if flow is None:
        return 0.0, 0.0
    here = flow.rows == scene.tau(moment)
    start, held = (float(flow[key][here].sum()) if key in flow.arrays else 0.0 for key in PER_ROW)
    return start, held


def absence(scene: Scene, moment: Moment) -> str:
    """Why there is no ledger, in a sentence; empty where there is one."""
    if scene.definition.memory is None:
        return translate(
            "MemoryLedger",
            "The state of an RNN is no sum over the words. At every word all of it goes through a matrix "
            "and {function}, together with the new word: nothing in it can be told apart afterwards.\n"
            "An LSTM and a GRU only weaken what they hold, by a gate, and add to it: they keep a ledger.",
        ).format(function=scene.definition.activation)
    if not scene.view.whole_ledger:
        return ""
    if not has_readout(scene.trace):
        return translate("MemoryLedger", "This network has no output: there is no prediction to split.")
    if "memory" in scene.refusals:
        return scene.refusals["memory"]
    if not has_all_rows(scene) and single_row(scene, moment) is None:
        return translate("MemoryLedger", "computing")
    return ""


def logit_alone() -> str:
    """What the shares add up to."""
    return translate("MemoryLedger", "logit − bias")
