"""Which words a regular expression cannot match without, and how far behind the beginning of a match they stand.

A text that holds none of them need not be searched. Read from the tree that `re` itself parses; nothing is matched here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from re import _constants as codes  # type: ignore[attr-defined]  # the parser of `re` has no other name since 3.11
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from pipelines.model.records import record

LOOSE = 12  # places to be tried where a word may stand anywhere in a match, more or less
MOST = 64  # spellings of one stretch of an expression that are written out
DIGITS = frozenset("0123456789")  # a text with other digits is not for these words
# How often a word is found in a text, more or less: a digit or mark, one Han character, two letters; longer ones are rare.
OFTEN = (40, 12, 3, 1)

_Node = tuple[Any, Any]
_ZERO_WIDTH = (codes.AT, codes.ASSERT, codes.ASSERT_NOT)
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


@record()
class Literal:
    """A word in lower case that begins `nearest` to `farthest` characters behind the beginning of a match."""

    word: str
    nearest: int
    farthest: int


def required(expression: str, flags: int = 0) -> tuple[Literal, ...] | None:
    """Words of which one stands in every match, in either case of letters; None where no such words can be told.

    The text is taken to hold no digits but those of ASCII.
    """
    return _required(parser.parse(expression, flags))


def _required(nodes: Any) -> tuple[Literal, ...] | None:  # noqa: ANN401  the parser of `re` has no types
    return min(_options(nodes), key=_cost, default=None)


def _cost(literals: Sequence[Literal]) -> tuple[int, int]:
    """How many places are to be tried, more or less: few where the words are rare and their place is sure."""
    often = max((_frequency(literal.word) for literal in literals), default=0)
    loosest = max((literal.farthest - literal.nearest for literal in literals), default=0)
    return min(loosest + 1, LOOSE) * often, len(literals)


def _frequency(word: str) -> int:
    if len(word) == 1 and not (word.isalpha() and not word.isascii()):
        return OFTEN[0]
    return OFTEN[min(len(word), len(OFTEN) - 1)]


def _options(nodes: Any) -> Iterator[tuple[Literal, ...]]:  # noqa: ANN401
    """What each part of a sequence requires: runs of parts whose spellings are few, and the parts between them."""
    run, begin = frozenset([""]), 0
    for index, node in enumerate(nodes):
        spellings = _spellings(node)
        longer = None if spellings is None else _joined([run, spellings])
        if longer is not None:
            run = longer
            continue
        yield from _placed(run, nodes[:begin])
        inner = _inner(node)
        if inner:
            nearest, farthest = nodes[:index].getwidth()
            yield tuple(replace(i, nearest=i.nearest + nearest, farthest=i.farthest + farthest) for i in inner)
        run, begin = (frozenset([""]), index + 1) if spellings is None else (spellings, index)
    yield from _placed(run, nodes[:begin])


def _placed(run: frozenset[str], before: Any) -> Iterator[tuple[Literal, ...]]:  # noqa: ANN401
    if "" not in run:
        nearest, farthest = before.getwidth()
        yield tuple(Literal(word, nearest, farthest) for word in sorted(run))


def _inner(node: _Node) -> tuple[Literal, ...] | None:
    """What a part of an expression requires that has parts itself."""
    operation, value = node
    if operation is codes.SUBPATTERN:
        return _required(value[-1])
    if operation is codes.BRANCH:
        ways = [_required(way) for way in value[1]]
        return None if None in ways else tuple(dict.fromkeys(literal for way in ways for literal in way or ()))
    if operation in _REPEATS and value[0]:
        return _required(value[-1])
    return None


def _spellings(node: _Node) -> frozenset[str] | None:
    """All that a part can match, in lower case; None where that is too much or cannot be told."""
    operation, value = node
    if operation is codes.FAILURE or (operation is codes.ASSERT_NOT and not len(value[1])):
        return frozenset()  # (?!) matches nothing at all
    if operation in _ZERO_WIDTH:
        return frozenset([""])
    if operation is codes.LITERAL:
        return _letter(value)
    if operation is codes.IN:
        return _united([_member(member) for member in value])
    if operation is codes.SUBPATTERN:
        return _joined([_spellings(part) for part in value[-1]])
    if operation is codes.BRANCH:
        return _united([_joined([_spellings(part) for part in way]) for way in value[1]])
    if operation in _REPEATS and value[:2] == (0, 1):
        return _united([frozenset([""]), _joined([_spellings(part) for part in value[-1]])])
    return None


def _member(member: _Node) -> frozenset[str] | None:
    operation, value = member
    if operation is codes.LITERAL:
        return _letter(value)
    if operation is codes.CATEGORY and value is codes.CATEGORY_DIGIT:
        return DIGITS
    if operation is codes.RANGE and value[1] - value[0] < MOST:
        return _united([_letter(code) for code in range(value[0], value[1] + 1)])
    return None


def _letter(code: int) -> frozenset[str] | None:
    """The character; None for a letter beyond ASCII that has two cases: those are not folded alike everywhere."""
    char = chr(code)
    if code > 0x7F and (char.lower() != char or char.upper() != char):
        return None
    return frozenset([char.lower()])


def _united(sets: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    united = frozenset(word for words in sets for word in words or ())
    return None if None in sets or len(united) > MOST else united


def _joined(sets: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    joined = frozenset([""])
    for words in sets:
        if words is None or len(joined) * len(words) > MOST:
            return None
        joined = frozenset(map("".join, product(joined, words)))
    return joined
