"""How a network is trained: every number that is not learned."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def remembering() -> dict[str, dict[str, float]]:
    """Where the gates start: open to the past, so that a network learns what to forget and not what to keep.

    Source:
        Gers, Schmidhuber & Cummins 2000, "Learning to forget", for a forget gate that starts open;
        Jozefowicz, Zaremba & Sutskever 2015 for how much it helps. PyTorch's z = 1 keeps h.
    """
    return {"rnn": {}, "lstm": {"f": 4.0, "i": -1.0}, "gru": {"z": 3.0}}


@dataclass(frozen=True)
class Recipe:
    """The settings of one training; only gates and learning rate differ between the three cells.

    Attributes:
        hidden: units of the recurrent layer.
        embedding: numbers that stand for one token.
        vocabulary: the most tokens of the training texts to know, the most frequent first.
        min_count: how often a token must occur in the training part to be known.
        epochs: times to go through the training part at most.
        patience: epochs without a better validation after which training ends.
        batch: passages per step.
        longest: tokens after which a passage is cut while training; a test reads it whole.
        learning_rate: of Adam, by cell; it falls to a tenth along a cosine.
        longest_gradient: a gradient whose norm is greater is scaled down to it.
        dropout: share of embedding numbers that are zeroed while training.
        readout_dropout: share of readout inputs that are zeroed while training.
        word_dropout: share of tokens that are read while training by what was known of their word beforehand
            alone, without the correction that is learned for it; for tasks that know something.
        correction_cost: how much the mean square of the corrections of a batch adds to the loss.
        token_dropout: share of tokens that are replaced by `<unk>` while training.
        average: how much of the running average of the weights, which is what is kept, stays at each step.
        embedding_scale: standard deviation of the embedding before training.
        gate_start: bias of a gate before training, by cell and gate. All other biases start at 0, and the
            weights where PyTorch starts them. None leaves the biases, too, where PyTorch starts them.
    """

    hidden: int = 32
    embedding: int = 16
    vocabulary: int = 7000
    min_count: int = 2
    epochs: int = 10
    patience: int = 6
    batch: int = 32
    longest: int = 120
    learning_rate: Mapping[str, float] = field(
        default_factory=lambda: {"rnn": 2e-3, "lstm": 5e-3, "gru": 5e-3}
    )
    longest_gradient: float = 1.0
    dropout: float = 0.5
    readout_dropout: float = 0.5
    word_dropout: float = 0.2
    correction_cost: float = 0.005
    token_dropout: float = 0.1
    average: float = 0.998
    embedding_scale: float = 0.1
    gate_start: Mapping[str, Mapping[str, float]] | None = field(default_factory=remembering)
