"""Case reports and region reports: what each segment says of its case, with the words it was read from."""

from collections.abc import Sequence
from datetime import date

from pipelines.model.document import Document
from pipelines.model.reports import CaseReport, RegionReport
from pipelines.model.span import Span
from pipelines.normalize.extraction.confidence import CaseWay, case_confidence, rule_id
from pipelines.normalize.extraction.mentions import CaseSegment, PeriodMention, Structure
from pipelines.normalize.extraction.structure import places as geo
from pipelines.normalize.extraction.structure.case_campaigns import campaign_of
from pipelines.normalize.extraction.structure.classify import role_of, scheme_of
from pipelines.normalize.extraction.structure.home import home_adcode
from pipelines.normalize.extraction.structure.implied_roles import implied_roles
from pipelines.normalize.extraction.structure.jurisdiction import Charge, charge_of, helping_arrests
from pipelines.normalize.extraction.structure.occurrence import occurred_on
from pipelines.normalize.extraction.structure.people import suspects_in
from pipelines.normalize.extraction.structure.places import Place
from pipelines.normalize.extraction.structure.region_roles import PlacedRole, find_roles, free_places
from pipelines.normalize.extraction.structure.sentences import Sentence, sentences_within, split_sentences
from pipelines.normalize.extraction.structure.titles import title_of


def describe_cases(
    document: Document, structure: Structure, places: Sequence[Place], periods: Sequence[PeriodMention] = ()
) -> tuple[tuple[CaseReport, ...], tuple[RegionReport, ...]]:
    """One case a segment, keys c1, c2, … in the order of the text, and the places in their roles.

    `periods` are the document's dates; without them no case has a day.
    """
    sentences = split_sentences(document)
    opening = _opening(structure, sentences)
    home = home_adcode(document, places, structure.agencies)
    cases: list[CaseReport] = []
    regions: list[RegionReport] = []
    for number, segment in enumerate(structure.segments, 1):
        key = f"c{number}"
        told = tuple(sentences_within(segment.spans, sentences))
        free = free_places(segment, places, structure.agencies)
        roles = find_roles(document, segment, told, free, places, structure.agencies)
        charge = charge_of(document, segment, told, structure.agencies, places, roles, home)
        if charge is not None:
            roles = (*roles, *helping_arrests(document.text, segment, structure.agencies, charge.adcode))
            abroad = [place for place in segment.among(places) if not geo.is_chinese(place.adcode)]
            roles = implied_roles(document, told, (*free, *abroad), roles, charge)
        day = occurred_on(document.text, told, periods)
        cases.append(_case(document, structure, opening, segment, told, key, charge, day))
        regions.extend(_regions(document, key, charge, roles))
    return tuple(cases), tuple(regions)


def _case(
    document: Document,
    structure: Structure,
    opening: Sequence[Span],
    segment: CaseSegment,
    told: Sequence[Span],
    key: str,
    charge: Charge | None,
    day: date | None,
) -> CaseReport:
    suspects = suspects_in(document, segment)
    way = _way(segment, charge)
    scheme, role = scheme_of(document, segment), role_of(document, segment, opening)
    return CaseReport(
        key=key,
        title=title_of(document, segment, charge, scheme, role),
        code_name=segment.code_name,
        agency_adcode=charge.adcode if charge and not charge.beside else None,
        agency_name=charge.name if charge else None,
        scheme=scheme,
        role=role,
        campaign_key=campaign_of(document, structure, segment, told, opening),
        occurred_on=day,
        suspects=suspects,
        confidence=case_confidence(way),
        evidence=document.evidence(_evidence_span(segment), rule_id("case", way)),
    )


def _opening(structure: Structure, sentences: Sequence[Sentence]) -> list[Span]:
    """What the article says before its first case."""
    first = min((segment.spans[0].start for segment in structure.segments), default=0)
    return [sentence.span for sentence in sentences if sentence.span.end <= first]


def _evidence_span(segment: CaseSegment) -> Span:
    return segment.heading or segment.spans[0]


def _way(segment: CaseSegment, charge: Charge | None) -> CaseWay:
    is_bodiless = charge is None or charge.name is None
    if segment.heading is not None or segment.ordinal is not None:
        return "listed_bodiless" if is_bodiless else "listed"
    return "narrated_bodiless" if is_bodiless else "narrated"


def _regions(document: Document, key: str, charge: Charge | None, roles: Sequence[PlacedRole]) -> list[RegionReport]:
    reports = []
    if charge is not None:
        reports.append(RegionReport(key, charge.adcode, "jurisdiction", document.evidence(charge.span, charge.rule)))
        reports += [
            RegionReport(key, place.adcode, "jurisdiction", document.evidence(place.span, "jurisdiction.together"))
            for place in charge.beside
        ]
    reports += [RegionReport(key, r.adcode, r.role, document.evidence(r.span, r.rule)) for r in roles]
    return reports
