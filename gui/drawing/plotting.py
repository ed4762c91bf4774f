"""What the plots need of pyqtgraph, so that one pyqtgraph scene looks the same on screen and on paper.

pyqtgraph is made for live windows: its pens keep one device pixel however fine the paper, its axes
remember the widest label they have ever had, and its mouse may move what is shown. The parts here keep
its scene, views and curves, and leave those habits out; `axes` paints what stands beside them.
"""

import numpy as np
from pyqtgraph import GraphicsScene, PlotCurveItem, ViewBox
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPen, QTransform
from PySide6.QtWidgets import QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from engine.shapes import Float
from gui.drawing.downsampling import Cells
from gui.drawing.ink import CENTER, LEFT, RIGHT, width_px, write
from gui.drawing.theme import Theme

FILE_PX = 1024  # the longer side of an image in a file


class Canvas:
    """A pyqtgraph scene that no window ever shows: it is painted where and whenever a panel asks."""

    def __init__(self, owner: QObject) -> None:
        self._scene = GraphicsScene(parent=owner)
        self._scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)

    def add(self, item: ViewBox) -> None:
        """Takes a view."""
        self._scene.addItem(item)

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        """Paints the scene; its coordinates are those of `rect`, from its top left corner on."""
        source = QRectF(0, 0, rect.width(), rect.height())
        self._scene.setSceneRect(source)
        painter.save()
        self._scene.render(painter, rect, source)
        painter.restore()


