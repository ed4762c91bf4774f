"""Panels as picture files: PNG, SVG and PDF, and their numbers as CSV. The screen is never touched.

Every export draws a fresh panel through the same `Panel.paint` that the window calls. A picture is laid out
at the size that the panel's author vouches for, or somewhat larger where the paper has room for it, so that
type has about the size it has on screen; then it is scaled to the width that was asked for.
"""

import csv
import io
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QMimeData, QRectF, QSizeF
from PySide6.QtGui import (
    QFont,
    QFontInfo,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPageSize,
    QPainter,
    QPdfWriter,
)
from PySide6.QtSvg import QSvgGenerator

from engine.record.messages import EngineError
from engine.record.whole_file import whole_file
from gui.panel import Panel
from gui.scene import Moment, Scene
from gui.theme import DARK, PAPER, ROLES, THEMES, Theme, font

MM_PER_INCH = 25.4
SCREEN_DPI = 96.0  # what a logical pixel is worth on paper: 12 px are 9 points
LARGEST_LAYOUT = 1.25
PDF_DPI = 1200
SVG_UNITS_PER_MM = 100
MOST_PIXELS = 400_000_000
CLIPBOARD_SCALE = 2.0
EXPORT_THEMES: Mapping[str, Theme] = {
    **THEMES,
    "transparent": replace(PAPER, transparent=True),
    "transparent-dark": replace(DARK, transparent=True),
}


@dataclass(frozen=True)
class Picture:
    """A panel that is ready to be written, and its measures.

    Attributes:
        panel: drawn, never shown.
        layout: its size in logical pixels.
        width_mm: its width on paper.
        dpi: how many pixels a PNG has to the inch.
    """

    panel: Panel
    layout: QSizeF
    width_mm: float
    dpi: float

    @property
    def height_mm(self) -> float:
        """Its height on paper."""
        return self.width_mm * self.layout.height() / self.layout.width()

    @property
    def size_px(self) -> tuple[int, int]:
        """Its size as a PNG."""
        width = max(1, round(self.width_mm / MM_PER_INCH * self.dpi))
        return width, max(1, round(width * self.layout.height() / self.layout.width()))

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Paints it over `width` × `height` units of a device, ground and all."""
        painter.scale(width / self.layout.width(), height / self.layout.height())
        theme = self.panel.theme
        if not theme.transparent:
            painter.fillRect(QRectF(0, 0, self.layout.width(), self.layout.height()), theme.color("ground"))
        self.panel.paint(painter, self.layout)


def export(
    panel_type: type[Panel],
    scene: Scene,
    moment: Moment,
    path: Path | str,
    *,
    width_mm: float | None = None,
    width_px: int | None = None,
    dpi: float = 300,
    theme: Theme | str = "paper",
    layout_px: tuple[float, float] | None = None,
) -> None:
    """Writes one panel as a picture; its format follows from the ending of the name.

    Args:
        panel_type: the panel.
        scene: what it shows.
        moment: where in it.
        path: ends in `.png`, `.svg` or `.pdf`.
        width_mm: width on paper; 174 mm, a full page of a journal, if neither width is given.
        width_px: width of a PNG in pixels, instead of `width_mm`.
        dpi: pixels per inch of a PNG.
        theme: a name in `EXPORT_THEMES`, or a theme.
        layout_px: size in which the panel is laid out, if not its own: the one on screen, for example.

    Raises:
        EngineError: the ending is unknown, the size is impossible, or the file cannot be written.
    """
    path = Path(path)
    encode = WRITERS.get(path.suffix.lower())
    if encode is None:
        raise EngineError("unknown_ending", path=str(path), known=", ".join(WRITERS))
    if not path.parent.is_dir():
        raise EngineError("folder_missing", folder=str(path.parent))
    if width_mm is None:
        width_mm = 174.0 if width_px is None else width_px / dpi * MM_PER_INCH if dpi > 0 else math.nan
    with picture(panel_type, scene, moment, width_mm, dpi, theme, layout_px) as drawn:
        data = encode(drawn)
    with whole_file(path) as temporary:
        temporary.write_bytes(data)


@contextmanager
def picture(
    panel_type: type[Panel],
    scene: Scene,
    moment: Moment,
    width_mm: float,
    dpi: float,
    theme: Theme | str = "paper",
    layout_px: tuple[float, float] | None = None,
) -> Iterator[Picture]:
    """Draws a fresh panel and lets go of it afterwards."""
    if isinstance(theme, str):
        if theme not in EXPORT_THEMES:
            raise EngineError("unknown_theme", theme=theme, known=", ".join(EXPORT_THEMES))
        theme = EXPORT_THEMES[theme]
    panel = panel_type(theme)
    try:
        drawn = Picture(panel, _layout(panel_type, width_mm, layout_px), width_mm, dpi)
        if not (0 < width_mm < math.inf and 0 < dpi < math.inf and math.prod(drawn.size_px) <= MOST_PIXELS):
            raise EngineError("bad_picture_size", width=f"{width_mm:g}", dpi=f"{dpi:g}")
        sentences: list[str] = []
        panel.failed.connect(sentences.append)
        panel.draw(scene, moment)
        if sentences:
            raise RuntimeError(sentences[0])
        yield drawn
    finally:
        panel.deleteLater()


def _layout(panel_type: type[Panel], width_mm: float, given: tuple[float, float] | None) -> QSizeF:
    """The panel's own size, up to a quarter larger where the paper is wide."""
    width, height = given or panel_type.EXPORT_SIZE_PX
    room = width_mm / MM_PER_INCH * SCREEN_DPI / width
    growth = 1.0 if given or not room > 1 else min(room, LARGEST_LAYOUT)
    return QSizeF(width * growth, height * growth)


