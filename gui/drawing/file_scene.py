"""pyqtgraph's scene of a plot, for files: there a curve is one path, which an editor can take up.

pyqtgraph is made for live windows: its pens keep one device pixel however fine the paper, its axes
remember the widest label they have ever had, and its mouse may move what is shown. The parts here keep
its scene, views and curves, and leave those habits out.
"""

from collections.abc import Sequence

from pyqtgraph import GraphicsScene, PlotCurveItem, ViewBox
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QTransform
from PySide6.QtWidgets import QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from gui.drawing.plotting import Curve, PlotView
from gui.drawing.theme import NO_BRUSH


class FileScene:
    """A scene that no window ever shows.

    Args:
        views: what is in it; their curves stay the same, what these show may change.
    """

    def __init__(self, views: Sequence[PlotView]) -> None:
        self._scene = GraphicsScene()
        self._scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._boxes = [_Box(view) for view in views]
        for box in self._boxes:
            self._scene.addItem(box)

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        """Paints everything as it is now; coordinates are those of `rect`, from its top left corner on."""
        source = QRectF(0, 0, rect.width(), rect.height())
        for box in self._boxes:
            box.arrange()
        self._scene.setSceneRect(source)
        self._scene.render(painter, rect, source)


class _Box(ViewBox):  # type: ignore[misc]  # pyqtgraph has no types
    """A view: no mouse, no menu, no automatic range."""

    def __init__(self, view: PlotView) -> None:
        super().__init__(enableMouse=False, enableMenu=False, defaultPadding=0)
        self._view = view
        self.disableAutoRange()
        # Ranges are chosen so that everything fits; without clipping a dot at the edge stays whole.
        self.setFlag(self.GraphicsItemFlag.ItemClipsChildrenToShape, False)
        self.borderRect.hide()
        self._items = [_Item(curve, self) for curve in view.curves]

    def paint(self, *arguments: object) -> None:
        """Qt's call: a view has no frame, and an unseen one would still be in every file."""

    @property
    def area(self) -> QRectF:
        """What part of the data is shown."""
        return self._view.area

    def arrange(self) -> None:
        """Tells pyqtgraph where the view is and what is in it."""
        x, y = (self.area.left(), self.area.right()), (self.area.top(), self.area.bottom())
        self.setGeometry(self._view.frame)
        self.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=True)
        self.updateMatrix()
        for item in self._items:
            item.arrange()


class _Item(PlotCurveItem):  # type: ignore[misc]
    """A curve whose pen has its width in logical pixels."""

    def __init__(self, curve: Curve, box: _Box) -> None:
        super().__init__(connect="finite")
        self._curve, self._box = curve, box
        box.addItem(self, ignoreBounds=True)

    def arrange(self) -> None:
        """Takes what the curve shows now."""
        self.setVisible(self._curve.visible)
        self.setZValue(self._curve.height)
        self.setData(self._curve.x, self._curve.y, pen=self._curve.pen)

    def boundingRect(self) -> QRectF:
        """Qt's call: the whole view, which is quicker than looking through the points."""
        return self._box.area

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Qt's call. Drawn in pixels: in data units a true-width pen would be torn out of shape."""
        if len(self._curve.x) == 0:
            return
        to_view: QTransform = self._box.childGroup.transform()
        painter.save()
        painter.setTransform(to_view.inverted()[0], True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(NO_BRUSH)
        painter.setPen(self._curve.pen)
        painter.drawPath(to_view.map(self.getPath()))
        painter.restore()
