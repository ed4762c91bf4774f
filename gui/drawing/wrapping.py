"""Tokens broken into rows, computed once for a width: quick for texts of any length."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from engine.shapes import Bool, Float, Int
from gui.drawing.ink import width_px
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
    """Breaks the tokens into rows of this width; none begins with a comma or ends in a bracket.

    What one sees of a token and where a row would break are found for all of them at once: a text may have a
    hundred thousand. Only from row to row it goes by a loop.
    """
    kinds = {token: kind for kind, token in enumerate(dict.fromkeys(tokens))}
    kind = np.fromiter(map(kinds.__getitem__, tokens), np.intp, len(tokens))
    measured = [_measured(token, available) for token in kinds]
    texts = [text for text, _ in measured]
    shown = tokens if texts == list(kinds) else tuple(map(texts.__getitem__, kind.tolist()))
    width = np.array([width for _, width in measured])[kind]
    closing, opening = (
        np.array(found)[kind]
        for found in ([text[0] in CLOSING for text in texts], [text[-1] in OPENING for text in texts])
    )
    unspaced = np.array([(_is_unspaced(text[0]), _is_unspaced(text[-1])) for text in texts])[kind]
    gap = np.where(closing[1:] | opening[:-1], CLOSE_GAP_PX, GAP_PX)
    gap[unspaced[1:, 0] & unspaced[:-1, 1]] = UNSPACED_GAP_PX
    # on one endless line; widths are sixty-fourths of pixels, so that nothing is lost by adding them up
    start = np.concatenate(([0.0], np.cumsum(width[:-1] + gap)))
    end = start + width
    full = np.searchsorted(end, start + available, side="right")  # the first that does not fit behind each
    taken = _taken_along(start, end, ~closing[1:] & ~opening[:-1], available)
    first, full_list, taken_list = [0], full.tolist(), taken.tolist()
    while (too_far := max(full_list[first[-1]], first[-1] + 1)) < len(tokens):
        begin = too_far - taken_list[too_far]
        first.append(begin if begin > first[-1] else too_far)
    rows = np.array([*first, len(tokens)], np.intp)
    row = np.repeat(np.arange(len(first)), np.diff(rows))
    return Wrapping(tokens, available, shown, start - start[rows[row]], width, row, rows)


def _taken_along(
    start: Float[np.ndarray, " T"],
    end: Float[np.ndarray, " T"],
    parts: Bool[np.ndarray, " T1"],
    available: float,
) -> Int[np.ndarray, " T"]:
    """How many tokens before each must not part from it, and go into the next row with it.

    A comma takes the word before it along, and a word the bracket before it: at most so many, and no more
    than fit into a row.

    Args:
        start: where each begins on one endless line.
        end: where it ends.
        parts: whether each may be parted from the one before it, but for the first.
        available: the width of a row.
    """
    taken = np.zeros(len(start), np.intp)
    for count in reversed(range(1, MOST_TAKEN)):
        taken[count + 1 :][parts[: max(len(parts) - count, 0)]] = count
    taken[1:][parts] = 0
    everyone = np.arange(len(start))
    taken[end - start[everyone - taken] > available] = 0
    return taken


def _is_unspaced(character: str) -> bool:
    """Whether a character belongs to a script that is written without spaces."""
    return any(first <= character <= last for first, last in UNSPACED)


@lru_cache(maxsize=65_536)
def _measured(token: str, available: float) -> tuple[str, float]:
    """A token as it is drawn, and its width."""
    text = token if len(token) <= LONGEST else token[:LONGEST] + "…"
    if width_px(text, ROLE) > available:
        text = QFontMetricsF(font(ROLE)).elidedText(text, Qt.TextElideMode.ElideRight, available) or "…"
    return text or "…", max(width_px(text, ROLE), NARROWEST_PX)
