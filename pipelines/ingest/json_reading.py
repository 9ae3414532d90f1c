"""JSON text → Python values, keeping what Python's reader would lose: how numbers are written, repeated keys.

What the values mean is the business of `json_items`.
"""

import json
from collections import Counter
from typing import Any

MAX_DEPTH = 100  # levels of nesting; articles come in fewer than ten

Json = Any  # dict[str, Json] | list[Json] | str | Number | bool | None


class Number(str):
    """A number as it is written in the file. It is never a title or a body."""

    __slots__ = ()


class MalformedJsonError(ValueError):
    """The text is not JSON. `line` and `column` count from 1; None where the fault has no place."""

    def __init__(self, why: str, line: int | None = None, column: int | None = None) -> None:
        """`why` in words."""
        self.why, self.line, self.column = why, line, column
        super().__init__(why if line is None else f"line {line} column {column}: {why}")


def parse_json(text: str) -> Json:
    """The value of a JSON text. Control characters inside strings are let pass: scraped files are full of them.

    A key that comes twice in an object with different values is kept as `key~2`. Raises MalformedJsonError.
    """
    try:
        value = json.loads(
            text, strict=False, object_pairs_hook=_pairs, parse_int=Number, parse_float=Number, parse_constant=Number
        )
    except json.JSONDecodeError as error:
        raise MalformedJsonError(error.msg, error.lineno, error.colno) from None
    except RecursionError:
        raise MalformedJsonError(f"nested deeper than {MAX_DEPTH} levels") from None
    if depth_of(value) > MAX_DEPTH:
        raise MalformedJsonError(f"nested deeper than {MAX_DEPTH} levels")
    return value


def depth_of(value: Json) -> int:
    """Levels of nesting: 0 for a scalar."""
    depth, level = 0, [value]
    while level := [child for parent in level for child in _children(parent)]:
        depth += 1
    return depth


def _children(value: Json) -> list[Json]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _pairs(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    result: dict[str, Json] = {}
    repeats: Counter[str] = Counter()
    for key, value in pairs:
        if key not in result:
            result[key] = value
        elif result[key] != value:
            repeats[key] += 1
            result[f"{key}~{repeats[key] + 1}"] = value
    return result
