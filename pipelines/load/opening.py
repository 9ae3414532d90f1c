"""Opening projection files: for reading, for writing, and how much memory DuckDB takes for one.

One place, since connections that a process has to one file at one time must be configured alike. What an analyst's SQL and
the comparison of two whole files (`differences`), each a process's only work, may take is not decided here.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

# Of DuckDB's own; what needs more is put on disk beside the file meanwhile, as far as DuckDB can. Without a limit its cache grows
# with the file up to four fifths of the machine's memory. On a history of twenty million events, questions about 10,000 new articles need
# more than 600 MB, what writes these less.
_TO_READ, _TO_WRITE = "1GB", "600MB"
# Twenty million events are not rebuilt with 1 GB.
_MUCH = "2GB"


@contextmanager
def reading(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the file at `path` that only reads; raises what DuckDB does where that is none.

    Opening takes 20 ms, or a tenth of that while this process has the file open: who asks several questions stays within one.
    """
    with closing(duckdb.connect(str(path), read_only=True, config={"memory_limit": _TO_READ})) as connection:
        yield connection


@contextmanager
def writing(path: Path, *, much: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the file at `path`, which is made where there is none. `much` is what a run alone does not bring."""
    with closing(duckdb.connect(str(path), config={"memory_limit": _MUCH if much else _TO_WRITE})) as connection:
        yield connection
