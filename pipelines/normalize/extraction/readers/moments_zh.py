"""One day or stretch of days as Chinese text writes it, before anything stands around it.

Here: the pattern of a moment and what its words say. Ranges, "since" and what excludes a date are `periods_zh`'s business;
words are in `data/zh_dates.yaml`.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from pipelines.model.records import record
from pipelines.normalize.extraction.readers.lexicon import alternation, load_yaml, section, shifts, stretches, word_list
from pipelines.normalize.extraction.readers.moments import Moment
from pipelines.normalize.extraction.readers.numerals_zh import DIGITS, han_value

FILE = "zh_dates.yaml"
BLANK = r"[^\S\n]{0,2}"
_HAN_DIGITS = "零〇○一二三四五六七八九"
_MONTH = r"(?:1[0-2]|0?[1-9]|(?<![百千万亿余多几])元|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_COUNT = r"(?:1[0-1]|[2-9]|十一?|[二两三四五六七八九])"
_MINGUO_ZERO = 1911
_STARTING = (
    *("years", "told_years", "days", "months", "halves", "told_days", "told_months", "weeks"),
    *("braced_days", "braced_years"),
)


@cache
def words(key: str) -> tuple[str, ...]:
    """The list `key` of the data file."""
    return word_list(section(load_yaml(FILE), key, FILE), f"{FILE}: {key}")


def any_of(*keys: str) -> str:
    """A pattern of any word of the lists."""
    return alternation(word for key in keys for word in words(key))


def without(position: str, key: str) -> str:
    """That no word of the list stands before ("<") or behind ("") a place."""
    return "".join(f"(?<!{re.escape(word)})" for word in words(key)) if position else f"(?!{any_of(key)})"


@record()
class MomentGrammar:
    """The words of a moment with what they say, and its pattern. `start` holds the characters with which one begins."""

    shifts: Mapping[str, Mapping[str, int]]
    stretches: Mapping[str, tuple[int, int]]
    start: re.Pattern[str]
    moment: re.Pattern[str]


@cache
def moment_grammar() -> MomentGrammar:
    """The grammar, built once from the data."""
    data = load_yaml(FILE)
    named = {key: shifts(data, key, FILE) for key in (*_STARTING, "week_days") if key != "halves"}
    spans = {
        word: pair
        for key in ("halves", "month_parts", "year_parts")
        for word, pair in stretches(data, key, FILE).items()
    }
    starts = {word[0] for key in _STARTING for word in section(data, key, FILE)} | set(
        "前头首第民元一二三四五六七八九十"
    )
    plain = (
        "whole_years",
        "week_names",
        "told_openings",
        "told_starts",
        "told_stretches",
        "told_halves",
        "braced_months",
    )
    starts |= {word[0] for key in plain for word in words(key)}
    starts |= {word[0] for word in stretches(data, "year_parts", FILE)}
    return MomentGrammar(
        named, spans, re.compile(rf"[\d{''.join(sorted(starts))}]"), re.compile("|".join(_choices(data)))
    )


def _choices(data: object) -> tuple[str, ...]:
    """The ways to write a moment; the longest reading comes first. Groups tell what the words are."""
    within, month_day, year = _within(data), _month_day(data), _year_pattern(data)
    tails = alternation(stretches(data, "year_tails", FILE))
    yearly = rf"{year}(?:{BLANK}(?:{within}|{month_day}|(?P<year_tail>{tails})|{any_of('whole_years')}))?"
    return (
        r"(?<!\d)(?P<iso>(?:19|20)\d{2}[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9]))(?!\d)",
        yearly,
        *_told(data),
        *_counted_from_publication(data),
        rf"(?<!\d)(?:{_again(within)}|{_again(month_day)})",
        *_bare_days(),
    )


def _year_pattern(data: object) -> str:
    four = rf"(?<!\d)(?P<year>(?:19|20)\d{{2}}|[一二][{_HAN_DIGITS}]{{3}}){BLANK}年度?"
    two = rf"(?<!\d)(?P<short_year>[012]\d)年(?={BLANK}{_MONTH}月)"
    minguo = r"(?:民国|(?<![\d.]))(?P<minguo>1[01]\d)年度?(?=\s?\d|[上下全前第底初起年以迄])"
    braced = (
        rf"(?P<braced_year>{alternation(shifts(data, 'braced_years', FILE))})[（(](?:\d{{2,4}}年[）)]|\d{{2,4}}[）)]年)"
    )
    relative = rf"(?<![\d一二两三四五六七八九十几半数多近百]){alternation(shifts(data, 'years', FILE))}"
    told = alternation(shifts(data, "told_years", FILE))
    return rf"(?:{four}|{two}|{minguo}|{braced}|(?P<relative>{relative})|(?P<told_year>{told}))"


def _within(data: object) -> str:
    """A part of a year: a half, quarters, months from the first on, a run of months, its beginning or end."""
    joint = rf"{BLANK}(?:(?:月份?)?{BLANK}{any_of('range')}|月份?{any_of('and')}){BLANK}"
    return (
        rf"(?P<half>{alternation(stretches(data, 'halves', FILE))})"
        rf"|[前首头](?P<first_quarters>{BLANK}[二两三1-3]{BLANK}个?)季度?|第?(?P<quarter>[一二三四1-4])(?:季?度?(?:{any_of('range')}|{any_of('and')})第?(?P<quarter_to>[一二三四1-4]))?季度"
        rf"|(?P<first_quarter>首个?季度?)"
        rf"|[前头首]{BLANK}(?P<months_to>{_COUNT}){BLANK}个?月(?!\d)"
        rf"|(?P<from_month>{_MONTH}){joint}(?P<to_month>{_MONTH}){BLANK}月份?(?!{BLANK}\d*{BLANK}[日号])"
        rf"|(?P<year_end>{alternation(stretches(data, 'year_parts', FILE))})"
    )


def _month_day(data: object) -> str:
    """A month, a part of it, a day or days of it told one by one or as a range."""
    more = rf"(?:(?:{any_of('range')}|{any_of('and')}){BLANK}(?P<day_to>{_DAY}))*"
    days = rf"{BLANK}(?P<day>{_DAY}){more}{BLANK}{_sign()}"
    return rf"(?P<month>{_MONTH}){BLANK}月份?(?:(?P<part>{alternation(stretches(data, 'month_parts', FILE))})|{days})?"


def _told(data: object) -> tuple[str, ...]:
    """What repeats or counts on from the date before."""
    days, months = (alternation(shifts(data, key, FILE)) for key in ("told_days", "told_months"))
    apart = without("<", "not_told_before")
    halves = rf"{apart}(?P<told_half>{any_of('told_halves')})"
    opening = rf"(?<![\u4e00-\u9fff]){any_of('told_openings')}"
    stretch = rf"(?P<told_stretch>{opening}|{apart}{any_of('told_stretches')}){without('', 'not_told_after')}"
    start = rf"(?P<told_start>{any_of('told_starts')})"
    whole = rf"(?P<whole>{any_of('whole_years')})"
    return (rf"(?P<told_day>{days})", rf"(?P<told_month>{months})", halves, start, stretch, whole)


def _counted_from_publication(data: object) -> tuple[str, ...]:
    """昨天, 昨（17）日, 上月3日, 上周五, 周五."""
    part = alternation(stretches(data, "month_parts", FILE))
    months, month_braces = alternation(shifts(data, "months", FILE)), any_of("braced_months")
    brace = alternation(shifts(data, "braced_days", FILE))
    same_day = rf"(?:{BLANK}[（(](?:{_MONTH}月)?{_DAY}[日号][）)])?"  # 昨日（17日）
    name = rf"[{''.join(shifts(data, 'week_days', FILE))}](?!{any_of('not_week_day_after')})"
    week = rf"(?P<week>{alternation(shifts(data, 'weeks', FILE))})(?:(?P<week_day>{name}){same_day}|(?!末))"
    alone = rf"{without('<', 'not_week_day_before')}{any_of('week_names')}(?P<week_day_>{name}){same_day}"
    return (
        rf"(?:{brace})[（(]{BLANK}(?P<braced_day>{_DAY})(?:{BLANK}[）)]{BLANK}[日天晚晨号]|日[）)])",
        rf"(?P<day_word>{alternation(shifts(data, 'days', FILE))}){same_day}",
        rf"{month_braces}[（(]{BLANK}(?P<braced_month>{_MONTH}){BLANK}[）)]{BLANK}月(?:(?P<part3>{part})|(?P<day3>{_DAY})[日号])?",
        rf"(?P<month_word>{months})(?:(?P<part2>{part})|(?P<day2>{_DAY})[日号])?",
        week,
        alone,
    )


def _bare_days() -> tuple[str, ...]:
    joint = rf"[日号]?{BLANK}{any_of('range')}"
    return (
        rf"(?<!\d)(?P<bare_from>{_DAY}){BLANK}{joint}{BLANK}(?P<bare_to>{_DAY}){BLANK}{_sign()}",
        rf"(?<!\d)(?P<bare_day>3[01]|[12]\d|0?[1-9]){BLANK}{_sign()}",
    )


def _sign() -> str:
    """日 or 号 behind a day's number; 号 also numbers buildings and lines."""
    return rf"[日号]{without('', 'not_day_before')}"


