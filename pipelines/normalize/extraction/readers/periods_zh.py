"""Finds dates and periods in Chinese text and says what their words say.

Here: the grammar. Which year a date without one belongs to is `resolving`'s business; words are in `data/zh_dates.yaml`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from pipelines.model.span import Span
from pipelines.normalize.extraction.readers.lexicon import alternation, load_yaml, section, shifts, stretches, word_list
from pipelines.normalize.extraction.readers.moments import DatePhrase, Moment
from pipelines.normalize.extraction.readers.numerals_zh import DIGITS, han_value

_FILE = "zh_dates.yaml"
_BLANK = r"[^\S\n]{0,2}"
_LEFT_WINDOW = 6  # characters in which 截至 or 将于 may stand
_HAN_DIGITS = "零〇○一二三四五六七八九"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
STARTING = ("years", "days", "months", "halves", "told_days", "told_months")
_COUNT = r"(?:1[0-1]|[2-9]|十一?|[二两三四五六七八九])"


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The words and the pattern of one moment, with what may stand around it."""

    years: Mapping[str, int]
    same_year: tuple[str, ...]
    days: Mapping[str, int]
    months: Mapping[str, int]
    told_days: Mapping[str, int]
    told_months: Mapping[str, int]
    month_parts: Mapping[str, tuple[int, int]]
    halves: Mapping[str, tuple[int, int]]
    year_parts: Mapping[str, tuple[int, int]]
    planned: re.Pattern[str]
    start: re.Pattern[str]
    moment: re.Pattern[str]
    joint: re.Pattern[str]
    since: re.Pattern[str]
    as_of: re.Pattern[str]
    open_after: re.Pattern[str]
    before_bare_day: tuple[str, ...]


def _moment_pattern(data: object) -> str:
    """One moment. Groups tell what its words are; the longest reading comes first."""
    relative = alternation(shifts(data, "years", _FILE))
    same = alternation(word_list(section(data, "same_year", _FILE), f"{_FILE}: same_year"))
    halves, parts = alternation(stretches(data, "halves", _FILE)), alternation(stretches(data, "month_parts", _FILE))
    ends = alternation(stretches(data, "year_parts", _FILE))
    tails = alternation(stretches(data, "year_tails", _FILE))
    joint = alternation(word_list(section(data, "range", _FILE), f"{_FILE}: range"))
    sign = rf"[日号](?!{alternation(word_list(section(data, 'not_day_before', _FILE), _FILE))})"
    four = rf"(?P<year>(?:19|20)\d{{2}}|[一二][{_HAN_DIGITS}]{{3}}){_BLANK}年度?"
    two = rf"(?P<short_year>[012]\d)年(?={_BLANK}{_MONTH}月)"
    year = rf"(?:(?<!\d){four}|(?<!\d){two}|(?P<relative>{relative})|(?P<same>{same}))"
    days = rf"{_BLANK}(?P<day>{_DAY})(?:{joint}(?P<day_to>{_DAY}))?{_BLANK}{sign}"
    month_day = rf"(?P<month>{_MONTH}){_BLANK}月份?(?:(?P<part>{parts})|{days})?"
    within = (
        rf"(?P<half>{halves})|(?P<first_quarters>前{_BLANK}[二两三1-3]{_BLANK}个?)季度|第?(?P<quarter>[一二三四1-4])季度"
        rf"|[前头](?P<months_to>{_COUNT})个?月|(?P<from_month>{_MONTH})月?{joint}(?P<to_month>{_MONTH})月份?(?!\d*[日号])"
        rf"|(?P<year_end>{ends})"
    )
    day_words, month_words = alternation(shifts(data, "days", _FILE)), alternation(shifts(data, "months", _FILE))
    relative_month = rf"(?P<month_word>{month_words})(?:(?P<part2>{parts})|(?P<day2>{_DAY})[日号])?"
    bare_day = rf"(?<!\d)(?P<bare_day>3[01]|[12]\d|0?[1-9]){sign}"
    iso = r"(?<!\d)(?P<iso>(?:19|20)\d{2}[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9]))(?!\d)"
    bare_days = rf"(?<!\d)(?P<bare_from>{_DAY})[日号]?{joint}(?P<bare_to>{_DAY}){sign}"
    yearly = rf"{year}(?:{_BLANK}(?:{within}|{month_day}|(?P<year_tail>{tails})))?"
    without_year = rf"(?<!\d)(?:{_again(within)}|{_again(month_day)})"
    told_days, told_months = (alternation(shifts(data, key, _FILE)) for key in ("told_days", "told_months"))
    told = rf"(?P<told_day>{told_days})|(?P<told_month>{told_months})"
    choices = (iso, yearly, told, f"(?P<day_word>{day_words})", relative_month, without_year, bare_days, bare_day)
    return "|".join(choices)


