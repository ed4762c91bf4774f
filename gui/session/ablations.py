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
    """A gate that is held wide open.

    Attributes:
        cell: the network that loses it.
        symbol: the gate.
        text: what is done, in English.
        variant: what Greff et al. call a network without it; empty if they do not have it.
    """

    cell: str
    symbol: str
    text: str
    variant: str = ""

    def parts(self, scene: Scene) -> tuple[HeldPart, ...]:
        """What it holds in the network in this scene: the gate of every layer, the last one as None."""
        layers = (*range(scene.runs[self.cell].trace.layers - 1), None)
        return tuple(HeldPart(self.cell, Hold(self.symbol, 1.0, layer=layer)) for layer in layers)

    def is_in(self, holds: tuple[HeldPart, ...], scene: Scene) -> bool:
        """Whether all of it is held, and switched on."""
        return self.cell in scene.runs and set(self.parts(scene)) <= set(holds)


ABLATIONS: Mapping[str, Ablation] = {
    "no_forget_gate": Ablation(
        "lstm", "f", QT_TRANSLATE_NOOP("actions", "LSTM: forget gate open all the time"), "NFG"
    ),
    "no_input_gate": Ablation(
        "lstm", "i", QT_TRANSLATE_NOOP("actions", "LSTM: input gate open all the time"), "NIG"
    ),
    "no_output_gate": Ablation(
        "lstm", "o", QT_TRANSLATE_NOOP("actions", "LSTM: output gate open all the time"), "NOG"
    ),
    "no_reset_gate": Ablation("gru", "r", QT_TRANSLATE_NOOP("actions", "GRU: reset gate open all the time")),
}
"""By the command that does it."""
