"""What the network says after this token: positive or negative, how surely, and what the other cells say."""

import math
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from engine.cells import CELLS
from engine.record.trace import Trace
from gui.drawing.ghost import outline_bars, same
from gui.drawing.ink import LEFT, RIGHT, width_px, write, write_paragraph
from gui.drawing.numbers import changed, number, share
from gui.drawing.theme import NO_BRUSH, NO_PEN
from gui.drawing.word_axis import WordAxis
from gui.language import labelled, listed, translate
from gui.panel import PADDING_PX, Hit, Panel, Table, cell_hit, untouched
from gui.panels.prediction.probability_curve import (
    LABEL_PX,
    TICK_PX,
    WORD_PX,
    columns_of,
    paint_curve,
    token_at,
    words_of,
)
from gui.readings.judgement import (
    NEGATIVE,
    POSITIVE,
    Judgement,
    has_readout,
    is_labelled,
    is_spoken,
    judgement,
    judges,
    output_count,
    signed_judgements,
    untouched_judgement,
    untouched_judgements,
)
from gui.scene import Direction, Moment, Scene

LOW_MARGIN_PX = 5.0  # of cards without a heading
ROOMY_FROM_PX = 110.0  # of contents; in lower ones the lines stand closer to the number than to each other
WIDE_FROM_PX = 300.0  # from here on the cells stand beside the number, not below it
CURVE_FROM_PX = 60.0  # the least height in which a curve can be read
NUMBER_PX = 30.0
BEFORE_GAP_PX = 7.0  # between what was said before a change and what is said now
ROW_PX = (11.0, 20.0)
SIDES_PX = 12.0  # the line that says which side is which
NAME_PX = 36.0
SHARE_PX = 40.0


@dataclass(frozen=True)
class PredictionPlaces:
    """Where everything stands on the card.

    Attributes:
        said: the outcome in words, the large number below it, and what was said before.
        sides: the line over the rows that says which side is which.
        rows: cell name to its row.
        curve: the course of the probability; None where there is no room.
    """

    said: QRectF
    sides: QRectF
    rows: dict[str, QRectF]
    curve: QRectF | None


