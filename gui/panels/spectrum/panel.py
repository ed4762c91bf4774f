"""In which directions the state is stretched or shrunk: by one step, and on average over the whole text."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter

from engine.shapes import Float
from gui.drawing.axes import LABEL_GAP_PX, Tick, paint_ticks, round_step
from gui.drawing.downsampling import Cells
from gui.drawing.ghost import outline_bars, same
from gui.drawing.ink import width_px, write, write_paragraph
from gui.drawing.numbers import figures, round_number
from gui.drawing.theme import NO_PEN
from gui.language import translate
from gui.panel import Hit, Panel, Table, untouched
from gui.panels.spectrum.spectra import Spectra, explained, growing, over_the_text, told
from gui.readings.judgement import last_known
from gui.scene import Moment, Scene

AXIS_PX = 34.0
BETWEEN_PX = 30.0
LEFT_SHARE = 0.4
LINE_PX = 16.0
NEAREST_PX = 14.0
LEAST_STEP = 0.5
EXPONENTS = (0.0, -math.inf, -1.0, 1.0, -0.5, 0.5, 2.0, -2.0, 3.0)  # the first ones matter most
WIDEST_BAR_PX = 7.0


@dataclass(frozen=True)
class _SpectrumPlaces:
    """Where things are: two plots of one height, a heading above each and a sentence below."""

    plots: tuple[QRectF, QRectF]
    top: float

    def y(self, factor: float) -> float:
        """The height of a factor."""
        plot = self.plots[0]
        return plot.bottom() - min(factor / self.top, 1.0) * plot.height()

    def above(self, side: int) -> QRectF:
        """The line over a plot, and over the room beside it."""
        plot = self.plots[side]
        return QRectF(plot.left(), plot.top() - LINE_PX - 3, plot.width() + BETWEEN_PX - 4, LINE_PX)

    def below(self, side: int) -> QRectF:
        """The line under a plot."""
        plot = self.plots[side]
        return QRectF(plot.left(), plot.bottom() + 5, plot.width() + side * AXIS_PX, LINE_PX)


class Spectrum(Panel):
    """Two spectra on one scale of factors: what is above 1 grows, what is below 1 shrinks.

    A singular value says what one step does to the direction that suits it; the next step has other ones. A
    Lyapunov exponent says what the steps of the run do one after the other.
    """

    NAME: ClassVar[str] = "spectrum"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (740, 230)
    HAS_BARS: ClassVar[bool] = True

    _kept: Spectra | None = None

    def needs(self, scene: Scene) -> frozenset[str]:
        """The Jacobians; any row of them will do."""
        return frozenset({"jacobians"})

    def title(self) -> str:
        """The heading."""
        return translate("Spectrum", "Stretched or shrunk")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """What a bar is."""
        return translate("Spectrum", "a bar for each direction: its factor per word; above 1 it grows")

    # Painting

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """What belongs to the whole text."""
        ghost = None if scene.untouched is None else scene.untouched.run.jacobians
        return scene.run.jacobians, ghost, scene.view.layer, scene.refusals.get("jacobians")

    def shows_ghost(self, scene: Scene, moment: Moment) -> bool:
        """Whether any factor was another one."""
        spectra, ghost, token = self._spectra(scene), _ghost(scene), _token(scene, moment)
        if spectra is None or ghost is None:
            return False
        was = _sigma_before(scene, token)
        moved = was is not None and token is not None and not same(was, spectra.sigma(token)).all()
        return moved or not same(ghost.growth, spectra.growth).all()

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the scale and the spectrum of the whole text, or why there is none."""
        spectra = self._spectra(scene)
        muted = self.theme.color("muted")
        if spectra is None:
            text = scene.refusals.get("jacobians") or translate("Spectrum", "computing")
            write_paragraph(painter, rect, text, "caption", muted)
            return
        places, ghost = _places(rect, _top(spectra, scene)), _ghost(scene)
        self._paint_scale(painter, places)
        self._paint_bars(painter, places, 1, spectra.growth, None if ghost is None else ghost.growth)
        text = translate("Spectrum", "exp(λ) of the Lyapunov exponents, T = {count}; λ₁ = {value}")
        text = text.format(count=scene.length, value=figures(float(spectra.exponents[0]), 2))
        write(painter, places.above(1), text, "caption", muted)
        outcome, below = over_the_text(spectra), places.below(1)
        role = (
            "text" if width_px(outcome, "text") <= below.width() else "caption"
        )  # a factor such as 1.8×10⁷²
        write(painter, below, outcome, role, self.theme.color("ink"))

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the spectrum of the last complete step."""
        spectra, token = self._spectra(scene), _token(scene, moment)
        if spectra is None:
            return
        places, muted = _places(rect, _top(spectra, scene)), self.theme.color("muted")
        if token is None:
            write(painter, places.above(0), _not_yet(), "caption", muted)
            return
        sigma = spectra.sigma(token)
        self._paint_bars(painter, places, 0, sigma, _sigma_before(scene, token))
        if token == moment.token:
            text = translate("Spectrum", "this step, “{word}”: its singular values")
        else:
            text = translate("Spectrum", "the step before, “{word}”: its singular values")
        write(painter, places.above(0), text.format(word=scene.trace.tokens[token][:24]), "caption", muted)
        write(painter, places.below(0), growing(sigma), "text", self.theme.color("ink"))

    def _spectra(self, scene: Scene) -> Spectra | None:
        """The spectra, kept while their record stays."""
        record, kept = scene.run.jacobians, self._kept
        if record is None:
            return None
        if kept is None or kept.jacobians is not record or kept.layer != scene.view.layer:
            self._kept = kept = Spectra(record, scene.view.layer)
        return kept

    def _paint_scale(self, painter: QPainter, places: _SpectrumPlaces) -> None:
        """Factors on the left, their logarithms on the right, and the line between growing and shrinking."""
        left, right = places.plots
        factors = _factors(left.height(), places.top)
        pens = ["muted" if value == 1 else "hairline" for value in factors]
        lines = [places.y(value) for value in factors]
        texts = map(round_number, factors)
        paint_ticks(painter, left, map(Tick, lines, texts, pens), self.theme)
        paint_ticks(
            painter, right, (Tick(y, "", pen) for y, pen in zip(lines, pens, strict=True)), self.theme
        )
        exponents = (
            (exponent, translate("Spectrum", "λ = 0") if exponent == 0 else round_number(exponent))
            for exponent in _exponents(places)
        )
        beside = (Tick(places.y(math.exp(exponent)), text, pen="") for exponent, text in exponents)
        paint_ticks(painter, right, beside, self.theme, on_right=True)

    def _paint_bars(
        self,
        painter: QPainter,
        places: _SpectrumPlaces,
        side: int,
        factors: Float[np.ndarray, " S"],
        ghost: Float[np.ndarray, " S"] | None,
    ) -> None:
        """A bar for each factor: what grows stands out."""
        plot = places.plots[side]
        cells = Cells(plot.left(), plot.width(), len(factors))
        wide = min(cells.pitch_px * 0.72, WIDEST_BAR_PX)
        painter.setPen(NO_PEN)
        for grows, color in ((True, "positive"), (False, "faint")):
            painter.setBrush(self.theme.color(color))
            chosen = np.flatnonzero(np.isfinite(factors) & ((factors > 1) == grows))
            bars = [
                QRectF(
                    cells.middle(index) - wide / 2, places.y(factor), wide, plot.bottom() - places.y(factor)
                )
                for index, factor in zip(chosen.tolist(), factors[chosen].tolist(), strict=True)
            ]
            painter.drawRects(bars)
        if ghost is not None:
            left = cells.middles(np.arange(len(factors))) - wide / 2
            unit, ink = plot.height() / places.top, self.theme.color("ink")
            ends = (
                plot.bottom() - np.where(np.isfinite(ghost), ghost, np.nan) * unit,
                plot.bottom() - factors * unit,
            )
            outline_bars(painter, left, wide, ends, plot.bottom(), ink, self.theme)
        painter.setPen(self.theme.pen("faint"))
        painter.drawLine(QLineF(plot.left(), plot.bottom(), plot.right(), plot.bottom()))

    # In numbers and words

    def hit_at(self, position: QPointF) -> Hit | None:
        """The direction under the mouse and its factor."""
        scene, moment = self.scene, self.moment
        spectra = self._spectra(scene) if scene is not None else None
        if scene is None or moment is None or spectra is None:
            return None
        places = _places(self.content_rect(self.logical_size()), _top(spectra, scene))
        for side, plot in enumerate(places.plots):
            if plot.contains(position):
                token = _token(scene, moment)
                if side == 0 and token is None:
                    return Hit(_not_yet())
                values = spectra.exponents if side else spectra.sigma(token or 0)
                index = Cells(plot.left(), plot.width(), len(values)).at(position.x())
                ghost = _ghost(scene)
                was = _sigma_before(scene, token) if side == 0 else None if ghost is None else ghost.exponents
                tip = told(side, index, values)
                if was is not None and not same(was[index], values[index]):
                    tip = f"{tip}\n{untouched(told(side, index, was))}"
                return Hit(tip)
            if places.above(side).united(places.below(side)).contains(position):
                return Hit(explained(side))
        return None

    def table(self, scene: Scene, moment: Moment) -> Table:
        """One row for each direction: its singular value at the last complete step, and its exponent."""
        columns, spectra = ("index", "sigma", "lyapunov"), self._spectra(scene)
        if spectra is None:
            return Table(columns, ())
        token, exponents = _token(scene, moment), spectra.exponents.tolist()
        sigma = [""] * len(exponents) if token is None else spectra.sigma(token).tolist()
        numbers, ghost = [sigma, exponents], _ghost(scene)
        if ghost is not None:
            was = _sigma_before(scene, token)
            numbers += [[""] * len(exponents) if was is None else was.tolist(), ghost.exponents.tolist()]
        added = () if ghost is None else ("sigma_untouched", "lyapunov_untouched")
        rows = zip(*numbers, strict=True)
        return Table((*columns, *added), tuple((index, *row) for index, row in enumerate(rows)))

    def summary(self, scene: Scene, moment: Moment) -> str:
        """Both spectra in a sentence."""
        spectra = self._spectra(scene)
        if spectra is None:
            return scene.refusals.get("jacobians") or translate("Spectrum", "computing")
        token = _token(scene, moment)
        if token is None:
            return over_the_text(spectra)
        text = translate("Spectrum", "The step at “{word}”: {growing}. {later}")
        return text.format(
            word=scene.trace.tokens[token][:24],
            growing=growing(spectra.sigma(token)),
            later=over_the_text(spectra),
        )


def _token(scene: Scene, moment: Moment) -> int | None:
    """The word whose step is shown: the last complete one; None within the first."""
    known = last_known(scene, moment)
    return None if known is None else known.token


def _ghost(scene: Scene) -> Spectra | None:
    """The spectra of the untouched run; None where they are not known."""
    record = None if scene.untouched is None else scene.untouched.run.jacobians
    return None if record is None else Spectra(record, scene.view.layer)


def _sigma_before(scene: Scene, token: int | None) -> Float[np.ndarray, " S"] | None:
    """The singular values of the same word's step in the untouched run."""
    ghost, place = _ghost(scene), None if scene.before is None else scene.before.at(token)
    return None if ghost is None or place is None else ghost.sigma(place)


