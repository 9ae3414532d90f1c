"""Codings → frames, one column at a time.

Rows come out in the order of the codings and, within one, in the order of its reports (figures in reading order).
Nothing is dropped, judged or
repaired here, with one exception that a column's type forces: a value that does not fit becomes null (`_storable`).
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol, TypeVar

import polars as pl

from pipelines.model.ids import stable_id
from pipelines.model.reports import CampaignReport, CaseReport, Coding, FigureReport, RegionReport
from pipelines.model.span import Evidence
from pipelines.normalize.tables.coded import CodedArticle
from pipelines.normalize.tables.schemas import TABLES, VALUE_PRECISION, VALUE_SCALE

_VALUE_LIMIT = Decimal(10) ** (VALUE_PRECISION - VALUE_SCALE) - 1
_VALUE_STEP = Decimal(1).scaleb(-VALUE_SCALE)


class _Evidenced(Protocol):
    @property
    def evidence(self) -> Evidence: ...


_Report = TypeVar("_Report", bound=_Evidenced)
_Rows = Sequence[tuple[CodedArticle, _Report]]
_Columns = dict[str, list[object]]


def frames(codings: Iterable[CodedArticle]) -> dict[str, pl.DataFrame]:
    """Every table of `TABLES` but `case_links`, built from the codings; each has its schema, also when empty.

    `report_id` depends on the article version, the coder and the report's natural key in the coding (its case or
    campaign key, a figure's place in reading order, a region's case, place and role), and on nothing else.
    """
    coded = list(codings)
    columns = {
        "articles": _articles(coded),
        "case_reports": _case_reports(_rows(coded, lambda coding: coding.cases)),
        "campaign_reports": _campaign_reports(_rows(coded, lambda coding: coding.campaigns)),
        "figure_reports": _figure_reports(coded),
        "region_mentions": _region_mentions(_rows(coded, lambda coding: coding.regions)),
    }
    return {table: pl.DataFrame(data, schema=TABLES[table]) for table, data in columns.items()}


def _rows(coded: Iterable[CodedArticle], reports: Callable[[Coding], Sequence[_Report]]) -> _Rows[_Report]:
    return [(row, report) for row in coded for report in reports(row.coding)]


def _articles(coded: Sequence[CodedArticle]) -> _Columns:
    return {
        "article": [row.article for row in coded],
        "version_sha256": [row.version_sha256 for row in coded],
        "captured_position": [row.captured_position for row in coded],
        "captured_at": [row.captured_at for row in coded],
        "coder": [row.coding.coder for row in coded],
        "coder_version": [row.coding.coder_version for row in coded],
        "title": [row.title for row in coded],
        "publisher": [row.publisher for row in coded],
        "url": [row.url for row in coded],
        "language": [row.language for row in coded],
        "script": [row.script for row in coded],
        "published_on": [row.published_on for row in coded],
        "published_basis": [row.published_basis for row in coded],
        "in_scope": [row.coding.in_scope for row in coded],
        "scope_reason": [row.coding.scope_reason for row in coded],
        "text_chars": [row.text_chars for row in coded],
        "captured_chars": [row.captured_chars for row in coded],
        "damaged_chars": [row.damaged_chars for row in coded],
        "cases": [len(row.coding.cases) for row in coded],
        "campaigns": [len(row.coding.campaigns) for row in coded],
        "figures": [len(row.coding.figures) for row in coded],
        "coder_error": [row.coder_error for row in coded],
    }


def _case_reports(rows: _Rows[CaseReport]) -> _Columns:
    return {
        "report_id": [_case_report_id(row, case.key) for row, case in rows],
        **_source(rows),
        "case_key": [case.key for _, case in rows],
        "title": [case.title for _, case in rows],
        "code_name": [case.code_name for _, case in rows],
        "agency_adcode": [case.agency_adcode for _, case in rows],
        "agency_name": [case.agency_name for _, case in rows],
        "scheme": [case.scheme for _, case in rows],
        "role": [case.role for _, case in rows],
        "campaign_key": [case.campaign_key for _, case in rows],
        "occurred_on": [case.occurred_on for _, case in rows],
        "suspects": [case.suspects for _, case in rows],
        "confidence": [case.confidence for _, case in rows],
        **_evidence(rows),
    }


def _campaign_reports(rows: _Rows[CampaignReport]) -> _Columns:
    return {
        "report_id": [_report_id("campaign_report", row, campaign.key) for row, campaign in rows],
        **_source(rows),
        "campaign_key": [campaign.key for _, campaign in rows],
        "name_zh": [campaign.name_zh for _, campaign in rows],
        "name_en": [campaign.name_en for _, campaign in rows],
        "year": [campaign.year for _, campaign in rows],
        "region_adcode": [campaign.region_adcode for _, campaign in rows],
        **_evidence(rows),
    }


def _figure_reports(coded: Sequence[CodedArticle]) -> _Columns:
    rows = _rows(coded, _in_reading_order)
    ordinals = [ordinal for row in coded for ordinal in range(1, len(row.coding.figures) + 1)]
    return {
        "report_id": [_report_id("figure_report", row, n) for (row, _), n in zip(rows, ordinals, strict=True)],
        **_source(rows),
        "ordinal": list(ordinals),
        "metric": [figure.metric for _, figure in rows],
        "value": [_storable(figure.value) for _, figure in rows],
        "unit": [figure.unit for _, figure in rows],
        "qualifier": [figure.qualifier for _, figure in rows],
        "basis": [figure.basis for _, figure in rows],
        "subset": [figure.subset for _, figure in rows],
        "scope": [figure.scope for _, figure in rows],
        "case_key": [figure.case_key for _, figure in rows],
        "case_report_id": [_case_report_id(row, figure.case_key) for row, figure in rows],
        "campaign_key": [figure.campaign_key for _, figure in rows],
        "region_adcode": [figure.region_adcode for _, figure in rows],
        "period_start": [figure.period_start for _, figure in rows],
        "period_end": [figure.period_end for _, figure in rows],
        "period_basis": [figure.period_basis for _, figure in rows],
        "confidence": [figure.confidence for _, figure in rows],
        **_evidence(rows),
    }


def _in_reading_order(coding: Coding) -> Sequence[FigureReport]:
    return sorted(coding.figures, key=lambda figure: figure.evidence.span)


def _region_mentions(rows: _Rows[RegionReport]) -> _Columns:
    return {
        "report_id": [_report_id("region_mention", row, r.case_key, r.adcode, r.role) for row, r in rows],
        **_source(rows),
        "case_key": [region.case_key for _, region in rows],
        "case_report_id": [_case_report_id(row, region.case_key) for row, region in rows],
        "adcode": [region.adcode for _, region in rows],
        "role": [region.role for _, region in rows],
        **_evidence(rows),
    }


def _source(rows: _Rows[_Report]) -> _Columns:
    return {
        "article": [row.article for row, _ in rows],
        "version_sha256": [row.version_sha256 for row, _ in rows],
    }


def _evidence(rows: _Rows[_Report]) -> _Columns:
    return {
        "rule": [report.evidence.rule for _, report in rows],
        "span_start": [report.evidence.span.start for _, report in rows],
        "span_end": [report.evidence.span.end for _, report in rows],
        "quote": [report.evidence.quote for _, report in rows],
    }


def _report_id(kind: str, row: CodedArticle, *natural_key: object) -> str:
    coding = row.coding
    return stable_id(kind, row.article, row.version_sha256, coding.coder, coding.coder_version, *natural_key)


def _case_report_id(row: CodedArticle, case_key: str | None) -> str | None:
    return None if case_key is None else _report_id("case_report", row, case_key)


def _storable(value: Decimal) -> Decimal | None:
    # One absurd number (a run of magnitude characters in a damaged text) must cost its own row, which validation
    # rejects for having no value, and not the whole run: polars raises on it, and panics on NaN.
    if not value.is_finite() or abs(value) >= _VALUE_LIMIT:
        return None
    return value.quantize(_VALUE_STEP, rounding=ROUND_HALF_UP)
