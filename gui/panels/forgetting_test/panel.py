"""The forgetting test: one word is changed, and for how long one can tell, beside its gradient."""

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine.record.forgetting import Forgetting
from gui.drawing.axes import LogAxis, Span, logarithms, paint_beyond, paint_ticks, spread
from gui.drawing.downsampling import Cells
from gui.drawing.ghost import departing
from gui.drawing.ink import width_px, write, write_paragraph
from gui.drawing.numbers import NOTHING, changed, figures, share
from gui.drawing.plotting import Canvas, Curve, PlotView, dot
from gui.drawing.theme import LIGHT, Theme
from gui.drawing.word_axis import WordAxis, token_words
from gui.language import labelled, listed, translate
from gui.panel import Hit, Panel, Table
from gui.panels.forgetting_test.lines import (
    GRADIENT,
    LEFT,
    ForgettingCurve,
    Values,
    change_in_words,
    compares_nothing,
    disagree,
    lasts,
    lines_of,
    probability,
    record_of,
    relative,
)
from gui.readings.judgement import is_spoken, judges, output_count
from gui.scene import Moment, Scene

AXIS_PX = 34.0
LABELS_PX = 104.0
LABEL_PX = 27.0
WORDS_PX = 17.0
CAPTION_PX = 15.0
NEAREST_TICKS_PX = 26.0
GHOST_PX, THIN_GHOST_PX = 1.25, 0.8  # the width of a ghost: of a heavy curve, and of a thin one


@dataclass(frozen=True)
class _ForgettingPlaces:
    """Where things are, in pixels of the panel."""

    axis: LogAxis
    words: QRectF
    caption: QRectF
    columns: Cells

    @property
    def plot(self) -> QRectF:
        """The curves' area."""
        return self.axis.plot


