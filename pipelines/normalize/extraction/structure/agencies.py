"""Police bodies, prosecutors and courts named in the text, with the place each is responsible for.

A body is found by its head (公安局, 警方, public security bureau); its place stands before the head, in English also after it
(police in X). "Our" bodies (市公安局, 县局) are resolved by the article's home. Which body is in charge of a case is the
business of `jurisdiction`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Literal, cast

from pipelines.errors import ReferenceDataError
from pipelines.model.document import Document
from pipelines.model.records import record
from pipelines.model.span import Span
from pipelines.normalize.extraction.kept import kept
from pipelines.normalize.extraction.mentions import AgencyMention
from pipelines.normalize.extraction.structure import places as geo
from pipelines.normalize.extraction.structure.home import home_adcode
from pipelines.normalize.extraction.structure.lexicon import compile_terms, pattern, section
from pipelines.normalize.extraction.structure.places import Place
from pipelines.normalize.extraction.terms import Terms

Kind = Literal["police", "procuratorate", "court", "ministry"]
KINDS = ("police", "procuratorate", "court", "ministry")
UNKNOWN_LEVEL = -1
COUNTY_WORD = "县"


@record()
class _Head:
    kind: Kind
    pattern: Terms
    adcode: str | None = None
    level: int = UNKNOWN_LEVEL


def find_agencies(document: Document, places: Sequence[Place]) -> tuple[AgencyMention, ...]:
    """Every body named, in the order of the text. `adcode` is None where nothing tells the place."""
    named = [*_fixed(document), *_placed(document, places), *_relative(document), *_bare(document)]
    others = ignored(document.text)
    found = _without_overlaps([mention for mention in named if not any(mention.span.overlaps(span) for span in others)])
    chained = _chained(document.text, found)
    home = home_adcode(document, places, chained)
    return tuple(_resolved(document.text, mention, chained, home, places) for mention in chained)


@kept
def ignored(text: str) -> tuple[Span, ...]:
    """Bodies that only a swindler or a name speaks of, and what else looks like a body and is none."""
    return tuple(Span(*match.span()) for match in pattern("agencies", "ignored").finditer(text))


def _fixed(document: Document) -> Iterator[AgencyMention]:
    for head in _heads("fixed"):
        assert head.adcode is not None
        for match in head.pattern.finditer(document.text):
            span = Span(*match.span())
            yield AgencyMention(span, match.group(), head.kind, head.adcode, geo.level(head.adcode), "agency.fixed")


def _placed(document: Document, places: Sequence[Place]) -> Iterator[AgencyMention]:
    starts = {place.span.start: place for place in places}
    for head in _heads("heads"):
        for match in head.pattern.finditer(document.text):
            before = _places_before(document.text, match.start(), places)
            for place in before:
                span = Span(place.span.start, _tail_end(document.text, match.end()))
                yield _mention(document.text, span, head.kind, place.adcode, "agency.place_before")
            after = _place_after(document, match.end(), starts) if not before else None
            if after is not None:
                span = Span(match.start(), after.span.end)
                yield _mention(document.text, span, head.kind, after.adcode, "agency.place_after")


def _relative(document: Document) -> Iterator[AgencyMention]:
    for entry in _heads("relative"):
        for prefix in entry.pattern.finditer(document.text):
            head = _head_at(document.text, _skip_space(document.text, prefix.end()))
            if head is None:
                continue
            kind, end = head
            span = Span(prefix.start(), _tail_end(document.text, end))
            yield AgencyMention(span, span.of(document.text), kind, None, entry.level, "agency.relative")
    for entry in _heads("short_relative"):
        for match in entry.pattern.finditer(document.text):
            span = Span(match.start(), _tail_end(document.text, match.end()))
            yield AgencyMention(span, span.of(document.text), entry.kind, None, entry.level, "agency.relative")


def _bare(document: Document) -> Iterator[AgencyMention]:
    for match in pattern("agencies", "bare").finditer(document.text):
        span = Span(*match.span())
        kind: Kind = next((head.kind for head in _heads("heads") if head.pattern.fullmatch(match.group())), "police")
        yield AgencyMention(span, match.group(), kind, None, UNKNOWN_LEVEL, "agency.bare")


def _mention(text: str, span: Span, kind: Kind, adcode: str, rule: str) -> AgencyMention:
    return AgencyMention(span, span.of(text), kind, adcode, geo.level(adcode), rule)


@cache
def _heads(key: str) -> tuple[_Head, ...]:
    entries = section("agencies", key)
    if not isinstance(entries, list):
        raise ReferenceDataError(f"lexicon agencies.yaml: {key} must be a list")
    heads = []
    for number, entry in enumerate(entries, 1):
        where = f"lexicon agencies.yaml: {key}[{number}]"
        kind = entry.get("kind", "police")
        if kind not in KINDS:
            raise ReferenceDataError(f"{where}: kind {kind} is none of {', '.join(KINDS)}")
        adcode = entry.get("adcode")
        if key == "fixed" and not isinstance(adcode, str):
            raise ReferenceDataError(f"{where}: adcode is missing")
        heads.append(
            _Head(cast(Kind, kind), compile_terms(entry, where), adcode, int(entry.get("level", UNKNOWN_LEVEL)))
        )
    return tuple(heads)


@cache
def _fillers() -> re.Pattern[str]:
    return re.compile(rf"(?:\s|{pattern('agencies', 'fillers').pattern})*", re.IGNORECASE)


@cache
def _subunits() -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern('agencies', 'subunits').pattern})+", re.IGNORECASE)


def _tail_end(text: str, end: int) -> int:
    match = _subunits().match(text, end)
    return match.end() if match else end


def _skip_space(text: str, start: int) -> int:
    while start < len(text) and text[start] == " ":
        start += 1
    return start


def _head_at(text: str, start: int) -> tuple[Kind, int] | None:
    for head in _heads("heads"):
        match = head.pattern.match(text, start)
        if match:
            return head.kind, match.end()
    return None


MAX_LIST = 300  # characters over which places may be listed before a head
MAX_FILLER = 40  # characters between a place and the head: "Provincial Public Security Department's cyber security …"


def _places_before(text: str, start: int, places: Sequence[Place]) -> list[Place]:
    """The place that ends where the head starts, with those listed before it (山东、福建等地公安机关)."""
    last = bisect_right(places, start, key=_end)
    if not last:
        return []
    end = places[last - 1].span.end
    if end < start - MAX_FILLER or not _fillers().fullmatch(text, end, start):
        return []
    known = places[bisect_left(places, end - MAX_LIST, 0, last, key=_end) : last]
    return geo.last_list(text, geo.without_qualifiers(text, known))


def _end(place: Place) -> int:
    return place.span.end


def _place_after(document: Document, end: int, starts: dict[int, Place]) -> Place | None:
    if document.language != "en":
        return None
    link = pattern("agencies", "place_after").match(document.text, end)
    return starts.get(link.end()) if link else None


def _without_overlaps(mentions: Sequence[AgencyMention]) -> list[AgencyMention]:
    """The longest of those that end alike or overlap; several places of one body share its end and all stay."""
    kept: list[AgencyMention] = []
    for mention in sorted(mentions, key=lambda m: (-len(m.span), m.span.start)):
        rivals = [other for other in kept if other.span.overlaps(mention.span)]
        listed = all(o.span.end == mention.span.end and o.rule == mention.rule == "agency.place_before" for o in rivals)
        if not rivals or listed:
            kept.append(mention)
    return sorted(kept, key=lambda m: m.span)


def _chained(text: str, mentions: Sequence[AgencyMention]) -> list[AgencyMention]:
    """One body for each chain: 南充市公安局 + 顺庆区分局 is the district's branch bureau."""
    chain: list[AgencyMention] = []
    for mention in mentions:
        last = chain[-1] if chain else None
        gap = text[last.span.end : mention.span.start] if last else ""
        if (
            last is None
            or last.span.end > mention.span.start
            or gap.strip()
            or len(gap) > 1
            or last.kind != mention.kind
        ):
            chain.append(mention)
            continue
        span = Span(last.span.start, mention.span.end)
        fine = max((last, mention), key=lambda m: m.level)
        chain[-1] = replace(fine, span=span, name=span.of(text))
    return chain


