"""Gatescope's own model files: safetensors with a JSON header. Nothing in such a file can run.

The file is read without torch. Its table of contents says how large everything is, so sizes are checked
before anything is loaded: a hostile file costs one sentence.

Source:
    The format: documentation of safetensors, "Format": 8 bytes with the header's length (little-endian), the
    header (JSON), the numbers.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from engine.cell import LayerParameters
from engine.cells import CELLS
from engine.data.tokenizer import Tokenizer
from engine.files.whole_file import whole_file
from engine.messages import EngineError, Note
from engine.models.formats.model_header import read_header, write_header
from engine.models.formats.tensor_names import DTYPES as UNREAD_DTYPES
from engine.models.formats.tensor_names import LAYER_NAME, check_names
from engine.models.network import ModelCard, Network
from engine.record.arrays import MEGABYTE

ENDING = ".safetensors"
LARGEST_FILE_MB = 512
LARGEST_HEADER_MB = 8
DTYPES = {"F16": np.float16, "F32": np.float32, "F64": np.float64}


def read_card(path: Path) -> ModelCard:
    """Reads only what a file says about itself, its vocabulary left out."""
    card = _header(path, card_alone=True)[0]
    return replace(card, activation=card.activation or "tanh")


def read_network(path: Path) -> Network:
    """Reads a model file.

    Raises:
        EngineError: The file is damaged, too large or holds something else.
    """
    size = path.stat().st_size
    if size > LARGEST_FILE_MB * MEGABYTE:
        raise EngineError("file_too_large", path=path, need_mb=size // MEGABYTE, limit_mb=LARGEST_FILE_MB)
    card, tokenizer = _header(path)
    contents = _Contents(path, _tensors(path))
    cell = _cell_of(contents, card.cell)
    card = _with_cell(card, cell, path)
    layers = _layers(contents, CELLS[cell].pieces)
    embedding = None
    if tokenizer is not None:
        shape = (len(tokenizer.vocabulary), layers[0].input_size)
        embedding = contents.take("embedding.weight", shape)
    elif "embedding.weight" in contents.tensors:
        raise EngineError("net_no_vocabulary", path=path)
    weight, bias = None, None
    if {"readout.weight", "readout.bias"} & set(contents.tensors):
        bias = contents.take("readout.bias", (None,))
        weight = contents.take("readout.weight", (len(bias), layers[0].hidden_size))
    return Network(card, tokenizer, embedding, layers, weight, bias)


def write_network(network: Network, path: Path) -> None:
    """Writes a model file. A tensor of float32 whose values are all float16 values takes half the room.

    Raises:
        EngineError: It cannot be written.
    """
    tensors = {name: np.ascontiguousarray(_smallest(array)) for name, array in network.tensors().items()}
    header = {"gatescope": write_header(network.card, network.tokenizer)}
    with whole_file(path) as file:
        file.write(save(tensors, header))


def _smallest(array: np.ndarray) -> np.ndarray:
    """The same values as float16, if they are read again as the very same float32; else the array itself."""
    with np.errstate(over="ignore", under="ignore"):
        half = array.astype(np.float16)
    return half if array.dtype == np.float32 and np.array_equal(half, array) else array


def _header(path: Path, card_alone: bool = False) -> tuple[ModelCard, Tokenizer | None]:
    """The model header, or a bare card for a file that has none."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if length > min(LARGEST_HEADER_MB * MEGABYTE, path.stat().st_size - 8):
            raise EngineError("file_damaged", path=path)
        text = file.read(length)
    try:
        metadata = json.loads(text).get("__metadata__", {})
        header = metadata.get("gatescope", "{}")
    except (ValueError, AttributeError, RecursionError) as error:
        raise EngineError("file_damaged", path=path) from error
    if not isinstance(header, str):
        raise EngineError("header_no_object", path=path)
    card, tokenizer = read_header(header, str(path), card_alone)
    return (card if card.name else replace(card, name=path.stem)), tokenizer


