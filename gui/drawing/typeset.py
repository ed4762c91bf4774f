"""A line of text in several colours and with subscripts, for equations and code."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter

from gui.drawing.ink import cap_px, width_px, write_at
from gui.drawing.theme import font

# A name with an optional subscript (`W_ih`, `h_before`, `∂f_in`, also `[r z n]_x`), a number, or one other
# character.
PIECE = re.compile(
    r"(?P<name>∂?[A-Za-zσ]+|\](?=_))(?:_(?P<subscript>[a-z]+(?:_[a-z]+)*))?|(?P<number>[0-9.]+)|(?P<other>.)"
)
SUBSCRIPT_DROP_PX = 2.5
LARGEST_FIT = 1.25
# A name of the code, and what papers write in its place: as a subscript, and within a line of plain text.
STEPS = {"before": ("t−1", "ₜ₋₁"), "new": ("t", "ₜ")}
VIA = "_via_"
LOWERED = str.maketrans("aehijklmnoprstuvx", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
SUBSCRIPT = re.compile(r"(?<=[\w\]])_([aehijklmnoprstuvx]+)(?![A-Za-z_0-9])")


@dataclass(frozen=True)
class Piece:
    """A part of a line that has one font and one colour.

    Attributes:
        text: what is written.
        role: its font, as in `gui.drawing.theme.ROLES`.
        color: its colour.
        drop_px: how far below the line it stands.
    """

    text: str
    role: str
    color: QColor
    drop_px: float = 0.0


def advance_px(pieces: Iterable[Piece]) -> float:
    """The width of a line."""
    return sum(width_px(piece.text, piece.role) for piece in pieces)


def baseline(center_y: float, role: str) -> float:
    """Where the letters stand so that capitals and figures look centred on `center_y`."""
    return center_y + cap_px(role) / 2


def write_pieces(painter: QPainter, start: QPointF, pieces: Sequence[Piece], room_px: float) -> None:
    """Writes a line from `start` on its baseline, squeezed evenly where the room is too small for it."""
    taken = advance_px(pieces)
    if taken <= room_px or room_px <= 0:
        x, y = start.x(), start.y()
        for piece in pieces:
            write_at(painter, x, y + piece.drop_px, piece.text, piece.role, piece.color)
            x += width_px(piece.text, piece.role)
        return
    painter.save()
    painter.translate(start)
    painter.scale(room_px / taken, room_px / taken)
    x = 0.0
    for piece in pieces:
        painter.setFont(font(piece.role))
        painter.setPen(piece.color)
        painter.drawText(QPointF(x, piece.drop_px), piece.text)
        x += width_px(piece.text, piece.role)
    painter.restore()


def coloured(text: str, role: str, color_of: Callable[[str], QColor]) -> tuple[Piece, ...]:
    """A line of code, each name in its colour; other characters are asked for as they are."""
    pieces: list[Piece] = []
    for whole, _, _ in _cut(text):
        _append(pieces, whole, role, color_of(whole))
    return tuple(pieces)


def formula(
    text: str, role: str, subscript_role: str, color_of: Callable[[str], QColor]
) -> tuple[Piece, ...]:
    """An equation such as `f = σ(f_in)`: what follows an underscore becomes a subscript, `before` is t−1.

    Args:
        text: the equation.
        role: the font of the line.
        subscript_role: the font of its subscripts.
        color_of: the colour of a name, given with its subscript (`f_in`); other characters are asked for
            as they are.
    """
    pieces: list[Piece] = []
    for whole, base, subscript in _cut(text):
        color = color_of(whole)
        _append(pieces, base, role, color)
        if subscript:
            pieces.append(Piece(_papers(subscript), subscript_role, color, SUBSCRIPT_DROP_PX))
    return tuple(pieces)


@lru_cache(maxsize=512)
def in_line(text: str) -> str:
    """An equation as plain text, for tooltips and those who listen: `c_before` is cₜ₋₁, as in papers.

    Subscripts of which some letter has no lowered form stay as they are.
    """
    for name, (_, written) in STEPS.items():
        text = text.replace(f"_{name}", written)
    return SUBSCRIPT.sub(lambda found: found[1].translate(LOWERED), text.replace(VIA, "|"))


@lru_cache(maxsize=64)
def _papers(subscript: str) -> str:
    return "|".join(STEPS.get(name, (name,))[0] for name in subscript.split(VIA))


@lru_cache(maxsize=512)
def _cut(text: str) -> tuple[tuple[str, str, str], ...]:
    """The names and characters of a line: each whole, without its subscript, and the subscript."""
    found = PIECE.finditer(text)
    return tuple((match.group(), match["name"] or match.group(), match["subscript"] or "") for match in found)


def _append(pieces: list[Piece], text: str, role: str, color: QColor) -> None:
    """Adds a piece; neighbours of one colour become one text, so that words can be found in an SVG."""
    last = pieces[-1] if pieces else None
    if last is not None and last.role == role and not last.drop_px and last.color == color:
        pieces[-1] = Piece(last.text + text, role, color)
    else:
        pieces.append(Piece(text, role, color))


def fit(rect: QRectF, natural: QSizeF) -> float:
    """How much to enlarge a composition of size `natural` so that `rect` is filled but not shouted in."""
    return min(rect.width() / natural.width(), rect.height() / natural.height(), LARGEST_FIT)
