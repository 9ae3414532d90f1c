"""Finds dates and periods in English text and says what their words say.

Here: the grammar. Which year a date without one belongs to is `resolving`'s business; words are in `data/en_dates.yaml`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from pipelines.model.records import record
from pipelines.model.span import Span
from pipelines.normalize.extraction.readers.lexicon import alternation, load_yaml, section, shifts, stretches, word_list
from pipelines.normalize.extraction.readers.moments import DatePhrase, Moment

_FILE = "en_dates.yaml"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b(?![.,]\d|:)"
_YEAR = r"(?:19|20)\d{2}\b(?![.,]\d)"
_LEFT_WINDOW = 24


@record()
class _Grammar:
    """The words and the pattern of one moment, with what may stand around it."""

    month_names: Mapping[str, int]
    years: Mapping[str, int]
    days: Mapping[str, int]
    relative_months: Mapping[str, int]
    weekdays: Mapping[str, int]
    weeks: Mapping[str, int]
    thirds: Mapping[str, tuple[int, int]]
    parts: Mapping[str, tuple[int, int]]
    halves: Mapping[str, tuple[int, int]]
    counts: Mapping[str, int]
    moment: re.Pattern[str]
    second_day: re.Pattern[str]
    joint: re.Pattern[str]
    between: re.Pattern[str]
    since: re.Pattern[str]
    as_of: re.Pattern[str]
    month_needs: re.Pattern[str]
    year_needs: re.Pattern[str]


def _moment_pattern(data: object) -> str:
    """One moment; months are matched as written (May, not may), all other words in either case."""
    months = rf"{alternation(shifts(data, 'months', _FILE))}\b\.?"
    relative = f"(?i:{alternation(shifts(data, 'years', _FILE))})"
    year = rf"(?:(?P<year>{_YEAR})|(?P<relative>{relative}))"
    of_year = rf"(?:,?\s+(?:of\s+|in\s+)?{year})?"
    parts = {**stretches(data, "halves", _FILE), **stretches(data, "quarters", _FILE)}
    counts = rf"(?P<count>\d{{1,2}}|{alternation(shifts(data, 'counts', _FILE))})"
    stretch = rf"(?i:(?P<part>{alternation(parts)})|first\s+{counts}\s+(?P<of>months|quarters))"
    of_stretch = rf"(?:\s+(?:of|in)\s+(?:(?P<year3>{_YEAR})|(?P<relative3>{relative})|the\s+year))?"
    day_words = f"(?i:{alternation(shifts(data, 'days', _FILE))})"
    month_words = f"(?i:{alternation(shifts(data, 'relative_months', _FILE))})"
    choices = (
        r"(?P<iso>(?:19|20)\d{2}[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9]))(?!\d)",
        rf"(?P<month>{months})\s+(?P<day>{_DAY}){of_year}",
        rf"(?i:(?P<third>{alternation(stretches(data, 'thirds', _FILE))}))[\s-](?P<month___>{months}){_again(of_year, '___')}",
        rf"(?P<weekday>{alternation(shifts(data, 'weekdays', _FILE))})|(?P<week>(?i:{alternation(shifts(data, 'weeks', _FILE))}))",
        rf"(?P<day_>{_DAY})\s+(?:of\s+)?(?P<month_>{months}){_again(of_year, '_')}",
        rf"(?P<month__>{months}){_again(of_year, '__')}",
        rf"{stretch}{of_stretch}",
        rf"(?P<day_word>{day_words})|(?P<month_word>{month_words})",
        rf"(?P<bare_year>{_YEAR})|(?P<bare_relative>{relative})",
    )
    return r"(?<![\w\-/.,])(?:" + "|".join(choices) + r")(?!\w)"


def _again(pattern: str, mark: str) -> str:
    """The same groups once more in one expression, under names that end in `mark`."""
    return re.sub(r"\(\?P<(\w+)>", rf"(?P<\1{mark}>", pattern)


@cache
def _grammar() -> _Grammar:
    data = load_yaml(_FILE)

    def before(key: str) -> re.Pattern[str]:
        words = alternation(word_list(section(data, key, _FILE), f"{_FILE}: {key}"))
        return re.compile(rf"\b{words}[\s-]+(?:the\s+)?$", re.IGNORECASE)

    joint = alternation(word_list(section(data, "range", _FILE), f"{_FILE}: range"))
    return _Grammar(
        month_names=shifts(data, "months", _FILE),
        years=shifts(data, "years", _FILE),
        days=shifts(data, "days", _FILE),
        relative_months=shifts(data, "relative_months", _FILE),
        weekdays=shifts(data, "weekdays", _FILE),
        weeks=shifts(data, "weeks", _FILE),
        thirds=stretches(data, "thirds", _FILE),
        parts=stretches(data, "quarters", _FILE),
        halves=stretches(data, "halves", _FILE),
        counts=shifts(data, "counts", _FILE),
        moment=re.compile(_moment_pattern(data)),
        second_day=re.compile(rf"(?P<day>{_DAY})(?:,?\s+(?P<year>{_YEAR}))?"),
        joint=re.compile(rf"\s*(?P<word>{joint})\s*(?:the\s+)?"),
        between=re.compile(r"\bbetween\s+$", re.IGNORECASE),
        since=before("since"),
        as_of=before("as_of"),
        month_needs=before("month_needs"),
        year_needs=before("year_needs"),
    )


def english_phrases(text: str, block: Span) -> Iterator[DatePhrase]:
    """The date phrases of a block in order; open ones (before June) are marked `as_of`."""
    grammar = _grammar()
    position = block.start
    while match := grammar.moment.search(text, position, block.end):
        position = match.end()
        left = text[max(block.start, match.start() - _LEFT_WINDOW) : match.start()]
        moment = _moment(grammar, match)
        if not _may_stand(grammar, match, left):
            continue
        last, end = _last(grammar, text, match, block.end, left)
        since = None if last else grammar.since.search(left)
        start = match.start() - (len(left) - since.start() if since else 0)
        as_of = since is None and last is None and grammar.as_of.search(left) is not None
        yield DatePhrase(Span(start, end), moment, last, since is not None, as_of)
        position = end


def _may_stand(grammar: _Grammar, match: re.Match[str], left: str) -> bool:
    """A lone year or month needs a word like "in" before it: 2021 and May are other things too."""
    if match["bare_year"]:
        return grammar.year_needs.search(left) is not None
    if match["month__"] and not (match["year__"] or match["relative__"]):
        return grammar.month_needs.search(left) is not None
    return True


def _last(grammar: _Grammar, text: str, first: re.Match[str], stop: int, left: str) -> tuple[Moment | None, int]:
    """The second end of a range and where the phrase ends. "and" joins only after "between"."""
    joint = grammar.joint.match(text, first.end(), stop)
    second = grammar.moment.match(text, joint.end(), stop) if joint else None
    is_run = second is not None and _follows(grammar, first["weekday"], second["weekday"])
    if joint is None or (joint["word"] == "and" and not is_run and not grammar.between.search(left)):
        return None, first.end()
    if second:
        return _moment(grammar, second), second.end()
    day = grammar.second_day.match(text, joint.end(), stop) if _groups(first).get("day") else None
    if day is None:
        return None, first.end()
    number = int(re.sub(r"\D", "", day["day"]))
    return Moment("day", int(day["year"]) if day["year"] else None, days=(number, number)), day.end()


def _follows(grammar: _Grammar, first: str | None, second: str | None) -> bool:
    """Whether both are weekdays, the second right after the first: on Wednesday and Thursday."""
    if not first or not second:
        return False
    return grammar.weekdays[first] % len(grammar.weekdays) + 1 == grammar.weekdays[second]


def _groups(match: re.Match[str]) -> dict[str, str]:
    """The groups that matched, under their first names."""
    return {name.rstrip("_3"): value for name, value in match.groupdict().items() if value is not None}


def _moment(grammar: _Grammar, match: re.Match[str]) -> Moment:
    groups = _groups(match)
    if "iso" in groups:
        year, month, day = (int(part) for part in re.split("[-/.]", groups["iso"]))
        return Moment("day", year, months=(month, month), days=(day, day))
    if "day_word" in groups:
        return Moment("day", day_shift=_look_up(grammar.days, groups["day_word"]))
    if "weekday" in groups:
        return Moment("day", week_day=grammar.weekdays[groups["weekday"]])
    if "week" in groups:
        return Moment("week", week_shift=_look_up(grammar.weeks, groups["week"]))
    if "month_word" in groups:
        return Moment("month", month_shift=_look_up(grammar.relative_months, groups["month_word"]))
    base = _within_year(grammar, groups)
    relative = groups.get("relative") or groups.get("bare_relative")
    if relative:
        return replace(base, shift=_look_up(grammar.years, relative))
    year_words = groups.get("year") or groups.get("bare_year")
    return base if year_words is None else replace(base, year=int(year_words))


def _look_up(words: Mapping[str, int], text: str) -> int:
    return words[re.sub(r"\s+", " ", text).lower()]


def _within_year(grammar: _Grammar, groups: Mapping[str, str]) -> Moment:
    if "part" in groups:
        words = re.sub(r"\s+", " ", groups["part"]).lower()
        if words in grammar.halves:
            return Moment("half_year", months=grammar.halves[words])
        return Moment("quarter", months=grammar.parts[words])
    if "count" in groups:
        count = int(groups["count"]) if groups["count"].isdigit() else grammar.counts[groups["count"].lower()]
        is_quarters = groups["of"].lower() == "quarters"
        return Moment("quarter" if is_quarters else "month", months=(1, min(12, count * (3 if is_quarters else 1))))
    if "month" not in groups:
        return Moment("year")
    month = grammar.month_names[groups["month"].rstrip(".")]
    if "day" not in groups:
        third = grammar.thirds[groups["third"].lower()] if "third" in groups else None
        return Moment("month", months=(month, month), days=third)
    day = int(re.sub(r"\D", "", groups["day"]))
    return Moment("day", months=(month, month), days=(day, day))
