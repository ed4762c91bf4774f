"""What a hovered strip, box, circle or wire is in the backward pass, in words and in numbers."""

from collections.abc import Mapping
from types import MappingProxyType

from gui.drawing.numbers import figures, number
from gui.drawing.typeset import in_line
from gui.language import QT_TRANSLATE_NOOP, labelled, listed, say, translate
from gui.panels.cell_diagram.flow import StepSoFar
from gui.panels.cell_diagram.gradient_numbers import Gradients, carried
from gui.panels.cell_diagram.numbers import summary
from gui.panels.cell_diagram.parts import Kind, Part, Wire
from gui.panels.cell_diagram.pointing import Target
from gui.panels.cell_diagram.tips import vector_name
from gui.readings.gradient_words import arriving, does_back
from gui.readings.made_by import held_everywhere, stages_at
from gui.readings.stage_words import gradient_equation_of, order_of, spelled
from gui.readings.step_gradients import VIA, terms
from gui.scene import Scene

# The parts of a gradient that travel on wires of their own.
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "c_via_c": QT_TRANSLATE_NOOP("CellDiagram", "the part that arrives along the memory"),
        "c_via_h": QT_TRANSLATE_NOOP("CellDiagram", "the part that comes through h of this step"),
        "h_before_via_h": QT_TRANSLATE_NOOP(
            "CellDiagram", "the part that goes straight back, past the weights"
        ),
        "h_before_weighed": QT_TRANSLATE_NOOP("CellDiagram", "the part that goes through gates and weights"),
        "z_keeping": QT_TRANSLATE_NOOP("CellDiagram", "the part from what is kept"),
        "z_writing": QT_TRANSLATE_NOOP("CellDiagram", "the part from what is written"),
    }
)


def tip_of(scene: Scene, gradients: Gradients, step: StepSoFar, target: Target, unit: int) -> str:
    """What lies under the mouse; for a strip `unit` is the one that is pointed at."""
    if target.wire is not None:
        return wire_tip(scene, gradients, step, target.wire)
    assert target.part is not None
    if target.part.kind is Kind.STRIP:
        return strip_tip(scene, gradients, step, target.part, unit)
    return box_tip(scene, gradients, step, target.part)


def strip_tip(scene: Scene, gradients: Gradients, step: StepSoFar, part: Part, unit: int) -> str:
    """A gradient: by what, how it is made, one unit's number, its norm, and the scale of its colours."""
    symbol = part.symbol
    lines = [f"{_label(gradients, symbol)} · {_gradient_by(symbol)}", *formulas(scene, gradients, symbol)]
    lines += _elsewhere(gradients, symbol)
    waiting = _waiting(scene, gradients, step, part.stage, symbol)
    if waiting:
        return "\n".join((*lines, waiting))
    if symbol == "h":
        lines.append(arriving(scene, gradients.moment))
    lines += _numbers(gradients, symbol, unit)
    limit = translate("CellDiagram", "full colour at ±{limit}")
    return "\n".join((*lines, limit.format(limit=figures(gradients.largest, 2))))


def wire_tip(scene: Scene, gradients: Gradients, step: StepSoFar, wire: Wire) -> str:
    """What travels back on a wire, its norm, and what its width is worth."""
    symbol, name = wire.symbol, carried(wire)
    lines = [f"{_label(gradients, symbol)} · {_gradient_by(symbol)}"]
    if name == symbol:
        lines += _elsewhere(gradients, symbol)
    if name in PARTS:
        lines.append(translate("CellDiagram", PARTS[name]))
    pull = gradients.drawing.pulls.get(name)
    lines += [pull.formula] if pull is not None else []
    waiting = _waiting(scene, gradients, step, wire.stage, name)
    if waiting:
        return "\n".join((*lines, waiting))
    lines += _numbers(gradients, name, None if symbol == "x" else scene.view.unit)
    width = translate("CellDiagram", "full width at {norm}; width goes with the square root")
    return "\n".join((*lines, width.format(norm=figures(gradients.longest, 2))))


