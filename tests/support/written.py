"""What a panel writes and where: a paint device that draws nothing and remembers every text."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from math import hypot

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPaintDevice, QPaintEngine, QPaintEngineState, QPainter, QTextItem

from gui.panel import Panel

SUPERSCRIPTS = dict(zip("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
METRIC = QPaintDevice.PaintDeviceMetric


def spelled(value: float, decimals: int = 3) -> str:
    """A number as panels are to write it, by decimal arithmetic: it must not be its own oracle."""
    exact = Decimal(float(value))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
    sign = "−" if exact < 0 else ""
    if rounded or not exact:
        return f"{sign}{abs(rounded):f}"
    power = exact.adjusted()
    mantissa = abs(exact).scaleb(-power).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    if mantissa == 10:
        mantissa, power = Decimal("1.0"), power + 1
    return f"{sign}{mantissa}×10{''.join(SUPERSCRIPTS[digit] for digit in str(power))}"


def spelled_in_figures(value: float, count: int, plain: tuple[str, str] = ("0.01", "1000")) -> str:
    """A number with so many significant figures as panels are to write it, by decimal arithmetic.

    Within the limits `plain` it has no power of ten.
    """
    exact = abs(Decimal(float(value)))
    if not exact:
        return "0"
    rounded = exact.quantize(Decimal(1).scaleb(exact.adjusted() - count + 1), ROUND_HALF_EVEN)
    power = rounded.adjusted()
    rounded = rounded.quantize(Decimal(1).scaleb(power - count + 1))  # what was rounded up to 10, 100, …
    sign = "−" if value < 0 else ""
    if Decimal(plain[0]) <= rounded < Decimal(plain[1]):
        return f"{sign}{rounded.quantize(Decimal(1).scaleb(min(power - count + 1, 0))):f}"
    return f"{sign}{rounded.scaleb(-power):f}×10{''.join(SUPERSCRIPTS[digit] for digit in str(power))}"


@dataclass(frozen=True)
class Written:
    """One piece of text, the room of its letters, from the cap line to the baseline, and how it looks.

    Attributes:
        scale: how large the letters are by the size of their role.
    """

    text: str
    rect: QRectF
    color: QColor = field(default_factory=QColor)
    scale: float = 1.0


class _Listener(QPaintEngine):
    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.found: list[Written] = []

    def begin(self, device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None: ...
    def drawPath(self, *shape: object) -> None: ...
    def drawImage(self, *shape: object) -> None: ...
    def drawPixmap(self, *shape: object) -> None: ...
    def drawRects(self, *shape: object) -> None: ...
    def drawLines(self, *shape: object) -> None: ...
    def drawPolygon(self, *shape: object) -> None: ...
    def drawEllipse(self, *shape: object) -> None: ...
    def drawPoints(self, *shape: object) -> None: ...

    def drawTextItem(self, position: QPointF, item: QTextItem) -> None:
        tall = 0.75 * item.ascent()
        letters = QRectF(position.x(), position.y() - tall, item.width(), tall)
        painter = self.painter()
        drawn = painter.combinedTransform()
        scale = hypot(drawn.m12(), drawn.m22())
        self.found.append(Written(item.text(), drawn.mapRect(letters), painter.pen().color(), scale))


class _Device(QPaintDevice):
    def __init__(self, size: QSizeF) -> None:
        super().__init__()
        self.listener = _Listener()
        self._metrics = {
            METRIC.PdmWidth: round(size.width()),
            METRIC.PdmHeight: round(size.height()),
            METRIC.PdmDpiX: 96,
            METRIC.PdmDpiY: 96,
            METRIC.PdmPhysicalDpiX: 96,
            METRIC.PdmPhysicalDpiY: 96,
            METRIC.PdmDevicePixelRatioScaled: 65536,  # 1, in the fixed point that Qt wants
        }

    def paintEngine(self) -> QPaintEngine:
        return self.listener

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return self._metrics.get(metric, 1)


def written_by(panel: Panel, size: QSizeF | None = None) -> list[Written]:
    """Every text that the panel writes at its scene and moment, in the order of painting."""
    size = size or QSizeF(*panel.EXPORT_SIZE_PX)
    device = _Device(size)
    painter = QPainter(device)
    panel.paint(painter, size)
    painter.end()
    return [piece for piece in device.listener.found if piece.text.strip()]
