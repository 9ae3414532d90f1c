"""The truth of an article as the model's reports: what a perfect coder would give. For tests of resolution and of the load.

No extraction runs. Which case a report tells is known: `case_ids`.
"""

from decimal import Decimal

from bench.corpus.truth import Article, Figure, ToldCampaign, ToldCase, ToldRegion
from pipelines.model.reports import CampaignReport, CaseReport, Coding, FigureReport, RegionReport
from pipelines.model.span import Evidence, Span

CODER = "generated-truth"
CODER_VERSION = "1"


def coding_of(article: Article) -> Coding:
    """All reports of the article, each with its words in `article.captured`."""
    return Coding(
        coder=CODER,
        coder_version=CODER_VERSION,
        in_scope=article.in_domain,
        scope_reason="known",
        cases=tuple(_case(told) for told in article.cases),
        campaigns=tuple(_campaign(told) for told in article.campaigns),
        figures=tuple(_figure(figure) for figure in article.figures),
        regions=tuple(_region(region) for region in article.regions),
    )


def case_ids(article: Article) -> dict[str, str]:
    """Key of each case report → the case that it truly tells."""
    return {told.key: told.case.case_id for told in article.cases}


def _evidence(span: Span, quote: str) -> Evidence:
    return Evidence(span, quote, CODER)


def _case(told: ToldCase) -> CaseReport:
    return CaseReport(
        key=told.key,
        title=told.title,
        code_name=told.code_name,
        agency_adcode=told.case.place,
        agency_name=None,
        scheme=told.scheme,
        role=told.case.role,
        campaign_key=told.campaign_key,
        occurred_on=None,
        suspects=told.suspects,
        confidence=1.0,
        evidence=_evidence(told.span, told.quote),
    )


def _campaign(told: ToldCampaign) -> CampaignReport:
    campaign = told.campaign
    return CampaignReport(
        key=campaign.key,
        name_zh=campaign.zh,
        name_en=campaign.en,
        year=campaign.year,
        region_adcode=campaign.region_adcode,
        evidence=_evidence(told.span, told.quote),
    )


def _figure(figure: Figure) -> FigureReport:
    start, end = figure.period or (None, None)
    return FigureReport(
        metric=figure.count.metric,
        value=Decimal(figure.count.value),
        unit=figure.unit,
        qualifier=figure.count.qualifier,
        basis=figure.basis,
        subset=figure.subset,
        scope=figure.scope,
        case_key=figure.case_key,
        campaign_key=figure.campaign_key,
        region_adcode=figure.region,
        period_start=start,
        period_end=end,
        period_basis="text" if figure.period else None,
        confidence=1.0,
        evidence=_evidence(figure.span, figure.quote),
    )


def _region(told: ToldRegion) -> RegionReport:
    return RegionReport(told.case_key, told.adcode, told.role, _evidence(told.span, told.quote))
