"""Which figures are parts of others, so that a sum never counts a thing twice (codebook: `subset`).

A part needs a whole that is itself coded. Said parts (其中) are parts; unsaid ones are parts where a larger figure of the
same metric and the same case or place is told as a total.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipelines.normalize.extraction.figures.found import Found


def with_subsets(found: Sequence[Found], occasions: frozenset[str] = frozenset()) -> list[Found]:
    """The figures with `subset` set. `occasions` are metrics of which each mention tells another occasion."""
    return [replace(figure, subset=_is_subset(figure, found, occasions)) for figure in found]


def _is_subset(figure: Found, found: Sequence[Found], occasions: frozenset[str]) -> bool:
    family = [f for f in found if _one_family(f, figure) and f is not figure]
    if figure.is_part:
        return figure.whole is not None
    if figure.metric in occasions:
        return False
    larger = [f for f in family if f.number.value > figure.number.value]
    # Within one sentence a writer marks parts as parts; elsewhere a total takes in what was told on the way to it.
    return any((f.is_total and f.sentence is not figure.sentence) or _is_sum(f, family, figure) for f in larger)


def _one_family(first: Found, second: Found) -> bool:
    return (
        first.metric,
        first.scope,
        first.case_key,
        first.number.basis,
        first.number.unit if first.number.is_money else None,
    ) == (
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
