"""What all records share: arrays under their keys, which nobody can change, in every process."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from engine.messages import say
from engine.record.one_line import OneLine
from engine.record.provenance import BadValue, Provenance
from engine.shapes import Bool, Float, Int

MEGABYTE = 1_000_000
"""In bytes; what is too large for memory is told in megabytes."""


class Record(OneLine):
    """A frozen dataclass whose arrays are read-only, be they fields or values of a mapping.

    A record checks its shapes in `__post_init__` and then calls `freeze`. It can say whether all is finite
    that has to be: what overflows inside a network is data, and somebody has to be told.
    """

    provenance: Provenance
    BACKWARD: ClassVar[bool] = False
    """Whether it was computed from the last token to the first."""

    def freeze(self) -> None:
        """Makes everything in it read-only."""
        for field in fields(self):  # type: ignore[arg-type]  # every record is a dataclass
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                object.__setattr__(self, field.name, read_only(value))
            elif isinstance(value, Mapping):
                frozen = {key: read_only(array) for key, array in value.items()}
                object.__setattr__(self, field.name, MappingProxyType(frozen))

    @cached_property
    def nbytes(self) -> int:
        """The size of all its arrays."""
        values = [getattr(self, field.name) for field in fields(self)]  # type: ignore[arg-type]
        inside = [array for value in values if isinstance(value, Mapping) for array in value.values()]
        return sum(array.nbytes for array in (*values, *inside) if isinstance(array, np.ndarray))

    def first_bad(self) -> BadValue | None:
        """The first value that is not finite and should be, in the order of computation; None if all are.

        Where the network itself overflowed, that came before everything that was computed from it.
        """
        return self.provenance.first_bad or self._first_bad

    @cached_property
    def _first_bad(self) -> BadValue | None:
        found: list[tuple[int, int, int, str]] = []
        last_layer = self.provenance.layers - 1
        for order, (key, bad) in enumerate(self.bad_tokens()):
            if bad.any():
                token = len(bad) - 1 - int(np.argmax(bad[::-1])) if self.BACKWARD else int(np.argmax(bad))
                found.append((-token if self.BACKWARD else token, *_place(key, last_layer, order)))
        if not found:
            return None
        token, layer, _, symbol = min(found)
        return BadValue(abs(token), layer, symbol)

    def bad_tokens(self) -> Iterator[tuple[str, Bool[np.ndarray, " T"]]]:
        """For each key, in the order of computation, at which tokens a value is not finite and should be."""
        yield from ()

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuilds the record from its parts: a read-only mapping does not travel between processes.

        Whether all is finite travels with them: looking through a long record would hold up the window.
        """
        parts = (getattr(self, field.name) for field in fields(self))  # type: ignore[arg-type]
        made_of = tuple(dict(part) if isinstance(part, Mapping) else part for part in parts)
        return type(self), made_of, {"_first_bad": self._first_bad}


class UnknownKeyError(KeyError):
    """A key that a record does not have; its text is a sentence, which a `KeyError` would quote."""

    def __str__(self) -> str:
        """The sentence."""
        return str(self.args[0])


class Keyed(Record):
    """A record whose numbers stand under keys, `f_l0` for example."""

    arrays: Mapping[str, Float[np.ndarray, "..."]]

    def __getitem__(self, key: str) -> Float[np.ndarray, "..."]:
        """The array with this key.

        Raises:
            UnknownKeyError: There is none; the error says which there are.
        """
        if key not in self.arrays:
            raise UnknownKeyError(self.why_missing(key))
        return self.arrays[key]

    def __contains__(self, key: object) -> bool:
        return key in self.arrays

    def why_missing(self, key: str) -> str:
        """Why there is no such key, in a sentence."""
        return say("no_such_key", wanted=str(key), known=", ".join(self.arrays))


class Rowed(Keyed):
    """A record of what is seen from some tokens τ: its arrays have a row for each of them."""

    rows: Int[np.ndarray, " R"]

    def bad_tokens(self) -> Iterator[tuple[str, Bool[np.ndarray, " T"]]]:
        """Every array with a number for each pair of tokens; NaN is right where t > τ."""
        for key, array in self.arrays.items():
            if array.ndim == 2 and len(array) == len(self.rows):
                seen = np.arange(array.shape[1]) <= self.rows[:, None]
                yield key, (seen & ~np.isfinite(array)).any(axis=0)

    def row(self, key: str, tau: int) -> Float[np.ndarray, " T"] | None:
        """The values seen from token `tau`; None if there is no such row or no such key."""
        index = int(np.searchsorted(self.rows, tau))
        if key not in self.arrays or index == len(self.rows) or self.rows[index] != tau:
            return None
        row: np.ndarray = self.arrays[key][index]
        return row


def _place(key: str, last_layer: int, order: int) -> tuple[int, int, str]:
    """The layer of a key, its place among others of that layer, and its symbol."""
    symbol, _, layer = key.rpartition("_l")
    if symbol:
        return int(layer), order, symbol
    # What carries no layer is read from the last one, after everything else; x is what the first one reads.
    return (0 if key == "norm_x" else last_layer), order, key


def read_only(array: np.ndarray) -> np.ndarray:
    """A view of the array through which nothing can be written."""
    view = array.view()
    view.flags.writeable = False
    return view
