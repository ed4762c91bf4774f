"""Where the update rule stands in its panel, and what can be chosen there."""

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QRectF

from engine.record.gates import QUANTITIES
from engine.shapes import Float
from gui.drawing.downsampling import Cells, strongest
from gui.drawing.ink import width_px
from gui.drawing.numbers import round_number
from gui.drawing.typeset import in_line
from gui.language import say, translate
from gui.panel import HEADING_PX, Hit
from gui.readings.chosen_weight import chosen_weight, other_column
from gui.readings.judgement import judges
from gui.scene import Scene

CHIP_PX = 17.0
NUMBER_PX = 17.0
LOW_PX = 176.0
CAPTION_PX = 13.0
WORDS_PX = 15.0
SHARE_PX = 92.0
ADDED_PX = 60.0
MATRIX_PX, GATE_PX, RATE_PX = 36.0, 18.0, 30.0
CHIP_GAP_PX = 2.0
THINNEST_SET_APART_PX = 4.0


@dataclass(frozen=True)
class Chip:
    """Something to choose.

    Attributes:
        text: what stands on it.
        rect: where it stands.
        chosen: whether it is what is chosen now.
        hit: what a click there wishes.
        symbol: the gate whose colour it has; empty for none.
    """

    text: str
    rect: QRectF
    chosen: bool
    hit: Hit
    symbol: str = ""


@dataclass(frozen=True)
class UpdatePlaces:
    """Everything from the top down.

    Attributes:
        choice: which weight.
        rule: the weight, what is subtracted, and the new weight.
        gradient: where the gradient comes from; of no height where there is no room for it.
        caption: the line over the bars.
        bars: what each word adds.
        words: the words under the bars.
        headings: what the numbers under it are about: this weight, and the whole matrix.
        halves: the early words and the late ones.
    """

    choice: QRectF
    rule: tuple[QRectF, QRectF, QRectF]
    gradient: QRectF
    caption: QRectF
    bars: QRectF
    words: QRectF
    headings: QRectF
    halves: tuple[QRectF, QRectF]


def places_of(rect: QRectF) -> UpdatePlaces:
    """Where everything stands; the bars take what room is left.

    Where it is little, numbers stand closer and the line about the gradient is left to the tooltip.
    """
    low = rect.height() < LOW_PX
    number_px, gradient_px = (NUMBER_PX - 3, 0.0) if low else (NUMBER_PX, CAPTION_PX)

    def line(top: float, height: float) -> QRectF:
        return QRectF(rect.left(), top, rect.width(), height)

    choice = line(rect.top() - 1, CHIP_PX)
    first = line(choice.bottom() + 4, number_px)
    second = line(first.bottom(), number_px)
    third = line(second.bottom() + 4, number_px)
    gradient = line(third.bottom() + 1, gradient_px)
    caption = line(gradient.bottom() + 5, CAPTION_PX)
    early = line(rect.bottom() - 2 * CAPTION_PX, CAPTION_PX)
    late = early.translated(0, CAPTION_PX)
    headings = early.translated(0, -CAPTION_PX - 1)
    words = line(headings.top() - WORDS_PX - 2, WORDS_PX)
    bars = line(caption.bottom() + 2, words.top() - caption.bottom() - 4)
    return UpdatePlaces(
        choice, (first, second, third), gradient, caption, bars, words, headings, (early, late)
    )


def bars_of(
    rect: QRectF,
    added: Float[np.ndarray, " t"],
    columns: Cells,
    ghost: Float[np.ndarray, " t"] | None = None,
) -> tuple[float, float, list[tuple[QRectF, float]]]:
    """Where 0 is, the height of 1, and a bar for each word with its value; in one pixel the strongest.

    What is no number has a bar without height, so that the n-th bar is always that of the n-th column. There
    is room for the ghosts of the bars too.
    """
    both = np.concatenate([each[columns.part] for each in (added, ghost) if each is not None])
    finite = both[np.isfinite(both)]
    high, low = float(finite.max(initial=0.0)), float(finite.min(initial=0.0))
    scale = rect.height() / (high - low) if high > low else 0.0
    zero = rect.top() + high * scale if scale else rect.center().y()
    width = columns.pitch_px * columns.shared
    gap = 1.0 if width >= THINNEST_SET_APART_PX else 0.0
    bars = []
    shown = strongest(added[None, columns.part], 1, columns.shared)[0]
    for at, value in enumerate(np.where(np.isfinite(shown), shown, 0.0).tolist()):
        bars.append((QRectF(rect.left() + at * width, zero, width - gap, -value * scale).normalized(), value))
    return zero, scale, bars


