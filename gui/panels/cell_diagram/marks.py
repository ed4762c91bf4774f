"""Vectors on wires: a strip of coloured cells or of bars, its symbol, its number, the selected unit."""

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from engine.shapes import Float
from gui.drawing.bars import paint_bars
from gui.drawing.buffers import draw_rects
from gui.drawing.ink import fitted, in_pixels, value_frame, value_image, width_px
from gui.drawing.theme import NO_BRUSH, NO_PEN
from gui.language import translate
from gui.panels.cell_diagram.flow import Standing
from gui.panels.cell_diagram.gradient_marks import legend_left
from gui.panels.cell_diagram.labels import paint_name, paint_number
from gui.panels.cell_diagram.layout import Layout
from gui.panels.cell_diagram.parts import Part
from gui.panels.cell_diagram.sheet import Sheet
from gui.readings.part_words import CONTEXT, read_by

SEAM_PX = 0.25  # neighbouring cells overlap by this in vector pictures, where viewers show seams
TOKEN_ROLES = ("token", "text")


def paint_frames(sheet: Sheet) -> None:
    """What stays of the strips while the values change: their names, and outlines where nothing is yet."""
    strips = sheet.layout.drawing.strips
    for part in strips:
        if part.name in sheet.layout.labels:
            known = sheet.so_far.known(part)
            color = sheet.theme.symbol(part.symbol) if known else sheet.theme.color("muted")
            paint_name(sheet, part, color)
    sheet.painter.setBrush(NO_BRUSH)
    for part in strips:
        standing = sheet.so_far.of(part.stage)
        if sheet.nowhere(part):
            _paint_nowhere(sheet, part)
        elif standing is Standing.DONE:
            value_frame(sheet.painter, sheet.layout.rects[part.name], sheet.theme)
        elif standing is Standing.PENDING:
            sheet.painter.setPen(_edge(sheet.theme.color("faint"), 1.0))
            sheet.painter.drawRect(_around(sheet, part, 1.0))
    place = sheet.layout.drawing.remark_at
    if sheet.layout.drawing.remark:
        x = sheet.layout.rect.left() + place.x * sheet.layout.stretch
        sheet.aside(translate(CONTEXT, sheet.layout.drawing.remark), x, sheet.layout.lines[place.row], place)


def _paint_nowhere(sheet: Sheet, part: Part) -> None:
    """In the place of a gradient that nothing takes: before the first word all states are 0 for good."""
    text, role = translate("CellDiagram", "no word before"), sheet.role("caption")
    middle = sheet.layout.rects[part.name].center()
    sheet.text(text, middle.x() - width_px(text, role) / 2, middle.y(), role, sheet.theme.color("muted"))


def _remark_left(sheet: Sheet) -> float:
    """Where the remark begins that ends at the right of a row."""
    end = sheet.layout.rect.left() + sheet.layout.drawing.remark_at.x * sheet.layout.stretch
    if sheet.narrow:
        return end
    return end - width_px(translate(CONTEXT, sheet.layout.drawing.remark), sheet.role("caption"))


def paint_values(sheet: Sheet) -> None:
    """The vectors that are known, in full ink, with the selected unit's numbers."""
    known = [part for part in sheet.layout.drawing.strips if sheet.shows(part)]
    units = [part for part in known if part.symbol != "x"]
    _paint_cells(sheet, [part for part in known if not sheet.readings.bars(part.symbol)])
    for part in known:
        if sheet.readings.bars(part.symbol):
            _paint_bars(sheet, part)
    _paint_active_outlines(sheet)
    _paint_selected(sheet, units)
    for part in units:
        if part.name in sheet.layout.labels:
            paint_number(sheet, part)
    _paint_word(sheet)


def _paint_word(sheet: Sheet) -> None:
    """What was read, beside its vector."""
    layout, box = sheet.layout, sheet.layout.rects["x"]
    left = box.right() + 10
    ends = [layout.rects[part.name].left() - 16 for part in layout.drawing.strips if part.row == "edge"]
    place = layout.drawing.remark_at
    if layout.drawing.remark and place.row == "edge":
        ends.append(_remark_left(sheet) - 16)
    if layout.drawing.backward and layout.drawing.legend_at.row == "edge":
        ends.append(legend_left(sheet) - 16)
    room = min(end for end in (*ends, layout.rect.right()) if end > left) - left
    text = read_by(sheet.scene, sheet.readings.token)
    role = next((role for role in TOKEN_ROLES if width_px(text, role) <= room), TOKEN_ROLES[-1])
    if sheet.scene.view.layer:
        role = sheet.role("caption")
    if width_px(text, role) > room:
        text = fitted(text, role, room)
    sheet.text(text, left, box.center().y(), role, sheet.theme.color("ink"))


