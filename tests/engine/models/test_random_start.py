"""Networks with random weights: PyTorch's start, and the starts that the laboratory offers."""

import numpy as np
import pytest

from engine.analysis.gate_statistics import half_lives
from engine.cells import CELLS
from engine.forward.simulate import simulate
from engine.messages import EngineError
from engine.models.library import open_model
from engine.models.random_start import untrained
from engine.process.requests import Untrained
from tests.support.networks import random_network


@pytest.mark.parametrize("name", CELLS)
def test_an_untrained_network_has_pytorchs_random_start(name):
    like = random_network("lstm", reads_text=True)
    network = untrained(Untrained(name, 50, 2, 3, ""), like)
    again, other = (
        untrained(Untrained(name, 50, 2, 3, ""), like),
        untrained(Untrained(name, 50, 2, 4, ""), like),
    )
    assert network.weights_sha256 == again.weights_sha256 != other.weights_sha256
    assert not network.card.trained
    assert (network.tokenizer, network.input_size) == (like.tokenizer, like.input_size)
    assert not (network.embedding == like.embedding).any(), "nothing of it has been learned"
    for key, array in network.tensors().items():
        if key != "embedding.weight":
            assert 0.95 / np.sqrt(50) < np.abs(array).max() <= 1 / np.sqrt(50) or array.size < 50
            assert array.dtype == np.float32


def test_an_untrained_network_like_a_shipped_one_opens():
    network = open_model(Untrained("gru", 32, 1, 0, "reviews-zh-lstm"))
    assert network.card.language == "zh"
    assert network is open_model(Untrained("gru", 32, 1, 0, "reviews-zh-lstm"))
    assert simulate(network, "太棒了！").provenance.trained is False


@pytest.mark.parametrize(
    ("source", "key"),
    [
        (Untrained("tcn", 32, 1, 0, "reviews-en-lstm"), "unknown_cell"),
        (Untrained("gru", 0, 1, 0, "reviews-en-lstm"), "untrained_size"),
        (Untrained("gru", 100_000, 1, 0, "reviews-en-lstm"), "untrained_size"),
        (Untrained("gru", 32, 99, 0, "reviews-en-lstm"), "untrained_size"),
        (Untrained("gru", 32, 1, -1, "reviews-en-lstm"), "bad_seed"),
        (Untrained("gru", 32, 1, 2**64, "reviews-en-lstm"), "bad_seed"),
        (Untrained("gru", 32, 1, 0, "nothing"), "unknown_model"),
        (Untrained("gru", 32, 1, 0, "reviews-en-lstm", "zeros"), "unknown_start"),
        (Untrained("gru", 32, 1, 0, "reviews-en-lstm", scale=float("nan")), "start_out_of_bounds"),
        (Untrained("gru", 32, 1, 0, "reviews-en-lstm", keep_bias=1e9), "start_out_of_bounds"),
    ],
)
def test_an_untrained_network_that_makes_no_sense_is_refused(source, key):
    with pytest.raises(EngineError) as refusal:
        open_model(source)
    assert refusal.value.key == key


@pytest.mark.parametrize("name", CELLS)
def test_every_gate_of_an_orthogonal_start_is_orthogonal_times_its_scale(name):
    like = random_network("lstm", reads_text=True)
    network = untrained(Untrained(name, 12, 2, 3, "", "orthogonal", 0.9), like)
    for layer in network.layers:
        for block in np.split(layer.weight_hh, CELLS[name].pieces):
            np.testing.assert_allclose(block @ block.T, 0.81 * np.eye(12), atol=1e-6)
    plain = untrained(Untrained(name, 12, 2, 3, ""), like)
    np.testing.assert_array_equal(network.layers[1].weight_ih, plain.layers[1].weight_ih)


def test_a_scale_multiplies_the_recurrent_weights_alone():
    like = random_network("gru", reads_text=True)
    plain, scaled = (untrained(Untrained("gru", 8, 1, 0, "", scale=scale), like) for scale in (1.0, 1.5))
    np.testing.assert_allclose(scaled.layers[0].weight_hh, 1.5 * plain.layers[0].weight_hh, rtol=1e-6)
    np.testing.assert_array_equal(scaled.layers[0].bias_hh, plain.layers[0].bias_hh)


@pytest.mark.parametrize(("bias", "half_life"), [(0, 1.0), (1, 2.21), (2, 5.46), (3, 14.3), (5, 103)])
@pytest.mark.parametrize("name", ["lstm", "gru"])
def test_the_keeping_gates_bias_sets_the_half_life(name, bias, half_life):
    like = random_network("lstm", reads_text=True)
    network = untrained(Untrained(name, 16, 1, 0, "", "uniform", 0.0, float(bias)), like)
    for weight in (network.layers[0].weight_ih,):
        weight.flags.writeable = True
        weight[:] = 0
    trace = simulate(network, "a b c d")
    np.testing.assert_allclose(half_lives(trace, 0), half_life, rtol=5e-3)


def test_an_rnn_has_no_gate_to_keep_anything():
    like = random_network("rnn", reads_text=True)
    biased, plain = (untrained(Untrained("rnn", 8, 1, 0, "", keep_bias=bias), like) for bias in (5.0, None))
    assert biased.weights_sha256 == plain.weights_sha256
