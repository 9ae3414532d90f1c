"""Places in their roles for a case: where arrests were made, where dens stood, where victims and suspects came from.

A role is read from the words right before and right after a place, inside its sentence; places that stand in one list
share it. Places that only name a body (北京警方) are left to `jurisdiction`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import cast

from pipelines.errors import ReferenceDataError
from pipelines.model.document import Document
from pipelines.model.records import record
from pipelines.model.reports import RegionRole
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import AgencyMention, CaseSegment, inside
from pipelines.normalize.extraction.structure import places as geo
from pipelines.normalize.extraction.structure.lexicon import LANGUAGES, pattern, section
from pipelines.normalize.extraction.structure.places import Place
from pipelines.normalize.extraction.terms import scan

ROLES = ("arrest", "site", "victim", "origin")
_CLAUSE_MARK = re.compile(r"[，。；,;]")
_HALF_MARK = re.compile(r"(?<=[一-鿿”」])[,;](?! )|[,;](?=[一-鿿“「])")
_PART = re.compile(r"@(?P<name>\w+)@")
REACH = 90  # characters on either side of a place that a cue may look at


@record()
class PlacedRole:
    """A place in a role; `span` covers the place and the cue beside it."""

    adcode: str
    role: RegionRole
    span: Span
    rule: str


@record()
class _Cues:
    role: RegionRole
    left: re.Pattern[str] | None
    right: re.Pattern[str] | None
    is_abroad: bool = False

    def end(self, before: str, after: str) -> int | None:
        """Characters of `after` that belong to the cue; None where it does not fit."""
        if self.left is not None and not self.left.search(before):
            return None
        match = self.right.search(after) if self.right is not None else None
        if self.right is not None and match is None:
            return None
        return match.end() if match else 0


def find_roles(
    document: Document,
    segment: CaseSegment,
    told: Sequence[Span],
    free: Sequence[Place],
    places: Sequence[Place],
    agencies: Sequence[AgencyMention],
) -> tuple[PlacedRole, ...]:
    """Every (place, role) of the segment once, in the order of the text.

    `told` are the sentences that tell the case, `free` its places that name no body.
    """
    islands = section("agencies", "own_police")
    is_island = any(agency.adcode in islands for agency in segment.among(agencies))
    found: dict[tuple[str, str], PlacedRole] = {}
    latest: Sequence[Place] = ()
    for sentence in told:
        own = sorted(_own(document.text, sentence, free, is_island), key=lambda place: place.span)
        groups = geo.enumerations(document.text, geo.without_qualifiers(document.text, own))
        roles = [placed for group in groups for placed in roles_of(document, sentence, group)]
        latest = groups[-1] if groups else latest
        roles += _arrests_there(
            document.text, sentence, groups[-1] if groups else _unless_named(sentence, places, latest)
        )
        for placed in roles:
            found.setdefault((placed.adcode, placed.role), placed)
    return tuple(placed for placed in found.values() if not _only_locates(placed, found.values()))


@lru_cache(maxsize=8)
def punctuated(text: str) -> str:
    """The text with the marks that cues know between Chinese characters (，；), which some pages write as , and ;."""
    marked = _HALF_MARK.sub(lambda match: "，" if match.group() == "," else "；", text)
    if marked != text:
        scan(marked)
    return marked


def free_places(segment: CaseSegment, places: Sequence[Place], agencies: Sequence[AgencyMention]) -> list[Place]:
    """The segment's places that name no body."""
    bodies = [agency.span for agency in segment.among(agencies)]
    return [place for place in segment.among(places) if not any(body.overlaps(place.span) for body in bodies)]


def _own(text: str, sentence: Span, places: Sequence[Place], is_island: bool) -> list[Place]:
    """The sentence's places; the mainland among them where it is set beside Hong Kong, Macao or Taiwan, or their police."""
    own = inside(sentence, places)
    if not (is_island or any(place.adcode in section("agencies", "own_police") for place in own)):
        return own
    words = pattern("region_roles", "mainland").finditer(text, sentence.start, sentence.end)
    return [*own, *(Here(Span(*match.span()), geo.CHINA) for match in words)]


def _unless_named(sentence: Span, places: Sequence[Place], latest: Sequence[Place]) -> Sequence[Place]:
    """The places named last; none where the sentence lists places of bodies, whose 当地 is theirs (江苏、广东当地警方)."""
    return () if len(inside(sentence, places)) > 1 else latest


