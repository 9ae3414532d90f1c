"""Metrics of which two reports of one case could not both say what they say.

A number stands for the range that docs/decisions/0019 gives to its words: 近百 for 90 to 100, 41 million yuan for 40.5 to
41.5. Only "at least" ends here where the next round number begins, 80余 at 90: without an end it would contradict nothing
that is higher, and who knows of more than 90 says so. An investigation goes on, so that later counts may be higher, and
later amounts too; neither are ever lower. Parts of a whole contradict nothing.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from itertools import product

from pipelines.model.codelists import metrics
from pipelines.normalize.resolution.features import Reported, ReportFeatures

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
    before, after = _by_measure(earlier), _by_measure(later)
    found = {}
    for measure in before.keys() & after.keys():
        if what := _contradiction(before[measure], after[measure], abs(days)):
            found[measure[0]] = what
    return found


def _contradiction(before: list[Reported], after: list[Reported], days: int) -> Contradiction | None:
    first, last = ([figure for figure in figures if not figure.is_part] for figures in (before, after))
    if not first or not last or any(_may_agree(x, y) for x, y in (*product(first, after), *product(before, last))):
        return None
    grows = max(told_range(figure)[1] for figure in last) > max(told_range(figure)[0] for figure in first)
    if first[0].metric in _OF_ONE_DAY:
        return Contradiction.OTHER_EVENT
    if _is_money(first[0].metric):
        return Contradiction.MORE_MONEY if grows and days > _AT_ONCE_DAYS else Contradiction.AMOUNT
    if days <= _AT_ONCE_DAYS:
        return Contradiction.AT_ONCE
    return None if grows else Contradiction.FEWER


def _by_measure(report: ReportFeatures) -> dict[tuple[str, str], list[Reported]]:
    found: dict[tuple[str, str], list[Reported]] = {}
    for figure in report.figures:
        found.setdefault((figure.metric, figure.unit), []).append(figure)
    return found


def _may_agree(x: Reported, y: Reported) -> bool:
    (low, high), (other_low, other_high) = told_range(x), told_range(y)
    return low <= other_high and other_low <= high


def told_range(figure: Reported) -> tuple[Decimal, Decimal]:
    """The least and the most that the number may stand for."""
    value = figure.value
    if figure.qualifier == "at_least":
        return value, value + _step(value)
    if figure.qualifier == "exact":
        if not _is_money(figure.metric) or value != value.to_integral_value():
            return value, value
        rounding = min(value / 20, _step(value) / 2)
        return value - rounding, value + rounding
    return value * 9 / 10, value if figure.qualifier == "nearly" else value * 11 / 10


def _step(value: Decimal) -> Decimal:
    """What the last digit that is not zero counts, one at least: 1,000 for 237,000."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** max(0, exponent if isinstance(exponent, int) else 0)


def _is_money(metric: str) -> bool:
    return metric in metrics() and metrics()[metric].unit == "CNY"
