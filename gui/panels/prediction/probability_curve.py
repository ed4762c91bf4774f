"""The course of a network's judgement over the words, as a curve with its scale."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from engine.shapes import Float
from gui.drawing.axes import Tick, paint_ticks
from gui.drawing.downsampling import Cells, joined, outline
from gui.drawing.ghost import departing
from gui.drawing.ink import write
from gui.drawing.numbers import share
from gui.drawing.theme import NO_BRUSH, Theme
from gui.drawing.word_axis import token_words
from gui.language import translate
from gui.readings.judgement import (
    is_labelled,
    is_spoken,
    judgement,
    output_count,
    signed_judgements,
    untouched_judgements,
)
from gui.scene import Moment, Scene

LABEL_PX = 42.0  # left of the curve
NAME_PX = 21.0  # above it
TICK_PX = 3.0
WORD_PX = 14.0


def paint_curve(painter: QPainter, rect: QRectF, scene: Scene, moment: Moment, theme: Theme) -> None:
    """Paints the curve into `rect`, its scale left of it, its name above and the words below."""
    binary = output_count(scene.trace) == 1
    above = QRectF(rect.left() - LABEL_PX, rect.top() - NAME_PX, rect.width() + LABEL_PX, WORD_PX)
    write(painter, above, _curve_name(scene), "caption", theme.color("muted"))
    scale = _scale(binary)
    heights = _height(rect, np.array([value for value, _ in scale]), binary).tolist()
    ticks = (
        Tick(y, text, "faint" if value == 0 else "hairline")
        for (value, text), y in zip(scale, heights, strict=True)
    )
    paint_ticks(painter, rect, ticks, theme)
    _paint_words(painter, rect, scene, moment, theme)
    _paint_line(painter, rect, scene, moment, theme)


def token_at(rect: QRectF, scene: Scene, x: float) -> int:
    """The word whose point is nearest."""
    return columns_of(rect, scene).at(x)


def _paint_line(painter: QPainter, rect: QRectF, scene: Scene, moment: Moment, theme: Theme) -> None:
    trace, binary = scene.trace, output_count(scene.trace) == 1
    columns, read = columns_of(rect, scene), moment.token + is_spoken(scene, moment)
    shown = columns.shown[: max(read - columns.first, 0)]
    if not shown:
        return
    values = signed_judgements(trace, shown.start, shown.stop)
    painter.setBrush(NO_BRUSH)
    _paint_ghost(painter, rect, scene, columns, values, theme)
    tokens, kept = outline(values, columns.shared)
    # many steep lines are slow to draw wide and smooth, and look no better
    dense = len(shown) > 2 * rect.width()
    painter.setPen(theme.cell_pen(scene.view.cell, 1.0 if dense else 1.5))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not dense)
    for line in joined(columns.middles(tokens + columns.first), _height(rect, kept, binary)):
        painter.drawPolyline(line)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    last = judgement(trace, read - 1)
    if last is not None and np.isfinite(values[-1]) and read == shown.stop:
        x, y = columns.middle(read - 1), float(_height(rect, values[-1:], binary)[0])
        painter.setPen(theme.pen("card", 1.5))
        painter.setBrush(last.color(theme))
        painter.drawEllipse(QPointF(x, y), 4, 4)


def _paint_ghost(
    painter: QPainter,
    rect: QRectF,
    scene: Scene,
    columns: Cells,
    values: Float[np.ndarray, " n"],
    theme: Theme,
) -> None:
    """What the untouched run said after the same words, where it was something else."""
    ghost = untouched_judgements(scene, columns.first, columns.first + len(values))
    if ghost is None:
        return
    tokens, kept = outline(departing(ghost, values), columns.shared)
    painter.setPen(theme.ghost_pen(theme.cell_pen(scene.view.cell).color()))
    binary = output_count(scene.trace) == 1
    for line in joined(columns.middles(tokens + columns.first), _height(rect, kept, binary)):
        painter.drawPolyline(line)


def _paint_words(painter: QPainter, rect: QRectF, scene: Scene, moment: Moment, theme: Theme) -> None:
    """A tick for each word under the curve, where they can be told apart, and the words that fit."""
    columns = columns_of(rect, scene)
    painter.setPen(theme.pen("faint"))
    for token in columns.shown if columns.pitch_px >= TICK_PX else {moment.token} & {*columns.shown}:
        x = columns.middle(token)
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x, rect.bottom() + TICK_PX))
    token_words(painter, words_of(rect), scene.trace.tokens, moment.token, columns, theme)


def words_of(rect: QRectF) -> QRectF:
    """The line of the words under the curve."""
    return QRectF(rect.left() - 8, rect.bottom() + TICK_PX + 1, rect.width() + 16, WORD_PX)


def columns_of(rect: QRectF, scene: Scene) -> Cells:
    """The tokens, each around its point on the curve, which goes from one side to the other."""
    step = rect.width() / max(len(scene.shown) - 1, 1)
    return Cells.of(rect.left() - step / 2, step * len(scene.shown), scene.shown)


def _curve_name(scene: Scene) -> str:
    if output_count(scene.trace) == 1 and not is_labelled(scene.trace):
        return translate("Prediction", "σ of the output, word by word")
    if output_count(scene.trace) == 1:
        return translate("Prediction", "probability of positive, word by word")
    return translate("Prediction", "probability of the likeliest output, word by word")


def _scale(binary: bool) -> tuple[tuple[float, str], ...]:
    """Heights on the curve, and what is written beside them."""
    if not binary:
        return (1.0, share(1.0)), (0.5, share(0.5)), (0.0, share(0.0))
    return (1.0, share(1.0)), (0.0, share(0.5)), (-1.0, share(0.0))


def _height(rect: QRectF, values: Float[np.ndarray, " n"], binary: bool) -> Float[np.ndarray, " n"]:
    """y of signed judgements on the curve."""
    zero, full = (rect.center().y(), rect.height() / 2) if binary else (rect.bottom(), rect.height())
    return zero - values * full
