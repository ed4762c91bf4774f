"""Weights and inputs that a number type cannot hold are refused; those that it cuts short are said."""

from dataclasses import replace

import numpy as np
import pytest

from engine.forward.simulate import simulate
from engine.messages import EngineError
from tests.support.networks import SENTENCE, random_network

LARGEST = float(np.finfo(np.float32).max)


def changed(tensor: str, value: float):
    """A network with one other weight."""
    network = random_network("lstm", reads_text=True)
    if tensor.startswith("rnn."):
        name = tensor.removeprefix("rnn.").removesuffix("_l0")
        array = getattr(network.layers[0], name).copy()
        array.flat[-1] = value
        return replace(network, layers=(replace(network.layers[0], **{name: array}),))
    name = tensor.replace(".", "_").removesuffix("_weight" if "embedding" in tensor else "_")
    array = getattr(network, name).copy()
    array.flat[-1] = value
    return replace(network, **{name: array})


TENSORS = (
    "embedding.weight",
    "rnn.weight_ih_l0",
    "rnn.weight_hh_l0",
    "rnn.bias_ih_l0",
    "rnn.bias_hh_l0",
    "readout.weight",
    "readout.bias",
)


@pytest.mark.parametrize("value", [1e39, -1e300])
@pytest.mark.parametrize("tensor", TENSORS)
def test_weights_beyond_float32_are_refused_with_a_hint(tensor, value):
    network = changed(tensor, value)
    with pytest.raises(EngineError, match=f"{tensor} that do not fit float32: choose --dtype float64"):
        simulate(network, text=SENTENCE)
    assert simulate(network, text=SENTENCE, dtype="float64").provenance.notes == ()


@pytest.mark.parametrize("value", [LARGEST, -LARGEST, LARGEST * (1 + 1e-9)])
def test_the_largest_float32_fits(value):
    simulate(changed("readout.bias", value), text=SENTENCE)


@pytest.mark.parametrize("value", [1e-45, 1e-60, -1e-39])
def test_weights_that_float32_takes_for_0_are_said(value):
    network = changed("rnn.weight_hh_l0", value)
    (note,) = simulate(network, text=SENTENCE).provenance.notes
    assert "rnn.weight_hh_l0" in str(note)
    assert "--dtype float64" in str(note)
    assert simulate(network, text=SENTENCE, dtype="float64").provenance.notes == ()
    assert simulate(changed("rnn.weight_hh_l0", 0.0), text=SENTENCE).provenance.notes == ()


def test_inputs_beyond_float32_are_refused_with_a_hint():
    network, inputs = random_network("gru"), np.zeros((3, 4))
    inputs[2, 1] = 1e39
    with pytest.raises(EngineError, match="does not fit float32, first at token 2, column 1"):
        simulate(network, inputs=inputs)
    simulate(network, inputs=inputs, dtype="float64")
    inputs[2, 1] = np.inf
    with pytest.raises(EngineError, match="not finite, first at token 2, column 1"):
        simulate(network, inputs=inputs)
