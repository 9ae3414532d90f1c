"""Jobs that make what is measured: logs, and their events as Parquet files for those who read no such log.

Exported files hold what the log holds, in the order of positions, one folder for each family of events, with the fields
of the payload as columns of their own: nobody has to undo what is special to this log.
"""

import json
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


def grow_log(log: str, first: int, articles: int) -> Told:
    """Append articles `first` … to the log, which is created if missing. Tells positions `after` and `upto` of the new."""
    opened = EventLog(log)
    opened.create()
    before = opened.head()
    head = grow(opened, Maker(reference().tables["regions"]), first, articles, a_commit=COMMIT_ARTICLES)
    return {"after": [before], "upto": [head]}


def export(log: str, folder: str, name: str, after: int, upto: int) -> Told:
    """Write what peers read: `folder`/FAMILY/`name`.parquet with events after < position ≤ upto.

    Beside them `name`.json: the log's own files that hold these events. With `after` 0 also the places, as region/.
    """
    opened, target = EventLog(log), Path(folder)
    for family, kind in FAMILIES.items():
        events = opened.scan([*ENVELOPE, family], after=after, upto=upto, types=[kind])
        _write_ordered(target / family / f"{name}.parquet", events, family)
    if after == 0:
        places = target / "region" / f"{name}.parquet"
        places.parent.mkdir()
        pq.write_table(reference().tables["regions"], places)
    files = _files_after(DeltaTable(log), after)
    (target / f"{name}.json").write_text(json.dumps({"after": after, "files": files}), encoding="utf-8")
    return {}


def count_rows(database: str, schema: str) -> Told:
    """How many rows the tables of a star have that everybody builds, and how many reports they count."""
    with closing(duckdb.connect(database, read_only=True)) as connection:
        connection.execute(f"use {schema}")
        query = (Path(__file__).parent / "sql" / "count_rows.sql").read_text(encoding="utf-8")
        return {name: [rows] for name, rows in connection.execute(query).fetchall()}


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