def _again(pattern: str) -> str:
    """The same alternatives once more in one expression: groups get a second name, ending in `_`."""
    return re.sub(r"\(\?P<(\w+)>", r"(?P<\1_>", pattern)


@cache
def _grammar() -> _Grammar:
    data = load_yaml(_FILE)

    def words(key: str) -> tuple[str, ...]:
        return word_list(section(data, key, _FILE), f"{_FILE}: {key}")

    starts = {word[0] for key in STARTING for word in section(data, key, _FILE)}
    starts |= {word[0] for word in words("same_year")} | set("前头第一二三四五六七八九十")
    not_since = alternation(words("not_since_before"))
    return _Grammar(
        years=shifts(data, "years", _FILE),
        same_year=words("same_year"),
        days=shifts(data, "days", _FILE),
        months=shifts(data, "months", _FILE),
        told_days=shifts(data, "told_days", _FILE),
        told_months=shifts(data, "told_months", _FILE),
        month_parts=stretches(data, "month_parts", _FILE),
        halves=stretches(data, "halves", _FILE),
        year_parts={**stretches(data, "year_parts", _FILE), **stretches(data, "year_tails", _FILE)},
        planned=re.compile(rf"{alternation(words('planned'))}{_BLANK}$"),
        start=re.compile(rf"[\d{''.join(sorted(starts))}]"),
        moment=re.compile(_moment_pattern(data)),
        joint=re.compile(rf"(?:凌晨|上午|中午|下午|晚上?)?{_BLANK}{alternation(words('range'))}{_BLANK}"),
        since=re.compile(rf"{_BLANK}{alternation(words('since'))}(?!{not_since})"),
        as_of=re.compile(rf"{alternation(words('as_of'))}{_BLANK}$"),
        open_after=re.compile(f"{alternation(words('open_after'))}(?!{alternation(words('not_open_before'))})"),
        before_bare_day=words("before_bare_day"),
    )


def chinese_phrases(text: str, block: Span) -> Iterator[DatePhrase]:
    """The date phrases of a block in order; those open to one side (3月2日前) are left out."""
    grammar = _grammar()
    position = block.start
    while found := grammar.start.search(text, position, block.end):
        match = grammar.moment.match(text, found.start(), block.end)
        if match is None:
            position = found.end()
            continue
        position = match.end()
        moment = _moment(grammar, match)
        if moment is None or not _may_be_day(grammar, text, match, block.start):
            continue
        first, end, last = match, match.end(), None
        if joint := grammar.joint.match(text, end, block.end):
            second = grammar.moment.match(text, joint.end(), block.end)
            last = None if second is None else _moment(grammar, second)
            end = second.end() if second is not None and last is not None else end
        position = end
        since = None if last is not None else grammar.since.match(text, end, block.end)
        if since is None and grammar.open_after.match(text, end, block.end):
            continue
        before = text[max(block.start, first.start() - _LEFT_WINDOW) : first.start()]
        if grammar.planned.search(before):
            continue
        as_of = grammar.as_of.search(before) is not None
        yield DatePhrase(Span(first.start(), since.end() if since else end), moment, last, since is not None, as_of)
        position = since.end() if since else end


