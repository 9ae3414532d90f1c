"""Columns and types of the normalized tables, in the order in which they are shown.

Only schemas. A row of a report table starts with its id and the article version that it was read from and ends with
its evidence: `rule`, and `span_start` .. `span_end` (characters of the captured text) with their `quote`.
"""

import polars as pl

VALUE_PRECISION = 24
VALUE_SCALE = 4

_SOURCE = {"report_id": pl.String(), "article": pl.String(), "version_sha256": pl.String()}
_EVIDENCE = {"rule": pl.String(), "span_start": pl.Int32(), "span_end": pl.Int32(), "quote": pl.String()}

TABLES: dict[str, pl.Schema] = {
    "articles": pl.Schema(
        {
            "article": pl.String(),
            "version_sha256": pl.String(),
            "captured_position": pl.Int64(),
            "captured_at": pl.Datetime("us", "UTC"),
            "coder": pl.String(),
            "coder_version": pl.String(),
            "title": pl.String(),
            "publisher": pl.String(),
            "url": pl.String(),
            "language": pl.String(),
            "script": pl.String(),
            "published_on": pl.Date(),
            "published_basis": pl.String(),
            "in_scope": pl.Boolean(),
            "scope_reason": pl.String(),
            "text_chars": pl.Int32(),
            "captured_chars": pl.Int32(),
            "damaged_chars": pl.Int32(),
            "cases": pl.Int32(),
            "campaigns": pl.Int32(),
            "figures": pl.Int32(),
            "coder_error": pl.String(),
        }
    ),
    "case_reports": pl.Schema(
        {
            **_SOURCE,
            "case_key": pl.String(),
            "title": pl.String(),
            "code_name": pl.String(),
            "agency_adcode": pl.String(),
            "agency_name": pl.String(),
            "scheme": pl.String(),
            "role": pl.String(),
            "campaign_key": pl.String(),
            "occurred_on": pl.Date(),
            "suspects": pl.List(pl.String()),
            "confidence": pl.Float64(),
            **_EVIDENCE,
        }
    ),
    "campaign_reports": pl.Schema(
        {
            **_SOURCE,
            "campaign_key": pl.String(),
            "name_zh": pl.String(),
            "name_en": pl.String(),
            "year": pl.Int32(),
            "region_adcode": pl.String(),
            **_EVIDENCE,
        }
    ),
    "figure_reports": pl.Schema(
        {
            **_SOURCE,
            "ordinal": pl.Int32(),
            "metric": pl.String(),
            "value": pl.Decimal(VALUE_PRECISION, VALUE_SCALE),
            "unit": pl.String(),
            "qualifier": pl.String(),
            "basis": pl.String(),
            "subset": pl.Boolean(),
            "scope": pl.String(),
            "case_key": pl.String(),
            "case_report_id": pl.String(),
            "campaign_key": pl.String(),
            "region_adcode": pl.String(),
            "period_start": pl.Date(),
            "period_end": pl.Date(),
            "period_basis": pl.String(),
            "confidence": pl.Float64(),
            **_EVIDENCE,
        }
    ),
    "region_mentions": pl.Schema(
        {
            **_SOURCE,
            "case_key": pl.String(),
            "case_report_id": pl.String(),
            "adcode": pl.String(),
            "role": pl.String(),
            **_EVIDENCE,
        }
    ),
    # Filled by resolution; `report_id` is the case report's. One row a case report of the refresh, and one a report linked
    # before that changes its case (decision moved): `replaced_position` is where its link stands until now.
    "case_links": pl.Schema(
        {
            **_SOURCE,
            "captured_position": pl.Int64(),
            "case_id": pl.String(),
            "score": pl.Float64(),
            "decision": pl.String(),
            "reasons": pl.List(pl.String()),
            "replaced_position": pl.Int64(),
        }
    ),
}

# The column that names a row of each table, within one refresh.
KEYS: dict[str, str] = {table: "article" if table == "articles" else "report_id" for table in TABLES}


def empty(table: str) -> pl.DataFrame:
    """The table without rows. KeyError for a name that is no table."""
    return pl.DataFrame(schema=TABLES[table])
