"""The line above a strip: what the vector is called, and the selected unit's number."""

from gui.diagram.parts import Part
from gui.diagram.sheet import Sheet, text_px
from gui.diagram.words import symbol_label
from gui.ink import number

LABEL_SPACE_PX = 5.0
WIRE_SPACE_PX = 4.0
RAISED_PX = 2.5  # labels stand above the middle of their line: room for what hangs below letters


def label_of(sheet: Sheet, part: Part) -> tuple[str, str, float]:
    """A strip's name, its font and where it starts: over the left half, clear of a wire in the middle."""
    label = symbol_label(part.symbol)
    role = sheet.role("strong" if len(label) <= 2 else "caption")
    box = sheet.layout.labels[part.name]
    if _beside(sheet, part):
        return label, role, box.right() - text_px(label, role)
    if part.name not in sheet.layout.pierced:
        return label, role, box.left()
    left_of_wire = sheet.layout.pierced[part.name] - WIRE_SPACE_PX - text_px(label, role)
    return label, role, min(box.left(), left_of_wire)


def _beside(sheet: Sheet, part: Part) -> bool:
    """Whether a strip's label stands at its left instead of above it."""
    return sheet.layout.labels[part.name].right() <= sheet.layout.rects[part.name].left()


def label_y(sheet: Sheet, part: Part) -> float:
    """The middle of a label's capitals."""
    middle = sheet.layout.labels[part.name].center().y()
    return middle if _beside(sheet, part) else middle - RAISED_PX


def paint_number(sheet: Sheet, part: Part) -> None:
    """The selected unit's number, over the right half."""
    box, caption = sheet.layout.labels[part.name], sheet.role("caption")
    label, role, left = label_of(sheet, part)
    start, end = left + text_px(label, role) + LABEL_SPACE_PX, box.right()
    wire = sheet.layout.pierced.get(part.name)
    if wire is not None and wire > box.center().x() + 0.2 * box.width():
        end = wire - WIRE_SPACE_PX
    elif wire is not None:
        start = wire + WIRE_SPACE_PX
    text = number_text(float(sheet.readings[part.symbol][sheet.scene.unit]), end - start, caption)
    ink = sheet.theme.color("ink")
    sheet.text(text, end - text_px(text, caption), label_y(sheet, part), caption, ink)


def number_text(value: float, room_px: float, role: str) -> str:
    """A number with as many decimals as fit; nothing where not even two do."""
    for decimals in (3, 2):
        text = number(value, decimals)
        if text_px(text, role) <= room_px:
            return text
    return ""
