"""A model and a text in, a picture out: no window, no screen needed."""

import os
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from engine.cells import CELLS
from engine.library import shipped
from engine.record.gradient_flow import GradientFlow
from engine.record.messages import EngineError
from engine.record.trace import Trace
from engine.requests import GradientRequest, RunRequest
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

    cell = service.open_model(model).card.cell
    moment = Moment(token, _stage(cell, stage))
    models = (model, *_siblings(model)) if panel in COMPARING else (model,)
    runs: dict[str, Run] = {}
    for _, record in service.run(RunRequest(models, text, with_gradient=panel in WITH_GRADIENT)):
        if isinstance(record, Trace):
            if not 0 <= token < record.length:
                raise EngineError("no_such_token", token=token, last=record.length - 1)
            runs[record.cell] = Run(record)
        elif isinstance(record, GradientFlow):
            runs[record.provenance.cell] = replace(runs[record.provenance.cell], gradient=record)
    if panel in WITH_GRADIENT and runs[cell].gradient is None:  # too long a text for every token's
        for _, row in service.run(GradientRequest(models, text, token)):
            if isinstance(row, GradientFlow):
                runs[row.provenance.cell] = replace(runs[row.provenance.cell], gradient=row)
    scene = Scene({name: runs[name] for name in CELLS if name in runs}, cell, text=text)
    _application()
    pictures.export(PANELS[panel], scene, moment, out, width_mm=width_mm, dpi=dpi, theme=theme)
    return scene.trace


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


def _siblings(model: str) -> list[str]:
    """The shipped networks of the same family with other cells; none for a network of the reader's own."""
    cards = {card.name: card for card in shipped()}
    if model not in cards:
        return []
    family = cards[model].task, cards[model].language
    return [name for name, card in cards.items() if (card.task, card.language) == family and name != model]


def _application() -> QApplication:
    """Qt without a screen; whoever has one already keeps it."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QApplication(["gatescope"])
