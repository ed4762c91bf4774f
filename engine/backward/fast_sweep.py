"""A backward sweep for when only totals are wanted: what can be is computed for all tokens at once.

Only a cell's first stage mixes units. In all others a gradient is multiplied unit by unit, so the cell's own
backward formulas, run once over all tokens on a gradient of ones, give the *factors* by which it is passed
on. A step back is then one product with factors and one with the weights. With many rows it is quicker to
multiply the weights by the factors: several gates, each with its weights, become one matrix.

To inherit it: `engine.backward.sweep` says what is computed, token by token and stage by stage; this says the
same with fewer calls, since calling each stage's formula at each token is what takes the time there. Nothing
is stated twice. The factors are what the cell's own formulas make of ones, the matrices what they make of the
identity, so a new cell needs nothing here as long as its first stage is the only one that mixes units and all
formulas are linear in the gradients that arrive. Both sweeps are held against autograd by the same tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.backends.array_namespace import Array, ArrayNamespace
from engine.backward.sweep import Sweep
from engine.cell import LATER, Cell, LayerParameters, Paths, StepGradient, Values, passed_on, summed
from engine.models.network import Network
from engine.record.trace import Trace
from engine.shapes import Float, Int

FOLD_FROM_ROWS = 16
"""From so many rows on, making one matrix of several saves more time than it takes (H from 32 to 256)."""


@dataclass(frozen=True, eq=False)
class Factors:
    """How a gradient that reaches one state goes on, at every token.

    Attributes:
        to_states: By which factor it also reaches other states of the same token.
        to_before: By which factor it reaches states before the step without passing any weights.
        to_sums: By which factor it reaches each of the S weighted sums of the first stage that it does reach.
        weights: What carries it on from those sums to x and h_before.
    """

    to_states: dict[str, Float[Array, "T H"]]
    to_before: dict[str, Float[Array, "T H"]]
    to_sums: Float[Array, "T S H"]
    weights: Float[Array, "S H EH"]

    def through_sums(self, gradient: Float[Array, "R H"], token: int, xp: ArrayNamespace) -> Array:
        """What reaches x and h_before by way of the weighted sums, side by side."""
        factors = self.to_sums[token]
        if len(factors) > 1 and len(gradient) >= FOLD_FROM_ROWS:
            return gradient @ xp.scaled_sum(factors, self.weights)
        at_sums = (gradient[:, None] * factors).reshape(len(gradient), -1)
        return at_sums @ self.weights.reshape(at_sums.shape[1], -1)


class FastSweep(Sweep):
    """The same totals as `Sweep`, in a fraction of the time; no paths, and nothing from inside a step."""

    def __init__(
        self,
        network: Network,
        trace: Trace,
        rows: Int[np.ndarray, " R"],
        xp: ArrayNamespace,
        dtype: str | None = None,
    ) -> None:
        """Stands behind the last token that anything is asked about, with all factors."""
        super().__init__(network, trace, rows, xp, dtype)
        ones = xp.array(np.ones((int(rows[-1]) + 1, trace.hidden_size), dtype=self.dtype))
        self.factors = [
            {state: factors_of(self.cell, state, ones, p, values, xp, held) for state in self._order()}
            for p, values, held in zip(self.layers, self.values, self.held, strict=True)
        ]

    def _order(self) -> list[str]:
        """The states, the one that is computed last first: it is the first to pass gradients on."""
        outputs = [output for stage in reversed(self.cell.stages) for output in stage.outputs]
        return sorted(self.cell.states, key=outputs.index)

    def _step(self, layer: int, token: int, d_state: dict[str, Array]) -> StepGradient:
        """Takes the gradients of one layer back through one token."""
        total, before = dict(d_state), {}
        through_weights: Array = None
        for state, factors in self.factors[layer].items():
            gradient = total[state]
            for other, factor in factors.to_states.items():
                total[other] = total[other] + gradient * factor[token]
            for other, factor in factors.to_before.items():
                before[other] = gradient * factor[token]
            carried = factors.through_sums(gradient, token, self.xp)
            through_weights = carried if through_weights is None else through_weights + carried
        inputs = self.layers[layer].input_size
        total["x"], h_before = through_weights[:, :inputs], through_weights[:, inputs:]
        before["h_before"] = h_before + before["h_before"] if "h_before" in before else h_before
        return StepGradient({}, total | before)


def factors_of(
    cell: Cell,
    state: str,
    ones: Float[Array, "T H"],
    p: LayerParameters,
    values: Values,
    xp: ArrayNamespace,
    held: Mapping[str, Float[Array, "T H"]],
) -> Factors:
    """Runs the backward formulas of all stages but the first on a gradient of ones, at all tokens."""
    first, others = cell.stages[0], set(cell.states) - {state}
    known: Values = {**values, "p": p, "xp": xp}
    reached: Paths = {state: {LATER: ones}}
    for stage in reversed(cell.stages[1:]):
        arrived = [output for output in stage.outputs if output in reached and output not in others]
        if arrived:
            known |= {
                f"d_{output}": passed_on(summed(reached[output]), held.get(output), xp) for output in arrived
            }
            for symbol, paths in stage.run_held_backward(known, held, xp).items():
                reached.setdefault(symbol, {}).update(paths)
    factors = {symbol: summed(paths) for symbol, paths in reached.items()}
    sums = [symbol for symbol in first.outputs if symbol in factors]
    before = {f"{name}_before" for name in cell.states}
    return Factors(
        to_states={symbol: factor for symbol, factor in factors.items() if symbol in others},
        to_before={symbol: factor for symbol, factor in factors.items() if symbol in before},
        to_sums=xp.stacked([factors[symbol] for symbol in sums], axis=1),
        weights=_weights(cell, sums, p, xp),
    )


def _weights(cell: Cell, sums: list[str], p: LayerParameters, xp: ArrayNamespace) -> Float[Array, "S H EH"]:
    """The matrices of the first stage's backward formula: what it makes of the identity, sum by sum."""
    first = cell.stages[0]
    identity = xp.like(xp.array(np.eye(p.hidden_size)), p.weight_hh)
    blocks = []
    for one in sums:
        known = {f"d_{name}": identity if name == one else 0 * identity for name in first.outputs}
        reached = first.run_backward({**known, "p": p, "xp": xp})
        blocks.append(xp.joined(summed(reached["x"]).T, summed(reached["h_before"]).T).T)
    return xp.stacked(blocks, axis=0)
