"""Logs of any size for measurements: typed events with the pipeline's columns and references, and no article behind them.

An article gives 20 events, 12 of them figures. Two commits follow each other as in use: captures, then what was coded of
them. The same numbers give the same events, so that two logs differ in length alone.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.eventlog import EventLog, NewEvents

SQL = Path(__file__).parent / "sql"
EVENTS_OF_AN_ARTICLE = 20
CODED = (
    "article_read",
    "article_coded",
    "campaign_reported",
    "case_reported",
    "region_reported",
    "figure_reported",
    "report_linked",
)
ACTOR = "bench"
START = datetime(2026, 1, 1, tzinfo=UTC)


class Maker:
    """Makes events of articles numbered from 0 on."""

    def __init__(self, places: pa.Table) -> None:
        """`places`: the rows of dim_region; reports are spread over their adcodes."""
        self._connection = duckdb.connect()
        self._connection.register("rows", places)
        self._connection.execute("create temp table places as select list(adcode order by adcode) as adcodes from rows")

    def captured(self, first: int, articles: int) -> list[NewEvents]:
        """`article_captured` of articles `first` and following."""
        given = {"first_article": first, "articles": articles}
        return [NewEvents("article_captured", self._run("article_captured", given))]

    def coded(self, first: int, articles: int, first_position: int) -> list[NewEvents]:
        """What was read of them, captured at `first_position` and following."""
        given = {"first_article": first, "articles": articles, "first_position": first_position}
        self._connection.execute(_sql("codings"), given)
        return [NewEvents(kind, self._run(kind)) for kind in CODED]

    def _run(self, name: str, given: dict[str, int] | None = None) -> pa.Table:
        return self._connection.sql(_sql(name), params=given or {}).to_arrow_table()


def grow(log: EventLog, maker: Maker, first: int, articles: int, *, a_commit: int) -> int:
    """Append articles `first` … to the log, `a_commit` of them in two commits; the log's head afterwards."""
    head = log.head()
    for start, some in _portions(first, articles, a_commit):
        at = START + timedelta(minutes=start)
        captured = log.append(maker.captured(start, some), actor=ACTOR, run_id=ACTOR, recorded_at=at, seen=head)
        events = maker.coded(start, some, head + 1)
        head = log.append(events, actor=ACTOR, run_id=ACTOR, recorded_at=at, seen=captured.head).head
    return head


def _portions(first: int, articles: int, size: int) -> Iterator[tuple[int, int]]:
    end = first + articles
    for start in range(first, end, size):
        yield start, min(size, end - start)


def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")
