"""What the words show at a moment: their shares, what is held of them, or their gradients."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor

from engine.shapes import Float
from gui.drawing.numbers import NOTHING, changed, figures, number, round_number, with_sign
from gui.drawing.theme import Theme
from gui.language import labelled, translate
from gui.readings.chosen_output import of_chosen
from gui.readings.judgement import has_readout, is_spoken
from gui.scene import Direction, Moment, Scene
from gui.view import WordInk

LEAST_SEEN = 0.02  # paler grounds cannot be told from the card
SHARES = (WordInk.SHARE, WordInk.FADING)
LONGEST = 20  # characters of a word in the legend
FULL_SHARE = 1.0
"""The share, in logits, that has the full colour where none is larger: it multiplies the odds by e. Relative
to the largest share alone an untrained network, whose shares are hundredths, would be as vivid as one that
has learned to judge."""


@dataclass(frozen=True, eq=False)
class Measure:
    """A number for each of some tokens.

    Attributes:
        ink: what it is.
        first: the first token that has one; those before it are still to come, or not reached.
        values: one for each token from there on.
        tau: the token from which it is seen.
        full: the size that has the full colour: the largest of all tokens up to `tau`; of shares no less than
            `FULL_SHARE`.
    """

    ink: WordInk
    first: int
    values: Float[np.ndarray, " n"]
    tau: int
    full: float

    @property
    def signed(self) -> bool:
        """Whether it has a side, for or against."""
        return self.ink in SHARES

    @property
    def sizes(self) -> Float[np.ndarray, " n"]:
        """How much colour each token has, 0 to 1, linearly; all of it what is no number."""
        sizes = np.abs(self.values)
        return np.where(np.isfinite(sizes), np.minimum(sizes / self.full, 1.0), 1.0)

    def part(self, start: int, stop: int) -> Float[np.ndarray, " n"]:
        """The sizes of the tokens from `start` up to `stop`, all of which have one."""
        return self.sizes[max(start - self.first, 0) : max(stop - self.first, 0)]

    @property
    def last(self) -> int:
        """The last token that has one."""
        return self.first + len(self.values) - 1

    def of(self, token: int) -> float | None:
        """The number of a token; None where it has none."""
        return float(self.values[token - self.first]) if self.first <= token <= self.last else None


def measure(scene: Scene, moment: Moment) -> Measure | None:
    """The numbers behind the colours; None where words are plain, or where they are not known.

    A step that is not complete has no numbers yet: those from before it are shown. Of a long text only the
    rows at which the reader has rested are known: the latest one before him is shown until his own arrives.
    """
    ink = meaning(scene, moment)
    if ink is WordInk.PLAIN or _absence(scene, ink):
        return None
    tau = scene.tau(moment)
    if not _computed(scene, moment, ink):
        tau -= 1
    tau, row = _latest_row(scene, ink, tau)
    if row is None:
        return None
    first = moment.token if moment.direction is Direction.BACKWARD else 0
    seen = row[: tau + 1].astype(np.float64)
    return Measure(ink, first, seen[first:], tau, _full(ink, seen))


def untouched_measure(scene: Scene, moment: Moment) -> Measure | None:
    """The same numbers of the untouched run, seen from the same word; None where they are not known."""
    there = scene.untouched_moment(moment)
    return None if scene.untouched is None or there is None else measure(scene.untouched, there)


def _full(ink: WordInk, seen: Float[np.ndarray, " n"]) -> float:
    finite = np.abs(seen[np.isfinite(seen)])
    largest = max(float(finite.max(initial=0.0)), FULL_SHARE if ink in SHARES else 0.0)
    return largest or 1.0


def meaning(scene: Scene, moment: Moment) -> WordInk:
    """What colours mean: in the backward pass always the gradient on its way."""
    return WordInk.GRADIENT if moment.direction is Direction.BACKWARD else scene.view.word_ink


@dataclass(frozen=True)
class Ground:
    """What a word stands on.

    Attributes:
        color: goes with the size of its number, from the card's colour on.
        edge: the line along it that tells the side, and its colour: at the top what speaks for, at the bottom
            what speaks against, so that colour is never the only code; None for what has no side.
    """

    color: QColor
    edge: tuple[bool, QColor] | None = None


def word_inks(moment: Moment, found: Measure | None, start: int, stop: int, theme: Theme) -> Sequence[QColor]:
    """What each token from `start` up to `stop` is written in.

    What has been read is dark, and what is to come pale. Only where fading is what is shown do words fade
    with the size of their number.
    """
    read, coming = theme.color("ink"), theme.color("faint")
    inks = [read if token <= moment.token else coming for token in range(start, stop)]
    if found is not None and moment.direction is Direction.BACKWARD:
        inks = [read if found.first <= token <= found.last else coming for token in range(start, stop)]
    if found is not None and found.ink is WordInk.FADING:
        first, last = max(start, found.first), min(stop, found.last + 1)
        for token, size in zip(range(first, last), found.part(first, last).tolist(), strict=True):
            inks[token - start] = theme.faded(size)
    return inks


def word_grounds(found: Measure | None, start: int, stop: int, theme: Theme) -> Mapping[int, Ground]:
    """The grounds of the tokens from `start` up to `stop` that have one, by token."""
    if found is None or found.ink is WordInk.FADING:
        return {}
    first, last = max(start, found.first), min(stop, found.last + 1)
    grounds = {}
    values = found.values[max(first - found.first, 0) : max(last - found.first, 0)]
    for token, size, value in zip(range(first, last), found.part(first, last), values, strict=True):
        if size < LEAST_SEEN:
            continue
        hue = ("negative" if value < 0 else "positive") if found.signed else "ink"
        edge = (bool(value >= 0), theme.mixed(hue, float(size))) if found.signed else None
        grounds[token] = Ground(theme.tint(hue, float(size)), edge)
    return grounds


def strongest(found: Measure) -> int | None:
    """The token with the largest number; None if none is finite."""
    sizes = np.where(np.isfinite(found.values), np.abs(found.values), np.nan)
    return None if np.isnan(sizes).all() else found.first + int(np.nanargmax(sizes))


def legend(scene: Scene, moment: Moment, found: Measure | None) -> str:
    """What the colours mean, in a line, with the number of the strongest word."""
    ink = meaning(scene, moment)
    missing = _absence(scene, ink)
    if missing:
        return missing
    if ink is WordInk.PLAIN:
        return translate("WordInk", "Dark: read. Pale: still to come.")
    backward = moment.direction is Direction.BACKWARD
    text = {
        WordInk.SHARE: of_chosen(
            scene.trace,
            translate("WordInk", "Colour: each word's share of the prediction"),
            translate("WordInk", "Colour: each word's share of output {number}, ℓ"),
        ),
        WordInk.FADING: of_chosen(
            scene.trace,
            translate("WordInk", "Words fade as their share of the prediction does"),
            translate("WordInk", "Words fade as their share of output {number}, ℓ, does"),
        ),
        WordInk.HELD: translate("WordInk", "Shade: how much of each word the memory still holds"),
        WordInk.GRADIENT: of_chosen(
            scene.trace,
            translate("WordInk", "Shade: how strongly the output here depends on each word"),
            translate("WordInk", "Shade: how strongly output {number}, ℓ, here depends on each word"),
        ),
    }[ink]
    if backward:
        template = translate("WordInk", "Shade: the gradient of “{word}” that has come to each word")
        text = template.format(word=scene.trace.tokens[scene.tau(moment)][:LONGEST])
    if found is None:
        waits = scene.refusals.get("memory" if ink is not WordInk.GRADIENT else "gradient", "")
        early = not _computed(scene, moment, ink) and moment.token == 0
        waits = waits or translate("WordInk", "computing")
        return text if early else labelled(text, waits)
    word = strongest(found)
    if word is None:
        return text
    value = float(found.values[word - found.first])
    if found.tau < scene.tau(moment) - 1:
        text = translate("WordInk", "{legend}, as at word {position}").format(
            legend=text, position=found.tau + 1
        )
    most = translate("WordInk", "{legend}; most: “{word}” {value}")
    if found.full > abs(value):
        most = translate("WordInk", "{legend}; most: “{word}” {value}, full at {full}")
    said = scene.trace.tokens[word][:LONGEST]
    return most.format(legend=text, word=said, value=number_of(found, value), full=_rounded(found.full))


def described(scene: Scene, found: Measure | None, token: int, before: Measure | None = None) -> str:
    """The number of one token in words, with what it was before a change; empty where it has none."""
    now = None if found is None else found.of(token)
    if found is None or now is None:
        return ""
    place = None if scene.before is None else scene.before.at(token)
    was = None if before is None or place is None else before.of(place)
    value = changed("" if was is None else number_of(found, was), number_of(found, now))
    share = of_chosen(
        scene.trace,
        translate("WordInk", "share of the prediction at “{word}”: {value} of the logit"),
        translate("WordInk", "share of output {number} at “{word}”: {value} of its logit"),
    )
    template = {
        WordInk.SHARE: share,
        WordInk.FADING: share,
        WordInk.HELD: translate("WordInk", "still held in memory at “{word}”: {value}"),
        WordInk.GRADIENT: of_chosen(
            scene.trace,
            translate("WordInk", "gradient ‖∂ℓ/∂x‖ of the output at “{word}”: {value}"),
            translate("WordInk", "gradient ‖∂ℓ/∂x‖ of output {number} at “{word}”: {value}"),
        ),
    }[found.ink]
    return template.replace("{word}", scene.trace.tokens[found.tau][:LONGEST]).replace("{value}", value)


def number_of(found: Measure, value: float) -> str:
    """A number of the measure as it is written: with its sign where it has a side."""
    if not found.signed:
        return figures(value, 2) if np.isfinite(value) else NOTHING
    return with_sign(figures(value, 2) if abs(value) >= 1000 else number(value, 2))


def _rounded(full: float) -> str:
    """Where a colour is full, in two figures as the value beside it."""
    return round_number(float(f"{full:.2g}"))


def _computed(scene: Scene, moment: Moment, ink: WordInk) -> bool:
    """Whether this step has come far enough for its own numbers."""
    rule = scene.definition.memory
    if ink is WordInk.HELD and rule is not None and moment.direction is Direction.FORWARD:
        return moment.stage >= scene.stage_of(rule.state)
    return is_spoken(scene, moment)


def _latest_row(scene: Scene, ink: WordInk, tau: int) -> tuple[int, Float[np.ndarray, " T"] | None]:
    """The last row that is known up to a token, and of which token it is."""
    record = scene.run.gradient if ink is WordInk.GRADIENT else scene.run.memory
    if record is None:
        return tau, None
    key = "share" if ink in SHARES else f"held_l{scene.view.layer}" if ink is WordInk.HELD else "norm_x"
    known = int(np.searchsorted(record.rows, tau, side="right")) - 1
    if known < 0 or key not in record.arrays:
        return tau, None
    return int(record.rows[known]), record.arrays[key][known]


def _absence(scene: Scene, ink: WordInk) -> str:
    """Why there are no such numbers for this network at all; empty if there are."""
    if ink in (WordInk.PLAIN, WordInk.GRADIENT):
        return ""
    if scene.definition.memory is None:
        return translate("WordInk", "An RNN's state is no sum over its words, so they have no shares in it.")
    if ink in SHARES and not has_readout(scene.trace):
        return translate("WordInk", "This network has no output of which words could have a share.")
    return ""
