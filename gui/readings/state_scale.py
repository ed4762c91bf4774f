"""On which scale states are coloured: one for each network and state, so that texts can be compared."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from engine.analysis.state_sizes import state_sizes
from engine.record.trace import Trace
from gui.drawing.axes import full_scale, largest_finite
from gui.drawing.numbers import round_number
from gui.scene import Scene

_found: WeakKeyDictionary[Trace, dict[tuple[str, float], "StateScale"]] = WeakKeyDictionary()


@dataclass(frozen=True)
class StateScale:
    """The scale of the colours of one state.

    Attributes:
        limit: the size that has the full colour.
        exceeded: whether this text has larger ones: they have the full colour too, and it is said.
    """

    limit: float
    exceeded: bool

    @property
    def ends(self) -> tuple[str, str]:
        """What stands at the ends of its key, at the lower one and at the upper one."""
        low, high = round_number(-self.limit), round_number(self.limit)
        return (f"≤ {low}", f"≥ {high}") if self.exceeded else (low, high)


def state_scale(scene: Scene, symbol: str, layer: int) -> StateScale:
    """The scale of a state of the shown network.

    It is how large the state gets, the 99th percentile of its sizes: over all test texts, as the card of a
    trained network says; of other networks over the first text that this session has read with them, and
    where nobody has kept that, over the text that is shown.
    """
    trace, key = scene.trace, f"{symbol}_l{layer}"
    sizes = dict(trace.provenance.state_sizes) or scene.state_sizes.get(trace.provenance.weights_sha256, {})
    known = _found.setdefault(trace, {})
    size = sizes.get(key, 0.0)
    if (key, size) not in known:
        known[key, size] = _scale(trace, symbol, layer, size)
    return known[key, size]


def _scale(trace: Trace, symbol: str, layer: int, size: float) -> StateScale:
    values = trace.values(symbol, layer)
    size = size or state_sizes([trace]).get(f"{symbol}_l{layer}", 0.0)
    if (
        not size
    ):  # of a state that is nearly always 0, or not always finite, there is only this text's largest
        return StateScale(full_scale(values), exceeded=False)
    limit = full_scale(np.array([[size]]))
    return StateScale(limit, exceeded=largest_finite(values) > limit)