def _again(pattern: str) -> str:
    """The same alternatives once more in one expression: groups get a second name, ending in `_`."""
    return re.sub(r"\(\?P<(\w+)>", r"(?P<\1_>", pattern)


def read_moment(match: re.Match[str]) -> Moment | None:
    """What the words of a match of the moment pattern say."""
    groups = {name.rstrip("_"): value for name, value in match.groupdict().items() if value is not None}
    return _without_month(groups) or _with_year(groups)


def _without_month(groups: Mapping[str, str]) -> Moment | None:
    """Days that are told without a month of the calendar; None where the words name a year or month."""
    grammar = moment_grammar()
    if "iso" in groups:
        year, month, day = (int(part) for part in re.split("[-/.]", groups["iso"]))
        return Moment("day", year, months=(month, month), days=(day, day))
    if "told_day" in groups:
        return Moment("day", told_day=grammar.shifts["told_days"][groups["told_day"]])
    if "told_month" in groups:
        return Moment("month", told_month=grammar.shifts["told_months"][groups["told_month"]])
    if "told_half" in groups or "told_stretch" in groups:
        return Moment("half_year" if "told_half" in groups else "month", told_stretch=True)
    if "told_start" in groups:
        return Moment("month", told_start=True)
    if "whole" in groups:
        return Moment("year", whole_year=True)
    if "day_word" in groups:
        return Moment("day", day_shift=grammar.shifts["days"][groups["day_word"]])
    if "week" in groups or "week_day" in groups:
        return _of_week(groups)
    for low, high in (("bare_from", "bare_to"), ("bare_day", "bare_day"), ("braced_day", "braced_day")):
        if low in groups:
            return Moment("day", days=(small_number(groups[low]), small_number(groups[high])))
    if "month_word" in groups:
        shift = grammar.shifts["months"][groups["month_word"]]
        return replace(_days(groups.get("part2"), groups.get("day2")), month_shift=shift)
    return None


