"""The body in charge of a case, and so the case's jurisdiction (codebook, sections 4 and 6).

A verdict belongs to the court's place. Else the police body that acts, at the finest level named; the ministry where
several provinces act under it and no heading gives the place; where no body is named, the place of the case.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipelines.model.document import Document
from pipelines.model.records import record
from pipelines.model.span import Span
from pipelines.normalize.extraction.kept import kept
from pipelines.normalize.extraction.mentions import AgencyMention, CaseSegment
from pipelines.normalize.extraction.structure import places as geo
from pipelines.normalize.extraction.structure.agencies import ignored
from pipelines.normalize.extraction.structure.lexicon import pattern, section
from pipelines.normalize.extraction.structure.places import Place
from pipelines.normalize.extraction.structure.region_roles import PlacedRole

HEADING_BONUS = 2.0  # a heading names who is in charge
LEADING_BONUS = 1.5
SUPPORT_REACH = 12  # characters after a body in which it is said to help, order or be told
LEAD_REACH = 60
_CLAUSE_STOP = re.compile(r"[，。；,;\n]|\.\s")
_STOP = re.compile(r"[。；\n]|\.\s")


@record()
class Charge:
    """The place in charge, the body's name where one is named, the words that told it, and other places in charge with it."""

    adcode: str
    name: str | None
    span: Span
    rule: str
    beside: tuple[Place, ...] = ()


@record()
class _Scored:
    agency: AgencyMention
    score: float
    is_headed: bool


def charge_of(
    document: Document,
    segment: CaseSegment,
    told: Sequence[Span],
    agencies: Sequence[AgencyMention],
    places: Sequence[Place],
    roles: Sequence[PlacedRole],
    home: str | None,
) -> Charge | None:
    """Who is in charge of the case that the sentences `told` tell; None where no region can be told."""
    own = [a for a in segment.among(agencies) if a.adcode is not None and geo.is_chinese(a.adcode)]
    opening = _opening(document, segment, told)
    places = _not_pretended(document.text, places)
    court = _court(document.text, segment, own)
    if court is not None:
        return court
    police = [a for a in own if a.kind == "police" and a.adcode != geo.CHINA]
    acting = [_scored(document.text, a, opening) for a in police if not _supports(document, a, own)]
    prosecutor = _prosecutor(document.text, segment, own)
    if prosecutor is not None and min(own, key=lambda a: a.span).kind == "procuratorate":
        return prosecutor
    chiefs = [] if any(_escorts(document.text, a) for a in own) else acting
    ministry = _ministry([a for a in own if not _only_oversees(document.text, a)], chiefs, places, opening)
    if ministry is not None:
        return ministry
    charge = _lead(acting, segment.heading) or prosecutor or _place_of_case(segment, places, roles, opening, home)
    return replace(charge, beside=_together(document.text, segment, places, charge)) if charge is not None else None


def _together(text: str, segment: CaseSegment, places: Sequence[Place], charge: Charge) -> tuple[Place, ...]:
    """Places whose bodies have the case together with the one in charge: the case's name lists them, or the text says so.

    Codebook, section 6: two bodies in charge are both listed. Who only helps is named by itself (A警方联合B警方).
    """
    if not any(pattern("agencies", key).may_stand_in(text, 0, len(text)) for key in ("jointly", "joint_name")):
        return ()
    own = [p for p in segment.among(places) if geo.is_chinese(p.adcode) and p.adcode != geo.CHINA]
    for group in geo.enumerations(text, geo.without_qualifiers(text, own)):
        end = group[-1].span.end
        is_named = segment.heading is not None and segment.heading.contains(group[-1].span)
        keys = ("jointly", "joint_name") if is_named else ("jointly",)
        if not any(pattern("agencies", key).match(text, end) for key in keys):
            continue
        others = [
            p for p in group if not (geo.contains(p.adcode, charge.adcode) or geo.contains(charge.adcode, p.adcode))
        ]
        if others and len(others) == len(group) - 1:
            return tuple(others)
    return ()


@kept
def _not_pretended(text: str, places: Sequence[Place]) -> list[Place]:
    """The places without those of bodies that only a swindler or a name speaks of (said they were with the Zhuhai police)."""
    pretended = ignored(text)
    return [place for place in places if not any(place.span.overlaps(span) for span in pretended)]


def _opening(document: Document, segment: CaseSegment, told: Sequence[Span]) -> tuple[Span, ...]:
    """The headings that speak for the case: its own, else the article's, which the segment then holds."""
    if segment.heading is not None:
        return (segment.heading,)
    titles = [b.span for b in document.blocks if b.kind == "title" and segment.covers(b.span)]
    if titles:
        return (titles[0],)
    return tuple(told[:1])


def _scored(text: str, agency: AgencyMention, opening: Sequence[Span]) -> _Scored:
    is_headed = any(span.contains(agency.span) for span in opening)
    leads = _does(text, agency, "leading")
    return _Scored(agency, 1.0 + HEADING_BONUS * is_headed + LEADING_BONUS * leads, is_headed)


