"""What a hovered strip, box, circle or wire is, in words and in numbers."""

from collections.abc import Mapping
from types import MappingProxyType

from engine.record.gates import QUANTITIES
from gui.drawing.numbers import changed, number, round_number
from gui.drawing.typeset import in_line
from gui.language import QT_TRANSLATE_NOOP, labelled, say, translate
from gui.panels.cell_diagram.flow import StepSoFar
from gui.panels.cell_diagram.numbers import BEFORE, Readings, is_gate, scale_limit, summary
from gui.panels.cell_diagram.parts import Derived, Drawing, Kind, Part
from gui.panels.cell_diagram.pointing import Target
from gui.readings.made_by import held_everywhere, made_by
from gui.readings.part_words import CONTEXT, read_by, symbol_label
from gui.readings.stage_words import equation_of, order_of
from gui.scene import Scene

# What the vectors are that have no name in the engine's table of quantities.
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "h_before": QT_TRANSLATE_NOOP("CellDiagram", "hidden state before this step"),
        "c_before": QT_TRANSLATE_NOOP("CellDiagram", "cell state before this step"),
        "x": QT_TRANSLATE_NOOP("CellDiagram", "what this step reads"),
        "kept": QT_TRANSLATE_NOOP("CellDiagram", "what is kept of the old memory"),
        "written": QT_TRANSLATE_NOOP("CellDiagram", "what is written into the memory"),
        "tanh_c": QT_TRANSLATE_NOOP("CellDiagram", "the memory, squashed"),
        "bare_c": QT_TRANSLATE_NOOP("CellDiagram", "the memory as it is: the tanh is taken out"),
        "one_minus_z": QT_TRANSLATE_NOOP("CellDiagram", "how much is written"),
        "n_x": QT_TRANSLATE_NOOP("CellDiagram", "what the input says to the candidate"),
        "n_h": QT_TRANSLATE_NOOP("CellDiagram", "what the past says to the candidate"),
        "past": QT_TRANSLATE_NOOP("CellDiagram", "the past, as far as the reset gate lets it through"),
        "h_new": QT_TRANSLATE_NOOP("CellDiagram", "new hidden state"),
        "h_in": QT_TRANSLATE_NOOP("CellDiagram", "sum of each unit, before it is squashed"),
    }
)

DOES: Mapping[str, str] = MappingProxyType(
    {
        "σ": QT_TRANSLATE_NOOP("CellDiagram", "σ: brings every number between 0 (shut) and 1 (open)"),
        "tanh": QT_TRANSLATE_NOOP("CellDiagram", "tanh: brings every number between −1 and 1"),
        "relu": QT_TRANSLATE_NOOP("CellDiagram", "relu: leaves what is above 0, and makes all else 0"),
        "⊙": QT_TRANSLATE_NOOP("CellDiagram", "⊙: multiplies, unit by unit"),
        "+": QT_TRANSLATE_NOOP("CellDiagram", "+: adds, unit by unit"),
        "1 −": QT_TRANSLATE_NOOP("CellDiagram", "1 −: what is not kept is written"),
    }
)


def vector_name(symbol: str) -> str:
    """A vector in words."""
    if symbol in NAMES:
        return translate(CONTEXT, NAMES[symbol])
    if symbol in QUANTITIES:
        return say(QUANTITIES[symbol].label)
    gate = QUANTITIES[symbol.removesuffix("_in")]
    return translate("CellDiagram", "sum for the {gate}, before it is squashed").format(gate=say(gate.label))


def tip_of(scene: Scene, readings: Readings, step: StepSoFar, target: Target, unit: int) -> str:
    """What lies under the mouse; for a strip `unit` is the one that is pointed at."""
    if target.wire is not None:
        symbol = target.wire.symbol
        return vector_tip(scene, readings, step, symbol, None if symbol == "x" else unit)
    assert target.part is not None
    if target.part.kind is Kind.STRIP:
        return vector_tip(scene, readings, step, target.part.symbol, unit)
    return part_tip(scene, readings, step, target.part)