class PlotView(ViewBox):  # type: ignore[misc]  # pyqtgraph has no types
    """A view whose place and range are set and never guessed: no mouse, no menu, no automatic range."""

    def __init__(self) -> None:
        super().__init__(enableMouse=False, enableMenu=False, defaultPadding=0)
        self._placed: tuple[QRectF, tuple[float, float], tuple[float, float]] | None = None
        self.area = QRectF()
        self.disableAutoRange()
        # Ranges are chosen so that everything fits; without clipping a dot at the edge stays whole.
        self.setFlag(self.GraphicsItemFlag.ItemClipsChildrenToShape, False)
        self.borderRect.hide()

    def paint(self, *arguments: object) -> None:
        """Qt's call: a view has no frame, and an unseen one would still be in every file."""

    def place(self, rect: QRectF, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Puts the view at `rect` of the canvas, showing these ranges exactly."""
        if (rect, x, y) == self._placed:
            return  # while scrubbing nothing but the playhead moves
        self._placed = (QRectF(rect), x, y)
        self.area = QRectF(x[0], y[0], x[1] - x[0], y[1] - y[0])
        self.setGeometry(rect)
        self.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=True)
        self.updateMatrix()


class Curve(PlotCurveItem):  # type: ignore[misc]
    """A curve whose pen has its width in logical pixels on every device, gaps where values are NaN."""

    def __init__(self, view: PlotView) -> None:
        super().__init__(connect="finite")
        self._view = view
        self._pieces = PrimitiveArray(QLineF, 4)
        view.addItem(self, ignoreBounds=True)

    def boundingRect(self) -> QRectF:
        """Qt's call: the whole view, which is quicker than looking through the points."""
        return self._view.area

    def show_points(self, x: Float[np.ndarray, " N"], y: Float[np.ndarray, " N"], pen: QPen) -> None:
        """Shows these points with this pen."""
        self.setPen(pen)
        self.setData(x, y)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Qt's call. Drawn in pixels: in data units a true-width pen would be torn out of shape.

        Files get one path, which an editor can take up; pixels get it as pieces, because Qt fills the
        outline of a wide path 20 times slower than it draws its pieces.
        """
        if self.xData is None or len(self.xData) == 0:
            return
        to_view: QTransform = self._view.childGroup.transform()
        pen: QPen = self.opts["pen"]
        painter.save()
        painter.setTransform(to_view.inverted()[0], True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if painter.paintEngine().type() == QPaintEngine.Type.Raster:
            x = self.xData * to_view.m11() + to_view.dx()
            y = self.yData * to_view.m22() + to_view.dy()
            painter.setPen(solid(pen))
            ends = pieces(x, y, pen)
            self._pieces.resize(len(ends))
            self._pieces.ndarray()[:] = ends
            painter.drawLines(*self._pieces.drawargs())
        else:
            painter.setPen(pen)
            painter.drawPath(to_view.map(self.getPath()))
        painter.restore()


def paint_tiles(painter: QPainter, rect: QRectF, tiles: QImage, columns: int) -> None:
    """Paints the first columns of coloured tiles, which together fill `rect`; sharp on every device.

    Viewers of SVG and PDF blur what they enlarge, so files get it enlarged already.
    """
    width, height = tiles.width(), tiles.height()
    target = QRectF(rect.left(), rect.top(), rect.width() * columns / width, rect.height())
    if painter.paintEngine().type() == QPaintEngine.Type.Raster:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(target, tiles, QRectF(0, 0, columns, height))
        return
    times = max(1, FILE_PX // max(width, height))
    painter.drawImage(target, tiles.copy(0, 0, columns, height).scaled(columns * times, height * times))


def solid(pen: QPen) -> QPen:
    """The same pen without its dashes."""
    plain = QPen(pen)
    plain.setStyle(Qt.PenStyle.SolidLine)
    return plain


def pieces(x: Float[np.ndarray, " N"], y: Float[np.ndarray, " N"], pen: QPen) -> Float[np.ndarray, "M 4"]:
    """A curve as straight pieces `x1 y1 x2 y2`, with the pen's dashes cut out along its length."""
    pattern = np.array(pen.dashPattern()) * pen.widthF()
    drawn = np.isfinite(x) & np.isfinite(y)
    if pattern.size and drawn.sum() > 1:
        x, y = x[drawn], y[drawn]
        joined = np.diff(np.flatnonzero(drawn)) == 1
        way = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
        marks = np.cumsum(np.tile(pattern, int(way[-1] // pattern.sum()) + 1))
        cuts = np.sort(np.concatenate([way, marks[marks < way[-1]]]))
        middle = (cuts[:-1] + cuts[1:]) / 2
        on = np.searchsorted(np.cumsum(pattern), middle % pattern.sum(), side="right") % 2 == 0
        on &= joined[np.clip(np.searchsorted(way, middle) - 1, 0, len(joined) - 1)]
        x, y = np.interp(cuts, way, x), np.interp(cuts, way, y)
    else:
        on = drawn[:-1] & drawn[1:]
    kept: np.ndarray = np.stack([x[:-1], y[:-1], x[1:], y[1:]], axis=1)[on]
    return kept


def dot(painter: QPainter, at: QPointF, color: QColor, theme: Theme, *, hollow: bool = False) -> None:
    """A point on a curve, set off from it; hollow where it is a value from before the step."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    card = theme.color("card")
    painter.setPen(QPen(color if hollow else card, 1.5))
    painter.setBrush(card if hollow else color)
    painter.drawEllipse(at, 3.6, 3.6)


def token_words(
    painter: QPainter, rect: QRectF, tokens: tuple[str, ...], token: int, columns: Cells, theme: Theme
) -> None:
    """The words under a plot: the current one at its place, the first and the last where they have room."""
    widest = rect.width() * 0.45
    width = min(width_px(tokens[token], "strong") + 2, widest)
    left = min(max(columns.middle(token) - width / 2, rect.left()), rect.right() - width)
    current = QRectF(left, rect.top(), width, rect.height())
    write(painter, current, tokens[token], "strong", theme.color("ink"), CENTER)
    for at, align in ((0, LEFT), (len(tokens) - 1, RIGHT)):
        room = min(width_px(tokens[at], "caption") + 2, widest)
        start = rect.left() if align == LEFT else rect.right() - room
        box = QRectF(start, rect.top(), room, rect.height())
        if at != token and not box.intersects(current.adjusted(-8, 0, 8, 0)):
            write(painter, box, tokens[at], "caption", theme.color("muted"), align)
