"""What the engine is held against: PyTorch's own modules, and autograd on elementary operations."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor, nn

from engine.cell import Cell, Stage
from engine.models.network import Network

MODULES = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
CELL_MODULES = {"rnn": nn.RNNCell, "lstm": nn.LSTMCell, "gru": nn.GRUCell}
NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
TOLERANCE = {"float32": 1e-5, "float64": 1e-10}


def assert_close(found: np.ndarray, expected: np.ndarray, dtype: str) -> None:
    """Equal, relative to the largest value: what is near 0 is the difference of larger numbers."""
    assert found.shape == expected.shape
    scale = max(float(np.abs(expected).max()), 0.1)
    np.testing.assert_allclose(found, expected, rtol=TOLERANCE[dtype], atol=TOLERANCE[dtype] * scale)


def pytorch_module(network: Network, dtype: str) -> nn.RNNBase:
    """The same stacked layers as PyTorch has them."""
    sizes = network.input_size, network.hidden_size, len(network.layers)
    module = MODULES[network.card.cell](*sizes, **nonlinearity(network))
    module = module.to(getattr(torch, dtype))
    for index, layer in enumerate(network.layers):
        for name in NAMES:
            getattr(module, f"{name}_l{index}").data.copy_(torch.tensor(getattr(layer, name)))
    return module


def nonlinearity(network: Network) -> dict[str, str]:
    """What PyTorch's RNN is told of the variant."""
    return {"nonlinearity": network.card.activation} if network.card.cell == "rnn" else {}


def pytorch_cell(network: Network, index: int, dtype: str) -> nn.RNNCellBase:
    """One layer as PyTorch's cell."""
    layer = network.layers[index]
    sizes = layer.input_size, layer.hidden_size
    module = CELL_MODULES[network.card.cell](*sizes, **nonlinearity(network)).to(getattr(torch, dtype))
    for name in NAMES:
        getattr(module, name).data.copy_(torch.tensor(getattr(layer, name)))
    return module


class Elementary:
    """A network written out in elementary operations for autograd, independently of the engine's cells.

    Attributes:
        x, h, c: The nodes by layer and token, each of which a gradient can be asked for.
        losses: ℓ_τ for every token τ: the output that is largest at the last one, or the sum of h.
    """

    def __init__(self, network: Network, inputs: np.ndarray) -> None:
        self.network = network
        self.x: list[list[Tensor]] = []
        self.h: list[list[Tensor]] = []
        self.c: list[list[Tensor]] = []
        below = [torch.tensor(row, requires_grad=True) for row in inputs]
        for layer in network.layers:
            weights = [torch.tensor(getattr(layer, name)) for name in NAMES]
            self.x.append(below)
            below = self._layer(below, *weights)
        self.losses = losses_of(network, self.h[-1])

    def _layer(self, xs: list[Tensor], W: Tensor, U: Tensor, b: Tensor, d: Tensor) -> list[Tensor]:
        size = U.shape[1]
        h, c = torch.zeros(size, dtype=U.dtype), torch.zeros(size, dtype=U.dtype)
        hs, cs = [], []
        for x in xs:
            a, e = W @ x + b, U @ h + d
            if self.network.card.cell == "rnn":
                h = (a + e).relu() if self.network.card.activation == "relu" else (a + e).tanh()
            elif self.network.card.cell == "gru":
                r, z = (a + e)[:size].sigmoid(), (a + e)[size : 2 * size].sigmoid()
                n = (a[2 * size :] + r * e[2 * size :]).tanh()
                h = n - z * n + z * h
            else:
                i, f, g, o = (a + e).chunk(4)
                c = f.sigmoid() * c + i.sigmoid() * g.tanh()
                h = o.sigmoid() * c.tanh()
            hs.append(h)
            cs.append(c)
        self.h.append(hs)
        self.c.append(cs if self.network.card.cell == "lstm" else [])
        return hs

    def norms(self, nodes: list[Tensor]) -> np.ndarray:
        """[T, T]: at [τ, t] the norm of the derivative of ℓ_τ by node t; NaN for t > τ."""
        tokens = len(self.losses)
        norms = np.full((tokens, tokens), np.nan)
        for tau, loss in enumerate(self.losses):
            found = torch.autograd.grad(loss, nodes[: tau + 1], retain_graph=True)
            norms[tau, : tau + 1] = [gradient.norm().item() for gradient in found]
        return norms


def path_of(cell: str, gate: str) -> str:
    """What a path through the weights is called: after the gate, or an RNN's sum."""
    return "h_in" if cell == "rnn" else gate


