"""A model and a text in, a picture out: no window, no screen needed."""

import os
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from engine.cells import CELLS
from engine.library import open_model, shipped
from engine.network import Network
from engine.record.messages import EngineError
from engine.record.trace import Trace
from gui import render as pictures
from gui.panels import PANELS
from gui.picture import WRITERS
from gui.scene import Moment, Run, Scene

COMPARING = ("gradient_plot", "prediction")
"""The panels that show the three cells side by side: they need the model's siblings, too."""
WITH_GRADIENT = ("gradient_plot",)


def panel_names() -> tuple[str, ...]:
    """The names that `render` knows, in the window's order."""
    return tuple(PANELS)


def render(
    model: str,
    text: str,
    panel: str,
    token: int,
    stage: str | None,
    out: Path | str,
    width_mm: float = 174.0,
    dpi: float = 300,
    theme: str = "paper",
) -> Trace:
    """Reads a text with a model and writes one panel as a picture.

    Args:
        model: a shipped name, or a model file.
        text: what it reads.
        panel: one of `panel_names()`.
        token: which token, from 0.
        stage: how far its step has come; the whole step if None.
        out: ends in `.png`, `.svg` or `.pdf`.
        width_mm: its width on paper.
        dpi: pixels per inch of a PNG.
        theme: `paper`, `light` or `dark`.

    Returns:
        The trace that is shown: it may hold values that are not finite, which is worth saying.

    Raises:
        EngineError: the request cannot be met; nothing is written.
    """
    _check(panel, out, theme)
    from engine import service  # torch takes its time, and what is wrong above is said without it

    chosen = service.open_model(model)
    position = _stage(chosen.card.cell, stage)
    networks = [chosen, *(_siblings(chosen, model) if panel in COMPARING else ())]
    traces = {network.card.cell: service.trace(network, text=text) for network in networks}
    shown = traces[chosen.card.cell]
    if not 0 <= token < shown.length:
        raise EngineError("no_such_token", token=token, last=shown.length - 1)
    runs = {cell: Run(trace) for cell, trace in traces.items()}
    if panel in WITH_GRADIENT:
        at = None if shown.length <= service.LONGEST_FULL_GRADIENT else token
        for network in networks:
            cell = network.card.cell
            runs[cell] = Run(traces[cell], service.gradient(network, text=text, at=at))
    scene = Scene({cell: runs[cell] for cell in CELLS if cell in runs}, shown.cell, text=text)
    _application()
    moment = Moment(token, position)
    pictures.export(PANELS[panel], scene, moment, out, width_mm=width_mm, dpi=dpi, theme=theme)
    return shown


def _check(panel: str, out: Path | str, theme: str) -> None:
    """Refuses what cannot become a picture before anything is computed."""
    if panel not in PANELS:
        raise EngineError("unknown_panel", panel=panel, known=", ".join(PANELS))
    pictures.check_path(Path(out), tuple(WRITERS))
    pictures.find_theme(theme)


def _stage(cell: str, name: str | None) -> int:
    """The position of a stage in its cell; the last one if it has no name."""
    names = [stage.symbol for stage in CELLS[cell].stages]
    if name is None:
        return len(names) - 1
    if name not in names:
        raise EngineError("unknown_stage", stage=name, cell=CELLS[cell].title, known=", ".join(names))
    return names.index(name)


def _siblings(network: Network, model: str) -> Iterator[Network]:
    """The shipped networks of the same family with other cells; a file of the reader's own has none."""
    cards = {card.name: card for card in shipped()}
    if model not in cards:
        return
    for name, card in cards.items():
        if (card.task, card.language) == (network.card.task, network.card.language) and name != model:
            yield open_model(name)


def _application() -> QApplication:
    """Qt without a screen; whoever has one already keeps it."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QApplication(["gatescope"])
