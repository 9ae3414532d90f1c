"""Which figures are parts of others, so that a sum never counts a thing twice (codebook: `subset`).

A part needs a whole that is itself coded. Said parts (其中) are parts; unsaid ones are parts where a larger figure of the
same metric and the same case or place is told as a total.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipelines.model.codelists import metrics
from pipelines.normalize.extraction.figures.found import Found


def with_subsets(found: Sequence[Found]) -> list[Found]:
    """The figures with `subset` set."""
    return [replace(figure, subset=_is_subset(figure, found)) for figure in found]


def _is_subset(figure: Found, found: Sequence[Found]) -> bool:
    family = [f for f in found if _one_family(f, figure) and f is not figure]
    if figure.is_part and figure.whole:
        return any(f.number.value >= figure.number.value for f in family)
    larger = [f for f in family if f.number.value > figure.number.value]
    if not metrics()[figure.metric].additive and not any(f.is_total for f in larger):
        return False
    return any(f.is_total or _is_sum(f, family, figure) for f in larger)


def _one_family(first: Found, second: Found) -> bool:
    return (first.metric, first.scope, first.case_key, first.number.basis, first.number.unit if first.number.is_money else None) == (
        second.metric,
        second.scope,
        second.case_key,
        second.number.basis,
        second.number.unit if second.number.is_money else None,
    )


def _is_sum(whole: Found, family: Sequence[Found], figure: Found) -> bool:
    """Whether `figure` and others of its family add up to `whole` (2万 + 83万 = 85万)."""
    parts = [f.number.value for f in family if f is not whole and f.number.value < whole.number.value]
    rest = whole.number.value - figure.number.value
    return rest in parts or sum(parts, Decimal(0)) + figure.number.value == whole.number.value
