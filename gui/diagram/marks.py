"""Vectors on wires: a strip of coloured cells or of bars, its symbol, its number, the selected unit."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPaintEngine, QPainter, QPen, QPolygonF

from gui.diagram.flow import Progress, Standing, Timetable, share_of
from gui.diagram.layout import Layout
from gui.diagram.parts import Aside, Part
from gui.diagram.readings import Readings, is_gate, scale_limit
from gui.diagram.words import CONTEXT, read_by, symbol_label
from gui.ink import number, value_image
from gui.language import translate
from gui.scene import Scene
from gui.theme import Theme, font

VECTOR_ENGINES = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf, QPaintEngine.Type.Picture)
LEAST_ASIDE_STRETCH = 0.95  # narrower pictures have no room for asides
SEAM_PX = 0.25  # neighbouring cells overlap by this in vector pictures, where viewers show seams
LABEL_SPACE_PX = 5.0
WIRE_SPACE_PX = 4.0
TOKEN_ROLES = ("token", "text")


@dataclass(frozen=True, eq=False)
class Sheet:
    """All that painting one picture needs."""

    painter: QPainter
    layout: Layout
    theme: Theme
    scene: Scene
    progress: Progress
    readings: Readings
    timetable: Timetable | None
    phase: float

    def filled(self, part: Part) -> float:
        """How far the highlight has passed a part of the active stage, 0 to 1; 0 for all others."""
        if self.timetable is None or part.name not in self.timetable.parts:
            return 0.0
        return share_of(self.timetable.parts[part.name], self.phase)

    def role(self, name: str) -> str:
        """The font role for small type, one size up where there is room."""
        return {"caption": "text", "strong": "title"}[name] if self.layout.sizes.large else name

    def aside(self, text: str, x: float, y: float, place: Aside) -> None:
        """Writes a few quiet words that begin or end at `x`; nothing where the picture is too narrow."""
        if self.layout.stretch < LEAST_ASIDE_STRETCH:
            return
        role = self.role("caption")
        left = x - text_px(text, role) if place.ends else x
        self.text(text, left, y + place.lower * self.layout.sizes.radius_px, role, self.theme.color("muted"))

    def text(self, text: str, x: float, y: float, role: str, color: QColor) -> None:
        """Writes from `x`, capitals centred on `y`."""
        self.painter.setFont(font(role))
        self.painter.setPen(color)
        self.painter.drawText(QPointF(x, y + cap_px(role) / 2), text)


@lru_cache(maxsize=4096)
def text_px(text: str, role: str) -> float:
    """The width of one line of text."""
    return QFontMetricsF(font(role)).horizontalAdvance(text)


@lru_cache(maxsize=16)
def cap_px(role: str) -> float:
    """The height of a capital letter."""
    return QFontMetricsF(font(role)).capHeight()


def paint_frames(sheet: Sheet) -> None:
    """What stays of the strips while the values change: their names, and outlines where nothing is yet."""
    strips = sheet.layout.drawing.strips
    for part in strips:
        if part.name in sheet.layout.labels:
            label, role, left = _label(sheet, part)
            known = sheet.progress.known(part)
            color = sheet.theme.symbol(part.symbol) if known else sheet.theme.color("muted")
            sheet.text(label, left, _label_y(sheet, part), role, color)
    sheet.painter.setBrush(Qt.BrushStyle.NoBrush)
    for standing, name in ((Standing.DONE, "hairline"), (Standing.PENDING, "faint")):
        sheet.painter.setPen(_edge(sheet.theme.color(name), 1.0))
        outlined = [part for part in strips if sheet.progress.of(part.stage) is standing]
        sheet.painter.drawRects([_around(sheet, part, 1.0) for part in outlined])
    place = sheet.layout.drawing.remark_at
    if sheet.layout.drawing.remark:
        x = sheet.layout.rect.left() + place.x * sheet.layout.stretch
        sheet.aside(translate(CONTEXT, sheet.layout.drawing.remark), x, sheet.layout.lines[place.row], place)


def paint_values(sheet: Sheet) -> None:
    """The vectors that are known, in full ink, with the selected unit's numbers."""
    known = [part for part in sheet.layout.drawing.strips if sheet.progress.known(part)]
    units = [part for part in known if part.symbol != "x"]
    _paint_cells(sheet, [part for part in known if not is_gate(part.symbol)])
    for part in known:
        if is_gate(part.symbol):
            _paint_bars(sheet, part)
    _paint_active_outlines(sheet)
    _paint_selected(sheet, units)
    for part in units:
        if part.name in sheet.layout.labels:
            _paint_number(sheet, part)
    _paint_word(sheet)


def _paint_word(sheet: Sheet) -> None:
    """What was read, beside its vector."""
    layout, box = sheet.layout, sheet.layout.rects["x"]
    left = box.right() + 10
    ends = [layout.rects[part.name].left() - 16 for part in layout.drawing.strips if part.row == "edge"]
    room = min(end for end in (*ends, layout.rect.right()) if end > left) - left
    text = read_by(sheet.scene, sheet.readings.token)
    role = next((role for role in TOKEN_ROLES if text_px(text, role) <= room), TOKEN_ROLES[-1])
    if sheet.scene.layer:
        role = sheet.role("caption")
    if text_px(text, role) > room:
        text = QFontMetricsF(font(role)).elidedText(text, Qt.TextElideMode.ElideRight, room)
    sheet.text(text, left, box.center().y(), role, sheet.theme.color("ink"))


