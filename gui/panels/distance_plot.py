"""Whether networks still know an opinion many neutral tokens later: right answers against that distance.

Before a measurement the curves are those in the files of the family that was trained for it in this language
(`memory-en`, `memory-zh`); afterwards these are a pale reference.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from engine.cells import CELLS
from gui.drawing.axes import Axis, Tick, paint_ticks, spread
from gui.drawing.ink import CENTER, LEFT, RIGHT, width_px, write, write_paragraph
from gui.drawing.numbers import hundredths, share
from gui.drawing.plotting import dot
from gui.drawing.theme import NO_BRUSH, NO_PEN
from gui.language import listed, translate
from gui.panel import Hit, Panel, Table, cell_hit, untouched, whole_clauses
from gui.readings.distances import Answers, answers_of
from gui.scene import Moment, Run, Scene

GUTTER_PX = 36.0
NAMES_PX = 88.0
LINE_PX = 14.0
GUESSING = 0.5
STEP = 0.1  # between the lines of the scale
CAP_PX = 2.5  # half the width of an error bar's ends
PALE_PX = 1.6  # the radius of a reference's points


@dataclass(frozen=True)
class _DistancePlaces:
    """Where things are, in pixels of the panel.

    Attributes:
        axis: the area of the points, and the accuracies at its lower and its upper edge.
        longest: the number of tokens at its right edge.
    """

    axis: Axis
    longest: int

    @property
    def plot(self) -> QRectF:
        """The area of the points."""
        return self.axis.plot

    def x(self, tokens: float) -> float:
        """Where a distance is."""
        return self.plot.left() + tokens / self.longest * self.plot.width()

    def points(self, one: Answers) -> list[QPointF]:
        """Where the points of a network are."""
        return [QPointF(self.x(tokens), self.axis.y(accuracy)) for tokens, accuracy in one.accuracy.items()]


class DistancePlot(Panel):
    """Accuracy of RNN, LSTM and GRU 0 to 80 neutral tokens after an opinion."""

    NAME: ClassVar[str] = "distance_plot"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (465, 191)

    def runs(self, scene: Scene) -> Mapping[str, Run]:
        """None: the networks have read other texts, untouched."""
        return {}

    def title(self) -> str:
        """The heading."""
        return translate("DistancePlot", "Distance")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """Whose curves these are, and what was asked."""
        families = _families(_shown(_answers(scene)))
        if len(families) != 1:
            return translate("DistancePlot", "right answers so many neutral tokens after an opinion")
        return translate(
            "DistancePlot", "{family}: right answers so many neutral tokens after an opinion"
        ).format(family=families[0])

    def note(self, scene: Scene, moment: Moment) -> str:
        """That they say nothing of what is held."""
        held = any(run.trace.provenance.holds for run in scene.runs.values())
        return untouched() if held else ""

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """Everything: it has nothing to do with the word where the reader is."""
        numbers = ((one.cell, one.model, one.passages, *one.accuracy.items()) for one in _answers(scene))
        return (scene.view.cell, *numbers)

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints scale, curves, measured points and what they are."""
        answers = _answers(scene)
        if not answers:
            middle = rect.adjusted(20, 0, -20, -12)
            write_paragraph(painter, middle, _absence(), "text", self.theme.color("muted"))
            return
        places = _places(rect, answers)
        self._paint_scale(painter, places, answers)
        shown = _shown(answers)
        for one in answers:
            if one not in shown:
                self._paint_reference(painter, places, one)
        for one in sorted(shown, key=lambda one: one.cell == scene.view.cell):
            self._paint_curve(painter, places, one, scene)
        self._paint_names(painter, places, shown, scene)
        caption = QRectF(rect.left(), rect.bottom() - LINE_PX + 2, rect.width(), LINE_PX)
        write(painter, caption, _sources(answers, caption.width()), "caption", self.theme.color("muted"))

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints nothing: no word changes anything here."""

    def hit_at(self, position: QPointF) -> Hit | None:
        """The numbers at the distance under the mouse."""
        scene = self.scene
        answers = [] if scene is None else _answers(scene)
        places = _places(self.content_rect(self.logical_size()), answers) if answers else None
        if scene is None or places is None:
            return None
        names = _names(places, _shown(answers))
        named = [one.cell for one, name, _ in names if name.contains(position)]
        if not named and not places.plot.adjusted(-12, -8, NAMES_PX, LINE_PX).contains(position):
            return None
        tokens = min(_distances(answers), key=lambda tokens: abs(places.x(tokens) - position.x()))
        lines = [translate("DistancePlot", "{count} neutral tokens after the opinion").format(count=tokens)]
        lines += [_line(one, tokens) for one in answers if tokens in one.accuracy]
        tip = "\n".join(lines)
        return cell_hit(scene, named[0], tip) if named else Hit(tip)

    def table(self, scene: Scene, moment: Moment) -> Table:
        """One row for each point."""
        rows = [
            (
                one.cell,
                one.model,
                "recorded" if one.recorded else "measured",
                tokens,
                accuracy,
                "" if one.passages is None else one.passages,
                "" if (error := one.error(tokens)) is None else error,
            )
            for one in _answers(scene)
            for tokens, accuracy in one.accuracy.items()
        ]
        columns = ("cell", "model", "source", "neutral_tokens", "accuracy", "passages", "standard_error")
        return Table(columns, tuple(rows))

    def summary(self, scene: Scene, moment: Moment) -> str:
        """The first and the last point of every curve."""
        parts = []
        for one in _answers(scene):
            first, last = min(one.accuracy), max(one.accuracy)
            parts.append(
                translate("DistancePlot", "{name} {start} after {first} tokens, {end} after {last}").format(
                    name=_name(one),
                    start=share(one.accuracy[first]),
                    first=first,
                    end=share(one.accuracy[last]),
                    last=last,
                )
            )
        if not parts:
            return _absence()
        return translate("DistancePlot", "Right answers: {parts}.").format(parts=listed(parts, "; "))

    # Parts

    def _paint_scale(self, painter: QPainter, places: _DistancePlaces, answers: list[Answers]) -> None:
        """The accuracies at the left, guessing among them, and the distances below."""
        plot, muted = places.plot, self.theme.color("muted")
        steps = range(round(places.axis.low / STEP), round(places.axis.high / STEP) + 1)
        held = (round(step * STEP, 6) for step in steps if places.axis.holds(step * STEP))
        ticks = (Tick(places.axis.y(accuracy), share(accuracy)) for accuracy in held)
        paint_ticks(painter, plot, ticks, self.theme)
        y = places.axis.y(GUESSING)
        painter.setPen(self.theme.pen("muted"))
        painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
        distances = _distances(answers)
        middle = (places.x(distances[-1]) + places.x(distances[-2] if len(distances) > 1 else 0)) / 2
        below = QRectF(middle - 50, y + 1, 100, LINE_PX)
        write(painter, below, translate("DistancePlot", "guessing"), "caption", muted, CENTER, elide=False)
        for tokens in distances:
            under = QRectF(places.x(tokens) - 20, plot.bottom() + 3, 40, LINE_PX)
            write(painter, under, str(tokens), "caption", muted, CENTER, elide=False)

    def _paint_curve(self, painter: QPainter, places: _DistancePlaces, one: Answers, scene: Scene) -> None:
        """Points on the cell's line, with their standard errors where these are known."""
        pen = self.theme.cell_pen(one.cell, 2.2 if one.cell == scene.view.cell else 1.5)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        points = places.points(one)
        painter.setPen(pen)
        painter.setBrush(NO_BRUSH)
        painter.drawPolyline(QPolygonF(points))
        for point, tokens in zip(points, one.accuracy, strict=True):
            dot(painter, point, pen.color(), self.theme)
            painter.setPen(QPen(pen.color(), 1.0))
            reach = (one.error(tokens) or 0.0) * places.axis.unit_px
            if reach:
                painter.drawLine(point - QPointF(0, reach), point + QPointF(0, reach))
                for end in (point - QPointF(0, reach), point + QPointF(0, reach)):
                    painter.drawLine(end - QPointF(CAP_PX, 0), end + QPointF(CAP_PX, 0))

    def _paint_reference(self, painter: QPainter, places: _DistancePlaces, one: Answers) -> None:
        """A pale line in the manner of its cell, to compare with."""
        pen = self.theme.cell_pen(one.cell, 1.0)
        pen.setColor(self.theme.color("faint"))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(NO_BRUSH)
        painter.drawPolyline(QPolygonF(places.points(one)))
        painter.setPen(NO_PEN)
        painter.setBrush(pen.color())
        for point in places.points(one):
            painter.drawEllipse(point, PALE_PX, PALE_PX)

    def _paint_names(
        self, painter: QPainter, places: _DistancePlaces, answers: list[Answers], scene: Scene
    ) -> None:
        """Each curve's name and its last value, beside its last point."""
        for one, name, y in _names(places, answers):
            color = self.theme.cell_pen(one.cell).color()
            painter.setPen(QPen(color, 0.75))
            right = places.plot.right()
            painter.drawLine(QLineF(right + 7, y, right + 20, name.center().y()))
            role = "strong" if one.cell == scene.view.cell else "text"
            write(painter, name, CELLS[one.cell].title, role, color, LEFT, elide=False)
            last = share(one.accuracy[max(one.accuracy)])
            write(painter, name, last, "caption", self.theme.color("muted"), RIGHT, elide=False)


