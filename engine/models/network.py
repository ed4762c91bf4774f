"""A network: an embedding, stacked recurrent layers and a linear readout, as read-only numpy.

Weights bear PyTorch's names: `embedding.weight` [V, E], `rnn.weight_ih_l0` ..., `readout.weight` [V, H],
`readout.bias` [V]. A network without an embedding reads vectors; one without a readout gives only states.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from engine.backends.array_namespace import Array, ArrayNamespace
from engine.cell import Cell, LayerParameters
from engine.cells import cell_of
from engine.data.tokenizer import Tokenizer
from engine.messages import EngineError, Note, showable
from engine.record.hold import Hold
from engine.record.one_line import OneLine
from engine.shapes import Float

FORMAT = 1


@dataclass(frozen=True)
class DataSource:
    """A package of texts that a model was trained on."""

    package: str
    version: str
    sha256: str
    licence: str


@dataclass(frozen=True)
class Retention:
    """What is in a network's memory at the end of a text, over the test part of its task.

    Attributes:
        content_to_function: Mean size of a content word's prediction share, divided by that of a function
            word. Punctuation counts as neither.
        share_with_age: Mean rank correlation, within each text, of the size of a token's share with its age:
            −1 would mean that what is remembered is simply what came last.
    """

    content_to_function: float
    share_with_age: float


@dataclass(frozen=True)
class SeedAccuracy:
    """How often a network was right that was trained from one seed.

    Attributes:
        validation: Share of right answers on the validation part, the mean over the task's distances: the
            seed with the highest is kept.
        test: Share of right answers on the test part, by distance as in `accuracy_by_distance`; with the
            opinion alone, 0, for every task. It chooses nothing.
    """

    validation: float
    test: Mapping[int, float]


@dataclass(frozen=True, repr=False)
class ModelCard(OneLine):
    """What is known about a model: the header of its file without the vocabulary.

    Attributes:
        name: Its name, `reviews-en-lstm` for example.
        cell: `rnn`, `lstm` or `gru`.
        activation: `tanh`, or for an RNN `relu`.
        notes: What its reader should know: what was assumed, what of its file was not read.
        task: What it was trained for; empty if unknown.
        language: Language of its texts (`en`, `zh`); empty if unknown.
        tokenizer: `words`, `characters`, or empty for a network that reads vectors.
        sizes: `vocabulary`, `embedding`, `hidden`, `layers`, `outputs`, `parameters`.
        seed: Seed of the training (of the one that was kept) or of the random weights.
        trained: False for random weights.
        data: The texts it was trained on.
        split: How many examples were for `train`, `validation` and `test`.
        accuracy: Share of right answers on the test part, 0 to 1; None if unknown.
        accuracy_by_distance: For memory tasks: accuracy with so many neutral tokens after the opinion.
        by_seed: How well it did from each seed that was tried, the one that was kept among them. Empty if
            unknown.
        remembers: What it remembers of the test texts; None if unknown, and for an RNN, which has no ledger.
        state_sizes: How large each state gets on the test texts, by its key in a trace (`h_l0`, `c_l0`): the
            99th percentile of |value| over all tokens of all test passages (for memory tasks the opinion
            alone) and all units, in float64 with linear interpolation. Empty if unknown.
        recipe: How it was trained.
        date: When.
        versions: Programs and libraries that trained it.
    """

    name: str
    cell: str
    task: str = ""
    language: str = ""
    tokenizer: str = ""
    sizes: Mapping[str, int] = field(default_factory=dict)
    seed: int = 0
    trained: bool = True
    data: tuple[DataSource, ...] = ()
    split: Mapping[str, int] = field(default_factory=dict)
    accuracy: float | None = None
    accuracy_by_distance: Mapping[int, float] = field(default_factory=dict)
    by_seed: Mapping[int, SeedAccuracy] = field(default_factory=dict)
    remembers: Retention | None = None
    state_sizes: Mapping[str, float] = field(default_factory=dict)
    recipe: Mapping[str, Any] = field(default_factory=dict)
    date: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    activation: str = "tanh"
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Network(OneLine):
    """A network, ready to be simulated. Its arrays are read-only.

    Attributes:
        card: What is known about it.
        tokenizer: Cuts text into tokens; None if it reads vectors.
        embedding: One row for each entry of the vocabulary; None if it reads vectors.
        layers: The weights of the recurrent layers, bottom first.
        readout_weight: From the last layer's h to the logits; None if there is no readout.
        readout_bias: Likewise.
        holds: Gates and states that are held while it reads (`engine.interventions`).
    """

    card: ModelCard
    tokenizer: Tokenizer | None
    embedding: Float[np.ndarray, "V E"] | None
    layers: tuple[LayerParameters, ...]
    readout_weight: Float[np.ndarray, "O H"] | None
    readout_bias: Float[np.ndarray, " O"] | None
    holds: tuple[Hold, ...] = ()

    def __post_init__(self) -> None:
        """Makes all weights read-only and writes their sizes on the card."""
        for array in self.tensors().values():
            array.flags.writeable = False
        name = str(showable(self.card.name))  # it comes from a file
        object.__setattr__(self, "card", replace(self.card, name=name, sizes=self._sizes()))

    @property
    def cell(self) -> Cell:
        """The kind of its cells."""
        return cell_of(self.card)

    @property
    def hidden_size(self) -> int:
        """Number of hidden units H."""
        return self.layers[0].hidden_size

    @property
    def input_size(self) -> int:
        """Number of inputs E of the first layer."""
        return self.layers[0].input_size

    def weights(self, xp: ArrayNamespace, dtype: str) -> tuple[LayerParameters, ...]:
        """The recurrent layers' weights as arrays of a namespace, in a number type."""

        def convert(weight: np.ndarray) -> Array:
            with np.errstate(under="ignore"):
                return xp.array(weight.astype(dtype, copy=False))

        return tuple(layer.converted(convert) for layer in self.layers)

    def check_fits(self, dtype: str) -> None:
        """Refuses a number type that cannot hold the weights: infinite ones would be another network.

        Raises:
            EngineError: A weight is beyond float32; it is named.
        """
        if dtype == "float32" and self._beyond_float32 is not None:
            raise EngineError("weights_too_large", model=self.card.name, tensor=self._beyond_float32)

    def notes_about(self, dtype: str) -> tuple[Note, ...]:
        """What a reader of its numbers in this type should know."""
        if dtype != "float32" or self._below_float32 is None:
            return ()
        return (Note.of("weights_too_small", model=self.card.name, tensor=self._below_float32),)

    @cached_property
    def _below_float32(self) -> str | None:
        """The first tensor with a weight that float32 takes for 0, or cuts short; None without one."""
        tiny = np.finfo(np.float32).tiny
        for name, array in self.tensors().items():
            if array.dtype == np.float64 and ((array != 0) & (np.abs(array) < tiny)).any():
                return name
        return None

    @cached_property
    def _beyond_float32(self) -> str | None:
        """The first tensor with a weight that float32 cannot hold; None if all fit."""
        for name, array in self.tensors().items():
            with np.errstate(over="ignore", under="ignore"):
                if array.dtype == np.float64 and not np.isfinite(array.astype(np.float32)).all():
                    return name
        return None

    def tensors(self) -> dict[str, np.ndarray]:
        """All weights by their names in a file."""
        named: dict[str, np.ndarray] = {}
        if self.embedding is not None:
            named["embedding.weight"] = self.embedding
        for index, layer in enumerate(self.layers):
            for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
                named[f"rnn.{name}_l{index}"] = getattr(layer, name)
        if self.readout_weight is not None and self.readout_bias is not None:
            named["readout.weight"] = self.readout_weight
            named["readout.bias"] = self.readout_bias
        return named

    @cached_property
    def weights_sha256(self) -> str:
        """Hash over the names, types, shapes and values of all weights, and of how a variant uses them."""
        digest = hashlib.sha256()
        if self.card.activation != "tanh":
            digest.update(f"{self.card.activation}\n".encode())
        for name, array in sorted(self.tensors().items()):
            digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()

    def _sizes(self) -> dict[str, int]:
        return {
            "vocabulary": 0 if self.embedding is None else len(self.embedding),
            "embedding": self.input_size,
            "hidden": self.hidden_size,
            "layers": len(self.layers),
            "outputs": 0 if self.readout_weight is None else len(self.readout_weight),
            "parameters": sum(array.size for array in self.tensors().values()),
        }
