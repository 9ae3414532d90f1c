"""A look at a projection from outside: how much it holds, and a taste of it. For people who watch a run."""

from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.load.sqlfiles import read_query


def table_rows(path: Path) -> dict[str, int]:
    """Rows of each table of the star schema in the file at `path`, the fact first."""
    with closing(duckdb.connect(str(path), read_only=True)) as connection:
        return {str(name): int(rows) for name, rows in connection.execute(read_query("table_rows").text).fetchall()}


def newest_figures(path: Path, limit: int) -> pa.Table:
    """At most `limit` figures of the articles that were published last."""
    with closing(duckdb.connect(str(path), read_only=True)) as connection:
        return connection.sql(read_query("newest_figures").text, params={"limit": limit}).to_arrow_table()