def halves_cells(line: QRectF) -> tuple[QRectF, QRectF, QRectF]:
    """The places of words, sum and share in a line about a half."""
    part = QRectF(line.right() - SHARE_PX, line.top(), SHARE_PX, line.height())
    added = QRectF(part.left() - ADDED_PX, line.top(), ADDED_PX, line.height())
    return line.adjusted(0, 0, -SHARE_PX - ADDED_PX, 0), added, part


def rate_rect(line: QRectF) -> QRectF:
    """Where the rate stands in its line, behind its name."""
    start = width_px(translate("WeightUpdate", "− rate"), "text") + 5
    return QRectF(line.left() + start, line.center().y() - CHIP_PX / 2, RATE_PX, CHIP_PX)


def chips_of(rect: QRectF, scene: Scene, known: bool) -> list[Chip]:
    """All that can be chosen; the rate only where the rule is `known`."""
    places = places_of(rect)
    chips = [*_matrices_and_gates(places.choice, scene), *_columns(places.choice, scene)]
    if known:
        tip = translate("WeightUpdate", "learning rate: 0.01, 0.1 or 1")
        rate = rate_rect(places.rule[1])
        chips.append(Chip(round_number(scene.view.rate), rate, True, Hit(tip, command="next_rate")))
    answer = _answer(scene)
    wide = width_px(answer, "caption") + 14
    above = QRectF(rect.right() - wide, rect.top() - HEADING_PX - 4, wide, CHIP_PX)  # below the corner
    tip = translate("WeightUpdate", "what the step learns: click for the other answer")
    return [*chips, Chip(answer, above, True, Hit(tip, command="switch_target"))]


def _matrices_and_gates(line: QRectF, scene: Scene) -> list[Chip]:
    chips, x, weight, choice = [], line.left(), chosen_weight(scene), scene.view.weight
    tips = {
        "weight_hh": translate("WeightUpdate", "weights that read h before"),
        "weight_ih": translate("WeightUpdate", "weights that read the input"),
    }
    for name, matrix in (("W_hh", "weight_hh"), ("W_ih", "weight_ih")):
        hit = Hit(tips[matrix], weight=replace(choice, matrix=matrix, column=None))
        chips.append(
            Chip(in_line(name), QRectF(x, line.top(), MATRIX_PX, CHIP_PX), choice.matrix == matrix, hit)
        )
        x += MATRIX_PX + CHIP_GAP_PX
    x += 2 * CHIP_GAP_PX
    gates = scene.definition.gates
    for gate in gates if len(gates) > 1 else ():
        hit = Hit(say(QUANTITIES[gate].label), weight=replace(choice, gate=gate))
        chips.append(Chip(gate, QRectF(x, line.top(), GATE_PX, CHIP_PX), weight.gate == gate, hit, gate))
        x += GATE_PX + CHIP_GAP_PX
    return chips


def _columns(line: QRectF, scene: Scene) -> list[Chip]:
    steps = (
        ("‹", -1, 2, translate("WeightUpdate", "previous column")),
        ("›", 1, 1, translate("WeightUpdate", "next column")),
    )
    return [
        Chip(
            text,
            QRectF(line.right() - from_right * CHIP_PX, line.top(), CHIP_PX - 1, CHIP_PX),
            False,
            Hit(tip, weight=other_column(scene, count)),
        )
        for text, count, from_right, tip in steps
    ]


def _answer(scene: Scene) -> str:
    if not judges(scene.trace):
        up = scene.view.target
        return translate("WeightUpdate", "raise ℓ") if up else translate("WeightUpdate", "lower ℓ")
    if scene.view.target:
        return translate("WeightUpdate", "right answer: positive")
    return translate("WeightUpdate", "right answer: negative")
