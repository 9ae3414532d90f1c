"""Roles that follow from who is in charge where the text names no place: 辖区, a town, premises without an address, a citizen.

Reports leave out what their readers know: police catch people in their own county unless they travelled, a citizen of whom
they speak lives there, and Hong Kong, Macao and Taiwan police never act elsewhere. Places that the text names beside a
cue are the business of `region_roles`, whose lexicon this module shares.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import cast

from pipelines.model.document import Document
from pipelines.model.records import record
from pipelines.model.reports import RegionRole
from pipelines.model.span import Span
from pipelines.normalize.extraction.structure import places as geo
from pipelines.normalize.extraction.structure.jurisdiction import Charge
from pipelines.normalize.extraction.structure.lexicon import compile_terms, pattern, section
from pipelines.normalize.extraction.structure.places import Place
from pipelines.normalize.extraction.structure.region_roles import (
    Here,
    PlacedRole,
    filled,
    punctuated,
    roles_of,
)
from pipelines.normalize.extraction.terms import Terms

_SCENES: dict[str, tuple[RegionRole, ...]] = {
    "dens": ("site", "arrest"),
    "mobile": ("site",),
    "meetings": ("arrest",),
}
TOWARDS = 4  # characters between a word for a journey and its goal
NEAR = 40  # characters before the money in which its owner stands
BEFORE = 2  # sentences in which a journey is remembered


@record()
class _Case:
    document: Document
    text: str
    sentences: Sequence[Span]
    free: Sequence[Place]
    charge: Charge

    @property
    def is_island(self) -> bool:
        return self.charge.adcode in section("agencies", "own_police")

    @property
    def is_tried(self) -> bool:
        """Whether a court or prosecutor tells the case: whose place is not where police acted."""
        return self.charge.rule in ("jurisdiction.court", "jurisdiction.procuratorate")

    @property
    def is_local(self) -> bool:
        """Whether the place in charge is small enough to stand for where its people live and its police act."""
        return geo.level(self.charge.adcode) >= geo.PREFECTURE

    def apart(self, sentence: Span) -> list[Place]:
        """Places of the sentence that are narrower than the place in charge, or elsewhere."""
        own = self.charge.adcode
        return [p for p in self.free if sentence.contains(p.span) and not geo.contains(p.adcode, own)]

    def elsewhere(self, sentence: Span) -> list[Place]:
        """Places of the sentence where something may have happened: neither in the place in charge nor around it, nor 某籍."""
        own = self.charge.adcode
        far = (place for place in self.apart(sentence) if not geo.contains(own, place.adcode))
        return [place for place in far if not self.text.startswith("籍", place.span.end)]


def implied_roles(
    document: Document,
    told: Sequence[Span],
    free: Sequence[Place],
    roles: Sequence[PlacedRole],
    charge: Charge,
) -> tuple[PlacedRole, ...]:
    """`roles` and what follows from the body in charge, every (place, role) once.

    `told` are the sentences that tell the case, `free` its places that name no body, and those abroad after them.
    """
    case = _Case(document, punctuated(document.text), told, free, charge)
    found = {(placed.adcode, placed.role): placed for placed in roles}
    ways: tuple[Callable[[_Case, list[PlacedRole]], Iterator[PlacedRole]], ...] = (
        _local,
        _abroad,
        _scenes,
        _journeys,
        _island,
        _compound,
        _citizen,
        _named_after,
    )
    for way in ways:
        for placed in list(way(case, list(found.values()))):
            if not any(placed.role == role and geo.contains(placed.adcode, adcode) for adcode, role in found):
                found[placed.adcode, placed.role] = placed
    return tuple(found.values())


def _local(case: _Case, _: list[PlacedRole]) -> Iterator[PlacedRole]:
    """What the text says of 该县, 辖区 or one of its towns, by the cues of places."""
    for sentence in case.sentences:
        for match in pattern("region_roles", "local").finditer(case.text, sentence.start, sentence.end):
            told = list(roles_of(case.document, sentence, [Here(Span(*match.span()), case.charge.adcode)]))
            # 辖区某营业厅 names no place where arrests count as made, unless the den itself is there (seeds' coding).
            is_scene = any(placed.role == "site" for placed in told)
            yield from (p for p in told if p.role != "origin" and (is_scene or p.role != "arrest"))


def _abroad(case: _Case, _: list[PlacedRole]) -> Iterator[PlacedRole]:
    """Countries in one character (中老警方, 柬方) whose police acted in the sentence: they act at home."""
    countries: dict[str, str] = section("region_roles", "neighbours")
    for sentence in case.sentences:
        if not _words("caught").search(case.text, sentence.start, sentence.end):
            continue
        for match in _abbreviated().finditer(case.text, sentence.start, sentence.end):
            adcode = countries[match["beside"] or match["alone"]]
            yield PlacedRole(adcode, "arrest", Span(*match.span()), "region.arrest_abroad")


def _scenes(case: _Case, _: list[PlacedRole]) -> Iterator[PlacedRole]:
    """Premises with no address where somebody was caught: in the place last travelled to, else in that in charge."""
    if case.is_tried or not case.is_local:
        return
    for number, sentence in enumerate(case.sentences):
        found = [(match, told) for key, told in _SCENES.items() if (match := _searched(key, case.text, sentence))]
        if not found or _abbreviated().search(case.text, sentence.start, sentence.end):
            continue
        place = _travelled_to(case, case.sentences[max(0, number - BEFORE) : number]) or case.charge.adcode
        for match, told in found:
            if not case.elsewhere(Span(sentence.start, match.end())):
                yield from (_placed(place, role, match, "scene") for role in told)


def _searched(key: str, text: str, sentence: Span) -> re.Match[str] | None:
    return _words(key).search(text, sentence.start, sentence.end)


def _travelled_to(case: _Case, before: Sequence[Span]) -> str | None:
    for sentence in reversed(before):
        for place in reversed(case.apart(sentence)):
            if _words("went").search(case.text[sentence.start : place.span.start].rstrip()):
                return place.adcode
    return None


def _journeys(case: _Case, _: list[PlacedRole]) -> Iterator[PlacedRole]:
    """Places to which the sentence before says officers went, where this one tells arrests and names no place of its own."""
    if case.is_tried:
        return
    for before, sentence in pairwise(case.sentences):
        departures = [went.end() for went in _words("set_out").finditer(case.text, before.start, before.end)]
        if not departures or any(sentence.contains(place.span) for place in case.free):
            continue
        caught = _searched("seized", case.text, sentence)
        if caught is None:
            continue
        places = [place for place in case.apart(before) if geo.is_chinese(place.adcode)]
        for group in geo.enumerations(case.text, places):
            is_goal = any(0 <= group[0].span.start - departed <= TOWARDS for departed in departures)
            if is_goal and not _words("to_inquire").search(case.text, group[-1].span.end, before.end):
                yield from (_placed(place.adcode, "arrest", caught, "journey") for place in group)


def _island(case: _Case, roles: list[PlacedRole]) -> Iterator[PlacedRole]:
    """Roles of Hong Kong, Macao or Taiwan in a case of its own police, where the text names no other place in the role."""
    if not case.is_island or case.is_tried:
        return
    for role, cues in _of_islands().items():
        told = (m for span in case.sentences if (m := cues.search(case.text, span.start, span.end)))
        match = next(told, None)
        if match is not None and not any(placed.role == role for placed in roles):
            yield _placed(case.charge.adcode, cast(RegionRole, role), match, "island")


def _compound(case: _Case, roles: list[PlacedRole]) -> Iterator[PlacedRole]:
    """The country where suspects were caught is that of their dens, where the case speaks of dens and names no place for them."""
    if any(placed.role == "site" for placed in roles):
        return
    abroad = {
        placed.adcode: placed for placed in roles if placed.role == "arrest" and not geo.is_chinese(placed.adcode)
    }
    dens = pattern("region_roles", "compound")
    if len(abroad) == 1 and any(dens.search(case.text, span.start, span.end) for span in case.sentences):
        adcode, caught = next(iter(abroad.items()))
        yield PlacedRole(adcode, "site", caught.span, "region.site_abroad")


def _citizen(case: _Case, roles: list[PlacedRole]) -> Iterator[PlacedRole]:
    """A victim told as one of the place (市民王女士) lives where the police in charge are, unless the text names another place.

    That a victim turned to the police says no more than where the report was made: the codings of real articles give it no place.
    """
    if case.is_tried or not case.is_local or any(placed.role == "victim" for placed in roles):
        return
    for sentence in case.sentences:
        told = _searched("townsman", case.text, sentence) or _collects(case, sentence)
        if told is not None and not case.elsewhere(Span(sentence.start, told.end())):
            yield _placed(case.charge.adcode, "victim", told, "citizen")
            return


def _collects(case: _Case, sentence: Span) -> re.Match[str] | None:
    """Where the sentence says that somebody came for the money that was lost."""
    told = _searched("collecting", case.text, sentence)
    if told is None:
        return None
    near = max(sentence.start, told.start() - NEAR)
    return told if _words("collector").search(case.text, near, told.start()) else None


def _named_after(case: _Case, roles: list[PlacedRole]) -> Iterator[PlacedRole]:
    """The place before the name of a case that is called after its victim (山东|宋振宁案)."""
    for place in case.free:
        name = _words("named_case").match(case.text, place.span.end)
        if name is None or any(
            placed.role == "victim" and geo.contains(place.adcode, placed.adcode) for placed in roles
        ):
            continue
        suffers = re.compile(re.escape(name.group(1)) + _words("befell").pattern)
        if suffers.search(case.text):  # the headline tells whom it befell, or another sentence of the article
            yield PlacedRole(place.adcode, "victim", Span(place.span.start, name.end()), "region.victim_name")
            return


@cache
def _of_islands() -> Mapping[str, Terms]:
    """By role, the words that give it to Hong Kong, Macao or Taiwan."""
    terms = section("region_roles", "of_islands")
    return {role: compile_terms(terms[role], f"lexicon region_roles.yaml: of_islands.{role}") for role in terms}


def _placed(adcode: str, role: RegionRole, match: re.Match[str], way: str) -> PlacedRole:
    return PlacedRole(adcode, role, Span(*match.span()), f"region.{role}_{way}")


@cache
def _words(key: str) -> Terms:
    """The terms under a key of the lexicon, with the words of `parts` filled in."""
    terms = section("region_roles", key)
    whole = {language: [filled(term) for term in terms[language]] for language in terms}
    return compile_terms(whole, f"lexicon region_roles.yaml: {key}")


@cache
def _abbreviated() -> re.Pattern[str]:
    """A neighbour in one or two characters: beside China where they act together (中老警方), alone as who acts (柬方)."""
    names, body, work = ("|".join(section("region_roles", key)) for key in ("neighbours", "forces", "joint_work"))
    return re.compile(
        rf"中(?P<beside>{names})(?:两国|双方|联合|边境)*(?:{body}|[^，。；]{{0,8}}(?:{work}))"
        rf"|(?:(?<![一-鿿])|(?<=[在经与向由被和]))(?P<alone>{names})(?:方(?![法子案便向面])|{body})"
    )
