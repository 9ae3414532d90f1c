"""Jobs that make what is measured: logs, and their events as Parquet files for those who read no such log.

Exported files hold what the log holds, in the order of positions, one folder for each family of events, with the fields
of the payload as columns of their own: nobody has to undo what is special to this log.
"""

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable

from bench.logs import Maker, grow
from bench.measure import Told
from pipelines.eventlog import EventLog
from pipelines.orchestration.reference import reference

COMMIT_ARTICLES = 2_500  # two commits of 2,500 and 47,500 events
FAMILIES = {
    "capture": "article_captured",
    "reading": "article_read",
    "case_report": "case_reported",
    "campaign_report": "campaign_reported",
    "region_report": "region_reported",
    "figure_report": "figure_reported",
    "link": "report_linked",
}
ENVELOPE = ("position", "recorded_at", "cause_position")


def grow_and_export(log: str, first: int, articles: int, folder: str, name: str) -> Told:
    """Append articles and write what peers read of them, see `grow_log` and `_export`; tells what `grow_log` does."""
    grown = grow_log(log, first, articles)
    _export(log, Path(folder), name, after=int(grown["after"][0]), upto=int(grown["upto"][0]))
    return grown


def grow_log(log: str, first: int, articles: int) -> Told:
    """Append articles `first` … to the log, which is created if missing. Tells positions `after` and `upto` of the new."""
    opened = EventLog(log)
    opened.create()
    before = opened.head()
    head = grow(opened, Maker(reference().tables["regions"]), first, articles, a_commit=COMMIT_ARTICLES)
    return {"after": [before], "upto": [head]}


def _export(log: str, target: Path, name: str, *, after: int, upto: int) -> None:
    """Write what peers read: `target`/FAMILY/`name`.parquet with events after < position ≤ upto.

    Beside them `name`.json: the log's own files that hold these events. With `after` 0 also the places, as region/.
    """
    opened = EventLog(log)
    for family, kind in FAMILIES.items():
        events = opened.scan([*ENVELOPE, family], after=after, upto=upto, types=[kind])
        _write_ordered(target / family / f"{name}.parquet", events, family)
    if after == 0:
        places = target / "region" / f"{name}.parquet"
        places.parent.mkdir()
        pq.write_table(reference().tables["regions"], places)
    files = _files_after(DeltaTable(log), after)
    (target / f"{name}.json").write_text(json.dumps({"after": after, "files": files}), encoding="utf-8")


def count_rows(stars: Sequence[tuple[str, str]]) -> Told:
    """How many rows the tables of stars have that everybody builds, and how many reports they count: table → rows of each.

    `stars`: database and schema.
    """
    query = (Path(__file__).parent / "sql" / "count_rows.sql").read_text(encoding="utf-8")
    counted: dict[str, list[float]] = {}
    for database, schema in stars:
        with closing(duckdb.connect(database, read_only=True)) as connection:
            connection.execute(f"use {schema}")
            for name, rows in connection.execute(query).fetchall():
                counted.setdefault(name, []).append(rows)
    return counted


def _write_ordered(path: Path, events: pa.RecordBatchReader, family: str) -> None:
    """The payload's fields as columns beside those of the envelope."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(duckdb.connect()) as connection:
        rows = connection.from_arrow(events).project(f"{', '.join(ENVELOPE)}, unnest({family})")
        rows.order("position").write_parquet(str(path))


def _files_after(table: DeltaTable, after: int) -> list[str]:
    actions = pa.table(table.get_add_actions(flatten=True)).to_pylist()
    folder = Path(table.table_uri.removeprefix("file://"))
    return [str(folder / action["path"]) for action in actions if action["max.position"] > after]
