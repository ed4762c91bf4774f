"""Arrays that people give a network to read, from `.npy` and `.csv` files."""

import warnings
from pathlib import Path

import numpy as np

from engine.files.given_file import given_file
from engine.messages import EngineError

ENDINGS = (".npy", ".csv")


def load_inputs(path: Path | str) -> np.ndarray:
    """Reads an array: `.npy` without pickled objects, or `.csv` with one token a line.

    Whether its shape suits a network is for the network to say.

    Raises:
        EngineError: There is no such file, its ending is unknown, or it holds no array of numbers.
    """
    given_file(path, ENDINGS)
    try:
        if Path(path).suffix.lower() == ".npy":
            # Mapped first: a header that promises more than the file holds is refused before memory is taken.
            return np.array(np.lib.format.open_memmap(path, mode="r"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # an empty file: its shape is refused later
            return np.loadtxt(path, delimiter=",", ndmin=2, encoding="utf-8-sig")
    except PermissionError as error:
        raise EngineError("file_unreadable", path=str(path), reason=error.strerror) from error
    except (OSError, ValueError, EOFError, OverflowError) as error:
        raise EngineError("input_damaged", path=str(path)) from error
