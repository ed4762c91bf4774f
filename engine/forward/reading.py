"""What a network reads: a text through its tokenizer and embedding, or an array of vectors."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import torch

from engine.messages import EngineError
from engine.models.network import Network
from engine.shapes import Bool, Float

HALVES = re.compile("[\ud800-\udfff]")
KINDS = {"U": "text", "S": "bytes", "O": "objects", "c": "complex numbers", "M": "dates", "m": "times"}


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
    text = HALVES.sub("\N{REPLACEMENT CHARACTER}", text)  # what no file could hold
    encoded = network.tokenizer.encode(text)
    if not encoded.tokens:
        raise EngineError("empty_text")
    return Reading(encoded.tokens, encoded.known, network.embedding[encoded.ids].astype(dtype, copy=False))


def read_vectors(network: Network, inputs: object, dtype: str) -> Reading:
    """Takes vectors past the embedding.

    Raises:
        EngineError: The array has another shape or kind, or holds a value that is not finite.
    """
    given = _array(inputs)
    if given.ndim != 2 or given.shape[1] != network.input_size:
        shape = list(given.shape)
        raise EngineError("input_shape", shape=shape, model=network.card.name, size=network.input_size)
    if not len(given):
        raise EngineError("empty_text")
    if isinstance(inputs, np.ma.MaskedArray) and (masked := np.argwhere(np.ma.getmaskarray(inputs))).size:
        raise EngineError("input_masked", token=int(masked[0, 0]), column=int(masked[0, 1]))
    with np.errstate(over="ignore"):
        vectors = given.astype(dtype)  # a copy: the record must not change when the caller's array does
    finite = np.isfinite(vectors)
    if not finite.all():
        token, column = map(int, np.argwhere(~finite)[0])
        value = given[token, column]
        with np.errstate(over="ignore"):
            wider = np.isfinite(np.float64(value))  # numpy has longer numbers than that
        key = "input_too_large" if wider else "input_beyond" if np.isfinite(value) else "input_not_finite"
        raise EngineError(key, token=token, column=column)
    return Reading(_numbered(len(vectors)), np.ones(len(vectors), dtype=bool), vectors)


@lru_cache(maxsize=4)
def _numbered(tokens: int) -> tuple[str, ...]:
    """Names of vectors: their numbers, from 0."""
    return tuple(map(str, range(tokens)))


def _array(inputs: object) -> np.ndarray:
    """What was given as an array of real numbers; a tensor of torch's wherever it lies."""
    if isinstance(inputs, torch.Tensor):
        inputs = inputs.detach().cpu()
        inputs = inputs.float() if inputs.dtype == torch.bfloat16 else inputs  # numpy has no such numbers
    try:
        given = np.asarray(inputs)
    except (ValueError, TypeError, RuntimeError) as error:
        _check_rows(inputs)
        raise EngineError("input_not_numbers", kind=type(inputs).__name__) from error
    if given.dtype.kind not in "fiub":
        raise EngineError("input_not_numbers", kind=KINDS.get(given.dtype.kind, str(given.dtype)))
    return given


def _check_rows(inputs: object) -> None:
    """Finds the first row that is not as long as the one before it.

    Raises:
        EngineError: There is one.
    """
    if not isinstance(inputs, Sequence):
        return
    lengths = [len(row) if hasattr(row, "__len__") else 0 for row in inputs]
    for token, (wanted, found) in enumerate(pairwise(lengths), start=1):
        if found != wanted:
            raise EngineError("input_ragged", token=token, found=found, wanted=wanted)
