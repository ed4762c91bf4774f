"""Opens a network: one that ships, one in a file, or one with random weights."""

from collections.abc import Iterator
from functools import lru_cache
from os import PathLike
from pathlib import Path

from engine.cells import CELLS
from engine.files.given_file import given_file
from engine.messages import EngineError
from engine.models.formats import safetensors_file
from engine.models.formats.table import read_model
from engine.models.network import ModelCard, Network
from engine.models.random_start import untrained
from engine.process.requests import Untrained

MODELS = Path(__file__).parents[2] / "resources" / "models"


def shipped(folder: Path = MODELS) -> tuple[ModelCard, ...]:
    """What ships, by task and then by cell: only headers are read."""
    order = list(CELLS)
    cards = each_shipped(folder)
    return tuple(sorted(cards, key=lambda card: (card.name.removesuffix(card.cell), order.index(card.cell))))


def each_shipped(folder: Path = MODELS) -> Iterator[ModelCard]:
    """What ships, one header at a time, by name: for a window that must not wait for all of them."""
    for path in sorted(folder.glob(f"*{safetensors_file.ENDING}")):
        status = path.stat()
        yield _card(path, status.st_mtime_ns, status.st_size)


def open_model(source: str | Untrained | PathLike[str]) -> Network:
    """Opens a shipped model by name, a model file by path, or makes an untrained network.

    Raises:
        EngineError: There is no such model, or its file is damaged.
    """
    if isinstance(source, Untrained):
        return _random(source, open_model(source.like))
    name = str(source)
    by_name = {path.stem: path for path in MODELS.glob(f"*{safetensors_file.ENDING}")}
    path = by_name.get(name, Path(source))
    try:
        status = given_file(path)
        return _read(path, status.st_mtime_ns, status.st_size)
    except EngineError as error:
        said_file = path.suffix.lower() == safetensors_file.ENDING
        if not name or (error.key == "file_missing" and not said_file):
            known = ", ".join(card.name for card in shipped())
            raise EngineError("unknown_model", name=name, known=known) from error
        raise
    except (OSError, ValueError) as error:
        raise EngineError("file_unreadable", path=path, reason=str(error)) from error


@lru_cache(maxsize=32)
def _card(path: Path, modified_ns: int, size: int) -> ModelCard:
    """Reads a header, which holds a whole vocabulary; read again only when the file has changed."""
    return safetensors_file.read_card(path)


@lru_cache(maxsize=12)
def _read(path: Path, modified_ns: int, size: int) -> Network:
    """Reads a file; read again only when it has changed."""
    return read_model(path)


@lru_cache(maxsize=12)
def _random(source: Untrained, like: Network) -> Network:
    return untrained(source, like)