def _does(text: str, agency: AgencyMention, key: str, until: re.Pattern[str] = _STOP) -> bool:
    """Whether a cue of the group follows the body, in its sentence or up to another mark."""
    found = pattern("agencies", key)
    end = agency.span.end + LEAD_REACH
    if not found.may_stand_in(text, agency.span.end, end):
        return False
    stop = until.search(text, agency.span.end)
    return found.search(text, agency.span.end, min(end, stop.start() if stop else len(text))) is not None


def _supports(document: Document, agency: AgencyMention, agencies: Sequence[AgencyMention]) -> bool:
    """Whether the body only helps, orders or is told. What is said after the next body is said of that one."""
    text, is_english = document.text, document.language == "en"
    others = [a.span.start for a in agencies if a.span.start >= agency.span.end]
    after = text[agency.span.end : min([agency.span.end + SUPPORT_REACH, *others])]
    before = text[max(agency.span.start - SUPPORT_REACH, 0) : agency.span.start]
    if any(a.span.end <= agency.span.start for a in agencies) and pattern("agencies", "beside").search(before):
        return True
    if _does(text, agency, "named_again"):  # 某县公安局1日通报，该局打掉…
        return False
    cue = pattern("agencies", "supporting")
    stop = re.search(r"[，。；,;]", after)
    return cue.search(after[: stop.start()] if stop else after) is not None or (
        is_english and cue.search(before) is not None
    )


def _only_oversees(text: str, agency: AgencyMention) -> bool:
    """Whether the ministry has only put the case on its list (公安部挂牌督办), which leaves it where it is (codebook §6)."""
    return pattern("agencies", "oversees").match(text, agency.span.end) is not None


def _escorts(text: str, agency: AgencyMention) -> bool:
    """Whether the country's police is said to bring suspects home (由我国公安机关押解回国): local police only receive them."""
    if agency.adcode != geo.CHINA:
        return False
    is_agent = pattern("agencies", "agent").search(text[max(agency.span.start - SUPPORT_REACH, 0) : agency.span.start])
    return is_agent is not None and _does(text, agency, "escorting", _CLAUSE_STOP)


def _court(text: str, segment: CaseSegment, own: Sequence[AgencyMention]) -> Charge | None:
    courts = [a for a in own if a.kind == "court" and a.adcode != geo.CHINA]
    told = any(pattern("agencies", "verdict").search(text, span.start, span.end) for span in segment.spans)
    return _charge(_finest_of_first(courts), "jurisdiction.court") if courts and told else None


def _prosecutor(text: str, segment: CaseSegment, own: Sequence[AgencyMention]) -> Charge | None:
    offices = [a for a in own if a.kind == "procuratorate" and a.adcode != geo.CHINA]
    told = any(pattern("agencies", "prosecution").search(text, span.start, span.end) for span in segment.spans)
    return _charge(_finest_of_first(offices), "jurisdiction.procuratorate") if offices and told else None


def _finest_of_first(bodies: Sequence[AgencyMention]) -> AgencyMention:
    """The body named first; where that is a province's, the finer one of the province that is named first."""
    first = bodies[0]
    if geo.level(first.adcode or "") > geo.PROVINCE:
        return first
    finer = [b for b in bodies if b.adcode != first.adcode and geo.contains(first.adcode or "", b.adcode or "")]
    return finer[0] if finer else first


def _ministry(
    own: Sequence[AgencyMention],
    acting: Sequence[_Scored],
    places: Sequence[Place],
    opening: Sequence[Span],
) -> Charge | None:
    """The ministry, where it acts and no single local body leads; the heading's place where the heading gives one."""
    ministry = [a for a in own if a.adcode == geo.CHINA and a.kind in ("ministry", "police")]
    # Hong Kong, Macao and Taiwan police act beside the ministry, never in its place.
    units = {geo.ancestor(s.agency.adcode or "", geo.PROVINCE) for s in acting} - set(section("agencies", "own_police"))
    if not ministry or len(units) == 1:
        return None
    headed = [
        p
        for p in places
        if geo.is_chinese(p.adcode) and p.adcode != geo.CHINA and any(s.contains(p.span) for s in opening)
    ]
    if headed and len({geo.ancestor(p.adcode, geo.PROVINCE) for p in headed}) == 1:
        place = geo.finest(headed)
        return Charge(place.adcode, None, place.span, "jurisdiction.heading_place")
    return _charge(ministry[0], "jurisdiction.ministry")


