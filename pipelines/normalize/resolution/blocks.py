"""Which reports are compared: those that share a key. Every key is selective, so that a report has few rivals.

A key is a function of one report alone, never of how many others have it: otherwise a report that comes later would
change what earlier ones were compared with. The projection is asked by the same keys (sql/queries/reports_sharing.sql):
a key added here is to be added there.
"""

from collections.abc import Collection, Hashable, Iterable
from datetime import date
from decimal import Decimal

Block = tuple[Hashable, ...]

_PREFECTURE, _PROVINCE = 4, 2  # leading digits of an adcode
_LEAST_TITLE = 10
_TELLING_VALUE, _TELLING_DIGITS = 100, 3
_LARGE_VALUE, _AMOUNT_DIGITS = 10_000, 4


def blocks(
    *,
    jurisdictions: Collection[str],
    values: Collection[tuple[str, Decimal]],
    names: Iterable[str],
    code: str | None,
    title: str,
    published_on: date | None,
) -> frozenset[Block]:
    """A report's keys, of what it tells: (kind, …), with places, values and texts as they are and months as numbers.

    `values` are the metrics and values of its figures.
    """
    prefectures = {place[:_PREFECTURE] for place in jurisdictions}
    provinces = {place[:_PROVINCE] for place in jurisdictions}
    months = _months(published_on)
    keys: set[Block] = {("place_then", place, month) for place in prefectures for month in months}
    keys |= {("figure", place, *figure) for place in prefectures for figure in values}
    keys |= {("figure_then", place, *figure, month) for place in provinces for figure in values for month in months}
    keys |= {("telling_figure", *figure) for figure in values if is_telling(figure[1])}
    keys |= {("amount", value) for _, value in values if is_telling_amount(value)}
    keys |= {("name", place, name) for place in provinces for name in names}
    if code:
        keys.add(("code", code))
    if len(title) >= _LEAST_TITLE:
        keys.add(("title", title))
    return frozenset(keys)


def is_telling(value: Decimal) -> bool:
    """Whether hardly two cases give this value by chance: 237 and 412,477 are, 12 and 1,000,000 are not."""
    return value >= _TELLING_VALUE and len(value.normalize().as_tuple().digits) >= _TELLING_DIGITS


def is_telling_amount(value: Decimal) -> bool:
    """Whether a number tells a case from others by itself, whatever it is said to be: 992,486 yuan."""
    return value >= _LARGE_VALUE and len(value.normalize().as_tuple().digits) >= _AMOUNT_DIGITS


def month_number(day: date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1


def _months(published_on: date | None) -> tuple[int, ...]:
    """The month of publication and the next: reports of neighbouring months share one."""
    if published_on is None:
        return ()
    month = month_number(published_on)
    return (month, month + 1)
