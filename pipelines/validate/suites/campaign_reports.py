"""Expectations on `campaign_reports`."""

import polars as pl

from pipelines.validate.context import Context
from pipelines.validate.expectation import ERROR, WARN, Expectation, between, holds, matches, ordered, present, unique
from pipelines.validate.lookups import with_article
from pipelines.validate.suite import Suite, Tables
from pipelines.validate.suites import report


def _view(tables: Tables) -> pl.DataFrame:
    frame = with_article(tables["campaign_reports"], tables)
    return frame.with_columns(latest_year=pl.col("latest_day").dt.year())


def _expectations(context: Context) -> tuple[Expectation, ...]:
    named = pl.col("name_zh").is_not_null() | pl.col("name_en").is_not_null()
    year_in_key = pl.col("campaign_key").str.extract(r"_((?:19|20)\d{2})$").cast(pl.Int32)
    return (
        *report.identity(),
        *report.in_scope(),
        *report.evidence(),
        present("campaign_key_present", ERROR, "the campaign has a key", "campaign_key"),
        matches("campaign_key_shape", ERROR, "the key is one word", "campaign_key", r"^\S+$"),
        unique(
            "campaign_key_unique",
            ERROR,
            "an article version reports a campaign once",
            "article",
            "version_sha256",
            "campaign_key",
        ),
        holds("named", ERROR, "the campaign has a name in Chinese or English", named, "name_zh", "name_en"),
        between("year_recent", ERROR, "its year is 1990 or later", "year", low=report.EARLIEST_DAY.year),
        ordered("year_before_capture", ERROR, "its year is not after the capture", "year", "latest_year"),
        holds(
            "year_agrees_with_key",
            WARN,
            "a year in the key is the campaign's year",
            year_in_key.is_null() | year_in_key.eq_missing(pl.col("year")),
            "campaign_key",
            "year",
        ),
        report.place_known("region_known", "region_adcode", context),
    )


SUITE = Suite("campaign_reports", "report_id", _view, _expectations)
