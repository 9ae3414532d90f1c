"""What holds for every report, whatever it reports: its id, the article it was read from, its evidence, its confidence.

The views of report tables have the columns of `lookups.with_article`.
"""

from datetime import datetime

import polars as pl

from pipelines.validate.context import Context
from pipelines.validate.expectation import ERROR, Expectation, between, equal, holds, ordered, present, unique

# Telecom fraud as the codebook knows it, and its bulletins on the web, are younger; a date before this is misread.
EARLIEST_DAY = datetime(1990, 1, 1)


def identity() -> tuple[Expectation, ...]:
    """Expectations on report_id, article and version_sha256."""
    return (
        present("id_present", ERROR, "the report has an id", "report_id"),
        unique("id_unique", ERROR, "no other row of the table has this report_id", "report_id"),
        holds(
            "article_known",
            ERROR,
            "the article version it was read from is in articles",
            pl.col("article_known"),
            "article",
            "version_sha256",
        ),
    )


def in_scope() -> tuple[Expectation, ...]:
    """Nothing is reported from an article outside the domain."""
    meaning = "the article is in scope: nothing is reported from one that is not"
    return (holds("article_in_scope", ERROR, meaning, pl.col("article_in_scope"), "article"),)


def evidence() -> tuple[Expectation, ...]:
    """Expectations on rule, span and quote."""
    return (
        present("rule_present", ERROR, "the rule that read it is named", "rule"),
        present("quote_present", ERROR, "the words it was read from are quoted", "quote"),
        present("span_start_present", ERROR, "the span has a start", "span_start"),
        present("span_end_present", ERROR, "the span has an end", "span_end"),
        between("span_start_in_text", ERROR, "the span does not start before the text", "span_start", low=0),
        ordered("span_forward", ERROR, "the span ends after it starts", "span_start", "span_end", strictly=True),
        ordered("span_end_in_text", ERROR, "the span ends within the captured text", "span_end", "article_chars"),
        _quote_fits_span(),
    )


def _quote_fits_span() -> Expectation:
    base = equal("quote_fits_span", ERROR, "the quote is as long as its span", "quote_chars", "span_chars")
    derived = {
        "quote_chars": pl.col("quote").str.len_chars().cast(pl.Int64),
        "span_chars": pl.col("span_end").cast(pl.Int64) - pl.col("span_start").cast(pl.Int64),
    }
    return Expectation(base.id, base.severity, base.meaning, base.kind, base.arguments, ("quote", *base.shows), derived)


def confidence() -> tuple[Expectation, ...]:
    """Expectations on confidence."""
    return (
        present("confidence_present", ERROR, "the confidence is told", "confidence"),
        between("confidence_in_range", ERROR, "the confidence is between 0 and 1", "confidence", low=0.0, high=1.0),
    )


def place_known(id: str, column: str, context: Context) -> Expectation:
    """The adcode exists; null is not looked at."""
    known = pl.col(column).is_in(sorted(context.adcodes))
    return holds(id, ERROR, f"{column} is a code of the gazetteer", known, column)


def not_blank(id: str, meaning: str, column: str) -> Expectation:
    """The text has something to read in it; null is not looked at."""
    return holds(id, ERROR, meaning, pl.col(column).str.strip_chars() != "", column)
