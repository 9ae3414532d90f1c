"""Places in their roles for a case: where arrests were made, where dens stood, where victims and suspects came from.

A role is read from the words right before and right after a place, inside its sentence; places that stand in one list
share it. Places that only name a body (北京警方) are left to `jurisdiction`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from pipelines.errors import ReferenceDataError
from pipelines.model.document import Document
from pipelines.model.reports import RegionRole
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import AgencyMention, CaseSegment
from pipelines.normalize.extraction.structure import places as geo
from pipelines.normalize.extraction.structure.lexicon import section
from pipelines.normalize.extraction.structure.places import Place
from pipelines.normalize.extraction.structure.sentences import Sentence

ROLES = ("arrest", "site", "victim", "origin")
REACH = 90  # characters on either side of a place that a cue may look at


@dataclass(frozen=True, slots=True)
class PlacedRole:
    """A place in a role; `span` covers the place and the cue beside it."""

    adcode: str
    role: RegionRole
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class _Cues:
    role: RegionRole
    left: re.Pattern[str]
    right: re.Pattern[str]
    needs_both: bool


def find_roles(
    document: Document,
    segment: CaseSegment,
    sentences: Sequence[Sentence],
    places: Sequence[Place],
    agencies: Sequence[AgencyMention],
) -> tuple[PlacedRole, ...]:
    """Every (place, role) of the segment once, in the order of the text."""
    found: dict[tuple[str, str], PlacedRole] = {}
    free = [place for place in places if not any(agency.span.overlaps(place.span) for agency in agencies)]
    for sentence in sentences:
        if not segment.covers(sentence.span):
            continue
        own = [place for place in free if sentence.span.contains(place.span)]
        for group in geo.enumerations(document.text, geo.without_qualifiers(document.text, own)):
            for placed in _roles_of(document, sentence.span, group):
                found.setdefault((placed.adcode, placed.role), placed)
    return tuple(found.values())


def _roles_of(document: Document, sentence: Span, group: Sequence[Place]) -> Iterator[PlacedRole]:
    text = document.text
    first, last = group[0].span, group[-1].span
    before = text[max(sentence.start, first.start - REACH) : first.start]
    after = text[last.end : min(sentence.end, last.end + REACH)]
    for cues in _cues():
        left, right = cues.left.search(before), cues.right.search(after)
        if (left and right) if cues.needs_both and document.language != "en" else (left or right):
            end = last.end + (right.end() if right else 0)
            for place in group:
                if place.adcode != geo.CHINA:
                    yield PlacedRole(
                        place.adcode, cues.role, Span(place.span.start, max(end, place.span.end)), f"region.{cues.role}"
                    )
            return


@cache
def _cues() -> tuple[_Cues, ...]:
    found = []
    for number, entry in enumerate(section("region_roles", "roles"), 1):
        where = f"lexicon region_roles.yaml: roles[{number}]"
        if entry.get("role") not in ROLES or not isinstance(entry.get("both"), bool):
            raise ReferenceDataError(f"{where}: role must be one of {', '.join(ROLES)} and both true or false")
        role = cast(RegionRole, entry["role"])
        found.append(_Cues(role, _side(entry, "left", where), _side(entry, "right", where), entry["both"]))
    return tuple(found)


def _side(entry: dict[str, dict[str, list[str]]], side: str, where: str) -> re.Pattern[str]:
    """Cues are anchored by themselves (^ or $), so they are joined without the whole-word rule of other lexicons."""
    try:
        terms = [*entry[side]["zh"], *entry[side]["en"]]
        compiled = re.compile("|".join(f"(?:{term})" for term in terms), re.IGNORECASE)
    except (KeyError, TypeError, re.error) as error:
        raise ReferenceDataError(f"{where}.{side}: {error}") from error
    anchor = "$" if side == "left" else "^"
    if not all(anchor in term for term in terms):
        raise ReferenceDataError(f"{where}.{side}: every cue needs {anchor}")
    return compiled
