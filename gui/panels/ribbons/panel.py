"""The whole reading in one look: what each network keeps of each word, as ribbons under the sentence."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from engine.cells import CELLS
from gui.drawing.ink import CENTER, RIGHT, width_px, write, write_paragraph
from gui.drawing.theme import LIGHT, Theme
from gui.drawing.word_axis import OVERHANG_PX, WordAxis, labels_on
from gui.language import translate
from gui.panel import Hit, Panel, Table, cell_hit, whole_clauses
from gui.panels.ribbons.bands import Bands, lay_out
from gui.panels.ribbons.painting import Name, band_colors, names_of, paint_bands, paint_names
from gui.panels.ribbons.places import RibbonPlaces, places_of
from gui.panels.ribbons.shares import Shares, largest_effect, shares_of, strengths
from gui.panels.ribbons.words import (
    about_heights,
    about_hues,
    absence,
    band_tip,
    comes_whole,
    explained,
    gap,
    gap_tip,
    in_a_sentence,
    later_tip,
    nothing_read,
    ribbon_table,
    verdict_tip,
)
from gui.readings.judgement import is_spoken, judgement
from gui.scene import Direction, Moment, Scene

KEY_PX = 9.0  # of a square of colour in the legend
KEY_GAP_PX = 5.0


@dataclass(frozen=True, eq=False)
class Laid:
    """All ribbons as they are laid out, whatever the moment.

    Attributes:
        places: for this room.
        shares: from these numbers.
        bands: cell name to its bands.
        names: cell name to the words in them.
    """

    places: RibbonPlaces
    shares: Mapping[str, Shares]
    bands: Mapping[str, Bands]
    names: Mapping[str, list[Name]]


class Ribbons(Panel):
    """Each network's ribbon: at each word its height is shared among the words read so far."""

    NAME: ClassVar[str] = "ribbons"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (960, 460)
    COMPARES: ClassVar[bool] = True

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._read: Mapping[str, object] = {}  # what the shares come from
        self._shares: Mapping[str, Shares] = {}
        self._laid: Laid | None = None

    def needs(self, scene: Scene) -> frozenset[str]:
        """What leaving each word out does, where the text is short enough to ask it of all of them."""
        return frozenset({"leave_one_out"} if comes_whole(scene) else ())

    def title(self) -> str:
        """The heading."""
        return translate("Ribbons", "What each network keeps of each word")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """How to read it."""
        return translate("Ribbons", "the thicker a band, the more would differ had its word never been read")

    def note(self, scene: Scene, moment: Moment) -> str:
        """What gaps are, where there are any."""
        until = until_of(scene, moment)
        broken = any(np.isnan(one.parts[: until + 1, 0]).any() for one in self._shares.values())
        return gap() if broken else ""

    def prepare(self, scene: Scene, moment: Moment) -> None:
        """Finds the shares; they stay the same until a record changes."""
        read = {cell: (run.trace.length, run.leave_one_out) for cell, run in scene.runs.items()}
        if read != self._read:
            self._read, self._shares = read, _shares(scene)

    # Painting

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """What stands beside the ribbons, and under them."""
        return tuple(scene.runs), scene.trace.provenance

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the names, where the ribbons will flow, and what heights and hues are."""
        places = self._places(rect, scene)
        for cell, ribbon in places.ribbons.items():
            painter.fillRect(ribbon, self.theme.color("highlight"))
            name = CELLS[cell].title
            write(painter, places.name(cell), name, "figure", self.theme.color("ink"), RIGHT, elide=False)
        self._paint_legend(painter, places.legend, scene)

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the sentence, and the ribbons as far as it is read; at their ends the verdicts."""
        places, until = self._places(rect, scene), until_of(scene, moment)
        self._paint_sentence(painter, places, scene, moment)
        self._paint_bands(painter, places, scene, until)
        for cell, ribbon in places.ribbons.items():
            if cell not in self._shares:
                text = absence(scene)
                write_paragraph(painter, ribbon, text, "text", self.theme.color("muted"))
            self._paint_verdict(painter, places.verdict(cell), scene, cell, until)

    def _paint_legend(self, painter: QPainter, line: QRectF, scene: Scene) -> None:
        """What a height is at the left, what the hues are at the right."""
        right = line.right()
        colors = band_colors(np.array([1.0, -1.0, 0.0]), self.theme)
        for text, color in reversed(list(zip(about_hues(scene), colors, strict=True))):
            wide = width_px(text, "caption")
            room = QRectF(right - wide, line.top(), wide, line.height())
            write(painter, room, text, "caption", self.theme.color("muted"), elide=False)
            square = QRectF(room.left() - KEY_GAP_PX - KEY_PX, line.center().y() - KEY_PX / 2, KEY_PX, KEY_PX)
            painter.fillRect(square, color)
            right = square.left() - 3 * KEY_GAP_PX
        text = whole_clauses(about_heights(), "caption", right - line.left())
        write(painter, line, text, "caption", self.theme.color("muted"), elide=False)

    def _paint_sentence(self, painter: QPainter, places: RibbonPlaces, scene: Scene, moment: Moment) -> None:
        """The words, pale where they are to come, and over them the current one large."""
        tokens, columns, line = scene.trace.tokens, places.columns, places.words
        for label in labels_on(tokens, columns, line, places.role):
            room = QRectF(label.left, line.top(), label.right - label.left, line.height())
            color = self.theme.color("faint" if label.token > moment.token else "ink")
            write(painter, room, label.text, places.role, color, CENTER)
        if moment.token in columns.shown:
            word, line = tokens[moment.token], places.current
            wide = min(width_px(word, "figure") + 1, line.width())
            least, most = line.left() - OVERHANG_PX, line.right() + OVERHANG_PX - wide
            left = min(max(columns.middle(moment.token) - wide / 2, least), most)
            room = QRectF(left, line.top(), wide, line.height())
            write(painter, room, word, "figure", self.theme.color("ink"), CENTER)

    def _paint_bands(self, painter: QPainter, places: RibbonPlaces, scene: Scene, until: int) -> None:
        """The bands up to a word; on the screen as a part of all of them, which are kept as pixels."""
        laid, end = self._laid_out(places, scene), places.columns.edge(until + 1)
        largest = largest_effect(laid.shares)
        colors = {
            cell: band_colors(strengths(one.effects, largest), self.theme)
            for cell, one in laid.shares.items()
        }

        def paint(into: QPainter, token: int) -> None:
            for cell, bands in laid.bands.items():
                paint_bands(into, bands, colors[cell], bands.points(token), self.theme)

        if not isinstance(painter.device(), QWidget | QPixmap):
            paint(painter, until)
        else:
            pixels = self.kept(laid, lambda into: paint(into, scene.length - 1))
            painter.save()
            painter.setClipRect(places.plot.adjusted(0, -1, end - places.plot.right(), 1))
            painter.drawPixmap(QPointF(0, 0), pixels)
            painter.restore()
        for cell, names in laid.names.items():
            paint_names(painter, names, colors[cell], end, self.theme)

    def _paint_verdict(self, painter: QPainter, rect: QRectF, scene: Scene, cell: str, until: int) -> None:
        """What a network says after the last word that was read."""
        trace = scene.runs[cell].trace
        said = judgement(trace, until) if 0 <= until < trace.length else None
        if said is not None:
            middle = rect.center().y()
            figure = QRectF(rect.left(), middle - 19, rect.width(), 24)
            write(painter, figure, said.figure, "figure", said.color(self.theme))
            below = QRectF(rect.left(), middle + 5, rect.width(), 14)
            write(painter, below, said.name, "caption", self.theme.color("muted"))

    # Where things are

    def _places(self, rect: QRectF, scene: Scene) -> RibbonPlaces:
        return places_of(rect, tuple(scene.runs), scene.trace.tokens, scene.shown)

    def _laid_out(self, places: RibbonPlaces, scene: Scene) -> Laid:
        """The bands at these places, laid out once."""
        laid = self._laid
        if laid is None or laid.places != places or laid.shares is not self._shares:
            bands = {
                cell: lay_out(one.parts, places.columns, places.ribbons[cell])
                for cell, one in self._shares.items()
            }
            names = {cell: names_of(one, scene.trace.tokens) for cell, one in bands.items()}
            self._laid = laid = Laid(places, self._shares, bands, names)
        return laid

    def hit_at(self, position: QPointF) -> Hit | None:
        """The band under the mouse, at the word under the mouse; a click goes to that word."""
        scene, moment = self.scene, self.moment
        if scene is None or moment is None:
            return None
        places, until = self._places(self.content_rect(self.logical_size()), scene), until_of(scene, moment)
        if places.legend.contains(position):
            return Hit(explained())
        for cell, ribbon in places.ribbons.items():
            if places.name(cell).contains(position):
                return cell_hit(scene, cell, scene.runs[cell].trace.provenance.model)
            if places.verdict(cell).contains(position) and until >= 0:
                return cell_hit(scene, cell, verdict_tip(scene, cell, until))
            if ribbon.contains(position):
                tau = places.columns.at(position.x())
                goal = scene.complete(tau, moment.direction)
                return Hit(self._tip(places, scene, cell, tau, until, position), goal)
        return None

    def _tip(self, places: RibbonPlaces, scene: Scene, cell: str, tau: int, until: int, at: QPointF) -> str:
        if tau > until:
            return later_tip(scene, tau)
        if cell not in self._shares:
            return absence(scene)
        token = self._laid_out(places, scene).bands[cell].band_at(at.x(), at.y())
        return gap_tip(scene, tau) if token is None else band_tip(scene, cell, self._shares[cell], token, tau)

    def word_axis(self, rect: QRectF, scene: Scene) -> WordAxis | None:
        """The words over the ribbons."""
        places = self._places(rect, scene)
        return WordAxis(places.plot, places.words, places.columns, places.role)

    def end_of_band(self, cell: str, token: int) -> QRectF | None:
        """Where a ribbon ends, the band of a word, in the widget's pixels; None where there is none."""
        scene, zoom = self.scene, self.width() / self.logical_size().width()
        if scene is None or cell not in self._shares:
            return None
        places = self._places(self.content_rect(self.logical_size()), scene)
        low, high = self._laid_out(places, scene).bands[cell].edges[token : token + 2, -1] * zoom
        right, left = places.ribbons[cell].right() * zoom, places.columns.edge(scene.shown.stop - 1) * zoom
        return None if np.isnan(low) or np.isnan(high) else QRectF(left, high, right - left, low - high)

    # In numbers and words

    def table(self, scene: Scene, moment: Moment) -> Table:
        """Every word's share after every word that was read."""
        return ribbon_table(scene, _shares(scene), until_of(scene, moment))

    def summary(self, scene: Scene, moment: Moment) -> str:
        """What each network keeps most of, and what it says."""
        until, shares = until_of(scene, moment), _shares(scene)
        if not shares:
            return absence(scene)
        return nothing_read() if until < 0 else in_a_sentence(scene, shares, until)


def until_of(scene: Scene, moment: Moment) -> int:
    """The last word that has been read; −1 for none."""
    if moment.direction is Direction.BACKWARD:
        return scene.tau(moment)
    return moment.token - (not is_spoken(scene, moment))


def _shares(scene: Scene) -> dict[str, Shares]:
    """The shares of all networks whose records are there."""
    whole = {cell: run for cell, run in scene.runs.items() if run.trace.length == scene.length}
    return {cell: one for cell, run in whole.items() if (one := shares_of(run)) is not None}
