"""Words along a plot: where they stand, which of them have room there, and which one the mouse is at."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import floor, inf, isfinite

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from gui.drawing.axes import round_step
from gui.drawing.downsampling import Cells
from gui.drawing.ink import CENTER, in_pixels, width_px, write
from gui.drawing.numbers import count
from gui.drawing.theme import Theme

GAP_PX = 7.0  # between two words
TICK_PX = 2.0
OVERHANG_PX = 9.0  # beyond the ends of the line, so that words there stand at their columns
WIDEST_SHARE = 0.45  # of the line, for a word
THINNEST_PX = 3.0  # columns of words: of thinner ones a word could not be told from its neighbours
NUMBERS_APART_PX = 46.0
CHIP_PX = {"text": 15.0, "token": 19.0}  # the height of a marked word
MOST_PICTURES = 16  # of lines of labels that are kept


@dataclass(frozen=True)
class WordAxis:
    """Where words stand along a plot.

    Attributes:
        plot: where their numbers are drawn.
        words: the line of the words.
        columns: their places.
        role: what they are written in.
        first: those that have room before all others where there is none for each, the first of them first.
    """

    plot: QRectF
    words: QRectF
    columns: Cells
    role: str = "caption"
    first: tuple[int, ...] = ()

    def holds(self, position: QPointF) -> bool:
        """Whether a position is at this axis."""
        return self.plot.contains(position) or self.words.contains(position)


@dataclass(frozen=True)
class Label:
    """What stands at a column.

    Attributes:
        token: whose column.
        text: its word, or its number.
        left, right: how far it reaches.
    """

    token: int
    text: str
    left: float
    right: float


_pictures: dict[tuple[object, ...], tuple[tuple[Label, ...], QImage, QRect]] = {}


def token_words(
    painter: QPainter, rect: QRectF, tokens: tuple[str, ...], token: int, columns: Cells, theme: Theme
) -> None:
    """The words under a plot: the current one in its place, the others wherever they fit around it.

    Where columns are too thin for any word to have a place, numbers of words stand there, as people count.
    """
    labels, current = labels_on(tokens, columns, rect), None
    if token in columns.shown:
        current = _label(token, tokens[token], "strong", columns, rect.left(), rect.right())
    if in_pixels(painter):
        _copy_labels(painter, rect, labels, current, columns, theme)
    else:
        beside = [label for label in labels if current is None or not _touch(label, current)]
        _paint_labels(painter, rect, beside, columns, theme)
    if current is not None:
        _write(painter, rect, current, "strong", "ink", theme)


def _paint_labels(
    painter: QPainter, rect: QRectF, labels: Sequence[Label], columns: Cells, theme: Theme
) -> None:
    painter.setPen(theme.pen("faint"))
    for label in labels:
        x = columns.middle(label.token)
        painter.drawLine(QLineF(x, rect.top(), x, rect.top() + TICK_PX))
        _write(painter, rect, label, "caption", "muted", theme)


def _copy_labels(
    painter: QPainter,
    rect: QRectF,
    labels: tuple[Label, ...],
    current: Label | None,
    columns: Cells,
    theme: Theme,
) -> None:
    """Copies a picture of all labels, made once, but for those that would touch the current one."""
    to_device, world = painter.deviceTransform(), painter.worldTransform()
    scale, dx, dy = to_device.m11(), to_device.dx(), to_device.dy()
    place = id(labels), rect.getRect(), scale, dx, dy, theme.name
    kept = _pictures.get(place)
    if kept is None or kept[0] is not labels:
        while len(_pictures) >= MOST_PICTURES:
            _pictures.pop(next(iter(_pictures)))
        reach = to_device.mapRect(rect.adjusted(-OVERHANG_PX - 2, -1, OVERHANG_PX + 2, 2)).toAlignedRect()
        picture = QImage(reach.size(), QImage.Format.Format_ARGB32_Premultiplied)
        picture.fill(0)
        into = QPainter(picture)
        into.setRenderHint(QPainter.RenderHint.Antialiasing)
        into.translate(dx - reach.left(), dy - reach.top())
        into.scale(scale, scale)
        _paint_labels(into, rect, labels, columns, theme)
        into.end()
        kept = _pictures[place] = labels, picture, reach
    _, picture, reach = kept
    painter.resetTransform()  # where a point is a pixel, copying is quickest
    ground = painter.deviceTransform()
    ratio, across, down = ground.m11(), ground.dx(), ground.dy()
    for start, end in _beside(labels, current):
        left = max(reach.left(), floor(start * scale + dx)) if isfinite(start) else reach.left()
        right = min(reach.right() + 1, floor(end * scale + dx)) if isfinite(end) else reach.right() + 1
        if right > left:
            target = QRectF((left - across) / ratio, (reach.top() - down) / ratio, 0, 0)
            target.setSize(QSizeF((right - left) / ratio, reach.height() / ratio))
            painter.drawImage(target, picture, QRectF(left - reach.left(), 0, right - left, reach.height()))
    painter.setWorldTransform(world)


def _beside(labels: tuple[Label, ...], current: Label | None) -> list[tuple[float, float]]:
    """From where to where all labels are shown: those that touch the current one are left out."""
    touching = [at for at, label in enumerate(labels) if current is not None and _touch(label, current)]
    if not touching:
        return [(-inf, inf)]
    first, last = touching[0], touching[-1]
    sides = []
    if first > 0:
        sides.append((-inf, (labels[first - 1].right + labels[first].left) / 2))
    if last + 1 < len(labels):
        sides.append(((labels[last].right + labels[last + 1].left) / 2, inf))
    return sides


def paint_pointed(
    painter: QPainter, axis: WordAxis, tokens: tuple[str, ...], token: int, theme: Theme
) -> None:
    """A line through the plot at the word that the mouse is at, and the word itself in place of others."""
    if token not in axis.columns.shown:
        return
    x = axis.columns.middle(token)
    painter.setPen(theme.pen("muted", 1.0))
    painter.drawLine(QLineF(x, axis.plot.top(), x, axis.plot.bottom()))
    paint_chip(painter, axis, tokens, token, theme.color("card"), theme)


def paint_chip(
    painter: QPainter, axis: WordAxis, tokens: tuple[str, ...], token: int, ground: QColor, theme: Theme
) -> None:
    """A word that is marked in its place, in place of others that would touch it."""
    columns, rect = axis.columns, axis.words
    role = "text" if axis.role == "caption" else axis.role
    label = _label(token, tokens[token], role, columns, rect.left(), rect.right())
    for other in labels_on(tokens, columns, rect, axis.role, axis.first):
        if _touch(label, other):
            under = QRectF(other.left - 1, rect.top() + TICK_PX, other.right - other.left + 2, rect.height())
            painter.fillRect(under.adjusted(0, 0, 0, -2 * TICK_PX), theme.color("card"))
    chip = QRectF(label.left, rect.center().y(), label.right - label.left, 0)
    painter.setPen(theme.pen("muted", 1.0))
    painter.setBrush(ground)
    painter.drawRoundedRect(chip.adjusted(-4, -CHIP_PX[role] / 2, 4, CHIP_PX[role] / 2), 4, 4)
    room = QRectF(label.left, rect.top(), label.right - label.left, rect.height())
    write(painter, room, label.text, role, theme.on(ground), CENTER)


def labels_on(
    tokens: tuple[str, ...],
    columns: Cells,
    rect: QRectF,
    role: str = "caption",
    first: tuple[int, ...] = (),
) -> tuple[Label, ...]:
    """What stands on a line of words whatever the moment, as `labels_of`."""
    words = () if columns.pitch_px < THINNEST_PX else tokens[columns.part]
    return labels_of(words, columns, rect.left(), rect.right(), role, first)


@lru_cache(maxsize=64)
def labels_of(
    words: tuple[str, ...],
    columns: Cells,
    left: float,
    right: float,
    role: str = "caption",
    first: tuple[int, ...] = (),
) -> tuple[Label, ...]:
    """What stands under a plot whatever the moment, from left to right, nothing on anything else.

    The first and the last word stand there always; if not all fit between them, marks give way to words.

    Args:
        words: those that are shown; none where their columns are too thin, and numbers stand in their place.
        columns: their places.
        left, right: the ends of the line.
        role: what words are written in.
        first: words that have room before others.
    """
    if not words:
        return _fitting(_numbers(columns, left, right, role))
    labels = [
        _label(token, word, role, columns, left, right)
        for token, word in zip(columns.shown, words, strict=True)
    ]
    if all(not _touch(one, other) for one, other in pairwise(labels)):
        return tuple(labels)
    inner = [label for label in labels[1:-1] if any(map(str.isalnum, label.text))]
    rank = {token: place for place, token in enumerate(first)}
    inner.sort(key=lambda label: rank.get(label.token, len(rank)))
    return _fitting([labels[0], *inner, labels[-1]])


def _numbers(columns: Cells, left: float, right: float, role: str) -> list[Label]:
    """Round numbers of words, and those of the first and the last one."""
    step = max(1, round(round_step(columns.pitch_px, NUMBERS_APART_PX)))
    first, last = columns.shown[0], columns.shown[-1]
    between = range((first // step + 1) * step - 1, last, step)  # counted from 1
    tokens = [first, *(token for token in between if token > first), *([last] if last > first else [])]
    return [_label(token, count(token + 1), role, columns, left, right) for token in tokens]


def _fitting(labels: Sequence[Label]) -> tuple[Label, ...]:
    """The first and the last, and in their order all others that have room; from left to right."""
    if len(labels) < 2 or _touch(labels[0], labels[-1]):
        return tuple(labels[:1])
    kept = [labels[0], labels[-1]]
    for label in labels[1:-1]:
        if not any(_touch(label, other) for other in reversed(kept)):
            kept.append(label)
    return tuple(sorted(kept, key=lambda label: label.token))


def _touch(one: Label, other: Label) -> bool:
    return one.left < other.right + GAP_PX and other.left < one.right + GAP_PX


def _label(token: int, text: str, role: str, columns: Cells, left: float, right: float) -> Label:
    """A text around the middle of its column, moved into the line."""
    wide = min(width_px(text, role) + 1, WIDEST_SHARE * (right - left))
    start = min(max(columns.middle(token) - wide / 2, left - OVERHANG_PX), right + OVERHANG_PX - wide)
    return Label(token, text, start, start + wide)


def _write(painter: QPainter, rect: QRectF, label: Label, role: str, color: str, theme: Theme) -> None:
    room = QRectF(label.left, rect.top(), label.right - label.left, rect.height())
    write(painter, room, label.text, role, theme.color(color), CENTER)
