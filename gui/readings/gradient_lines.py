"""The curves of the gradient graph: the numbers of each, and what they are called."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.cells import CELLS, cell_of
from engine.cells.rnn import RELU_RNN
from engine.record.trace import Trace
from engine.shapes import Float
from gui.drawing.numbers import changed, figures
from gui.language import translate
from gui.readings.chosen_output import of_chosen
from gui.readings.judgement import judges, last_known
from gui.scene import Direction, Moment, Scene


@dataclass(frozen=True)
class GradientCurve:
    """One curve: the gradient with respect to one state of one cell."""

    cell: str
    symbol: str

    @property
    def name(self) -> str:
        """What stands beside the curve; a cell's only state goes without saying."""
        title = CELLS[self.cell].title
        return title if len(CELLS[self.cell].states) == 1 else f"{title} {self.symbol}"

    @property
    def carries(self) -> bool:
        """Whether this is the state that carries the memory: c where there is one, h otherwise."""
        return self.symbol == "c" or "c" not in CELLS[self.cell].states


LINES = tuple(GradientCurve(cell, symbol) for cell in CELLS for symbol in CELLS[cell].states)
Rows = Mapping[GradientCurve, Float[np.ndarray, " t"] | None]
Ghosts = Mapping[GradientCurve, Float[np.ndarray, " t"]]


def seen_from(scene: Scene, moment: Moment) -> int:
    """The word τ whose ℓ the curves are of; within a step the one before, −1 where there is none yet."""
    flow = scene.run.gradient
    known = last_known(scene, moment, None if flow is None else flow.rows)
    return -1 if known is None else scene.tau(known)


def shown_rows(scene: Scene, tau: int) -> Rows:
    """The norms at the words up to `tau`, seen from it; the selected cell comes last, on top of the others.

    A row that is not known (yet) is None.
    """
    found: dict[GradientCurve, Float[np.ndarray, " t"] | None] = {}
    for line in sorted(LINES, key=lambda line: (line.cell == scene.view.cell, line.carries)):
        if line.cell not in scene.runs:
            continue
        flow = scene.runs[line.cell].gradient
        row = flow.row(f"norm_{line.symbol}_l{scene.view.layer}", tau) if flow is not None else None
        if row is not None:
            row = row[: tau + 1].astype(np.float64)
            row = relative(row, row[-1]) if scene.view.relative_gradient else row
        found[line] = row
    return found


def ghost_rows(scene: Scene, tau: int) -> Ghosts:
    """The norms of the untouched runs at the same words, seen from the same one, as far as they are known."""
    before, untouched = scene.before, scene.untouched
    place = None if before is None or tau < 0 else before.at(tau)
    if before is None or untouched is None or place is None:
        return {}
    found = {}
    for line, row in shown_rows(untouched, place).items():
        if row is not None:
            norms = np.full(untouched.length, np.nan)
            norms[: place + 1] = row
            found[line] = before.aligned(norms)[: tau + 1]
    return found


def norms_at(scene: Scene, tau: int, token: int) -> Mapping[GradientCurve, str]:
    """For each curve its norm at a token, as seen from `tau`, in words, with what it was before a change."""
    rows, ghosts = shown_rows(scene, tau), ghost_rows(scene, tau)
    found = {}
    for line in (line for line in LINES if line in rows):
        row, ghost = rows[line], ghosts.get(line)
        if row is None:
            found[line] = absence(line, scene, tau)
            continue
        was = "" if ghost is None or np.isnan(ghost[token]) else _in_words(line, scene, float(ghost[token]))
        found[line] = changed(was, _in_words(line, scene, float(row[token])))
    return found


def _in_words(line: GradientCurve, scene: Scene, norm: float) -> str:
    return zero_in_words(scene.runs[line.cell].trace) if norm == 0 else figures(norm, 2)


def zero_in_words(*traces: Trace) -> str:
    """What is said of gradients that are 0: too small for float64, unless relu or a hold made it so."""
    if any(cell_of(trace.provenance) is RELU_RNN or trace.provenance.holds for trace in traces):
        return "0"
    return translate("GradientPlot", "0 (underflow)")


def relative(values: np.ndarray, here: np.ndarray | np.float64) -> np.ndarray:
    """Values divided by the one at the current word; undefined where that is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.asarray(here) > 0, values / here, np.nan)


def absence(line: GradientCurve, scene: Scene, tau: int) -> str:
    """What stands in the place of a row that is not there."""
    if tau < 0:
        return translate("GradientPlot", "not computed yet")
    if scene.view.layer >= scene.runs[line.cell].trace.layers:
        return translate("GradientPlot", "no such layer")
    return translate("GradientPlot", "computing")


def caption(scene: Scene, moment: Moment) -> tuple[str, str]:
    """What the curves are, in two lines: of what, and with respect to what."""
    tau = seen_from(scene, moment)
    back = tau != moment.token or moment.direction is Direction.BACKWARD  # from another word than this one
    if tau < 0:
        later = translate("GradientPlot", "ℓ after “{word}” is not computed yet")
        return later.format(word=scene.trace.tokens[moment.token][:80]), ""
    if back:
        template = of_chosen(
            scene.trace,
            translate("GradientPlot", "How strongly ℓ after “{word}” depends on"),
            translate("GradientPlot", "How strongly output {number}, ℓ, after “{word}” depends on"),
        )
        of = template.format(word=scene.trace.tokens[tau][:80])
    elif "output" in scene.trace.arrays:
        of = of_chosen(
            scene.trace,
            translate("GradientPlot", "How strongly the logit ℓ here depends on"),
            translate("GradientPlot", "How strongly output {number} (logit ℓ) here depends on"),
        )
    else:
        of = translate("GradientPlot", "How strongly the sum ℓ of h here depends on")
    if scene.view.relative_gradient and back:
        return of, translate("GradientPlot", "each earlier state: ‖∂ℓ/∂h‖, ‖∂ℓ/∂c‖; start = 1")
    if scene.view.relative_gradient:
        return of, translate("GradientPlot", "each earlier state: ‖∂ℓ/∂h‖, ‖∂ℓ/∂c‖; here = 1")
    return of, translate("GradientPlot", "the state at each earlier word: ‖∂ℓ/∂h‖, ‖∂ℓ/∂c‖")


def derived(scene: Scene, tau: int) -> str:
    """What ℓ is."""
    outputs = scene.trace.outputs
    if not outputs:
        text = translate("GradientPlot", "ℓ: the sum of h after word {position}, “{word}”")
    elif outputs == 1 and not judges(scene.trace):
        text = translate("GradientPlot", "ℓ: the output after word {position}, “{word}”")
    elif outputs == 1:
        text = translate("GradientPlot", "ℓ: the logit after word {position}, “{word}”; positive if above 0")
    else:
        among = translate(
            "GradientPlot",
            "ℓ: the logit of output {number} after word {position}, “{word}”; after the last one it is the "
            "largest",
        )
        text = of_chosen(scene.trace, "", among)
    return text.format(position=tau + 1, word=scene.trace.tokens[tau][:80])
