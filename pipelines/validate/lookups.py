"""What a row's neighbours in other tables say, as columns beside it. Joins only; judgement is the suites'.

Every function keeps the rows and their order. A table that was not given is not known: its columns are null, and
expectations do not look at nulls.
"""

import polars as pl

from pipelines.validate.suite import Tables

_VERSION = ["article", "version_sha256"]

_OF_ARTICLE = {
    "article_known": pl.Boolean(),
    "article_in_scope": pl.Boolean(),
    "article_chars": pl.Int32(),
    "article_published_on": pl.Date(),
    "latest_day": pl.Date(),
}


def latest_day() -> pl.Expr:
    """The last day that an article can speak of as past: a day after its capture, for the zones ahead of UTC."""
    return pl.col("captured_at").dt.date() + pl.duration(days=1)


def with_article(frame: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Adds article_known, article_in_scope, article_chars, article_published_on and latest_day."""
    articles = tables.get("articles")
    if articles is None:
        return frame.with_columns(pl.lit(None, dtype=dtype).alias(name) for name, dtype in _OF_ARTICLE.items())
    facts = articles.select(
        *_VERSION,
        article_known=pl.lit(True),
        article_in_scope="in_scope",
        article_chars="captured_chars",
        article_published_on="published_on",
        latest_day=latest_day(),
    ).unique(subset=_VERSION, keep="first", maintain_order=True)
    joined = frame.join(facts, on=_VERSION, how="left", maintain_order="left")
    return joined.with_columns(pl.col("article_known").fill_null(False))


def with_case(frame: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Adds case_known: whether case_report_id and case_key name a case report; null where the row names no case."""
    cases = tables.get("case_reports")
    if cases is None:
        return frame.with_columns(case_known=pl.lit(None, dtype=pl.Boolean))
    known = cases.select(case_report_id="report_id", known_key="case_key").unique(
        subset="case_report_id", keep="first", maintain_order=True
    )
    joined = frame.join(known, on="case_report_id", how="left", maintain_order="left")
    names_a_case = pl.col("case_report_id").is_not_null() | pl.col("case_key").is_not_null()
    agrees = (pl.col("known_key") == pl.col("case_key")).fill_null(False)
    return joined.with_columns(case_known=pl.when(names_a_case).then(agrees)).drop("known_key")


def with_campaign(frame: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Adds campaign_known: whether the article reports the campaign that the row names; null where it names none."""
    campaigns = tables.get("campaign_reports")
    if campaigns is None:
        return frame.with_columns(campaign_known=pl.lit(None, dtype=pl.Boolean))
    on = [*_VERSION, "campaign_key"]
    known = campaigns.select(*on, campaign_known=pl.lit(True)).unique(subset=on)
    joined = frame.join(known, on=on, how="left", maintain_order="left")
    named = pl.col("campaign_key").is_not_null()
    return joined.with_columns(campaign_known=pl.when(named).then(pl.col("campaign_known").fill_null(False)))


def with_report_known(frame: pl.DataFrame, tables: Tables, table: str, column: str) -> pl.DataFrame:
    """Adds `column`: whether the row's report_id stands in `table`."""
    other = tables.get(table)
    if other is None:
        return frame.with_columns(pl.lit(None, dtype=pl.Boolean).alias(column))
    known = other.select("report_id", pl.lit(True).alias(column)).unique(subset="report_id")
    joined = frame.join(known, on="report_id", how="left", maintain_order="left")
    return joined.with_columns(pl.col(column).fill_null(False))


def with_report_count(frame: pl.DataFrame, tables: Tables, table: str, column: str) -> pl.DataFrame:
    """Adds `column`: how many rows of `table` come from the article version."""
    other = tables.get(table)
    if other is None:
        return frame.with_columns(pl.lit(None, dtype=pl.UInt32).alias(column))
    counts = other.group_by(_VERSION).agg(pl.len().alias(column))
    joined = frame.join(counts, on=_VERSION, how="left", maintain_order="left")
    return joined.with_columns(pl.col(column).fill_null(0))
