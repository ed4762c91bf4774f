"""What the reader holds, in words."""

from collections.abc import Mapping

from engine.cells import CELLS
from engine.record.gates import QUANTITIES
from engine.record.hold import Hold
from gui.drawing.numbers import number
from gui.language import labelled, say, translate
from gui.readings.retyped_words import retyped_words, said_of
from gui.scene import Run, Scene

DECIMALS = range(2, 7)  # as many as the value has


def said_of_hold(hold: Hold) -> str:
    """What is held, at which value and where: units are counted from 0, words and layers from 1."""
    name = say(QUANTITIES[hold.symbol].label)
    if hold.layer is not None:
        name = translate("Held", "{name} in layer {layer}").format(name=name, layer=hold.layer + 1)
    said = translate("Held", "{name} of {units} at {value}, {words}")
    units, words = said_of_units(hold.unit), said_of_words(hold.first, hold.end)
    return said.format(name=name, units=units, value=_value(hold), words=words)


def said_of_part(cell: str, hold: Hold) -> str:
    """The same behind the name of the cell in which it is held."""
    return labelled(CELLS[cell].title, said_of_hold(hold))


def changes_in_words(scene: Scene, runs: Mapping[str, Run]) -> list[str]:
    """What these readings of a scene are others in than the networks and the text are: one line for each.

    What is held is also written as the command line takes it.
    """
    said = translate("Held", "held: {what} (--hold {written})")
    lines = [
        said.format(what=said_of_part(cell, hold), written=hold)
        for cell, run in runs.items()
        for hold in run.trace.provenance.holds
    ]
    return lines + [said_of(words) for words in retyped_words(scene)]


def said_of_units(unit: int | None) -> str:
    """In one hidden unit, or in all of them."""
    all_units = translate("Held", "all units")
    return all_units if unit is None else translate("Held", "unit {unit}").format(unit=unit)


def said_of_words(first: int, end: int | None) -> str:
    """Over which words, from the first to the one behind the last; None for the end of the text."""
    first += 1
    if end is None:
        said = translate("Held", "every word") if first == 1 else translate("Held", "from word {first} on")
    elif end == first:
        said = translate("Held", "word {first}")
    else:
        said = translate("Held", "words {first} to {last}")
    return said.format(first=first, last=end)


def _value(hold: Hold) -> str:
    """The value at which it is held, or what it is made of instead."""
    if hold.rule:
        return hold.rule.replace("-", " − ").replace("*", " ⊙ ")
    decimals = next((each for each in DECIMALS if round(hold.value, each) == hold.value), DECIMALS[-1])
    return number(hold.value, decimals)
