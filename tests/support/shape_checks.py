"""While tests run every call of the engine is checked: all types by beartype, all shapes by jaxtyping."""

import inspect
from collections.abc import Callable
from typing import Any

from beartype import BeartypeConf, beartype
from jaxtyping import TypeCheckError, _decorator

checking_types = beartype(conf=BeartypeConf(violation_type=TypeCheckError))


def only_where_shapes_are_named() -> None:
    """Has jaxtyping wrap what names a shape; the types of all else are checked without it, to the same error.

    jaxtyping's wrapper takes some 50 µs a call, and the tokenizer makes five calls for each character.
    """
    checking_shapes: Callable[..., Any] = _decorator.jaxtyped

    def jaxtyped(fn: Any = _decorator._sentinel, *, typechecker: Any = _decorator._sentinel) -> Any:
        if inspect.isfunction(fn) and "jaxtyping." not in repr(fn.__annotations__):
            return checking_types(fn)
        return checking_shapes(fn, typechecker=typechecker)

    _decorator.jaxtyped = jaxtyped
