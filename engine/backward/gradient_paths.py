"""The backward pass from one token, step by step: every vector on the way, and each state's split by path.

The paths are those of the cells' own backward formulas (`engine.cell`); the sweep adds what comes from the
readout and from the layer above. All is computed and kept in float64, whatever the trace was computed in:
float32 has no room for a gradient that vanishes or explodes.
"""

import numpy as np

from engine.backends.array_namespace import ArrayNamespace
from engine.backends.device import exact_arithmetic
from engine.backward.sweep import RESCALE_EVERY, Sweep, where_it_ran
from engine.cell import LATER, StepGradient
from engine.models.network import Network
from engine.progress import Job
from engine.record.gradient_paths import ABOVE, READOUT, GradientPaths
from engine.record.trace import Trace


def gradient_paths(
    network: Network,
    trace: Trace,
    at: int | None = None,
    job: Job = Job(),
) -> GradientPaths:
    """Splits the derivatives of ℓ_τ by the paths that they took.

    Args:
        network: The network that made the trace.
        trace: What it computed.
        at: The token τ; the last one if None.
        job: Says how far it is; ends it when nobody waits any more.

    Raises:
        EngineError: There is no such token.
        Cancelled: Nobody waits for it any more.
    """
    tau = trace.position(at)
    job = job.doing("differentiating", model=network.card.name)
    arrays = where_it_ran(trace, lambda xp: _Walk(network, trace, tau, xp).arrays_of(job))
    return GradientPaths(tau, arrays, trace.handed_on)


class _Walk:
    """One sweep from τ to the first token that keeps everything it meets."""

    def __init__(self, network: Network, trace: Trace, tau: int, xp: ArrayNamespace) -> None:
        self.network, self.trace, self.tau, self.xp = network, trace, tau, xp
        self.last = trace.layers - 1
        self.arrays: dict[str, np.ndarray] = {}

    def arrays_of(self, job: Job) -> dict[str, np.ndarray]:
        """Walks, and gives all arrays."""
        with exact_arithmetic(), np.errstate(over="ignore", under="ignore", invalid="ignore"):
            sweep = Sweep(self.network, self.trace, np.array([self.tau]), self.xp, "float64")
            self._keep_seed(sweep)
            for token in range(self.tau, -1, -1):
                _, steps = sweep.back_through(token)
                exponent = int(sweep.exponents[0])
                for layer, step in enumerate(steps):
                    self._keep_inside(layer, token, step, exponent)
                    self._keep_leaving(layer, token, step, exponent)
                sweep.rescale()
                if token % RESCALE_EVERY == 0:
                    job.reached(1 - token / (self.tau + 1))
        return dict(sorted(self.arrays.items(), key=_place))

    def _keep_seed(self, sweep: Sweep) -> None:
        """ℓ_τ starts at the last layer's h_τ; no path leads there from a later step."""
        self._put(f"h_via_{READOUT}", self.last, self.tau, sweep.seeds, 0)

    def _keep_inside(self, layer: int, token: int, step: StepGradient, exponent: int) -> None:
        """All totals inside the step, and what leaves for the layer below and within the step for c."""
        for symbol, gradient in step.total.items():
            if symbol == "x" and layer > 0:
                self._put(f"h_via_{ABOVE}", layer - 1, token, gradient, exponent)
            elif not symbol.endswith("_before"):
                self._put(symbol, layer, token, gradient, exponent)
        states, gates = self.network.cell.states, self.network.cell.gates
        several = (gate for gate in gates if gate not in states and len(step.paths[gate]) > 1)
        for symbol in (*states, *several):  # f, where i hangs on it
            for path, gradient in step.paths[symbol].items():
                if path != LATER:
                    self._put(f"{symbol}_via_{path}", layer, token, gradient, exponent)

    def _keep_leaving(self, layer: int, token: int, step: StepGradient, exponent: int) -> None:
        """What leaves for the step before, path by path. At the first token that is the initial state's."""
        for state in self.network.cell.states:
            for path, gradient in step.paths[f"{state}_before"].items():
                name = f"{state}_via_{path}"
                self._room(name, layer, gradient.shape[1])  # also where the text has but one token
                if token > 0:
                    self._put(name, layer, token - 1, gradient, exponent)

    def _put(self, name: str, layer: int, token: int, gradient: np.ndarray, exponent: int) -> None:
        vector = self.xp.numpy(gradient)[0]
        self._room(name, layer, len(vector))[token] = np.ldexp(vector, exponent)
        if "_via_" in name:
            norm = self.xp.numpy(self.xp.norms(gradient))[0]
            self.arrays[f"norm_{name}_l{layer}"][token] = np.ldexp(norm, exponent)

    def _room(self, name: str, layer: int, size: int) -> np.ndarray:
        """The array of a quantity: 0 up to τ, where no path may lead, and NaN beyond."""
        key = f"grad_{name}_l{layer}"
        if key not in self.arrays:
            self.arrays[key] = np.zeros((self.trace.length, size))
            self.arrays[key][self.tau + 1 :] = np.nan
            if "_via_" in name:
                self.arrays[f"norm_{name}_l{layer}"] = np.zeros(self.trace.length)
                self.arrays[f"norm_{name}_l{layer}"][self.tau + 1 :] = np.nan
        return self.arrays[key]


def _place(item: tuple[str, np.ndarray]) -> tuple[int, bool, bool]:
    """Layer by layer; in each the totals, then the paths, then their norms."""
    key = item[0]
    return int(key.rpartition("_l")[2]), key.startswith("norm_"), "_via_" in key
