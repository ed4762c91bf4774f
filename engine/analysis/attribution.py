"""Gradient × input, and integrated gradients: two more answers to the question which words made the output.

All texts between nothing and the whole one, their vectors scaled together, run as one batch through the
cells' own steps, and back through the cells' own formulas.

Source:
    Gradient × input: Shrikumar, Greenside & Kundaje 2017, "Learning important features through propagating
    activation differences", ICML, section 2. Integrated gradients: Sundararajan, Taly & Yan 2017, "Axiomatic
    attribution for deep networks", ICML; their Proposition 1 says what the sum is.
"""

import numpy as np

from engine.backends.array_namespace import NUMPY
from engine.models.network import Network
from engine.progress import Job
from engine.record.attribution import STEPS, Attribution
from engine.record.trace import Trace
from engine.shapes import Float


def attribution(
    network: Network, trace: Trace, at: int | None = None, job: Job = Job(), steps: int = STEPS
) -> Attribution:
    """What each token does to ℓ_τ, in float64.

    Args:
        network: The network that made the trace.
        trace: What it computed on the text, or on vectors.
        at: The token τ; the last one if None.
        job: Says how far it is; ends it when nobody waits any more.
        steps: Texts between nothing and the whole.

    Raises:
        EngineError: There is no such token.
        Cancelled: Nobody waits for it any more.
    """
    tau = trace.position(at)
    inputs = trace["x_l0"][: tau + 1].astype(np.float64)
    between = (np.arange(steps) + 0.5) / steps
    scales = np.concatenate((between, [1.0, 0.0]))  # and the whole text, and nothing
    job = job.doing("differentiating", model=network.card.name)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):  # what overflowed is data
        outputs, gradients = _there_and_back(network, trace, inputs, scales, job)
        by_input = np.einsum("tse,te->ts", gradients, inputs)
    arrays = {
        "gradient_times_input": by_input[:, steps],
        "integrated_gradients": by_input[:, :steps].mean(axis=1),
        "output": outputs[[steps]],
        "output_of_zeros": outputs[[steps + 1]],
    }
    return Attribution(tau, trace.tokens[: tau + 1], arrays, trace.handed_on)


def _there_and_back(
    network: Network,
    trace: Trace,
    inputs: Float[np.ndarray, "t E"],
    scales: Float[np.ndarray, " S"],
    job: Job,
) -> tuple[Float[np.ndarray, " S"], Float[np.ndarray, "t S E"]]:
    """ℓ after the last of the inputs for every scale, and its derivatives by all (scaled) inputs."""
    cell, layers = network.cell, network.weights(NUMPY, "float64")
    tokens, zeros = len(inputs), np.zeros((len(scales), network.hidden_size))
    held = [
        [{symbol: values[token] for symbol, values in trace.held(layer).items()} for token in range(tokens)]
        for layer in range(len(layers))
    ]
    states = [dict.fromkeys(cell.states, zeros) for _ in layers]
    computed = []
    for token, vector in enumerate(inputs):
        job.reached(token / tokens / 2)
        x, here = scales[:, None] * vector, []
        for layer, p in enumerate(layers):
            values = cell.step(p, x, states[layer], NUMPY, held[layer][token])
            states[layer] = {name: values[name] for name in cell.states}
            here.append({symbol: values[symbol] for symbol in cell.backward_needs})
            x = values["h"]
        computed.append(here)
    outputs, seed = _readout(network, trace, states[-1]["h"])
    carried = [dict.fromkeys(cell.states, zeros) for _ in layers]
    carried[-1]["h"] = np.tile(seed, (len(scales), 1))
    gradients = np.empty((tokens, len(scales), inputs.shape[1]))
    for token in reversed(range(tokens)):
        job.reached(1 - token / tokens / 2)
        from_above: Float[np.ndarray, "S H"] | None = None
        for layer in reversed(range(len(layers))):
            d_state = dict(carried[layer])
            if from_above is not None:
                d_state["h"] = d_state["h"] + from_above
            step = cell.backward_step(
                layers[layer], computed[token][layer], d_state, NUMPY, held[layer][token]
            )
            carried[layer] = {name: step.total[f"{name}_before"] for name in cell.states}
            from_above = step.total["x"]
        gradients[token] = from_above
    return outputs, gradients


def _readout(
    network: Network, trace: Trace, h: Float[np.ndarray, "S H"]
) -> tuple[Float[np.ndarray, " S"], Float[np.ndarray, " H"]]:
    """ℓ of every row, and its derivative by h: the chosen output's weights, or ones."""
    if network.readout_weight is None or network.readout_bias is None:
        return h.sum(axis=1), np.ones(h.shape[1])
    chosen = trace.provenance.output or 0
    weight = network.readout_weight[chosen].astype(np.float64)
    return h @ weight + float(network.readout_bias[chosen]), weight
