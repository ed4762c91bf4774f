"""One drawn panel and the three ways of writing it: pixels, SVG and PDF."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QFontInfo,
    QImage,
    QImageWriter,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
    QRawFont,
)
from PySide6.QtSvg import QSvgGenerator

from engine.messages import EngineError
from gui.drawing.ink import TOP_LEFT, paragraph_px, write_paragraph
from gui.drawing.theme import ROLES, font
from gui.panel import PADDING_PX, Panel
from gui.settings import EXPORT_DPI

MM_PER_INCH = 25.4
CAPTION_GAP_PX = 6.0  # below it
PDF_DPI = 1200
SVG_UNITS_PER_MM = 100
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2
MOST_PIXELS = 150_000_000  # 600 MB; A0 at 300 dpi has 140 million
NARROWEST_MM, WIDEST_MM = 5, 5_000  # the latter is what a PDF can be
LEAST_DPI, MOST_DPI = 10, EXPORT_DPI[1]


@dataclass(frozen=True)
class Picture:
    """A panel that is ready to be written, and its measures.

    Attributes:
        panel: drawn, never shown.
        layout: its size in logical pixels.
        width_mm: its width on paper.
        dpi: how many pixels a PNG has to the inch.
        caption: what stands below the panel, in lines that may be broken; empty for nothing.
    """

    panel: Panel
    layout: QSizeF
    width_mm: float
    dpi: float
    caption: str = ""

    @property
    def height_mm(self) -> float:
        """Its height on paper."""
        return self.width_mm * self.size.height() / self.size.width()

    @property
    def size(self) -> QSizeF:
        """The size of panel and caption in logical pixels."""
        return self.layout + QSizeF(0, self._caption_px)

    @property
    def _caption_px(self) -> float:
        if not self.caption:
            return 0.0
        room = QRectF(0, 0, self.layout.width() - 2 * PADDING_PX, 1e5)
        return paragraph_px(room, self.caption, "caption", TOP_LEFT) + CAPTION_GAP_PX

    @property
    def size_px(self) -> tuple[int, int]:
        """Its size as a PNG."""
        width = max(1, round(self.width_mm / MM_PER_INCH * self.dpi))
        return width, max(1, round(width * self.size.height() / self.size.width()))

    def is_possible(self) -> bool:
        """Whether there can be such a picture at all."""
        return are_possible(self.width_mm, self.dpi) and 0 < self.height_mm <= WIDEST_MM

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Paints it over `width` × `height` units of a device, ground and all."""
        painter.scale(width / self.size.width(), height / self.size.height())
        theme, whole = self.panel.theme, QRectF(QPointF(), self.size)
        if not theme.transparent:
            painter.fillRect(whole, theme.color("ground"))
        painter.save()
        self.panel.paint(painter, self.layout)
        painter.restore()
        if self.caption:
            below = whole.adjusted(PADDING_PX, self.layout.height(), -PADDING_PX, 0)
            write_paragraph(painter, below, self.caption, "caption", theme.color("muted"), TOP_LEFT)


def are_possible(width_mm: float, dpi: float) -> bool:
    """Whether any picture can have this width and resolution."""
    return NARROWEST_MM <= width_mm <= WIDEST_MM and LEAST_DPI <= dpi <= MOST_DPI


def png(drawn: Picture) -> bytes:
    """The picture as PNG, with its resolution and what it shows."""
    buffer = _buffer()
    QImageWriter(buffer, QByteArray(b"png")).write(image(drawn))
    return bytes(buffer.data().data())


def image(drawn: Picture) -> QImage:
    """The picture in pixels."""
    width, height = drawn.size_px
    if width * height > MOST_PIXELS:
        width = height = 0
    pixels = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    if pixels.isNull():
        raise EngineError("bad_picture_size", width=f"{drawn.width_mm:g}", dpi=f"{drawn.dpi:g}")
    pixels.fill(0)
    with painting(pixels) as painter:
        drawn.paint(painter, width, height)
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
    generator.setViewBox(QRectF(QPointF(), drawn.size))
    title, description = _words(drawn)
    generator.setTitle(title)
    generator.setDescription(description)
    with plain_figures(), painting(generator) as painter:
        drawn.paint(painter, drawn.size.width(), drawn.size.height())
    return _with_families(_readable(bytes(buffer.data().data()).decode(errors="replace")).encode())


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
    with plain_figures(), painting(writer) as painter:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)  # values as colours: no JPEG
        drawn.paint(painter, writer.width(), writer.height())
    return _with_drawn_characters(bytes(buffer.data().data()), "".join(texts_of(svg(drawn))))


def texts_of(written: bytes) -> list[str]:
    """Every piece of text in an SVG of ours."""
    namespace = "{http://www.w3.org/2000/svg}"
    return [text.text or "" for text in ElementTree.fromstring(written).iter(f"{namespace}text")]


def _with_drawn_characters(written: bytes, text: str) -> bytes:
    """Corrects what a PDF says its glyphs mean, so that Chinese can be found in it.

    Where characters share a glyph, as 门 does with the radical ⻔, Qt notes the lowest of them and not
    the one that was drawn. The tables are plain text, and all codes have the same length.
    """
    tables = list(re.finditer(rb"begincmap.*?endcmap", written, re.DOTALL))
    noted = {int(code, 16) for table in tables for code in re.findall(rb"<([0-9A-F]{4})>", table.group())}
    lost = {ord(character) for character in text if not character.isspace()} - noted
    if not lost:
        return written
    meant: dict[bytes, bytes] = {}
    for role in ROLES:
        raw = QRawFont.fromFont(font(role), QFontDatabase.WritingSystem.SimplifiedChinese)
        glyphs = {raw.glyphIndexesForString(chr(code))[0]: code for code in lost if code < 0x10000}
        for code in noted:
            glyph = raw.glyphIndexesForString(chr(code))[0]
            if glyph and glyph in glyphs:
                meant[b"<%04X>" % code] = b"<%04X>" % glyphs[glyph]
    for table in tables:
        corrected = re.sub(rb"<[0-9A-F]{4}>", lambda code: meant.get(code[0], code[0]), table.group())
        written = written[: table.start()] + corrected + written[table.end() :]
    return written


@contextmanager
def painting(device: QPaintDevice) -> Iterator[QPainter]:
    """A painter that lets go of its device whatever happens: Qt ends the program if it does not."""
    painter = QPainter(device)
    try:
        yield painter
    finally:
        painter.end()


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


def _words(drawn: Picture) -> tuple[str, str]:
    """A title, and the picture in one sentence, with its caption."""
    panel = drawn.panel
    if panel.scene is None or panel.moment is None:
        raise RuntimeError("a panel is drawn before it is written")
    said = "\n".join(filter(None, (panel.summary(panel.scene, panel.moment), drawn.caption)))
    return _readable(panel.title() or panel.NAME), _readable(said)


def _readable(text: str) -> str:
    """The same without what XML forbids, which Qt writes all the same: no program would open the file."""
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


WRITERS: Mapping[str, Callable[[Picture], bytes]] = {".png": png, ".svg": svg, ".pdf": pdf}
