"""Which words a memory is made of: the state of one unit, or the prediction, as strata of words."""

from collections.abc import Hashable
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from engine.shapes import Float
from gui.drawing.axes import Tick, paint_ticks
from gui.drawing.bars import paint_signed_bars
from gui.drawing.ghost import departing
from gui.drawing.ink import write, write_paragraph
from gui.drawing.plotting import dot, paint_line
from gui.drawing.theme import LIGHT, Theme
from gui.drawing.word_axis import WordAxis, token_words
from gui.language import translate
from gui.panel import Hit, Panel, Table
from gui.panels.memory_ledger.ledger import (
    Ledger,
    Subject,
    absence,
    ghost_row,
    is_known,
    known_until,
    read_ledger,
    single_row,
    subject,
    wordless_shares,
)
from gui.panels.memory_ledger.places import LedgerPlaces, Scale, places_of, scale_of
from gui.panels.memory_ledger.strata import Strata, paint_bands, paint_names, sides, stack
from gui.panels.memory_ledger.words import (
    about,
    band_tip,
    bar_tip,
    in_a_sentence,
    in_numbers,
    later_tip,
    ledger_table,
    row_table,
    sum_tip,
)
from gui.readings.chosen_output import of_chosen
from gui.scene import Moment, Scene

HALO_PX = 3.0  # of a line over the bands


