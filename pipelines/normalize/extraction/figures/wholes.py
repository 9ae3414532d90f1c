"""Which figures are parts of others, so that a sum never counts a thing twice (codebook: `subset`).

A part needs a whole that is itself coded. Said parts (其中) are parts; unsaid ones are parts where a larger figure of the
same metric and the same case or place is told as a total.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipelines.normalize.extraction.figures.found import Found

MAX_PARTS = 12  # among more numbers than a writer breaks a total into, a sum is chance


def with_subsets(found: Sequence[Found], occasions: frozenset[str] = frozenset()) -> list[Found]:
    """The figures with `subset` set. `occasions` are metrics of which each mention tells another occasion."""
    families: dict[tuple[object, ...], list[Found]] = defaultdict(list)
    for figure in found:
        families[figure.family].append(figure)
    return [replace(figure, subset=_is_subset(figure, families[figure.family], occasions)) for figure in found]


def _is_subset(figure: Found, family: Sequence[Found], occasions: frozenset[str]) -> bool:
    if figure.is_part:
        return figure.whole is not None
    if figure.metric in occasions:
        return False
    larger = [f for f in family if f.number.value > figure.number.value]
    # Within one sentence a writer marks parts as parts; elsewhere a total takes in what was told on the way to it.
    if any(f.is_total and f.sentence is not figure.sentence for f in larger):
        return True
    return len(family) <= MAX_PARTS and any(_is_sum(f, family, figure) for f in larger)


def _is_sum(whole: Found, family: Sequence[Found], figure: Found) -> bool:
    """Whether `figure` and others of its family add up to `whole` (2万 + 83万 = 85万)."""
    parts = [
        f.number.value for f in family if f is not whole and f is not figure and f.number.value < whole.number.value
    ]
    rest = whole.number.value - figure.number.value
    return rest in parts or sum(parts, Decimal(0)) == rest