def _may_be_day(grammar: _Grammar, text: str, match: re.Match[str], start: int) -> bool:
    """A bare 15日 is a day only at the start of a clause or after a word like 于; else it may be a length of time."""
    if not match["bare_day"]:
        return True
    before = text[max(start, match.start() - 3) : match.start()].rstrip()
    return not before or not before[-1].isalnum() or before.endswith(grammar.before_bare_day)


def _moment(grammar: _Grammar, match: re.Match[str]) -> Moment | None:
    """What the matched words say."""
    groups = {name.rstrip("_"): value for name, value in match.groupdict().items() if value is not None}
    if "iso" in groups:
        year, month, day = (int(part) for part in re.split("[-/.]", groups["iso"]))
        return Moment("day", year, months=(month, month), days=(day, day))
    if "told_day" in groups:
        return Moment("day", told_day=grammar.told_days[groups["told_day"]])
    if "told_month" in groups:
        return Moment("month", told_month=grammar.told_months[groups["told_month"]])
    if "day_word" in groups:
        return Moment("day", day_shift=grammar.days[groups["day_word"]])
    if "bare_from" in groups:
        return Moment("day", days=(_small(groups["bare_from"]), _small(groups["bare_to"])))
    if "bare_day" in groups:
        day = int(groups["bare_day"])
        return Moment("day", days=(day, day))
    if "month_word" in groups:
        shift = grammar.months[groups["month_word"]]
        return replace(_days(grammar, groups.get("part2"), groups.get("day2")), month_shift=shift)
    base = _within_year(grammar, groups)
    if "year" in groups:
        return replace(base, year=_year(groups["year"]))
    if "short_year" in groups:
        return replace(base, year=2000 + int(groups["short_year"]))
    if "relative" in groups:
        return replace(base, shift=grammar.years[groups["relative"]])
    return replace(base, same_year="same" in groups)


def _within_year(grammar: _Grammar, groups: Mapping[str, str]) -> Moment:
    if "half" in groups:
        return Moment("half_year", months=grammar.halves[groups["half"]])
    if "first_quarters" in groups:
        return Moment("quarter", months=(1, 3 * _small(groups["first_quarters"].strip("前个 \u3000"))))
    if "quarter" in groups:
        number = _small(groups["quarter"])
        return Moment("quarter", months=(3 * number - 2, 3 * number))
    if "months_to" in groups:
        return Moment("month", months=(1, _small(groups["months_to"])))
    if "from_month" in groups:
        return Moment("month", months=(_small(groups["from_month"]), _small(groups["to_month"])))
    if end := groups.get("year_end") or groups.get("year_tail"):
        return Moment("month", months=grammar.year_parts[end])
    if "month" in groups:
        month = _small(groups["month"])
        return replace(
            _days(grammar, groups.get("part"), groups.get("day"), groups.get("day_to")), months=(month, month)
        )
    return Moment("year")


def _days(grammar: _Grammar, part: str | None, day: str | None, day_to: str | None = None) -> Moment:
    """A day, several days, a third of a month or a whole month, without its month."""
    if day is not None:
        number = _small(day)
        return Moment("day", days=(number, number if day_to is None else _small(day_to)))
    return Moment("month", days=None if part is None else grammar.month_parts[part])


def _small(text: str) -> int:
    """A number up to 31 in digits or in Chinese."""
    if text.isdigit() and text.isascii():
        return int(text)
    value = han_value(text)
    if value is None:
        raise ValueError(f"{text} is no number of the calendar")
    return int(value)


def _year(text: str) -> int:
    """Four digits, one by one: 2022, 二〇二二."""
    return int("".join(char if char.isascii() else str(DIGITS.get(char, 0)) for char in text))