class MemoryLedger(Panel):
    """Shows what each word has left, over the text: one exact split of the memory, given gates
    and candidates.

    Of a long text the prediction's ledger is known at the current word alone: then each word has a bar.
    """

    NAME: ClassVar[str] = "memory_ledger"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (770, 290)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._subject: Subject | None = None
        self._ledger: Ledger | None = None
        self._scale = Scale.around()
        self._strata: tuple[LedgerPlaces, Strata] | None = None

    def needs(self, scene: Scene) -> frozenset[str]:
        """The shares, where it is about the prediction; a unit's parts follow from its gates."""
        split = scene.view.whole_ledger and scene.definition.memory is not None
        return frozenset({"memory"} if split else ())

    def title(self) -> str:
        """The heading."""
        return translate("MemoryLedger", "Memory ledger")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """What the parts are, and in what they are measured."""
        if absence(scene, moment):
            return ""
        if self._ledger is None:
            return of_chosen(
                scene.trace,
                translate(
                    "MemoryLedger",
                    "what each word adds to the logit here: too long a text to split at every word",
                ),
                translate(
                    "MemoryLedger",
                    "what each word adds to output {number}, ℓ, here: too long a text to split at every word",
                ),
            )
        return about(self._ledger.subject)

    def note(self, scene: Scene, moment: Moment) -> str:
        """The sum in numbers."""
        if absence(scene, moment) or not is_known(scene, moment):
            return ""
        tau, ledger = scene.tau(moment), self._ledger
        if ledger is not None and ledger.subject.unit is not None:
            up, down = sides(ledger.bands)
            return in_numbers(
                ledger.subject.symbol, float(up[tau]), float(down[tau]), float(ledger.sums[tau])
            )
        row, (start, held) = self._row(scene, moment), wordless_shares(scene, moment)
        logit = float(scene.trace["output"][tau, scene.trace.provenance.output or 0])
        bias = logit - float(row.sum()) - start - held
        pro, contra = float(row.clip(0.0, None).sum()), float(row.clip(None, 0.0).sum())
        return in_numbers("logit", pro, contra, logit, start, bias, held)

    def prepare(self, scene: Scene, moment: Moment) -> None:
        """Finds the ledger; it stays the same until the text, the cell, the layer or the unit changes."""
        now = subject(scene, moment)
        if now != self._subject:
            self._subject, self._ledger, self._strata = now, read_ledger(scene, moment), None
            self._scale = Scale.around() if self._ledger is None else scale_of(self._ledger)
        if self._ledger is None and not absence(scene, moment):
            ghost = ghost_row(scene, moment)
            rows = (self._row(scene, moment), *(() if ghost is None else (ghost,)))
            self._scale = Scale.around(*(row[scene.shown.start : scene.shown.stop] for row in rows))

    def shows_ghost(self, scene: Scene, moment: Moment) -> bool:
        """Whether the sum was another one, or a bar."""
        if absence(scene, moment):
            return False
        ledger, row = self._ledger, self._row(scene, moment)
        ghost, now = (ghost_row(scene, moment), row) if ledger is None else (ledger.ghost, ledger.sums)
        return ghost is not None and len(ghost) == len(now) and not np.isnan(departing(ghost, now)).all()

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """The axis, and the sentences."""
        return scene.shown, self._scale, absence(scene, moment)

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the axis and what has to be known about the split, or why there is none."""
        missing = absence(scene, moment)
        if missing:
            middle = rect.adjusted(rect.width() * 0.1, 0, -rect.width() * 0.1, -20)
            write_paragraph(painter, middle, missing, "text", self.theme.color("muted"))
            return
        places = places_of(rect, scene.shown, self._scale)
        text = translate(
            "MemoryLedger", "one exact allocation of several possible ones, given gates and candidates"
        )
        write(painter, places.caption, text, "caption", self.theme.color("muted"))
        ticks = (Tick(places.axis.y(value), text) for value, text in places.scale.ticks)
        paint_ticks(painter, places.plot, ticks, self.theme)

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the bands up to the current word, and the line of their sum, pale for what is to come."""
        if absence(scene, moment):
            return
        places, token = places_of(rect, scene.shown, self._scale), scene.tau(moment)
        if token in places.columns.shown:
            x = places.columns.middle(token)
            painter.setPen(self.theme.pen("faint"))
            painter.drawLine(QLineF(x, places.plot.top(), x, places.words.top()))
        if self._ledger is None:
            row, ghost = self._row(scene, moment), ghost_row(scene, moment)
            columns, unit_px = places.columns, places.axis.unit_px
            paint_signed_bars(painter, row, columns, places.zero_y, unit_px, self.theme, ghost)
            self._paint_zero(painter, places)
        else:
            self._paint_ledger(painter, places, self._ledger, scene, moment)
        token_words(painter, places.words, scene.trace.tokens, token, places.columns, self.theme)

    def hit_at(self, position: QPointF) -> Hit | None:
        """The band under the mouse, at the word under the mouse; a click goes to that word."""
        scene, moment = self.scene, self.moment
        if scene is None or moment is None or absence(scene, moment):
            return None
        rect = self.content_rect(self.logical_size())
        places = places_of(rect, scene.shown, self._scale)
        if places.caption.contains(position):
            return Hit(_explained())
        if not places.plot.contains(position):
            return None
        token, until = places.columns.at(position.x()), known_until(scene, moment)
        goal = scene.complete(token, moment.direction)
        if token > until:
            return Hit(later_tip(scene, token), goal)
        if self._ledger is None:
            row = self._row(scene, moment)
            was = ghost_row(scene, moment)
            return Hit(bar_tip(scene, row, token, scene.tau(moment), was), goal)
        strata = self._laid_out(places, self._ledger, scene)
        band = strata.band_at(token, position.y())
        if band is None:
            return Hit(sum_tip(scene, self._ledger, token), goal)
        return Hit(band_tip(scene, self._ledger, band.token, band.positive, token), goal)

    def word_axis(self, rect: QRectF, scene: Scene) -> WordAxis | None:
        """The words across, where there is a ledger."""
        if self.moment is None or absence(scene, self.moment):
            return None
        places = places_of(rect, scene.shown, self._scale)
        return WordAxis(places.plot, places.words, places.columns)

    def table(self, scene: Scene, moment: Moment) -> Table:
        """What every word has left after every word, over the whole text; empty where there is no ledger."""
        scene = scene.seen(range=None)
        ledger = read_ledger(scene, moment)
        if ledger is not None:
            return ledger_table(scene, ledger, known_until(scene, moment), scene.tau(moment))
        row = np.empty(0) if absence(scene, moment) else self._row(scene, moment)
        return row_table(scene, row, ghost_row(scene, moment))

    def summary(self, scene: Scene, moment: Moment) -> str:
        """The largest parts at the current word, in one sentence."""
        missing, until = absence(scene, moment), known_until(scene, moment)
        if missing:
            return missing
        if until < 0:
            return translate("MemoryLedger", "The memory is still empty.")
        ledger = read_ledger(scene.seen(range=None), moment)
        if ledger is not None:
            total, parts = float(ledger.sums[until]), ledger.parts_at(until)
            return in_a_sentence(scene, ledger.subject.symbol, until, total, parts)
        row = self._row(scene, moment)
        order = np.argsort(-np.abs(row), kind="stable")
        parts = tuple((int(token), float(row[token])) for token in order)
        return in_a_sentence(scene, subject(scene, moment).symbol, until, float(row.sum()), parts)

    # Parts

    def _row(self, scene: Scene, moment: Moment) -> Float[np.ndarray, " t"]:
        """The shares at the current word of a long text; none while its step is not complete."""
        row = single_row(scene, moment)
        return row if row is not None and is_known(scene, moment) else np.empty(0)

    def _laid_out(self, places: LedgerPlaces, ledger: Ledger, scene: Scene) -> Strata:
        """The bands at these places, laid out once."""
        if self._strata is None or self._strata[0] != places:
            words, zero_y = scene.trace.tokens, places.zero_y
            strata = stack(ledger.bands, ledger.sums, words, places.columns, zero_y, places.axis.unit_px)
            self._strata = places, strata
        return self._strata[1]

    def _paint_ledger(
        self, painter: QPainter, places: LedgerPlaces, ledger: Ledger, scene: Scene, moment: Moment
    ) -> None:
        strata, until = self._laid_out(places, ledger, scene), known_until(scene, moment)
        nodes, known = strata.until(until), is_known(scene, moment)
        x, y, later = strata.x, strata.line, max(strata.until(scene.tau(moment)) - known, 0)
        paint_line(painter, x[later:], y[later:], self.theme.pen("faint", 1.2))
        self._paint_bands(painter, places, strata, nodes)
        paint_names(painter, strata, scene.trace.tokens, nodes, self.theme)
        self._paint_zero(painter, places)
        if ledger.ghost is not None:
            ghost = places.axis.heights(departing(ledger.ghost, ledger.sums)[strata.taus[1:]])
            paint_line(painter, x[1:nodes], ghost[: max(nodes - 1, 0)], self.theme.pen("card", HALO_PX))
            paint_line(painter, x[1:], ghost, self.theme.ghost_pen(self.theme.color("ink")))
        paint_line(painter, x[:nodes], y[:nodes], self.theme.pen("ink", 1.8))
        columns = places.columns
        if nodes > 1 and until in columns.shown and until - strata.taus[nodes - 1] < columns.shared:
            last = QPointF(float(x[nodes - 1]), float(y[nodes - 1]))
            dot(painter, last, self.theme.color("ink"), self.theme, hollow=not known)

    def _paint_bands(self, painter: QPainter, places: LedgerPlaces, strata: Strata, nodes: int) -> None:
        """The bands up to a node; on the screen as a part of all of them, which are kept as pixels."""
        if not isinstance(painter.device(), QWidget | QPixmap):
            paint_bands(painter, strata, nodes, self.theme)
            return
        whole = len(strata.x)
        if nodes < 2:
            return
        pixels = self.kept(strata, lambda into: paint_bands(into, strata, whole, self.theme))
        until = float(strata.x[nodes - 1]) - places.plot.left()
        painter.save()
        painter.setClipRect(QRectF(places.plot.left(), 0, until, places.words.top()))
        painter.drawPixmap(QPointF(0, 0), pixels)
        painter.restore()

    def _paint_zero(self, painter: QPainter, places: LedgerPlaces) -> None:
        painter.setPen(self.theme.pen("muted"))
        painter.drawLine(QLineF(places.plot.left(), places.zero_y, places.plot.right(), places.zero_y))


def _explained() -> str:
    return translate(
        "MemoryLedger",
        "Each band is what one word wrote, weakened by every gate since: together they are the state, "
        "exactly.\nGates and candidates are taken as given, though earlier words helped to set them: a "
        "word that "
        "only opened a gate for a later one, or changed what that one writes, has no band.",
    )
