"""Colours by gate symbol, and fonts, for light, dark and paper: the only file that knows a colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QGuiApplication, QPalette, QPen, qGray

from engine.shapes import UInt8

SANS = [
    "Inter",
    "Segoe UI",
    "SF Pro Text",
    "Noto Sans",
    "Noto Sans CJK SC",
    "Microsoft YaHei",
    "PingFang SC",
    "DejaVu Sans",
]
MONO = ["JetBrains Mono", "Cascadia Mono", "SF Mono", "DejaVu Sans Mono", "Noto Sans CJK SC"]

NO_PEN, NO_BRUSH = QPen(Qt.PenStyle.NoPen), QBrush(Qt.BrushStyle.NoBrush)
"""No outline, no filling: a member of an enum takes PySide long to understand, at each call."""

LEAST_INK = 0.3  # of a word that has faded away: still there, and hardly to be read
FULL_TINT = 0.5  # of a colour, the rest is the card: ink is read on it with ease
FULL_SHADE = 0.32  # the same of ink, under words that are themselves in ink

# Role to size in pixels and weight. One large number in the whole window.
ROLES: Mapping[str, tuple[float, QFont.Weight]] = MappingProxyType(
    {
        "title": (13, QFont.Weight.DemiBold),
        "token": (15, QFont.Weight.Normal),
        "text": (12, QFont.Weight.Normal),
        "strong": (12, QFont.Weight.DemiBold),
        "caption": (11, QFont.Weight.Normal),
        "figure": (20, QFont.Weight.DemiBold),
        "large": (30, QFont.Weight.DemiBold),
        "code": (12, QFont.Weight.Normal),
        "code_strong": (12, QFont.Weight.Bold),
        "code_small": (11, QFont.Weight.Normal),
        "code_small_strong": (11, QFont.Weight.Bold),
        "code_subscript": (9, QFont.Weight.Normal),
        "code_subscript_strong": (9, QFont.Weight.Bold),
    }
)


@dataclass(frozen=True)
class Theme:
    """Every colour of the program under one name; the data is coloured from here as well.

    Attributes:
        symbols: gate symbol to colour, the same in bars, wires, equations, code and exports.
        cells: cell name to the colour of its curve.
        dash: cell name to its pen style, so that colour is never the only code.
    """

    name: str
    dark: bool
    ground: str
    card: str
    hairline: str
    ink: str
    muted: str
    faint: str
    highlight: str
    positive: str
    negative: str
    zero: str
    symbols: Mapping[str, str]
    cells: Mapping[str, str]
    transparent: bool = False

    def color(self, name: str) -> QColor:
        """A colour by its role (`ink`, `card`, …), shared by all: who changes it copies it first."""
        return _color(getattr(self, name))

    def symbol(self, symbol: str) -> QColor:
        """The colour of a gate or candidate, `f` and `f_in` alike; ink for states."""
        return _color(self.symbols.get(symbol.removesuffix("_in"), self.ink))

    def signed(self, value: float) -> QColor:
        """The colour of a number by its sign alone."""
        return _color(self.positive if value >= 0 else self.negative)

    def cell(self, cell: str) -> QColor:
        """The colour of a cell's curve."""
        return _color(self.cells[cell])

    def cell_pen(self, cell: str, width_px: float = 1.0) -> QPen:
        """The pen of a cell's curve: RNN dotted, LSTM solid, GRU dashed."""
        pen = QPen(self.cell(cell), width_px)
        pen.setStyle(DASHES[cell])
        return pen

    def faded(self, amount: float) -> QColor:
        """Ink by an amount from 0 to 1; none is still there, but no longer to be read with ease."""
        return self.mixed("ink", LEAST_INK + (1 - LEAST_INK) * min(max(amount, 0.0), 1.0))

    def tint(self, name: str, amount: float) -> QColor:
        """A colour laid thinly over the card, by an amount from 0 to 1: ink can be read on each of these."""
        full = FULL_SHADE if name == "ink" else FULL_TINT
        return self.mixed(name, full * min(max(amount, 0.0), 1.0))

    def mixed(self, name: str, share: float) -> QColor:
        """A colour over the card: so much of it, from 0 to 1, and of the card the rest."""
        return _mixed(self.card, getattr(self, name), share)

    def ghost(self, color: QColor) -> QColor:
        """What was, beside what is in this colour: the same hue, as near to the card as can still be seen."""
        return QColor.fromRgb(_as_a_ghost(color.rgb(), self.color("card").rgb()))

    def ghost_pen(self, color: QColor, width_px: float = 1.25) -> QPen:
        """The pen for what was, beside what is in this colour: in dashes finer than those of any cell."""
        pen = QPen(self.ghost(color), width_px)
        pen.setDashPattern(GHOST_DASHES)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen

    def pen(self, name: str, width_px: float = 1.0) -> QPen:
        """A pen that scales with the picture (never cosmetic), so that exports have true widths."""
        return QPen(self.color(name), width_px)

    def diverging(self) -> UInt8[np.ndarray, "256 4"]:
        """Look-up table from negative through zero (entry 128 is the middle) to positive, RGBA."""
        return _diverging(self.negative, self.zero, self.positive)

    def unread(self) -> UInt8[np.ndarray, "256 4"]:
        """Look-up table for what is not read yet, from zero to the full magnitude, RGBA: it has no hue.

        Its zero stands off from that of the signed colours: what is to come is no small value.
        """
        return _unread(self.hairline, self.faint)

    def magnitudes(self) -> UInt8[np.ndarray, "256 4"]:
        """Look-up table for sizes, which have no sign, from zero to the full one, RGBA: ever more ink.

        It ends short of the ink of text: a word can be read on each of these.
        """
        return _magnitudes(self.zero, self.ink)

    def on(self, ground: QColor) -> QColor:
        """What words on this ground are written in: black or white, by the greater contrast.

        It is 4.5 at the least whatever the ground; with ink and the card's colour it would not be.
        """
        return QColor(_standing_out(ground.rgb()))

    def palette(self) -> QPalette:
        """The palette for Qt's own widgets."""
        palette = QPalette()
        for role, name in PALETTE_ROLES.items():
            palette.setColor(role, self.color(name))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("faint"))
        return palette

    def menu_palette(self) -> QPalette:
        """The palette for menus: Qt draws the boxes of what is on or off darker than the window by 1.4."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, self.color("faint").lighter(140))
        return palette


DASHES = MappingProxyType(
    {
        "rnn": Qt.PenStyle.DotLine,
        "lstm": Qt.PenStyle.SolidLine,
        "gru": Qt.PenStyle.DashLine,
    }
)

GHOST_DASHES = [2.4, 1.6]  # in widths of the pen
GHOST_CONTRAST = 3.1  # that of a ghost on the card: a graph needs 3 (WCAG 2.1, 1.4.11)

PALETTE_ROLES = {
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.Base: "card",
    QPalette.ColorRole.AlternateBase: "highlight",
    QPalette.ColorRole.Button: "card",
    QPalette.ColorRole.ToolTipBase: "card",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.BrightText: "ink",
    QPalette.ColorRole.PlaceholderText: "faint",
    QPalette.ColorRole.Highlight: "ink",
    QPalette.ColorRole.HighlightedText: "card",
    QPalette.ColorRole.Light: "highlight",
    QPalette.ColorRole.Midlight: "highlight",
    QPalette.ColorRole.Mid: "hairline",
    QPalette.ColorRole.Dark: "faint",
    QPalette.ColorRole.Shadow: "hairline",
}

_LIGHT_SYMBOLS = MappingProxyType(
    {
        "f": "#B24D04",
        "z": "#B24D04",  # both keep
        "i": "#0A3A86",
        "r": "#0A3A86",
        "g": "#A04E89",
        "n": "#A04E89",
        "o": "#0E7A4C",
    }
)
_DARK_SYMBOLS = MappingProxyType(
    {
        "f": "#FF8F49",
        "z": "#FF8F49",
        "i": "#4391EC",
        "r": "#4391EC",
        "g": "#DEA4E3",
        "n": "#DEA4E3",
        "o": "#2CD5A6",
    }
)

# Signed values are violet (positive) and crimson (negative): hues that no gate has.
LIGHT = Theme(
    name="light",
    dark=False,
    ground="#F6F5F2",
    card="#FFFFFF",
    hairline="#E3E1DB",
    ink="#1E2227",
    muted="#666C74",
    faint="#84898F",
    highlight="#EFEDE8",
    positive="#6D3BD1",
    negative="#C4122F",
    zero="#F4F2EE",
    symbols=_LIGHT_SYMBOLS,
    cells=MappingProxyType({"rnn": "#6F757E", "gru": "#946600", "lstm": "#1E2227"}),
)
DARK = Theme(
    name="dark",
    dark=True,
    ground="#15171A",
    card="#1C1F23",
    hairline="#2C3036",
    ink="#E8E6E1",
    muted="#9AA0A8",
    faint="#72787F",
    highlight="#24282D",
    positive="#A175FF",
    negative="#FF4F64",
    zero="#24282D",
    symbols=_DARK_SYMBOLS,
    cells=MappingProxyType({"rnn": "#8A919A", "gru": "#E0B040", "lstm": "#F2F0EB"}),
)
PAPER = Theme(
    name="paper",
    dark=False,
    ground="#FFFFFF",
    card="#FFFFFF",
    hairline="#DDDBD6",
    ink="#000000",
    muted="#55595F",
    faint="#84898F",
    highlight="#F2F1EE",
    positive="#6D3BD1",
    negative="#C4122F",
    zero="#F7F6F3",
    symbols=_LIGHT_SYMBOLS,
    cells=MappingProxyType({"rnn": "#6F757E", "gru": "#946600", "lstm": "#000000"}),
)
THEMES: Mapping[str, Theme] = MappingProxyType({theme.name: theme for theme in (LIGHT, DARK, PAPER)})


def chosen_theme(wanted: str) -> Theme:
    """The theme `light` or `dark`, or for `system` the one that the reader's desktop has."""
    if wanted in ("light", "dark"):
        return THEMES[wanted]
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


