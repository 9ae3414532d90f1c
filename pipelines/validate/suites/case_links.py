"""Expectations on `case_links`, what resolution decided."""

import polars as pl

from pipelines.validate.context import Context
from pipelines.validate.expectation import ERROR, WARN, Expectation, between, holds, one_of, present
from pipelines.validate.lookups import with_article, with_report_known
from pipelines.validate.suite import Suite, Tables
from pipelines.validate.suites import report


def _view(tables: Tables) -> pl.DataFrame:
    """What is moved was reported and accepted before: neither its article nor its report stands in this refresh's tables."""
    frame = with_report_known(with_article(tables["case_links"], tables), tables, "case_reports", "case_reported")
    is_moved = (pl.col("decision") == "moved").fill_null(False)
    return frame.with_columns(
        reasons_shown=pl.col("reasons").list.join("; "),
        article_known=pl.when(is_moved).then(True).otherwise("article_known"),
        case_reported=pl.when(is_moved).then(True).otherwise("case_reported"),
        replaces_a_link=pl.col("replaced_position").is_not_null() == is_moved,
    )


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
            "the decision is new, matched, carried or moved",
            "decision",
            ("new", "matched", "carried", "moved"),
        ),
        present("capture_known", ERROR, "the capture that the report goes back to is told", "captured_position"),
        holds(
            "moved_replaces_a_link",
            ERROR,
            "a report that is moved, and no other, says which link it leaves",
            pl.col("replaces_a_link"),
            "decision",
            "replaced_position",
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
