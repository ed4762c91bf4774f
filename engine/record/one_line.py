"""How values of the engine show themselves to whoever prints one: in one short line."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

import numpy as np

LONGEST = 160
LONGEST_PART = 48


class OneLine:
    """A dataclass that names its class and what stands in its fields, without the numbers in them."""

    def __repr__(self) -> str:
        """One short line."""
        parts = (f"{field.name}={_short(getattr(self, field.name))}" for field in fields(self))  # type: ignore[arg-type]
        return _cut(f"{type(self).__name__}({', '.join(parts)})", LONGEST)


def _short(value: object) -> str:
    if isinstance(value, np.ndarray):
        return f"{value.dtype}{list(value.shape)}"
    if isinstance(value, Mapping):
        return _cut(f"{{{', '.join(map(str, value))}}}", LONGEST_PART)
    if isinstance(value, tuple) and len(value) > 3:
        return f"{len(value)} entries"
    if is_dataclass(value) and not isinstance(value, type):
        return f"{type(value).__name__}(…)"
    # Long texts are cut first: writing out a million letters in order to show forty would take its time.
    return _cut(repr(value[: LONGEST_PART + 1] if isinstance(value, str | bytes) else value), LONGEST_PART)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 2]}…{text[-1]}"
