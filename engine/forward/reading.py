"""What a network reads: a text through its tokenizer and embedding, or an array of vectors."""

from dataclasses import dataclass

import numpy as np

from engine.messages import EngineError
from engine.models.network import Network
from engine.shapes import Bool, Float


@dataclass(frozen=True, eq=False)
class Reading:
    """A sequence, ready for the first layer.

    Attributes:
        tokens: The tokens as they are shown; for vectors their numbers, from 0.
        known: Whether the vocabulary has them; vectors are always known.
        inputs: One row for each token.
    """

    tokens: tuple[str, ...]
    known: Bool[np.ndarray, " T"]
    inputs: Float[np.ndarray, "T E"]


def read_text(network: Network, text: str, dtype: str) -> Reading:
    """Cuts a text into tokens and looks up their vectors.

    Raises:
        EngineError: The text is empty, or the network reads vectors only.
    """
    if network.tokenizer is None or network.embedding is None:
        raise EngineError("takes_vectors", model=network.card.name, size=network.input_size)
    encoded = network.tokenizer.encode(text)
    if not encoded.tokens:
        raise EngineError("empty_text")
    return Reading(encoded.tokens, encoded.known, network.embedding[encoded.ids].astype(dtype, copy=False))


def read_vectors(network: Network, inputs: object, dtype: str) -> Reading:
    """Takes vectors past the embedding.

    Raises:
        EngineError: The array has another shape or kind, or holds a value that is not finite.
    """
    try:
        given = np.asarray(inputs)
    except ValueError as error:  # rows of different lengths
        raise EngineError("input_not_numbers", kind=type(inputs).__name__) from error
    if given.dtype.kind not in "fiub":
        raise EngineError("input_not_numbers", kind=given.dtype)
    if given.ndim != 2 or given.shape[1] != network.input_size:
        shape = list(given.shape)
        raise EngineError("input_shape", shape=shape, model=network.card.name, size=network.input_size)
    if not len(given):
        raise EngineError("empty_text")
    with np.errstate(over="ignore"):
        vectors = given.astype(dtype)  # a copy: the record must not change when the caller's array does
    finite = np.isfinite(vectors)
    if not finite.all():
        token, column = map(int, np.argwhere(~finite)[0])
        fits = not np.isfinite(given[token, column])
        raise EngineError("input_not_finite" if fits else "input_too_large", token=token, column=column)
    return Reading(tuple(map(str, range(len(vectors)))), np.ones(len(vectors), dtype=bool), vectors)
