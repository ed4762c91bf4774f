"""The text as the network reads it: every token, where the reader is, and the prediction after each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QResizeEvent, QWheelEvent

from engine.record.trace import Trace
from engine.shapes import Float
from gui.drawing.bars import fill_rects
from gui.drawing.ghost import outline_bars, paint_key, same
from gui.drawing.ink import CENTER, RIGHT, width_px, write, write_words
from gui.drawing.numbers import changed
from gui.drawing.theme import NO_BRUSH, NO_PEN
from gui.drawing.wrapping import (
    BAR_MARGIN_PX,
    GAP_PX,
    LONGEST,
    ROLE,
    WORD_PX,
    Visible,
    Wrapping,
    sides,
    wrap,
)
from gui.language import translate
from gui.panel import MARK_PX, PADDING_PX, Hit, Panel, Table, untouched
from gui.panels.token_strip.word_editor import WordEditor
from gui.panels.token_strip.word_ink import (
    SHARES,
    Ground,
    Measure,
    described,
    legend,
    measure,
    untouched_measure,
    word_grounds,
    word_inks,
)
from gui.readings.held import said_of_words
from gui.readings.judgement import (
    Judgement,
    has_readout,
    is_labelled,
    is_spoken,
    judgement,
    judges,
    output_count,
    positive_probability,
    signed_judgements,
    untouched_judgement,
    untouched_judgements,
)
from gui.readings.marked_words import words_to_hold
from gui.readings.retyped_words import retyped_words, said_of, said_of_retyped
from gui.scene import Direction, Moment, Scene
from gui.view import WordInk

BASELINE_PX = 16.5
PITCH_PX = (35.0, 57.0)  # rows stand closer or wider, so that they fill the card
BARE_PITCH_PX = (26.0, 30.0)  # the same for networks that predict nothing
GROUND_PX = (1.0, 20.0)  # below the top of a word's line, and high
GROUND_RADIUS_PX = 2.5
EDGE_PX = 2.0
BAR_SHARE = 0.68  # of the full colour: bars are there to be read, and not what is looked at first
BOX_LINE_PX = 1.75
BOX_PX = (1.5, 4.5)  # between a word and its box: at least, and where its neighbours are far
CLEAR_PX = 4.75  # between the box and the words beside it: four, and half of its line
PENDING_PX = 4.0  # between a word and the place of a bar that is still to come
FOOTER_PX = 15.0  # what the colours mean
KEY_GAP_PX, KEY_SIDE_PX, BAR_KEY_PX = 18.0, 5.0, 16.0
MOST_ROWS = 6  # in a picture
CROSS_PX, CROSS_ARM_PX = 16.0, 2.5  # the cross that takes retyped words back, with its room
MARK_LINE_PX, MARK_SIDE_PX, MARK_ABOVE_PX, MARK_END_PX = 1.25, 2.0, 0.5, 4.0  # of the bracket over words
MOST_SAID = 12  # retyped places in a tooltip
GUTTER_PX = 12.0  # for the mark that says how far down the text one is
ANGLE_PER_ROW = 120.0  # of the mouse wheel, in eighths of a degree: one notch


class TokenStrip(Panel):
    """All tokens, wrapped. The current one is boxed, what comes after it is pale.

    Time runs from left to right, as in all other panels and in every script; each word is shaped as its
    own script wants it. The visible part follows from the moment and the size alone; the mouse wheel looks
    around until the next moment is drawn.
    """

    NAME = "token_strip"
    EXPORT_SIZE_PX = (680, 206)
    HAS_BARS = True
    HEADED_FROM_PX = 150.0  # in a lower card the text speaks for itself

    _wrapping: Wrapping | None = None
    _rows: tuple[tuple[Wrapping, int, int, float, QRectF], Visible] | None = None
    _looked_at: float | None = None  # the first visible row, where the wheel has been turned
    _marking: int | None = None  # the word on which the mouse was pressed with Shift
    _marks_drag = False  # and it has been moved to another one since
    _editor: WordEditor | None = None  # the word that is being retyped

    def needs(self, scene: Scene) -> frozenset[str]:
        """What the words are coloured by."""
        ink = scene.view.word_ink
        by_memory = ink in (*SHARES, WordInk.HELD) and scene.definition.memory is not None
        return frozenset({"memory"} if by_memory else {"gradient"} if ink is WordInk.GRADIENT else ())

    def title(self) -> str:
        """The heading."""
        return translate("TokenStrip", "The text, word by word")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """What the bars are."""
        if not has_readout(scene.trace):
            return ""
        if output_count(scene.trace) > 1:
            return translate("TokenStrip", "bars: the probability of the likeliest output after each word")
        if not is_labelled(scene.trace):
            return translate("TokenStrip", "bars: the output after each word, up above 0, down below 0")
        return translate("TokenStrip", "bars: the prediction after each word, up positive, down negative")

    def note(self, scene: Scene, moment: Moment) -> str:
        """Where the reader is."""
        place = translate("TokenStrip", "{number} of {total}")
        return place.format(number=moment.token + 1, total=scene.length)

    def prepare(self, scene: Scene, moment: Moment) -> None:
        """Every new moment brings the view back to its place.

        Of a very long text to wrap it takes as long as to paint everything: the window breathes in between.
        """
        self._looked_at = None
        self._wrapped(scene.trace, _text_rect(self.content_rect(self.logical_size())))
        self._place_editor()

    def shows_ghost(self, scene: Scene, moment: Moment) -> bool:
        """Whether any word that has been read was followed by another prediction before the change."""
        read = _read(scene, moment)
        ghost = untouched_judgements(scene, 0, read)
        return ghost is not None and not same(ghost, signed_judgements(scene.trace, 0, read)).all()

    def content_rect(self, size: QSizeF) -> QRectF:
        """Low cards give the heading's place to the text."""
        if size.height() >= self.HEADED_FROM_PX:
            return super().content_rect(size)
        return QRectF(PADDING_PX, 9, size.width() - 2 * PADDING_PX, size.height() - 14)

    def export_size_px(self, scene: Scene) -> tuple[float, float]:
        """As many rows as the text needs: a short one leaves nothing empty."""
        width, around = self.EXPORT_SIZE_PX[0], self.content_rect(QSizeF(*self.EXPORT_SIZE_PX))
        rows = min(wrap(scene.trace.tokens, around.width() - GUTTER_PX).rows, MOST_ROWS)
        pitch = (PITCH_PX if has_readout(scene.trace) else BARE_PITCH_PX)[1]
        return width, max(around.top() + rows * pitch + FOOTER_PX + PADDING_PX, self.HEADED_FROM_PX)

    # Painting

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the visible rows, and nothing of the others."""
        text = _text_rect(rect)
        wrapping = self._wrapped(scene.trace, text)
        visible = self._visible(scene, moment, wrapping, text)
        found = measure(scene, moment)
        if has_readout(scene.trace):
            self._paint_zero(painter, scene, visible)
            self._paint_bars(painter, scene, moment, visible)
        grounds = word_grounds(found, visible.start, visible.stop, self.theme)
        self._paint_grounds(painter, grounds, moment.token, visible)
        inks = word_inks(moment, found, visible.start, visible.stop, self.theme)
        self._paint_words(painter, inks, wrapping, visible)
        self._paint_unknown(painter, scene, moment, visible)
        self._paint_footer(painter, rect, scene, moment, found, visible)
        self._paint_place_in_text(painter, text, wrapping, visible)
        self._paint_marks(painter, scene, visible)

    def _paint_grounds(
        self, painter: QPainter, grounds: Mapping[int, Ground], token: int, visible: Visible
    ) -> None:
        """The grounds of the words, and the box around the one that is being read."""
        before, after = sides(visible.left, visible.width, visible.line)
        left, right = (visible.left - before).tolist(), (visible.left + visible.width + after).tolist()
        top = (visible.line + GROUND_PX[0]).tolist()
        painter.setPen(NO_PEN)
        for at, ground in grounds.items():
            place = at - visible.start
            rect = QRectF(left[place], top[place], right[place] - left[place], GROUND_PX[1])
            if at != token:
                paint_ground(painter, rect, ground)
        current = visible.place(token)
        if current is not None:
            self._paint_box(painter, current, visible.room_beside(token), grounds.get(token))

    def _paint_words(
        self, painter: QPainter, inks: Sequence[QColor], wrapping: Wrapping, visible: Visible
    ) -> None:
        shown = wrapping.shown[visible.start : visible.stop]
        baselines = (visible.line + BASELINE_PX).tolist()
        write_words(painter, zip(shown, visible.left.tolist(), baselines, strict=True), ROLE, inks)

    def _paint_zero(self, painter: QPainter, scene: Scene, visible: Visible) -> None:
        painter.setPen(self.theme.pen("hairline"))
        zero = self._zero(scene, visible)
        for y in sorted(set(zero.tolist())):
            at = np.flatnonzero(zero == y)
            end = visible.left[at[-1]] + visible.width[at[-1]]
            painter.drawLine(QPointF(visible.left[at[0]], y), QPointF(end, y))

    def _paint_bars(self, painter: QPainter, scene: Scene, moment: Moment, visible: Visible) -> None:
        spoken = is_spoken(scene, moment)
        read = min(max(_read(scene, moment), visible.start), visible.stop)
        binary = output_count(scene.trace) == 1
        full = visible.bar_px / 2 if binary else visible.bar_px
        heights = signed_judgements(scene.trace, visible.start, read) * full
        zero = self._zero(scene, visible)[: len(heights)]
        top, height = zero - np.maximum(heights, 0), np.abs(heights)
        bars = np.stack([visible.left[: len(top)], top, visible.width[: len(top)], height], axis=1)
        for color, side in (("positive", heights > 0), ("negative", heights < 0)):
            fill_rects(painter, bars[side], self.theme.mixed(color if binary else "muted", BAR_SHARE))
        self._paint_ghost(painter, scene, visible, zero, heights, full)
        current = visible.place(moment.token)
        if current is not None and not spoken:
            painter.setBrush(NO_BRUSH)
            pen = self.theme.pen("muted")
            pen.setDashPattern([1.0, 2.0])
            painter.setPen(pen)
            tall = visible.bar_px + BAR_MARGIN_PX - PENDING_PX
            coming = QRectF(current.left(), current.bottom() + PENDING_PX, current.width(), tall)
            painter.drawRect(coming.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_ghost(
        self,
        painter: QPainter,
        scene: Scene,
        visible: Visible,
        zero: Float[np.ndarray, " n"],
        heights: Float[np.ndarray, " n"],
        full: float,
    ) -> None:
        """The outlines of the bars of the untouched run."""
        ghost = untouched_judgements(scene, visible.start, visible.start + len(zero))
        if ghost is None:
            return
        left, width = visible.left[: len(zero)], visible.width[: len(zero)]
        binary = output_count(scene.trace) == 1
        for name, side in (("positive", ghost >= 0), ("negative", ghost < 0)):
            ends = (zero - ghost * full)[side], (zero - heights)[side]
            color = self.theme.color(name if binary else "muted")
            outline_bars(painter, left[side], width[side], ends, zero[side], color, self.theme)

    def _zero(self, scene: Scene, visible: Visible) -> Float[np.ndarray, " n"]:
        down = 0.5 if output_count(scene.trace) == 1 else 1.0
        return visible.line + WORD_PX + BAR_MARGIN_PX + down * visible.bar_px

    def _paint_box(
        self, painter: QPainter, word: QRectF, room: tuple[float, float], ground: Ground | None
    ) -> None:
        left, right = (min(max(beside - CLEAR_PX, BOX_PX[0]), BOX_PX[1]) for beside in room)
        box = word.adjusted(-left, 0.75, right, -0.75)
        painter.setPen(NO_PEN)
        paint_ground(painter, box, ground or Ground(self.theme.color("highlight")))
        painter.setPen(self.theme.pen("ink", BOX_LINE_PX))
        painter.setBrush(NO_BRUSH)
        painter.drawRoundedRect(box, 5, 5)

    def _paint_marks(self, painter: QPainter, scene: Scene, visible: Visible) -> None:
        """A bracket over the words that are marked, row by row: open where they go on in another one."""
        marked = scene.marked or range(0)
        first, stop = max(marked.start, visible.start), min(marked.stop, visible.stop)
        places = np.arange(first, stop) - visible.start
        painter.setPen(self.theme.pen("ink", MARK_LINE_PX))
        for y in np.unique(visible.line[places]).tolist():
            row = places[visible.line[places] == y]
            left = float(visible.left[row[0]]) - MARK_SIDE_PX
            right = float(visible.left[row[-1]] + visible.width[row[-1]]) + MARK_SIDE_PX
            top = y - MARK_ABOVE_PX
            painter.drawLine(QLineF(left, top, right, top))
            if visible.start + row[0] == marked.start:
                painter.drawLine(QLineF(left, top, left, top + MARK_END_PX))
            if visible.start + row[-1] == marked.stop - 1:
                painter.drawLine(QLineF(right, top, right, top + MARK_END_PX))

    def _paint_unknown(self, painter: QPainter, scene: Scene, moment: Moment, visible: Visible) -> None:
        for at in np.flatnonzero(~scene.trace.known[visible.start : visible.stop]):
            pen = self.theme.pen("muted" if visible.start + at <= moment.token else "faint", 1.4)
            pen.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(pen)
            y = visible.line[at] + WORD_PX - 2.5
            painter.drawLine(QPointF(visible.left[at], y), QPointF(visible.left[at] + visible.width[at], y))

    def _paint_footer(
        self,
        painter: QPainter,
        rect: QRectF,
        scene: Scene,
        moment: Moment,
        found: Measure | None,
        visible: Visible,
    ) -> None:
        """What the colours mean, what the bars are, and what the dashes, if there are any."""
        line, muted = _footer_rect(rect), self.theme.color("muted")
        chip = self._chip_rect(line, scene)
        if chip is not None:
            self._paint_chip(painter, chip, scene)
            line.setRight(chip.left() - KEY_GAP_PX)
        text = legend(scene, moment, found)
        if not scene.trace.known[visible.start : visible.stop].all():
            dashes = translate("TokenStrip", "dashed: not in the vocabulary")
            write(painter, line, dashes, "caption", muted, RIGHT)
            line.setRight(line.right() - width_px(dashes, "caption") - KEY_GAP_PX)
        self._paint_verdict(painter, line, scene, moment, width_px(text, "caption") + KEY_GAP_PX)
        write(painter, line, text, "caption", muted)
        line.setLeft(line.left() + width_px(text, "caption") + KEY_GAP_PX)
        if found is not None and found.ink is WordInk.SHARE:
            self._paint_sides(painter, line, scene)
        if rect.top() < PADDING_PX and has_readout(scene.trace):  # otherwise the heading says it
            self._paint_bar_key(painter, line, scene)
            if self.shows_ghost(scene, moment):
                self._paint_ghost_key(painter, line)

    def _paint_verdict(
        self, painter: QPainter, line: QRectF, scene: Scene, moment: Moment, beside_px: float
    ) -> None:
        """What the network said untouched and what it says now, where these differ, at the end of the line.

        What the numbers are is said where that leaves enough room for what stands beside them.
        """
        was, now = _verdicts(scene, moment)
        if was is None or now is None or was.figure == now.figure:
            return
        before, name = f"{was.figure} → ", translate("Prediction", "P(positive)")
        wide = width_px(before, "caption") + width_px(now.figure, "caption")
        if judges(scene.trace) and wide + width_px(f"{name} ", "caption") + beside_px <= line.width():
            before = f"{name} {before}"
            wide += width_px(f"{name} ", "caption")
        place = QRectF(line.right() - wide, line.top(), wide, line.height())
        write(painter, place, before, "caption", self.theme.color("muted"), elide=False)
        write(painter, place, now.figure, "caption", now.color(self.theme), RIGHT, elide=False)
        line.setRight(place.left() - KEY_GAP_PX)

    def _chip_rect(self, line: QRectF, scene: Scene) -> QRectF | None:
        """Where it is said what retyped words were, at the end of the footer."""
        said = said_of_retyped(scene)
        if not said:
            return None
        wide = min(width_px(said, "caption") + KEY_SIDE_PX + CROSS_PX, line.width() / 2)
        return QRectF(line.right() - wide, line.top(), wide, FOOTER_PX)

    def _paint_chip(self, painter: QPainter, chip: QRectF, scene: Scene) -> None:
        painter.setPen(NO_PEN)
        painter.setBrush(self.theme.color("highlight"))
        painter.drawRoundedRect(chip, FOOTER_PX / 2, FOOTER_PX / 2)
        words = chip.adjusted(KEY_SIDE_PX, 0, -CROSS_PX, 0)
        write(painter, words, said_of_retyped(scene), "caption", self.theme.color("ink"))
        middle = QPointF(chip.right() - CROSS_PX / 2, chip.center().y())
        painter.setPen(self.theme.pen("ink", 1.2))
        for sign in (1, -1):
            end = QPointF(CROSS_ARM_PX, sign * CROSS_ARM_PX)
            painter.drawLine(QLineF(middle - end, middle + end))

    def _paint_sides(self, painter: QPainter, line: QRectF, scene: Scene) -> None:
        """The grounds of both sides, with what they are written on them, where there is room for both."""
        words = (translate("TokenStrip", "raises ℓ"), translate("TokenStrip", "lowers ℓ"))
        if judges(scene.trace):
            words = (translate("TokenStrip", "for positive"), translate("TokenStrip", "against it"))
        if line.width() < sum(width_px(side, "caption") + 3 * KEY_SIDE_PX for side in words):
            return
        for side, raises in zip(words, (True, False), strict=True):
            wide = width_px(side, "caption") + 2 * KEY_SIDE_PX
            rect = QRectF(line.left(), line.top() + 0.5, wide, FOOTER_PX - 1)
            hue = "positive" if raises else "negative"
            painter.setPen(NO_PEN)
            full = Ground(self.theme.tint(hue, 1.0), (raises, self.theme.color(hue)))
            paint_ground(painter, rect, full)
            write(painter, rect, side, "caption", self.theme.color("ink"), CENTER, elide=False)
            line.setLeft(rect.right() + KEY_SIDE_PX)
        line.setLeft(line.left() + KEY_GAP_PX - KEY_SIDE_PX)

    def _paint_bar_key(self, painter: QPainter, line: QRectF, scene: Scene) -> None:
        """What the bars are: one of each kind, and words."""
        binary = output_count(scene.trace) == 1
        if not is_labelled(scene.trace):
            text = translate("TokenStrip", "the output after each word")
        elif binary:
            text = translate("TokenStrip", "the prediction after each word")
        else:
            text = translate("TokenStrip", "the likeliest output's probability after each word")
        if line.width() < BAR_KEY_PX + KEY_SIDE_PX + width_px(text, "caption"):
            return
        left, middle, half = line.left(), line.center().y(), BAR_KEY_PX / 2
        painter.setPen(NO_PEN)
        if binary:
            painter.fillRect(QRectF(left, middle - 5, half, 5), self.theme.mixed("positive", BAR_SHARE))
            painter.fillRect(QRectF(left + half, middle, half, 5), self.theme.mixed("negative", BAR_SHARE))
        else:
            painter.fillRect(QRectF(left, middle - 4, BAR_KEY_PX, 8), self.theme.mixed("muted", BAR_SHARE))
        line.setLeft(left + BAR_KEY_PX + KEY_SIDE_PX)
        write(painter, line, text, "caption", self.theme.color("muted"))
        line.setLeft(line.left() + width_px(text, "caption") + KEY_SIDE_PX)

    def _paint_ghost_key(self, painter: QPainter, line: QRectF) -> None:
        """What the outlines are, where there is room for it."""
        text = untouched()
        if line.width() >= MARK_PX + width_px(text, "caption"):
            paint_key(painter, line, self.theme, outlined=True)
            write(painter, line.adjusted(MARK_PX, 0, 0, 0), text, "caption", self.theme.color("muted"))

    def _paint_place_in_text(
        self, painter: QPainter, rect: QRectF, wrapping: Wrapping, visible: Visible
    ) -> None:
        shown = visible.rows[1] - visible.rows[0]
        if shown >= wrapping.rows:
            return
        painter.setPen(NO_PEN)
        track = QRectF(rect.right() - 3, rect.top() + 2, 3, rect.height() - 6)
        painter.setBrush(self.theme.color("highlight"))
        painter.drawRoundedRect(track, 1.5, 1.5)
        height = max(track.height() * shown / wrapping.rows, 14)
        down = (track.height() - height) * visible.rows[0] / (wrapping.rows - shown)
        painter.setBrush(self.theme.color("faint"))
        painter.drawRoundedRect(QRectF(track.left(), track.top() + down, 3, height), 1.5, 1.5)

    # Where things are

    def _wrapped(self, trace: Trace, rect: QRectF) -> Wrapping:
        available = rect.width() - GUTTER_PX
        kept = self._wrapping
        if kept is not None and kept.tokens is not trace.tokens and kept.tokens == trace.tokens:
            self._wrapping = kept = replace(kept, tokens=trace.tokens)  # another cell reads the same text
        if kept is None or kept.tokens is not trace.tokens or kept.available != available:
            self._wrapping = kept = wrap(trace.tokens, available)
        return kept

    def _visible(self, scene: Scene, moment: Moment, wrapping: Wrapping, rect: QRectF) -> Visible:
        closest, widest = PITCH_PX if has_readout(scene.trace) else BARE_PITCH_PX
        count = min(max(int(rect.height() // closest), 1), wrapping.rows)
        pitch = min(rect.height() / count, widest)
        top = rect.top() + (rect.height() - count * pitch) / 2
        # the row being read stands in the middle, or above it, so that one sees what comes
        first = int(wrapping.row[moment.token]) - (count - 1) // 2
        if self._looked_at is not None:
            first = round(self._looked_at)
        first = min(max(first, 0), wrapping.rows - count)
        key = wrapping, first, count, pitch, rect
        if self._rows is None or self._rows[0] != key:
            self._rows = key, self._in_sight(*key, top)
        return self._rows[1]

    def _in_sight(
        self, wrapping: Wrapping, first: int, count: int, pitch: float, rect: QRectF, top: float
    ) -> Visible:
        start, stop = int(wrapping.first[first]), int(wrapping.first[first + count])
        return Visible(
            (first, first + count),
            top,
            pitch,
            start,
            stop,
            rect.left() + wrapping.left[start:stop],
            wrapping.width[start:stop],
            top + (wrapping.row[start:stop] - first) * pitch,
        )

    def _seen(self, scene: Scene, moment: Moment) -> Visible:
        text = _text_rect(self.content_rect(self.logical_size()))
        return self._visible(scene, moment, self._wrapped(scene.trace, text), text)

    def hit_at(self, position: QPointF) -> Hit | None:
        """The token under the mouse; a click goes there. And what says that words were retyped."""
        scene, moment, token = self.scene, self.moment, self._token_at(position)
        if scene is None or moment is None:
            return None
        chip = self._chip_rect(_footer_rect(self.content_rect(self.logical_size())), scene)
        if chip is not None and chip.contains(position):
            return Hit(self._tip_of_chip(scene), command="take_words_back")
        if token is None:
            return None
        return Hit(self._tip(scene, moment, token), moment=scene.complete(token, moment.direction))

    def _token_at(self, position: QPointF) -> int | None:
        scene, moment = self.scene, self.moment
        if scene is None or moment is None:
            return None
        visible = self._seen(scene, moment)
        beside = np.maximum(visible.left - position.x(), position.x() - visible.left - visible.width)
        below = position.y() - visible.line
        distance = np.where((below >= 0) & (below < visible.pitch), beside, np.inf)
        nearest = int(np.argmin(distance))
        if distance[nearest] > GAP_PX / 2:
            return None
        return visible.start + nearest

    def _tip(self, scene: Scene, moment: Moment, token: int) -> str:
        lines = [
            translate("TokenStrip", "“{token}”, {number} of {total}").format(
                token=scene.trace.tokens[token][:LONGEST], number=token + 1, total=scene.length
            )
        ]
        found = judgement(scene.trace, token)
        if found is not None and token < _read(scene, moment):
            said = translate("TokenStrip", "prediction after it: {prediction}")
            lines.append(said.format(prediction=found.sentence))
            was = untouched_judgement(scene, scene.view.cell, token)
            if was not in (None, found):
                lines.append(untouched(was.sentence))
        share = described(scene, measure(scene, moment), token, untouched_measure(scene, moment))
        if share:
            lines.append(share)
        if not scene.trace.known[token]:
            lines.append(translate("TokenStrip", "not in the vocabulary; read as unknown"))
        lines += (said_of(words) for words in retyped_words(scene) if token in words.place)
        retype = self.command_tip("retype_word")
        if retype:
            lines.append(translate("TokenStrip", "double click: {command}").format(command=retype))
        return "\n".join(lines)

    def _tip_of_chip(self, scene: Scene) -> str:
        """All words that were retyped, as far as anyone reads them."""
        lines = [said_of(words) for words in retyped_words(scene)]
        more = ["…"] if len(lines) > MOST_SAID else []
        take_back = translate("TokenStrip", "Click: take the retyped words back")
        return "\n".join((*lines[:MOST_SAID], *more, take_back))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt's call: looks further up or down, until the next moment is drawn."""
        if self.scene is None or self.moment is None or self._wrapping is None:
            return
        first, last = self._seen(self.scene, self.moment).rows
        start = first if self._looked_at is None else self._looked_at
        turned = event.angleDelta().y() / ANGLE_PER_ROW
        self._looked_at = min(max(start - turned, 0.0), float(self._wrapping.rows - (last - first)))
        event.accept()
        self._place_editor()
        self.update()

    # Words are marked

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's call: with Shift words are marked, from the current one on, or all that a drag goes over."""
        token, moment = self._token_at(self._logical(event.position())), self.moment
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if not shift or token is None or moment is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._marking = token
        self._mark(moment.token, token)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt's call."""
        if self._marking is None:
            super().mouseMoveEvent(event)
            return
        token = self._token_at(self._logical(event.position()))
        if token is not None and (token != self._marking or self._marks_drag):
            self._marks_drag = True
            self._mark(self._marking, token)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's call."""
        self._marking, self._marks_drag = None, False
        super().mouseReleaseEvent(event)

    def _mark(self, one: int, other: int) -> None:
        self.words_marked.emit(range(min(one, other), max(one, other) + 1))

    # A word is retyped

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt's call: goes to a word and wishes to retype it."""
        super().mouseDoubleClickEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self._token_at(self._logical(event.position())) is not None:
            self.command_requested.emit("retype_word")

    def retype(self, token: int) -> None:
        """Opens a line over a word that is in sight; what is typed there is wished for."""
        self._close_editor()
        if self.scene is None:
            return
        self._editor = editor = WordEditor(token, self.scene.trace.tokens, self.theme, self)
        editor.accepted.connect(self._retyped)
        editor.left.connect(self._close_editor)
        editor.textChanged.connect(self._place_editor)
        self._place_editor()
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _retyped(self, written: str) -> None:
        editor = self._editor
        self._close_editor()
        if editor is not None and written != editor.word:
            self.word_retyped.emit(editor.token, written)

    @Slot()
    def _close_editor(self) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            editor.hide()  # the window takes the keys back
            editor.deleteLater()

    @Slot()
    def _place_editor(self) -> None:
        """The line goes with its word, and goes away where that is not in sight any more."""
        scene, moment, editor = self.scene, self.moment, self._editor
        if scene is None or moment is None or editor is None:
            return
        stays = scene.trace.tokens == editor.tokens and self.theme is editor.theme
        word = self._seen(scene, moment).place(editor.token) if stays else None
        if word is None:
            self._close_editor()
        else:
            editor.stand(word, _text_rect(self.content_rect(self.logical_size())), self._zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's call."""
        super().resizeEvent(event)
        self._place_editor()

    # In numbers and words

    def table(self, scene: Scene, moment: Moment) -> Table:
        """One row for each token that has been read."""
        trace, read, before = scene.trace, _read(scene, moment), scene.before
        outputs, found, was = output_count(trace), measure(scene, moment), untouched_measure(scene, moment)
        side = "positive" if is_labelled(trace) else "sigma"
        names = ["logit"] if outputs == 1 else [f"logit_{number}" for number in range(outputs)]
        names += [side] if outputs == 1 else []
        names += [found.ink.value] if found is not None else []
        columns = ["token_index", "token", "known", *names]
        if scene.ghost is not None:
            columns += [f"{name}_untouched" for name in names]
        rows: list[tuple[str | int | float, ...]] = []
        for token in range(read):
            row: list[str | int | float] = [token, trace.tokens[token], int(trace.known[token])]
            row += _numbers(trace, found, token)
            if scene.ghost is not None and before is not None:
                place = before.at(token)
                there = [] if place is None else _numbers(scene.ghost.trace, was, place)
                row += (there + [""] * len(names))[: len(names)]
            rows.append(tuple(row))
        return Table(tuple(columns), tuple(rows))

    def summary(self, scene: Scene, moment: Moment) -> str:
        """Where the reader is and what the network says there."""
        place = translate("TokenStrip", "“{token}”, {number} of {total}").format(
            token=scene.trace.tokens[moment.token][:LONGEST], number=moment.token + 1, total=scene.length
        )
        retyped = said_of_retyped(scene)
        if retyped:
            place = translate("TokenStrip", "{place}; {retyped}").format(place=place, retyped=retyped)
        if scene.marked is not None:
            words = said_of_words(*words_to_hold(scene, moment.token))
            place = translate("TokenStrip", "{place}; marked: {words}").format(place=place, words=words)
        found = judgement(scene.trace, moment.token)
        if found is None or not is_spoken(scene, moment):
            return place
        was = untouched_judgement(scene, scene.view.cell, moment.token)
        return translate("TokenStrip", "{place}; prediction after it: {prediction}").format(
            place=place, prediction=changed("" if was is None else was.sentence, found.sentence)
        )


def paint_ground(painter: QPainter, rect: QRectF, ground: Ground) -> None:
    """Paints the ground of a word, with the line that tells its side."""
    painter.setBrush(ground.color)
    painter.drawRoundedRect(rect, GROUND_RADIUS_PX, GROUND_RADIUS_PX)
    if ground.edge is not None:
        raises, color = ground.edge
        y = rect.top() if raises else rect.bottom() - EDGE_PX
        painter.fillRect(QRectF(rect.left() + 1, y, rect.width() - 2, EDGE_PX), color)


def _text_rect(rect: QRectF) -> QRectF:
    """The part of the card that belongs to the words: all but the footer."""
    return rect.adjusted(0, 0, 0, -FOOTER_PX)


def _numbers(trace: Trace, found: Measure | None, token: int) -> list[str | float]:
    """What a table says of a token: its logits, what a single one means, and the number behind its colour."""
    outputs = output_count(trace)
    numbers: list[str | float] = trace["output"][token].tolist() if outputs else []
    if outputs == 1:
        numbers.append(positive_probability(trace, token))
    if found is not None:
        value = found.of(token)
        numbers.append("" if value is None else value)
    return numbers


def _verdicts(scene: Scene, moment: Moment) -> tuple[Judgement | None, Judgement | None]:
    """What the network said untouched and what it says now, after the last word that it has judged."""
    token = scene.tau(moment)
    if not is_spoken(scene, moment):
        return None, None
    return untouched_judgement(scene, scene.view.cell, token), judgement(scene.trace, token)


def _footer_rect(rect: QRectF) -> QRectF:
    return QRectF(rect.left(), rect.bottom() - FOOTER_PX, rect.width() - GUTTER_PX, FOOTER_PX)


def _read(scene: Scene, moment: Moment) -> int:
    """How many tokens have been read and judged: in the backward pass all up to its start."""
    if moment.direction is Direction.BACKWARD:
        return scene.first_of_pass + 1
    return moment.token + is_spoken(scene, moment)
