"""The memory over the whole text: a heatmap of tokens × units, and the selected unit's curve under it."""

import math
from collections.abc import Hashable
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF
from PySide6.QtWidgets import QWidget

from engine.record.gates import QUANTITIES
from gui.drawing.axes import paint_ticks
from gui.drawing.downsampling import strongest
from gui.drawing.ink import (
    LEFT,
    RIGHT,
    image_of,
    unread_colors,
    value_colors,
    value_frame,
    value_key,
    width_px,
    write,
)
from gui.drawing.numbers import number, round_number
from gui.drawing.plotting import Canvas, Curve, PlotView, dot, paint_tiles
from gui.drawing.theme import LIGHT, NO_BRUSH, NO_PEN, Theme
from gui.drawing.word_axis import WordAxis, token_words
from gui.language import say, translate
from gui.panel import Hit, Panel, Table
from gui.panels.state_plot.layout import StatePlaces, States
from gui.scene import Direction, Moment, Scene

LABEL_PX = 14.0
KEY_PX, KEY_WIDTH_PX, KEY_GAP_PX = 7.0, (8.0, 40.0), 4.0
BETWEEN_TEXTS_PX = 12.0
THINNEST_BOX_PX = 3.0


class StatePlot(Panel):
    """Shows c (LSTM) or h (RNN, GRU) over tokens and units, and where the reader is in it."""

    NAME: ClassVar[str] = "state_plot"
    EXPORT_SIZE_PX: ClassVar[tuple[int, int]] = (420, 380)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._states: States | None = None
        self._placed: tuple[tuple[States, QRectF], StatePlaces] | None = None
        self._tiles: tuple[object, tuple[QImage, QImage]] | None = None
        self._whole, self._so_far = Canvas(), Canvas()  # what stays, and what grows with the moment
        self._whole_view, self._past_view = PlotView(), PlotView()
        self._future, self._past = Curve(self._whole_view), Curve(self._past_view)
        self._ghost = Curve(self._whole_view)
        self._whole.add(self._whole_view)
        self._so_far.add(self._past_view)

    def title(self) -> str:
        """The heading: which state it is."""
        if self.scene is None:
            return translate("StatePlot", "State, word by word")
        if shown_symbol(self.scene) == "c":
            return translate("StatePlot", "Cell state, word by word")
        return translate("StatePlot", "Hidden state, word by word")

    def subtitle(self, scene: Scene, moment: Moment) -> str:
        """The symbol and the number of units."""
        return translate("StatePlot", "{symbol}, {units} units").format(
            symbol=shown_symbol(scene), units=scene.trace.hidden_size
        )

    def prepare(self, scene: Scene, moment: Moment) -> None:
        """Looks up the states; they stay until the text, the cell, the layer or the range changes."""
        now = States.of(scene, shown_symbol(scene))
        if not now.same_as(self._states):
            self._states, self._tiles = now, None

    def shows_ghost(self, scene: Scene, moment: Moment) -> bool:
        """Whether the selected unit was another one."""
        return self._states is not None and self._states.ghost_of(scene.view.unit) is not None

    def ground_key(self, scene: Scene, moment: Moment) -> Hashable:
        """The states, the unit, and the token that this step has not computed, if there is one."""
        return self._states, scene.view.unit, None if reached(scene, moment) else moment.token

    def paint_ground(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """The whole text as if nothing had been read yet, and its scales."""
        states, places = self._laid_out(rect, scene)
        columns, here = places.columns, moment.token
        unread = self._images(places, states)[1]
        if not reached(scene, moment) and columns.shared == 1 and here in columns.shown:
            unread = unread.copy()  # the step has not computed it: clear
            for row in range(unread.height()):
                unread.setPixelColor(here - columns.first, row, QColor(Qt.GlobalColor.transparent))
        paint_tiles(painter, _tiled(places), unread, unread.width())
        self._arrange_whole(rect.topLeft(), places, states, scene, moment)
        paint_ticks(painter, places.curve, states.ticks(places.curve, scene.view.unit), self.theme)
        self._whole.paint(painter, rect)
        value_frame(painter, places.heat, self.theme)
        self._paint_key(painter, places, states)
        self._paint_units(painter, places, scene.view.unit)

    def paint_content(self, painter: QPainter, rect: QRectF, scene: Scene, moment: Moment) -> None:
        """Paints what has been read, and where the reader is in it."""
        states, places = self._laid_out(rect, scene)
        done, columns = reached(scene, moment), places.columns
        seen = scene.tau(moment)  # in the backward pass, all up to its start is read
        read = columns.reached(seen + done)
        if read:
            paint_tiles(painter, _tiled(places), self._images(places, states)[0], read)
        reach = states.reaches[scene.view.unit]
        curve, limits = places.curve.translated(-rect.topLeft()), (-reach, reach)
        self._past_view.place(curve, columns.ends, limits)
        values = states.values[: seen + done, scene.view.unit]
        self._past.show_points(*columns.outline(values), self.theme.pen("ink", 1.8))
        self._so_far.paint(painter, rect)
        self._paint_row(painter, places, scene.view.unit)
        if moment.token in columns.shown:
            self._paint_playhead(painter, places, moment.token)
        self._paint_value(painter, places, states, scene, moment, done)
        token_words(painter, places.words, scene.trace.tokens, moment.token, places.columns, self.theme)

    def _laid_out(self, rect: QRectF, scene: Scene) -> tuple[States, StatePlaces]:
        if self._states is None:
            raise RuntimeError("a panel is drawn before it is painted")
        key = self._states, rect
        if self._placed is None or self._placed[0] != key:
            self._placed = key, self._states.places(rect)
        return self._states, self._placed[1]

    def hit_at(self, position: QPointF) -> Hit | None:
        """The token and the unit under the mouse; in the curve the selected unit."""
        scene, moment, states = self.scene, self.moment, self._states
        if scene is None or moment is None or states is None:
            return None
        places = states.places(self.content_rect(self.logical_size()))
        if key_rect(places, states).contains(position):
            return Hit(_key_tip(states, places))
        if not places.heat.united(places.curve).contains(position):
            return None
        in_heat = position.y() < places.heat.bottom()
        token = places.columns.at(position.x())
        unit = places.rows.at(position.y()) if in_heat else scene.view.unit
        value = states.written(token, unit)
        if token == moment.token and not reached(scene, moment):
            value = translate("StatePlot", "not computed yet")
        tip = translate("StatePlot", "word {position}, “{word}”\nunit {unit}: {symbol} = {value}").format(
            position=token + 1, word=scene.trace.tokens[token], unit=unit, symbol=states.symbol, value=value
        )
        return Hit(tip, scene.complete(token, moment.direction), unit if in_heat else None)

    def word_axis(self, rect: QRectF, scene: Scene) -> WordAxis | None:
        """The words across, of the heatmap and of the curve."""
        if self._states is None:
            return None
        places = self._states.places(rect)
        return WordAxis(places.heat.united(places.curve), places.words, places.columns)

    def table(self, scene: Scene, moment: Moment) -> Table:
        """One row for each token, one column for each unit; empty where this step has not computed it yet."""
        symbol = shown_symbol(scene)
        states, units = States.of(scene, symbol), range(scene.trace.hidden_size)
        names = [f"{symbol}_{unit}" for unit in units]
        values = states.values
        if states.ghost is not None:
            values = np.concatenate([values, states.ghost], axis=1)
            names += [f"{name}_untouched" for name in names]
        rows: list[tuple[str | int | float, ...]] = []
        for token, word in enumerate(scene.trace.tokens):
            empty = token == moment.token and not reached(scene, moment)
            rows.append((token, word, *([""] * values.shape[1] if empty else values[token].tolist())))
        return Table(("token_index", "token", *names), tuple(rows))

    def summary(self, scene: Scene, moment: Moment) -> str:
        """The picture in one sentence."""
        symbol, token = shown_symbol(scene), moment.token
        if reached(scene, moment):
            state = scene.trace.values(symbol, scene.view.layer)[token]
            when = translate("StatePlot", "{state} after word {position}, “{word}”")
        else:
            state = scene.trace.before(symbol, scene.view.layer, token)
            when = translate("StatePlot", "{state} before word {position}, “{word}”")
        what = translate("StatePlot", "unit {unit} is {value}, all {units} units are from {low} to {high}")
        when = when.format(
            state=say(QUANTITIES[symbol].label).capitalize(),
            position=token + 1,
            word=scene.trace.tokens[token],
        )
        what = what.format(
            unit=scene.view.unit,
            value=number(float(state[scene.view.unit])),
            units=len(state),
            low=number(float(state.min())),
            high=number(float(state.max())),
        )
        return translate("StatePlot", "{when}: {what}.").format(when=when, what=what)

    # Its curves and tiles

    def _arrange_whole(
        self, origin: QPointF, places: StatePlaces, states: States, scene: Scene, moment: Moment
    ) -> None:
        """Puts the items of the ground where they are."""
        columns, curve = places.columns, places.curve.translated(-origin)
        reach = states.reaches[scene.view.unit]
        self._whole_view.place(curve, columns.ends, (-reach, reach))
        known = states.values[:, scene.view.unit].copy()
        if not reached(scene, moment):
            known[moment.token] = np.nan  # a gap: this step has not computed it yet
        self._future.show_points(*columns.outline(known), self.theme.pen("faint", 1.2))
        ghost = states.ghost_of(scene.view.unit)
        self._ghost.visible = ghost is not None
        if ghost is not None:
            ghost = np.where(np.isnan(known), np.nan, ghost)
            self._ghost.show_points(*columns.outline(ghost), self.theme.ghost_pen(self.theme.color("ink")))

    def _images(self, places: StatePlaces, states: States) -> tuple[QImage, QImage]:
        """The states as coloured tiles: as they are when read, and in grey as they are before."""
        columns, rows = places.columns, places.rows
        key = (states, columns.shown, columns.shared, rows.shared, self.theme)
        if self._tiles is None or self._tiles[0] != key:
            shrunk = strongest(states.values[columns.part].T, rows.shared, columns.shared)
            read, unread = (
                image_of(colors(shrunk, self.theme, states.limit)) for colors in (value_colors, unread_colors)
            )
            self._tiles = (key, (read, unread))
        return self._tiles[1]

    # Ink on top

    def _paint_key(self, painter: QPainter, places: StatePlaces, states: States) -> None:
        """The colours, and the values at their ends, at the right between the two plots."""
        key, (low, high) = laid_out_key(places, states)
        whole, muted = key_rect(places, states), self.theme.color("muted")
        write(painter, whole, low, "caption", muted, LEFT, elide=False)
        write(painter, whole, high, "caption", muted, RIGHT, elide=False)
        value_key(painter, key, self.theme)

    def _paint_units(self, painter: QPainter, places: StatePlaces, selected: int) -> None:
        """Numbers beside the rows: the first, the last, and the selected one with its mark."""
        heat, middle, last = places.heat, places.rows.middle(selected), places.rows.count - 1

        def label(y: float, unit: int, role: str, color: str) -> None:
            left = heat.left() - places.gutter_px
            rect = QRectF(left, y - LABEL_PX / 2, places.gutter_px - 9, LABEL_PX)
            write(painter, rect, str(unit), role, self.theme.color(color), RIGHT)

        for unit, y in ((0, heat.top() + LABEL_PX / 2 - 1), (last, heat.bottom() - LABEL_PX / 2 + 1)):
            if abs(y - middle) > LABEL_PX - 1:
                label(y, unit, "caption", "muted")
        label(middle, selected, "strong", "ink")
        painter.setPen(NO_PEN)
        painter.setBrush(self.theme.color("ink"))
        tip = QPointF(heat.left() - 1.5, middle)
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-5, -3.5), tip + QPointF(-5, 3.5)]))

    def _paint_row(self, painter: QPainter, places: StatePlaces, selected: int) -> None:
        """Lines around the row of the selected unit."""
        heat, middle = places.heat, places.rows.middle(selected)
        half = max(places.rows.pitch_px / 2, 1.0) + 0.5
        painter.setPen(self.theme.pen("muted", 0.75))
        for y in (middle - half, middle + half):
            painter.drawLine(QLineF(heat.left(), y, heat.right(), y))

    def _paint_playhead(self, painter: QPainter, places: StatePlaces, token: int) -> None:
        """A box around the current column, and a line through the curve under it."""
        x, width = places.columns.middle(token), places.columns.pitch_px
        painter.setPen(self.theme.pen("faint"))
        painter.drawLine(QLineF(x, places.curve.top(), x, places.curve.bottom()))
        painter.setPen(self.theme.pen("ink", 1.5))
        painter.setBrush(NO_BRUSH)
        top, bottom = places.heat.top() - 1.5, places.heat.bottom() + 1.5
        if width < THINNEST_BOX_PX:
            painter.drawLine(QLineF(x, top, x, bottom))
        else:
            painter.drawRoundedRect(QRectF(x - width / 2 - 0.75, top, width + 1.5, bottom - top), 2, 2)

    def _paint_value(
        self, painter: QPainter, places: StatePlaces, states: States, scene: Scene, moment: Moment, done: bool
    ) -> None:
        """The selected unit's value: a dot on its curve, and in words above it."""
        curve = places.curve
        if done:
            at, value = float(moment.token), float(states.values[moment.token, scene.view.unit])
            text = states.written(moment.token, scene.view.unit)
        else:
            before = scene.trace.before(states.symbol, scene.view.layer, moment.token)
            at, value = max(moment.token - 1.0, places.columns.ends[0]), float(before[scene.view.unit])
            text = states.written(moment.token - 1, scene.view.unit) if moment.token else number(value)
        columns = places.columns
        seen = moment.token - (not done) in columns.shown or moment.token == 0  # 0: from the initial state
        if math.isfinite(value) and seen and moment.token in columns.shown:
            y = curve.center().y() - value / (2 * states.reaches[scene.view.unit]) * curve.height()
            place = QPointF(places.columns.middle(at), y)
            dot(painter, place, self.theme.color("ink"), self.theme, hollow=not done)
        line = _line_between(places)
        line.setRight(key_rect(places, states).left() - 2)
        texts = [_value_text(scene.view.unit, each, done=done) for each in (text, number(value))]
        if not done:  # which unit says its row
            texts.append(translate("StatePlot", "before: {value}").format(value=number(value)))
        text = next((each for each in texts if width_px(each, "caption") <= line.width()), texts[-1])
        write(painter, line, text, "caption", self.theme.color("ink"))
        note = _shared(places)
        line.setLeft(line.left() + width_px(text, "caption") + BETWEEN_TEXTS_PX)
        if note and width_px(note, "caption") <= line.width():  # otherwise the key's tip says it
            write(painter, line, note, "caption", self.theme.color("muted"))


