"""Finds dates and periods in Chinese text: moments, ranges of them, "since", and what makes a date govern nothing.

Here: what stands around a moment. How one is written is `moments_zh`'s, which year it belongs to `resolving`'s business; words
are in `data/zh_dates.yaml`.
"""

import re
from collections.abc import Iterator
from functools import cache

from pipelines.model.records import record
from pipelines.model.span import Span
from pipelines.normalize.extraction.readers.moments import DatePhrase, Moment
from pipelines.normalize.extraction.readers.moments_zh import (
    BLANK,
    any_of,
    moment_grammar,
    read_moment,
    small_number,
    without,
    words,
)

_LEFT_WINDOW = 6  # characters in which 截至 or 将于 may stand
_EVENT = r"(?:(?!\d{1,2}[月日号]|\d{4}年)[^，,。；;：:！？\n]){1,30}?"
"""What was begun, between a date and 以来: 2023年1月启动以来."""


@record()
class _Around:
    """What may stand around a moment."""

    planned: re.Pattern[str]
    as_of: re.Pattern[str]
    comparing: re.Pattern[str]
    compared: re.Pattern[str]
    open_after: re.Pattern[str]
    joint: re.Pattern[str]
    far_joint: re.Pattern[str]
    listed: re.Pattern[str]
    begins: re.Pattern[str]
    since: re.Pattern[str]
    since_begun: re.Pattern[str]
    lasting: re.Pattern[str]
    before_bare_day: tuple[str, ...]


@cache
def _around() -> _Around:
    hour = rf"(?:{any_of('hours')}|\d{{1,2}}[时点]|24时)?{BLANK}"
    goes_on = rf"[^，,。；;\n]{{0,10}}[，,]{BLANK}{any_of('since_goes_on')}{without('', 'not_since_goes_on_before')}"
    return _Around(
        planned=re.compile(rf"{any_of('planned')}{BLANK}$"),
        as_of=re.compile(rf"{any_of('as_of')}{BLANK}$"),
        comparing=re.compile(rf"{any_of('comparing')}{BLANK}$"),
        compared=re.compile(rf"的?{any_of('compared')}"),
        open_after=re.compile(rf"{any_of('open_after')}{without('', 'not_open_before')}"),
        joint=re.compile(rf"[）)]?{hour}{BLANK}{any_of('range')}{BLANK}"),
        far_joint=re.compile(rf"{_EVENT}{any_of('range')}{BLANK}"),
        listed=re.compile(rf"{BLANK}{any_of('and')}{BLANK}"),
        begins=re.compile(rf"{any_of('since_begins')}{BLANK}$"),
        since=re.compile(
            rf"[）)]?{BLANK}{any_of('since')}{without('', 'not_since_before')}|{_EVENT}{any_of('since_ends')}"
            rf"{without('', 'not_since_goes_on_before')}|{goes_on}"
        ),
        since_begun=re.compile(rf"{BLANK}{any_of('since_begun')}"),
        lasting=re.compile(rf"{any_of('lasting')}(?P<days>\d{{1,2}}|[两二三四五六七八九十])[日天]"),
        before_bare_day=words("before_bare_day"),
    )


def chinese_phrases(text: str, block: Span) -> Iterator[DatePhrase]:
    """The date phrases of a block in order; those open to one side (3月2日前) and mere comparisons are left out."""
    grammar = moment_grammar()
    position = block.start
    while found := grammar.start.search(text, position, block.end):
        match = grammar.moment.match(text, found.start(), block.end)
        if match is None:
            position = found.end()
            continue
        phrase, position = _phrase(text, block, match)
        if phrase is not None:
            yield phrase


def _phrase(text: str, block: Span, match: re.Match[str]) -> tuple[DatePhrase | None, int]:
    """The phrase that begins with a moment, None where it dates nothing, and where to read on."""
    around = _around()
    first = read_moment(match)
    if first is None or not _may_be_day(text, match, block.start):
        return None, match.end()
    before = text[max(block.start, match.start() - _LEFT_WINDOW) : match.start()]
    last, end = _last(text, block, match, first, around.begins.search(before) is not None)
    since, lasting = (None, None) if last is not None else _since(text, block, end, before)
    if lasting is None and since is None and around.open_after.match(text, end, block.end):
        return None, end
    if around.planned.search(before) or _compares(text, block, before, end, first):
        return None, end
    end = since or end
    phrase = DatePhrase(
        Span(match.start(), end),
        first,
        last,
        since is not None and lasting is None,
        around.as_of.search(before) is not None,
        lasting,
    )
    return phrase, end


def _last(text: str, block: Span, found: re.Match[str], first: Moment, is_begun: bool) -> tuple[Moment | None, int]:
    """The moment behind 至 or 到, and where it ends; behind 自 the event may stand between. Days told one by one are a stretch
    where they follow each other.
    """
    around, end = _around(), found.end()
    joint = around.joint.match(text, end, block.end)
    if joint is None and is_begun:
        joint = around.far_joint.match(text, end, block.end)
    if joint is not None:
        return _linked(text, block, joint) or (None, end)
    last: Moment | None = None
    while (listed := around.listed.match(text, end, block.end)) and (next_one := _linked(text, block, listed)):
        if not _is_next_day(last or first, next_one[0]):
            break
        last, end = next_one
    return last, end


def _linked(text: str, block: Span, link: re.Match[str]) -> tuple[Moment, int] | None:
    """The moment behind a link and where it ends."""
    found = moment_grammar().moment.match(text, link.end(), block.end)
    moment = None if found is None else read_moment(found)
    return None if found is None or moment is None else (moment, found.end())


def _is_next_day(first: Moment, last: Moment) -> bool:
    if first.days is None or last.days is None or last.has_year or last.months not in (None, first.months):
        return False
    return last.days[0] == first.days[1] + 1


def _since(text: str, block: Span, end: int, before: str) -> tuple[int | None, int | None]:
    """Where the words of "since" end, and the number of days where they tell one (起一连三日)."""
    around = _around()
    since = around.since.match(text, end, block.end)
    if since is None and around.begins.search(before):
        since = around.since_begun.match(text, end, block.end)
    after = end if since is None else since.end()
    if lasting := around.lasting.match(text, after, block.end):
        return lasting.end(), small_number(lasting["days"])
    return (None, None) if since is None else (after, None)


def _compares(text: str, block: Span, before: str, end: int, first: Moment) -> bool:
    """Whether a date only stands for comparison: 比去年, 去年同期."""
    around = _around()
    if first.repeats:
        return False
    return around.comparing.search(before) is not None or around.compared.match(text, end, block.end) is not None


def _may_be_day(text: str, match: re.Match[str], start: int) -> bool:
    """A bare 15日 is a day only at the start of a clause or after a word like 于; else it may be a length of time."""
    if not match["bare_day"]:
        return True
    before = text[max(start, match.start() - 3) : match.start()].rstrip()
    return not before or not before[-1].isalnum() or before.endswith(_around().before_bare_day)
