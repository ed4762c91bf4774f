"""A small scene for all tests of the window: three untrained networks over one sentence."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from engine.cell import LayerParameters
from engine.cells import CELLS
from engine.data.tokenizer import Tokenizer
from engine.forward.simulate import simulate
from engine.interventions.holds import intervene
from engine.models.network import ModelCard, Network
from engine.models.random_start import untrained
from engine.process.requests import Untrained
from engine.record.distances import Distances
from gui.scene import Before, Run, Scene
from gui.view import View, WordChange

TEXT = "Amazing! This box of cereal gave me a perfectly balanced zzyzx."
UNITS = 8
EMBEDDING_SIZE = 6


@pytest.fixture(scope="session")
def networks() -> Mapping[str, Network]:
    """An untrained network for each cell, all reading the same words; one word is unknown to them."""
    tokenizer = Tokenizer.build([TEXT.replace("zzyzx", "")], "words")
    embedding = np.zeros((len(tokenizer.vocabulary), EMBEDDING_SIZE), dtype=np.float32)
    card = ModelCard("blank", "rnn", task="reviews-en", language="en", tokenizer="words")
    shapes = ((1, EMBEDDING_SIZE), (1, 1), (1,), (1,))
    layer = LayerParameters(*(np.zeros(shape, dtype=np.float32) for shape in shapes))
    blank = Network(card, tokenizer, embedding, (layer,), None, None)
    return {cell: untrained(Untrained(cell, UNITS, 1, seed, ""), blank) for seed, cell in enumerate(CELLS)}


@pytest.fixture(scope="session")
def scene(networks: Mapping[str, Network]) -> Scene:
    """Three readings of one sentence (T = 13, H = 8, V = 1), every record included; the LSTM is shown."""
    return scene_of(networks)


@pytest.fixture(scope="session")
def overflowing(networks: Mapping[str, Network]) -> Mapping[str, Scene]:
    """Two scenes in which numbers stop being finite: `values` within the networks, `gradients` only behind.

    In the second all embeddings and biases are 0, so that every slope stays what it is at 0, and 12 steps
    back through weights of 1e30 lead beyond float64.
    """
    return {
        "values": scene_of({cell: _times(network, 3e37, 3e37) for cell, network in networks.items()}),
        "gradients": scene_of({cell: _times(network, 0.0, 1e30) for cell, network in networks.items()}),
    }


def _times(network: Network, biases: float, weights: float) -> Network:
    """A network with other sizes of its numbers; what it reads goes with its biases."""

    def times(array: np.ndarray, by: float) -> np.ndarray:
        return (array * np.float32(by)).astype(np.float32)

    assert network.embedding is not None
    layers = tuple(
        LayerParameters(
            times(p.weight_ih, weights),
            times(p.weight_hh, weights),
            times(p.bias_ih, biases),
            times(p.bias_hh, biases),
        )
        for p in network.layers
    )
    return replace(network, embedding=times(network.embedding, biases), layers=layers)


@pytest.fixture(scope="session")
def held(networks: Mapping[str, Network], scene: Scene) -> Scene:
    """The sentence with a gate or state of each cell held at three words; what it was is its ghost."""
    holds = {"lstm": "f=0.05@2:5", "gru": "z=0.05@2:5", "rnn": "h=0.6@2:5"}
    now = scene_of({cell: intervene(network, holds[cell]) for cell, network in networks.items()})
    return replace(now, before=Before(scene.runs))


@pytest.fixture(scope="session")
def retyped(networks: Mapping[str, Network], scene: Scene) -> Scene:
    """The sentence with a word more at one place and two words less at others; what it was is its ghost."""
    text = "Amazing! This perfectly box of cereal gave a balanced zzyzx."
    tokens = (0, 1, 2, -1, 3, 4, 5, 6, 8, 10, 11, 12)
    return replace(scene_of(networks, text), before=Before(scene.runs, tokens))


def scene_of(networks: Mapping[str, Network], text: str = TEXT) -> Scene:
    """Readings of the sentence with all their records; the LSTM is shown."""
    from engine.analysis.attribution import attribution
    from engine.analysis.forgetting import forgetting
    from engine.analysis.leave_one_out import leave_one_out
    from engine.analysis.memory_ledger import memory_flow
    from engine.backward.gradient_paths import gradient_paths
    from engine.backward.gradients import gradient_flow
    from engine.backward.jacobians import jacobians
    from engine.backward.weight_update import weight_update

    runs = {}
    for cell, network in networks.items():
        trace = simulate(network, text, device="cpu", path="step")
        paths, row = gradient_paths(network, trace), UNITS * (cell != "rnn") + 3  # f of an LSTM, z of a GRU
        runs[cell] = Run(
            trace,
            gradient=gradient_flow(network, trace),
            memory=memory_flow(network, trace) if network.cell.memory is not None else None,
            paths=paths,
            jacobians=jacobians(network, trace),
            forgetting=forgetting(network, trace, 4),
            update=weight_update(network, trace, paths, "weight_hh_l0", row, 3),
            leave_one_out=leave_one_out(network, trace),
            attribution=attribution(network, trace),
        )
    distances = tuple(
        ModelCard(f"memory-en-{cell}", cell, language="en", accuracy_by_distance={0: right, 20: right - 0.1})
        for cell, right in zip(CELLS, (0.8, 0.7, 0.6), strict=True)
    )
    measured = {
        cell: Distances(np.array([0, 20]), np.array([0.81, 0.58]), 400, run.trace.provenance)
        for cell, run in runs.items()
    }
    view = View("lstm", unit=3, tested=WordChange(4))
    return Scene(runs, view, distances=distances, measured=measured, text=text)
