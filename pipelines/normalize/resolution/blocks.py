"""Which reports are compared: those that share a key. Every key is selective, so that a report has few rivals.

Two reports that share nothing but a small number, or a place and a month, are hardly ever one case, and there are the more of
them the longer the history is. So a key holds what is told of few cases by itself, or as much as makes a case likely
together with the month; docs/decisions/0034 says of each what it is there for and what it leaves out.

A key is a function of one report alone, never of how many others have it: otherwise a report that comes later would
change what earlier ones were compared with. The projection is asked by the same keys (sql/queries/reports_sharing_*.sql):
a key added here is to be added there.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations

Block = tuple[Hashable, ...]
Figure = tuple[str, Decimal]  # metric and value

_PREFECTURE, _PROVINCE = 4, 2  # leading digits of an adcode
_LEAST_TITLE = 10
_SMALL_VALUE = 5
_TELLING_VALUE, _TELLING_DIGITS = 100, 3
_LARGE_VALUE, _AMOUNT_DIGITS, _UNIQUE_DIGITS = 10_000, 4, 5
_PAIRED = 8  # figures of which each two make a key
_LEAST_LIST, _NEIGHBOURS = 3, 2  # cases of a list worth comparing; how many before and after a case are near it


def blocks(
    *,
    jurisdictions: Collection[str],
    values: Collection[Figure],
    names: Iterable[str],
    family_names: Iterable[str],
    code: str | None,
    title: str,
    occurred_on: date | None,
    told_on: date,
    clauses: Iterable[str],
    in_list: tuple[int, tuple[str, ...]],
) -> frozenset[Block]:
    """A report's keys, of what it tells: (kind, …), with places, values and texts as they are and months as numbers.

    `values` are the metrics and values of its figures, the others are as in `ReportFeatures`. A report has keys of its own
    month, or year, and of the next, so that those of neighbouring months share one.
    """
    prefectures = {place[:_PREFECTURE] for place in jurisdictions}
    provinces = {place[:_PROVINCE] for place in jurisdictions}
    telling = sorted(figure for figure in values if is_telling(figure[1]))
    others = sorted(figure for figure in values if not is_telling(figure[1]))
    counts = [figure for figure in others if figure[1] > _SMALL_VALUE]
    two_counts = [(x, y) for x, y in _pairs(others) if max(x[1], y[1]) > _SMALL_VALUE]
    number, listed = in_list
    keys: set[Block] = {("amount", value) for _, value in values if _is_unique(value)}
    keys |= {("figure", place, *figure) for place in prefectures for figure in telling}
    keys |= {("two_figures", *x, *y) for x, y in _pairs(telling)}
    keys |= {("name", place, name) for place in provinces for name in names}
    keys |= {("beside", listed[number][:_PREFECTURE], near) for near in _beside(number, listed)}
    if occurred_on:
        keys |= {("day", place, occurred_on.isoformat()) for place in prefectures}
    if code:
        keys |= {("code", place, code) for place in provinces}
    if len(title) >= _LEAST_TITLE:
        keys |= {("title", place, title) for place in prefectures}
    for year in (told_on.year, told_on.year + 1):
        keys |= {
            ("follow_up", p, *figure, name, year) for p in prefectures for figure in values for name in family_names
        }
        keys |= {("counts", place, *x, *y, year) for place in prefectures for x, y in two_counts}
        if code:
            keys.add(("code_of_year", code, year))
    for month in (month_number(told_on), month_number(told_on) + 1):
        keys |= {("figure_then", place, *figure, month) for place in provinces for figure in (*telling, *counts)}
        keys |= {("telling_then", *figure, month) for figure in telling}
        keys |= {("clause_then", place, clause, month) for place in prefectures for clause in clauses}
        if len(title) >= _LEAST_TITLE:
            keys.add(("title_then", title, month))
    return frozenset(keys)


def is_telling(value: Decimal) -> bool:
    """Whether hardly two cases give this value by chance: 237 and 412,477 are, 12 and 1,000,000 are not."""
    return value >= _TELLING_VALUE and _digits(value) >= _TELLING_DIGITS


def is_telling_amount(value: Decimal) -> bool:
    """Whether a number tells a case from others by itself, whatever it is said to be: 992,486 yuan."""
    return value >= _LARGE_VALUE and _digits(value) >= _AMOUNT_DIGITS


def _is_unique(value: Decimal) -> bool:
    """Whether a sum tells a case from all others, however many years have gone by: 992,486 yuan."""
    return value >= _LARGE_VALUE and _digits(value) >= _UNIQUE_DIGITS


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def month_number(day: date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1


def _pairs(figures: Collection[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Two each of the largest, in order. A round-up has dozens of figures, and would have a thousand keys."""
    largest = sorted(figures, key=lambda figure: (figure[1], figure[0]))[-_PAIRED:]
    return combinations(sorted(largest), 2)


def _beside(number: int, places: tuple[str, ...]) -> Iterator[str]:
    """Prefectures of cases that stand near one in a list of some length, three at a time, or two where there are no more."""
    if len(places) < _LEAST_LIST or not places[number]:
        return
    before, after = (
        [place[:_PREFECTURE] for place in part if place] for part in (places[:number], places[number + 1 :])
    )
    near = sorted({*before[-_NEIGHBOURS:], *after[:_NEIGHBOURS]})
    yield from map(" ".join, combinations(near if len(near) > 2 else ["", *near], 3))
