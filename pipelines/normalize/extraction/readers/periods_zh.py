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
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_WEEKDAYS = "一二三四五六日天"
_THIS_YEAR = "今年"
_CLOCK = rf"(?:{_BLANK}(?:\d{{1,2}}|[零一二三四五六七八九十]{{1,3}})[时点:：](?:\d{{1,2}}分?|许|整)?)?"
_MINGUO_ZERO = 1911  # year 1 of the Republic, by which Taiwan counts, is 1912
_BRACKETED_DAY = r"(?:[（(](?:3[01]|[12]\d|0?[1-9])(?:日[）)]|[）)]日?))?"  # 周一（4日）, 昨（7）日
STARTING = ("years", "days", "weeks", "months", "halves", "quarters", "told_days", "told_months", "told_years")
_COUNT = r"(?:1[0-1]|[2-9]|十一?|[二两三四五六七八九])"


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The words and the pattern of one moment, with what may stand around it."""

    years: Mapping[str, int]
    told_years: Mapping[str, int]
    weeks: Mapping[str, int]
    quarters: Mapping[str, tuple[int, int]]
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
    bridge: re.Pattern[str]
    opening: re.Pattern[str]
    listed: re.Pattern[str]
    lasting: re.Pattern[str]
    compared: tuple[re.Pattern[str], re.Pattern[str]]
    since: re.Pattern[str]
    as_of: re.Pattern[str]
    open_after: re.Pattern[str]
    before_bare_day: tuple[str, ...]


def _moment_pattern(data: object) -> str:
    """One moment. Groups tell what its words are; the longest reading comes first."""
    relative = alternation(shifts(data, "years", _FILE))
    told_years = alternation(shifts(data, "told_years", _FILE))
    quarters = alternation(stretches(data, "quarters", _FILE))
    halves, parts = alternation(stretches(data, "halves", _FILE)), alternation(stretches(data, "month_parts", _FILE))
    ends = alternation(stretches(data, "year_parts", _FILE))
    tails = alternation(stretches(data, "year_tails", _FILE))
    joint = alternation(word_list(section(data, "range", _FILE), f"{_FILE}: range"))
    sign = rf"[日号](?!{alternation(word_list(section(data, 'not_day_before', _FILE), _FILE))})"
    four = rf"(?P<year>(?:19|20)\d{{2}}|[一二][{_HAN_DIGITS}]{{3}}){_BLANK}年度?"
    two = rf"(?P<short_year>[012]\d)年(?={_BLANK}{_MONTH}月)"
    minguo = rf"(?:民国)?(?<!\d)(?P<minguo>1[01]\d)年(?={_BLANK}(?:{_MONTH}{_BLANK}[月至到]|{halves}|[全度间底初第]|{quarters}))"
    within_year = rf"(?<![{_HAN_DIGITS}\d两几数半近多前后十百])(?P<in_year>年内)"  # 三年内 is a length of time
    year = (
        rf"(?:(?<!\d){four}|(?<!\d){two}|{minguo}|(?P<relative>{relative})|(?P<told_year>{told_years})|{within_year})"
    )
    days = rf"{_BLANK}(?P<day>{_DAY})(?:{joint}(?P<day_to>{_DAY}))?{_BLANK}{sign}"
    month_day = rf"(?P<month>{_MONTH}){_BLANK}月份?(?:(?P<part>{parts})|{days})?"
    within = (
        rf"(?P<half>{halves})|(?P<first_quarters>前{_BLANK}[二两三1-3]{_BLANK}个?)季度|第?(?P<quarter>[一二三四1-4])季度"
        rf"|(?P<quarter_word>{quarters})|[前头首]{_BLANK}(?P<months_to>{_COUNT}){_BLANK}个?{_BLANK}月|(?P<from_month>{_MONTH})月?{joint}(?P<to_month>{_MONTH})月份?(?!\d*[日号])"
        rf"|(?P<year_end>{ends})"
    )
    day_words, month_words = alternation(shifts(data, "days", _FILE)), alternation(shifts(data, "months", _FILE))
    relative_month = rf"(?P<month_word>{month_words})(?:(?P<part2>{parts})|(?P<day2>{_DAY})[日号])?"
    week = (
        rf"(?P<week>{alternation(shifts(data, 'weeks', _FILE))})"
        rf"(?:(?P<week_day>[{_WEEKDAYS}])(?![共起名个人案次种件宗批处年周])|(?![期边报刊末年])){_BRACKETED_DAY}"
    )
    weekday = (
        rf"(?<![每逢各两几数半{_HAN_DIGITS}\d])(?:周|星期|礼拜)(?P<bare_weekday>[{_WEEKDAYS}])"
        rf"(?=[早上中下午晚夜凌傍深，,（(]){_BRACKETED_DAY}"
    )
    bare_day = rf"(?<!\d)(?P<bare_day>3[01]|[12]\d|0?[1-9]){_BLANK}{sign}"
    iso = r"(?<!\d)(?P<iso>(?:19|20)\d{2}[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9]))(?!\d)"
    bare_days = rf"(?<!\d)(?P<bare_from>{_DAY})[日号]?{joint}(?P<bare_to>{_DAY}){sign}"
    yearly = rf"{year}(?:{_BLANK}(?:{within}|{month_day}|(?P<year_tail>{tails})))?"
    without_year = rf"(?<!\d)(?:{_again(within)}|{_again(month_day)})"
    told_days, told_months = (alternation(shifts(data, key, _FILE)) for key in ("told_days", "told_months"))
    told = rf"(?P<told_day>{told_days})|(?P<told_month>{told_months})"
    day_word = f"(?P<day_word>{day_words}|今(?=[（(]\\d)){_BRACKETED_DAY}"
    choices = (iso, yearly, told, week, weekday, day_word, relative_month, without_year, bare_days, bare_day)
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
    starts |= set("前头首第一二三四五六七八九十元周星礼民年")
    not_since = alternation(words("not_since_before"))
    return _Grammar(
        years=shifts(data, "years", _FILE),
        told_years=shifts(data, "told_years", _FILE),
        weeks=shifts(data, "weeks", _FILE),
        quarters=stretches(data, "quarters", _FILE),
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
        joint=re.compile(rf"{alternation(words('day_parts'))}?{_CLOCK}{_BLANK}{alternation(words('range'))}{_BLANK}"),
        bridge=re.compile(rf"[^，,。；;、\d\n]{{1,20}}?{alternation(words('bridge'))}{_BLANK}"),
        opening=re.compile(rf"{alternation(words('opening'))}{_BLANK}$"),
        listed=re.compile(rf"{_BLANK}[、和及]{_BLANK}"),
        lasting=re.compile(rf"起?{alternation(words('lasting'))}({_COUNT}){_BLANK}[日天]"),
        compared=(
            re.compile(rf"{alternation(words('compared_before'))}{_BLANK}$"),
            re.compile(rf"(?:年|月)?{alternation(words('compared_after'))}"),
        ),
        since=re.compile(rf"{_BLANK}(?:{alternation(words('since'))}(?!{not_since})|{_since_an_act(data)})"),
        as_of=re.compile(rf"{alternation(words('as_of'))}{_BLANK}$"),
        open_after=re.compile(f"{alternation(words('open_after'))}(?!{alternation(words('not_open_before'))})"),
        before_bare_day=words("before_bare_day"),
    )


def _since_an_act(data: object) -> str:
    """What was begun on the day, and that it goes on: 9月20日“断卡”行动新一轮集中收网以来, 6月27日打响，至今."""
    acts, on, now = (
        alternation(word_list(section(data, key, _FILE), _FILE)) for key in ("begun", "ongoing", "until_now")
    )
    return rf"[^，,。；;\d\n]{{1,24}}?{on}|[^，,。；;\d\n]{{0,16}}?{acts}[^，,。；;\d\n]{{0,12}}[，,]?{now}"


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
        before = text[max(block.start, match.start() - _LEFT_WINDOW) : match.start()]
        last, end = _other_end(grammar, text, block, match, moment)
        position = end
        since = None if last is not None else grammar.since.match(text, end, block.end)
        lasting = None if last is not None else grammar.lasting.match(text, end, block.end)
        if lasting is not None:
            since, end, position = None, lasting.end(), lasting.end()
        if since is None and grammar.open_after.match(text, end, block.end):
            continue
        if grammar.planned.search(before) or _is_compared(grammar, text, before, end):
            continue
        as_of = grammar.as_of.search(before) is not None
        length = _small(lasting[1]) if lasting else 1
        yield DatePhrase(
            Span(match.start(), since.end() if since else end), moment, last, since is not None, as_of, length
        )
        position = since.end() if since else end


def _other_end(
    grammar: _Grammar, text: str, block: Span, match: re.Match[str], first: Moment
) -> tuple[Moment | None, int]:
    """The last moment of a range that the match opens, and where the range ends; None where it opens none."""
    joint = grammar.joint.match(text, match.end(), block.end)
    if joint is None and grammar.opening.search(text, max(block.start, match.start() - 2), match.start()):
        joint = grammar.bridge.match(text, match.end(), block.end)
    listed = grammar.listed.match(text, match.end(), block.end) if joint is None else None
    for link in (joint, listed):
        second = grammar.moment.match(text, link.end(), block.end) if link else None
        last = _moment(grammar, second) if second else None
        if second is not None and last is not None and (link is joint or _follows(first, last)):
            return last, second.end()
    return None, match.end()


def _follows(first: Moment, last: Moment) -> bool:
    """Whether two listed days are neighbours, and so a window: 8月30日、31日."""
    if first.days is None or last.days is None or last.months not in (None, first.months) or last.has_year:
        return False
    return last.days[0] == first.days[1] + 1


def _is_compared(grammar: _Grammar, text: str, before: str, end: int) -> bool:
    """Whether the date is only what others are measured by (较去年同期)."""
    ahead, behind = grammar.compared
    return ahead.search(before) is not None or behind.match(text, end) is not None


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
        return Moment("day", day_shift=grammar.days.get(groups["day_word"], 0))  # 今（7日）
    if "week" in groups:
        weekday = groups.get("week_day")
        shift = grammar.weeks[groups["week"]]
        return Moment("day" if weekday else "week", week_shift=shift, weekday=_weekday(weekday) if weekday else None)
    if "bare_weekday" in groups:
        return Moment("day", weekday=_weekday(groups["bare_weekday"]))
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
    if "minguo" in groups:
        return replace(base, year=_MINGUO_ZERO + int(groups["minguo"]))
    if "relative" in groups or "in_year" in groups:
        return replace(base, shift=grammar.years[groups.get("relative", _THIS_YEAR)])
    told = groups.get("told_year")
    return base if told is None else replace(base, told_year=grammar.told_years[told])


def _weekday(char: str) -> int:
    """0 Monday … 6 Sunday."""
    return min(_WEEKDAYS.index(char), 6)


def _within_year(grammar: _Grammar, groups: Mapping[str, str]) -> Moment:
    if "half" in groups:
        return Moment("half_year", months=grammar.halves[groups["half"]])
    if "first_quarters" in groups:
        return Moment("quarter", months=(1, 3 * _small(groups["first_quarters"].strip("前个 \u3000"))))
    if "quarter_word" in groups:
        return Moment("quarter", months=grammar.quarters[groups["quarter_word"]])
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
    """A number up to 31 in digits or in Chinese; 元月 is January."""
    if text == "元":
        return 1
    if text.isdigit() and text.isascii():
        return int(text)
    value = han_value(text)
    if value is None:
        raise ValueError(f"{text} is no number of the calendar")
    return int(value)


def _year(text: str) -> int:
    """Four digits, one by one: 2022, 二〇二二."""
    return int("".join(char if char.isascii() else str(DIGITS.get(char, 0)) for char in text))
