"""The whole reading in one look: what each network keeps of each word, as ribbons under the sentence."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from engine.cells import CELLS
from gui.drawing.ink import CENTER, LEFT, RIGHT, width_px, write, write_paragraph
from gui.drawing.theme import LIGHT, Theme
from gui.drawing.word_axis import WordAxis, labels_on, paint_chip
from gui.language import translate
from gui.panel import Hit, Panel, Table, cell_hit, whole_clauses
from gui.panels.ribbons.bands import Bands, lay_out
from gui.panels.ribbons.painting import (
    Name,
    band_colors,
    names_of,
    paint_bands,
    paint_frame,
    paint_names,
    paint_outlines,
)
from gui.panels.ribbons.places import LEGEND_PX, RibbonPlaces, places_of
from gui.panels.ribbons.shares import Shares, Untouched, counting, largest_effect, shares_of, strengths
from gui.panels.ribbons.words import (
    about_heights,
    about_hues,
    absence,
    band_tip,
    comes_whole,
    explained,
    gap_tip,
    gaps,
    in_a_sentence,
    later_tip,
    nothing_read,
    ribbon_table,
    said,
    verdict_tip,
)
from gui.readings.judgement import is_spoken
from gui.scene import Direction, Moment, Scene

KEY_PX = 9.0  # of a square of colour in the legend
KEY_GAP_PX = 5.0
KEYS_APART_PX = 16.0
CAPTION_PX = 14.0
TRACK_SHARE = 0.6  # of the highlight, where ribbons will flow


@dataclass(frozen=True, eq=False)
class Laid:
    """All ribbons as they are laid out, whatever the moment.

    Attributes:
        places: for this room.
        shares: from these numbers.
        bands: cell name to its bands.
        outlined: cell name to those of the untouched reading.
        names: cell name to the words in the bands.
    """

    places: RibbonPlaces
    shares: Mapping[str, Shares]
    bands: Mapping[str, Bands]
    outlined: Mapping[str, Bands]
    names: Mapping[str, list[Name]]


class Ribbons(Panel):
    """Each network's ribbon: at each word its height is shared among the words read so far."""

    NAME: ClassVar[str] = "ribbons"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (560, 420)
    NARROWEST_PX: ClassVar[float] = 400.0
    COMPARES: ClassVar[bool] = True

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._read: object = None  # what the shares come from
        self._shares: Mapping[str, Shares] = {}
        self._untouched: Mapping[str, Untouched] = {}
        self._first: tuple[int, ...] = ()  # words that are written where there is no room for all
        self._laid: Laid | None = None
        self._lit: tuple[str, int] | None = None  # the cell and the word whose band the mouse is at

    def needs(self, scene: Scene) -> frozenset[str]:
        """What leaving each word out does, where the text is short enough to ask it of all of them."""
        return frozenset({"leave_one_out"} if comes_whole(scene) else ())

    def title(self) -> str:
        """The heading."""
        return translate("Ribbons", "What each network keeps of each word")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """How to read it."""
        return translate("Ribbons", "a band is as thick as the difference that its word still makes")

    def note(self, scene: Scene, moment: Moment) -> str:
        """What gaps are, where there are any."""
        until = until_of(scene, moment)
        broken = any(np.isnan(one.parts[: until + 1, 0]).any() for one in self._shares.values())
        return gaps() if broken else ""

    def prepare(self, scene: Scene, moment: Moment) -> None:
        """Finds the shares; they stay the same until a record changes."""
        read = [(cell, run.trace.length, run.leave_one_out) for cell, run in scene.runs.items()]
        if (scene.before, read) != self._read:
            self._read, self._shares = (scene.before, read), _shares(scene)
            self._untouched = _untouched(scene, self._shares)
            self._first = counting(self._shares.values(), self._largest())

    def shows_ghost(self, scene: Scene, moment: Moment) -> bool:
        """Whether any edge of a band was somewhere else, as far as the text is read."""
        until = until_of(scene, moment)
        return any(one.apart[: until + 1].any() for one in self._untouched.values())

    # Painting

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """What stands beside the ribbons, and under them."""
        return tuple(scene.runs), scene.trace.provenance

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the names, where the ribbons will flow, and what heights and hues are."""
        places = self._places(rect, scene)
        for cell, ribbon in places.ribbons.items():
            painter.fillRect(ribbon, self.theme.mixed("highlight", TRACK_SHARE))
            role, align = ("strong", LEFT) if places.is_narrow else ("figure", RIGHT)
            name = CELLS[cell].title
            write(painter, places.name(cell), name, role, self.theme.color("ink"), align, elide=False)
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
            self._paint_verdict(painter, places, scene, cell, until)

    def _paint_legend(self, painter: QPainter, lines: QRectF, scene: Scene) -> None:
        """What a height is at the left, what the hues are at the right, or below where there is no room."""
        muted, key = self.theme.color("muted"), self._key(scene)
        taken = _key_px(tuple(text for text, _ in key))
        line = QRectF(lines.left(), lines.top(), lines.width(), LEGEND_PX)
        for part in _in_lines(about_heights(), line.width()):
            write(painter, line, part, "caption", muted, elide=False)
            line.translate(0, LEGEND_PX)
        line.moveBottom(lines.bottom())
        if lines.height() == LEGEND_PX:
            line.setLeft(line.right() - taken)
        for text, color in key:
            painter.fillRect(QRectF(line.left(), line.center().y() - KEY_PX / 2, KEY_PX, KEY_PX), color)
            line.setLeft(line.left() + KEY_PX + KEY_GAP_PX)
            write(painter, line, text, "caption", muted, elide=False)
            line.setLeft(line.left() + width_px(text, "caption") + KEYS_APART_PX)

    def _key(self, scene: Scene) -> list[tuple[str, QColor]]:
        """The hues and what they say."""
        colors = band_colors(np.array([1.0, -1.0, 0.0]), self.theme)
        return list(zip(about_hues(scene), colors, strict=True))

    def _paint_sentence(self, painter: QPainter, places: RibbonPlaces, scene: Scene, moment: Moment) -> None:
        """The words, pale where they are to come, and over them the current one large."""
        tokens, columns, line = scene.trace.tokens, places.columns, places.words
        for label in labels_on(tokens, columns, line, places.role, self._first):
            room = QRectF(label.left, line.top(), label.right - label.left, line.height())
            color = self.theme.color("faint" if label.token > moment.token else "ink")
            write(painter, room, label.text, places.role, color, CENTER)
        if moment.token in columns.shown:
            word, line = tokens[moment.token], places.current
            wide = min(width_px(word, "figure") + 1, line.width())
            left = min(max(columns.middle(moment.token) - wide / 2, line.left()), line.right() - wide)
            room = QRectF(left, line.top(), wide, line.height())
            write(painter, room, word, "figure", self.theme.color("ink"), CENTER)

    def _paint_bands(self, painter: QPainter, places: RibbonPlaces, scene: Scene, until: int) -> None:
        """The bands up to a word; on the screen as a part of all of them, which are kept as pixels."""
        laid, end = self._laid_out(places, scene), places.columns.edge(until + 1)
        largest, colors = self._largest(), self._colors()

        def paint(into: QPainter, token: int) -> None:
            for cell, bands in laid.bands.items():
                paint_bands(into, bands, colors[cell], bands.points(token), self.theme)
            for cell, bands in laid.outlined.items():
                was, points = self._untouched[cell], bands.points(token)
                counted = strengths(was.shares.effects[-1], largest)
                paint_outlines(into, bands, counted, was.apart, points, self.theme)

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

    def _largest(self) -> float:
        """The largest effect on any verdict, those before the reader changed anything included."""
        return largest_effect([*self._shares.values(), *(was.shares for was in self._untouched.values())])

    def _colors(self) -> dict[str, list[QColor]]:
        """By cell the colours of all bands."""
        largest, shares = self._largest(), self._shares.items()
        return {cell: band_colors(strengths(one.effects[-1], largest), self.theme) for cell, one in shares}

    def _paint_verdict(
        self, painter: QPainter, places: RibbonPlaces, scene: Scene, cell: str, until: int
    ) -> None:
        """What a network says after the last word that was read, and above it what it said untouched."""
        now, was = said(scene, cell, until)
        if now is None:
            return
        rect, muted = places.verdict(cell), self.theme.color("muted")
        if places.is_narrow:
            parts = [(now.name, "caption", muted), (now.figure, "strong", now.color(self.theme))]
            if was is not None and was.figure != now.figure:
                parts.append((f"{was.figure} →", "caption", muted))
            for text, role, color in parts:  # from the right
                write(painter, rect, text, role, color, RIGHT, elide=False)
                rect.setRight(rect.right() - width_px(text, role) - KEY_GAP_PX)
            return
        middle = rect.center().y()
        figure = QRectF(rect.left(), middle - 19, rect.width(), 24)
        write(painter, figure, now.figure, "figure", now.color(self.theme), elide=False)
        below = QRectF(rect.left(), middle + 5, rect.width(), CAPTION_PX)
        write(painter, below, now.name, "caption", muted, elide=False)
        if was is not None and was.figure != now.figure:
            above = QRectF(rect.left(), figure.top() - CAPTION_PX, rect.width(), CAPTION_PX)
            write(painter, above, f"{was.figure} →", "caption", muted, elide=False)

    # Where things are

    def _places(self, rect: QRectF, scene: Scene) -> RibbonPlaces:
        beside = width_px(about_heights(), "caption") + KEYS_APART_PX + _key_px(about_hues(scene))
        rows = 1 if beside <= rect.width() else 1 + len(_in_lines(about_heights(), rect.width()))
        return places_of(rect, tuple(scene.runs), scene.trace.tokens, scene.shown, rows)

    def _laid_out(self, places: RibbonPlaces, scene: Scene) -> Laid:
        """The bands at these places, laid out once."""
        laid = self._laid
        if laid is None or laid.places != places or laid.shares is not self._shares:
            bands = {
                cell: lay_out(one.parts, places.columns, places.ribbons[cell])
                for cell, one in self._shares.items()
            }
            outlined = {
                cell: lay_out(one.parts, places.columns, places.ribbons[cell])
                for cell, one in self._untouched.items()
            }
            names = {cell: names_of(one, scene.trace.tokens) for cell, one in bands.items()}
            self._laid = laid = Laid(places, self._shares, bands, outlined, names)
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

    # The band at the mouse, on the screen alone

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt's call: the band at the mouse is framed, and its word lit."""
        self._light(self._band_at(self._logical(event.position())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt's call."""
        self._light(None)
        super().leaveEvent(event)

    def _light(self, band: tuple[str, int] | None) -> None:
        if band != self._lit:
            self._lit = band
            self.update()

    def _band_at(self, position: QPointF) -> tuple[str, int] | None:
        """The cell and the word of the band at a position, where that is read."""
        scene, moment = self.scene, self.moment
        if scene is None or moment is None:
            return None
        places = self._places(self.content_rect(self.logical_size()), scene)
        for cell, bands in self._laid_out(places, scene).bands.items():
            if bands.rect.contains(position) and places.columns.at(position.x()) <= until_of(scene, moment):
                token = bands.band_at(position.x(), position.y())
                return None if token is None else (cell, token)
        return None

    def _paint_screen(self, painter: QPainter) -> None:
        super()._paint_screen(painter)
        scene, moment = self.scene, self.moment
        if self._lit is None or scene is None or moment is None:
            return
        (cell, token), until = self._lit, until_of(scene, moment)
        rect = self.content_rect(self.logical_size())
        bands, axis = self._laid_out(self._places(rect, scene), scene).bands, self.word_axis(rect, scene)
        if cell in bands and token <= until:
            color = self._colors()[cell][token]
            paint_frame(painter, bands[cell], token, bands[cell].points(until), self.theme)
            if axis is not None and token in scene.shown:
                paint_chip(painter, axis, scene.trace.tokens, token, color, self.theme)

    def _tip(self, places: RibbonPlaces, scene: Scene, cell: str, tau: int, until: int, at: QPointF) -> str:
        if tau > until:
            return later_tip(scene, tau)
        if cell not in self._shares:
            return absence(scene)
        token = self._laid_out(places, scene).bands[cell].band_at(at.x(), at.y())
        if token is None:
            return gap_tip(scene, tau)
        return band_tip(scene, cell, self._shares[cell], self._untouched.get(cell), token, tau)

    def word_axis(self, rect: QRectF, scene: Scene) -> WordAxis | None:
        """The words over the ribbons."""
        places = self._places(rect, scene)
        return WordAxis(places.plot, places.words, places.columns, places.role, self._first)

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
        shares = _shares(scene)
        return ribbon_table(scene, shares, _untouched(scene, shares), until_of(scene, moment))

    def summary(self, scene: Scene, moment: Moment) -> str:
        """What each network keeps most of, and what it says."""
        until, shares = until_of(scene, moment), _shares(scene)
        if not shares:
            return absence(scene)
        return nothing_read() if until < 0 else in_a_sentence(scene, shares, until)


def _in_lines(text: str, room_px: float) -> list[str]:
    """A text in one line, or in two whole clauses each, of which the latter must have room too."""
    first = whole_clauses(text, "caption", room_px)
    rest = text[len(first) + 1 :].strip()
    return [first] if not rest or width_px(rest, "caption") > room_px else [text[: len(first) + 1], rest]


def _key_px(texts: tuple[str, ...]) -> float:
    """The width of the line that says what hues are."""
    wide = sum(KEY_PX + KEY_GAP_PX + width_px(text, "caption") for text in texts)
    return wide + (len(texts) - 1) * KEYS_APART_PX


def until_of(scene: Scene, moment: Moment) -> int:
    """The last word that has been read; −1 for none."""
    if moment.direction is Direction.BACKWARD:
        return scene.tau(moment)
    return moment.token - (not is_spoken(scene, moment))


def _shares(scene: Scene) -> dict[str, Shares]:
    """The shares of all networks whose records are there."""
    whole = {cell: run for cell, run in scene.runs.items() if run.trace.length == scene.length}
    return {cell: one for cell, run in whole.items() if (one := shares_of(run)) is not None}


def _untouched(scene: Scene, shares: Mapping[str, Shares]) -> dict[str, Untouched]:
    """What they were before the reader changed anything, of the networks whose records are there."""
    before = scene.before
    if before is None:
        return {}
    runs = {cell: run for cell, run in before.runs.items() if cell in shares}
    found = {cell: (shares_of(run), shares[cell]) for cell, run in runs.items()}
    return {cell: Untouched(was, before, now) for cell, (was, now) in found.items() if was is not None}
