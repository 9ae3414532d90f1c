"""What a projection says of captures: which files were recorded, which versions of articles, which contents.

The questions stand in sql/queries. What is not in the projection yet is the caller's business.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from pipelines.eventlog.captures import FileRecords
from pipelines.load.opening import reading
from pipelines.load.sqlfiles import rows_of


class ProjectedCaptures:
    """Questions to one projection file."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Ask through `connection`."""
        self._connection = connection

    def of_files(self, paths: Sequence[str]) -> FileRecords:
        """What is known of these files and of the articles in them."""
        recorded = self._asked("files_recorded", paths)
        versions = self._asked("versions_captured", [row["path"] for row in recorded])
        return FileRecords(
            files={row["path"]: row["scan_key"] for row in recorded},
            recorded={row["path"]: row["position"] for row in recorded},
            versions={row["article"]: (row["version_sha256"], row["position"]) for row in versions},
        )

    def stored(self, hashes: frozenset[str]) -> frozenset[str]:
        """Those of the hashes whose contents are in the log."""
        return frozenset(row["version_sha256"] for row in self._asked("contents_stored", sorted(hashes)))

    def articles(self) -> int:
        """How many articles were captured."""
        return int(rows_of(self._connection, "articles_captured", {})[0]["articles"])

    def _asked(self, query: str, values: Sequence[str]) -> list[dict[str, Any]]:
        # A list, not a registered table: DuckDB imports pandas to register one, which takes longer than the question.
        return rows_of(self._connection, query, {"asked": list(values)}) if values else []


@contextmanager
def projected_captures(path: Path) -> Iterator[ProjectedCaptures]:
    """Open the projection file at `path` for questions about captures."""
    with reading(path) as connection:
        yield ProjectedCaptures(connection)
