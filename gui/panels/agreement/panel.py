"""Do the explanations agree? What each word does to the output, by several measures, one below the other."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter

from gui.drawing.bars import paint_signed_bars
from gui.drawing.downsampling import Cells
from gui.drawing.ghost import same
from gui.drawing.ink import CENTER, width_px, write
from gui.drawing.word_axis import WordAxis, token_words
from gui.language import current_language, translate
from gui.panel import Hit, Panel, Table, whole_clauses
from gui.panels.agreement.measures import LEFT_OUT, Measure, Measures, has_shares, read_measures
from gui.panels.agreement.words import (
    about,
    about_correlation,
    about_measure,
    beside,
    caption,
    correlation,
    most_at_odds,
    summary,
    told,
    why_they_differ,
)
from gui.scene import Moment, Scene

WORDS_PX = 17.0
CAPTION_PX = 15.0
GUTTER_PX = 10.0  # beside the rows
LINE_PX = 13.0  # of the two beside a row
WIDEST = "ρ −0.88"
FROM_ZERO_PX = 2.0  # between the longest bars and the next row


@dataclass(frozen=True)
class _AgreementPlaces:
    """Where things are, in pixels of the panel.

    Attributes:
        plot: the area of all bars.
        words: the line of the words under it.
        caption: what has to be known about the measures.
        names, correlations: what stands at the left and at the right.
        columns: the places of the words.
        rows: those of the measures.
    """

    plot: QRectF
    words: QRectF
    caption: QRectF
    names: QRectF
    correlations: QRectF
    columns: Cells
    rows: Cells

    def lines(self, row: int) -> tuple[QRectF, QRectF | None]:
        """The lines of a measure's name and of its scale; none for this where a row has no room for two."""
        both = self.rows.pitch_px >= 2 * LINE_PX
        top = self.rows.middle(row) - (LINE_PX if both else LINE_PX / 2)
        name = QRectF(self.names.left(), top, self.names.width(), LINE_PX)
        return name, name.translated(0, LINE_PX) if both else None

    def beside(self, row: int, side: QRectF) -> QRectF:
        """The place of a row at one side of the bars."""
        return QRectF(side.left(), self.rows.edge(row), side.width(), self.rows.pitch_px)


