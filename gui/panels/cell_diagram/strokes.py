"""Wires, boxes and circles, and the highlight that travels along the wires of the active stage."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen, QPolygonF

from engine.cells.lstm import COUPLED
from engine.record.gates import QUANTITIES
from gui.drawing.ink import cap_px, width_px
from gui.drawing.numbers import number
from gui.drawing.theme import NO_BRUSH, NO_PEN
from gui.drawing.typeset import Piece, advance_px, formula, write_pieces
from gui.language import say, translate
from gui.panels.cell_diagram.flow import Standing, share_of
from gui.panels.cell_diagram.parts import Kind, Part
from gui.panels.cell_diagram.routes import Route
from gui.panels.cell_diagram.sheet import Sheet
from gui.readings.made_by import held_at, held_everywhere, stages_at
from gui.readings.part_words import function_name

AHEAD = 0.35  # how much of its colour an active wire has before the highlight has come by
DOT_PX = 4.5
ARROW_PX = 7.0
BOX_RADIUS_PX = 5.0


def paint_wires(sheet: Sheet, standing: Standing) -> None:
    """The wires that wait, or those that are done; the active ones come with the highlight."""
    routes = [route for route in sheet.layout.routes if sheet.standing(route) is standing]
    for heavy in (False, True):
        color = sheet.theme.color("faint")
        if standing is Standing.DONE:
            color = sheet.theme.color("ink" if heavy else "muted")
        pen, heads = _wire_pen(color, 1.0), QPainterPath()
        for route in routes:
            if route.heavy is heavy:
                width = sheet.wire_px(route, standing)
                pen.setWidthF(width)
                sheet.painter.setPen(pen)
                sheet.painter.drawPolyline(route.whole)
                if route.pointed:
                    heads.addPolygon(_head(sheet, route, width, standing))
                    heads.closeSubpath()
        sheet.painter.fillPath(heads, color)  # at once, as there may be thirty of them in every frame


def paint_ends(sheet: Sheet) -> None:
    """The arrowheads where wires leave the picture; in the backward pass they have heads of their own."""
    for part in sheet.layout.drawing.parts:
        if part.kind is Kind.PORT and part.x > 0 and not sheet.layout.drawing.backward:
            _paint_arrow(sheet, part)


def paint_highlight(sheet: Sheet) -> None:
    """The wires of the active stage: full behind the highlight, pale before it."""
    if sheet.timetable is None:
        return
    heads = []
    for route, start, end in sheet.timetable.routes:
        if sheet.standing(route) is Standing.PENDING:
            continue  # nothing travels there: there is no step before the first word's
        share = share_of((start, end), sheet.phase)
        reached = share * route.length
        if share < 1:
            _paint_lit(sheet, route, reached, route.length, AHEAD)
        if share > 0:
            _paint_lit(sheet, route, 0, reached)
        if 0 < share < 1:
            heads.append((route, reached))
    for route, reached in heads:
        sheet.painter.setPen(sheet.theme.pen("card", 1.5))
        sheet.painter.setBrush(sheet.theme.symbol(route.wire.symbol))
        sheet.painter.drawEllipse(route.at(reached), DOT_PX, DOT_PX)


def paint_nodes(sheet: Sheet, active: bool) -> None:
    """Boxes, circles and forks: those of the active stage, or all others."""
    if active and sheet.so_far.calm:
        return
    painters = {
        Kind.FUNCTION: _paint_function,
        Kind.OPERATOR: _paint_operator,
        Kind.MATRIX: _paint_matrix,
        Kind.JUNCTION: _paint_junction,
    }
    for part in sheet.layout.drawing.parts:
        if part.kind in painters and (sheet.so_far.of(part.stage) is Standing.ACTIVE) is active:
            painters[part.kind](sheet, part)


def paint_sums(sheet: Sheet) -> None:
    """What the operators did for the selected unit, beside them."""
    for part in sheet.layout.drawing.parts:
        if part.aside and sheet.so_far.known(part):
            middle = sheet.layout.rects[part.name].center()
            x = middle.x() + part.aside.x * sheet.layout.stretch
            y = sheet.label_line(part.aside.row) if part.aside.row else middle.y()
            sheet.aside(_sum(sheet, part), x, y, part.aside)


def _paint_lit(sheet: Sheet, route: Route, start: float, end: float, strength: float = 1.0) -> None:
    color = QColor(sheet.theme.symbol(route.wire.symbol))
    color.setAlphaF(strength)
    width = sheet.wire_px(route, Standing.ACTIVE)
    if start < route.shaft:
        sheet.painter.setPen(_wire_pen(color, width))
        sheet.painter.drawPolyline(route.between(start, min(end, route.shaft)))
    if route.pointed and end >= route.length:
        sheet.painter.setPen(NO_PEN)
        sheet.painter.setBrush(color)
        sheet.painter.drawPolygon(_head(sheet, route, width, Standing.ACTIVE))
        sheet.painter.setBrush(NO_BRUSH)


def _head(sheet: Sheet, route: Route, width_px: float, standing: Standing) -> QPolygonF:
    """The arrowhead of a wire: which way it carries."""
    wide = sheet.layout.drawing.backward and standing is not Standing.PENDING
    return route.head_around(width_px) if wide else route.head


def _wire_pen(color: QColor, width_px: float) -> QPen:
    return QPen(color, width_px, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)


def _paint_arrow(sheet: Sheet, part: Part) -> None:
    standing = sheet.so_far.of(part.stage)
    tip = sheet.layout.rects[part.name].center()
    sheet.painter.setPen(NO_PEN)
    sheet.painter.setBrush(sheet.theme.color("faint" if standing is Standing.PENDING else "ink"))
    sheet.painter.drawPolygon(
        QPolygonF([tip, tip + QPointF(-ARROW_PX, -0.6 * ARROW_PX), tip + QPointF(-ARROW_PX, 0.6 * ARROW_PX)])
    )


def _paint_function(sheet: Sheet, part: Part) -> None:
    rect = sheet.layout.rects[part.name]
    _paint_filling(sheet, part, lambda color: _write_function(sheet, part, rect, color))


def _paint_filling(sheet: Sheet, part: Part, write: Callable[[QColor], None]) -> None:
    """A box with writing; while its stage is active, it fills as the highlight passes it.

    The highlight comes from below, in the backward pass from above.
    """
    painter, theme = sheet.painter, sheet.theme
    standing, filled = sheet.so_far.of(part.stage), sheet.filled(part)
    rect = sheet.layout.rects[part.name].adjusted(0.7, 0.7, -0.7, -0.7)
    own = theme.symbol(part.symbol)
    pending = standing is Standing.PENDING
    if filled < 1:
        painter.setPen(QPen(theme.color("faint") if pending else own, 1.4))
        painter.setBrush(NO_BRUSH)
        painter.drawRoundedRect(rect, BOX_RADIUS_PX, BOX_RADIUS_PX)
        write(theme.color("muted") if pending else own)
    if filled > 0:
        painter.save()
        if filled < 1:
            passed = filled * rect.height()
            down = sheet.layout.drawing.backward
            painter.setClipRect(
                rect.adjusted(-1, -1, 1, passed - rect.height())
                if down
                else rect.adjusted(-1, rect.height() - passed, 1, 1)
            )
        painter.setPen(QPen(own, 1.4))
        painter.setBrush(own)
        painter.drawRoundedRect(rect, BOX_RADIUS_PX, BOX_RADIUS_PX)
        write(theme.color("card"))
        painter.restore()


def _write_function(sheet: Sheet, part: Part, rect: QRectF, color: QColor) -> None:
    strong, plain, does = sheet.role("strong"), sheet.role("caption"), _written_in(sheet, part)
    name, space = "", 0.0
    if part.symbol in QUANTITIES:
        room = rect.width() - 10 - width_px(does, strong) - 6
        names = [say(QUANTITIES[part.symbol].label), function_name(part.symbol)]
        name = next((text for text in names if width_px(text, plain) <= room), "")
        space = 6.0 if name else 0.0
    left = rect.center().x() - (width_px(does, strong) + space + width_px(name, plain)) / 2
    sheet.text(does, left, rect.center().y(), strong, color)
    if name:
        sheet.text(name, left + width_px(does, strong) + space, rect.center().y(), plain, color)


def _written_in(sheet: Sheet, part: Part) -> str:
    """What a box does; where the reader holds all that it makes, that, and nothing else."""
    if held_everywhere(sheet.scene, sheet.readings.token, part.symbol):
        return translate("Held", "held")
    made = {stage.symbol: stage for stage in stages_at(sheet.scene, sheet.readings.token)}[part.stage]
    return "1 − f" if made is COUPLED and part.text == "σ" else part.text


def _paint_operator(sheet: Sheet, part: Part) -> None:
    painter, theme = sheet.painter, sheet.theme
    rect, filled = sheet.layout.rects[part.name], sheet.filled(part)
    pending = sheet.so_far.of(part.stage) is Standing.PENDING
    own = theme.symbol(part.symbol)
    radius = rect.width() / 2 - 0.7
    painter.setPen(QPen(theme.color("faint") if pending else own, 1.4))
    painter.setBrush(NO_BRUSH)
    painter.drawEllipse(rect.center(), radius, radius)
    if filled > 0:
        painter.setPen(NO_PEN)
        painter.setBrush(own)
        painter.drawEllipse(rect.center(), filled * radius, filled * radius)
    sign = theme.color("muted") if pending else theme.color("card") if filled > 0.5 else own
    _paint_sign(sheet, part.text, rect, sign)


def _sum(sheet: Sheet, part: Part) -> str:
    """What an operator does for the selected unit, in numbers."""
    unit = sheet.scene.view.unit
    held = held_at(sheet.scene, sheet.readings.token).get(part.symbol)
    if held is not None and not np.isnan(held[unit]):
        return translate("Held", "{equation} held").format(equation=part.symbol)
    values = [float(sheet.readings[symbol][unit]) for symbol in sheet.layout.drawing.comes_to[part.name]]
    text = number(values[0])
    for value in values[1:]:
        if part.text == "+":
            text += f" − {number(-value)}" if value < 0 else f" + {number(value)}"
        else:
            text += f" × {number(value)}"
    return text


def _paint_sign(sheet: Sheet, text: str, rect: QRectF, color: QColor) -> None:
    """The signs of arithmetic as strokes, so that they sit exactly in the middle."""
    center, reach = rect.center(), rect.width() * 0.22
    sheet.painter.setPen(QPen(color, 1.6))
    if text == "+":
        sheet.painter.drawLine(center - QPointF(reach, 0), center + QPointF(reach, 0))
        sheet.painter.drawLine(center - QPointF(0, reach), center + QPointF(0, reach))
    else:
        sheet.painter.setBrush(color)
        sheet.painter.setPen(NO_PEN)
        sheet.painter.drawEllipse(center, 2.4, 2.4)


def _paint_matrix(sheet: Sheet, part: Part) -> None:
    rect = sheet.layout.rects[part.name]
    stage = next(stage for stage in sheet.scene.definition.stages if stage.symbol == part.stage)
    room = rect.width() - 16
    role = "code" if sheet.layout.sizes.large else "code_small"

    def write(color: QColor) -> None:
        pieces, taken = _equation(sheet.readings.equation(stage), role, color.rgba())
        start = rect.center().x() - min(taken, room) / 2
        write_pieces(sheet.painter, QPointF(start, rect.center().y() + cap_px(role) / 2 - 1), pieces, room)

    _paint_filling(sheet, part, write)


@lru_cache(maxsize=64)
def _equation(text: str, role: str, rgba: int) -> tuple[tuple[Piece, ...], float]:
    pieces = formula(text, role, "code_subscript", lambda name: QColor.fromRgba(rgba))
    return pieces, advance_px(pieces)


def _paint_junction(sheet: Sheet, part: Part) -> None:
    pending = sheet.so_far.of(part.stage) is Standing.PENDING
    if pending and not any(wire.target == part.name for wire in sheet.layout.drawing.wires):
        return  # it lies on a wire that may be full already: the fork shows when it is used
    sheet.painter.setPen(NO_PEN)
    sheet.painter.setBrush(sheet.theme.color("faint" if pending else "ink"))
    sheet.painter.drawEllipse(sheet.layout.rects[part.name].center(), 3.2, 3.2)
