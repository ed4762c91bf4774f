"""While tests run every call of the engine is checked: all types by beartype, all shapes by jaxtyping."""

import inspect
from collections.abc import Callable
from typing import Any

from jaxtyping import _decorator


def only_where_shapes_are_named() -> None:
    """Has jaxtyping wrap what names a shape, and the type checker alone what names none.

    jaxtyping's wrapper takes some 50 µs a call, and the tokenizer makes five calls for each character.
    """
    checking_shapes: Callable[..., Any] = _decorator.jaxtyped

    def jaxtyped(fn: Any = _decorator._sentinel, *, typechecker: Any = _decorator._sentinel) -> Any:
        if inspect.isfunction(fn) and "jaxtyping." not in repr(fn.__annotations__):
            return typechecker(fn)
        return checking_shapes(fn, typechecker=typechecker)

    _decorator.jaxtyped = jaxtyped