def _names(places: _DistancePlaces, answers: list[Answers]) -> list[tuple[Answers, QRectF, float]]:
    """Where each curve's name stands, and the height of the point that it belongs to."""
    ends = sorted(answers, key=lambda one: places.axis.y(one.accuracy[max(one.accuracy)]))
    wanted = [places.axis.y(one.accuracy[max(one.accuracy)]) for one in ends]
    middles = spread(wanted, LINE_PX, places.plot.top() - 8, places.plot.bottom() + LINE_PX)
    left = places.plot.right() + 23
    return [
        (one, QRectF(left, middle - LINE_PX / 2, NAMES_PX - 23, LINE_PX), y)
        for one, middle, y in zip(ends, middles, wanted, strict=True)
    ]


def _answers(scene: Scene) -> list[Answers]:
    return answers_of(scene.distances, scene.measured, CELLS)


def _distances(answers: list[Answers]) -> list[int]:
    """All distances, ascending."""
    return sorted({tokens for one in answers for tokens in one.accuracy})


def _shown(answers: list[Answers]) -> list[Answers]:
    """Those that are drawn in full: the measured ones, until there are any the recorded ones."""
    return [one for one in answers if not one.recorded] or answers


def _families(answers: list[Answers]) -> list[str]:
    """Each family once."""
    return list(dict.fromkeys(_family(one.model, one.cell) for one in answers))


