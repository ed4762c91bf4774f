"""Curves, tiles and dots, alike on screen and on paper; `axes` paints what stands beside them."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from engine.shapes import Bool, Float
from gui.drawing.buffers import draw_lines
from gui.drawing.downsampling import joined
from gui.drawing.ink import in_pixels
from gui.drawing.theme import NO_BRUSH, Theme

if TYPE_CHECKING:
    from gui.drawing.file_scene import FileScene

MOST_ENLARGED = 6  # tiles that are kept in the size that they are seen in
FILE_PX = 1024  # the longer side of an image in a file


_enlarged: dict[tuple[int, int, int], QImage] = {}


class Canvas:
    """What a plot's curves are painted on, where and whenever a panel asks; no window ever shows it."""

    def __init__(self) -> None:
        self._views: list[PlotView] = []
        self._file_scene: FileScene | None = None

    def add(self, view: "PlotView") -> None:
        """Takes a view, with all its curves."""
        self._views.append(view)

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        """Paints the curves; their coordinates are those of `rect`, from its top left corner on.

        Files get pyqtgraph's scene of them. Pixels get them without it: to look after the scene would take
        longer than to paint them.
        """
        painter.save()
        if in_pixels(painter):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            curves = [curve for view in self._views for curve in view.curves if curve.visible]
            for curve in sorted(curves, key=lambda curve: curve.height):
                curve.paint_pieces(painter, rect.topLeft())
        else:
            if self._file_scene is None:
                # Not before a file is wanted: importing pyqtgraph takes longer than the rest of a start.
                from gui.drawing.file_scene import FileScene

                self._file_scene = FileScene(self._views)
            self._file_scene.paint(painter, rect)
        painter.restore()


