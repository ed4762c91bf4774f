"""Gates and states held at values of one's choice: how they are written, and which a network can take.

`f=0` shuts the forget gate, `c=0@3:4` empties the memory at token 3, `i_l1=0.5#7` opens one unit's input
gate halfway in the second layer. A rule can stand in the place of a value: `i=1-f` couples the input gate to
the forget gate, `h=o*c` shows the memory without its tanh (`RULES`).

What follows from a hold is computed as exactly as everything else: the run (`engine.forward.step_path`), the
gradients, to which a held value is a constant (`Cell.backward_step`), the ledger, in which a held state
begins anew (`engine.analysis.memory_ledger`), and shortened texts, in which a hold stays with its word.
"""

import math
import re
from dataclasses import replace

from engine.cells import CELLS
from engine.messages import EngineError
from engine.models.network import Network
from engine.record.gates import QUANTITIES
from engine.record.hold import Hold

RULES = {key for cell in CELLS.values() for stage in cell.stages for key in stage.instead}
"""What can be computed in another way than by the cell, as it is written in place of a value."""

WRITTEN = re.compile(
    r"(?P<symbol>[a-z]+?)(_l(?P<layer>\d{1,9}))?=(?P<value>[^@#]+)"
    r"(@(?P<first>\d{1,9}):(?P<end>\d{1,9}))?(#(?P<unit>\d{1,9}))?"
)


def hold_of(given: str) -> Hold:
    """Reads `SYMBOL[_lLAYER]=VALUE[@A:B][#UNIT]`, tokens A ≤ t < B.

    Raises:
        EngineError: It is written in another way.
    """
    found = WRITTEN.fullmatch(given.strip())
    if found is None:
        raise EngineError("bad_hold", given=given)
    rule = "".join(found["value"].split())
    try:
        value, rule = (0.0, rule) if f"{found['symbol']}={rule}" in RULES else (float(found["value"]), "")
    except ValueError as error:
        raise EngineError("bad_hold", given=given) from error
    layer, first, end, unit = (
        None if found[name] is None else int(found[name]) for name in ("layer", "first", "end", "unit")
    )
    return Hold(found["symbol"], value, first or 0, end, unit, layer, rule)


def intervene(network: Network, *holds: Hold | str) -> Network:
    """The same network with values held, beside those that it holds already; without any: set free again.

    Args:
        network: The network.
        holds: What is held; the last one wins where two meet.

    Raises:
        EngineError: The network has no such symbol, unit or layer, or the value is beyond its range.
    """
    read = tuple(hold_of(hold) if isinstance(hold, str) else hold for hold in holds)
    for hold in read:
        _check(network, hold)
    return replace(network, holds=(*network.holds, *read) if read else ())


def _check(network: Network, hold: Hold) -> None:
    cell, model = network.cell, network.card.name
    known = (*cell.gates, *(state for state in cell.states if state not in cell.gates))
    rules = {key for stage in cell.stages for key in stage.instead}
    if hold.symbol not in known or (hold.rule and hold.key not in rules):
        raise EngineError("hold_symbol", symbol=hold.key, cell=cell.title, known=", ".join(known))
    low, high = range_of(hold.symbol)
    if not (math.isfinite(hold.value) and low <= hold.value <= high):
        raise EngineError("hold_value", symbol=hold.symbol, value=hold.value, low=low, high=high)
    if hold.unit is not None and not 0 <= hold.unit < network.hidden_size:
        raise EngineError("hold_unit", unit=hold.unit, model=model, last=network.hidden_size - 1)
    if hold.layer is not None and not 0 <= hold.layer < len(network.layers):
        raise EngineError("hold_layer", layer=hold.layer, model=model, last=len(network.layers) - 1)


def range_of(symbol: str) -> tuple[float, float]:
    """Between which values a symbol can be held: those of a gate's nonlinearity; a state at any number."""
    quantity = QUANTITIES[symbol]
    return (-math.inf, math.inf) if quantity.kind == "state" else (quantity.low, quantity.high)
