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

LOOSE = 30  # tries that a search costs where a word may stand anywhere in a match, more or less
LOOSEST = 12  # characters that a word's place in a match may vary; beyond, the term is searched about the word
MOST = 64  # spellings of one stretch of an expression that are written out
DIGITS = frozenset("0123456789")  # a text with other digits is not for these words
# How often a word is found in ten thousand characters, more or less: by its length in letters of either script.
LATIN = (300, 40, 8, 2, 1)
HAN = (12, 2, 0.5)
DIGIT, STOP, MARK = 60, 150, 15
STOPS = frozenset(" ，。、,.")

_Node = tuple[Any, Any]
_ZERO_WIDTH = (codes.AT, codes.ASSERT, codes.ASSERT_NOT)
_BLANK = [(codes.IN, [(codes.CATEGORY, codes.CATEGORY_SPACE)])]
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


@record()
class Literal:
    """A word in lower case that begins `nearest` to `farthest` characters behind the beginning of a match."""

    word: str
    nearest: int
    farthest: int


def required(expression: str, flags: int = 0) -> tuple[Literal, ...] | None:
    """Words of which one stands in every match, in either case of letters; None where no such words can be told.

    The text is taken to hold no digits but those of ASCII, and no two blanks in a row.
    """
    return _required(_with_single_blanks(parser.parse(expression, flags)))


def _with_single_blanks(nodes: Any) -> Any:  # noqa: ANN401  the parser of `re` has no types
    """The tree with one blank where any number may stand: what follows it then has a sure place."""
    nodes.width = None  # the parser has counted it for some parts
    for index, (operation, value) in enumerate(nodes):
        if operation in _REPEATS and value[-1].data == _BLANK and value[0] <= 1:
            nodes[index] = (operation, (value[0], 1, value[-1]))
        elif operation in (*_REPEATS, codes.SUBPATTERN):
            _with_single_blanks(value[-1])
        elif operation is codes.BRANCH:
            for way in value[1]:
                _with_single_blanks(way)
    return nodes


def _required(nodes: Any) -> tuple[Literal, ...] | None:  # noqa: ANN401
    return min(_options(nodes), key=_cost, default=None)


def _cost(literals: Sequence[Literal]) -> float:
    """How many places are to be tried, more or less: few where the words are rare and their place is sure."""
    often = sum(_frequency(literal.word) for literal in literals)
    width = max((one.farthest for one in literals), default=0) - min((one.nearest for one in literals), default=0)
    return often * (width + 1 if width <= LOOSEST else LOOSE)


def _frequency(word: str) -> float:
    if not any(char.isalpha() for char in word):
        return min(DIGIT if char in DIGITS else STOP if char in STOPS else MARK for char in word) / len(word)
    by_length = LATIN if word.isascii() else HAN
    return by_length[min(len(word), len(by_length)) - 1]


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
