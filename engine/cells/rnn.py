"""The vanilla RNN: each token overwrites the whole memory. Squashed by tanh, or cut off at 0 by relu.

Source:
    Elman 1990, "Finding structure in time", Cognitive Science 14(2).
    Form and names of the weights: PyTorch's documentation of `torch.nn.RNN`; `nonlinearity` is `"tanh"` or
    `"relu"`. The latter: Le, Jaitly & Hinton 2015, "A simple way to initialize recurrent networks of
    rectified linear units", arXiv 1504.00941.
"""

from dataclasses import replace

from engine.backends.array_namespace import Array, ArrayNamespace
from engine.cell import Cell, LayerParameters, Paths, Stage
from engine.shapes import Float


def combine(
    x: Float[Array, "*n E"], h_before: Float[Array, "*n H"], p: LayerParameters, xp: ArrayNamespace
) -> Float[Array, "*n H"]:
    """Adds up what the input and the past say to each unit."""
    h_in = xp.linear(x, p.weight_ih, p.bias_ih)
    h_in = xp.add_linear(h_in, h_before, p.weight_hh, p.bias_hh)
    return h_in


def combine_backward(d_h_in: Float[Array, "*n H"], p: LayerParameters) -> Paths:
    """Everything that came through the step goes through the weights."""
    return {
        "x": {"h_in": d_h_in @ p.weight_ih},
        "h_before": {"h_in": d_h_in @ p.weight_hh},
    }


def squash(h_in: Float[Array, "*n H"], xp: ArrayNamespace) -> Float[Array, "*n H"]:
    """Squashes every unit into −1 to 1."""
    h_new = xp.tanh(h_in)
    return h_new


def squash_backward(d_h_new: Float[Array, "*n H"], h_new: Float[Array, "*m H"]) -> Paths:
    """The slope of tanh is 1 − tanh²: at most 1, and nearly 0 where a unit is saturated."""
    return {"h_in": {"h": d_h_new * (1 - h_new * h_new)}}


def cut_off(h_in: Float[Array, "*n H"], xp: ArrayNamespace) -> Float[Array, "*n H"]:
    """Cuts every unit off at 0: nothing bounds it from above."""
    h_new = xp.relu(h_in)
    return h_new


def cut_off_backward(d_h_new: Float[Array, "*n H"], h_new: Float[Array, "*m H"]) -> Paths:
    """The slope of relu is 1 where a unit is above 0; elsewhere, at 0 too as in PyTorch, it is 0."""
    return {"h_in": {"h": d_h_new * (h_new > 0)}}


def hand_on(h_new: Float[Array, "*n H"]) -> Float[Array, "*n H"]:
    """Hands the new state to the next step and to the layer above; nothing of the old one is left."""
    h = h_new
    return h


def hand_on_backward(d_h: Float[Array, "*n H"]) -> Paths:
    """Handing on changes nothing."""
    return {"h_new": {"h": d_h}}


COMBINE = Stage(
    "combine",
    "stage_combine",
    "h_in = W_ih x + b_ih + W_hh h_before + b_hh",
    "∂x = W_ihᵀ ∂h_in,  ∂h_before = W_hhᵀ ∂h_in",
    combine,
    combine_backward,
    ("h_in",),
)
TANH = Stage(
    "tanh",
    "stage_tanh",
    "h_new = tanh(h_in)",
    "∂h_in = ∂h_new ⊙ (1 − h_new²)",
    squash,
    squash_backward,
    ("h_new",),
)
RELU = Stage(
    "relu",
    "stage_relu",
    "h_new = relu(h_in)",
    "∂h_in = ∂h_new ⊙ (h_new > 0)",
    cut_off,
    cut_off_backward,
    ("h_new",),
)
HAND_ON = Stage("h", "hidden_state", "h = h_new", "∂h_new = ∂h", hand_on, hand_on_backward, ("h",))

RNN = Cell(
    name="rnn",
    title="RNN",
    gates=("h",),
    states=("h",),
    stages=(COMBINE, TANH, HAND_ON),
    recorded=("h_in", "h"),
    pieces=1,
    source="Elman 1990; torch.nn.RNN",
)
RELU_RNN = replace(
    RNN,
    title="relu RNN",
    stages=(COMBINE, RELU, HAND_ON),
    source="Le, Jaitly & Hinton 2015; torch.nn.RNN",
    activation="relu",
)
