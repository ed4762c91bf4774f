"""The gradient of one state as bands: one for each path by which it came, and what they are called."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
from PySide6.QtGui import QColor

from engine.backends.array_namespace import NUMPY
from engine.cell import Cell
from engine.record.gates import QUANTITIES
from engine.record.gradient_paths import ABOVE, READOUT, GradientPaths
from engine.shapes import Bool, Float
from gui.drawing.ghost import departing
from gui.drawing.theme import Theme
from gui.language import QT_TRANSLATE_NOOP, say, translate
from gui.scene import Moment, Scene

# From the ground up: what passes no weights first, then the gates in the order in which they are read.
_ORDER = ("c", "h", "h_in", "z", "f", "r", "i", "n", "g", "o", ABOVE, READOUT)

_NAMES: Mapping[tuple[str, str, str], str] = MappingProxyType(
    {
        ("lstm", "c", "c"): QT_TRANSLATE_NOOP("PathFlow", "along the memory"),
        ("lstm", "c", "h"): QT_TRANSLATE_NOOP("PathFlow", "through h"),
        ("gru", "h", "h"): QT_TRANSLATE_NOOP("PathFlow", "along the memory"),
        ("rnn", "h", "h_in"): QT_TRANSLATE_NOOP("PathFlow", "the weights"),
    }
)
_OUTSIDE: Mapping[str, str] = MappingProxyType(
    {
        READOUT: QT_TRANSLATE_NOOP("PathFlow", "readout"),
        ABOVE: QT_TRANSLATE_NOOP("PathFlow", "layer above"),
    }
)
_EXPLAINED: Mapping[tuple[str, str, str], str] = MappingProxyType(
    {
        ("lstm", "c", "c"): QT_TRANSLATE_NOOP(
            "PathFlow", "f of the next word ⊙ ∂ℓ/∂c there: only the forget gate stands on this path"
        ),
        ("lstm", "c", "h"): QT_TRANSLATE_NOOP(
            "PathFlow", "o ⊙ (1 − tanh²(c)) ⊙ ∂ℓ/∂h of the same word: what came by the hidden state"
        ),
        ("gru", "h", "h"): QT_TRANSLATE_NOOP(
            "PathFlow", "z of the next word ⊙ ∂ℓ/∂h there: only the update gate stands on this path"
        ),
        ("rnn", "h", "h_in"): QT_TRANSLATE_NOOP(
            "PathFlow",
            "the weights W_hh and the slope of {function} of the next word: the only path there is",
        ),
    }
)


@dataclass(frozen=True, eq=False)
class Bands:
    """How the gradient of one state is made up of paths, at every token up to τ.

    Attributes:
        cell: the cell.
        state: `h` or `c`.
        paths: the paths' names in the record, the lowest band first.
        norms: the Euclidean norm of each path's vector; NaN after τ.
        total: the norm of the sum of these vectors.
        ghost: the same in the untouched run, where it is known; NaN for words that it has not.
    """

    cell: Cell
    state: str
    paths: tuple[str, ...]
    norms: Float[np.ndarray, "P T"]
    total: Float[np.ndarray, " T"]
    ghost: Float[np.ndarray, " T"] | None = None

    @property
    def departing(self) -> Float[np.ndarray, " T"]:
        """The ghost where it leaves the norm of the sum."""
        return np.full(len(self.total), np.nan) if self.ghost is None else departing(self.ghost, self.total)

    @cached_property
    def edges(self) -> Float[np.ndarray, "P+1 T"]:
        """The lower edge of every band, and the top of the stack; NaN where a norm is no number."""
        ground = np.where(np.isfinite(self.norms).all(axis=0), 0.0, np.nan)[None]
        with np.errstate(over="ignore", invalid="ignore"):
            return np.concatenate((ground, ground + np.cumsum(self.norms, axis=0)))

    @cached_property
    def overflown(self) -> Bool[np.ndarray, " T"]:
        """Where a norm, or their sum, is beyond float64."""
        beyond: np.ndarray = (
            np.isinf(self.norms).any(axis=0) | np.isinf(self.edges[-1]) | np.isinf(self.total)
        )
        return beyond

    @cached_property
    def added(self) -> Float[np.ndarray, " T"]:
        """The sum of the norms: the top of the stack; ∞ where it is beyond float64."""
        return np.where(self.overflown, np.inf, self.edges[-1])

    @cached_property
    def drawn_total(self) -> Float[np.ndarray, " T"]:
        """The norm of the sum where there is a stack to draw it on."""
        return np.where(self.overflown, np.nan, self.total)

    def shares(self, token: int) -> Float[np.ndarray, " P"]:
        """The part of each path in the sum of the norms; NaN where that is 0, ∞ or no number."""
        added = self.added[token]
        with np.errstate(divide="ignore", invalid="ignore"):
            shares: np.ndarray = self.norms[:, token] / (added if np.isfinite(added) else np.nan)
        return shares

    def whole(self, token: int) -> float:
        """The norm of the sum as a part of the norms added; NaN where these are 0, ∞ or no number."""
        added = float(self.added[token])
        if not 0 < added < np.inf:
            return np.nan
        return round(float(self.total[token]) / added, 6)  # of one path alone: 1, but for rounding

    def name(self, path: str) -> str:
        """What a path is called on screen."""
        key = (self.cell.name, self.state, path)
        if key in _NAMES:
            return translate("PathFlow", _NAMES[key])
        if path in _OUTSIDE:
            return translate("PathFlow", _OUTSIDE[path])
        return f"{say(QUANTITIES[path].label)} {path}"

    def explained(self, path: str) -> str:
        """What a path is, in one sentence."""
        key = (self.cell.name, self.state, path)
        if key in _EXPLAINED:
            return translate("PathFlow", _EXPLAINED[key]).replace("{function}", self.cell.activation)
        if path == READOUT:
            return translate("PathFlow", "from the output itself: at the word where the pass starts")
        if path == ABOVE:
            return translate("PathFlow", "from the layer above, which read h of the same word")
        template = translate("PathFlow", "from {gate} of the next word, through its slope and its weights")
        return template.format(gate=self.name(path))

    def color(self, path: str, theme: Theme) -> QColor:
        """A gate's own colour; for paths without one greys that differ in lightness, and the card's colour.

        What comes from the state itself is the largest part: it is light, so that it is no slab.
        """
        if path in (self.state, "h_in"):
            return theme.tint("ink", 1)
        if path == "h":
            return theme.color("muted")
        return theme.color("card") if outlined(path) else theme.symbol(path)


def outlined(path: str) -> bool:
    """Whether a path comes from outside the layer: it has no fill, but a line in ink around it."""
    return path in _OUTSIDE


def record_of(scene: Scene, moment: Moment) -> GradientPaths | None:
    """The record of the shown cell, if it is of the token that is looked back from."""
    record = scene.run.paths
    known = record is not None and record.at == scene.tau(moment) and record.length == scene.length
    return record if known else None


def bands_in(scene: Scene, moment: Moment) -> tuple[Bands, ...]:
    """The bands of the shown layer with their ghosts; none while the record is not there."""
    record = record_of(scene, moment)
    if record is None:
        return ()
    found = bands_of(record, scene.definition, scene.view.layer)
    before, there = scene.before, scene.untouched_moment(moment)
    if before is None or there is None or scene.untouched is None:
        return found
    were = bands_in(scene.untouched, there)
    totals = [before.aligned(was.total) for was in were]
    return tuple(replace(band, ghost=was) for band, was in zip(found, totals, strict=True)) if were else found


def bands_of(record: GradientPaths, cell: Cell, layer: int) -> tuple[Bands, ...]:
    """The bands of one layer, those of the memory first."""
    found = []
    for state in reversed(cell.states):
        paths = tuple(sorted(record.paths(state, layer), key=_ORDER.index))
        norms = [record[f"norm_{state}_via_{path}_l{layer}"].astype(np.float64) for path in paths]
        total = NUMPY.norms(record[f"grad_{state}_l{layer}"])
        found.append(Bands(cell, state, paths, np.stack(norms), total))
    return tuple(found)
