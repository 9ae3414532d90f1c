"""What two neighbouring numbers make together: a range, which is no number, or one amount in two currencies.

Works on candidates of either language. Not here: what a single number is.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from pipelines.normalize.extraction.readers.candidates import Candidate
from pipelines.normalize.extraction.readers.lexicon import alternation, same_amount_words

RANGE_JOINT = re.compile(r"\s?(?:至|到|-|—+|~|～|–|－|to|or|或|或者)\s?")
BETWEEN = re.compile(r"\bbetween\s+\S{0,4}$", re.IGNORECASE)
AND_JOINT = re.compile(r"\s+and\s+\S{0,4}", re.IGNORECASE)
LIST_JOINT = re.compile(r"、")
HOME = "CNY"


@cache
def _same_amount_joint() -> re.Pattern[str]:
    """Between an amount and the same in another currency: 100万美元(约合…, 100万美元,折合…."""
    words = alternation(same_amount_words())
    return re.compile(rf"\s?(?:[(（]\s?(?:{words}\s?)*|[,，]?\s?(?:{words}\s?)+)", re.IGNORECASE)


def settled(text: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The quantities that stand on their own, in order."""
    ordered = list(candidates)
    dropped: set[int] = set()
    for index, (first, second) in enumerate(pairwise(ordered)):
        if _is_range(text, first, second):
            dropped |= {index, index + 1}
        elif _is_same_amount(text, first, second):
            dropped.add(index if second.unit == HOME else index + 1)
    return _kept(ordered, dropped)


def _kept(ordered: Sequence[Candidate], dropped: set[int]) -> list[Candidate]:
    return [candidate for index, candidate in enumerate(ordered) if candidate.is_quantity and index not in dropped]


def _is_range(text: str, first: Candidate, second: Candidate) -> bool:
    """3至5名, 10-20万元, 三、四名. Two different units make no range: 将20万元转至3个账户."""
    between = text[first.span.end : second.number.start]
    same_unit = first.unit is None or first.unit == second.unit
    # In English the second's currency stands before its number: HK$500 to HK$8,000.
    if RANGE_JOINT.fullmatch(between) or RANGE_JOINT.fullmatch(text[first.span.end : second.span.start]):
        return same_unit
    if AND_JOINT.fullmatch(between) and BETWEEN.search(text[max(0, first.number.start - 16) : first.number.start]):
        return True
    is_pair = first.value is not None and second.value is not None and first.value + 1 == second.value < 10
    return is_pair and first.unit is None and LIST_JOINT.fullmatch(between) is not None


def _is_same_amount(text: str, first: Candidate, second: Candidate) -> bool:
    if not (first.is_money and second.is_money and first.is_quantity and second.is_quantity):
        return False
    if first.unit == second.unit:
        return False
    # the second's qualifier and currency may be part of the joint (约合人民币)
    for stop in {second.span.start, second.number.start}:
        if stop >= first.span.end and _same_amount_joint().fullmatch(text[first.span.end : stop]):
            return True
    return False
