"""Metrics of which two reports of one case could not both say what they say.

A number stands for a range (`ranges`). An investigation goes on, so that later counts may be higher, and later amounts too;
neither are ever lower. Parts of a whole contradict nothing.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from itertools import product

from pipelines.normalize.resolution.features import Reported, ReportFeatures
from pipelines.normalize.resolution.ranges import is_money

_AT_ONCE_DAYS = 2  # between the first and the last outlet that tell what was published on one day
# What happens on one day and does not go on: another number is another event.
_OF_ONE_DAY = {"suspects_repatriated"}


class Contradiction(Enum):
    """What is wrong, in words that a metric follows."""

    AMOUNT = "another amount of money as"
    MORE_MONEY = "later a larger amount as"
    OTHER_EVENT = "told of another event by"
    AT_ONCE = "at the same time another number as"
    FEWER = "later a smaller number as"


def contradictions(a: ReportFeatures, b: ReportFeatures) -> Mapping[str, Contradiction]:
    """Metric → what is wrong. Only metrics of which both give wholes, and neither a number that the other may mean."""
    days = (b.published_on - a.published_on).days if a.published_on and b.published_on else 0
    earlier, later = (a, b) if days >= 0 else (b, a)
    before, after = earlier.by_measure, later.by_measure
    found = {}
    for measure in before.keys() & after.keys():
        if what := _contradiction(before[measure], after[measure], abs(days)):
            found[measure[0]] = what
    return found


def _contradiction(before: Sequence[Reported], after: Sequence[Reported], days: int) -> Contradiction | None:
    first, last = ([figure for figure in figures if not figure.is_part] for figures in (before, after))
    if not first or not last or any(_may_agree(x, y) for x, y in (*product(first, after), *product(before, last))):
        return None
    grows = max(figure.bounds[1] for figure in last) > max(figure.bounds[0] for figure in first)
    if first[0].metric in _OF_ONE_DAY:
        return Contradiction.OTHER_EVENT
    if is_money(first[0].metric):
        return Contradiction.MORE_MONEY if grows and days > _AT_ONCE_DAYS else Contradiction.AMOUNT
    if days <= _AT_ONCE_DAYS:
        return Contradiction.AT_ONCE
    return None if grows else Contradiction.FEWER


def _may_agree(x: Reported, y: Reported) -> bool:
    (low, high), (other_low, other_high) = x.bounds, y.bounds
    return low <= other_high and other_low <= high