def vector_tip(scene: Scene, readings: Readings, step: StepSoFar, symbol: str, unit: int | None) -> str:
    """A vector: what it is, how it is made, the value of one unit, and mean, smallest and largest."""
    seen = scene if unit is None or symbol == "x" else scene.seen(unit=unit)
    formula = in_line(formula_of(seen, readings.drawing, symbol, readings.token))
    label = in_line(symbol_label(symbol))
    if symbol in readings.drawing.derived and label == symbol:  # it has no name: its formula says what it is
        label, formula = formula, ""
    lines = [f"{label} · {vector_name(symbol)}"]
    if formula:
        lines.append(formula)
    quantity = QUANTITIES.get(symbol)
    if quantity is not None and quantity.kind == "gate":
        lines.append(f"{say(quantity.low_means)} · {say(quantity.high_means)}")
    made = stage_making(scene, readings.drawing, symbol)
    if made > step.stage:
        waiting = translate("CellDiagram", "not computed yet: stage {stage} of {stages}")
        return "\n".join((*lines, waiting.format(stage=made + 1, stages=len(scene.definition.stages))))
    if symbol == "x":
        lines.append(
            translate("CellDiagram", "“{word}” as {size} numbers").format(
                word=read_by(scene, readings.token), size=len(readings["x"])
            )
        )
    return "\n".join((*lines, *_numbers(scene, readings, symbol, unit)))


def _numbers(scene: Scene, readings: Readings, symbol: str, unit: int | None) -> tuple[str, ...]:
    found, untouched = summary(readings[symbol], unit), readings.untouched
    was = (
        number(summary(untouched[symbol], unit).chosen)
        if untouched is not None and symbol in untouched
        else ""
    )
    lines = []
    if unit is not None and symbol == "x":
        lines.append(
            translate("CellDiagram", "number {position}: {value}").format(
                position=unit, value=changed(was, number(found.chosen))
            )
        )
    elif unit is not None:
        lines.append(
            translate("CellDiagram", "unit {unit}: {value}").format(
                unit=unit, value=changed(was, number(found.chosen))
            )
        )
    lines.append(
        translate("CellDiagram", "mean {mean}, from {low} to {high}").format(
            mean=number(found.mean), low=number(found.low), high=number(found.high)
        )
    )
    if not is_gate(symbol):
        full = translate("CellDiagram", "full colour at ±{limit}, and beyond")
        lines.append(full.format(limit=round_number(scale_limit(scene, symbol))))
    return tuple(lines)


def part_tip(scene: Scene, readings: Readings, step: StepSoFar, part: Part) -> str:
    """A box, a circle or a fork: what it does, and the vector that it makes."""
    if part.kind is Kind.MATRIX:
        stage = scene.definition.stages[step.order[part.stage]]
        shared = (
            translate("CellDiagram", "one matrix product for all gates")
            if len(stage.outputs) > 1
            else translate("CellDiagram", "one matrix product")
        )
        lines = [labelled(say(stage.label), shared), in_line(equation_of(stage))]
        return "\n".join([*lines, in_line(order_of(stage))] if len(stage.outputs) > 1 else lines)
    made = vector_tip(scene, readings, step, part.symbol, scene.view.unit)
    if part.text not in DOES or held_everywhere(scene, readings.token, part.symbol):
        return made
    return f"{translate(CONTEXT, DOES[part.text])}\n{made}"


def stage_making(scene: Scene, drawing: Drawing, symbol: str) -> int:
    """Position of the stage that makes a vector; −1 for what is there before the step."""
    if symbol in drawing.derived:
        return [stage.symbol for stage in scene.definition.stages].index(drawing.derived[symbol].stage)
    if symbol == "x" or symbol.endswith(BEFORE):
        return -1
    return scene.stage_of(symbol)


def formula_of(scene: Scene, drawing: Drawing, symbol: str, token: int) -> str:
    """How a vector is made, in the cell's symbols; empty for what is there before the step."""
    derived: Derived | None = drawing.derived.get(symbol)
    if derived is not None:
        return derived.formula
    made = stage_making(scene, drawing, symbol)
    return "" if made < 0 else equation_of(made_by(scene, token, made))
