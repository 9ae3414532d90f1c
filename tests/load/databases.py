"""DuckDB files for tests: projections that begin from a copy, and looking into them, everything, by content."""

from collections.abc import Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from builders import small_reference

from pipelines.eventlog import EventLog
from pipelines.load.projection import Projected, bring_forward

Rows = list[tuple[object, ...]]

TABLES = ("BASE TABLE",)

# Made by the schema alone and large.
_STATIC = {"dim_date"}

REFERENCE = small_reference()


def project(path: Path, log: EventLog, *, upto: int | None = None) -> Projected:
    """Bring the file forward; one that is missing begins as a copy of an empty projection, which takes long to make."""
    if not path.exists():
        path.write_bytes(_empty_projection())
    return bring_forward(path, log, REFERENCE, upto=upto)


@cache
def _empty_projection() -> bytes:
    """A projection of no event at all."""
    with TemporaryDirectory() as folder:
        log, path = EventLog(f"{folder}/log"), Path(folder, "empty.duckdb")
        log.create()
        bring_forward(path, log, REFERENCE)
        return path.read_bytes()


def rows_of(path: Path, sql: str, parameters: Sequence[object] = ()) -> Rows:
    """The rows of a query on the file, sorted."""
    with closing(duckdb.connect(str(path), read_only=True)) as connection:
        return sorted(connection.execute(sql, list(parameters)).fetchall(), key=repr)


def contents(path: Path, kinds: Sequence[str] = ("BASE TABLE", "VIEW")) -> dict[str, Rows]:
    """Every table and view of the file with its rows, sorted."""
    with closing(duckdb.connect(str(path), read_only=True)) as connection:
        names = connection.execute(
            "select table_schema || '.' || table_name, table_name from information_schema.tables "
            "where list_contains(?, table_type) order by all",
            [list(kinds)],
        ).fetchall()
        return {
            qualified: sorted(connection.execute(f"select * from {qualified}").fetchall(), key=repr)
            for qualified, name in names
            if name not in _STATIC
        }
