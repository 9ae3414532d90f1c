"""Expectations on `figure_reports`: each number has a meaning that the codebook knows, and numbers agree.

`value` is compared exactly where equality or whole numbers matter, and as a float where only its size does.
"""

import polars as pl

from pipelines.validate.context import Context
from pipelines.validate.expectation import (
    ERROR,
    WARN,
    Expectation,
    between,
    holds,
    one_of,
    ordered,
    present,
    unique,
)
from pipelines.validate.lookups import with_article, with_campaign, with_case
from pipelines.validate.suite import Suite, Tables
from pipelines.validate.suites import report

_MONEY = "CNY"

# Above these a number is more likely misread than true: the population of China, its provinces, and for money and
# things a size that no single operation has been reported to reach.
_LARGEST = {"person": 1.5e9, "province": 34.0, "case": 1e8, "gang": 1e7, "den": 1e7, "operation": 1e6}
_LARGEST_MONEY = 1e14
_LARGEST_OTHER = 1e12

_OBJECT = ("article", "version_sha256", "metric", "unit", "basis", "scope", "case_key")
_MEANING = (*_OBJECT, "value", "qualifier", "subset", "region_adcode", "period_start", "period_end")


def _view(tables: Tables) -> pl.DataFrame:
    frame = with_case(with_campaign(with_article(tables["figure_reports"], tables), tables), tables)
    whole = pl.col("value").filter(~pl.col("subset")).max().over(_OBJECT)
    return frame.with_columns(size=pl.col("value").cast(pl.Float64), whole=whole, told=pl.len().over(_MEANING))


def _expectations(context: Context) -> tuple[Expectation, ...]:
    return (
        *report.identity(),
        *report.in_scope(),
        *report.evidence(),
        *report.confidence(),
        *_order(),
        *_value(context),
        *_object(context),
        *_period(),
        *_agreement(),
    )


def _order() -> tuple[Expectation, ...]:
    return (
        present("ordinal_present", ERROR, "the figure has a place in reading order", "ordinal"),
        between("ordinal_counts_from_one", ERROR, "reading order counts from 1", "ordinal", low=1),
        unique(
            "ordinal_unique",
            ERROR,
            "one figure of an article version stands at each place in reading order",
            "article",
            "version_sha256",
            "ordinal",
        ),
    )


def _value(context: Context) -> tuple[Expectation, ...]:
    unit_of_metric = pl.col("metric").replace_strict(dict(context.metric_units), default=None, return_dtype=pl.String)
    is_money = unit_of_metric == _MONEY
    is_currency = pl.col("unit").is_in(sorted(context.currencies))
    fits = pl.when(is_money).then(is_currency).otherwise(pl.col("unit") == unit_of_metric)
    whole_number = pl.col("value") == pl.col("value").round(0)
    largest = (
        pl.when(is_money)
        .then(_LARGEST_MONEY)
        .otherwise(unit_of_metric.replace_strict(_LARGEST, default=_LARGEST_OTHER, return_dtype=pl.Float64))
    )
    return (
        present("metric_present", ERROR, "the metric is told", "metric"),
        one_of("metric_known", ERROR, "the metric is one of the codebook's", "metric", context.metric_units),
        present("value_present", ERROR, "there is a value, and it fits 20 digits before the point", "value"),
        holds("value_not_negative", ERROR, "the value is not negative", pl.col("value") >= 0, "value"),
        holds("value_not_zero", WARN, "the value is not zero", pl.col("value") != 0, "value"),
        holds(
            "count_is_whole", ERROR, "what is counted comes in whole numbers", is_money | whole_number, "value", "unit"
        ),
        holds(
            "value_plausible",
            WARN,
            "the value is of a size that has been seen",
            pl.col("size") <= largest,
            "metric",
            "value",
            "unit",
        ),
        present("unit_present", ERROR, "the unit is told", "unit"),
        holds("unit_fits_metric", ERROR, "the unit is the metric's, or a currency for money", fits, "metric", "unit"),
        present("qualifier_present", ERROR, "the qualifier is told", "qualifier"),
        one_of(
            "qualifier_known",
            ERROR,
            "the qualifier is one of the codebook's",
            "qualifier",
            ("exact", "at_least", "nearly", "about"),
        ),
        present("subset_present", ERROR, "it is told whether the figure is part of another", "subset"),
    )


def _object(context: Context) -> tuple[Expectation, ...]:
    return (
        present("scope_present", ERROR, "the scope is told", "scope"),
        one_of("scope_known", ERROR, "the scope is case or aggregate", "scope", ("case", "aggregate")),
        holds(
            "scope_fits_case",
            ERROR,
            "a figure of scope case names its case, an aggregate names none",
            (pl.col("scope") == "case") == pl.col("case_key").is_not_null(),
            "scope",
            "case_key",
        ),
        holds(
            "case_known",
            ERROR,
            "its case is in case_reports, under the same key",
            pl.col("case_known"),
            "case_key",
            "case_report_id",
        ),
        holds(
            "campaign_known",
            WARN,
            "the article reports the campaign it names",
            pl.col("campaign_known"),
            "campaign_key",
        ),
        report.place_known("region_known", "region_adcode", context),
    )


def _period() -> tuple[Expectation, ...]:
    has_start, has_end = pl.col("period_start").is_not_null(), pl.col("period_end").is_not_null()
    based = pl.col("period_basis").is_not_null()
    return (
        ordered("period_ordered", ERROR, "the period does not end before it starts", "period_start", "period_end"),
        between("period_recent", ERROR, "the period starts in 1990 or later", "period_start", low=report.EARLIEST_DAY),
        ordered(
            "period_starts_before_capture",
            ERROR,
            "the period does not start more than a day after the capture",
            "period_start",
            "latest_day",
        ),
        ordered(
            "period_ends_before_capture",
            WARN,
            "the period does not end more than a day after the capture",
            "period_end",
            "latest_day",
        ),
        holds(
            "period_complete",
            WARN,
            "a period has both a first and a last day",
            has_start == has_end,
            "period_start",
            "period_end",
        ),
        holds(
            "period_basis_told",
            WARN,
            "a period has a basis, and there is no basis without a period",
            (has_start | has_end) == based,
            "period_start",
            "period_end",
            "period_basis",
        ),
    )


def _agreement() -> tuple[Expectation, ...]:
    subset = pl.col("subset")
    return (
        present("basis_present", ERROR, "the basis is told", "basis"),
        one_of("basis_known", ERROR, "the basis is total or daily", "basis", ("total", "daily")),
        holds(
            "daily_is_aggregate",
            WARN,
            "a daily figure is a body's, not one case's",
            (pl.col("basis") != "daily") | (pl.col("scope") == "aggregate"),
            "basis",
            "scope",
        ),
        holds(
            "subset_has_whole",
            WARN,
            "a part has its whole: a figure of the same article, metric, unit, basis, scope and case",
            ~subset | pl.col("whole").is_not_null(),
            "metric",
            "value",
        ),
        holds(
            "subset_within_whole",
            WARN,
            "a part is not larger than its whole",
            pl.when(subset).then(pl.col("value") <= pl.col("whole")),
            "metric",
            "value",
            "whole",
        ),
        holds(
            "told_once",
            WARN,
            "an article gives a figure once, however often it states it",
            pl.col("told") == 1,
            "metric",
            "value",
            "unit",
        ),
    )


SUITE = Suite("figure_reports", "report_id", _view, _expectations)
