"""Expectations on `case_reports`. A row that fails takes its figures, regions and links with it."""

import polars as pl

from pipelines.validate.context import Context
from pipelines.validate.expectation import ERROR, WARN, Expectation, between, holds, one_of, ordered, present, unique
from pipelines.validate.lookups import with_article, with_campaign, with_report_known
from pipelines.validate.suite import Suite, Tables
from pipelines.validate.suites import report


def _view(tables: Tables) -> pl.DataFrame:
    frame = with_article(tables["case_reports"], tables)
    frame = with_campaign(frame, tables)
    frame = with_report_known(frame, tables, "case_links", "linked")
    return frame.with_columns(suspects_shown=pl.col("suspects").list.join(", "))


def _expectations(context: Context) -> tuple[Expectation, ...]:
    return (
        *report.identity(),
        *report.in_scope(),
        *report.evidence(),
        *report.confidence(),
        *_attributes(context),
        *_dates(),
        *_suspects(),
    )


def _attributes(context: Context) -> tuple[Expectation, ...]:
    return (
        present("case_key_present", ERROR, "the case has a key", "case_key"),
        unique(
            "case_key_unique",
            ERROR,
            "a key names one case of an article version",
            "article",
            "version_sha256",
            "case_key",
        ),
        present("title_present", ERROR, "the case has a title", "title"),
        report.not_blank("title_told", "the title says something", "title"),
        one_of("scheme_known", ERROR, "the scheme is one of the codebook's", "scheme", context.schemes),
        one_of("role_known", ERROR, "the role in the chain is one of the codebook's", "role", context.chain_roles),
        report.place_known("agency_known", "agency_adcode", context),
        holds(
            "campaign_known",
            WARN,
            "the article reports the campaign that the case belongs to",
            pl.col("campaign_known"),
            "campaign_key",
        ),
        holds("case_linked", WARN, "the report is linked to a case", pl.col("linked"), "report_id"),
    )


def _dates() -> tuple[Expectation, ...]:
    return (
        between("occurred_on_recent", ERROR, "it happened in 1990 or later", "occurred_on", low=report.EARLIEST_DAY),
        ordered(
            "occurred_before_capture",
            ERROR,
            "it did not happen more than a day after the capture",
            "occurred_on",
            "latest_day",
        ),
        ordered(
            "occurred_before_publication",
            WARN,
            "it did not happen after the article was published",
            "occurred_on",
            "article_published_on",
        ),
    )


def _suspects() -> tuple[Expectation, ...]:
    names = pl.col("suspects")
    blank = names.list.eval(pl.element().is_null() | (pl.element().str.strip_chars() == "")).list.any()
    return (
        holds("suspects_named", WARN, "no suspect's name is blank", ~blank, "suspects_shown"),
        holds(
            "suspects_told_once",
            WARN,
            "no suspect is listed twice",
            names.list.n_unique() == names.list.len(),
            "suspects_shown",
        ),
    )


SUITE = Suite("case_reports", "report_id", _view, _expectations)