def _tensors(path: Path) -> dict[str, np.ndarray]:
    """All tensors, each with a known name, plain numbers and no value that is not finite."""
    tensors: dict[str, np.ndarray] = {}
    try:
        with safe_open(path, framework="numpy") as file:
            names = list(file.keys())
            check_names(path, names)
            for name in names:
                dtype = file.get_slice(name).get_dtype()
                if dtype not in DTYPES:
                    kind = UNREAD_DTYPES.get(dtype, dtype)
                    raise EngineError("tensor_type", path=path, tensor=name, dtype=kind)
            tensors = {name: file.get_tensor(name) for name in names}
    except SafetensorError as error:
        raise EngineError("file_inconsistent", path=path) from error
    for name, array in tensors.items():
        if array.dtype == np.float16:
            tensors[name] = array.astype(np.float32)
        if not np.isfinite(array).all():
            raise EngineError("tensor_not_finite", path=path, tensor=name)
    return tensors


@dataclass(frozen=True)
class _Contents:
    """The tensors of a file, to be taken out by name and shape."""

    path: Path
    tensors: dict[str, np.ndarray]

    def take(self, name: str, shape: tuple[int | None, ...]) -> np.ndarray:
        """A tensor of this shape, where None is any size but 0.

        Raises:
            EngineError: It is missing or has another shape.
        """
        if name not in self.tensors:
            raise EngineError("tensor_missing", path=self.path, tensor=name)
        found = self.tensors[name].shape
        fits = len(found) == len(shape) and 0 not in found
        if not fits or any(wanted not in (None, size) for wanted, size in zip(shape, found, strict=True)):
            expected = " × ".join("?" if size is None else str(size) for size in shape)
            raise EngineError(
                "tensor_shape", path=self.path, tensor=name, shape=list(found), expected=expected
            )
        return self.tensors[name]


def _cell_of(contents: _Contents, named: str) -> str:
    """The cell in the header; without one, judged by rows to columns: 1 RNN, 3 GRU, 4 LSTM."""
    rows, columns = contents.take("rnn.weight_hh_l0", (None, None)).shape
    candidates = [named] if named else list(CELLS)
    for name in candidates:
        if rows == CELLS[name].pieces * columns:
            return name
    expected = " / ".join(f"{CELLS[name].pieces * columns} × {columns}" for name in candidates)
    shape = [rows, columns]
    raise EngineError(
        "tensor_shape", path=contents.path, tensor="rnn.weight_hh_l0", shape=shape, expected=expected
    )


def _with_cell(card: ModelCard, cell: str, path: Path) -> ModelCard:
    """The card with the cell that the weights are of, and a note where its activation had to be assumed.

    Raises:
        EngineError: The header names an activation that this cell cannot have.
    """
    if card.activation == "relu" and cell != "rnn":
        raise EngineError("header_not_supported", path=path, entry="activation", value=card.activation)
    said = card.activation or card.cell or cell != "rnn"
    assumed = () if said else (Note.of("tanh_assumed", path=path.name),)
    return replace(card, cell=cell, activation=card.activation or "tanh", notes=(*card.notes, *assumed))


def _layers(contents: _Contents, pieces: int) -> tuple[LayerParameters, ...]:
    numbers = [int(match[2]) for name in contents.tensors if (match := LAYER_NAME.fullmatch(name))]
    hidden = contents.tensors["rnn.weight_hh_l0"].shape[1]
    rows = pieces * hidden
    layers = []
    for index in range(max(numbers) + 1):
        layers.append(
            LayerParameters(
                contents.take(f"rnn.weight_ih_l{index}", (rows, hidden if index else None)),
                contents.take(f"rnn.weight_hh_l{index}", (rows, hidden)),
                contents.take(f"rnn.bias_ih_l{index}", (rows,)),
                contents.take(f"rnn.bias_hh_l{index}", (rows,)),
            )
        )
    return tuple(layers)
