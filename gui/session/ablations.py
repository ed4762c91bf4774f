"""Parts of a cell that are taken away with one command, in all units and at every word.

After Greff et al. 2017, "LSTM: a search space odyssey", IEEE TNNLS 28(10), who *trained* LSTMs without them;
here a trained network loses a part that it had learned to use.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.record.hold import Hold
from gui.language import QT_TRANSLATE_NOOP
from gui.scene import Scene
from gui.session.choice import HeldPart


@dataclass(frozen=True)
class Ablation:
    """A gate that is held wide open, or something that is computed more simply.

    Attributes:
        cell: the network that loses it.
        symbol: what is held.
        text: what is done, in English.
        also: other words by which it is looked for, in English.
        equation: the same as an equation.
        variant: what Greff et al. call a network without it; empty if they do not have it.
        rule: as in `Hold`; empty for a gate that is held at 1.
    """

    cell: str
    symbol: str
    text: str
    also: str
    equation: str
    variant: str = ""
    rule: str = ""

    def parts(self, scene: Scene) -> tuple[HeldPart, ...]:
        """What it holds in the network in this scene: the same in every layer, the last one as None."""
        layers = (*range(scene.runs[self.cell].trace.layers - 1), None)
        value = 0.0 if self.rule else 1.0
        return tuple(
            HeldPart(self.cell, Hold(self.symbol, value, layer=layer, rule=self.rule)) for layer in layers
        )

    def is_in(self, holds: tuple[HeldPart, ...], scene: Scene) -> bool:
        """Whether all of it is held, and switched on."""
        return self.cell in scene.runs and set(self.parts(scene)) <= set(holds)


ABLATIONS: Mapping[str, Ablation] = {
    "no_forget_gate": Ablation(
        *("lstm", "f", QT_TRANSLATE_NOOP("actions", "LSTM: forget gate open all the time")),
        *(QT_TRANSLATE_NOOP("actions", "remove forget gate lesion f = 1 NFG Greff"), "f = 1", "NFG"),
    ),
    "no_input_gate": Ablation(
        *("lstm", "i", QT_TRANSLATE_NOOP("actions", "LSTM: input gate open all the time")),
        *(QT_TRANSLATE_NOOP("actions", "remove input gate lesion i = 1 NIG Greff"), "i = 1", "NIG"),
    ),
    "no_output_gate": Ablation(
        *("lstm", "o", QT_TRANSLATE_NOOP("actions", "LSTM: output gate open all the time")),
        *(QT_TRANSLATE_NOOP("actions", "remove output gate lesion o = 1 NOG Greff"), "o = 1", "NOG"),
    ),
    "coupled_gates": Ablation(
        *("lstm", "i", QT_TRANSLATE_NOOP("actions", "LSTM: writes as much as it forgets")),
        *(QT_TRANSLATE_NOOP("actions", "coupled gates i = 1 - f CIFG Greff"), "i = 1 − f", "CIFG", "1-f"),
    ),
    "no_output_tanh": Ablation(
        *("lstm", "h", QT_TRANSLATE_NOOP("actions", "LSTM: shows its memory unsquashed")),
        QT_TRANSLATE_NOOP("actions", "remove output tanh activation function h = o c NOAF Greff"),
        *("h = o ⊙ c", "NOAF", "o*c"),
    ),
    "no_reset_gate": Ablation(
        *("gru", "r", QT_TRANSLATE_NOOP("actions", "GRU: reset gate open all the time")),
        *(QT_TRANSLATE_NOOP("actions", "remove reset gate lesion r = 1"), "r = 1"),
    ),
}
"""By the command that does it."""