def _paint_cells(sheet: Sheet, parts: list[Part]) -> None:
    """Signed vectors; those of one length are coloured together, which is many times quicker."""
    by_length: dict[int, list[Part]] = {}
    for part in parts:
        by_length.setdefault(len(sheet.readings[part.symbol]), []).append(part)
    vector = not in_pixels(sheet.painter)
    sheet.painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    for length, alike in by_length.items():
        values = np.stack([sheet.readings[part.symbol] for part in alike])
        limits = np.array([sheet.readings.limit(part.symbol) for part in alike], values.dtype)
        image = value_image(values / limits[:, None], sheet.theme, 1.0)
        for row, part in enumerate(alike):
            rect = sheet.layout.rects[part.name]
            if vector:
                _fill_cells(sheet.painter, rect, [image.pixelColor(j, row) for j in range(length)])
            else:
                sheet.painter.drawImage(rect, image, QRectF(0, row, length, 1))


def _fill_cells(painter: QPainter, rect: QRectF, colors: list[QColor]) -> None:
    """One rectangle a cell: viewers of SVG and PDF blur enlarged images."""
    width = rect.width() / len(colors)
    for position, color in enumerate(colors):
        if color.alpha():
            left = rect.left() + position * width
            reach = min(width + SEAM_PX, rect.right() - left)
            painter.fillRect(QRectF(left, rect.top(), reach, rect.height()), color)


def _paint_bars(sheet: Sheet, part: Part) -> None:
    """A gate: one bar a unit, empty for 0 and full for 1."""
    rect = sheet.layout.rects[part.name]
    values = sheet.readings[part.symbol]
    if not np.isfinite(values).all():
        values = np.nan_to_num(values, posinf=1, neginf=0)
    color = sheet.theme.symbol("z" if part.symbol == "one_minus_z" else part.symbol)
    sheet.painter.fillRect(rect, sheet.theme.color("highlight"))
    ends = rect.bottom() - values * rect.height()
    if in_pixels(sheet.painter):
        paint_bars(sheet.painter, rect, ends, rect.bottom(), 0.0, color)
        return
    edges = np.repeat(np.linspace(rect.left(), rect.right(), len(values) + 1), 2)
    base = [rect.bottom()]
    tops = np.concatenate((base, np.repeat(ends, 2), base))
    sheet.painter.setPen(NO_PEN)
    sheet.painter.setBrush(color)
    sheet.painter.drawPolygon(QPolygonF(list(map(QPointF, edges.tolist(), tops.tolist()))))


def _paint_active_outlines(sheet: Sheet) -> None:
    if sheet.so_far.calm:
        return
    sheet.painter.setBrush(NO_BRUSH)
    for part in sheet.layout.drawing.strips:
        if sheet.so_far.of(part.stage) is Standing.ACTIVE and not sheet.nowhere(part):
            width = 1.6 if sheet.filled(part) > 0 else 1.0
            sheet.painter.setPen(_edge(sheet.theme.symbol(part.symbol), width))
            sheet.painter.drawRect(_around(sheet, part, width))


def _around(sheet: Sheet, part: Part, width_px: float) -> QRectF:
    grow = width_px / 2
    return sheet.layout.rects[part.name].adjusted(-grow, -grow, grow, grow)


@lru_cache(maxsize=64)
def _pen(rgba: int, width_px: float) -> QPen:
    color = QColor.fromRgba(rgba)
    return QPen(color, width_px, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin)


def _edge(color: QColor, width_px: float) -> QPen:
    return _pen(color.rgba(), width_px)


def _paint_selected(sheet: Sheet, parts: list[Part]) -> None:
    """A frame around the selected unit's cell, never narrower than the eye can find.

    The frame lies around the cell, and pale lines beside it part it from cells that are as dark.
    """
    names, trace = tuple(part.name for part in parts), sheet.scene.trace
    frames, beside = _selected(sheet.layout, names, trace.hidden_size, sheet.scene.view.unit)
    sheet.painter.setPen(NO_PEN)
    sheet.painter.setBrush(sheet.theme.color("card"))
    draw_rects(sheet.painter, beside)
    sheet.painter.setPen(_edge(sheet.theme.color("ink"), 1.3))
    sheet.painter.setBrush(NO_BRUSH)
    draw_rects(sheet.painter, frames)


@lru_cache(maxsize=64)
def _selected(
    layout: Layout, names: tuple[str, ...], units: int, unit: int
) -> tuple[Float[np.ndarray, "n 4"], Float[np.ndarray, "m 4"]]:
    """The frames around the cells of a unit, and the lines left and right of each."""
    frames, beside = np.empty((len(names), 4)), np.empty((2 * len(names), 4))
    for position, name in enumerate(names):
        rect = layout.rects[name]
        cell = rect.width() / units
        width = max(cell, 3.0)
        left, top = rect.left() + (unit + 0.5) * cell - width / 2, rect.top() - 1
        frames[position] = left - 0.6, top - 0.6, width + 1.2, rect.height() + 3.2
        for at, x in ((2 * position, left - 2.4), (2 * position + 1, left + width + 1.2)):
            beside[at] = x, top + 0.5, 1.2, rect.height() + 1
    return frames, beside
