"""One weight's gradient by token, against autograd with weights of its own at every token, and more."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from engine import service
from engine.backward import weight_update as module
from engine.backward.gradient_paths import gradient_paths
from engine.backward.weight_update import weight_update
from engine.cell import LayerParameters
from engine.cells import CELLS
from engine.forward.simulate import simulate
from engine.messages import EngineError
from engine.models.network import Network
from engine.process.requests import UpdateRequest
from engine.record.weight_update import WeightUpdate
from tests.support.networks import SENTENCE, random_inputs, random_network
from tests.support.oracles import NAMES, broken, losses_of


class Unshared:
    """A network in which every token has copies of all weights, so that autograd tells their gradients apart.

    Attributes:
        copies: The copies by matrix, layer and token.
        losses: ℓ_τ for every token τ.
    """

    def __init__(self, network: Network, inputs: np.ndarray) -> None:
        self.copies: dict[tuple[str, int, int], Tensor] = {}
        below = [torch.tensor(row) for row in inputs]
        for layer, parameters in enumerate(network.layers):
            size = network.hidden_size
            h = c = torch.zeros(size, dtype=torch.float64)
            states = []
            for token, x in enumerate(below):
                W, U, b, d = (self._copy(name, layer, token, getattr(parameters, name)) for name in NAMES)
                a, e = W @ x + b, U @ h + d
                if network.card.cell == "rnn":
                    h = (a + e).tanh()
                elif network.card.cell == "gru":
                    r, z = (a + e)[:size].sigmoid(), (a + e)[size : 2 * size].sigmoid()
                    n = (a[2 * size :] + r * e[2 * size :]).tanh()
                    h = n - z * n + z * h
                else:
                    i, f, g, o = (a + e).chunk(4)
                    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
                    h = o.sigmoid() * c.tanh()
                states.append(h)
            below = states
        self.losses = losses_of(network, below)

    def _copy(self, name: str, layer: int, token: int, values: np.ndarray) -> Tensor:
        copy = self.copies[name, layer, token] = torch.tensor(values, requires_grad=True)
        return copy

    def gradients(self, tau: int, name: str, layer: int) -> np.ndarray:
        """[τ + 1, rows, columns]: the gradient of ℓ_τ by the copy of every token."""
        copies = [self.copies[name, layer, token] for token in range(tau + 1)]
        found = torch.autograd.grad(self.losses[tau], copies, retain_graph=True, allow_unused=True)
        return np.stack([np.zeros(copies[0].shape) if each is None else each.numpy() for each in found])


def update_against_autograd(network: Network, tokens: int, tau: int, seed: int = 0) -> None:
    """Some weights of every matrix: what each token adds, the sum, and the norms of the whole matrix."""
    inputs, random = random_inputs(tokens, network, seed), np.random.default_rng(seed)
    trace = simulate(network, inputs=inputs, dtype="float64")
    paths, oracle = gradient_paths(network, trace, tau), Unshared(network, inputs)
    for layer in range(len(network.layers)):
        for name in ("weight_ih", "weight_hh"):
            expected = oracle.gradients(tau, name, layer)
            rows, columns = expected.shape[1:]
            for row in {0, rows - 1, *random.integers(rows, size=3).tolist()}:
                column = int(random.integers(columns))
                found = weight_update(network, trace, paths, f"{name}_l{layer}", row, column)
                np.testing.assert_allclose(found.per_token, expected[:, row, column], rtol=1e-9, atol=1e-14)
                total = expected[:, row, column].sum()
                assert found.gradient == pytest.approx(total, rel=1e-9, abs=1e-13)
                assert found.value == getattr(network.layers[layer], name)[row, column]
            norms = np.linalg.norm(expected, axis=(1, 2))
            np.testing.assert_allclose(found.norm_per_token, norms, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("name", CELLS)
@settings(max_examples=10, deadline=None)
@given(
    tokens=st.integers(1, 7),
    back=st.integers(0, 6),
    units=st.integers(1, 4),
    layers=st.integers(1, 3),
    outputs=st.integers(0, 2),
    seed=st.integers(0, 10_000),
)
def test_what_every_token_adds_is_autograds(name, tokens, back, units, layers, outputs, seed):
    network = random_network(name, 3, units, layers, outputs, seed)
    update_against_autograd(network, tokens, max(tokens - 1 - back, 0), seed)


@pytest.mark.parametrize("name", CELLS)
@pytest.mark.parametrize("matrix", ["weight_ih", "weight_hh"])
def test_the_gradient_is_the_slope_of_the_loss(name, matrix):
    """Finite differences: the very weight is nudged, and the whole text read again."""
    network, epsilon = random_network(name, layers=2), 1e-6
    inputs, last = random_inputs(6, network), 5
    trace = simulate(network, inputs=inputs, dtype="float64")
    paths = gradient_paths(network, trace)
    for layer, row, column in ((0, 1, 2), (1, 4, 3)):
        losses = []
        for sign in (1, -1):
            parameters = network.layers[layer]
            arrays = {each: getattr(parameters, each).copy() for each in NAMES}
            arrays[matrix][row, column] += sign * epsilon
            layers = list(network.layers)
            layers[layer] = LayerParameters(**arrays)
            nudged = replace(network, layers=tuple(layers))
            losses.append(simulate(nudged, inputs=inputs, dtype="float64")["output"][last, 0])
        slope = (losses[0] - losses[1]) / (2 * epsilon)
        found = weight_update(network, trace, paths, f"{matrix}_l{layer}", row, column)
        assert found.gradient == pytest.approx(slope, rel=1e-5, abs=1e-9)


def test_a_step_against_the_gradient_changes_the_loss_by_its_square():
    """The rule itself: new weight = weight − rate × gradient lowers ℓ by about rate × gradient²."""
    network, rate = random_network("lstm"), 1e-4
    inputs = random_inputs(6, network)
    trace = simulate(network, inputs=inputs, dtype="float64")
    found = weight_update(network, trace, gradient_paths(network, trace), "weight_hh_l0", 7, 2)
    arrays = {each: getattr(network.layers[0], each).copy() for each in NAMES}
    arrays["weight_hh"][7, 2] = found.value - rate * found.gradient
    stepped = replace(network, layers=(LayerParameters(**arrays),))
    after = simulate(stepped, inputs=inputs, dtype="float64")["output"][5, 0]
    assert after - trace["output"][5, 0] == pytest.approx(-rate * found.gradient**2, rel=1e-2)


@pytest.mark.parametrize(
    ("name", "symbol"), [(cell, stage.symbol) for cell in CELLS for stage in CELLS[cell].stages]
)
def test_a_planted_error_in_a_formula_is_found(name, symbol, monkeypatch):
    monkeypatch.setitem(CELLS, name, broken(CELLS[name], symbol, "backward"))
    with pytest.raises(AssertionError):
        update_against_autograd(random_network(name, layers=2), 4, 3)


@pytest.mark.parametrize("name", CELLS)
@pytest.mark.parametrize("error", ["h of the same token", "x of the token before", "gates in another order"])
def test_a_planted_error_in_the_bookkeeping_is_found(name, error, monkeypatch):
    right_read, right_sums = module.read_by, module.sums_of

    def wrong_read(trace, matrix, layer):
        if error == "h of the same token" and matrix == "weight_hh":
            return trace.values("h", layer).astype(np.float64)
        if error == "x of the token before" and matrix == "weight_ih":
            return np.roll(right_read(trace, matrix, layer), 1, axis=0)
        return right_read(trace, matrix, layer)

    def wrong_sums(cell, matrix):
        if error == "gates in another order":
            return right_sums(cell, matrix)[::-1] if cell.name != "rnn" else ("h",)
        return right_sums(cell, matrix)

    monkeypatch.setattr(module, "read_by", wrong_read)
    monkeypatch.setattr(module, "sums_of", wrong_sums)
    with pytest.raises(AssertionError):
        update_against_autograd(random_network(name), 4, 3)


def test_rows_belong_to_gates_in_pytorchs_order():
    network = random_network("gru", units=5)
    trace = simulate(network, inputs=random_inputs(3, network))
    paths = gradient_paths(network, trace, 1)
    places = [weight_update(network, trace, paths, "weight_hh_l0", row, 0) for row in (0, 4, 5, 14)]
    assert [(each.gate, each.unit) for each in places] == [("r", 0), ("r", 4), ("z", 0), ("n", 4)]
    assert module.sums_of(CELLS["gru"], "weight_hh") == ("r_in", "z_in", "n_h")
    assert module.sums_of(CELLS["gru"], "weight_ih") == ("r_in", "z_in", "n_x")
    assert module.sums_of(CELLS["lstm"], "weight_hh") == ("i_in", "f_in", "g_in", "o_in")
    assert module.sums_of(CELLS["rnn"], "weight_ih") == ("h_in",)


@pytest.mark.parametrize(
    ("weight", "row", "column"),
    [
        ("weight_hh_l0", 20, 0),
        ("weight_hh_l0", 0, 5),
        ("weight_hh_l0", -1, 0),
        ("weight_hh_l0", 0, -1),
        ("weight_ih_l0", 0, 4),
        ("weight_hh_l1", 0, 0),
        ("bias_hh_l0", 0, 0),
        ("weight_hh", 0, 0),
    ],
)
def test_a_weight_that_is_not_there_is_refused(weight, row, column):
    network = random_network("lstm")
    trace = simulate(network, inputs=random_inputs(3, network))
    with pytest.raises(EngineError, match="has no weight"):
        weight_update(network, trace, gradient_paths(network, trace), weight, row, column)


def test_the_door_answers_it_and_the_record_travels(monkeypatch):
    network = random_network("gru", reads_text=True)
    monkeypatch.setattr(service, "open_model", lambda source: network)
    ((index, found),) = service.run(
        UpdateRequest(("a",), SENTENCE, 4, "cpu", weight="weight_hh_l0", row=7, column=2)
    )
    assert (index, type(found), found.at, found.weight) == (0, WeightUpdate, 4, "weight_hh_l0")
    again = service.update(network, "weight_hh_l0", 7, 2, text=SENTENCE, at=4, device="cpu")
    np.testing.assert_array_equal(found.per_token, again.per_token)
    last = service.update(network, "weight_ih_l0", 0, 0, text=SENTENCE, device="cpu")
    assert last.at == len(last.per_token) - 1 == simulate(network, SENTENCE).length - 1
    arrived = pickle.loads(pickle.dumps(found))
    assert (arrived.row, arrived.column, arrived.gate, arrived.unit, arrived.value) == (
        7, 2, "z", 2, pytest.approx(float(network.layers[0].weight_hh[7, 2])),
    )  # fmt: skip
    np.testing.assert_array_equal(arrived.per_token, found.per_token)
    for array in (arrived.per_token, found.norm_per_token):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_a_record_of_another_length_is_damaged():
    network = random_network("rnn")
    trace = simulate(network, inputs=random_inputs(3, network))
    found = weight_update(network, trace, gradient_paths(network, trace), "weight_hh_l0", 0, 0)
    with pytest.raises(EngineError, match="damaged"):
        replace(found, at=1)


def test_overflow_is_data():
    network = random_network("rnn")
    trace = simulate(network, inputs=random_inputs(3, network))
    paths = gradient_paths(network, trace)
    arrays = {key: np.full_like(array, np.inf) for key, array in paths.arrays.items()}
    found = weight_update(network, trace, replace(paths, arrays=arrays), "weight_hh_l0", 0, 0)
    assert not np.isfinite(found.gradient)
