"""Which hidden unit is looked at in which network: the one that the reader chose, else the one that leads."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from engine.forward.leading_unit import leading_unit
from engine.record.trace import Trace
from gui.scene import Scene


class ChosenUnits:
    """Remembers what the reader chose, by network and layer: unit 3 of another network is another thing.

    Attributes:
        chosen: the hash of a network's weights and a layer, to the unit.
    """

    def __init__(self) -> None:
        self.chosen: Mapping[tuple[str, int], int] = MappingProxyType({})

    def choose(self, scene: Scene) -> None:
        """The reader has chosen the unit that this scene shows."""
        self.chosen = MappingProxyType({**self.chosen, _place(scene): scene.view.unit})

    def in_sight(self, scene: Scene) -> Scene:
        """The scene with the unit that was chosen in its network and layer; else with the one that leads."""
        unit = self.chosen.get(_place(scene))
        return scene.seen(unit=default_unit(scene.trace, scene.view.layer) if unit is None else unit)


def default_unit(trace: Trace, layer: int = 0) -> int:
    """The unit that moves the verdict most over a text; below the last layer the one that itself moves most.

    `leading_unit` says what that means exactly.
    """
    if layer == trace.layers - 1 and trace.provenance.unit is not None:
        return trace.provenance.unit
    return leading_unit(np.asarray(trace.values("h", layer)), None)


def _place(scene: Scene) -> tuple[str, int]:
    return scene.trace.provenance.weights_sha256, scene.view.layer