def _resolved(
    text: str, mention: AgencyMention, mentions: Sequence[AgencyMention], home: str | None, places: Sequence[Place]
) -> AgencyMention:
    """A relative body with its place: the home's unit of that level, else that of the body named last before it."""
    if mention.rule != "agency.relative" or mention.adcode is not None:
        return mention
    wanted = mention.level
    adcode = _county_before(text, mention, home, places) or _of_home(text, home, wanted, places)
    if adcode is None:
        nearest = [
            m.adcode
            for m in mentions
            if m.adcode and m.span.end <= mention.span.start and geo.level(m.adcode) >= wanted
        ]
        adcode = geo.ancestor(nearest[-1], wanted) if nearest else None
    return replace(mention, adcode=adcode, level=geo.level(adcode) if adcode else wanted)


def _county_before(text: str, mention: AgencyMention, home: str | None, places: Sequence[Place]) -> str | None:
    """The 县 named last before 县公安局, where the home itself is no 县: a district's bureau is never called so."""
    counties = [p for p in places if geo.level(p.adcode) == geo.COUNTY and p.span.of(text).endswith(COUNTY_WORD)]
    if not mention.name.startswith(COUNTY_WORD) or any(place.adcode == home for place in counties):
        return None
    # In 鹿邑县局 the place's own 县 is the first word of the body's name.
    before = [place.adcode for place in counties if place.span.start < mention.span.start]
    return before[-1] if before else None


def _of_home(text: str, home: str | None, wanted: int, places: Sequence[Place]) -> str | None:
    if home is None:
        return None
    # A county-level city calls itself 市 too: "our city" is then the home, not the prefecture above it.
    is_city = any(p.adcode == home and text[p.span.start : p.span.end + 1].rstrip("公").endswith("市") for p in places)
    if wanted == geo.PREFECTURE and geo.level(home) == geo.COUNTY and is_city:
        return home
    return geo.ancestor(home, wanted)
