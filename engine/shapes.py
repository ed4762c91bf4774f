"""Shapes as types: `Float[np.ndarray, "T H"]` says what an array holds and how it lies.

People and mypy always read jaxtyping's own types. While the program runs they are jaxtyping's where somebody
has imported it before, as the tests do, which check every call; elsewhere they are plain names, because
importing jaxtyping would take a tenth of the time until the first frame.
"""

import sys
from typing import TYPE_CHECKING, Any

__all__ = ["Bool", "Float", "Int", "Int64", "UInt8"]

if TYPE_CHECKING or "jaxtyping" in sys.modules:
    from jaxtyping import Bool, Float, Int, Int64, UInt8
else:

    class Unchecked:
        """A type that says nothing."""

        def __class_getitem__(cls, shape: Any) -> type:
            """The same type for every shape."""
            return cls

    Bool = Float = Int = Int64 = UInt8 = Unchecked
