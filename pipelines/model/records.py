"""How the types are made of which reading an article makes hundreds: spans, words, numbers, figures.

`dataclass(frozen=True)` sets every field by a call of its own, so that making one takes three times as long. What an article has
few of, and what goes on into the rest of the program, stays frozen. No module defines its types here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

_Type = TypeVar("_Type")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(*, order: bool = False) -> Callable[[type[_Type]], type[_Type]]:
    """A dataclass with slots and a hash. That nobody changes its fields is checked by mypy, not when it runs.

    The hash is of the fields: one that was changed past mypy is lost in every set that holds it.
    """
    return dataclass(slots=True, unsafe_hash=True, order=order)