class Prediction(Panel):
    """The network's judgement so far: it is trained to judge whole texts, and asked after every token.

    In the backward pass it is the judgement that the gradient is of.
    """

    NAME = "prediction"
    EXPORT_SIZE_PX = (420, 248)
    HEADED_FROM_PX = 150.0  # in a lower card the large number speaks for itself
    COMPARES = True
    HAS_BARS = True

    def title(self) -> str:
        """The heading."""
        return translate("Prediction", "Prediction")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """After which token."""
        moment = spoken_at(scene, moment)
        return translate("Prediction", "after “{token}”").format(token=scene.trace.tokens[moment.token][:80])

    def shows_ghost(self, scene: Scene, moment: Moment) -> bool:
        """Whether the selected cell said anything else at a word that has been read before the change."""
        moment, first = spoken_at(scene, moment), scene.shown.start
        read = max(first, min(moment.token + is_spoken(scene, moment), scene.shown.stop))
        ghost = untouched_judgements(scene, first, read)
        return ghost is not None and not same(ghost, signed_judgements(scene.trace, first, read)).all()

    def content_rect(self, size: QSizeF) -> QRectF:
        """Low cards give the heading's place to the number."""
        if size.height() >= self.HEADED_FROM_PX:
            return super().content_rect(size)
        height = size.height() - 2 * LOW_MARGIN_PX
        return QRectF(PADDING_PX, LOW_MARGIN_PX, size.width() - 2 * PADDING_PX, height)

    # Painting

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """The cells, and what they are asked."""
        trace = scene.trace
        return tuple(scene.runs), scene.view.cell, output_count(trace), is_labelled(trace), has_readout(trace)

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the names of the cells and of the sides, or says that there is no readout."""
        if not has_readout(scene.trace):
            write_paragraph(painter, rect, _no_readout(), "text", self.theme.color("muted"), LEFT)
            return
        places = _places(scene, rect)
        for cell, row in places.rows.items():
            role, color = ("strong", "ink") if cell == scene.view.cell else ("caption", "muted")
            write(painter, row, CELLS[cell].title, role, self.theme.color(color))
        if output_count(scene.trace) == 1:
            self._paint_sides(painter, places.sides, _zero(next(iter(places.rows.values())), scene), scene)

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the number, what each cell says, and the curve."""
        if not has_readout(scene.trace):
            return
        moment = spoken_at(scene, moment)
        places = _places(scene, rect)
        spoken = is_spoken(scene, moment)
        self._paint_said(painter, places.said, scene, moment, spoken)
        for cell, row in places.rows.items():
            self._paint_cell(painter, row, cell, scene, moment.token if spoken else None)
        rows = list(places.rows.values())
        zero = _zero(rows[0], scene)
        painter.setPen(self.theme.pen("faint"))
        painter.drawLine(QPointF(zero, rows[0].top()), QPointF(zero, rows[-1].bottom()))
        if places.curve is not None:
            paint_curve(painter, places.curve, scene, moment, self.theme)

    def _paint_said(
        self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment, spoken: bool
    ) -> None:
        word = QRectF(rect.left(), rect.top(), rect.width(), WORD_PX)
        figure = QRectF(rect.left(), word.bottom(), rect.width(), rect.bottom() - word.bottom())
        now, has_ghost = judgement(scene.trace, moment.token) if spoken else None, False
        if now is None:
            waiting = translate("Prediction", "not predicted yet")
            write(painter, word, waiting, "text", self.theme.color("muted"))
            painter.setBrush(NO_BRUSH)
            painter.setPen(self.theme.pen("faint"))
            painter.drawRoundedRect(QRectF(figure.left() + 0.5, figure.center().y() - 10.5, 66, 21), 4, 4)
            taken = 66.0
        else:
            color = now.color(self.theme)
            write(painter, word, _so_far(now, moment.token == scene.length - 1), "strong", color)
            figures, taken = now.figure, 0.0
            was = untouched_judgement(scene, scene.view.cell, moment.token)
            if was is not None and was.figure != figures:
                text = f"{was.figure} →"
                wide = width_px(text, "token") + BEFORE_GAP_PX
                if wide + width_px(figures, "large") <= figure.width():
                    write(painter, figure, text, "token", self.theme.color("muted"), elide=False)
                    taken, has_ghost = wide, True
            write(painter, figure.adjusted(taken, 0, 0, 0), figures, "large", color, elide=False)
            taken += width_px(figures, "large")
        before = judgement(scene.trace, moment.token - 1) if moment.token else None
        aside = QRectF(figure.left() + taken + 10, figure.center().y() - 14, 0, 13)
        aside.setRight(figure.right())
        self._paint_aside(painter, aside, scene, before, has_ghost)

    def _paint_aside(
        self, painter: QPainter, line: QRectF, scene: Scene, before: Judgement | None, has_ghost: bool
    ) -> None:
        """What the number is, and what it was one word before, as fully as fits: never half a word."""
        full, short = translate("Prediction", "one word before"), translate("Prediction", "before")
        labels: tuple[str, ...] = (full, short)
        said: tuple[str, ...] = () if before is None else (before.sentence, before.figure)
        if judges(scene.trace):
            labels = (translate("Prediction", "P(positive)"),)
            names = (full,) if has_ghost else (full, short)  # or one would ask: before what?
            said = () if before is None else tuple(f"{name} {before.figure}" for name in names)
        elif before is None:
            return
        color = self.theme.color("muted") if before is None else before.color(self.theme)
        for texts, ink in ((labels, self.theme.color("muted")), (said, color)):
            text = next((text for text in texts if width_px(text, "caption") <= line.width()), "")
            write(painter, line, text, "caption", ink)
            line.translate(0, 13)

    def _paint_sides(self, painter: QPainter, rect: QRectF, zero: float, scene: Scene) -> None:
        """Which side of the axis is which: in words, where they fit, and in the sides' colours."""
        room = rect.right() - SHARE_PX - zero
        words = [Judgement(side, 1.0, 1, is_labelled(scene.trace)).name for side in (NEGATIVE, POSITIVE)]
        if max(width_px(word, "caption") for word in words) + 3 > room:
            words = ["−", "+"]
        places = (
            QRectF(zero - 4 - room, rect.top(), room, rect.height()),
            QRectF(zero + 4, rect.top(), room, rect.height()),
        )
        for word, place, color, align in zip(
            words, places, ("negative", "positive"), (RIGHT, LEFT), strict=True
        ):
            write(painter, place, word, "caption", self.theme.color(color), align, elide=False)

    def _paint_cell(self, painter: QPainter, row: QRectF, cell: str, scene: Scene, token: int | None) -> None:
        selected = cell == scene.view.cell
        role, thick = ("strong", 8.0) if selected else ("caption", 5.0)
        bar = row.adjusted(NAME_PX, 0, -SHARE_PX, 0)
        bar = QRectF(bar.left(), bar.center().y() - thick / 2, bar.width(), thick)
        trace = scene.runs[cell].trace
        found = judgement(trace, token) if token is not None and token < trace.length else None
        zero = _zero(row, scene)
        if found is None or np.isnan(found.probability):
            painter.setBrush(NO_BRUSH)
            painter.setPen(self.theme.pen("hairline"))
            painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            length = found.signed * (bar.right() - zero)
            painter.setPen(NO_PEN)
            painter.setBrush(found.color(self.theme))
            painter.drawRect(QRectF(zero + min(length, 0.0), bar.top(), abs(length), bar.height()))
            was = untouched_judgement(scene, cell, token) if token is not None else None
            if was is not None:
                ends = np.array([[zero + was.signed * (bar.right() - zero)], [zero + length]])
                place, hue = np.array([bar.top()]), was.color(self.theme)
                outline_bars(painter, place, thick, (ends[0], ends[1]), zero, hue, self.theme, lying=True)
        if found is not None:
            write(painter, row, _in_short(found), role, found.color(self.theme), RIGHT, elide=False)

    # Pointing, in numbers and words

    def hit_at(self, position: QPointF) -> Hit | None:
        """What a cell says, in full; a token of the curve, where a click goes."""
        if self.scene is None or self.moment is None or not has_readout(self.scene.trace):
            return None
        scene, moment = self.scene, spoken_at(self.scene, self.moment)
        places = _places(scene, self.content_rect(self.logical_size()))
        if places.said.contains(position):
            return Hit(self._tip(scene, moment, scene.view.cell)) if is_spoken(scene, moment) else None
        for cell, row in places.rows.items():
            if row.contains(position):
                spoken = is_spoken(scene, moment)
                tip = (
                    self._tip(scene, moment, cell) if spoken else translate("Prediction", "not predicted yet")
                )
                return cell_hit(scene, cell, tip)
        curve = places.curve
        if curve is not None and curve.adjusted(-4, -6, 4, 6).contains(position):
            token = token_at(curve, scene, position.x())
            word = translate("Prediction", "word {number}, “{token}”").format(
                number=token + 1, token=scene.trace.tokens[token][:80]
            )
            said = judgement(scene.trace, token)
            if said is not None and token < moment.token + is_spoken(scene, moment):
                word = f"{word}\n{said.sentence}"
                was = untouched_judgement(scene, scene.view.cell, token)
                word = word if was in (None, said) else f"{word}\n{untouched(was.sentence)}"
            return Hit(word, moment=scene.complete(token, moment.direction))
        return None

    def _tip(self, scene: Scene, moment: Moment, cell: str) -> str:
        trace = scene.runs[cell].trace
        said = judgement(trace, moment.token) if moment.token < trace.length else None
        if said is None:
            return _no_readout()
        output = said.outcome if not said.binary else 0
        logit = float(trace["output"][moment.token, output])
        was = untouched_judgement(scene, cell, moment.token)
        text = translate("Prediction", "{cell} after “{token}”: {prediction}\nlogit {logit}")
        text = text.format(
            cell=CELLS[cell].title,
            token=trace.tokens[moment.token][:80],
            prediction=said.sentence,
            logit=number(logit),
        )
        return text if was in (None, said) else f"{text}\n{untouched(was.sentence)}"

    def word_axis(self, rect: QRectF, scene: Scene) -> WordAxis | None:
        """The words across, where there is a curve."""
        curve = _places(scene, rect).curve if has_readout(scene.trace) else None
        if curve is None:
            return None
        columns = columns_of(curve, scene)
        plot = QRectF(columns.start_px, curve.top(), columns.size_px, curve.height())
        return WordAxis(plot, words_of(curve), columns)

    def table(self, scene: Scene, moment: Moment) -> Table:
        """One row for each cell: the logits at this token, and the outcome with its probability."""
        moment = spoken_at(scene, moment)
        rows: list[tuple[str | int | float, ...]] = []
        widest = max(output_count(run.trace) for run in scene.runs.values())
        before, place = scene.before, None if scene.before is None else scene.before.at(moment.token)
        for cell, run in scene.runs.items():
            numbers = _numbers(run.trace, moment.token, widest) if is_spoken(scene, moment) else None
            if numbers is not None:
                was = None if before is None or place is None else before.runs.get(cell)
                untouched = ("",) * len(numbers) if was is None else _numbers(was.trace, place or 0, widest)
                rows.append((cell, moment.token, *numbers, *((untouched or ()) if before else ())))
        names = ["logit"] if widest <= 1 else [f"logit_{index}" for index in range(widest)]
        last = "positive" if all(is_labelled(run.trace) for run in scene.runs.values()) else "sigma"
        names += ["outcome", "probability" if widest > 1 else last]
        names += [f"{name}_untouched" for name in names] if before else []
        return Table(("cell", "token_index", *names), tuple(rows))

    def summary(self, scene: Scene, moment: Moment) -> str:
        """What the selected cell says, then the others."""
        moment = spoken_at(scene, moment)
        if not has_readout(scene.trace):
            return _no_readout()
        if not is_spoken(scene, moment):
            return translate("Prediction", "no prediction yet at this stage")
        cells = [scene.view.cell, *(cell for cell in scene.runs if cell != scene.view.cell)]
        parts = []
        for cell in (each for each in cells if moment.token < scene.runs[each].trace.length):
            said = judgement(scene.runs[cell].trace, moment.token)
            was = untouched_judgement(scene, cell, moment.token)
            if said is not None:
                text = changed("" if was is None else was.sentence, said.sentence)
                parts.append(labelled(CELLS[cell].title, text))
        return listed(parts)