@cache
def font(role: str) -> QFont:
    """The font of a role; figures are tabular, so that numbers do not dance while playing."""
    size_px, weight = ROLES[role]
    face = QFont()
    face.setFamilies(MONO if role.startswith("code") else SANS)
    face.setPixelSize(round(size_px))
    face.setWeight(weight)
    face.setFeature(QFont.Tag("tnum"), 1)
    if role == "token":
        face.setFeature(QFont.Tag("halt"), 1)  # ！ and ， as wide as they are, in the middle of their place
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return face


@cache
def _color(name: str) -> QColor:
    """Made once: a hundred are asked for in every frame."""
    return QColor(name)


@lru_cache(maxsize=1024)
def _mixed(below: str, above: str, share: float) -> QColor:
    """So much of one colour over another."""
    pairs = zip(_color(below).getRgb()[:3], _color(above).getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(under + share * (over - under)) for under, over in pairs))


@cache
def _standing_out(ground: int) -> str:
    """Black or white, by the contrast with a ground as WCAG 2 defines it."""
    under = _luminance(QColor(ground)) + 0.05
    return "#000000" if under / 0.05 > 1.05 / under else "#FFFFFF"


@cache
def _as_a_ghost(color: int, card: int) -> int:
    """The first mixture from the card's colour on that stands out from it by as much as a ghost has to."""
    ground, full = QColor(card), QColor(color)
    under = _luminance(ground) + 0.05
    for share in range(256):
        parts = zip(ground.getRgb()[:3], full.getRgb()[:3], strict=True)  # type: ignore[index]
        mixed = QColor(*(round(below + share / 255 * (above - below)) for below, above in parts))
        over = _luminance(mixed) + 0.05
        if max(over / under, under / over) >= GHOST_CONTRAST:
            return mixed.rgb()
    return color


