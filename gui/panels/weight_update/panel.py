"""One step of learning on one weight: the rule with its numbers, and which words the gradient came from."""

from collections.abc import Hashable
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from gui.drawing.axes import Axis, paint_beyond
from gui.drawing.downsampling import Cells, strongest
from gui.drawing.ghost import outline_bars, paint_key, same
from gui.drawing.ink import CENTER, RIGHT, TOP_LEFT, write, write_paragraph
from gui.drawing.numbers import share
from gui.drawing.theme import LIGHT, Theme
from gui.drawing.typeset import advance_px, baseline, formula, write_pieces
from gui.drawing.word_axis import WordAxis, token_words
from gui.language import labelled, translate
from gui.panel import MARK_PX, Hit, Panel, Table, untouched
from gui.panels.weight_update.places import (
    CHIP_PX,
    Chip,
    UpdatePlaces,
    bars_of,
    chips_of,
    halves_cells,
    places_of,
    rate_rect,
)
from gui.panels.weight_update.rule import Rule, rule_of
from gui.panels.weight_update.words import (
    gradient_line,
    halves_tip,
    matrix_of,
    place_tip,
    rule_tip,
    sentence,
    span,
    told,
    told_fixed,
    word_tip,
)
from gui.readings.chosen_weight import chosen_weight
from gui.scene import Direction, Moment, Scene

VEIL = 0.74
LONGEST_WORD = 16
KEY_INSET_PX = 6.0  # the mark that stands for the ghosts begins where the texts below it do
ROW_PX = 13.0  # for what overflowed: the bars have little room


