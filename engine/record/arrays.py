"""What all records share: arrays under their keys, which nobody can change, in every process."""

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType

import numpy as np

from engine.shapes import Float, Int

MEGABYTE = 1_000_000
"""In bytes; what is too large for memory is told in megabytes."""


class Frozen:
    """A frozen dataclass whose arrays are read-only, be they fields or values of a mapping.

    A record checks its shapes in `__post_init__` and then calls `freeze`.
    """

    def freeze(self) -> None:
        """Makes everything in it read-only."""
        for field in fields(self):  # type: ignore[arg-type]  # every record is a dataclass
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                object.__setattr__(self, field.name, read_only(value))
            elif isinstance(value, Mapping):
                frozen = {key: read_only(array) for key, array in value.items()}
                object.__setattr__(self, field.name, MappingProxyType(frozen))

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuilds the record from its parts: a read-only mapping does not travel between processes."""
        parts = (getattr(self, field.name) for field in fields(self))  # type: ignore[arg-type]
        return type(self), tuple(dict(part) if isinstance(part, Mapping) else part for part in parts)


class Keyed(Frozen):
    """A record whose numbers stand under keys, `f_l0` for example."""

    arrays: Mapping[str, Float[np.ndarray, "..."]]

    def __getitem__(self, key: str) -> Float[np.ndarray, "..."]:
        """The array with this key."""
        return self.arrays[key]


class Rowed(Keyed):
    """A record of what is seen from some tokens τ: its arrays have a row for each of them."""

    rows: Int[np.ndarray, " R"]

    def row(self, key: str, tau: int) -> Float[np.ndarray, " T"] | None:
        """The values seen from token `tau`; None if there is no such row or no such key."""
        index = int(np.searchsorted(self.rows, tau))
        if key not in self.arrays or index == len(self.rows) or self.rows[index] != tau:
            return None
        row: np.ndarray = self.arrays[key][index]
        return row


def read_only(array: np.ndarray) -> np.ndarray:
    """A view of the array through which nothing can be written."""
    view = array.view()
    view.flags.writeable = False
    return view