def _luminance(color: QColor) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    shares = ((0.2126, color.redF()), (0.7152, color.greenF()), (0.0722, color.blueF()))
    return sum(w * (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4) for w, v in shares)


@cache
def _diverging(negative: str, zero: str, positive: str) -> UInt8[np.ndarray, "256 4"]:
    """Linear in sRGB on both sides of zero; lightness falls evenly away from the middle."""
    return _table((0.0, 128.0, 255.0), tuple(map(QColor, (negative, zero, positive))))


@cache
def _unread(zero: str, full: str) -> UInt8[np.ndarray, "256 4"]:
    """Calm greys between the lightness of two colours, clear of the first, which is near that of zero."""
    return _table((-70.0, 420.0), tuple(QColor(*[qGray(QColor(color).rgb())] * 3) for color in (zero, full)))


@cache
def _magnitudes(zero: str, full: str) -> UInt8[np.ndarray, "256 4"]:
    """Linear in sRGB from the colour of zero, three quarters of the way to that of text."""
    return _table((0.0, 340.0), (QColor(zero), QColor(full)))


def _table(position: tuple[float, ...], colors: tuple[QColor, ...]) -> UInt8[np.ndarray, "256 4"]:
    """256 colours in even steps between those at these positions."""
    stops = np.array([[color.red(), color.green(), color.blue(), 255] for color in colors])
    table = np.stack([np.interp(np.arange(256), position, stops[:, channel]) for channel in range(4)], axis=1)
    result = np.round(table).astype(np.uint8)
    result.flags.writeable = False
    return result
