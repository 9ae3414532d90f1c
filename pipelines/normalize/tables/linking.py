"""Between the tables and resolution: features out of frames, links into the table case_links.

The known reports come from the log: those of each article's latest coding. The log's payloads have the tables' columns,
so one function reads features from both.
"""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from pipelines.eventlog import EventLog
from pipelines.normalize.resolution import ReportFeatures, assign, surnames
from pipelines.normalize.tables.schemas import TABLES

# Event → (payload column, table that has its columns)
_LOGGED = {
    "article_read": ("reading", "articles"),
    "case_reported": ("case_report", "case_reports"),
    "figure_reported": ("figure_report", "figure_reports"),
    "region_reported": ("region_report", "region_mentions"),
    "report_linked": ("link", "case_links"),
}


def link_reports(frames: Mapping[str, pl.DataFrame], log: EventLog, upto: int) -> pl.DataFrame:
    """The table case_links for the case reports in `frames`, given what the log holds up to position `upto`."""
    reports = frames["case_reports"]
    if reports.is_empty():
        return TABLES["case_links"].to_frame()
    links = assign(_features(frames, {}), _known_reports(log, upto))
    found = pl.DataFrame(
        {
            "report_id": [link.report_id for link in links],
            "case_id": [link.case_id for link in links],
            "score": [link.score for link in links],
            "decision": [link.decision for link in links],
            "reasons": [list(link.reasons) for link in links],
        }
    )
    joined = reports.select("report_id", "article", "version_sha256").join(found, on="report_id", how="left")
    return joined.select(TABLES["case_links"].names()).cast(TABLES["case_links"])


def _known_reports(log: EventLog, upto: int) -> list[ReportFeatures]:
    frames = _logged_frames(log, upto)
    # A coding's reports follow its article_read in the log, and those of earlier codings precede it.
    latest = frames["articles"].group_by("article").agg(since=pl.col("position").max())
    current = {
        name: frame.join(latest, on="article", how="inner").filter(pl.col("position") >= pl.col("since"))
        for name, frame in frames.items()
    }
    links = frames["case_links"].sort("position")
    return _features(current, dict(zip(links["report_id"], links["case_id"], strict=True)))


def _logged_frames(log: EventLog, upto: int) -> dict[str, pl.DataFrame]:
    columns = ["position", "type", "cause_position", *(payload for payload, _ in _LOGGED.values())]
    stream = log.scan(columns, upto=upto, types=tuple(_LOGGED))
    events = pl.DataFrame(stream.read_all()).sort("position")
    return {
        table: events.filter(pl.col("type") == event).select(
            "position", "cause_position", pl.col(payload).struct.unnest()
        )
        for event, (payload, table) in _LOGGED.items()
    }


def _features(frames: Mapping[str, pl.DataFrame], cases: Mapping[str, str]) -> list[ReportFeatures]:
    """Features of all case reports in the frames. `cases` maps reports that are linked already to their case."""
    figures = _figures(frames["figure_reports"])
    places = _jurisdictions(frames["region_mentions"])
    articles = frames["articles"]
    published = dict(zip(articles["article"], articles["published_on"], strict=True))
    captured = dict(zip(articles["article"], articles["captured_position"], strict=True))
    found = []
    for ordinal, row in enumerate(frames["case_reports"].iter_rows(named=True)):
        agency = {row["agency_adcode"]} if row["agency_adcode"] else set()
        found.append(
            ReportFeatures(
                report_id=row["report_id"],
                article=row["article"],
                order=(captured.get(row["article"], 0), ordinal),
                title=row["title"],
                jurisdictions=frozenset(places[row["report_id"]] | agency),
                figures=frozenset(figures[row["report_id"]]),
                surnames=surnames(row["suspects"] or ()),
                code_name=row["code_name"],
                campaign_key=row["campaign_key"],
                scheme=row["scheme"],
                role=row["role"],
                published_on=published.get(row["article"]),
                case_id=cases.get(row["report_id"]),
            )
        )
    return found


def _figures(frame: pl.DataFrame) -> dict[str, set[tuple[str, Decimal]]]:
    found: dict[str, set[tuple[str, Decimal]]] = defaultdict(set)
    own = frame.filter(pl.col("case_report_id").is_not_null())
    for report_id, metric, value in own.select("case_report_id", "metric", "value").iter_rows():
        found[report_id].add((metric, value))
    return found


def _jurisdictions(frame: pl.DataFrame) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    own = frame.filter(pl.col("role") == "jurisdiction")
    for report_id, adcode in own.select("case_report_id", "adcode").iter_rows():
        found[report_id].add(adcode)
    return found