def box_tip(scene: Scene, gradients: Gradients, step: StepSoFar, part: Part) -> str:
    """A box or a circle: what it does to the gradient, and the gradient that it gives."""
    if part.kind is Kind.MATRIX:
        stage = scene.definition.stages[0]
        turned = translate("CellDiagram", "the same weights, turned over")
        lines = [labelled(say(stage.label), turned)]
        lines.append(in_line(gradient_equation_of(stage)))
        return "\n".join([*lines, order_of(stage)] if len(stage.outputs) > 1 else lines)
    given = [wire for wire in gradients.drawing.wires if wire.source == part.name]
    held = held_everywhere(scene, gradients.token, part.symbol)
    tips = [translate("CellDiagram", "held: nothing goes back") if held else does_back(part.text)]
    for wire in given:
        value = ""
        if gradients.has(carried(wire)) and step.order[wire.stage] <= step.stage:
            value = f" = {number(float(gradients[carried(wire)][scene.view.unit]))}"
        tips.append(f"{_label(gradients, wire.symbol)}{value}")
    unit = translate("CellDiagram", "numbers: unit {unit}").format(unit=scene.view.unit)
    return "\n".join((*filter(None, tips), unit))


def legend_tip(gradients: Gradients) -> str:
    """What the scales of the picture mean."""
    text = translate(
        "CellDiagram",
        "Largest value on a strip in this step: ±{largest}, largest norm on a wire: {longest}.\n"
        "Colours and widths go with the square root, and have a new scale at every word:\n"
        "along a text, gradients shrink or grow by powers of ten.",
    )
    return text.format(largest=figures(gradients.largest, 2), longest=figures(gradients.longest, 2))


def formulas(scene: Scene, gradients: Gradients, symbol: str) -> list[str]:
    """How a gradient is made, one line for each stage that gives a part of it, in the order of the pass."""
    pull = gradients.drawing.pulls.get(symbol)
    if pull is not None:
        return [f"= {in_line(pull.formula)}"]
    return [
        f"{'+' if term.adds else '='} {in_line(spelled(stage, term.right_side))}"
        for stage in reversed(stages_at(scene, gradients.token))
        for term in terms(stage)
        if term.symbol.partition(VIA)[0] == symbol
    ]


def _label(gradients: Gradients, symbol: str) -> str:
    return in_line(gradients.label(symbol, narrow=False)[0])


def _elsewhere(gradients: Gradients, symbol: str) -> list[str]:
    """Where else a vector goes, if this step's part of the gradient is not all of it."""
    if gradients.called(symbol) == symbol:
        return []
    return {
        "c_before": [translate("CellDiagram", "the part along the memory; cₜ₋₁ also acts through hₜ₋₁")],
        "h_before": [
            translate("CellDiagram", "the part through this step; hₜ₋₁ also goes to the layer above")
        ],
        "x": [translate("CellDiagram", "the part through this step; h below also goes to its own next step")],
    }[symbol]


def _gradient_by(symbol: str) -> str:
    template = translate("CellDiagram", "gradient by: {vector}")
    return template.format(vector=vector_name(symbol))


def _waiting(scene: Scene, gradients: Gradients, step: StepSoFar, stage: str, name: str) -> str:
    """Why there is no number: nothing is known yet, the pass has not come here, or never will."""
    if not gradients.known:
        return scene.refusals.get("paths") or translate("CellDiagram", "computing")
    if not gradients.has(name):
        return translate("CellDiagram", "no word before: nothing takes this gradient")
    if step.order[stage] > step.stage:
        waiting = translate("CellDiagram", "not reached yet: stage {stage} of {stages}")
        return waiting.format(stage=step.order[stage] + 1, stages=len(scene.definition.stages))
    return ""


def _numbers(gradients: Gradients, name: str, unit: int | None) -> list[str]:
    found = summary(gradients[name], unit)
    lines = []
    if unit is not None:
        template = translate("CellDiagram", "unit {unit}: {value}")
        if name == "x":
            template = translate("CellDiagram", "number {unit}: {value}")
        lines.append(template.format(unit=unit, value=number(found.chosen)))
    norm = translate("CellDiagram", "norm {norm}").format(norm=figures(gradients.norm(name), 3))
    span = translate("CellDiagram", "from {low} to {high}")
    return [*lines, listed((norm, span.format(low=number(found.low), high=number(found.high))))]
