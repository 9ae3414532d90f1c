"""Expectations on `case_links`, what resolution decided."""

import polars as pl

from pipelines.validate.context import Context
from pipelines.validate.expectation import ERROR, WARN, Expectation, between, holds, one_of, present
from pipelines.validate.lookups import with_article, with_report_known
from pipelines.validate.suite import Suite, Tables
from pipelines.validate.suites import report


def _view(tables: Tables) -> pl.DataFrame:
    frame = with_report_known(with_article(tables["case_links"], tables), tables, "case_reports", "case_reported")
    return frame.with_columns(reasons_shown=pl.col("reasons").list.join("; "))


def _expectations(_: Context) -> tuple[Expectation, ...]:
    return (
        *report.identity(),
        holds("case_reported", ERROR, "the linked report is in case_reports", pl.col("case_reported"), "report_id"),
        present("case_id_present", ERROR, "the report is linked to a case", "case_id"),
        report.not_blank("case_id_told", "the case's id is not blank", "case_id"),
        present("decision_present", ERROR, "the decision is told", "decision"),
        one_of(
            "decision_known",
            ERROR,
            "the decision is new, matched or carried",
            "decision",
            ("new", "matched", "carried"),
        ),
        holds(
            "match_has_score",
            ERROR,
            "a match has a score",
            (pl.col("decision") != "matched") | pl.col("score").is_not_null(),
            "decision",
            "score",
        ),
        between("score_in_range", ERROR, "the score is between 0 and 1", "score", low=0.0, high=1.0),
        holds(
            "reasons_told",
            WARN,
            "the decision has at least one reason",
            pl.col("reasons").list.len().fill_null(0) > 0,
            "decision",
            "reasons_shown",
        ),
    )


SUITE = Suite("case_links", "report_id", _view, _expectations)
