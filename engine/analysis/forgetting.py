"""The forgetting test: change one word, run again, and see for how many tokens the two runs differ.

This is *causal* memory: what really would be different. The gradient tells only about a change that is small.
"""

from dataclasses import replace

import numpy as np

from engine.backends.array_namespace import NUMPY
from engine.forward.simulate import simulate
from engine.messages import EngineError
from engine.models.network import Network
from engine.progress import Job
from engine.record.forgetting import Forgetting
from engine.record.trace import Trace
from engine.shapes import Float


def forgetting(
    network: Network,
    trace: Trace,
    at: int,
    word: str | None = None,
    job: Job = Job(),
) -> Forgetting:
    """Runs the text with one token replaced or left out, and compares.

    Args:
        network: The network that made the trace.
        trace: What it computed on the text, or on vectors.
        at: The token that is changed.
        word: What stands there instead; None leaves the token out.
        job: Says how far it is; ends it when nobody waits any more.

    Raises:
        EngineError: There is no such token, nothing would be left to read, or the word is not one token
            (vectors have no words to be replaced by).
        Cancelled: Nobody waits for it any more.
    """
    trace.position(at)
    device, dtype = trace.provenance.device, trace["h_l0"].dtype.name
    vectors = changed_inputs(network, trace["x_l0"], at, word)
    if word is None:  # a hold stays with its words
        shifted = (hold.without(at) for hold in network.holds)
        network = replace(network, holds=tuple(hold for hold in shifted if hold is not None))
    again = simulate(network, None, vectors, device, dtype, "fast", job)
    arrays: dict[str, np.ndarray] = {}
    with np.errstate(over="ignore", invalid="ignore"):  # what overflowed in a run is data
        for layer in range(trace.layers):
            for state in network.cell.states:
                key = f"{state}_l{layer}"
                difference = aligned(trace[key], again[key], at).astype(np.float64) - trace[key]
                arrays[f"difference_{key}"] = difference
                arrays[f"norm_difference_{key}"] = NUMPY.norms(difference)
        if network.readout_weight is not None:
            arrays["output"] = trace["output"]
            arrays["output_changed"] = aligned(trace["output"], again["output"], at)
            arrays["difference_output"] = arrays["output_changed"].astype(np.float64) - arrays["output"]
            if len(network.readout_weight) == 1:
                before, after = (_probability(arrays[key][:, 0]) for key in ("output", "output_changed"))
                arrays["difference_probability"] = after - before
    return Forgetting(at, word, trace.tokens, arrays, trace.handed_on)


def changed_inputs(
    network: Network, inputs: Float[np.ndarray, "T E"], at: int, word: str | None
) -> Float[np.ndarray, "t E"]:
    """What the network reads when one token is replaced or left out."""
    if word is None:
        return np.delete(inputs, at, axis=0)
    if network.tokenizer is None or network.embedding is None:
        raise EngineError("takes_vectors", model=network.card.name, size=network.input_size)
    replacement = network.tokenizer.encode(word)
    if len(replacement.tokens) != 1:
        raise EngineError("not_one_token", word=word, count=len(replacement.tokens))
    changed = inputs.copy()
    changed[at] = network.embedding[replacement.ids[0]]
    return changed


def aligned(
    first: Float[np.ndarray, "T _"], again: Float[np.ndarray, "t _"], at: int
) -> Float[np.ndarray, "T _"]:
    """The rows of the second run beside those of the first: the same token in the same row."""
    # Before the change both are one run. (Runs of unlike lengths may differ in the last digit.)
    rows = first.copy()
    dropped = len(first) - len(again)
    rows[at : at + dropped] = np.nan
    rows[at + dropped :] = again[at:]
    return rows


def _probability(logit: Float[np.ndarray, " T"]) -> Float[np.ndarray, " T"]:
    """1 / (1 + exp(−x))."""
    probability: np.ndarray = 1 / (1 + np.exp(-logit.astype(np.float64)))
    return probability
