"""A trace: everything that one network computed while it read one sequence, read-only.

Axes, one meaning each, here and everywhere: `T` tokens, `K` layers (bottom first), `H` hidden units,
`E` input size, `V` outputs. Time comes first.

| key | shape | what |
| --- | --- | --- |
| `x_l0` | [T, E] | what the first layer reads |
| `h_l0`, `c_l0` | [T, H] | the states *after* each token |
| `i_l0`, `f_l0`, `g_l0`, `o_l0` (LSTM); `r_l0`, `z_l0`, `n_l0` (GRU) | [T, H] | the gates |
| `i_in_l0` ..., `h_in_l0` (RNN) | [T, H] | before the nonlinearity |
| `n_x_l0`, `n_h_l0` (GRU) | [T, H] | W_in x + b_in; W_hn h + b_hn, what the reset gate multiplies |
| `output` | [T, V] | the readout's logits |
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from engine.messages import EngineError
from engine.record.arrays import Keyed, read_only
from engine.record.hold import held_values
from engine.record.provenance import Provenance
from engine.shapes import Bool, Float, Int


@dataclass(frozen=True, eq=False, repr=False)
class Trace(Keyed):
    """Everything that one network computed on one sequence. Nothing in it can be changed.

    Attributes:
        cell: `rnn`, `lstm` or `gru`.
        tokens: The tokens as they are shown.
        known: For each token, whether the vocabulary has it.
        arrays: The numbers, by the keys in the table above, in the order in which they are computed.
        provenance: Where they come from. If it does not say which output ℓ is, it is the one that is largest
            at the last token: all that is asked about the trace later is asked about that one.
    """

    cell: str
    tokens: tuple[str, ...]
    known: Bool[np.ndarray, " T"]
    arrays: Mapping[str, np.ndarray]
    provenance: Provenance

    def __post_init__(self) -> None:
        """Checks that everything is as long as the tokens and makes it read-only."""
        if len(self.known) != len(self.tokens):
            raise EngineError("record_damaged", part="known")
        for key, array in self.arrays.items():
            if array.ndim != 2 or len(array) != len(self.tokens):
                raise EngineError("record_damaged", part=key)
        self._fix_output()
        self.freeze()

    def _fix_output(self) -> None:
        """Chooses which output ℓ is, once for all that is asked about the trace, or checks the choice."""
        chosen = self.provenance.output
        if not self.outputs:
            chosen = None
        elif chosen is None:
            chosen = int(np.argmax(np.nan_to_num(self.arrays["output"][-1], nan=-np.inf)))
        elif not 0 <= chosen < self.outputs:
            raise EngineError("record_damaged", part="provenance")
        if chosen != self.provenance.output:
            object.__setattr__(self, "provenance", replace(self.provenance, output=chosen))

    def __getitem__(self, key: str) -> np.ndarray:
        """The array with this key; `tokens` and `known` as a file holds them."""
        if key in ("tokens", "known"):
            return np.array(self.tokens) if key == "tokens" else self.known
        return super().__getitem__(key)

    @property
    def length(self) -> int:
        """Number of tokens T."""
        return len(self.tokens)

    @property
    def outputs(self) -> int:
        """Number of outputs V; 0 without a readout."""
        return int(self.arrays["output"].shape[1]) if "output" in self.arrays else 0

    @property
    def hidden_size(self) -> int:
        """Number of hidden units H."""
        return int(self.arrays["h_l0"].shape[1])

    @cached_property
    def layers(self) -> int:
        """Number of stacked layers K."""
        return sum(1 for key in self.arrays if key.startswith("h_l"))

    def position(self, at: int | None) -> int:
        """The token that is asked for; the last one if None.

        Raises:
            EngineError: There is no such token.
        """
        token = self.length - 1 if at is None else at
        if not 0 <= token < self.length:
            raise EngineError("no_such_token", token=token, last=self.length - 1)
        return token

    def rows(self, at: int | None) -> Int[np.ndarray, " R"]:
        """The tokens τ to look back from: the one that is asked for, or all of them.

        Raises:
            EngineError: There is no such token.
        """
        return np.arange(self.length) if at is None else np.array([self.position(at)])

    def values(self, symbol: str, layer: int) -> Float[np.ndarray, "T _"]:
        """All values of one symbol in one layer, [T, H].

        Two symbols are views of others and not stored twice: `h_new`, which the RNN hands on unchanged
        as `h`, and `x` above layer 0, which is the `h` of the layer below.
        """
        if symbol == "x" and layer > 0:
            return self.arrays[f"h_l{layer - 1}"]
        return self.arrays[f"{'h' if symbol == 'h_new' else symbol}_l{layer}"]

    def held(self, layer: int) -> dict[str, Float[np.ndarray, "T H"]]:
        """What was held in a layer, by symbol; NaN where the cell computed the value itself."""
        return held_values(self.provenance.holds, layer, self.layers, self.length, self.hidden_size)

    def before(self, symbol: str, layer: int, token: int) -> Float[np.ndarray, " H"]:
        """The state `symbol` just before `token`: zeros, the initial state, before the first one."""
        states = self.values(symbol, layer)
        if token > 0:
            previous: np.ndarray = states[token - 1]
            return previous
        return read_only(np.zeros(states.shape[1], dtype=states.dtype))

    def bad_tokens(self) -> Iterator[tuple[str, Bool[np.ndarray, " T"]]]:
        """Every value of a trace has to be finite."""
        for key, array in self.arrays.items():
            yield key, ~np.isfinite(array).all(axis=1)

    @cached_property
    def handed_on(self) -> Provenance:
        """The provenance of what is computed from this trace: it also says where the network overflowed."""
        return replace(self.provenance, first_bad=self.first_bad())