class WeightUpdate(Panel):
    """new weight = weight − rate × gradient, and the gradient as a sum over the words.

    A weight is used at every word, so each word adds to its gradient. Where little of the gradient reaches
    the early words, they hardly teach.
    """

    NAME: ClassVar[str] = "weight_update"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (360, 290)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._rule: Rule | None = None
        self._kept: tuple[Hashable, tuple[float, float, list[tuple[QRectF, float]]]] | None = None

    def needs(self, scene: Scene) -> frozenset[str]:
        """The gradient of the chosen weight."""
        return frozenset({"update"})

    def title(self) -> str:
        """The heading."""
        return translate("WeightUpdate", "One step of learning")

    def prepare(self, scene: Scene, moment: Moment) -> None:
        """Puts the numbers into the rule."""
        self._rule = rule_of(scene, moment)

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """The choice and the numbers; the reader's place only dims what is there."""
        choice = (chosen_weight(scene), scene.view.cell, scene.view.unit, scene.view.rate, scene.view.target)
        rule = self._rule
        numbers = None if rule is None else rule.numbers
        return (choice, numbers, scene.refusals.get("update"), scene.shown, "output" in scene.trace.arrays)

    # Painting

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints what can be chosen, the rule, and what each word adds."""
        places, rule = places_of(rect), self._rule
        for chip in chips_of(rect, scene, rule is not None):
            self._paint_chip(painter, chip)
        self._paint_place(painter, places.choice, scene)
        if rule is not None:
            self._paint_rule(painter, places, rule)
            self._paint_bars(painter, places.bars, rule, scene.shown)
            self._paint_halves(painter, places, rule)
            return
        where = QRectF(places.rule[0])
        where.setBottom(places.bars.bottom())
        text = scene.refusals.get("update") or translate("WeightUpdate", "computing")
        write_paragraph(painter, where, text, "text", self.theme.color("muted"), TOP_LEFT)

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints the veil over what the pass has not reached, and what the reader's word adds."""
        places, rule, token = places_of(rect), self._rule, moment.token
        columns, bars = _columns(places.bars, scene.shown), places.bars
        token_words(painter, places.words, scene.trace.tokens, token, columns, self.theme)
        if rule is None:
            return
        if moment.direction is Direction.BACKWARD and token > 0:
            color = QColor(self.theme.color("card"))
            color.setAlphaF(VEIL)
            for bar, _ in self._bars(bars, rule, scene.shown)[2][: columns.before(token)]:
                painter.fillRect(bar, color)
        if token in columns.shown:
            x = columns.middle(token)
            painter.setPen(self.theme.pen("faint"))
            painter.drawLine(QLineF(x, bars.bottom() + 1, x, places.words.top() + 1))
        text = translate("WeightUpdate", "“{word}”: {value}").format(
            word=scene.trace.tokens[token][:LONGEST_WORD], value=told(float(rule.added[token]), 2)
        )
        write(painter, places.caption, text, "caption", self.theme.color("ink"), RIGHT)

    def _paint_chip(self, painter: QPainter, chip: Chip) -> None:
        color = self.theme.symbol(chip.symbol) if chip.symbol else self.theme.color("ink")
        painter.setPen(self.theme.pen("faint" if chip.chosen else "hairline"))
        painter.setBrush(self.theme.color("highlight" if chip.chosen else "card"))
        painter.drawRoundedRect(chip.rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if not chip.symbol and "_" not in chip.text:
            write(painter, chip.rect, chip.text, "caption", color, CENTER)
            return
        role = "code_small_strong" if chip.chosen else "code_small"
        pieces = formula(chip.text, role, "code_subscript", lambda _name: color)
        middle = chip.rect.center()
        start = QPointF(middle.x() - advance_px(pieces) / 2, baseline(middle.y(), role))
        write_pieces(painter, start, pieces, chip.rect.width())

    def _paint_place(self, painter: QPainter, line: QRectF, scene: Scene) -> None:
        """From which unit or input to which unit the weight leads."""
        weight = chosen_weight(scene)
        where = line.adjusted(0, 0, -2 * CHIP_PX - 4, 0)
        text = f"{scene.view.unit} ← {'x' if weight.reads_input else 'h'} {weight.column}"
        write(painter, where, text, "caption", self.theme.color("ink"), RIGHT)

    def _paint_rule(self, painter: QPainter, places: UpdatePlaces, rule: Rule) -> None:
        """weight, minus rate times gradient, is new weight: numbers under numbers."""
        ink, (first, second, third) = self.theme.color("ink"), places.rule
        for line, name, value, role in (
            (first, translate("WeightUpdate", "weight"), rule.record.value, "text"),
            (third, translate("WeightUpdate", "new weight"), rule.shown_result, "strong"),
        ):
            write(painter, line, name, role, ink)
            write(painter, line, told_fixed(value, rule.decimals), "token", ink, RIGHT)
        write(painter, second, translate("WeightUpdate", "− rate"), "text", ink)
        beside = second.adjusted(rate_rect(second).right() - second.left() + 6, 0, 0, 0)
        write(painter, beside, translate("WeightUpdate", "× gradient"), "text", ink)
        shown = told_fixed(rule.change, rule.decimals) if rule.fits else told(rule.change, 2)
        color = self.theme.signed(rule.change) if rule.change else ink
        write(painter, second, shown, "token", color, RIGHT)
        painter.setPen(self.theme.pen("faint"))
        painter.drawLine(QLineF(third.left(), third.top() - 1, third.right(), third.top() - 1))
        if places.gradient.height():
            write(painter, places.gradient, gradient_line(rule), "caption", self.theme.color("muted"))

    def _paint_bars(self, painter: QPainter, rect: QRectF, rule: Rule, shown: range) -> None:
        """One bar for each word, up or down from 0."""
        zero, _, bars = self._bars(rect, rule, shown)
        for bar, value in bars:
            painter.fillRect(bar, self.theme.signed(value))
        self._paint_ghosts(painter, rect, rule, shown)
        columns, beyond = _columns(rect, shown), np.where(np.isfinite(rule.added), 0.0, np.inf)
        said = ("", translate("WeightUpdate", "∞ (overflow)"))
        marked = [(beyond, self.theme.color("ink"))]
        paint_beyond(painter, _axis(rect, rule), columns, marked, said, self.theme)
        painter.setPen(self.theme.pen("faint"))
        painter.drawLine(QLineF(rect.left(), zero, rect.right(), zero))

    def _paint_ghosts(self, painter: QPainter, rect: QRectF, rule: Rule, shown: range) -> None:
        """The outlines of what the words added in the untouched run."""
        if rule.ghost is None:
            return
        (zero, scale, bars), columns = self._bars(rect, rule, shown), _columns(rect, shown)
        values = strongest(rule.ghost[None, columns.part], 1, columns.shared)[0]
        left = np.array([bar.left() for bar, _ in bars])
        width = np.array([bar.width() for bar, _ in bars])
        now = zero - scale * np.array([value for _, value in bars])
        for side, color in ((values >= 0, "positive"), (values < 0, "negative")):
            ends = (zero - scale * values)[side], now[side]
            outline_bars(painter, left[side], width[side], ends, zero, self.theme.color(color), self.theme)

    def _bars(
        self, rect: QRectF, rule: Rule, shown: range
    ) -> tuple[float, float, list[tuple[QRectF, float]]]:
        """Where 0 is, the height of 1, and the bars with their values; in one pixel the strongest word's."""
        key = (rule.numbers, shown, rect.getRect())
        if self._kept is None or self._kept[0] != key:
            made = bars_of(_axis(rect, rule).plot, rule.added, _columns(rect, shown), rule.ghost)
            self._kept = key, made
        return self._kept[1]

    def _paint_halves(self, painter: QPainter, places: UpdatePlaces, rule: Rule) -> None:
        """What the early and the late words add, and their part of the whole matrix's gradient."""
        ink, muted = self.theme.color("ink"), self.theme.color("muted")
        caption = translate("WeightUpdate", "what each word adds")
        write(painter, places.caption, caption, "caption", muted)
        if rule.ghost is not None and not same(rule.ghost, rule.added).all():
            key = places.headings.translated(-KEY_INSET_PX, 0)
            paint_key(painter, key, self.theme, outlined=True)
            write(painter, key.adjusted(MARK_PX, 0, 0, 0), untouched(), "caption", muted)
        _, over_added, over_share = halves_cells(places.headings)
        write(painter, over_added, translate("WeightUpdate", "this weight"), "caption", muted, RIGHT)
        of_all = translate("WeightUpdate", "all of {matrix}").format(matrix=matrix_of(rule))
        write(painter, over_share, of_all, "caption", muted, RIGHT)
        for half, line in zip(rule.halves(), places.halves, strict=False):
            name, of_added, of_share = halves_cells(line)
            write(painter, name, span(half), "caption", ink)
            write(painter, of_added, told(half.added, 2), "caption", ink, RIGHT)
            write(painter, of_share, share(half.share), "caption", ink, RIGHT)

    # Pointing, in numbers and words

    def hit_at(self, position: QPointF) -> Hit | None:
        """What can be chosen, what the numbers are, and the word under the mouse."""
        scene, moment, rule = self.scene, self.moment, self._rule
        if scene is None or moment is None:
            return None
        rect = self.content_rect(self.logical_size())
        places = places_of(rect)
        for chip in chips_of(rect, scene, rule is not None):
            if chip.rect.contains(position):
                return chip.hit
        if places.choice.contains(position):
            return Hit(place_tip(chosen_weight(scene), scene))
        if rule is None:
            return None
        if any(line.contains(position) for line in (*places.rule, places.gradient)):
            return Hit(rule_tip(rule, scene))
        if places.bars.united(places.words).contains(position):
            token = _columns(places.bars, scene.shown).at(position.x())
            return Hit(word_tip(rule, scene, token), scene.complete(token, moment.direction))
        return Hit(halves_tip(rule)) if any(line.contains(position) for line in places.halves) else None

    def word_axis(self, rect: QRectF, scene: Scene) -> WordAxis | None:
        """The words across, under the bars."""
        places = places_of(rect)
        return WordAxis(places.bars, places.words, _columns(places.bars, scene.shown))

    def table(self, scene: Scene, moment: Moment) -> Table:
        """The rule in every row, and for each word up to τ what it adds to the weight and to the matrix."""
        columns = ("token_index", "token", "gradient", "norm_of_matrix", "weight", "rate", "new_weight")
        rule = rule_of(scene, moment)
        if rule is None:
            return Table(columns, ())
        numbers = (rule.record.value, rule.rate, rule.new_value)
        norms = abs(rule.factor) * rule.record.norm_per_token
        rows = zip(scene.trace.tokens[: rule.record.at + 1], rule.added, norms, strict=True)
        found = [
            (token, word, float(added), float(norm), *numbers)
            for token, (word, added, norm) in enumerate(rows)
        ]
        if rule.ghost is None:
            return Table(columns, tuple(found))
        pairs = zip(found, rule.ghost.tolist(), strict=True)
        return Table((*columns, "gradient_untouched"), tuple((*row, was) for row, was in pairs))

    def summary(self, scene: Scene, moment: Moment) -> str:
        """The picture in one sentence."""
        rule, weight = rule_of(scene, moment), chosen_weight(scene)
        if rule is None:
            absence = scene.refusals.get("update") or translate("WeightUpdate", "computing")
            return labelled(place_tip(weight, scene), absence)
        return sentence(rule, weight, scene)


def _columns(bars: QRectF, shown: range) -> Cells:
    return Cells.of(bars.left(), bars.width(), shown)


def _axis(rect: QRectF, rule: Rule) -> Axis:
    """The room of the bars, and a row for what is no finite number where there is one."""
    return Axis.within(rect, (0.0, 1.0), overflow=not np.isfinite(rule.added).all(), row_px=ROW_PX)