def _line_between(places: StatePlaces) -> QRectF:
    """The line of text between the two plots."""
    return QRectF(places.curve.left(), places.curve.top() - LABEL_PX - 3, places.curve.width(), LABEL_PX)


def key_rect(places: StatePlaces, states: States) -> QRectF:
    """The room of the key with the numbers at its ends."""
    key, ends = laid_out_key(places, states)
    line = _line_between(places)
    line.setLeft(key.left() - (width_px(ends[0], "caption") + KEY_GAP_PX if ends[0] else 0.0))
    return line


def laid_out_key(places: StatePlaces, states: States) -> tuple[QRectF, tuple[str, str]]:
    """Where the colours stand, and what at their ends.

    The key is shorter where the value beside it needs the room, and has one number for both ends where there
    is hardly any.
    """
    line, (low, high) = _line_between(places), states.scale.ends
    widest = _value_text(len(states.reaches) - 1, number(-states.farthest), done=False)
    room = line.width() - width_px(widest, "caption") - BETWEEN_TEXTS_PX
    around = width_px(low, "caption") + KEY_GAP_PX
    if room - around - width_px(high, "caption") - KEY_GAP_PX < KEY_WIDTH_PX[0]:
        low, high, around = "", f"±{round_number(states.limit)}", 0.0
    room -= width_px(high, "caption") + KEY_GAP_PX
    wide = min(max(room - around, KEY_WIDTH_PX[0]), KEY_WIDTH_PX[1])
    right = line.right() - width_px(high, "caption") - KEY_GAP_PX
    return QRectF(right - wide, line.center().y() - KEY_PX / 2, wide, KEY_PX), (low, high)