def _label(sheet: Sheet, part: Part) -> tuple[str, str, float]:
    """A strip's name, its font and where it starts: over the left half, clear of a wire in the middle."""
    label = symbol_label(part.symbol)
    role = sheet.role("strong" if len(label) <= 2 else "caption")
    box = sheet.layout.labels[part.name]
    if part.name not in sheet.layout.pierced:
        return label, role, box.left()
    return label, role, min(box.left(), box.center().x() - WIRE_SPACE_PX - text_px(label, role))


def _label_y(sheet: Sheet, part: Part) -> float:
    return sheet.layout.labels[part.name].center().y() - 1.5


def _paint_number(sheet: Sheet, part: Part) -> None:
    """The selected unit's number, over the right half."""
    box, caption = sheet.layout.labels[part.name], sheet.role("caption")
    label, role, left = _label(sheet, part)
    start = left + text_px(label, role) + LABEL_SPACE_PX
    if part.name in sheet.layout.pierced:
        start = box.center().x() + WIRE_SPACE_PX
    text = number_text(float(sheet.readings[part.symbol][sheet.scene.unit]), box.right() - start, caption)
    ink = sheet.theme.color("ink")
    sheet.text(text, box.right() - text_px(text, caption), _label_y(sheet, part), caption, ink)


def number_text(value: float, room_px: float, role: str) -> str:
    """A number with as many decimals as fit; nothing where not even two do."""
    for decimals in (3, 2):
        text = number(value, decimals)
        if text_px(text, role) <= room_px:
            return text
    return ""


def _paint_cells(sheet: Sheet, parts: list[Part]) -> None:
    """Signed vectors; those of one length are coloured together, which is many times quicker."""
    by_length: dict[int, list[tuple[Part, Float[np.ndarray, " _"]]]] = {}
    for part in parts:
        limit = scale_limit(sheet.scene.trace, part.symbol, sheet.scene.layer)
        values = sheet.readings[part.symbol] / limit
        by_length.setdefault(len(values), []).append((part, values))
    vector = sheet.painter.paintEngine().type() in VECTOR_ENGINES
    sheet.painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    for rows in by_length.values():
        image = value_image(np.stack([values for _, values in rows]), sheet.theme, 1.0)
        for row, (part, values) in enumerate(rows):
            rect = sheet.layout.rects[part.name]
            if vector:
                _fill_cells(sheet.painter, rect, [image.pixelColor(j, row) for j in range(len(values))])
            else:
                sheet.painter.drawImage(rect, image.copy(0, row, image.width(), 1))


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
    values = np.nan_to_num(sheet.readings[part.symbol], posinf=1, neginf=0)
    edges = np.repeat(np.linspace(rect.left(), rect.right(), len(values) + 1), 2)
    base = [rect.bottom()]
    tops = np.concatenate((base, np.repeat(rect.bottom() - values * rect.height(), 2), base))
    sheet.painter.fillRect(rect, sheet.theme.color("highlight"))
    sheet.painter.setPen(Qt.PenStyle.NoPen)
    sheet.painter.setBrush(sheet.theme.symbol("z" if part.symbol == "one_minus_z" else part.symbol))
    sheet.painter.drawPolygon(QPolygonF(list(map(QPointF, edges.tolist(), tops.tolist()))))


def _paint_active_outlines(sheet: Sheet) -> None:
    sheet.painter.setBrush(Qt.BrushStyle.NoBrush)
    for part in sheet.layout.drawing.strips:
        if sheet.progress.of(part.stage) is Standing.ACTIVE:
            width = 1.6 if sheet.filled(part) > 0 else 1.0
            sheet.painter.setPen(_edge(sheet.theme.symbol(part.symbol), width))
            sheet.painter.drawRect(_around(sheet, part, width))


def _around(sheet: Sheet, part: Part, width_px: float) -> QRectF:
    grow = width_px / 2
    return sheet.layout.rects[part.name].adjusted(-grow, -grow, grow, grow)


def _edge(color: QColor, width_px: float) -> QPen:
    return QPen(color, width_px, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin)


def _paint_selected(sheet: Sheet, parts: list[Part]) -> None:
    """A frame around the selected unit's cell, never narrower than the eye can find."""
    frames = []
    for part in parts:
        rect = sheet.layout.rects[part.name]
        cell = rect.width() / sheet.scene.trace.hidden_size
        width = max(cell, 3.0)
        left = rect.left() + (sheet.scene.unit + 0.5) * cell - width / 2
        frames.append(QRectF(left, rect.top() - 1, width, rect.height() + 2))
    # The frame lies around the cell, and a pale one around it parts it from cells that are as dark.
    for color, width, grow in (("card", 1.2, 1.8), ("ink", 1.3, 0.6)):
        sheet.painter.setPen(_edge(sheet.theme.color(color), width))
        sheet.painter.drawRects([frame.adjusted(-grow, -grow, grow, grow) for frame in frames])
