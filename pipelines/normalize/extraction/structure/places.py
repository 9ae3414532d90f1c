"""How places relate: what structure asks of a place mention, and the arithmetic of adcodes.

An adcode is six digits, two each for province, prefecture and county ("100000" is China), or a foreign country's
ISO 3166 alpha-2 code. Finding places in a text is the business of `pipelines.normalize.gazetteer`.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from pipelines.model.span import Span
from pipelines.normalize.extraction.structure.lexicon import pattern

CHINA = "100000"
PLACES = 4096  # about as many as there are; what is known of them is kept
COUNTRY, PROVINCE, PREFECTURE, COUNTY = 0, 1, 2, 3


class Place(Protocol):
    """What the gazetteer hands over: a place named at `span` of the text."""

    @property
    def span(self) -> Span:
        """Where it is named."""

    @property
    def adcode(self) -> str:
        """Which place it is."""


def is_chinese(adcode: str) -> bool:
    """Whether the place lies in China (Hong Kong, Macao and Taiwan included)."""
    return adcode.isdigit()


@lru_cache(maxsize=PLACES)
def level(adcode: str) -> int:
    """0 country, 1 province, 2 prefecture, 3 county."""
    if adcode == CHINA or not is_chinese(adcode):
        return COUNTRY
    if adcode.endswith("0000"):
        return PROVINCE
    return PREFECTURE if adcode.endswith("00") else COUNTY


@lru_cache(maxsize=4 * PLACES)
def contains(wide: str, narrow: str) -> bool:
    """Whether `narrow` lies in `wide` or is the same place."""
    if wide == narrow:
        return True
    if not (is_chinese(wide) and is_chinese(narrow)):
        return False
    return narrow.startswith(wide[: 2 * level(wide)])


@lru_cache(maxsize=PLACES)
def ancestor(adcode: str, wanted: int) -> str | None:
    """The place of level `wanted` that holds the place, itself included; None where it is wider than that.

    A district of a municipality has no prefecture: its city is the municipality.
    """
    own = level(adcode)
    if own < wanted or not is_chinese(adcode):
        return None
    if own == wanted:
        return adcode
    if wanted == COUNTRY:
        return CHINA
    if wanted == PREFECTURE and adcode[:2] in {"11", "12", "31", "50"}:
        return f"{adcode[:2]}0000"
    return adcode[: 2 * wanted].ljust(6, "0")


def finest(places: Sequence[Place]) -> Place:
    """The narrowest of several places; the last of equals."""
    return max(enumerate(places), key=lambda item: (level(item[1].adcode), item[0]))[1]


def without_qualifiers(text: str, places: Sequence[Place]) -> list[Place]:
    """The places without those that only say where their neighbour lies: 四川 in 四川德阳, Hunan in "Changsha, Hunan"."""
    kept: list[Place] = []
    for index, place in enumerate(places):
        after = places[index + 1] if index + 1 < len(places) else None
        before = places[index - 1] if index else None
        if after is not None and _qualifies(place, after) and not text[place.span.end : after.span.start].strip(" ·"):
            continue
        if before is not None and _qualifies(place, before) and text[before.span.end : place.span.start].strip() == ",":
            continue
        kept.append(place)
    return kept


def enumerations(text: str, places: Sequence[Place]) -> list[list[Place]]:
    """Places that stand in one list (成都、南充和眉山), in order; a place on its own is a list of one."""
    groups: list[list[Place]] = []
    for place in places:
        if groups and _are_joined(text, groups[-1][-1], place):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def last_list(text: str, places: Sequence[Place]) -> list[Place]:
    """The last of the lists that the places stand in."""
    return enumerations(text, places)[-1] if places else []


def _are_joined(text: str, one: Place, other: Place) -> bool:
    return pattern("cues", "join").fullmatch(text[one.span.end : other.span.start]) is not None


def _qualifies(wide: Place, narrow: Place) -> bool:
    return wide.adcode != narrow.adcode and contains(wide.adcode, narrow.adcode)