def spoken_at(scene: Scene, moment: Moment) -> Moment:
    """The moment whose judgement is shown: in the backward pass the one that is differentiated."""
    if moment.direction is Direction.BACKWARD:
        return scene.complete(scene.tau(moment), moment.direction)
    return moment


def _numbers(trace: Trace, token: int, outputs: int) -> tuple[str | float, ...] | None:
    """What a cell says, for a table: so many logits, the outcome, and how probable it is."""
    said = judgement(trace, token) if token < trace.length else None
    if said is None:
        return None
    logits = [float(logit) for logit in trace["output"][token]]
    logits += [math.nan] * (outputs - len(logits))
    return (*logits, said.name, said.upper if said.binary else said.probability)


def _places(scene: Scene, rect: QRectF) -> PredictionPlaces:
    wide = rect.width() >= WIDE_FROM_PX
    width = rect.width() / 2 - 10 if wide else rect.width()
    low = rect.height() < ROOMY_FROM_PX
    said = QRectF(rect.left(), rect.top(), width, WORD_PX + NUMBER_PX - (4 if low else 0))
    left = rect.center().x() + 10 if wide else rect.left()
    gap = 3.0 if low else 6.0
    over = rect.top() if wide else said.bottom() + gap
    top = over + (SIDES_PX if output_count(scene.trace) == 1 else 2.0)
    sides = QRectF(left, over, rect.right() - left, SIDES_PX)
    count = len(scene.runs)
    height = min(max((rect.bottom() - top) / count, ROW_PX[0]), ROW_PX[1])
    rows = {
        cell: QRectF(left, top + position * height, rect.right() - left, height)
        for position, cell in enumerate(scene.runs)
    }
    above = max(said.bottom(), top + count * height) + 32
    below = rect.bottom() - TICK_PX - WORD_PX
    curve = QRectF(rect.left() + LABEL_PX, above, rect.width() - LABEL_PX - 8, below - above)
    return PredictionPlaces(said, sides, rows, curve if curve.height() >= CURVE_FROM_PX else None)


def _zero(row: QRectF, scene: Scene) -> float:
    """Where the bars of the cells start: in the middle if there are two sides."""
    left, right = row.left() + NAME_PX, row.right() - SHARE_PX
    return (left + right) / 2 if output_count(scene.trace) == 1 else left


def _so_far(said: Judgement, at_end: bool) -> str:
    if at_end or np.isnan(said.probability):
        return said.name
    return translate("Prediction", "{outcome} so far").format(outcome=said.name)


def _in_short(said: Judgement) -> str:
    if np.isnan(said.probability):
        return number(said.probability)
    if said.binary:
        return share(said.upper)
    return f"{said.outcome + 1}: {share(said.probability)}"


def _no_readout() -> str:
    return translate("Prediction", "This network has no readout: it gives states and predicts nothing.")
