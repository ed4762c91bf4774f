"""A small scene for all tests of the window: three untrained networks over one sentence."""

from collections.abc import Mapping

import numpy as np
import pytest

from engine.cell import LayerParameters
from engine.cells import CELLS
from engine.network import ModelCard, Network, untrained
from engine.simulate import simulate
from engine.tokenizer import Tokenizer
from gui.scene import Run, Scene

TEXT = "Amazing! This box of cereal gave me a perfectly balanced zzyzx."
UNITS = 8
EMBEDDING_SIZE = 6


@pytest.fixture(scope="session")
def networks() -> Mapping[str, Network]:
    """An untrained network for each cell, all reading the same words; one word is unknown to them."""
    tokenizer = Tokenizer.build([TEXT.replace("zzyzx", "")], "words")
    embedding = np.zeros((len(tokenizer.vocabulary), EMBEDDING_SIZE), dtype=np.float32)
    card = ModelCard("blank", "rnn", language="en", tokenizer="words")
    shapes = ((1, EMBEDDING_SIZE), (1, 1), (1,), (1,))
    layer = LayerParameters(*(np.zeros(shape, dtype=np.float32) for shape in shapes))
    blank = Network(card, tokenizer, embedding, (layer,), None, None)
    return {cell: untrained(cell, UNITS, 1, seed, blank) for seed, cell in enumerate(CELLS)}


@pytest.fixture(scope="session")
def scene(networks: Mapping[str, Network]) -> Scene:
    """Three readings of one sentence (T = 13, H = 8, V = 1), gradients included; the LSTM is shown."""
    from engine.gradients import gradient_flow

    runs = {}
    for cell, network in networks.items():
        trace = simulate(network, TEXT, device="cpu", path="step")
        runs[cell] = Run(trace, gradient_flow(network, trace, at=None))
    return Scene(runs, "lstm", unit=3, text=TEXT)