def _arrests_there(text: str, sentence: Span, places: Sequence[Place]) -> list[PlacedRole]:
    """Arrests in the place named last: 在当地警方配合下收网."""
    match = pattern("region_roles", "here").search(text, sentence.start, sentence.end)
    if match is None:
        return []
    return [PlacedRole(place.adcode, "arrest", Span(*match.span()), "region.arrest_there") for place in places]


def _only_locates(placed: PlacedRole, among: Iterable[PlacedRole]) -> bool:
    """Whether a site is only said to lie in this wider place, or victims in the country: the finer one has the role.

    China beside Hong Kong, Macao or Taiwan stands for the mainland, which does not hold them.
    """
    if placed.role != "site" and (placed.role, placed.adcode) != ("victim", geo.CHINA):
        return False
    outside = section("agencies", "own_police") if placed.adcode == geo.CHINA else ()
    return any(
        other.role == placed.role
        and other.adcode != placed.adcode
        and other.adcode not in outside
        and geo.contains(placed.adcode, other.adcode)
        for other in among
    )


@record()
class Here:
    """A word for the place of the body in charge."""

    span: Span
    adcode: str


def roles_of(document: Document, sentence: Span, group: Sequence[Place]) -> Iterator[PlacedRole]:
    """The roles that fit, for every place of the list: the first, and an arrest beside a site (在某酒店捣毁窝点，抓获3人)."""
    text = punctuated(document.text)
    first, last = group[0].span, group[-1].span
    before = text[max(sentence.start, first.start - REACH) : first.start].rstrip()
    # "in northern Myanmar" is read like "in Myanmar".
    before = pattern("region_roles", "direction").sub("", before).rstrip()
    after = text[last.end : min(sentence.end, last.end + REACH)]
    if pattern("region_roles", "negated").search(_CLAUSE_MARK.split(before)[-1]):
        return
    told: set[RegionRole] = set()
    for cues in _cues():
        if cues.is_abroad and geo.is_chinese(group[-1].adcode):
            continue
        if cues.role in told or (told and {*told, cues.role} != {"arrest", "site"}):
            continue
        end = cues.end(before, after)
        if end is None:
            continue
        told.add(cues.role)
        for place in group:
            if place.adcode != geo.CHINA or isinstance(place, Here):
                span = Span(place.span.start, max(last.end + end, place.span.end))
                yield PlacedRole(place.adcode, cues.role, span, f"region.{cues.role}")


@cache
def _cues() -> tuple[_Cues, ...]:
    found = []
    for number, entry in enumerate(section("region_roles", "roles"), 1):
        where = f"lexicon region_roles.yaml: roles[{number}]"
        if entry.get("role") not in ROLES or not {"left", "right"} & set(entry):
            raise ReferenceDataError(f"{where}: role must be one of {', '.join(ROLES)}, with left or right cues")
        role = cast(RegionRole, entry["role"])
        found.append(
            _Cues(role, _side(entry, "left", where), _side(entry, "right", where), entry.get("abroad") is True)
        )
    return tuple(found)


@cache
def _parts() -> dict[str, str]:
    """What stands for @name@ in a cue."""
    parts = {name: "|".join(terms) for name, terms in section("region_roles", "parts").items()}
    surname = f"[{section('people', 'surnames')}]"
    titles, roles = ("|".join(section("people", key)) for key in ("titles", "roles"))
    bodies = "|".join(section("region_roles", "sufferers"))
    return {**parts, "person": f"{surname}(?:某|姓|{titles})|{roles}|{bodies}"}


def filled(term: str) -> str:
    """The cue with the words of `parts` in place of their names."""
    return _PART.sub(lambda match: f"(?:{_parts()[match['name']]})", term)


def _side(entry: dict[str, dict[str, list[str]]], side: str, where: str) -> re.Pattern[str] | None:
    """Cues are anchored by themselves (^ or $), so they are joined without the whole-word rule of other lexicons."""
    if side not in entry:
        return None
    terms = [filled(term) for language in LANGUAGES for term in entry[side].get(language, [])]
    anchor = "$" if side == "left" else "^"
    if not terms or not all(anchor in term for term in terms):
        raise ReferenceDataError(f"{where}.{side}: every cue needs {anchor}")
    try:
        return re.compile("|".join(f"(?:{term})" for term in terms), re.IGNORECASE)
    except re.error as error:
        raise ReferenceDataError(f"{where}.{side}: {error}") from error
