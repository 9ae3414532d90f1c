"""Codings to build tables from: one article with every kind of report, and one that is out of scope."""

from datetime import UTC, date, datetime
from decimal import Decimal

from pipelines.model.document import Document, plain_document
from pipelines.model.reports import CampaignReport, CaseReport, Coding, FigureReport, RegionReport
from pipelines.model.span import Evidence, Span
from pipelines.normalize.tables import CodedArticle

TEXT = "断卡行动中，安丘警方抓获嫌疑人21名，冻结资金86.5万元。"
CAPTURED_AT = datetime(2023, 5, 4, 8, 30, tzinfo=UTC)


def _evidence(document: Document, words: str, rule: str) -> Evidence:
    start = document.text.index(words)
    return document.evidence(Span(start, start + len(words)), rule)


def _figure(document: Document, metric: str, value: str, unit: str, words: str) -> FigureReport:
    return FigureReport(
        metric=metric,
        value=Decimal(value),
        unit=unit,
        qualifier="exact",
        basis="total",
        subset=False,
        scope="case",
        case_key="c1",
        campaign_key="break_card",
        region_adcode="370784",
        period_start=date(2023, 5, 1),
        period_end=date(2023, 5, 3),
        period_basis="text",
        confidence=0.9,
        evidence=_evidence(document, words, "zh.figure.test"),
    )


def coding_of(document: Document, coder_version: str = "1") -> Coding:
    case = CaseReport(
        key="c1",
        title="安丘警方打掉贩卡团伙",
        code_name=None,
        agency_adcode="370784",
        agency_name="安丘警方",
        scheme=None,
        role="telecom",
        campaign_key="break_card",
        occurred_on=date(2023, 5, 2),
        suspects=("丁某", "卢某"),
        confidence=0.8,
        evidence=_evidence(document, "安丘警方抓获嫌疑人21名", "zh.case.test"),
    )
    campaign = CampaignReport(
        "break_card", "断卡行动", None, None, "100000", _evidence(document, "断卡行动", "zh.campaign.test")
    )
    region = RegionReport("c1", "370784", "jurisdiction", _evidence(document, "安丘", "zh.region.test"))
    return Coding(
        coder="rules",
        coder_version=coder_version,
        in_scope=True,
        scope_reason="police and suspects",
        cases=(case,),
        campaigns=(campaign,),
        # Not in reading order on purpose.
        figures=(
            _figure(document, "amount_frozen", "865000", "CNY", "86.5万元"),
            _figure(document, "suspects_arrested", "21", "person", "21名"),
        ),
        regions=(region,),
    )


def coded_article() -> CodedArticle:
    """An article with every kind of report."""
    document = plain_document(TEXT, published_on=date(2023, 5, 4), title="贩卡团伙落网")
    return CodedArticle.of("a/one.txt", "1" * 64, 7, CAPTURED_AT, document, coding_of(document))


def out_of_scope_article() -> CodedArticle:
    """An article without reports."""
    document = plain_document("本市昨日举行马拉松，参赛者两万人。")
    coding = Coding("rules", "1", in_scope=False, scope_reason="no act against fraud")
    return CodedArticle.of("a/two.txt", "2" * 64, 8, CAPTURED_AT, document, coding)
