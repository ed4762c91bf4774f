"""What a stage of a cell is, in words, wherever the reader points at one."""

import re

from engine.cell import Stage
from engine.record.gates import QUANTITIES
from gui.language import labelled, listed, say, translate


def sums_up(stage: Stage) -> bool:
    """Whether a stage multiplies by the weights: it gives what all the others start from."""
    return "p" in stage.inputs


def equation_of(stage: Stage) -> str:
    """A stage's equation for people: a stack of gates, `ifgo` in the code, is written `[i f g o]_in`."""
    return spelled(stage, stage.equation)


def gradient_equation_of(stage: Stage) -> str:
    """What a stage gives in the backward pass, for people; `∂f` is short for ∂ℓ/∂f."""
    return spelled(stage, stage.gradient_equation)


def spelled(stage: Stage, equation: str) -> str:
    """An equation of a stage with its stack of gates spelled out: `[i f g o]_in`."""
    letters = stacked(stage)
    if len(letters) < 2:
        return equation
    name = re.compile(rf"\b{''.join(letters)}(_[a-z]+)?(?= |,|$)")
    return name.sub(lambda found: f"[{' '.join(letters)}]{found[1] or '_in'}", equation)


def stacked(stage: Stage) -> tuple[str, ...]:
    """The gates whose sums a stage computes at once, in the order of the weights."""
    if not sums_up(stage):
        return ()
    return tuple(dict.fromkeys(name.partition("_")[0] for name in stage.outputs))


def in_words(stage: Stage) -> str:
    """What a stage is and does, in one line."""
    line = labelled(say(stage.label), does(stage))
    return f"{line}\n{order_of(stage)}" if len(stacked(stage)) > 1 else line


def order_of(stage: Stage) -> str:
    """In which order the gates of a stack stand."""
    return translate("Stage", "stacked in PyTorch's order: {gates}").format(gates=", ".join(stacked(stage)))


def does(stage: Stage) -> str:
    """What a stage does: what the ends of a gate mean, or what becomes of a sum or a state."""
    quantity = QUANTITIES.get(stage.symbol)
    if quantity is not None and quantity.kind != "state":
        return listed((say(quantity.low_means), say(quantity.high_means)))
    if sums_up(stage):
        return translate("Stage", "adds up what the input and the past say")
    if stage.symbol == "c":
        return translate("Stage", "the memory that the next step starts from")
    if stage.symbol == "h":
        return translate("Stage", "what the next step and the readout see")
    if stage.symbol == "relu":
        return translate("Stage", "leaves what is above 0 of the sum")
    return translate("Stage", "brings the sum into −1 to 1")
