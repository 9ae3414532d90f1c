"""Whether an opening summary or a table of contents only repeats what later items of the same file tell.

The codebook (§1) codes the longer telling and not the summary's figures again. So the test is strict: every statement of
the summary must be found in one later item, and so must each of its numbers.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

_STATEMENT = re.compile(r"[\n;；。!！?？]+")
_LETTERS = re.compile(r"[^\W\d_]|\d+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TAG = re.compile(r"<[^<>]*>")
_LINK_TARGET = re.compile(r"\]\([^()\n]*\)")
_ORDINAL = re.compile(r"^[-*+>#\s]*(?:[(（\[]?\d{1,2}[)）\].、．:：]\s*)?(?:[-*+]\s*)?")
_TIME_OF_DAY = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")

MIN_LETTERS = 6  # a shorter statement is a label (国内, 国际, Contents)
MAX_ITEMS = 500  # a day has tens of items; an archive of thousands has no summary worth comparing
FOUND = 0.7  # share of a statement's letter pairs that one item must hold; a summary shortens and reorders


def repeats_others(summary: str, others: Sequence[str], minimum: int = 2) -> bool:
    """Whether `summary` has at least `minimum` statements and each of them is told in one of `others`."""
    statements = [letters for line in _statements(summary) if len(letters := _letters(line)) >= MIN_LETTERS]
    if len(statements) < minimum or len(others) > MAX_ITEMS:
        return False
    tellings = [(_pairs(_letters(other)), frozenset(_NUMBER.findall(other))) for other in others]
    return all(any(_is_told(statement, pairs, numbers) for pairs, numbers in tellings) for statement in statements)


def _statements(text: str) -> list[str]:
    plain = _TIME_OF_DAY.sub("", _LINK_TARGET.sub("]", _TAG.sub("\n", text)))
    return [_ORDINAL.sub("", line, count=1) for line in _STATEMENT.split(plain)]


def _letters(text: str) -> tuple[str, ...]:
    return tuple(_LETTERS.findall(text.casefold()))


def _pairs(letters: Sequence[str]) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(letters))


def _is_told(statement: Sequence[str], pairs: frozenset[tuple[str, str]], numbers: frozenset[str]) -> bool:
    wanted = _pairs(statement)
    said = {letter for letter in statement if letter[0].isdigit()}
    return len(wanted & pairs) >= FOUND * len(wanted) and said <= {part for n in numbers for part in n.split(".")}
