"""A model and a text in, a picture or its numbers out: no window, no screen needed."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from PySide6.QtWidgets import QApplication

from engine.cell import Cell
from engine.cells import CELLS
from engine.files.outputs import OUTPUTS
from engine.files.whole_file import check_output
from engine.messages import EngineError
from engine.models.library import shipped
from engine.process.requests import Held, ModelSource, RunRequest
from engine.record.hold import Hold
from engine.record.trace import Trace
from gui.export import render as pictures
from gui.language import language_of
from gui.panels import PANELS
from gui.readings.distances import recorded_distances
from gui.scene import Before, Direction, Moment, Run, Scene
from gui.session.chosen_units import default_unit
from gui.session.wanted import next_wanted
from gui.view import View


def panel_names() -> tuple[str, ...]:
    """The names that `render` knows, in the window's order."""
    return tuple(PANELS)


def render(
    model: str,
    text: str,
    panel: str,
    token: int,
    out: Path | str,
    seen: Mapping[str, object] = MappingProxyType({}),
    width_mm: float = 174.0,
    dpi: float = 300,
    theme: str = "paper",
    stage: str | None = None,
    device: str = "auto",
    dtype: str = "float32",
    holds: tuple[Hold, ...] = (),
) -> Run:
    """Reads a text with a model and writes one panel as a picture, or its numbers as a table.

    Args:
        model: a shipped name, or a model file.
        text: what it reads.
        panel: one of `panel_names()`.
        token: which token, from 0.
        out: ends in `.png`, `.svg`, `.pdf` or `.csv`.
        seen: how it is looked at: fields of `gui.view.View` but the cell, which is the model's. Without a
            unit it is the one that moves the verdict most.
        width_mm: its width on paper.
        dpi: pixels per inch of a PNG.
        theme: `paper`, `light` or `dark`.
        stage: how far the step has come; the whole step if None.
        device: `auto`, `cpu`, `cuda` or `mps`.
        dtype: `float32` or `float64`.
        holds: what is held at given values while this model reads; others beside it are as they are. The
            untouched run stays beside it as its ghost.

    Returns:
        All records that are shown: they may hold values that are not finite, which is worth saying.

    Raises:
        EngineError: the request cannot be met; nothing is written.
    """
    _check(panel, out, theme)
    pictures.check_size(width_mm, dpi)
    from engine import service  # torch takes its time, and what is wrong above is said without it

    source = Held(model, holds) if holds else model
    network = service.open_model(source)
    cell = network.card.cell
    view = View(cell, **{name: value for name, value in seen.items() if value is not None})  # type: ignore[arg-type]
    place = _stage(network.cell, view, stage)
    models = {**(_siblings(model) if PANELS[panel].COMPARES else {}), cell: source}
    order = tuple(name for name in CELLS if name in models)
    runs: dict[str, Run] = {}
    request = RunRequest(tuple(models[name] for name in order), text, device, dtype, with_gradient=False)
    for _, record in service.run(request):
        assert isinstance(record, Trace)
        runs[record.cell] = Run(record)
    _application()
    trace = runs[cell].trace
    moment = _moment(trace, token, place, view)
    if not 0 <= view.layer < trace.layers:
        raise EngineError("no_such_layer", layer=view.layer, last=trace.layers - 1)
    if seen.get("unit") is None:
        view = replace(view, unit=default_unit(trace, view.layer))
    if not 0 <= view.unit < trace.hidden_size:
        raise EngineError("no_such_unit", unit=view.unit, last=trace.hidden_size - 1)
    scene = Scene(runs, view, distances=recorded_distances(shipped(), language_of(text)), text=text)
    needs = _needs(panel, scene, moment)
    scene = _completed(scene, moment, needs, models, device, dtype)
    if holds:
        ((_, untouched),) = service.run(RunRequest((model,), text, device, dtype, with_gradient=False))
        assert isinstance(untouched, Trace)
        alone = replace(scene, runs={cell: Run(untouched)})
        before = _completed(alone, moment, needs, {cell: model}, device, dtype)
        scene = replace(scene, before=Before(before.runs))
    if check_output(out, OUTPUTS["render"]) == ".csv":
        pictures.table_to_csv(PANELS[panel], scene, moment, out)
    else:
        pictures.export(PANELS[panel], scene, moment, out, width_mm=width_mm, dpi=dpi, theme=theme)
    return scene.run


def _completed(
    scene: Scene,
    moment: Moment,
    needs: frozenset[str],
    models: Mapping[str, ModelSource],
    device: str,
    dtype: str,
) -> Scene:
    """The scene with all records that a panel needs of it."""
    from engine import service

    while (wanted := next_wanted(scene, moment, needs)) is not None:
        asked = wanted.request(tuple(models[name] for name in wanted.cells), scene.text, device, dtype)
        runs = dict(scene.runs)
        for name, (_, record) in zip(wanted.cells, service.run(asked), strict=True):
            runs[name] = replace(runs[name], **{wanted.record: record})  # type: ignore[arg-type]
        scene = replace(scene, runs=runs)
    return scene


def _needs(name: str, scene: Scene, moment: Moment) -> frozenset[str]:
    """The records that a panel is drawn from; what they are may depend on the pass."""
    panel = PANELS[name]()
    try:
        panel.draw(scene, moment)
        return panel.needs(scene)
    finally:
        panel.deleteLater()


def _moment(trace: Trace, token: int, stage: int, view: View) -> Moment:
    """Where the reader is to be.

    Raises:
        EngineError: There is no such token, or the pass does not come by.
    """
    changed = None if view.tested is None else view.tested.token
    for place in (token, view.origin, changed):
        trace.position(place)
    if view.origin is None:
        return Moment(token, stage)
    if token > view.origin:
        raise EngineError("after_the_start", token=token, start=view.origin)
    return Moment(token, stage, direction=Direction.BACKWARD)


def _check(panel: str, out: Path | str, theme: str) -> None:
    """Refuses what cannot become a picture before anything is computed."""
    if panel not in PANELS:
        raise EngineError("unknown_panel", panel=panel, known=", ".join(PANELS))
    check_output(out, OUTPUTS["render"])
    pictures.find_theme(theme)


def _stage(cell: Cell, view: View, name: str | None) -> int:
    """The position of a stage in its cell; the one that completes the step if it has no name."""
    names = [stage.symbol for stage in cell.stages]
    if name is None:
        return len(names) - 1 if view.origin is None else 0
    if name not in names:
        raise EngineError("unknown_stage", stage=name, cell=cell.title, known=", ".join(names))
    return names.index(name)


def _siblings(model: str) -> dict[str, ModelSource]:
    """The shipped networks of the same family by cell; none for a network of the reader's own."""
    cards = {card.name: card for card in shipped()}
    if model not in cards:
        return {}
    family = cards[model].task, cards[model].language
    return {card.cell: name for name, card in cards.items() if (card.task, card.language) == family}


def _application() -> QApplication:
    """Qt without a screen; whoever has one already keeps it."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QApplication(["gatescope"])
