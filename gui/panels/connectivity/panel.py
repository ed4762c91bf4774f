"""Which earlier words the output depends on: words on inked grounds, and the matrix of all pairs of words."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter, QPolygonF

from engine.shapes import Float
from gui.drawing.buffers import polygon
from gui.drawing.downsampling import Cells, strongest
from gui.drawing.ink import (
    CENTER,
    RIGHT,
    image_of,
    magnitude_colors,
    magnitude_key,
    value_frame,
    width_px,
    write,
    write_paragraph,
)
from gui.drawing.numbers import figures, share
from gui.drawing.plotting import paint_tiles
from gui.drawing.theme import NO_BRUSH, NO_PEN
from gui.drawing.word_axis import WordAxis, token_words
from gui.drawing.wrapping import SIDE_PX, Wrapping, wrap
from gui.language import labelled, translate
from gui.panel import Hit, Panel, Table, untouched
from gui.panels.connectivity.connections import Connections, explained, not_yet
from gui.panels.connectivity.word_grounds import PITCH_PX, WordGrounds
from gui.readings.chosen_output import of_chosen
from gui.readings.judgement import is_spoken, last_known
from gui.scene import Moment, Scene

GUTTER_PX = 36.0
MOST_ROWS, MOST_ROWS_ALONE = 3, 12  # of words, above the matrix and where there is none
BETWEEN_PX = 10.0
WORDS_PX = 17.0
STRIP_PX = 30.0
KEY_PX, KEY_WIDTH_PX = 9.0, 150.0
LABEL_PX = 14.0
THINNEST_BOX_PX = 3.0
SEAM_PX = 0.75  # tiles of odd sizes end a little beside their places
VEIL = 0.72  # how much of the card lies over what comes later


@dataclass(frozen=True)
class _ConnectivityPlaces:
    """Where things are: a matter of size and text alone.

    Attributes:
        words: the rows of words, and how many there are.
        heat: the matrix, or the one row that there is.
        under: the words of the matrix's columns.
        key: what the inks mean.
        columns, rows: the tokens across and down.
    """

    words: QRectF
    count: int
    heat: QRectF
    under: QRectF
    key: QRectF
    columns: Cells
    rows: Cells


class Connectivity(Panel):
    """‖∂ℓ_τ/∂x_t‖: above for the word where the reader is, below for all pairs of words.

    The scale belongs to the text: one and the same ink is one and the same number wherever the reader is.

    Source:
        After Madsen 2019, "Visualizing memorization in RNNs", Distill.
    """

    NAME: ClassVar[str] = "connectivity"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (520, 500)

    _wrapping: Wrapping | None = None
    _connections: Connections | None = None

    def needs(self, scene: Scene) -> frozenset[str]:
        """The gradients."""
        return frozenset({"gradient"})

    def title(self) -> str:
        """The heading."""
        return translate("Connectivity", "Connectivity")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """The question."""
        text = of_chosen(
            scene.trace,
            translate("Connectivity", "on which words does the output at “{word}” depend?"),
            translate("Connectivity", "on which words does output {number}, ℓ, at “{word}” depend?"),
        )
        tau = self._tau(scene, moment)
        return text.format(word=scene.trace.tokens[scene.tau(moment) if tau is None else tau][:24])

    # Painting

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """The matrix and its key belong to the text; a single row stays as long as τ does."""
        tau = None if self._found(scene).has_matrix else self._tau(scene, moment)
        refusal = scene.refusals.get("gradient")
        return scene.trace, scene.run.gradient, scene.view.relative_gradient, refusal, scene.shown, tau

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints all pairs of words, or the one row that there is, and what the inks mean."""
        found = self._found(scene)
        places, muted = self._places(rect, found, scene.shown), self.theme.color("muted")
        if found.flow is None:
            text = scene.refusals.get("gradient") or translate("Connectivity", "computing")
            write_paragraph(painter, places.heat, text, "caption", muted)
            return
        if found.has_matrix:
            part = places.columns.part
            self._paint_pairs(painter, places, found.matrix[part, part], found.limit)
            self._paint_guide(painter, places)
        else:
            strip = found.strip(self._tau(scene, moment))[:, places.columns.part]
            self._paint_pairs(painter, places, strip, found.limit)
            value_frame(painter, places.heat, self.theme)
            text = translate(
                "Connectivity", "All pairs would need {need} MB and are not kept: this is one row of them."
            )
            line = QRectF(rect.left(), places.key.bottom() + 4, rect.width(), LABEL_PX)
            write(painter, line, text.format(need=figures(found.matrix_mb, 2)), "caption", muted)
        self._paint_key(painter, places, found)

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the words on their grounds, and where the reader is in the matrix."""
        found, tau = self._found(scene), self._tau(scene, moment)
        here = scene.tau(moment) if tau is None else tau
        places, row = self._places(rect, found, scene.shown), found.row(tau)
        self._words(places, found, here).paint(painter, row, here, found.limit, self.theme)
        if found.flow is None:
            return
        if found.has_matrix:
            complete = 0 if tau is None else tau + 1
            lid = not is_spoken(scene, moment)
            self._paint_veil(painter, places, complete, lid)
        if found.has_matrix and tau is not None and tau in places.rows.shown:
            self._paint_row(painter, places, tau)
        elif row is None:
            text = not_yet() if tau is None else translate("Connectivity", "computing")
            write(painter, places.heat, text, "caption", self.theme.color("muted"), CENTER)
        token_words(painter, places.under, scene.trace.tokens, here, places.columns, self.theme)

    def _tau(self, scene: Scene, moment: Moment) -> int | None:
        """The word that is looked back from, the last complete one mid-step; None if its row is not there."""
        flow = self._found(scene).flow
        known = last_known(scene, moment, None if flow is None else flow.rows)
        return None if known is None else scene.tau(known)

    def _found(self, scene: Scene) -> Connections:
        """The numbers of a scene, kept while its records stay."""
        found = Connections.of(scene)
        if not found.same_as(self._connections) or self._connections is None:
            self._connections = found
        return self._connections

    def _paint_pairs(
        self,
        painter: QPainter,
        places: _ConnectivityPlaces,
        values: Float[np.ndarray, "rows columns"],
        limit: float,
    ) -> None:
        """All numbers as tiles; where several share a pixel, the strongest of them."""
        columns, rows = places.columns, places.rows
        tiles = image_of(magnitude_colors(strongest(values, rows.shared, columns.shared), self.theme, limit))
        wide, high = (cells.pitch_px * cells.pixels * cells.shared for cells in (columns, rows))
        paint_tiles(painter, QRectF(places.heat.topLeft(), QSizeF(wide, high)), tiles, tiles.width())

    def _paint_veil(self, painter: QPainter, places: _ConnectivityPlaces, complete: int, lid: bool) -> None:
        """Dims the rows of later words, cell by cell, so that nothing but numbers is dimmed.

        Args:
            painter: where.
            places: the matrix and its words.
            complete: how many rows, from the first one of the text, stay as they are.
            lid: whether the next row is hidden, because its word's step is not complete.
        """
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(NO_PEN)
        for first, last, cover in (
            (complete, complete + lid, 1.0),
            (complete + lid, places.rows.shown.stop, VEIL),
        ):
            first, last = max(first, places.rows.first), min(last, places.rows.shown.stop)
            if first >= last:
                continue
            after = np.arange(first, last)
            down = (
                places.heat.top()
                + np.repeat(np.arange(first, last + 1) - places.rows.first, 2)[1:-1] * places.rows.pitch_px
                - SEAM_PX
            )
            down[-1] += 2 * SEAM_PX if cover == 1 or last == places.rows.shown.stop else 0.0
            across = (
                places.heat.left()
                + np.repeat(after + 1 - places.columns.first, 2) * places.columns.pitch_px
                + SEAM_PX
            )
            x = np.concatenate([[places.heat.left()], across, [places.heat.left()]])
            y = np.concatenate([[down[0]], down, [down[-1]]])
            veil = QColor(self.theme.color("card"))
            veil.setAlphaF(cover)
            painter.setBrush(veil)
            painter.drawPolygon(polygon(x, y))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_guide(self, painter: QPainter, places: _ConnectivityPlaces) -> None:
        """What is down and what is across, in the half that has no numbers, if it has room."""
        heat = places.heat
        texts = (
            translate("Connectivity", "a row: the output at one word"),
            translate("Connectivity", "a column: a word read before it"),
        )
        wide = max(width_px(text, "caption") for text in texts)
        taken = places.columns.middle(places.rows.at(heat.top() + 2 * LABEL_PX + 4) + 1)
        if taken < heat.right() - wide - 8:
            for number, text in enumerate(texts):
                line = QRectF(heat.left(), heat.top() + number * LABEL_PX, heat.width(), LABEL_PX)
                write(painter, line, text, "caption", self.theme.color("muted"), RIGHT)

    def _paint_key(self, painter: QPainter, places: _ConnectivityPlaces, found: Connections) -> None:
        """The inks between 0 and the largest number, and what is measured."""
        key, muted = places.key, self.theme.color("muted")
        limit = share(1.0) if found.relative else figures(found.limit, 2)
        write(painter, key, found.measure(), "caption", muted)
        end = QRectF(
            key.right() - width_px(limit, "caption"), key.top(), width_px(limit, "caption"), LABEL_PX
        )
        write(painter, end, limit, "caption", muted, RIGHT)
        free = end.left() - 40 - key.left() - width_px(found.measure(), "caption")
        wide = min(KEY_WIDTH_PX, free)
        ramp = QRectF(end.left() - 6 - wide, key.center().y() - KEY_PX / 2, wide, KEY_PX)
        magnitude_key(painter, ramp, self.theme)
        value_frame(painter, ramp, self.theme)
        zero = QRectF(ramp.left() - 20, key.top(), 14, LABEL_PX)
        write(painter, zero, "0", "caption", muted, RIGHT)

    def _paint_row(self, painter: QPainter, places: _ConnectivityPlaces, tau: int) -> None:
        """A box around the row of τ, and its number beside it with the first and the last one."""
        heat, middle, rows = places.heat, places.rows.middle(tau), places.rows.shown
        for at, y in ((rows[0], heat.top() + LABEL_PX / 2 - 1), (rows[-1], heat.bottom() - LABEL_PX / 2 + 1)):
            if abs(y - middle) > LABEL_PX - 1:
                label = QRectF(heat.left() - GUTTER_PX, y - LABEL_PX / 2, GUTTER_PX - 9, LABEL_PX)
                write(painter, label, str(at + 1), "caption", self.theme.color("muted"), RIGHT)
        label = QRectF(heat.left() - GUTTER_PX, middle - LABEL_PX / 2, GUTTER_PX - 9, LABEL_PX)
        write(painter, label, str(tau + 1), "strong", self.theme.color("ink"), RIGHT)
        painter.setPen(NO_PEN)
        painter.setBrush(self.theme.color("ink"))
        tip = QPointF(heat.left() - 2.5, middle)
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-5, -3.5), tip + QPointF(-5, 3.5)]))
        high = max(places.rows.pitch_px, THINNEST_BOX_PX)
        box = QRectF(heat.left(), middle - high / 2, places.columns.edge(tau + 1) - heat.left(), high)
        painter.setPen(self.theme.pen("ink", 1.5))
        painter.setBrush(NO_BRUSH)
        painter.drawRoundedRect(box.adjusted(-0.75, -0.75, 0.75, 0.75), 2, 2)

    # Where things are

    def _places(self, rect: QRectF, found: Connections, shown: range) -> _ConnectivityPlaces:
        left = rect.left() + GUTTER_PX
        inside = QRectF(rect.left() + SIDE_PX, rect.top(), rect.width() - 2 * SIDE_PX, rect.height())
        most = MOST_ROWS if found.has_matrix else MOST_ROWS_ALONE
        count = min(most, self._wrapped(found.trace.tokens, inside).rows)
        words = QRectF(inside.left(), rect.top(), inside.width(), count * PITCH_PX)
        top = words.bottom() + BETWEEN_PX
        below = WORDS_PX + LABEL_PX + 8
        if found.has_matrix:
            heat = QRectF(left, top, rect.right() - left, rect.bottom() - below - top)
        else:
            heat = QRectF(rect.left(), top, rect.width(), STRIP_PX)
        under = QRectF(heat.left(), heat.bottom() + 3, heat.width(), WORDS_PX)
        key = QRectF(rect.left(), under.bottom() + 5, rect.width(), LABEL_PX)
        columns = Cells.of(heat.left(), heat.width(), shown)
        rows = Cells.of(heat.top(), heat.height(), shown if found.has_matrix else range(1))
        return _ConnectivityPlaces(words, count, heat, under, key, columns, rows)

    def _words(self, places: _ConnectivityPlaces, found: Connections, tau: int) -> WordGrounds:
        return WordGrounds.around(
            self._wrapped(found.trace.tokens, places.words), places.words, places.count, tau
        )

    def _wrapped(self, tokens: tuple[str, ...], rect: QRectF) -> Wrapping:
        kept = self._wrapping
        if kept is None or kept.tokens is not tokens or kept.available != rect.width():
            self._wrapping = kept = wrap(tokens, rect.width())
        return kept

    def hit_at(self, position: QPointF) -> Hit | None:
        """A word above, or a pair of words below; a click goes to the word, or to the row's word."""
        scene, moment = self.scene, self.moment
        if scene is None or moment is None:
            return None
        found, tau = self._found(scene), self._tau(scene, moment)
        places = self._places(self.content_rect(self.logical_size()), found, scene.shown)
        if places.words.adjusted(-SIDE_PX, 0, SIDE_PX, 0).contains(position):
            here = scene.tau(moment) if tau is None else tau
            token = self._words(places, found, here).at(position.x(), position.y())
            if token is None:
                return None
            return Hit(_told(scene, found, tau, token), scene.complete(token, moment.direction))
        if places.key.contains(position):
            return Hit(explained(), command="relative_gradient")
        if found.flow is None or not places.heat.contains(position):
            return None
        row = places.rows.at(position.y()) if found.has_matrix else tau
        column = places.columns.at(position.x())
        goal = column if row is None or not found.has_matrix else row
        if row == moment.token and not is_spoken(scene, moment):
            row = None
        return Hit(_told(scene, found, row, column), scene.complete(goal, moment.direction))

    # In numbers and words

    def word_axis(self, rect: QRectF, scene: Scene) -> WordAxis | None:
        """The words across; in the matrix the same ones are down."""
        found = self._found(scene)
        if found.flow is None:
            return None
        places = self._places(rect, found, scene.shown)
        return WordAxis(places.heat, places.under, places.columns)

    def table(self, scene: Scene, moment: Moment) -> Table:
        """One row for each τ, one column for each word; of a long text the row of τ alone."""
        found, tau = self._found(scene), self._tau(scene, moment)
        words = tuple(f"{token}_{word}" for token, word in enumerate(found.trace.tokens))
        columns = ("token_index", "token", *words)
        every = range(found.trace.length) if found.has_matrix else () if tau is None else (tau,)
        hidden = None if is_spoken(scene, moment) else moment.token
        known = (at for at in every if at != hidden and found.row(at) is not None)
        rows = ((at, found.trace.tokens[at], *found.cells(at)) for at in known)
        return Table(columns, tuple(rows))

    def summary(self, scene: Scene, moment: Moment) -> str:
        """The word on which the output here depends most."""
        found, tau = self._found(scene), self._tau(scene, moment)
        row = found.row(tau)
        if tau is None:
            return labelled(self.title(), not_yet())
        if row is None or not np.isfinite(row).any():
            waiting = scene.refusals.get("gradient") or translate("Connectivity", "computing")
            return labelled(self.title(), waiting)
        most = int(np.argmax(np.where(np.isfinite(row), row, -1.0)))
        text = of_chosen(
            scene.trace,
            translate("Connectivity", "The output at “{here}” depends most on “{word}”: {value}."),
            translate("Connectivity", "Output {number}, ℓ, at “{here}” depends most on “{word}”: {value}."),
        )
        words = found.trace.tokens
        return text.format(here=words[tau][:40], word=words[most][:40], value=found.value_text(tau, most))


def _told(scene: Scene, found: Connections, tau: int | None, token: int) -> str:
    """One pair of words and its number, and what it was in the untouched run."""
    text, before, untouched_scene = found.told(tau, token), scene.before, scene.untouched
    if before is None or untouched_scene is None or tau is None or token > tau:
        return text
    row, column = before.at(tau), before.at(token)
    if row is None or column is None or row < column:
        return text
    was, now = Connections.of(untouched_scene).value_text(row, column), found.value_text(tau, token)
    return text if was == now else f"{text}\n{untouched(was)}"
