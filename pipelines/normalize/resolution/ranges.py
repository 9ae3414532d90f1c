"""Which numbers a told number may stand for: the ranges that docs/decisions/0019 gives to its words.

近百 stands for 90 to 100, 41 million yuan for 40.5 to 41.5. Only "at least" ends here where the next round number begins, 80余
at 90: without an end it would contradict nothing that is higher, and who knows of more than 90 says so.
"""

from decimal import Decimal

from pipelines.model.codelists import metrics


def is_money(metric: str) -> bool:
    """Whether the metric is an amount of money."""
    return metric in metrics() and metrics()[metric].unit == "CNY"


def told_range(metric: str, value: Decimal, qualifier: str) -> tuple[Decimal, Decimal]:
    """The least and the most that the number may stand for."""
    if qualifier == "at_least":
        return value, value + _step(value)
    if qualifier == "exact":
        if not is_money(metric) or value != value.to_integral_value():
            return value, value
        rounding = min(value / 20, _step(value) / 2)
        return value - rounding, value + rounding
    return value * 9 / 10, value if qualifier == "nearly" else value * 11 / 10


def _step(value: Decimal) -> Decimal:
    """What the last digit that is not zero counts, one at least: 1,000 for 237,000."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** max(0, exponent if isinstance(exponent, int) else 0)
