"""A look at a projection from outside: how much it holds, and a taste of it. For people who watch a run."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.load.opening import reading
from pipelines.load.sqlfiles import read_query

Rows = list[tuple[Any, ...]]


def table_rows(path: Path) -> dict[str, int]:
    """Rows of each table of the star schema in the file at `path`, the fact first."""
    with reading(path) as connection:
        return {str(name): int(rows) for name, rows in connection.execute(read_query("table_rows").text).fetchall()}


def newest_figures(path: Path, limit: int) -> pa.Table:
    """At most `limit` figures of the articles that were published last."""
    with reading(path) as connection:
        return connection.sql(read_query("newest_figures").text, params={"limit": limit}).to_arrow_table()


def arrests_by_province(path: Path) -> Rows:
    """Each province's adcode, name and suspects arrested; None where nothing is told."""
    return _rows(path, "arrests_by_province")


def articles_by_status(path: Path) -> Rows:
    """Each status and its article versions, the commonest first."""
    return _rows(path, "articles_by_status")


def articles_by_day(path: Path, limit: int) -> Rows:
    """Day, articles and figures of at most `limit` days on which any were captured, the last first."""
    return _rows(path, "articles_by_day", {"limit": limit})


def described_columns(path: Path, name: str) -> Rows:
    """Name, type and meaning of each column of a table or view."""
    return _rows(path, "described_columns", {"name": name})


def _rows(path: Path, query: str, parameters: Mapping[str, object] | None = None) -> Rows:
    with reading(path) as connection:
        return connection.execute(read_query(query).text, parameters).fetchall()
