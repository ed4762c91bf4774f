"""What a stage of a cell is, in words, wherever the reader points at one."""

from engine.cell import Stage
from engine.record.gates import QUANTITIES
from gui.language import say, translate


def sums_up(stage: Stage) -> bool:
    """Whether a stage multiplies by the weights: it gives what all the others start from."""
    return "p" in stage.inputs


def in_words(stage: Stage) -> str:
    """What a stage is and does, in one line."""
    label = say(stage.label)
    quantity = QUANTITIES.get(stage.symbol)
    if quantity is not None and quantity.kind != "state":
        return f"{label}: {say(quantity.low_means)}, {say(quantity.high_means)}"
    if sums_up(stage):
        does = translate("Stage", "adds up what the input and the past say")
    elif stage.symbol == "c":
        does = translate("Stage", "the memory that the next step starts from")
    elif stage.symbol == "h":
        does = translate("Stage", "what the next step and the readout see")
    else:
        does = translate("Stage", "brings the sum into −1 to 1")
    return f"{label}: {does}"
