"""Panels as picture files: PNG, SVG and PDF, and their numbers as CSV. The screen is never touched.

Every export draws a fresh panel through the same `Panel.paint` that the window calls. A picture is laid out
at the size that the panel's author vouches for, or somewhat larger where the paper has room for it, so that
type has about the size it has on screen; then it is scaled to the width that was asked for.
"""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QSizeF
from PySide6.QtGui import QGuiApplication

from engine.files.archive import write_csv, written
from engine.files.outputs import OUTPUTS
from engine.files.whole_file import check_output, whole_file
from engine.messages import EngineError
from gui.drawing.theme import DARK, PAPER, THEMES, Theme
from gui.export.picture import MM_PER_INCH, WRITERS, Picture, are_possible, image, svg
from gui.panel import Panel, Table
from gui.readings.held import changes_in_words, said_of_part
from gui.scene import Moment, Run, Scene

SCREEN_DPI = 96.0  # what a logical pixel is worth on paper: 12 px are 9 points
LARGEST_LAYOUT = 1.25
CLIPBOARD_SCALE = 2.0
EXPORT_THEMES: Mapping[str, Theme] = {
    **THEMES,
    "transparent": replace(PAPER, transparent=True),
    "transparent-dark": replace(DARK, transparent=True),
}


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
    ending = check_output(path, OUTPUTS["picture"])
    if width_mm is None:
        width_mm = 174.0 if width_px is None else width_px / dpi * MM_PER_INCH if dpi > 0 else math.nan
    with picture(panel_type, scene, moment, width_mm, dpi, theme, layout_px) as drawn:
        data = WRITERS[ending](drawn)
    with whole_file(path) as file:
        file.write(data)


def check_size(width_mm: float, dpi: float) -> None:
    """Refuses what no picture can be, before anything is drawn.

    Raises:
        EngineError: it is too small or too large.
    """
    if not are_possible(width_mm, dpi):
        raise EngineError("bad_picture_size", width=f"{width_mm:g}", dpi=f"{dpi:g}")


def find_theme(name: str) -> Theme:
    """The theme of this name.

    Raises:
        EngineError: there is none.
    """
    if name not in EXPORT_THEMES:
        raise EngineError("unknown_theme", theme=name, known=", ".join(EXPORT_THEMES))
    return EXPORT_THEMES[name]


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
    panel = panel_type(find_theme(theme) if isinstance(theme, str) else theme)
    try:
        sentences: list[str] = []
        panel.failed.connect(sentences.append)
        panel.draw(scene, moment)  # first: how large the picture is may depend on where the reader stands
        caption = "\n".join(changes_in_words(scene, panel.runs(scene)))
        drawn = Picture(panel, _layout(panel, scene, width_mm, layout_px), width_mm, dpi, caption)
        if not drawn.is_possible():
            raise EngineError("bad_picture_size", width=f"{width_mm:g}", dpi=f"{dpi:g}")
        if sentences:
            raise RuntimeError(sentences[0])
        yield drawn
    finally:
        panel.deleteLater()


def _layout(panel: Panel, scene: Scene, width_mm: float, given: tuple[float, float] | None) -> QSizeF:
    """The panel's own size, up to a quarter larger where the paper is wide, narrower where it is narrow."""
    width, height = given or panel.export_size_px(scene)
    paper = width_mm / MM_PER_INCH * SCREEN_DPI
    if given or not paper > width:
        narrow = width if given else min(width, max(paper, panel.NARROWEST_PX))
        return QSizeF(narrow, height)
    growth = min(paper / width, LARGEST_LAYOUT)
    return QSizeF(width * growth, height * growth)


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


def _with_holds(table: Table, runs: Mapping[str, Run]) -> Table:
    """The table with what is held in the network of each row, in words and as the command line takes it."""
    held = [(cell, hold) for cell, run in runs.items() for hold in run.trace.provenance.holds]
    if not held:
        return table
    at = table.columns.index("cell") if "cell" in table.columns else None
    rows = []
    for row in table.rows:
        here = [(cell, hold) for cell, hold in held if at is None or cell == row[at]]
        words = "; ".join(said_of_part(cell, hold) for cell, hold in here)
        rows.append((*row, words, " ".join(str(hold) for _, hold in here)))
    return Table((*table.columns, "held", "hold"), tuple(rows))


def _digits(value: float) -> str:
    """Nine digits give back what was a float32; norms are float64."""
    with np.errstate(over="ignore"):
        return ".9g" if float(np.float32(value)) == value else ".17g"


def table_to_csv(panel_type: type[Panel], scene: Scene, moment: Moment, path: Path | str) -> None:
    """Writes the numbers of a panel, with as many digits as give back the very same numbers.

    Raises:
        EngineError: the name does not end in `.csv`, or the file cannot be written.
    """
    check_output(path, OUTPUTS["numbers"])
    panel = panel_type()
    try:
        table = _with_holds(panel.numbers(scene, moment), panel.runs(scene))
    finally:
        panel.deleteLater()
    rows = (
        [written(value, _digits(value)) if isinstance(value, float) else value for value in row]
        for row in table.rows
    )
    write_csv(Path(path), table.columns, rows)