def png(drawn: Picture) -> bytes:
    """The picture as PNG, with its resolution and what it shows."""
    buffer = _buffer()
    QImageWriter(buffer, QByteArray(b"png")).write(image(drawn))
    return bytes(buffer.data().data())


def image(drawn: Picture) -> QImage:
    """The picture in pixels."""
    width, height = drawn.size_px
    pixels = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    if pixels.isNull():
        raise EngineError("bad_picture_size", width=f"{drawn.width_mm:g}", dpi=f"{drawn.dpi:g}")
    pixels.fill(0)
    painter = QPainter(pixels)
    drawn.paint(painter, width, height)
    painter.end()
    # Only now: fonts would grow with a resolution that is set before painting.
    pixels.setDotsPerMeterX(round(drawn.dpi / MM_PER_INCH * 1000))
    pixels.setDotsPerMeterY(round(drawn.dpi / MM_PER_INCH * 1000))
    title, description = _words(drawn)
    pixels.setText("Title", title)
    pixels.setText("Description", description)
    pixels.setText("Software", "Gatescope")
    return pixels


def svg(drawn: Picture) -> bytes:
    """The picture as SVG: text is text, and its measures are in millimetres."""
    buffer = _buffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(round(MM_PER_INCH * SVG_UNITS_PER_MM))
    size = QSizeF(drawn.width_mm, drawn.height_mm) * SVG_UNITS_PER_MM
    generator.setSize(size.toSize())
    generator.setViewBox(QRectF(0, 0, drawn.layout.width(), drawn.layout.height()))
    title, description = _words(drawn)
    generator.setTitle(title)
    generator.setDescription(description)
    with plain_figures():
        painter = QPainter(generator)
        drawn.paint(painter, drawn.layout.width(), drawn.layout.height())
        painter.end()
    return _with_families(bytes(buffer.data().data()))


def _with_families(written: bytes) -> bytes:
    """Names all families of each font: Qt names the first one only, which may be on no machine at all."""
    for role in ROLES:
        face = font(role)
        generic = "monospace" if role.startswith("code") else "sans-serif"
        names = dict.fromkeys([QFontInfo(face).family(), *face.families()])
        families = ", ".join([*(f"'{name}'" for name in names), generic])
        written = written.replace(
            f'font-family="{face.families()[0]}"'.encode(), f'font-family="{families}"'.encode()
        )
    return written


def pdf(drawn: Picture) -> bytes:
    """The picture as PDF: text is text, and the page is the picture."""
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    writer.setResolution(PDF_DPI)
    size = QSizeF(drawn.width_mm, drawn.height_mm)
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF())
    writer.setTitle(_words(drawn)[0])
    writer.setCreator("Gatescope")
    with plain_figures():
        painter = QPainter(writer)
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)  # values as colours: no JPEG
        drawn.paint(painter, writer.width(), writer.height())
        painter.end()
    return bytes(buffer.data().data())


@contextmanager
def plain_figures() -> Iterator[None]:
    """Takes figures and signs as the font has them while a file with text is written.

    Tabular figures, and signs that the font fits to their neighbours, are other glyphs. In a PDF Qt notes no
    characters for those, so that they could be neither found nor copied; a viewer of an SVG has other ones.
    """
    tabular, fitted = QFont.Tag("tnum"), QFont.Tag("calt")
    for role in ROLES:
        font(role).unsetFeature(tabular)
        font(role).setFeature(fitted, 0)
    try:
        yield
    finally:
        for role in ROLES:
            font(role).setFeature(tabular, 1)
            font(role).unsetFeature(fitted)


WRITERS: Mapping[str, Callable[[Picture], bytes]] = {".png": png, ".svg": svg, ".pdf": pdf}


def copy_to_clipboard(
    panel_type: type[Panel], scene: Scene, moment: Moment, *, theme: Theme | str = "paper"
) -> None:
    """Puts a panel on the clipboard, as pixels and as SVG: the program that pastes takes what it knows."""
    width_mm = panel_type.EXPORT_SIZE_PX[0] / SCREEN_DPI * MM_PER_INCH
    data = QMimeData()
    with picture(panel_type, scene, moment, width_mm, SCREEN_DPI * CLIPBOARD_SCALE, theme) as drawn:
        data.setImageData(image(drawn))
        data.setData("image/svg+xml", svg(drawn))
    QGuiApplication.clipboard().setMimeData(data)


def table_to_csv(panel_type: type[Panel], scene: Scene, moment: Moment, path: Path | str) -> None:
    """Writes the numbers of a panel, with as many digits as give back the very same numbers.

    Raises:
        EngineError: the name does not end in `.csv`, or the file cannot be written.
    """
    path = Path(path)
    if path.suffix.lower() != ".csv":
        raise EngineError("unknown_ending", path=str(path), known=".csv")
    panel = panel_type()
    try:
        table = panel.table(scene, moment)
    finally:
        panel.deleteLater()
    digits = ".9g" if scene.trace["h_l0"].dtype == np.float32 else ".17g"
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow(format(value, digits) if isinstance(value, float) else value for value in row)
    with whole_file(path) as temporary:
        temporary.write_bytes(text.getvalue().encode())


def _words(drawn: Picture) -> tuple[str, str]:
    """A title, and the picture in one sentence."""
    panel = drawn.panel
    if panel.scene is None or panel.moment is None:
        raise RuntimeError("a panel is drawn before it is written")
    return panel.title() or panel.NAME, panel.summary(panel.scene, panel.moment)


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer
