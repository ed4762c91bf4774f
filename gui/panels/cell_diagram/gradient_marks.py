"""What the picture of the backward pass has beside wires and strips: its scales, its origin, one product."""

from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QPolygonF

from gui.drawing.ink import KEY_STEPS, value_frame, value_image, width_px
from gui.drawing.numbers import figures, number
from gui.drawing.theme import NO_PEN, THEMES
from gui.language import translate
from gui.panels.cell_diagram.gradient_numbers import WIDEST_PX, Gradients
from gui.panels.cell_diagram.parts import Kind
from gui.panels.cell_diagram.sheet import Sheet

KEY_PX = (26.0, 7.0)
KEY_SPACE_PX = 6.0
KEYS_APART_PX = 16.0  # side by side, and from the middle of one line to that of the next


def paint_legend(sheet: Sheet) -> None:
    """What full colour and full width are worth in this step."""
    gradients = sheet.readings
    if not isinstance(gradients, Gradients) or not gradients.known:
        return
    place, texts = sheet.layout.drawing.legend_at, legend(gradients)
    if sheet.narrow:
        return
    left, y = legend_left(sheet), _legend_y(sheet)
    if place.ends:  # side by side
        _paint_key(sheet, left, y, texts[0], wedge=False)
        _paint_key(sheet, left + _key_px(sheet, texts[0]) + KEYS_APART_PX, y, texts[1], wedge=True)
    else:
        _paint_key(sheet, left, y - KEYS_APART_PX / 2, texts[0], wedge=False)
        _paint_key(sheet, left, y + KEYS_APART_PX / 2, texts[1], wedge=True)


def legend(gradients: Gradients) -> tuple[str, str]:
    """The scale of the colours and that of the widths, in words."""
    norm = translate("CellDiagram", "norm {norm}")
    return f"±{figures(gradients.largest, 2)}", norm.format(norm=figures(gradients.longest, 2))


def legend_left(sheet: Sheet) -> float:
    """Where the legend begins."""
    place, gradients = sheet.layout.drawing.legend_at, sheet.readings
    x = sheet.layout.rect.left() + place.x * sheet.layout.stretch
    if not place.ends or not isinstance(gradients, Gradients) or not gradients.known:
        return x
    return x - sum(_key_px(sheet, text) for text in legend(gradients)) - KEYS_APART_PX


def legend_rect(sheet: Sheet) -> QRectF:
    """The room that the legend takes; none where it is not there."""
    gradients, place = sheet.readings, sheet.layout.drawing.legend_at
    if not isinstance(gradients, Gradients) or not gradients.known:
        return QRectF()
    if sheet.narrow:
        return QRectF()
    widths = [_key_px(sheet, text) for text in legend(gradients)]
    width = sum(widths) + KEYS_APART_PX if place.ends else max(widths)
    height = KEYS_APART_PX if place.ends else 2 * KEYS_APART_PX
    return QRectF(legend_left(sheet), _legend_y(sheet) - height / 2, width, height)


def _legend_y(sheet: Sheet) -> float:
    place = sheet.layout.drawing.legend_at
    return sheet.layout.lines[place.row] + place.lower * sheet.layout.sizes.radius_px


def _key_px(sheet: Sheet, text: str) -> float:
    return KEY_PX[0] + KEY_SPACE_PX + width_px(text, sheet.role("caption"))


def _paint_key(sheet: Sheet, left: float, y: float, text: str, wedge: bool) -> None:
    painter, (width, height) = sheet.painter, KEY_PX
    if wedge:
        painter.setPen(NO_PEN)
        painter.setBrush(sheet.theme.color("muted"))
        painter.drawPolygon(_wedge(sheet.widening).translated(left, y))
    else:
        rect = QRectF(left, y - height / 2, width, height)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(rect, _colours(sheet.theme.name))
        value_frame(painter, rect, sheet.theme)
    role = sheet.role("caption")
    sheet.text(text, left + width + KEY_SPACE_PX, y, role, sheet.theme.color("muted"))


@cache
def _wedge(widening: float) -> QPolygonF:
    """All widths from none to full, those of evenly spaced norms."""
    share = np.linspace(0.0, 1.0, 17)
    x, half = share * KEY_PX[0], widening * WIDEST_PX / 2 * np.sqrt(share)
    outline = [*zip(x, -half, strict=True), *zip(x[::-1], half[::-1], strict=True)]
    return QPolygonF([QPointF(*point) for point in outline])


@cache
def _colours(theme: str) -> QImage:
    """All colours, those of evenly spaced values."""
    return value_image(np.linspace(-1.0, 1.0, KEY_STEPS)[None], THEMES[theme], 1.0)


def paint_product(sheet: Sheet) -> None:
    """By what the selected unit's gradient is multiplied on its way along the memory."""
    gradients, drawing = sheet.readings, sheet.layout.drawing
    if not isinstance(gradients, Gradients) or not gradients.has("h_before"):
        return
    for part in drawing.parts:
        if part.symbol == "kept" and part.kind is Kind.OPERATOR and part.aside and sheet.so_far.known(part):
            gate = next(
                wire.symbol
                for wire in drawing.wires
                if wire.source == part.name and wire.symbol not in drawing.memory
            )
            unit = sheet.scene.view.unit
            text = (
                f"{number(float(gradients.forward[gate][unit]))} × {number(float(gradients['kept'][unit]))}"
            )
            middle = sheet.layout.rects[part.name].center()
            x = middle.x() + part.aside.x * sheet.layout.stretch
            sheet.aside(text, x, sheet.label_line(part.aside.row), part.aside)
