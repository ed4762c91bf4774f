"""What the reader holds, in words."""

from engine.cells import CELLS
from engine.record.gates import QUANTITIES
from engine.record.hold import Hold
from gui.drawing.numbers import number, probability
from gui.language import labelled, say, translate


def said_of_hold(hold: Hold) -> str:
    """What is held, at which value and where: units are counted from 0, words and layers from 1."""
    held = QUANTITIES[hold.symbol]
    name = say(held.label)
    if hold.layer is not None:
        name = translate("Held", "{name} in layer {layer}").format(name=name, layer=hold.layer + 1)
    units = translate("Held", "all units")
    if hold.unit is not None:
        units = translate("Held", "unit {unit}").format(unit=hold.unit)
    value = probability(hold.value) if held.kind == "gate" else number(hold.value, 2)
    said = translate("Held", "{name} of {units} at {value}, {words}")
    return said.format(name=name, units=units, value=value, words=said_of_words(hold.first, hold.end))


def said_of_part(cell: str, hold: Hold) -> str:
    """The same behind the name of the cell in which it is held."""
    return labelled(CELLS[cell].title, said_of_hold(hold))


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
