"""How the mouse zooms into the words of a plot, moves them and points at them: wishes, and nothing else."""

from PySide6.QtCore import QPoint, QPointF

from gui.drawing.word_axis import WordAxis
from gui.view import LEAST_WORDS, moved, zoomed

NOTCH = 120.0  # of a wheel, in Qt's measure
TO_HALF = 2 * NOTCH  # until half as many words are shown
PIXELS_TO_HALF = 120.0  # the same on a touchpad
NOTCH_SHARE = 0.125  # of what is shown, by which a notch sidewards moves it


class Zooming:
    """One hand on the words of a panel: it reckons from what it wished last, which may not be drawn yet.

    Attributes:
        moving: whether a drag moves the words at the moment.
    """

    def __init__(self) -> None:
        self._wished: range | None = None
        self._turned = self._slid = 0.0
        self._held: tuple[QPointF, range, float] | None = None
        self.moving = False

    def forget(self) -> None:
        """What was wished for is drawn, or something else is."""
        self._wished = None

    def turned(self, axis: WordAxis, x: float, pixels: QPoint, angle: QPoint, length: int) -> range | None:
        """The wheel was turned, or two fingers moved: what shall be shown; None while that is the same.

        Up and down zooms at the mouse, sidewards moves. Small turns add up.
        """
        columns = axis.columns
        shown = self._wished or columns.shown
        turn = angle if pixels.isNull() else pixels
        if abs(turn.x()) > abs(turn.y()):
            share = angle.x() / NOTCH * NOTCH_SHARE if pixels.isNull() else pixels.x() / columns.size_px
            self._slid += share * len(shown)
            steps = round(self._slid)
            self._slid -= steps
            now = moved(shown, shown.start - steps, length)
        else:
            self._turned += angle.y() / TO_HALF if pixels.isNull() else pixels.y() / PIXELS_TO_HALF
            factor = 2.0**-self._turned
            now = zoomed(shown, columns.share_at(x), factor, length)
            if now != shown or not LEAST_WORDS < factor * len(shown) < length:
                self._turned = 0.0
        return self._wish(now, shown)

    def grasp(self, axis: WordAxis, position: QPointF, length: int) -> bool:
        """A button was pressed: whether a drag would move the words, as it does where not all are shown."""
        shown = self._wished or axis.columns.shown
        if len(shown) < length:
            self._held = QPointF(position), shown, axis.columns.pitch_px
        return self._held is not None

    @property
    def holding(self) -> bool:
        """Whether a button is held from which a drag would move the words."""
        return self._held is not None

    def drag(self, position: QPointF, least_px: float, length: int) -> range | None:
        """The mouse was moved with the button held: what shall be shown; None while that is the same."""
        if self._held is None:
            return None
        start, shown, pitch_px = self._held
        across = position.x() - start.x()
        self.moving = self.moving or abs(across) >= least_px
        if not self.moving:
            return None
        now = moved(shown, shown.start - round(across / pitch_px), length)
        return self._wish(now, self._wished or shown)

    def let_go(self) -> bool:
        """The button was released: whether it was a click, and no drag."""
        clicked = self._held is not None and not self.moving
        self._held, self.moving = None, False
        return clicked

    def _wish(self, now: range, shown: range) -> range | None:
        self._wished = now
        return now if now != shown else None
