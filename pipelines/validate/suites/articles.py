"""Expectations on `articles`. A row that fails takes all that was read from the article with it."""

import polars as pl

from pipelines.validate.context import Context
from pipelines.validate.expectation import (
    ERROR,
    WARN,
    Expectation,
    between,
    equal,
    holds,
    matches,
    one_of,
    ordered,
    present,
    unique,
)
from pipelines.validate.lookups import latest_day, with_report_count
from pipelines.validate.suite import Suite, Tables
from pipelines.validate.suites.report import EARLIEST_DAY, not_blank

_MOSTLY = 0.5


def _view(tables: Tables) -> pl.DataFrame:
    frame = tables["articles"].with_columns(latest_day=latest_day())
    frame = with_report_count(frame, tables, "case_reports", "cases_found")
    frame = with_report_count(frame, tables, "campaign_reports", "campaigns_found")
    return with_report_count(frame, tables, "figure_reports", "figures_found")


def _expectations(_: Context) -> tuple[Expectation, ...]:
    return (*_identity(), *_document(), *_date(), *_coding())


def _identity() -> tuple[Expectation, ...]:
    return (
        present("article_present", ERROR, "the article is named", "article"),
        unique("article_unique", ERROR, "an article has one version and one coding at a time", "article"),
        present("version_present", ERROR, "the version is named", "version_sha256"),
        matches("version_is_hash", ERROR, "the version is a SHA-256 in hex", "version_sha256", r"^[0-9a-f]{64}$"),
        present("position_present", ERROR, "the capture has a position in the log", "captured_position"),
        between("position_counts_from_one", ERROR, "log positions count from 1", "captured_position", low=1),
        present("captured_at_present", ERROR, "the instant of capture is known", "captured_at"),
    )


def _document() -> tuple[Expectation, ...]:
    damaged = pl.col("damaged_chars")
    return (
        present("language_present", ERROR, "the language is told", "language"),
        one_of("language_known", ERROR, "the language is zh, en or other", "language", ("zh", "en", "other")),
        present("script_present", ERROR, "the script is told", "script"),
        one_of("script_known", ERROR, "the script is a code in use", "script", ("Hans", "Hant", "Latn", "other")),
        present("title_present", WARN, "the article has a title", "title"),
        between("text_chars_count", ERROR, "a text has no fewer than 0 characters", "text_chars", low=0),
        between("captured_chars_count", ERROR, "a captured text has at least 1 character", "captured_chars", low=1),
        ordered("damage_within_text", ERROR, "no more is damaged than there is text", "damaged_chars", "text_chars"),
        holds(
            "text_mostly_sound",
            WARN,
            "at most half of the text is damaged",
            damaged <= pl.col("text_chars") * _MOSTLY,
            "damaged_chars",
            "text_chars",
        ),
        holds(
            "scope_has_text",
            WARN,
            "an article in scope has text",
            ~pl.col("in_scope") | (pl.col("text_chars") > 0),
            "in_scope",
            "text_chars",
        ),
    )


def _date() -> tuple[Expectation, ...]:
    bases = ("declared", "front_matter", "meta", "byline", "dateline", "url")
    dated, based = pl.col("published_on").is_not_null(), pl.col("published_basis").is_not_null()
    return (
        present("published_on_present", WARN, "the day of publication is known", "published_on"),
        between("published_on_recent", ERROR, "it was published in 1990 or later", "published_on", low=EARLIEST_DAY),
        ordered(
            "published_before_capture",
            ERROR,
            "it was not published more than a day after its capture",
            "published_on",
            "latest_day",
        ),
        one_of("published_basis_known", WARN, "the date rests on a known kind of basis", "published_basis", bases),
        holds(
            "published_basis_told",
            WARN,
            "a date has a basis, and there is no basis without a date",
            dated == based,
            "published_on",
            "published_basis",
        ),
    )


def _coding() -> tuple[Expectation, ...]:
    reports = pl.col("cases") + pl.col("campaigns") + pl.col("figures")
    return (
        holds("coder_finished", ERROR, "the coder read it to its end", pl.col("coder_error").is_null(), "coder_error"),
        present("coder_present", ERROR, "the coder is named", "coder"),
        present("coder_version_present", ERROR, "the coder's version is told", "coder_version"),
        present("in_scope_present", ERROR, "it is decided whether the article is in scope", "in_scope"),
        present("scope_reason_present", ERROR, "there is a reason for the decision on scope", "scope_reason"),
        not_blank("scope_reason_told", "the reason for the decision on scope says something", "scope_reason"),
        holds(
            "out_of_scope_is_empty",
            ERROR,
            "an article out of scope has no reports",
            pl.col("in_scope") | (reports == 0),
            "in_scope",
            "cases",
            "campaigns",
            "figures",
        ),
        equal("cases_complete", ERROR, "all its case reports are in case_reports", "cases", "cases_found"),
        equal("campaigns_complete", ERROR, "all its campaigns are in campaign_reports", "campaigns", "campaigns_found"),
        equal("figures_complete", ERROR, "all its figures are in figure_reports", "figures", "figures_found"),
    )


SUITE = Suite("articles", "article", _view, _expectations)
