"""Whether a projection file still holds the rows that were put into it.

Each table's row count and digest stand in table_digests, kept up by sql/projections in the transaction that changes the
rows. Here they are computed from scratch and compared. Whether the rows are right is not decided here: sql/checks and a
rebuild do that.
"""

from pathlib import Path
from typing import NamedTuple

import duckdb

from pipelines.errors import NotAWarehouseError
from pipelines.load.opening import reading
from pipelines.load.projection import read_state
from pipelines.load.sqlfiles import read_query


class Digest(NamedTuple):
    """How many rows a table has, and the sum of their hashes."""

    rows: int
    digest: int


def digest_findings(path: Path) -> tuple[str, ...]:
    """What is wrong with the tables of the file at `path`, one line a finding; nothing where it is as it was left.

    The file is opened for reading only. Raises NotAWarehouseError where it cannot be opened at all.
    """
    try:
        with reading(path) as connection:
            return _digest_findings(connection)
    except duckdb.Error as error:
        raise NotAWarehouseError(path, f"it cannot be opened ({_first_line(error)})") from error


def _digest_findings(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    try:
        recorded = _by_table(connection.table("table_digests"))
        computed = _by_table(connection.sql(read_query("compute_table_digests").text))
    except duckdb.Error as error:
        # A damaged block, or a table that is not there any more.
        return (f"the tables cannot be read: {_first_line(error)}",)
    names = sorted(recorded.keys() | computed.keys())
    findings = (_finding(name, recorded.get(name), computed.get(name)) for name in names)
    return tuple(finding for finding in findings if finding)


def differing_tables(one: Path, other: Path) -> tuple[str, ...] | None:
    """The tables whose recorded row counts or digests are not the same in both files, in order of name.

    None where that says nothing: they are not of the same log up to the same position and made by the same code, or one
    of them cannot be read.
    """
    try:
        state = read_state(one)
        if state is None or state != read_state(other):
            return None
        ours, theirs = _recorded(one), _recorded(other)
    except (duckdb.Error, NotAWarehouseError):
        return None
    return tuple(sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)))


def _recorded(path: Path) -> dict[str, Digest]:
    with reading(path) as connection:
        return _by_table(connection.table("table_digests"))


def _by_table(relation: duckdb.DuckDBPyRelation) -> dict[str, Digest]:
    return {str(name): Digest(int(rows), int(digest)) for name, rows, digest in relation.fetchall()}


def _finding(name: str, recorded: Digest | None, computed: Digest | None) -> str | None:
    if recorded == computed:
        return None
    if recorded is None or computed is None:
        return f"{name}: no digest of it was {'recorded' if recorded is None else 'to be recorded'}"
    if recorded.rows != computed.rows:
        return f"{name}: {computed.rows} rows where {recorded.rows} were recorded"
    return f"{name}: the rows are not those that were recorded"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
