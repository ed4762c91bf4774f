"""Networks with random weights: where training starts, and what a cell does before it learns."""

import math
from dataclasses import replace

import numpy as np

from engine.cell import LayerParameters
from engine.cells import CELLS
from engine.messages import EngineError
from engine.models.network import ModelCard, Network
from engine.process.requests import STARTS, Untrained
from engine.shapes import Float

LARGEST_UNTRAINED = 1024
MOST_UNTRAINED_LAYERS = 8
LARGEST_SCALE = 100.0
LARGEST_BIAS = 100.0
LARGEST_SEED = 2**63 - 1


def untrained(source: Untrained, like: Network) -> Network:
    """A network with random weights, which reads the same texts as another one.

    Args:
        source: Its cell, its sizes and how its weights are drawn. The same seed gives the same network.
        like: The network whose tokenizer, embedding size and number of outputs it takes.

    Raises:
        EngineError: There is no such cell or start, or a number is out of bounds.

    Source:
        PyTorch's documentation, "Variables" of `torch.nn.RNN`, `LSTM`, `GRU`, `Linear` and `Embedding`:
        uniform from -1/√H to 1/√H; the embedding from the standard normal distribution. Orthogonal: Saxe,
        McClelland & Ganguli 2014, "Exact solutions to the nonlinear dynamics of learning in deep linear
        neural networks", ICLR. The keeping gate's bias: Gers, Schmidhuber & Cummins 2000.
    """
    _check(source)
    hidden_size = source.hidden_size
    random = np.random.default_rng(source.seed)
    bound = 1 / math.sqrt(hidden_size)

    def uniform(*shape: int) -> np.ndarray:
        return random.uniform(-bound, bound, shape).astype(np.float32)

    rows = CELLS[source.cell].pieces * hidden_size
    stacked = tuple(
        LayerParameters(
            uniform(rows, like.input_size if index == 0 else hidden_size),
            uniform(rows, hidden_size),
            uniform(rows),
            uniform(rows),
        )
        for index in range(source.layers)
    )
    embedding = None
    if like.embedding is not None:
        embedding = random.standard_normal(like.embedding.shape).astype(np.float32)
    outputs = 1 if like.readout_weight is None else len(like.readout_weight)
    card = ModelCard(
        name=f"untrained-{source.cell}",
        cell=source.cell,
        task=like.card.task,
        language=like.card.language,
        tokenizer=like.card.tokenizer,
        seed=source.seed,
        trained=False,
    )
    readout = uniform(outputs, hidden_size), uniform(outputs)
    layers = tuple(_started(source, layer, index) for index, layer in enumerate(stacked))
    return Network(card, like.tokenizer, embedding, layers, *readout)


def _started(source: Untrained, layer: LayerParameters, index: int) -> LayerParameters:
    """A layer with its recurrent weights and the bias of its keeping gate as the source wishes."""
    weight_hh, bias_ih, bias_hh = layer.weight_hh, layer.bias_ih.copy(), layer.bias_hh.copy()
    if source.start == "orthogonal":
        # Random numbers of their own: everything else stays as it was with the same seed.
        random = np.random.default_rng([source.seed, index])
        pieces = CELLS[source.cell].pieces
        weight_hh = np.concatenate([_orthogonal(source.hidden_size, random) for _ in range(pieces)])
    rule = CELLS[source.cell].memory
    if source.keep_bias is not None and rule is not None:
        first = CELLS[source.cell].gates.index(rule.keep) * source.hidden_size
        gate = slice(first, first + source.hidden_size)
        bias_ih[gate], bias_hh[gate] = source.keep_bias, 0.0
    scaled = (np.float32(source.scale) * weight_hh).astype(np.float32)
    return replace(layer, weight_hh=scaled, bias_ih=bias_ih, bias_hh=bias_hh)


def _orthogonal(size: int, random: np.random.Generator) -> Float[np.ndarray, "H H"]:
    """A random orthogonal matrix, all as likely: Q of a normal matrix, with the signs of R taken out."""
    q, r = np.linalg.qr(random.standard_normal((size, size)))
    matrix: np.ndarray = (q * np.sign(np.diagonal(r))).astype(np.float32)
    return matrix


def check_seed(seed: int) -> None:
    """Makes sure that a number can be the seed of numpy's and torch's random numbers alike.

    Raises:
        EngineError: It cannot.
    """
    if not 0 <= seed <= LARGEST_SEED:
        raise EngineError("bad_seed", seed=seed, largest=LARGEST_SEED)


def _check(source: Untrained) -> None:
    if source.cell not in CELLS:
        raise EngineError("unknown_cell", cell=source.cell, known=", ".join(CELLS))
    if not (1 <= source.hidden_size <= LARGEST_UNTRAINED and 1 <= source.layers <= MOST_UNTRAINED_LAYERS):
        raise EngineError("untrained_size", units=LARGEST_UNTRAINED, layers=MOST_UNTRAINED_LAYERS)
    check_seed(source.seed)
    if source.start not in STARTS:
        raise EngineError("unknown_start", start=source.start, known=", ".join(STARTS))
    for name, value, largest in (
        ("scale", source.scale, LARGEST_SCALE),
        ("keep_bias", source.keep_bias or 0.0, LARGEST_BIAS),
    ):
        if not abs(value) <= largest:  # NaN is not, either
            raise EngineError("start_out_of_bounds", name=name, value=value, largest=f"{largest:g}")
