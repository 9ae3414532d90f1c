"""What differs between two projection files, cell by cell, as people look at it: files of sql/differences say at what.

The rows of each are asked of both files and compared as sets first, so that only what differs is taken apart.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from pipelines.load.sqlfiles import SqlFile, blaming, read_folder, read_query


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that is not the same in both files, or one of a row that is in one file only. `label` names the row for people,
    `topic` its metric or role.
    """

    of: str
    key: str
    label: str
    topic: str | None
    change: Literal["added", "removed", "changed"]
    column: str
    before: str | None
    after: str | None


def differences(before: Path, after: Path) -> tuple[Difference, ...]:
    """Everything that differs, in the order of the files of sql/differences. Both files are opened for reading only."""
    with closing(duckdb.connect()) as connection:
        for name, path in (("before", before), ("after", after)):
            connection.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as {name}_file (read_only)")
        return tuple(found for file in read_folder("differences") for found in _compared(connection, file))


def _compared(connection: duckdb.DuckDBPyConnection, file: SqlFile) -> Iterator[Difference]:
    with blaming(file):
        for name in ("before", "after"):
            connection.execute(f"use {name}_file")
            connection.execute(f"create or replace temp table rows_{name} as {file.text}")
        rows = connection.execute(read_query("differing_cells").text).fetchall()
    for row in rows:
        yield Difference(file.name, *row)


def summary(found: Sequence[Difference]) -> dict[str, Counter[tuple[str, str]]]:
    """Rows of each kind (a file of sql/differences), counted by change and topic, in the order in which kinds come."""
    rows = dict.fromkeys((one.of, one.key, one.change, one.topic or "") for one in found)
    counts: dict[str, Counter[tuple[str, str]]] = {}
    for of, _, change, topic in rows:
        counts.setdefault(of, Counter())[change, topic] += 1
    return counts
