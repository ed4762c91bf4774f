"""Tokens broken into rows, computed once for a width: quick for texts of any length."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from engine.shapes import Float, Int
from gui.drawing.theme import font

ROLE = "token"
GAP_PX = 13.0
CLOSE_GAP_PX = 8.0  # before a comma
UNSPACED_GAP_PX = 6.5  # between characters that are written without spaces
WORD_PX = 22.0  # height of the line that a word stands on
BAR_MARGIN_PX = 1.5  # between a word and its bar, and between that and the next row
NARROWEST_PX = 5.0  # room for a bar under a full stop
SIDE_PX = 4.0  # ground beside a word, where its neighbours leave room
MOST_TAKEN = 4  # words and marks that are kept together at the end of a row
LONGEST = 300  # characters of one token that are looked at: nobody reads more, and measuring takes time
CLOSING = frozenset(".,;:!?%)]}»”’…。，、；：！？）》」』】～")
OPENING = frozenset("([{«“‘（《「『【$€£#@")

UNSPACED = (("\u2e80", "\u9fff"), ("\uf900", "\ufaff"), ("\uff00", "\uffee"))  # Chinese, kana, wide forms


@dataclass(frozen=True, eq=False)
class Wrapping:
    """Where every token stands. Rows run from left to right as time does, whatever the script.

    Attributes:
        tokens: the tokens, as they were written.
        available: the width that they were wrapped to.
        shown: the tokens as they are drawn; those that are wider than a row end in ….
        left: x of each token from the left edge of its row.
        width: its width.
        row: its row.
        first: the first token of each row, and the number of tokens at the end.
    """

    tokens: tuple[str, ...]
    available: float
    shown: tuple[str, ...]
    left: Float[np.ndarray, " T"]
    width: Float[np.ndarray, " T"]
    row: Int[np.ndarray, " T"]
    first: Int[np.ndarray, " R1"]

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.first) - 1


@dataclass(frozen=True, eq=False)
class Visible:
    """The rows that can be seen, and where their tokens stand on the card.

    Attributes:
        rows: the first visible row, and the one after the last.
        top: y of the first visible row.
        pitch: from one row to the next.
        start, stop: the visible tokens.
        left, width, line: x, width and y of each visible token.
    """

    rows: tuple[int, int]
    top: float
    pitch: float
    start: int
    stop: int
    left: Float[np.ndarray, " n"]
    width: Float[np.ndarray, " n"]
    line: Float[np.ndarray, " n"]

    @property
    def bar_px(self) -> float:
        """Height of the place for a bar."""
        return self.pitch - WORD_PX - 2 * BAR_MARGIN_PX

    def place(self, token: int) -> QRectF | None:
        """The line of a token; None if it is not visible."""
        if not self.start <= token < self.stop:
            return None
        at = token - self.start
        return QRectF(self.left[at], self.line[at], self.width[at], WORD_PX)

    def room_beside(self, token: int) -> tuple[float, float]:
        """How far the neighbours in its row are from a visible token, to the left and to the right."""
        at, right = token - self.start, self.left + self.width
        before = at > 0 and self.line[at - 1] == self.line[at]
        after = at + 1 < len(self.line) and self.line[at + 1] == self.line[at]
        return (
            float(self.left[at] - right[at - 1]) if before else GAP_PX,
            float(self.left[at + 1] - right[at]) if after else GAP_PX,
        )


def sides(
    left: Float[np.ndarray, " n"], width: Float[np.ndarray, " n"], row: Float[np.ndarray, " n"]
) -> tuple[Float[np.ndarray, " n"], Float[np.ndarray, " n"]]:
    """How far the ground of each word reaches beyond it, to the left and to the right: never to the next one.

    Args:
        left: where the words begin.
        width: how wide they are.
        row: anything that differs from row to row.
    """
    gaps = np.where(row[1:] == row[:-1], left[1:] - left[:-1] - width[:-1], np.inf)
    reach = np.minimum((np.concatenate(([np.inf], gaps, [np.inf])) - 1) / 2, SIDE_PX)
    return reach[:-1], reach[1:]


def wrap(tokens: tuple[str, ...], available: float) -> Wrapping:
    """Breaks the tokens into rows of this width; none begins with a comma or ends in a bracket."""
    measured = [_measured(token, available) for token in tokens]
    shown, width = tuple(text for text, _ in measured), [width for _, width in measured]
    left: list[float] = []
    first = [0]
    end = 0.0
    for index, text in enumerate(shown):
        start = end + _gap(shown[index - 1], text) if index > first[-1] else 0.0
        if start + width[index] > available and start:
            places = _taken_along(shown, width, first[-1], index, available)
            first.append(index + 1 - len(places))
            left[first[-1] :] = places[:-1]
            start = places[-1]
        left.append(start)
        end = start + width[index]
    first.append(len(tokens))
    return Wrapping(
        tokens,
        available,
        shown,
        np.array(left),
        np.array(width),
        np.repeat(np.arange(len(first) - 1), np.diff(first)),
        np.array(first, np.intp),
    )


def _taken_along(
    shown: Sequence[str], width: Sequence[float], first: int, index: int, available: float
) -> list[float]:
    """The places, in the next row, of the token that does not fit and of those before it that must not part.

    A comma takes the word before it along, and a word the bracket before it: at most so many, and never all
    of the row that begins at `first`.
    """
    for begin in range(index, max(first, index - MOST_TAKEN), -1):
        if shown[begin][0] in CLOSING or shown[begin - 1][-1] in OPENING:
            continue
        places = [0.0]
        for at in range(begin, index):
            places.append(places[-1] + width[at] + _gap(shown[at], shown[at + 1]))
        return places if places[-1] + width[index] <= available else [0.0]
    return [0.0]


def _gap(before: str, after: str) -> float:
    if _is_unspaced(before[-1]) and _is_unspaced(after[0]):
        return UNSPACED_GAP_PX
    return CLOSE_GAP_PX if after[0] in CLOSING or before[-1] in OPENING else GAP_PX


def _is_unspaced(character: str) -> bool:
    """Whether a character belongs to a script that is written without spaces."""
    return any(first <= character <= last for first, last in UNSPACED)


@lru_cache(maxsize=65_536)
def _measured(token: str, available: float) -> tuple[str, float]:
    """A token as it is drawn, and its width."""
    metrics = QFontMetricsF(font(ROLE))
    text = token if len(token) <= LONGEST else token[:LONGEST] + "…"
    if metrics.horizontalAdvance(text) > available:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, available) or "…"
    return text or "…", max(metrics.horizontalAdvance(text), NARROWEST_PX)
