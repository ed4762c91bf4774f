"""What the colours on the wires mean, in the forward pass: violet and crimson, and where each is full."""

from PySide6.QtCore import QRectF

from gui.drawing.ink import value_key, width_px
from gui.drawing.numbers import MINUS
from gui.language import translate
from gui.panels.cell_diagram.sheet import Sheet

KEY_PX = (40.0, 7.0)
SPACE_PX = 4.0
LINES_APART_PX = 15.0
LEAST_STRETCH = 0.8  # narrower pictures have no room for it


def paint_color_key(sheet: Sheet) -> None:
    """The colours from negative to positive, and that each is full at the number beside a vector's name."""
    rect = key_rect(sheet)
    if rect.isEmpty():
        return
    role, muted = sheet.role("caption"), sheet.theme.color("muted")
    y, left = rect.top() + LINES_APART_PX / 2, rect.left()
    sheet.text(MINUS, left, y, role, muted)
    left += width_px(MINUS, role) + SPACE_PX
    value_key(sheet.painter, QRectF(left, y - KEY_PX[1] / 2, *KEY_PX), sheet.theme)
    sheet.text("+", left + KEY_PX[0] + SPACE_PX, y, role, muted)
    if not sheet.narrow:
        sheet.text(_full(), rect.left(), y + LINES_APART_PX, role, muted)


def key_rect(sheet: Sheet) -> QRectF:
    """The room that it takes; none where it is not there."""
    drawing, role = sheet.layout.drawing, sheet.role("caption")
    if drawing.backward or sheet.layout.stretch < LEAST_STRETCH:
        return QRectF()
    place = drawing.key_at
    ramp = width_px(MINUS, role) + width_px("+", role) + KEY_PX[0] + 2 * SPACE_PX
    left = sheet.layout.rect.left() + place.x * sheet.layout.stretch
    middle = sheet.layout.lines[place.row] + place.lower * sheet.layout.sizes.radius_px
    width = max(ramp, width_px(_full(), role))
    return QRectF(left, middle - LINES_APART_PX, width, 2 * LINES_APART_PX)


def key_tip() -> str:
    """What the key means, in sentences."""
    return translate(
        "CellDiagram",
        "Colours are values: violet is positive, crimson is negative, pale is near 0. The full colour is "
        "that of the number ± beside a name, and of all that is larger.\nThey go with the square root of "
        "the value, so that small values can be seen beside large ones. States have one scale for each "
        "network, whatever it reads.",
    )


def _full() -> str:
    return translate("CellDiagram", "full colour at ±")
