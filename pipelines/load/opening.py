"""Opening projection files: for reading, for writing, and how much memory DuckDB takes for one.

One place, since all connections of a process to one file must be configured alike. What an analyst's SQL and the
comparison of two whole files (`differences`), each a process's only work, may take is not decided here.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

# Of DuckDB's own; what needs more is put on disk beside the file meanwhile. Without it, its cache grows with the file up to
# four fifths of the machine's memory: a rebuild of ten million events took 7.7 GB.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "1GB"}


@contextmanager
def reading(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the file at `path` that only reads; raises what DuckDB does where that is none."""
    with closing(duckdb.connect(str(path), read_only=True, config=_CONFIG)) as connection:
        yield connection


@contextmanager
def writing(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the file at `path`, which is made where there is none."""
    with closing(duckdb.connect(str(path), config=_CONFIG)) as connection:
        yield connection
