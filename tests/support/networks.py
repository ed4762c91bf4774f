"""Small random networks for tests."""

import numpy as np

from engine.cell import LayerParameters
from engine.cells import CELLS
from engine.data.tokenizer import Tokenizer
from engine.models.network import ModelCard, Network

SENTENCE = "Amazing! This box of cereal gave me a perfectly balanced breakfast, as all things should be."
TOKENIZER = Tokenizer.build([SENTENCE], "words")


def random_parameters(cell: str, inputs: int, units: int, random: np.random.Generator) -> LayerParameters:
    rows = CELLS[cell].pieces * units

    def normal(*shape: int) -> np.ndarray:
        return random.normal(scale=0.8, size=shape)

    return LayerParameters(normal(rows, inputs), normal(rows, units), normal(rows), normal(rows))


def random_network(
    cell: str,
    inputs: int = 4,
    units: int = 5,
    layers: int = 1,
    outputs: int = 1,
    seed: int = 0,
    reads_text: bool = False,
    activation: str = "tanh",
) -> Network:
    """A network with float64 weights that are large enough to move every gate."""
    random = np.random.default_rng(seed)
    stacked = tuple(
        random_parameters(cell, inputs if index == 0 else units, units, random) for index in range(layers)
    )
    vocabulary = len(TOKENIZER.vocabulary)
    return Network(
        ModelCard(name=f"random-{cell}", cell=cell, activation=activation),
        TOKENIZER if reads_text else None,
        random.normal(size=(vocabulary, inputs)) if reads_text else None,
        stacked,
        random.normal(size=(outputs, units)) if outputs else None,
        random.normal(size=outputs) if outputs else None,
    )


def random_inputs(tokens: int, network: Network, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed + 1000).normal(size=(tokens, network.input_size))