def _top(spectra: Spectra, scene: Scene) -> float:
    """The end of the scale: it holds the ghosts as well."""
    ghost = _ghost(scene)
    return spectra.top if ghost is None else max(spectra.top, ghost.top)


def _not_yet() -> str:
    return translate("Spectrum", "this step is not computed yet")


def _places(rect: QRectF, top: float) -> _SpectrumPlaces:
    upper, lower = rect.top() + LINE_PX + 2, rect.bottom() - LINE_PX - 4
    written = map(round_number, _factors(lower - upper, top))
    axis_px = max([AXIS_PX, *(width_px(text, "caption") + LABEL_GAP_PX for text in written)])
    room = rect.width() - axis_px - AXIS_PX - BETWEEN_PX
    left = QRectF(rect.left() + axis_px, upper, room * LEFT_SHARE, lower - upper)
    right = QRectF(left.right() + BETWEEN_PX, upper, room * (1 - LEFT_SHARE), lower - upper)
    return _SpectrumPlaces((left, right), top)


def _factors(height_px: float, top: float) -> Sequence[float]:
    """Round factors for the scale, 1 among them if steps allow."""
    room = height_px / top
    step = max(LEAST_STEP, round_step(room, NEAREST_PX))
    marks = {round(step * count, 6) for count in range(int(top / step) + 1)}
    near = {mark for mark in marks if mark != 1 and abs(mark - 1) * room < NEAREST_PX}
    return sorted((marks - near) | {1.0})


def _exponents(places: _SpectrumPlaces) -> Sequence[float]:
    """The logarithms that are written: the first ones of those that have room."""
    chosen: list[float] = []
    for exponent in EXPONENTS:
        y, inside = places.y(math.exp(exponent)), math.exp(exponent) <= places.top
        if inside and all(abs(y - places.y(math.exp(other))) >= NEAREST_PX for other in chosen):
            chosen.append(exponent)
    return chosen
