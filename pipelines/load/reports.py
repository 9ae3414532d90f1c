"""Looking up case reports in a projection: by key, by case, by article. Rows come as Arrow; what they mean is the caller's.

They come in portions, since a large refresh has a large part of a history to look at. The questions stand in
sql/queries/reports_*.sql, and say what they have to be given.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.load.opening import reading
from pipelines.load.sqlfiles import blaming, read_query

_VIEWS = ("asked_then", "told_reports", "report_places")  # what the questions for keys share
_PORTION = 10_000  # reports: each question for them goes through the history


class ReportLookup:
    """Questions to one projection file. `rows_read` counts the rows that were answered with, for those who watch cost."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Ask through `connection`."""
        self._connection = connection
        self.rows_read = 0

    def sharing(self, asked: pa.Table) -> Iterator[pa.Table]:
        """Reports that may have one of the keys in `asked`; see reports_sharing_*.sql.

        One question after the other: each holds a part of the history in memory while it is answered.
        """
        with self._called("asked", asked):
            for view in _VIEWS:
                self._make_view(view)
            found = [self._answer(f"reports_sharing_{what}") for what in ("figures", "texts", "lists")]
        return self._rows(pa.concat_tables(found).group_by(["report_id", "article_key"]).aggregate([]))

    def of_cases(self, asked: pa.Table) -> Iterator[pa.Table]:
        """Reports of the cases in `asked`."""
        return self._rows(self._run("reports_of_cases", "asked", asked))

    def of_articles(self, asked: pa.Table) -> Iterator[pa.Table]:
        """Reports of the articles in `asked`."""
        return self._rows(self._run("reports_of_articles", "asked", asked))

    def _rows(self, wanted: pa.Table) -> Iterator[pa.Table]:
        for start in range(0, wanted.num_rows, _PORTION):
            found = self._run("report_rows", "wanted", wanted.slice(start, _PORTION))
            self.rows_read += found.num_rows
            yield found

    def _run(self, query: str, name: str, table: pa.Table) -> pa.Table:
        with self._called(name, table):
            return self._answer(query)

    @contextmanager
    def _called(self, name: str, table: pa.Table) -> Iterator[None]:
        self._connection.register(name, table)
        try:
            yield
        finally:
            self._connection.unregister(name)

    def _make_view(self, query: str) -> None:
        file = read_query(query)
        with blaming(file):
            self._connection.execute(file.text)

    def _answer(self, query: str) -> pa.Table:
        file = read_query(query)
        with blaming(file):
            return self._connection.sql(file.text).to_arrow_table()


@contextmanager
def report_lookup(path: Path) -> Iterator[ReportLookup]:
    """Open the projection file at `path` for looking up reports in it."""
    with reading(path) as connection:
        yield ReportLookup(connection)
