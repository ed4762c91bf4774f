"""What the ink of the words shows at a moment: their shares, what is held of them, or their gradients."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor

from engine.shapes import Float
from gui.drawing.numbers import NOTHING, figures, number, with_sign
from gui.drawing.theme import Theme
from gui.language import translate
from gui.readings.chosen_output import of_chosen
from gui.readings.judgement import has_readout, is_spoken
from gui.scene import Direction, Moment, Scene
from gui.view import WordInk

LONGEST = 20  # characters of a word in the legend


@dataclass(frozen=True, eq=False)
class Measure:
    """A number for each of some tokens.

    Attributes:
        ink: what it is.
        first: the first token that has one; those before it are still to come, or not reached.
        values: one for each token from there on.
        tau: the token from which it is seen.
    """

    ink: WordInk
    first: int
    values: Float[np.ndarray, " n"]
    tau: int

    @property
    def signed(self) -> bool:
        """Whether it has a side, for or against."""
        return self.ink is WordInk.SHARE

    @property
    def last(self) -> int:
        """The last token that has one."""
        return self.first + len(self.values) - 1


def measure(scene: Scene, moment: Moment) -> Measure | None:
    """The numbers behind the ink; None where it is plain, or where they are not known.

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
    return Measure(ink, first, row[first : tau + 1].astype(np.float64), tau)


def meaning(scene: Scene, moment: Moment) -> WordInk:
    """What ink means: in the backward pass always the gradient on its way."""
    return WordInk.GRADIENT if moment.direction is Direction.BACKWARD else scene.view.word_ink


def relative_sizes(values: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
    """The sizes of values relative to the largest, 0 to 1; what is no number counts as the largest."""
    sizes = np.abs(values)
    finite = sizes[np.isfinite(sizes)]
    largest = float(finite.max()) if finite.size else 0.0
    if largest == 0:
        return np.where(np.isfinite(sizes), 0.0, 1.0)
    return np.where(np.isfinite(sizes), sizes / largest, 1.0)


def word_inks(
    moment: Moment, found: Measure | None, start: int, stop: int, theme: Theme
) -> Sequence[tuple[QColor, bool]]:
    """The ink of each token from `start` up to `stop`, and whether it is slanted: against the positive.

    What has a number is inked by its size relative to the largest one in sight; what is still to come is
    pale. Where there are no numbers, what has been read is dark.
    """
    read, coming = (theme.color("ink"), False), (theme.color("faint"), False)
    if found is None:
        return [read if token <= moment.token else coming for token in range(start, stop)]
    inks = [coming] * (stop - start)
    first, last = max(start, found.first), min(stop, found.last + 1)
    values = found.values[first - found.first : last - found.first]
    for token, value, size in zip(range(first, last), values, relative_sizes(values), strict=True):
        against = found.signed and bool(value < 0)
        name = ("negative" if against else "positive") if found.signed else "ink"
        inks[token - start] = (theme.faded(name, float(size)), against)
    for token in range(max(start, found.last + 1), min(stop, moment.token + 1)):
        inks[token - start] = read  # read since then: it has no number yet
    return inks


def strongest(found: Measure | None, start: int, stop: int) -> int | None:
    """The token with the largest number among those from `start` up to `stop`."""
    if found is None:
        return None
    first, last = max(found.first, start), min(found.last + 1, stop)
    sizes = np.abs(found.values[max(first - found.first, 0) : max(last - found.first, 0)])
    if not np.isfinite(sizes).any():
        return None
    return first + int(np.nanargmax(np.where(np.isfinite(sizes), sizes, np.nan)))


def legend(scene: Scene, moment: Moment, found: Measure | None, strongest: int | None) -> str:
    """What the ink means, in a line, with the number of the strongest word."""
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
            translate("WordInk", "Ink: each word's share of the prediction"),
            translate("WordInk", "Ink: each word's share of output {number}, ℓ"),
        ),
        WordInk.HELD: translate("WordInk", "Ink: how much of each word the memory still holds"),
        WordInk.GRADIENT: of_chosen(
            scene.trace,
            translate("WordInk", "Ink: how strongly the output here depends on each word"),
            translate("WordInk", "Ink: how strongly output {number}, ℓ, here depends on each word"),
        ),
    }[ink]
    if backward:
        template = translate("WordInk", "Ink: the gradient of “{word}” that has come to each word")
        text = template.format(word=scene.trace.tokens[scene.tau(moment)][:LONGEST])
    if found is None:
        waits = scene.refusals.get("memory" if ink is not WordInk.GRADIENT else "gradient", "")
        early = not _computed(scene, moment, ink) and moment.token == 0
        waits = waits or translate("WordInk", "computing")
        return text if early else f"{text}: {waits}"
    if strongest is None:
        return text
    value = float(found.values[strongest - found.first])
    if found.tau < scene.tau(moment) - 1:
        text = translate("WordInk", "{legend}, as at word {position}").format(
            legend=text, position=found.tau + 1
        )
    most = translate("WordInk", "{legend}; most: “{word}” {value}")
    word = scene.trace.tokens[strongest][:LONGEST]
    return most.format(legend=text, word=word, value=number_of(found, value))


def described(scene: Scene, found: Measure | None, token: int) -> str:
    """The number of one token in words; empty where it has none."""
    if found is None or not found.first <= token <= found.last:
        return ""
    value = number_of(found, float(found.values[token - found.first]))
    template = {
        WordInk.SHARE: of_chosen(
            scene.trace,
            translate("WordInk", "share of the prediction at “{word}”: {value} of the logit"),
            translate("WordInk", "share of output {number} at “{word}”: {value} of its logit"),
        ),
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
    key = {WordInk.SHARE: "share", WordInk.GRADIENT: "norm_x"}.get(ink, f"held_l{scene.view.layer}")
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
    if ink is WordInk.SHARE and not has_readout(scene.trace):
        return translate("WordInk", "This network has no output of which words could have a share.")
    return ""
