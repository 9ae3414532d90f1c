"""Answers that several rules ask of one article in turn. No rule lives here.

Each kept function holds one answer: that of the last arguments, and the arguments with it.
"""

from collections.abc import Callable
from functools import wraps
from operator import is_
from typing import ParamSpec, TypeVar

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


def kept(function: Callable[_Asked, _Answer]) -> Callable[_Asked, _Answer]:
    """The function, which answers at once where it is asked again with the very same objects."""
    last: tuple[tuple[object, ...], _Answer] | None = None

    @wraps(function)
    def asked(*args: _Asked.args, **kwargs: _Asked.kwargs) -> _Answer:
        nonlocal last
        known = last
        if known is not None and not kwargs and len(args) == len(known[0]) and all(map(is_, args, known[0])):
            return known[1]
        answer = function(*args, **kwargs)
        last = None if kwargs else (args, answer)
        return answer

    return asked