def _of_week(groups: Mapping[str, str]) -> Moment:
    grammar = moment_grammar()
    shift = grammar.shifts["weeks"][groups["week"]] if "week" in groups else None
    if "week_day" in groups:
        return Moment("day", week_shift=shift, week_day=grammar.shifts["week_days"][groups["week_day"]])
    return Moment("week", week_shift=shift)


def _with_year(groups: Mapping[str, str]) -> Moment:
    grammar = moment_grammar()
    base = _within_year(groups)
    if "year" in groups:
        return replace(base, year=_year(groups["year"]))
    if "short_year" in groups:
        return replace(base, year=2000 + int(groups["short_year"]))
    if "minguo" in groups:
        return replace(base, year=_MINGUO_ZERO + int(groups["minguo"]))
    if "relative" in groups:
        return replace(base, shift=grammar.shifts["years"][groups["relative"]])
    if "braced_year" in groups:
        return replace(base, shift=grammar.shifts["braced_years"][groups["braced_year"]])
    if "told_year" in groups:
        return replace(base, told_year=grammar.shifts["told_years"][groups["told_year"]])
    return base


def _within_year(groups: Mapping[str, str]) -> Moment:
    grammar = moment_grammar()
    if "half" in groups:
        return Moment("half_year", months=grammar.stretches[groups["half"]])
    if "first_quarters" in groups:
        return Moment("quarter", months=(1, 3 * small_number(groups["first_quarters"].strip("个 \u3000"))))
    if "first_quarter" in groups:
        return Moment("quarter", months=(1, 3))
    if "quarter" in groups:
        number, last = small_number(groups["quarter"]), small_number(groups.get("quarter_to", groups["quarter"]))
        return Moment("quarter", months=(3 * number - 2, 3 * last))
    if "months_to" in groups:
        return Moment("month", months=(1, small_number(groups["months_to"])))
    if "from_month" in groups:
        return Moment("month", months=(small_number(groups["from_month"]), small_number(groups["to_month"])))
    if end := groups.get("year_end"):
        return Moment("month", months=grammar.stretches[end])
    if tail := groups.get("year_tail"):
        return Moment("month", months=grammar.stretches[f"年{tail}"])
    if month := groups.get("month") or groups.get("braced_month"):
        part, day = groups.get("part") or groups.get("part3"), groups.get("day") or groups.get("day3")
        return replace(_days(part, day, groups.get("day_to")), months=(small_number(month), small_number(month)))
    return Moment("year")


def _days(part: str | None, day: str | None, day_to: str | None = None) -> Moment:
    """A day, several days, a third of a month or a whole month, without its month."""
    if day is not None:
        number = small_number(day)
        return Moment("day", days=(number, number if day_to is None else small_number(day_to)))
    days = None if part is None else moment_grammar().stretches[part]
    return Moment("month", days=days, month_end=part in words("month_ends"))


def small_number(text: str) -> int:
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
