"""The line above a strip: what the vector is called, its scale, and the selected unit's number."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from gui.drawing.ink import cap_px, width_px
from gui.drawing.numbers import figures, number
from gui.drawing.typeset import Piece, advance_px, formula, write_pieces
from gui.panels.cell_diagram.gradient_numbers import WIDEST_PX
from gui.panels.cell_diagram.layout import Layout
from gui.panels.cell_diagram.parts import Part
from gui.panels.cell_diagram.sheet import RAISED_PX, Sheet

LABEL_SPACE_PX = 5.0
WIRE_SPACE_PX = 4.0


@dataclass(frozen=True)
class Place:
    """Where a label line has room.

    Attributes:
        left: where the name begins.
        name_px: how wide it is.
        name_ends: where name and scale have to end if a wire parts them from the number.
        number_from: where the number may begin at the earliest; None means right after the name.
        right: where the number ends.
        y: the middle of capitals and figures.
    """

    left: float
    name_px: float
    name_ends: float | None
    number_from: float | None
    right: float
    y: float


def paint_name(sheet: Sheet, part: Part, color: QColor) -> None:
    """The name over the left half and, where there is room, the scale of the strip behind it."""
    place, (pieces, name_px) = _place(sheet, part), name_of(sheet, part, color)
    role = sheet.role("caption")
    start = QPointF(place.left, place.y + cap_px(pieces[0].role) / 2)
    write_pieces(sheet.painter, start, pieces, name_px)
    text = sheet.readings.scale(part.symbol)
    if not text or _beside(sheet.layout, part.name):
        return
    left = place.left + name_px + LABEL_SPACE_PX
    end = place.name_ends
    if end is None:  # the largest number that may come has its place behind the scale
        widest = number(-sheet.readings.limit(part.symbol))
        end = place.right - width_px(widest, role) - LABEL_SPACE_PX
    if left + width_px(text, role) <= end:
        sheet.text(text, left, place.y, role, sheet.theme.color("muted"))


def paint_number(sheet: Sheet, part: Part) -> None:
    """The selected unit's number, over the right half."""
    place, caption = _place(sheet, part), sheet.role("caption")
    start = place.left + place.name_px + LABEL_SPACE_PX if place.number_from is None else place.number_from
    value = float(sheet.readings[part.symbol][sheet.scene.view.unit])
    text = number_text(value, place.right - start, caption)
    sheet.text(text, place.right - width_px(text, caption), place.y, caption, sheet.theme.color("ink"))


def number_text(value: float, room_px: float, role: str) -> str:
    """A number with as many decimals as fit, a power of ten with one figure at the least; else nothing."""
    text = number(value, 3)
    if width_px(text, role) <= room_px:
        return text
    shown = [number(value, 2), *([figures(value, 1)] if "×" in text else [])]
    return next((text for text in shown if width_px(text, role) <= room_px), "")


def name_of(sheet: Sheet, part: Part, color: QColor) -> tuple[tuple[Piece, ...], float]:
    """A strip's name and its width: words as they are, symbols bold and with their subscripts."""
    label, words = sheet.readings.label(part.symbol, sheet.narrow)
    return _set(label, sheet.role("caption" if words else "strong"), words, color.rgba())


@lru_cache(maxsize=512)
def _set(label: str, role: str, words: bool, rgba: int) -> tuple[tuple[Piece, ...], float]:
    color = QColor.fromRgba(rgba)
    pieces = (
        (Piece(label, role, color),)
        if words
        else formula(label, role, "code_subscript_strong", lambda name: color)
    )
    return pieces, advance_px(pieces)


def _place(sheet: Sheet, part: Part) -> Place:
    """Where name and number have room: clear of a wire that comes to the strip from above."""
    label, words = sheet.readings.label(part.symbol, sheet.narrow)
    role = sheet.role("caption" if words else "strong")
    return _room(sheet.layout, part.name, label, role, words, sheet.widening)


@lru_cache(maxsize=256)
def _room(layout: Layout, name: str, label: str, role: str, words: bool, widening: float) -> Place:
    name_px = _set(label, role, words, 0)[1]  # in whichever colour
    box = layout.labels[name]
    middle = box.center().y()
    if _beside(layout, name):
        return Place(box.right() - name_px, name_px, None, None, box.right(), middle)
    y, wire = middle - RAISED_PX, layout.pierced.get(name)
    if wire is None:
        return Place(box.left(), name_px, None, None, box.right(), y)
    space = WIRE_SPACE_PX + (widening * WIDEST_PX / 2 - 1 if layout.drawing.backward else 0)
    left = min(box.left(), wire - space - name_px)
    if wire > box.center().x() + 0.2 * box.width():  # name and number are both left of it
        return Place(left, name_px, None, None, wire - space, y)
    return Place(left, name_px, wire - space, wire + space, box.right(), y)


def _beside(layout: Layout, name: str) -> bool:
    """Whether a strip's label stands at its left instead of above it."""
    return layout.labels[name].right() <= layout.rects[name].left()