def _places(rect: QRectF, answers: list[Answers]) -> _DistancePlaces:
    """Lays the panel out: from below guessing to above the best."""
    points = [(value, one.error(tokens) or 0.0) for one in answers for tokens, value in one.accuracy.items()]
    top = QRectF(rect.left() + GUTTER_PX, rect.top() + 6, rect.width() - GUTTER_PX - NAMES_PX, 0)
    top.setBottom(rect.bottom() - 2 * LINE_PX - 6)
    low = min(GUESSING, *(value - error for value, error in points)) - 0.03
    high = max(GUESSING + STEP, *(value + error for value, error in points)) + 0.02
    return _DistancePlaces(Axis(top, low, high), max(1, *_distances(answers)))


def _family(model: str, cell: str) -> str:
    """A model's name without its cell; of a path the end."""
    return model.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(f"-{cell}")[:24]


def _name(one: Answers) -> str:
    """A cell, and which of its networks."""
    title, family = CELLS[one.cell].title, _family(one.model, one.cell)
    if one.recorded:
        return translate("DistancePlot", "{name} ({model})").format(name=title, model=family)
    return translate("DistancePlot", "{name} ({model}, measured)").format(name=title, model=family)


def _line(one: Answers, tokens: int) -> str:
    """One network's answers at one distance."""
    error = one.error(tokens)
    accuracy = one.accuracy[tokens]
    if error is None:
        return translate("DistancePlot", "{name}: {share}").format(name=_name(one), share=share(accuracy, 1))
    return translate("DistancePlot", "{name}: {share} ± {error}%").format(
        name=_name(one), share=hundredths(accuracy, 1), error=hundredths(error, 1)
    )


def _sources(answers: list[Answers], room_px: float) -> str:
    """Where the points come from, as fully as there is room for."""
    measured = [one for one in answers if not one.recorded]
    trained = listed(_families([one for one in answers if one.recorded]))
    if not measured:
        text = translate(
            "DistancePlot", "from the files of {family}, which was trained to hold its judgement"
        ).format(family=trained)
        return whole_clauses(text, "caption", room_px)
    families = _families(measured)
    full = translate("DistancePlot", "measured: {count} opinions, ± standard error")
    if len(families) > 1:  # one alone has the line above
        full = translate("DistancePlot", "{families}, measured: {count} opinions, ± standard error")
    full = full.format(families=listed(families), count=measured[0].passages)
    if not trained:
        return full
    full += translate("DistancePlot", " · pale: from the files of {family}").format(family=trained)
    short = translate("DistancePlot", "measured, ± standard error · pale: {family}").format(family=trained)
    return full if width_px(full, "caption") <= room_px else short


def _absence() -> str:
    return translate("DistancePlot", "The figures in the files of the shipped networks are being read.")
