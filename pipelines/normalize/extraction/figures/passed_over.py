"""Numbers that report nothing by themselves: how much more or less, who is left out, how large what is counted must be, pay.

Asked before any noun or verb; what the other numbers mean is for `spotting`.
"""

import re
from functools import cache

from pipelines.normalize.extraction.figures.clauses import Clause
from pipelines.normalize.extraction.figures.rules import surroundings
from pipelines.normalize.extraction.mentions import NumberMention

PHRASE = 28  # characters before a number in which "information of" or "in return for" stands
REACH = 6  # characters before a number in which 除上述 stands


def is_passed_over(text: str, number: NumberMention, clause: Clause) -> bool:
    """Whether it is a change (同比减少19起), an exception (除7名未成年人外), a floor (百万元以上的案件38起), pay, or of data alone."""
    ways = (_is_change, _is_excepted, _is_floor, _is_pay, _is_on_record)
    return any(way(text, number, clause) for way in ways)


def _is_change(text: str, number: NumberMention, clause: Clause) -> bool:
    return any(
        "change" in m.kinds and text[m.span.end : number.span.start].strip() == "" and m.span.end <= number.span.start
        for m in clause.markers
    )


def _is_excepted(text: str, number: NumberMention, clause: Clause) -> bool:
    before, after = _exception()
    if before.search(text[max(number.span.start - REACH, clause.span.start) : number.span.start]) is None:
        return False
    rest = clause.span.end
    acts = (t.span.start for t in clause.terms if t.actions and not t.things and t.span.start >= number.span.end)
    return after.search(text, number.span.end, min(acts, default=rest)) is not None


def _is_floor(text: str, number: NumberMention, clause: Clause) -> bool:
    return number.is_money and _floor().match(text, number.number.end, clause.span.end) is not None


def _is_pay(text: str, number: NumberMention, clause: Clause) -> bool:
    """Whether a helper got the sum for his part; what a victim paid in return for a promise stands before the words."""
    ahead = text[max(number.span.start - PHRASE, clause.span.start) : number.span.start]
    return number.is_money and _pay().search(ahead) is not None


def _is_on_record(text: str, number: NumberMention, clause: Clause) -> bool:
    """Whether the number counts those whose data are spoken of."""
    if number.is_money:
        return False
    before, after = _records()
    if after.match(text, number.span.end):
        return True
    return before.search(text[max(number.span.start - PHRASE, clause.span.start) : number.span.start]) is not None


@cache
def _records() -> tuple[re.Pattern[str], re.Pattern[str]]:
    before = re.compile(rf"\b(?:{surroundings('records_en')})\s+$", re.IGNORECASE)
    return before, re.compile(surroundings("records"))


@cache
def _pay() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{surroundings('pay_en')})\s+$", re.IGNORECASE)


@cache
def _exception() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(rf"(?:{surroundings('excepting')})$"), re.compile(surroundings("excepted"))


@cache
def _floor() -> re.Pattern[str]:
    """What follows a sum that only says how large they are: 以上的案件38起, 以上的案件同比下降."""
    return re.compile(
        rf"元?(?:人民币)?(?:{surroundings('floor')})的?[^，。；、\d]{{0,12}}?(?:{surroundings('floored')})[^，。；、\d]{{0,4}}(?:同比|环比|\d)"
    )
