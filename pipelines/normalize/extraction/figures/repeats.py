"""One fact told twice is one figure: the more precise statement stands for both (codebook §1, §6).

Decides which found figures are the same; the attributes that make figures different (case, scope) are set before.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipelines.normalize.extraction.figures.found import Found

NEARLY = Decimal("0.85")  # 近百 is said of 85 and more


def without_repeats(found: Sequence[Found]) -> list[Found]:
    """The figures without repetitions, in text order. Totality said once holds for the fact."""
    families: dict[tuple[object, ...], list[Found]] = {}
    for figure in found:
        kept = families.setdefault(figure.family, [])
        place = next((i for i, other in enumerate(kept) if _same(other, figure)), None)
        if place is None:
            kept.append(figure)
        else:
            kept[place] = _merged(kept[place], figure)
    return sorted((f for kept in families.values() for f in kept), key=lambda f: f.number.span)


def _merged(first: Found, second: Found) -> Found:
    better, other = (second, first) if _precision(second) > _precision(first) else (first, second)
    return replace(
        better,
        is_total=True,  # said twice, it is what the article is about
        is_part=first.is_part and second.is_part,
        whole=first.whole or second.whole,
        told_again=(*better.told_again, replace(other, told_again=()), *other.told_again),
    )


def _precision(figure: Found) -> tuple[int, bool, bool]:
    """More digits, then the body over the headline (which drops a 余 for brevity), then exact."""
    return (_digits(figure.number.value), figure.sentence.block.kind != "title", figure.number.qualifier == "exact")


def _same(first: Found, second: Found) -> bool:
    if first.is_item or second.is_item:
        return False
    if first.clause is second.clause or not same_value(first, second):
        return False  # in one clause a writer lists two things that happen to be equal
    return first.entity == second.entity or first.sentence.block_index != second.sentence.block_index


def same_value(first: Found, second: Found) -> bool:
    """Whether two statements of one metric can tell one number, one of them perhaps rounded."""
    if first.number.value == second.number.value:
        return True
    return _rounds(first, second) or _rounds(second, first)


def _rounds(rough: Found, exact: Found) -> bool:
    """Whether `rough` (4000余万) is how a writer rounds `exact` (4032.919万)."""
    small, large = rough.number.value, exact.number.value
    if rough.number.qualifier == "exact":
        return False
    digits = _digits(small)
    if _digits(large) <= digits or exact.is_part or rough.is_part:
        return False
    step = Decimal(10) ** (small.adjusted() - digits + 1)
    if rough.number.qualifier == "at_least":
        return small < large < small + step
    if rough.number.qualifier == "nearly":
        return small * NEARLY <= large < small
    return rough.number.qualifier == "about" and abs(large - small) < step


def _digits(value: Decimal) -> int:
    """Significant digits: 40000000 has one."""
    return len(value.normalize().as_tuple().digits)
