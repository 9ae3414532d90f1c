"""Looking into DuckDB files: everything in them, by content."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import duckdb

Rows = list[tuple[object, ...]]

TABLES = ("BASE TABLE",)

# Made by the schema alone and large.
_STATIC = {"dim_date"}


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
