"""What a stage of a cell is, in words, wherever the reader points at one."""

from engine.cell import Stage
from engine.record.gates import QUANTITIES
from gui.language import say, translate


def sums_up(stage: Stage) -> bool:
    """Whether a stage multiplies by the weights: it gives what all the others start from."""
    return "p" in stage.inputs


def in_words(stage: Stage) -> str:
    """What a stage is and does, in one line."""
    return f"{say(stage.label)}: {does(stage)}"


def does(stage: Stage) -> str:
    """What a stage does: what the ends of a gate mean, or what becomes of a sum or a state."""
    quantity = QUANTITIES.get(stage.symbol)
    if quantity is not None and quantity.kind != "state":
        return f"{say(quantity.low_means)}, {say(quantity.high_means)}"
    if sums_up(stage):
        return translate("Stage", "adds up what the input and the past say")
    if stage.symbol == "c":
        return translate("Stage", "the memory that the next step starts from")
    if stage.symbol == "h":
        return translate("Stage", "what the next step and the readout see")
    return translate("Stage", "brings the sum into −1 to 1")
