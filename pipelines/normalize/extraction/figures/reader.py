"""The door of figure reading: numbers of a document, with all that is known around them, become figure reports.

Puts the steps in order and makes the reports; each step's rules live in its own module.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipelines.model.codelists import metrics
from pipelines.model.document import Document
from pipelines.model.reports import CaseReport, FigureReport
from pipelines.normalize.extraction.confidence import FigureWay, figure_confidence, rule_id
from pipelines.normalize.extraction.figures.clauses import read_sentences
from pipelines.normalize.extraction.figures.echoes import echoes
from pipelines.normalize.extraction.figures.found import Found
from pipelines.normalize.extraction.figures.lexicon import lexicon
from pipelines.normalize.extraction.figures.make_up import without_known_people
from pipelines.normalize.extraction.figures.repeats import without_repeats
from pipelines.normalize.extraction.figures.scope import ScopeReader, reconciled
from pipelines.normalize.extraction.figures.spotting import FigureSpotter
from pipelines.normalize.extraction.figures.tables import table_figures
from pipelines.normalize.extraction.figures.timing import PeriodReader
from pipelines.normalize.extraction.figures.wholes import with_subsets
from pipelines.normalize.extraction.mentions import NumberMention, PeriodMention, Structure
from pipelines.normalize.extraction.structure.matters import Matters
from pipelines.normalize.extraction.structure.places import Place


def read_figures(
    document: Document,
    numbers: Sequence[NumberMention],
    periods: Sequence[PeriodMention],
    structure: Structure,
    matters: Matters,
    cases: Sequence[CaseReport],
    home: str | None,
    places: Sequence[Place] = (),
) -> tuple[FigureReport, ...]:
    """The figures of one document, in text order. `cases` describe `structure.segments` in the same order.

    `home` is the adcode of the article's own place, None where it has none.
    """
    words = lexicon(document.language)
    sentences = read_sentences(document, numbers, words)
    scopes = ScopeReader(document, structure, cases, home, places, sentences)
    spotted = FigureSpotter(document, words, home).spot(sentences)
    placed = [scopes.placed(figure) for figure in (*spotted, *echoes(spotted, sentences, words))]
    found = reconciled([figure for figure in placed if not _is_other_crimes(figure, matters)], structure.segments)
    tabled = [f for f in table_figures(document, words, places, found) if not _is_other_crimes(f, matters)]
    found = without_known_people([*found, *tabled])
    found = [replace(f, region=f.region or scopes.region(f)) for f in without_repeats(found)]
    found = PeriodReader(document, periods, structure.segments).dated(found)
    return tuple(_report(document, figure, structure, cases) for figure in with_subsets(found, words, document.text))


def _is_other_crimes(found: Found, matters: Matters) -> bool:
    """Whether the figure is another crime's or state's. A case is the domain's own until its words say otherwise."""
    if matters.is_elsewhere(found.evidence):
        return True
    if found.scope == "case":
        return matters.is_other_in_case(found.evidence)
    return matters.is_other(found.evidence)


def _report(document: Document, found: Found, structure: Structure, cases: Sequence[CaseReport]) -> FigureReport:
    number, period = found.number, found.period
    way: FigureWay = "again" if found.told_again else found.way
    return FigureReport(
        metric=found.metric,
        value=number.value,
        unit=number.unit if number.is_money and number.unit else metrics()[found.metric].unit,
        qualifier=number.qualifier,
        basis=number.basis,
        subset=found.subset,
        scope=found.scope,
        case_key=found.case_key,
        campaign_key=_campaign(found, structure, cases),
        region_adcode=found.region,
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        period_basis=period.basis if period else None,
        confidence=figure_confidence(way),
        evidence=document.evidence(found.evidence, rule_id(found.rule, way)),
    )


def _campaign(found: Found, structure: Structure, cases: Sequence[CaseReport]) -> str | None:
    """The campaign whose result the figure is: named before it in the sentence, else in the paragraph, else the case's."""
    for stretch in (found.sentence.span, found.sentence.block.span):
        named = [c for c in structure.campaigns if stretch.contains(c.span) and c.span.start < found.number.span.start]
        if named:
            return named[-1].key
    return next((c.campaign_key for c in cases if c.key == found.case_key), None)
