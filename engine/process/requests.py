"""All that may be asked of the engine, as frozen values that travel between processes."""

from dataclasses import dataclass

from engine.record.hold import Hold
from engine.record.one_line import OneLine

STARTS = ("uniform", "orthogonal")
"""How recurrent weights can be drawn: as PyTorch does, or an orthogonal matrix for each gate."""


@dataclass(frozen=True, repr=False)
class Untrained(OneLine):
    """A network with random weights: what a cell does before it has learned anything.

    Attributes:
        cell: `rnn`, `lstm` or `gru`.
        hidden_size: Number of hidden units H.
        layers: Number of stacked layers K.
        seed: Seed of the random weights.
        like: The shipped model whose tokenizer and embedding size it takes.
        start: How the recurrent weights are drawn, one of `STARTS`.
        scale: What the recurrent weights are multiplied by (ρ).
        keep_bias: b_ih + b_hh of the gate that keeps (f of an LSTM, z of a GRU); None as PyTorch draws it.
    """

    cell: str
    hidden_size: int
    layers: int
    seed: int
    like: str
    start: str = "uniform"
    scale: float = 1.0
    keep_bias: float | None = None


@dataclass(frozen=True, repr=False)
class Held(OneLine):
    """A network in which gates or states are held at given values while it reads.

    Attributes:
        source: The network.
        holds: What is held; the last one wins where two meet.
    """

    source: str | Untrained
    holds: tuple[Hold, ...]


ModelSource = str | Untrained | Held


@dataclass(frozen=True, repr=False)
class RunRequest(OneLine):
    """Read a text with one or several models.

    Attributes:
        models: Names, files or random networks; their traces come in this order.
        text: What they read.
        device: `auto`, `cpu`, `cuda`, `cuda:1`, `mps`.
        dtype: `float32` or `float64`.
        with_gradient: Also compute how the gradient flows back, where the text is short enough.
    """

    models: tuple[ModelSource, ...]
    text: str
    device: str = "auto"
    dtype: str = "float32"
    with_gradient: bool = True


@dataclass(frozen=True, repr=False)
class TextRequest(OneLine):
    """Ask something about a text that was read: each kind of question is a class of its own.

    Attributes:
        models: As in `RunRequest`.
        text: What they have read.
        at: The token τ that the question is about; each kind says what None means.
        device, dtype: As in `RunRequest`.
    """

    models: tuple[ModelSource, ...]
    text: str
    at: int | None = None
    device: str = "auto"
    dtype: str = "float32"


class GradientRequest(TextRequest):
    """Follow the gradient back through a text, from one token (`at`) or from every one (None)."""


class MemoryRequest(TextRequest):
    """Find what each token has left in the memory at one token (the last one if `at` is None)."""


class MemoryFlowRequest(TextRequest):
    """Find how much of each token is still there at one token (`at`), or at every one (None)."""


class PathsRequest(TextRequest):
    """Follow the gradient of one token (the last one if `at` is None) back step by step, path by path."""


class JacobianRequest(TextRequest):
    """Find how far a state moves when an earlier one does, seen from one token (`at`) or from all (None)."""


@dataclass(frozen=True, repr=False)
class UpdateRequest(TextRequest):
    """Find what each token adds to the gradient of one weight, from the token `at` (the last one if None).

    Attributes:
        weight: The matrix by PyTorch's name, `weight_hh_l0` or `weight_ih_l0` for example.
        row: The weight's row in it, the gates being stacked, H rows each.
        column: The weight's column.
    """

    weight: str = "weight_hh_l0"
    row: int = 0
    column: int = 0


@dataclass(frozen=True, repr=False)
class ForgetRequest(TextRequest):
    """Replace the token `at` (the first one if None) by a word or leave it out, and compare both runs.

    Attributes:
        word: What stands there instead; None leaves the token out.
    """

    word: str | None = None


class AttributionRequest(TextRequest):
    """Explain the output at one token (the last one if `at` is None) by its gradient, and along the way."""


class LeaveOneOutRequest(TextRequest):
    """Leave the token `at` out, or each of them in turn (None), and compare with the whole text."""


@dataclass(frozen=True, repr=False)
class DistanceRequest(OneLine):
    """Measure on unseen texts whether networks still know an opinion so many neutral tokens later."""

    models: tuple[ModelSource, ...]
    device: str = "auto"


Request = RunRequest | TextRequest | DistanceRequest