def _value_text(unit: int, value: str, *, done: bool) -> str:
    """A unit's value, or the one from before this step."""
    template = (
        translate("StatePlot", "unit {unit}: {value}")
        if done
        else translate("StatePlot", "unit {unit} before: {value}")
    )
    return template.format(unit=unit, value=value)


def _shared(places: StatePlaces) -> str:
    """What a pixel shows where several values share it; empty where none do."""
    shared = places.columns.shared * places.rows.shared
    return translate("StatePlot", "pixel: strongest of {count}").format(count=shared) if shared > 1 else ""


def _tiled(places: StatePlaces) -> QRectF:
    """Where all tiles lie together; the last ones may reach a little further than the heatmap."""
    columns, rows = places.columns, places.rows
    width = columns.pixels * columns.shared * columns.pitch_px
    return QRectF(places.heat.topLeft(), QSizeF(width, rows.pixels * rows.shared * rows.pitch_px))


def _key_tip(states: States, places: StatePlaces) -> str:
    whose = translate(
        "StatePlot",
        "One scale for each network, whatever it reads: 99 of 100 values in its test texts are within "
        "±{limit}; larger ones have the full colour.",
    )
    if not states.trace.provenance.state_sizes:
        whose = translate(
            "StatePlot",
            "One scale for each network: 99 of 100 values in the first text that it read are within "
            "±{limit}; larger ones have the full colour.",
        )
    lines = (
        translate(
            "StatePlot",
            "Square-root colours: they go with the square root of the value, so that small values can be "
            "seen beside large ones.\nGrey: not read yet.",
        ),
        whose.format(limit=round_number(states.limit)),
        translate("StatePlot", "The curve has a scale of its own, that of the selected unit."),
        _shared(places),
    )
    return "\n".join(line for line in lines if line)


def shown_symbol(scene: Scene) -> str:
    """The memory of the cell: c where there is one, h otherwise."""
    return "c" if "c" in scene.definition.states else "h"


def reached(scene: Scene, moment: Moment) -> bool:
    """Whether this step has computed its state; on the way back all of the forward pass is known."""
    return moment.direction is Direction.BACKWARD or moment.stage >= scene.stage_of(shown_symbol(scene))
