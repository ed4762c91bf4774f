"""The network while it learns: PyTorch's own layers, under the names that they have in the file."""

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor, nn

from engine.cells import CELLS
from engine.shapes import Float, Int
from engine.training.tasks.recipe import Recipe

_LAYERS: dict[str, type[nn.RNN] | type[nn.LSTM] | type[nn.GRU]] = {
    "rnn": nn.RNN,
    "lstm": nn.LSTM,
    "gru": nn.GRU,
}


class KnownWords(nn.Module):
    """An embedding of words of which something is known: a learned map of that, and a learned correction.

    The map carries what was learned of one word over to its neighbours, also to words that no training text
    holds; the correction, which starts at 0 and is often left out, keeps what is peculiar to a word.
    """

    def __init__(self, features: Float[np.ndarray, "V F"], recipe: Recipe) -> None:
        super().__init__()
        self.recipe = recipe
        self.features: Tensor
        self.register_buffer("features", torch.from_numpy(features))
        self.map = nn.Linear(features.shape[1], recipe.embedding, bias=False)
        self.correction = nn.Parameter(torch.zeros(len(features), recipe.embedding))

    def forward(self, ids: Int[Tensor, "B T"]) -> Float[Tensor, "B T E"]:
        """Gives the row of every token."""
        corrections = nn.functional.embedding(ids, self.correction)
        if self.training:
            kept = torch.rand(ids.shape) >= self.recipe.word_dropout
            corrections = corrections * kept[..., None]
        rows: Tensor = self.map(self.features[ids]) + corrections
        return rows

    def cost(self, ids: Int[Tensor, "B T"]) -> Float[Tensor, ""]:
        """What the corrections of these tokens add to the loss."""
        corrections = nn.functional.embedding(ids, self.correction)
        return self.recipe.correction_cost * corrections.square().sum(-1).mean()

    @property
    def weight(self) -> Float[Tensor, "V E"]:
        """Both as one table."""
        table: Tensor = self.map(self.features) + self.correction
        return table


class Learner(nn.Module):
    """One layer between an embedding and a readout of one logit.

    Args:
        cell: `rnn`, `lstm` or `gru`.
        vocabulary: How many words it knows.
        recipe: Every number that is not learned.
        features: What is known of each word beforehand; None if nothing is.
    """

    def __init__(
        self, cell: str, vocabulary: int, recipe: Recipe, features: Float[np.ndarray, "V F"] | None = None
    ) -> None:
        super().__init__()
        self.embedding: nn.Embedding | KnownWords
        if features is None:
            self.embedding = nn.Embedding(vocabulary, recipe.embedding)
            nn.init.normal_(self.embedding.weight, std=recipe.embedding_scale)
        else:
            self.embedding = KnownWords(features, recipe)
        self.rnn = _LAYERS[cell](recipe.embedding, recipe.hidden, batch_first=True)
        self.readout = nn.Linear(recipe.hidden, 1)
        self.dropout = nn.Dropout(recipe.dropout)
        self.readout_dropout = nn.Dropout(recipe.readout_dropout)
        if recipe.gate_start is not None:
            self._start_gates(cell, recipe.gate_start[cell])

    def forward(self, ids: Int[Tensor, "B T"]) -> Float[Tensor, "B T"]:
        """Gives the logit at every token."""
        states, _ = self.rnn(self.dropout(self.embedding(ids)))
        logits: Tensor = self.readout(self.readout_dropout(states))
        return logits.squeeze(-1)

    def cost(self, ids: Int[Tensor, "B T"]) -> Float[Tensor, ""]:
        """What is added to the loss of a batch: that of the words' corrections, where there are any."""
        return self.embedding.cost(ids) if isinstance(self.embedding, KnownWords) else torch.zeros(())

    def make_one_table(self) -> None:
        """Merges what was known and what was learned of words into one table, as it stands in the file."""
        if isinstance(self.embedding, KnownWords):
            table = self.embedding.weight.detach()
            self.embedding = nn.Embedding(len(table), table.shape[1], _weight=table)

    def _start_gates(self, cell: str, gate_start: Mapping[str, float]) -> None:
        """Sets all biases to 0 but those of the gates that start elsewhere."""
        weights = dict(self.rnn.named_parameters())
        nn.init.zeros_(weights["bias_ih_l0"])
        nn.init.zeros_(weights["bias_hh_l0"])
        pieces = weights["bias_ih_l0"].detach().chunk(CELLS[cell].pieces)
        for gate, bias in gate_start.items():
            nn.init.constant_(pieces[CELLS[cell].gates.index(gate)], bias)