def losses_of(network: Network, states: list[Tensor]) -> list[Tensor]:
    """ℓ at every token: one output for all of them."""
    if network.readout_weight is None:
        return [h.sum() for h in states]
    weight, bias = torch.tensor(network.readout_weight), torch.tensor(network.readout_bias)
    logits = [weight @ h + bias for h in states]
    chosen = int(logits[-1].argmax())
    return [each[chosen] for each in logits]


def broken(cell: Cell, symbol: str, part: str) -> Cell:
    """The cell with a planted error of one in a thousand in one stage's `compute` or `backward`."""

    def plant(stage: Stage) -> Stage:
        if stage.symbol != symbol:
            return stage
        return replace(stage, **{part: _slightly_wrong(getattr(stage, part), stage, part)})

    return replace(cell, stages=tuple(plant(stage) for stage in cell.stages))


def _slightly_wrong(right: Callable[..., object], stage: Stage, part: str) -> Callable[..., object]:
    def compute(**inputs: object) -> object:
        made = right(**inputs)
        return tuple(value * 1.001 for value in made) if len(stage.outputs) > 1 else made * 1.001

    def backward(**inputs: object) -> object:
        return {
            symbol: {path: gradient * 1.001 for path, gradient in paths.items()}
            for symbol, paths in right(**inputs).items()
        }

    wrong = compute if part == "compute" else backward
    wrong.__wrapped__ = right  # so that its parameters are still read from the right one
    return wrong


class Split:
    """The same networks with a node of its own on every path that leads away from a state.

    Attributes:
        totals: The states themselves, by name, layer and token.
        nodes: Copies of a state on their way, by state, path, layer and the token of the *state*.
    """

    def __init__(self, network: Network, inputs: np.ndarray) -> None:
        self.totals: dict[str, list[list[Tensor]]] = {"h": [], "c": []}
        self.nodes: dict[tuple[str, str, int], dict[int, Tensor]] = {}
        below: list[Tensor] = [torch.tensor(row, requires_grad=True) for row in inputs]
        self.x = below
        for index, layer in enumerate(network.layers):
            weights = [torch.tensor(getattr(layer, name)) for name in NAMES]
            hs, cs = self._layer(network.cell, index, below, *weights)
            self.totals["h"].append(hs)
            self.totals["c"].append(cs)
            below = [self._on_its_way("h", "above", index, token, h) for token, h in enumerate(hs)]
        last = len(network.layers) - 1
        ends = [self._on_its_way("h", "readout", last, t, h) for t, h in enumerate(self.totals["h"][last])]
        self.losses = losses_of(network, ends)

    def _on_its_way(self, state: str, path: str, layer: int, token: int, value: Tensor) -> Tensor:
        copy = value.clone()
        self.nodes.setdefault((state, path, layer), {})[token] = copy
        return copy

    def _layer(
        self, cell: Cell, layer: int, xs: list[Tensor], W: Tensor, U: Tensor, b: Tensor, d: Tensor
    ) -> tuple[list[Tensor], list[Tensor]]:
        size = U.shape[1]
        h = torch.zeros(size, dtype=U.dtype, requires_grad=True)
        c = torch.zeros(size, dtype=U.dtype, requires_grad=True)
        gates = {"rnn": "h", "lstm": "ifgo", "gru": "rzn"}[cell.name]
        hs, cs = [], []
        for token, x in enumerate(xs):
            a = dict(zip(gates, (W @ x + b).chunk(len(gates)), strict=True))
            e = {}
            for gate, U_g, d_g in zip(gates, U.chunk(len(gates)), d.chunk(len(gates)), strict=True):
                e[gate] = U_g @ self._on_its_way("h", path_of(cell.name, gate), layer, token - 1, h) + d_g
            if cell.name == "rnn":
                h = a["h"] + e["h"]
                h = h.relu() if cell.activation == "relu" else h.tanh()
            elif cell.name == "gru":
                r, z = (a["r"] + e["r"]).sigmoid(), (a["z"] + e["z"]).sigmoid()
                n = (a["n"] + r * e["n"]).tanh()
                h = (1 - z) * n + z * self._on_its_way("h", "h", layer, token - 1, h)
            else:
                i, f, o = ((a[gate] + e[gate]).sigmoid() for gate in "ifo")
                c = f * self._on_its_way("c", "c", layer, token - 1, c) + i * (a["g"] + e["g"]).tanh()
                h = o * self._on_its_way("c", "h", layer, token, c).tanh()
                cs.append(c)
            hs.append(h)
        return hs, cs

    def gradient(self, tau: int, node: Tensor) -> np.ndarray:
        """The derivative of ℓ_τ by a node; 0 if no path leads there."""
        (found,) = torch.autograd.grad(self.losses[tau], node, retain_graph=True, allow_unused=True)
        return np.zeros(node.shape) if found is None else found.numpy()
