"""What the picture of the backward pass says: a line for each stage, and what its parts do to a gradient."""

from collections.abc import Mapping
from types import MappingProxyType

from gui.language import QT_TRANSLATE_NOOP, translate
from gui.readings.made_by import is_held, made_by
from gui.readings.part_words import CONTEXT
from gui.scene import Moment, Scene

_SIGMOID = QT_TRANSLATE_NOOP("CellDiagram", "times the slope of σ, at most ¼")
_TANH = QT_TRANSLATE_NOOP("CellDiagram", "times the slope of tanh, at most 1")
_WEIGHTS = QT_TRANSLATE_NOOP("CellDiagram", "back through the weights")

# One line for each stage of each cell, in the backward pass.
PURPOSES_BACK: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("rnn", "h"): QT_TRANSLATE_NOOP("CellDiagram", "{arriving}, unchanged"),
        ("rnn", "tanh"): _TANH,
        ("rnn", "relu"): QT_TRANSLATE_NOOP("CellDiagram", "times the slope of relu: 1 or 0"),
        ("rnn", "combine"): _WEIGHTS,
        ("lstm", "h"): QT_TRANSLATE_NOOP("CellDiagram", "{arriving}, to o and to c"),
        ("lstm", "o"): _SIGMOID,
        ("lstm", "c"): QT_TRANSLATE_NOOP("CellDiagram", "along the memory, times f alone"),
        ("lstm", "g"): _TANH,
        ("lstm", "i"): _SIGMOID,
        ("lstm", "f"): _SIGMOID,
        ("lstm", "combine"): _WEIGHTS,
        ("gru", "h"): QT_TRANSLATE_NOOP("CellDiagram", "{arriving}, to z and to n"),
        ("gru", "n"): _TANH,
        ("gru", "z"): _SIGMOID,
        ("gru", "r"): _SIGMOID,
        ("gru", "combine"): _WEIGHTS,
    }
)

# The same for a stage that stands in the place of the cell's own, by its equation, where it does otherwise.
INSTEAD_BACK: Mapping[str, str] = MappingProxyType(
    {"i = 1 − f": QT_TRANSLATE_NOOP("CellDiagram", "i is 1 − f: to f, times −1")}
)

# What a part does to the gradient, by what is written in it; a fork has nothing written in it.
DOES_BACK: Mapping[str, str] = MappingProxyType(
    {
        "σ′": QT_TRANSLATE_NOOP("CellDiagram", "σ′: multiplies by the slope of σ, at most ¼"),
        "tanh′": QT_TRANSLATE_NOOP("CellDiagram", "tanh′: multiplies by the slope of tanh, at most 1"),
        "relu′": QT_TRANSLATE_NOOP("CellDiagram", "relu′: passes on where h is above 0, else nothing"),
        "⊙": QT_TRANSLATE_NOOP("CellDiagram", "⊙: to each factor, multiplied by the other one"),
        "+": QT_TRANSLATE_NOOP("CellDiagram", "+: here the wire forks, so the gradients of both ways add up"),
        "−1": QT_TRANSLATE_NOOP("CellDiagram", "1 − z falls where z rises: times −1"),
    }
)


def purpose_back(scene: Scene, moment: Moment) -> str:
    """What the stage of a moment does to the gradient, in one line."""
    own, made = scene.definition.stages[moment.stage], made_by(scene, moment.token, moment.stage)
    if is_held(made):
        return translate("CellDiagram", "held: nothing goes back")
    if made is not own and made.equation in INSTEAD_BACK:
        return translate(CONTEXT, INSTEAD_BACK[made.equation])
    symbol = own.symbol
    return translate(CONTEXT, PURPOSES_BACK[scene.view.cell, symbol]).format(arriving=arriving(scene, moment))


def arriving(scene: Scene, moment: Moment) -> str:
    """From where the gradient of h arrives."""
    begins = moment.token == scene.tau(moment)
    if scene.final_layer:
        if not begins:
            return translate("CellDiagram", "from the next word")
        if "output" in scene.trace.arrays:
            return translate("CellDiagram", "from the readout")
        return translate("CellDiagram", "from the sum of h")
    if begins:
        return translate("CellDiagram", "from the layer above")
    return translate("CellDiagram", "from next word, above")


def does_back(text: str) -> str:
    """What a part does to the gradient, by what is written in it; empty for what needs no words."""
    return translate(CONTEXT, DOES_BACK[text]) if text in DOES_BACK else ""