class Agreement(Panel):
    """Ledger share, gradient × input, integrated gradients and leaving out, for the word where the reader is.

    Each has its own scale: what can be compared are signs and the order of the words.
    """

    NAME: ClassVar[str] = "agreement"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (560, 260)
    NARROWEST_PX: ClassVar[float] = 400.0
    HAS_BARS: ClassVar[bool] = True

    _measures: tuple[Scene, Moment, str, Measures] | None = None

    def needs(self, scene: Scene) -> frozenset[str]:
        """Every measure's record."""
        shares = {"memory"} if has_shares(scene) else set()
        return frozenset({"attribution", "leave_one_out", *shares})

    def title(self) -> str:
        """The heading."""
        return translate("Agreement", "Do the explanations agree?")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """What they explain."""
        return about(scene, self._here(scene, moment))

    def note(self, scene: Scene, moment: Moment) -> str:
        """The word about which they disagree most."""
        return most_at_odds(scene, self._found(scene, moment))

    def shows_ghost(self, scene: Scene, moment: Moment) -> bool:
        """Whether any measure said anything else."""
        pairs = ((each.ghost, each.values) for each in self._found(scene, moment).all)
        return any(ghost is not None and not same(ghost, values).all() for ghost, values in pairs)

    # Painting

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """The names of the measures, and the caption."""
        found = self._found(scene, moment)
        return tuple(measure.key for measure in found.all), caption(scene, found)

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the names of the measures, and what has to be known about them."""
        found = self._found(scene, moment)
        places = _places(rect, scene, found)
        for row, measure in enumerate(found.all):
            name, _ = places.lines(row)
            write(painter, name, measure.name, "text", self.theme.color("ink"), elide=False)
        text = whole_clauses(caption(scene, found), "caption", places.caption.width())
        write(painter, places.caption, text, "caption", self.theme.color("muted"))

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints a row of bars for each measure, its scale before it, its correlation behind it."""
        found, here = self._found(scene, moment), self._here(scene, moment)
        places = _places(rect, scene, found)
        columns = places.columns
        if found.at_odds is not None and found.at_odds in columns.shown:
            left = columns.edge(found.at_odds)
            under = QRectF(left, places.plot.top(), columns.pitch_px, places.plot.height())
            painter.fillRect(under, self.theme.color("highlight"))
        if here in columns.shown:
            x = columns.middle(here)
            painter.setPen(self.theme.pen("faint"))
            painter.drawLine(QLineF(x, places.plot.top(), x, places.words.top()))
        for row, measure in enumerate(found.all):
            self._paint_row(painter, places, row, measure, found)
        token_words(painter, places.words, scene.trace.tokens, here, columns, self.theme)

    def _paint_row(
        self, painter: QPainter, places: _AgreementPlaces, row: int, measure: Measure, found: Measures
    ) -> None:
        muted, zero_y = self.theme.color("muted"), places.rows.middle(row)
        if measure.missing:
            write(painter, places.beside(row, places.plot), measure.missing, "caption", muted, CENTER)
        else:
            half_px = places.rows.pitch_px / 2 - FROM_ZERO_PX
            unit_px = half_px / measure.scale
            values, ghost = measure.values, measure.ghost
            paint_signed_bars(painter, values, places.columns, zero_y, unit_px, self.theme, ghost)
            painter.setPen(self.theme.pen("muted"))
            painter.drawLine(QLineF(places.plot.left(), zero_y, places.plot.right(), zero_y))
        _, line = places.lines(row)
        if line is not None:
            write(painter, line, beside(measure, found), "caption", muted, elide=False)
        role, color = ("caption", muted) if measure.key == LEFT_OUT else ("text", self.theme.color("ink"))
        at_end = places.beside(row, places.correlations)
        write(painter, at_end, correlation(measure, found), role, color, elide=False)

    def _here(self, scene: Scene, moment: Moment) -> int:
        """The word whose output is explained; that of the reader before anything is."""
        tau = self._found(scene, moment).tau
        return scene.tau(moment) if tau is None else tau

    def _found(self, scene: Scene, moment: Moment) -> Measures:
        """The measures, read once for a scene, a moment and the language in which what is missing is said."""
        known, language = self._measures, current_language()
        if known is None or known[0] is not scene or known[1:3] != (moment, language):
            self._measures = known = scene, moment, language, read_measures(scene, moment)
        return known[3]

    # In words and numbers

    def hit_at(self, position: QPointF) -> Hit | None:
        """A word with all its numbers; the name of a measure; what the correlations are."""
        scene, moment = self.scene, self.moment
        if scene is None or moment is None:
            return None
        found = self._found(scene, moment)
        places = _places(self.content_rect(self.logical_size()), scene, found)
        if places.caption.contains(position):
            return Hit(f"{caption(scene, found)}\n{why_they_differ()}")
        measure = found.all[places.rows.at(position.y())]
        if places.names.contains(position):
            return Hit(about_measure(measure, found))
        if places.correlations.contains(position) and measure.key != LEFT_OUT:
            return Hit(about_correlation(measure, found))
        if not places.plot.contains(position):
            return None
        token = places.columns.at(position.x())
        return Hit(told(scene, found, token), scene.complete(token, moment.direction))

    def word_axis(self, rect: QRectF, scene: Scene) -> WordAxis | None:
        """The words across."""
        if self.moment is None:
            return None
        places = _places(rect, scene, self._found(scene, self.moment))
        return WordAxis(places.plot, places.words, places.columns)

    def table(self, scene: Scene, moment: Moment) -> Table:
        """One row for each word up to the reader's, one column for each measure that is known from there."""
        found = self._found(scene, moment)
        known = [measure for measure in found.all if not measure.missing and measure.at == found.tau]
        words = scene.trace.tokens[: 0 if found.tau is None else found.tau + 1]
        numbers = {measure.key: measure.values for measure in known}
        for measure in known:
            if measure.ghost is not None:
                numbers[f"{measure.key}_untouched"] = measure.ghost
        rows: tuple[tuple[str | int | float, ...], ...] = tuple(
            (token, word, *(float(values[token]) for values in numbers.values()))
            for token, word in enumerate(words)
        )
        return Table(("token_index", "token", *numbers), rows)

    def summary(self, scene: Scene, moment: Moment) -> str:
        """How far each measure agrees, and the word about which they disagree most."""
        return summary(scene, self._found(scene, moment))


def _places(rect: QRectF, scene: Scene, found: Measures) -> _AgreementPlaces:
    names_px = max(width_px(measure.name, "text") for measure in found.all) + GUTTER_PX
    right_px = (
        max(width_px(WIDEST, "text"), width_px(correlation(found.all[-1], found), "caption")) + GUTTER_PX
    )
    caption = QRectF(rect.left(), rect.bottom() - CAPTION_PX + 2, rect.width(), CAPTION_PX)
    plot = QRectF(
        rect.left() + names_px, rect.top(), rect.width() - names_px - right_px, caption.top() - rect.top()
    )
    plot.setBottom(plot.bottom() - WORDS_PX - 4)
    words = QRectF(plot.left(), plot.bottom() + 2, plot.width(), WORDS_PX)
    names = QRectF(rect.left(), plot.top(), names_px, plot.height())
    correlations = QRectF(plot.right() + GUTTER_PX, plot.top(), right_px - GUTTER_PX, plot.height())
    columns = Cells.of(plot.left(), plot.width(), scene.shown)
    rows = Cells(plot.top(), plot.height(), len(found.all))
    return _AgreementPlaces(plot, words, caption, names, correlations, columns, rows)