class ForgettingTest(Panel):
    """How two runs that differ in one word grow alike again: in their states and in what they say.

    Every curve is relative to its first value, so that what was measured by changing the word and what was
    found by differentiating stand on one axis.
    """

    NAME: ClassVar[str] = "forgetting_test"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (560, 340)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._canvas = Canvas()
        self._view = PlotView()
        self._past, self._future = ([Curve(self._view) for _ in range(4)] for _ in range(2))
        for curve in self._past:
            curve.height = 1
        self._canvas.add(self._view)
        self._shows_c = False
        self._ghosts = [Curve(self._view) for _ in range(4)]
        for curve in self._ghosts:
            curve.height = -1
        self._known: dict[bool, tuple[Forgetting, object, int, Values]] = {}  # of the ghost, and of the run

    def needs(self, scene: Scene) -> frozenset[str]:
        """The second run, and the gradients to compare it with."""
        return frozenset({"forgetting", "gradient"})

    def title(self) -> str:
        """The heading."""
        return translate("ForgettingTest", "Forgetting test")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """Which word is changed."""
        return change_in_words(scene)

    def note(self, scene: Scene, moment: Moment) -> str:
        """What the change does to the prediction where the reader is."""
        record = record_of(scene)
        if record is None or output_count(scene.trace) != 1 or moment.token < record.at:
            return ""
        if not is_spoken(scene, moment):
            return ""
        values = [float(record[key][moment.token, 0]) for key in ("output", "output_changed")]
        if not all(map(math.isfinite, values)):
            return ""
        before, after = (share(probability(value)) for value in values)
        text = translate("ForgettingTest", "σ(ℓ) here: {before} → {after}")
        if judges(scene.trace):
            text = translate("ForgettingTest", "positive here: {before} → {after}")
        return text.format(before=before, after=after)

    # Painting

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the curves from the changed word on, and how long each lasts."""
        record = record_of(scene)
        if record is None:
            text = _absence(scene)
            write_paragraph(painter, rect, text, "text", self.theme.color("muted"))
            return
        known = self._lines(scene, record)
        shown = {line: relative(record, values) for line, values in known.items()}
        ghosts = self._departing(scene, shown)
        places, until = _places(rect, scene, shown, ghosts), _compared_until(scene, moment)
        unfinished = slice(until + 1, moment.token + 1)  # at most one word: nothing of its step is there yet
        for values in (*shown.values(), *ghosts.values()):
            values[unfinished] = math.nan
        if moment.token in places.columns.shown:
            x = places.columns.middle(moment.token)
            painter.setPen(self.theme.pen("faint"))
            painter.drawLine(QLineF(x, places.plot.top(), x, places.words.top()))
        paint_ticks(painter, places.plot, places.axis.ticks(NEAREST_TICKS_PX), self.theme)
        self._arrange(rect.topLeft(), places, shown, ghosts, until)
        self._canvas.paint(painter, rect)
        self._paint_tenth(painter, places)
        self._paint_same(painter, places, record)
        self._paint_dots(painter, places, shown, until)
        self._paint_beyond(painter, places, shown, scene, until)
        self._paint_labels(painter, rect, places, shown, record)
        token_words(painter, places.words, scene.trace.tokens, moment.token, places.columns, self.theme)
        write(painter, places.caption, _comparison(shown, record), "caption", self.theme.color("muted"))

    def _lines(self, scene: Scene, record: Forgetting, *, ghost: bool = False) -> Values:
        """The curves; they stay the same until a record or the layer changes."""
        gradient, layer = scene.run.gradient, scene.view.layer
        known = self._known.get(ghost)
        if known is None or known[0] is not record or known[1:3] != (gradient, layer):
            self._known[ghost] = known = (record, gradient, layer, lines_of(scene, record))
        return known[3]

    def _ghost_lines(self, scene: Scene, *, whole: bool = False) -> Values:
        """The curves of the untouched run at the words on screen: relative to their start, or as they are."""
        before, untouched = scene.before, scene.untouched
        record = None if untouched is None else record_of(untouched)
        if before is None or untouched is None or record is None:
            return {}
        known = self._lines(untouched, record, ghost=True).items()
        return {line: before.aligned(values if whole else relative(record, values)) for line, values in known}

    def _departing(self, scene: Scene, shown: Values) -> Values:
        """The ghosts of what was measured, where they leave their curves: the gradient is a comparison."""
        ghosts = {line: values for line, values in self._ghost_lines(scene).items() if line.causal}
        found = {line: departing(ghosts[line], values) for line, values in shown.items() if line in ghosts}
        return {line: values for line, values in found.items() if not np.isnan(values).all()}

    def shows_ghost(self, scene: Scene, moment: Moment) -> bool:
        """Whether any curve was another one."""
        record = record_of(scene)
        if record is None or scene.untouched is None:
            return False
        known = self._lines(scene, record).items()
        return bool(self._departing(scene, {line: relative(record, values) for line, values in known}))

    def _arrange(
        self, origin: QPointF, places: _ForgettingPlaces, shown: Values, ghosts: Values, token: int
    ) -> None:
        """Puts the curves where they are: what comes after the reader's word is pale."""
        plot, columns = places.plot.translated(-origin), places.columns
        self._view.place(plot, columns.ends, places.axis.ends)
        self._shows_c = any(line.key == "c" for line in shown)
        for curve in (*self._past, *self._future, *self._ghosts):
            curve.visible = False
        for curve, (line, values) in zip(self._ghosts, ghosts.items(), strict=False):
            curve.visible = True
            wide = THIN_GHOST_PX if self._pen(line).widthF() < GHOST_PX else GHOST_PX
            pen = self.theme.ghost_pen(self._color(line), wide)
            curve.show_points(*columns.outline(logarithms(values)), pen)
        for past, future, (line, values) in zip(self._past, self._future, shown.items(), strict=False):
            heights = logarithms(values)
            pale = self._pen(line)
            pale.setColor(self.theme.color("faint"))
            future.visible = True
            future.show_points(*columns.outline(heights), pale)
            past.visible = True
            past.show_points(*columns.outline(heights[: token + 1]), self._pen(line))

    def _paint_tenth(self, painter: QPainter, places: _ForgettingPlaces) -> None:
        """The line below which a difference counts as gone."""
        y = places.axis.y(LEFT)
        if not places.plot.top() < y <= places.plot.bottom():
            return
        pen = self.theme.pen("muted", 0.75)
        pen.setDashPattern([2.0, 4.0])
        painter.setPen(pen)
        painter.drawLine(QLineF(places.plot.left(), y, places.plot.right(), y))

    def _color(self, line: ForgettingCurve) -> QColor:
        return self.theme.color({"output": "positive", "gradient": "muted"}.get(line.key, "ink"))

    def _pen(self, line: ForgettingCurve) -> QPen:
        pen = QPen(self._color(line), 1.0 if line.key == "h" and self._shows_c else 2.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if not line.causal:
            pen.setStyle(Qt.PenStyle.DashLine)
            pen.setDashPattern([3.0, 2.6])
        return pen

    def _paint_same(self, painter: QPainter, places: _ForgettingPlaces, record: Forgetting) -> None:
        """Before the changed word there is nothing to see, and why."""
        edge = places.columns.edge(record.at)
        painter.setPen(self.theme.pen("hairline", 1.0))
        painter.drawLine(QLineF(edge, places.plot.top(), edge, places.plot.bottom()))
        text = translate("ForgettingTest", "one and the same run")
        room = QRectF(places.plot.left() + 6, places.plot.top(), edge - places.plot.left() - 12, 14)
        if room.width() >= width_px(text, "caption"):
            write(painter, room, text, "caption", self.theme.color("muted"))

    def _paint_dots(self, painter: QPainter, places: _ForgettingPlaces, shown: Values, token: int) -> None:
        for line, values in shown.items() if token in places.columns.shown else ():
            value = float(values[token])
            if math.isfinite(value) and value > 0:
                at = QPointF(places.columns.middle(token), places.axis.y(value))
                dot(painter, at, self._color(line), self.theme, hollow=not line.causal)

    def _paint_beyond(
        self, painter: QPainter, places: _ForgettingPlaces, shown: Values, scene: Scene, token: int
    ) -> None:
        """Where runs have grown wholly alike, and where one overflowed: marks beyond the axis."""
        later, faint = np.arange(scene.length) > token, self.theme.color("faint")
        curves = [(np.where(later, values, np.nan), faint) for values in shown.values()]
        curves += [(np.where(later, np.nan, values), self._color(line)) for line, values in shown.items()]
        said = (
            translate("ForgettingTest", "0: no difference at all"),
            translate("ForgettingTest", "∞ (overflow)"),
        )
        paint_beyond(painter, places.axis, places.columns, curves, said, self.theme)

    def _paint_labels(
        self, painter: QPainter, rect: QRectF, places: _ForgettingPlaces, shown: Values, record: Forgetting
    ) -> None:
        """Each curve's name beside its last point, and for how many words it lasts."""
        wanted = {line: places.axis.y(_last(values[places.columns.part])) for line, values in shown.items()}
        order = sorted(wanted, key=lambda line: wanted[line])
        middles = spread(
            [wanted[line] for line in order], LABEL_PX, places.plot.top() - 8, places.plot.bottom() + 8
        )
        left, muted = places.plot.right() + 10, self.theme.color("muted")
        for line, middle in zip(order, middles, strict=True):
            color = self._color(line)
            painter.setPen(QPen(color, 0.75))
            painter.drawLine(QLineF(places.plot.right() - 2, wanted[line], left - 3, middle))
            name = QRectF(left, middle - LABEL_PX / 2, rect.right() - left, LABEL_PX / 2)
            write(painter, name, line.name, "text", color)
            below = name.translated(0, LABEL_PX / 2 - 1)
            write(painter, below, _lasting(shown[line], record), "caption", muted)

    # In words and numbers

    def hit_at(self, position: QPointF) -> Hit | None:
        """The word under the mouse, with all differences there; a click goes there."""
        scene, moment = self.scene, self.moment
        record = record_of(scene) if scene is not None else None
        if scene is None or moment is None or record is None:
            return None
        known = self._lines(scene, record)
        shown = {line: relative(record, values) for line, values in known.items()}
        ghosts = self._departing(scene, shown)
        places = _places(self.content_rect(self.logical_size()), scene, shown, ghosts)
        if places.caption.contains(position):
            return Hit("\n".join((_comparison(shown, record), _explained())))
        if not places.plot.united(places.words).contains(position):
            return None
        token = places.columns.at(position.x())
        word = translate("ForgettingTest", "word {position}, “{word}”").format(
            position=token + 1, word=scene.trace.tokens[token]
        )
        if _compared_until(scene, moment) < token <= moment.token:
            lines = [translate("ForgettingTest", "not computed yet")]
        elif token < record.at:
            lines = [translate("ForgettingTest", "read before the change: no difference")]
        else:
            were = self._ghost_lines(scene, whole=True)
            lines = [
                labelled(line.meaning, _with_ghost(were.get(line), values, token))
                for line, values in known.items()
            ]
        return Hit("\n".join((word, *lines)), scene.complete(token, moment.direction))

    def word_axis(self, rect: QRectF, scene: Scene) -> WordAxis | None:
        """The words across, where there are curves."""
        record = record_of(scene)
        if record is None:
            return None
        shown = {line: relative(record, values) for line, values in self._lines(scene, record).items()}
        places = _places(rect, scene, shown, self._departing(scene, shown))
        return WordAxis(places.plot, places.words, places.columns)

    def table(self, scene: Scene, moment: Moment) -> Table:
        """One row for each word, in the units of each quantity; empty while computing."""
        record = record_of(scene)
        known = self._lines(scene, record) if record is not None else {}
        names = {"output": "difference_output", "gradient": "norm_gradient_x"}
        numbers = {names.get(line.key, f"norm_difference_{line.key}"): each for line, each in known.items()}
        for line, each in self._ghost_lines(scene, whole=True).items() if known else ():
            numbers[f"{names.get(line.key, f'norm_difference_{line.key}')}_untouched"] = each
        until = _compared_until(scene, moment)
        rows: tuple[tuple[str | int | float, ...], ...] = tuple(
            (token, word, *(float(values[token]) for values in numbers.values()))
            for token, word in enumerate(scene.trace.tokens)
            if not until < token <= moment.token
        )
        return Table(("token_index", "token", *numbers), rows)

    def summary(self, scene: Scene, moment: Moment) -> str:
        """What was changed and how long it lasts."""
        record = record_of(scene)
        if record is None:
            return translate("ForgettingTest", "Forgetting test, {change}: {lasting}").format(
                change=change_in_words(scene), lasting=_absence(scene)
            )
        lasting = listed(
            translate("ForgettingTest", "{what} {lasting}").format(
                what=line.meaning, lasting=_lasting(relative(record, values), record)
            )
            for line, values in self._lines(scene, record).items()
        )
        return translate("ForgettingTest", "Forgetting test, {change}: {lasting}").format(
            change=change_in_words(scene), lasting=lasting
        )


def _absence(scene: Scene) -> str:
    """What stands in the place of the curves."""
    if scene.leaves_nothing:
        return translate("ForgettingTest", "A text of one word has none to leave out.")
    if compares_nothing(scene):
        return translate(
            "ForgettingTest",
            "“{word}” is the last word: nothing is read after it by which one could tell that it is missing. "
            "Replace it (Shift+X), or leave out an earlier one.",
        ).format(word=scene.trace.tokens[-1][:80])
    return scene.refusals.get("forgetting") or translate("ForgettingTest", "computing")


def _compared_until(scene: Scene, moment: Moment) -> int:
    """The last word after which both runs can be compared where the reader is; −1 for none."""
    return moment.token - (not is_spoken(scene, moment))


def _places(rect: QRectF, scene: Scene, shown: Values, ghosts: Values) -> _ForgettingPlaces:
    span = Span()
    for values in (*shown.values(), *ghosts.values()):
        span |= Span.of(values[scene.shown.start : scene.shown.stop])
    area = QRectF(
        rect.left() + AXIS_PX,
        rect.top() + 6,
        rect.width() - AXIS_PX - LABELS_PX,
        rect.height() - 12 - WORDS_PX - CAPTION_PX,
    )
    axis = LogAxis.within(area, span.decades(), zeros=span.zeros, overflow=span.overflow)
    words = QRectF(area.left(), area.bottom() + 3, area.width(), WORDS_PX)
    caption = QRectF(rect.left(), words.bottom() + 2, rect.width(), CAPTION_PX)
    columns = Cells.of(area.left(), area.width(), scene.shown)
    return _ForgettingPlaces(axis, words, caption, columns)


def _last(values: np.ndarray) -> float:
    """The last value that is one."""
    finite = values[np.isfinite(values)]
    return float(finite[-1]) if finite.size else 0.0


def _value(value: float) -> str:
    return NOTHING if math.isnan(value) else figures(float(value), 2)


def _with_ghost(were: np.ndarray | None, values: np.ndarray, token: int) -> str:
    """A value, and what it was."""
    was = math.nan if were is None else float(were[token])
    return changed("" if math.isnan(was) else _value(was), _value(values[token]))


def _lasting(values: np.ndarray, record: Forgetting) -> str:
    words = lasts(values, record.at)
    if not np.isfinite(values).any():
        return translate("ForgettingTest", "not known")
    if words is None:
        return translate("ForgettingTest", "no difference")
    if record.at + words == len(values) - 1:
        return translate("ForgettingTest", "lasts to the end")
    return translate("ForgettingTest", "lasts {words} words").format(words=words)


def _comparison(shown: Values, record: Forgetting) -> str:
    """What the test and the gradient say about the memory of the word, and whether they disagree."""
    plain = translate("ForgettingTest", "Relative to the start · lasts: while a tenth is left")
    output = next((values for line, values in shown.items() if line.key == "output"), None)
    if output is None or GRADIENT not in shown:
        return plain
    changed, gradient = lasts(output, record.at), lasts(shown[GRADIENT], record.at)
    if not disagree(changed, gradient):
        return plain
    return translate(
        "ForgettingTest",
        "Relative to the start · the change lasts {changed} words, its gradient {gradient}: they disagree",
    ).format(changed=changed, gradient=gradient)


def _explained() -> str:
    return translate(
        "ForgettingTest",
        "Causal memory: how far the run on the changed text is from the run on the text.\n"
        "Gradient memory: how strongly the output would answer to a small change of that word’s numbers.\n"
        "A gradient knows only small changes, so the two often disagree.\n"
        "“Lasts”: the last word at which a tenth of the first difference is left (the dashed line).",
    )
