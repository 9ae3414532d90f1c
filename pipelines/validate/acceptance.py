"""Verdicts as events: what was accepted goes into the log under its own name, what was not as row_quarantined.

One row, one event (an article's row gives two: what was read of the document, and that it was coded). An article whose
own row is quarantined is not coded; the cascade has quarantined its reports with it.
"""

import polars as pl

from pipelines.eventlog import NewEvents
from pipelines.eventlog.schema import CONFIDENCE
from pipelines.model.ids import stable_id
from pipelines.validate.verdicts import Verdicts

ACTOR = "validate"

# Table → event. The order is the order in the log: what is referred to comes before what refers to it.
EVENT_OF_TABLE = {
    "campaign_reports": "campaign_reported",
    "case_reports": "case_reported",
    "region_mentions": "region_reported",
    "figure_reports": "figure_reported",
    "case_links": "report_linked",
}

_DECIMAL = pl.Decimal(CONFIDENCE.precision, CONFIDENCE.scale)
_READ_ONLY = ("coder", "coder_version", "in_scope", "scope_reason")


def verdict_events(verdicts: Verdicts, run_id: str) -> list[NewEvents]:
    """All events of one validation, in the order in which they belong into the log."""
    articles = verdicts.frames["articles"].select("article", "captured_position")
    events = [*_article_events(verdicts.accepted("articles"))]
    for table, event in EVENT_OF_TABLE.items():
        rows = verdicts.accepted(table)
        # A link may be of a report of another refresh: its row says by itself which capture it goes back to.
        told = rows if "captured_position" in rows.columns else rows.join(articles, on="article", how="left")
        events.append(_report_events(event, told))
    events.append(_quarantine_events(verdicts, articles))
    events.append(_validation_events(verdicts, run_id))
    return events


def _article_events(articles: pl.DataFrame) -> tuple[NewEvents, NewEvents]:
    rows = articles.drop("captured_at", "cases", "campaigns", "figures", "coder_error")
    rows = rows.with_columns(
        cause_position=pl.col("captured_position"), stream=pl.format("article/{}", pl.col("article"))
    )
    identity = ["article", "captured_position", "coder", "coder_version"]
    read = _with_ids("article_read", rows, identity).drop(_READ_ONLY)
    coded = _with_ids("article_coded", rows, identity).select(
        "event_id", "stream", "cause_position", "article", "version_sha256", "captured_position", *_READ_ONLY
    )
    return NewEvents("article_read", read.to_arrow()), NewEvents("article_coded", coded.to_arrow())


def _report_events(event: str, reports: pl.DataFrame) -> NewEvents:
    owner = pl.format("case/{}", "case_id") if event == "report_linked" else pl.format("article/{}", "article")
    rows = reports.with_columns(stream=owner).rename({"captured_position": "cause_position"})
    inexact = [name for name in ("confidence", "score") if name in rows.columns]
    rows = rows.with_columns(pl.col(inexact).round(CONFIDENCE.scale).cast(_DECIMAL))
    if event != "report_linked":
        return NewEvents(event, _with_ids(event, rows, ["report_id", "cause_position"]).to_arrow())
    # A link is made anew when the case changes, and may come back to a case that it had: what it takes the place of is part
    # of its identity.
    linked = _with_ids(event, rows, ["report_id", "case_id", "cause_position", "replaced_position"])
    return NewEvents(event, linked.drop("replaced_position").to_arrow())


def _quarantine_events(verdicts: Verdicts, articles: pl.DataFrame) -> NewEvents:
    parts = [_quarantined_rows(verdicts, table) for table in verdicts.frames]
    rows = pl.concat([part for part in parts if part.height] or [parts[0]])
    rows = rows.join(articles, on="article", how="left").rename({"captured_position": "cause_position"})
    rows = rows.with_columns(stream=pl.format("quarantine/{}", "table_name"))
    identity = ["table_name", "row_key", "expectation", "cause_position", "row_json"]
    return NewEvents("row_quarantined", _with_ids("row_quarantined", rows, identity).to_arrow())


def _quarantined_rows(verdicts: Verdicts, table: str) -> pl.DataFrame:
    """One line a row and expectation that caught it, with the row itself as JSON so that it can be looked at."""
    frame = verdicts.frames[table].with_row_index("row")
    found = verdicts.rejected.filter(pl.col("table") == table)
    content = frame.select(
        "row", "article", "version_sha256", row_json=pl.struct(verdicts.frames[table].columns).struct.json_encode()
    )
    return found.join(content, on="row", how="left").select(
        "row_key", "article", "version_sha256", "expectation", "reason", "row_json", table_name=pl.col("table")
    )


def _validation_events(verdicts: Verdicts, run_id: str) -> NewEvents:
    rows = [
        {
            "event_id": stable_id("table_validated", run_id, table),
            "stream": f"validation/{table}",
            "table_name": table,
            "rows_in": frame.height,
            "rows_accepted": verdicts.accepted(table).height,
            "rows_quarantined": verdicts.quarantined(table).height,
            "expectations": len(verdicts.results[table]),
            "failed": [outcome.expectation for outcome in verdicts.results[table] if not outcome.success],
        }
        for table, frame in verdicts.frames.items()
    ]
    return NewEvents("table_validated", pl.DataFrame(rows, schema_overrides={"failed": pl.List(pl.String)}).to_arrow())


def _with_ids(event: str, rows: pl.DataFrame, identity: list[str]) -> pl.DataFrame:
    ids = [stable_id(event, *values) for values in rows.select(identity).iter_rows()]
    return rows.with_columns(pl.Series("event_id", ids, pl.String))
