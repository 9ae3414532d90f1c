"""Expectations on `region_mentions`."""

import polars as pl

from pipelines.validate.context import Context
from pipelines.validate.expectation import ERROR, WARN, Expectation, holds, one_of, present, unique
from pipelines.validate.lookups import with_article, with_case
from pipelines.validate.suite import Suite, Tables
from pipelines.validate.suites import report

_ROLES = ("jurisdiction", "arrest", "site", "victim", "origin")


def _view(tables: Tables) -> pl.DataFrame:
    return with_case(with_article(tables["region_mentions"], tables), tables)


def _expectations(context: Context) -> tuple[Expectation, ...]:
    chinese = pl.col("adcode").str.contains(r"^\d{6}$")
    return (
        *report.identity(),
        *report.in_scope(),
        *report.evidence(),
        present("case_key_present", ERROR, "the region belongs to a case", "case_key"),
        holds(
            "case_known",
            ERROR,
            "its case is in case_reports, under the same key",
            pl.col("case_known"),
            "case_key",
            "case_report_id",
        ),
        present("adcode_present", ERROR, "the place has a code", "adcode"),
        report.place_known("adcode_known", "adcode", context),
        present("role_present", ERROR, "the place has a role", "role"),
        one_of("role_known", ERROR, "the role is one of the codebook's", "role", _ROLES),
        unique("told_once", WARN, "a place has a role for a case once", "case_report_id", "adcode", "role"),
        holds(
            "jurisdiction_in_china",
            WARN,
            "the body in charge is Chinese: a foreign force is out of the domain",
            (pl.col("role") != "jurisdiction") | chinese,
            "adcode",
            "role",
        ),
    )


SUITE = Suite("region_mentions", "report_id", _view, _expectations)
