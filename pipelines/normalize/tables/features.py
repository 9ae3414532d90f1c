"""Report rows with all that resolution compares, one row a case report, and features made of them.

`REPORT_ROWS` is what both sources of reports give: the tables of a refresh and a projection. Figures, places and
the article's other cases stand in lists beside the report, so that one row can be read alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from pipelines.normalize.resolution import ReportFeatures
from pipelines.normalize.resolution.features import Reported
from pipelines.normalize.resolution.naming import family_names, full_names, labels, reading, surnames
from pipelines.normalize.resolution.wording import clauses, sketch
from pipelines.normalize.tables.schemas import TABLES, VALUE_PRECISION, VALUE_SCALE

_FIGURE = {
    "metric": pl.String(),
    "value": pl.Decimal(VALUE_PRECISION, VALUE_SCALE),
    "unit": pl.String(),
    "qualifier": pl.String(),
    "subset": pl.Boolean(),
}
_PLACE = {"adcode": pl.String(), "role": pl.String()}
_OF_REPORT = ("report_id", "article", "version_sha256", "case_key", "title", "code_name", "agency_adcode")
_OF_CASE = ("scheme", "role", "campaign_key", "occurred_on", "suspects", "quote")

_OF_LINK = ("case_id", "linked_at", "pinned", "taken_from")

# case_places: the place in charge of each case of the article, in reading order, "" where none is told; list_index: which
# of them this one is, from 0. What follows is about the report's link, and null where it has none.
REPORT_ROWS = pl.Schema(
    {
        **{name: TABLES["case_reports"][name] for name in (*_OF_REPORT, *_OF_CASE)},
        "captured_position": pl.Int64(),
        "published_on": pl.Date(),
        "told_on": pl.Date(),
        "figures": pl.List(pl.Struct(_FIGURE)),
        "places": pl.List(pl.Struct(_PLACE)),
        "case_places": pl.List(pl.String()),
        "list_index": pl.Int64(),
        "case_id": pl.String(),
        "linked_at": pl.Int64(),
        "pinned": pl.Boolean(),
        "taken_from": pl.String(),
    }
)


def report_rows(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """`REPORT_ROWS` of the frames' case reports, which have no link yet."""
    reports = frames["case_reports"].select(*_OF_REPORT, *_OF_CASE, "span_start")
    told_on = pl.coalesce("published_on", pl.col("captured_at").dt.date())
    articles = frames["articles"].select("article", "captured_position", "published_on", told_on=told_on)
    rows = (
        reports.join(articles, on="article", how="left")
        .join(_listed(frames["figure_reports"], _FIGURE, "figures"), on="report_id", how="left")
        .join(_listed(frames["region_mentions"], _PLACE, "places"), on="report_id", how="left")
        .sort("article", "span_start", "case_key")
        .with_columns(
            case_places=pl.col("agency_adcode").fill_null("").implode().over("article"),
            list_index=pl.int_range(pl.len()).over("article"),
            **dict.fromkeys(_OF_LINK, pl.lit(None)),
        )
    )
    return rows.select(REPORT_ROWS.names()).cast(REPORT_ROWS)


def features(rows: pl.DataFrame) -> Iterator[ReportFeatures]:
    """Features of `REPORT_ROWS`, each made when it is asked for."""
    return map(_features_of, rows.iter_rows(named=True))


def _listed(frame: pl.DataFrame, fields: Iterable[str], name: str) -> pl.DataFrame:
    return frame.group_by(pl.col("case_report_id").alias("report_id")).agg(pl.struct(*fields).alias(name))


def _features_of(row: Mapping[str, Any]) -> ReportFeatures:
    places = row["places"] or ()
    agency = {row["agency_adcode"]} if row["agency_adcode"] else set()
    suspects = row["suspects"] or ()
    in_charge = {place["adcode"] for place in places if place["role"] == "jurisdiction"} | agency
    names, quoted = full_names(row["title"], suspects, in_charge), labels(row["title"])
    return ReportFeatures(
        report_id=row["report_id"],
        article=row["article"],
        version_sha256=row["version_sha256"],
        captured_position=row["captured_position"],
        case_key=row["case_key"],
        title=row["title"],
        jurisdictions=frozenset(in_charge),
        figures=frozenset(_figure(figure) for figure in row["figures"] or ()),
        surnames=surnames(suspects),
        family_names=family_names(suspects),
        names=names | quoted,
        readings=frozenset(reading(name) for name in names),
        labels=quoted,
        abroad=frozenset(p["adcode"] for p in places if p["role"] in {"arrest", "site"} and p["adcode"].isalpha()),
        code_name=row["code_name"],
        campaign_key=row["campaign_key"],
        scheme=row["scheme"],
        role=row["role"],
        occurred_on=row["occurred_on"],
        published_on=row["published_on"],
        told_on=row["told_on"],
        passage=sketch(row["quote"] or ""),
        clauses=clauses(row["quote"] or ""),
        in_list=(row["list_index"], tuple(row["case_places"] or ())),
        case_id=row["case_id"],
        linked_at=row["linked_at"],
        pinned=bool(row["pinned"]),
        taken_from=row["taken_from"],
    )


def _figure(figure: Mapping[str, Any]) -> Reported:
    return Reported(
        figure["metric"], figure["value"], figure["unit"] or "", figure["qualifier"] or "exact", bool(figure["subset"])
    )
