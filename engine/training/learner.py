"""The network while it learns: PyTorch's own layers, under the names that they have in the file."""

from collections.abc import Mapping

from torch import Tensor, nn

from engine.cells import CELLS
from engine.shapes import Float, Int
from engine.training.tasks.recipe import Recipe

_LAYERS: dict[str, type[nn.RNN] | type[nn.LSTM] | type[nn.GRU]] = {
    "rnn": nn.RNN,
    "lstm": nn.LSTM,
    "gru": nn.GRU,
}


class Learner(nn.Module):
    """One layer between an embedding and a readout of one logit."""

    def __init__(self, cell: str, vocabulary: int, recipe: Recipe) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, recipe.embedding)
        self.rnn = _LAYERS[cell](recipe.embedding, recipe.hidden, batch_first=True)
        self.readout = nn.Linear(recipe.hidden, 1)
        self.dropout = nn.Dropout(recipe.dropout)
        nn.init.normal_(self.embedding.weight, std=recipe.embedding_scale)
        if recipe.gate_start is not None:
            self._start_gates(cell, recipe.gate_start[cell])

    def forward(self, ids: Int[Tensor, "B T"]) -> Float[Tensor, "B T"]:
        """Gives the logit at every token."""
        states, _ = self.rnn(self.dropout(self.embedding(ids)))
        logits: Tensor = self.readout(self.dropout(states))
        return logits.squeeze(-1)

    def _start_gates(self, cell: str, gate_start: Mapping[str, float]) -> None:
        """Sets all biases to 0 but those of the gates that start elsewhere."""
        weights = dict(self.rnn.named_parameters())
        nn.init.zeros_(weights["bias_ih_l0"])
        nn.init.zeros_(weights["bias_hh_l0"])
        pieces = weights["bias_ih_l0"].detach().chunk(CELLS[cell].pieces)
        for gate, bias in gate_start.items():
            nn.init.constant_(pieces[CELLS[cell].gates.index(gate)], bias)