def _lead(acting: Sequence[_Scored], heading: Span | None) -> Charge | None:
    """The body that scores highest; a province's body gives way to the finer body that acts in it.

    Who stands in the case's own heading is in charge of it, also where the wider body is named below.
    """
    if not acting:
        return None
    totals: dict[str, float] = {}
    for scored in acting:
        adcode = scored.agency.adcode or ""
        totals[adcode] = totals.get(adcode, 0.0) + scored.score
    lead = _first_best(totals, list(totals))
    # A prefecture that acts in the body of the text beside its own county has taken the case up.
    in_body = {s.agency.adcode for s in acting if not s.is_headed}
    wider = [
        a for a in totals if a in in_body and geo.level(a) == geo.PREFECTURE and a != lead and geo.contains(a, lead)
    ]
    own = heading is not None and any(s.is_headed for s in acting if s.agency.adcode == lead)
    if wider and not own and geo.level(lead) == geo.COUNTY and totals[wider[0]] >= totals[lead] / 2:
        lead = wider[0]
    # A province, or a city that only the heading names, says where; the finer body that acts there is in charge.
    finer = [a for a in totals if a != lead and geo.contains(lead, a)]
    if len({geo.ancestor(a, geo.PREFECTURE) for a in finer}) > 1 and lead in in_body:
        finer = []  # several cities under their province: the province leads
    if finer and (geo.level(lead) <= geo.PROVINCE or lead not in in_body):
        lead = _first_best(totals, finer)
    mention = next(s.agency for s in sorted(acting, key=lambda s: -s.score) if s.agency.adcode == lead)
    return _charge(mention, "jurisdiction.police")


def _first_best(totals: dict[str, float], among: Sequence[str]) -> str:
    return max(among, key=lambda adcode: totals[adcode])


def _place_of_case(
    segment: CaseSegment,
    places: Sequence[Place],
    roles: Sequence[PlacedRole],
    opening: Sequence[Span],
    home: str | None,
) -> Charge | None:
    """Victim's place, else the heading's, else the site, else the article's own place.

    The police that a place's own news leaves unnamed is the one there: places in other provinces say where it went. But a
    case whose suspects merely hail from the place is told only in passing, and belongs where it happened.
    """
    if home is not None and {r.role for r in roles if geo.contains(home, r.adcode)} == {"origin"}:
        home = None
    province = geo.ancestor(home, geo.PROVINCE) if home is not None else None
    for role in ("victim", "site"):
        told_of = [r for r in roles if r.role == role and geo.is_chinese(r.adcode)]
        at_home = [r for r in told_of if province is None or geo.contains(province, r.adcode)]
        # A place around the home says less than the home: a county court's defendants worked somewhere in its prefecture.
        at_home = [r for r in at_home if home is None or r.adcode == home or not geo.contains(r.adcode, home)]
        if at_home:
            return Charge(at_home[0].adcode, None, at_home[0].span, f"jurisdiction.{role}_place")
        headed = [
            p
            for p in places
            if geo.is_chinese(p.adcode) and p.adcode != geo.CHINA and any(s.contains(p.span) for s in opening)
        ]
        if province is not None and segment.heading is None:
            headed = [p for p in headed if geo.contains(province, p.adcode)]
        if headed:
            place = _within(headed[0], segment, places)
            return Charge(place.adcode, None, place.span, "jurisdiction.heading_place")
    told = _first_told(segment, places, roles, home)
    if told is not None:
        return Charge(told.adcode, None, told.span, "jurisdiction.told_place")
    if home is None or home == geo.CHINA:
        return None
    named = [p for p in places if p.adcode == home] or [p for p in places if geo.contains(home, p.adcode)]
    span = named[0].span if named else segment.spans[0]
    return Charge(home, None, span, "jurisdiction.home")


def _first_told(
    segment: CaseSegment, places: Sequence[Place], roles: Sequence[PlacedRole], home: str | None
) -> Place | None:
    """The first place of China that the case names, inside the article's own place, where it has no role elsewhere."""
    elsewhere = {role.adcode for role in roles}
    own = (p for p in segment.among(places) if geo.is_chinese(p.adcode) and p.adcode != geo.CHINA)
    inside = (p for p in own if home is None or geo.contains(home, p.adcode))
    return next((p for p in inside if p.adcode not in elsewhere), None)


def _within(headed: Place, segment: CaseSegment, places: Sequence[Place]) -> Place:
    """The one finer place inside the heading's that the case names; the heading's where it names none or several."""
    own = (p for p in segment.among(places) if p.adcode != headed.adcode)
    finer = [p for p in own if geo.contains(headed.adcode, p.adcode)]
    return finer[0] if len({p.adcode for p in finer}) == 1 else headed


def helping_arrests(
    text: str, segment: CaseSegment, agencies: Sequence[AgencyMention], charge: str
) -> tuple[PlacedRole, ...]:
    """Places of bodies elsewhere that made arrests for the one in charge (福建公安机关将…抓获), or abroad beside it."""
    return tuple(
        PlacedRole(agency.adcode, "arrest", agency.span, "region.arrest_by")
        for agency in segment.among(agencies)
        if agency.adcode is not None
        and agency.kind == "police"
        and agency.adcode != geo.CHINA
        and not geo.contains(agency.adcode, charge)
        and not geo.contains(charge, agency.adcode)
        and _does(text, agency, "arresting", _CLAUSE_STOP if geo.is_chinese(agency.adcode) else _STOP)
    )


def _charge(agency: AgencyMention, rule: str) -> Charge:
    return Charge(agency.adcode or "", agency.name, agency.span, rule)
