"""Which places lie one in the other, by their codes alone."""

from collections.abc import Iterable

COUNTRY = "100000"


def is_within(inner: str, outer: str) -> bool:
    """Adcodes nest by their digits: 510411 in 510400 in 510000 in 100000. A county holds only itself."""
    if not (inner.isdigit() and outer.isdigit()):
        return inner == outer
    if outer.endswith("0000"):
        return outer == COUNTRY or inner[:2] == outer[:2]
    return inner[:4] == outer[:4] if outer.endswith("00") else inner == outer


def is_province(place: str) -> bool:
    """Whether the code is that of a unit of the first level."""
    return place.isdigit() and place.endswith("0000") and place != COUNTRY


def any_within(places: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a place of one side lies in one of the other side's, or holds it."""
    others = tuple(others)
    return any(is_within(x, y) or is_within(y, x) for x in places for y in others)