class PlotView:
    """A view whose place and range are set and never guessed.

    Attributes:
        curves: what is shown in it.
        area: what part of the data is shown.
        frame: where.
    """

    def __init__(self) -> None:
        self.curves: list[Curve] = []
        self.area, self.frame = QRectF(), QRectF()

    def place(self, rect: QRectF, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Puts the view at `rect` of the canvas, showing these ranges exactly."""
        self.frame = rect
        self.area = QRectF(x[0], y[0], x[1] - x[0], y[1] - y[0])


class Curve:
    """A curve whose pen has its width in logical pixels on every device, gaps where values are NaN.

    Attributes:
        visible: whether it is painted.
        height: what is higher is painted above.
    """

    def __init__(self, view: PlotView) -> None:
        self._view = view
        self.visible, self.height = True, 0.0
        self.x = self.y = np.empty(0)
        self.pen = QPen()
        self._plain: tuple[QPen, QPen] | None = None  # the pen, and the one that its pieces are drawn with
        view.curves.append(self)

    def show_points(self, x: Float[np.ndarray, " N"], y: Float[np.ndarray, " N"], pen: QPen) -> None:
        """Shows these points with this pen."""
        self.x, self.y, self.pen = x, y, pen

    def paint_pieces(self, painter: QPainter, origin: QPointF) -> None:
        """Paints it into pixels: Qt fills the outline of a wide path 20 times slower than it draws pieces."""
        area, frame = self._view.area, self._view.frame
        across, down = frame.width() / area.width(), frame.height() / area.height()
        x = self.x * across + (origin.x() + frame.left() - area.left() * across)
        y = (origin.y() + frame.bottom() + area.top() * down) - self.y * down
        if self._plain is None or self._plain[0] is not self.pen:
            self._plain = self.pen, solid(self.pen)
        painter.setPen(self._plain[1])
        draw_lines(painter, pieces(x, y, self.pen))


def paint_tiles(painter: QPainter, rect: QRectF, tiles: QImage, columns: int) -> None:
    """Paints the first columns of coloured tiles, which together fill `rect`; sharp on every device.

    Viewers of SVG and PDF blur what they enlarge, so files get it enlarged already.
    """
    width, height = tiles.width(), tiles.height()
    target = QRectF(rect.left(), rect.top(), rect.width() * columns / width, rect.height())
    if in_pixels(painter):
        _copy_tiles(painter, rect, target, tiles)
        return
    times = max(1, FILE_PX // max(width, height))
    painter.drawImage(target, tiles.copy(0, 0, columns, height).scaled(columns * times, height * times))


def _copy_tiles(painter: QPainter, rect: QRectF, shown: QRectF, tiles: QImage) -> None:
    """Copies the part `shown` of the tiles, which were enlarged to the pixels of `rect` once."""
    to_device, world = painter.deviceTransform(), painter.worldTransform()
    whole, part = to_device.mapRect(rect), to_device.mapRect(shown)
    left, top = round(whole.left()), round(whole.top())
    width, height = round(whole.right()) - left, round(whole.bottom()) - top
    key = tiles.cacheKey(), width, height
    enlarged = _enlarged.get(key)
    if enlarged is None:
        while len(_enlarged) >= MOST_ENLARGED:
            _enlarged.pop(next(iter(_enlarged)))
        enlarged = _enlarged[key] = tiles.scaled(width, height)
    painter.resetTransform()  # where a point is a pixel, copying is quickest
    ground = painter.deviceTransform()
    ratio, pixels = ground.m11(), QRectF(0, 0, round(part.right()) - left, height)
    place = QPointF((left - ground.dx()) / ratio, (top - ground.dy()) / ratio)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(
        QRectF(place, QSizeF(pixels.width() / ratio, pixels.height() / ratio)), enlarged, pixels
    )
    painter.setWorldTransform(world)


def solid(pen: QPen) -> QPen:
    """The same pen for pieces of a curve: without its dashes, and where it is no dot without round ends.

    Qt draws a piece with straight ends many times quicker than one with round ends.
    """
    dotted = pen.style() != Qt.PenStyle.SolidLine and min(pen.dashPattern()) < 1
    if pen.style() == Qt.PenStyle.SolidLine and pen.capStyle() != Qt.PenCapStyle.RoundCap:
        return pen
    plain = QPen(pen)
    plain.setStyle(Qt.PenStyle.SolidLine)
    if not dotted and pen.capStyle() == Qt.PenCapStyle.RoundCap:
        plain.setCapStyle(Qt.PenCapStyle.SquareCap)
    return plain


def pieces(x: Float[np.ndarray, " N"], y: Float[np.ndarray, " N"], pen: QPen) -> Float[np.ndarray, "M 4"]:
    """A curve as straight pieces `x1 y1 x2 y2`, with the pen's dashes cut out along its length."""
    drawn = np.isfinite(y)
    whole = bool(drawn.all())
    if pen.style() == Qt.PenStyle.SolidLine or drawn.sum() < 2:
        on = None if whole else drawn[:-1] & drawn[1:]
    else:
        joined = None
        if not whole:
            joined = np.diff(np.flatnonzero(drawn)) == 1
            x, y = x[drawn], y[drawn]
        pattern = np.array(pen.dashPattern()) * pen.widthF()
        x, y, on = _dashed(x, y, pattern, joined)
    ends = np.empty((max(len(x) - 1, 0), 4))
    ends[:, 0], ends[:, 1], ends[:, 2], ends[:, 3] = x[:-1], y[:-1], x[1:], y[1:]
    return ends if on is None else ends[on]


def _dashed(
    x: Float[np.ndarray, " N"],
    y: Float[np.ndarray, " N"],
    pattern: Float[np.ndarray, " P"],
    joined: Bool[np.ndarray, " N1"] | None,
) -> tuple[Float[np.ndarray, " M"], Float[np.ndarray, " M"], Bool[np.ndarray, " M1"]]:
    """The points of a curve and the ends of its dashes between them, and where it is drawn."""
    way = np.zeros(len(x))
    np.cumsum(np.hypot(x[1:] - x[:-1], y[1:] - y[:-1]), out=way[1:])
    marks, period = np.cumsum(pattern), float(pattern.sum())
    again = np.arange(int(way[-1] // period) + 1) * period
    all_marks = (again[:, None] + marks).ravel()
    cuts = np.concatenate([way, all_marks[: np.searchsorted(all_marks, way[-1])]])
    cuts.sort()
    middle = (cuts[:-1] + cuts[1:]) / 2
    on = np.searchsorted(marks, middle % period, side="right") % 2 == 0
    if joined is not None:
        on &= joined[np.clip(np.searchsorted(way, middle) - 1, 0, len(joined) - 1)]
    return np.interp(cuts, way, x), np.interp(cuts, way, y), on


def paint_line(painter: QPainter, x: Float[np.ndarray, " N"], y: Float[np.ndarray, " N"], pen: QPen) -> None:
    """A line through these points, with gaps where y is none.

    Files get it whole, pixels in pieces, which is quicker by far.
    """
    if in_pixels(painter):
        painter.setPen(solid(pen))
        draw_lines(painter, pieces(x, y, pen))
        return
    painter.setPen(pen)
    painter.setBrush(NO_BRUSH)
    for part in joined(x, y):
        painter.drawPolyline(part)


def dot(painter: QPainter, at: QPointF, color: QColor, theme: Theme, *, hollow: bool = False) -> None:
    """A point on a curve, set off from it; hollow where it is a value from before the step."""
    card = theme.color("card")
    painter.setPen(QPen(color if hollow else card, 1.5))
    painter.setBrush(card if hollow else color)
    painter.drawEllipse(at, 3.6, 3.6)
